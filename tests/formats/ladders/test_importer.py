"""A ladder is told by what a file holds: whatever its house calls and orders things."""

import io
import json

import pytest

from headway.core.errors import UnreadableFileError
from headway.core.ladder_quality import find_broken_references
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder

TABLE = "Competency,Junior PM,PM,Senior PM\nAsking,Listens in,Asks users,Picks whom to ask\n"


def read(*contents, order=None, only="", name="levels.csv"):
    files = [NamedFile(name=name, content=as_bytes(each)) for each in contents]
    side = None if order is None else NamedFile(name="order.txt", content=as_bytes(order))
    found = read_ladder(files, order=side, only=only)
    assert find_broken_references(found.ladder) == ()
    return found


def as_bytes(content):
    return content.encode() if isinstance(content, str) else content


def cells(found):
    """Acts by competency, level by level from 1."""
    return {
        c.name: [[b.act for b in c.behaviours_at(n)] for n in range(1, len(found.ladder.levels))]
        for c in found.ladder.competencies
    }


def expected(found):
    return {role.title: role.expected for role in found.ladder.roles}


def level_names(found):
    return [level.name for level in found.ladder.levels]


def told(remarks, opening):
    return next(remark for remark in remarks if remark.text.startswith(opening))


def workbook(**sheets):
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# Tables with one column a level -----------------------------------------------------------------


def test_a_column_a_level_makes_levels_and_roles():
    found = read(TABLE)
    assert cells(found) == {"Asking": [["Listens in"], ["Asks users"], ["Picks whom to ask"]]}
    assert level_names(found) == ["None yet", "Junior PM", "PM", "Senior PM"]
    assert expected(found) == {
        "Junior PM": {"asking": 1},
        "PM": {"asking": 2},
        "Senior PM": {"asking": 3},
    }
    assert [role.stage for role in found.ladder.roles] == ["entry", "mid", "mid"]
    assert told(found.report.guessed, "The file names no role")


@pytest.mark.parametrize(
    "content",
    [
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-8-sig"),
        "sep=;\n" + TABLE.replace(",", ";"),
        TABLE.replace("\n", "\r\n"),
        "Our levels 2031,,,\n,,,\n" + TABLE,
        TABLE.replace("Competency", "SKILL NAME"),
        TABLE.replace("Competency", "Fähigkeit"),
        TABLE.replace("Competency,", "Notes,Competency,").replace("Asking,", "n,Asking,"),
        (
            "| Competency | Junior PM | PM | Senior PM |\n|---|:--|--:|---|\n"
            "| **Asking** | Listens in | Asks users | Picks whom to ask |\n"
        ),
        "Level,Asking,Telling\nJunior PM,Listens in,-\nPM,Asks users,-\nSenior PM,Picks whom to ask,-\n",
        "Competency,Senior PM,PM,Junior PM\nAsking,Picks whom to ask,Asks users,Listens in\n",
        json.dumps(
            [
                {
                    "Competency": "Asking",
                    "Junior PM": "Listens in",
                    "PM": "Asks users",
                    "Senior PM": "Picks whom to ask",
                }
            ]
        ),
        workbook(Levels=[line.split(",") for line in TABLE.splitlines()]),
        workbook(Read=[["Hello"]], Levels=[[], *(line.split(",") for line in TABLE.splitlines())]),
        (
            "# Ladder\n## Junior PM\n### Asking\n- Listens in\n### Telling\n- TBD\n"
            "## PM\n### Asking\n* Asks users\n### Telling\n- TBD\n"
            "## Senior PM\n### Asking\nPicks whom\nto ask\n### Telling\n- TBD\n"
        ),
        (
            "# Ladder\n## Asking\n### Junior PM\n1. Listens in\n### PM\n- Asks users\n### Senior PM\n"
            "- Picks whom to ask\n## Telling\n### Junior PM\n- TBD\n### PM\n- TBD\n"
        ),
        (
            "Asking:\n  Junior PM: Listens in\n  PM: [Asks users]\n  Senior PM: Picks whom to ask\n"
            "Telling:\n  Junior PM: ''\n  PM: ''\n  Senior PM: ''\n"
        ),
        (
            "skills:\n  - name: Asking\n    levels:\n      - {level: Junior PM, behaviours: [Listens in]}\n"
            "      - {level: PM, text: Asks users}\n      - {level: Senior PM, text: Picks whom to ask}\n"
        ),
        (
            "levels:\n  - id: Junior PM\n    skills: {Asking: [Listens in]}\n  - id: PM\n    skills:\n"
            "      Asking: [Asks users]\n  - id: Senior PM\n    skills: {Asking: [Picks whom to ask]}\n"
        ),
    ],
    ids=range(21),
)
def test_the_same_ladder_is_read_from_any_dress(content):
    found = read(content)
    assert cells(found)["Asking"] == [["Listens in"], ["Asks users"], ["Picks whom to ask"]]
    assert level_names(found) == ["None yet", "Junior PM", "PM", "Senior PM"]


