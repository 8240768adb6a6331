"""What the best plan without an item, or with it forced in, is worth less than the plan there is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from headway.algorithms.schedule.arrange import continue_from
from headway.algorithms.schedule.layout import Placement, needed_by
from headway.algorithms.schedule.limits import offered
from headway.algorithms.schedule.problem import Item, Problem
from headway.algorithms.schedule.repair import lay_out_near
from headway.algorithms.schedule.solve import Effort, find_bound, solve
from headway.algorithms.schedule.value import worth, worth_first
from headway.core.plan.placed import PlacedPlan
from headway.core.plan.question import weight_sd
from headway.core.plan.reasons import Exchange, Named

# The plan there is serves as a start, so that less search is enough.
QUICK = Effort(choice_limit=1, order_tries=10, improving_rounds=0)
# A plan with few changes that loses no more than this share is told rather than a better one that is new
# in many places: it can be followed.
LITTLE = 0.01


@dataclass(frozen=True, kw_only=True)
class _Other:
    """Another plan for the same problem, and what no such plan exceeds."""

    names: frozenset[str]
    bound: float


def rule_out(at: PlacedPlan, slug: str) -> Exchange:
    """The best plan found without `slug`, which is in the plan; a loss below zero only if it is locked.

    If filling its gap loses next to nothing, that is the plan told.
    """
    gone = at.resting_on(slug)
    free = at.unlocked(gone)
    kept = [placement for name, placement in at.placed.items() if name not in gone]
    problem = replace(free.problem, banned=(slug,))
    return _compare(free, _find(free, problem, kept), is_free=free is at)


def force_in(at: PlacedPlan, slug: str) -> Exchange:
    """The best plan found with `slug`, which is not in the plan; raises LockedDoesNotFitError.

    If making room for it loses next to nothing, that is the plan told.
    """
    problem = replace(at.problem, locked=(*at.problem.locked, slug))
    near = lay_out_near(problem, at.names | {slug}, at.placed)
    if needed_by(problem, problem.locked) <= near.placed.keys():
        return _compare(at, _find(at, problem, near.placed.values()), is_free=True)
    result = solve(problem, QUICK, start=near.placed.values())
    names = frozenset(placement.item for placement in result.placements)
    return _compare(at, _Other(names=names, bound=result.bound), is_free=True)


def lose_alone(at: PlacedPlan, slug: str) -> float:
    """What the plan loses without `slug` and what rests on it, all others kept."""
    gone = at.resting_on(slug)
    free = at.unlocked(gone)
    return (free.worth - worth(free.problem, at.names - gone)) / weight_sd(at.question)


def find_substitute(at: PlacedPlan, slug: str, among: Iterable[Named]) -> Named | None:
    """Which of those builds most of what `slug` builds where something is missing; None if none does."""
    problem = at.problem
    shared = {
        one: _shared(problem, problem.by_name[slug], problem.by_name[one.opportunity])
        for one in among
    }
    best = max(shared, key=lambda one: (shared[one], one.opportunity), default=None)
    return best if best is not None and shared[best] > 0 else None


def _shared(problem: Problem, one: Item, other: Item) -> float:
    amounts = {gain.skill: gain.amount for gain in other.gains}
    return sum(
        problem.skill_by_name[gain.skill].weight * min(gain.amount, amounts.get(gain.skill, 0.0))
        for gain in one.gains
    )


def _find(at: PlacedPlan, problem: Problem, kept: Iterable[Placement]) -> _Other:
    """What is `kept` with its gaps filled, or another plan if that loses much."""
    rest, _ = offered(problem)
    # What only opened the way to something else may be of no use any more.
    filled = continue_from(rest, [each for each in kept if each.item in rest.by_name])
    names = frozenset(filled.placed)
    if _loses_little(at, names):
        return _Other(names=names, bound=find_bound(problem))
    result = solve(problem, QUICK, start=filled.placed.values())
    return _Other(names=frozenset(p.item for p in result.placements), bound=result.bound)


def _loses_little(at: PlacedPlan, names: frozenset[str]) -> bool:
    problem = at.problem
    least = (1 - LITTLE) * at.worth, (1 - LITTLE) * worth_first(problem, at.names)
    return worth(problem, names) >= least[0] and worth_first(problem, names) >= least[1]


def _compare(at: PlacedPlan, other: _Other, *, is_free: bool) -> Exchange:
    unit = weight_sd(at.question)
    loss = at.worth - worth(at.problem, other.names)
    if is_free:
        loss = max(0.0, loss)
    least = min(loss, max(0.0, at.worth - other.bound))
    first = worth_first(at.problem, at.names) - worth_first(at.problem, other.names)
    return Exchange(
        loss_sd=loss / unit,
        least_loss_sd=least / unit,
        loss_share=loss / at.worth if at.worth > 0 else 0.0,
        must_have_loss_sd=max(0.0, first) / unit,
        comes_in=at.named(other.names - at.names),
        goes_out=at.named(at.names - other.names),
    )
