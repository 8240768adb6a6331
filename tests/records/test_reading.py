"""What feeds bring is kept beside the facts: each entry once, troubles told, nothing flooded."""

from datetime import timedelta

import pytest
from django.db import connection

from headway.core.errors import HeadwayError, InvalidInputError
from headway.core.reading import FollowedFeed, ReadEntry, ReadFeed, ReadingNote, ReadingSchedule
from headway.records import bridge, reading, reading_notes
from headway.records.models import Fact, FetchedEntry, FetchedFeed, Person
from sample_facts import MONDAY, TUESDAY, WEDNESDAY
from web_answers import Answer, answer, machine, open_fetcher

DAY = MONDAY.date()


def make_feed(content: bytes, *, address: str, content_type: str, followed: str) -> ReadFeed:
    """A feed of an entry for each word."""
    if content == b"bad":
        raise InvalidInputError("This is not a feed.")
    entries = (ReadEntry(identity=word, title=word.title()) for word in content.decode().split())
    return ReadFeed(title="", site="", entries=tuple(entries))


def fetch(person: Person, says: Answer, *names: str, now=MONDAY, **options):
    """Follows and fetches a feed for each name from a machine that answers so."""
    with machine(says) as (port, _):
        addresses = [f"http://{name}.example:{port}/" for name in names]
        kept = {row.address.split(":")[1]: row for row in FetchedFeed.objects.all()}
        # The port differs each time, the feed does not.
        for address in addresses:
            if row := kept.get(address.split(":")[1]):
                FetchedFeed.objects.filter(pk=row.pk).update(address=address)
        return reading.fetch_feeds(
            person,
            addresses,
            addresses,
            now=now,
            fetcher=open_fetcher(),
            **{"read": make_feed, **options},
        )


def make_renamed(content: bytes, **_told: str) -> ReadFeed:
    """A feed that gives its two entries, one of them told twice, new names each time."""
    named = content.decode()
    entries = (
        ReadEntry(identity=f"{named} {at}", title=title, link=f"https://a.example/{title}")
        for at, title in enumerate(("One", "Two", "Two"))
    )
    return ReadFeed(title="", site="", entries=tuple(entries))


def titles() -> list[str]:
    return sorted(FetchedEntry.objects.values_list("title", flat=True))


def test_entries_are_kept_once_and_counted_when_they_are_new(ana: Person) -> None:
    assert fetch(ana, lambda _: answer(b"one two"), "a").new_count == 2
    assert fetch(ana, lambda _: answer(b"two three"), "a", now=TUESDAY).new_count == 1
    assert titles() == ["One", "Three", "Two"]
    assert FetchedEntry.objects.get(entry="two").first_seen_at == MONDAY
    assert Fact.objects.count() == 0


def test_entries_that_change_their_names_do_not_come_back_as_new(ana: Person) -> None:
    assert fetch(ana, lambda _: answer(b"first"), "a", read=make_renamed).new_count == 2
    later = fetch(ana, lambda _: answer(b"second"), "a", read=make_renamed, now=TUESDAY)
    assert later.new_count == 0
    assert titles() == ["One", "Two"]


def test_entries_are_known_by_the_address_one_follows_wherever_it_leads(ana: Person) -> None:
    told: list[str] = []

    def note(_content: bytes, *, address: str, content_type: str, followed: str) -> ReadFeed:
        told.extend((address.rpartition("/")[2], followed.rpartition("/")[2]))
        return ReadFeed(title="", site="", entries=())

    def says(asked: bytes) -> bytes:
        if b"GET /today " in asked:
            return answer(b"x")
        return answer(b"", "Location: /today", status="302 On")

    fetch(ana, says, "a", read=note)
    assert told == ["today", ""]


def test_marks_are_sent_back_and_an_unchanged_feed_stays(ana: Person) -> None:
    def says(asked: bytes) -> bytes:
        if b'If-None-Match: "m"' in asked:
            return answer(status="304 Not Modified")
        return answer(b"one", 'ETag: "m"')

    fetch(ana, says, "a")
    report = fetch(ana, says, "a", now=TUESDAY)
    assert (report.new_count, report.failed_count) == (0, 0)
    assert titles() == ["One"]
    assert FetchedFeed.objects.get().fetched_at == TUESDAY
    assert FetchedFeed.objects.get().etag == '"m"'


@pytest.mark.parametrize(
    ("said", "sentence"),
    [(answer(b"bad"), "not a feed"), (answer(status="404 Not Found"), "nothing at this address")],
)
def test_a_feed_that_fails_keeps_its_entries_and_says_why(
    ana: Person, said: bytes, sentence: str
) -> None:
    fetch(ana, lambda _: answer(b"one"), "a")
    report = fetch(ana, lambda _: said, "a", now=TUESDAY)
    assert sentence in report.outcomes[0].trouble
    row = FetchedFeed.objects.get()
    assert (row.tried_at, row.fetched_at) == (TUESDAY, MONDAY)
    assert sentence in row.trouble
    fetch(ana, lambda _: answer(b"one"), "a", now=WEDNESDAY)
    assert FetchedFeed.objects.get().trouble == ""