def test_an_empty_cell_is_not_defined_and_no_zero():
    found = read(TABLE + "Telling,,Writes it down,not yet defined\n")
    assert expected(found)["Junior PM"] == {"asking": 1}
    assert expected(found)["Senior PM"] == {"asking": 3}
    assert told(found.report.noticed, "An empty cell").places == (
        "levels, row 3: Telling, Junior PM",
        "levels, row 3: Telling, Senior PM",
    )


def test_a_cell_is_cut_at_its_lines_and_bullets_and_the_lead_left_out():
    found = read('Skill,L1,L2\nAsking,"You can:\n- listen\n\u2013 note","One. And two."\n')
    assert cells(found) == {"Asking": [["listen", "note"], ["One. And two."]]}


def test_rows_without_a_name_continue_the_one_above():
    found = read("Skill,L1,L2\nAsking,one,two\n,three,\nTelling,four,five\n")
    assert cells(found) == {"Asking": [["one", "three"], ["two"]], "Telling": [["four"], ["five"]]}


def test_a_row_with_nothing_but_a_name_is_an_area():
    found = read("Skill,L1,L2\nCRAFT,,\nAsking,one,two\nPEOPLE,,\nTelling,three,four\n")
    assert [area.name for area in found.ladder.areas] == ["CRAFT", "PEOPLE"]
    assert [c.area for c in found.ladder.competencies] == ["craft", "people"]
    assert told(found.report.guessed, "A row with nothing but a name").places == (
        "levels, row 2",
        "levels, row 4",
    )


def test_areas_hold_down_a_merged_column_and_names_may_repeat_in_signs():
    found = read("Area,Skill,Type,L1,L2\nCraft,C,hard,one,two\n,C++,soft skill,three,four\n")
    assert [(c.name, c.slug, c.area, c.kind) for c in found.ladder.competencies] == [
        ("C", "c", "craft", "technical"),
        ("C++", "c-2", "craft", "soft"),
    ]


def test_two_rows_of_headings_are_one_and_tracks_stand_above():
    content = (
        ",Individual,,,Management,\nSkill,L1,L2,L3,M1,M2\n,Junior PM,PM,Staff PM,Group PM,Director\n"
        "Asking,a,b,c,d,e\n"
    )
    found = read(content)
    assert level_names(found)[1:] == [
        "L1 Junior PM",
        "L2 PM / M1 Group PM",
        "L3 Staff PM / M2 Director",
    ]
    assert [role.tracks for role in found.ladder.roles] == [("individual",)] * 3 + [
        ("management",)
    ] * 2
    assert (
        told(found.report.guessed, "The highest levels of both tracks").places[0] == "M1 Group PM"
    )


