"""Asks whether wishes reach a goal; of a large catalogue it looks among what builds most first."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from headway.algorithms.schedule.fill import effort
from headway.algorithms.schedule.problem import Problem
from headway.core.evidence import Completion
from headway.core.plan.goal import Case, Goal, Least, find_least
from headway.core.plan.make import state
from headway.core.plan.reach import Reached, could_reach, find_needed, reach
from headway.core.plan.values import PlanWish

# Up to so many opportunities all are looked at every time.
WHOLE_UP_TO = 300
# Of more than that so many for each part of the goal, by what they take and by what they bring.
BEST_BY_EFFORT, BEST_BY_GAIN = 16, 8


class Search:
    """Questions about one person and goal; `few` is the case with the part of the catalogue in use.

    Where the bound of all the catalogue allows what that of the few does not, the few grow by what made
    the difference; so what is called impossible is so for all of it.
    """

    def __init__(self, *, case: Case, goal: Goal, few: Case) -> None:
        self.case = case
        self.goal = goal
        self.few = few

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the catalogue is left aside."""
        return self.few is self.case

    def could(self, wish: PlanWish) -> bool:
        """False if the linear bound proves that no plan for `wish` reaches the goal."""
        if self.is_whole:
            return could_reach(self.case, wish, self.goal)
        needed = find_needed(self.case, wish, self.goal)
        if needed is not None:
            known = {item.slug for item in self.few.catalogue.opportunities}
            self.few = _with_only(self.case, known | needed)
        return needed is not None

    def surely(self, wish: PlanWish) -> bool:
        """True only if `could` is: the same asked of the few, and sooner answered."""
        return could_reach(self.few, wish, self.goal)

    def does(self, wish: PlanWish) -> Reached | None:
        """A way to reach the goal within `wish`, if the planner finds one among the few."""
        return reach(self.few, wish, self.goal)

    def least(
        self,
        low: int,
        high: int,
        changed: Callable[[int], PlanWish],
        *,
        enough: Callable[[Reached], int] | None = None,
        **limits: int,
    ) -> Least[Reached] | None:
        """The least number whose wish reaches the goal; `limits` are those of `find_least`."""
        return find_least(
            low,
            high,
            could=lambda number: self.could(changed(number)),
            surely=None if self.is_whole else lambda number: self.surely(changed(number)),
            does=lambda number: self.does(changed(number)),
            enough=enough,
            **limits,
        )


def begin_search(case: Case, longest: PlanWish, goal: Goal) -> Search:
    """A search for `goal`; the few are chosen for `longest`, the wish with the latest date."""
    if len(case.catalogue.opportunities) <= WHOLE_UP_TO:
        return Search(case=case, goal=goal, few=case)
    names = _most_promising(state(case.question(longest)), goal)
    few = _with_only(case, names | _told_of(case, longest))
    return Search(case=case, goal=goal, few=few)


def _most_promising(problem: Problem, goal: Goal) -> set[str]:
    """For each part of the goal the items that bring most of it, for what they take and at all."""
    found: set[str] = set()
    for slug, wanted in goal.gains.items():
        skill = problem.skill_by_name[slug]
        gains = {
            item.name: min(gain.amount, wanted, gain.ceiling - skill.level)
            for item in problem.items
            for gain in item.gains
            if gain.skill == slug and gain.ceiling > skill.level
        }
        found.update(_best(problem, gains))
    given = {credit.name: credit.items for credit in problem.credits}
    for slug in goal.experiences:
        found.update(_best(problem, dict.fromkeys(given[slug], 1.0)))
    return found


def _best(problem: Problem, gains: dict[str, float]) -> list[str]:
    efforts = {name: effort(problem, problem.by_name[name]) for name in gains}
    by_effort = sorted(gains, key=lambda name: (-gains[name] / efforts[name], name))
    by_gain = sorted(gains, key=lambda name: (-gains[name], efforts[name], name))
    return [*by_effort[:BEST_BY_EFFORT], *by_gain[:BEST_BY_GAIN]]


def _told_of(case: Case, wish: PlanWish) -> set[str]:
    """The opportunities that the wish or a fact names; they count even where they are not chosen."""
    told = {body.opportunity for _, body in case.dossier.each(Completion)}
    return {*wish.pinned, *wish.dropped, *told}


def _with_only(case: Case, names: Iterable[str]) -> Case:
    """The case with only these opportunities and what they require."""
    everything = case.catalogue.opportunities
    requires = {item.slug: item.requires for item in everything}
    kept: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in requires and name not in kept:
            kept.add(name)
            waiting.extend(requires[name])
    few = tuple(item for item in everything if item.slug in kept)
    return replace(case, catalogue=replace(case.catalogue, opportunities=few))
