"""From one ladder to another: which competency, role, level and act stands for which, and what is alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder
from headway.core.ladder_changes import name_ladder

Part = Literal["competency", "role", "level", "expectation", "behaviour"]
How = Literal["same", "alike", "none"]
PARTS: tuple[Part, ...] = ("competency", "role", "level", "expectation", "behaviour")
# Likeness of 0 to 100 (rapidfuzz token_set_ratio of the names, or token_sort_ratio of whole texts).
# From PROPOSED on the likeliest is proposed, from SHOWN on others are named; our judgement.
PROPOSED, SHOWN, SAME_ACT = 75.0, 45.0, 85.0
MOST_CANDIDATES = 3
# More texts than this on both sides are not compared: the scales of whole national classifications.
MOST_COMPARED = 4_000


@dataclass(frozen=True, kw_only=True)
class LadderMapping:
    """What each name of the ladder `former` is called in the ladder `new`; what is missing has no like.

    `levels` holds for each level of the former scale, from 0 on, the one of the new scale, or None where
    that can't be told. `expectations` are experiences and responsibilities, `behaviours` keys as
    `Ladder.behaviour` takes them.
    """

    former: str
    new: str
    competencies: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[int | None, ...] = ()
    expectations: Mapping[str, str] = field(default_factory=dict)
    behaviours: Mapping[str, str] = field(default_factory=dict)

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


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something of the new ladder that may stand for something of the former: 100 is the same text."""

    slug: str
    name: str
    likeness: int


@dataclass(frozen=True, kw_only=True)
class Match:
    """What is proposed for one name of the former ladder: `new` is empty where nothing is.

    `how`: "same" for the same slug (of a level: the same name or place; of an act: the same words),
    "alike" for a text that is like it, "none".
    """

    part: Part
    former: str
    name: str
    new: str
    how: How
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MappingProposal:
    """A mapping with the reasons for it, in the order of the former ladder."""

    mapping: LadderMapping
    matches: tuple[Match, ...]

    @property
    def is_certain(self) -> bool:
        """Whether all but single acts have the same name in both ladders, so that nothing is guessed."""
        return all(match.how == "same" for match in self.matches if match.part != "behaviour")

    def of(self, part: Part) -> tuple[Match, ...]:
        """The matches of one part."""
        return tuple(match for match in self.matches if match.part == part)


@dataclass(frozen=True, kw_only=True)
class _Named:
    """Something with a slug, a name and a longer text."""

    slug: str
    name: str
    text: str


def propose_mapping(former: Ladder, new: Ladder) -> MappingProposal:
    """What of `new` may stand for each name of `former`: by slug, then by text; a person confirms it.

    By text each thing of `new` is proposed once, the likeliest first. An act is the same only within the
    same competency and at the same level. Texts are compared by rapidfuzz, nothing is understood.
    """
    levels = _match_levels(former, new)
    found = {
        "competency": tuple(_match("competency", _competencies(former), _competencies(new))),
        "role": tuple(_match("role", _roles(former), _roles(new))),
        "level": levels,
        "expectation": tuple(_match("expectation", _expectations(former), _expectations(new))),
    }
    told = {part: _told(matches) for part, matches in found.items()}
    scale = tuple(int(match.new) if match.new else None for match in levels)
    mapping = LadderMapping(
        former=name_ladder(former),
        new=name_ladder(new),
        competencies=told["competency"],
        roles=told["role"],
        levels=scale,
        expectations=told["expectation"],
    )
    acts = tuple(_match_acts(former, new, mapping))
    matches = (*(match for part in PARTS[:-1] for match in found[part]), *acts)
    return MappingProposal(mapping=replace(mapping, behaviours=_told(acts)), matches=matches)


def map_acts(mapping: LadderMapping, former: Ladder, new: Ladder) -> LadderMapping:
    """`mapping` with the acts that read alike within the competencies and levels it names."""
    return replace(mapping, behaviours=_told(_match_acts(former, new, mapping)))


def keep_same(former: Ladder, new: Ladder) -> LadderMapping:
    """The mapping by equal slugs alone, for ladders between which nobody has confirmed one."""
    levels = _match_levels(former, new)
    mapping = LadderMapping(
        former=name_ladder(former),
        new=name_ladder(new),
        competencies=_equal(_competencies(former), _competencies(new)),
        roles=_equal(_roles(former), _roles(new)),
        levels=tuple(int(m.new) if m.how == "same" else None for m in levels),
        expectations=_equal(_expectations(former), _expectations(new)),
    )
    return map_acts(mapping, former, new)


def keep_all(ladder: Ladder) -> LadderMapping:
    """The mapping of a ladder to itself."""
    return keep_same(ladder, ladder)


