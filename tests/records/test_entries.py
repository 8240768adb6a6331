"""What a page keeps, changes, takes back and puts back, sent once, twice or from two tabs."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import EvidenceItem
from headway.records import bridge, entries
from headway.records.models import Fact, Person
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY, TUESDAY, WEDNESDAY

KEY = UUID(int=7)
CORRECTED = replace(INTERVIEWS, text="Interviewed nine people who had left")


def keep(person: Person, item: EvidenceItem = INTERVIEWS, key: UUID = KEY) -> UUID:
    return entries.keep_once(person, key, item, happened_on=FEBRUARY, recorded_at=MONDAY)


def change(person: Person, fact: UUID, item: EvidenceItem = CORRECTED) -> UUID:
    return entries.change_once(person, fact, item, happened_on=FEBRUARY, recorded_at=TUESDAY)


def texts(person: Person, as_of: date | None = None) -> list[str]:
    rows = entries.current_facts(person, EvidenceItem, as_of=as_of or WEDNESDAY.date())
    return [fact.body.text for fact in entries.read_rows(rows)]


def test_a_form_sent_twice_is_kept_once(ana: Person) -> None:
    assert keep(ana) == keep(ana)
    assert texts(ana) == [INTERVIEWS.text]


def test_a_form_sent_again_with_other_words_loses_none(ana: Person) -> None:
    assert keep(ana) != keep(ana, CORRECTED)
    assert sorted(texts(ana)) == sorted([INTERVIEWS.text, CORRECTED.text])


def test_two_showings_of_a_form_keep_two(ana: Person) -> None:
    assert keep(ana) != keep(ana, key=uuid4())


def test_a_change_sent_twice_is_kept_once(ana: Person) -> None:
    first = keep(ana)
    assert change(ana, first) == change(ana, first)
    assert texts(ana) == [CORRECTED.text]


def test_of_two_different_changes_the_second_is_refused(ana: Person) -> None:
    first = keep(ana)
    change(ana, first)
    with pytest.raises(InvalidInputError, match="corrected"):
        change(ana, first, replace(INTERVIEWS, text="Something else"))


def test_an_entry_is_found_under_each_of_its_identities(ana: Person) -> None:
    first = keep(ana)
    second = change(ana, first)
    assert {entries.find_current(ana, id_).id for id_ in (first, second)} == {second}


def test_what_is_taken_back_twice_is_taken_back_once(ana: Person) -> None:
    first = keep(ana)
    for _ in range(2):
        entries.take_back(ana, first, recorded_at=TUESDAY)
    assert texts(ana) == []
    assert entries.find_current(ana, first) is None


def test_taking_back_an_old_version_takes_back_what_it_is_now(ana: Person) -> None:
    first = keep(ana)
    change(ana, first)
    entries.take_back(ana, first, recorded_at=WEDNESDAY)
    assert texts(ana) == []


def test_putting_back_twice_brings_one_entry_with_its_day(ana: Person) -> None:
    first = keep(ana)
    entries.take_back(ana, first, recorded_at=TUESDAY)
    again = {entries.put_back(ana, first, recorded_at=WEDNESDAY) for _ in range(2)}
    [fact] = entries.read_rows(entries.current_facts(ana, EvidenceItem, as_of=WEDNESDAY.date()))
    assert {fact.id} == again
    assert (fact.body, fact.happened_on) == (INTERVIEWS, FEBRUARY)


def test_in_between_it_stays_taken_back(ana: Person) -> None:
    first = keep(ana)
    entries.take_back(ana, first, recorded_at=TUESDAY)
    entries.put_back(ana, first, recorded_at=WEDNESDAY)
    assert [texts(ana, day.date()) for day in (MONDAY, TUESDAY, WEDNESDAY)] == [
        [INTERVIEWS.text],
        [],
        [INTERVIEWS.text],
    ]


def test_what_was_not_taken_back_cannot_be_put_back(ana: Person) -> None:
    with pytest.raises(InvalidInputError, match="nothing to put back"):
        entries.put_back(ana, keep(ana), recorded_at=TUESDAY)


def test_what_was_taken_back_is_listed_until_it_is_put_back(ana: Person) -> None:
    first = keep(ana)
    entries.take_back(ana, first, recorded_at=TUESDAY)
    [taken] = entries.list_taken_back(ana, EvidenceItem, now=WEDNESDAY)
    assert (taken.fact.id, taken.taken_back_at) == (first, TUESDAY)
    entries.put_back(ana, first, recorded_at=WEDNESDAY)
    assert entries.list_taken_back(ana, EvidenceItem, now=WEDNESDAY) == ()


def test_after_thirty_days_it_is_listed_no_more(ana: Person) -> None:
    entries.take_back(ana, keep(ana), recorded_at=TUESDAY)
    later = TUESDAY + entries.CAN_BE_PUT_BACK_FOR + timedelta(seconds=1)
    assert entries.list_taken_back(ana, EvidenceItem, now=later) == ()


def test_nobody_reaches_the_entries_of_another(ana: Person, ben: Person) -> None:
    first = keep(ana)
    for act in (entries.find_current, entries.find_last):
        with pytest.raises(UnknownNameError):
            act(ben, first)
    with pytest.raises(InvalidInputError):
        entries.put_back(ben, first, recorded_at=TUESDAY)


def test_the_rows_of_a_day_are_what_the_dossier_knows_of_it(ana: Person) -> None:
    first = keep(ana)
    keep(ana, replace(INTERVIEWS, text="Another"), key=uuid4())
    change(ana, first)
    entries.take_back(ana, first, recorded_at=WEDNESDAY)
    for day in (FEBRUARY, *(m.date() for m in (MONDAY, TUESDAY, WEDNESDAY))):
        rows = entries.read_rows(entries.current_facts(ana, EvidenceItem, as_of=day))
        known = bridge.load_dossier(ana).known_by(day).each(EvidenceItem)
        assert list(rows) == [fact for fact, _ in known][::-1]


def test_a_day_ends_at_the_person_s_midnight(ana: Person) -> None:
    bridge.change_person(ana, name="Ana", time_zone="Pacific/Auckland")
    late = MONDAY.replace(hour=12)  # one in the morning of Tuesday there
    bridge.record_fact(ana, INTERVIEWS, happened_on=FEBRUARY, recorded_at=late)
    assert texts(ana, MONDAY.date()) == []
    assert texts(ana, TUESDAY.date()) == [INTERVIEWS.text]


def test_sent_twice_nothing_is_left_half_done(ana: Person) -> None:
    first = keep(ana)
    keep(ana)
    entries.take_back(ana, first, recorded_at=TUESDAY)
    keep(ana)
    assert Fact.objects.count() == 2
