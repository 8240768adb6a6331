"""People from a file, chosen row by row, and everybody as a file."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from headway.core.dossier import DraftFact
from headway.core.errors import HeadwayError
from headway.core.people import Contact
from headway.formats import linkedin_connections, vcard
from headway.records import people_import, people_table, waiting_files
from headway.web.files_sent import send_file
from headway.web.forms.told import FileForm
from headway.web.frame import show_form, show_page
from headway.web.views.network import find_circle
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person

ROWS_ON_A_PAGE = 50


class ConnectionsForm(FileForm):
    """LinkedIn's connections."""

    label = gettext_lazy("LinkedIn's zip, or its Connections.csv")
    accept = ".zip,.csv,application/zip,text/csv"
    too_large = gettext_lazy("This file is larger than 24 MB; ask for connections alone.")


class ChooseForm(forms.Form):
    """The rows that are chosen, by their numbers in the file."""

    rows = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, told: Any, numbers: range) -> None:
        super().__init__(told)
        field = self.fields["rows"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(number, number) for number in numbers]


def take_connections(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    form = ConnectionsForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        content = form.cleaned_data["file"]
        try:
            linkedin_connections.read(content, as_of=visit.today)
        except HeadwayError as error:
            form.add_error("file", str(error))
        else:
            name = waiting_files.put(content, now=visit.now)
            return redirect("network-import-shown", name=name)
    return show_form(request, "network/import.html", form, visit=visit)


def show_connections(request: HttpRequest, name: str) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    if request.method == "POST" and "throw_away" in request.POST:
        waiting_files.drop(name)
        return redirect(f"{reverse('network')}?kept=nothing")
    found = linkedin_connections.read(waiting_files.read(name), as_of=visit.today)
    kept = 0
    if request.method == "POST":
        form = ChooseForm(request.POST, range(len(found)))
        chosen = [found[n] for n in form.cleaned_data["rows"]] if form.is_valid() else []
        kept = len(people_import.keep_people(person, chosen, visit.ladder, recorded_at=visit.now))
    return _show(request, visit, found, people_import.known_keys(person), kept)


def _show(
    request: HttpRequest, visit: Visit, found: tuple[DraftFact, ...], known: set[Any], kept: int
) -> HttpResponse:
    words = request.GET.get("q", "").casefold().split()
    rows = [
        (number, draft.body, draft.body.key in known)
        for number, draft in enumerate(found)
        if isinstance(draft.body, Contact) and all(w in _searched(draft.body) for w in words)
    ]
    page: Page[Any] = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "count": len(found),
        "words": request.GET.get("q", ""),
        "kept": kept,
        "was_sent": request.method == "POST",
    }
    return show_page(request, "network/choose.html", visit=visit, context=context)


def _searched(contact: Contact) -> str:
    return f"{contact.name} {contact.title} {contact.organisation}".casefold()


def send_table(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    people = find_circle(visit, visit.today).people.values()
    return send_file(people_table.write_people(people), "text/csv; charset=utf-8", "people.csv")


def send_cards(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    people = find_circle(visit, visit.today).people.values()
    ordered = sorted((p.contact for p in people), key=lambda c: (c.name.casefold(), str(c.key)))
    return send_file(vcard.write(ordered).encode(), "text/vcard; charset=utf-8", "people.vcf")
