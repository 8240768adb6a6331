"""One piece of evidence: adjusted, taken back, put back, and its files."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Fact
from headway.core.errors import HeadwayError, UnknownNameError
from headway.core.evidence import AttachedFile, EvidenceItem, without_file
from headway.core.wording import say_size
from headway.records import access, attachments, entries, evidence_files
from headway.records.models import Person
from headway.web.files_sent import send_kept
from headway.web.forms.evidence_entry import EntryForm
from headway.web.frame import show_form, show_page
from headway.web.views.evidence import go_to_entry, show_entry
from headway.web.visit import Visit, begin_visit, ensure_person, find_person

MOST_TAKEN_OFF = 10


def show_evidence_entry(request: HttpRequest, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    told = entries.find_current(find_person(visit), fact)
    current = visit.read(told) if told else None
    if current is None:
        last = entries.find_last(find_person(visit), fact)
        context = {"last_id": last, "typed": request.POST.get("text", "")}
        return show_page(request, "evidence/gone.html", visit=visit, context=context)
    if request.method == "POST":
        return _change(request, visit, current)
    if current.id != fact:
        return redirect("evidence-entry", fact=current.id)
    return _show(request, visit, current, _form(request, visit, current))


def remove_evidence(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(f"{reverse('evidence')}?gone={entries.find_last(person, fact)}")


def restore_evidence(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    back = entries.put_back(person, fact, recorded_at=visit.now)
    return go_to_entry(visit, person, back)


def send_evidence_file(request: HttpRequest, fact: UUID, sha256: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    person = find_person(begin_visit())
    file = evidence_files.find_on(person, fact, sha256)
    return send_kept(attachments.read_file(person, sha256), file)


def put_on_file(request: HttpRequest, fact: UUID, sha256: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    kept = evidence_files.put_on_again(ensure_person(visit), fact, sha256, recorded_at=visit.now)
    return redirect(f"{reverse('evidence-entry', args=[kept])}?told=file")


def _change(request: HttpRequest, visit: Visit, current: Fact) -> HttpResponse:
    form = _form(request, visit, current)
    if not (keep_sent(visit, form) and form.is_valid()):
        return _show(request, visit, current, form)
    begun_with = form.cleaned_data["version"]
    told, day = _told(form), form.cleaned_data["happened_on"]
    is_told = (told, day) == (current.body, current.happened_on)
    if begun_with != current.id and not is_told:
        # Shown what it is now, so that sending it again is a choice and not an accident.
        form.data = request.POST.copy()
        form.data["version"] = str(current.id)
        form.add_error(None, _("This was changed meanwhile, perhaps in another tab; see below."))
        return _show(request, visit, current, form, other=current)
    person, kept = ensure_person(visit), current.id
    if not is_told:
        kept = entries.change_once(person, current.id, told, happened_on=day, recorded_at=visit.now)
    if off := form.data.get("off"):
        return redirect(reverse("evidence-entry", args=[kept], query={"off": off}))
    return go_to_entry(visit, person, kept)


def _told(form: EntryForm) -> EvidenceItem:
    """What a valid form tells, without the file that its button takes off."""
    told, off = form.told(), form.data.get("off", "")
    if not off:
        return told
    # Taking a file off is not yet a word on a draft.
    return replace(without_file(told, off), is_draft=form.item.is_draft)


def keep_sent(visit: Visit, form: EntryForm) -> bool:
    """Keeps the files that came with the form, so that none is lost where something else is wrong with it.

    Says beside their field where that can't be.
    """
    form.full_clean()
    try:
        for file, content in form.contents.items():
            attachments.keep_file(ensure_person(visit), file.name, content, recorded_at=visit.now)
    except HeadwayError as error:
        form.add_error("attached", str(error))
        return False
    form.note_kept(form.contents)
    return True


def find_sent(person: Person | None, sha256: str, name: str) -> AttachedFile:
    """A file that came with a form before; raises UnknownNameError."""
    if person is None:
        raise UnknownNameError(_("There is no such file here."))
    return attachments.find_file(person, sha256, name)


def _form(request: HttpRequest, visit: Visit, current: Fact) -> EntryForm:
    if not isinstance(current.body, EvidenceItem):
        raise UnknownNameError(_("There is no such piece of evidence here."))
    is_sent = request.method == "POST"
    return EntryForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        version=current.id,
        item=current.body,
        happened_on=current.happened_on,
        ladder=visit.ladder,
        role=visit.role("", visit.today),
        today=visit.today,
        find_file=partial(find_sent, visit.person),
    )


def _show(
    request: HttpRequest,
    visit: Visit,
    current: Fact,
    form: EntryForm,
    *,
    other: Fact | None = None,
) -> HttpResponse:
    row = show_entry(current, visit.ladder)
    context = {
        "fact": current,
        "row": row,
        "is_suggested": row.item.source == "log" and form.has_candidates,
        "other": show_entry(other, visit.ladder) if other else None,
        "may_ask": access.reveals_raters()
        and not row.item.is_draft
        and row.item.support == "claimed",
        "told": request.GET.get("told", ""),
        "off": request.GET.get("off", ""),
        "taken_off": [
            (file, say_size(file.byte_count))
            for file in evidence_files.list_taken_off(find_person(visit), current.id)[
                :MOST_TAKEN_OFF
            ]
        ],
    }
    return show_form(request, "evidence/entry.html", form, visit=visit, context=context)
