"""The earliest date by which the evidence could be there, the plan that leads there, and what it needs."""

from datetime import date
from typing import Any, TypedDict

from django.http import HttpRequest, HttpResponse, QueryDict

from headway.core.plan import Plan, Readiness, Relaxations
from headway.core.plan.readiness import find_missed
from headway.core.wording import wishes as wishes_words
from headway.web import planning
from headway.web.forms.plan import PlanForm
from headway.web.frame import show_empty, show_page
from headway.web.views.plan import (
    FRESH,
    find_adopted_now,
    find_or_say_why,
    read_form,
    say_limits,
    whole_wish,
)
from headway.web.views.plan_shown import put_in_words
from headway.web.visit import Visit, begin_visit


class Ready(TypedDict):
    """The date, and what would be needed where it is too late."""

    readiness: Readiness
    needed: Relaxations | None


def show_ready(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = read_form(visit, as_fresh(request.GET))
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "plan/empty.html", visit, day)
    wants_all = "more" in request.GET
    context = say_limits(visit, asked, day)
    context |= find_or_say_why(asked, lambda: _find(visit, asked, day, wants_all=wants_all))
    return show_page(request, "plan/ready.html", visit=visit, context=context)


def _find(visit: Visit, asked: PlanForm, day: date, *, wants_all: bool) -> dict[str, Any]:
    """The date alone, or with what would bring it forward, which takes several times as long."""
    if wants_all:
        found = find_ready(visit, asked, day, is_day_asked=True)
    else:
        wish = whole_wish(visit, asked, day)
        found = Ready(readiness=planning.find_readiness(visit, wish, day), needed=None)
    return _in_words(found, visit, asked, day) | {"has_all": wants_all}


def as_fresh(given: QueryDict) -> QueryDict:
    """What is asked, as if no plan were adopted: the earliest date is looked for anew."""
    asked = given.copy()
    asked[FRESH] = "1"
    return asked


def find_ready(visit: Visit, asked: PlanForm, day: date, *, is_day_asked: bool) -> Ready:
    """The question of this page and of its API path."""
    wish = whole_wish(visit, asked, day)
    readiness = planning.find_readiness(visit, wish, day, with_levers=True)
    needed = None
    if missed := find_missed(readiness, wish.by if is_day_asked else None):
        needed = planning.find_what_is_needed(visit, missed, day, readiness)
    return Ready(readiness=readiness, needed=needed)


def _in_words(found: Ready, visit: Visit, asked: PlanForm, day: date) -> dict[str, Any]:
    readiness, needed = found["readiness"], found["needed"]
    told = {
        "readiness": readiness,
        "sentences": wishes_words.describe_readiness(readiness),
        "needed": wishes_words.describe_relaxations(needed) if needed else (),
        "calibration": visit.calibration_told(day),
        "whole_query": asked.query(),
        "more_query": asked.query(more="1"),
    }
    plan = readiness.plan
    return told | (_show_plan(plan, visit, asked) if plan else {})


def _show_plan(plan: Plan, visit: Visit, asked: PlanForm) -> dict[str, Any]:
    return {
        **put_in_words(plan, visit, asked),
        "digest": planning.digest(plan),
        "adopted_now": find_adopted_now(visit, plan),
        "until_query": asked.query(by=plan.wish.by.isoformat()),
        "query": asked.query(by=plan.wish.by.isoformat()),
    }
