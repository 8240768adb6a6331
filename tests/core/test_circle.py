"""The circle: people with all that passed between, found by name, left out when taken back."""

from datetime import timedelta

import pytest

from examples import DAY, LADDER, fact
from headway.core.circle import check_new_name, find_by_name, find_role
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.fact_kinds import Retraction
from headway.core.people import Event, Membership
from people_cases import NOBODY_KEY, asked, circle, key, knows, touched


def after(days):
    return DAY + timedelta(days=days)


def test_a_person_has_their_touches_oldest_first():
    found = circle(touched("Ana", 4), knows("Ana"), touched("Ana", 2), days=9)
    assert [dated.on for dated in found.person(key("Ana")).touches] == [after(2), after(4)]
    assert found.person(key("Ana")).last_on == after(4)


def test_the_next_day_is_the_one_said_last():
    found = circle(knows("Ana"), touched("Ana", 2, next_on=after(30)), days=9)
    assert found.person(key("Ana")).next_on == after(30)


def test_without_a_day_the_rhythm_counts_from_the_last_touch_or_from_knowing_them():
    known = knows("Ana", every_days=10)
    assert circle(known, touched("Ana", 2), days=9).person(key("Ana")).next_on == after(12)
    assert circle(known, days=9).person(key("Ana")).next_on == after(10)


def test_a_day_told_of_the_person_counts_until_a_touch_on_it_or_after():
    known = knows("Ana", next_on=after(5))
    assert circle(known, touched("Ana", 2), days=9).person(key("Ana")).next_on == after(5)
    assert circle(known, touched("Ana", 5), days=9).person(key("Ana")).next_on is None


def test_of_two_days_told_the_sooner_counts():
    known = knows("Ana", next_on=after(20))
    found = circle(known, touched("Ana", 2, next_on=after(8)), days=9)
    assert found.person(key("Ana")).next_on == after(8)


def test_the_next_session_is_the_mentoring_s_own():
    session = touched("Ana", 2, mentoring=key("m"), next_on=after(30))
    found = circle(knows("Ana"), asked("Ana"), session, days=9)
    assert found.person(key("Ana")).next_on is None
    assert found.mentoring(key("m")).sessions[0].touch.next_on == after(30)


def test_nobody_else_is_called_as_somebody_known():
    found = circle(knows("Ana"), days=1)
    assert check_new_name(found, "Anna") == "Anna"
    assert check_new_name(found, "ANA", own=key("Ana")) == "ANA"
    with pytest.raises(InvalidInputError, match="somebody called Ana already"):
        check_new_name(found, "ana")
    with pytest.raises(InvalidInputError, match="Say what they are called"):
        check_new_name(found, "")


def test_what_belongs_to_somebody_taken_back_goes_with_them():
    known = knows("Ana")
    gone = fact(Retraction(), 3, supersedes=known.id)
    event = fact(Event(key=key("e"), title="Fair", starts_on=DAY))
    facts = (known, asked("Ana"), touched("Ana", 1, event=key("e")), event)
    assert circle(*facts, days=2).event(key("e")).met == (key("Ana"),)
    found = circle(*facts, gone, days=4)
    assert (found.people, found.mentorings) == ({}, {})
    assert found.event(key("e")).met == ()
    assert found.name_of(key("Ana")) == ""


def test_somebody_is_found_by_name_part_of_it_or_key():
    found = circle(knows("Ana Made-up"), knows("Ana"), knows("Ben Made-up"))
    assert find_by_name(found, "ana").contact.name == "Ana"
    assert find_by_name(found, "made-up  BEN").contact.name == "Ben Made-up"
    assert find_by_name(found, str(key("Ana"))[:8]).contact.name == "Ana"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Zoe", "nobody called 'Zoe'"), ("", "nobody called"), ("made", "may be 2 people: A Made")],
)
def test_whom_it_means_is_asked_where_it_cannot_be_told(name, sentence):
    found = circle(knows("A Made"), knows("B Made", organisation="Invented"))
    with pytest.raises(UnknownNameError, match=sentence):
        find_by_name(found, name)


@pytest.mark.parametrize("what", ["person", "mentoring", "event", "membership"])
def test_what_there_is_not_is_told(what):
    with pytest.raises(UnknownNameError, match=f"no such {what}"):
        getattr(circle(), what)(NOBODY_KEY)


def test_a_title_that_plainly_names_a_role_is_one():
    assert find_role("Senior", LADDER) == "senior"
    assert find_role("Owner", LADDER) == ""
    assert find_role("Cook", LADDER) == ""


def test_a_membership_is_held_since_the_day_it_began():
    found = circle(fact(Membership(key=key("a"), association="Guild"), -5))
    assert found.membership(key("a")).since == after(-5)
