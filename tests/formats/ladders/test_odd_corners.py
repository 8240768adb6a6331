"""Corners of other houses' files: what is missing, stands twice or is no ladder at all."""

import json

import pytest

from headway.core.errors import UnreadableFileError
from headway.formats.ladders import tables
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.draft import Step
from headway.formats.ladders.importer import read_ladder
from headway.formats.ladders.parts import find_step, number_steps
from headway.formats.ladders.report import LadderImport, Notebook
from headway.formats.ladders.tree_keys import acts_of, text_of
from headway.formats.ladders.trees import read_tree


def read(*texts: str) -> LadderImport:
    return read_ladder(
        [NamedFile(name=f"makers-{n}.txt", content=t.encode()) for n, t in enumerate(texts)]
    )


def texts(remarks) -> list[str]:
    return [remark.text for remark in remarks]


def levels(found: LadderImport) -> list[str]:
    return [level.name for level in found.ladder.levels[1:]]


TABLE = "Skill,L1,L2\nSanding,sands boards,smooths boards\n"


def test_a_table_of_levels_by_words_names_the_scale():
    found = read(TABLE, "Level,Meaning\nL1,Begins\nL2,Leads\n")
    assert [level.meaning for level in found.ladder.levels[1:]] == ["Begins", "Leads"]


def test_a_table_of_a_single_level_is_none_of_the_scale():
    found = read(TABLE, "Level,Meaning\nL9,Alone\n")
    assert levels(found) == ["L1", "L2"]


def test_a_table_with_headings_and_empty_rows_holds_no_ladder():
    with pytest.raises(UnreadableFileError, match="holds no ladder"):
        read("Area,Skill,L1,L2\nWood,,,\n,,sands,\n")


def test_a_theme_that_is_no_mapping_does_no_harm():
    act = {"level": "a", "theme": "wood", "summary": "sands"}
    tree = {"levels": ["a", "b"], "themes": ["wood"], "competencies": [act]}
    assert [c.name for c in read(json.dumps(tree)).ladder.competencies] == ["Wood"]


def test_a_description_that_stays_the_same_over_the_levels_describes():
    found = read(
        "Role,Skill,Description,Level\nJunior maker,Sanding,By hand,1\nLead maker,Sanding,By hand,2\n"
    )
    assert [c.definition for c in found.ladder.competencies] == ["By hand"]


def test_an_outline_leaves_out_code_and_headings_that_are_no_level():
    found = read(
        "# Makers\n## L1\n### Wood\n- sands\n### Paint\n- stirs\n"
        "## L2\n### Wood\n- smooths\n```\n- not this\n```\n### Paint\n- mixes\n"
        "## L3\n### Wood\n- lets smooth\n## About us\n### Wood\n- grows\n"
    )
    acts = {b.act for c in found.ladder.competencies for b in c.behaviours}
    assert {"smooths", "lets smooth"} <= acts
    assert not acts & {"not this", "grows"}


def test_a_number_beyond_the_scale_is_no_step():
    steps = (Step(key="a", name="Rough", number=1), Step(key="b", name="Fine", number=2))
    assert find_step(steps, "2") == steps[1]
    assert find_step(steps, "7") is None
    assert find_step(steps, "77777") is None
    assert find_step(number_steps(["L1", "L3"]), "3") == number_steps(["L1", "L3"])[1]


def test_marks_of_one_word_alone_make_a_scale_of_it():
    found = read(
        "Skill,Junior maker,Lead maker\nSanding,zesty,zesty\nMixing,zesty,\nOiling,zesty,zesty\n"
    )
    assert levels(found) == ["zesty"]


def test_a_level_of_none_in_a_role_expects_nothing():
    found = read(
        "scale: [None, Rough, Fine]\n"
        "competencies: [{name: Sanding, levels: {Rough: sands, Fine: smooths}}]\n"
        "roles: [{name: Guest, requires: {Sanding: Nothing}}, {name: Maker, requires: {Sanding: Fine}},\n"
        "  {name: Other, requires: {Sanding: Superb}}, {name: Lead, requires: {Sanding: Fine}}]\n"
    )
    assert [dict(r.expected) for r in found.ladder.roles] == [
        {},
        {"sanding": 2},
        {},
        {"sanding": 2},
    ]
    assert "There is no level 'Superb' on the scale; nothing is expected there." in texts(
        found.report.dropped
    )


def test_what_is_neither_text_nor_list_nor_mapping_says_nothing():
    assert text_of(["a", {"b": "c"}, " d "]) == "a d"
    assert text_of({"a": "b"}) == ""
    assert acts_of(None) == ()


def test_levels_without_acts_make_no_rung_and_sparse_mappings_no_ladder():
    document = {
        "levels": [{"id": "a", "track": "ic"}, {"id": "b"}, {"id": "all", "summary": "Everyone"}],
        "skills": [{"name": "Sanding", "levels": {"a": "sands", "b": "smooths"}}],
    }
    assert [r.title for r in read(json.dumps(document)).ladder.roles] == ["a", "b"]
    sparse = {name: {f"{name}-{n}": "x" for n in range(3)} for name in ("u", "v", "w")}
    assert read_tree(sparse, "x", only="", notes=Notebook()) is None
    assert read_tree("a text", "x", only="", notes=Notebook()) is None


def test_acts_of_a_level_that_another_table_lacks_are_left_out_and_told():
    found = read(TABLE, "Skill,Level,Statement\nSanding,Zesty,sings\nSanding,L2,lets smooth\n")
    assert levels(found) == ["L1", "L2"]
    told = "There is no level 'Zesty' on the scale; its acts are left out."
    assert told in texts(found.report.dropped)


def test_a_row_that_expects_none_expects_nothing():
    found = read(
        "Role,Skill,Level\nJunior maker,Sanding,Unaware\nJunior maker,Mixing,Expert\n"
        "Lead maker,Sanding,Expert\nLead maker,Mixing,Expert\n"
    )
    assert dict(found.ladder.roles[0].expected) == {"mixing": 1}
    assert "A level of none was read as nothing expected." in texts(found.report.dropped)


def test_numbers_as_names_of_listed_levels_read_as_levels():
    skills = [{"name": "Sanding", "levels": {"1": "sands", "2": "smooths"}}]
    assert levels(read(json.dumps({"levels": [1, 2], "skills": skills}))) == ["Level 1", "Level 2"]


def test_whole_numbers_of_a_spreadsheet_have_no_decimals():
    assert [tables._as_text(value) for value in (2.0, 2.5, True, None)] == ["2", "2.5", "yes", ""]
