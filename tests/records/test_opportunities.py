"""A person's own opportunities: kept by title, changed in place, and a file read twice changes nothing."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from headway.core.dossier import Dossier
from headway.core.errors import HeadwayError, UnknownNameError
from headway.core.learn import CostRange, Opportunity, OwnOpportunity
from headway.formats import built_in
from headway.records import bridge, opportunities
from headway.records.models import Fact, Person
from headway.records.opportunities import KeptEntries
from sample_facts import FEBRUARY, MONDAY, TUESDAY, WEDNESDAY

EVENING = replace(
    built_in.catalogue().opportunity("finance-for-product-decisions"),
    slug="my-evening",
    title="Evening",
    cost=CostRange(currency="GBP", low_minor=0, high_minor=500, basis="offer", dated_on=FEBRUARY),
)


def known(person: Person, day: date | None = None) -> Dossier:
    return bridge.load_dossier(person).known_by(day or WEDNESDAY.date())


def keep(person: Person, *items: Opportunity, at: datetime = MONDAY) -> KeptEntries:
    return opportunities.keep_own(
        person, known(person), items, source="t.csv", happened_on=FEBRUARY, recorded_at=at
    )


def own(person: Person, day: date | None = None) -> list[Opportunity]:
    return [body.opportunity for _, body in known(person, day).each(OwnOpportunity)]


def test_what_is_read_twice_is_kept_once(ana: Person) -> None:
    assert keep(ana, EVENING).added == ("my-evening",)
    later = replace(EVENING, cost=replace(EVENING.cost, dated_on=WEDNESDAY.date()))
    assert keep(ana, later).same == ("my-evening",)
    assert own(ana) == [EVENING]


def test_an_entry_of_the_same_title_is_changed_in_place(ana: Person) -> None:
    keep(ana, EVENING)
    longer = replace(EVENING, slug="my-other", title="EVENING", effort_hours=(30, 40))
    assert keep(ana, longer, at=TUESDAY).changed == ("my-evening",)
    assert own(ana) == [replace(longer, slug="my-evening")]
    assert own(ana, MONDAY.date()) == [EVENING]


def test_another_title_of_the_same_slug_gets_a_slug_of_its_own(ana: Person) -> None:
    kept = keep(ana, EVENING, replace(EVENING, title="Evening!"))
    assert kept.added == ("my-evening", "my-evening-2")


def test_nothing_is_kept_if_one_entry_cannot_be(ana: Person) -> None:
    broken = replace(EVENING, title="Broken", summary="\ud800")
    with pytest.raises(HeadwayError):
        keep(ana, EVENING, broken)
    assert not Fact.objects.exists()


def test_an_own_entry_is_found_by_its_slug_and_no_other_is(ana: Person) -> None:
    keep(ana, EVENING)
    assert opportunities.find_own(known(ana), "my-evening")[1].source == "t.csv"
    assert opportunities.own_slugs(known(ana)) == ("my-evening",)
    with pytest.raises(UnknownNameError, match="only your own"):
        opportunities.find_own(known(ana), "executive-mba")
