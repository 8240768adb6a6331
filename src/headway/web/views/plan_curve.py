"""What more or less of one limit would bring: at once what no plan exceeds, the plans when asked for."""

from datetime import date
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse

from headway.core import wording
from headway.core.errors import InvalidInputError
from headway.core.plan import PlanWish, TradeOff
from headway.core.plan.obstacles import LimitName
from headway.core.wording import wishes as wishes_words
from headway.web import planning
from headway.web.charts.curve import draw_curve
from headway.web.forms.plan import PlanForm
from headway.web.frame import show_empty, show_page
from headway.web.views.plan import (
    CURVE_TITLES,
    find_or_say_why,
    read_form,
    say_limits,
    whole_wish,
)
from headway.web.visit import Visit, begin_visit

CURVES: tuple[LimitName, ...] = get_args(LimitName)
PLANS = "plans"


def show_plan_curve(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = read_form(visit, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "plan/empty.html", visit, day)
    of = check_curve(request.GET.get("of", "hours"))
    context = say_limits(visit, asked, day) | {
        "of": of,
        "title": CURVE_TITLES[of],
        "whole_query": asked.query(),
        "plans_query": asked.query(of=of, **{PLANS: "1"}),
    }
    with_plans = PLANS in request.GET
    context |= find_or_say_why(asked, lambda: _find(visit, asked, day, of, with_plans=with_plans))
    return show_page(request, "plan/curve.html", visit=visit, context=context)


def find_curve(visit: Visit, wish: PlanWish, day: date, of: str) -> TradeOff:
    """The question of this page, all of it, and of its API path."""
    return planning.find_curve(visit, wish, day, check_curve(of))


def check_curve(of: str) -> LimitName:
    """The limit that a curve is asked of; raises InvalidInputError for any other word."""
    if of not in CURVES:
        raise InvalidInputError(f"'{of}' has no curve; say {', '.join(CURVES)}.")
    return of


def _find(
    visit: Visit, asked: PlanForm, day: date, of: LimitName, *, with_plans: bool
) -> dict[str, Any]:
    wish = whole_wish(visit, asked, day)
    return _in_words(planning.find_curve(visit, wish, day, of, with_plans=with_plans))


def _in_words(curve: TradeOff) -> dict[str, Any]:
    sentences = wishes_words.describe_trade_off(curve)
    limits = tuple(wording.say_change(point.change, curve.wish.currency) for point in curve.points)
    return {
        "curve": draw_curve(curve, sentences, limits),
        "found": curve,
        "sentences": sentences,
        "has_plans": all(point.worth is not None for point in curve.points),
        "no_promise": wording.NO_PROMISE,
    }
