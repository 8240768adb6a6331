"""The quick part of the planner's benchmark holds its targets, those in seconds apart."""

import pytest
from benchmarks.plan.rows import at_least, at_most, show
from benchmarks.plan.run import measure


def test_the_quick_rows_of_the_planner_hold():
    rows = [row for row in measure(True) if not row.target.endswith(" s")]
    assert [row.name for row in rows if row.holds is False] == []
    assert sum(row.holds is True for row in rows) >= 4


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (at_most("gap", 0.02, 0.03, "%"), ("2.00 %", "at most 3.00 %", "pass")),
        (at_least("lead", 0.02, 0.03, "%"), ("2.00 %", "at least 3.00 %", "FAIL")),
    ],
)
def test_a_row_says_figure_target_and_verdict(row, words):
    assert all(word in show([row]) for word in words)
