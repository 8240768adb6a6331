"""Hours that vary, few things at once, must-haves, events that take more than a week has."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core import wording
from headway.core.errors import InvalidInputError
from headway.core.learn import Builds, Session
from headway.core.plan import AskedNow, OtherHours, complete_wish
from headway.core.plan.hours import find_hours, place_event
from headway.core.plan.window import find_window
from headway.core.profile import Aim
from plan_cases import TODAY, opportunity, plan, planned, wish

WINDOW = find_window(TODAY, TODAY + timedelta(days=69))
EVENT = Session(starts_on=TODAY + timedelta(days=28), ends_on=TODAY + timedelta(days=29))


def away(first, last, hours=0.0):
    return OtherHours(
        starts_on=TODAY + timedelta(days=first),
        ends_on=TODAY + timedelta(days=last),
        hours_per_week=hours,
    )


def hours(*stretches):
    return find_hours(wish(hours_per_week=7.0, other_hours=stretches), WINDOW)


def test_a_week_away_has_no_hours():
    assert hours(away(7, 13))[:3] == (7.0, 0.0, 7.0)


def test_a_week_that_is_partly_away_counts_by_its_days():
    assert hours(away(5, 8))[:3] == pytest.approx((5.0, 5.0, 7.0))


def test_a_busy_stretch_has_its_own_hours():
    assert hours(away(0, 6, 3.5), away(7, 10, 14.0))[:2] == pytest.approx((3.5, 3 + 8))


def test_a_short_last_week_has_its_share():
    short = find_window(TODAY, TODAY + timedelta(days=8))
    assert find_hours(wish(hours_per_week=7.0), short) == pytest.approx((7.0, 2.0))


@given(st.integers(0, 90), st.integers(0, 30), st.floats(0, 168))
def test_hours_are_those_of_the_days(first, days, per_week):
    stretch = away(first, first + days, per_week)
    inside = max(0, min(69, first + days) - first + 1)
    assert sum(hours(stretch)) == pytest.approx(70 - inside + inside * per_week / 7)


@pytest.mark.parametrize(
    ("stretches", "words"),
    [
        ((away(0, 9), away(9, 12)), "said twice for 2026-12-02"),
        ((away(9, 3),), "before they start"),
        ((away(0, 3, -1.0),), "can't be given"),
        ((away(0, 3, 200.0),), "can't be given"),
        ((away(0, 3, float("nan")),), "can't be given"),
    ],
)
def test_other_hours_that_make_no_sense_are_refused(stretches, words):
    with pytest.raises(InvalidInputError, match=words):
        plan(opportunity("course"), other_hours=stretches)


def test_nothing_is_planned_for_weeks_away():
    made = plan(opportunity("course", effort_hours=(30, 30)), other_hours=(away(0, 20),))
    worked = [day for day, used in planned(made)["course"].hours_by_week if used > 1e-9]
    assert min(worked) > TODAY + timedelta(days=20)
    assert [week.limit for week in made.hours[:4]] == [0.0, 0.0, 0.0, 3.0]


def test_stretches_with_days_between_them_each_count():
    made = plan(opportunity("course"), other_hours=(away(7, 13), away(0, 3), away(21, 27)))
    assert [week.limit for week in made.hours[:4]] == pytest.approx([3.0 * 3 / 7, 0.0, 3.0, 0.0])
    assert set(planned(made)) == {"course"}


def test_a_whole_year_away_plans_nothing():
    made = plan(opportunity("course"), other_hours=(away(0, 400),))
    assert made.items == ()
    assert made.nothing_fits_because is not None


def test_events_take_their_hours_on_their_days_where_these_have_them():
    placed = place_event(WINDOW, EVENT, 2.0, find_hours(wish(), WINDOW))
    assert (placed.first_step, placed.shares) == (4, (1.0,))


def test_an_event_of_two_days_is_counted_over_the_weeks_around_it():
    placed = place_event(WINDOW, EVENT, 16.0, find_hours(wish(), WINDOW))
    assert placed.first_step == 1
    assert [share * 16 for share in placed.shares] == pytest.approx([16 / 7] * 7)


def test_an_event_next_to_a_holiday_is_counted_where_there_are_hours():
    limits = find_hours(wish(other_hours=(away(7, 20),)), WINDOW)
    placed = place_event(WINDOW, EVENT, 9.0, limits)
    used = {week: 9 * share for week, share in enumerate(placed.shares, placed.first_step)}
    assert all(amount <= limits[week] + 1e-9 for week, amount in used.items())


@given(st.floats(0.1, 60), st.integers(0, 60), st.integers(0, 9), st.floats(0.5, 20))
def test_an_event_keeps_the_hours_of_every_week_or_is_left_on_its_days(
    needed, first, days, per_week
):
    dates = Session(
        starts_on=TODAY + timedelta(days=first), ends_on=TODAY + timedelta(days=first + days)
    )
    limits = find_hours(wish(hours_per_week=per_week), WINDOW)
    placed = place_event(WINDOW, dates, needed, limits)
    assert sum(placed.shares) == pytest.approx(1)
    kept = all(
        s * needed <= limits[t] + 1e-6 for t, s in enumerate(placed.shares, placed.first_step)
    )
    assert kept or placed.first_step == WINDOW.week_of(dates.starts_on)


def test_a_two_day_event_is_planned_on_its_dates_and_the_plan_says_how_it_counts():
    course = opportunity("course", sessions=(EVENT,), effort_hours=(16, 16))
    made = plan(course)
    item = planned(made)["course"]
    assert (item.starts_on, item.ends_on) == (EVENT.starts_on, EVENT.ends_on)
    assert all(week.used <= week.limit + 1e-6 for week in made.hours)
    said = wording.describe_note(made.notes[0])
    assert said.startswith("Course takes more hours at once than your week has: its 16 hours")


def test_one_thing_at_once_keeps_to_it_and_tells_what_it_costs():
    many = [
        opportunity(f"long-{n}", builds=slug, duration_days=(150, 200))
        for n, slug in enumerate(("asking", "counting", "telling"))
    ]
    made = plan(*many, things_at_once=1)
    days = sorted((item.starts_on, item.ends_on) for item in made.items)
    assert all(one[1] < other[0] for one, other in pairwise(days))
    assert made.lost_to_few_at_once > 0
    assert any(
        "1 thing and 3 focus areas at once costs" in text for text in wording.describe_limits(made)
    )
    assert plan(*many, things_at_once=None, focus_areas=None).lost_to_few_at_once == 0


@pytest.mark.parametrize("changes", [{"things_at_once": 0}, {"focus_areas": -1}])
def test_no_things_at_once_is_no_plan(changes):
    with pytest.raises(InvalidInputError, match="at least 1"):
        plan(opportunity("course"), **changes)


def test_a_must_have_that_the_role_does_not_ask_for_is_refused():
    with pytest.raises(InvalidInputError, match="asks for no level in 'singing'"):
        plan(opportunity("course"), must_have=("singing",))


def test_a_must_have_comes_before_what_would_be_worth_more():
    wide = replace(
        opportunity("wide", effort_hours=(100, 100)),
        builds=tuple(Builds(competency=slug, ceiling=2) for slug in ("counting", "telling")),
    )
    narrow = opportunity("narrow", effort_hours=(100, 100))
    assert set(planned(plan(wide, narrow))) == {"wide"}
    assert set(planned(plan(wide, narrow, must_have=("asking",)))) == {"narrow"}


def test_a_plan_works_on_few_competencies_at_once():
    many = [
        opportunity(f"{slug}-{n}", builds=slug, duration_days=(28, 40))
        for slug in ("asking", "counting", "telling")
        for n in range(2)
    ]
    made = plan(*many, focus_areas=1, things_at_once=3)
    focus = {item.opportunity: item.gains[0].competency for item in made.items}
    for one in made.items:
        for other in made.items:
            if one.starts_on <= other.ends_on and other.starts_on <= one.ends_on:
                assert focus[one.opportunity] == focus[other.opportunity]


def test_what_is_asked_now_goes_before_what_was_said():
    said = Aim(target_role="plain", by=date(2027, 5, 1), hours_per_week=2.0)
    whole = complete_wish(said, AskedNow(hours_per_week=5.0, things_at_once=0), as_of=TODAY)
    assert (whole.target_role, whole.by, whole.hours_per_week) == ("plain", said.by, 5.0)
    assert (whole.things_at_once, whole.focus_areas) == (None, 3)


def test_who_said_nothing_gets_a_year_and_no_money():
    whole = complete_wish(None, AskedNow(target_role="plain"), as_of=TODAY)
    assert (whole.by, whole.budget_per_year_minor) == (TODAY + timedelta(days=365), 0)


def test_a_budget_in_another_currency_has_to_be_said():
    with pytest.raises(InvalidInputError, match="budget in EUR"):
        complete_wish(Aim(target_role="plain"), AskedNow(currency="eur"), as_of=TODAY)


def test_the_plan_in_force_says_what_is_not_asked_anew():
    force = replace(
        complete_wish(None, AskedNow(target_role="plain", hours_per_week=3.0), as_of=TODAY),
        pinned=("ask",),
        dropped=("count",),
    )
    asked = AskedNow(hours_per_week=5.0, pinned=("count",), dropped=("ask",))
    whole = complete_wish(None, asked, as_of=TODAY, in_force=force)
    assert (whole.hours_per_week, whole.pinned, whole.dropped) == (5.0, ("count",), ("ask",))
    assert complete_wish(None, AskedNow(), as_of=TODAY, in_force=force) == force


def test_a_budget_asked_for_counts_in_the_currency_asked_for():
    asked = AskedNow(budget_per_year_minor=70_000, currency="EUR")
    whole = complete_wish(Aim(target_role="plain"), asked, as_of=TODAY)
    assert (whole.budget_per_year_minor, whole.currency) == (70_000, "EUR")
