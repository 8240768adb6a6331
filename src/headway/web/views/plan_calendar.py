"""The plan of the page as a file for a calendar."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from headway.core.errors import InvalidInputError
from headway.core.plan import find_gone
from headway.formats import ical
from headway.web.files_sent import send_file
from headway.web.views.plan import can_be_planned, find_shown_plan, read_form
from headway.web.visit import begin_visit


def send_calendar(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = read_form(visit, request.GET)
    day = asked.day(visit.today)
    if not can_be_planned(asked):
        raise InvalidInputError(_("Say first which role you want, by when, and what you can give."))
    plan = find_shown_plan(visit, asked, day).plan
    content = ical.write(
        plan,
        written_at=visit.now,
        owner=visit.dossier.owner,
        gone=find_gone(visit.dossier, plan),
    )
    return send_file(content, "text/calendar; charset=utf-8", "headway-plan.ics")
