"""Fetches feeds while Headway is served, as often as the person said; never where they said nothing."""

import logging
from datetime import UTC, datetime
from threading import Event, Thread
from zoneinfo import ZoneInfo

from django.db import connections

from headway.core.errors import HeadwayError
from headway.formats import feed
from headway.records import access, bridge
from headway.records.fetching import Fetcher
from headway.records.reading import FetchReport, fetch_feeds, find_due, load_reading

# Whoever opens Headway sees its pages first.
FIRST_AFTER_SECONDS, THEN_EVERY_SECONDS = 30.0, 600.0


def fetch_by_schedule(stop: Event | None = None) -> Thread:
    """Looks now and then whether something is due, until `stop` is set or the process ends."""
    ended = stop or Event()
    thread = Thread(target=_watch, args=(ended,), daemon=True)
    thread.start()
    return thread


def fetch_what_is_due(now: datetime, fetcher: Fetcher | None = None) -> FetchReport | None:
    """Fetches the feeds that the schedule wants by `now`; None where there is nothing to do."""
    person = access.workspace_owner()
    if person is None:
        return None
    day = now.astimezone(ZoneInfo(person.time_zone)).date()
    reading = load_reading(person, bridge.load_dossier(person).known_by(day), as_of=day)
    due = find_due(person, reading, now=now)
    if not due:
        return None
    followed = [each.feed.address for each in reading.feeds]
    return fetch_feeds(person, followed, due, now=now, read=feed.read, fetcher=fetcher)


def _watch(ended: Event) -> None:
    wait = FIRST_AFTER_SECONDS
    while not ended.wait(wait):
        wait = THEN_EVERY_SECONDS
        try:
            fetch_what_is_due(datetime.now(UTC))
        except HeadwayError as error:
            logging.getLogger(__name__).warning("Feeds were not fetched: %s", error)
        finally:
            connections.close_all()
