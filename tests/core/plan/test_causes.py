"""Each cause of a change is one without which the change would be needless."""

from dataclasses import replace
from datetime import timedelta

import pytest

from headway.core.learn import Session
from headway.core.plan.changes import compare_plans
from headway.core.plan.replan import repair_plan
from headway.core.plan.values import OtherHours
from headway.core.set_aside import SetAside
from living_cases import fact, known, told
from plan_cases import LADDER, TODAY, catalogue, opportunity, plan, planned, standing

# Three hours a week: each fills eight weeks.
LONG = {"effort_hours": (24, 24), "duration_days": (56, 56)}
A, B, C = (
    opportunity(slug, builds=builds, **LONG)
    for slug, builds in (("a", "asking"), ("b", "counting"), ("c", "telling"))
)
EVENING = {"effort_hours": (3, 3), "duration_days": (7, 7)}


def moved(item, weeks):
    """A step so many weeks later, or sooner."""
    by = timedelta(weeks=weeks)
    hours = tuple((day + by, amount) for day, amount in item.hours_by_week)
    return replace(
        item, starts_on=item.starts_on + by, ends_on=item.ends_on + by, hours_by_week=hours
    )


def with_items(made, *items):
    return replace(made, items=tuple(items))


def compare(before, after, *offered, facts=(), days=0):
    after = replace(after, as_of=TODAY + timedelta(days=days))
    changes = compare_plans(before, after, known(*facts), standing(), LADDER, catalogue(*offered))
    return {change.opportunity: change for change in changes}


def mend(before, *offered, facts=(), days=0, **wish):
    day = TODAY + timedelta(days=days)
    wanted = replace(before.wish, **wish)
    rest = (known(*facts), standing(), LADDER, catalogue(*offered))
    after = repair_plan(before, *rest, as_of=day, wish=wanted)
    return compare(before, after, *offered, facts=facts, days=days)


def steps(*offered, **wish):
    made = plan(*offered, **wish)
    return made, planned(made)


# Out ----------------------------------------------------------------------------------------------


def test_what_went_though_it_fits_adds_too_little():
    made, at = steps(A, B)
    assert compare(made, with_items(made, at["a"]), A, B)["b"].cause == "little"


def test_what_went_since_its_competency_was_set_aside_says_so():
    made, at = steps(A, B)
    aside = SetAside(role="plain", expectations=("counting",), reason="Analysts do it here.")
    out = compare(made, with_items(made, at["a"]), A, B, facts=[fact(aside)])["b"]
    assert (out.cause, out.because) == ("set aside", "counting")


def test_what_went_since_its_experience_was_set_aside_says_so():
    only = opportunity("b", builds="counting", gives_experiences=("launched",), **LONG)
    made, at = steps(A, only)
    aside = SetAside(role="plain", expectations=("launched",), reason="Nothing to launch.")
    out = compare(made, with_items(made, at["a"]), A, only, facts=[fact(aside)])["b"]
    assert (out.cause, out.because) == ("set aside", "launched")


def test_for_another_role_nothing_is_said_of_what_was_set_aside():
    made, at = steps(A, B)
    aside = SetAside(role="plain", expectations=("counting",), reason="Analysts do it here.")
    former = replace(made, wish=replace(made.wish, target_role="junior"))
    out = compare(former, with_items(made, at["a"]), A, B, facts=[fact(aside)])["b"]
    assert out.cause != "set aside"


def test_what_came_in_its_time_replaced_it_and_what_only_moved_takes_its_time():
    short = {"by": TODAY + timedelta(weeks=8, days=-1)}
    one, two = plan(A, **short), plan(B, **short)
    out = compare(one, two, A, B)["a"]
    assert (out.cause, out.because, out.because_is) == ("replaced", "b", "new")
    both, _ = steps(A, B, by=TODAY + timedelta(weeks=16, days=-1), things_at_once=1)
    first, second = both.items
    weeks = [TODAY + timedelta(weeks=number) for number in range(16)]
    slow = replace(
        first, ends_on=second.ends_on, hours_by_week=tuple((week, 1.5) for week in weeks)
    )
    late = compare(both, with_items(both, slow), A, B)[second.opportunity]
    assert (late.cause, late.because, late.because_is) == ("beside", first.opportunity, "moved")


