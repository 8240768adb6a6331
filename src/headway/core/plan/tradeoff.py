"""What more or less of one limit changes: a curve of plans between nothing and plenty."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from headway.algorithms.schedule.limits import LockedDoesNotFitError, offered
from headway.algorithms.schedule.problem import only
from headway.algorithms.schedule.solve import PROMPT, find_bound, solve
from headway.core.dossier import Dossier
from headway.core.errors import ImpossiblePlanError, InvalidInputError
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan.answer import compose
from headway.core.plan.goal import Case
from headway.core.plan.hours import HOURS_A_WEEK
from headway.core.plan.make import answer, state
from headway.core.plan.obstacles import Change, LimitName
from headway.core.plan.question import SHOWN_CHANCE
from headway.core.plan.reach import QUICK
from headway.core.plan.readiness import with_change
from headway.core.plan.values import Plan, PlanWish
from headway.core.plan.window import LONGEST_YEARS, years_after
from headway.core.standing import Standing

# The curve reaches from nothing to this many times what the wish gives.
REACH = 2.0
# Ten plans at a time: a third of the work loses up to 1 % at single points of a curve.
LIGHT = replace(PROMPT, improving_rounds=PROMPT.improving_rounds // 3, case_limit=1)


@dataclass(frozen=True, kw_only=True)
class TradeOffPoint:
    """One value of the limit with what it is worth, in the plan's unit (weighted SDs of level).

    `bound` is what no plan can exceed there. `worth` is that of a plan there or further down the curve, and
    None where only the envelope was asked for. `shown_count` is how many levels would be shown.
    """

    change: Change
    bound: float
    worth: float | None = None
    shown_count: int | None = None
    is_wish: bool = False


@dataclass(frozen=True, kw_only=True)
class TradeOff:
    """The curve of one limit, the others as wished; `level_count` levels are expected by the role."""

    of: LimitName
    wish: PlanWish
    points: tuple[TradeOffPoint, ...]
    level_count: int


def trade_off(
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    wish: PlanWish,
    *,
    as_of: date,
    of: LimitName,
    points: int = 10,
    with_plans: bool = False,
) -> TradeOff:
    """The worth of the best plan for `points` values of one limit, up to twice the wish's.

    The envelope (bounds) never falls with more of the limit. Nor do plans: one that keeps a tighter limit
    keeps a wider one too, so each point has the best of its own and those before it. Raises as
    `make_plan` does.
    """
    if points < 2:
        raise InvalidInputError("A curve needs at least two points.")
    case = Case(dossier=dossier, standing=standing, ladder=ladder, catalogue=catalogue, as_of=as_of)
    question = case.question(wish)
    changes = _values(case, question.wish, of, points)
    wish = question.wish
    if with_plans:
        made = [_planned_point(case, wish, change) for change in changes]
    else:
        names = _offered_at_most(case, with_change(wish, changes[-1]))
        made = [_bounded_point(case, wish, change, names) for change in changes]
    expected = sum(level > 0 for level in question.target.expected.values())
    return TradeOff(of=of, wish=wish, points=_rising(made), level_count=expected)


def _values(case: Case, wish: PlanWish, of: LimitName, points: int) -> list[Change]:
    """Values spread evenly up to twice the wish's, with the wish's own among them."""
    shares = [REACH * number / points for number in range(1, points + 1)]
    if 1.0 not in shares:
        shares[min(range(points), key=lambda n: abs(shares[n] - 1))] = 1.0
    if of == "hours":
        hours = [min(HOURS_A_WEEK, wish.hours_per_week * share) for share in shares]
        return [Change(limit="hours", hours_per_week=value) for value in hours]
    if of == "money":
        budget = wish.budget_per_year_minor or _dearest(case, wish)
        return [Change(limit="money", budget_per_year_minor=round(budget * s)) for s in shares]
    days = (wish.by - case.as_of).days + 1
    longest = years_after(case.as_of, LONGEST_YEARS) - timedelta(days=1)
    dates = [case.as_of + timedelta(days=max(0, round(days * share) - 1)) for share in shares]
    return [Change(limit="date", by=min(longest, day)) for day in dates]


def _dearest(case: Case, wish: PlanWish) -> int:
    """Where no money is given the curve goes up to twice the dearest price."""
    return max((o.cost_minor for o in case.question(wish).offers.by_slug.values()), default=0)


def _offered_at_most(case: Case, widest: PlanWish) -> frozenset[str]:
    """What comes into question within the widest limits: nothing else does within tighter ones."""
    try:
        rest, _ = offered(state(case.question(widest)))
    except LockedDoesNotFitError:
        return frozenset()
    return frozenset(item.name for item in rest.items)


def _bounded_point(
    case: Case, wish: PlanWish, change: Change, names: frozenset[str]
) -> TradeOffPoint:
    changed = with_change(wish, change)
    try:
        bound = find_bound(only(state(case.question(changed)), names), QUICK)
    except (ImpossiblePlanError, LockedDoesNotFitError):
        # What is pinned does not fit there.
        bound = 0.0
    return TradeOffPoint(change=change, bound=bound, is_wish=changed == wish)


def _planned_point(case: Case, wish: PlanWish, change: Change) -> TradeOffPoint:
    changed = with_change(wish, change)
    try:
        question, problem, result = answer(case.question(changed), partial(solve, effort=LIGHT))
    except ImpossiblePlanError:
        return TradeOffPoint(change=change, bound=0.0, worth=0.0, is_wish=changed == wish)
    # What binds is no part of a curve, and takes a sixth of the time to find.
    plan = compose(question, problem, result, case.catalogue, binding=())
    return TradeOffPoint(
        change=change,
        bound=plan.bound,
        worth=plan.objective,
        shown_count=_shown(plan),
        is_wish=changed == wish,
    )


def _shown(plan: Plan) -> int:
    return sum(outlook.chance_after >= SHOWN_CHANCE - 1e-9 for outlook in plan.outlook)


def _rising(points: list[TradeOffPoint]) -> tuple[TradeOffPoint, ...]:
    """Bounds made to rise from the right, worths from the left."""
    best: TradeOffPoint | None = None
    found = []
    for point in points:
        if best is not None and (best.worth or 0.0) > (point.worth or 0.0):
            point = replace(point, worth=best.worth, shown_count=best.shown_count)
        best = point
        found.append(point)
    for number in range(len(found) - 2, -1, -1):
        lowest = min(found[number].bound, found[number + 1].bound)
        found[number] = replace(found[number], bound=max(lowest, found[number].worth or 0.0))
    return tuple(found)
