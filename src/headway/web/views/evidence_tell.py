"""A piece of evidence told whole: from nothing, or filled in from something that stands here already."""

from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Dossier
from headway.core.errors import UnknownNameError
from headway.core.evidence import EvidenceItem
from headway.core.evidence_offers import EvidenceOffer, find_made, offer_evidence
from headway.records import entries
from headway.records.models import Person
from headway.web.forms.evidence_entry import EntryForm
from headway.web.frame import show_form
from headway.web.views.evidence import go_to_entry, suggest_tags
from headway.web.views.evidence_entry import find_sent, keep_sent
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person


def tell_evidence(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    offer = _find_offer(visit.known(visit.today), request.GET.get("of", ""))
    made = _find_made(visit, offer)
    if made and request.method != "POST":
        return redirect(f"{reverse('evidence-entry', args=[made])}?told=made")
    form = _form(request, visit, offer)
    if form.is_bound and keep_sent(visit, form) and form.is_valid():
        person, key = ensure_person(visit), form.cleaned_data["version"]
        item, day = _told(visit, form), form.cleaned_data["happened_on"]
        if not _stands_already(visit, person, entries.identify(key, item, day), item, day):
            kept = entries.keep_once(person, key, item, happened_on=day, recorded_at=visit.now)
            return go_to_entry(visit, person, kept)
        form.add_error("text", _("This is kept already for that day; change it there."))
    return show_form(request, "evidence/tell.html", form, visit=visit, context={"offer": offer})


def _find_offer(known: Dossier, asked: str) -> EvidenceOffer | None:
    if not asked:
        return None
    try:
        return offer_evidence(known, UUID(asked))
    except ValueError:
        raise UnknownNameError(_("There is nothing here that could be told as evidence.")) from None


def _find_made(visit: Visit, offer: EvidenceOffer | None) -> UUID | None:
    """The evidence that was made of it before, if it was."""
    return find_made(visit.known(visit.today)).get(offer.fact) if offer else None


def _form(request: HttpRequest, visit: Visit, offer: EvidenceOffer | None) -> EntryForm:
    is_sent = request.method == "POST"
    return EntryForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        version=entries.new_key(),
        item=offer.item if offer else EvidenceItem(text="", source="log"),
        happened_on=offer.happened_on if offer else visit.today,
        ladder=visit.ladder,
        role=visit.role("", visit.today),
        today=visit.today,
        find_file=partial(find_sent, visit.person),
    )


def _told(visit: Visit, form: EntryForm) -> EvidenceItem:
    """What the form tells, with candidates from its words where no competency was named."""
    item = form.told()
    return item if item.tags else replace(item, tags=suggest_tags(item.text, visit.phrases))


def _stands_already(visit: Visit, person: Person, id_: UUID, item: EvidenceItem, day: date) -> bool:
    """Whether the same was told before, and not by this same form sent twice."""
    rows = entries.current_facts(person, EvidenceItem, as_of=visit.today)
    same = rows.filter(happened_on=day, body__text=item.text)
    return same.exclude(pk=id_).exists()