def many(count):
    return [opportunity(f"evening-{n}", builds="counting", **EVENING) for n in range(count)]


def evenings(item, number):
    """A step as if it took the whole week of that number."""
    week = TODAY + timedelta(weeks=number)
    return replace(
        item, starts_on=week, ends_on=week + timedelta(days=6), hours_by_week=((week, 3.0),)
    )


@pytest.mark.parametrize(("at_once", "cause"), [(None, "hours"), (1, "time")])
def test_where_too_many_are_in_the_way_the_limit_is_told_if_it_is_a_single_one(at_once, cause):
    offered = [A, *many(8)]
    until = {"by": TODAY + timedelta(weeks=8, days=-1), "things_at_once": at_once}
    made, _ = steps(A, **until)
    others = plan(*many(8), pinned=tuple(o.slug for o in offered[1:]), **until)
    full = with_items(made, *(evenings(item, n) for n, item in enumerate(others.items)))
    assert compare(made, full, *offered)["a"].cause == cause


def test_what_went_is_not_put_down_to_limits_that_are_wider_now():
    made, _ = steps(A, by=TODAY + timedelta(weeks=9, days=-1))
    pinned = tuple(f"evening-{n}" for n in range(8))
    wider = {"by": TODAY + timedelta(weeks=16, days=-1), "budget_per_year_minor": 500_000}
    others = plan(*many(8), pinned=pinned, things_at_once=None, **wider)
    weeks = enumerate(others.items, 8)
    full = with_items(others, *(evenings(item, number) for number, item in weeks))
    out = compare(made, full, A, *many(8), days=56)["a"]
    assert (out.kind, out.cause, out.limit) == ("out", "hours", None)


# Moved --------------------------------------------------------------------------------------------


def test_what_could_have_stayed_is_told_to_stand_elsewhere_for_no_cause():
    made, at = steps(A)
    later = compare(made, with_items(made, moved(at["a"], 3)), A)["a"]
    assert (later.kind, later.cause) == ("later", "order")
    sooner = compare(with_items(made, moved(at["a"], 3)), made, A)["a"]
    assert (sooner.kind, sooner.cause) == ("earlier", "order")


def test_an_event_that_moves_to_another_date_has_lost_the_first():
    dates = [TODAY + timedelta(days=days) for days in (30, 90)]
    first, second = (Session(starts_on=day, ends_on=day) for day in dates)
    event = opportunity("event", sessions=(first,), effort_hours=(6, 6), duration_days=(1, 1))
    before, after = plan(event), plan(replace(event, sessions=(second,)))
    changes = compare(before, after, replace(event, sessions=(second,)))
    assert (changes["event"].kind, changes["event"].cause) == ("later", "time")
    back = compare(after, before, replace(event, sessions=(second,)))["event"]
    assert (back.kind, back.cause) == ("earlier", "order")


def test_a_step_under_way_says_why_it_ends_elsewhere():
    (made, _), later = steps(A), TODAY + timedelta(days=15)
    begun = told("a", "begun", 1)
    assert mend(made, A, facts=[begun], days=70)["a"].cause == "not done"
    less = repair_plan(made, known(begun), standing(), LADDER, catalogue(A), as_of=later)
    sooner = replace(less.items[0], ends_on=less.items[0].ends_on - timedelta(weeks=2))
    changes = compare(made, with_items(less, sooner), A, facts=[begun], days=15)
    assert changes["a"].cause == "less to do"
    little = told("a", "begun", 15, hours=0)
    assert mend(made, A, facts=[little], days=21)["a"].cause == "begun"
    fewer = mend(made, A, facts=[begun], days=8, hours_per_week=1.0)
    assert (fewer["a"].cause, fewer["a"].limit) == ("limit", "hours")


def test_what_stands_in_the_way_and_was_told_is_the_root_of_what_moves():
    made, _at = steps(A, B)
    first, second = made.items
    late = told(first.opportunity, "late", 40, late_until=first.ends_on + timedelta(weeks=6))
    changes = mend(made, A, B, facts=[late], days=42)
    if second.opportunity in changes:
        assert changes[second.opportunity].because == first.opportunity
    begun = told(first.opportunity, "begun", 49, hours=0)
    longer = mend(made, A, B, facts=[begun], days=50)[second.opportunity]
    assert (longer.because, longer.because_is) == (first.opportunity, "longer")


