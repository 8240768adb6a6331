"""What a choice of items is worth: gains under ceilings, through a concave curve in eight straight pieces."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from headway.algorithms.schedule.problem import Gain, Item, Problem, Skill


def pieces(skill: Skill) -> tuple[tuple[float, float], ...]:
    """(width, worth of one unit of gain) of each straight piece of a skill's curve, steepest first."""
    return skill.pieces


def curve(gain: float, skill: Skill) -> float:
    """The worth of `gain` in one skill."""
    worth, left = 0.0, gain
    for width, slope in skill.pieces:
        if left <= width:
            return worth + slope * max(0.0, left)
        worth += slope * width
        left -= width
    return worth


def gained(gains: Iterable[Gain], skill: Skill) -> float:
    """The most that `gains` (all of `skill`) add when no ceiling is passed, in whatever order.

    For every ceiling, what items up to that ceiling add is at most its distance from the level.
    """
    total = 0.0
    for ceiling, amount in sorted([(gain.ceiling, gain.amount) for gain in gains]):
        lifted, most = total + amount, ceiling - skill.level
        if lifted <= most:
            total = lifted
        elif most > total:
            total = most
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
    return sum(_worths_by_skill(gains, skills).values())


def worth_of_credits(problem: Problem, names: frozenset[str]) -> float:
    """The worth of credits and sequences, less charges, when exactly the items `names` are done."""
    once = sum(c.worth for c in problem.credits if not names.isdisjoint(c.items))
    pairs = sum(s.worth for s in problem.sequences if s.first in names and s.then in names)
    return once + pairs - sum(item.charge for item in _items(problem, names))


def _items(problem: Problem, names: Iterable[str]) -> list[Item]:
    """The items of the problem among `names`, always in the same order.

    Sums over a set's members would differ in their last digit from run to run.
    """
    return [problem.by_name[name] for name in sorted(names) if name in problem.by_name]


def worth(problem: Problem, names: Iterable[str]) -> float:
    """The objective when exactly the items `names` are done."""
    chosen = frozenset(names)
    gains = gains_by_skill(_items(problem, chosen))
    return worth_of_gains(problem.skills, gains) + worth_of_credits(problem, chosen)


def worth_first(problem: Problem, names: Iterable[str]) -> float:
    """What the skills that come first gain when exactly the items `names` are done."""
    gains = gains_by_skill(_items(problem, frozenset(names)))
    return worth_of_gains([s for s in problem.skills if s.name in problem.first], gains)


def only_first(problem: Problem) -> Problem:
    """The problem in which nothing counts but what the skills that come first gain."""
    return replace(
        problem,
        skills=tuple(
            s if s.name in problem.first else replace(s, weight=0.0) for s in problem.skills
        ),
        items=tuple(replace(item, charge=0.0) for item in problem.items),
        credits=(),
        sequences=tuple(replace(pair, worth=0.0) for pair in problem.sequences),
        first=(),
    )


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
    found, waiting = {name}, [name]
    while waiting:
        more = set(problem.requiring.get(waiting.pop(), ())) - found
        found |= more
        waiting += more
    return frozenset(found)


def resting_on(problem: Problem, names: Iterable[str]) -> frozenset[str]:
    """`names` and all that may have to go with them, directly or through others.

    That is what requires one of them, or begins at a level that one of them may have lifted.
    """
    found = set(names)
    waiting = list(found)
    while waiting:
        item = problem.by_name[waiting.pop()]
        more = set(problem.requiring.get(item.name, ()))
        more.update(n for gain in item.gains for n in problem.asking.get(gain.skill, ()))
        waiting += more - found
        found |= more
    return frozenset(found)


def carrying(problem: Problem, names: Iterable[str]) -> frozenset[str]:
    """`names` and all that they may rest on: what they require, and what may lift them to their level."""
    found = frozenset(names)
    while True:
        items = [problem.by_name[name] for name in found]
        asked = {skill for item in items for skill in _levels_to_reach(problem, item)}
        more = {name for item in items for name in item.requires}
        more |= {name for skill in asked for name in problem.raising.get(skill, ())}
        if more <= found:
            return found
        found |= more


def _levels_to_reach(problem: Problem, item: Item) -> list[str]:
    """The skills of which the item asks for more at its start than there is."""
    return [name for name, level in item.entry if problem.skill_by_name[name].level < level]


def reached(level_of: Skill, finished: Iterable[Item]) -> float:
    """The level of a skill (its mean) after `finished` items."""
    gains = [g for item in finished for g in item.gains if g.skill == level_of.name]
    return level_of.level + gained(gains, level_of)


def worths_of_adding(
    problem: Problem, names: frozenset[str], items: Iterable[Item]
) -> dict[str, float]:
    """What the objective wins when each of `items`, alone, joins `names`."""
    gains = gains_by_skill(problem.by_name[name] for name in names)
    worths = _worths_by_skill(gains, problem.skills)
    return {item.name: _worth_of_one(problem, gains, worths, names, item) for item in items}


def worth_of_adding(
    problem: Problem, gains: Mapping[str, list[Gain]], names: frozenset[str], item: Item
) -> float:
    """What the objective wins when `item` joins `names`, whose gains by skill are `gains`."""
    worths = _worths_by_skill(gains, [problem.skill_by_name[g.skill] for g in item.gains])
    return _worth_of_one(problem, gains, worths, names, item)


def _worths_by_skill(gains: Mapping[str, list[Gain]], skills: Iterable[Skill]) -> dict[str, float]:
    return {skill.name: curve(gained(gains.get(skill.name, ()), skill), skill) for skill in skills}


def _worth_of_one(
    problem: Problem,
    gains: Mapping[str, list[Gain]],
    worths: Mapping[str, float],
    names: frozenset[str],
    item: Item,
) -> float:
    """What the objective wins when `item` joins `names`, whose gains and worths by skill are known."""
    more = 0.0
    for gain in item.gains:
        skill = problem.skill_by_name[gain.skill]
        if skill.weight > 0 and gain.ceiling > skill.level:
            now = gains.get(gain.skill, [])
            more += curve(gained([*now, gain], skill), skill) - worths[gain.skill]
    credits_of, pairs_of = problem.credits_of, problem.pairs_of
    once = [c.worth for c in credits_of.get(item.name, ()) if names.isdisjoint(c.items)]
    pairs = [
        pair.worth
        for pair in pairs_of.get(item.name, ())
        if (pair.then if pair.first == item.name else pair.first) in names
    ]
    return more + sum(once) + sum(pairs) - item.charge
