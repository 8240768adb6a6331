"""Closed packets: kept whole with what people decided, looked at again, taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Fact
from headway.core.errors import UnknownNameError
from headway.core.packet import (
    ClosedDocument,
    Closing,
    find_near,
    find_redactions,
    list_closed,
    tell_closing,
)
from headway.core.packet_draft import ClosedPacket
from headway.core.redaction import Redactions
from headway.core.wording.packet import describe_decision
from headway.formats import packet_document
from headway.records import bridge, entries
from headway.web.forms.packet import DecisionForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form
from headway.web.views.packet import (
    asked_role,
    find_packet,
    send_markdown,
    send_pdf,
    show_lines,
)
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person


def find_all_closed(visit: Visit, day: date) -> tuple[Closing, ...]:
    """The question of the API's path: as `headway packet list` answers it."""
    return list_closed(visit.known(day))


def close_packet(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    packet = find_packet(visit, asked_role(request, visit), visit.today)
    form = _form(request, visit, {"key": entries.new_key(), "decision": "waiting"})
    if request.method == "POST" and form.is_valid():
        closed = ClosedPacket(
            document=bridge.document_of(packet), role=packet.role, role_title=packet.role_title
        )
        kept = entries.keep_once(
            ensure_person(visit),
            form.cleaned_data["key"],
            form.told(closed, _redactions(visit)),
            happened_on=visit.today,
            recorded_at=visit.now,
        )
        return redirect(_address(kept, told="now"))
    context = {
        "packet": packet,
        "query": f"target={packet.role}",
        "near": find_near(packet, _redactions(visit)),
    }
    return show_form(request, "packet/close.html", form, visit=visit, context=context)


def show_closed(request: HttpRequest, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    current = _current(visit, fact)
    if current is None:
        return redirect(reverse("packet", query={"gone": _last(visit, fact)}))
    kept, closed = current
    form = _form(request, visit, _as_decided(closed, visit))
    if request.method == "POST" and form.is_valid():
        told = form.told(closed, _redactions(visit))
        # The address is that of the decision which the form began with.
        if told == closed or kept.id == fact:
            return _decide(visit, kept, told)
        form.add_error(None, _("This was changed meanwhile, perhaps in another tab; see above."))
    if request.method != "POST" and kept.id != fact:
        return redirect("packet-closed", fact=kept.id)
    document = _document(kept, closed)
    context = {
        "fact": kept,
        "closing": document.closing,
        "decision": describe_decision(document.closing),
        "told": request.GET.get("told", ""),
        **show_lines(document.packet, document.packet.lines, visit.ladder),
    }
    return show_form(request, "packet/closed.html", form, visit=visit, context=context)


def _decide(visit: Visit, kept: Fact, told: ClosedPacket) -> HttpResponse:
    id_ = kept.id
    if told != kept.body:
        id_ = entries.change_once(
            ensure_person(visit),
            kept.id,
            told,
            happened_on=kept.happened_on,
            recorded_at=visit.now,
        )
    return redirect(_address(id_, told="decision"))


def send_closed(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    document = _sendable(fact)
    return send_markdown(document.packet, _file_name(document), document.closing)


def send_closed_as_pdf(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    document = _sendable(fact)
    return send_pdf(document.packet, _file_name(document), document.closing)


def remove_closed(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    last = _last(visit, fact)
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(reverse("packet", query={"gone": last}))


def restore_closed(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    _last(visit, fact)
    return redirect(_address(entries.put_back(person, fact, recorded_at=visit.now), told="again"))


def _sendable(fact: UUID) -> ClosedDocument:
    """The closed packet as it is now; raises UnknownNameError for one that is not, or is taken back."""
    current = _current(begin_visit(), fact)
    if current is None:
        raise UnknownNameError(_("That closed packet was taken back; the Packet page has it."))
    return _document(*current)


def _file_name(document: ClosedDocument) -> str:
    return f"packet-{document.closing.role}-{document.closing.closed_on}"


def _current(visit: Visit, fact: UUID) -> tuple[Fact, ClosedPacket] | None:
    """The closed packet as it is now; None if it was taken back."""
    _last(visit, fact)
    found = entries.find_current(ensure_person(visit), fact)
    if found is None or not isinstance(found.body, ClosedPacket):
        return None
    return found, found.body


def _last(visit: Visit, fact: UUID) -> UUID:
    """Its last version; raises UnknownNameError for what is no closed packet of this person."""
    if visit.is_sample or visit.person is None:
        raise UnknownNameError(_("There is no such closed packet here."))
    last = entries.find_last(visit.person, fact)
    if not any(f.id == last and isinstance(f.body, ClosedPacket) for f in visit.dossier.facts):
        raise UnknownNameError(_("There is no such closed packet here."))
    return last


def _document(fact: Fact, closed: ClosedPacket) -> ClosedDocument:
    return ClosedDocument(
        closing=tell_closing(fact, closed), packet=packet_document.read(closed.document)
    )


def _redactions(visit: Visit) -> Redactions:
    return find_redactions(visit.known(visit.today))


def _form(request: HttpRequest, visit: Visit, initial: dict[str, Any]) -> DecisionForm:
    return DecisionForm(
        read_sent(request),
        today=visit.today,
        initial={"decided_on": visit.today, **initial},
    )


def _as_decided(closed: ClosedPacket, visit: Visit) -> dict[str, Any]:
    return {
        "key": entries.new_key(),
        "decision": closed.decision,
        "decided_by": closed.decided_by,
        "decided_on": closed.decided_on or visit.today,
        "reasons": closed.reasons,
    }


def _address(fact: UUID, *, told: str) -> str:
    return f"{reverse('packet-closed', args=[fact])}?told={told}"
