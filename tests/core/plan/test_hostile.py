"""Odd catalogues, wishes and levels at every door: a plan that keeps its limits, or one sentence."""

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest

from headway.algorithms.rating_model import bar
from headway.algorithms.schedule.solve import solve_plainly
from headway.algorithms.schedule.verify import UnverifiedResultError
from headway.core import wording
from headway.core.errors import HeadwayError, ImpossiblePlanError, UncheckedPlanError
from headway.core.learn import Builds, Session
from headway.core.plan import OtherHours, find_earliest_plan, find_relaxations, make_plan, trade_off
from headway.core.plan.answer import compose
from headway.core.plan.make import answer, ask
from plan_cases import (
    LADDER,
    SLUGS,
    STEPS,
    TODAY,
    catalogue,
    dossier,
    estimate,
    opportunity,
    plan,
    standing,
    wish,
)

LEAP = date(2028, 2, 29)
SOME = [opportunity(f"some-{n}", builds=SLUGS[n % 3], ceiling=4, kind="stretch") for n in range(9)]
ODD = opportunity("odd")


def many(count=30, **changes):
    return [
        opportunity(f"many-{n}", builds=SLUGS[n % 3], ceiling=4, **changes) for n in range(count)
    ]


def weighing(weight):
    return replace(ODD, builds=(Builds(competency="asking", ceiling=2, weight=weight),))


def on(first, last):
    return Session(starts_on=first, ends_on=last)


DAY_30 = on(TODAY + timedelta(days=30), TODAY + timedelta(days=30))
BACKWARDS = on(TODAY + timedelta(days=20), TODAY + timedelta(days=10))
AWAY = OtherHours(starts_on=TODAY, ends_on=TODAY + timedelta(days=4000), hours_per_week=0.0)
CATALOGUES = {
    "in a circle": [opportunity("a", requires=("b",)), opportunity("b", requires=("a",))],
    "requires itself": [opportunity("a", requires=("a",))],
    "nothing": [],
    "all alike": many(),
    "all near-duplicates": many(alternative_to="x"),
    "all too long": many(duration_days=(4000, 5000)),
    "all too much": many(effort_hours=(1e6, 1e6)),
    "all free and at once": many(effort_hours=(0, 0), duration_days=(0, 0)),
    "all on one day": many(sessions=(DAY_30,)),
    "over more than a year": many(6, cost=900, duration_days=(380, 400)),
    "ends before it begins": [replace(ODD, sessions=(BACKWARDS,)), *SOME],
    "a long chain": [
        opportunity(f"c-{n}", requires=(f"c-{n - 1}",) if n else ()) for n in range(40)
    ],
    "applied to itself": [replace(ODD, apply_with="odd"), *SOME],
    "twice the same": [ODD, ODD],
    "unknown kind": [replace(ODD, kind="none such"), *SOME],
    "requires the unknown": [replace(ODD, requires=("none such",)), *SOME],
    "builds the unknown": [opportunity("odd", builds="none such"), *SOME],
    "a level no ladder has": [replace(ODD, entry_levels={"asking": 99}), *SOME],
    "hours that are no number": [replace(ODD, effort_hours=(math.nan, math.nan)), *SOME],
    "endless hours": [replace(ODD, effort_hours=(math.inf, math.inf)), *SOME],
    "hours below nothing": [replace(ODD, effort_hours=(-5, -1)), *SOME],
    "hours beyond reason": [replace(ODD, effort_hours=(1e308, 1e308)), *SOME],
    "days below nothing": [replace(ODD, duration_days=(-9, -3)), *SOME],
    "days beyond reason": [replace(ODD, duration_days=(10**400, 10**400)), *SOME],
    "a weight that is no number": [weighing(math.nan), *SOME],
    "a weight below nothing": [weighing(-1.0), *SOME],
    "a weight beyond reason": [weighing(1e300), *SOME],
    "a price beyond reason": [opportunity("odd", cost=10**400), *SOME],
    "a price below nothing": [opportunity("odd", cost=-5), *SOME],
}
WISHES = {
    "no hours": {"hours_per_week": 0.0},
    "hours that are no number": {"hours_per_week": math.nan},
    "next to no hours": {"hours_per_week": 5e-324},
    "all hours": {"hours_per_week": 168.0},
    "away all the time": {"other_hours": (AWAY,)},
    "more money than there is": {"budget_per_year_minor": 10**400},
    "much money": {"budget_per_year_minor": 10**30},
    "one day": {"by": TODAY},
    "over": {"by": TODAY - timedelta(days=1)},
    "things beyond counting": {"things_at_once": 10**30},
}
LEVELS = {"no number": (math.nan, 0.5), "beyond reason": (1e300, 0.5), "wholly open": (0.0, 1e300)}
DOORS = {
    "plan": make_plan,
    "earliest": find_earliest_plan,
    "needed": find_relaxations,
    "curve": trade_off,
}
each_door = pytest.mark.parametrize("door", DOORS)


