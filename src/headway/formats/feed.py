"""Reads RSS and Atom feeds from bytes, however odd, into titles, links and days; nothing is fetched."""

import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from headway.core.errors import UnreadableFileError
from headway.core.evidence import is_web_link
from headway.core.reading import MOST_ENTRIES, ReadEntry, ReadFeed
from headway.formats.free_text import tidy

LARGEST_BYTES = 2_000_000
LONGEST_HEAD, FEED_TYPES = 200_000, ("application/rss+xml", "application/atom+xml")
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_LINK = 300, 400, 2000
# Markup of one title or summary is looked at so far; the rest could only be cut off.
LONGEST_MARKUP = 20_000
# For each element feedparser looks at every prefix declared so far; feeds that are met have under twenty.
MOST_PREFIXES = 100
# feedparser takes the square of what one tag says, of relative bases within each other, of white space
# before the first tag, and half a millisecond for each tag that is never closed.
MOST_ATTRIBUTES, LONGEST_BASE, LONGEST_BASES, LONGEST_PROLOGUE = 500, 2000, 5000, 20_000
MOST_TAGS = 150_000
UNTITLED = "(no title)"
_PREFIX = re.compile(rb"xmlns:([^\s=/>]{1,200})")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.:-]{1,40})", re.ASCII)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII)
# Some encodings change what follows a sign, or leave one out.
_SIGNS = bytes(range(0x20, 0x7F)) + b"~\n~~x\x1b(Bx"
_TAG = re.compile(rb"<[A-Za-z_:](?:[^\"'<>]++|\"[^\"]*+\"|'[^']*+')*+")
_BASE = re.compile(rb"base\s{0,9}=\s{0,9}[\"']?([^\"'\s>]+)", re.IGNORECASE)
_GROWS_NOT = (b"/", b"http:", b"https:")
_FIRST_TAG = re.compile(rb"<\w")
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b")
# Signs that turn the direction of writing, and could turn what stands after a title (UAX 9).
_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_HIDDEN = ("script", "style", "head", "template", "noscript")
_UNBROKEN = ("b", "i", "em", "strong", "span", "a", "code", "sup", "sub", "u", "abbr", "small")


def read(content: bytes, *, address: str, content_type: str = "", followed: str = "") -> ReadFeed:
    """The feed in `content`, which came from `address`; raises UnreadableFileError for what is none.

    `followed` is the address that was asked and may have sent on to another one, which may change from
    one day to the next: entries keep their identity by it.

    Of damaged XML it takes what can be read. Markup is taken off, links are completed by `address`, and
    only those of the web are kept. Beyond 200 entries the oldest are left out and counted; entries
    without a date stand where the feed has them. RSS 2.0, Atom: RFC 4287; read by feedparser.
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableFileError(f"The feed is larger than {LARGEST_BYTES // 10**6} MB.")
    _check_safe(content, content_type)
    # As a stream: from bare bytes feedparser would open a file of that name.
    found = _parse(io.BytesIO(content), address, content_type)
    if not found.get("version") and not found.entries:
        raise UnreadableFileError(_what_is_it(content, address))
    entries: dict[str, ReadEntry] = {}
    for entry in _entries(found, address, followed or address):
        entries.setdefault(entry.identity, entry)
    ordered = sorted(entries.values(), key=lambda e: e.published_on or date.max, reverse=True)
    return ReadFeed(
        title=_text(found.feed.get("title"), LONGEST_TITLE),
        site=_link(found.feed.get("link"), address),
        entries=tuple(ordered[:MOST_ENTRIES]),
        left_out=max(0, len(ordered) - MOST_ENTRIES),
    )


def _parse(content: io.BytesIO, address: str, content_type: str) -> Any:
    import feedparser
    from feedparser import mixin

    # Who wrote an entry is not used, and its search for a mail address takes the square of a long name.
    mixin._FeedParserMixin._sync_author_detail = _leave_authors
    headers = {"content-location": address}
    if content_type:
        headers["content-type"] = content_type
    # Markup is taken off here; to make it safe first, as feedparser can, takes three times as long.
    try:
        return feedparser.parse(
            content, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # "&#x110000;" or a stray place on a map makes it stumble
        raise UnreadableFileError("The feed is damaged beyond reading.") from error


def _leave_authors(_parser: object, _key: str = "author") -> None:
    """In place of feedparser's own."""


def _check_safe(content: bytes, content_type: str) -> None:
    """Refuses what would keep feedparser busy for minutes, and encodings that could hide it."""
    # Without zeros, UTF-16 and UTF-32 show their signs too.
    plain = content.replace(b"\0", b"")
    told = [name.decode() for name in _ENCODING.findall(plain[:500])]
    told += _CHARSET.findall(content_type)
    if any(not _shows_signs(name) for name in told):
        raise UnreadableFileError("The feed is written in an encoding that is not read here.")
    if len(set(_PREFIX.findall(plain))) > MOST_PREFIXES:
        raise UnreadableFileError("The feed declares more namespaces than any feed needs.")
    if plain.count(b"<") > MOST_TAGS or _is_overlong(plain):
        raise UnreadableFileError(
            "The feed is written as no feed is, so that reading it never ends."
        )


