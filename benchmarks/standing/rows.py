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
