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
from headway.algorithms.schedule.order import lay_out_best
from headway.algorithms.schedule.problem import Problem
from headway.algorithms.schedule.value import worth, worth_first

EQUAL = 1e-9


def arrange(
    problem: Problem,
    hints: Mapping[str, Hint],
    *,
    start: Iterable[Placement] = (),
    held: float | None = None,
) -> Diary:
    """The best layout found of the items in `hints`, of `start`, or of what two greedy rules choose.

    Each is filled up with whatever still fits and pays. What the skills that come first gain is at
    least `held` if any layout reaches that. Among equals most items begin where they are preferred.
    Raises LockedDoesNotFitError.
    """
    everything = [item.name for item in problem.items]
    needed = needed_by(problem, problem.locked)
    diaries: list[Diary] = []
    for prefers in _manners(problem):
        chosen = lay_out_best(problem, needed | set(hints), hints, prefers=prefers)
        diaries += [fill(diary, everything) for diary in chosen]
        for by_effort in (True, False):
            locked_only = lay_out_best(problem, needed, hints, prefers=prefers)[0]
            diaries.append(fill(locked_only, everything, by_effort=by_effort))
    if start:
        diaries.append(fill(diary_of(empty_diary(problem), start), everything))
    fitting = [diary for diary in diaries if needed <= set(diary.placed)]
    if not fitting:
        raise _does_not_fit(problem, needed, diaries[0])
    return better_of(fitting, held=held)


def better_of(diaries: Iterable[Diary], *, held: float | None = None) -> Diary:
    """The one that is worth most, without what is idle in it, among those that reach `held` if any do."""
    tidied = [
        diary_of(empty_diary(d.problem), without_idle(d.problem, d.placed).values())
        for d in diaries
    ]
    best = max(worth(diary.problem, diary.placed) for diary in tidied)

    def rank(diary: Diary) -> tuple[float, float, int]:
        reached = min(worth_first(diary.problem, diary.placed), held) if held is not None else 0.0
        value = worth(diary.problem, diary.placed)
        # Rounded, so that a last digit does not decide over what is preferred.
        return reached, round((value - best) / (EQUAL * max(1.0, abs(best)))), _kept(diary)

    return max(tidied, key=rank)


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
