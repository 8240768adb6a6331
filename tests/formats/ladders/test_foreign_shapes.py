"""Shapes met in ladders that other houses publish: documents, workbooks and tables made up after them."""

import io
import json
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from headway.core.errors import UnreadableFileError
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder
from headway.formats.ladders.report import LadderImport


def read(*files: tuple[str, str], only: str = "") -> LadderImport:
    return read_ladder([NamedFile(name=n, content=t.encode()) for n, t in files], only=only)


def read_text(text: str, only: str = "") -> LadderImport:
    return read(("makers.md", text), only=only)


def read_book(only: str = "", **sheets: list[list[object]]) -> LadderImport:
    book = Workbook()
    for place, (name, rows) in enumerate(sheets.items()):
        sheet = book.worksheets[0] if not place else book.create_sheet()
        sheet.title = name.removeprefix("hidden_")
        sheet.sheet_state = "hidden" if name.startswith("hidden_") else "visible"
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return read_ladder([NamedFile(name="makers.xlsx", content=file.getvalue())], only=only)


def levels(found: LadderImport) -> list[str]:
    return [level.name for level in found.ladder.levels[1:]]


def acts(found: LadderImport) -> dict[tuple[str, int], list[str]]:
    told: dict[tuple[str, int], list[str]] = {}
    for competency in found.ladder.competencies:
        for behaviour in competency.behaviours:
            told.setdefault((competency.name, behaviour.level), []).append(behaviour.act)
    return told


def left_out(found: LadderImport, opening: str) -> tuple[str, ...]:
    (remark,) = [r for r in found.report.dropped if r.text.startswith(opening)]
    return remark.places


# Documents -----------------------------------------------------------------------------------------


def test_levels_in_bold_below_a_competency_are_its_levels():
    text = "# Makers\n## Wood\n- **Novice**\n  - Sands\n- **Expert**\n  - Smooths\n"
    text += "## Paint\n- **Novice**\n  - Stirs\n- **Expert**\n  - Mixes\n"
    found = read_text(text)
    assert found.report.form == "Levels and competencies as headings (Markdown)"
    assert levels(found) == ["Novice", "Expert"]
    assert acts(found) == {
        ("Wood", 1): ["Sands"],
        ("Wood", 2): ["Smooths"],
        ("Paint", 1): ["Stirs"],
        ("Paint", 2): ["Mixes"],
    }


@pytest.mark.parametrize(
    "line", ["**{}:** {}", "**{}**: {}", "- **{}:** {}", "* __{}__ - {}", "**{}:**\n- {}"]
)
def test_what_stands_in_bold_before_a_sentence_names_its_competency(line):
    told = [("Junior maker", "Sands", "Stirs"), ("Senior maker", "Smooths", "Mixes")]
    parts = (f"## {t}\n{line.format('Wood', w)}\n\n{line.format('Paint', p)}\n" for t, w, p in told)
    found = acts(read_text("\n".join(parts)))
    assert found["Wood", 1] == ["Sands"]
    assert found["Paint", 2] == ["Mixes"]


def test_words_in_bold_within_an_act_open_nothing():
    text = (
        "## Junior maker\n### Wood\n- **Sands** planks\n**Slowly** at first\n### Paint\n- Stirs\n"
    )
    text += "## Senior maker\n### Wood\n- Smooths\n### Paint\n- Mixes\n"
    assert acts(read_text(text))["Wood", 1] == ["Sands planks Slowly at first"]


def test_a_chapters_number_makes_no_level_of_a_heading():
    text = "## 1. Wood\n### Junior maker\n- Sands\n### Senior maker\n- Smooths\n"
    text += "## 2. Paint\n### Junior maker\n- Stirs\n### Senior maker\n- Mixes\n"
    found = read_text(text)
    assert [c.name for c in found.ladder.competencies] == ["Wood", "Paint"]
    assert levels(found) == ["Junior maker", "Senior maker"]


def test_comments_and_tags_of_a_document_are_no_acts():
    text = (
        "<!-- Wood: secret -->\n## L1\n### Wood\n<br>\n- Sands <b>planks</b>\n### Paint\n- Stirs\n"
    )
    text += "## L2\n### Wood\n- Smooths\n### Paint\n- Mixes\n"
    assert acts(read_text("# Makers\n" + text))["Wood", 1] == ["Sands planks"]


