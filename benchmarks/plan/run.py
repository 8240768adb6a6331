"""Measures the planner: how far plans are from the best there can be, how fast, and against whom.

Run with `python -m benchmarks.plan.run` (minutes) or with `--quick` (a part of it, under a minute);
exit code 1 says that a target is missed. `python -m benchmarks.plan.mknapcb1` is apart: it takes long.
"""

import statistics
import sys
import time
from dataclasses import dataclass, replace

from benchmarks.plan.instances import instance
from benchmarks.plan.rivals import biggest_gap_first, greedy, whole_model
from benchmarks.plan.rows import Row, at_least, at_most, show, told

from headway.algorithms.schedule.problem import Problem, in_order
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.solve import PROMPT, THOROUGH, Effort, solve

MANY = 8


@dataclass(frozen=True)
class Run:
    """One problem solved."""

    problem: Problem
    result: Result
    seconds: float

    @property
    def gap(self) -> float:
        """The certified gap without what few things at once cost."""
        lost = self.result.lost_to_few_at_once / self.result.bound if self.result.bound > 0 else 0.0
        return max(0.0, self.result.relative_gap - lost)


def main() -> int:
    """Prints every figure with its target; returns 1 if one is missed."""
    from benchmarks.plan import living, wishes

    quick = "--quick" in sys.argv[1:]
    rows = measure(quick) + wishes.measure(quick) + living.measure(quick)
    print(show(rows))
    return 1 if any(row.holds is False for row in rows) else 0


def measure(quick: bool) -> list[Row]:  # noqa: FBT001  # as every file here does
    """The rows about choosing and timing items; `quick` takes few problems."""
    solve(instance(0, items=10, quarters=2))  # imports and first calls do not count
    seeds, large = range(1 if quick else 10), range(0 if quick else 5)
    free = [_free(instance(seed)) for seed in seeds]
    rows = _speed("150 x 8", free, PROMPT, gap=0.03, seconds=2.0)
    rows += _speed("150 x 8, improved", free, THOROUGH, gap=0.01, seconds=10.0)
    big = [_free(instance(seed, items=500, quarters=12)) for seed in large]
    rows += _speed("500 x 12", big, PROMPT, gap=0.01, seconds=3.0) if big else []
    rows += _three_at_once([instance(seed) for seed in seeds])
    rows += _against_rules([_free(tight(seed)) for seed in seeds], [*free, *big])
    return rows + _against_whole_model(free[:5])


def tight(seed: int) -> Problem:
    """A problem in which hours and money are tight: 2.5 hours a week and 1,500 a year."""
    return instance(seed, hours_per_week=2.5, budget_per_year=1500)


def _free(problem: Problem) -> Problem:
    return replace(problem, at_once=None)


def _run(problem: Problem, effort: Effort = PROMPT) -> Run:
    """Another effort than PROMPT goes on from what that one has found; its seconds count too."""
    began = time.process_time()
    result = solve(problem)
    if effort != PROMPT:
        result = solve(problem, effort, start=result.placements)
    return Run(problem, result, time.process_time() - began)


def _speed(
    title: str, problems: list[Problem], effort: Effort, *, gap: float, seconds: float
) -> list[Row]:
    runs = [_run(problem, effort) for problem in problems]
    note = f"{len(runs)} problems"
    gaps, times = [run.gap for run in runs], [run.seconds for run in runs]
    return [
        told(f"{title}: certified gap, median", statistics.median(gaps), "%", note),
        at_most(f"{title}: certified gap, worst", max(gaps), gap, "%", note),
        told(f"{title}: CPU, median", statistics.median(times), "s", note),
        at_most(f"{title}: CPU, worst", max(times), seconds, "s", note),
    ]


def _three_at_once(problems: list[Problem]) -> list[Row]:
    runs = [_run(problem) for problem in problems]
    lost = [run.result.lost_to_few_at_once / run.result.chosen_worth for run in runs]
    whole = [run.result.relative_gap for run in runs]
    return [
        told("150 x 8, three at once: cost of three at once, median", statistics.median(lost), "%"),
        told("150 x 8, three at once: cost of three at once, worst", max(lost), "%"),
        told(
            "150 x 8, three at once: certified gap with it, median", statistics.median(whole), "%"
        ),
        at_most(
            "150 x 8, three at once: certified gap apart from it, worst",
            max(run.gap for run in runs),
            0.03,
            "%",
        ),
        at_most("150 x 8, three at once: CPU, worst", max(run.seconds for run in runs), 2.0, "s"),
    ]


def _against_rules(tight_ones: list[Problem], others: list[Problem]) -> list[Row]:
    better = [_lead(problem, greedy(problem)) for problem in tight_ones]
    usual = [_lead(problem, greedy(problem)) for problem in others]
    gaps = [_lead(problem, biggest_gap_first(problem)) for problem in tight_ones]
    title, middle = "ahead of the better greedy where tight, median", statistics.median(better)
    # Of one or two problems the middle says nothing.
    is_telling = len(better) >= MANY
    return [
        at_least(title, middle, 0.05, "%") if is_telling else told(title, middle, "%"),
        told("ahead of the better greedy where tight, most", max(better), "%"),
        told("ahead of the better greedy elsewhere, median", statistics.median(usual), "%"),
        at_least("ahead of the better greedy, least of all", min(better + usual), 0.0, "%"),
        told("ahead of 'biggest gap first' where tight, median", statistics.median(gaps), "%"),
    ]


def _lead(problem: Problem, rival: float) -> float:
    return solve(problem).objective / rival - 1


def _against_whole_model(problems: list[Problem]) -> list[Row]:
    ours = [_run(problem) for problem in problems]
    theirs = [whole_model(in_order(problem), relative_gap=0.01) for problem in problems]
    ratio = [
        run.seconds / max(1e-9, other.seconds) for run, other in zip(ours, theirs, strict=True)
    ]
    lead = [run.result.objective / other.worth - 1 for run, other in zip(ours, theirs, strict=True)]
    return [
        told(
            "the whole model given to HiGHS to 1 %: our CPU share, median",
            statistics.median(ratio),
            "%",
        ),
        told(
            "the whole model given to HiGHS to 1 %: our lead, median", statistics.median(lead), "%"
        ),
        told("the whole model given to HiGHS to 1 %: our lead, least", min(lead), "%"),
    ]


if __name__ == "__main__":
    sys.exit(main())
