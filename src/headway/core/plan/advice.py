"""What holds a plan back, and what the least change is that would let something fit, as values."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Literal, get_args

from headway.algorithms.schedule.limits import (
    AT_ONCE,
    ENTRY_LEVEL,
    SEVERAL,
    TIME,
    limit_in_the_way,
)
from headway.algorithms.schedule.problem import Item, Problem
from headway.algorithms.schedule.solve import find_bound
from headway.algorithms.schedule.value import most_worth, reached, worth
from headway.core.plan.hours import HOURS_A_WEEK
from headway.core.plan.obstacles import Change, Emptiness, Obstacle, ObstacleKind
from headway.core.plan.question import HOURS, MONEY, Question, build_problem
from headway.core.plan.window import LONGEST_YEARS, find_window, years_after

RELAXED_BY = 0.25
NOTICEABLE = 0.01
DATE: Literal["date"] = "date"
LIMIT_WORDS = {
    HOURS: "the hours a week",
    MONEY: "the budget a year",
    TIME: "the date",
    AT_ONCE: "how many things can go on at once",
    ENTRY_LEVEL: "its entry level",
}


def find_binding(question: Question, problem: Problem, bound: float) -> tuple[str, ...]:
    """The limits that, relaxed by a quarter, raise the bound by at least 1 %, the most telling first.

    "catalogue" if none of them does although not everything missing is within reach.
    """
    if most_worth(problem) <= 0:
        return ()
    relaxed = {
        HOURS: _with_hours(question, question.wish.hours_per_week * (1 + RELAXED_BY)),
        MONEY: _with_money(question, _more_money(question)),
        DATE: _until(question, int(question.window.day_count * RELAXED_BY) + 1),
    }
    rises = {name: find_bound(build_problem(q)) - bound for name, q in relaxed.items()}
    least = NOTICEABLE * max(bound, NOTICEABLE * most_worth(problem))
    telling = sorted((name for name in rises if rises[name] > least), key=lambda n: (-rises[n], n))
    if not telling and bound < (1 - NOTICEABLE) * most_worth(problem):
        return ("catalogue",)
    return tuple(telling)


def _more_money(question: Question) -> int:
    """A quarter more, or from nothing to the cheapest that is priced."""
    prices = [o.cost_minor for o in question.offers.by_slug.values() if o.cost_minor > 0]
    budget = question.wish.budget_per_year_minor
    return int(budget * (1 + RELAXED_BY)) if budget else min(prices, default=0)


def _with_hours(question: Question, hours: float) -> Question:
    return replace(question, wish=replace(question.wish, hours_per_week=min(hours, HOURS_A_WEEK)))


def _with_money(question: Question, budget_minor: int) -> Question:
    return replace(question, wish=replace(question.wish, budget_per_year_minor=budget_minor))


def _until(question: Question, more_days: int) -> Question:
    window = question.window
    by = window.ends_on + timedelta(days=more_days)
    longer = find_window(window.starts_on, by, counted_from=window.counted_from)
    return replace(question, window=longer)


def find_obstacle(question: Question, slug: str, limit: str) -> Obstacle:
    """Why `slug` fits in no plan: the scheduler's `limit` with the figures of the offer and the wish."""
    offer, wish = question.offers.by_slug[slug], question.wish
    kind: ObstacleKind = SEVERAL  # type: ignore[assignment]
    for known in get_args(ObstacleKind):
        if known == limit:
            kind = known
    return Obstacle(
        kind=kind,
        has_dates=bool(offer.sessions),
        hours=offer.hours,
        days=offer.shortest_days,
        cost_minor=offer.cost_minor,
        wish_currency=wish.currency,
        hours_per_week=wish.hours_per_week,
        budget_per_year_minor=wish.budget_per_year_minor,
        starts_on=question.window.starts_on,
        ends_on=question.window.ends_on,
    )


