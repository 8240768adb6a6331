"""Ladders told by the headings of a Markdown document: levels with competencies below, or the reverse."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from headway.core.ladder import slugify
from headway.formats.free_text import strip_bullet, tidy
from headway.formats.ladders.guesses import is_level_like, names_track
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tree_keys import says_all

HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+\S")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,600}\)")
_MARKS = re.compile(r"\*\*|__|`|\{#[^}\n]{0,80}\}")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=[^\W\d])")
_TAG = re.compile(r"</?[A-Za-z][^>\n]{0,300}>")
# A line that begins in bold: what stands in bold, and what follows it.
_BOLD = re.compile(r"(?:\*\*|__)(\S[^*_\n]{0,80}?)(?:\*\*|__)(:?)\s*(.*)")
FORM = "Levels and competencies as headings (Markdown)"
FEWEST_LEVELS = FEWEST_COMPETENCIES = FEWEST_LADDERS = 2
# Below the six depths of headings stand lines in bold, then bullets that begin in bold.
_BOLD_LINE, _BOLD_LEAD = 7, 8
# With headings alone, then with lines in bold as headings, then with bullets that begin in bold.
_WAYS = (6, _BOLD_LINE, _BOLD_LEAD)

Cells = dict[str, dict[str, list[str]]]


@dataclass(kw_only=True)
class Section:
    """A heading with the acts right below it, and the headings it stands under by their depth."""

    above: dict[int, str]
    acts: list[str] = field(default_factory=list)
    has_table: bool = False

    @property
    def title(self) -> str:
        """The heading right above it; "" before the first."""
        return self.above[max(self.above)] if self.above else ""


def read_outline(text: str) -> "Outline | None":
    """The document as `levels` with `dimensions` of acts, or None where its headings tell no ladder.

    Where it holds several ladders, each below a heading, `ladders` has them by that heading.
    """
    title = title_of(text)
    for deepest in _WAYS:
        sections = list(read_sections(text, deepest))
        ways = [(a, b) for a, b in combinations(range(1, 9), 2)]
        outer, inner = max(ways, key=lambda way: _count(_levels(sections, *way)))
        cells = _levels(sections, outer, inner)
        if is_ladder(cells):
            apart = _ladders_apart(sections, outer, inner)
            trees = {name: tree_of(each, name) for name, each in apart.items()}
            tree = Outline(title=title, ladders=trees) if trees else tree_of(cells, title)
            tree.left = _left_out(sections, [outer, inner], apart or {title: cells})
            return tree
    return None


def _left_out(
    sections: Sequence[Section], depths: Sequence[int], ladders: Mapping[str, Cells]
) -> tuple[str, ...]:
    """The headings below which something stands that is in no ladder of the document."""
    told = {
        frozenset((level, name))
        for cells in ladders.values()
        for level, names in cells.items()
        for name in names
    }
    left = (
        section.title
        for section in sections
        if section.has_table or frozenset(section.above.get(d, "") for d in depths) not in told
    )
    return tuple(dict.fromkeys(title or "before the first heading" for title in left))


def is_many(tree: Any) -> bool:
    """Whether a document holds several ladders."""
    return isinstance(tree, dict) and isinstance(tree.get("ladders"), dict)


def pick_one(ladders: dict[str, Any], only: str, notes: Notebook) -> Any:
    """The ladder whose heading has `only` in it, or the first; the others are left out and named."""
    wanted = slugify(only)
    name = next((n for n in ladders if wanted and wanted in slugify(n)), next(iter(ladders)))
    others = [other for other in ladders if other != name]
    notes.drop("A ladder of its own was left out; ask for it by its name.", *others)
    return ladders[name]


def _count(cells: Cells) -> int:
    return sum(map(len, cells.values()))


def _ladders_apart(sections: Sequence[Section], outer: int, inner: int) -> dict[str, Cells]:
    """The ladders below headings of their own; none where those are areas or tracks of one ladder."""
    groups: dict[str, list[Section]] = {}
    for section in sections:
        above = [depth for depth in section.above if depth < outer]
        groups.setdefault(section.above[max(above)] if above else "", []).append(section)
    found = {name: _levels(each, outer, inner) for name, each in groups.items()}
    ladders = {name: cells for name, cells in found.items() if is_ladder(cells)}
    first = next(iter(ladders), "")
    for track in [name for name in ladders if name != first and names_track(name, first)]:
        ladders[first] |= ladders.pop(track)
    if len(ladders) < FEWEST_LADDERS:
        return {}
    levels = [set(cells) for cells in ladders.values()]
    names = [{name for level in cells.values() for name in level} for cells in ladders.values()]
    is_one = set.intersection(*levels) and not set.intersection(*names)
    return {} if is_one else ladders


def is_ladder(cells: Cells) -> bool:
    """Whether acts by level and competency are enough of both, with competencies that levels share."""
    names = {name for level in cells.values() for name in level}
    shared = [name for name in names if sum(name in level for level in cells.values()) > 1]
    return len(cells) >= FEWEST_LEVELS and len(shared) >= FEWEST_COMPETENCIES


class Outline(dict[str, Any]):
    """A document that was told by its headings; `left` are those below which something else stands."""

    left: tuple[str, ...] = ()


def tree_of(cells: Cells, title: str) -> Outline:
    """The same as a document whose levels hold competencies."""
    levels = [{"level": level, "dimensions": acts} for level, acts in cells.items()]
    return Outline(title=title, levels=levels)


def title_of(text: str) -> str:
    """What the document calls itself: in its front matter, or in its first great heading."""
    found = re.search(r"^title:\s*[\"']?(.{1,200}?)[\"']?\s*$|^# (.{1,200})$", text[:5000], re.M)
    return _plain(found[1] or found[2]) if found else ""


def read_sections(text: str, deepest: int = 6) -> Iterator[Section]:
    """The sections with something below them; lines in bold open one where `deepest` says so."""
    section = Section(above={})
    is_code = is_open = False
    for line in _without_comments(text).splitlines():
        is_fence = line.lstrip().startswith(("```", "~~~"))
        is_code ^= is_fence
        if is_code or is_fence:
            continue
        told = _heading(line, deepest)
        if told is None:
            is_open = _add_line(section, line, is_open=is_open)
            continue
        depth, title, rest = told
        yield from [section] if section.acts or section.has_table else []
        above = {d: title for d, title in section.above.items() if d < depth}
        section = Section(above={**above, depth: title})
        is_open = bool(rest) and _add_line(section, rest, is_open=False)
    yield from [section] if section.acts or section.has_table else []


def _without_comments(text: str) -> str:
    """`text` without HTML's comments, and without the front matter that may stand in one."""
    return re.sub(r"<!--.{0,20000}?-->", "", text, flags=re.S)


