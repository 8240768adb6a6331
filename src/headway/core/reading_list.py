"""The reading list: what feeds brought, what one made of it, and what of it concerns a competency."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import PhraseIndex, suggest_competencies
from headway.core.reading import (
    MOST_FEEDS,
    FeedState,
    FetchedEntry,
    FollowedFeed,
    ReadingNote,
    ReadingSchedule,
    ReadingState,
)

MOST_RELATED = 3
# Older entries are hardly news; beyond so many, finding what they are about would be felt on a page.
RELATED_FOR, MOST_LOOKED_AT = timedelta(days=365), 500


@dataclass(frozen=True, kw_only=True)
class FeedNow:
    """A feed one follows, how its last fetch went (None: never), and how much of it waits."""

    fact: UUID
    feed: FollowedFeed
    name: str
    since: date
    state: FeedState | None
    entry_count: int
    new_count: int


@dataclass(frozen=True, kw_only=True)
class ToRead:
    """One thing to read or that was read: as it was fetched, as it was noted, or both.

    `fact` and `noted_on` are of the note; `feed_name` is "" for what came from elsewhere.
    """

    entry: str
    title: str
    link: str
    on: date
    feed: str = ""
    feed_name: str = ""
    summary: str = ""
    fact: UUID | None = None
    noted_on: date | None = None
    note: ReadingNote | None = None


@dataclass(frozen=True, kw_only=True)
class ReadingList:
    """Everything to read as known on a day: what is new, what was kept, read and skipped, latest first."""

    as_of: date
    every_hours: int
    feeds: tuple[FeedNow, ...]
    new: tuple[ToRead, ...]
    kept: tuple[ToRead, ...]
    read: tuple[ToRead, ...]
    skipped: tuple[ToRead, ...]


@dataclass(frozen=True, kw_only=True)
class Related:
    """Something to read whose title speaks of a competency: new, or kept for later."""

    competency: str
    to_read: ToRead


def tell_reading(
    known: Dossier,
    fetched: Iterable[FetchedEntry] = (),
    states: Iterable[FeedState] = (),
    *,
    as_of: date,
) -> ReadingList:
    """What there is to read: `known` facts, and what was fetched of the feeds by `as_of`.

    Entries of feeds that are no longer followed do not stand in it; what was made of them does.
    """
    feeds = {feed.address: (fact, feed) for fact, feed in known.each(FollowedFeed)}
    names = {address: name_feed(feed) for address, (_, feed) in feeds.items()}
    entries = [e for e in fetched if e.feed in feeds and e.first_seen_on <= as_of]
    noted = tuple(_noted(known, {e.entry: e for e in entries}, names))
    told = {each.entry for each in noted if each.entry}
    new = [_of_entry(e, names) for e in entries if e.entry not in told]
    state_of = {state.address: state for state in states if state.tried_on <= as_of}
    counts, waiting = Counter(e.feed for e in entries), Counter(each.feed for each in new)
    schedule = known.latest(ReadingSchedule)
    return ReadingList(
        as_of=as_of,
        every_hours=schedule.every_hours if schedule else 0,
        feeds=tuple(
            FeedNow(
                fact=fact.id,
                feed=feed,
                name=names[address],
                since=fact.happened_on,
                state=state_of.get(address),
                entry_count=counts[address],
                new_count=waiting[address],
            )
            for address, (fact, feed) in sorted(
                feeds.items(), key=lambda each: (names[each[0]].casefold(), each[0])
            )
        ),
        new=_latest_first(new),
        kept=_in_state(noted, "kept"),
        read=_in_state(noted, "read"),
        skipped=_in_state(noted, "skipped"),
    )


def name_feed(feed: FollowedFeed) -> str:
    """Its title, else the name of the machine it comes from."""
    return feed.title or urlsplit(feed.address).hostname or feed.address


def find_related(
    reading: ReadingList, competencies: Collection[str], phrases: PhraseIndex
) -> tuple[Related, ...]:
    """Up to three things to read about `competencies`, in their order in turn, the kept ones first.

    What a title speaks of is found by phrases and is a guess; for what was kept the person's own word
    counts before it.
    """
    found: dict[str, list[ToRead]] = {slug: [] for slug in competencies}
    oldest = reading.as_of - RELATED_FOR
    recent = (each for each in reading.new[:MOST_LOOKED_AT] if each.on >= oldest)
    for each in (*reading.kept, *recent):
        for slug in _about(each, phrases):
            if slug in found:
                found[slug].append(each)
    return tuple(_in_turn(found))


def with_related(answer: object, related: tuple[Related, ...]) -> object:
    """`answer`, a dataclass, as it is; where there is something to read, with that as `related_reading`."""
    if not related or not is_dataclass(answer):
        return answer
    told = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return told | {"related_reading": related}


def find_entry(reading: ReadingList, start: str) -> ToRead:
    """The one thing to read whose identity, or that of its note, begins so; raises UnknownNameError."""
    every = (*reading.new, *reading.kept, *reading.read, *reading.skipped)
    wanted = [
        each
        for each in every
        if len(start) >= 4 and (each.entry.startswith(start) or str(each.fact).startswith(start))
    ]
    if len(wanted) != 1:
        raise UnknownNameError(
            f"{len(wanted)} things to read have an id that begins with '{start}'; give at least "
            "4 characters as `headway read` shows them."
        )
    return wanted[0]


def note_for(each: ToRead, state: ReadingState) -> ReadingNote:
    """The note that takes it into `state`; what was said of it before stays said."""
    note = each.note or ReadingNote(
        title=each.title,
        state=state,
        link=each.link,
        feed=each.feed,
        entry=each.entry,
        published_on=each.on,
    )
    return replace(note, state=state)


def find_feed(reading: ReadingList, name: str) -> FeedNow:
    """The one feed with that address or name, or the beginning of its name; raises UnknownNameError."""
    plain = name.strip().casefold()
    same = [f for f in reading.feeds if plain in (f.feed.address.casefold(), f.name.casefold())]
    near = [f for f in reading.feeds if plain and f.name.casefold().startswith(plain)]
    found = same or near
    if len(found) != 1:
        raise UnknownNameError(
            f"{len(found)} feeds are called '{name}'; `headway read feeds` shows their names."
        )
    return found[0]


def check_room_for(reading: ReadingList, more: int = 1) -> None:
    """Raises InvalidInputError where so many more feeds would be more than anybody reads."""
    if len(reading.feeds) + more > MOST_FEEDS:
        raise InvalidInputError(
            f"You would follow more than {MOST_FEEDS} feeds ({len(reading.feeds)} so far, and {more} "
            "more): add fewer, or leave some of yours first."
        )


def _noted(
    known: Dossier, entries: Mapping[str, FetchedEntry], names: Mapping[str, str]
) -> Iterator[ToRead]:
    for fact, note in known.each(ReadingNote):
        entry = entries.get(note.entry)
        yield ToRead(
            entry=note.entry,
            title=note.title,
            link=note.link,
            on=note.published_on or fact.happened_on,
            feed=note.feed,
            feed_name=names.get(note.feed, urlsplit(note.feed).hostname or ""),
            summary=entry.summary if entry else "",
            fact=fact.id,
            noted_on=fact.happened_on,
            note=note,
        )


def _of_entry(entry: FetchedEntry, names: Mapping[str, str]) -> ToRead:
    return ToRead(
        entry=entry.entry,
        title=entry.title,
        link=entry.link,
        on=entry.on,
        feed=entry.feed,
        feed_name=names[entry.feed],
        summary=entry.summary,
    )


def _in_state(noted: Iterable[ToRead], state: ReadingState) -> tuple[ToRead, ...]:
    return _latest_first(each for each in noted if each.note and each.note.state == state)


def _latest_first(found: Iterable[ToRead]) -> tuple[ToRead, ...]:
    ordered = sorted(found, key=lambda each: (each.title, each.entry, str(each.fact)))
    return tuple(sorted(ordered, key=lambda each: each.noted_on or each.on, reverse=True))


def _about(each: ToRead, phrases: PhraseIndex) -> tuple[str, ...]:
    said = each.note.competencies if each.note else ()
    return said or suggest_competencies(each.title, phrases)


def _in_turn(found: Mapping[str, list[ToRead]]) -> Iterator[Related]:
    """The first of each competency, then the second of each, nothing twice, three at most."""
    given: set[tuple[str, str]] = set()
    for place in range(MOST_RELATED):
        for slug, each in found.items():
            if place < len(each) and len(given) < MOST_RELATED:
                key = (each[place].entry, each[place].title)
                if key not in given:
                    given.add(key)
                    yield Related(competency=slug, to_read=each[place])
