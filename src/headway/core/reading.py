"""Staying abreast: the feeds one follows, what was read of them, and how often they are to be asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from headway.core.development import LearningEntry
from headway.core.errors import InvalidInputError
from headway.core.evidence import check_hours_taken, check_link

# "kept" is to be read, "skipped" was passed over, "read" tells what was learnt.
ReadingState = Literal["kept", "skipped", "read"]
KIND = "reading"
# PostgreSQL finds rows by addresses of at most 2,700 bytes.
LONGEST_ADDRESS = 600
MOST_FEEDS = 200
# Of each feed so many entries are kept, the latest.
MOST_ENTRIES = 200
# Nobody needs news by the minute, and every fetch tells a stranger's machine that somebody is here.
FEWEST_HOURS, MOST_HOURS_BETWEEN = 6, 24 * 31


@dataclass(frozen=True, kw_only=True)
class FollowedFeed:
    """A feed one follows since the day of its fact; `site` and `source` ("" where nobody says) are told."""

    address: str
    title: str = ""
    site: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadingNote:
    """What became of one thing to read, an entry of a feed or anything else.

    `entry` is the identity of an entry of `feed` (its address), both "" for what came from elsewhere.
    `word` says why it was kept or skipped, `learnt` what was learnt; `competencies` are slugs of the
    ladder; `hours` is None where nobody said.
    """

    title: str
    state: ReadingState
    link: str = ""
    feed: str = ""
    entry: str = ""
    word: str = ""
    learnt: str = ""
    competencies: tuple[str, ...] = ()
    hours: float | None = None
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReadingSchedule:
    """Every how many hours feeds are asked by themselves while Headway is open; 0 for only when asked."""

    every_hours: int = 0


@dataclass(frozen=True, kw_only=True)
class ReadEntry:
    """One entry: `identity` is the same whenever the feed tells it again; `link` "" where it has none."""

    identity: str
    title: str
    link: str = ""
    summary: str = ""
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReadFeed:
    """A feed as it came: what it is called, the site it belongs to, and its entries, the latest first."""

    title: str
    site: str
    entries: tuple[ReadEntry, ...]
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class FetchedEntry:
    """One entry as a feed told it: text without markup, and the day it was first seen here."""

    entry: str
    feed: str
    title: str
    link: str
    first_seen_on: date
    summary: str = ""
    published_on: date | None = None

    @property
    def on(self) -> date:
        """The day it is of: when it was published, as far as that can be; else when it was first seen."""
        if self.published_on and self.published_on <= self.first_seen_on + timedelta(days=1):
            return self.published_on
        return self.first_seen_on


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """How the last fetch of a feed went: `trouble` is a sentence, "" where all went well."""

    address: str
    tried_on: date
    fetched_on: date | None = None
    trouble: str = ""


def check_feed(feed: FollowedFeed) -> FollowedFeed:
    """`feed` if its address is one that can be fetched; raises InvalidInputError."""
    if not feed.address:
        raise InvalidInputError("Give the address of the feed; it begins with https:// or http://.")
    if len(feed.address) > LONGEST_ADDRESS:
        raise InvalidInputError(f"An address has at most {LONGEST_ADDRESS:,} characters.")
    check_link(feed.address)
    check_link(feed.site)
    return feed


def check_note(note: ReadingNote) -> ReadingNote:
    """`note` if it makes sense; raises InvalidInputError with what does not."""
    if not note.title.strip():
        raise InvalidInputError("Say what it is called.")
    check_link(note.link)
    if note.state == "read" and not note.learnt.strip():
        raise InvalidInputError("Say in a few words what you learnt.")
    check_hours_taken(note.hours)
    return note


def check_schedule(every_hours: int) -> int:
    """`every_hours` if feeds may be asked that often; raises InvalidInputError."""
    if every_hours and not FEWEST_HOURS <= every_hours <= MOST_HOURS_BETWEEN:
        raise InvalidInputError(
            f"Feeds can be fetched every {FEWEST_HOURS} to {MOST_HOURS_BETWEEN} hours; "
            "0 means only when you ask."
        )
    return every_hours


def learning_of(note: ReadingNote) -> LearningEntry | None:
    """What a note adds to the log of development; None where nothing was learnt yet."""
    if note.state != "read":
        return None
    return LearningEntry(
        title=note.title,
        kind=KIND,
        competencies=note.competencies,
        hours=note.hours,
        reflection=note.learnt,
        source=note.link,
    )
