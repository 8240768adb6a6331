"""The solver's answers, and that nothing of it is heard."""

import sys

from headway.algorithms.schedule.columns import Model
from headway.algorithms.schedule.linear import solve_whole
from headway.algorithms.schedule.quiet import quiet_output


def test_without_rows_each_column_goes_to_the_end_that_pays():
    model = Model()
    model.column(worth=1.0, highest=2.0)
    model.column(worth=-1.0, lowest=0.5)
    answer = solve_whole(model, node_limit=1, relative_gap=0.0, seconds=1.0)
    assert (answer.amounts, answer.is_done) == ([2.0, 0.5], True)


def test_a_process_without_output_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with quiet_output():
        said = sys.stdout
    assert said is None
