"""What is told of reading makes sense, and what was learnt goes into the log."""

from datetime import timedelta

import pytest

from examples import DAY
from headway.core.development import LearningEntry
from headway.core.errors import InvalidInputError
from headway.core.reading import (
    FetchedEntry,
    FollowedFeed,
    ReadingNote,
    check_feed,
    check_note,
    check_schedule,
    learning_of,
)

NOTE = ReadingNote(title="A talk", state="read", learnt="Wait", hours=1.0, link="https://a.example")


@pytest.mark.parametrize(
    ("feed", "sentence"),
    [
        (FollowedFeed(address=""), "Give the address"),
        (FollowedFeed(address="https://a.example/" + "x" * 600), "at most 600"),
        (FollowedFeed(address="ftp://a.example"), "is no link"),
        (FollowedFeed(address="https://a.example", site="a.example"), "is no link"),
    ],
)
def test_a_feed_that_cannot_be_fetched_is_refused(feed, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        check_feed(feed)
    assert check_feed(FollowedFeed(address="https://a.example/feed"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "called"),
        ({"link": "x"}, "is no link"),
        ({"learnt": " "}, "what you learnt"),
        ({"hours": -1.0}, "Hours run"),
    ],
)
def test_a_note_that_makes_no_sense_is_refused(changes, sentence):
    told = {"title": "A talk", "state": "read", "learnt": "Wait", **changes}
    with pytest.raises(InvalidInputError, match=sentence):
        check_note(ReadingNote(**told))
    assert check_note(NOTE) == NOTE
    assert check_note(ReadingNote(title="A talk", state="kept"))


@pytest.mark.parametrize("hours", [0, 6, 24, 744])
def test_feeds_can_be_fetched_seldom_or_never(hours):
    assert check_schedule(hours) == hours


@pytest.mark.parametrize("hours", [-1, 1, 5, 745])
def test_feeds_are_not_fetched_by_the_hour(hours):
    with pytest.raises(InvalidInputError, match="every 6 to 744 hours"):
        check_schedule(hours)


def test_what_was_learnt_goes_into_the_log_and_nothing_else_does():
    assert learning_of(NOTE) == LearningEntry(
        title="A talk", kind="reading", hours=1.0, reflection="Wait", source="https://a.example"
    )
    assert learning_of(ReadingNote(title="A talk", state="kept")) is None


def test_an_entry_is_of_the_day_it_was_published_unless_that_is_still_to_come():
    def on(published):
        return FetchedEntry(
            entry="e", feed="f", title="t", link="", first_seen_on=DAY, published_on=published
        ).on

    assert on(None) == DAY
    assert on(DAY - timedelta(days=9)) == DAY - timedelta(days=9)
    assert on(DAY + timedelta(days=1)) == DAY + timedelta(days=1)
    assert on(DAY + timedelta(days=400)) == DAY
