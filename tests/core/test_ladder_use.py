"""Which ladder counts for a person on a day, and in whose names each fact was told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from examples import LADDER
from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import FactBody, Retraction
from headway.core.ladder_likeness import keep_same, propose_mapping
from headway.core.ladder_mapping import LadderAdoption, turn_round
from headway.core.ladder_use import (
    find_adoption,
    find_reading,
    find_sources,
    keep_adoptions,
    list_mappings,
)
from two_ladders import NEXT

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TO_NEXT = propose_mapping(LADDER, NEXT).mapping
ADOPTION = LadderAdoption(slug="small", version="2.0.0", mapping=TO_NEXT)


def fact(number: int, body: FactBody, hours: int, *, later: int = 0, **told: object) -> Fact:
    moment = START + timedelta(hours=hours)
    day = moment.date() + timedelta(days=later)
    fact = Fact(id=UUID(int=number), body=body, happened_on=day, recorded_at=moment)
    return replace(fact, **told)  # type: ignore[arg-type]


TOLD = [fact(n, EvidenceItem(text=str(n)), n * 2) for n in range(1, 6)]
ADOPTED = fact(10, ADOPTION, 3)
UNDONE = fact(11, Retraction(), 7, supersedes=ADOPTED.id)
WHOLE = Dossier(owner=UUID(int=9), facts=(*TOLD, ADOPTED, UNDONE))


def test_nothing_but_adoptions_and_what_took_them_back_is_kept_by_then() -> None:
    assert keep_adoptions(WHOLE, START.date()).facts == (ADOPTED, UNDONE)
    assert keep_adoptions(WHOLE, START.date() - timedelta(days=1)).facts == ()
    assert list_mappings(WHOLE) == (TO_NEXT,)


def test_an_adoption_counts_until_it_is_taken_back() -> None:
    day = START.date()
    assert find_adoption(replace(WHOLE, facts=(ADOPTED,)), day) == ADOPTION
    assert find_adoption(WHOLE, day) is None


def test_each_fact_was_told_in_the_names_of_its_moment() -> None:
    adoptions = keep_adoptions(WHOLE, START.date())
    found = find_sources(adoptions, TOLD, {UUID(int=5): "shop 1"})
    assert list(found.values()) == [
        "small 1.0.0",
        "small 2.0.0",
        "small 2.0.0",
        "small 1.0.0",
        "shop 1",
    ]


def test_an_adoption_for_a_later_day_leaves_the_names_as_they_are_until_then() -> None:
    ahead = Dossier(owner=UUID(int=9), facts=(fact(10, ADOPTION, 3, later=2),))
    next_week = fact(6, EvidenceItem(text="later"), 80)
    found = find_sources(ahead, [TOLD[2], next_week], {})
    assert list(found.values()) == ["small 1.0.0", "small 2.0.0"]


def test_a_reading_knows_the_ways_and_what_needs_none() -> None:
    adoptions = keep_adoptions(WHOLE, START.date())
    shop = replace(LADDER, slug="shop", version="1")
    further = keep_same(shop, LADDER)
    reading = find_reading(adoptions, TOLD, {}, target="small 1.0.0", further=[further])
    assert reading
    assert reading.ways == {"small 2.0.0": turn_round(TO_NEXT), "shop 1": further}
    assert set(reading.sources) == {UUID(int=2), UUID(int=3)}
    none = Dossier(owner=UUID(int=9))
    assert find_reading(none, TOLD, {}, target="small 1.0.0") is None
