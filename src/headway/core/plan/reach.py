"""Whether a wish can reach its goal, and a plan that does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from statistics import NormalDist

from headway.algorithms.schedule.fill import diary_of
from headway.algorithms.schedule.layout import Diary, Placement, empty_diary, place
from headway.algorithms.schedule.limits import LockedDoesNotFitError
from headway.algorithms.schedule.problem import Item, Problem
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.solve import Effort, certify, relax, solve
from headway.algorithms.schedule.verify import keeps_limits
from headway.core.errors import ImpossiblePlanError
from headway.core.plan.answer import compose
from headway.core.plan.goal import (
    ENOUGH_CHANCE,
    TOLERANCE,
    Case,
    CatalogueGap,
    Goal,
    aimed_at,
    find_best_gain,
    without,
)
from headway.core.plan.hours import HOURS_A_WEEK
from headway.core.plan.make import answer, state
from headway.core.plan.obstacles import Note
from headway.core.plan.promise import Ends, find_chance
from headway.core.plan.question import SHOWN_SDS, Question
from headway.core.plan.values import Plan, PlanWish

# How often more is asked for where the spread of effects takes from the chance, and with what margin.
MOST_TRIES = 2
RAISED_BY = 1.1
# The goal is reached or not: the proof of how near a plan comes to it is of no use. A search asks at many
# dates, so each is worth little work.
SEARCH = Effort(
    node_limit=20,
    relative_gap=1e-3,
    choice_limit=1,
    order_tries=10,
    improving_rounds=10,
    cut_rounds=0,
    case_limit=1,
)
# Drop-out and the spread of effects take from the chance: so much more than the mean gain is asked for.
MARGIN = 0.1
# One linear programme, without cuts: asked at many values, it is worth being quick.
QUICK = Effort(cut_rounds=0)
# A chance that rises by less is not worth another item.
LEAST_RISE = 1e-4
# So many items are added at most, each the best of so many that build most.
MOST_ADDED, CANDIDATES = 6, 40


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Placements that keep the limits and reach a goal, with the question they answer."""

    question: Question
    problem: Problem
    placements: tuple[Placement, ...]

    @property
    def weeks(self) -> int:
        """How many weeks it takes."""
        return 1 + max((p.last_step for p in self.placements), default=-1)

    @property
    def ends_on(self) -> date:
        """The last day of the last week it takes."""
        return self.question.window.weeks[max(0, self.weeks - 1)][1]


def could_reach(case: Case, wish: PlanWish, goal: Goal) -> bool:
    """False if the linear bound proves that no plan for `wish` reaches the goal."""
    return find_needed(case, wish, goal) is not None


def find_needed(case: Case, wish: PlanWish, goal: Goal) -> frozenset[str] | None:
    """With what the linear relaxation reaches the goal; None if it can't, and so no plan can."""
    try:
        relaxed = relax(aimed_at(state(case.question(wish)), goal), QUICK)
    except (LockedDoesNotFitError, ImpossiblePlanError):
        return None
    return relaxed.liked if relaxed.bound >= goal.size - TOLERANCE else None


def reach(case: Case, wish: PlanWish, goal: Goal) -> Reached | None:
    """A way to reach the goal within `wish`, if the planner finds one.

    The scheduler counts mean gains. Where drop-out and the spread of effects leave a chance below that of
    "shown", what still fits is added; where that is not enough, more gain is asked for, up to all that
    the catalogue has.
    """
    goal = _with_margin(state(case.question(wish)), goal)
    for _ in range(MOST_TRIES):
        try:
            question, problem, result = answer(case.question(wish), partial(_solve_for, goal))
        except ImpossiblePlanError:
            return None
        placements = _with_what_is_lacking(question, problem, result.placements, goal)
        if placements and _gives(problem, placements, goal) and keeps_limits(problem, placements):
            return Reached(question=question, problem=problem, placements=placements)
        if result.objective < goal.size - TOLERANCE:
            # More cannot be had where what is asked for cannot.
            return None
        raised = _raised(question, problem, result.placements, goal)
        if raised == goal.gains:
            return None
        goal = replace(goal, gains=raised)
    return None


def without_unreached(
    case: Case, longest: PlanWish, goal: Goal
) -> tuple[Goal, tuple[CatalogueGap, ...]]:
    """The goal without what stays short of "shown" in a plan with any hours and money, and that as gaps.

    Everything on offer together may bring it there on paper: lower steps first, all in their best order.
    `longest` is the wish with the latest date.
    """
    offers = case.question(longest).offers.by_slug.values()
    prices = sum(offer.cost_minor for offer in offers)
    budget = max(prices, longest.budget_per_year_minor)
    free = replace(
        longest, hours_per_week=HOURS_A_WEEK, budget_per_year_minor=budget, other_hours=()
    )
    more = _with_margin(state(case.question(free)), goal)
    try:
        question, problem, result = answer(case.question(free), partial(_solve_for, more))
    except ImpossiblePlanError:
        return goal, ()
    placements = _with_additions(question, problem, result.placements, goal)
    short = _find_lacking(question, _ends(question, placements), goal)
    gaps = tuple(
        CatalogueGap(
            kind="competency",
            slug=slug,
            name=question.estimate(slug).name,
            best_chance=chance,
            is_tried=True,
        )
        for slug, chance in sorted(short.items())
    )
    return without(goal, short), gaps


