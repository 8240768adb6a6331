"""Solves the thirty knapsacks of Chu and Beasley's mknapcb1 by the planner's core: 100 items, 5 resources.

Run with `python -m benchmarks.plan.mknapcb1 [NUMBER ...]`; all thirty take minutes. The instances
(OR-Library; Chu and Beasley 1998) are outside the project, in the folder that HEADWAY_TEST_DATA names.
That the limits are kept and what the items are worth is checked by the verifier; that nothing is worth
more is HiGHS's word here, as a proof by cases would need far too many of them. How far the planner's
own proof reaches is told beside it.
"""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.plan.rows import Row, at_least, show, told

from headway.algorithms.schedule.problem import Gain, Item, Problem, Resource, Skill, Step
from headway.algorithms.schedule.solve import Effort, solve

ITEMS = 100
# To the last unit of profit, with all items in the exact choice.
EXACT = Effort(
    core_size=ITEMS,
    node_limit=10_000_000,
    relative_gap=1e-6,
    improving_rounds=0,
    case_limit=1,
    seconds=3600.0,
)


@dataclass(frozen=True)
class Knapsack:
    """Profits, what each item takes of each resource, and how much there is."""

    profits: list[float]
    takes: list[list[float]]
    limits: list[float]


def main() -> int:
    """Prints a line for each instance and the sums; returns 1 if one is not proved at its best value."""
    folder = Path(os.environ.get("HEADWAY_TEST_DATA", "../shared/data")) / "planning" / "mkp"
    knapsacks, best = read(folder / "mknapcb1.txt"), read_best(folder / "best-feasible-slns.txt")
    numbers = [int(word) for word in sys.argv[1:]] or list(range(len(knapsacks)))
    proved, seconds = 0, 0.0
    for number in numbers:
        began = time.process_time()
        result = solve(as_problem(knapsacks[number]), EXACT)
        took = time.process_time() - began
        found, known = round(result.objective), best[number]
        claimed = result.claimed_bound
        is_proved = claimed is not None and claimed < found + 1 and found >= known
        proved, seconds = proved + is_proved, seconds + took
        print(
            f"{number:2}  found {found}  best known {known}  HiGHS says at most {claimed or 0:.2f}  "
            f"own proof {result.relative_gap:.2%}  {took:.1f} s  {'proved' if is_proved else 'OPEN'}",
            flush=True,
        )
    rows: list[Row] = [
        at_least("mknapcb1: proved at the best known value", proved, len(numbers)),
        told("mknapcb1: CPU in all", seconds, "s"),
    ]
    print(show(rows))
    return 0 if proved == len(numbers) else 1


def read(path: Path) -> list[Knapsack]:
    """The instances of a file in the format of the OR-Library."""
    numbers = iter(map(float, path.read_text(encoding="utf-8").split()))

    def some(count: int) -> list[float]:
        return [next(numbers) for _ in range(count)]

    found = []
    for _ in range(int(next(numbers))):
        items, resources, _ = (int(next(numbers)) for _ in range(3))
        profits = some(items)
        takes = [some(items) for _ in range(resources)]
        found.append(Knapsack(profits, takes, some(resources)))
    return found


def read_best(path: Path) -> dict[int, int]:
    """The best known values of the instances "5.100-00" and following: the first table of the file."""
    best: dict[int, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if len(words) == 2 and words[0].startswith("5.100-") and words[1].isdigit():
            best.setdefault(int(words[0].removeprefix("5.100-")), int(words[1]))
    return best


def as_problem(knapsack: Knapsack) -> Problem:
    """One skill without uncertainty, so that its worth is the sum of gains; one step; five resources."""
    total = sum(knapsack.profits)
    names = [f"resource-{number}" for number in range(len(knapsack.limits))]
    return Problem(
        steps=(Step(length=1.0, year=0),),
        skills=(
            Skill(name="profit", level=0.0, sd=0.0, target=total, useful_gain=total, weight=1.0),
        ),
        items=tuple(
            Item(
                name=f"item-{number:03}",
                gains=(Gain(skill="profit", amount=profit, ceiling=total),),
                uses=tuple(
                    (name, takes[number]) for name, takes in zip(names, knapsack.takes, strict=True)
                ),
            )
            for number, profit in enumerate(knapsack.profits)
        ),
        resources=tuple(
            Resource(name=name, limits=(limit,))
            for name, limit in zip(names, knapsack.limits, strict=True)
        ),
        at_once=None,
    )


if __name__ == "__main__":
    sys.exit(main())
