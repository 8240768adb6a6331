"""Ladders as CASE packages: valid, the same when read back, and others' packages as far as they tell one."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import LADDER, law
from headway.core.errors import UnreadableFileError
from headway.core.ladder import Behaviour, Competency, Ladder
from headway.core.ladder_quality import find_broken_references
from headway.formats import built_in, onedtech_case
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder
from headway.formats.ladders.report import LadderImport
from headway.formats.ladders.tables import Sheet
from two_ladders import NEXT, OTHER

MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
Package = dict[str, Any]


def write(ladder: Ladder) -> Package:
    package: Package = json.loads(onedtech_case.write(ladder, changed_at=MOMENT))
    return package


def read(package: Package) -> LadderImport:
    content = json.dumps(package).encode()
    return read_ladder([NamedFile(name="a-framework.json", content=content)])


def identifiers(package: Package) -> set[str]:
    return {item["identifier"] for item in package["CFItems"]}


def without_extensions(part: Any) -> Any:
    """What is left where a server drops what it does not know."""
    if isinstance(part, dict):
        return {k: without_extensions(told) for k, told in part.items() if k != "extensions"}
    return [without_extensions(each) for each in part] if isinstance(part, list) else part


@pytest.fixture(scope="module")
def schema(outside_data: Path) -> jsonschema_rs.Validator:
    path = outside_data / "standards/case/opencase-schemas/official/case-v1p1-cfpackage.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    # It names its draft with an empty fragment, by which no validator knows it.
    return jsonschema_rs.validator_for(
        document | {"$schema": "https://json-schema.org/draft/2019-09/schema"}
    )


text = st.text(max_size=12)
lines = st.sampled_from(["", "A", "a\tb", " two\nlines ", "<b>", "½ 雪", "0"]) | text


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """Sound ladders with whatever texts."""
    slugs = draw(st.lists(text.filter(bool), min_size=1, max_size=3, unique=True))
    competencies = tuple(
        Competency(
            slug=slug,
            name=draw(lines),
            area=draw(st.sampled_from(["insight", "nowhere"])),
            kind="soft",
            definition=draw(lines),
            boundary=draw(lines),
            path=tuple(draw(st.lists(lines, max_size=2))),
            crosswalk=draw(
                st.dictionaries(text, st.lists(text, max_size=1).map(tuple), max_size=1)
            ),
            behaviours=tuple(
                Behaviour(
                    level=draw(st.integers(0, 1)),
                    act=draw(lines),
                    evidence=draw(lines),
                    audience="engineering",
                )
                for _ in range(draw(st.integers(0, 3)))
            ),
        )
        for slug in slugs
    )
    role = replace(
        LADDER.roles[0],
        title=draw(st.sampled_from(["A", "b\tc", " two\nlines "])),
        scope=draw(lines),
        theme=draw(lines),
        usual_years=draw(st.none() | st.just((0.5, 1.25))),
        expected=draw(st.dictionaries(st.sampled_from(slugs), st.integers(0, 1))),
        next_roles=(),
        responsibilities=(replace(LADDER.roles[0].responsibilities[0], competencies=(slugs[0],)),),
    )
    areas = LADDER.areas if all(c.area == "insight" for c in competencies) else ()
    ladder = replace(
        LADDER,
        title=draw(lines),
        note=draw(lines),
        licence=draw(lines),
        areas=areas,
        competencies=competencies,
        roles=(role,),
        ambiguous_titles=(),
    )
    assert not find_broken_references(ladder)
    return ladder


@law
@given(ladders())
def test_what_is_written_is_read_as_the_same_ladder(ladder: Ladder) -> None:
    found = read(write(ladder))
    assert found.ladder == ladder
    assert found.report.form == "1EdTech CASE package by Headway"


@law
@given(ladder=ladders())
def test_every_package_is_valid(schema: jsonschema_rs.Validator, ladder: Ladder) -> None:
    assert [str(error) for error in schema.iter_errors(write(ladder))] == []


@pytest.mark.parametrize("ladder", [LADDER, NEXT, OTHER, built_in.ladder()], ids=lambda e: e.slug)
def test_whole_ladders_are_valid_and_come_back(
    schema: jsonschema_rs.Validator, ladder: Ladder
) -> None:
    package = write(ladder)
    assert [str(error) for error in schema.iter_errors(package)] == []
    assert read(package).ladder == ladder


def test_every_item_has_a_type_and_every_behaviour_stands_in_the_rubric() -> None:
    package = write(LADDER)
    types = {t["identifier"] for t in package["CFDefinitions"]["CFItemTypes"]}
    assert {item["CFItemTypeURI"]["identifier"] for item in package["CFItems"]} <= types
    criteria = package["CFRubrics"][0]["CFRubricCriteria"]
    told = [level["description"] for c in criteria for level in c["CFRubricCriterionLevels"]]
    acts = {b.act for c in LADDER.competencies for b in c.behaviours}
    assert {act for cell in told for act in cell.splitlines()} == acts


def test_every_link_leads_to_something_in_the_package() -> None:
    package = write(LADDER)
    known = identifiers(package) | {package["CFDocument"]["identifier"]}
    assert len(known) == len(package["CFItems"]) + 1
    ends = ("originNodeURI", "destinationNodeURI")
    assert {a[end]["identifier"] for a in package["CFAssociations"] for end in ends} == known


def test_identifiers_stay_the_same_in_the_next_version_and_with_an_act_put_before() -> None:
    first = LADDER.competencies[0]
    act = replace(first.behaviours[0], act="Begins with this")
    longer = replace(first, behaviours=(act, *first.behaviours))
    newer = replace(LADDER, version="9", competencies=(longer, *LADDER.competencies[1:]))
    before, after = write(LADDER), write(newer)
    assert before["CFDocument"]["identifier"] == after["CFDocument"]["identifier"]
    assert len(identifiers(after) - identifiers(before)) == 1
    assert identifiers(before) < identifiers(after)


def test_equal_ladders_give_equal_bytes() -> None:
    assert onedtech_case.write(LADDER, changed_at=MOMENT) == onedtech_case.write(
        replace(LADDER), changed_at=MOMENT
    )


def test_what_was_changed_elsewhere_is_read_as_it_stands_there() -> None:
    package = write(replace(LADDER, title=" Tidy\tme "))
    item = next(i for i in package["CFItems"] if i.get("abbreviatedStatement") == "Asking")
    item["abbreviatedStatement"] = "Asking again"
    package["CFDocument"]["title"] = "Changed"
    package["CFItems"].reverse()
    found = read(package).ladder
    assert found.competency("asking").name == "Asking again"
    assert found.title == "Changed"
    assert [c.slug for c in found.competencies] == ["asking", "telling"]


@pytest.mark.parametrize("ladder", [LADDER, built_in.ladder()], ids=lambda e: e.slug)
def test_without_its_extensions_a_ladder_still_tells_what_computing_needs(ladder: Ladder) -> None:
    found = read(without_extensions(write(ladder))).ladder
    assert [c.name for c in found.competencies] == [c.name for c in ladder.competencies]
    assert [level.name for level in found.levels] == [level.name for level in ladder.levels]
    for before, after in zip(ladder.competencies, found.competencies, strict=True):
        assert {(b.level, b.act) for b in after.behaviours} == {
            (b.level, b.act.strip()) for b in before.behaviours
        }
    names = {c.slug: c.name for c in found.competencies}
    assert [r.title for r in found.roles] == [r.title for r in ladder.roles]
    for role, same in zip(ladder.roles, found.roles, strict=True):
        told = {names[slug]: level for slug, level in same.expected.items()}
        levels = {ladder.competency(slug).name: n for slug, n in role.expected.items() if n}
        assert told == levels


# What servers that we know of demand, and what they keep --------------------------------------------

ROOM = {"title": 120, "version": 50, "description": 300, "language": 10, "humanCodingScheme": 80}
KEPT = {
    "CFDocument": {"identifier", "uri", "title", "creator", "description", "licenseURI", "notes"},
    "CFItems": {"identifier", "uri", "fullStatement", "abbreviatedStatement", "humanCodingScheme"}
    | {"CFItemType", "CFItemTypeURI", "conceptKeywords", "notes", "language"},
    "CFAssociations": {"identifier", "uri", "associationType", "sequenceNumber"}
    | {"originNodeURI", "destinationNodeURI"},
}
WORDY = replace(
    LADDER,
    title="A ladder of many words " * 9,
    note="Nobody is held to this. " * 30,
    version="9" * 60,
    language="en-GB-oxendict-x-long",
)


def as_kept_by_version_1_0(package: Package) -> Package:
    """Known fields only, and every list in the order of identifiers."""
    kept: Package = {"CFDefinitions": package["CFDefinitions"]}
    document = package["CFDocument"].items()
    kept["CFDocument"] = {k: v for k, v in document if k in KEPT["CFDocument"]}
    for name in ("CFItems", "CFAssociations"):
        told = sorted(package[name], key=lambda each: each["identifier"])
        kept[name] = [{k: v for k, v in each.items() if k in KEPT[name]} for each in told]
    return kept


def parts(package: Package) -> list[Package]:
    """Everything in a package that has an identity of its own."""
    found = [package["CFDocument"], *package["CFItems"], *package["CFAssociations"]]
    found += [each for part in package["CFDefinitions"].values() for each in part]
    for rubric in package["CFRubrics"]:
        found += [rubric, *rubric["CFRubricCriteria"]]
        found += [s for c in rubric["CFRubricCriteria"] for s in c["CFRubricCriterionLevels"]]
    return found


def test_a_text_is_no_longer_than_servers_have_room_for_and_comes_back_whole() -> None:
    slug = "a-slug-that-goes-on-" * 6
    more = replace(LADDER.experiences[0], slug=slug)
    long = replace(WORDY, experiences=(*LADDER.experiences, more))
    package = write(long)
    for part in (package["CFDocument"], *package["CFItems"]):
        assert all(len(part.get(field, "")) <= most for field, most in ROOM.items())
    assert package["CFDocument"]["notes"] == long.note
    assert read(package).ladder == long


def test_every_part_has_an_identifier_and_an_address_that_nothing_else_has() -> None:
    found = parts(write(LADDER))
    assert all(str(UUID(part["identifier"])) == part["identifier"] for part in found)
    assert len({part["identifier"] for part in found}) == len(found)
    assert len({part["uri"] for part in found}) == len(found)
    assert all(part["lastChangeDateTime"] for part in found)


def test_every_part_of_the_rubric_names_what_holds_it_and_an_item_of_the_package() -> None:
    package = write(LADDER)
    for rubric in package["CFRubrics"]:
        for criterion in rubric["CFRubricCriteria"]:
            assert criterion["rubricId"] == rubric["identifier"]
            assert criterion["CFItemURI"]["identifier"] in identifiers(package)
            for step in criterion["CFRubricCriterionLevels"]:
                assert step["rubricCriterionId"] == criterion["identifier"]


def test_every_type_and_licence_that_is_named_is_defined_with_all_that_is_asked() -> None:
    package = write(replace(LADDER, licence=""))
    types = {each["identifier"]: each for each in package["CFDefinitions"]["CFItemTypes"]}
    licences = {each["identifier"]: each for each in package["CFDefinitions"]["CFLicenses"]}
    assert all(each["description"] and each["hierarchyCode"] for each in types.values())
    assert all(each["licenseText"] for each in licences.values())
    assert {item["CFItemTypeURI"]["identifier"] for item in package["CFItems"]} <= types.keys()
    assert {item["licenseURI"]["identifier"] for item in package["CFItems"]} <= licences.keys()


@pytest.mark.parametrize("ladder", [LADDER, built_in.ladder()], ids=lambda e: e.slug)
def test_what_a_server_of_version_1_0_keeps_still_tells_order_kinds_and_expectations(
    ladder: Ladder,
) -> None:
    found = read(as_kept_by_version_1_0(write(ladder))).ladder
    told = [(c.name, c.kind) for c in found.competencies]
    assert told == [(c.name, c.kind) for c in ladder.competencies]
    assert [role.title for role in found.roles] == [role.title for role in ladder.roles]
    for before, after in zip(ladder.roles, found.roles, strict=True):
        asked = {ladder.competency(slug).name: n for slug, n in before.expected.items() if n}
        assert {found.competency(slug).name: n for slug, n in after.expected.items()} == asked


def test_an_item_in_a_circle_is_read_where_the_tree_orders_the_others() -> None:
    package = as_kept_by_version_1_0(write(LADDER))
    ids = [str(uuid4()) for _ in range(2)]
    package["CFItems"] += [item(id_, "Round and round", CFItemType="Competency") for id_ in ids]
    package["CFAssociations"] += [
        link("isChildOf", one, other, sequenceNumber=1) for one, other in (ids, ids[::-1])
    ]
    assert "Round and round" in {c.name for c in read(package).ladder.competencies}


def test_an_item_below_two_others_is_read_once() -> None:
    package = as_kept_by_version_1_0(write(LADDER))
    asking = next(
        i["identifier"] for i in package["CFItems"] if i.get("humanCodingScheme") == "asking"
    )
    document = package["CFDocument"]["identifier"]
    package["CFAssociations"].append(link("isChildOf", asking, document, sequenceNumber=99))
    assert [c.name for c in read(package).ladder.competencies].count("Asking") == 1


def test_numbers_of_another_house_s_relations_are_no_levels() -> None:
    package = as_kept_by_version_1_0(write(LADDER))
    for each in package["CFItems"]:
        del each["CFItemTypeURI"]
    texts = [remark.text for remark in read(package).report.guessed]
    assert any("without a level" in text for text in texts)


def test_a_package_whose_parts_were_lost_is_read_as_another_s() -> None:
    package = write(LADDER)
    package["CFItems"] = [i for i in package["CFItems"] if i["CFItemType"] != "Proficiency level"]
    found = read(package)
    assert found.report.form == "1EdTech CASE package"
    assert {level.name for level in found.ladder.levels} == {"None yet", "Awareness"}
    package = write(LADDER)
    package["CFItems"][-1]["extensions"]["headway"]["slug"] = 7.5
    package["CFItems"][0]["extensions"]["headway"]["number"] = "many"
    assert read(package).report.form == "1EdTech CASE package"


def item(id_: str, statement: str, **told: Any) -> Package:
    return {"identifier": id_, "fullStatement": statement, **told}


def link(kind: str, origin: str, other: str, **told: Any) -> Package:
    ends = {
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": f"https://x.test/{other}",
    }
    return {"associationType": kind, **ends, **told}


FOREIGN: Package = {
    "document": {"title": "Their ladder", "licenseURI": "nowhere"},
    "items": [
        item("d", "Insight", itemType="Domain"),
        item("c", "Finds out " + "very much " * 12 + "more", itemType="Skill"),
        item("e", "Tells what was found", itemType="Skill"),
        item("b", "Writes it down", itemType="Indicator", notes="notes"),
        item("f", "Reads it out", itemType="Indicator"),
        item("j", "Does all of it", abbreviatedStatement="Analyst", itemType="Job"),
        item("k", "Keeps the files", itemType="Duty"),
        item("z", "Something else", itemType="Poem"),
        item("", "Nameless"),
        "no item",
    ],
    "associations": [
        link("is Child Of", "c", "d", sequenceNumber="1"),
        link("isChildOf", "d", "c"),
        link("isChildOf", "b", "c"),
        link("isChildOf", "f", "e"),
        link("isChildOf", "k", "j"),
        link("isRelatedTo", "c", "j"),
        link("isRelatedTo", "j", "e", notes="at level high"),
        {"associationType": "isChildOf"},
    ],
    "rubrics": [
        {
            "criteria": [
                {
                    "CFItemURI": {"uri": "urn:x:e"},
                    "levels": [
                        {"quality": "None", "score": 0, "description": "Nothing"},
                        {
                            "quality": "High",
                            "score": 9,
                            "description": "Reads it out\nAgain and again",
                        },
                        {"quality": "Low", "score": 1, "description": ""},
                    ],
                },
                {"CFItemURI": "urn:x:c", "levels": [{"quality": "Low"}, 7]},
                {"CFItemURI": "urn:x:b", "levels": []},
                "no criterion",
            ]
        }
    ],
}


def test_another_house_s_package_is_read_by_types_rubrics_and_places() -> None:
    found = read(FOREIGN)
    ladder = found.ladder
    assert [level.name for level in ladder.levels] == ["None yet", "Low", "High"]
    long, tells = ladder.competencies
    assert long.name.endswith("…")
    assert long.definition.endswith("more")
    assert [a.name for a in ladder.areas if a.slug == long.area] == ["Insight"]
    assert {(b.level, b.act) for b in tells.behaviours} == {
        (1, "Reads it out"),
        (2, "Reads it out"),
        (2, "Again and again"),
    }
    [analyst] = ladder.roles
    assert (analyst.title, analyst.scope) == ("Analyst", "Does all of it")
    assert analyst.expected == {long.slug: 1, tells.slug: 2}
    assert [duty.text for duty in analyst.responsibilities] == ["Keeps the files"]
    told = [remark.text for remark in (*found.report.guessed, *found.report.dropped)]
    assert "Acts without a level were put at the first one." in told
    assert "A ladder has no place for this item." in told
    assert any("without a level; the first one was put in" in each for each in told)


def test_without_types_the_statements_above_acts_or_the_last_ones_are_rated() -> None:
    acts = {
        "CFDocument": {},
        "CFItems": [item("a", "Asks"), item("b", "Notes it", CFItemTypeURI={"identifier": "t"})],
        "CFAssociations": [link("isChildOf", "b", "a")],
        "CFDefinitions": {"CFItemTypes": [{"identifier": "t", "title": "Indicator"}]},
    }
    [asks] = read(acts).ladder.competencies
    assert [b.act for b in asks.behaviours] == ["Notes it"]
    plain = acts | {"CFDefinitions": {}}
    [notes] = read(plain).ladder.competencies
    assert (notes.name, read(plain).ladder.areas[0].name) == ("Notes it", "Asks")


def test_levels_that_are_items_make_the_scale_and_what_shows_none_is_no_act() -> None:
    package = {
        "CFItems": [
            item("n", "None yet", CFItemType="Level"),
            item("l", "Learning", CFItemType="Level"),
            item("c", "Asks", CFItemType="Skill"),
            item("x", "Waits", CFItemType="Indicator"),
            item("y", "Tries", CFItemType="Indicator"),
            item("w", "Same name", abbreviatedStatement="Twice", CFItemType="Skill"),
            item("v", "Other name", abbreviatedStatement="Twice", CFItemType="Skill"),
        ],
        "CFAssociations": [
            link("hasSkillLevel", "x", "n"),
            link("hasSkillLevel", "y", "l"),
            link("isChildOf", "x", "c"),
            link("isChildOf", "y", "c"),
        ],
    }
    ladder = read(package).ladder
    assert [b.act for b in ladder.competencies[0].behaviours] == ["Tries"]
    assert [c.name for c in ladder.competencies[1:]] == ["Same name", "Other name"]


def test_a_skill_within_a_skill_is_rated_too_and_stands_in_the_area_of_both() -> None:
    kinds = {"d": "Domain", "c": "Skill", "e": "Skill", "b": "Indicator"}
    package = {
        "CFItems": [item(id_, f"Statement {id_}", CFItemType=k) for id_, k in kinds.items()],
        "CFAssociations": [link("isChildOf", *pair) for pair in ("cd", "ec", "bc", "xc")],
    }
    outer, inner = read(package).ladder.competencies
    assert outer.area == inner.area == "statement-d"
    assert [b.act for b in outer.behaviours] == ["Statement b"]
    twisted = package | {"CFAssociations": [link("isChildOf", *pair) for pair in ("ce", "ec")]}
    assert len(read(twisted).ladder.competencies) == 2


def test_an_act_that_lost_its_place_is_left_out() -> None:
    package = write(LADDER)
    act = next(i for i in package["CFItems"] if i["CFItemType"] == "Behavioural indicator")
    package["CFAssociations"] = [
        a
        for a in package["CFAssociations"]
        if a["originNodeURI"]["identifier"] != act["identifier"]
    ]
    left = [b.act for c in read(package).ladder.competencies for b in c.behaviours]
    assert act["fullStatement"] not in left
    assert len(left) == 5


def test_a_package_without_a_statement_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no item with a statement"):
        read({"CFDocument": {"title": "x"}, "CFItems": [item("a", "")]})


def test_what_is_no_package_is_left_to_others() -> None:
    assert not onedtech_case.is_package([])
    assert not onedtech_case.is_package({"items": [{"name": "x"}]})
    assert onedtech_case.package_of_tables([Sheet(name="x", rows=(), numbers=())]) is None


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json", 6),
        ("sample_case.csv", 5),
        ("spreadsheet_import_sample.xlsx", 2),
    ],
)
def test_opensalt_s_samples_are_read(outside_data: Path, file: str, names: int) -> None:
    path = outside_data / "standards/case/opensalt-samples" / file
    found = read_ladder([NamedFile(name=file, content=path.read_bytes())])
    assert found.report.form == "1EdTech CASE package"
    assert len(found.ladder.competencies) == names
    assert len({c.name for c in found.ladder.competencies}) == names


def test_a_package_within_a_package_is_read_as_it_stands_inside() -> None:
    assert read({"CFPackage": write(LADDER)}).ladder == LADDER


def test_identifiers_of_the_oldest_spelling_are_read_too() -> None:
    items = [
        {"sourcedId": id_, "fullStatement": text, "CFItemType": kind}
        for id_, text, kind in (("p", "Craft", "Strand"), ("c", "Sands wood", "Standard"))
    ]
    links = [link("isChildOf", "c", "p") | {"destinationNodeURI": {"sourcedId": "p"}}]
    found = read({"CFItems": items, "CFAssociations": links}).ladder
    assert [(c.name, c.area) for c in found.competencies] == [("Sands wood", "craft")]


def test_a_grade_level_is_no_level_of_skill_but_the_place_of_its_statements() -> None:
    items = [item("g", "Grade 4", CFItemType="Grade Level"), item("s", "Sands", CFItemType="Skill")]
    found = read({"CFItems": items, "CFAssociations": [link("isChildOf", "s", "g")]})
    assert [(c.name, c.area) for c in found.ladder.competencies] == [("Sands", "grade-4")]
    assert [level.name for level in found.ladder.levels] == ["None yet", "Shown"]


def test_what_is_called_a_level_and_holds_statements_is_an_area() -> None:
    items = [item("l", "Upper", CFItemType="Level"), item("s", "Sands", CFItemType="Skill")]
    found = read({"CFItems": items, "CFAssociations": [link("isChildOf", "s", "l")]})
    assert [level.name for level in found.ladder.levels] == ["None yet", "Shown"]


def test_a_table_of_items_without_identifiers_is_read_by_its_codes_and_rows() -> None:
    table = "CFItemType,fullStatement,humanCodingScheme,parent\nStrand,Wood,W,\nSkill,Sands,,W\n"
    found = read_ladder([NamedFile(name="items.csv", content=table.encode())])
    assert [(c.name, c.area) for c in found.ladder.competencies] == [("Sands", "wood")]
