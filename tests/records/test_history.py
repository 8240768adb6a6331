"""A history that is told as it was last time is the same one; whatever is not is read anew."""

import pytest
from django.db import connection

from headway.core.evidence import EvidenceItem
from headway.records import bridge, history
from headway.records.models import Person
from sample_facts import INTERVIEWS, MONDAY, TUESDAY


@pytest.fixture
def told(ana: Person) -> Person:
    for moment in (MONDAY, TUESDAY):
        bridge.record_fact(ana, INTERVIEWS, happened_on=MONDAY.date(), recorded_at=moment)
    return ana


def test_nothing_new_is_the_same_dossier_with_all_that_was_found_in_it(told: Person) -> None:
    first = bridge.load_dossier(told)
    assert bridge.load_dossier(told) is first
    assert bridge.load_dossier(told).known_by(TUESDAY.date()) is first.known_by(TUESDAY.date())


def test_of_a_new_fact_only_that_fact_is_read(told: Person) -> None:
    before = bridge.load_dossier(told).facts
    item = EvidenceItem(text="Asked three more")
    bridge.record_fact(told, item, happened_on=MONDAY.date(), recorded_at=TUESDAY)
    after = bridge.load_dossier(told).facts
    assert {f.body.text for f in after if isinstance(f.body, EvidenceItem)} > {item.text}
    assert after[0] is before[0]


def test_a_row_that_somebody_changed_behind_our_back_is_read_anew(told: Person) -> None:
    first = bridge.load_dossier(told)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_fact SET happened_on = '2020-02-02'")
    again = bridge.load_dossier(told)
    assert {fact.happened_on.year for fact in again.facts} == {2020}
    assert {fact.happened_on for fact in first.facts} == {MONDAY.date()}


def test_another_time_zone_is_another_dossier(told: Person) -> None:
    first = bridge.load_dossier(told)
    bridge.change_person(told, name="Ana", time_zone="Pacific/Auckland")
    again = bridge.load_dossier(told)
    assert (again.time_zone, again.facts) == ("Pacific/Auckland", first.facts)


def test_what_is_erased_does_not_stay_in_memory(told: Person) -> None:
    bridge.load_dossier(told)
    bridge.erase_person(told)
    assert history._remembered == {}


def test_a_few_histories_are_remembered(db: None) -> None:
    people = [
        bridge.register_person(f"Person {n}", created_at=MONDAY)
        for n in range(2 * history.MOST_REMEMBERED)
    ]
    dossiers = [bridge.load_dossier(person) for person in people]
    assert [dossier.owner for dossier in dossiers] == [person.id for person in people]
    assert 0 < len(history._remembered) <= history.MOST_REMEMBERED