def test_columns_that_no_ladder_needs_are_named_and_left_out():
    found = read("Skill,Weight,L1,L2,Owner\nAsking,3,one,two,Kim\n")
    assert [r.text for r in found.report.dropped] == [
        "The column 'Weight' is not read.",
        "The column 'Owner' is not read.",
    ]


def test_unusual_names_of_levels_are_taken_in_their_order_and_told():
    found = read("Focus Area,Explorer,Builder,Shaper\nAsking,Looks,Builds,Shapes\n")
    assert level_names(found)[1:] == ["Explorer", "Builder", "Shaper"]
    assert told(found.report.guessed, "The columns 'Explorer'")


def test_a_file_without_a_name_above_its_first_column_is_read_by_its_texts():
    long = "Joins interviews that others lead"
    assert cells(read(f",Junior PM,PM\nAsking,{long},{long} too\n")) == {
        "Asking": [[long], [f"{long} too"]]
    }


def test_a_level_of_none_stays_the_lowest_and_its_text_is_left_out():
    found = read("Skill,0 - None,1 - Basic,2 - Good\nAsking,nothing seen,one,two\n")
    assert level_names(found) == ["0 - None", "1 - Basic", "2 - Good"]
    assert cells(found) == {"Asking": [["one"], ["two"]]}
    assert told(found.report.dropped, "What the file says of a level of none").places == ("Asking",)


def test_a_repeated_name_is_one_competency_and_a_repeated_heading_one_level():
    found = read("Skill,L1,L1,L2\nAsking,one,two,three\nAsking,four,,\n")
    assert cells(found) == {"Asking": [["one", "two", "four"], ["three"]]}
    assert told(found.report.noticed, "A name stands more than once").places == ("levels, row 3",)
    assert told(found.report.noticed, "The heading 'L1'")


def test_rows_out_of_use_are_left_out():
    found = read("Skill,L1,L2\nAsking,one,two\nTelling,NOT IN USE,NOT IN USE\n")
    assert list(cells(found)) == ["Asking"]
    assert told(found.report.dropped, "A row 'not in use'").places == ("levels, row 3",)


def test_several_tables_of_one_file_are_areas():
    content = (
        "# Ours\n## Craft\n| Skill | L1 | L2 |\n|---|---|---|\n| Asking | one | two<br>three |\n\n"
        "## People\n| Skill | L1 | L2 |\n|---|---|---|\n| Telling | four | five \\| six |\n"
    )
    found = read(content, name="ladder.md")
    assert [area.name for area in found.ladder.areas] == ["Craft", "People"]
    assert cells(found)["Telling"] == [["four"], ["five | six"]]


# Tables that say which level a role expects -----------------------------------------------------


def test_a_table_of_numbers_says_what_each_role_expects():
    found = read("Skill,APM,PM,Senior PM\nAsking,1,2,4\nTelling,0,-,3\nDrawing,1,2,2-3\n")
    assert expected(found) == {
        "APM": {"asking": 1, "drawing": 1},
        "PM": {"asking": 2, "drawing": 2},
        "Senior PM": {"asking": 4, "telling": 3, "drawing": 2},
    }
    assert level_names(found) == ["None yet", "Level 1", "Level 2", "Level 3", "Level 4"]
    assert told(found.report.guessed, "Of a range").places == ("levels, row 4, column D",)
    assert told(found.report.dropped, "A level of none").places == ("levels, row 3, column B",)


def test_a_table_of_words_orders_them_by_what_they_mean():
    found = read("Skill,PM,Senior PM\nAsking,Working,Expert\nTelling,Awareness,Practitioner\n")
    assert level_names(found)[1:] == ["Awareness", "Working", "Practitioner", "Expert"]
    assert expected(found)["Senior PM"] == {"asking": 4, "telling": 3}


