"""Feeds that Headway suggests, as a TOML file, problems named by their place."""

from dataclasses import dataclass

from headway.core.errors import UnreadableFileError
from headway.formats.toml_file import Pieces, parse

FORMAT = "headway-feeds/1"


@dataclass(frozen=True, kw_only=True)
class SuggestedFeed:
    """A feed that somebody might follow, what it is about, and where that was found."""

    title: str
    address: str
    site: str
    about: str
    source: str


@dataclass(frozen=True, kw_only=True)
class _Document:
    """The whole file."""

    format: str
    language: str
    licence: str
    note: str
    feeds: tuple[SuggestedFeed, ...]


def read(content: bytes, name: str = "The list of feeds") -> tuple[SuggestedFeed, ...]:
    """The feeds in `content`, in its order; raises UnreadableFileError naming every problem."""
    pieces = Pieces()
    document = pieces.convert(parse(content, name), _Document)
    if document and document.format != FORMAT:
        pieces.problems.append(f'format: write format = "{FORMAT}" at the top')
    if document is None or pieces.problems:
        raise UnreadableFileError(f"{name} cannot be used:\n" + "\n".join(pieces.problems))
    return document.feeds
