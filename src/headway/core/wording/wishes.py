"""The words of dates, curves and relaxations: what richer wishes are answered with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from headway.core.money import format_minor
from headway.core.wording import count_of, say_chance, say_change, say_date

if TYPE_CHECKING:
    from headway.core.plan import (
        CatalogueGap,
        Change,
        Lever,
        Plan,
        PlanWish,
        Readiness,
        Relaxations,
        TradeOff,
        TradeOffPoint,
    )

# "Shown" begins here; a rounding below it is no difference.
SHOWN_CHANCE = 0.8 - 1e-6
NO_SINGLE_CHANGE = (
    "No single change of hours or money was found that makes it possible within five years."
)


def describe_missed_must_haves(plan: Plan) -> tuple[str, ...]:
    """The must-haves that are not shown even after the plan, a sentence each."""
    return tuple(
        f"{outlook.name} is a must-have and comes first; still it leads to "
        f"{say_chance(outlook.chance_after)}, and shown asks for 80 in 100."
        for outlook in plan.outlook
        if outlook.competency in plan.wish.must_have and outlook.chance_after < SHOWN_CHANCE
    )


def describe_readiness(readiness: Readiness) -> tuple[str, ...]:
    """The earliest date by which the evidence could be there, what could bring it forward, what can't be."""
    return (
        _say_earliest(readiness),
        *(describe_lever(lever, readiness.wish.currency) for lever in readiness.levers),
        *describe_catalogue_gaps(readiness.gaps),
    )


def _say_earliest(readiness: Readiness) -> str:
    apart = ", apart from what is named below" if readiness.gaps else ""
    if readiness.state == "there already":
        return "Nothing is missing: the evidence is there already."
    if readiness.state == "nothing to lift":
        return "No date can be given: nothing that is missing can be had from the catalogue."
    if readiness.state == "not within five years" or readiness.ready_on is None:
        return f"Within these limits no plan was found that gets there within five years{apart}."
    said = (
        f"The earliest date found by which the evidence could be there{apart}: "
        f"{say_date(readiness.ready_on)}."
    )
    if readiness.impossible_before is None:
        return said
    return f"{said} Before {say_date(readiness.impossible_before)} no plan can within these limits."


def describe_lever(lever: Lever, currency: str) -> str:
    """What another limit would do to the date."""
    weeks = count_of(lever.weeks_earlier, "week")
    return (
        f"With {say_change(lever.change, currency)} it could be there about {weeks} earlier, by "
        f"{say_date(lever.ready_on)}."
    )


def describe_catalogue_gaps(gaps: Iterable[CatalogueGap]) -> tuple[str, ...]:
    """What the catalogue cannot give: for want of ratings, for want of anything better, at all."""
    levels = [gap for gap in gaps if gap.kind == "competency"]
    unsure = "; ".join(_gap_with_chance(gap) for gap in levels if gap.is_unsure)
    tried = "; ".join(_gap_with_chance(gap) for gap in levels if gap.is_tried)
    short = "; ".join(
        _gap_with_chance(gap) for gap in levels if not (gap.is_unsure or gap.is_tried)
    )
    absent = "; ".join(gap.name for gap in gaps if gap.kind == "experience")
    said = (
        f"Too little is known of you to plan until these are shown: {unsure}. Ratings by others "
        "would tell; they may show that less is missing."
        if unsure
        else "",
        "Gaps of the catalogue: all of it together does not bring these to a chance of 80 in 100, "
        f"which shown asks for: {short}."
        if short
        else "",
        "Gaps of the catalogue: with any hours and money no plan was found that brings these to a chance "
        f"of 80 in 100, which shown asks for: {tried}."
        if tried
        else "",
        f"Gaps of the catalogue: nothing in it gives these experiences: {absent}."
        if absent
        else "",
    )
    return tuple(filter(None, said))


def _gap_with_chance(gap: CatalogueGap) -> str:
    return f"{gap.name} ({say_chance(gap.best_chance)} at best)"


def describe_relaxations(relaxations: Relaxations) -> tuple[str, ...]:
    """What would make a wish possible: "1.3 more hours a week, or GBP 6,050 more a year, or until March"."""
    by = say_date(relaxations.wish.by)
    if relaxations.state == "reached":
        return (f"The evidence could be there by {by}.",)
    if relaxations.state == "nothing to reach":
        return ("Nothing that is missing can be had from the catalogue.",)
    missed = f"By {by} no plan was found that gets there within these limits."
    ways = ", or ".join(_say_more(change, relaxations.wish) for change in relaxations.changes)
    if relaxations.asked_by is None:
        return (missed, f"It could with {ways}." if ways else NO_SINGLE_CHANGE)
    asked_by = say_date(relaxations.asked_by)
    missed = f"By {asked_by} no plan was found that gets there, whichever one limit is changed."
    return (missed, f"By {by} it could with {ways}." if ways else NO_SINGLE_CHANGE)


def _say_more(change: Change, wish: PlanWish) -> str:
    if change.hours_per_week is not None:
        more = round(change.hours_per_week - wish.hours_per_week, 1)
        return f"{more:g} more {'hour' if more == 1 else 'hours'} a week"
    if change.budget_per_year_minor is not None:
        more_minor = change.budget_per_year_minor - wish.budget_per_year_minor
        return f"{format_minor(more_minor, wish.currency)} more a year"
    return say_change(change, wish.currency)


def describe_trade_off(curve: TradeOff) -> tuple[str, ...]:
    """A line for each point of a curve: the limit, and what a plan within it is worth beside your wish's."""
    wished = next((p for p in curve.points if p.is_wish), curve.points[-1])
    whole = wished.worth if wished.worth is not None else wished.bound
    return tuple(_describe_point(point, curve, whole) for point in curve.points)


def _describe_point(point: TradeOffPoint, curve: TradeOff, whole: float) -> str:
    limit = say_change(point.change, curve.wish.currency)
    here = " (your wish)" if point.is_wish else ""
    worth = point.bound if point.worth is None else point.worth
    share = f"{100 * worth / whole:.0f} % of what your wish brings" if whole > 0 else "nothing"
    if point.worth is None:
        return f"{limit}{here}: at most {share}"
    shown = f"{point.shown_count or 0} of {curve.level_count} levels likely shown"
    return f"{limit}{here}: {share}; {shown}"
