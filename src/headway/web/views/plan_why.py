"""Why something is in the plan, or why it is not: one opportunity's page."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from headway.core import wording
from headway.core.plan import Plan, PlanWish
from headway.core.plan.explain import explain_item
from headway.core.plan.reasons import ItemReason
from headway.core.wording import plan_why as plan_why_words
from headway.web.forms.plan import PlanForm
from headway.web.frame import show_empty, show_page
from headway.web.views.plan import find_or_say_why, find_plan, find_shown_plan, read_form
from headway.web.views.standing import find_standing
from headway.web.visit import Visit, begin_visit


def show_plan_why(request: HttpRequest, slug: str) -> HttpResponse:
    visit = begin_visit()
    asked = read_form(visit, request.GET)
    day = asked.day(visit.today)
    opportunity = visit.catalogue_on(day).opportunity(slug)
    if visit.is_empty(day):
        return show_empty(request, "plan/empty.html", visit, day)
    context: dict[str, Any] = {
        "asked": asked,
        "opportunity": opportunity,
        "query": request.GET.urlencode(),
    }
    context |= find_or_say_why(asked, lambda: _find(visit, asked, slug, day))
    return show_page(request, "plan/why.html", visit=visit, context=context)


def _find(visit: Visit, asked: PlanForm, slug: str, day: date) -> dict[str, Any]:
    plan = find_shown_plan(visit, asked, day).plan
    told = _in_words(explain(visit, plan, slug), plan.wish, visit)
    return told | {"calibration": visit.calibration_told(day)}


def find_reason(visit: Visit, asked: PlanForm, slug: str, day: date) -> ItemReason:
    """The question of this page's API path."""
    visit.catalogue_on(day).opportunity(slug)
    return explain(visit, find_plan(visit, asked, day), slug)


def explain(visit: Visit, plan: Plan, slug: str) -> ItemReason:
    """One opportunity against a plan of this visit."""
    standing = find_standing(visit, visit.ladder.role(plan.wish.target_role), plan.as_of)
    catalogue = visit.catalogue_on(plan.as_of)
    return explain_item(plan, visit.dossier, standing, visit.ladder, catalogue, slug)


def _in_words(reason: ItemReason, wish: PlanWish, visit: Visit) -> dict[str, Any]:
    presence = reason.presence
    return {
        "reason": reason,
        "takes": plan_why_words.describe_takes(reason.takes),
        "why_in": plan_why_words.describe_why_in(reason, visit.ladder),
        "why_not": plan_why_words.describe_why_not(reason, visit.ladder, wish),
        "moment": plan_why_words.describe_moment(presence.moment, wish) if presence else (),
        "adds": plan_why_words.describe_additions(reason),
        "making": plan_why_words.describe_making(reason),
        "close": [(one, plan_why_words.describe_close(one), "") for one in reason.close],
        "no_promise": wording.NO_PROMISE,
    }
