"""What does not apply to the person: an expectation is set aside with a reason, and taken back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.gap import AsideExpectation, ExpectationGap, find_set_aside
from headway.core.ladder import Role
from headway.core.set_aside import SetAside
from headway.core.wording import packet as packet_words
from headway.records import entries
from headway.web.forms.gap_aside import AsideForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form
from headway.web.views.gap import find_gap
from headway.web.views.packet import asked_role
from headway.web.views.standing import find_standing
from headway.web.visit import Visit, begin_visit, ensure_person


def put_aside(request: HttpRequest, slug: str) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    role = asked_role(request, visit)
    expectation = _find(visit, role, slug)
    before = find_set_aside(visit.known(visit.today), role.slug).get(slug)
    reason = before.body.reason if before and isinstance(before.body, SetAside) else ""
    form = AsideForm(read_sent(request), initial={"key": entries.new_key(), "reason": reason})
    if form.is_valid() and form.is_of_now():
        body = SetAside(role=role.slug, expectations=(slug,), reason=form.tidied("reason"))
        fact = _keep(visit, before, body, form.cleaned_data["key"])
        return redirect(_address(role.slug, "kept", fact))
    said = packet_words.say_set_aside(expectation)
    context = {"role": role, "slug": slug, "said": said}
    return show_form(request, "gap/aside.html", form, visit=visit, context=context)


def remove_aside(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    told = _told(visit, fact)
    person = ensure_person(visit)
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(_address(told.role, "gone", entries.find_last(person, fact)))


def restore_aside(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    told = _told(visit, fact)
    again = entries.put_back(ensure_person(visit), fact, recorded_at=visit.now)
    return redirect(_address(told.role, "kept", again))


def _find(visit: Visit, role: Role, slug: str) -> ExpectationGap | AsideExpectation:
    day = visit.today
    gap = find_gap(visit, find_standing(visit, role, day), role, day)
    every: list[ExpectationGap | AsideExpectation] = [*gap.expectations, *gap.set_aside]
    found = next((x for x in every if x.slug == slug), None)
    if found is None:
        raise UnknownNameError(
            _("That role does not ask for this; the page Gap lists what it asks.")
        )
    return found


def _keep(visit: Visit, before: Fact | None, body: SetAside, key: UUID) -> UUID:
    person, day, moment = ensure_person(visit), visit.today, visit.now
    if before is None:
        return entries.keep_once(person, key, body, happened_on=day, recorded_at=moment)
    if before.body == body:
        return before.id
    return entries.change_once(person, before.id, body, happened_on=day, recorded_at=moment)


def _told(visit: Visit, fact: UUID) -> SetAside:
    """What the fact says in the names of today; raises InvalidInputError if it is of another kind."""
    told = visit.read(entries.find_version(ensure_person(visit), fact)).body
    if not isinstance(told, SetAside):
        raise InvalidInputError(
            _("That is nothing you set aside; the page Gap lists what you did.")
        )
    return told


def _address(role: str, word: str, fact: UUID) -> str:
    return reverse("gap", query={"target": role, word: str(fact)})
