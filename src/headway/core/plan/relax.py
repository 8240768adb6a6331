"""For a wish that can't be reached: the least more of hours, of money, or of time that would do."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from headway.core.dossier import Dossier
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.money import exponent
from headway.core.plan.goal import (
    Case,
    CatalogueGap,
    Goal,
    Least,
    find_goal,
    without,
)
from headway.core.plan.hours import HOURS_A_WEEK
from headway.core.plan.obstacles import Change
from headway.core.plan.reach import Reached, without_unreached
from headway.core.plan.readiness import Readiness, find_earliest_week, until_week, with_change
from headway.core.plan.search import Search, begin_search
from headway.core.plan.values import PlanWish
from headway.core.plan.window import find_last_day
from headway.core.standing import Standing

# Hours are told to this part of one.
PARTS_OF_AN_HOUR = 10


@dataclass(frozen=True, kw_only=True)
class Relaxations:
    """Whether a wish reaches its goal by its date, and the least changes, each alone, that would.

    Hours are in tenths, money in steps of `money_step_minor`, dates in weeks. `gaps` are what no change
    of these limits can give, because the catalogue cannot. "nothing to reach" says that only gaps are
    missing. Where no change does by the date asked for, that is `asked_by`, and the changes are those with
    which it could be there within five years.
    """

    state: Literal["reached", "not reached", "nothing to reach"]
    wish: PlanWish
    gaps: tuple[CatalogueGap, ...] = ()
    changes: tuple[Change, ...] = ()
    money_step_minor: int = 1
    asked_by: date | None = None


def find_relaxations(
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    wish: PlanWish,
    *,
    as_of: date,
    found: Readiness | None = None,
) -> Relaxations:
    """What the wish would need to be ready by `wish.by`: its must-haves, or else all the role expects.

    With each change a checked plan exists; the search for less is as fine and as long as `find_least`
    says. Where the linear bound rules out one step less, `Change.is_proven`. What was `found` for the
    same wish before spares looking for the date and the gaps again. Raises as `make_plan` does.
    """
    case = Case(dossier=dossier, standing=standing, ladder=ladder, catalogue=catalogue, as_of=as_of)
    question = case.question(replace(wish, by=find_last_day(as_of)))
    goal, gaps = find_goal(question)
    goal, unreached = _without_unreached(case, question.wish, goal, found)
    gaps = (*gaps, *unreached)
    step = money_step(case, question.wish)
    told = Relaxations(
        state="reached", wish=replace(question.wish, by=wish.by), gaps=gaps, money_step_minor=step
    )
    if not goal.size:
        return replace(told, state="nothing to reach" if gaps else "reached")
    search = begin_search(case, question.wish, goal)
    if search.could(told.wish) and search.does(told.wish):
        return told
    told = replace(told, state="not reached")
    earliest = found.plan.wish.by if found and found.plan else None
    if changes := _find_changes(search, told, earliest, len(question.window.weeks)):
        return replace(told, changes=changes)
    if wish.by >= question.wish.by:
        return told
    longest = replace(told, wish=question.wish, asked_by=wish.by)
    return replace(longest, changes=_find_changes(search, longest, earliest, 0))


def _without_unreached(
    case: Case, longest: PlanWish, goal: Goal, found: Readiness | None
) -> tuple[Goal, tuple[CatalogueGap, ...]]:
    if found is None:
        return without_unreached(case, longest, goal)
    unreached = tuple(gap for gap in found.gaps if gap.is_tried)
    return without(goal, {gap.slug for gap in unreached}), unreached


def _find_changes(
    search: Search, told: Relaxations, earliest: date | None, most_weeks: int
) -> tuple[Change, ...]:
    changes = (
        _more_hours(search, told.wish),
        _more_money(search, told.wish, told.money_step_minor),
        Change(limit="date", by=earliest)
        if earliest
        else _more_weeks(search, told.wish, most_weeks),
    )
    return tuple(change for change in changes if change)


def _more_hours(search: Search, wish: PlanWish) -> Change | None:
    def changed(tenths: int) -> Change:
        return Change(limit="hours", hours_per_week=tenths / PARTS_OF_AN_HOUR)

    now = math.floor(wish.hours_per_week * PARTS_OF_AN_HOUR + 1e-9)
    least = _least(search, wish, now + 1, HOURS_A_WEEK * PARTS_OF_AN_HOUR, changed)
    return replace(changed(least.number), is_proven=_is_proven(least)) if least else None


def _more_money(search: Search, wish: PlanWish, step: int) -> Change | None:
    def changed(steps: int) -> Change:
        return Change(limit="money", budget_per_year_minor=steps * step)

    all_prices = sum(o.cost_minor for o in search.case.question(wish).offers.by_slug.values())
    first, most = wish.budget_per_year_minor // step + 1, -(-all_prices // step)
    least = _least(search, wish, first, most, changed)
    return replace(changed(least.number), is_proven=_is_proven(least)) if least else None


def _more_weeks(search: Search, wish: PlanWish, most: int) -> Change | None:
    least = find_earliest_week(search, wish, most) if most else None
    if least is None:
        return None
    by = until_week(search.case, wish, least.number).by
    return Change(limit="date", by=by, is_proven=_is_proven(least)) if by > wish.by else None


def _least(
    search: Search, wish: PlanWish, low: int, high: int, changed: Callable[[int], Change]
) -> Least[Reached] | None:
    return search.least(low, high, lambda number: with_change(wish, changed(number)))


def _is_proven(least: Least[Reached]) -> bool:
    return least.number == least.possible_from


def money_step(case: Case, wish: PlanWish) -> int:
    """A round step of money in minor units: some thousandth of the dearest price, at most 50 units."""
    prices = [o.cost_minor for o in case.question(wish).offers.by_slug.values()]
    of_prices = 5 * 10 ** max(0, len(str(max([*prices, 1]))) - 4)
    return int(min(of_prices, 50 * 10 ** exponent(wish.currency)))
