"""The forms that houses publish in, by small ladders of our own in each."""

import json

import pytest

from headway.core.errors import UnreadableFileError
from headway.core.ladder_quality import find_broken_references
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder

FAMILY = """\
name: Making
summary: How we make things.
levels:
  - {id: junior, name: Junior maker}
  - {id: senior-ic, name: Senior maker}
  - {id: senior-pm, name: Lead maker}
themes:
  - {id: craft, name: Craft, summary: Makes it well.}
  - name: People
competencies:
  - {level: junior, theme: craft, summary: Sands a plank, examples: [a shelf, a chair], proficiency: Basic}
  - {level: junior, theme: craft, summary: Sands a plank}
  - {level: senior-ic, theme: craft, summary: Draws a plan, supportingUrls: [{url: x}]}
  - {level: senior-pm, theme: people, summary: Hires a maker}
  - {level: senior-pm, theme: tools, summary: Buys a saw}
  - {level: master, theme: craft, summary: Sets the fashion}
  - {level: junior, summary: Belongs nowhere}
"""
TOPICS = """\
---
title: "Making"
topics:
  - name: craft
    title:
    content:
      - level: 1
        criteria:
          -\tSands a plank
        exampleCriteria:
          - criteria: Cleans up
            examples: [an empty floor, a full bin]
      - level: 2
        criteria: []
  - title: People
    content:
      - level: 1
        examples: [Says hello]
      - level: 2
        criteria: [Says why]
---
Text that is no part of it.
"""
DOMAINS = {
    "competency_domains": [
        {
            "title": "Wood",
            "competencies": [
                {
                    "title": "Planks",
                    "skills": [
                        {
                            "title": "Sanding",
                            "description": "Makes it smooth.",
                            "related_skills": "x",
                        },
                        {"title": "Sanding", "training_resources": "y"},
                        {"title": ""},
                    ],
                }
            ],
        }
    ]
}
UK_SKILLS = (
    "Skill Name,Skill Description,Awareness,Working,Expert,Roles that require Skill\n"
    'Sanding,MISSING,"You can:\n- feel a plank",This skill level is currently not defined.,,Maker\n'
    'Drawing,Draws it.,"You can\n- hold a pen","You can:\n- draw a line\n- draw a plan",-,Maker\n'
)
UK_ROLES = (
    "Role Family,Role,Role Description,Role Level,Role Level Description,Skill Name,Skill Description,"
    "Skill Level,Skill Level Description,Role Type\n"
    'Wood,Maker,x,Lead maker,"A lead.\n\nAt this role level, you will:\n- lead",Sanding,,Working,,\n'
    "Wood,Maker,x,Maker,A maker.,Sanding,,Expert,,\n"
    "Wood,Maker,x,Maker,A maker.,Sanding,,Expert,,\n"
    "Wood,Maker,x,Chief,NOT IN USE,Drawing,,NOT IN USE,NOT IN USE,Top\n"
)
OCCUPATIONS = (
    "conceptUri,iscoGroup,code,preferredLabel,altLabels,description\n"
    'o/1,1,1.1,plank maker,"board maker\nplank maker",Makes planks.\no/2,1,1.2,board maker,,Too.\n'
)
SKILLS = (
    "conceptUri,skillType,reuseLevel,preferredLabel,altLabels,description\n"
    "s/1,knowledge,x,wood,,Kinds of wood.\ns/2,skill/competence,x,sand planks,,Smooth.\n"
    "s/3,skill/competence,x,sell planks,,Money.\n"
)
RELATIONS = (
    "occupationUri,relationType,skillType,skillUri\n"
    "o/1,essential,knowledge,s/1\no/1,optional,skill/competence,s/2\no/1,essential,x,s/9\n"
    "o/2,essential,skill/competence,s/2\n"
)


def read(*contents, order=None, only=""):
    files = [NamedFile(name=f"file-{n}", content=c.encode()) for n, c in enumerate(contents)]
    side = None if order is None else NamedFile(name="order.txt", content=order.encode())
    found = read_ladder(files, order=side, only=only)
    assert find_broken_references(found.ladder) == ()
    return found


def acts(found):
    return {
        (c.name, b.level): [o.act for o in c.behaviours_at(b.level)]
        for c in found.ladder.competencies
        for b in c.behaviours
    }


def told(remarks, opening):
    return next(remark for remark in remarks if remark.text.startswith(opening))


