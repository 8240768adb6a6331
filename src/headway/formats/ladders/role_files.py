"""Ladders kept as one Markdown document a role: their shared headings are the competencies."""

import re
from collections.abc import Sequence
from typing import Any

from headway.core.ladder import slugify
from headway.formats.ladders.guesses import rank_all, rank_rung, says_seniority
from headway.formats.ladders.outline import (
    FEWEST_COMPETENCIES,
    FEWEST_LEVELS,
    Cells,
    Section,
    read_sections,
    title_of,
    tree_of,
)
from headway.formats.ladders.report import Notebook

# A heading is a competency where so many of the documents have it, of ten.
SHARED_BY = 6
_ORDER = re.compile(r"^(?:level|order|weight|rank|grade|position):\s*[\"']?(\d{1,4})\b", re.M)
_LAST_NUMBER = re.compile(r"(?<!\d)(\d{1,2})\W*$")
_LEAF = 0

Document = tuple[str, str]


def read_role_files(documents: Sequence[Document], title: str, notes: Notebook) -> Any:
    """The ladder that documents of one role each make together, or None where they share too little.

    `documents` are pairs of the name to fall back on and the text. Each becomes a level, lowest first
    by the number in its front matter, else by its title.
    """
    names = _names(documents)
    told = [
        (name, text, [section for section in read_sections(text) if section.acts])
        for name, (_, text) in zip(names, documents, strict=True)
    ]
    if len(told) < FEWEST_LEVELS or len(set(names)) < len(names):
        return None
    by_depth = [_cells(told, depth) for depth in range(7)]
    cells = max(by_depth, key=lambda each: len(_shared(each)))
    shared = _shared(cells)
    if len(shared) < FEWEST_COMPETENCIES:
        return None
    for level, acts in cells.items():
        for name in sorted(acts.keys() - shared):
            notes.drop("A heading that few of the documents have was left out.", f"{level}: {name}")
    kept = {level: {n: acts[n] for n in acts if n in shared} for level, acts in cells.items()}
    notes.guess("Each document was read as one level, its headings as competencies.", *kept)
    tree = tree_of(kept, title)
    tree["levels"] = _in_order(tree["levels"], [text for _, text, _ in told], notes)
    return tree


def _names(documents: Sequence[Document]) -> list[str]:
    """What each document is called: by its title, or where titles are alike by its file's name."""
    titles = [title_of(text) or name for name, text in documents]
    is_told_apart = len(set(map(slugify, titles))) == len(titles)
    return titles if is_told_apart else [name[:1].upper() + name[1:] for name, _ in documents]


def _cells(told: Sequence[tuple[str, str, list[Section]]], depth: int) -> Cells:
    """Acts by document and heading: those of one depth, or the deepest above each act."""
    return {name: _acts(sections, depth) for name, _, sections in told}


def _acts(sections: Sequence[Section], depth: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for section in sections:
        at = max(section.above, default=1) if depth == _LEAF else depth
        if at in section.above:
            found.setdefault(section.above[at], []).extend(section.acts)
    return found


def _shared(cells: Cells) -> set[str]:
    """The headings that enough of the documents have."""
    counts: dict[str, int] = {}
    for acts in cells.values():
        for name in acts:
            counts[name] = counts.get(name, 0) + 1
    return {n for n, count in counts.items() if count > 1 and count * 10 >= len(cells) * SHARED_BY}


def _in_order(
    levels: Sequence[dict[str, Any]], texts: Sequence[str], notes: Notebook
) -> list[dict[str, Any]]:
    """The levels, lowest first: by the numbers that documents or titles have, else by titles.

    Those of one number stand beside each other.
    """
    names = [level["level"] for level in levels]
    ranks = _numbers([_ORDER.search(text[:2000]) for text in texts])
    if not ranks:
        ranks = _numbers([_LAST_NUMBER.search(name) for name in names])
        notes.guess("The order of the documents was guessed from their titles.", *sorted(names))
    if ranks:
        numbered = [
            {**level, "order": str(rank)} for level, rank in zip(levels, ranks, strict=True)
        ]
        return sorted(numbered, key=lambda level: int(level["order"]))
    by_title = zip(_ranks(names), levels, strict=True)
    return [level for _, level in sorted(by_title, key=lambda each: each[0])]


def _numbers(found: Sequence[re.Match[str] | None]) -> list[int]:
    """The number of each, or none where one lacks it or all have the same."""
    numbers = [int(each[1]) for each in found if each]
    return numbers if len(numbers) == len(found) and len(set(numbers)) > 1 else []


def _ranks(names: Sequence[str]) -> list[float]:
    by_level = rank_all(names)
    is_told = any(map(says_seniority, names))
    return [
        rank_rung(name.partition("/")[0]) if is_told or rank is None else rank
        for name, rank in zip(names, by_level, strict=True)
    ]
