"""Everything that has a day as one calendar: a file, and a private address that calendars ask."""

import os
from datetime import date, datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from headway.core.agenda import find_agenda
from headway.core.dossier import Dossier
from headway.formats import ical
from headway.records import calendar_key, places, private_links
from headway.web import looking
from headway.web.files_sent import send_file
from headway.web.forms.asked import AskedForm
from headway.web.visit import Visit, begin_visit, ensure_own


def send_agenda(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    day = AskedForm(visit.ladder, request.GET).day(visit.today)
    content = _write(visit, day)
    # A calendar that asks all day long is told that nothing changed.
    sign = quote_etag(sha256(content).hexdigest())
    unchanged = get_conditional_response(request, etag=sign)
    if isinstance(unchanged, HttpResponse):
        return unchanged
    answer = send_file(content, "text/calendar; charset=utf-8", "headway.ics")
    answer.headers["ETag"] = sign
    return answer


def last_told_at(known: Dossier, now: datetime) -> datetime:
    """When anything was told last: until then nothing in the calendar can have changed."""
    return max((fact.recorded_at for fact in known.facts), default=now)


def renew_address(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    ensure_own(begin_visit())
    calendar_key.renew_key(places.find_workspace())
    return redirect(f"{reverse('settings')}?done=calendar#calendar")


def revoke_address(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    ensure_own(begin_visit())
    calendar_key.revoke_key(places.find_workspace())
    return redirect(f"{reverse('settings')}?done=calendar-off#calendar")


def find_address(request: HttpRequest, visit: Visit) -> str:
    """The private address at which a calendar on this machine reads all dates; "" where there is none."""
    key = "" if visit.is_sample else calendar_key.read_key(places.find_workspace())
    return f"http://{request.get_host()}/calendar/{key}.ics" if key else ""


def find_address_for_others(visit: Visit) -> str:
    """The same at the address under which others reach this machine, where that is safe from listeners."""
    workspace = places.find_workspace()
    key = "" if visit.is_sample else calendar_key.read_key(workspace)
    address = private_links.find_address(workspace) if key else ""
    return f"{address}/calendar/{key}.ics" if address.startswith("https:") else ""


def opens(secret: str) -> bool:
    """Whether `secret` opens the calendar of the workspace that is served; a sample's has no address."""
    if looking.serves_sample() or not os.environ.get(places.FOLDER_VARIABLE):
        return False
    return calendar_key.opens(places.find_workspace(), secret)


def find_calendar(secret: str) -> bytes | None:
    """All that has a day, for the letters of the calendar's own address; None for any others."""
    if not opens(secret):
        return None
    visit = begin_visit()
    return _write(visit, visit.today)


def _write(visit: Visit, day: date) -> bytes:
    known = visit.known(day)
    return ical.write_agenda(
        find_agenda(visit.dossier, as_of=day),
        written_at=last_told_at(known, visit.now),
        owner=visit.dossier.owner,
    )
