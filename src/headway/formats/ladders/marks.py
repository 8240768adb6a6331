"""Cells that tell which level a role expects: a number, a word of the scale, a tick."""

from collections.abc import Sequence

from headway.core.ladder import slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.cells import says_no, says_optional, says_yes
from headway.formats.ladders.guesses import rank_level
from headway.formats.ladders.report import Notebook

LONGEST_MARK = 40
MOST_MARKS = 10


def are_marks(cells: Sequence[str], known: frozenset[str]) -> bool:
    """Whether cells tell levels ("2", "Working", a tick) and no acts.

    They do where nearly all read like levels, or where a few short ones come up again and again.
    """
    if any(len(cell) > LONGEST_MARK for cell in cells):
        return False
    distinct = {slugify(cell) or cell for cell in cells}
    if len(distinct) > MOST_MARKS:
        return False
    is_repeated = len(cells) >= 3 * len(distinct)
    is_terse = all(len(cell.split()) <= 3 for cell in cells)
    read = sum(
        says_yes(c)
        or says_no(c)
        or says_optional(c)
        or rank_level(c) is not None
        or slugify(c) in known
        for c in cells
    )
    is_ranked = read * 10 >= len(cells) * 8
    return (is_ranked and (is_terse or is_repeated)) or (is_terse and is_repeated)


def read_mark(mark: str, place: str, notes: Notebook) -> str:
    """The level that a cell expects as it says it ("yes" for a tick), or "" where it expects none."""
    if says_yes(mark):
        return "yes"
    if says_no(mark):
        return ""
    if says_optional(mark):
        notes.drop("What is optional is not expected.", place)
        return ""
    if rank_level(mark) == 0:
        notes.drop("A level of none was read as nothing expected.", place)
        return ""
    low, dash, _ = mark.partition("-") if mark.count("-") == 1 else mark.partition("–")
    if dash and low.strip().isdecimal():
        notes.guess("Of a range the lower level is expected.", place)
        return low.strip()
    return tidy(mark)
