"""The time of a plan: weeks from its first day, and years in which money is counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from headway.algorithms.schedule.problem import Step
from headway.core.errors import InvalidInputError

LONGEST_YEARS = 5


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days of a plan, both ends included; the first and the last week may be short.

    Weeks and years are counted from `counted_from` (None: the first day): a plan made anew keeps the
    weeks and the years of budget of the one before.
    """

    starts_on: date
    ends_on: date
    counted_from: date | None = None

    @cached_property
    def weeks(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each week."""
        whole = self.week_began
        count = (self.ends_on - whole).days // 7 + 1
        firsts = [whole + timedelta(days=7 * number) for number in range(count)]
        return tuple(
            (max(first, self.starts_on), min(first + timedelta(days=6), self.ends_on))
            for first in firsts
        )

    @property
    def week_began(self) -> date:
        """Where the week of the first day begins, be it before that day."""
        past = (self.starts_on - (self.counted_from or self.starts_on)).days % 7
        return self.starts_on - timedelta(days=past)

    @property
    def day_count(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.starts_on).days + 1

    @cached_property
    def years(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each plan year: twelve months from where they are counted, and so on."""
        return tuple(
            (max(first, self.starts_on), min(last, self.ends_on))
            for first, last in self.whole_years
        )

    @property
    def whole_years(self) -> tuple[tuple[date, date], ...]:
        """The same years with the days before and after the plan."""
        return tuple(self._each_year())

    def _each_year(self) -> Iterator[tuple[date, date]]:
        counted_from = self.counted_from or self.starts_on
        number = 0
        while (first := years_after(counted_from, number)) <= self.ends_on:
            number += 1
            last = years_after(counted_from, number) - timedelta(days=1)
            if last >= self.starts_on:
                yield first, last

    def week_of(self, day: date) -> int:
        """The number of the week in which `day` lies."""
        return (day - self.week_began).days // 7

    def year_of(self, day: date) -> int:
        """The number of the plan year in which `day` lies."""
        return next(n for n, (first, last) in enumerate(self.years) if first <= day <= last)

    @property
    def steps(self) -> tuple[Step, ...]:
        """One step a week; in a week that touches two plan years nothing that costs may begin."""
        return tuple(self._step(first, last) for first, last in self.weeks)

    def _step(self, first: date, last: date) -> Step:
        year = self.year_of(first)
        is_within = self.year_of(last) == year
        return Step(length=((last - first).days + 1) / 7, year=year if is_within else None)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def find_last_day(as_of: date) -> date:
    """The last day of the longest plan from `as_of` on; raises InvalidInputError near the end of time."""
    if as_of.year > date.max.year - 2 * LONGEST_YEARS:
        raise InvalidInputError(f"Headway does not plan from {as_of} on; choose an earlier day.")
    return years_after(as_of, LONGEST_YEARS) - timedelta(days=1)


def find_window(as_of: date, by: date, *, counted_from: date | None = None) -> Window:
    """The days from `as_of` to `by`, five years at most; weeks and years as `Window` counts them."""
    longest = years_after(as_of, LONGEST_YEARS) - timedelta(days=1)
    return Window(starts_on=as_of, ends_on=min(by, longest), counted_from=counted_from)
