"""Whom the planner is compared with: two greedy rules, "biggest gap first", and HiGHS on the whole model."""

import time
from dataclasses import dataclass

from headway.algorithms.schedule.fill import effort, fill
from headway.algorithms.schedule.layout import Diary, empty_diary, place
from headway.algorithms.schedule.limits import offered
from headway.algorithms.schedule.linear import solve_whole
from headway.algorithms.schedule.model import build
from headway.algorithms.schedule.problem import Item, Problem, Skill, in_order
from headway.algorithms.schedule.value import gained, gains_by_skill, worth, worth_of_adding


@dataclass(frozen=True)
class WholeRun:
    """What HiGHS chose by blocks, not laid out by steps, and its CPU seconds."""

    worth: float
    seconds: float


def greedy(problem: Problem) -> float:
    """The better of two rules: worth per share of the limits, and worth alone."""
    rest, _ = offered(in_order(problem))
    names = [item.name for item in rest.items]
    both = [fill(empty_diary(rest), names, by_effort=rule) for rule in (True, False)]
    return max(worth(rest, diary.placed) for diary in both)


def biggest_gap_first(problem: Problem) -> float:
    """What people do by hand: again and again what adds most, for what it takes, where most is missing."""
    rest, _ = offered(in_order(problem))
    diary = empty_diary(rest)
    closed: set[str] = set()
    while len(closed) < len(rest.skills):
        skill = max(
            (s for s in rest.skills if s.name not in closed), key=lambda s: _missing(diary, s)
        )
        if not any(_enter(diary, item) for item in _raising(diary, skill)):
            closed.add(skill.name)
    return worth(rest, diary.placed)


def _missing(diary: Diary, skill: Skill) -> tuple[float, str]:
    placed = [diary.problem.by_name[name] for name in diary.placed]
    gains = gains_by_skill(placed).get(skill.name, [])
    return skill.useful_gain - gained(gains, skill), skill.name


def _raising(diary: Diary, skill: Skill) -> list[Item]:
    """The items that add to a skill and pay at all, those first that add most for what they take."""
    names = frozenset(diary.placed)
    gains = gains_by_skill(diary.problem.by_name[name] for name in names)
    found = []
    for item in diary.problem.items:
        amounts = [g.amount for g in item.gains if g.skill == skill.name]
        pays = worth_of_adding(diary.problem, gains, names, item) > 1e-9
        if amounts and pays and item.name not in names:
            found.append((-amounts[0] / effort(diary.problem, item), item.name, item))
    return [item for _, _, item in sorted(found)]


def _enter(diary: Diary, item: Item) -> bool:
    placement = place(diary, item)
    if placement is not None:
        diary.add(placement)
    return placement is not None


def whole_model(problem: Problem, *, relative_gap: float, seconds: float = 60.0) -> WholeRun:
    """HiGHS on the whole model, without cuts, core or layout."""
    began = time.process_time()
    rest, _ = offered(problem)
    model = build(rest)
    answer = solve_whole(model, node_limit=100_000, relative_gap=relative_gap, seconds=seconds)
    amounts = answer.amounts or [0.0] * len(model.worth)
    names = [name for name, column in model.done.items() if amounts[column] > 0.5]
    return WholeRun(worth(rest, names), time.process_time() - began)
