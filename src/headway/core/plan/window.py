"""The time of a plan: weeks from its first day, and years in which money is counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from headway.algorithms.schedule.problem import Step

LONGEST_YEARS = 5


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days of a plan, both ends included; the last week may be short."""

    starts_on: date
    ends_on: date

    @cached_property
    def weeks(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each week."""
        count = -(-self.day_count // 7)
        firsts = [self.starts_on + timedelta(days=7 * number) for number in range(count)]
        return tuple((first, min(first + timedelta(days=6), self.ends_on)) for first in firsts)

    @property
    def day_count(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.starts_on).days + 1

    @cached_property
    def years(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each plan year: twelve months from the start, and so on."""
        return tuple(self._each_year())

    def _each_year(self) -> Iterator[tuple[date, date]]:
        number = 0
        while (first := years_after(self.starts_on, number)) <= self.ends_on:
            number += 1
            last = years_after(self.starts_on, number) - timedelta(days=1)
            yield first, min(last, self.ends_on)

    def week_of(self, day: date) -> int:
        """The number of the week in which `day` lies."""
        return (day - self.starts_on).days // 7

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


def find_window(as_of: date, by: date) -> Window:
    """The days from `as_of` to `by`, five years at most."""
    longest = years_after(as_of, LONGEST_YEARS) - timedelta(days=1)
    return Window(starts_on=as_of, ends_on=min(by, longest))
