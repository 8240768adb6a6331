"""The hours there are in each week, and over which weeks the hours of an event are counted."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from headway.algorithms.schedule.problem import Session
from headway.core.errors import InvalidInputError
from headway.core.learn import Session as Dates
from headway.core.plan.values import OtherHours, PlanWish
from headway.core.plan.window import Window

HOURS_A_WEEK = 168
# Less is nothing, and nothing can be divided by it.
LEAST_HOURS = 1e-6
# An event's hours may be made up for in this many weeks before and after it.
WEEKS_AROUND = 4
TINY = 1e-9


def find_hours(wish: PlanWish, window: Window) -> tuple[float, ...]:
    """The hours that may be given in each week of `window`.

    A week that lies only partly in a stretch of other hours is counted by its days.
    """
    return tuple(_hours_between(wish, first, last) for first, last in window.weeks)


def _hours_between(wish: PlanWish, first: date, last: date) -> float:
    usual_days, hours = (last - first).days + 1, 0.0
    for other in wish.other_hours:
        days = (min(last, other.ends_on) - max(first, other.starts_on)).days + 1
        if days > 0:
            usual_days -= days
            hours += other.hours_per_week * days / 7
    return hours + wish.hours_per_week * usual_days / 7


def check_hours(wish: PlanWish) -> None:
    """Raises InvalidInputError for hours that no week has, and for stretches that overlap."""
    if not LEAST_HOURS <= wish.hours_per_week <= HOURS_A_WEEK:
        raise InvalidInputError(
            f"{wish.hours_per_week:g} hours a week is no limit one can plan with; give more than 0 "
            "and at most 168."
        )
    ordered = sorted(wish.other_hours, key=lambda other: (other.starts_on, other.ends_on))
    for other in ordered:
        _check_stretch(other)
    for one, next_one in pairwise(ordered):
        if next_one.starts_on <= one.ends_on:
            raise InvalidInputError(
                f"Other hours are said twice for {next_one.starts_on}: once until {one.ends_on}, "
                f"once from {next_one.starts_on} on. Say each day once."
            )


def _check_stretch(other: OtherHours) -> None:
    if other.ends_on < other.starts_on:
        raise InvalidInputError(
            f"Other hours can't end on {other.ends_on}, before they start on {other.starts_on}."
        )
    if not 0 <= other.hours_per_week <= HOURS_A_WEEK:
        raise InvalidInputError(
            f"{other.hours_per_week:g} hours a week can't be given from {other.starts_on} on; say 0 "
            "to 168."
        )


def place_event(window: Window, dates: Dates, hours: float, limits: Sequence[float]) -> Session:
    """Fixed dates as weeks with the share of the work that is counted in each.

    The hours are counted on the event's own days. Where those weeks do not hold them, they are counted over
    as few weeks around it as do, evenly on each side, to at most a month: whoever gives three hours a
    week can still give two days, and does less before and after.
    """
    first, last = window.week_of(dates.starts_on), window.week_of(dates.ends_on)
    own = _shares_by_day(window, dates)
    year = window.year_of(dates.starts_on)
    plain = Session(first_step=first, shares=own, year=year)
    if all(hours * s <= limits[t] + TINY for t, s in enumerate(own, first)):
        return plain
    for around in range(WEEKS_AROUND + 1):
        start, end = max(0, first - around), min(len(limits), last + around + 1)
        total = sum(limits[start:end])
        if total >= hours > 0:
            return _in_proportion(start, limits[start:end], year)
    return plain


def _shares_by_day(window: Window, dates: Dates) -> tuple[float, ...]:
    first, last = window.week_of(dates.starts_on), window.week_of(dates.ends_on)
    days = (dates.ends_on - dates.starts_on).days + 1
    shares = []
    for week_starts, week_ends in window.weeks[first : last + 1]:
        within = min(week_ends, dates.ends_on) - max(week_starts, dates.starts_on)
        shares.append((within.days + 1) / days)
    return tuple(shares)


def _in_proportion(start: int, limits: Sequence[float], year: int) -> Session:
    """The work shared out as the hours are, without weeks at the ends that have none."""
    used = [number for number, limit in enumerate(limits) if limit > TINY]
    kept, total = limits[used[0] : used[-1] + 1], sum(limits)
    return Session(
        first_step=start + used[0],
        shares=tuple(limit / total for limit in kept),
        year=year,
    )