def test_one_feed_that_fails_holds_up_no_other(ana: Person) -> None:
    def says(asked: bytes) -> bytes:
        return answer(b"bad") if b"Host: bad" in asked else answer(b"one")

    report = fetch(ana, says, "bad", "good")
    assert (report.new_count, report.failed_count, report.left) == (1, 1, ())


def test_what_time_does_not_suffice_for_is_left_and_said(ana: Person) -> None:
    report = fetch(ana, lambda _: answer(b"one"), "a", "b", seconds=0)
    assert len(report.outcomes) + len(report.left) == 2
    assert report.left


def test_a_feed_keeps_no_more_than_the_latest_and_none_comes_back_as_new(ana: Person) -> None:
    words = [f"w{n}" for n in range(350)]
    fetch(ana, lambda _: answer(" ".join(words[:200]).encode()), "a")
    later = " ".join(words[150:350]).encode()
    assert fetch(ana, lambda _: answer(later), "a", now=TUESDAY).new_count == 150
    assert FetchedEntry.objects.count() == 200
    assert fetch(ana, lambda _: answer(later), "a", now=WEDNESDAY).new_count == 0


def test_what_is_no_longer_followed_is_thrown_away(ana: Person) -> None:
    fetch(ana, lambda _: answer(b"one"), "a")
    fetch(ana, lambda _: answer(b"two"), "b", now=TUESDAY)
    assert titles() == ["Two"]


def test_the_list_is_told_as_it_was_known_on_a_day(ana: Person) -> None:
    with machine(lambda _: answer(b"one")) as (port, _):
        address = f"http://a.example:{port}/"
        bridge.record_fact(ana, FollowedFeed(address=address), happened_on=DAY, recorded_at=MONDAY)
        reading.fetch_feeds(
            ana, [address], [address], now=TUESDAY, read=make_feed, fetcher=open_fetcher()
        )
    dossier = bridge.load_dossier(ana)

    def new_on(day: object) -> list[str]:
        known = dossier.known_by(day)
        return [each.title for each in reading.load_reading(ana, known, as_of=day).new]

    assert new_on(DAY) == []
    assert new_on(TUESDAY.date()) == ["One"]
    assert reading.load_reading(None, dossier, as_of=DAY).feeds[0].feed.address == address


def test_only_a_schedule_makes_anything_due(ana: Person) -> None:
    bridge.record_fact(
        ana, FollowedFeed(address="http://a.example/"), happened_on=DAY, recorded_at=MONDAY
    )

    def due(now: object) -> tuple[str, ...]:
        told = bridge.load_dossier(ana).known_by(now.date())
        found = reading.load_reading(ana, told, as_of=now.date())
        return reading.find_due(ana, found, now=now)

    assert due(TUESDAY) == ()
    bridge.record_fact(ana, ReadingSchedule(every_hours=24), happened_on=DAY, recorded_at=MONDAY)
    assert due(TUESDAY) == ("http://a.example/",)
    FetchedFeed.objects.create(owner=ana, address="http://a.example/", tried_at=TUESDAY)
    assert due(TUESDAY + timedelta(hours=23)) == ()
    assert due(TUESDAY + timedelta(hours=25)) == ("http://a.example/",)


def test_erasing_the_person_erases_what_was_fetched(ana: Person) -> None:
    fetch(ana, lambda _: answer(b"one"), "a")
    bridge.erase_person(ana)
    assert FetchedFeed.objects.count() == FetchedEntry.objects.count() == 0
    connection.check_constraints()


def test_a_list_of_feeds_is_followed_whole_or_not_at_all(ana: Person) -> None:
    found = reading.load_reading(ana, bridge.load_dossier(ana), as_of=DAY)
    feeds = [FollowedFeed(address=f"https://a.example/{n}") for n in (1, 2, 1)]
    assert len(reading_notes.follow_feeds(ana, found, feeds, now=MONDAY)) == 2
    with pytest.raises(HeadwayError):
        reading_notes.follow_feeds(
            ana,
            found,
            [FollowedFeed(address="https://b.example"), FollowedFeed(address="x")],
            now=MONDAY,
        )
    assert Fact.objects.filter(kind="feed").count() == 2


def test_a_note_on_something_else_is_one_note_however_often_it_is_told(ana: Person) -> None:
    for learnt in ("Wait", "Wait", "Wait longer"):
        known = bridge.load_dossier(ana).known_by(DAY)
        told = ReadingNote(title="A talk", state="read", learnt=learnt)
        reading_notes.keep_note(ana, known, told, on=DAY, now=MONDAY)
    known = bridge.load_dossier(ana).known_by(DAY)
    assert [body.learnt for _, body in known.each(ReadingNote)] == ["Wait longer"]
