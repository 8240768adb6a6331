"""The geometry of the timeline: dates, hours and money on one axis of days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from headway.core.plan import PeriodUse, Plan, PlannedItem, PlanWish
from headway.web.charts.timeline import AXIS_LABELS, Timeline, draw_timeline, mark_months, place

START = date(2026, 11, 23)
days = st.integers(1, 1826).map(lambda number: START + timedelta(days=number))


def planned(starts_on: date, ends_on: date) -> PlannedItem:
    return PlannedItem(
        opportunity="write-a-memo",
        title="Write a memo",
        kind="stretch",
        starts_on=starts_on,
        ends_on=ends_on,
        effort_hours=12,
        cost_minor=0,
        currency="GBP",
        gains=(),
    )


def plan_until(
    ends_on: date, items: tuple[PlannedItem, ...] = (), hours: tuple[PeriodUse, ...] = ()
) -> Plan:
    wish = PlanWish(
        target_role="product-manager", by=ends_on, hours_per_week=3, budget_per_year_minor=0
    )
    return Plan(
        as_of=START,
        wish=wish,
        held_role="",
        target_title="Product Manager",
        items=items,
        outlook=(),
        hours=hours,
        money=(),
        objective=0,
        bound=0,
        relative_gap=0,
    )


def draw(plan: Plan) -> Timeline:
    return draw_timeline(plan, hours_figure=lambda hours: f"{hours:g} h", money_figure=str)


@given(days, st.data())
def test_an_item_lies_inside_the_plan_and_is_seen(ends_on: date, data: st.DataObject) -> None:
    item_ends = data.draw(st.dates(START, ends_on))
    item_starts = data.draw(st.dates(START, item_ends))
    (track,) = draw(plan_until(ends_on, (planned(item_starts, item_ends),))).items
    assert track.start >= 0
    assert track.width > 0
    assert round(track.start + track.width, 2) <= 100


@given(days, st.data())
def test_a_later_day_never_stands_further_left(ends_on: date, data: st.DataObject) -> None:
    earlier = data.draw(st.dates(START, ends_on))
    later = data.draw(st.dates(earlier, ends_on))
    assert place(earlier, (START, ends_on)) <= place(later, (START, ends_on))


def test_the_whole_window_is_the_whole_width() -> None:
    last = START + timedelta(days=99)
    (track,) = draw(plan_until(last, (planned(START, last),))).items
    assert (track.start, track.width) == (0, 100)


@given(days)
def test_the_axis_names_first_days_of_months_and_not_too_many(ends_on: date) -> None:
    axis = mark_months((START, ends_on))
    assert len(axis) <= AXIS_LABELS
    assert all(mark.day.day == 1 and START <= mark.day <= ends_on for mark in axis)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.5, 40)), min_size=1, max_size=60))
def test_what_is_used_stays_under_the_limit_line(weeks: list[tuple[float, float]]) -> None:
    uses = tuple(
        PeriodUse(
            starts_on=START + timedelta(weeks=n),
            ends_on=START + timedelta(weeks=n, days=6),
            used=share * limit,
            limit=limit,
        )
        for n, (share, limit) in enumerate(weeks)
    )
    last = START + timedelta(weeks=len(weeks), days=-1)
    for column in draw(plan_until(last, hours=uses)).hours.columns:
        assert 0 <= column.used_height <= column.limit_height <= 100
        assert column.limit_top <= column.used_top


def test_no_hours_and_no_limit_draw_nothing_and_fail_nowhere() -> None:
    use = PeriodUse(starts_on=START, ends_on=START, used=0, limit=0)
    (column,) = draw(plan_until(START, hours=(use,))).hours.columns
    assert (column.used_height, column.limit_height) == (0, 0)


def test_a_figure_without_room_is_left_to_the_table() -> None:
    weeks = tuple(
        PeriodUse(
            starts_on=START + timedelta(weeks=n),
            ends_on=START + timedelta(weeks=n, days=6),
            used=2,
            limit=3,
        )
        for n in range(52)
    )
    columns = draw(plan_until(START + timedelta(weeks=52), hours=weeks)).hours.columns
    assert not any(column.has_room_for_figure for column in columns)


def test_a_plan_that_is_cut_short_is_drawn_to_where_it_was_planned() -> None:
    last = START + timedelta(days=9)
    plan = plan_until(START + timedelta(days=3652), (planned(START, last),))
    (track,) = draw_timeline(
        Plan(**{**vars(plan), "planned_until": last}), hours_figure=str, money_figure=str
    ).items
    assert track.width == 100
