"""Turns a choice of items into the best layout by steps, beside what greedy rules would do."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from headway.algorithms.schedule.fill import diary_of, fill, without_idle
from headway.algorithms.schedule.layout import Diary, Hint, Placement, empty_diary, needed_by
from headway.algorithms.schedule.limits import (
    AT_ONCE,
    ENTRY_LEVEL,
    SEVERAL,
    LockedDoesNotFitError,
    without_limit,
)
from headway.algorithms.schedule.order import MOST_TRIES, lay_out_best
from headway.algorithms.schedule.problem import Problem
from headway.algorithms.schedule.value import worth, worth_first
from headway.algorithms.schedule.verify import keeps_limits

EQUAL = 1e-9


def lay_out_choice(
    problem: Problem, hints: Mapping[str, Hint], *, most_tries: int = MOST_TRIES
) -> list[Diary]:
    """Layouts of the items in `hints` and of what is locked, filled up with whatever fits and pays."""
    everything = [item.name for item in problem.items]
    wanted = needed_by(problem, problem.locked) | set(hints)
    return [
        fill(diary, everything)
        for prefers in _manners(problem)
        for diary in lay_out_best(problem, wanted, hints, prefers=prefers, most_tries=most_tries)
    ]


def lay_out_greedily(problem: Problem) -> list[Diary]:
    """What two greedy rules choose beside what is locked: by worth per effort, and by worth alone."""
    everything = [item.name for item in problem.items]
    needed = needed_by(problem, problem.locked)
    diaries = []
    for prefers in _manners(problem):
        for by_effort in (True, False):
            locked_only = lay_out_best(problem, needed, {}, prefers=prefers)[0]
            diaries.append(fill(locked_only, everything, by_effort=by_effort))
    return diaries


def continue_from(problem: Problem, placements: Iterable[Placement]) -> Diary:
    """The placements, which keep the limits, filled up with whatever still fits and pays."""
    diary = diary_of(empty_diary(problem), placements)
    return fill(diary, [item.name for item in problem.items])


def best_of(problem: Problem, diaries: Iterable[Diary], *, held: float | None = None) -> Diary:
    """The layout that is worth most, without what is idle in it.

    Layouts in which the skills that come first gain at least `held` go before others. Among equals
    the one goes first in which most items begin where they are preferred. A layout that does not keep
    the limits is never taken where another does. Raises
    LockedDoesNotFitError if none holds what is locked.
    """
    needed, found = needed_by(problem, problem.locked), list(diaries)
    fitting = [diary for diary in found if needed <= set(diary.placed)]
    if not fitting:
        raise _does_not_fit(problem, needed, found[0])
    tidied = [
        diary_of(empty_diary(problem), without_idle(problem, d.placed).values()) for d in fitting
    ]
    worths = [worth(problem, diary.placed) for diary in tidied]
    best = max(worths)

    def rank(number: int) -> tuple[float, int, int]:
        placed = tidied[number].placed
        reached = min(worth_first(problem, placed), held) if held is not None else 0.0
        # Rounded, so that a last digit does not decide over what is preferred.
        behind = round((worths[number] - best) / (EQUAL * max(1.0, abs(best))))
        return reached, behind, _kept(tidied[number])

    ranked = [tidied[n] for n in sorted(range(len(tidied)), key=rank, reverse=True)]
    # A layout that a fault of a search left broken must not take the place of a sound one.
    return next((d for d in ranked if keeps_limits(problem, tuple(d.placed.values()))), ranked[0])


def _manners(problem: Problem) -> tuple[bool, ...]:
    """Whether to try layouts that prefer former dates."""
    is_known = any(item.preferred_step is not None for item in problem.items)
    return (True, False) if is_known else (False,)


def _kept(diary: Diary) -> int:
    by_name = diary.problem.by_name
    return sum(by_name[n].preferred_step == p.first_step for n, p in diary.placed.items())


def _does_not_fit(problem: Problem, needed: frozenset[str], diary: Diary) -> LockedDoesNotFitError:
    missing = sorted(needed - set(diary.placed))
    limit = _limit_of_all(problem, needed)
    return LockedDoesNotFitError(missing[0], limit, is_alone=len(needed) == 1)


def _limit_of_all(problem: Problem, needed: frozenset[str]) -> str:
    """The single limit without which all of `needed` would fit together."""
    without: list[tuple[str, Problem]] = [
        (r.name, without_limit(problem, r.name)) for r in problem.resources
    ]
    easy = tuple(replace(item, entry=()) for item in problem.items)
    without += [(ENTRY_LEVEL, replace(problem, items=easy))]
    without += [(AT_ONCE, replace(problem, at_once=None, focuses_at_once=None))]
    for name, relaxed in without:
        if len(lay_out_best(relaxed, needed, {})[0].placed) == len(needed):
            return name
    return SEVERAL