FAMILIES = (
    "# Crafts\n## Makers\n### Junior maker\n#### Wood\n- Sands\n#### Paint\n- Stirs\n"
    "### Senior maker\n#### Wood\n- Smooths\n#### Paint\n- Mixes\n"
    "## Sellers\n### Junior seller\n#### Wood\n- Weighs\n#### Paint\n- Counts\n"
    "### Senior seller\n#### Wood\n- Prices\n#### Paint\n- Bargains\n"
)


def test_of_several_ladders_in_one_document_the_first_is_read_or_the_one_that_is_named():
    found = read_text(FAMILIES)
    assert levels(found) == ["Junior maker", "Senior maker"]
    assert left_out(found, "A ladder of its own") == ("Sellers",)
    found = read_text(FAMILIES, only="sellers")
    assert acts(found)["Wood", 2] == ["Prices"]
    assert found.ladder.title == "Sellers"


def test_a_heading_that_names_a_track_holds_no_ladder_of_its_own():
    text = FAMILIES.replace("## Sellers", "## Makers: management track").replace(
        "seller", "manager"
    )
    found = read_text(text)
    assert set(levels(found)) == {
        "Junior maker",
        "Senior maker",
        "Junior manager",
        "Senior manager",
    }


def test_headings_that_share_levels_are_areas_and_no_ladders_of_their_own():
    text = (
        "## Craft\n### L1\n#### Wood\n- Sands\n#### Paint\n- Stirs\n### L2\n#### Wood\n- Smooths\n"
    )
    text += "#### Paint\n- Mixes\n## People\n### L1\n#### Asking\n- Asks\n#### Telling\n- Says\n"
    text += "### L2\n#### Asking\n- Listens\n#### Telling\n- Teaches\n"
    assert [c.name for c in read_text(text).ladder.competencies] == [
        "Wood",
        "Paint",
        "Asking",
        "Telling",
    ]


@pytest.mark.parametrize(
    "text",
    ["- a\n- b\n", "# Only\n## Headings\ntext\n", "# Us\nWe sand, stir and paint.\n- Ask, us\n"],
)
def test_a_text_without_a_ladder_is_answered_by_what_a_text_needs(text):
    with pytest.raises(UnreadableFileError, match="holds no ladder") as caught:
        read_text(text)
    assert "## Junior PM\n" in str(caught.value)


def test_text_beside_a_table_is_left_out_and_told():
    table = ("t.csv", "Skill,L1,L2\nSanding,slow,fast\n")
    found = read(table, ("about-us.md", "# About us\n\nWe sand.\n"))
    assert left_out(found, "This text") == ("about us",)


# One document a role -------------------------------------------------------------------------------


def role(title: str, wood: str, paint: str, more: str = "") -> str:
    return f"---\ntitle: {title}\n{more}---\n## Wood\n- {wood}\n## Paint\n- {paint}\n"


def test_documents_of_one_role_each_make_one_ladder_in_the_order_they_tell():
    found = read(
        ("x/b.md", role("Mover", "Smooths", "Mixes", "level: 2\n")),
        ("x/a.md", role("Shaker", "Sands", "Stirs", "level: 1\n")),
    )
    assert [r.title for r in found.ladder.roles] == ["Shaker", "Mover"]
    assert acts(found)["Paint", 2] == ["Mixes"]
    assert found.ladder.title == "x"


def test_documents_without_an_order_of_their_own_stand_by_their_titles():
    found = read(
        ("principal.md", role("Principal maker", "a", "b")),
        ("senior.md", role("Senior maker / Lead of one", "c", "d")),
        ("junior.md", role("Junior maker", "e", "f")),
    )
    assert levels(found) == ["Junior maker", "Senior maker / Lead of one", "Principal maker"]


def test_documents_of_one_role_each_may_hold_a_table_of_something_else():
    hours = "\n| Part | Share |\n|---|---|\n| Wood | 80% |\n"
    found = read(
        ("senior.md", role("Senior maker", "c", "d") + hours),
        ("junior.md", role("Junior maker", "e", "f") + hours),
    )
    assert levels(found) == ["Junior maker", "Senior maker"]


