"""From one ladder to another: which competency, role, level and act stands for which."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder
from headway.core.ladder_changes import name_ladder


@dataclass(frozen=True, kw_only=True)
class LadderMapping:
    """What each name of the ladder `former` is called in the ladder `new`; what is missing has no like.

    `levels` holds for each level of the former scale, from 0 on, the one of the new scale, or None where
    that can't be told. `expectations` are experiences and responsibilities, `behaviours` keys as
    `Ladder.behaviour` takes them. `splits` are competencies that became two or more; they stand there
    and not in `competencies`. Several names may lead to one: they became one.
    """

    former: str
    new: str
    competencies: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[int | None, ...] = ()
    expectations: Mapping[str, str] = field(default_factory=dict)
    behaviours: Mapping[str, str] = field(default_factory=dict)
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """What each competency that has a like became, most often one thing."""
        return {name: (new,) for name, new in self.competencies.items()} | dict(self.splits)

    def parts_of(self, competency: str) -> tuple[str, ...]:
        """What that competency became; () for nothing."""
        if competency in self.splits:
            return self.splits[competency]
        new = self.competencies.get(competency)
        return (new,) if new else ()

    def level(self, number: int) -> int | None:
        """The level of the new scale that means the same; None where that can't be told."""
        return self.levels[number] if 0 <= number < len(self.levels) else None


@dataclass(frozen=True, kw_only=True)
class LadderAdoption:
    """From the day of this fact on a person is measured by this version of a ladder.

    `mapping` says what the names of the ladder before it mean here, as the person confirmed it.
    """

    slug: str
    version: str
    mapping: LadderMapping

    @property
    def name(self) -> str:
        """The one name of the version."""
        return f"{self.slug} {self.version}"


def check_mapping(mapping: LadderMapping, former: Ladder, new: Ladder) -> LadderMapping:
    """`mapping` if it leads from names of `former` to names of `new`, and no level below a lower one.

    Raises InvalidInputError naming the first problem by its place.
    """
    if (mapping.former, mapping.new) != (name_ladder(former), name_ladder(new)):
        raise InvalidInputError(
            f"This mapping leads from {mapping.former} to {mapping.new}, not from "
            f"{name_ladder(former)} to {name_ladder(new)}."
        )
    for problem in (
        *_name_problems(mapping, former, new),
        *_split_problems(mapping),
        *_level_problems(mapping, former, new),
    ):
        raise InvalidInputError(problem)
    return mapping


def turn_round(mapping: LadderMapping) -> LadderMapping:
    """The way back. What two names lead to leads back to the one of the same slug, else nowhere.

    What became several is one again, each part of it leading there. Of several levels that lead to one
    the lowest leads back: no more is claimed than was said.
    """
    top = max((level for level in mapping.levels if level is not None), default=-1)
    numbers = {level: number for number, level in reversed(list(enumerate(mapping.levels)))}
    return LadderMapping(
        former=mapping.new,
        new=mapping.former,
        competencies=_turned(_pairs(mapping)),
        roles=_turned(mapping.roles.items()),
        levels=tuple(numbers.get(level) for level in range(top + 1)),
        expectations=_turned(mapping.expectations.items()),
        behaviours=_turned(mapping.behaviours.items()),
    )


def join(first: LadderMapping, then: LadderMapping) -> LadderMapping:
    """From where `first` begins to where `then` ends."""
    parts = {
        name: tuple(dict.fromkeys(part for middle in became for part in then.parts_of(middle)))
        for name, became in first.parts.items()
    }
    return LadderMapping(
        former=first.former,
        new=then.new,
        **sort_parts(parts),
        roles=_joined(first.roles, then.roles),
        levels=tuple(None if level is None else then.level(level) for level in first.levels),
        expectations=_joined(first.expectations, then.expectations),
        behaviours=_joined(first.behaviours, then.behaviours),
    )


def find_ways(mappings: Iterable[LadderMapping], target: str) -> dict[str, LadderMapping]:
    """For each ladder from which `mappings` (the latest last) lead to `target`, the way there.

    The way with the fewest steps; of equally short ones along mappings as they were confirmed rather
    than turned round, and along the latest. `target` itself is left out.
    """
    steps = list(reversed(list(mappings)))
    both = [*steps, *(turn_round(step) for step in steps)]
    ways: dict[str, LadderMapping] = {}
    reached = [target]
    while reached:
        following = []
        for name in reached:
            for step in both:
                if step.new == name and step.former != target and step.former not in ways:
                    ways[step.former] = join(step, ways[name]) if name in ways else step
                    following.append(step.former)
        reached = following
    return ways


class Parts(TypedDict):
    """The two fields of a mapping that say what competencies became."""

    competencies: dict[str, str]
    splits: dict[str, tuple[str, ...]]


def sort_parts(parts: Mapping[str, tuple[str, ...]]) -> Parts:
    """What competencies became, as a mapping holds it: one thing, or several; nothing is left out."""
    return Parts(
        competencies={name: became[0] for name, became in parts.items() if len(became) == 1},
        splits={name: became for name, became in parts.items() if len(became) > 1},
    )


def _pairs(mapping: LadderMapping) -> Iterator[tuple[str, str]]:
    return ((name, part) for name, became in mapping.parts.items() for part in became)


def _turned(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    sources: dict[str, list[str]] = {}
    for former, new in names:
        sources.setdefault(new, []).append(former)
    only = {new: former[0] for new, former in sources.items() if len(former) == 1}
    return only | {new: new for new, former in sources.items() if new in former}


def _joined(first: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    return {former: then[middle] for former, middle in first.items() if middle in then}


def _name_problems(mapping: LadderMapping, former: Ladder, new: Ladder) -> Iterator[str]:
    before, after = _slugs(former), _slugs(new)
    for part, names in (
        ("competency", _pairs(mapping)),
        ("role", mapping.roles.items()),
        ("expectation", mapping.expectations.items()),
        ("behaviour", mapping.behaviours.items()),
    ):
        yield from _unknown(part, names, [before[part], after[part]], former, new)


def _slugs(ladder: Ladder) -> dict[str, set[str]]:
    duties = {duty.slug for role in ladder.roles for duty in role.responsibilities}
    return {
        "competency": {competency.slug for competency in ladder.competencies},
        "role": {role.slug for role in ladder.roles},
        "expectation": duties | {experience.slug for experience in ladder.experiences},
        "behaviour": {one.key for one in ladder.keyed_behaviours()},
    }


def _unknown(
    part: str, names: Iterable[tuple[str, str]], known: list[set[str]], former: Ladder, new: Ladder
) -> Iterator[str]:
    for before, after in names:
        for name, there, ladder in zip((before, after), known, (former, new), strict=True):
            if name not in there:
                yield f"{part} {before}: {name_ladder(ladder)} has no {part} '{name}'."


def _split_problems(mapping: LadderMapping) -> Iterator[str]:
    for name, became in mapping.splits.items():
        if len(set(became)) != len(became) or len(became) < 2 or name in mapping.competencies:
            yield f"competency {name}: name each thing that it became once, in one list."


def _level_problems(mapping: LadderMapping, former: Ladder, new: Ladder) -> Iterator[str]:
    if len(mapping.levels) != len(former.levels):
        yield f"levels: say what becomes of each of the {len(former.levels)} levels, or leave it empty."
    told = [level for level in mapping.levels if level is not None]
    if any(not 0 <= level <= new.top_level for level in told):
        yield f"levels: {name_ladder(new)} has the levels 0 to {new.top_level}."
    if told != sorted(told):
        yield "levels: a higher level can't become a lower one than a lower level does."
