"""Shapes in which other houses keep a ladder: nested groups, roles apart, a sheet a level, paired columns."""

import io
import json

import pytest
from openpyxl import Workbook

from headway.core.errors import UnreadableFileError
from headway.formats import built_in
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder
from headway.formats.ladders.report import LadderImport

SCALE = "competencies:\n  - name: Sanding\n    id: s1\n    levels: {Rough: sands, Fine: smooths}\n"


def read(text: str, name: str = "makers.txt") -> LadderImport:
    return read_ladder([NamedFile(name=name, content=text.encode())])


def acts(found: LadderImport) -> dict[tuple[str, int], list[str]]:
    told: dict[tuple[str, int], list[str]] = {}
    for competency in found.ladder.competencies:
        for behaviour in competency.behaviours:
            told.setdefault((competency.name, behaviour.level), []).append(behaviour.act)
    return told


def roles(found: LadderImport) -> dict[str, dict[str, int]]:
    return {role.title: dict(role.expected) for role in found.ladder.roles}


def texts(remarks) -> list[str]:
    return [remark.text for remark in remarks]


def test_skills_within_pillars_carry_the_pillar_as_their_area():
    found = read(
        "pillars:\n"
        "  - name: Wood\n    skills: [{name: Sanding, levels: {junior: sands, senior: smooths}}]\n"
        "  - name: Paint\n    skills: [{name: Mixing, levels: {junior: stirs, senior: mixes}}]\n"
    )
    assert [(c.name, c.area) for c in found.ladder.competencies] == [
        ("Sanding", "wood"),
        ("Mixing", "paint"),
    ]
    assert acts(found)["Mixing", 2] == ["mixes"]


def test_a_tree_of_children_is_read_to_its_leaves():
    leaves = [{"name": "Level 1", "text": "sands"}, {"name": "Level 2", "text": "smooths"}]
    tree = {"name": "All", "children": [{"name": "Sanding", "children": leaves}]}
    assert acts(read(json.dumps({"name": "Root", "children": [tree]}))) == {
        ("Sanding", 1): ["sands"],
        ("Sanding", 2): ["smooths"],
    }


def test_a_wrapped_document_is_read_by_what_it_wraps():
    inner = {"Sanding": {"low": "a", "high": "b"}, "Mixing": {"low": "c", "high": "d"}}
    assert len(acts(read(json.dumps({"matrix": inner})))) == 4
    with pytest.raises(UnreadableFileError, match="holds no ladder"):
        read(json.dumps({"matrix": ["a", "b"]}))


def test_names_as_identifiers_become_words_and_a_display_name_beats_them():
    tracks = {
        "FINE_WORK": {"displayName": "Fine work", "milestones": [{"signals": ["a"]}, "b"]},
        "rough_work": {"milestones": [{"signals": ["c"]}, "d"]},
    }
    found = read(json.dumps({"tracks": tracks}))
    assert [c.name for c in found.ladder.competencies] == ["Fine work", "Rough work"]


def test_roles_beside_competencies_expect_what_they_say():
    found = read(
        f"{SCALE}"
        "roles:\n"
        "  - {name: Helper, description: Helps., competencies: {Sanding: Rough, Singing: Fine}}\n"
        "  - {name: Maker, expectations: [{competency: sanding, level: 2}], track: management}\n"
        "  - {name: Guest, responsibilities: [Looks on]}\n"
    )
    assert roles(found) == {"Helper": {"sanding": 1}, "Maker": {"sanding": 2}, "Guest": {}}
    assert found.ladder.roles[0].scope == "Helps."
    assert found.ladder.roles[2].responsibilities[0].text == "Looks on"
    lost = "A role expects what the file does not describe; left out."
    assert [r.places for r in found.report.dropped if r.text == lost] == [("Singing",)]


def test_roles_may_be_a_mapping_and_stand_highest_first():
    found = read(
        f"{SCALE}roles:\n"
        "  director: {required: {Sanding: Fine}}\n"
        "  junior_maker: {required: {Sanding: Rough}}\n"
    )
    assert {role.slug: role.next_roles for role in found.ladder.roles} == {
        "director": (),
        "junior-maker": ("director",),
    }
    assert "The roles stand highest first and were turned round." in texts(found.report.guessed)


def test_a_number_is_a_place_on_a_scale_of_words():
    found = read(
        "scale: [Basic, Solid, Strong]\n"
        "competencies: [{name: Sanding, levels: {Basic: a, Solid: b, Strong: c}}]\n"
        "roles: [{name: Lead, requires: {Sanding: 3}}, {name: Maker, requires: {Sanding: 2}}]\n"
    )
    assert roles(found) == {"Lead": {"sanding": 3}, "Maker": {"sanding": 2}}


def test_roles_alone_name_the_competencies_and_what_is_done_at_a_level():
    found = read(
        "roles:\n"
        "  - {id: jm, title: Junior maker, competencies: {fine_work: {level: 1, text: sands}, mixing: 1}}\n"
        "  - {id: m, title: Maker, competencies: {fine_work: {level: 3, text: smooths}, mixing: 2}}\n"
    )
    assert roles(found) == {
        "Junior maker": {"fine-work": 1, "mixing": 1},
        "Maker": {"fine-work": 3, "mixing": 2},
    }
    assert acts(found) == {("Fine work", 1): ["sands"], ("Fine work", 3): ["smooths"]}