def test_documents_whose_titles_are_one_are_told_apart_by_their_names():
    text = "# Wood\n- {}\n# Paint\n- {}\n"
    found = read(("grade-2.md", text.format("a", "b")), ("grade-1.md", text.format("c", "d")))
    assert levels(found) == ["Grade 1", "Grade 2"]


def test_documents_of_one_number_stand_beside_each_other():
    told = [("Maker 1", "a"), ("Maker 2", "b"), ("Seller 2", "c")]
    found = read(*((f"{t}.md", role(t, act, act)) for t, act in told))
    assert levels(found) == ["Maker 1", "Maker 2 / Seller 2"]


def test_titles_that_tell_no_order_stand_as_they_were_given():
    found = read(("b.md", role("Shaker", "a", "b")), ("a.md", role("Mover", "c", "d")))
    assert levels(found) == ["Shaker", "Mover"]


def test_the_headings_that_documents_share_are_found_at_their_own_depth():
    text = "## Wood\n### {0}\n- {0} wood\n## Paint\n### {0}\n- {0} paint\n## {0} only\n- rests\n"
    found = read(("1.md", text.format("Sands")), ("2.md", text.format("Smooths")))
    assert [c.name for c in found.ladder.competencies] == ["Wood", "Paint"]
    assert left_out(found, "A heading that few") == ("1: Sands only", "2: Smooths only")


@pytest.mark.parametrize("other", [role("Maker", "a", "b"), "# Shop\n## Hours\n- Nine to five\n"])
def test_documents_of_one_name_or_without_common_headings_make_no_ladder(other):
    with pytest.raises(UnreadableFileError, match="hold no ladder"):
        read(("m.md", role("Maker", "a", "b")), ("m.md", other))


def test_front_matter_that_is_no_sound_yaml_is_read_as_before():
    with pytest.raises(UnreadableFileError, match="no sound YAML"):
        read_text("---\na: [\n---\n# Makers\n")


# Tables --------------------------------------------------------------------------------------------

COLUMNS = "| {} | Junior maker | Senior maker |\n|---|---|---|\n"


def test_signs_of_markdown_and_html_are_taken_off_cells():
    cells = "| *Sanding* | [Sands](x.md) `fast` | <ul><li>Asks</li><li>_Tells_ all</li></ul> |\n"
    found = read_text(COLUMNS.format("**Skill**") + cells)
    assert acts(found) == {("Sanding", 1): ["Sands fast"], ("Sanding", 2): ["Asks", "Tells all"]}


def test_a_row_of_levels_may_be_headed_level_where_columns_are_rungs():
    found = read_text(
        COLUMNS.format("Level") + "| Sanding | slowly now | fast |\n| Mixing | a bit | all |\n"
    )
    assert acts(found)["Mixing", 2] == ["all"]


def test_a_corner_that_names_both_ways_is_no_column_of_competencies():
    text = "| Level/Skill | Scope | Mentorship |\n|---|---|---|\n| 1 | Sands | Asks |\n"
    found = read_text(text + "| 2 | Smooths | Teaches |\n")
    assert acts(found)["Mentorship", 2] == ["Teaches"]
    assert levels(found) == ["Level 1", "Level 2"]


def test_tables_below_other_headings_that_share_no_level_are_ladders_of_their_own():
    rows = "| Sanding | slow | fast |\n\n"
    text = f"# All\n## Makers\n### Craft\n{COLUMNS.format('Skill')}{rows}"
    other = f"## Sellers\n### Shop\n{COLUMNS.format('Skill').replace('maker', 'seller')}{rows}"
    found = read_text(text + other)
    assert left_out(found, "A ladder of its own") == ("Sellers",)
    assert levels(read_text(text + other, only="sellers")) == ["Junior seller", "Senior seller"]
    leading = other.replace("Sellers", "Makers, leadership").replace("seller", "manager")
    assert len(levels(read_text(text + leading))) == 4


