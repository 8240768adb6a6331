"""Which items can be done at all, and which limit stands in the way of the others."""

from dataclasses import replace

from headway.algorithms.schedule.layout import empty_diary, place
from headway.algorithms.schedule.problem import Item, Problem, only
from headway.algorithms.schedule.value import pieces

TIME = "time"
AT_ONCE = "at once"
SEVERAL = "several limits"
ENTRY_LEVEL = "entry level"
REQUIRED = "something required"
USELESS = "nothing to gain"


class LockedDoesNotFitError(Exception):
    """A locked item cannot be done; `limit` names the resource, or is one of this module's words.

    `is_alone` says that it would not fit alone either, not only together with the other locked ones.
    """

    def __init__(self, name: str, limit: str, *, is_alone: bool) -> None:
        super().__init__(f"{name} does not fit: {limit}")
        self.name = name
        self.limit = limit
        self.is_alone = is_alone


def limit_in_the_way(problem: Problem, item: Item) -> str | None:
    """What keeps `item` from being done even if it were alone; None if nothing does.

    The answer is the first single limit without which it would fit.
    """
    if item.requires or item.entry:
        item = replace(item, requires=(), entry=())
    if _fits(problem, item):
        return None
    alone = replace(problem, items=(item,), sequences=())
    for resource in problem.resources:
        if _fits(without_limit(alone, resource.name), item):
            return resource.name
    if _fits(replace(alone, at_once=None), item):
        return AT_ONCE
    endless = alone
    for resource in problem.resources:
        endless = without_limit(endless, resource.name)
    return SEVERAL if _fits(endless, item) else TIME


def _fits(problem: Problem, item: Item) -> bool:
    """Whether an item that needs nothing before it fits where nothing else is."""
    return place(empty_diary(problem), item) is not None


def without_limit(problem: Problem, name: str) -> Problem:
    """The problem with as much of a resource, at any time, as all items together could take."""
    amount = 1.0 + sum(item.amount(name) for item in problem.items)
    resources = tuple(
        replace(r, limits=tuple(amount for _ in r.limits)) if r.name == name else r
        for r in problem.resources
    )
    return replace(problem, resources=resources)


def offered(problem: Problem) -> tuple[Problem, dict[str, str]]:
    """The problem with the items that can matter, and why each of the others cannot.

    Left out are items that fit nowhere even alone, items that require one of those or a banned one,
    and items from which nothing is to be gained. None of them is in any best plan, so a bound for
    the rest is a bound for all. Raises LockedDoesNotFitError if a locked item is among them.
    """
    reasons: dict[str, str] = {}
    for item in problem.items:
        if item.name not in problem.banned:
            limit = limit_in_the_way(problem, item)
            if limit is not None:
                reasons[item.name] = limit
    _spread_to_dependents(problem, reasons)
    for name in problem.locked:
        if name in reasons or name in problem.banned:
            raise LockedDoesNotFitError(name, reasons.get(name, REQUIRED), is_alone=True)
    kept = [i for i in problem.items if i.name not in reasons and i.name not in problem.banned]
    useful = _useful(problem, kept)
    reasons |= {item.name: USELESS for item in kept if item.name not in useful}
    return only(problem, useful), dict(sorted(reasons.items()))


def _spread_to_dependents(problem: Problem, reasons: dict[str, str]) -> None:
    is_spreading = True
    while is_spreading:
        is_spreading = False
        missing = {*reasons, *problem.banned}
        for item in problem.items:
            if item.name not in missing and not missing.isdisjoint(item.requires):
                reasons[item.name] = REQUIRED
                is_spreading = True


def _useful(problem: Problem, kept: list[Item]) -> frozenset[str]:
    rising = {skill.name for skill in problem.skills if pieces(skill)}
    # A level that some item asks for at its start may be worth reaching for that alone.
    rising |= {skill for item in kept for skill, _ in item.entry}
    found = {*problem.locked, *(item.name for item in kept if item.charge < 0)}
    found |= {name for credit in problem.credits if credit.worth > 0 for name in credit.items}
    for item in kept:
        raises = any(
            g.amount > 0 and g.skill in rising and g.ceiling > problem.skill_by_name[g.skill].level
            for g in item.gains
        )
        if raises:
            found.add(item.name)
    found |= {s.first for s in problem.sequences if s.worth > 0 and s.then in found}
    found |= {s.then for s in problem.sequences if s.worth > 0 and s.first in found}
    names = {item.name for item in kept}
    while True:
        required = {n for item in kept if item.name in found for n in item.requires} - found
        if not required:
            return frozenset(found & names)
        found |= required
