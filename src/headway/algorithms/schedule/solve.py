"""Solves the scheduling problem: a linear bound, an exact choice by blocks, a layout by steps, a check."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from headway.algorithms.schedule.fill import diary_of, fill, without_idle
from headway.algorithms.schedule.layout import Diary, Hint, empty_diary, needed_by
from headway.algorithms.schedule.limits import (
    AT_ONCE,
    ENTRY_LEVEL,
    SEVERAL,
    LockedDoesNotFitError,
    offered,
    without_limit,
)
from headway.algorithms.schedule.model import Model, bound_from_prices, build
from headway.algorithms.schedule.order import lay_out_best
from headway.algorithms.schedule.problem import Item, Problem, in_order, only
from headway.algorithms.schedule.quiet import quiet_output
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.value import worth
from headway.algorithms.schedule.verify import relative_gap, verify

# A layout that loses more than this share of the choice is tried again with a little less time.
MUCH = 0.01
LESS_TIME = 0.985


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How hard to try. Nodes limit the work alike on every machine; seconds are only a safety stop.

    The exact choice is among the items that the linear model would do in part or in full, and the next
    best up to `core_size`.
    """

    core_size: int = 30
    node_limit: int = 2000
    relative_gap: float = 0.01
    seconds: float = 20.0


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What no plan can exceed, its proof, and how much of each item the linear model would do."""

    value: float
    prices: tuple[float, ...]
    scores: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The items that the exact model chose by blocks, and when it would like them."""

    hints: dict[str, Hint]
    stopped_early: bool = False


def solve(problem: Problem, effort: Effort | None = None) -> Result:
    """The best plan found, laid out by steps and verified; the empty plan if nothing fits or pays.

    Raises ScheduleError for a problem that makes no sense, LockedDoesNotFitError if a locked item cannot be
    done, UnverifiedResultError rather than return something that does not keep the limits.
    """
    problem, effort = in_order(problem), effort or Effort()
    rest, left_out = offered(problem)
    bound = _linear_bound(rest, effort)
    choice = _choose(rest, bound, effort)
    diary = _best_layout(rest, choice)
    if worth(rest, diary.placed) < (1 - MUCH) * worth(rest, choice.hints):
        # Choices that use every hour are hard to lay out with few things at once.
        looser = _choose(rest, bound, _quicker(effort), time_share=LESS_TIME)
        diaries = [diary, _best_layout(rest, looser)]
        diary = max(diaries, key=lambda d: worth(rest, d.placed))
    objective = worth(rest, diary.placed)
    result = Result(
        placements=tuple(diary.placed[name] for name in sorted(diary.placed)),
        objective=objective,
        # An optimum may pass its bound by a rounding.
        bound=max(bound.value, objective),
        relative_gap=relative_gap(objective, bound.value),
        prices=bound.prices,
        chosen_worth=max(objective, worth(rest, choice.hints)),
        left_out=tuple(left_out.items()),
        stopped_early=choice.stopped_early,
    )
    verify(problem, result)
    return result


def find_bound(problem: Problem) -> float:
    """What no plan for `problem` can exceed, from the linear model alone."""
    rest, _ = offered(in_order(problem))
    return _linear_bound(rest, Effort()).value


def _quicker(effort: Effort) -> Effort:
    return replace(effort, relative_gap=2 * effort.relative_gap)


def _linear_bound(problem: Problem, effort: Effort) -> Bound:
    model = build(problem)
    prices, amounts = _solve_linear(model, effort)
    value = bound_from_prices(model, prices)
    # Without a locked item the empty plan is there, so less than nothing is only a rounding.
    value = value if problem.locked else max(0.0, value)
    return Bound(value=value, prices=prices, scores=_scores(problem, model, prices, amounts))


def _solve_linear(model: Model, effort: Effort) -> tuple[tuple[float, ...], list[float]]:
    """A price for each row, and the amount of each column; zeros if the solver gives up."""
    if not model.rows:
        return (), list(model.highest)
    from scipy.optimize import linprog

    at_most = [row for row in model.rows if not row.equal]
    equal = [row for row in model.rows if row.equal]
    columns = len(model.worth)
    with quiet_output():
        found = linprog(
            [-w for w in model.worth],
            A_ub=_matrix(at_most, columns),
            b_ub=[row.limit for row in at_most] or None,
            A_eq=_matrix(equal, columns),
            b_eq=[row.limit for row in equal] or None,
            bounds=list(zip(model.lowest, model.highest, strict=True)),
            method="highs",
            options={"time_limit": effort.seconds},
        )
    if found.status != 0 or found.x is None:
        return tuple(0.0 for _ in model.rows), [0.0] * columns
    ahead = {False: iter(found.ineqlin.marginals), True: iter(found.eqlin.marginals)}
    prices = tuple(-float(next(ahead[row.equal])) for row in model.rows)
    return prices, [float(x) for x in found.x]


def _matrix(rows: list[Any], columns: int) -> Any:
    """The rows as a sparse matrix; None if there are none."""
    if not rows:
        return None
    from scipy.sparse import csr_array

    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row.terms))
    indices = [column for row in rows for column, _ in row.terms]
    factors = [factor for row in rows for _, factor in row.terms]
    return csr_array((factors, indices, starts), shape=(len(rows), columns))


