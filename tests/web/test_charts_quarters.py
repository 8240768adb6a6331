"""Bars of hours by quarter share one scale."""

from datetime import date

import pytest

from headway.core.progress import QuarterProgress
from headway.web.charts.quarters import draw_quarters


def quarter(planned: float, told: float) -> QuarterProgress:
    return QuarterProgress(
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31),
        hours_planned=planned,
        hours_told=told,
        steps_due=0,
        steps_done=0,
        levels=(),
    )


def test_the_most_hours_of_any_quarter_fill_the_width() -> None:
    bars = draw_quarters([quarter(20, 10), quarter(5, 40)])
    assert [(bar.planned, bar.told) for bar in bars] == [(50, 25), (12.5, 100)]


@pytest.mark.parametrize("quarters", [[], [quarter(0, 0)]])
def test_no_hours_at_all_draw_nothing(quarters: list[QuarterProgress]) -> None:
    assert sum(bar.planned + bar.told for bar in draw_quarters(quarters)) == 0