def check_mapping(mapping: LadderMapping, former: Ladder, new: Ladder) -> LadderMapping:
    """`mapping` if it leads from names of `former` to names of `new`, and no level below a lower one.

    Raises InvalidInputError naming the first problem by its place.
    """
    if (mapping.former, mapping.new) != (name_ladder(former), name_ladder(new)):
        raise InvalidInputError(
            f"This mapping leads from {mapping.former} to {mapping.new}, not from "
            f"{name_ladder(former)} to {name_ladder(new)}."
        )
    for problem in (*_name_problems(mapping, former, new), *_level_problems(mapping, former, new)):
        raise InvalidInputError(problem)
    return mapping


def turn_round(mapping: LadderMapping) -> LadderMapping:
    """The way back. What two names lead to leads back to the one of the same slug, else nowhere.

    Of several levels that lead to one the lowest leads back: no more is claimed than was said.
    """
    top = max((level for level in mapping.levels if level is not None), default=-1)
    numbers = {level: number for number, level in reversed(list(enumerate(mapping.levels)))}
    return LadderMapping(
        former=mapping.new,
        new=mapping.former,
        competencies=_turned(mapping.competencies),
        roles=_turned(mapping.roles),
        levels=tuple(numbers.get(level) for level in range(top + 1)),
        expectations=_turned(mapping.expectations),
        behaviours=_turned(mapping.behaviours),
    )


