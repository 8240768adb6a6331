"""Opportunities are found by what is asked for, and a catalogue that contradicts itself says where."""

import math
from dataclasses import replace
from datetime import date

import pytest

from examples import CATALOGUE
from headway.core.errors import UnknownNameError
from headway.core.learn import (
    Builds,
    CostRange,
    OwnOpportunity,
    Session,
    Sought,
    find_catalogue_problems,
    find_opportunities,
    next_session,
    own_slug,
    with_own,
)
from headway.formats import built_in

PAIRS, ROOM = CATALOGUE.opportunities
(WORKSHOP,) = CATALOGUE.kinds


def test_what_a_catalogue_has_is_found_by_its_slug():
    assert CATALOGUE.opportunity("ask-in-pairs") == PAIRS
    assert CATALOGUE.kind("workshop") == WORKSHOP


@pytest.mark.parametrize("find", [CATALOGUE.kind, CATALOGUE.opportunity])
def test_an_unknown_slug_is_refused_by_its_name(find):
    with pytest.raises(UnknownNameError, match="'sleep'"):
        find("sleep")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, (PAIRS, ROOM)),
        ({"competency": "asking"}, (PAIRS,)),
        ({"kind": "workshop"}, (PAIRS, ROOM)),
        ({"kind": "book"}, ()),
        ({"stages": frozenset({"mid"})}, (ROOM,)),
        ({"text": "TELLS ten"}, (ROOM,)),
        ({"text": "tells asks"}, ()),
        ({"on_from": date(2026, 6, 1)}, (ROOM,)),
        ({"on_from": date(2026, 6, 2)}, ()),
        ({"on_to": date(2026, 5, 31)}, ()),
        ({"cost_at_most_minor": 10**6, "currency": "EUR"}, (PAIRS,)),
        ({"cost_at_most_minor": 0}, (PAIRS,)),
        ({"cost_at_most_minor": 10**6}, (PAIRS, ROOM)),
        ({"competency": "telling", "cost_at_most_minor": 0}, ()),
    ],
)
def test_opportunities_satisfy_every_condition(asked, found):
    assert find_opportunities(CATALOGUE, Sought(**asked)) == found


@pytest.mark.parametrize("catalogue", [CATALOGUE, built_in.catalogue()], ids=["few", "built-in"])
def test_a_sound_catalogue_has_no_fault(catalogue):
    assert find_catalogue_problems(catalogue) == ()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": "book"}, "there is no kind 'book'"),
        ({"requires": ("sleep",)}, "there is no opportunity 'sleep'"),
        ({"apply_with": "sleep"}, "there is no opportunity 'sleep'"),
        ({"builds": ()}, "it builds nothing"),
        ({"builds": PAIRS.builds * 2}, "it builds asking twice"),
        ({"effort_hours": (8, 4)}, "a range runs backwards, below zero or without end"),
        ({"effort_hours": (math.nan, 4)}, "a range runs backwards, below zero or without end"),
        ({"effort_hours": (4, math.inf)}, "a range runs backwards, below zero or without end"),
        ({"duration_days": (-1, 4)}, "a range runs backwards, below zero or without end"),
        (
            {"cost": replace(PAIRS.cost, low_minor=1)},
            "a range runs backwards, below zero or without end",
        ),
        (
            {"cost": replace(ROOM.cost, basis="unknown")},
            "its cost is said to be unknown, and yet has a figure",
        ),
        (
            {"builds": (Builds(competency="asking", ceiling=1, weight=-1),)},
            "a weight is below zero or without end",
        ),
        (
            {"sessions": (Session(starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1)),)},
            "a session ends before it starts",
        ),
    ],
)
def test_a_fault_of_an_opportunity_is_named_by_its_place(changes, fault):
    catalogue = replace(CATALOGUE, opportunities=(replace(PAIRS, **changes), ROOM))
    assert find_catalogue_problems(catalogue) == (f"opportunity ask-in-pairs: {fault}",)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"effect_sd": 0.95}, "effect_sd"),
        ({"effect_sd": math.nan}, "effect_sd"),
        ({"effect_sd": math.inf, "effect_sd_range": (0.1, math.inf)}, "effect_sd"),
        ({"effect_sd_range": (0.9, 0.1)}, "effect_sd"),
        ({"completion_chance": 0.5}, "completion_chance"),
        ({"completion_range": (0.8, 1.1)}, "completion_chance"),
        ({"transfer_range": (-0.1, 0.8)}, "transfer"),
    ],
)
def test_a_fault_of_a_kind_is_named_by_its_place(changes, name):
    catalogue = replace(CATALOGUE, kinds=(replace(WORKSHOP, **changes),))
    (problem,) = find_catalogue_problems(catalogue)
    assert problem.startswith(f"kind workshop: {name} is not within its range")


def test_what_stands_twice_is_named():
    catalogue = replace(CATALOGUE, kinds=(WORKSHOP,) * 2, opportunities=(PAIRS, ROOM, PAIRS))
    assert find_catalogue_problems(catalogue) == (
        "kind workshop: stands twice",
        "opportunity ask-in-pairs: stands twice",
    )


UNKNOWN = CostRange(
    currency="GBP", low_minor=0, high_minor=0, basis="unknown", dated_on=date(2026, 1, 31)
)


def own(**changes):
    return OwnOpportunity(opportunity=replace(PAIRS, **{"slug": "my-evening", **changes}))


def test_a_cost_that_nobody_knows_is_not_taken_for_free():
    catalogue = with_own(CATALOGUE, [own(cost=UNKNOWN)])
    found = find_opportunities(catalogue, Sought(cost_at_most_minor=10**9))
    assert "my-evening" not in [item.slug for item in found]


def test_own_entries_stand_after_the_others_and_the_version_says_so():
    catalogue = with_own(CATALOGUE, [own(), own(title="Another evening")])
    assert [item.title for item in catalogue.opportunities][2:] == ["Another evening"]
    assert catalogue.version == "1.0.0+own"


def test_without_own_entries_the_catalogue_stays_as_it_is():
    strange, taken = own(kind="of a later version"), own(slug=PAIRS.slug)
    assert with_own(CATALOGUE, [strange, taken]) is CATALOGUE


@pytest.mark.parametrize(
    ("title", "taken", "slug"),
    [
        ("Pricing, an evening", (), "my-pricing-an-evening"),
        ("Pricing", ("my-pricing", "my-pricing-2"), "my-pricing-3"),
        ("価格", (), "my-entry"),
        ("a" * 100, (), f"my-{'a' * 57}"),
    ],
)
def test_an_own_entry_gets_a_slug_of_its_own(title, taken, slug):
    assert own_slug(title, taken) == slug


def test_the_next_session_is_the_first_to_begin():
    early, late = (
        Session(starts_on=date(2026, month, 1), ends_on=date(2026, month, 2)) for month in (3, 9)
    )
    item = replace(PAIRS, sessions=(late, early))
    assert next_session(item, date(2026, 1, 1)) == early
    assert next_session(item, date(2026, 3, 2)) == late
    assert next_session(item, date(2026, 3, 2), date(2026, 8, 31)) is None
