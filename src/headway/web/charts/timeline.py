"""The plan's timeline: items by date, and under them hours against the limit and money against the budget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from headway.core.plan import PeriodUse, Plan, PlannedItem

# What a figure needs of the width of a phone's drawing, in per cent for each character.
CHARACTER_WIDTH = 2.4
MOST_LINED_COLUMNS = 15
# A month's name would leave the drawing from here on: on a phone, and on any screen.
LAST_NAME_ON_A_PHONE = 80.0
LAST_NAME = 92.0
# The axis names at most so many days in words; a phone has room for half of them.
AXIS_LABELS = 9
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
ONE_DAY = timedelta(days=1)

# The first and the last day that the drawing shows.
Window = tuple[date, date]
# Words an amount of hours, or of money in minor units.
Figure = Callable[[float], str]


@dataclass(frozen=True, kw_only=True)
class AxisDay:
    """The first day of a month that the axis marks, and how far along the plan it lies (per cent)."""

    day: date
    x: float
    is_secondary: bool = False

    @property
    def has_room_on_a_phone(self) -> bool:
        return not self.is_secondary and self.x <= LAST_NAME_ON_A_PHONE

    @property
    def has_room(self) -> bool:
        return self.x <= LAST_NAME


@dataclass(frozen=True, kw_only=True)
class ItemTrack:
    """One planned item: where its bar begins and how wide it is, in per cent of the plan's days."""

    number: int
    item: PlannedItem
    start: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Column:
    """One period: its limit as an outline, what is used of it as the filled part (per cent)."""

    starts_on: date
    ends_on: date
    start: float
    width: float
    limit_height: float
    used_height: float
    figure: str
    limit_figure: str

    @property
    def end(self) -> float:
        return round(self.start + self.width, 2)

    @property
    def has_room_for_figure(self) -> bool:
        return len(self.figure) * CHARACTER_WIDTH <= self.width

    @property
    def limit_top(self) -> float:
        return round(100 - self.limit_height, 2)

    @property
    def used_top(self) -> float:
        return round(100 - self.used_height, 2)


@dataclass(frozen=True, kw_only=True)
class UseChart:
    """What the plan uses of hours or of money, period by period."""

    columns: tuple[Column, ...]

    @property
    def is_sparse(self) -> bool:
        """Whether the columns are wide enough to be told apart by lines between them."""
        return len(self.columns) <= MOST_LINED_COLUMNS


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """All parts of the plan's drawing on one axis of days."""

    axis: tuple[AxisDay, ...]
    items: tuple[ItemTrack, ...]
    hours: UseChart
    money: UseChart


def draw_timeline(plan: Plan, *, hours_figure: Figure, money_figure: Figure) -> Timeline:
    """The plan from its day to the last day planned for."""
    window = (plan.as_of, plan.planned_until or plan.wish.by)
    return Timeline(
        axis=mark_months(window),
        items=tuple(_track(n, item, window) for n, item in enumerate(plan.items, 1)),
        hours=_draw_use(plan.hours, window, hours_figure),
        money=_draw_use(plan.money, window, money_figure),
    )


def mark_months(window: Window) -> tuple[AxisDay, ...]:
    """First days of months in the window, in steps of as many months as keep the axis legible."""
    firsts = _firsts_of_months(window)
    step = next((s for s in MONTH_STEPS if len(firsts) <= s * AXIS_LABELS), MONTH_STEPS[-1])
    days = [day for day in firsts if (day.year * 12 + day.month - 1) % step == 0]
    return tuple(
        AxisDay(day=day, x=place(day, window), is_secondary=index % 2 == 1)
        for index, day in enumerate(days)
    )


def place(day: date, window: Window) -> float:
    """How far the morning of `day` lies along the window, in per cent, never outside of it."""
    starts_on, ends_on = window
    share = (day - starts_on) / (ends_on - starts_on + ONE_DAY)
    return round(min(max(share, 0.0), 1.0) * 100, 2)


def _span(starts_on: date, ends_on: date, window: Window) -> tuple[float, float]:
    """Start and width of a bar from the first day's morning to the last day's evening."""
    start = place(starts_on, window)
    return start, round(place(ends_on + ONE_DAY, window) - start, 2)


def _track(number: int, item: PlannedItem, window: Window) -> ItemTrack:
    start, width = _span(item.starts_on, item.ends_on, window)
    return ItemTrack(number=number, item=item, start=start, width=width)


def _draw_use(periods: Sequence[PeriodUse], window: Window, figure: Figure) -> UseChart:
    tallest = max((max(p.used, p.limit) for p in periods), default=0.0)
    return UseChart(columns=tuple(_column(p, tallest, window, figure) for p in periods))


def _column(period: PeriodUse, tallest: float, window: Window, figure: Figure) -> Column:
    start, width = _span(period.starts_on, period.ends_on, window)
    return Column(
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        start=start,
        width=width,
        limit_height=_height(period.limit, tallest),
        used_height=_height(period.used, tallest),
        figure=figure(period.used),
        limit_figure=figure(period.limit),
    )


def _height(amount: float, tallest: float) -> float:
    return round(amount / tallest * 100, 2) if tallest else 0.0


def _firsts_of_months(window: Window) -> list[date]:
    starts_on, ends_on = window
    months = range(starts_on.year * 12 + starts_on.month - 1, ends_on.year * 12 + ends_on.month)
    firsts = (date(month // 12, month % 12 + 1, 1) for month in months)
    return [day for day in firsts if day >= starts_on]
