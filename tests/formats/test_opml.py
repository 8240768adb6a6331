"""Lists of feeds as OPML: what goes out comes back, and nothing hostile gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.errors import UnreadableFileError
from headway.core.evidence import is_web_link
from headway.formats.free_text import tidy
from headway.formats.opml import Feed, read, write

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=40)
ADDRESSES = st.from_regex(
    r"https?://[a-z]{1,9}\.example/[^\s\x00-\x1f]{0,20}", fullmatch=True
).filter(is_web_link)


@st.composite
def feeds(draw):
    address = tidy(draw(ADDRESSES)).replace("\ufffe", "").replace("\uffff", "")
    site = draw(st.sampled_from(["", "https://site.example/?a=1&b='2'"]))
    return Feed(title=tidy(draw(TEXTS)) or address, address=address, site=site)


@law
@given(st.lists(feeds(), max_size=5, unique_by=lambda feed: feed.address), TEXTS)
def test_what_is_written_reads_the_same(told, title):
    assert read(write(told, title)).feeds == tuple(told)


def test_feeds_in_folders_are_read_and_each_address_once():
    content = b"""<?xml version="1.0" encoding="ISO-8859-1"?><OPML version="1.1"><body>
    <outline text="Caf\xe9"><outline text="One" xmlUrl="http://a.example" htmlUrl="http://a.example/"/></outline>
    <Outline TITLE="Two" XMLURL="https://b.example"/><outline text="Again" xmlurl="http://a.example"/>
    </body></OPML>"""
    assert read(content).feeds == (
        Feed(title="One", address="http://a.example", site="http://a.example/"),
        Feed(title="Two", address="https://b.example"),
    )


def test_addresses_and_titles_as_other_readers_write_them_are_understood():
    outline = """<outline text="A & B caf&eacute; &amp; &#233;" xmlUrl="https://a.example/?a=1&b=2&c;"/>
    <outline text="b" xmlUrl="feed:https://b.example"/><outline text="c" xmlUrl="Feed://c.example"/>
    <outline text="d" xmlUrl="HTTPS://d.example"/>"""
    found = read(f'\n <?xml version="1.0"?><opml><body>{outline}</body></opml>'.encode())
    assert (found.feeds[0].title, found.left_out) == ("A & B caf\u00e9 & \u00e9", 0)
    assert [feed.address for feed in found.feeds] == [
        "https://a.example/?a=1&b=2&c;",
        "https://b.example",
        "http://c.example",
        "https://d.example",
    ]


def test_a_list_in_utf_16_is_read():
    outline = '<outline text="A &amp; B" xmlUrl="https://a.example"/>'
    content = f'<?xml version="1.0" encoding="utf-16"?><opml>{outline}</opml>'
    assert read(content.encode("utf-16")).feeds[0].title == "A & B"


def test_a_feed_without_a_title_is_called_by_its_address():
    [feed] = read(b'<opml><body><outline xmlUrl="https://a.example"/></body></opml>').feeds
    assert feed.title == "https://a.example"


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "javascript:1", "https://" + "a" * 500, "http://[a", "http://a b/"],
)
def test_an_address_that_is_none_of_the_web_is_left_out_and_counted(address):
    found = read(f'<opml><body><outline xmlUrl="{address}"/></body></opml>'.encode())
    assert (found.feeds, found.left_out) == ((), 1)


def test_a_site_that_is_none_of_the_web_is_no_site():
    [feed] = read(b'<opml><outline xmlUrl="https://a.example" htmlUrl="x:y"/></opml>').feeds
    assert feed.site == ""


BOMB = b'<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><opml><outline text="&b;"/></opml>'
MANY = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(5_001))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "document type of its own"),
        (b'<!DOCTYPE o SYSTEM "http://x.example/o.dtd"><opml/>', "document type of its own"),
        (b"<rss/>", "begins with <rss>"),
        (b"", "breaks off"),
        (b"<opml><outline", "breaks off"),
        (b'<?xml version="1.0" encoding="nonsense"?><opml/>', "can't be read|can be read"),
        (b"\x00\x01\x02", "not OPML that can be read"),
        (b" " * 5_000_001, "larger than 5 MB"),
        (f"<opml>{MANY}</opml>".encode(), "more than 5,000 feeds"),
        (b"<opml>" * 200_000, "breaks off|memory|depth"),
    ],
)
def test_what_is_hostile_or_no_opml_is_refused_in_a_sentence(content, words):
    with pytest.raises(UnreadableFileError, match=words):
        read(content)