def join(first: LadderMapping, then: LadderMapping) -> LadderMapping:
    """From where `first` begins to where `then` ends."""
    return LadderMapping(
        former=first.former,
        new=then.new,
        competencies=_joined(first.competencies, then.competencies),
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


def _competencies(ladder: Ladder) -> list[_Named]:
    return [_Named(slug=c.slug, name=c.name, text=c.definition) for c in ladder.competencies]


def _roles(ladder: Ladder) -> list[_Named]:
    return [_Named(slug=r.slug, name=r.title, text=r.scope) for r in ladder.roles]


def _expectations(ladder: Ladder) -> list[_Named]:
    duties = (duty for role in ladder.roles for duty in role.responsibilities)
    texts = [(e.slug, e.text) for e in ladder.experiences] + [(d.slug, d.text) for d in duties]
    return [_Named(slug=slug, name=text, text=text) for slug, text in texts]


def _equal(former: list[_Named], new: list[_Named]) -> dict[str, str]:
    there = {each.slug for each in new}
    return {each.slug: each.slug for each in former if each.slug in there}


def _told(matches: Iterable[Match]) -> dict[str, str]:
    return {match.former: match.new for match in matches if match.new}


def _turned(names: Mapping[str, str]) -> dict[str, str]:
    sources: dict[str, list[str]] = {}
    for former, new in names.items():
        sources.setdefault(new, []).append(former)
    only = {new: former[0] for new, former in sources.items() if len(former) == 1}
    return only | {new: new for new, former in sources.items() if new in former}


def _joined(first: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    return {former: then[middle] for former, middle in first.items() if middle in then}


def _match(part: Part, former: list[_Named], new: list[_Named]) -> Iterator[Match]:
    same = _equal(former, new)
    rest = [each for each in former if each.slug not in same]
    alike = _find_alike(rest, new)
    free = {each.slug for each in new} - same.keys()
    pairs = sorted(
        (-c.likeness, each.slug, c.slug)
        for each in rest
        for c in alike[each.slug]
        if c.likeness >= PROPOSED and c.slug in free
    )
    proposed: dict[str, str] = {}
    for _, slug, candidate in pairs:
        if slug not in proposed and candidate not in proposed.values():
            proposed[slug] = candidate
    for each in former:
        chosen, found = proposed.get(each.slug, ""), alike.get(each.slug, ())
        how: How = "same" if each.slug in same else "alike" if chosen else "none"
        yield Match(
            part=part,
            former=each.slug,
            name=each.name,
            new=same.get(each.slug, chosen),
            how=how,
            candidates=found,
        )


def _find_alike(rest: list[_Named], new: list[_Named]) -> dict[str, tuple[Candidate, ...]]:
    """For each of `rest` what of `new` reads like it, likeliest first; two empty names are not alike."""
    from rapidfuzz import fuzz, process

    if not rest or not new or len(rest) * len(new) > MOST_COMPARED**2:
        return {each.slug: () for each in rest}
    names = [[each.name.casefold() for each in side] for side in (rest, new)]
    texts = [[each.text.casefold() for each in side] for side in (rest, new)]
    by_name = process.cdist(*names, scorer=fuzz.token_set_ratio)
    by_text = process.cdist(*texts, scorer=fuzz.token_sort_ratio)
    found = {}
    for row, each in enumerate(rest):
        likeness = [
            max(by_name[row][n], by_text[row][n] if texts[1][n] else 0) for n in range(len(new))
        ]
        places = sorted(range(len(new)), key=lambda n: (-likeness[n], n))
        found[each.slug] = tuple(
            Candidate(slug=new[n].slug, name=new[n].name, likeness=round(float(likeness[n])))
            for n in places[:MOST_CANDIDATES]
            if likeness[n] >= SHOWN
        )
    return found


def _match_levels(former: Ladder, new: Ladder) -> tuple[Match, ...]:
    """By name; else by place where nothing but names was changed: as many levels, and the same ladder.

    Of scales of other houses with as many levels the place is proposed as a guess; with another
    number of levels only 0, which is nothing shown yet on every scale, and names that are the same.
    """
    names = {level.name.casefold().strip(): level.number for level in new.levels}
    is_as_long = len(former.levels) == len(new.levels)
    is_of_the_house = former.slug == new.slug
    candidates = tuple(
        Candidate(slug=str(level.number), name=level.name, likeness=0) for level in new.levels
    )
    matches = []
    for level in former.levels:
        number, how = names.get(level.name.casefold().strip()), "same"
        if number is None and (level.number == 0 or is_as_long):
            number, how = level.number, "same" if level.number == 0 or is_of_the_house else "alike"
        match = Match(
            part="level",
            former=str(level.number),
            name=level.name,
            new="" if number is None else str(number),
            how="none" if number is None else "same" if how == "same" else "alike",
            candidates=() if how == "same" and number is not None else candidates,
        )
        matches.append(match)
    return tuple(_without_falls(matches))


def _without_falls(matches: list[Match]) -> Iterator[Match]:
    """Names in another order mean another scale: a level that would stand below a lower one is not told."""
    highest = -1
    for match in matches:
        if match.new and int(match.new) < highest:
            yield replace(match, new="", how="none")
            continue
        highest = int(match.new) if match.new else highest
        yield match


def _match_acts(former: Ladder, new: Ladder, mapping: LadderMapping) -> Iterator[Match]:
    from rapidfuzz import fuzz

    there: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for one in new.keyed_behaviours():
        place = (one.competency, one.behaviour.level)
        there.setdefault(place, []).append((one.key, one.behaviour.act))
    for one in former.keyed_behaviours():
        competency = mapping.competencies.get(one.competency, "")
        level, act = mapping.level(one.behaviour.level), one.behaviour.act
        acts = there.get((competency, -1 if level is None else level), [])
        likeness = [
            (100.0 if text == act else min(99.0, fuzz.token_sort_ratio(act, text)), key)
            for key, text in acts
        ]
        best = max(likeness, key=lambda each: (each[0], each[1] == one.key), default=(0.0, ""))
        is_told = best[0] >= SAME_ACT
        how: How = "none" if not is_told else "same" if best[0] == 100 else "alike"
        new_key = best[1] if is_told else ""
        yield Match(part="behaviour", former=one.key, name=act, new=new_key, how=how)


def _name_problems(mapping: LadderMapping, former: Ladder, new: Ladder) -> Iterator[str]:
    acts = [{one.key for one in each.keyed_behaviours()} for each in (former, new)]
    for part, names, listed in (
        ("competency", mapping.competencies, _competencies),
        ("role", mapping.roles, _roles),
        ("expectation", mapping.expectations, _expectations),
    ):
        known = [{each.slug for each in listed(ladder)} for ladder in (former, new)]
        yield from _unknown(part, names, known, former, new)
    yield from _unknown("behaviour", mapping.behaviours, acts, former, new)


def _unknown(
    part: str, names: Mapping[str, str], known: list[set[str]], former: Ladder, new: Ladder
) -> Iterator[str]:
    for before, after in names.items():
        for name, there, ladder in zip((before, after), known, (former, new), strict=True):
            if name not in there:
                yield f"{part} {before}: {name_ladder(ladder)} has no {part} '{name}'."


def _level_problems(mapping: LadderMapping, former: Ladder, new: Ladder) -> Iterator[str]:
    if len(mapping.levels) != len(former.levels):
        yield f"levels: say what becomes of each of the {len(former.levels)} levels, or leave it empty."
    told = [level for level in mapping.levels if level is not None]
    if any(not 0 <= level <= new.top_level for level in told):
        yield f"levels: {name_ladder(new)} has the levels 0 to {new.top_level}."
    if told != sorted(told):
        yield "levels: a higher level can't become a lower one than a lower level does."