def why_nothing_fits(question: Question, problem: Problem) -> Emptiness:
    """Why the plan is empty, and the least change of each limit that was found to let something in."""
    if most_worth(problem) <= 0:
        return Emptiness(kind="nothing missing")
    candidates = _useful_alone(problem)
    if not candidates:
        return Emptiness(kind="catalogue")
    known = find_changes(question, problem, candidates)
    return Emptiness(kind="changes" if known else "no single change", changes=known)


def find_changes(question: Question, problem: Problem, items: list[Item]) -> tuple[Change, ...]:
    """The least change of each limit with which one of the items would fit alone; none that does not help."""
    changes = (
        _more_hours(question, problem, items),
        _more_budget(question, problem, items),
        _more_time(question, items),
    )
    return tuple(change for change in changes if change)


def _useful_alone(problem: Problem) -> list[Item]:
    return [
        item
        for item in problem.items
        if not item.requires
        and all(reached(problem.skill_by_name[s], ()) >= level for s, level in item.entry)
        and worth(problem, [item.name]) > 0
    ]


def _more_hours(question: Question, problem: Problem, items: list[Item]) -> Change | None:
    """In tenths of an hour."""
    now = question.wish.hours_per_week

    def fits(item: Item, tenths: int) -> bool:
        return _fits_with(question, problem, item, hours_per_week=tenths / 10)

    best = _least(items, int(now * 10) + 1, HOURS_A_WEEK * 10, fits)
    if best is None:
        return None
    return Change(limit=HOURS, hours_per_week=best[1] / 10, opportunity=best[0].name)


def _more_budget(question: Question, problem: Problem, items: list[Item]) -> Change | None:
    """Amounts are the prices themselves: no other can be the least."""
    for item in sorted(items, key=lambda i: (i.amount(MONEY), i.name)):
        price = int(item.amount(MONEY))
        is_more = price > question.wish.budget_per_year_minor
        if is_more and _fits_with(question, problem, item, budget_minor=price):
            return Change(limit=MONEY, budget_per_year_minor=price, opportunity=item.name)
    return None


def _more_time(question: Question, items: list[Item]) -> Change | None:
    first, window = question.window.starts_on, question.window
    longest = (years_after(first, LONGEST_YEARS) - first).days - window.day_count
    known: dict[int, Problem] = {}

    def fits(item: Item, days: int) -> bool:
        if days not in known:
            known[days] = build_problem(_until(question, days))
        return limit_in_the_way(known[days], known[days].by_name[item.name]) is None

    best = _least(items, 1, longest, fits)
    if best is None:
        return None
    by = window.ends_on + timedelta(days=best[1])
    return Change(limit=DATE, by=by, opportunity=best[0].name)


def _least(
    items: list[Item], low: int, high: int, fits: Callable[[Item, int], bool]
) -> tuple[Item, int] | None:
    """The least amount from `low` to `high` with which some item fits, and that item."""
    best: tuple[Item, int] | None = None
    for item in items:
        most = best[1] - 1 if best else high
        if most >= low and fits(item, most):
            best = item, low + bisect_left(range(low, most), 1, key=partial(fits, item))
    return best


def _fits_with(
    question: Question,
    problem: Problem,
    item: Item,
    *,
    hours_per_week: float | None = None,
    budget_minor: int | None = None,
) -> bool:
    """Whether `item` alone fits when one limit is another."""
    wish = question.wish
    hours = wish.hours_per_week if hours_per_week is None else hours_per_week
    budget = wish.budget_per_year_minor if budget_minor is None else budget_minor
    changed = replace(wish, hours_per_week=hours, budget_per_year_minor=budget)
    asked = replace(question, wish=changed)
    limits = {HOURS: asked.hour_limits, MONEY: asked.money_limits}
    resources = tuple(replace(r, limits=limits[r.name]) for r in problem.resources)
    return limit_in_the_way(replace(problem, resources=resources), item) is None
