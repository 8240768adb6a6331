"""A plan in words and drawings, as each page that shows one has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from headway.core import wording
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.money import format_minor
from headway.core.plan import Obstacle, Outlook, Plan, PlannedItem, PlanWish
from headway.core.wording import living as living_words
from headway.web.charts.range_bar import RangeBar, draw_outlook
from headway.web.charts.timeline import Timeline, UseChart, draw_timeline
from headway.web.figures import say_day, say_hours, say_percent
from headway.web.forms.plan import PlanForm
from headway.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """One thing to do, in words."""

    item: PlannedItem
    sentence: str
    hours: str
    cost: str
    gains: tuple[str, ...]
    experiences: tuple[str, ...]
    pin_query: str
    drop_query: str
    free_query: str


@dataclass(frozen=True, kw_only=True)
class OutlookRow:
    """One competency before and after the plan."""

    outlook: Outlook
    is_moved: bool
    bar: RangeBar
    sentence: str
    level: str
    now: str
    after: str
    low: str
    high: str


@dataclass(frozen=True, kw_only=True)
class UseTable:
    """Hours or money: the drawing's title and the heads of its table."""

    slug: str
    name: str
    key: str
    title: str
    description: str
    planned: str
    limit: str
    chart: UseChart


def put_in_words(plan: Plan, visit: Visit, asked: PlanForm) -> dict[str, Any]:
    """What the templates of a plan show."""
    ladder = visit.ladder
    money = partial(_say_money, currency=plan.wish.currency)
    timeline = draw_timeline(plan, hours_figure=say_hours, money_figure=money)
    outlook = [_outlook_row(outlook, ladder) for outlook in plan.outlook]
    return {
        "plan": plan,
        "summary": wording.describe_plan(plan),
        "rows": [_item_row(item, ladder, asked) for item in plan.items],
        "timeline": timeline,
        "uses": _uses(timeline, plan.wish),
        "outlook": outlook,
        "unmoved_count": sum(not row.is_moved for row in outlook),
        "bars": living_words.describe_bars(plan) if any(row.is_moved for row in outlook) else "",
        "limits": wording.describe_limits(plan),
        "no_promise": wording.NO_PROMISE,
        "missing": [ladder.experience(slug).text for slug in plan.missing_experiences],
        "notes": [wording.describe_note(note) for note in plan.notes],
        "left_out": _by_reason(plan.left_out, visit.catalogue_on(plan.as_of)),
        "living": living_words.describe_living(plan),
        "presumed": living_words.describe_presumed(plan),
    }


def _by_reason(left_out: Mapping[str, Obstacle], catalogue: Catalogue) -> dict[str, list[str]]:
    """The titles of what could not be considered, by the reason why."""
    titles = {o.slug: o.title for o in catalogue.opportunities}
    by_reason: dict[str, list[str]] = {}
    for slug, obstacle in left_out.items():
        by_reason.setdefault(wording.describe_obstacle(obstacle), []).append(titles.get(slug, slug))
    return by_reason


def _uses(timeline: Timeline, wish: PlanWish) -> list[UseTable]:
    hours = say_hours(wish.hours_per_week)
    budget = format_minor(wish.budget_per_year_minor, wish.currency)
    return [
        UseTable(
            slug="hours",
            name=_("Hours a week"),
            key=_("outline: your %(hours)s; filled: what the plan takes") % {"hours": hours},
            title=_("Hours planned against the hours there are"),
            description=_describe_use(timeline.hours),
            planned=_("Hours planned"),
            limit=_("Hours there are"),
            chart=timeline.hours,
        ),
        UseTable(
            slug="money",
            name=_("Money a year"),
            key=_("outline: your %(budget)s; filled: the most that the plan costs")
            % {"budget": budget},
            title=_("Money planned against the budget"),
            description=_describe_use(timeline.money),
            planned=_("Planned at most"),
            limit=_("Budget"),
            chart=timeline.money,
        ),
    ]


def _describe_use(chart: UseChart) -> str:
    return " ".join(
        _("From %(start)s: %(used)s of %(limit)s.")
        % {"start": say_day(column.starts_on), "used": column.figure, "limit": column.limit_figure}
        for column in chart.columns
    )


def _say_money(amount_minor: float, *, currency: str) -> str:
    return format_minor(round(amount_minor), currency)


def _item_row(item: PlannedItem, ladder: Ladder, asked: PlanForm) -> ItemRow:
    return ItemRow(
        item=item,
        sentence=wording.describe_planned_item(item),
        hours=say_hours(item.effort_hours),
        cost=format_minor(item.cost_minor, item.currency),
        gains=tuple(wording.describe_gain(gain) for gain in item.gains),
        experiences=tuple(ladder.experience(slug).text for slug in item.gives_experiences),
        pin_query=asked.query(pin=item.opportunity),
        drop_query=asked.query(drop=item.opportunity),
        free_query=asked.query(free=item.opportunity),
    )


def _outlook_row(outlook: Outlook, ladder: Ladder) -> OutlookRow:
    sentence = wording.describe_outlook(outlook, ladder)
    low, high = outlook.chance_after_range
    return OutlookRow(
        outlook=outlook,
        is_moved=living_words.is_told_to_move(outlook),
        bar=draw_outlook(outlook, description=sentence),
        sentence=sentence,
        level=ladder.level(outlook.bar_level).name,
        now=say_percent(outlook.chance_now),
        after=say_percent(outlook.chance_after),
        low=say_percent(low),
        high=say_percent(high),
    )
