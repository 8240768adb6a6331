"""What stands in a document beside the ladder: told as left out, and never taken for the ladder."""

from typing import Any

import pytest

from headway.core.errors import UnreadableFileError
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder
from headway.formats.ladders.report import LadderImport

HEADINGS = """\
# Bakers
We bake.
## Junior baker (0-2 years)
### Dough (60%)
- Weighs flour
### Oven (40%)
- Sets the heat
## Head baker (5+ years)
### Dough (60%)
- Writes the recipe
### Oven (40%)
- Plans the night
## Pay
Bread, and more bread.
| Rung | Loaves |
|---|---|
| Junior | 2 |
"""
MATRIX = """\
# Bakers
## Rungs
| Level | Title | Scope | Reach |
|---|---|---|---|
| 1 | Junior baker | One loaf | Team |
| 2 | Baker | One oven | Street |
| 3 | Head baker | The shop | Town |
## Skills
| Skill | L1 | L2 | L3 |
|---|---|---|---|
| Dough | Weighs flour | Mixes dough | Writes the recipe |
| Oven | Sets the heat | Fills the oven | Plans the night |
| Shop | Sells bread | Sets prices | Opens shops |
## What is expected
### Level 1: Junior baker
**Scope**: One loaf
**Growth**:
- Learns to knead
### Level 2: Baker
**Scope**: One oven
**Growth**:
- Learns to teach
"""


def read(text: str, only: str = "") -> LadderImport:
    return read_ladder([NamedFile(name="bakers.md", content=text.encode())], only=only)


def left_out(found: LadderImport, said: str) -> tuple[str, ...]:
    return next((r.places for r in found.report.dropped if said in r.text), ())


def test_headings_that_hold_no_part_of_the_ladder_are_named() -> None:
    found = read(HEADINGS)
    assert [c.name for c in found.ladder.competencies] == ["Dough", "Oven"]
    assert left_out(found, "Text that is no part of the ladder") == ("Bakers", "Pay")


def test_a_document_that_is_all_ladder_leaves_nothing_out() -> None:
    text = HEADINGS.replace("We bake.\n", "").partition("## Pay")[0]
    assert left_out(read(text), "Text that is no part") == ()


def test_words_before_the_first_heading_are_named_too() -> None:
    assert left_out(read("Hello.\n" + HEADINGS), "Text that is no part")[0] == (
        "before the first heading"
    )


def test_a_table_that_names_skills_and_levels_is_the_ladder_before_any_headings() -> None:
    found = read(MATRIX)
    assert [c.name for c in found.ladder.competencies] == ["Dough", "Oven", "Shop"]
    assert [level.name for level in found.ladder.levels[1:]] == ["L1", "L2", "L3"]
    assert found.ladder.title == "Bakers"
    assert left_out(found, "This table is no part") == ("Rungs",)
    assert "Level 2: Baker" in left_out(found, "Text that is no part")


def test_the_overview_beside_such_a_table_is_read_where_it_is_asked_for() -> None:
    found = read(MATRIX.replace("## Rungs", "## Rungs\n### All rungs"), only="Rungs")
    assert [c.name for c in found.ladder.competencies] == ["Scope", "Reach"]
    assert left_out(found, "A ladder of its own") == ("Bakers",)


def test_of_several_groups_of_tables_the_first_whole_one_is_read() -> None:
    small = "# B\n## A\n### One\n| Skill | Lower | Upper |\n|---|---|---|\n| Selling | Smiles | Haggles |\n"
    rows = MATRIX[MATRIX.index("| Dough") : MATRIX.index("## What is")]
    large = f"## C\n### Two\n| Skill | Junior | Mid | Head |\n|---|---|---|---|\n{rows}"
    found = read(small + large)
    assert [level.name for level in found.ladder.levels[1:]] == ["Junior", "Mid", "Head"]


def test_documents_that_share_no_headings_are_refused_as_what_they_are() -> None:
    files = [
        NamedFile(name=f"{n}.md", content=f"# {n}\n## You {n} well\n- Smiles\n".encode())
        for n in ("bake", "sell")
    ]
    with pytest.raises(UnreadableFileError, match=r"These 2 documents .* share too few headings"):
        read_ladder(files)


def test_years_behind_titles_go_to_the_roles_and_weights_are_told_as_left_out() -> None:
    found = read(HEADINGS)
    assert [(r.title, r.usual_years) for r in found.ladder.roles] == [
        ("Junior baker", (0.0, 2.0)),
        ("Head baker", None),
    ]
    assert left_out(found, "Years without an end") == ("Head baker (5+ years)",)
    assert left_out(found, "The weight behind a name") == ("Dough (60%)", "Oven (40%)")


def test_years_of_roles_that_a_table_names_are_kept() -> None:
    table = "Skill,Baker (1 to 3 years),Head baker (3-9 yrs)\nDough,2,3\nOven,1,3\n"
    found = read_ladder([NamedFile(name="b.csv", content=table.encode())])
    assert [r.usual_years for r in found.ladder.roles] == [(1.0, 3.0), (3.0, 9.0)]


@pytest.mark.parametrize(
    ("titles", "kept"),
    [
        (["Baker (1-3 years)", "Baker (4-6 years)"], ["Baker (1-3 years)", "Baker (4-6 years)"]),
        (["Baker (9-3 years)", "Cook"], ["Baker", "Cook"]),
        (["(1-2 years)", "Cook"], ["(1-2 years)", "Cook"]),
    ],
)
def test_names_keep_brackets_that_tell_them_apart(titles: list[str], kept: list[str]) -> None:
    rows: list[Any] = [["Skill", *titles], ["Dough", "2", "3"], ["Oven", "1", "3"]]
    text = "\n".join(",".join(row) for row in rows)
    found = read_ladder([NamedFile(name="b.csv", content=text.encode())])
    assert [role.title for role in found.ladder.roles] == kept
