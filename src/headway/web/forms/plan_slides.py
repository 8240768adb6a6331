"""How far the limits of a plan can be slid: a little beyond what is asked for, in round steps."""

import math
from dataclasses import dataclass
from datetime import date

HOURS_IN_A_WEEK = 168
# A slide reaches at least as far as most people go, and no further than it can be aimed with.
LEAST_HOURS = 12
LEAST_MONEY = 4000
MOST_MONEY = 10**9
FEWEST_WEEKS, MOST_WEEKS = 4, 160


@dataclass(frozen=True, kw_only=True)
class Slide:
    """Between what a limit can be slid, and by how much at a time; a date in weeks from `first_day`."""

    least: float
    most: float
    step: float
    first_day: date | None = None


def slide_of_days(first_day: date) -> Slide:
    """Some weeks to about three years from `first_day`."""
    return Slide(least=FEWEST_WEEKS, most=MOST_WEEKS, step=1, first_day=first_day)


def slide_of_hours(hours: float) -> Slide:
    """Half an hour a week to twice `hours`."""
    most = min(HOURS_IN_A_WEEK, max(LEAST_HOURS, math.ceil(2 * hours)))
    return Slide(least=0.5, most=most, step=0.5)


def slide_of_money(typed: str) -> Slide:
    """Nothing to twice what was typed, whatever that is."""
    try:
        amount = float(typed.replace(",", "").replace(" ", ""))
    except ValueError:
        amount = 0.0
    most = max(LEAST_MONEY, 2 * min(amount, MOST_MONEY))
    step = 10 ** (math.floor(math.log10(most)) - 1) // 2
    return Slide(least=0, most=math.ceil(most / step) * step, step=step)
