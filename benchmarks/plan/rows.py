"""What a benchmark says in one line: a figure, what it should be, and whether it holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured figure beside its target; `holds` is None where nothing was promised.

    Every file of this folder that measures offers `measure(quick: bool) -> list[Row]`.
    """

    name: str
    figure: str
    target: str
    holds: bool | None
    note: str = ""


def at_most(name: str, figure: float, target: float, unit: str = "", note: str = "") -> Row:
    """A row that holds if `figure` is no more than `target`; per cent are given as shares of 1."""
    return Row(name, _say(figure, unit), f"at most {_say(target, unit)}", figure <= target, note)


def at_least(name: str, figure: float, target: float, unit: str = "", note: str = "") -> Row:
    """A row that holds if `figure` is no less than `target`; per cent are given as shares of 1."""
    return Row(name, _say(figure, unit), f"at least {_say(target, unit)}", figure >= target, note)


def told(name: str, figure: float, unit: str = "", note: str = "") -> Row:
    """A row without a target."""
    return Row(name, _say(figure, unit), "", None, note)


def _say(figure: float, unit: str) -> str:
    if unit == "%":
        return f"{100 * figure:.2f} %"
    return f"{figure:.3g} {unit}".strip()


def show(rows: list[Row]) -> str:
    """The rows as a table in plain text."""
    words = {True: "pass", False: "FAIL", None: ""}
    width = max((len(row.name) for row in rows), default=0)
    lines = [
        f"{row.name:{width}}  {row.figure:>10}  {row.target:18}  {words[row.holds]:4}  {row.note}"
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