def _is_overlong(plain: bytes) -> bool:
    """Whether what comes before the first tag, one tag or the bases of links go beyond any feed's need."""
    first = _FIRST_TAG.search(plain)
    if first and first.start() > LONGEST_PROLOGUE:
        return True
    bases = _BASE.findall(plain)
    growing = sum(len(base) for base in bases if not base.lower().startswith(_GROWS_NOT))
    return (
        growing > LONGEST_BASES
        or any(len(base) > LONGEST_BASE for base in bases)
        or any(tag.group().count(b"=") > MOST_ATTRIBUTES for tag in _TAG.finditer(plain))
    )


def _shows_signs(encoding: str) -> bool:
    """Whether plain signs stand for themselves in it; what Python does not know is read otherwise."""
    try:
        return encoding.lower().startswith(("utf-16", "utf-32", "utf_16", "utf_32")) or (
            _SIGNS.decode(encoding) == _SIGNS.decode("ascii")
        )
    except (LookupError, ValueError):
        return encoding.lower().replace("_", "-") not in ("utf-7", "unicode-1-1-utf-7")


def _what_is_it(content: bytes, address: str) -> str:
    opening = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not opening:
        return "The answer was empty."
    if opening.startswith(b"{"):
        return (
            "This is JSON, which is not read here; look on the site for a feed called RSS or Atom."
        )
    if b"<opml" in opening:
        return "This is a list of feeds (OPML), not a feed; import it as a file instead."
    if _HTML.search(opening):
        return _point_to_feed(content, address)
    return "This is not a feed that can be read: neither RSS nor Atom."


def _point_to_feed(content: bytes, address: str) -> str:
    """What to do about a web page: the feed that it names, if it names one (WHATWG HTML, 4.6.7.1)."""
    page = _Named()
    page.feed(content[:LONGEST_HEAD].decode(errors="replace"))
    links = [link for told in page.feeds if (link := _link(told, address))]
    if links:
        return f"This is a web page, not a feed; follow the feed it names instead: {links[0]}"
    return "This is a web page, not a feed; look on it for a link called RSS or Atom."


def _entries(found: Any, address: str, followed: str) -> Iterator[ReadEntry]:
    places = _places(found, address)
    for told in found.entries:
        link = _link(told.get("link"), address)
        title = _text(told.get("title"), LONGEST_TITLE)
        summary = _text(told.get("summary"), LONGEST_SUMMARY)
        name = tidy(str(told.get("id") or "")) or link or f"{title}\n{summary}"
        if len(places[name]) > 1:
            name = f"{name}\n{link}"
        if name.strip():
            yield ReadEntry(
                identity=identify(followed, name),
                title=title or summary[:80] or UNTITLED,
                link=link,
                summary=summary if summary != title else "",
                published_on=_day(told),
            )


def _places(found: Any, address: str) -> dict[str, set[str]]:
    """Where each name leads: of one that leads to several places it is no name, whatever the feed says."""
    places: dict[str, set[str]] = defaultdict(set)
    for told in found.entries:
        places[tidy(str(told.get("id") or ""))].add(_link(told.get("link"), address))
    return places


def identify(address: str, name: str) -> str:
    """The identity of the entry that a feed at `address` calls by `name`: SHA-256, hexadecimal."""
    return hashlib.sha256(f"{address}\n{name}".encode(errors="replace")).hexdigest()


def _link(told: object, address: str) -> str:
    try:
        link = urljoin(address, tidy(str(told or ""))).replace(" ", "%20")
    except ValueError:
        return ""
    return link if told and len(link) <= LONGEST_LINK and is_web_link(link) else ""


def _day(told: Any) -> date | None:
    """The day in UTC on which it was published, else changed, if the feed says one that can be."""
    # By the plain dictionary: feedparser warns of a name that it is about to give up.
    moment = dict.get(told, "published_parsed") or dict.get(told, "updated_parsed")
    if not moment or not 1980 <= moment.tm_year < 2200:
        return None
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)


class _Named(HTMLParser):
    """Gathers the feeds that a web page names."""

    def __init__(self) -> None:
        super().__init__()
        self.feeds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "link" and (told.get("type") or "").strip().lower() in FEED_TYPES:
            self.feeds.append(told.get("href") or "")


class _Plain(HTMLParser):
    """Gathers what markup shows."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in _HIDDEN
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.shown.append(data)

    def _part(self, tag: str) -> None:
        if tag not in _UNBROKEN:
            self.shown.append(" ")


def _text(told: object, longest: int) -> str:
    """What `told` shows, without markup, on one line of at most `longest` signs."""
    markup = str(told or "")[:LONGEST_MARKUP]
    if "<" in markup or "&" in markup:
        plain = _Plain()
        plain.feed(markup)
        plain.close()
        markup = "".join(plain.shown)
    line = tidy(markup.translate(_TURNS))
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
