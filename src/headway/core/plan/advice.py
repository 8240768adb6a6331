"""What holds a plan back, and what the least change is that would let something fit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from headway.algorithms.schedule.limits import (
    AT_ONCE,
    ENTRY_LEVEL,
    REQUIRED,
    TIME,
    limit_in_the_way,
)
from headway.algorithms.schedule.problem import Item, Problem
from headway.algorithms.schedule.solve import find_bound
from headway.algorithms.schedule.value import most_worth, reached, worth
from headway.core.money import format_minor
from headway.core.plan.question import HOURS, MONEY, Question, build_problem
from headway.core.plan.window import LONGEST_YEARS, find_window, years_after

RELAXED_BY = 0.25
NOTICEABLE = 0.01
HOURS_A_WEEK = 168
DATE = "date"
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
    return replace(question, window=find_window(window.starts_on, by))


def limit_sentence(question: Question, slug: str, limit: str) -> str:
    """Why `slug` fits in no plan, as a sentence with the figures."""
    offer, wish = question.offers.by_slug.get(slug), question.wish
    if offer is None:
        return "It does not fit."
    cost = format_minor(offer.cost_minor, wish.currency)
    budget = format_minor(wish.budget_per_year_minor, wish.currency)
    hours, until = f"{offer.hours:g} hours", f"until {question.window.ends_on}"
    days = f"{offer.shortest_days} days"
    into = "a week on its dates" if offer.sessions else f"a week {until}"
    return {
        HOURS: f"Its {hours} do not fit into {wish.hours_per_week:g} hours {into}.",
        MONEY: f"It costs up to {cost}, more than the budget of {budget} a year leaves.",
        TIME: f"It takes at least {days}, and there is time only {until}.",
        AT_ONCE: "Too many other things are going on already.",
        REQUIRED: "It requires something that does not fit itself.",
        ENTRY_LEVEL: "Its entry level is not within reach of this plan.",
    }.get(limit, f"Its {hours}, its {days}, its cost of {cost} and the rest do not fit together.")


@dataclass(frozen=True, kw_only=True)
class Emptiness:
    """Why a plan is empty: a sentence, and the limits of which a change was found to help."""

    sentence: str
    limits: tuple[str, ...] = ()


def why_nothing_fits(question: Question, problem: Problem) -> Emptiness:
    """Why the plan is empty, and the least change of each limit that was found to let something in."""
    if most_worth(problem) <= 0:
        return Emptiness(
            sentence="Nothing is missing: every level is shown, every experience has its evidence."
        )
    candidates = _useful_alone(problem)
    if not candidates:
        return Emptiness(
            sentence="The catalogue has nothing that adds to what is missing and could begin now.",
            limits=("catalogue",),
        )
    changes = {
        HOURS: _more_hours(question, problem, candidates),
        MONEY: _more_budget(question, problem, candidates),
        DATE: _more_time(question, candidates),
    }
    known = {limit: change for limit, change in changes.items() if change}
    if not known:
        return Emptiness(
            sentence="Nothing fits, and no single change of hours, money or date lets something in."
        )
    help_by = ", or with ".join(known.values())
    return Emptiness(sentence=f"Nothing fits. Something would with {help_by}.", limits=tuple(known))


def _useful_alone(problem: Problem) -> list[Item]:
    return [
        item
        for item in problem.items
        if not item.requires
        and all(reached(problem.skill_by_name[s], ()) >= level for s, level in item.entry)
        and worth(problem, [item.name]) > 0
    ]


def _more_hours(question: Question, problem: Problem, items: list[Item]) -> str:
    """In tenths of an hour."""
    now = question.wish.hours_per_week

    def fits(item: Item, tenths: int) -> bool:
        return _fits_with(problem, item, hours_per_week=tenths / 10)

    best = _least(items, int(now * 10) + 1, HOURS_A_WEEK * 10, fits)
    return f"{best[1] / 10:g} hours a week ('{best[0].name}')" if best else ""


def _more_budget(question: Question, problem: Problem, items: list[Item]) -> str:
    """Amounts are the prices themselves: no other can be the least."""
    wish = question.wish
    for item in sorted(items, key=lambda i: (i.amount(MONEY), i.name)):
        price = int(item.amount(MONEY))
        if price > wish.budget_per_year_minor and _fits_with(problem, item, budget_minor=price):
            return f"{format_minor(price, wish.currency)} a year ('{item.name}')"
    return ""


def _more_time(question: Question, items: list[Item]) -> str:
    first, window = question.window.starts_on, question.window
    longest = (years_after(first, LONGEST_YEARS) - first).days - window.day_count
    known: dict[int, Problem] = {}

    def fits(item: Item, days: int) -> bool:
        if days not in known:
            known[days] = build_problem(_until(question, days))
        return limit_in_the_way(known[days], item) is None

    best = _least(items, 1, longest, fits)
    return (
        f"time until {window.ends_on + timedelta(days=best[1])} ('{best[0].name}')" if best else ""
    )


def _least(
    items: list[Item], low: int, high: int, fits: Callable[[Item, int], bool]
) -> tuple[Item, int] | None:
    """The least amount from `low` to `high` with which some item fits, and that item."""
    best: tuple[Item, int] | None = None
    for item in items:
        most = best[1] - 1 if best else high
        if most >= low and fits(item, most):
            best = item, _bisect(low, most, lambda amount, i=item: fits(i, amount))  # type: ignore[misc]
    return best


def _bisect(low: int, high: int, is_enough: Callable[[int], bool]) -> int:
    while low < high:
        middle = (low + high) // 2
        if is_enough(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _fits_with(
    problem: Problem,
    item: Item,
    *,
    hours_per_week: float | None = None,
    budget_minor: int | None = None,
) -> bool:
    """Whether `item` alone fits when one limit is another."""
    changed = []
    for resource in problem.resources:
        limits = resource.limits
        if resource.name == HOURS and hours_per_week is not None:
            limits = tuple(hours_per_week * step.length for step in problem.steps)
        elif resource.name == MONEY and budget_minor is not None:
            limits = tuple(float(budget_minor) for _ in limits)
        changed.append(replace(resource, limits=limits))
    return limit_in_the_way(replace(problem, resources=tuple(changed)), item) is None