def test_ticks_make_a_ladder_of_shown_or_not():
    found = read("Skill,Senior PM,PM\nAsking,x,x\nTelling,yes,\nDrawing,optional,no\n")
    assert level_names(found) == ["None yet", "Shown"]
    assert expected(found) == {"PM": {"asking": 1}, "Senior PM": {"asking": 1, "telling": 1}}
    assert told(found.report.dropped, "What is optional").places == ("levels, row 4, column B",)
    assert told(found.report.guessed, "The roles stand highest first")


def test_sheets_of_levels_acts_and_roles_are_one_ladder():
    found = read(
        workbook(
            Scale=[
                ["Level", "Name", "Description"],
                [2, "Good", "Does it alone"],
                [1, "Basic", "Helps"],
            ],
            Acts=[["Skill", "Basic", "Good"], ["Asking", "Listens", "Asks"]],
            Roles=[["Skill", "PM", "Senior PM"], ["Asking", 1, 2], ["Telling", 2, 2.0]],
        ),
        name="ours.xlsx",
    )
    assert [(level.name, level.meaning) for level in found.ladder.levels[1:]] == [
        ("Basic", "Helps"),
        ("Good", "Does it alone"),
    ]
    assert expected(found) == {
        "PM": {"asking": 1, "telling": 2},
        "Senior PM": {"asking": 2, "telling": 2},
    }
    assert cells(found)["Asking"] == [["Listens"], ["Asks"]]


def test_a_second_table_on_other_levels_is_told():
    individual = "Skill,IC1,IC2\nAsking,one,two\n"
    managers = "Skill,M1 Management,M2 Management\nHiring,three,four\n"
    found = read(individual, managers)
    assert level_names(found)[1:] == ["IC1", "IC2", "M1 Management", "M2 Management"]
    assert told(found.report.guessed, "Levels of a further table").places == (
        "M1 Management",
        "M2 Management",
    )


def test_marks_that_the_scale_lacks_are_named():
    acts = "Skill,Basic,Good\nAsking,Listens in,Asks users\nTelling,Says it,Writes it\n"
    found = read(acts, "Skill,PM,SPM\nAsking,Basic,Expert\nTelling,Good,Expert\n")
    assert expected(found) == {"PM": {"asking": 1, "telling": 2}, "SPM": {}}
    assert told(found.report.dropped, "There is no level 'Expert'").places == ("SPM",)
    assert told(found.report.noticed, "No level is expected").places == ("SPM",)


# Tables with one row a competency and level -----------------------------------------------------


def test_a_row_a_level_is_read_with_acts_and_proof():
    found = read(
        "Competency,Level,Behaviour,Evidence\nAsking,2,Asks,notes\nAsking,1,Listens,\n,1,Waits,\n"
    )
    assert cells(found) == {"Asking": [["Listens", "Waits"], ["Asks"]]}
    assert found.ladder.competencies[0].behaviours[2].evidence == "notes"


def test_a_row_a_role_and_skill_orders_roles_by_their_titles():
    content = (
        "Job title\tJob family\tSkill\tRequired level\nSenior PM\tProduct\tAsking\t3\n"
        "PM\tProduct\tAsking\t1\nPM\tProduct\tTelling\t1\nAnalyst\tData\tAsking\t2\n"
        "PM\tProduct\tAsking\t2\nPM\tProduct\tAsking\t2\n\tData\tAsking\t\n"
    )
    found = read(content)
    assert expected(found) == {
        "PM": {"asking": 2, "telling": 1},
        "Senior PM": {"asking": 3},
        "Analyst": {"asking": 2},
    }
    assert found.ladder.role("PM").next_roles == ("senior-pm",)
    assert found.ladder.role("PM").theme == "Product"
    guessed, noticed = found.report.guessed, found.report.noticed
    assert told(guessed, "The file does not order").places == ("Product: PM < Senior PM",)
    assert told(guessed, "A role lists a skill at two levels").places == ("levels, row 6",)
    assert told(noticed, "A role lists a skill more than once").places == ("levels, row 7",)
    assert told(found.report.dropped, "A row without a competency").places == ("levels, row 8",)


