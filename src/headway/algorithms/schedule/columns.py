"""Columns and sparse rows of a linear model, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Term = tuple[int, float]


@dataclass(frozen=True, kw_only=True)
class Row:
    """Terms (column, factor) whose sum is at most `limit`, or equal to it.

    `within_item`: it only ties an item's own columns to its being done (all the work or none, no faster
    than it can be, no gain without it), so a bound can work it out exactly and needs no price for it.
    """

    terms: tuple[Term, ...]
    limit: float
    equal: bool = False
    within_item: bool = False


@dataclass(kw_only=True)
class Model:
    """Columns (worth, lowest, highest, whole or not) and rows; the named columns say what they mean.

    `done[item]`; `session[item, number]`; `work[item, block]` is a share of the item's work;
    `bought[item, year]` for items that cost something and could be begun in several years;
    `raised[item, skill]` is the gain that counts; `pieces[skill]` are the straight pieces of its worth.
    """

    worth: list[float] = field(default_factory=list)
    lowest: list[float] = field(default_factory=list)
    highest: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    session: dict[tuple[str, int], int] = field(default_factory=dict)
    work: dict[tuple[str, int], int] = field(default_factory=dict)
    bought: dict[tuple[str, int], int] = field(default_factory=dict)
    so_far: dict[tuple[str, int], int] = field(default_factory=dict)
    raised: dict[tuple[str, str], int] = field(default_factory=dict)
    pieces: dict[str, list[int]] = field(default_factory=dict)

    def column(
        self, *, worth: float = 0.0, lowest: float = 0.0, highest: float = 1.0, whole: bool = False
    ) -> int:
        """Adds a column and returns its number."""
        self.worth.append(worth)
        self.lowest.append(lowest)
        self.highest.append(highest)
        self.whole.append(whole)
        return len(self.worth) - 1

    def at_most(self, terms: Iterable[Term], limit: float) -> None:
        """Adds a row, unless it says nothing."""
        kept = tuple(terms)
        if sum(max(f * self.lowest[c], f * self.highest[c]) for c, f in kept) > limit:
            self.rows.append(Row(terms=kept, limit=limit))

    def equal(self, terms: Iterable[Term], limit: float, *, within_item: bool = False) -> None:
        """Adds an equation."""
        row = Row(terms=tuple(terms), limit=limit, equal=True, within_item=within_item)
        self.rows.append(row)
