"""What differs between two plans is counted at a glance."""

from dataclasses import replace
from datetime import timedelta

from headway.core.plan.moves import find_moves
from headway.core.set_aside import SetAside
from headway.core.wording import describe_note
from headway.core.wording.moves import UNMOVED, describe_moves
from plan_cases import opportunity, plan

COURSE = opportunity("course", cost=300)
OTHER = opportunity("other", builds="counting")
BEFORE = plan(COURSE, OTHER)


def moved(after):
    return describe_moves(find_moves(BEFORE, after), "GBP")


def item_moved(made, begin, end):
    first, *rest = made.items
    starts, ends = first.starts_on + timedelta(begin), first.ends_on + timedelta(end)
    return replace(made, items=(replace(first, starts_on=starts, ends_on=ends), *rest))


def test_the_same_plan_moves_nothing():
    assert moved(BEFORE) == UNMOVED


def test_a_step_that_went_is_named_with_what_it_took():
    title, hours = (
        next(getattr(i, name) for i in BEFORE.items if i.opportunity == "course")
        for name in ("title", "effort_hours")
    )
    assert moved(plan(OTHER)).startswith(f"1 step now: 1 gone ({title})")
    assert moved(plan(OTHER)).endswith(f"{hours:.0f} hours less, GBP 300 less.")


def test_a_step_that_came_is_new():
    came = find_moves(plan(OTHER), BEFORE)
    assert (len(came.new), came.gone, came.cost_minor) == (1, (), 30_000)


def test_many_are_counted_and_not_named():
    gone = replace(find_moves(BEFORE, BEFORE), gone=("A", "B", "C"), later=2, step_count=0)
    assert describe_moves(gone, "GBP") == "No steps now: 3 gone, 2 later."


def test_a_step_is_later_by_its_beginning_or_its_end():
    for begin, end in ((14, 14), (0, 14)):
        assert find_moves(BEFORE, item_moved(BEFORE, begin, end)).later == 1
    for begin, end in ((-14, -14), (0, -14)):
        assert find_moves(BEFORE, item_moved(BEFORE, begin, end)).earlier == 1


def test_what_moves_by_less_than_a_week_is_where_it_was():
    assert moved(item_moved(BEFORE, 6, 6)) == UNMOVED


def test_sums_of_two_currencies_are_not_compared():
    other = replace(plan(OTHER), wish=replace(BEFORE.wish, currency="EUR"))
    assert find_moves(BEFORE, other).cost_minor is None
    assert "less" in moved(other)


def test_steps_that_stay_may_take_more():
    longer = replace(find_moves(BEFORE, BEFORE), hours=3.2)
    assert describe_moves(longer, "GBP") == "2 steps now, each where it stands. 3 hours more."


# What was set aside -------------------------------------------------------------------------------


def aside(*slugs):
    return SetAside(role="plain", expectations=slugs, reason="Not here")


def test_nothing_is_planned_towards_what_was_set_aside_and_the_plan_says_so():
    made = plan(COURSE, OTHER, facts=[aside("asking")])
    assert [item.opportunity for item in made.items] == ["other"]
    assert [outlook.competency for outlook in made.outlook] == ["counting", "telling"]
    assert describe_note(made.notes[-1]).endswith("does not apply to you: Asking.")


def test_an_experience_that_was_set_aside_is_not_missing():
    made = plan(OTHER, facts=[aside("launched")])
    assert BEFORE.missing_experiences == ("launched",)
    assert made.missing_experiences == ()


def test_what_comes_first_may_be_set_aside_later():
    made = plan(COURSE, OTHER, facts=[aside("asking")], must_have=("asking", "counting"))
    assert made.wish.must_have == ("counting",)


def test_a_role_of_which_everything_is_set_aside_asks_for_no_plan():
    made = plan(COURSE, OTHER, facts=[aside("asking", "counting", "telling", "launched")])
    assert made.items == ()