def test_levels_that_drop_with_seniority_are_kept_and_told():
    found = read("Skill,PM,Senior PM\nAsking,3,2\nTelling,1,2\nDrawing,1,1\n")
    assert expected(found)["Senior PM"]["asking"] == 2
    assert told(found.report.noticed, "A higher role expects").places == (
        "Senior PM: Asking falls from 3 to 2",
    )


def test_only_one_family_is_picked():
    content = (
        "Role,Role family,Skill,Level\nPM,Product,Asking,1\nAnalyst,Data,Counting,2\n"
        "Chief analyst,Data,Counting,not in use\n"
    )
    found = read(content, only="data")
    assert expected(found) == {"Analyst": {"counting": 2}}
    assert list(cells(found)) == ["Counting"]
    with pytest.raises(UnreadableFileError, match="There is no role family, set or area 'sales'"):
        read(content, only="sales")


def test_a_role_or_an_area_can_be_picked_too():
    content = "Area,Skill,PM,Senior PM\nCraft,Asking,1,2\nPeople,Telling,1,2\n"
    assert list(expected(read(content, only="Senior PM"))) == ["Senior PM"]
    wide = "Area,Skill,L1,L2\nCraft,Asking,one,two\nPeople,Telling,three,four\n"
    assert list(cells(read(wide, only="people"))) == ["Telling"]


# Files that are none ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "First name,Last name,Position\nKim,Example,PM\nRobin,Sample,Senior PM\n",
        "title,author,year\nA,B,1999\nC,D,2000\n",
        "Dear all,\nhere is our ladder.\n",
        "[1, 2, 3]",
        '{"a": {"b": 1}}',
        "name: x\nother: y\n",
        "Skill,L1,L2\n",
        workbook(Empty=[]),
    ],
)
def test_a_file_that_is_no_ladder_gets_what_is_expected_with_an_example(content):
    with pytest.raises(UnreadableFileError, match="holds no ladder") as caught:
        read(content)
    assert "Competency,Junior PM,PM,Senior PM" in str(caught.value)


def test_a_ladder_without_competencies_is_refused():
    with pytest.raises(UnreadableFileError, match="holds no ladder"):
        read('{"competency_domains": []}')


def test_a_table_beside_the_ladder_is_named():
    found = read(TABLE, "First name,Position\nKim,PM\n")
    assert told(found.report.dropped, "This table is no part").places == ("levels",)


# Odd corners ------------------------------------------------------------------------------------


def test_a_track_is_read_from_the_end_of_a_title_where_one_rung_has_two():
    found = read(
        "Role,Skill,Level\nMaker,Asking,1\nLead maker,Asking,2\nLead maker (management),Asking,3\n"
    )
    assert [(r.title, r.tracks) for r in found.ladder.roles] == [
        ("Maker", ("individual", "management")),
        ("Lead maker", ("individual",)),
        ("Lead maker (management)", ("management",)),
    ]
    assert found.ladder.roles[0].next_roles == ("lead-maker", "lead-maker-management")


def test_one_title_in_two_families_is_told_apart():
    found = read(
        "Role,Role family,Skill,Level\nLead,Wood,Asking,1\nLead,Metal,Asking,2\n!!!,,Asking,1\n"
    )
    assert [role.title for role in found.ladder.roles] == ["Lead", "Lead (Metal)", "Role 2"]
    assert told(found.report.noticed, "A title stands more than once").places == (
        "Lead (Metal)",
        "Role 2",
    )


def test_a_title_out_of_use_is_left_out_and_a_text_of_an_area_named():
    rows = "Role,Skill,Level\nNOT IN USE,Asking,1\nPM,Asking,2\n"
    assert list(expected(read(rows))) == ["PM"]
    found = read("Area,Skill,Description,L1,L2\nCraft,,All of it,,\nCraft,Asking,x,one,two\n")
    assert told(found.report.dropped, "What the file says of an area").places == ("levels, row 2",)


