"""One piece of evidence: adjusted, taken back, put back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import EvidenceItem
from headway.records import entries
from headway.records.models import Person
from headway.web.entry_forms import EntryForm
from headway.web.frame import show_page
from headway.web.views.evidence import go_to_entry, show_entry
from headway.web.visit import Visit, begin_visit, ensure_person


def show_evidence_entry(request: HttpRequest, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    told = entries.find_current(_person(visit), fact)
    current = visit.read(told) if told else None
    if current is None:
        last = entries.find_last(_person(visit), fact)
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


def _change(request: HttpRequest, visit: Visit, current: Fact) -> HttpResponse:
    form = _form(request, visit, current)
    if not form.is_valid():
        return _show(request, visit, current, form)
    begun_with = form.cleaned_data["version"]
    if begun_with != current.id and not _is_told(form, current):
        # Shown what it is now, so that sending it again is a choice and not an accident.
        form.data = request.POST.copy()
        form.data["version"] = str(current.id)
        form.add_error(None, _("This was changed meanwhile, perhaps in another tab; see below."))
        return _show(request, visit, current, form, other=current)
    day = form.cleaned_data["happened_on"]
    person, kept = ensure_person(visit), current.id
    if not _is_told(form, current):
        kept = entries.change_once(
            person, current.id, form.told(), happened_on=day, recorded_at=visit.now
        )
    return go_to_entry(visit, person, kept)


def _is_told(form: EntryForm, current: Fact) -> bool:
    """Whether the entry says already what the form does, as after sending it twice."""
    return form.told() == current.body and form.cleaned_data["happened_on"] == current.happened_on


def _form(request: HttpRequest, visit: Visit, current: Fact) -> EntryForm:
    if not isinstance(current.body, EvidenceItem):
        raise UnknownNameError(_("There is no such piece of evidence here."))
    return EntryForm(
        request.POST if request.method == "POST" else None,
        fact=current,
        item=current.body,
        ladder=visit.ladder,
        role=visit.role("", visit.today),
        today=visit.today,
    )


def _show(
    request: HttpRequest,
    visit: Visit,
    current: Fact,
    form: EntryForm,
    *,
    other: Fact | None = None,
) -> HttpResponse:
    context = {
        "fact": current,
        "form": form,
        "row": show_entry(current, visit.ladder),
        "other": show_entry(other, visit.ladder) if other else None,
        "told": request.GET.get("told", ""),
    }
    status = 400 if form.errors else 200
    return show_page(request, "evidence/entry.html", visit=visit, context=context, status=status)


def _person(visit: Visit) -> Person:
    if visit.is_sample:
        raise InvalidInputError(_("The sample person's evidence can be looked at, not changed."))
    if visit.person is None:
        raise UnknownNameError(_("There is no such entry here."))
    return visit.person
