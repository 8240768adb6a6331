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
from headway.formats.ladders.importer import NamedFile, read_ladder
from headway.formats.ladders.writers.forms import FORMS, find_form, name_file, pack, write_as
from headway.formats.ladders.writers.losses import Part, find_lost
from headway.formats.ladders.writers.names import name_areas, name_competencies, name_roles, plain
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
                    unless("level-names", tidy(lv.name)),
                    unless("level-meanings", plain(lv.meaning)),
                )
                for lv in levels
            ],
        ),
        "competencies": [
            {
                "name": names[c.slug],
                "area": unless("areas", areas[c.slug]),
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
