"""Today: what you want and by when, how far it is, what comes next, and one box for what you did."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from headway.core.progress import StepProgress, find_steps
from headway.records.entries import new_key
from headway.web.entry_forms import begin_log
from headway.web.forms import AskedForm
from headway.web.frame import show_empty, show_page
from headway.web.views.gap import find_gap
from headway.web.views.standing import find_standing
from headway.web.views.tally import tally_states
from headway.web.visit import Visit, begin_visit

MOST_STEPS = 3
OVER = ("done", "cancelled")


def show_today(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day) and day != visit.today:
        return show_empty(request, "today/today.html", visit, day)
    context = {
        "asked": asked,
        "day": day,
        "aim": visit.aim(day),
        "role": visit.role("", day),
        "is_empty": visit.is_empty(day),
        "log": begin_log(new_key()) if visit.may_tell(day) else None,
    }
    return show_page(request, "today/today.html", visit=visit, context=context | _found(visit, day))


def _found(visit: Visit, day: date) -> dict[str, Any]:
    known = visit.known(day)
    role = visit.role("", day)
    steps = find_steps(known, as_of=day)
    found: dict[str, Any] = {"steps": next_steps(steps), "has_plan": bool(steps)}
    if role:
        gap = find_gap(visit, find_standing(visit, role, day), role, day)
        found["tally"] = tally_states(each.state for each in gap.expectations)
    return found


def next_steps(steps: tuple[StepProgress, ...]) -> list[StepProgress]:
    """The first three that are still to be done, in the order of their days."""
    return [step for step in steps if step.state not in OVER][:MOST_STEPS]
