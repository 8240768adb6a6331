"""Staying abreast by commands: feeds followed and left, entries kept, skipped, noted, taken back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from headway.formats import feed
from headway.records import bridge
from headway.records.reading import fetch_feeds
from web_answers import answer, machine, open_fetcher

Ask = Callable[..., Any]
Run = Callable[..., Any]
NOW = datetime.now(UTC)
RSS = b"""<rss version="2.0"><channel><title>x</title>
<item><guid>1</guid><title>How to interview customers</title></item>
<item><guid>2</guid><title>Something else</title><link>https://example.com/2</link></item>
</channel></rss>"""


@pytest.fixture
def first(run: Run) -> str:
    """The beginning of the id of one of two entries that a followed feed brought."""
    person = bridge.ensure_owner("Ada", created_at=NOW)
    with machine(lambda _asked: answer(RSS)) as (port, _):
        address = f"http://feeds.example:{port}/feed"
        run("read", "add", address, "--title", "Made up")
        fetch_feeds(person, [address], [address], now=NOW, read=feed.read, fetcher=open_fetcher())
    lines = run("read", "list").stdout.splitlines()
    return next(line.split()[1] for line in lines if "interview" in line)


def test_at_first_nothing_is_followed_and_nothing_fetched(run: Run) -> None:
    shown = run("read").stdout
    assert "You follow no feed yet." in shown
    assert "Feeds are fetched only when you ask." in shown
    assert "You follow no feed yet" in str(run("read", "fetch").exception)
    assert "headway read suggested" in run("read", "feeds").stdout


def test_a_suggested_feed_is_followed_under_its_name(run: Run, ask: Ask) -> None:
    suggested = ask("read", "suggested")[0]
    assert suggested["source"] in run("read", "suggested").stdout
    run("read", "add", suggested["address"])
    assert "already" in run("read", "add", suggested["address"]).stdout
    assert [each["name"] for each in ask("read", "feeds")] == [suggested["title"]]
    assert "no longer follow" in run("read", "leave", suggested["title"]).stdout
    assert ask("read", "feeds") == []


def test_a_machine_of_ones_own_network_is_not_asked(run: Run, ask: Ask) -> None:
    run("read", "add", "http://127.0.0.1:9/feed")
    told = run("read", "fetch").stdout
    assert "own machine or network" in told
    assert "1 feed asked: nothing new. 1 feed could not be read" in told
    assert "own machine or network" in run("read").stdout
    assert ask("read", "fetch", "127")["outcomes"][0]["new_count"] == 0
    assert ask("read", "fetch", "--due")["outcomes"] == []


def test_the_schedule_makes_feeds_due(run: Run, ask: Ask) -> None:
    run("read", "add", "http://127.0.0.1:9/feed")
    assert "every day" in run("read", "schedule", "24").stdout
    assert len(ask("read", "fetch", "--due")["outcomes"]) == 1
    assert ask("read", "fetch", "--due")["outcomes"] == []
    assert "every 6 to 744 hours" in str(run("read", "schedule", "1").exception)
    assert ask("read", "schedule", "0") == {"every_hours": 0}


def test_entries_are_kept_skipped_and_noted(run: Run, ask: Ask, first: str) -> None:
    assert "Kept: soon" in run("read", "keep", first, "--word", "soon").stdout
    assert [each["title"] for each in ask("read", "list", "kept")] == ["How to interview customers"]
    assert "Kept to read" in run("read").stdout
    assert "Skipped: old" in run("read", "skip", first, "old").stdout
    about = ("--about", "customer-discovery", "--hours", "0.5")
    noted = ask("read", "note", first, "Ask about the last time", *about)["note"]
    assert (noted["state"], noted["competencies"]) == ("read", ["customer-discovery"])
    assert [e["reflection"] for e in log(ask)] == ["Ask about the last time"]
    assert "Learnt: Ask about the last time" in run("read", "list", "read").stdout
    assert "Taken back" in run("read", "remove", first).stdout
    assert log(ask) == []
    assert "Nothing is noted" in str(run("read", "remove", first).exception)


def log(ask: Ask) -> list[dict[str, Any]]:
    return list(ask("learn", "taken")["items"])


def test_something_no_feed_brought_is_noted(run: Run, ask: Ask) -> None:
    told = ("A talk", "Start from the value", "--link", "https://example.com", "--hours", "1")
    assert "Learnt: Start from the value" in run("read", "other", *told).stdout
    assert ask("read")["read"][0]["title"] == "A talk"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "ftp://a.example"), "is no link"),
        (("leave", "zz"), "0 feeds are called"),
        (("list", "all"), "no such list"),
        (("list", "--feed", "zz"), "0 feeds are called"),
        (("keep", "zzzz"), "0 things to read"),
        (("other", "A talk", " "), "what you learnt"),
        (("other", "A talk", "x", "--about", "charm"), "no competency 'charm'"),
        (("other", "A talk", "x", "--link", "x"), "is no link"),
        (("other", "A talk", "x", "--on", "2200-01-01"), "2200-01-01"),
    ],
)
def test_what_makes_no_sense_is_told(run: Run, words: tuple[str, ...], sentence: str) -> None:
    result = run("read", *words)
    assert result.exit_code == 1
    assert sentence in str(result.exception)


def test_entries_of_one_feed_are_listed(run: Run, ask: Ask, first: str) -> None:
    assert len(ask("read", "list", "--feed", "Made")) == 2
    assert "https://example.com/2" in run("read", "list").stdout
    assert first in run("read").stdout


def test_feeds_go_out_as_opml_and_come_back(run: Run, ask: Ask, tmp_path: Path) -> None:
    run("read", "add", "https://example.com/feed", "--title", "One")
    file = tmp_path / "feeds.opml"
    assert "1 feed in" in run("read", "export", str(file)).stdout
    assert ask("read", "export", str(tmp_path / "two.opml"))["feeds"] == 1
    assert "You follow all of these already." in run("read", "import", str(file)).stdout
    run("read", "leave", "One")
    text = file.read_text().replace("</body>", '<outline xmlUrl="ftp://x"/></body>')
    file.write_text(text)
    assert ask("read", "import", str(file))["left_out"] == 1
    assert "1 left out" in run("read", "import", str(file)).stdout


def test_all_dates_go_into_one_file(run: Run, ask: Ask, tmp_path: Path) -> None:
    assert "Nothing has a date yet" in str(run("calendar").exception)
    day = NOW.date().replace(year=NOW.year + 1, day=1)
    ask("network", "event", "Fair", day.isoformat())
    assert f"{day}  Fair" in run("calendar").stdout
    assert ask("calendar")[0]["due"]["what"] == "Fair"
    file = tmp_path / "all.ics"
    assert run("calendar", str(file)).exit_code == 0
    assert b"SUMMARY:Fair" in file.read_bytes()
    assert "exists already" in str(run("calendar", str(file)).exception)


def test_what_is_worth_reading_stands_at_the_gap_the_plan_and_an_opportunity(
    run: Run, ask: Ask, first: str
) -> None:
    run("read", "keep", first, "--word", "soon")
    target = ("--target", "senior-product-manager")
    short = ("--by", str(NOW.date() + timedelta(days=150)))
    show = ("learn", "show", "rehearse-interview-guides", *target)
    for words in (show, ("plan", "--must", "customer-discovery", *target, *short)):
        told = run(*words).stdout
        assert "How to interview customers (Customer discovery; Made up, " in told, words
        [related] = ask(*words)["related_reading"]
        assert related["competency"] == "customer-discovery"
        assert related["to_read"]["title"] == "How to interview customers"


def test_what_no_reading_is_about_has_none_beside_it(run: Run, ask: Ask, first: str) -> None:
    target = ("--target", "senior-product-manager")
    assert "related_reading" not in ask("learn", "show", "finance-for-product-decisions", *target)
    gap = ask("gap", *target)
    expected = "customer-discovery" in gap["top"]
    assert ("related_reading" in gap) == expected
    assert ("Worth reading on this" in run("gap", *target).stdout) == expected
