"""One line of the benchmark's table: what was measured, what it should be, and whether it is."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """A measured `figure` beside its `target`, both as people read them.

    `holds` says whether the target is met; None stands for a figure without one, such as that of a
    named alternative. `note` says on what it was measured.
    """

    name: str
    figure: str
    target: str = ""
    holds: bool | None = None
    note: str = ""


def at_most(name: str, figure: float, limit: float, note: str = "") -> Row:
    """A row whose figure should be `limit` or less."""
    return Row(
        name=name,
        figure=f"{figure:.3f}",
        target=f"≤ {limit:.2f}",
        holds=bool(figure <= limit),
        note=note,
    )


def within(name: str, figure: float, low: float, high: float, note: str = "") -> Row:
    """A row whose figure should be from `low` to `high`."""
    return Row(
        name=name,
        figure=f"{figure:.3f}",
        target=f"{low:.2f} to {high:.2f}",
        holds=bool(low <= figure <= high),
        note=note,
    )
