"""Events and memberships: what lies ahead, whom one met, which renewal is due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, fact
from headway.core.errors import InvalidInputError
from headway.core.occasions import (
    check_new_event,
    check_new_membership,
    check_running,
    renewed,
    tell_events,
    tell_memberships,
)
from headway.core.people import Event, Membership
from people_cases import circle, key, knows, touched


def event(name, start, end=None):
    ends_on = DAY + timedelta(days=end) if end is not None else None
    starts_on = DAY + timedelta(days=start)
    return fact(Event(key=key(name), title=name, starts_on=starts_on, ends_on=ends_on))


def membership(name, days=None, **fields):
    renews_on = DAY + timedelta(days=days) if days is not None else None
    return fact(Membership(key=key(name), association=name, renews_on=renews_on, **fields))


def test_what_is_ahead_comes_first_and_the_next_of_it():
    found = circle(event("long ago", -9), event("soon", 2), event("on", -1, 1), event("lately", -2))
    told = tell_events(found, as_of=DAY)
    assert [(e.event.title, e.is_ahead) for e in told] == [
        ("on", True),
        ("soon", True),
        ("lately", False),
        ("long ago", False),
    ]


def test_an_event_tells_who_was_met_and_who_was_not_heard_of_since():
    met = [touched(name, 1, how="event", event=key("fair")) for name in ("Ana", "Ben")]
    facts = (knows("Ana"), knows("Ben"), event("fair", 1), *met, touched("Ben", 2))
    (told,) = tell_events(circle(*facts, days=3), as_of=DAY + timedelta(days=3))
    assert (told.met, told.not_heard_since) == (("Ana", "Ben"), ("Ana",))


@pytest.mark.parametrize(
    ("days", "renewal"), [(-1, "overdue"), (0, "soon"), (45, "soon"), (46, "running")]
)
def test_a_renewal_is_told_six_weeks_ahead(days, renewal):
    (told,) = tell_memberships(circle(membership("Guild", days)), as_of=DAY)
    assert told.renewal == renewal


def test_the_next_to_renew_comes_first_and_those_that_ended_last():
    ended = membership("Ended", 1, ended_on=DAY)
    found = circle(ended, membership("Never told"), membership("Later", 90), membership("Soon", 9))
    told = [each.membership.association for each in tell_memberships(found, as_of=DAY)]
    assert told == ["Soon", "Later", "Never told", "Ended"]


@pytest.mark.parametrize(
    ("due", "months", "then"),
    [
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_a_renewal_comes_again_on_the_same_day_of_the_month(due, months, then):
    body = Membership(key=key("a"), association="A", renews_on=due, every_months=months)
    assert renewed(body) == then


def test_without_a_renewal_there_is_none_after_it():
    assert renewed(Membership(key=key("a"), association="A")) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_the_renewal_after_is_so_many_months_later(due, months):
    body = Membership(key=key("a"), association="A", renews_on=due, every_months=months)
    then = renewed(body)
    assert then is not None
    assert (then.year - due.year) * 12 + then.month - due.month == months
    assert then.day <= due.day


def test_the_same_event_is_noted_once():
    known = circle(event("fair", 2))
    again = Event(key=key("another"), title="Fair", starts_on=DAY + timedelta(days=2))
    with pytest.raises(InvalidInputError, match="You noted fair"):
        check_new_event(known, again)
    for other in (replace(again, starts_on=DAY), replace(again, title="Show")):
        assert check_new_event(known, other) == other
    itself = replace(again, key=key("fair"))
    assert check_new_event(known, itself) == itself


def test_one_belongs_to_an_association_once_at_a_time():
    again = Membership(key=key("another"), association="guild")
    with pytest.raises(InvalidInputError, match="You belong to Guild already"):
        check_new_membership(circle(membership("Guild")), again)
    left = circle(membership("Guild", ended_on=DAY), membership("Club"))
    assert check_new_membership(left, again) == again


def test_what_has_ended_does_not_end_again():
    running = Membership(key=key("g"), association="Guild")
    assert check_running(running) == running
    with pytest.raises(InvalidInputError, match="You left Guild on"):
        check_running(replace(running, ended_on=DAY))