def near():
    """Everybody a little over the bar of level 2."""
    found = (estimate(c, bar(STEPS, 2) + 0.2, 0.5) for c in LADDER.competencies)
    return replace(standing(), estimates=tuple(found))


def ends_as_a_sentence(refusal):
    assert str(refusal).endswith(".")
    return refusal


def ask_at(door, items, *, at=None, as_of=TODAY, **changes):
    """What the door says; a plan in it keeps the limits, a refusal is one sentence or two."""
    more = {"of": "hours", "points": 3} if door == "curve" else {}
    about = (dossier(), at or near(), LADDER, catalogue(*items), wish(**changes))
    try:
        found = DOORS[door](*about, as_of=as_of, **more)
    except HeadwayError as refusal:
        return ends_as_a_sentence(refusal)
    made = found if door == "plan" else getattr(found, "plan", None)
    if made is not None:
        assert all(use.used <= use.limit + 1e-3 for use in (*made.hours, *made.money))
        assert made.objective <= made.bound + 1e-6
    return found


@each_door
@pytest.mark.parametrize("name", CATALOGUES)
def test_an_odd_catalogue_ends_in_a_plan_within_its_limits_or_a_sentence(door, name):
    assert ask_at(door, CATALOGUES[name]) is not None


@each_door
@pytest.mark.parametrize("name", WISHES)
def test_an_odd_wish_ends_in_a_plan_within_its_limits_or_a_sentence(door, name):
    assert ask_at(door, SOME, **WISHES[name]) is not None


@each_door
@pytest.mark.parametrize("name", LEVELS)
def test_an_odd_level_is_refused_in_a_sentence(door, name):
    found = tuple(estimate(c, *LEVELS[name]) for c in LADDER.competencies)
    assert isinstance(ask_at(door, SOME, at=replace(standing(), estimates=found)), HeadwayError)


@each_door
def test_near_the_end_of_time_there_is_a_sentence(door):
    said = ask_at(door, SOME, as_of=date(9995, 1, 1), by=date(9999, 12, 31))
    assert "choose an earlier day" in str(said)


def test_from_29_february_on_the_money_of_a_year_is_counted_to_the_next_1_march():
    made = plan(
        *many(6, cost=900),
        at=near(),
        as_of=LEAP,
        by=date(2030, 2, 27),
        budget_per_year_minor=90_000,
    )
    assert [(year.starts_on, year.ends_on) for year in made.money] == [
        (LEAP, date(2029, 2, 28)),
        (date(2029, 3, 1), date(2030, 2, 27)),
    ]
    assert all(year.used <= year.limit for year in made.money)


def test_what_asks_for_a_level_that_no_ladder_has_is_left_out_and_says_so():
    made = plan(*CATALOGUES["a level no ladder has"])
    assert wording.describe_obstacle(made.left_out["odd"]) == (
        "It asks for level 99 in Asking before it begins, but the ladder ends at level 4; correct the "
        "catalogue."
    )
    with pytest.raises(ImpossiblePlanError, match="'odd' is pinned, but: It asks for level 99"):
        plan(*CATALOGUES["a level no ladder has"], pinned=("odd",))


def test_where_nothing_passes_the_check_no_plan_is_shown_but_a_sentence():
    def never_right(problem):
        raise UnverifiedResultError(f"none of {len(problem.items)} items is where it is said to be")

    question = ask(dossier(), near(), LADDER, catalogue(*SOME), wish(), as_of=TODAY)
    with pytest.raises(UncheckedPlanError, match="none is shown"):
        answer(question, never_right)


def test_a_plan_made_plainly_says_that_its_search_stopped():
    offered = catalogue(*SOME)
    question = ask(dossier(), near(), LADDER, offered, wish(), as_of=TODAY)
    made = compose(*answer(question, solve_plainly), offered)
    assert made.items
    assert [note.kind for note in made.notes] == ["stopped early"]