# A job family -----------------------------------------------------------------------------------


def test_a_job_family_has_its_acts_by_theme_and_level():
    found = read(FAMILY)
    assert acts(found) == {
        ("Craft", 1): ["Sands a plank"],
        ("Craft", 2): ["Draws a plan"],
        ("People", 2): ["Hires a maker"],
        ("Tools", 2): ["Buys a saw"],
    }
    assert found.ladder.competencies[0].behaviours[0].evidence == "a shelf; a chair"
    assert found.ladder.note == "How we make things."


def test_levels_of_two_tracks_stand_beside_each_other():
    ladder = read(FAMILY).ladder
    assert [level.name for level in ladder.levels] == [
        "None yet",
        "Junior maker",
        "Senior maker / Lead maker",
    ]
    assert [(r.title, r.tracks) for r in ladder.roles[1:]] == [
        ("Senior maker", ("individual",)),
        ("Lead maker", ("management",)),
    ]
    assert ladder.roles[0].next_roles == ("senior-maker", "lead-maker")


def test_what_a_job_family_loses_is_told():
    dropped = read(FAMILY).report.dropped
    assert told(dropped, "An entry without a level or theme").places == ("competencies, entry 7",)
    assert told(dropped, "An entry without text, or at a level").places == (
        "competencies, entry 6",
    )
    assert told(dropped, "Links to reading").places == ("competencies, entry 3",)
    assert told(dropped, "The proficiency")
    assert told(read(FAMILY).report.noticed, "A statement stands more than once").places == (
        "competencies, entry 2",
    )


# Topics with levels -----------------------------------------------------------------------------


def test_topics_are_read_with_examples_and_without_a_zero_for_an_empty_level():
    found = read(TOPICS)
    assert acts(found) == {
        ("craft", 1): ["Sands a plank", "Cleans up"],
        ("People", 1): ["Says hello"],
        ("People", 2): ["Says why"],
    }
    assert found.ladder.competencies[0].behaviours[1].evidence == "an empty floor; a full bin"
    assert [role.expected for role in found.ladder.roles] == [
        {"craft": 1, "people": 1},
        {"people": 2},
    ]
    assert told(found.report.noticed, "An empty cell").places == (
        "topics, entry 1: craft, Level 2",
    )


def test_a_set_expects_the_level_it_requires():
    sets = (
        "making:\n  - competency: Sanding\n    definition: [Feels it, Smooths it]\n    required: Good\n"
        "    levels:\n      - {proficiency: Basic, definition: feels it}\n"
        "      - {proficiency: Good, definition: smooths it, required: true}\n  - nonsense\n"
        "selling:\n  - competency: Sanding\n    required: Basic\n    levels:\n      Basic: [asks]\n"
        "other:\n  - {competency: Painting, definition: x, meets: paints}\n"
    )
    found = read(sets)
    assert [(r.title, r.expected) for r in found.ladder.roles] == [
        ("Making", {"sanding": 2}),
        ("Selling", {"sanding-selling": 1}),
    ]
    assert found.ladder.competencies[0].definition == "Feels it Smooths it"
    assert told(found.report.noticed, "A name stands in two sets").places == ("selling, entry 1",)
    assert told(found.report.dropped, "A set with levels of its own").places == ("other",)
    assert told(found.report.dropped, "An entry without a name").places == ("making, entry 2",)
    assert read(sets, only="other").ladder.roles[0].expected == {"painting": 1}


def test_a_list_of_levels_orders_names_and_describes_roles():
    document = {
        "framework": {"title": "Making", "licence": "CC0-1.0"},
        "levels": [
            {
                "id": "maker",
                "name": "Maker",
                "track": "individual contributor",
                "summary": "Makes.",
            },
            {"id": "chief", "name": "Chief", "track": "management", "requirements": ["Leads"]},
        ],
        "competencies_ic": [
            {"name": "Sanding", "expectations": [{"level": "maker", "text": "sands"}]},
            {"name": "Ordering", "expectations": [{"level": "trainee-maker", "text": "orders"}]},
        ],
        "competencies_leadership": [
            {"name": "Sanding", "expectations": [{"level": "chief", "statements": ["lets sand"]}]}
        ],
        "promotion": {"rules": ["ask"]},
    }
    found = read(json.dumps(document))
    assert acts(found) == {
        ("Sanding", 1): ["sands"],
        ("Sanding", 2): ["lets sand"],
        ("Ordering", 1): ["orders"],
    }
    assert [(r.title, r.scope, r.tracks, r.expected) for r in found.ladder.roles] == [
        ("Maker", "Makes.", ("individual",), {"sanding": 1}),
        ("Chief", "", ("management",), {"sanding": 2}),
        ("Trainee maker", "", ("individual", "management"), {"ordering": 1}),
    ]
    assert found.ladder.roles[1].responsibilities[0].text == "Leads"
    assert (found.ladder.title, found.ladder.licence) == ("Making", "CC0-1.0")
    assert told(found.report.guessed, "Levels that the file's list lacks").places == (
        "trainee-maker",
    )
    assert told(found.report.dropped, "This part of the document").places == ("promotion",)


