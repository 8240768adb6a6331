"""The general scheduling problem in plain numbers: items, skills, limits and time, no people and no dates."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeVar

from headway.algorithms.schedule.item import Gain as Gain
from headway.algorithms.schedule.item import Item as Item
from headway.algorithms.schedule.item import Session as Session
from headway.algorithms.schedule.skill import Skill as Skill

# Whoever tells of a level or a gain beyond this has slipped; their squares have to be numbers.
HIGHEST = 1e9
TakenWhen = Literal["as worked", "when begun"]
Listed = TypeVar("Listed")


class ScheduleError(Exception):
    """A problem that makes no sense; the text names what is wrong."""


class CycleError(ScheduleError):
    """Items that require each other in a circle; `names` are those of one circle, in order."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"these items require each other: {' -> '.join(names)}")
        self.names = names


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A limit: per step for what is taken as work goes on, per year for what is taken at the start."""

    name: str
    limits: tuple[float, ...]
    taken: TakenWhen = "as worked"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A stretch of time (a week has length 1); `year` None: nothing that costs may begin in it."""

    length: float
    year: int | None


@dataclass(frozen=True, kw_only=True)
class Credit:
    """A worth that counts once if any of `items` is done."""

    name: str
    worth: float
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sequence:
    """Two items that are worth `worth` more together; if both are done, `then` begins after `first`."""

    first: str
    then: str
    worth: float


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Choose and time items so that the worth of gains and credits is greatest within the limits.

    The solver chooses by blocks of `block_size` steps; the result is laid out step by step, with
    at most `at_once` items between their first and last step at any time (None: any number).
    `locked` items must be done, `banned` ones must not. At most `focuses_at_once` different
    focuses of items are worked on at any time (None: any number). What the skills in `first` gain
    comes before everything else.
    """

    steps: tuple[Step, ...]
    skills: tuple[Skill, ...]
    items: tuple[Item, ...]
    resources: tuple[Resource, ...] = ()
    block_size: int = 13
    at_once: int | None = 3
    locked: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    focuses_at_once: int | None = None
    first: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Item]:
        """The items by their names."""
        return {item.name: item for item in self.items}

    @cached_property
    def skill_by_name(self) -> dict[str, Skill]:
        """The skills by their names."""
        return {skill.name: skill for skill in self.skills}

    @cached_property
    def blocks(self) -> tuple[range, ...]:
        """The steps of each block; the last one may be shorter."""
        size, end = self.block_size, len(self.steps)
        return tuple(range(start, min(start + size, end)) for start in range(0, end, size))

    def pace(self, item: Item) -> tuple[float, ...]:
        """The share of an item's work that can be done in each step at its fastest pace."""
        if item.min_length not in self._paces:
            self._paces[item.min_length] = (
                tuple(min(1.0, s.length / item.min_length) for s in self.steps)
                if item.min_length > 0
                else (1.0,) * len(self.steps)
            )
        return self._paces[item.min_length]

    @cached_property
    def _paces(self) -> dict[float, tuple[float, ...]]:
        return {}

    @cached_property
    def before(self) -> dict[str, tuple[str, ...]]:
        """For each `then` of a sequence the items that go first."""
        return _listed((pair.then, pair.first) for pair in self.sequences)

    @cached_property
    def after(self) -> dict[str, tuple[str, ...]]:
        """For each `first` of a sequence the items that go then."""
        return _listed((pair.first, pair.then) for pair in self.sequences)

    @cached_property
    def raising(self) -> dict[str, tuple[str, ...]]:
        """For each skill the items that gain in it."""
        return _listed((gain.skill, item.name) for item in self.items for gain in item.gains)

    @cached_property
    def requiring(self) -> dict[str, tuple[str, ...]]:
        """For each item those that require it."""
        return _listed((name, item.name) for item in self.items for name in item.requires)

    @cached_property
    def credits_of(self) -> dict[str, tuple[Credit, ...]]:
        """For each item the credits that it gives."""
        return _listed((name, credit) for credit in self.credits for name in {*credit.items})

    @cached_property
    def pairs_of(self) -> dict[str, tuple[Sequence, ...]]:
        """For each item the sequences that it is part of."""
        return _listed((n, pair) for pair in self.sequences for n in {pair.first, pair.then})

    @cached_property
    def asking(self) -> dict[str, tuple[str, ...]]:
        """For each skill the items that ask for more of it at their start than there is."""
        return _listed(
            (name, item.name)
            for item in self.items
            for name, level in item.entry
            if self.skill_by_name[name].level < level
        )

    @cached_property
    def ordered(self) -> "Problem":
        """The same problem, checked and in canonical order; see `in_order`."""
        ordered = _put_in_order(self)
        # What is in order already is not looked through again.
        ordered.__dict__["ordered"] = ordered
        return ordered

    @cached_property
    def years(self) -> frozenset[int | None]:
        """The years of the steps; None stands for steps in which nothing that costs may begin."""
        return frozenset(step.year for step in self.steps)

    def taken(self, when: TakenWhen) -> tuple[Resource, ...]:
        """The resources that are taken at that time."""
        return tuple(r for r in self.resources if r.taken == when)