def test_tables_that_stand_one_below_each_competency_are_read_by_their_headings():
    text = "## 1. Wood\n### Maker\n| Level | Title | What you do |\n|---|---|---|\n| 1 | New | Sands |\n"
    text += "| 2 | Old | Smooths |\n\n"
    found = read_text(text + text.replace("1. Wood", "Paint").replace("Smooths", "Mixes"))
    assert levels(found) == ["1 New", "2 Old"]
    assert acts(found)["Paint: Maker", 2] == ["Mixes"]
    found = read_text(text + text.replace("1. Wood", "Paint").replace("New", "Fresh"))
    assert levels(found) == ["Level 1", "Level 2"]


def test_a_table_below_each_role_tells_its_levels_and_what_is_done_there():
    text = "### Junior maker\n| Axis | Level | Description |\n|---|---|---|\n| Wood | 1 | Sands |\n"
    text += "| Paint | 1 | Stirs |\n\n"
    found = read_text(
        text + text.replace("Junior", "Senior").replace("1", "2").replace("Stirs", "Stirs well")
    )
    assert [(r.title, dict(r.expected)) for r in found.ladder.roles] == [
        ("Junior maker", {"wood": 1, "paint": 1}),
        ("Senior maker", {"wood": 2, "paint": 2}),
    ]
    assert acts(found)["Paint", 2] == ["Stirs well"]


def test_tables_of_levels_by_name_that_have_their_own_columns_of_levels_stay_apart():
    text = f"### Junior maker\n{COLUMNS.format('Skill')}| Sanding | slow | fast |\n\n"
    found = read_text(
        text + text.replace("Junior maker\n|", "Senior maker\n|").replace("Sand", "Saw")
    )
    assert [c.name for c in found.ladder.competencies] == ["Sanding", "Sawing"]


def test_a_sheet_a_competency_with_a_column_a_level_is_read_by_its_name():
    head: list[object] = ["Novice", 0, "Expert", 0]
    found = read_book(
        Wood=[head, ["Sands", 1, "Smooths", 0], ["Saws", 0]],
        Paint=[["Novice", "Expert", "Master"], ["Stirs", "Mixes", "Teaches"]],
        Summary=[["", "Weight", "Value"], ["Wood", 0.5, 0], ["Paint", 0.5, 0]],
    )
    assert levels(found) == ["Novice", "Expert", "Master"]
    assert acts(found)["Wood", 1] == ["Sands", "Saws"]
    assert [c.name for c in found.ladder.competencies] == ["Wood", "Paint"]


def test_a_caption_over_several_columns_is_a_track_and_no_part_of_a_level():
    found = read_book(
        Makers=[
            ["Area", "Competency", "Individual", None, "Manager", None],
            [None, None, "L1", "L2", "M1", "M2"],
            ["Craft", "Wood", "Sands", "Smooths", "Coaches", "Decides"],
            [None, "Paint", "Stirs", "Mixes", "Hears", "Sets"],
        ]
    )
    assert {r.title: r.tracks for r in found.ladder.roles} == {
        "L1": ("individual",),
        "L2": ("individual",),
        "M1": ("management",),
        "M2": ("management",),
    }


def test_a_hidden_sheet_is_left_out_and_told_unless_there_is_no_other():
    shown = [["Skill", "L1", "L2"], ["Sanding", "slow", "fast"]]
    kept = [["Skill", "L1", "L2"], ["Secret", "hides", "hides well"]]
    found = read_book(Shown=shown, hidden_Kept=kept)
    assert [c.name for c in found.ladder.competencies] == ["Sanding"]
    assert left_out(found, "A hidden sheet") == ("Kept",)


def test_a_day_in_a_workbook_is_read_as_a_day():
    row: list[object] = ["Sanding", date(2024, 1, 2), datetime(2024, 1, 2, 9, 30)]  # noqa: DTZ001 - as a workbook has it
    found = read_book(Makers=[["Skill", "L1", "L2"], row, ["Mixing", "a bit of it", "all of it"]])
    assert acts(found)["Sanding", 1] == ["2024-01-02"]
    assert acts(found)["Sanding", 2] == ["2024-01-02 09:30:00"]


