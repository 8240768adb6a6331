"""Checks a result from the ground up, in plain Python: no solver, no array library."""

import math
from collections.abc import Mapping
from dataclasses import replace

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.limits import offered
from headway.algorithms.schedule.model import build
from headway.algorithms.schedule.problem import Item, Problem, in_order
from headway.algorithms.schedule.proof import Proof, add_cuts, proven_bound
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.value import only_first, reached, worth, worth_first

TOLERANCE = 1e-6


class UnverifiedResultError(Exception):
    """A result that does not keep what it says; it must not be shown."""


def verify(problem: Problem, result: Result) -> None:
    """Raises UnverifiedResultError unless `result` is a true answer to `problem`.

    Feasibility is recomputed step by step, the objective from the items, the bound from its prices.
    """
    problem = in_order(problem)
    placed = _check_placements(problem, result.placements)
    _check_objective(problem, placed, result)
    rest, left_out = offered(problem)
    _insist(left_out == dict(result.left_out), "other items are left out than have to be")
    _insist(set(left_out).isdisjoint(placed), "a left-out is placed")
    _check_first(problem, placed, result)
    held = None if result.first is None else result.first.held
    _check_bound(rest, result.objective, result.bound, result.relative_gap, result.proof, held)
    _check_without_few(problem, result)


def keeps_limits(problem: Problem, placements: tuple[Placement, ...]) -> bool:
    """Whether the placements are a plan for the problem, whatever they are worth."""
    try:
        _check_placements(in_order(problem), placements)
    except UnverifiedResultError:
        return False
    return True


def _check_placements(problem: Problem, placements: tuple[Placement, ...]) -> dict[str, Placement]:
    placed = {placement.item: placement for placement in placements}
    _insist(len(placed) == len(placements), "an item is placed twice")
    _insist(set(placed) <= set(problem.by_name), "an unknown item is placed")
    _insist(set(problem.locked) <= set(placed), "a locked item is missing")
    _insist(placed.keys().isdisjoint(problem.banned), "a banned item is placed")
    for placement in placements:
        _check_placement(problem, placement)
        _check_order(problem, placed, problem.by_name[placement.item])
    _check_groups(problem, placed)
    _check_sequences(problem, placed)
    _check_limits(problem, placed)
    _check_few_at_once(problem, placed)
    return placed


def _check_first(problem: Problem, placed: Mapping[str, Placement], result: Result) -> None:
    first = result.first
    _insist((first is not None) == bool(problem.first), "what comes first is not told apart")
    if first is None:
        return
    gained = worth_first(problem, placed)
    _insist(abs(gained - first.objective) <= TOLERANCE, "what comes first gains something else")
    _insist(gained >= first.held - TOLERANCE, "what comes first is not held")
    rest, _ = offered(only_first(problem))
    _check_bound(rest, first.objective, first.bound, first.relative_gap, first.proof, None)


def _check_without_few(problem: Problem, result: Result) -> None:
    """What few things at once are said to cost rests on a plan that keeps all other limits."""
    told = result.chosen_worth - result.objective
    if told <= TOLERANCE:
        return
    many = replace(problem, at_once=None, focuses_at_once=None)
    placed = _check_placements(many, result.without_few)
    _insist(worth(many, placed) >= result.chosen_worth - TOLERANCE, "few at once cost less")


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
    is_short = len(steps) == 1 or sum(s.length for s in steps) < longest + 1 + TOLERANCE
    _insist(is_short, f"{item.name} drags on")
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


def _check_few_at_once(problem: Problem, placed: Mapping[str, Placement]) -> None:
    for step in range(len(problem.steps)):
        going = [name for name, p in placed.items() if p.first_step <= step <= p.last_step]
        few = problem.at_once is None or len(going) <= problem.at_once
        _insist(few, "too many things are going on at once")
        focuses = {problem.by_name[name].focus for name in going} - {""}
        most = problem.focuses_at_once
        _insist(most is None or len(focuses) <= most, "too many focuses are worked on at once")


def _check_objective(problem: Problem, placed: Mapping[str, Placement], result: Result) -> None:
    value = worth(problem, placed)
    off = abs(value - result.objective)
    _insist(off <= TOLERANCE * max(1.0, value), "the objective is not what the items are worth")


def _check_bound(
    rest: Problem, objective: float, bound: float, gap: float, proof: Proof, held: float | None
) -> None:
    _insist(all(map(math.isfinite, (objective, bound, gap))), "the bound is no number")
    prices = [price for each in proof.prices for _, price in each]
    _insist(all(map(math.isfinite, prices)), "the bound has odd prices")
    _insist(proof.block_size >= 1, "the bound's proof has no blocks")
    model = build(replace(rest, block_size=proof.block_size), held=held)
    try:
        add_cuts(rest, model, proof.cuts)
        proven = proven_bound(model, proof)
    except (KeyError, IndexError) as error:
        raise UnverifiedResultError("the bound's proof speaks of something else") from error
    slack = TOLERANCE * max(1.0, abs(proven))
    _insist(objective <= proven + slack, "the objective exceeds what is proven")
    _insist(abs(max(proven, objective) - bound) <= slack, "the bound is not proven")
    _insist(abs(gap - relative_gap(objective, bound)) <= TOLERANCE, "the gap is another")


def relative_gap(objective: float, bound: float) -> float:
    """The distance of objective and bound as a share of the bound; 0 if there is nothing to win."""
    return max(0.0, (bound - objective) / bound) if bound > 1e-9 else 0.0


def _insist(truth: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as "insist that"
    if not truth:
        raise UnverifiedResultError(otherwise)
