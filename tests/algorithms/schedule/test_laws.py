"""Laws that every result of the scheduler keeps, on any small problem."""

import os
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from headway.algorithms.schedule.limits import LockedDoesNotFitError, offered
from headway.algorithms.schedule.model import build
from headway.algorithms.schedule.problem import in_order
from headway.algorithms.schedule.proof import Pricing
from headway.algorithms.schedule.quiet import quiet_output
from headway.algorithms.schedule.solve import Effort, find_bound, solve
from schedule_problems import problems

EXACT = Effort(relative_gap=0.0)
few = settings(deadline=None, max_examples=40)
fewer = settings(deadline=None, max_examples=25)


def used(problem, result, name):
    """What the placements take of a resource in each step."""
    amounts = [0.0] * len(problem.steps)
    for placement in result.placements:
        item = problem.by_name[placement.item]
        for step, share in enumerate(placement.shares, placement.first_step):
            amounts[step] += item.amount(name) * share
    return amounts


@few
@given(problems())
def test_no_step_takes_more_hours_than_it_has(problem):
    result = solve(problem, EXACT)
    limits = problem.resources[0].limits
    assert all(
        u <= limit + 1e-6 for u, limit in zip(used(problem, result, "hours"), limits, strict=True)
    )


@few
@given(problems())
def test_a_year_costs_no_more_than_its_budget(problem):
    result = solve(problem, EXACT)
    costs = [problem.by_name[p.item].amount("money") for p in result.placements]
    assert sum(costs) <= problem.resources[1].limits[0] + 1e-6


@few
@given(problems())
def test_no_more_things_go_on_at_once_than_allowed(problem):
    result = solve(problem, EXACT)
    for step in range(len(problem.steps)):
        going = [p for p in result.placements if p.first_step <= step <= p.last_step]
        assert problem.at_once is None or len(going) <= problem.at_once


@few
@given(problems())
def test_nothing_begins_before_what_it_requires_is_over(problem):
    placed = {p.item: p for p in solve(problem, EXACT).placements}
    for name, placement in placed.items():
        for required in problem.by_name[name].requires:
            assert placed[required].last_step < placement.first_step


@few
@given(problems())
def test_the_objective_is_between_nothing_and_the_bound(problem):
    result = solve(problem, EXACT)
    assert -1e-9 <= result.objective <= result.bound + 1e-6


@few
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_given_changes_nothing(problem, chance):
    items, resources = list(problem.items), list(problem.resources)
    chance.shuffle(items)
    chance.shuffle(resources)
    shuffled = replace(problem, items=tuple(items), resources=tuple(resources))
    assert solve(shuffled, EXACT) == solve(problem, EXACT)


@fewer
@given(problems(), st.sampled_from([0, 1]))
def test_more_hours_or_money_never_lower_the_bound(problem, which):
    richer = list(problem.resources)
    richer[which] = replace(
        richer[which], limits=tuple(1.3 * limit + 0.5 for limit in richer[which].limits)
    )
    assert find_bound(replace(problem, resources=tuple(richer))) >= find_bound(problem) - 1e-6


@fewer
@given(problems())
def test_where_nothing_is_missing_nothing_is_planned(problem):
    safe = tuple(replace(skill, useful_gain=0.0) for skill in problem.skills)
    result = solve(replace(problem, skills=safe, credits=(), sequences=()), EXACT)
    assert (result.placements, result.objective, result.bound) == ((), 0.0, 0.0)


@fewer
@given(problems(), st.lists(st.floats(-2, 2), min_size=400, max_size=400))
def test_any_prices_at_all_prove_a_true_bound(problem, prices):
    rest, _ = offered(in_order(problem))
    model = build(rest)
    assume(len(model.rows) <= len(prices))
    objective = solve(problem, EXACT).objective
    numbered = tuple(enumerate(prices[: len(model.rows)]))
    assert Pricing(model).price(numbered).base >= objective - 1e-6


@pytest.mark.parametrize("core_size", [1, 2])
@fewer
@given(problem=problems())
def test_a_small_core_still_gives_a_checked_plan(problem, core_size):
    result = solve(problem, Effort(core_size=core_size))
    assert result.objective <= result.bound + 1e-6


@fewer
@given(problems())
def test_a_solver_that_gives_up_at_once_leaves_a_checked_plan(problem):
    result = solve(problem, Effort(seconds=0.0, node_limit=0))
    assert 0 <= result.objective <= result.bound + 1e-6


@few
@given(problems(), st.data())
def test_a_locked_item_is_in_the_plan_or_named_as_impossible(problem, data):
    name = data.draw(st.sampled_from([item.name for item in problem.items]))
    try:
        result = solve(replace(problem, locked=(name,), banned=()), EXACT)
    except LockedDoesNotFitError:
        return
    assert name in [placement.item for placement in result.placements]


def test_what_the_solver_prints_does_not_reach_our_output(capfd):
    with quiet_output():
        os.write(1, b"spoilt")
    os.write(1, b"clean")
    assert capfd.readouterr().out == "clean"