def _scores(
    problem: Problem, model: Model, prices: Iterable[float], amounts: list[float]
) -> dict[str, float]:
    """How much the linear model would do of each item (0 to 1), or what doing it would cost (below 0)."""
    left = list(model.worth)
    for row, price in zip(model.rows, prices, strict=True):
        for column, factor in row.terms:
            left[column] -= price * factor
    ways: dict[str, list[float]] = {}
    for (name, _), column in [*model.session.items(), *model.work.items()]:
        ways.setdefault(name, []).append(left[column])
    scores = {}
    for item in problem.items:
        share = amounts[model.done[item.name]]
        loss = left[model.done[item.name]] + max(ways.get(item.name, [0.0]))
        scores[item.name] = share if share > 1e-6 else min(0.0, loss)
    return scores


def _choose(problem: Problem, bound: Bound, effort: Effort, *, time_share: float = 1.0) -> Choice:
    """An exact choice among the items that the linear model likes best."""
    if bound.value <= 1e-9 and not problem.locked:
        return Choice(hints={})
    best = sorted(bound.scores, key=lambda name: (-bound.scores[name], name))
    size = max(effort.core_size, sum(score > 0 for score in bound.scores.values()))
    needed = needed_by(problem, [*best[:size], *problem.locked])
    core = only(problem, needed)
    # All tidiness together stays below a ten-thousandth of the bound.
    tidiness = 1e-4 * max(0.0, bound.value) / (2 * max(1, len(core.items)))
    model = build(core, tidiness=tidiness, time_share=time_share)
    amounts, is_done = _solve_whole(model, effort)
    if amounts is None:
        return Choice(hints={}, stopped_early=True)
    names = [name for name, column in model.done.items() if amounts[column] > 0.5]
    hints = {name: _hint(core, model, core.by_name[name], amounts) for name in names}
    return Choice(hints=hints, stopped_early=not is_done)


def _solve_whole(model: Model, effort: Effort) -> tuple[list[float] | None, bool]:
    """The amount of each column, and whether the solver finished within its limits."""
    if not model.rows:
        return list(model.highest), True
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    low = [row.limit if row.equal else -float("inf") for row in model.rows]
    constraint = LinearConstraint(
        _matrix(model.rows, len(model.worth)), low, [row.limit for row in model.rows]
    )
    with quiet_output():
        found = milp(
            [-w for w in model.worth],
            integrality=np.array(model.whole, dtype=np.int64),
            bounds=Bounds(model.lowest, model.highest),
            constraints=constraint,
            options={
                "node_limit": effort.node_limit,
                "time_limit": effort.seconds,
                "mip_rel_gap": effort.relative_gap,
            },
        )
    amounts = None if found.x is None else [float(x) for x in found.x]
    return amounts, found.status == 0


def _hint(problem: Problem, model: Model, item: Item, amounts: list[float]) -> Hint:
    if item.sessions:
        numbers = range(len(item.sessions))
        session = max(numbers, key=lambda n: amounts[model.session[item.name, n]])
        return Hint(middle=float(item.sessions[session].first_step), session=session)
    middle = 0.0
    for block, steps in enumerate(problem.blocks):
        if (item.name, block) in model.work:
            share = amounts[model.work[item.name, block]]
            middle += share * (steps[0] + steps[-1]) / 2
    years = [y for (name, y), c in model.bought.items() if name == item.name and amounts[c] > 0.5]
    return Hint(middle=middle, year=years[0] if years else None)


def _best_layout(problem: Problem, choice: Choice) -> Diary:
    """The best layout of the choice, or of what two greedy rules choose, each filled up."""
    everything = [item.name for item in problem.items]
    needed = needed_by(problem, problem.locked)
    laid_out = lay_out_best(problem, needed | set(choice.hints), choice.hints)
    diaries = [fill(diary, everything) for diary in laid_out]
    for by_effort in (True, False):
        locked_only = lay_out_best(problem, needed, choice.hints)[0]
        diaries.append(fill(locked_only, everything, by_effort=by_effort))
    fitting = [diary for diary in diaries if needed <= set(diary.placed)]
    if not fitting:
        missing = sorted(needed - set(diaries[0].placed))
        limit = _limit_of_all(problem, needed)
        is_alone = len(needed) == 1
        raise LockedDoesNotFitError(missing[0], limit, is_alone=is_alone)
    best = max(fitting, key=lambda diary: worth(problem, diary.placed))
    return diary_of(empty_diary(problem), without_idle(problem, best.placed).values())


def _limit_of_all(problem: Problem, needed: frozenset[str]) -> str:
    """The single limit without which all of `needed` would fit together."""
    without: list[tuple[str, Problem]] = [
        (r.name, without_limit(problem, r.name)) for r in problem.resources
    ]
    easy = tuple(replace(item, entry=()) for item in problem.items)
    without += [(ENTRY_LEVEL, replace(problem, items=easy))]
    without += [(AT_ONCE, replace(problem, at_once=None))]
    for name, relaxed in without:
        if len(lay_out_best(relaxed, needed, {})[0].placed) == len(needed):
            return name
    return SEVERAL
