"""Focuses, former dates, bonuses for keeping, what comes first, and steps without hours."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from headway.algorithms.schedule.problem import Gain, ScheduleError, in_order, shortest_length
from headway.algorithms.schedule.result import First
from headway.algorithms.schedule.solve import Effort, certify, solve
from headway.algorithms.schedule.value import worth, worth_first
from headway.algorithms.schedule.verify import UnverifiedResultError, verify
from schedule_problems import general_problems, item, problem, skill

EXACT = Effort(relative_gap=0.0, core_size=100)
few = settings(deadline=None, max_examples=30)


def placed(asked):
    return {p.item: p for p in solve(asked, EXACT).placements}


def focused(*, most):
    items = [
        item(f"{focus}-{n}", hours=2.0, min_length=2.0, focus=focus)
        for focus in ("talk", "write")
        for n in (1, 2)
    ]
    return problem(*items, hours=2.0, at_once=None, focuses_at_once=most)


@pytest.mark.parametrize("most", [1, 2])
def test_no_more_focuses_are_worked_on_at_once_than_allowed(most):
    found = placed(focused(most=most))
    for step in range(8):
        going = [n for n, p in found.items() if p.first_step <= step <= p.last_step]
        assert len({name.split("-")[0] for name in going}) <= most


def test_items_of_one_focus_may_be_worked_on_together():
    found = placed(focused(most=1))
    assert found["talk-1"].first_step == found["talk-2"].first_step


def test_a_second_focus_at_once_is_refused_by_the_verifier():
    long = [item(f"long-{n}", hours=4.0, min_length=4.0, focus=f"focus-{n}") for n in (1, 2)]
    asked = problem(*long, hours=2.0, weeks=4, focuses_at_once=2)
    result = solve(asked, EXACT)
    assert len(result.placements) == 2
    with pytest.raises(UnverifiedResultError, match="focuses"):
        verify(replace(asked, focuses_at_once=1), result)


def test_an_item_begins_where_it_stood_if_that_costs_nothing():
    asked = problem(item("one", hours=2.0, preferred_step=5), item("two", hours=2.0))
    found = placed(asked)
    assert (found["one"].first_step, found["two"].first_step) == (5, 0)


def test_a_former_date_gives_way_to_another_item():
    late = item("late", hours=4.0, preferred_step=7)
    assert set(placed(problem(late, item("more", hours=12.0)))) == {"late", "more"}


def test_a_bonus_keeps_an_item_that_another_would_push_out():
    poor, rich = item("poor", hours=12.0, amount=0.3), item("rich", hours=12.0, amount=0.4)
    assert set(placed(problem(poor, rich))) == {"rich"}
    assert set(placed(problem(replace(poor, charge=-0.2), rich))) == {"poor"}


def two_skills(**changes):
    """One item raises what comes first a little, the other something else a lot; only one fits."""
    first = item("first", hours=12.0, amount=0.2)
    other = item("other", hours=12.0, gains=(Gain(skill="writing", amount=1.0, ceiling=2.0),))
    return problem(first, other, skills=(skill(), skill("writing", weight=3.0)), **changes)


def test_what_comes_first_goes_before_what_is_worth_more():
    assert set(placed(two_skills())) == {"other"}
    assert set(placed(two_skills(first=("talking",)))) == {"first"}


def test_both_stages_are_told_with_their_bounds():
    result = solve(two_skills(first=("talking",)), EXACT)
    assert isinstance(result.first, First)
    assert result.first.objective == pytest.approx(result.first.bound)
    assert result.objective == pytest.approx(result.bound)


@pytest.mark.parametrize("changes", [{"objective": 0.9}, {"bound": 0.0}, {"held": 9.0}])
def test_a_changed_first_stage_is_refused(changes):
    asked = two_skills(first=("talking",))
    result = solve(asked, EXACT)
    with pytest.raises(UnverifiedResultError):
        verify(asked, replace(result, first=replace(result.first, **changes)))
    with pytest.raises(UnverifiedResultError):
        verify(asked, replace(result, first=None))


@few
@given(general_problems(first=("a",)))
def test_no_plan_for_the_rest_gains_noticeably_more_of_what_comes_first(asked):
    result, plain = solve(asked, EXACT), solve(replace(asked, first=()), EXACT)
    alone = worth_first(in_order(asked), [p.item for p in plain.placements])
    assert alone <= result.first.bound + 1e-6


@few
@given(general_problems())
def test_any_result_passes_its_check_and_is_worth_what_it_says(asked):
    result = solve(asked)
    verify(asked, result)
    names = [p.item for p in result.placements]
    assert result.objective == pytest.approx(worth(in_order(asked), names))


@few
@given(general_problems(first=()))
def test_going_on_from_a_plan_never_makes_it_worse(asked):
    before = solve(asked, Effort(core_size=1, improving_rounds=0))
    after = solve(asked, Effort(core_size=1, improving_rounds=0), start=before.placements)
    assert after.objective >= before.objective - 1e-9


@few
@given(general_problems())
def test_a_plan_made_elsewhere_is_certified_beside_a_result(asked):
    result = solve(asked)
    assume(result.placements)
    again = certify(asked, result.placements, beside=result)
    assert again.objective == pytest.approx(result.objective)
    assert certify(asked, result.placements).bound >= again.objective - 1e-9


@few
@given(general_problems(first=()))
def test_what_few_at_once_cost_rests_on_a_plan_without_that_limit(asked):
    result = solve(asked)
    many = replace(in_order(asked), at_once=None, focuses_at_once=None)
    if result.lost_to_few_at_once > 1e-6:
        certify(many, result.without_few)
        assert worth(many, [p.item for p in result.without_few]) >= result.chosen_worth - 1e-9


def test_work_rests_in_weeks_without_hours():
    asked = problem(item("long", hours=6.0))
    holidays = replace(asked.resources[0], limits=(2.0, 0.0, 0.0, 2.0, 2.0, 0.0, 0.0, 0.0))
    found = placed(replace(asked, resources=(holidays, asked.resources[1])))
    assert found["long"].shares == pytest.approx((1 / 3, 0.0, 0.0, 1 / 3, 1 / 3))


def test_weeks_without_hours_do_not_make_the_shortest_length_shorter():
    asked = problem(item("long", hours=6.0))
    holidays = replace(asked.resources[0], limits=(2.0, 0.0, 0.0, 2.0, 2.0, 0.0, 0.0, 0.0))
    some = replace(asked, resources=(holidays, asked.resources[1]))
    assert shortest_length(some, some.items[0]) == 3.0


def test_without_any_hours_only_what_takes_none_is_planned():
    asked = problem(item("free", hours=0.0), item("long", hours=1.0), hours=0.0)
    assert dict(solve(asked).left_out) == {"long": "hours"}
    assert set(placed(asked)) == {"free"}


@pytest.mark.parametrize(
    "wrong",
    [
        problem(first=("x",)),
        problem(focuses_at_once=-1),
        problem(item("a", preferred_step=-1)),
        problem(item("a", charge=float("nan"))),
    ],
)
def test_odd_wishes_are_refused(wrong):
    with pytest.raises(ScheduleError):
        in_order(wrong)