def test_levels_of_one_grade_are_one_and_the_last_may_lack_its_grade():
    levels = [
        {"id": "a", "grade": "3"},
        {"id": "b", "grade": "4"},
        {"id": "c", "grade": "4"},
        {"id": "d"},
    ]
    skills = [{"name": "Sanding", "levels": dict.fromkeys("abcd", "sands") | {"b": "sands twice"}}]
    ladder = read(json.dumps({"levels": levels, "skills": skills})).ladder
    assert [level.name for level in ladder.levels[1:]] == ["a", "b / c", "d"]


def test_what_holds_for_all_levels_is_put_at_the_lowest():
    found = read(
        "dimensions: {Craft: How it is made}\nlevels:\n"
        "  - {level: All levels, dimensions: {Craft: [cleans up], People: [says hello]}}\n"
        "  - {level: IC1, dimensions: {Craft: [sands], People: ''}}\n"
        "  - {level: IC2, dimensions: {Craft: [draws]}}\n"
    )
    assert acts(found)["Craft", 1] == ["cleans up", "sands"]
    assert found.ladder.competencies[0].definition == "How it is made"
    assert told(found.report.guessed, "What holds for 'All levels'").places == ("Craft", "People")


def test_cells_without_names_are_counted_and_anchors_resolved():
    found = read(
        "skills:\n  - name: Sanding\n    levels: &l [feels it, smooths it]\n"
        "  - name: Drawing\n    levels: *l\n  - <<: {name: Selling, area: Money}\n    levels: [asks, sells]\n"
    )
    assert acts(found)["Drawing", 2] == ["smooths it"]
    assert [area.name for area in found.ladder.areas] == ["Other", "Money"]
    assert [level.name for level in found.ladder.levels[1:]] == ["Level 1", "Level 2"]


def test_a_mapping_of_levels_standing_highest_first_is_turned_round():
    found = read('{"skills": {"Sanding": {"levels": {"Senior PM": "smooths", "PM": "feels"}}}}')
    assert acts(found) == {("Sanding", 1): ["feels"], ("Sanding", 2): ["smooths"]}
    assert told(found.report.guessed, "The levels stand highest first")


# Domains, the UK pair and ESCO ------------------------------------------------------------------


def test_skills_within_domains_are_shown_or_not_without_a_scale():
    found = read(json.dumps(DOMAINS))
    (skill,) = found.ladder.competencies
    assert (skill.name, found.ladder.areas[0].name) == ("Sanding", "Wood: Planks")
    assert found.ladder.roles[0].expected == {"sanding": 1}
    assert told(found.report.noticed, "A skill stands twice").places == ("Sanding",)
    assert told(found.report.dropped, "A skill without a title").places == ("Wood: Planks",)
    assert {r.text for r in found.report.dropped} >= {
        "Related skills are not kept.",
        "Links to training are not kept.",
    }


@pytest.mark.parametrize(
    "order",
    [
        "levels: None, Basic, Good",
        "None\nBasic  # the first\nGood",
        "name,description,level\nGood,Does it,2\nBasic,Helps,1\nNone,,0\n",
        '[{"name": "Good", "level": "2"}, {"name": "Basic", "level": 1}, {"name": "None", "level": 0}]',
    ],
)
def test_a_side_file_gives_such_skills_a_scale(order):
    found = read(json.dumps(DOMAINS), order=order)
    assert [level.name for level in found.ladder.levels] == ["None", "Basic", "Good"]
    assert [role.title for role in found.ladder.roles] == ["Basic", "Good"]