def test_roles_alone_use_the_scale_that_the_document_lists():
    found = read(
        "scale: [Basic, Solid]\n"
        "roles:\n  - {title: Maker, skills: {Sanding: Basic}}\n  - {title: Lead, skills: {Sanding: Solid}}\n"
    )
    assert [level.name for level in found.ladder.levels[1:]] == ["Basic", "Solid"]
    assert roles(found) == {"Maker": {"sanding": 1}, "Lead": {"sanding": 2}}


@pytest.mark.parametrize(
    "cells",
    [
        {"Sanding": "sands boards by hand", "Mixing": ["stirs paint", "adds water"]},
        [
            {"name": "Sanding", "text": "sands boards by hand"},
            {"name": "Mixing", "behaviours": ["stirs paint", "adds water"]},
            "a stray word",
        ],
    ],
)
def test_levels_may_hold_competencies_by_name_or_as_a_list(cells):
    levels = [
        {"level": n, "title": f"Maker {n}", "competencies": cells, "summary": "Makes things."}
        for n in (1, 2)
    ]
    found = read(json.dumps({"levels": levels}))
    assert [level.name for level in found.ladder.levels[1:]] == ["Maker 1", "Maker 2"]
    assert acts(found)["Mixing", 2] == ["stirs paint", "adds water"]
    assert found.ladder.roles[0].scope == "Makes things."


def test_levels_outside_and_competencies_inside_are_turned():
    rows = {"Junior": {"Sanding": "sands", "Mixing": "stirs"}, "Senior": {"Sanding": "smooths"}}
    assert acts(read(json.dumps(rows))) == {
        ("Sanding", 1): ["sands"],
        ("Sanding", 2): ["smooths"],
        ("Mixing", 1): ["stirs"],
    }


def test_what_a_column_holds_of_its_level_is_no_part_of_the_levels_name():
    found = read(
        "Competency,Level 1 title,Level 1 description,Level 2 title,Level 2 description\n"
        "Sanding,Sander,sands,Smoother,smooths\nMixing,Stirrer,stirs,Mixer,mixes\n"
    )
    assert [level.name for level in found.ladder.levels[1:]] == ["Level 1", "Level 2"]
    assert "The column 'Level 1 title' is not read." in texts(found.report.dropped)


def test_a_description_that_differs_by_level_is_the_act_of_that_level():
    rows = [("Sanding", 1, "sands"), ("Sanding", 2, "smooths"), ("Mixing", 1, "stirs")]
    records = [{"skill": name, "level": n, "description": text} for name, n, text in rows]
    assert acts(read(json.dumps(records))) == {
        ("Sanding", 1): ["sands"],
        ("Sanding", 2): ["smooths"],
        ("Mixing", 1): ["stirs"],
    }


def test_one_name_in_two_areas_is_two_competencies_in_acts_and_in_marks():
    found = read("Area,Competency,L1,L2\nWood,Finish,sands,smooths\nPaint,Finish,coats,polishes\n")
    assert acts(found)["Finish (Paint)", 2] == ["polishes"]
    told = "A name stands in two areas; the second carries its area's name."
    assert told in texts(found.report.noticed)
    marks = read("Area,Competency,Junior maker,Lead maker\nWood,Finish,1,3\nPaint,Finish,2,2\n")
    assert roles(marks)["Lead maker"] == {"finish": 3, "finish-paint": 2}


def workbook(**sheets: list[list[object]]) -> NamedFile:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return NamedFile(name="makers.xlsx", content=file.getvalue())


def test_a_sheet_a_level_is_read_as_one_table():
    header = ["Competency", "Expectation"]
    file = workbook(
        Junior_maker=[header, ["Sanding", "sands"]],
        Senior_maker=[header, ["Sanding", "smooths"], ["Mixing"]],
    )
    found = read_ladder([file])
    assert acts(found) == {("Sanding", 1): ["sands"], ("Sanding", 2): ["smooths"]}


def test_a_sheet_of_salaries_is_no_part_of_the_ladder():
    file = workbook(
        Craft=[["Skill", "P1", "P2"], ["Sanding", "sands boards", "smooths boards"]],
        Pay=[["Grade", "Min", "Max"], ["P1", 40000, 50000], ["P2", 50000, 60000]],
    )
    found = read_ladder([file])
    assert [c.name for c in found.ladder.competencies] == ["Sanding"]
    left = [
        r.places for r in found.report.dropped if r.text == "This table is no part of a ladder."
    ]
    assert left == [("Pay",)]


def test_a_column_left_out_of_a_table_of_rungs_is_told():
    found = read("Title,Years of experience,Sanding,Mixing\nL1 Junior,0-2,a,b\nL2 Senior,2-5,c,d\n")
    assert "The column 'Years of experience' is not read." in texts(found.report.dropped)


def test_rungs_of_management_stand_above_where_their_titles_say_so():
    found = read(
        ",Individual,,Management,\nSkill,Junior PM,Senior PM,Director,VP\nSanding,a,b,c,d\n"
    )
    assert [level.name for level in found.ladder.levels[1:]] == [
        "Junior PM", "Senior PM", "Director", "VP"
    ]  # fmt: skip


def test_a_ladder_file_of_headways_own_is_sent_to_publish():
    with pytest.raises(UnreadableFileError, match=r"headway ladder publish ours\.toml"):
        read(built_in.content_of("ladder_example.toml").decode(), "ours.toml")