def in_order(problem: Problem) -> Problem:
    """The same problem, checked and in canonical order, so that the order given changes nothing.

    Raises ScheduleError (CycleError for a circle of prerequisites).
    """
    return problem.ordered


def _put_in_order(problem: Problem) -> Problem:
    ordered = replace(
        problem,
        skills=tuple(sorted(problem.skills, key=lambda s: s.name)),
        items=tuple(sorted(map(_item_in_order, problem.items), key=lambda i: i.name)),
        resources=tuple(sorted(problem.resources, key=lambda r: r.name)),
        locked=tuple(sorted(set(problem.locked))),
        banned=tuple(sorted(set(problem.banned))),
        first=tuple(sorted(set(problem.first))),
        credits=tuple(sorted(problem.credits, key=lambda c: c.name)),
        sequences=tuple(sorted(problem.sequences, key=lambda s: (s.first, s.then))),
    )
    _check(ordered)
    return ordered


def _item_in_order(item: Item) -> Item:
    ordered = replace(
        item,
        gains=tuple(sorted(item.gains, key=lambda g: (g.skill, g.ceiling, g.amount))),
        uses=tuple(sorted(item.uses)),
        sessions=tuple(sorted(item.sessions, key=lambda s: (s.first_step, len(s.shares)))),
        requires=tuple(sorted(set(item.requires))),
        entry=tuple(sorted(item.entry)),
    )
    # The same object keeps what it has worked out.
    return item if ordered == item else ordered


def _listed(pairs: Iterable[tuple[str, Listed]]) -> dict[str, tuple[Listed, ...]]:
    """For each name what it is paired with, in that order."""
    found: dict[str, list[Listed]] = {}
    for name, other in pairs:
        found.setdefault(name, []).append(other)
    return {name: tuple(others) for name, others in found.items()}


def only(problem: Problem, names: Iterable[str]) -> Problem:
    """The problem with only those items; what refers to others is cut to them."""
    kept = frozenset(names)
    return replace(
        problem,
        items=tuple(item for item in problem.items if item.name in kept),
        locked=tuple(name for name in problem.locked if name in kept),
        banned=tuple(name for name in problem.banned if name in kept),
        credits=tuple(
            replace(c, items=tuple(name for name in c.items if name in kept))
            for c in problem.credits
        ),
        sequences=tuple(s for s in problem.sequences if s.first in kept and s.then in kept),
    )


def shortest_length(problem: Problem, item: Item) -> float:
    """The least length of steps in which the item's work can be done."""
    longest = item.min_length
    for resource in problem.taken("as worked"):
        per_length = max(
            limit / step.length for limit, step in zip(resource.limits, problem.steps, strict=False)
        )
        if per_length > 0:
            longest = max(longest, item.amount(resource.name) / per_length)
    return longest


