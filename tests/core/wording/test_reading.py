"""How the reading list reads."""

from dataclasses import replace

import pytest

from examples import DAY, dossier, fact
from headway.core.reading import FeedState, FetchedEntry, FollowedFeed, ReadingNote
from headway.core.reading_list import tell_reading
from headway.core.wording import reading as words

FEED = fact(FollowedFeed(address="https://a.example/feed", title="Aa"))
ENTRY = FetchedEntry(
    entry="e", feed="https://a.example/feed", title="T", link="", first_seen_on=DAY
)


def reading(*facts, entries=(), **state):
    states = [FeedState(address="https://a.example/feed", tried_on=DAY, **state)] if state else ()
    return tell_reading(dossier(*facts).known_by(DAY), entries, states, as_of=DAY)


def feed(entries=(), **state):
    return words.describe_feed(reading(FEED, entries=entries, **state).feeds[0])


def test_a_feed_says_how_it_is():
    assert feed() == "Not fetched yet."
    assert feed([ENTRY], fetched_on=DAY) == "1 new of 1 entry, fetched on 2 March 2026."
    assert feed(fetched_on=DAY) == "Nothing new, fetched on 2 March 2026."
    assert feed(trouble="Gone.") == "Gone."
    assert feed(trouble="Gone.", fetched_on=DAY) == "Gone. Last read on 2 March 2026."


@pytest.mark.parametrize(
    ("hours", "often"), [(24, "every day"), (72, "every 3 days"), (30, "every 30 hours")]
)
def test_a_schedule_says_how_often(hours, often):
    assert f"fetched {often} while" in words.describe_schedule(hours)
    assert words.describe_schedule(0) == words.ASKED_ONLY


def test_the_list_says_in_one_line_how_much_there_is():
    assert words.describe_reading(reading()) == "You follow no feed yet."
    kept = fact(ReadingNote(title="K", state="kept"))
    read = fact(ReadingNote(title="R", state="read", learnt="x"))
    full = reading(FEED, kept, read, entries=[ENTRY])
    assert words.describe_reading(full) == "1 feed: 1 new, 1 kept to read, 1 read."
    assert words.describe_reading(reading(FEED)) == "1 feed: nothing new."


def test_an_entry_says_where_it_is_from():
    row = reading(FEED, entries=[ENTRY]).new[0]
    assert words.describe_source(row) == "Aa, 2 March 2026"
    assert words.describe_source(replace(row, feed_name="")) == "2 March 2026"


@pytest.mark.parametrize(
    ("state", "fields", "text"),
    [
        ("skipped", {}, "Skipped."),
        ("skipped", {"word": "old"}, "Skipped: old"),
        ("kept", {}, "Kept to read."),
        ("kept", {"word": "June"}, "Kept: June"),
        ("read", {"learnt": "Ask"}, "Learnt: Ask"),
    ],
)
def test_a_note_says_what_was_made_of_it(state, fields, text):
    assert words.describe_note(ReadingNote(title="T", state=state, **fields)) == text


def test_a_fetch_says_what_it_brought():
    assert words.describe_fetch(feeds=2, new=1, failed=0, left=0) == "2 feeds asked: 1 new entry."
    told = words.describe_fetch(feeds=2, new=0, failed=1, left=3)
    assert "nothing new. 1 feed could not be read" in told
    assert "Time was up before 3 feeds" in told


def test_a_list_of_feeds_says_what_it_brought():
    assert words.describe_import(new=2, left_out=0) == "2 feeds more to follow."
    assert words.describe_import(new=0, left_out=1) == (
        "You follow all of these already. 1 left out: only addresses of the web count."
    )
