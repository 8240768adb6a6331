"""Each form holds what it does not name as lost, reads like its house's own files, and runs nothing."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import assume, given

from examples import LADDER, law
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.ladder import Competency, Ladder, Level
from headway.core.ladder_quality import find_broken_references
from headway.formats import built_in
from headway.formats.free_text import tidy
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder
from headway.formats.ladders.writers import direct
from headway.formats.ladders.writers.forms import FORMS, find_form, name_file, pack, write_as
from headway.formats.ladders.writers.losses import SHORTEST_EVIDENCE, Part, find_lost
from headway.formats.ladders.writers.names import (
    name_areas,
    name_competencies,
    name_roles,
    plain,
    tell_apart,
)
from ladder_strategies import ladders

MOMENT = datetime(2027, 3, 1, tzinfo=UTC)
SIDE_FILES = ("role_level_order.txt", "skill_level.csv")


def written(ladder: Ladder, form: str) -> Mapping[str, bytes]:
    return write_as(ladder, find_form(form), changed_at=MOMENT).files


def reread(files: Mapping[str, bytes], only: str = "") -> Ladder:
    named = [NamedFile(name=name, content=content) for name, content in files.items()]
    side = next((file for file in named if file.name in SIDE_FILES), None)
    return read_ladder([f for f in named if f != side], order=side, only=only).ladder


def held(ladder: Ladder, loses: tuple[Part, ...]) -> dict[str, Any]:
    """All of `ladder` but for what is lost, its parts known by their names."""
    names, areas, titles = name_competencies(ladder), name_areas(ladder), name_roles(ladder)
    lost = set(loses)
    instead = tidy(ladder.title) if loses == direct.LOSES else ""
    levels = [lv for lv in ladder.levels if lv.number or "level-0" not in lost]

    def unless(part: Part, value: object) -> object:
        return None if part in lost else value

    def asked(expected: dict[str, int]) -> dict[str, object]:
        return {names[s]: unless("expected", n) for s, n in expected.items() if n}

    return {
        "title": unless("title", tidy(ladder.title)),
        "about": unless("about", (ladder.version, ladder.language, ladder.licence)),
        "note": unless("note", plain(ladder.note)),
        "levels": unless(
            "levels",
            [
                (
                    lv.number,
                    # Longer ones are cut where they head a column.
                    unless("level-names", tidy(lv.name)[:60]),
                    unless("level-meanings", plain(lv.meaning)),
                )
                for lv in levels
            ],
        ),
        "competencies": [
            {
                "name": names[c.slug],
                "area": unless("areas", areas[c.slug] or instead),
                "kind": unless("kinds", c.kind),
                "definition": unless("definitions", plain(c.definition)),
                "boundary": unless("boundaries", c.boundary),
                "acts": unless("acts", acts(c, lost)),
            }
            for c in ladder.competencies
        ],
        "roles": unless(
            "roles",
            [
                {
                    # ESCO's labels begin small, and are read with a capital.
                    "title": titles[r.slug][:1].upper() + titles[r.slug][1:],
                    "scope": unless("scope", plain(r.scope).rstrip(": ")),
                    "theme": unless("themes", r.theme),
                    "tracks": unless("tracks", r.tracks),
                    "expected": asked(r.expected),
                    "next": unless("next", r.next_roles),
                    "duties": unless("duties", duties(r.responsibilities)),
                }
                for r in ladder.roles
                if "unexpecting" not in lost or any(r.expected.values())
            ],
        ),
    }


def acts(competency: Competency, lost: set[Part]) -> dict[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    for each in competency.behaviours:
        if plain(each.act) and each.level:
            proof = "" if "evidence" in lost else plain(each.evidence)
            if "short-evidence" in lost and len(proof) < SHORTEST_EVIDENCE:
                proof = ""
            found.setdefault((each.level, plain(each.act)), proof)
    return found


def duties(told: Any) -> list[str]:
    return list(dict.fromkeys(filter(None, (plain(duty.text) for duty in told))))


HELD_BACK = {form.name: form.loses for form in FORMS}


def assert_kept(ladder: Ladder, form: str) -> None:
    found = reread(written(ladder, form))
    assert not find_broken_references(found)
    assert held(found, HELD_BACK[form]) == held(ladder, HELD_BACK[form])


@law
@given(ladders())
def test_two_tables_hold_what_they_do_not_name_as_lost(ladder: Ladder) -> None:
    assert_kept(ladder, "csv")


@law
@given(ladders())
def test_the_uk_pair_holds_what_it_does_not_name_as_lost(ladder: Ladder) -> None:
    assert_kept(ladder, "uk-csv")


@law
@given(ladders())
def test_topics_hold_what_they_do_not_name_as_lost(ladder: Ladder) -> None:
    assert_kept(ladder, "monzo-yaml")


@law
@given(ladders(least_acts=1))
def test_a_job_family_holds_what_it_does_not_name_as_lost(ladder: Ladder) -> None:
    assume(any(acts(competency, set()) for competency in ladder.competencies))
    assert_kept(ladder, "ft-yaml")


@law
@given(ladders())
def test_direct_holds_what_it_does_not_name_as_lost(ladder: Ladder) -> None:
    assert_kept(ladder, "direct-json")


@law
@given(ladders())
def test_esco_holds_what_it_does_not_name_as_lost(ladder: Ladder) -> None:
    assert_kept(ladder, "esco-csv")


# Other houses' own files ---------------------------------------------------------------------------

OWN_FORMS = [
    (("uk-government/roles.csv", "uk-government/skills.csv"), "", "uk-csv"),
    (("uk-government/roles.csv", "uk-government/skills.csv"), "Product manager", "uk-csv"),
    (("monzo-product/product.md",), "", "monzo-yaml"),
    (("monzo-product/generic.md",), "", "monzo-yaml"),
    (("ft-engineering-v1/engineering-v1.yml",), "", "ft-yaml"),
    (("direct/DIRECT-framework-all-in-one.json",), "", "direct-json"),
    (("esco/occupations.csv", "esco/skills.csv", "esco/occupationSkillRelations.csv"), "", "esco-csv"),
    (
        ("esco/occupations.csv", "esco/skills.csv", "esco/occupationSkillRelations.csv"),
        "product manager",
        "esco-csv",
    ),
]  # fmt: skip
UK_ORDER = "uk-government/role_level_order.txt"


@pytest.mark.parametrize(("files", "only", "form"), OWN_FORMS)
def test_a_house_s_own_ladder_written_in_its_form_is_read_as_the_same(
    read_outside: Any, files: tuple[str, ...], only: str, form: str
) -> None:
    before = read_outside(*files, only=only, order=UK_ORDER if form == "uk-csv" else "").ladder
    after = reread(written(before, form))
    if "title" in HELD_BACK[form]:
        after = replace(after, title=before.title, slug=before.slug)
    if form == "direct-json":
        # Its one role is made up and called after the file.
        before, after = (replace(each, roles=()) for each in (before, after))
    assert after == before


EVERY = [
    "gitlab-pm/structured.json",
    "sourcegraph-pm/structured.json",
    "usds-product/competencies.yml",
    "monzo-product/product.md",
    "ft-engineering-v1/engineering-v1.yml",
]


@pytest.mark.parametrize(
    "form", ["csv", "uk-csv", "monzo-yaml", "ft-yaml", "direct-json", "esco-csv"]
)
@pytest.mark.parametrize("name", EVERY)
def test_every_house_s_ladder_goes_out_in_every_form(
    read_outside: Any, name: str, form: str
) -> None:
    assert_kept(read_outside(name).ladder, form)


@pytest.mark.parametrize(
    "form", ["csv", "uk-csv", "monzo-yaml", "ft-yaml", "direct-json", "esco-csv"]
)
def test_the_built_in_ladder_goes_out_in_every_form(form: str) -> None:
    assert_kept(built_in.ladder(), form)


def headings(content: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(content.decode())))


def keys(part: Any) -> Any:
    """Which keys lie within which, values left out."""
    if isinstance(part, dict):
        return {key: keys(value) for key, value in part.items()}
    shapes = (
        {json.dumps(keys(each), sort_keys=True) for each in part} if isinstance(part, list) else ()
    )
    return sorted(shapes)


@pytest.mark.parametrize(
    ("folder", "form", "names"),
    [
        ("uk-government", "uk-csv", ("skills.csv", "roles.csv")),
        ("esco", "esco-csv", ("occupations.csv", "skills.csv", "occupationSkillRelations.csv")),
    ],
)
def test_tables_have_the_columns_of_the_real_ones(
    outside_data: Path, folder: str, form: str, names: tuple[str, ...]
) -> None:
    levels = ("None yet", "Awareness", "Working", "Practitioner", "Expert")
    scale = tuple(Level(number=n, name=name, meaning="") for n, name in enumerate(levels))
    files = written(replace(LADDER, levels=scale), form)
    for name in names:
        theirs = (outside_data / "ladders" / folder / name).read_bytes()
        assert headings(files[name]) == headings(theirs)
        assert not files[name].startswith(b"\xef\xbb\xbf")


def test_topics_have_the_keys_of_the_real_ones(outside_data: Path) -> None:
    theirs = (outside_data / "ladders/monzo-product/product.md").read_text(encoding="utf-8")
    ours = written(LADDER, "monzo-yaml")["small.md"].decode()
    real, own = (next(iter(yaml.safe_load_all(text))) for text in (theirs, ours))
    assert list(own) == list(real)
    assert keys(own["topics"]) == keys(real["topics"])


def test_direct_has_the_keys_of_the_real_one(outside_data: Path) -> None:
    path = outside_data / "ladders/direct/DIRECT-framework-all-in-one.json"
    own = json.loads(written(LADDER, "direct-json")["framework.json"])
    assert keys(own) == keys(json.loads(path.read_text(encoding="utf-8")))


@law
@given(ladder=ladders(least_acts=1))
def test_a_job_family_is_valid_by_its_house_s_schema(outside_data: Path, ladder: Ladder) -> None:
    assume(any(acts(competency, set()) for competency in ladder.competencies))
    path = outside_data / "ladders/ft-engineering-v1/job-family.schema.json"
    schema = jsonschema_rs.validator_for(json.loads(path.read_text(encoding="utf-8")))
    note = ladder.note if len(tidy(ladder.note)) != 1 else ""
    [content] = written(replace(ladder, note=note), "ft-yaml").values()
    assert [str(error) for error in schema.iter_errors(yaml.safe_load(content))] == []


# Odd ladders ---------------------------------------------------------------------------------------


def test_names_that_stand_twice_are_told_apart_and_told() -> None:
    first = LADDER.competencies[0]
    twice = replace(LADDER, competencies=(first, replace(first, slug="telling", name="ASKING")))
    remarks = find_lost(twice, ("apart",))
    assert [remark.places for remark in remarks] == [("asking",)]
    for form in ("csv", "uk-csv", "monzo-yaml", "ft-yaml"):
        names = [c.name for c in reread(written(twice, form)).competencies]
        assert names == ["Asking", "ASKING (Insight)"]


def test_names_that_stand_thrice_in_one_area_carry_a_number() -> None:
    thrice = [(str(number), "Asking", "Insight") for number in range(3)]
    found = tell_apart(thrice, str.casefold)
    assert list(found.values()) == ["Asking", "Asking (Insight)", "Asking (Insight) (2)"]


def test_names_of_one_letter_are_lengthened_for_the_schema() -> None:
    first = LADDER.competencies[0]
    short = replace(LADDER, competencies=(replace(first, name="C", definition="?!"),))
    short = replace(short, levels=(LADDER.levels[0], replace(LADDER.levels[1], name="A")))
    found = reread(written(replace(short, roles=()), "ft-yaml"))
    assert [c.name for c in found.competencies] == ["Theme C"]
    assert [level.name for level in found.levels] == ["None yet", "Level A"]


def test_a_ladder_without_acts_is_no_job_family_but_topics() -> None:
    bare = replace(
        LADDER, competencies=tuple(replace(c, behaviours=()) for c in LADDER.competencies)
    )
    with pytest.raises(InvalidInputError, match="in another form"):
        written(bare, "ft-yaml")
    assert [c.name for c in reread(written(bare, "monzo-yaml")).competencies] == [
        "Asking",
        "Telling",
    ]


def test_without_areas_the_ladder_s_title_stands_for_them() -> None:
    competencies = tuple(replace(c, area="") for c in LADDER.competencies)
    found = reread(written(replace(LADDER, areas=(), competencies=competencies), "direct-json"))
    assert [area.name for area in found.areas] == ["Small"]


def test_a_house_s_own_ladder_is_not_credited_to_the_owner_of_the_form() -> None:
    for form in ("uk-csv", "esco-csv"):
        found = reread(written(LADDER, form))
        assert (found.licence, found.note) == ("not said", "")
        assert found.competencies[0].crosswalk == {}
    assert reread(written(LADDER, "uk-csv")).title == "Small"
    bare = reread(written(replace(LADDER, roles=()), "uk-csv"))
    assert (bare.title, bare.licence) == ("Skills", "not said")


def test_tables_of_which_none_tells_a_family_are_the_government_s() -> None:
    found = reread({"skills.csv": written(LADDER, "uk-csv")["skills.csv"]})
    assert found.licence == "OGL-UK-3.0"


def test_one_family_of_the_framework_is_still_the_framework() -> None:
    rows = written(replace(LADDER, title="Architecture"), "uk-csv")
    found = reread({"skills.csv": rows["skills.csv"], "roles.csv": rows["roles.csv"]})
    assert found.title == "Government Digital and Data Profession Capability Framework"


def test_competencies_linked_to_esco_keep_its_addresses_each_once() -> None:
    address = "http://data.europa.eu/esco/skill/made-up"
    linked = tuple(replace(c, crosswalk={"esco": (address,)}) for c in LADDER.competencies)
    found = reread(written(replace(LADDER, competencies=linked), "esco-csv"))
    assert [c.crosswalk for c in found.competencies] == [{"esco": (address,)}, {}]
    assert "European Commission" in found.note
    assert found.licence == "not said"


def test_what_no_role_expects_is_optional_for_every_occupation() -> None:
    roles = tuple(replace(role, expected={"asking": 1}) for role in LADDER.roles)
    files = written(replace(LADDER, roles=roles), "esco-csv")
    rows = list(csv.reader(io.StringIO(files["occupationSkillRelations.csv"].decode())))
    assert [row[1] for row in rows[1:]] == ["essential", "essential", "optional", "optional"]


def test_families_stay_families_where_roles_that_lead_to_each_other_share_them() -> None:
    junior, senior = LADDER.roles
    apart = replace(
        LADDER, roles=(replace(junior, theme="Product"), replace(senior, theme="Product"))
    )
    assert [role.theme for role in reread(written(apart, "uk-csv")).roles] == ["Product", "Product"]
    sayings = replace(LADDER, roles=(replace(junior, theme="Begin"), replace(senior, theme="Lead")))
    assert [role.theme for role in reread(written(sayings, "uk-csv")).roles] == ["Small", "Small"]


def test_cells_as_short_as_levels_are_still_read_as_acts() -> None:
    first = LADDER.competencies[0]
    act = replace(first.behaviours[0], act="Expert")
    short = replace(LADDER, competencies=(replace(first, behaviours=(act,)),), roles=())
    [found] = reread(written(short, "uk-csv")).competencies
    assert [behaviour.act for behaviour in found.behaviours] == ["Expert"]


def test_nothing_is_told_as_lost_that_the_ladder_does_not_have() -> None:
    plainest = Ladder(
        format="headway-ladder/1",
        slug="plain",
        version="1.0.0",
        title="Plain",
        language="en",
        licence="not said",
        levels=(
            Level(number=0, name="None yet", meaning=""),
            Level(number=1, name="Level 1", meaning=""),
        ),
        competencies=(replace(LADDER.competencies[1], slug="telling", area="", behaviours=()),),
        roles=(),
    )
    [left] = write_as(plainest, find_form("csv"), changed_at=MOMENT).lost
    assert left.text.startswith("The ladder's title")
    lost = write_as(LADDER, find_form("csv"), changed_at=MOMENT).lost
    assert "The evidence of behaviours." in [remark.text for remark in lost]


def test_what_is_lost_is_told_with_its_place() -> None:
    first = LADDER.competencies[0]
    level = replace(LADDER.levels[1], influence="A team", name="Working\tit")
    odd = replace(
        LADDER,
        licence="",
        levels=(replace(LADDER.levels[0], name="Nothing"), level),
        competencies=(replace(first, definition="TBD", name=""), LADDER.competencies[1]),
    )
    told = {r.text.partition(":")[0]: r.places for r in find_lost(odd, find_form("csv").loses)}
    texts = next(places for text, places in told.items() if text.startswith("Line breaks"))
    assert texts == ("", "Working\tit")  # fmt: skip
    assert told["Version, language and licence."] == ("language en-GB",)
    assert told["Scope, autonomy, complexity and influence of a level."] == ("Working\tit",)
    assert told["What stands at level 0, and its name"] == ("Nothing",)
    assert told["Names that stand twice"] == ("(no name)",)


def test_an_unknown_form_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="toml, case, xlsx, csv, uk-csv"):
        find_form("docx")


def test_files_are_named_in_plain_letters_and_packed_alike() -> None:
    odd = replace(LADDER, slug="Ünser / ladder")
    assert name_file(odd, find_form("ft-yaml")) == "nser-ladder.yml"
    assert name_file(replace(odd, slug="雪"), find_form("uk-csv")) == "ladder-uk-csv.zip"
    files = written(LADDER, "uk-csv")
    assert pack(files) == pack(dict(files))


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    first = LADDER.competencies[0]
    armed = replace(
        LADDER, competencies=(replace(first, name="=cmd|x", definition="@SUM(A1)"),), roles=()
    )
    for form in ("uk-csv", "esco-csv"):
        content = written(armed, form)["skills.csv"].decode()
        assert '"\'=cmd|x"' in content
        assert '"\'@SUM(A1)"' in content