def test_what_the_person_said_is_late_is_told_before_what_moves_with_it():
    made, _at = steps(A, B)
    first, second = made.items
    late = told(first.opportunity, "late", 1, late_until=first.ends_on + timedelta(weeks=6))
    sooner = replace(moved(second, -8), ends_on=second.ends_on)
    slow = replace(moved(first, 6), is_begun=True)
    changes = compare(made, with_items(made, sooner, slow), A, B, facts=[late], days=2)
    assert list(changes) == [first.opportunity, second.opportunity]


def test_a_step_under_way_names_the_one_that_took_its_place():
    made, _at = steps(A, B)
    first, second = made.items
    here = replace(moved(second, -8), is_begun=True)
    there = replace(moved(first, 8), is_begun=True)
    facts = [told(slug, "begun", 0) for slug in ("a", "b")]
    change = compare(made, with_items(made, here, there), A, B, facts=facts)[first.opportunity]
    assert (change.cause, change.because) == ("beside", second.opportunity)


def test_steps_under_way_with_much_left_end_later_for_a_cause():
    short = opportunity("short", builds="counting", effort_hours=(12, 12), duration_days=(28, 56))
    long = opportunity("long", builds="asking", effort_hours=(12, 12), duration_days=(28, 56))
    made = plan(short, long, by=TODAY + timedelta(weeks=20))
    facts = [told("short", "begun", 1, hours=0), told("long", "begun", 1, hours=0)]
    changes = mend(made, short, long, facts=facts, days=15)
    causes = {change.cause for change in changes.values()}
    assert causes <= {"beside", "begun", "order"}
    assert causes


# Limits -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tight", "wide", "limit"),
    [
        ({"hours_per_week": 1.5}, {}, "hours"),
        ({"by": TODAY + timedelta(weeks=9)}, {}, "date"),
        ({"things_at_once": 1, "hours_per_week": 6}, {"hours_per_week": 6}, "at once"),
        ({"focus_areas": 1, "hours_per_week": 6}, {"hours_per_week": 6}, "focus"),
        (
            {
                "other_hours": (
                    OtherHours(
                        starts_on=TODAY,
                        ends_on=TODAY + timedelta(weeks=50),
                        hours_per_week=1.5,
                    ),
                )
            },
            {},
            "other hours",
        ),
    ],
)
def test_a_limit_is_the_cause_both_ways(tight, wide, limit):
    until = {"by": TODAY + timedelta(weeks=17)}
    less, more = plan(A, B, **(until | tight)), plan(A, B, **(until | wide))
    assert limit in {change.limit for change in compare(less, more, A, B).values()}
    assert limit in {change.limit for change in compare(more, less, A, B).values()}


def test_money_is_a_limit_with_its_figures():
    dear = opportunity("dear", cost=800)
    poor, rich = plan(dear, C, budget_per_year_minor=0), plan(dear, C)
    change = compare(poor, rich, dear, C)["dear"]
    old, new = change.limits
    assert (old.budget_per_year_minor, new.budget_per_year_minor) == (0, 100_000)


def test_what_serves_a_new_must_have_came_for_it():
    until = {"by": TODAY + timedelta(weeks=8, days=-1)}
    before, after = plan(A, **until), plan(B, must_have=("counting",), **until)
    changes = compare(before, after, A, B)
    assert (changes["b"].cause, changes["b"].limit) == ("limit", "must-have")
    assert changes["b"].limits is None


# New and sooner -----------------------------------------------------------------------------------


def test_what_came_or_moved_up_since_another_went_names_it_and_what_became_of_it():
    made, _at = steps(A, B)
    first, second = made.items
    done = told(first.opportunity, "done", 7)
    after = with_items(made, moved(second, -6))
    sooner = compare(made, after, A, B, facts=[done], days=7)[second.opportunity]
    assert (sooner.cause, sooner.because, sooner.because_is) == (
        *("room", first.opportunity),
        "done",
    )
    dropped = replace(with_items(made, *plan(B, C).items), wish=replace(made.wish, dropped=("a",)))
    new = compare(plan(A, B), dropped, A, B, C)["c"]
    assert (new.kind, new.cause) == ("in", "room")


