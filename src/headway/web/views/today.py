"""Today: what you want and by when, how far it is, what comes next, and one box for what you did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from headway.core.asking import find_new_answers
from headway.core.dossier import Dossier
from headway.core.due import Due, due_on
from headway.core.evidence import EvidenceItem
from headway.core.progress import StepProgress, find_steps
from headway.core.wording import STEP_STATES
from headway.core.wording.asking import describe_new_answer
from headway.core.wording.people import describe_due
from headway.records.entries import new_key
from headway.web.forms.asked import AskedForm
from headway.web.forms.evidence_entry import begin_log
from headway.web.frame import show_empty, show_page
from headway.web.views.gap import find_gap, is_unseen
from headway.web.views.standing import find_standing
from headway.web.views.tally import tally_states
from headway.web.visit import Visit, begin_visit

MOST_STEPS = 3
OVER = ("done", "cancelled")


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """Something due: in words, by when, and where to see to it."""

    on: date
    text: str
    address: str
    is_past: bool


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
    found: dict[str, Any] = {
        "steps": [(step, STEP_STATES[step.state]) for step in next_steps(steps)],
        "has_plan": bool(steps),
        "due": list(show_due(known, day)),
        "draft_count": sum(item.is_draft for _, item in known.each(EvidenceItem)),
        "answers": [
            (told, describe_new_answer(told)) for told in find_new_answers(known, as_of=day)
        ],
    }
    if role:
        gap = find_gap(visit, find_standing(visit, role, day), role, day)
        found["is_unseen"] = is_unseen(gap)
        found["tally"] = tally_states(each.state for each in gap.expectations)
    return found


def next_steps(steps: tuple[StepProgress, ...]) -> list[StepProgress]:
    """The first three that are still to be done, in the order of their days."""
    return [step for step in steps if step.state not in OVER][:MOST_STEPS]


def show_due(known: Dossier, day: date) -> Iterator[DueRow]:
    """What is overdue, or due within a week, the longest overdue first."""
    for due in due_on(known, day):
        yield DueRow(
            on=due.on, text=describe_due(due), address=_address_of(due), is_past=due.on < day
        )


def _address_of(due: Due) -> str:
    """The page on which one sees to it."""
    if due.word == "mentors":
        return reverse("mentors-one", args=[due.key])
    if due.kind in ("step", "talk"):
        return f"{reverse('learn-talks')}#t-{due.key}"
    if due.kind == "certificate":
        return reverse("learn-taken")
    if due.kind == "reply":
        return reverse("ratings")
    if due.kind == "in touch":
        return reverse("network-person", args=[due.key])
    return f"{reverse('network')}#{due.kind}-{due.key}"
