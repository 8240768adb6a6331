"""Plan: what to do and when, within the hours and the money one gives, and the form that plans again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from headway.core import wording, wording_living, wording_plan_why
from headway.core.errors import HeadwayError
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.money import exponent, format_minor
from headway.core.plan import (
    AskedNow,
    Obstacle,
    Outlook,
    Plan,
    PlannedItem,
    PlanWish,
    complete_wish,
)
from headway.core.plan.explain import find_close_items
from headway.core.plan.living import find_wish_in_force, follow_plan
from headway.core.plan.reasons import Close
from headway.web.charts.range_bar import RangeBar, draw_outlook
from headway.web.charts.timeline import Timeline, UseChart, draw_timeline
from headway.web.figures import say_day, say_hours, say_percent
from headway.web.forms import AskedForm, PlanForm
from headway.web.frame import show_empty, show_page
from headway.web.views.standing import find_standing
from headway.web.visit import Visit, begin_visit


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """One thing to do, in words."""

    item: PlannedItem
    sentence: str
    hours: str
    cost: str
    gains: tuple[str, ...]
    experiences: tuple[str, ...]


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


def show_plan(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = read_form(visit, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "plan/empty.html", visit, day)
    context: dict[str, Any] = {"asked": asked, "roles": visit.ladder.roles}
    if asked.is_valid() and asked.answers["target"]:
        try:
            plan = find_plan(visit, whole_wish(visit, asked, day), day)
        except HeadwayError as error:
            asked.add_error(None, str(error))
        else:
            context |= _in_words(plan, visit)
            context |= {"close": _find_close(plan, visit), "query": request.GET.urlencode()}
            context["calibration"] = visit.calibration_told(day)
    return show_page(request, "plan/plan.html", visit=visit, context=context)


def read_form(visit: Visit, given: QueryDict) -> PlanForm:
    """What is asked for, completed by what the person said they want and can give."""
    day = AskedForm(visit.ladder, given).day(visit.today)
    said = complete_wish(visit.aim(day), AskedNow(), as_of=day, in_force=_in_force(visit, day))
    usual = {
        "target": said.target_role,
        "by": said.by.isoformat(),
        "hours_per_week": f"{said.hours_per_week:g}",
        "budget_per_year": _plain_amount(said.budget_per_year_minor, said.currency),
    }
    return PlanForm(visit.ladder, usual | given.dict(), currency=said.currency)


def whole_wish(visit: Visit, asked: PlanForm, day: date) -> PlanWish:
    """The wish of a valid form."""
    in_force = _in_force(visit, day)
    return complete_wish(visit.aim(day), asked.asked_now(), as_of=day, in_force=in_force)


def _in_force(visit: Visit, day: date) -> PlanWish | None:
    return find_wish_in_force(visit.dossier.known_by(day), day)


def _plain_amount(amount_minor: int, currency: str) -> str:
    """As one types it: 2000, or 1500.50."""
    amount = Decimal(amount_minor).scaleb(-exponent(currency))
    whole = amount.to_integral_value()
    return f"{whole if amount == whole else amount:f}"


def find_plan(visit: Visit, wish: PlanWish, day: date) -> Plan:
    """The question of this page and of its API path."""
    role = visit.ladder.role(wish.target_role)
    standing = find_standing(visit, role, day)
    return follow_plan(
        visit.dossier,
        standing,
        visit.ladder,
        visit.catalogue,
        wish,
        as_of=day,
    )


def _in_words(plan: Plan, visit: Visit) -> dict[str, Any]:
    ladder = visit.ladder
    money = partial(_say_money, currency=plan.wish.currency)
    timeline = draw_timeline(plan, hours_figure=say_hours, money_figure=money)
    outlook = [_outlook_row(outlook, ladder) for outlook in plan.outlook]
    return {
        "plan": plan,
        "summary": wording.describe_plan(plan),
        "rows": [_item_row(item, ladder) for item in plan.items],
        "timeline": timeline,
        "uses": _uses(timeline, plan.wish),
        "outlook": outlook,
        "unmoved_count": sum(not row.is_moved for row in outlook),
        "limits": wording.describe_limits(plan),
        "no_promise": wording.NO_PROMISE,
        "missing": [ladder.experience(slug).text for slug in plan.missing_experiences],
        "notes": [wording.describe_note(note) for note in plan.notes],
        "left_out": _by_reason(plan.left_out, visit.catalogue),
        "living": wording_living.describe_living(plan),
        "presumed": wording_living.describe_presumed(plan),
    }


def _find_close(plan: Plan, visit: Visit) -> list[tuple[Close, str]]:
    """What is not in the plan and came closest, in words."""
    standing = find_standing(visit, visit.ladder.role(plan.wish.target_role), plan.as_of)
    found = find_close_items(plan, visit.dossier, standing, visit.ladder, visit.catalogue)
    return [(one, wording_plan_why.describe_close(one)) for one in found]


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


def _item_row(item: PlannedItem, ladder: Ladder) -> ItemRow:
    return ItemRow(
        item=item,
        sentence=wording.describe_planned_item(item),
        hours=say_hours(item.effort_hours),
        cost=format_minor(item.cost_minor, item.currency),
        gains=tuple(wording.describe_gain(gain) for gain in item.gains),
        experiences=tuple(ladder.experience(slug).text for slug in item.gives_experiences),
    )


def _outlook_row(outlook: Outlook, ladder: Ladder) -> OutlookRow:
    sentence = wording.describe_outlook(outlook, ladder)
    low, high = outlook.chance_after_range
    return OutlookRow(
        outlook=outlook,
        is_moved=outlook.chance_after > outlook.chance_now,
        bar=draw_outlook(outlook, description=sentence),
        sentence=sentence,
        level=ladder.level(outlook.bar_level).name,
        now=say_percent(outlook.chance_now),
        after=say_percent(outlook.chance_after),
        low=say_percent(low),
        high=say_percent(high),
    )
