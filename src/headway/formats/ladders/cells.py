"""What a cell of a ladder says: several acts, nothing yet, or which level is asked for."""

import re

from headway.formats.free_text import strip_bullet, tidy
from headway.formats.ladders.draft import Statement

_NOTHING = re.compile(
    r"[-–—.?/_\s]*|n\.?/?a\.?|none|nil|tbd|tbc|tba|todo|missing|null|not applicable|not in use"
    r"|(?:(?:this|the|skill|level|role|competency|cell|it|is|has|currently|yet) )*"
    r"(?:not (?:yet )?(?:been )?defined|undefined)(?: yet)?\W*"
    r"|to be (?:defined|added|confirmed|decided|written|determined)\b.{0,60}",
    re.I,
)
_NOT_IN_USE = re.compile(r"\W*not in use\W*", re.I)
_YES = frozenset(
    {"x", "xx", "yes", "y", "true", "required", "essential", "must", "must have", "mandatory", "ja"}
    | {"✓", "✔", "✅", "●", "•", "■", "☑", "☒", "✗", "oui", "si", "sí", "core"}
)
_NO = frozenset({"no", "n", "false", "nein", "non", "☐", "○", "❌", "not required", "not expected"})
_OPTIONAL = frozenset({"optional", "nice to have", "desirable", "bonus", "preferred", "could"})
_FEWEST_LEAD_WORDS = 5
_LEAD = re.compile(r".{0,80}:")


def says_nothing(text: str) -> bool:
    """Whether a cell holds no act: empty, a dash, "TBD", "currently not defined"."""
    return len(text) < 120 and bool(_NOTHING.fullmatch(tidy(text)))


def says_unused(text: str) -> bool:
    """Whether a cell marks its row as out of use."""
    return len(text) < 40 and bool(_NOT_IN_USE.fullmatch(text))


def says_yes(text: str) -> bool:
    """Whether a cell ticks that something is asked for."""
    return text.strip().casefold() in _YES


def says_no(text: str) -> bool:
    """Whether a cell says that something is not asked for, or nothing."""
    return text.strip().casefold() in _NO or says_nothing(text)


def says_optional(text: str) -> bool:
    """Whether a cell says that something would be welcome, which asks for nothing."""
    return text.strip().casefold() in _OPTIONAL


def split_cell(text: str) -> tuple[Statement, ...]:
    """The acts of a cell, one a line or bullet; a line that only leads into a list is left out.

    A paragraph stays one act: cutting it into sentences would tear apart what belongs together.
    """
    if says_nothing(text):
        return ()
    raw = [line for line in _lines(text) if tidy(line)]
    if len(raw) > 1 and not _is_bullet(raw[0]) and all(map(_is_bullet, raw[1:])):
        # "You can" before a list, with or without a colon.
        raw = raw[1:] if len(raw[0].split()) < _FEWEST_LEAD_WORDS else raw
    if len(raw) > 1:
        raw = [line for line in raw if _is_bullet(line) or not _LEAD.fullmatch(tidy(line))]
    lines = [strip_bullet(line) for line in raw]
    kept = [line for line in lines if line and not says_nothing(line)]
    return tuple(Statement(text=line) for line in dict.fromkeys(kept))


def split_lead(text: str) -> tuple[str, tuple[str, ...]]:
    """A description's paragraphs as one text, and the bullets below them."""
    lines = [line for line in _lines(text) if tidy(line)]
    bullets = [line for line in lines if _is_bullet(line)]
    paragraphs = [tidy(line) for line in lines if not _is_bullet(line)]
    if bullets:
        paragraphs = [line for line in paragraphs if not _LEAD.fullmatch(line)]
    told = tuple(dict.fromkeys(strip_bullet(line) for line in bullets))
    return ("" if says_nothing(text) else " ".join(paragraphs)), told


def _lines(text: str) -> list[str]:
    # An inline bullet begins a new act as a line break does.
    return re.split(r"[\r\n\v\f\x85\u2028\u2029]+|(?<=\S)\s+[•▪●◦‣]\s*", text)


def _is_bullet(line: str) -> bool:
    return strip_bullet(line) != tidy(line)
