"""Solves the scheduling problem: a proven bound, an exact choice by blocks, a layout by steps, a check."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from headway.algorithms.schedule.arrange import (
    best_of,
    continue_from,
    lay_out_choice,
    lay_out_greedily,
)
from headway.algorithms.schedule.choose import PROMPT, THOROUGH, Choice, Effort, Liking, choose
from headway.algorithms.schedule.improve import improve
from headway.algorithms.schedule.layout import Diary, Placement
from headway.algorithms.schedule.limits import offered
from headway.algorithms.schedule.problem import Problem, in_order
from headway.algorithms.schedule.prove import Prover
from headway.algorithms.schedule.result import First, Result
from headway.algorithms.schedule.value import only_first, worth, worth_first
from headway.algorithms.schedule.verify import (
    UnverifiedResultError,
    keeps_limits,
    relative_gap,
    verify,
)

__all__ = [
    "PROMPT",
    "THOROUGH",
    "Effort",
    "Relaxed",
    "certify",
    "find_bound",
    "relax",
    "solve",
    "solve_plainly",
]

# Where a layout loses much of the choice, the last choice is made for a little less time.
LESS_TIME = 0.985
# Where some skills come first, this share of what they gain may be given up for all the rest.
GIVEN_UP = 0.005
NOTHING = 1e-9
# Layouts are improved among so many of the items that the relaxation likes best.
IMPROVED_AMONG = 80
# Blocks are joined until there are no more than so many pairs of item and block. Only few items ever
# are in a linear programme together, so more than so many do not count.
MOST_CELLS, COUNTED_ITEMS = 3000, 500


@dataclass(frozen=True, kw_only=True)
class Found:
    """The best layout, the best one without the limits on few things at once, and the choices made."""

    diary: Diary
    without_few: Diary | None
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Relaxed:
    """What no plan can exceed, and the items that the relaxation would do in part or in full."""

    bound: float
    liked: frozenset[str]


def solve(
    problem: Problem, effort: Effort | None = None, *, start: Iterable[Placement] = ()
) -> Result:
    """The best plan found, laid out by steps and verified; the empty plan if nothing fits or pays.

    `effort` is PROMPT unless another is given; THOROUGH may take ten times as long. `start` is a plan
    that is known; if it keeps the limits, the result is worth no less. Raises ScheduleError for a
    problem that makes no sense, LockedDoesNotFitError if a locked item cannot be done,
    UnverifiedResultError rather than return something that does not keep the limits; before that, what
    fails the check gives way to `solve_plainly`.
    """
    problem, effort, known = in_order(problem), effort or PROMPT, tuple(start)
    rest, left_out = offered(problem)
    known = known if known and keeps_limits(problem, known) else ()
    # What matters for all the rest may not matter for what comes first.
    known = tuple(placement for placement in known if placement.item in rest.by_name)
    first = None
    if problem.first:
        alone = solve(only_first(problem), effort, start=known)
        first, known = _first_of(alone), known or alone.placements
    held = None if first is None else first.held
    prover = _prover(rest, effort, held)
    found = _find(rest, prover, effort, known, held)
    objective = worth(rest, found.diary.placed)
    many = found.without_few
    most = max(objective, worth(rest, many.placed) if many else objective)
    # No proof can take away what few things at once cost.
    prover.tighten(most / (1 - effort.goal), most_cases=effort.case_limit)
    result = _result(problem, found.diary.placed.values(), prover, first)
    result = replace(
        result,
        left_out=tuple(left_out.items()),
        chosen_worth=most,
        without_few=_by_name(many.placed.values()) if many else (),
        stopped_early=any(choice.stopped_early for choice in found.choices),
        claimed_bound=found.choices[-1].claimed_bound,
    )
    try:
        verify(problem, result)
    except UnverifiedResultError:
        return solve_plainly(problem)
    return result


def solve_plainly(problem: Problem) -> Result:
    """The better of two greedy layouts with the bound of one linear programme, verified.

    For when what a search found does not pass its check. It says that it stopped early. Raises as
    `solve` does.
    """
    problem = in_order(problem)
    rest, _ = offered(problem)
    diary = best_of(rest, lay_out_greedily(rest))
    plain = replace(PROMPT, cut_rounds=0, case_limit=1)
    return replace(certify(problem, diary.placed.values(), effort=plain), stopped_early=True)


def find_bound(problem: Problem, effort: Effort | None = None) -> float:
    """What no plan for `problem` can exceed, from linear programmes alone."""
    return relax(problem, effort).bound


def relax(problem: Problem, effort: Effort | None = None) -> Relaxed:
    """What linear programmes alone say of `problem`."""
    rest, _ = offered(in_order(problem))
    prover = _prover(rest, effort or PROMPT, None)
    liked = frozenset(name for name, score in prover.scores.items() if score > 0)
    return Relaxed(bound=max(0.0, prover.bound), liked=liked)


def certify(
    problem: Problem,
    placements: Iterable[Placement],
    *,
    beside: Result | None = None,
    effort: Effort | None = None,
) -> Result:
    """Placements made elsewhere as a checked result, with the proof of `beside` or else one of their own.

    `beside` is a result for the same problem; its proof holds for every plan. Raises
    UnverifiedResultError if the placements do not keep the limits, and what `solve` raises.
    """
    problem, placed = in_order(problem), tuple(placements)
    if beside is None:
        beside = _beside(problem, placed, effort or PROMPT)
    names = [placement.item for placement in placed]
    objective, first = worth(problem, names), beside.first
    # What else is lost against `beside` is not lost to few things at once.
    lost_to_few = beside.chosen_worth - beside.objective
    bound = max(beside.bound, objective)
    result = replace(
        beside,
        placements=_by_name(placed),
        objective=objective,
        bound=bound,
        relative_gap=relative_gap(objective, bound),
        chosen_worth=max(objective, min(beside.chosen_worth, objective + lost_to_few)),
        first=first and _with_gain(first, worth_first(problem, names)),
    )
    verify(problem, result)
    return result


def _beside(problem: Problem, placed: tuple[Placement, ...], effort: Effort) -> Result:
    """A proof for the problem, and what comes first held where the placements have it."""
    rest, left_out = offered(problem)
    first = None
    if problem.first:
        prover = _prover(offered(only_first(problem))[0], effort, None)
        gained = worth_first(problem, [placement.item for placement in placed])
        first = First(
            objective=gained,
            bound=max(prover.bound, gained),
            relative_gap=relative_gap(gained, max(prover.bound, gained)),
            proof=prover.proof(),
            held=gained * (1 - GIVEN_UP),
        )
    prover = _prover(rest, effort, None if first is None else first.held)
    result = _result(problem, placed, prover, first)
    return replace(result, left_out=tuple(left_out.items()))


def _prover(rest: Problem, effort: Effort, held: float | None) -> Prover:
    return Prover(_coarse(rest), held=held, cut_rounds=effort.cut_rounds, seconds=effort.seconds)


def _coarse(problem: Problem) -> Problem:
    """The problem in longer blocks if it is large: that makes the model smaller and no bound untrue."""
    width, size = min(len(problem.items), COUNTED_ITEMS), problem.block_size
    while width * math.ceil(len(problem.steps) / size) > MOST_CELLS and size < len(problem.steps):
        size *= 2
    return replace(problem, block_size=size)


def _find(
    rest: Problem,
    prover: Prover,
    effort: Effort,
    start: tuple[Placement, ...],
    held: float | None,
) -> Found:
    """The best layout; where few things at once cost something, the best one without that limit too."""
    lay_out = partial(lay_out_choice, most_tries=effort.order_tries)
    liking = Liking(bound=prover.bound, scores=prover.scores, cut_rows=prover.cut_rows)
    many = replace(rest, at_once=None, focuses_at_once=None)
    choices = [choose(_coarse(many), liking, effort, held=held)]
    known = [continue_from(rest, start)] if start else []
    greedy, laid_out = lay_out_greedily(rest), lay_out(rest, choices[0].hints)
    diary = best_of(rest, [*known, *greedy, *laid_out], held=held)
    free = None
    if many != rest and choices[0].hints:
        laid_out = lay_out(many, choices[0].hints)
        free = best_of(many, [continue_from(many, diary.placed.values()), *laid_out], held=held)
        if worth(rest, diary.placed) >= worth(rest, free.placed) - NOTHING:
            free = None
    for time_share in (1.0, LESS_TIME)[: effort.choice_limit - 1] if free else ():
        # Choices that use every hour are hard to lay out with few things at once.
        if worth(rest, diary.placed) < (1 - effort.most_lost) * worth(rest, choices[-1].hints):
            choices.append(choose(_coarse(rest), liking, effort, held=held, time_share=time_share))
            laid_out = lay_out(rest, choices[-1].hints)
            diary = best_of(rest, [diary, *laid_out], held=held)
    liked = sorted(liking.scores, key=lambda name: (-liking.scores[name], name))[:IMPROVED_AMONG]
    improved = improve(
        diary,
        {n: max(0.0, liking.scores[n]) for n in liked},
        rounds=effort.improving_rounds,
        enough=(1 - effort.goal) * liking.bound,
    )
    diary = best_of(rest, [diary, improved], held=held)
    return Found(diary=diary, without_few=free, choices=tuple(choices))


def _result(
    problem: Problem, placed: Iterable[Placement], prover: Prover, first: First | None
) -> Result:
    placements = _by_name(placed)
    names = [placement.item for placement in placements]
    objective = worth(problem, names)
    # An optimum may pass its bound by a rounding.
    bound = max(prover.bound, objective)
    return Result(
        placements=placements,
        objective=objective,
        bound=bound,
        relative_gap=relative_gap(objective, bound),
        proof=prover.proof(),
        chosen_worth=objective,
        first=first and _with_gain(first, worth_first(problem, names)),
    )


def _first_of(alone: Result) -> First:
    return First(
        objective=alone.objective,
        bound=alone.bound,
        relative_gap=alone.relative_gap,
        proof=alone.proof,
        held=alone.objective * (1 - GIVEN_UP),
    )


def _with_gain(first: First, gained: float) -> First:
    bound = max(first.bound, gained)
    return replace(first, objective=gained, bound=bound, relative_gap=relative_gap(gained, bound))


def _by_name(placements: Iterable[Placement]) -> tuple[Placement, ...]:
    return tuple(sorted(placements, key=lambda placement: placement.item))
