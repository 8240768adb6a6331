"""Checks a result from the ground up, in plain Python: no solver, no array library."""

import math
from collections.abc import Mapping

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.limits import offered
from headway.algorithms.schedule.model import bound_from_prices, build
from headway.algorithms.schedule.problem import Item, Problem, in_order
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.value import reached, worth

TOLERANCE = 1e-6


class UnverifiedResultError(Exception):
    """A result that does not keep what it says; it must not be shown."""


def verify(problem: Problem, result: Result) -> None:
    """Raises UnverifiedResultError unless `result` is a true answer to `problem`.

    Feasibility is recomputed step by step, the objective from the items, the bound from its prices.
    """
    problem = in_order(problem)
    placed = {placement.item: placement for placement in result.placements}
    _insist(len(placed) == len(result.placements), "an item is placed twice")
    _insist(set(placed) <= set(problem.by_name), "an unknown item is placed")
    _insist(set(problem.locked) <= set(placed), "a locked item is missing")
    _insist(placed.keys().isdisjoint(problem.banned), "a banned item is placed")
    for placement in result.placements:
        _check_placement(problem, placement)
        _check_order(problem, placed, problem.by_name[placement.item])
    _check_groups(problem, placed)
    _check_sequences(problem, placed)
    _check_limits(problem, placed)
    _check_objective(problem, placed, result)
    _check_bound(problem, result)


def _check_placement(problem: Problem, placement: Placement) -> None:
    item, shares = problem.by_name[placement.item], placement.shares
    _insist(all(math.isfinite(s) and s >= 0 for s in shares), f"{item.name} has odd shares")
    _insist(abs(sum(shares) - 1) <= TOLERANCE, f"{item.name} is not done in full")
    inside = placement.first_step >= 0 and placement.last_step < len(problem.steps)
    _insist(inside, f"{item.name} leaves the time")
    if item.sessions:
        _check_session(item, placement)
    else:
        _check_pace(problem, item, placement)


def _check_session(item: Item, placement: Placement) -> None:
    number = placement.session
    _insist(number is not None and 0 <= number < len(item.sessions), f"{item.name}: which session?")
    session = item.sessions[number or 0]
    same = (session.first_step, session.year) == (placement.first_step, placement.year)
    _insist(same and session.shares == placement.shares, f"{item.name} misses its session")


def _check_pace(problem: Problem, item: Item, placement: Placement) -> None:
    _insist(placement.session is None, f"{item.name} has no sessions")
    _insist(placement.first_step >= item.first_step, f"{item.name} starts too early")
    year = problem.steps[placement.first_step].year
    _insist(placement.year == year, f"{item.name} is paid in another year than it begins")
    costs = any(item.amount(r.name) > 0 for r in problem.taken("when begun"))
    _insist(year is not None or not costs, f"{item.name} is bought between two years")
    steps = problem.steps[placement.first_step : placement.last_step + 1]
    longest = math.inf if item.max_length is None else item.max_length
    # Work ends somewhere within its last step, so up to one step more is no delay.
    _insist(sum(s.length for s in steps) < longest + 1 + TOLERANCE, f"{item.name} drags on")
    for step, share in enumerate(placement.shares, placement.first_step):
        most = problem.steps[step].length
        _insist(share * item.min_length <= most + TOLERANCE, f"{item.name} is done too fast")


def _check_order(problem: Problem, placed: Mapping[str, Placement], item: Item) -> None:
    begins = placed[item.name].first_step
    over = [name for name, other in placed.items() if other.last_step < begins]
    _insist(set(item.requires) <= set(over), f"{item.name} begins before what it requires is over")
    finished = [problem.by_name[name] for name in over]
    for name, level in item.entry:
        is_reached = reached(problem.skill_by_name[name], finished) >= level - TOLERANCE
        _insist(is_reached, f"{item.name} begins below its entry level")


def _check_sequences(problem: Problem, placed: Mapping[str, Placement]) -> None:
    for pair in problem.sequences:
        if pair.first in placed and pair.then in placed:
            in_turn = placed[pair.first].last_step < placed[pair.then].first_step
            _insist(in_turn, f"{pair.then} begins before {pair.first} is over")


def _check_groups(problem: Problem, placed: Mapping[str, Placement]) -> None:
    groups = [problem.by_name[name].group for name in placed if problem.by_name[name].group]
    _insist(len(groups) == len(set(groups)), "two near-duplicates are placed")


def _check_limits(problem: Problem, placed: Mapping[str, Placement]) -> None:
    for resource in problem.resources:
        used = [0.0] * len(resource.limits)
        for name, placement in placed.items():
            amount = problem.by_name[name].amount(resource.name)
            if resource.taken == "when begun":
                if amount > 0 and placement.year is not None:
                    used[placement.year] += amount
                continue
            for step, share in enumerate(placement.shares, placement.first_step):
                used[step] += amount * share
        for amount, limit in zip(used, resource.limits, strict=True):
            slack = TOLERANCE * max(1.0, limit)
            _insist(amount <= limit + slack, f"more {resource.name} is used than there is")
    if problem.at_once is not None:
        for step in range(len(problem.steps)):
            going = [p for p in placed.values() if p.first_step <= step <= p.last_step]
            _insist(len(going) <= problem.at_once, "too many things are going on at once")


def _check_objective(problem: Problem, placed: Mapping[str, Placement], result: Result) -> None:
    value = worth(problem, placed)
    off = abs(value - result.objective)
    _insist(off <= TOLERANCE * max(1.0, value), "the objective is not what the items are worth")


def _check_bound(problem: Problem, result: Result) -> None:
    rest, left_out = offered(problem)
    _insist(left_out == dict(result.left_out), "other items are left out than have to be")
    _insist(set(left_out).isdisjoint(p.item for p in result.placements), "a left-out is placed")
    model = build(rest)
    _insist(len(model.rows) == len(result.prices), "the bound has no proof")
    _insist(all(map(math.isfinite, result.prices)), "the bound has odd prices")
    proven = bound_from_prices(model, result.prices)
    _insist(abs(proven - result.bound) <= TOLERANCE * max(1.0, proven), "the bound is not proven")
    _insist(result.objective <= result.bound + TOLERANCE, "the objective exceeds the bound")
    gap = relative_gap(result.objective, result.bound)
    _insist(abs(gap - result.relative_gap) <= TOLERANCE, "the gap is not what it should be")


def relative_gap(objective: float, bound: float) -> float:
    """The distance of objective and bound as a share of the bound; 0 if there is nothing to win."""
    return max(0.0, (bound - objective) / bound) if bound > 1e-9 else 0.0


def _insist(truth: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as "insist that"
    if not truth:
        raise UnverifiedResultError(otherwise)