def find_cycle(requires: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """One circle among the requirements, its first name repeated at the end; () if there is none."""
    finished: set[str] = set()
    for start in sorted(requires):
        path: list[str] = []
        waiting: list[tuple[str, bool]] = [(start, True)]
        while waiting:
            name, entering = waiting.pop()
            if not entering:
                finished.add(path.pop())
            elif name in path:
                return (*path[path.index(name) :], name)
            elif name not in finished:
                path.append(name)
                waiting.append((name, False))
                waiting.extend((n, True) for n in sorted(requires.get(name, ()), reverse=True))
    return ()


def _check(problem: Problem) -> None:
    _check_numbers(problem)
    _check_names(problem)
    for resource in problem.resources:
        years = 1 + max((s.year for s in problem.steps if s.year is not None), default=-1)
        needed = len(problem.steps) if resource.taken == "as worked" else years
        _insist(len(resource.limits) >= needed, f"{resource.name} lacks limits")
    for item in problem.items:
        for session in item.sessions:
            _check_session(problem, item, session)
    cycle = find_cycle({item.name: item.requires for item in problem.items})
    if cycle:
        raise CycleError(cycle)


def _check_session(problem: Problem, item: Item, session: Session) -> None:
    inside = session.first_step >= 0 and session.last_step < len(problem.steps)
    _insist(bool(session.shares) and inside, f"a session of {item.name} lies outside the time")
    _insist(abs(sum(session.shares) - 1) < 1e-9, f"a session of {item.name} has odd shares")
    for resource in problem.taken("when begun"):
        known = 0 <= session.year < len(resource.limits)
        _insist(known, f"a session of {item.name} is paid outside the years of {resource.name}")


def _check_names(problem: Problem) -> None:
    items = {item.name for item in problem.items}
    skills = {skill.name for skill in problem.skills}
    resources = {resource.name for resource in problem.resources}
    _insist(len(items) == len(problem.items), "two items have one name")
    _insist(len(skills) == len(problem.skills), "two skills have one name")
    _insist(len(resources) == len(problem.resources), "two resources have one name")
    for item in problem.items:
        of_skills = [g.skill for g in item.gains] + [name for name, _ in item.entry]
        _insist(skills.issuperset(of_skills), f"{item.name} names an unknown skill")
        _insist(len({g.skill for g in item.gains}) == len(item.gains), f"{item.name} gains twice")
        _insist(resources.issuperset(n for n, _ in item.uses), f"{item.name} uses the unknown")
        _insist(items.issuperset(item.requires), f"{item.name} requires an unknown item")
    _insist(skills.issuperset(problem.first), "an unknown skill comes first")
    named = [*problem.locked, *(name for c in problem.credits for name in c.items)]
    named += [name for s in problem.sequences for name in (s.first, s.then)]
    _insist(items.issuperset(named), "an unknown item is named")


def _check_numbers(problem: Problem) -> None:
    _insist(problem.block_size >= 1, "a block has at least one step")
    _insist(problem.at_once is None or problem.at_once >= 0, "at_once is negative")
    few = problem.focuses_at_once
    _insist(few is None or few >= 0, "focuses_at_once is negative")
    years = [step.year for step in problem.steps if step.year is not None]
    _insist(years == sorted(years) and all(y >= 0 for y in years), "years run backwards")
    for skill in problem.skills:
        _insist(_finite(skill.level, skill.target), f"{skill.name} is not finite")
        _insist(_sound(skill.sd, skill.useful_gain, skill.weight), f"{skill.name} has odd numbers")
        highest = max(abs(skill.level), abs(skill.target), skill.sd)
        _insist(highest <= HIGHEST, f"{skill.name} has odd numbers")
    for item in problem.items:
        lifts = max((g.amount for g in item.gains), default=0.0)
        _insist(not lifts > HIGHEST, f"{item.name} has odd numbers")
        amounts = [g.amount for g in item.gains] + [amount for _, amount in item.uses]
        amounts += [item.min_length, item.first_step, item.preferred_step or 0]
        _insist(_sound(*amounts) and _finite(item.charge), f"{item.name} has odd numbers")
        longest = item.min_length if item.max_length is None else item.max_length
        _insist(_finite(longest) and longest >= item.min_length, f"{item.name} has odd lengths")
        levels = [g.ceiling for g in item.gains] + [level for _, level in item.entry]
        _insist(_finite(*levels), f"{item.name} is not finite")
    worths = [c.worth for c in problem.credits] + [s.worth for s in problem.sequences]
    limits = [limit for r in problem.resources for limit in r.limits]
    _insist(_sound(*worths, *limits), "a credit or a limit is negative or not finite")
    _insist(all(_sound(s.length) and s.length > 0 for s in problem.steps), "a step has no length")


def _finite(*values: float) -> bool:
    return all(math.isfinite(value) for value in values)


def _sound(*values: float) -> bool:
    return _finite(*values) and all(value >= 0 for value in values)


def _insist(truth: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as "insist that"
    if not truth:
        raise ScheduleError(otherwise)
