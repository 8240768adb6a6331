"""Lists of feeds as OPML (2.0, and 1.x as it is met with), in and out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.entities import name2codepoint
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from headway.core.errors import UnreadableFileError
from headway.core.evidence import is_web_link
from headway.formats.broken import say_what_broke
from headway.formats.free_text import tidy

LARGEST_BYTES, MOST_FEEDS, LONGEST_TEXT = 5_000_000, 5_000, 500
# Many readers write addresses as they are, "&" and all, and titles with the names HTML has for signs.
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:(\w{2,31});)?")


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One feed: its title, where it is fetched, and the site it belongs to ("" where nobody says)."""

    title: str
    address: str
    site: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedList:
    """The feeds of a file in its order, each address once, and how many entries were left out."""

    feeds: tuple[Feed, ...]
    left_out: int = 0


def read(content: bytes, name: str = "The OPML file") -> FeedList:
    """The feeds of all outlines, in folders or not; raises UnreadableFileError.

    An outline with an address that is not http or https is left out and counted. Nothing is fetched. A file
    with a document type of its own is refused: it could define entities that grow without end.
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableFileError(f"{name} is larger than {LARGEST_BYTES // 10**6} MB.")
    found: dict[str, Feed] = {}
    left_out: list[str] = []
    elements: list[str] = []

    def begin(element: str, given: dict[str, str]) -> None:
        if not elements and element.casefold() != "opml":
            raise UnreadableFileError(
                f"{name} is XML, but no OPML: it begins with <{element[:40]}>."
            )
        elements[:] = [element]
        told = {key.casefold(): tidy(value) for key, value in given.items()}
        address = _address(told.get("xmlurl", ""))
        if element.casefold() != "outline" or not address:
            return
        if not is_web_link(address) or len(address) > LONGEST_TEXT:
            left_out.append(address)
        elif len(found) >= MOST_FEEDS:
            raise UnreadableFileError(f"{name} has more than {MOST_FEEDS:,} feeds.")
        else:
            found.setdefault(address, _feed(address, told))

    def refuse(*_told: object) -> None:
        raise UnreadableFileError(f"{name} has a document type of its own, which no OPML needs.")

    parser, is_all = expat.ParserCreate(), True
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(_mend(content), is_all)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableFileError(
            f"{name} is not OPML that can be read: {say_what_broke(error)}."
        ) from None
    return FeedList(feeds=tuple(found.values()), left_out=len(left_out))


def _mend(content: bytes) -> bytes:
    # In UTF-16 and UTF-32 signs are more than one byte; who writes those writes XML as it should be.
    return content if b"\0" in content else _BARE.sub(_as_reference, content.lstrip())


def _as_reference(bare: re.Match[bytes]) -> bytes:
    """What `bare` stands for as XML knows it: a sign by its number, or the "&" itself."""
    name = (bare[1] or b"").decode("ascii", "replace")
    if name not in name2codepoint:
        return b"&amp;" + bare[0][1:]
    return b"&#%d;" % name2codepoint[name]


def _address(told: str) -> str:
    """`told` as it is fetched: some write "feed:" before it or in place of "http:"."""
    scheme, colon, rest = told.partition(":")
    if scheme.casefold() == "feed":
        return f"http:{rest}" if rest.startswith("//") else _address(rest)
    return f"{scheme.casefold()}{colon}{rest}"


def _feed(address: str, told: dict[str, str]) -> Feed:
    title = told.get("title") or told.get("text") or address
    site = told.get("htmlurl", "")
    return Feed(
        title=title[:LONGEST_TEXT],
        address=address,
        site=site if is_web_link(site) and len(site) <= LONGEST_TEXT else "",
    )


def write(feeds: Iterable[Feed], title: str = "Feeds") -> bytes:
    """The feeds as OPML 2.0 in UTF-8, in their order; the same feeds give the same bytes."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(_clean(title))}</title></head>",
        "  <body>",
        *(f"    {_outline(feed)}" for feed in feeds),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


def _outline(feed: Feed) -> str:
    title = quoteattr(_clean(feed.title))
    site = f" htmlUrl={quoteattr(_clean(feed.site))}" if feed.site else ""
    address = quoteattr(_clean(feed.address))
    return f'<outline type="rss" text={title} title={title} xmlUrl={address}{site}/>'


def _clean(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(sign for sign in tidy(text) if sign not in "\ufffe\uffff")
