"""What of one ladder may stand for what of another, by slug or by text, for a person to confirm."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from headway.core.ladder import Ladder
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_mapping import LadderMapping, sort_parts
from headway.core.profile import find_same_titles

Part = Literal["competency", "role", "level", "expectation", "behaviour"]
How = Literal["same", "alike", "none"]
PARTS: tuple[Part, ...] = ("competency", "role", "level", "expectation", "behaviour")
# Likeness of 0 to 100 (rapidfuzz token_set_ratio of the names, or token_sort_ratio of whole texts).
# From PROPOSED on the likeliest is proposed, from SHOWN on others are named; our judgement.
PROPOSED, SHOWN, SAME_ACT = 75.0, 45.0, 85.0
# One word more is another rung ("Senior Product Manager"), so titles must be nearly the same.
SAME_TITLE = 90.0
MOST_CANDIDATES = 3
# More texts than this on both sides are not compared: the scales of whole national classifications.
MOST_COMPARED = 4_000
# For a role of the former ladder those of the new one that have a title of it, and how like that is.
_Titles = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something of the new ladder that may stand for something of the former: 100 is the same text."""

    slug: str
    name: str
    likeness: int


@dataclass(frozen=True, kw_only=True)
class Match:
    """What is proposed for one name of the former ladder: `new` is empty where nothing is.

    `how`: "same" for the same slug in another version of one ladder (of a level: the same name or place;
    of an act: the same words), "alike" for a text that is like it, "none". `further` is what else a
    competency became that is several now.
    """

    part: Part
    former: str
    name: str
    new: str
    how: How
    candidates: tuple[Candidate, ...] = ()
    further: tuple[str, ...] = ()

    @property
    def became(self) -> tuple[str, ...]:
        """All that it became."""
        return (self.new, *self.further) if self.new else ()


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


def find_share(one: Ladder, other: Ladder) -> float:
    """How much of the larger of two ladders both have, by the names of competencies: from 0 to 1."""
    names = [{c.name.casefold() for c in ladder.competencies} for ladder in (one, other)]
    return len(names[0] & names[1]) / max(map(len, names))


def propose_mapping(former: Ladder, new: Ladder) -> MappingProposal:
    """What of `new` may stand for each name of `former`: by slug, then by text; a person confirms it.

    An equal slug tells only between versions of one ladder: two houses mean different things by one word.
    By text each thing of `new` is proposed once, the likeliest first; where none has the name of a
    competency and several read like it, it is proposed that it became all of these. Roles go by their titles
    and aliases. An act is the same only within the same competency and at the same level. Texts are
    compared by rapidfuzz, nothing is understood.
    """
    levels = _match_levels(former, new)
    titles: dict[Part, _Titles] = {part: {} for part in PARTS}
    titles["role"] = find_same_titles(former, new)
    sides: dict[Part, tuple[list[_Named], list[_Named]]] = {
        "competency": (_competencies(former), _competencies(new)),
        "role": (_roles(former), _roles(new)),
        "expectation": (_expectations(former), _expectations(new)),
    }
    found = {
        part: tuple(_match(part, *both, titles[part], is_one_house=former.slug == new.slug))
        for part, both in sides.items()
    } | {"level": levels}
    told = {part: _told(matches) for part, matches in found.items()}
    scale = tuple(int(match.new) if match.new else None for match in levels)
    mapping = LadderMapping(
        former=name_ladder(former),
        new=name_ladder(new),
        **sort_parts({match.former: match.became for match in found["competency"]}),
        roles=told["role"],
        levels=scale,
        expectations=told["expectation"],
    )
    acts = tuple(_match_acts(former, new, mapping))
    matches = (*(match for part in PARTS[:-1] for match in found[part]), *acts)
    return MappingProposal(mapping=replace(mapping, behaviours=_told(acts)), matches=matches)


def with_confirmed(proposal: MappingProposal, mapping: LadderMapping) -> MappingProposal:
    """`proposal` with what a person confirmed before in place of what was proposed."""
    names = {
        "competency": {name: became[0] for name, became in mapping.parts.items()},
        "role": mapping.roles,
        "level": {str(n): str(new) for n, new in enumerate(mapping.levels) if new is not None},
        "expectation": mapping.expectations,
        "behaviour": mapping.behaviours,
    }
    further = {name: became[1:] for name, became in mapping.splits.items()}
    matches = (
        _confirmed(
            match,
            names[match.part].get(match.former, ""),
            further.get(match.former, ()) if match.part == "competency" else (),
        )
        for match in proposal.matches
    )
    return MappingProposal(mapping=mapping, matches=tuple(matches))


