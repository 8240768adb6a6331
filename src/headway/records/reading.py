"""What feeds brought: fetched when asked, kept beside the facts, told as values of the core."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from headway.core import reading as core
from headway.core.dossier import Dossier
from headway.core.errors import HeadwayError
from headway.core.reading_list import ReadingList, tell_reading
from headway.records.failures import told_plainly
from headway.records.fetching import Fetched, Fetcher
from headway.records.models import FetchedEntry, FetchedFeed, Person

LONGEST_RUN_SECONDS = 60.0
AT_A_TIME = 6
# Without a row in between: other pages ask for all of them too, to name three.
COLUMNS = ("feed__address", "entry", "title", "link", "summary", "published_on", "first_seen_at")
# What makes a feed of an answer: `formats.feed.read`.
Read = Callable[..., core.ReadFeed]


@dataclass(frozen=True, kw_only=True)
class FeedOutcome:
    """What one fetch brought: so many new entries, or the sentence that says why none."""

    address: str
    new_count: int = 0
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class FetchReport:
    """What a run brought, feed by feed, and the addresses for which the time did not suffice."""

    outcomes: tuple[FeedOutcome, ...]
    left: tuple[str, ...] = ()

    @property
    def new_count(self) -> int:
        """How many entries were not seen before."""
        return sum(outcome.new_count for outcome in self.outcomes)

    @property
    def failed_count(self) -> int:
        """How many feeds could not be read."""
        return sum(bool(outcome.trouble) for outcome in self.outcomes)


def load_reading(person: Person | None, known: Dossier, *, as_of: date) -> ReadingList:
    """The reading list of `known`, with what was fetched here by the end of `as_of`."""
    if person is None:
        return tell_reading(known, as_of=as_of)
    zone = ZoneInfo(person.time_zone)
    with told_plainly():
        feeds = list(FetchedFeed.objects.filter(owner=person))
        rows = FetchedEntry.objects.filter(feed__owner=person).values_list(*COLUMNS)
        entries = [_to_entry(row, zone) for row in rows]
    return tell_reading(known, entries, (_to_state(feed, zone) for feed in feeds), as_of=as_of)


def find_due(person: Person, reading: ReadingList, *, now: datetime) -> tuple[str, ...]:
    """The feeds that the person's schedule wants fetched by `now`; none without a schedule."""
    if not reading.every_hours:
        return ()
    recent = FetchedFeed.objects.filter(
        owner=person, tried_at__gt=now - timedelta(hours=reading.every_hours)
    )
    with told_plainly():
        done = set(recent.values_list("address", flat=True))
    return tuple(f.feed.address for f in reading.feeds if f.feed.address not in done)


def fetch_feeds(
    person: Person,
    followed: Sequence[str],
    addresses: Iterable[str],
    *,
    now: datetime,
    read: Read,
    fetcher: Fetcher | None = None,
    seconds: float = LONGEST_RUN_SECONDS,
) -> FetchReport:
    """Fetches `addresses`, a few at a time, within so many seconds; those tried longest ago first.

    `read` makes a feed of the bytes of an answer, or raises a HeadwayError.
    What was fetched of feeds that are not among the `followed` any more is thrown away. A feed that
    fails keeps its entries and says why.
    """
    with told_plainly():
        FetchedFeed.objects.filter(owner=person).exclude(address__in=followed).delete()
        known = {row.address: row for row in FetchedFeed.objects.filter(owner=person)}
    wanted = sorted(
        dict.fromkeys(addresses),
        key=lambda each: known[each].tried_at.timestamp() if each in known else 0.0,
    )
    take_in = partial(_take_in, person, now, read)
    outcomes = dict(_fetched(wanted, known, take_in, fetcher or Fetcher(), seconds))
    return FetchReport(
        outcomes=tuple(outcomes[each] for each in wanted if each in outcomes),
        left=tuple(each for each in wanted if each not in outcomes),
    )


def _fetched(
    wanted: Sequence[str],
    known: dict[str, FetchedFeed],
    take_in: Callable[[str, Future[Fetched]], FeedOutcome],
    fetcher: Fetcher,
    seconds: float,
) -> Iterator[tuple[str, FeedOutcome]]:
    """Connections wait side by side; what they brought is read and kept here, one after another."""
    ends_at = monotonic() + seconds
    pool = ThreadPoolExecutor(AT_A_TIME)
    try:
        asked = {pool.submit(_ask, fetcher, each, known.get(each)): each for each in wanted}
        for answer in as_completed(asked, timeout=seconds):
            yield asked[answer], take_in(asked[answer], answer)
            if monotonic() > ends_at:
                return
    except TimeoutError:
        return
    finally:
        # Those under way end by themselves within the seconds of one fetch.
        pool.shutdown(wait=False, cancel_futures=True)


