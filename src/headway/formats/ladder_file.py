"""Ladders as TOML files (docs/ladder.md): read and checked, every problem named by its place."""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from headway.core.errors import UnreadableFileError
from headway.core.ladder import (
    AmbiguousTitle,
    Area,
    Behaviour,
    Competency,
    Experience,
    Ladder,
    Level,
    OtherTitles,
    Responsibility,
    Role,
)
from headway.core.ladder_quality import find_broken_references
from headway.formats.toml_file import Pieces, by_slug, parse

FORMAT = "headway-ladder/1"


def read(content: bytes, name: str = "The ladder file") -> Ladder:
    """The ladder in `content`; raises UnreadableFileError naming every problem by its place."""
    pieces = Pieces()
    ladder = _convert(parse(content, name), pieces)
    problems = pieces.problems
    if ladder is not None and not problems:
        problems = [
            f"{problem.place}: {problem.text}" for problem in find_broken_references(ladder)
        ]
    if ladder is None or problems:
        raise UnreadableFileError(f"{name} is not a ladder yet:\n" + "\n".join(problems))
    return ladder


def hash_of(ladder: Ladder) -> str:
    """SHA-256 of the ladder's content, in hexadecimal: the same for the same ladder everywhere."""
    return hashlib.sha256(msgspec.json.encode(ladder, order="sorted")).hexdigest()


def _convert(document: dict[str, Any], pieces: Pieces) -> Ladder | None:
    """Converts part by part first, so that one mistake does not hide the next, then the whole."""
    pieces.each(document, "levels", Level, _by_number)
    pieces.each(document, "areas", Area, by_slug("area"))
    pieces.each(document, "experiences", Experience, by_slug("experience"))
    pieces.each(document, "ambiguous_titles", AmbiguousTitle, _numbered("ambiguous title"))
    pieces.convert(document.get("other_titles", {}), OtherTitles, "other_titles")
    for entry in pieces.tables(document, "competencies"):
        pieces.each(entry, "behaviours", Behaviour, _numbered(_place("competency", entry)))
    pieces.each(document, "competencies", Competency, by_slug("competency"))
    for entry in pieces.tables(document, "roles"):
        pieces.each(entry, "responsibilities", Responsibility, _numbered(_place("role", entry)))
    pieces.each(document, "roles", Role, by_slug("role"))
    if pieces.problems:
        return None
    if document.get("format") != FORMAT:
        pieces.problems.append(f'format: write format = "{FORMAT}" at the top')
    return pieces.convert(document, Ladder, "the ladder")


def _place(what: str, entry: dict[str, Any]) -> str:
    part = "behaviour" if what == "competency" else "responsibility"
    return f"{what} {entry.get('slug', '(without a slug)')}, {part}"


def _numbered(what: str) -> Callable[[Any, int], str]:
    return lambda _, index: f"{what} {index}"


def _by_number(entry: Any, index: int) -> str:
    number = entry.get("number") if isinstance(entry, dict) else None
    return f"level {number if number is not None else f'entry {index}'}"
