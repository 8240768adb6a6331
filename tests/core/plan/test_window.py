"""The weeks and years of a plan, and those it takes over from the plan before."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.plan.window import Window

FIRST = date(2025, 3, 3)
days = st.integers(0, 1500)


def test_years_that_were_over_before_the_plan_begins_are_none_of_its_own() -> None:
    window = Window(
        starts_on=date(2027, 6, 1), ends_on=date(2028, 4, 1), counted_from=date(2025, 3, 3)
    )
    assert window.whole_years == (
        (date(2027, 3, 3), date(2028, 3, 2)),
        (date(2028, 3, 3), date(2029, 3, 2)),
    )
    assert window.years[0][0] == window.starts_on
    assert window.years[-1][1] == window.ends_on


@law
@given(days, days)
def test_weeks_and_years_hold_each_day_of_the_plan_once(after: int, length: int) -> None:
    starts_on = FIRST + timedelta(days=after)
    window = Window(
        starts_on=starts_on, ends_on=starts_on + timedelta(days=length), counted_from=FIRST
    )
    for parts in (window.weeks, window.years):
        assert sum((last - first).days + 1 for first, last in parts) == window.day_count
        assert (parts[0][0], parts[-1][1]) == (window.starts_on, window.ends_on)
