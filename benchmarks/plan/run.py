"""Measures the planner on random problems: distance to the bound, CPU seconds, and what greedy rules lose.

Run with `python benchmarks/plan/run.py`; it takes about a minute; exit code 1 says that a target is missed.
"""

import statistics
import sys
import time
from dataclasses import dataclass, replace

from instances import instance

from headway.algorithms.schedule.fill import fill
from headway.algorithms.schedule.layout import empty_diary
from headway.algorithms.schedule.limits import offered
from headway.algorithms.schedule.problem import Problem, in_order
from headway.algorithms.schedule.solve import solve
from headway.algorithms.schedule.value import worth

SEEDS = range(8)


@dataclass(frozen=True)
class Run:
    """One solved problem."""

    gap: float
    seconds: float
    greedy_loss: float


def main() -> int:
    """Prints every figure with its target; returns 1 if one is missed."""
    solve(instance(0, items=10, quarters=2))  # imports and first calls do not count
    missed = 0
    for title, at_once in (("any number of things at once", None), ("three things at once", 3)):
        runs = [_run(replace(instance(seed), at_once=at_once)) for seed in SEEDS]
        missed += _report(f"150 items, 8 quarters, {title}", runs, gap=0.03, seconds=2.0)
    runs = [_run(replace(instance(s, items=500, quarters=12), at_once=None)) for s in range(3)]
    missed += _report("500 items, 12 quarters, any number at once", runs, gap=0.01, seconds=3.0)
    return 1 if missed else 0


def _run(problem: Problem) -> Run:
    began = time.process_time()
    result = solve(problem)
    seconds = time.process_time() - began
    return Run(
        gap=result.relative_gap,
        seconds=seconds,
        greedy_loss=1 - _greedy(problem) / result.objective,
    )


def _greedy(problem: Problem) -> float:
    """The better of two greedy rules: worth per share of the limits, and worth alone."""
    rest, _ = offered(in_order(problem))
    names = [item.name for item in rest.items]
    both = [fill(empty_diary(rest), names, by_effort=rule) for rule in (True, False)]
    return max(worth(rest, diary.placed) for diary in both)


def _report(title: str, runs: list[Run], *, gap: float, seconds: float) -> int:
    print(f"{title} ({len(runs)} problems)")
    gaps, times = [run.gap for run in runs], [run.seconds for run in runs]
    losses = [run.greedy_loss for run in runs]
    return sum(
        not _line(*line)
        for line in (
            ("gap to the linear bound, median", statistics.median(gaps), gap, True, "%"),
            ("gap to the linear bound, worst", max(gaps), gap, True, "%"),
            ("CPU seconds, median", statistics.median(times), seconds, True, "s"),
            ("CPU seconds, worst", max(times), seconds, True, "s"),
            ("greedy loses, median", statistics.median(losses), 0.05, False, "%"),
            ("greedy loses, least", min(losses), 0.0, False, "%"),
        )
    )


def _line(name: str, figure: float, target: float, at_most: bool, unit: str) -> bool:  # noqa: FBT001
    is_met = figure <= target if at_most else figure >= target
    scale = 100 if unit == "%" else 1
    sign = "at most" if at_most else "at least"
    shown = f"{figure * scale:7.2f} {unit}   {sign} {target * scale:g} {unit}"
    print(f"  {name:34} {shown:32} {'pass' if is_met else 'MISSED'}")
    return is_met


if __name__ == "__main__":
    sys.exit(main())