def test_several_that_went_made_room_together():
    offered = [A, *many(2)]
    made = plan(*many(2), pinned=("evening-0", "evening-1"), by=TODAY + timedelta(weeks=8, days=-1))
    was = with_items(made, *(evenings(item, n) for n, item in enumerate(made.items)))
    after = with_items(made, *plan(A, by=made.wish.by).items)
    after = replace(after, wish=replace(made.wish, pinned=()))
    change = compare(replace(was, wish=after.wish), after, *offered)["a"]
    assert (change.cause, change.because) == ("room", "evening-0")


def test_of_what_went_only_as_much_is_named_as_made_the_room():
    short = [
        opportunity(f"short-{n}", builds="counting", effort_hours=(2, 2), duration_days=(7, 7))
        for n in range(3)
    ]
    until = {"by": TODAY + timedelta(weeks=8, days=-1), "hours_per_week": 6.0}
    made = plan(*short, pinned=("short-0", "short-1", "short-2"), things_at_once=None, **until)
    first_week = {"starts_on": TODAY, "hours_by_week": ((TODAY, 2.0),)}
    after = plan(A, things_at_once=None, **until)
    was = with_items(made, *(replace(item, **first_week) for item in made.items))
    change = compare(replace(was, wish=after.wish), after, A, *short)["a"]
    assert (change.cause, change.because, change.and_titles) == ("room", "short-0", ("Short-1",))


def test_what_moves_for_too_many_others_names_the_limit_they_fill():
    offered = [A, *many(8)]
    until = {"by": TODAY + timedelta(weeks=16, days=-1), "things_at_once": None}
    made, at = steps(A, **until)
    others = plan(*many(8), pinned=tuple(o.slug for o in offered[1:]), **until)
    full = [evenings(item, n) for n, item in enumerate(others.items)]
    change = compare(made, with_items(made, *full, moved(at["a"], 8)), *offered)["a"]
    assert (change.kind, change.cause) == ("later", "hours")


def test_no_limit_is_the_cause_of_what_another_limit_would_not_have_changed():
    made, _at = steps(A, B, by=TODAY + timedelta(weeks=20))
    first, second = made.items
    richer = replace(made.wish, budget_per_year_minor=500_000)
    after = replace(with_items(made, first), wish=richer)
    assert compare(made, after, A, B)[second.opportunity].cause == "little"
    new = compare(after, replace(made, wish=made.wish), A, B)[second.opportunity]
    assert (new.cause, new.limit) == ("room", None)


def test_a_place_past_the_former_last_day_has_another_cause():
    short, at = steps(A, by=TODAY + timedelta(weeks=9))
    long = replace(short, wish=replace(short.wish, by=TODAY + timedelta(weeks=30)))
    before, after = with_items(short, moved(at["a"], 8)), with_items(long, moved(at["a"], 12))
    assert compare(before, after, A)["a"].cause == "order"


def test_a_level_that_is_asked_for_and_not_there_is_the_cause():
    asks = replace(B, entry_levels={"asking": 1, "telling": 3})
    made, at = steps(A, B)
    away = compare(made, with_items(made, at["a"]), A, asks)["b"]
    assert (away.kind, away.cause, away.because_title) == ("out", "entry", "Telling")
    later = compare(made, with_items(made, at["a"], moved(at["b"], 3)), A, asks)["b"]
    assert (later.kind, later.cause, later.shift) == ("later", "entry", None)


def test_an_event_past_the_former_last_day_came_or_gave_way_for_the_other_date():
    day = TODAY + timedelta(days=400)
    event = opportunity("event", builds="telling", sessions=(Session(starts_on=day, ends_on=day),))
    short, late = TODAY + timedelta(days=100), TODAY + timedelta(days=420)
    before, after = plan(A, event, by=short), plan(A, event, by=late)
    change = compare(before, after, A, event)["event"]
    assert (change.kind, change.cause, change.limit) == ("in", "limit", "date")
    assert set(compare(after, before, A, event)) == {"event"}