def _ask(fetcher: Fetcher, address: str, known: FetchedFeed | None) -> Fetched:
    etag, last = (known.etag, known.last_modified) if known else ("", "")
    return fetcher.fetch(address, etag=etag, last_modified=last)


def _take_in(
    person: Person, now: datetime, read: Read, address: str, answer: Future[Fetched]
) -> FeedOutcome:
    try:
        fetched = answer.result()
        found = None
        if fetched.content is not None:
            found = read(
                fetched.content,
                address=fetched.address,
                content_type=fetched.content_type,
                followed=address,
            )
    except HeadwayError as error:
        _keep_state(person, address, now, {"trouble": str(error)})
        return FeedOutcome(address=address, trouble=str(error))
    return FeedOutcome(address=address, new_count=_keep(person, address, fetched, found, now))


def _keep(
    person: Person,
    address: str,
    fetched: Fetched,
    found: core.ReadFeed | None,
    now: datetime,
) -> int:
    """Keeps what a feed told; returns how many entries are new."""
    told: dict[str, object] = {"trouble": "", "fetched_at": now}
    if found is not None:
        told |= {"etag": fetched.etag, "last_modified": fetched.last_modified}
    with told_plainly(), transaction.atomic():
        feed = _keep_state(person, address, now, told)
        return _keep_entries(feed, _named_as_before(feed, found.entries), now) if found else 0


def _keep_state(
    person: Person, address: str, now: datetime, told: dict[str, object]
) -> FetchedFeed:
    feed, _is_new = FetchedFeed.objects.update_or_create(
        owner=person, address=address, defaults={"tried_at": now, **told}
    )
    return feed


def _named_as_before(
    feed: FetchedFeed, entries: Sequence[core.ReadEntry]
) -> tuple[core.ReadEntry, ...]:
    """`entries`, each once, under its earlier name where a feed gives new names to the same all the time."""
    rows = feed.entries.exclude(link="").values_list("link", "title", "published_on", "entry")
    names = {tuple(same): entry for *same, entry in rows}
    known = set(names.values())
    named: dict[str, core.ReadEntry] = {}
    for each in entries:
        name, same = each.identity, (each.link, each.title, each.published_on)
        if each.link and name not in known:
            name = names.setdefault(same, name)
        named.setdefault(name, replace(each, identity=name))
    return tuple(named.values())


def _keep_entries(feed: FetchedFeed, entries: Sequence[core.ReadEntry], now: datetime) -> int:
    had = set(feed.entries.values_list("entry", flat=True))
    # The latest last, so that of equal days the later row is the later entry.
    FetchedEntry.objects.bulk_create(
        [_to_row(feed, entry, now) for entry in reversed(entries)],
        update_conflicts=True,
        unique_fields=["feed", "entry"],
        update_fields=["title", "link", "summary", "published_on"],
    )
    told = {entry.identity for entry in entries}
    # What the feed still tells stays, or it would come back as new.
    others = feed.entries.exclude(entry__in=told).order_by("-first_seen_at", "-id")
    room = max(0, core.MOST_ENTRIES - len(told))
    feed.entries.filter(pk__in=list(others.values_list("pk", flat=True)[room:])).delete()
    return len(told - had)


def _to_row(feed: FetchedFeed, entry: core.ReadEntry, now: datetime) -> FetchedEntry:
    return FetchedEntry(
        feed=feed,
        entry=entry.identity,
        title=entry.title,
        link=entry.link,
        summary=entry.summary,
        published_on=entry.published_on,
        first_seen_at=now,
    )


def _to_entry(row: tuple[Any, ...], zone: ZoneInfo) -> core.FetchedEntry:
    feed, entry, title, link, summary, published_on, first_seen_at = row
    return core.FetchedEntry(
        entry=entry,
        feed=feed,
        title=title,
        link=link,
        summary=summary,
        published_on=published_on,
        first_seen_on=first_seen_at.astimezone(zone).date(),
    )


def _to_state(feed: FetchedFeed, zone: ZoneInfo) -> core.FeedState:
    return core.FeedState(
        address=feed.address,
        tried_on=feed.tried_at.astimezone(zone).date(),
        fetched_on=feed.fetched_at.astimezone(zone).date() if feed.fetched_at else None,
        trouble=feed.trouble,
    )