def _confirmed(match: Match, new: str, further: tuple[str, ...]) -> Match:
    if (match.new, match.further) == (new, further):
        return match
    return replace(match, new=new, further=further, how="alike" if new else "none")


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


def _match(
    part: Part, former: list[_Named], new: list[_Named], titles: _Titles, *, is_one_house: bool
) -> Iterator[Match]:
    same = _equal(former, new) if is_one_house else {}
    rest = [each for each in former if each.slug not in same]
    alike = _find_alike(part, rest, new, titles)
    free = {each.slug for each in new} - same.keys()
    pairs = _sort_pairs(part, rest, alike, free)
    proposed: dict[str, str] = {}
    for slug, candidate in pairs:
        if slug not in proposed and candidate not in proposed.values():
            proposed[slug] = candidate
    further = _find_further(rest, pairs, proposed, new) if part == "competency" else {}
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
            further=tuple(further.get(each.slug, ())),
        )


def _sort_pairs(
    part: Part, rest: list[_Named], alike: Mapping[str, tuple[Candidate, ...]], free: set[str]
) -> list[tuple[str, str]]:
    """What may be proposed for what, the likeliest first, and of those the nearest name."""
    from rapidfuzz import fuzz

    least = SAME_TITLE if part == "role" else PROPOSED
    pairs = sorted(
        (
            -found.likeness,
            -fuzz.token_sort_ratio(each.name.casefold(), found.name.casefold()),
            each.slug != found.slug,
            each.slug,
            found.slug,
        )
        for each in rest
        for found in alike[each.slug]
        if found.likeness >= least and found.slug in free
    )
    return [(former, new) for *_, former, new in pairs]


def _find_further(
    rest: list[_Named],
    pairs: list[tuple[str, str]],
    proposed: Mapping[str, str],
    new: list[_Named],
) -> dict[str, list[str]]:
    """What else each may have become: alike too and proposed for nothing else.

    Where something has its very name it is still that, and the others are things of their own.
    """
    before, after = ({each.slug: each.name.casefold() for each in side} for side in (rest, new))
    taken = set(proposed.values())
    further: dict[str, list[str]] = {}
    for slug, candidate in pairs:
        if candidate not in taken and before[slug] != after[proposed[slug]]:
            further.setdefault(slug, []).append(candidate)
            taken.add(candidate)
    return further


def _find_alike(
    part: Part, rest: list[_Named], new: list[_Named], titles: _Titles
) -> dict[str, tuple[Candidate, ...]]:
    """For each of `rest` what of `new` reads like it, likeliest first; two empty names are not alike.

    A competency is like one whose name it holds ("Writing", "Clear writing"); a role is not.
    """
    from rapidfuzz import fuzz, process

    if not rest or not new or len(rest) * len(new) > MOST_COMPARED**2:
        return {each.slug: () for each in rest}
    names = [[each.name.casefold() for each in side] for side in (rest, new)]
    texts = [[each.text.casefold() for each in side] for side in (rest, new)]
    by_closeness = process.cdist(*names, scorer=fuzz.token_sort_ratio)
    by_name = by_closeness if part == "role" else process.cdist(*names, scorer=fuzz.token_set_ratio)
    by_text = process.cdist(*texts, scorer=fuzz.token_sort_ratio)
    found = {}
    for row, each in enumerate(rest):
        told = titles.get(each.slug, {})
        likeness = [
            max(
                min(by_name[row][n], 100 if names[0][row] == names[1][n] else 97),
                min(by_text[row][n], 97) if texts[1][n] else 0,
                told.get(new[n].slug, 0),
            )
            for n in range(len(new))
        ]
        places = sorted(range(len(new)), key=lambda n: (-likeness[n], -by_closeness[row][n], n))
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
        level, act = mapping.level(one.behaviour.level), one.behaviour.act
        places = ((part, level) for part in mapping.parts_of(one.competency) if level is not None)
        acts = [each for place in places for each in there.get(place, ())]
        likeness = [
            (100.0 if text == act else min(99.0, fuzz.token_sort_ratio(act, text)), key)
            for key, text in acts
        ]
        best = max(likeness, key=lambda each: (each[0], each[1] == one.key), default=(0.0, ""))
        is_told = best[0] >= SAME_ACT
        how: How = "none" if not is_told else "same" if best[0] == 100 else "alike"
        new_key = best[1] if is_told else ""
        yield Match(part="behaviour", former=one.key, name=act, new=new_key, how=how)