@pytest.mark.parametrize(
    "table",
    [
        "name,description,slug,url\nSaw,Cuts wood,saw,https://x.test/s\nPot,Holds it,pot,https://x.test/p\n",
        "name,slug,ror,description\nOne House,one-house,https://ror.test/1,\nTwo,two,https://ror.test/2,\n",
        "name,provider,language\nA course about wood,house-one,en\nAnother course,house-two,de\n",
    ],
)
def test_a_table_of_things_with_addresses_is_no_ladder(table):
    with pytest.raises(UnreadableFileError, match="holds no ladder"):
        read(("things.csv", table))


def test_columns_that_hold_codes_are_no_levels():
    table = "Title,Icon,Style,Row,Area\nSanding,saw.png,left: 3%;,1,wood-work\n"
    table += "Mixing,pot.svg,top: 4%;,2,paint\n"
    found = read(("radar.csv", table))
    assert levels(found) == ["Shown"]
    assert [area.name for area in found.ladder.areas] == ["Wood work", "paint"]


@pytest.mark.parametrize(
    "table",
    [
        "Навык,Младший,Старший\nОпрос,Слушает других,Ведёт разговор\nПила,Пилит,Учит пилить\n",
        "スキル,初級,上級\n調査,話を聞く,次を決める\n提供,課題を書く,手順を変える\n",
        (
            "Pätevyys,Uusi,Vanha\nPuu,Hioo lautoja muiden kanssa,Opettaa muita hiomaan\n"
            "Maali,Sekoittaa maalia oikein,Päättää mitä maalataan\n"
        ),
    ],
)
def test_a_table_in_another_language_is_read_by_its_shape(table):
    found = read(("t.csv", table))
    assert len(levels(found)) == 2
    assert len(acts(found)) == 4


def test_a_list_of_records_in_json_with_codes_only_is_no_ladder():
    records = [
        {"name": "Saw", "slug": "a-saw", "ref": "x/y"},
        {"name": "Pot", "slug": "b-pot", "ref": "x/z"},
    ]
    with pytest.raises(UnreadableFileError, match="holds no ladder"):
        read(("t.json", json.dumps(records)))


# Web pages -----------------------------------------------------------------------------------------

PAGE = """<!doctype html><html><head><title>x</title><style>td {color: red}</style></head><body>
<!-- <h1>Not this</h1> --><h1>Crafts</h1><h2>Makers</h2><p>Read this</p>
<table><thead><tr><th>Area<th>Skill</th><th colspan="2">Levels</th></tr></thead>
<tr><td></td><td></td><td>L1<td>L2</tr>
<tr><td rowspan=2>Craft</td><td><b>Sanding</b></td><td><ul><li>Sands</li><li>Sweeps<br>up</li></ul></td>
<td>Smooths<script>alert(1)</script><table><tr><td>well</td></tr></table></td></tr>
<tr><td>Mixing</td><td>Stirs&nbsp;paint</td><td>Mixes &amp; pours</td></tr></table>
<table><tr><td>alone</td></tr></table></body></html>"""


def test_a_table_of_a_web_page_is_read_with_its_lists_and_spans():
    found = read(("wiki.html", PAGE))
    assert acts(found) == {
        ("Sanding", 1): ["Sands", "Sweeps", "up"],
        ("Sanding", 2): ["Smooths", "well"],
        ("Mixing", 1): ["Stirs paint"],
        ("Mixing", 2): ["Mixes & pours"],
    }
    assert {c.area for c in found.ladder.competencies} == {"craft"}


def test_a_document_may_hold_its_table_as_html_with_parts_unclosed():
    text = "# Makers\n<table><tr><th>Skill<th>L1<th>L2\n<tr><td>Sanding<td>slow<td colspan=x>fast\n</table>\n"
    assert acts(read_text(text)) == {("Sanding", 1): ["slow"], ("Sanding", 2): ["fast"]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<p>No table</p>", "web page"),
        ("<?xml version='1.0'?><table/>", "web page or XML"),
        ("<table><tr><td>one</td></tr></table></table></style></td>", "holds no ladder"),
        ("<table>" + "<tr><td colspan=99 rowspan=99>x" * 9, "row of more than 500 cells"),
        ("<td>x<table>" + "y" * 4_000_000, "4 million characters of a web page"),
    ],
)
def test_a_page_without_a_ladder_is_refused_with_its_reason(text, says):
    with pytest.raises(UnreadableFileError, match=says):
        read(("page.html", text))
