"""Feeds are fetched by themselves as often as was said, and never where nothing was said."""

from datetime import UTC, datetime, timedelta
from threading import Event

from headway.core.reading import FollowedFeed, ReadingSchedule
from headway.records.models import FetchedEntry
from headway.web.reading_schedule import fetch_by_schedule, fetch_what_is_due
from web_answers import answer, machine, open_fetcher
from web_client import Keep

RSS = b'<rss version="2.0"><channel><item><title>One</title></item></channel></rss>'
NOW = datetime.now(UTC)


def test_nothing_is_fetched_before_anybody_is_here(db: None) -> None:
    assert fetch_what_is_due(NOW, open_fetcher()) is None


def test_without_a_schedule_nothing_is_fetched(keep: Keep) -> None:
    with machine(lambda _asked: answer(RSS)) as (port, asked):
        keep(FollowedFeed(address=f"http://a.example:{port}/"))
        assert fetch_what_is_due(NOW, open_fetcher()) is None
    assert asked == []


def test_with_one_a_feed_is_fetched_when_it_is_due_and_not_before(keep: Keep) -> None:
    with machine(lambda _asked: answer(RSS)) as (port, asked):
        keep(FollowedFeed(address=f"http://a.example:{port}/"))
        keep(ReadingSchedule(every_hours=24))
        report = fetch_what_is_due(NOW, open_fetcher())
        assert report is not None
        assert report.new_count == 1
        assert fetch_what_is_due(NOW + timedelta(hours=23), open_fetcher()) is None
        assert fetch_what_is_due(NOW + timedelta(hours=25), open_fetcher()) is not None
    assert len(asked) == 2
    assert FetchedEntry.objects.count() == 1


def test_the_watch_ends_when_it_is_told_to() -> None:
    stop = Event()
    stop.set()
    thread = fetch_by_schedule(stop)
    thread.join(5)
    assert not thread.is_alive()