def test_words_of_a_scale_decide_its_order():
    content = "Skill,Expert,Competent,Advanced beginner,Novice\nAsking,four,three,two,one\n"
    assert level_names(read(content))[1:] == ["Novice", "Advanced beginner", "Competent", "Expert"]


def test_words_that_tell_no_order_stand_as_they_come_up():
    content = "Skill,PM,SPM\nAsking,green,blue\nTelling,green,blue\nDrawing,green,blue\n"
    found = read(content)
    assert level_names(found)[1:] == ["green", "blue"]
    assert told(found.report.guessed, "The levels were taken to be lowest first")


def test_a_number_means_the_level_of_that_place():
    content = (
        "Skill,Seed,Leaf\nAsking,Listens in to users,Asks users\nTelling,Says it aloud,Writes it\n"
    )
    found = read(
        content, "Role,Skill,Level\nPM,Asking,1\nSPM,Asking,2\nSPM,Telling,9\nPM,Telling,0\n"
    )
    assert expected(found) == {"PM": {"asking": 1}, "SPM": {"asking": 2}}


def test_a_table_of_levels_may_be_a_workbook_and_gives_none_its_place():
    side = workbook(Scale=[["Name", "Level"], ["None", 0], ["Basic", 1], ["Good", 2.0]])
    found = read("Skill,PM,SPM\nAsking,0,2\nTelling,1,2\nDrawing,1,1\n", order=side)
    assert level_names(found) == ["None", "Basic", "Good"]


def test_ticks_of_a_spreadsheet_are_ticks():
    found = read(
        workbook(Roles=[["Skill", "PM", "SPM"], ["Asking", True, True], ["Telling", False, True]])
    )
    assert expected(found) == {"PM": {"asking": 1}, "SPM": {"asking": 1, "telling": 1}}


def test_skills_below_competencies_carry_them_as_area():
    content = [
        {"name": "Sanding", "competency": "Wood", "description": "x"},
        {"name": "Oiling", "competency": "Wood"},
    ]
    found = read(json.dumps(content))
    assert [(c.name, c.area) for c in found.ladder.competencies] == [
        ("Sanding", "wood"),
        ("Oiling", "wood"),
    ]


def test_acts_at_a_level_the_scale_lacks_are_named():
    scale = "name,level\nBasic,1\nGood,2\n"
    found = read(
        '{"skills": [{"name": "A", "levels": {"Basic": "one", "Good": "two"}}]}', order=scale
    )
    assert level_names(found)[1:] == ["Basic", "Good"]
    mixed = read("[" + '{"name": "A", "levels": ["one", "two"]}' + "]")
    assert cells(mixed) == {"A": [["one"], ["two"]]}


def test_a_framework_without_skills_is_refused():
    with pytest.raises(UnreadableFileError, match="holds no competency or skill"):
        read('{"competency_domains": [{"title": "Wood", "competencies": []}]}')


@pytest.mark.parametrize("heading", ["Competencies", "Criteria", "Core skills", "Skill (ours)"])
def test_a_column_of_competencies_is_known_in_the_plural_too(heading):
    assert list(cells(read(TABLE.replace("Competency", heading)))) == ["Asking"]


def test_overlong_text_is_cut_and_told():
    found = read(f"Skill,L1,L2\n{'A' * 300},one,{'word ' * 500}\n")
    (competency,) = found.ladder.competencies
    assert (len(competency.name), len(competency.behaviours[1].act)) == (200, 2000)
    assert told(found.report.dropped, "Overlong text was cut")


def test_a_first_level_column_of_signs_is_no_level():
    found = read("Skill,!!!,L1,L2\nAsking,x y,one,two\n")
    assert level_names(found)[1:] == ["L1", "L2"]
    assert told(found.report.dropped, "The column '!!!'")
