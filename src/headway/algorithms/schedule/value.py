"""What a choice of items is worth: gains under ceilings, through a concave curve in eight straight pieces."""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache

from headway.algorithms.schedule.problem import Gain, Item, Problem, Skill

PIECES = 8


def expected_capped(gain: float, skill: Skill) -> float:
    """E[min(target, level + gain)] for a normal level."""
    short = skill.target - skill.level - gain
    if skill.sd <= 1e-9:
        return skill.target - max(0.0, short)
    z = short / skill.sd
    below = 0.5 * math.erfc(-z / math.sqrt(2))
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return skill.target - (short * below + skill.sd * density)


@lru_cache(maxsize=4096)
def pieces(skill: Skill) -> tuple[tuple[float, float], ...]:
    """(width, worth of one unit of gain) of each straight piece, steepest first.

    The pieces are chords of the curve, so they never promise more than the curve itself.
    """
    width = skill.useful_gain / PIECES
    if width <= 0 or skill.weight <= 0:
        return ()
    heights = [expected_capped(width * k, skill) for k in range(PIECES + 1)]
    slopes = [(heights[k + 1] - heights[k]) / width for k in range(PIECES)]
    # Differences of nearly equal heights may rise by a rounding error; the model needs them to fall.
    falling = [min(slopes[: k + 1]) for k in range(PIECES)]
    return tuple((width, skill.weight * max(0.0, slope)) for slope in falling)


def curve(gain: float, skill: Skill) -> float:
    """The worth of `gain` in one skill."""
    worth, left = 0.0, gain
    for width, slope in pieces(skill):
        worth += slope * min(width, max(0.0, left))
        left -= width
    return worth


def gained(gains: Iterable[Gain], skill: Skill) -> float:
    """The most that `gains` (all of `skill`) add when no ceiling is passed, in whatever order.

    For every ceiling, what items up to that ceiling add is at most its distance from the level.
    """
    total = 0.0
    for gain in sorted(gains, key=lambda g: g.ceiling):
        total = max(total, min(total + gain.amount, gain.ceiling - skill.level))
    return total


def gains_by_skill(items: Iterable[Item]) -> dict[str, list[Gain]]:
    """The gains of all `items`, by skill."""
    found: dict[str, list[Gain]] = {}
    for item in items:
        for gain in item.gains:
            found.setdefault(gain.skill, []).append(gain)
    return found


def worth_of_gains(skills: Iterable[Skill], gains: Mapping[str, list[Gain]]) -> float:
    """The worth of gains over all skills."""
    return sum(curve(gained(gains.get(skill.name, ()), skill), skill) for skill in skills)


def worth_of_credits(problem: Problem, names: frozenset[str]) -> float:
    """The worth of credits and sequences, less charges, when exactly the items `names` are done."""
    once = sum(c.worth for c in problem.credits if not names.isdisjoint(c.items))
    pairs = sum(s.worth for s in problem.sequences if {s.first, s.then} <= names)
    # In the problem's order: sums of a set's members would differ in their last digit.
    return once + pairs - sum(item.charge for item in problem.items if item.name in names)


def worth(problem: Problem, names: Iterable[str]) -> float:
    """The objective when exactly the items `names` are done."""
    chosen = frozenset(names)
    gains = gains_by_skill(item for item in problem.items if item.name in chosen)
    return worth_of_gains(problem.skills, gains) + worth_of_credits(problem, chosen)


def most_worth(problem: Problem) -> float:
    """What the objective would be if all that counts were gained."""
    levels = sum(curve(skill.useful_gain, skill) for skill in problem.skills)
    once = sum(credit.worth for credit in problem.credits)
    return levels + once + sum(pair.worth for pair in problem.sequences)


def loss_without(problem: Problem, names: frozenset[str]) -> dict[str, float]:
    """What the objective loses when one item is taken out together with all that require it."""
    whole = worth(problem, names)
    return {name: whole - worth(problem, names - dependents(problem, name)) for name in names}


def dependents(problem: Problem, name: str) -> frozenset[str]:
    """`name` and all items that require it, directly or through others."""
    found = {name}
    while True:
        more = {i.name for i in problem.items if not found.isdisjoint(i.requires)} - found
        if not more:
            return frozenset(found)
        found |= more


def reached(level_of: Skill, finished: Iterable[Item]) -> float:
    """The level of a skill (its mean) after `finished` items."""
    gains = [g for item in finished for g in item.gains if g.skill == level_of.name]
    return level_of.level + gained(gains, level_of)


def worth_of_adding(
    problem: Problem, gains: Mapping[str, list[Gain]], names: frozenset[str], item: Item
) -> float:
    """What the objective wins when `item` joins `names`, whose gains by skill are `gains`."""
    more = 0.0
    for gain in item.gains:
        skill = problem.skill_by_name[gain.skill]
        if skill.weight > 0 and gain.ceiling > skill.level:
            now = gains.get(gain.skill, [])
            more += curve(gained([*now, gain], skill), skill) - curve(gained(now, skill), skill)
    before = worth_of_credits(problem, names)
    return more + worth_of_credits(problem, names | {item.name}) - before
