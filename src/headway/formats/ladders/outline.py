"""Ladders told by the headings of a Markdown document: levels with competencies below, or the reverse."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from headway.formats.free_text import strip_bullet, tidy
from headway.formats.ladders.guesses import is_level_like
from headway.formats.ladders.tree_keys import says_all

_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+\S")
_LINK = re.compile(r"\[([^\]\n]{0,300})\]\([^)\n]{0,600}\)")
_MARKS = re.compile(r"\*\*|__|`|\{#[^}\n]{0,80}\}")
FEWEST_LEVELS = FEWEST_COMPETENCIES = 2


@dataclass(kw_only=True)
class _Section:
    """A heading with the acts right below it, and the headings it stands under by their depth."""

    title: str
    above: dict[int, str]
    acts: list[str] = field(default_factory=list)


def read_outline(text: str) -> dict[str, Any] | None:
    """The document as `levels` with `dimensions` of acts, or None where its headings tell no ladder."""
    sections = [section for section in _sections(text) if section.acts]
    found = (_levels(sections, outer, inner) for outer, inner in combinations(range(1, 7), 2))
    cells = max(found, key=lambda levels: sum(map(len, levels.values())))
    names = {name for level in cells.values() for name in level}
    shared = [name for name in names if sum(name in level for level in cells.values()) > 1]
    if len(cells) < FEWEST_LEVELS or len(shared) < FEWEST_COMPETENCIES:
        return None
    return {
        "title": _title(text),
        "levels": [{"level": level, "dimensions": acts} for level, acts in cells.items()],
    }


def _title(text: str) -> str:
    found = re.search(r"^title:\s*[\"']?(.{1,200}?)[\"']?\s*$|^# (.{1,200})$", text[:5000], re.M)
    return tidy(found[1] or found[2]) if found else ""


def _sections(text: str) -> Iterator[_Section]:
    section = _Section(title="", above={})
    is_code = is_open = False
    for line in text.splitlines():
        is_code ^= line.lstrip().startswith(("```", "~~~"))
        heading = None if is_code else _HEADING.match(line)
        if heading:
            yield section
            depth = len(heading[1])
            above = {d: title for d, title in section.above.items() if d < depth}
            title = _plain(heading[2])
            section, is_open = _Section(title=title, above={**above, depth: title}), False
        elif not is_code:
            is_open = _add_line(section, line, is_open=is_open)
    yield section


def _add_line(section: _Section, line: str, *, is_open: bool) -> bool:
    """Begins an act, or continues the one that is open; returns whether one is open then."""
    told = _plain(line)
    if not told or set(told) <= set("-=_*|<>"):
        return False
    if _BULLET.match(line):
        section.acts.append(strip_bullet(told))
    elif is_open:
        section.acts[-1] += f" {told}"
    else:
        section.acts.append(told)
    return True


def _plain(text: str) -> str:
    return tidy(_MARKS.sub("", _LINK.sub(r"\1", text)))


def _levels(sections: list[_Section], outer: int, inner: int) -> dict[str, dict[str, list[str]]]:
    """Acts by level and competency, where one of two depths of headings names levels."""
    pairs = [
        (section.above[outer], section.above[inner], section.acts)
        for section in sections
        if outer in section.above and inner in section.above
    ]
    outers, inners = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    if _are_levels(inners) and not _are_levels(outers):
        pairs = [(level, name, acts) for name, level, acts in pairs]
    elif not _are_levels(outers):
        return {}
    found: dict[str, dict[str, list[str]]] = {}
    for level, name, acts in pairs:
        if is_level_like(level) or says_all(level):
            found.setdefault(level, {}).setdefault(name, []).extend(acts)
    return found


def _are_levels(titles: set[str]) -> bool:
    like = sum(is_level_like(title) for title in titles)
    return like >= FEWEST_LEVELS and like * 2 > len(titles)
