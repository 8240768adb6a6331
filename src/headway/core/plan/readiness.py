"""The earliest date by which the evidence could be there, and what brings that date forward."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from headway.core.dossier import Dossier
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan.goal import (
    MOST_TRIES,
    PARTS,
    Case,
    CatalogueGap,
    Least,
    find_goal,
)
from headway.core.plan.hours import HOURS_A_WEEK
from headway.core.plan.obstacles import Change
from headway.core.plan.reach import Reached, cut_to_length, last_day, plan_of, without_unreached
from headway.core.plan.search import Search, begin_search
from headway.core.plan.values import Plan, PlanWish
from headway.core.plan.window import find_last_day, find_window
from headway.core.standing import Standing

# What is tried for "what would bring the date forward".
MORE_HOURS = 2.0
MORE_MONEY = 0.25
WEIGHED_IN = 20
TRIED_FOR_A_LEVER = 3

ReadinessState = Literal["there already", "found", "not within five years", "nothing to lift"]


@dataclass(frozen=True, kw_only=True)
class Lever:
    """Another limit, and the date it would bring."""

    change: Change
    ready_on: date
    weeks_earlier: int


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """When the evidence could be there, and a plan that ends then.

    Ready means: every level that is looked at has the chance of "shown" after the plan, every missing
    experience is given by it. `gaps` are the expectations that the catalogue cannot fulfil at all; the date
    is about the others. The linear bound proves that no plan within these limits has the mean gains for
    it before `impossible_before`. States: "found"; "there already"; "not within five years" (no plan
    was found); "nothing to lift" (only gaps are left).
    """

    state: ReadinessState
    wish: PlanWish
    target_title: str
    plan: Plan | None = None
    ready_on: date | None = None
    impossible_before: date | None = None
    gaps: tuple[CatalogueGap, ...] = ()
    levers: tuple[Lever, ...] = ()


def find_earliest_plan(
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    wish: PlanWish,
    *,
    as_of: date,
    with_levers: bool = False,
) -> Readiness:
    """The earliest week by which a plan is ready, within the wish's hours and money; `wish.by` is ignored.

    By bisection on the horizon, to a fiftieth of it and never finer than a week, with a bounded number of
    tries; dates that the linear bound rules out are never tried.
    `with_levers` looks too for the date with two more hours a week, and with a quarter more money.
    Raises as `make_plan` does.
    """
    case = Case(dossier=dossier, standing=standing, ladder=ladder, catalogue=catalogue, as_of=as_of)
    question = case.question(replace(wish, by=find_last_day(as_of)))
    goal, gaps = find_goal(question)
    told = Readiness(
        state="nothing to lift" if gaps else "there already",
        wish=question.wish,
        target_title=question.target.title,
        ready_on=None if gaps else as_of,
        gaps=gaps,
    )
    if not goal.size:
        return told
    weeks = len(question.window.weeks)
    search = begin_search(case, question.wish, goal)
    least = find_earliest_week(search, question.wish, weeks)
    if least is None:
        goal, unreached = without_unreached(case, question.wish, goal)
        told = replace(told, gaps=(*gaps, *unreached), ready_on=None)
        if not goal.size:
            return replace(told, state="nothing to lift")
        if unreached:
            search = begin_search(case, question.wish, goal)
            least = find_earliest_week(search, question.wish, weeks)
    if least is None:
        return replace(told, state="not within five years", ready_on=None)
    cut = cut_to_length(case, until_week(case, question.wish, least.number), least.found)
    plan = plan_of(case, cut)
    ready_on = last_day(plan)
    proven = as_of + timedelta(days=7 * (least.possible_from - 1))
    return replace(
        told,
        state="found",
        plan=plan,
        ready_on=ready_on,
        impossible_before=min(proven, ready_on),
        levers=_find_levers(search, question.wish, least) if with_levers else (),
    )


def find_missed(readiness: Readiness, asked_by: date | None) -> PlanWish | None:
    """The wish that is missed: with the date asked for (None: none was), or within five years.

    None where nothing is missed.
    """
    wish = readiness.wish
    if readiness.state == "not within five years":
        return replace(wish, by=asked_by) if asked_by else wish
    ready_on = readiness.ready_on
    is_late = asked_by is not None and ready_on is not None and ready_on > asked_by
    return replace(wish, by=asked_by) if asked_by and is_late else None


def find_earliest_week(
    search: Search,
    wish: PlanWish,
    most: int,
    *,
    parts: int = PARTS,
    most_tries: int = MOST_TRIES,
) -> Least[Reached] | None:
    """The first week found, counted from 1, by whose end a plan reaches the goal, up to `most`."""
    return search.least(
        1,
        most,
        lambda week: until_week(search.case, wish, week),
        enough=lambda reached: reached.weeks,
        parts=parts,
        most_tries=most_tries,
    )


def until_week(case: Case, wish: PlanWish, week: int) -> PlanWish:
    """The wish with the last day of that week, five years at most."""
    by = case.as_of + timedelta(days=7 * week - 1)
    return replace(wish, by=find_window(case.as_of, by).ends_on)


def _find_levers(search: Search, wish: PlanWish, least: Least[Reached]) -> tuple[Lever, ...]:
    """The dates with a little more of one limit, where that tells."""
    hours = wish.hours_per_week + MORE_HOURS
    budget = round(wish.budget_per_year_minor * (1 + MORE_MONEY))
    changes = [Change(limit="hours", hours_per_week=hours)] if hours <= HOURS_A_WEEK else []
    if budget > wish.budget_per_year_minor:
        changes.append(Change(limit="money", budget_per_year_minor=budget))
    week = least.number
    found = ((change, _find_sooner(search, with_change(wish, change), week)) for change in changes)
    return tuple(
        Lever(change=change, ready_on=sooner.found.ends_on, weeks_earlier=week - sooner.number)
        for change, sooner in found
        if sooner
    )


def _find_sooner(search: Search, wish: PlanWish, week: int) -> Least[Reached] | None:
    """Looked for in steps of a twentieth of the time: this is for weighing up, not for a diary."""
    step = max(1, week // WEIGHED_IN)
    # One try tells whether it helps at all; only then is it worth a search.
    if week <= step or search.does(until_week(search.case, wish, week - step)) is None:
        return None
    return find_earliest_week(
        search, wish, week - step, parts=WEIGHED_IN, most_tries=TRIED_FOR_A_LEVER
    )


def with_change(wish: PlanWish, change: Change) -> PlanWish:
    """The wish with one limit at another value."""
    if change.hours_per_week is not None:
        return replace(wish, hours_per_week=change.hours_per_week)
    if change.budget_per_year_minor is not None:
        return replace(wish, budget_per_year_minor=change.budget_per_year_minor)
    return replace(wish, by=change.by or wish.by)
