"""What would make room for an item beside a plan, and which items came close to being in it."""

from collections.abc import Callable
from dataclasses import replace

from headway.algorithms.schedule.limits import offered, without_limit
from headway.algorithms.schedule.problem import Problem
from headway.algorithms.schedule.prove import Prover
from headway.algorithms.schedule.repair import fits
from headway.algorithms.schedule.solve import PROMPT
from headway.algorithms.schedule.value import worth, worth_first
from headway.core.plan.hours import HOURS_A_WEEK
from headway.core.plan.obstacles import Change
from headway.core.plan.placed import PlacedPlan
from headway.core.plan.question import HOURS, MONEY, find_focus
from headway.core.plan.reasons import Close, HoldKind
from headway.core.plan.values import PlanWish

MOST_CLOSE = 3
# In must-haves a plan may give up as much as the solver does.
HELD = 0.995


def find_lacking(at: PlacedPlan, slug: str) -> tuple[HoldKind, ...]:
    """The limits without which, each alone, `slug` would fit beside all that is planned."""
    problem = at.problem
    relaxed: dict[HoldKind, Problem] = {
        "hours": without_limit(problem, HOURS),
        "money": without_limit(problem, MONEY),
        "at once": replace(problem, at_once=None),
        "focus": replace(problem, focuses_at_once=None),
    }
    stand = list(at.placed.values())
    if fits(problem, stand, slug):
        return ()
    return tuple(kind for kind, easier in relaxed.items() if fits(easier, stand, slug))


def find_room(at: PlacedPlan, slug: str) -> tuple[Change, ...]:
    """The least hours a week, and the least money a year, with which `slug` would fit beside the plan."""
    lacking = find_lacking(at, slug)
    changes = (
        _more_hours(at, slug) if "hours" in lacking else None,
        _more_money(at, slug) if "money" in lacking else None,
    )
    return tuple(change for change in changes if change)


def _more_hours(at: PlacedPlan, slug: str) -> Change | None:
    """In tenths of an hour."""

    def is_enough(tenths: int) -> bool:
        return _fits_with(at, slug, replace(at.question.wish, hours_per_week=tenths / 10))

    low, high = int(at.question.wish.hours_per_week * 10) + 1, HOURS_A_WEEK * 10
    if low > high or not is_enough(high):
        return None
    tenths = _least(low, high, is_enough)
    return Change(limit=HOURS, hours_per_week=tenths / 10, opportunity=slug)


def _more_money(at: PlacedPlan, slug: str) -> Change | None:
    """What some year's purchases and this one come to: no other amount can be the least."""
    wish, price = at.question.wish, at.question.offers.by_slug[slug].cost_minor
    years = range(len(at.question.window.years))
    spent = (*at.question.spent_minor, *[0] * len(years))
    used = [round(year.used) + gone for year, gone in zip(at.plan.money, spent, strict=False)]
    larger = sorted({each + price for each in used if each + price > wish.budget_per_year_minor})
    asked = (replace(wish, budget_per_year_minor=budget) for budget in larger)
    enough = (more.budget_per_year_minor for more in asked if _fits_with(at, slug, more))
    changes = (Change(limit=MONEY, budget_per_year_minor=b, opportunity=slug) for b in enough)
    return next(changes, None)


def _fits_with(at: PlacedPlan, slug: str, wish: PlanWish) -> bool:
    asked = replace(at.question, wish=wish)
    limits = {HOURS: asked.hour_limits, MONEY: asked.money_limits}
    resources = tuple(replace(r, limits=limits[r.name]) for r in at.problem.resources)
    return fits(replace(at.problem, resources=resources), at.placed.values(), slug)


def _least(low: int, high: int, is_enough: Callable[[int], bool]) -> int:
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low


def find_close(at: PlacedPlan, *, besides: str = "") -> tuple[Close, ...]:
    """The items that are not in the plan and came closest, at most three, `besides` apart.

    Closest are those that the linear relaxation would do in part, most first; then those that cost least to
    force into it, by their reduced costs.
    """
    rest, _ = offered(at.problem)
    held = worth_first(at.problem, at.names) * HELD if at.problem.first else None
    prover = Prover(rest, held=held, cut_rounds=PROMPT.cut_rounds, seconds=PROMPT.seconds)
    scores, taken = prover.scores, at.names | {besides}
    useful = [name for name in scores if name not in taken and worth(rest, [name]) > 0]
    nearest = sorted(useful, key=lambda name: (-scores[name], name))[:MOST_CLOSE]
    return tuple(_close(at, slug) for slug in nearest)


def _close(at: PlacedPlan, slug: str) -> Close:
    offer = at.question.offers.by_slug[slug]
    focus = find_focus(at.question, offer)
    builds = at.question.estimate(focus).name if focus else ""
    return Close(opportunity=slug, title=offer.opportunity.title, builds=builds)
