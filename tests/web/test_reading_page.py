"""Staying abreast: feeds followed, entries kept, skipped and noted, and what other pages name of them."""

from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.development import LearningEntry
from headway.core.profile import Aim
from headway.core.reading import FollowedFeed, ReadingNote
from headway.formats import built_in, feed, opml
from headway.records import bridge
from headway.records.models import Fact, FetchedEntry, Person
from headway.records.reading import fetch_feeds
from web_answers import answer, machine, open_fetcher
from web_client import TODAY, Keep, field, hidden, read, send

PAGE = "/learn/reading/"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Made up</title>
<item><guid>1</guid><title>How to interview customers</title><link>https://example.com/1</link>
<description>Ask for &lt;b&gt;the last time&lt;/b&gt;</description></item>
<item><guid>2</guid><title>Nothing in particular</title><link>javascript:alert(1)</link></item>
</channel></rss>"""


@pytest.fixture(autouse=True)
def a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "for these tests")


@pytest.fixture
def fetched(keep: Keep) -> str:
    """The address of a feed with two entries, followed and fetched."""
    with machine(lambda _asked: answer(RSS)) as (port, _):
        address = f"http://feeds.example:{port}/feed"
        keep(FollowedFeed(address=address, title="Made up"))
        now = datetime.now(UTC)
        report = fetch_feeds(
            keep.person, [address], [address], now=now, read=feed.read, fetcher=open_fetcher()
        )
    assert report.new_count == 2
    return address


def follow(client: Client, typed: str, status: int = 302) -> str:
    """Sends the form for a feed; where it leads, or the page with what is wrong."""
    sent = client.post(f"{PAGE}add/", {"address": typed})
    assert sent.status_code == status
    return sent["Location"] if status == 302 else unescape(sent.content.decode())


def first() -> str:
    return FetchedEntry.objects.get(title="How to interview customers").entry


def told(person: Person) -> list[tuple[str, str]]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [(note.title, note.state) for _, note in known.each(ReadingNote)]


def learnt(person: Person) -> list[str]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [entry.reflection for _, entry in known.each(LearningEntry)]


def test_without_feeds_the_page_says_what_a_feed_is_and_suggests_some(
    own: Client, db: None
) -> None:
    text = read(own, PAGE)
    assert "You follow no feed yet." in text
    assert all(each.title in text and each.source in text for each in built_in.feeds())
    assert "Fetch now" not in text


def test_a_feed_is_followed_once_and_can_be_left_and_taken_back(own: Client, ada: Person) -> None:
    address = built_in.feeds()[0].address
    place = follow(own, f" {address} ")
    follow(own, address)
    assert Fact.objects.filter(kind="feed").count() == 1
    assert "Not fetched yet." in read(own, place)
    fact = Fact.objects.get(kind="feed").pk
    left = send(own, f"/learn/feed/{fact}/remove")
    assert "You no longer follow it." in read(own, left)
    send(own, f"/learn/feed/{fact}/restore")
    assert "Not fetched yet." in read(own, PAGE)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Give the address"), ("ftp://a.example", "is no link"), ("x", "is no link")],
)
def test_an_address_that_cannot_be_a_feed_is_told_beside_its_field(
    own: Client, ada: Person, typed: str, sentence: str
) -> None:
    text = follow(own, typed, 400)
    assert sentence in field(text, "address")
    assert own.get(f"{PAGE}add/").status_code == 302


def test_fetching_from_ones_own_network_is_refused_beside_the_feed(own: Client, keep: Keep) -> None:
    keep(FollowedFeed(address="http://127.0.0.1:9/feed"))
    text = read(own, send(own, f"{PAGE}fetch"))
    assert "1 feed asked: nothing new. 1 feed could not be read" in text
    assert "127.0.0.1 is an address of your own machine or network" in text
    assert "Bad Request" not in text


def test_there_is_nothing_to_fetch_without_feeds(own: Client, ada: Person) -> None:
    assert "You follow no feed yet." in send(own, f"{PAGE}fetch", status=400)


def test_entries_show_without_markup_and_only_links_of_the_web(own: Client, fetched: str) -> None:
    text = read(own, PAGE)
    assert "2 new</h2>" in text
    assert "Ask for the last time" in text
    assert 'href="https://example.com/1" rel="noreferrer"' in text
    assert "javascript:alert" not in text
    assert "perhaps about Customer discovery" in text


def test_one_button_keeps_or_skips_and_it_is_new_no_more(
    own: Client, keep: Keep, fetched: str
) -> None:
    place = send(own, f"{PAGE}{first()}/tell", keep="1")
    assert "Kept to read." in read(own, place)
    assert told(keep.person) == [("How to interview customers", "kept")]
    send(own, f"{PAGE}{first()}/tell", skip="1")
    assert told(keep.person) == [("How to interview customers", "skipped")]
    assert "1 skipped" in read(own, PAGE)


def test_what_was_learnt_is_kept_once_and_stands_in_the_log(
    own: Client, keep: Keep, fetched: str
) -> None:
    place = f"{PAGE}{first()}/"
    page = read(own, place)
    assert 'value="customer-discovery"' in page
    assert "checked" in page.split('value="customer-discovery"')[1].split(">")[0]
    note = {
        "key": hidden(page, "key"),
        "learnt": "Ask about the last time",
        "competencies": ["customer-discovery"],
        "hours": "0.5",
        "read": "1",
    }
    send(own, place, **note)
    send(own, place, **note)
    assert told(keep.person) == [("How to interview customers", "read")]
    assert learnt(keep.person) == ["Ask about the last time"]
    send(own, place, **{**note, "learnt": "Ask what they did"})
    assert learnt(keep.person) == ["Ask what they did"]


def test_a_note_is_taken_back_with_its_place_in_the_log_and_put_back(
    own: Client, keep: Keep, fetched: str
) -> None:
    send(own, f"{PAGE}{first()}/", key=uuid4(), learnt="Ask", read="1")
    fact = Fact.objects.get(kind="reading-note").pk
    gone = send(own, f"/learn/note/{fact}/remove")
    assert "Taken back." in read(own, gone)
    assert (told(keep.person), learnt(keep.person)) == ([], [])
    for _time in range(2):
        send(own, f"/learn/note/{fact}/restore")
    assert (len(told(keep.person)), learnt(keep.person)) == (1, ["Ask"])


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [("learnt", " ", "what you learnt"), ("hours", "long", "number"), ("hours", "-1", "Hours run")],
)
def test_a_note_that_makes_no_sense_is_told_beside_its_field(
    own: Client, fetched: str, name: str, typed: str, sentence: str
) -> None:
    note = {"key": uuid4(), "learnt": "Ask", "word": "Typed with care", "read": "1"}
    text = send(own, f"{PAGE}{first()}/", status=400, **{**note, name: typed})
    assert sentence in field(text, name)
    assert "Typed with care" in text


def test_something_else_that_was_read_can_be_noted(own: Client, ada: Person) -> None:
    assert "Say what it is called" in send(own, f"{PAGE}other/", status=400, key=uuid4())
    wrong = {"key": uuid4(), "title": "A talk", "learnt": "Wait", "link": "ftp://x"}
    assert "is no link" in field(send(own, f"{PAGE}other/", status=400, **wrong), "link")
    send(own, f"{PAGE}other/", **{**wrong, "link": ""})
    assert told(ada) == [("A talk", "read")]
    assert "Learnt: Wait" in read(own, PAGE)


def test_feeds_come_from_another_reader_and_go_back(own: Client, ada: Person) -> None:
    content = opml.write([opml.Feed(title="One", address="https://example.com/1")])
    file = SimpleUploadedFile("feeds.opml", content)
    assert "1 feed more to follow." in read(own, send(own, f"{PAGE}import/", file=file))
    out = own.get(f"{PAGE}feeds.opml").content
    assert [each.address for each in opml.read(out).feeds] == ["https://example.com/1"]
    wrong = SimpleUploadedFile("x.opml", b"<html/>")
    assert "no OPML" in send(own, f"{PAGE}import/", status=400, file=wrong)
    assert "Choose a file" in send(own, f"{PAGE}import/", status=400)
    assert own.get(f"{PAGE}import/").status_code == 302


def test_the_schedule_is_off_until_it_is_set(own: Client, keep: Keep) -> None:
    keep(FollowedFeed(address="https://example.com/1"))
    assert "Feeds are fetched only when you ask." in read(own, PAGE)
    send(own, f"{PAGE}schedule", every_hours="24")
    assert "Feeds are fetched every day while" in read(own, PAGE)
    send(own, f"{PAGE}schedule", status=400, every_hours="5")
    assert "every day" in read(own, PAGE)


def test_what_concerns_a_gap_is_named_where_the_gap_is(
    own: Client, keep: Keep, fetched: str
) -> None:
    keep(Aim(target_role="senior-product-manager", hours_per_week=2.0))
    slug = next(
        item.slug
        for item in built_in.catalogue().opportunities
        if item.builds[:1] and item.builds[0].competency == "customer-discovery"
    )
    assert "How to interview customers" in read(own, f"/learn/{slug}/")
    send(own, f"{PAGE}{first()}/tell", skip="1")
    assert "How to interview customers" not in read(own, f"/learn/{slug}/")


def test_the_sample_and_past_days_take_nothing(sample: Client, db: None) -> None:
    text = read(sample, PAGE)
    assert "Follow it" not in text
    assert "sample person" in follow(sample, "https://a.example", 400)


def test_on_an_earlier_day_nothing_of_today_shows(own: Client, fetched: str) -> None:
    text = read(own, f"{PAGE}?as_of=2026-02-04")
    assert "How to interview" not in text
    assert "Follow it" not in text
    assert "Made up" in text


def test_an_entry_that_is_not_there_is_told(own: Client, fetched: str) -> None:
    read(own, f"{PAGE}{'0' * 64}/", status=404)
    assert urlsplit(fetched).hostname == "feeds.example"