def _heading(line: str, deepest: int) -> tuple[int, str, str] | None:
    """The depth and title of a line that opens a section, with what stands behind it on the line."""
    if found := HEADING.match(line):
        return len(found[1]), _unnumbered(_plain(found[2])), ""
    if deepest < _BOLD_LINE:
        return None
    bare = line.strip()
    is_bullet = bool(_BULLET.match(line))
    bold = _BOLD.match(re.sub(r"^(?:[-*+•]|\d{1,2}[.)])\s+", "", bare))
    if bold is None:
        return None
    title, rest = _unnumbered(_plain(bold[1])).rstrip(": "), bold[3].strip()
    is_lead = bold[1].rstrip().endswith(":") or bool(bold[2]) or rest.startswith(("-", "–", "—"))
    if rest and (not is_lead or (is_bullet and deepest < _BOLD_LEAD)):
        return None
    depth = _BOLD_LEAD if rest and is_bullet else _BOLD_LINE
    return (depth, title, rest.lstrip("-–— ")) if title else None


def _unnumbered(title: str) -> str:
    """A heading without the number of its chapter: "2. Quality" names no level."""
    return _NUMBERED.sub("", title)


def _add_line(section: Section, line: str, *, is_open: bool) -> bool:
    """Begins an act, or continues the one that is open; returns whether one is open then."""
    told = _plain(line)
    section.has_table |= told.startswith("|")
    if not told or set(told) <= set("-=_*|<>") or told.startswith("|"):
        return False
    if _BULLET.match(line):
        section.acts.append(strip_bullet(told))
    elif is_open:
        section.acts[-1] += f" {told}"
    else:
        section.acts.append(told)
    return True


def _plain(text: str) -> str:
    return tidy(_MARKS.sub("", _TAG.sub(" ", _LINK.sub(r"\1", text))))


def _levels(sections: Sequence[Section], outer: int, inner: int) -> Cells:
    """Acts by level and competency, where one of two depths of headings names levels."""
    pairs = [
        (section.above[outer], section.above[inner], section.acts)
        for section in sections
        if section.acts and outer in section.above and inner in section.above
    ]
    outers, inners = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    if _are_levels(inners) and not _are_levels(outers):
        pairs = [(level, name, acts) for name, level, acts in pairs]
    elif not _are_levels(outers):
        return {}
    found: Cells = {}
    for level, name, acts in pairs:
        if is_level_like(level) or says_all(level):
            found.setdefault(level, {}).setdefault(name, []).extend(acts)
    return found


def _are_levels(titles: set[str]) -> bool:
    like = sum(is_level_like(title) for title in titles)
    return like >= FEWEST_LEVELS and like * 2 > len(titles)
