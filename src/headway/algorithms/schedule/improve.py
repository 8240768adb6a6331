"""Improves a layout by taking a few items out and filling the room anew, again and again."""

import math
import random
from collections.abc import Mapping

from headway.algorithms.schedule.fill import diary_of, fill
from headway.algorithms.schedule.layout import Diary, empty_diary
from headway.algorithms.schedule.value import carrying, resting_on, worth

# Between so many items are taken out at a time; their neighbours in time go more often than others.
FEWEST_OUT, MOST_OUT = 1, 3
NEARBY = 0.6
# What an item is worth is taken that much too low or too high, so that other choices are tried too.
LEAST_LIKING, MOST_LIKING = 0.6, 1.5
EQUAL = 1e-9


def improve(
    diary: Diary, shares: Mapping[str, float], *, rounds: int, enough: float = math.inf
) -> Diary:
    """The best layout met in `rounds` rounds from `diary` on, or the first that is worth `enough`.

    Only items in `shares` come in.
    Their shares (0 to 1) say how much the relaxation would do of each, and make it so much likelier.
    Ruin and recreate (Schrimpf and others 2000); what is no worse is gone on from. The draws are
    fixed, so equal problems have equal plans.
    """
    problem, now, best = diary.problem, diary, diary
    most = worth(problem, diary.placed)
    level = most
    chance = random.Random(len(diary.placed))  # noqa: S311  # no secret depends on it
    allowed = sorted({*shares, *diary.placed})
    firm = carrying(problem, problem.locked)
    for _ in range(rounds):
        if most >= enough:
            return best
        out = _taken_out(chance, now, firm)
        if not out:
            return best
        rest = [p for name, p in now.placed.items() if name not in out]
        liking = {
            name: chance.uniform(LEAST_LIKING, MOST_LIKING) * (1 + shares.get(name, 0.0))
            for name in allowed
        }
        tried = fill(diary_of(empty_diary(problem), rest), allowed, liking=liking)
        value = worth(problem, tried.placed)
        if value >= level - EQUAL:
            now, level = tried, value
        if value > most + EQUAL:
            best, most = tried, value
    return best


def _taken_out(chance: random.Random, diary: Diary, firm: frozenset[str]) -> frozenset[str]:
    """A few items with all that rests on them."""
    names = sorted(set(diary.placed) - firm)
    if not names:
        return frozenset()
    first = chance.choice(names)
    out = {first}
    near = sorted(names, key=lambda n: (_apart(diary, first, n), n))
    for _ in range(chance.randint(FEWEST_OUT, MOST_OUT) - 1):
        pool = near[: max(2, len(near) // 3)] if chance.random() < NEARBY else names
        out.add(chance.choice(pool))
    return resting_on(diary.problem, out)


def _apart(diary: Diary, one: str, other: str) -> float:
    a, b = diary.placed[one], diary.placed[other]
    return abs(a.first_step + a.last_step - b.first_step - b.last_step)
