"""Chooses items exactly, by blocks, among those that the linear relaxation likes best."""

from collections.abc import Sequence
from dataclasses import dataclass

from headway.algorithms.schedule.columns import Model, Row
from headway.algorithms.schedule.layout import Hint, needed_by
from headway.algorithms.schedule.linear import WholeAnswer, solve_whole
from headway.algorithms.schedule.model import build
from headway.algorithms.schedule.problem import Item, Problem

# Early work and few items count no more than this share of the bound, all together.
MOST_TIDINESS = 1e-4


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How hard to try. Counts limit the work alike on every machine; seconds are only a safety stop.

    The exact choice is among the items that the linear relaxation would do in part or in full, and the
    next best up to `core_size`; it ends at `relative_gap` or after `node_limit` nodes, and may be made
    `choice_limit` times where few things at once lose more than `most_lost` of it. What does not fit at
    first is laid out in up to `order_tries` other orders; layouts are improved in `improving_rounds`.
    The proof takes `cut_rounds` rounds of cuts and at most `case_limit` cases, and
    stops growing at `goal`, the relative gap of plan and bound that is good enough.
    """

    core_size: int = 36
    node_limit: int = 5
    relative_gap: float = 0.015
    choice_limit: int = 2
    most_lost: float = 0.03
    order_tries: int = 150
    improving_rounds: int = 120
    cut_rounds: int = 6
    case_limit: int = 4
    goal: float = 0.01
    seconds: float = 20.0


# At once, and improved after.
PROMPT = Effort()
THOROUGH = Effort(
    core_size=50,
    node_limit=500,
    relative_gap=0.003,
    choice_limit=3,
    most_lost=0.01,
    improving_rounds=300,
    cut_rounds=12,
    case_limit=96,
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The items that the exact model chose by blocks, and when it would like them.

    `claimed_bound` is the solver's word on what no choice exceeds among the items it was offered; None if
    that were not all, or it said nothing.
    """

    hints: dict[str, Hint]
    stopped_early: bool = False
    claimed_bound: float | None = None


@dataclass(frozen=True, kw_only=True)
class Liking:
    """What the relaxation says: its bound, how much it likes each item, and the rows of the cuts found."""

    bound: float
    scores: dict[str, float]
    cut_rows: Sequence[Row]


def choose(
    problem: Problem,
    liking: Liking,
    effort: Effort,
    *,
    time_share: float = 1.0,
    held: float | None = None,
) -> Choice:
    """The best choice found for `time_share` of all time; empty if nothing pays."""
    if liking.bound <= 1e-9 and not problem.locked:
        return Choice(hints={})
    best = sorted(liking.scores, key=lambda name: (-liking.scores[name], name))
    size = max(effort.core_size, sum(score > 0 for score in liking.scores.values()))
    core = needed_by(problem, [*best[:size], *problem.locked])
    tidiness = min(MOST_TIDINESS, effort.relative_gap / 10) * max(0.0, liking.bound)
    model = build(
        problem, tidiness=tidiness / (2 * max(1, len(core))), time_share=time_share, held=held
    )
    model.rows += liking.cut_rows
    _forbid_all_but(model, core)
    answer = solve_whole(
        model,
        node_limit=effort.node_limit,
        relative_gap=effort.relative_gap,
        seconds=effort.seconds,
    )
    if answer.amounts is None:
        return Choice(hints={}, stopped_early=True)
    amounts = answer.amounts
    names = [name for name, column in model.done.items() if amounts[column] > 0.5]
    is_all = len(core) == len(problem.items) and time_share >= 1
    return Choice(
        hints={n: _hint(problem, model, problem.by_name[n], amounts) for n in names},
        stopped_early=not answer.is_done,
        claimed_bound=_without_tidiness(answer, tidiness) if is_all else None,
    )


def _without_tidiness(answer: WholeAnswer, tidiness: float) -> float | None:
    return None if answer.claimed_bound is None else answer.claimed_bound + tidiness


def _forbid_all_but(model: Model, core: frozenset[str]) -> None:
    """Keeps the same columns, so that the cuts' rows fit; the solver takes the forbidden ones out."""
    for name, column in model.done.items():
        if name not in core:
            model.highest[column] = 0.0
    for named in (model.session, model.work, model.bought, model.so_far, model.raised):
        for (name, _), column in named.items():
            if name not in core:
                model.highest[column] = 0.0


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
