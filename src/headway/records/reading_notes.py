"""What is told of reading: feeds followed, notes, the schedule; each once, with the log beside a note."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from headway.core.development import LearningEntry
from headway.core.dossier import Dossier
from headway.core.reading import (
    FollowedFeed,
    ReadingNote,
    ReadingSchedule,
    check_feed,
    check_note,
    check_schedule,
    learning_of,
)
from headway.core.reading_list import ReadingList, check_room_for
from headway.records import bridge, entries
from headway.records.failures import told_plainly
from headway.records.models import Person


def follow_feeds(
    person: Person, reading: ReadingList, feeds: Iterable[FollowedFeed], *, now: datetime
) -> tuple[FollowedFeed, ...]:
    """Follows those of `feeds` that are not followed yet, all or none; returns them."""
    had = {each.feed.address for each in reading.feeds}
    new = {feed.address: check_feed(feed) for feed in feeds if feed.address not in had}
    check_room_for(reading, len(new))
    with told_plainly(), transaction.atomic():
        for feed in new.values():
            bridge.record_fact(person, feed, happened_on=reading.as_of, recorded_at=now)
    return tuple(new.values())


def keep_note(
    person: Person, known: Dossier, note: ReadingNote, *, on: date, now: datetime
) -> UUID:
    """Keeps a note in place of the former one on the same entry, and what was learnt in the log.

    Told again it changes nothing more; returns the fact of the note.
    """
    check_note(note)
    former = _find_note(known, note)
    with told_plainly(), transaction.atomic():
        if former is None:
            return _keep_new(person, note, on, now)
        fact, before = former
        if before == note:
            return fact
        _take_from_log(person, known, before, now=now)
        kept = bridge.correct_fact(person, fact, note, happened_on=on, recorded_at=now)
        _log(person, kept, note, on, now)
        return kept


def remove_note(person: Person, known: Dossier, fact: UUID, *, now: datetime) -> None:
    """Takes a note back, and with it what it added to the log."""
    note = next((body for each, body in known.each(ReadingNote) if each.id == fact), None)
    with told_plainly(), transaction.atomic():
        entries.take_back(person, fact, recorded_at=now)
        if note:
            _take_from_log(person, known, note, now=now)


def restore_note(person: Person, fact: UUID, *, now: datetime) -> UUID:
    """Puts a note back that was taken back, and with it what it adds to the log."""
    with told_plainly(), transaction.atomic():
        back = entries.put_back(person, fact, recorded_at=now)
        kept = entries.find_current(person, back)
        if kept and isinstance(kept.body, ReadingNote):
            _log(person, back, kept.body, kept.happened_on, now)
    return back


def keep_schedule(person: Person, reading: ReadingList, every_hours: int, *, now: datetime) -> None:
    """Keeps how often feeds are fetched by themselves; 0 for never."""
    if check_schedule(every_hours) != reading.every_hours:
        body = ReadingSchedule(every_hours=every_hours)
        bridge.record_fact(person, body, happened_on=reading.as_of, recorded_at=now)


def _find_note(known: Dossier, note: ReadingNote) -> tuple[UUID, ReadingNote] | None:
    """The note on the same entry; of what came from elsewhere, on the same title and link."""
    for fact, body in known.each(ReadingNote):
        same_entry = note.entry and body.entry == note.entry
        same_thing = not note.entry and (body.title, body.link) == (note.title, note.link)
        if same_entry or same_thing:
            return fact.id, body
    return None


def _keep_new(person: Person, note: ReadingNote, on: date, now: datetime) -> UUID:
    kept = bridge.record_fact(person, note, happened_on=on, recorded_at=now)
    _log(person, kept, note, on, now)
    return kept


def _log(person: Person, fact: UUID, note: ReadingNote, on: date, now: datetime) -> None:
    """Adds what was learnt to the log, once for each fact of a note."""
    learnt = learning_of(note)
    if learnt:
        entries.keep_once(person, fact, learnt, happened_on=on, recorded_at=now)


def _take_from_log(person: Person, known: Dossier, note: ReadingNote, *, now: datetime) -> None:
    learnt = learning_of(note)
    same = [fact.id for fact, body in known.each(LearningEntry) if body == learnt]
    for fact in same[:1]:
        entries.take_back(person, fact, recorded_at=now)
