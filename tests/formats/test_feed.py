"""Feeds of every odd kind: what can be read is read, what is hostile does nothing, the rest is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.errors import UnreadableFileError
from headway.formats.feed import identify, read

HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Made up</title><link>/home</link>'
TAIL = b"</channel></rss>"
ADDRESS = "https://a.example/blog/feed"


def rss(*items, head=HEAD):
    return head + b"".join(b"<item>" + item + b"</item>" for item in items) + TAIL


def entries(content, **told):
    return read(content, address=ADDRESS, **told).entries


def one(item):
    (found,) = entries(rss(item))
    return found


def refusal(content, **told):
    with pytest.raises(UnreadableFileError) as caught:
        read(content, address=ADDRESS, **told)
    return str(caught.value)


def test_rss_is_read():
    found = one(
        b'<guid isPermaLink="false">g</guid><title>T</title><link>https://a.example/1</link>'
        b"<pubDate>Mon, 02 Mar 2026 23:30:00 -0500</pubDate><description>S</description>"
    )
    assert (found.title, found.link, found.summary) == ("T", "https://a.example/1", "S")
    assert found.published_on == date(2026, 3, 3)
    assert found.identity == identify(ADDRESS, "g")


def test_atom_is_read_with_markup_of_every_type():
    content = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">A &amp;amp; B</title>'
        b'<link href="/home"/><entry><id>1</id><title type="xhtml">'
        b'<div xmlns="http://www.w3.org/1999/xhtml">x <i>y</i></div></title>'
        b'<link href="rel"/><updated>2026-03-01T23:30:00Z</updated></entry></feed>'
    )
    found = read(content, address=ADDRESS)
    assert (found.title, found.site) == ("A & B", "https://a.example/home")
    assert (found.entries[0].title, found.entries[0].link) == ("x y", "https://a.example/blog/rel")
    assert found.entries[0].published_on == date(2026, 3, 1)


def test_markup_is_taken_off_and_what_it_hides_with_it():
    found = one(
        b"<title><![CDATA[a<b>c</b><script>alert(1)</script><p>d &amp; e</p>]]></title>"
        b"<description>&lt;style&gt;x&lt;/style&gt;One&lt;br&gt;two</description>"
    )
    assert (found.title, found.summary) == ("ac d & e", "One two")


@pytest.mark.parametrize(
    "link", [b"javascript:alert(1)", b"data:text/html,x", b"ftp://a.example", b"http://[::1", b""]
)
def test_only_links_of_the_web_are_kept(link):
    assert one(b"<title>T</title><link>" + link + b"</link>").link == ""


def test_what_lacks_a_title_is_called_by_its_text_and_what_lacks_all_is_left_out():
    assert one(b"<description>Some words</description>").title == "Some words"
    assert one(b"<link>/1</link>").title == "(no title)"
    assert entries(rss(b"<category>c</category>")) == ()


@pytest.mark.parametrize("day", [b"", b"soon", b"Mon, 02 Mar 1901 10:00:00 GMT", b"99999-01-01"])
def test_a_day_that_cannot_be_is_no_day(day):
    assert one(b"<title>T</title><pubDate>" + day + b"</pubDate>").published_on is None


def test_the_same_entry_told_twice_is_one_and_keeps_its_identity():
    twice = rss(b"<guid>1</guid><title>Now</title>", b"<guid>1</guid><title>Then</title>")
    assert [e.title for e in entries(twice)] == ["Now"]
    again = entries(rss(b"<guid>1</guid><title>Changed</title>"))
    assert again[0].identity == entries(twice)[0].identity
    assert identify("https://b.example", "1") != identify(ADDRESS, "1")


def test_one_name_for_several_places_is_no_name():
    first, second = b"<link>https://a.example/1</link>", b"<link>https://a.example/2</link>"
    found = entries(rss(b"<guid>x</guid>" + first, b"<guid>x</guid>" + second))
    assert len({each.identity for each in found}) == 2


def test_entries_keep_their_identity_wherever_the_feed_was_sent_on_to():
    content = rss(b'<guid isPermaLink="false">1</guid><title>T</title>')
    moved = read(content, address="https://b.example/today", followed=ADDRESS)
    assert moved.entries[0].identity == entries(content)[0].identity


def test_a_link_with_spaces_can_be_opened_and_one_with_strange_signs_is_left_out():
    assert one(b"<title>T</title><link>/a b</link>").link == "https://a.example/a%20b"
    assert one(b"<title>T</title><link>/a\xe2\x80\xaeb</link>").link == ""


def test_the_latest_200_are_kept_and_the_rest_is_counted():
    items = [
        b"<title>%d</title><pubDate>%02d Mar 2026 10:00:00 GMT</pubDate>" % (n, n % 28 + 1)
        for n in range(2000)
    ]
    found = read(rss(*items), address=ADDRESS)
    assert (len(found.entries), found.left_out) == (200, 1800)
    assert {e.published_on for e in found.entries} == {
        date(2026, 3, 28),
        date(2026, 3, 27),
        date(2026, 3, 26),
    }


def test_signs_that_turn_the_writing_round_are_taken_off():
    assert one("<title>a\u202eb\u2067c \u05d0</title>".encode()).title == "abc \u05d0"


def test_long_texts_are_cut_off():
    found = one(
        b"<title>" + b"t" * 999 + b"</title><description>" + b"s " * 999 + b"</description>"
    )
    assert (len(found.title), found.title[-1]) == (300, "…")
    assert len(found.summary) <= 400


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("latin-1", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("shift_jis", "shift_jis"),
        ("utf-16", "utf-16"),
        ("utf-8", "klingon"),
    ],
)
def test_encodings_are_read_as_they_are_declared(encoding, declared):
    text = "café" if encoding != "shift_jis" else "製品"
    head = HEAD.decode().replace("?>", f' encoding="{declared}"?>', 1)
    content = f"{head}<item><title>{text}</title></item>{TAIL.decode()}".encode(encoding)
    assert [e.title for e in entries(content)] == [text]


def test_the_charset_of_the_answer_counts():
    content = rss("<title>café</title>".encode("latin-1"))
    found = entries(content, content_type="application/xml; charset=iso-8859-1")
    assert found[0].title == "café"


def test_of_broken_xml_what_can_be_read_is_read():
    found = entries(rss(b"<title>One</title>") + b"</oops><item><title>x & y")
    assert found[0].title == "One"
    assert entries(HEAD + b"<item><title>Cut</title><link>/1")[0].title == "Cut"
    assert entries(rss(b"<title>a\0b</title>"))[0].title == "a b"


def test_entities_do_not_grow_and_open_no_file():
    many = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">' + many + b"]>"
    for found in entries(rss(b"<title>&l9;!</title>", head=bomb + HEAD[21:])):
        assert len(found.title) < 50
    outside = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert one_of(outside) == "z"


def one_of(doctype):
    head = HEAD[:21] + doctype + HEAD[21:]
    return entries(rss(b"<title>&x;z</title>", head=head))[0].title


@pytest.mark.parametrize("part", [b"&#x110000;", b"&#99999999999;", b"<gml:pos>x</gml:pos>"])
def test_what_makes_the_reader_stumble_is_refused(part):
    assert "damaged beyond reading" in refusal(HEAD + b"<item><title>a" + part)


def test_a_path_in_place_of_a_feed_opens_no_file(tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(b"<title>Secret</title>"))
    assert "not a feed" in refusal(str(file).encode())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><p>hi", "a web page, not a feed"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><p>hi', "a web page, not a feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "This is JSON"),
        (b'<opml version="2.0"><body/></opml>', "import it as a file"),
        (b"\x00\x01\x02", "neither RSS nor Atom"),
        (b"<" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_what_is_no_feed_is_told(content, sentence):
    assert sentence in refusal(content)


def test_of_a_web_page_the_feed_that_it_names_is_told():
    page = b'<!DOCTYPE html><html><head><link rel="alternate" type="%b" href="%b"></head>'
    named = page % (b"application/atom+xml", b"/news.atom")
    assert refusal(named).endswith("instead: https://a.example/news.atom")
    assert "look on it" in refusal(page % (b"application/rss+xml", b"javascript:x"))
    assert "look on it" in refusal(page % (b"application/rss+xml", b"//[a"))
    assert "look on it" in refusal(page % (b"text/css", b"/a.css"))


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"<a>" * 150_001,
        b"\n" * 20_001 + HEAD + TAIL,
        HEAD + b"<item " + b" ".join(b'a%d="b"' % n for n in range(501)) + b"/>",
        HEAD + b'<a xml:base="x/y">' * 1700,
        HEAD + b'<a xml:base="/' + b"x" * 2000 + b'">',
    ],
)
def test_what_makes_reading_ever_slower_is_refused(content):
    assert "reading it never ends" in refusal(content)


def test_a_long_name_of_an_author_holds_nothing_up():
    author = b"<title>T</title><author>" + b"a." * 900_000 + b"</author>"
    assert one(author).title == "T"


def test_what_would_keep_the_reader_busy_for_minutes_is_refused():
    many = b"".join(b'<x%d:y xmlns:x%d="u"/>' % (n, n) for n in range(101))
    assert "more namespaces" in refusal(HEAD + many + TAIL)
    assert "more namespaces" in refusal((HEAD + many + TAIL).decode().encode("utf-16"))


@pytest.mark.parametrize("name", ["utf-7", "UTF_7", "cp037", "hz", "iso-2022-jp"])
def test_an_encoding_that_could_hide_something_is_refused(name):
    declared = HEAD.replace(b"?>", f' encoding="{name}"?>'.encode(), 1)
    assert "encoding that is not read" in refusal(declared + TAIL)
    assert "encoding that is not read" in refusal(HEAD, content_type=f"text/xml; charset={name}")


@law
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_comes_is_read_or_refused(content):
    try:
        found = read(HEAD + content, address=ADDRESS)
    except UnreadableFileError:
        return
    assert all(e.title and e.link.startswith(("https://", "http://", "")) for e in found.entries)
