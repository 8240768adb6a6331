"""A plan that lives: kept where it can be, mended where it has to be, and every change with its cause."""

import json
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan.changes import compare_plans
from headway.core.plan.living import find_wish_in_force, follow_plan
from headway.core.plan.replan import repair_plan, replan
from headway.core.profile import Aim
from living_cases import fact, known, told
from plan_cases import LADDER, TODAY, catalogue, opportunity, plan, planned, standing, wish

LONG = {"effort_hours": (24, 24), "duration_days": (56, 56)}
FIRST = opportunity("first", apply_with="second", **LONG)
SECOND = opportunity("second", builds="counting", apply_with="third", **LONG)
THIRD = opportunity("third", builds="telling", **LONG)
ALL = (FIRST, SECOND, THIRD)
# Three hours a week: what takes three hours in each of eight weeks fills them. One comes after another.
ADOPTED = plan(*ALL)


def mended(*facts, days, by=repair_plan, offered=ALL, at=None, adopted=ADOPTED, **changes):
    """The plan on a later day, with its changes."""
    day = TODAY + timedelta(days=days)
    rest = (known(*facts), at or standing(), LADDER, catalogue(*offered))
    wanted = replace(adopted.wish, **changes)
    after = by(adopted, *rest, as_of=day, wish=wanted)
    return after, compare_plans(adopted, after, *rest)


def by_item(changes):
    return {change.opportunity: change for change in changes}


def order_of(made):
    return [item.opportunity for item in made.items]


def test_the_case_is_one_step_after_another():
    assert order_of(ADOPTED) == ["first", "second", "third"]
    assert all(
        a.ends_on < b.starts_on for a, b in zip(ADOPTED.items, ADOPTED.items[1:], strict=False)
    )


@pytest.mark.parametrize("by", [repair_plan, replan])
@pytest.mark.parametrize("days", [0, 2, 6, 7, 20])
def test_while_all_goes_as_planned_nothing_changes(by, days):
    after, changes = mended(days=days, by=by)
    assert changes == ()
    assert order_of(after) == order_of(ADOPTED)
    assert after.as_of == TODAY + timedelta(days=days)


@pytest.mark.parametrize("by", [repair_plan, replan])
def test_a_step_that_is_done_is_out_and_the_rest_stays_or_comes_sooner(by):
    after, changes = mended(told("first", "done", 10), days=10, by=by)
    assert by_item(changes)["first"].cause == "done"
    assert order_of(after) == ["second", "third"]
    assert all(c.kind in ("out", "earlier") for c in changes)


def test_a_step_that_is_late_moves_what_comes_after_and_is_named_as_the_cause():
    late = told("first", "late", 30, late_until=TODAY + timedelta(days=120))
    after, changes = mended(late, days=30, things_at_once=1)
    found = by_item(changes)
    assert (found["first"].kind, found["first"].cause) == ("later", "late")
    assert planned(after)["first"].ends_on >= TODAY + timedelta(days=120)
    assert (found["second"].kind, found["second"].cause) == ("later", "late")
    assert found["second"].because == "first"


def test_a_cancelled_step_is_out_and_what_the_rest_can_do_without_stays():
    _, changes = mended(told("second", "cancelled", 1), days=1)
    assert [(c.opportunity, c.kind, c.cause) for c in changes] == [("second", "out", "cancelled")]


def test_a_dropped_step_is_out_because_it_was_dropped():
    _, changes = mended(days=1, dropped=("third",))
    assert by_item(changes)["third"].cause == "dropped"


def test_a_step_whose_time_is_over_without_a_word_begins_now():
    after, changes = mended(days=60)
    change = by_item(changes)["first"]
    assert (change.kind, change.cause) == ("later", "not begun")
    assert planned(after)["first"].starts_on >= TODAY + timedelta(days=56)


@pytest.mark.parametrize("by", [repair_plan, replan])
def test_what_is_shown_by_now_is_out(by):
    alone = opportunity("alone", builds="telling", **LONG)
    shown = standing(level=3, sd=0.3)
    _, changes = mended(days=1, at=shown, by=by, adopted=plan(alone), offered=(alone,))
    assert [(c.opportunity, c.cause) for c in changes] == [("alone", "shown")]


def test_with_fewer_hours_a_step_takes_longer_and_the_next_comes_after_it():
    _, changes = mended(days=1, hours_per_week=1.0)
    found = by_item(changes)
    assert (found["first"].kind, found["first"].cause) == ("longer", "limit")
    old, new = found["first"].limits
    assert (old.hours_per_week, new.hours_per_week) == (3, 1)
    assert (found["second"].cause, found["second"].because) == ("after", "first")
    assert (found["third"].kind, found["third"].limit) == ("out", "hours")


def test_room_is_filled_by_a_better_plan_only_and_the_cause_told():
    extra = opportunity("extra", builds="telling", ceiling=2, kind="stretch", **LONG)
    cancelled = told("third", "cancelled", 1)
    offered = (*ALL, extra)
    mended_only, _ = mended(cancelled, days=1, offered=offered)
    assert "extra" not in planned(mended_only)
    better, changes = mended(cancelled, days=1, offered=offered, by=replan)
    assert "extra" in planned(better)
    assert by_item(changes)["extra"].kind == "in"
    assert by_item(changes)["extra"].cause == "room"


