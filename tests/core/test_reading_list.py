"""The reading list: what is new, kept, read and skipped, and what of it concerns a competency."""

from datetime import timedelta

import pytest

from examples import DAY, dossier, fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import Phrases, compile_phrases
from headway.core.reading import (
    FeedState,
    FetchedEntry,
    FollowedFeed,
    ReadingNote,
    ReadingSchedule,
)
from headway.core.reading_list import (
    Related,
    ToRead,
    check_room_for,
    find_entry,
    find_feed,
    find_related,
    note_for,
    tell_reading,
    with_related,
)

A, B = "https://a.example/feed", "https://b.example/feed"
PHRASES = compile_phrases(
    {
        "asking": Phrases(phrases=("interview customers",)),
        "counting": Phrases(phrases=("count things",)),
    }
)


def entry(name, title="Something", *, feed=A, days=0, **fields):
    return FetchedEntry(
        entry=name * 8,
        feed=feed,
        title=title,
        link="",
        first_seen_on=DAY + timedelta(days=days),
        **fields,
    )


def note(name, state, title="Something", *, days=0, **fields):
    body = ReadingNote(title=title, state=state, feed=A, entry=name * 8, **fields)
    return fact(body, days)


def reading(*facts, entries=(), states=(), days=0):
    day = DAY + timedelta(days=days)
    follows = (fact(FollowedFeed(address=A, title="Aa")), fact(FollowedFeed(address=B)))
    return tell_reading(dossier(*follows, *facts).known_by(day), entries, states, as_of=day)


def names(rows):
    return "".join(row.entry[:1] for row in rows)


def test_what_was_told_of_is_new_no_more():
    found = reading(
        note("a", "kept"),
        note("b", "read", learnt="x"),
        note("c", "skipped"),
        entries=[entry(name, summary=name) for name in "abcd"],
    )
    lists = (found.new, found.kept, found.read, found.skipped)
    assert [names(rows) for rows in lists] == ["d", "a", "b", "c"]
    assert (found.kept[0].summary, found.kept[0].feed_name) == ("a", "Aa")


def test_the_latest_stands_first():
    entries = [
        entry("a", days=-9),
        entry("b", days=-2),
        entry("c", published_on=DAY - timedelta(days=5)),
    ]
    assert names(reading(entries=entries).new) == "bca"


def test_what_came_later_or_of_feeds_not_followed_is_not_there():
    entries = [entry("a", days=1), entry("b", feed="https://c.example")]
    assert reading(entries=entries).new == ()
    assert names(reading(entries=entries, days=1).new) == "a"


def test_a_note_outlives_its_feed_and_its_entry():
    noted = reading(note("a", "kept"))
    assert names(noted.kept) == "a"
    body = ReadingNote(title="Left", state="kept", feed="https://left.example/feed", entry="z" * 8)
    assert reading(fact(body)).kept[0].feed_name == "left.example"


def test_feeds_say_how_they_are_in_the_order_of_their_names():
    states = [
        FeedState(address=A, tried_on=DAY, trouble="Gone."),
        FeedState(address=B, tried_on=DAY + timedelta(days=1)),
    ]
    found = reading(note("a", "kept"), entries=[entry("a"), entry("b")], states=states)
    first, second = found.feeds
    assert (first.name, first.entry_count, first.new_count) == ("Aa", 2, 1)
    assert first.state == states[0]
    assert (second.name, second.state) == ("b.example", None)


def test_the_schedule_said_last_counts():
    assert reading().every_hours == 0
    said = (fact(ReadingSchedule(every_hours=24)), fact(ReadingSchedule(every_hours=72), 1))
    assert [reading(*said, days=days).every_hours for days in (0, 1)] == [24, 72]


def related(found, *competencies):
    return [
        (each.competency, each.to_read.entry[:1])
        for each in find_related(found, competencies, PHRASES)
    ]


def test_related_entries_come_in_turn_the_kept_ones_first_and_three_at_most():
    entries = [entry(name, "How to interview customers", days=-i) for i, name in enumerate("abc")]
    entries += [entry(name, "How to count things") for name in "xy"]
    found = reading(note("k", "kept", "Interview customers", days=-40), entries=entries)
    assert related(found, "asking", "counting") == [
        ("asking", "k"),
        ("counting", "x"),
        ("asking", "a"),
    ]
    assert related(found, "counting") == [("counting", "x"), ("counting", "y")]
    assert related(found, "telling") == []


def test_ones_own_word_counts_before_the_words_of_the_title():
    noted = note("k", "kept", "Interview customers", competencies=("counting",))
    assert related(reading(noted), "asking", "counting") == [("counting", "k")]


def test_what_is_old_is_not_named():
    old = entry("a", "Interview customers", published_on=DAY - timedelta(days=366))
    assert related(reading(entries=[old]), "asking") == []


def test_one_entry_is_named_once_for_two_competencies():
    both = note("k", "kept", competencies=("asking", "counting"))
    assert related(reading(both), "asking", "counting") == [("asking", "k")]


def test_an_entry_is_found_by_how_its_id_begins():
    found = reading(note("a", "kept"), entries=[entry("a"), entry("b")])
    assert find_entry(found, "bbbb").entry == "b" * 8
    assert find_entry(found, str(found.kept[0].fact)[:8]).entry == "a" * 8
    for start in ("bbb", "cccc"):
        with pytest.raises(UnknownNameError, match="0 things to read"):
            find_entry(found, start)


def test_a_feed_is_found_by_name_or_address():
    found = reading()
    assert find_feed(found, "aA").feed.address == A
    assert find_feed(found, A).feed.address == A
    assert find_feed(found, "b.ex").feed.address == B
    for name in ("", "zz"):
        with pytest.raises(UnknownNameError, match="0 feeds are called"):
            find_feed(found, name)


def test_a_note_goes_on_from_what_was_said_before():
    found = reading(note("a", "kept", word="for June"), entries=[entry("b", "New")])
    assert note_for(found.kept[0], "skipped").word == "for June"
    new = note_for(found.new[0], "kept")
    assert (new.title, new.state, new.entry, new.published_on) == ("New", "kept", "b" * 8, DAY)


def test_nobody_follows_more_feeds_than_anybody_reads():
    check_room_for(reading(), 198)
    with pytest.raises(InvalidInputError, match="more than 200 feeds"):
        check_room_for(reading(), 199)


def test_a_feed_without_title_or_name_is_called_by_its_address():
    follows = fact(FollowedFeed(address="https:///x"))
    assert reading(follows).feeds[-1].name == "https:///x"


def test_an_answer_is_told_as_it_is_where_there_is_nothing_to_read_beside_it():
    feed = FollowedFeed(address="https://x.example/feed")
    assert with_related(feed, ()) is feed
    each = ToRead(entry="e", title="t", link="", on=DAY)
    told = with_related(feed, (Related(competency="asking", to_read=each),))
    assert (told["address"], told["related_reading"][0].to_read) == (feed.address, each)
    assert with_related("words", told["related_reading"]) == "words"
