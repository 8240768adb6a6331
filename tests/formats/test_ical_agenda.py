"""All dates as one calendar: whole days, names that stay, and text as it was told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.agenda import AgendaEntry
from headway.formats import ical
from plan_cases import opportunity, plan

NOW = datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)
OWNER = UUID(int=7)
FAIR = AgendaEntry(
    name="event 1",
    starts_on=date(2027, 3, 1),
    ends_on=date(2027, 3, 2),
    is_fixed=True,
    step="A fair; with, signs",
    place="Leeds, hall 2",
    link="https://fair.example/?a=1&b=2",
)


def events(*entries, at=NOW):
    return icalendar.Calendar.from_ical(
        ical.write_agenda(entries, written_at=at, owner=OWNER)
    ).walk("VEVENT")


def test_an_entry_comes_with_its_days_place_and_page():
    (event,) = events(FAIR)
    assert (event["SUMMARY"], event["LOCATION"], event["URL"]) == (FAIR.step, FAIR.place, FAIR.link)
    assert event.decoded("DTSTART") == date(2027, 3, 1)
    assert event.decoded("DTEND") == date(2027, 3, 3)
    assert event["TRANSP"] == "OPAQUE"
    assert "URL" not in events(replace(FAIR, link=""))[0]
    assert events(replace(FAIR, is_fixed=False))[0]["TRANSP"] == "TRANSPARENT"


def test_a_later_writing_replaces_the_earlier_one_even_if_the_day_moved():
    moved = replace(FAIR, starts_on=date(2027, 5, 1), ends_on=date(2027, 5, 1))
    first, second = events(FAIR)[0], events(moved, at=NOW + timedelta(hours=1))[0]
    assert first["UID"] == second["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"]
    assert first["DTSTAMP"].dt < second["DTSTAMP"].dt


def test_a_step_is_the_same_in_the_calendar_of_the_plan_and_in_that_of_all():
    made = plan(opportunity("ask"))
    of_plan = icalendar.Calendar.from_ical(ical.write(made, written_at=NOW, owner=OWNER))
    step = replace(FAIR, name=f"step {made.items[0].opportunity}")
    assert of_plan.walk("VEVENT")[0]["UID"] == events(step)[0]["UID"]


@law
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=4))
def test_whatever_was_typed_is_a_calendar_with_as_many_events(told):
    entries = [
        replace(FAIR, name=f"event {n}", step=title, place=place)
        for n, (title, place) in enumerate(told)
    ]
    found = events(*entries)
    assert len({event["UID"] for event in found}) == len(entries)
    assert [e.decoded("DTSTART") for e in found] == [FAIR.starts_on] * len(entries)


def test_an_entry_is_revised_when_it_was_told_whenever_the_calendar_is_written():
    told = replace(FAIR, told_at=NOW - timedelta(days=3))
    assert events(told)[0] == events(told, at=NOW + timedelta(days=1))[0]
    assert events(told)[0]["DTSTAMP"].dt == NOW - timedelta(days=3)


def test_it_says_how_often_it_may_be_asked_for():
    content = ical.write_agenda([FAIR], written_at=NOW, owner=OWNER)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in content
