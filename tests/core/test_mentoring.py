"""A mentoring from the question to the thanks: each state by the days of the facts alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, dossier, fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.mentoring import (
    NEXT_TURNS,
    Capacity,
    check_after_request,
    check_not_asked,
    check_room,
    check_session,
    check_turn,
    find_capacity,
    open_items,
    tell_mentoring,
    tell_mentorings,
    tell_state,
)
from headway.core.people import AgreedItem, MentorCapacity
from people_cases import NOBODY_KEY, asked, circle, key, knows, touched, turned


def now(*facts, days):
    found = circle(knows("Ana"), asked("Ana"), *facts, days=days)
    return tell_mentoring(found, key("m"), as_of=DAY + timedelta(days=days))


def state(*facts, days):
    found = now(*facts, days=days)
    return found.state, (found.since - DAY).days


def test_a_request_waits_until_its_day_and_then_expires():
    assert state(days=14) == ("asked", 0)
    assert state(days=15) == ("expired", 15)


@pytest.mark.parametrize(
    ("turns", "days", "found"),
    [
        ([("agreed", 3)], 5, ("agreed", 3)),
        ([("declined", 3)], 60, ("declined", 3)),
        ([("agreed", 20)], 25, ("agreed", 20)),
        ([("agreed", 3), ("paused", 9)], 10, ("paused", 9)),
        ([("agreed", 3), ("paused", 9), ("resumed", 12)], 13, ("agreed", 12)),
        ([("agreed", 3), ("ended", 9), ("thanked", 10)], 13, ("ended", 9)),
    ],
)
def test_the_last_turn_says_the_state(turns, days, found):
    assert state(*(turned(*turn) for turn in turns), days=days) == found


def test_what_is_told_later_changes_no_earlier_day():
    assert state(turned("agreed", 3), days=2) == ("asked", 0)


def test_an_agreement_ends_and_a_pause_is_over_after_its_last_day():
    agreed = turned("agreed", 3, until=DAY + timedelta(days=30))
    paused = turned("paused", 9, until=DAY + timedelta(days=12))
    assert state(agreed, days=30) == ("agreed", 3)
    assert state(agreed, days=31) == ("ended", 31)
    assert state(agreed, paused, days=12) == ("paused", 9)
    assert state(agreed, paused, days=13) == ("agreed", 13)
    assert state(agreed, paused, days=31) == ("ended", 31)
    assert now(agreed, paused, days=10).until == DAY + timedelta(days=12)
    longer = turned("paused", 9, until=DAY + timedelta(days=40))
    assert now(agreed, longer, days=10).until == DAY + timedelta(days=30)


def test_nothing_is_answered_before_it_was_asked():
    found = now(days=3)
    assert check_after_request(found, DAY) == DAY
    with pytest.raises(InvalidInputError, match="before it was asked for"):
        check_after_request(found, DAY - timedelta(days=1))


def test_a_session_is_held_of_what_is_agreed():
    assert check_session(now(turned("agreed", 3), days=4), DAY) == DAY
    with pytest.raises(InvalidInputError, match="before it was asked for"):
        check_session(now(turned("agreed", 3), days=4), DAY - timedelta(days=1))
    with pytest.raises(InvalidInputError, match="It is asked"):
        check_session(now(days=3), DAY)


def test_it_is_quiet_after_six_weeks_without_a_session_ahead():
    session = touched("Ana", 10, mentoring=key("m"), next_on=DAY + timedelta(days=70))
    assert not now(turned("agreed", 3), days=45).is_quiet
    assert now(turned("agreed", 3), days=46).is_quiet
    assert not now(turned("agreed", 3), session, days=60).is_quiet
    assert now(turned("agreed", 3), session, days=71).is_quiet
    assert not now(turned("agreed", 3), turned("paused", 4), days=90).is_quiet


def test_the_next_session_is_told_while_it_is_agreed():
    session = touched("Ana", 10, mentoring=key("m"), next_on=DAY + timedelta(days=70))
    assert now(turned("agreed", 3), session, days=11).next_session_on == DAY + timedelta(days=70)
    assert now(turned("agreed", 3), session, turned("ended", 11), days=12).next_session_on is None


@given(st.sampled_from(sorted(NEXT_TURNS)))
def test_only_what_can_follow_is_taken(state_now):
    told = {"asked": (), "agreed": ("agreed",), "paused": ("agreed", "paused")}
    told |= {"declined": ("declined",), "ended": ("ended",), "expired": ()}
    turns = [turned(turn, day + 1) for day, turn in enumerate(told[state_now])]
    found = now(*turns, days=20 if state_now == "expired" else 5)
    assert found.state == state_now
    for turn in ("agreed", "declined", "paused", "resumed", "ended", "thanked"):
        if turn in NEXT_TURNS[state_now]:
            assert check_turn(found, turn) == turn
        else:
            with pytest.raises(InvalidInputError, match="it can only be"):
                check_turn(found, turn)


def test_open_items_are_those_not_done():
    items = [
        AgreedItem(key=key("1"), mentoring=key("m"), text="Ask nine people"),
        AgreedItem(key=key("2"), mentoring=key("m"), text="Write it up", done_on=DAY),
    ]
    found = now(turned("agreed", 1), *(fact(item, 2) for item in items), days=3)
    assert [item.text for item in open_items(found)] == ["Ask nine people"]


def test_open_ones_come_first_then_the_latest_asked():
    facts = [knows("Ana"), asked("Ana", of="old"), asked("Ana", 20, of="new")]
    found = circle(*facts, asked("Ana", 5, of="on"), turned("agreed", 6, of="on"), days=40)
    told = tell_mentorings(found, as_of=DAY + timedelta(days=40))
    keys = [m.mentoring.key for m in told]
    assert keys == [key("on"), key("new"), key("old")]


def test_a_mentoring_that_there_is_not_is_told():
    with pytest.raises(UnknownNameError):
        tell_mentoring(circle(), NOBODY_KEY, as_of=DAY)


def test_the_same_person_is_not_asked_twice_about_one_thing():
    found = circle(knows("Ana"), asked("Ana"))
    with pytest.raises(InvalidInputError, match="You asked Ana about this"):
        check_not_asked(found, key("Ana"), "asking", as_of=DAY)
    check_not_asked(found, key("Ana"), "telling", as_of=DAY)
    check_not_asked(found, key("Ana"), "asking", as_of=DAY + timedelta(days=15))


# The other side ------------------------------------------------------------------------------------


def capacity(*facts, days=9):
    found = (knows("Ana"), asked("Ana", side="mentor"), *facts)
    as_of = DAY + timedelta(days=days)
    known = dossier(*found).known_by(as_of)
    return find_capacity(
        known, tell_mentorings(circle(*found, days=days), as_of=as_of), as_of=as_of
    )


def test_places_are_taken_by_those_agreed_and_paused():
    offers = fact(MentorCapacity(places=2), 1)
    assert capacity(offers).free == 2
    assert capacity(offers, turned("agreed", 2)).free == 1
    assert capacity(offers, turned("agreed", 2), turned("paused", 3)).free == 1
    assert capacity(offers, turned("agreed", 2), turned("ended", 3)).free == 2


def test_whoever_never_said_has_no_capacity():
    assert capacity() is None
    check_room(None)


def test_a_pause_leaves_no_room_until_it_is_over():
    rests = fact(MentorCapacity(places=2, is_paused=True, paused_until=DAY + timedelta(days=8)), 1)
    assert capacity(rests, days=8).free == 0
    assert (capacity(rests, days=9).free, capacity(rests, days=9).is_paused) == (2, False)


@pytest.mark.parametrize(
    ("places", "is_paused", "sentence"), [(1, False, r"1 of 1"), (3, True, "You paused")]
)
def test_one_more_than_one_can_take_is_refused(places, is_paused, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        check_room(Capacity(places=places, taken=1, is_paused=is_paused))


def test_one_more_is_taken_where_there_is_room():
    check_room(Capacity(places=2, taken=1, is_paused=False))


@given(st.lists(st.sampled_from(["agreed", "paused", "resumed", "ended", "thanked"]), max_size=5))
def test_whatever_was_told_there_is_one_state(turns):
    facts = [turned(turn, day + 1) for day, turn in enumerate(turns)]
    found = circle(knows("Ana"), asked("Ana"), *facts, days=9).mentoring(key("m"))
    told, since, _ = tell_state(found, as_of=DAY + timedelta(days=9))
    assert told in NEXT_TURNS
    assert DAY <= since <= DAY + timedelta(days=9)
