"""Where the headings of a table are, and whether it stands the other way round."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from headway.core.ladder import Track
from headway.formats.free_text import tidy
from headway.formats.ladders.guesses import is_level_like, track_of
from headway.formats.ladders.headings import (
    is_extra,
    is_known,
    is_level_word,
    names_item,
    normalise,
)
from headway.formats.ladders.marks import LONGEST_MARK
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tables import Sheet

MOST_ROWS_ABOVE = 40
LONGEST_HEADING = 80
# A table with one of these has a row for each competency and level.
_LONG_HEADINGS = frozenset(
    {"skill", "competency", "capability", "required level", "expected level", "skill level"}
    | {"proficiency level", "target level", "required proficiency", "expected proficiency"}
)
FEWEST_LEVELS = 2
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]")
_TITLES = frozenset({"title", "name", "label"})
_PART_OF_LEVEL = re.compile(
    r"(.*\S)[\s:–-]+\(?(descriptions?|descriptors?|behaviou?rs?|indicators?|criteria|definitions?"
    r"|statements?|expectations?|text|titles?|names?|labels?)\)?",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where the headings are: `header` joined from up to two rows, data from row `begins` on.

    `is_plain` are those of which none is known: texts stand below them.
    """

    header: tuple[str, ...]
    begins: int
    tracks: tuple[Track | None, ...]
    is_plain: bool = False


def find_head(rows: Sequence[Sequence[str]]) -> Head | None:
    """The first row among the first forty that reads like headings, the first above texts, or None."""
    for index, row in enumerate(rows[:MOST_ROWS_ABOVE]):
        if _reads_as_header(row, rows[index + 1 : index + 6]):
            return _join_rows(rows, index)
    if rows and _is_plain_head(rows[0], rows[1:20]):
        return replace(_join_rows(rows, 0), is_plain=True)
    return None


def _reads_as_header(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    told = [cell for cell in row if cell]
    if len(told) < 2 or not below or any(len(cell) > LONGEST_HEADING for cell in told):
        return False
    # A row of nothing but levels stands in a column each; a caption above them names no column.
    like = sum(is_level_like(cell) for cell in told)
    named = any(names_item(cell) or is_level_word(cell) for cell in told)
    known = sum(is_known(cell) for cell in told)
    is_usual = known >= 2 and known * 2 >= len(told)
    return named or like >= 2 or is_usual or (not row[0] and _has_long_cells(below))


def _is_plain_head(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether short different words stand above texts, in whatever language."""
    is_short = all(0 < len(cell) <= LONGEST_MARK for cell in row)
    is_even = all(len([cell for cell in each if cell]) > 1 for each in below)
    return (
        len(set(row)) == len(row) > 2 <= len(below)
        and is_short
        and is_even
        and _has_long_cells(below)
    )


def _has_long_cells(rows: Sequence[Sequence[str]]) -> bool:
    cells = [cell for row in rows for cell in row[1:] if cell]
    # A sign of a script without blanks says as much as a syllable.
    lengths = [len(cell) + 2 * len(_WIDE.findall(cell)) for cell in cells]
    return bool(cells) and sum(lengths) / len(cells) > 20


def _join_rows(rows: Sequence[Sequence[str]], index: int) -> Head:
    """The header row, with the row of titles below it ("L1" above "Junior PM") and tracks above it.

    Where the upper of two rows only captions groups of columns, the lower one names the levels.
    """
    header, begins = list(rows[index]), index + 1
    above = list(rows[index - 1]) if index else []
    below = list(rows[begins]) if begins < len(rows) else []
    if _continues(below):
        width = max(len(header), len(below))
        header, below = ([*row, *[""] * (width - len(row))] for row in (header, below))
        begins += 1
        if any(told and not caption for told, caption in zip(below, header, strict=True)):
            above, header = header, [low or high for low, high in zip(below, header, strict=True)]
        else:
            header = [" ".join(filter(None, pair)) for pair in zip(header, below, strict=True)]
    return Head(
        header=tuple(tidy(cell) for cell in header),
        begins=begins,
        tracks=_spread_tracks(above, len(header)),
    )


def _continues(below: Sequence[str]) -> bool:
    told = [cell for cell in below if cell]
    return (
        len(told) >= 2
        and not below[0]
        and all(len(cell) <= LONGEST_MARK for cell in told)
        and sum(is_level_like(cell) and not cell.isdecimal() for cell in told) * 2 > len(told)
    )


def _spread_tracks(above: Sequence[str], width: int) -> tuple[Track | None, ...]:
    """A merged heading stands in its first cell only; it holds up to the next."""
    told = [cell for cell in above if cell]
    if not any(track_of(cell) for cell in told) or len(told) > width // 2 + 2:
        return (None,) * width
    tracks, current = [], None
    for index in range(width):
        cell = above[index] if index < len(above) else ""
        current = track_of(cell) if cell else current
        tracks.append(current)
    return tuple(tracks)


def name_levels(head: Head, place: str, notes: Notebook) -> Head:
    """The headings without what a column holds of its level: "Expert description" is "Expert".

    Where a level has a column for its title beside one for its text, the title's is left out and told.
    """
    told = [_PART_OF_LEVEL.fullmatch(cell) for cell in head.header]
    found = {i: each for i, each in enumerate(told) if each and is_level_like(each[1])}
    if len({each[1] for each in found.values()}) < FEWEST_LEVELS:
        return head
    described = {each[1] for each in found.values() if normalise(each[2]) not in _TITLES}
    header = list(head.header)
    for column, each in found.items():
        is_title = each[1] in described and normalise(each[2]) in _TITLES
        if is_title:
            notes.drop(f"The column '{header[column]}' is not read.", place)
        header[column] = "" if is_title else each[1]
    return replace(head, header=tuple(header))


def is_transposed(head: Head, rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row is a level: the first column names levels, and the headings do not."""
    first = [row[0] for row in rows[head.begins :] if row and row[0]]
    others = [cell for cell in head.header[1:] if cell and not is_level_word(cell)]
    if len(others) < 2 or not first or len(set(first)) < len(first) or len(first) > 30:
        return False
    if sum(is_level_like(cell) for cell in others) * 2 > len(others):
        return False
    like = sum(is_level_like(cell) for cell in first)
    # "Level / Skill" in the corner says what stands both ways.
    is_corner = bool(re.search(r"[/\\|]", head.header[0]))
    is_item = names_item(head.header[0]) and not is_corner
    if is_item or _LONG_HEADINGS & {normalise(cell) for cell in head.header[1:]}:
        return False
    return like * 2 > len(first) and (is_level_word(head.header[0]) or like >= 2)


def turn(sheet: Sheet, head: Head, notes: Notebook) -> tuple[Sheet, Head]:
    """The same table with a column a level; further columns that name the level join its name."""
    names = [i for i, cell in enumerate(head.header) if i == 0 or is_level_word(cell)][:2]
    body = sheet.rows[head.begins :]
    body = tuple(row for row in body if row and row[0])
    titles = [tidy(" ".join(row[i] for i in names if i < len(row))) for row in body]
    rows = [("Competency", *titles)]
    for column, cell in enumerate(head.header):
        if column in names or not cell:
            continue
        if is_extra(cell):
            notes.drop(f"The column '{cell}' is not read.", sheet.name)
        else:
            rows.append((cell, *(row[column] if column < len(row) else "" for row in body)))
    numbers = tuple(range(1, len(rows) + 1))
    turned = Sheet(name=f"{sheet.name} (turned)", rows=tuple(rows), numbers=numbers)
    return turned, Head(header=rows[0], begins=1, tracks=(None,) * len(rows[0]))