def test_the_uk_pair_is_read_with_its_oddities_told():
    found = read(UK_ROLES, UK_SKILLS, order="plank-maker: maker lead-maker")
    assert found.report.form == "UK government capability framework (CSV)"
    assert [level.name for level in found.ladder.levels[1:]] == ["Awareness", "Working", "Expert"]
    assert acts(found) == {
        ("Sanding", 1): ["feel a plank"],
        ("Drawing", 1): ["hold a pen"],
        ("Drawing", 2): ["draw a line", "draw a plan"],
    }
    assert [(r.title, r.expected, r.next_roles) for r in found.ladder.roles] == [
        ("Maker", {"sanding": 3}, ("lead-maker",)),
        ("Lead maker", {"sanding": 2}, ()),
    ]
    assert [duty.text for duty in found.ladder.roles[1].responsibilities] == ["lead"]
    assert told(found.report.dropped, "A row 'not in use'").places == ("file 0, row 5",)
    assert told(found.report.noticed, "No description").places == ("Sanding",)
    assert len(told(found.report.noticed, "An empty cell").places) == 3
    assert told(found.report.noticed, "A higher role expects").places == (
        "Lead maker: Sanding falls from 3 to 2",
    )


def test_a_side_file_among_the_others_is_known_by_its_usual_name():
    side = NamedFile(name="a/Role_level_order.txt", content=b"rungs: shaper builder explorer")
    table = b"Skill,Explorer,Builder,Shaper\nSanding,one,two,three\n"
    found = read_ladder([side, NamedFile(name="a/table.csv", content=table)])
    assert [level.name for level in found.ladder.levels[1:]] == ["Shaper", "Builder", "Explorer"]


def test_roles_that_the_side_file_lacks_stand_last_and_are_told():
    found = read(UK_ROLES, UK_SKILLS, order="maker: lead-maker, chief-maker")
    assert [role.title for role in found.ladder.roles] == ["Lead maker", "Maker"]
    assert told(found.report.guessed, "The side file does not order").places == ("Maker",)


def test_a_side_file_turns_the_levels_of_a_table():
    table = "Skill,Explorer,Builder,Shaper\nSanding,one,two,three\n"
    found = read(table, order="rungs: shaper builder")
    assert [level.name for level in found.ladder.levels[1:]] == ["Shaper", "Builder", "Explorer"]
    assert told(found.report.guessed, "Levels that the side file").places == ("Explorer",)
    more = read(table, order="levels: Explorer < Builder < Shaper < Sage").ladder
    assert [level.name for level in more.levels[1:]] == ["Explorer", "Builder", "Shaper", "Sage"]


@pytest.mark.parametrize("order", ["", "# nothing\n", "levels:\n"])
def test_a_side_file_that_orders_nothing_is_refused_with_an_example(order):
    with pytest.raises(UnreadableFileError, match=r"order\.txt orders nothing\. Write one line"):
        read(UK_ROLES, UK_SKILLS, order=order)


def test_esco_expects_what_is_essential_and_names_what_is_optional():
    found = read(RELATIONS, SKILLS, OCCUPATIONS)
    assert [(r.title, r.expected, r.aliases) for r in found.ladder.roles] == [
        ("Plank maker", {"wood": 1}, ()),
        ("Board maker", {"sand-planks": 1}, ()),
    ]
    assert [(c.name, c.kind, c.crosswalk) for c in found.ladder.competencies] == [
        ("wood", "technical", {"esco": ("s/1",)}),
        ("sand planks", "technical", {"esco": ("s/2",)}),
    ]
    assert told(found.report.dropped, "Optional skills").places == ("Plank maker",)
    assert told(found.report.dropped, "A relation names a skill").places == ("row 4",)
    assert told(found.report.dropped, "1 skills that none")


def test_an_occupation_is_picked_by_any_of_its_names():
    assert len(read(RELATIONS, SKILLS, OCCUPATIONS, only="Board maker").ladder.roles) == 2
    assert len(read(RELATIONS, SKILLS, OCCUPATIONS, only="1.1").ladder.roles) == 1
    with pytest.raises(UnreadableFileError, match="No occupation is named 'baker'"):
        read(RELATIONS, SKILLS, OCCUPATIONS, only="baker")


def test_a_missing_file_of_escos_three_is_named():
    with pytest.raises(UnreadableFileError, match="skills and relations is missing"):
        read(OCCUPATIONS)
