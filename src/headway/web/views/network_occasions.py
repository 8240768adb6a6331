"""Events and memberships: added, changed, renewed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from headway.core.circle import Circle
from headway.core.dossier import find_currency
from headway.core.errors import HeadwayError
from headway.core.fact_kinds import FactBody
from headway.core.occasions import (
    check_new_event,
    check_new_membership,
    renewed,
    tell_events,
)
from headway.records import entries
from headway.web.forms.network_occasions import EventForm, MembershipForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form
from headway.web.views.network import find_circle
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person


def add_event(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    form = EventForm(read_sent(request), key=entries.new_key())
    if form.is_valid() and _is_new(form, "title", check_new_event, find_circle(visit, visit.today)):
        return _keep(visit, form.told())
    return _show(request, visit, "network/event.html", form)


def change_event(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    circle = find_circle(visit, visit.today)
    kept = circle.event(key)
    form = EventForm(read_sent(request), key=key, known=kept.event)
    if form.is_valid() and form.is_of_now():
        return _change(visit, kept.fact, kept.event, form.told(), None)
    met = next(e for e in tell_events(circle, as_of=visit.today) if e.fact == kept.fact)
    return _show(request, visit, "network/event.html", form, now=met)


def add_membership(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    form = MembershipForm(
        read_sent(request),
        key=entries.new_key(),
        currency=find_currency(visit.known(visit.today)),
    )
    circle = find_circle(visit, visit.today)
    if form.is_valid() and _is_new(form, "association", check_new_membership, circle):
        return _keep(visit, form.told())
    return _show(request, visit, "network/membership.html", form)


def change_membership(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    kept = find_circle(visit, visit.today).membership(key)
    form = MembershipForm(read_sent(request), key=key, known=kept.membership)
    if form.is_valid() and form.is_of_now():
        return _change(visit, kept.fact, kept.membership, form.told(), kept.since)
    return _show(request, visit, "network/membership.html", form, now=kept)


def renew_membership(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    kept = find_circle(visit, visit.today).membership(key)
    # The day that was shown is sent along, so that a second press renews nothing more.
    if request.POST.get("due", "") != str(kept.membership.renews_on):
        return _to_network("renewed")
    told = replace(kept.membership, renews_on=renewed(kept.membership))
    _change(visit, kept.fact, kept.membership, told, kept.since)
    return _to_network("renewed")


def _is_new(
    form: EventForm | MembershipForm, field: str, check: Callable[..., object], circle: Circle
) -> bool:
    """Whether nothing like it is noted; says beside the field where there is."""
    try:
        check(circle, form.told())
    except HeadwayError as error:
        form.add_error(field, str(error))
        return False
    return True


def _keep(visit: Visit, body: FactBody) -> HttpResponse:
    key: UUID = getattr(body, "key")  # noqa: B009  # only bodies with a key come here
    person = ensure_person(visit)
    entries.keep_once(person, key, body, happened_on=visit.today, recorded_at=visit.now)
    return _to_network("kept")


def _change(
    visit: Visit, fact: UUID, before: FactBody, body: FactBody, since: date | None
) -> HttpResponse:
    if body != before:
        person = ensure_person(visit)
        current = entries.find_current(person, fact)
        day = since or (current.happened_on if current else visit.today)
        entries.change_once(person, fact, body, happened_on=day, recorded_at=visit.now)
    return _to_network("changed")


def _to_network(told: str) -> HttpResponse:
    return redirect(f"{reverse('network')}?kept={told}")


def _show(
    request: HttpRequest,
    visit: Visit,
    template: str,
    form: EventForm | MembershipForm,
    now: object = None,
) -> HttpResponse:
    return show_form(request, template, form, visit=visit, context={"now": now})