def cut_to_length(case: Case, wish: PlanWish, reached: Reached) -> Reached:
    """The same placements within `wish`, which ends sooner, where they keep its limits.

    The case may offer more than the placements were chosen from.
    """
    question = case.question(wish)
    problem = state(question)
    if not keeps_limits(problem, reached.placements):
        question = case.question(reached.question.wish)
        problem = state(question)
    return replace(reached, question=question, problem=problem)


def _with_margin(problem: Problem, goal: Goal) -> Goal:
    """The goal with a little more of every gain, but no more than there is to be had."""
    most = {slug: find_best_gain(problem, problem.skill_by_name[slug]) for slug in goal.gains}
    gains = {
        slug: max(gain, min((1 + MARGIN) * gain, most[slug] - TOLERANCE))
        for slug, gain in goal.gains.items()
    }
    return replace(goal, gains=gains)


def _solve_for(goal: Goal, problem: Problem) -> Result:
    return solve(aimed_at(problem, goal), SEARCH)


def _gives(problem: Problem, placements: Iterable[Placement], goal: Goal) -> bool:
    """Whether the placements give every experience of the goal."""
    names = {placement.item for placement in placements}
    given = {credit.name for credit in problem.credits if not names.isdisjoint(credit.items)}
    return given.issuperset(goal.experiences)


def _raised(
    question: Question, problem: Problem, placements: Iterable[Placement], goal: Goal
) -> Mapping[str, float]:
    """The gains to ask for next: more where a chance is short, but no more than there is to be had."""
    lacking = _find_lacking(question, _ends(question, placements), goal)
    gains = dict(goal.gains)
    for slug, chance in lacking.items():
        short = SHOWN_SDS - NormalDist().inv_cdf(max(0.01, chance))
        most = find_best_gain(problem, problem.skill_by_name[slug])
        wanted = gains[slug] + RAISED_BY * short * question.estimate(slug).sd
        gains[slug] = max(gains[slug], min(wanted, most - TOLERANCE))
    return gains


def _ends(question: Question, placements: Iterable[Placement]) -> Ends:
    weeks = question.window.weeks
    return [(placement.item, weeks[placement.last_step][1]) for placement in placements]


def _find_lacking(question: Question, ends: Ends, goal: Goal) -> dict[str, float]:
    """The chances of the competencies that are still short of "shown"."""
    chances = {slug: find_chance(question, slug, ends) for slug in goal.gains}
    return {slug: chance for slug, chance in chances.items() if chance < ENOUGH_CHANCE}


def _with_what_is_lacking(
    question: Question, problem: Problem, placements: Iterable[Placement], goal: Goal
) -> tuple[Placement, ...] | None:
    """The placements with items added one by one until no chance is short; None if one stays so."""
    placements = _with_additions(question, problem, placements, goal)
    return None if _find_lacking(question, _ends(question, placements), goal) else placements


def _with_additions(
    question: Question, problem: Problem, placements: Iterable[Placement], goal: Goal
) -> tuple[Placement, ...]:
    """The placements with items added one by one as long as one raises a chance that is short."""
    diary = diary_of(empty_diary(problem), placements)
    for _ in range(MOST_ADDED):
        lacking = _find_lacking(question, _ends(question, diary.placed.values()), goal)
        best = _find_best_addition(question, diary, lacking) if lacking else None
        if best is None:
            break
        diary.add(best)
    return tuple(diary.placed.values())


def _find_best_addition(
    question: Question, diary: Diary, lacking: Mapping[str, float]
) -> Placement | None:
    """What raises the lacking chances most, all together, of what still fits."""
    best, most = None, LEAST_RISE
    for item in _candidates(diary, lacking):
        built = _built(diary.problem, item, lacking)
        placement = place(diary, item)
        if placement is None:
            continue
        ends = _ends(question, [*diary.placed.values(), placement])
        rise = sum(
            min(ENOUGH_CHANCE, find_chance(question, slug, ends)) - lacking[slug] for slug in built
        )
        if rise > most:
            best, most = placement, rise
    return best


def _candidates(diary: Diary, lacking: Mapping[str, float]) -> list[Item]:
    """What builds most, all together, of what lacks, and is not placed yet."""
    gains = {}
    for item in diary.problem.items:
        built = _built(diary.problem, item, lacking)
        if built and item.name not in diary.placed:
            gains[item.name] = sum(gain.amount for gain in item.gains if gain.skill in built)
    best = sorted(gains, key=lambda name: (-gains[name], name))[:CANDIDATES]
    return [diary.problem.by_name[name] for name in best]


def _built(problem: Problem, item: Item, lacking: Mapping[str, float]) -> list[str]:
    level_of = problem.skill_by_name
    gains = (gain for gain in item.gains if gain.skill in lacking)
    return [gain.skill for gain in gains if gain.ceiling > level_of[gain.skill].level]


def plan_of(case: Case, reached: Reached) -> Plan:
    """The plan with its dates, valued and bounded as any other plan for the wish is."""
    result = certify(reached.problem, reached.placements)
    plan = compose(reached.question, reached.problem, result, case.catalogue)
    return replace(plan, notes=(*plan.notes, Note(kind="earliest date")))


def last_day(plan: Plan) -> date:
    """The day on which the last thing planned ends; the first day of an empty plan."""
    return max((item.ends_on for item in plan.items), default=plan.as_of)
