"""The plan of the page as a file for a calendar."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from headway.core.errors import InvalidInputError
from headway.formats import ical
from headway.web.views.plan import find_plan, read_form, whole_wish
from headway.web.visit import begin_visit


def send_calendar(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = read_form(visit, request.GET)
    day = asked.day(visit.today)
    if not asked.is_valid() or not asked.answers["target"]:
        raise InvalidInputError(_("Say first which role you want, by when, and what you can give."))
    plan = find_plan(visit, whole_wish(visit, asked, day), day)
    return HttpResponse(
        ical.write(plan, written_at=visit.now, owner=visit.dossier.owner),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="headway-plan.ics"'},
    )