def test_a_pinned_step_comes_in_because_it_was_asked_for():
    extra = opportunity("extra", builds="telling", effort_hours=(1, 1))
    _, changes = mended(days=1, offered=(*ALL, extra), pinned=("extra",))
    assert by_item(changes)["extra"].cause == "asked"


def test_a_step_begun_outside_the_plan_comes_in():
    extra = opportunity("extra", builds="telling", effort_hours=(1, 1))
    _, changes = mended(told("extra", "begun", 1), days=1, offered=(*ALL, extra))
    assert by_item(changes)["extra"].cause == "begun"


def test_what_the_catalogue_offers_no_more_is_out():
    _, changes = mended(days=1, offered=(FIRST, SECOND))
    assert by_item(changes)["third"].cause == "not offered"


def test_the_years_of_a_budget_go_on_and_what_is_spent_stays_spent():
    dear = opportunity("dear", builds="telling", cost=700, **LONG)
    after, _ = mended(
        told("first", "done", 5, cost_minor=40_000, currency="GBP"),
        days=5,
        offered=(FIRST, SECOND, dear),
        by=replan,
    )
    assert "dear" not in planned(after)
    assert after.money[0].limit == 60_000
    assert after.counted_from == TODAY


def test_a_new_year_brings_a_new_budget():
    late = wish(by=TODAY + timedelta(days=700))
    before = plan(*ALL, by=late.by)
    after, _ = mended(
        told("first", "done", 5, cost_minor=40_000, currency="GBP"),
        days=370,
        adopted=before,
        by=replan,
    )
    # The week that is running began in the old year.
    assert [year.limit for year in after.money] == [60_000, 100_000]


@pytest.mark.parametrize("by", [repair_plan, replan])
def test_what_was_pinned_or_dropped_and_is_gone_since_stands_in_nobodys_way(by):
    before = plan(*ALL, pinned=("first",), dropped=("third",))
    after, changes = mended(
        told("first", "done", 3), days=3, adopted=before, offered=ALL[:2], by=by
    )
    assert order_of(after) == ["second"]
    assert {change.cause for change in changes} <= {"done", "room"}


def test_of_hours_told_those_of_this_week_are_gone():
    # Told for eight days of which two are this week's.
    after, _ = mended(told("first", "begun", 0), told("first", "begun", 8, hours=2), days=9)
    assert after.hours[0].limit == pytest.approx(3 - 2 * 2 / 8)
    whole, _ = mended(told("second", "begun", 8, hours=2), days=9)
    assert whole.hours[0].limit == pytest.approx(1)


def test_the_same_facts_in_another_order_give_the_same_plan():
    facts = (told("first", "begun", 1, hours=3), told("second", "cancelled", 2))
    assert mended(*facts, days=3, by=replan) == mended(*facts[::-1], days=3, by=replan)


# The plan in force --------------------------------------------------------------------------------


def adopted_on(days=0, made=ADOPTED):
    return fact(AdoptedPlan(document=json.loads(msgspec.json.encode(made))), days)


def followed(*facts, days, **changes):
    day = TODAY + timedelta(days=days)
    return follow_plan(
        known(*facts),
        standing(),
        LADDER,
        catalogue(*ALL),
        replace(ADOPTED.wish, **changes),
        as_of=day,
    )


def test_without_an_adopted_plan_a_fresh_one_is_made():
    fresh = followed(days=0)
    assert (fresh.adopted_on, fresh.items) == (None, ADOPTED.items)


def test_an_adopted_plan_is_carried_on():
    plan_now = followed(adopted_on(), told("second", "cancelled", 3), days=3)
    assert plan_now.adopted_on == TODAY
    assert by_item(plan_now.changes)["second"].cause == "cancelled"


def test_what_is_only_presumed_is_named():
    assert followed(adopted_on(), days=10).presumed == ("first",)
    assert followed(adopted_on(), told("first", "begun", 1), days=10).presumed == ()


def test_what_is_left_out_is_not_presumed_to_go_on():
    assert followed(adopted_on(), days=10, dropped=("first",)).presumed == ()


def test_what_was_said_since_of_hours_counts_and_the_rest_of_the_wish_stays():
    said = fact(Aim(target_role="plain", hours_per_week=5, budget_per_year_minor=100_000), 2)
    in_force = find_wish_in_force(known(adopted_on(), said), TODAY + timedelta(days=3))
    assert in_force == replace(ADOPTED.wish, hours_per_week=5)


def test_a_plan_towards_another_role_or_that_is_over_is_in_force_no_more():
    other = fact(Aim(target_role="chief"), 2)
    assert find_wish_in_force(known(adopted_on(), other), TODAY + timedelta(days=3)) is None
    assert find_wish_in_force(known(adopted_on()), date(2100, 1, 1)) is None
    assert find_wish_in_force(known(), TODAY) is None
