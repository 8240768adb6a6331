"""Hours planned and told, quarter by quarter, as bars on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from headway.core.progress import QuarterProgress
from headway.web.charts.range_bar import percent

# A quarter that has just begun would else fill the width with its first hour.
LEAST_SCALE_HOURS = 10.0


@dataclass(frozen=True, kw_only=True)
class QuarterBar:
    """One quarter: how wide the hours planned (an outline) and told (filled) are, in per cent."""

    number: int
    quarter: QuarterProgress
    planned: float
    told: float


def draw_quarters(quarters: Sequence[QuarterProgress]) -> tuple[QuarterBar, ...]:
    """The quarters in their order; the most hours of any fill the width, or ten if none has as many."""
    most = max((LEAST_SCALE_HOURS, *(max(q.hours_planned, q.hours_told) for q in quarters)))
    return tuple(
        QuarterBar(
            number=number,
            quarter=quarter,
            planned=percent(quarter.hours_planned, most),
            told=percent(quarter.hours_told, most),
        )
        for number, quarter in enumerate(quarters, 1)
    )
