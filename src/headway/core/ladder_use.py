"""Which ladder counts for a person on a day, and in whose names each fact was told."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from headway.core.dossier import Dossier, Fact
from headway.core.fact_kinds import Retraction
from headway.core.ladder_mapping import LadderAdoption, LadderMapping, find_ways
from headway.core.ladder_moves import LadderReading


def find_adoption(dossier: Dossier, as_of: date) -> LadderAdoption | None:
    """The adoption that counts at the end of `as_of`; None for the shipped ladder."""
    return dossier.known_by(as_of).latest(LadderAdoption)


def keep_adoptions(dossier: Dossier, as_of: date) -> Dossier:
    """`dossier` with nothing but what was recorded of adoptions by the end of `as_of`."""
    zone = ZoneInfo(dossier.time_zone)
    found = {f.id for f in dossier.facts if isinstance(f.body, LadderAdoption)}
    facts = (
        f
        for f in dossier.facts
        if f.id in found or (isinstance(f.body, Retraction) and f.supersedes in found)
    )
    known = (f for f in facts if f.recorded_at.astimezone(zone).date() <= as_of)
    return replace(dossier, facts=tuple(known))


def list_mappings(dossier: Dossier) -> tuple[LadderMapping, ...]:
    """Every mapping the person ever confirmed, in the order of recording.

    Also of adoptions taken back since: what was told meanwhile is told in the names they lead to.
    """
    bodies = (fact.body for fact in dossier.facts)
    return tuple(body.mapping for body in bodies if isinstance(body, LadderAdoption))


def find_sources(
    adoptions: Dossier, facts: Iterable[Fact], told_under: Mapping[UUID, str]
) -> dict[UUID, str]:
    """The ladder in whose names each fact was told, by its identity.

    That of `told_under` where it stands there; else the one in use at the moment of recording, which
    before the first adoption is the one that this adoption led away from.
    """
    first = list_mappings(adoptions)[0].former
    zone = ZoneInfo(adoptions.time_zone)
    turns = sorted({fact.recorded_at for fact in adoptions.facts})
    begins = sorted({fact.happened_on for fact in adoptions.facts})
    # Between two turns, and two days from which an adoption counts, one ladder is in use.
    in_use: dict[tuple[int, int], str] = {}
    sources = {}
    for fact in facts:
        if fact.id in told_under:
            sources[fact.id] = told_under[fact.id]
        elif fact.recorded_at < turns[0]:
            sources[fact.id] = first
        else:
            day = fact.recorded_at.astimezone(zone).date()
            between = bisect_right(turns, fact.recorded_at), bisect_right(begins, day)
            if between not in in_use:
                # To the moment: what was told in the morning is told in the names of the morning.
                said = tuple(f for f in adoptions.facts if f.recorded_at <= fact.recorded_at)
                adopted = find_adoption(replace(adoptions, facts=said), day)
                in_use[between] = adopted.name if adopted else first
            sources[fact.id] = in_use[between]
    return sources


def find_reading(
    adoptions: Dossier,
    facts: Iterable[Fact],
    told_under: Mapping[UUID, str],
    *,
    target: str,
    further: Iterable[LadderMapping] = (),
) -> LadderReading | None:
    """How `facts` are read in the names of the ladder `target`; None where no ladder was ever adopted.

    `further` are mappings that nobody confirmed, for ladders from which no other way leads.
    """
    if not list_mappings(adoptions):
        return None
    ways = find_ways(list_mappings(adoptions), target)
    ways = {mapping.former: mapping for mapping in further} | ways
    sources = find_sources(adoptions, facts, told_under)
    return LadderReading(
        target=target,
        ways=ways,
        sources={fact: source for fact, source in sources.items() if source != target},
    )
