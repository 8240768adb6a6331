"""One's own opportunities: added, changed, taken back, put back, imported from a table."""

from dataclasses import replace
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Fact, find_currency
from headway.core.errors import HeadwayError, UnknownNameError
from headway.core.learn import Opportunity, OwnOpportunity
from headway.formats import catalogue_table, confs_tech
from headway.formats.opportunity_cells import Reader, ReadTable
from headway.formats.opportunity_columns import COLUMNS
from headway.records import entries, opportunities
from headway.web.files_sent import send_file
from headway.web.forms.learn_own import OpportunityFileForm, OwnForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form, show_page
from headway.web.visit import Visit, begin_visit, ensure_person, find_person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_own(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    form = _form(request, visit, None)
    if request.method == "POST":
        # Before anything is read: the sample takes nothing.
        ensure_person(visit)
        if form.is_valid() and form.item:
            return _add(request, visit, form, form.item)
    return _show(request, visit, form)


def _add(request: HttpRequest, visit: Visit, form: OwnForm, item: Opportunity) -> HttpResponse:
    person = ensure_person(visit)
    same = _of_title(visit, item.title)
    if same and replace(item, slug=same.slug) != same:
        form.add_error(
            "title", _("You have an entry of this title; change that one, or name this otherwise.")
        )
        return _show(request, visit, form)
    body = OwnOpportunity(opportunity=item, source="form")
    if not same:
        key = form.cleaned_data["key"]
        entries.keep_once(person, key, body, happened_on=visit.today, recorded_at=visit.now)
    return _go_to(same or item, "now")


def _of_title(visit: Visit, title: str) -> Opportunity | None:
    wanted = title.casefold()
    own = (body.opportunity for _fact, body in visit.known(visit.today).each(OwnOpportunity))
    return next((item for item in own if item.title.casefold() == wanted), None)


def change_own(request: HttpRequest, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    current, body = _current(visit, fact)
    form = _form(request, visit, body.opportunity)
    if request.method != "POST" or not form.is_valid() or form.item is None:
        return _show(request, visit, form, current)
    if not form.is_of_now():
        return _show(request, visit, form, current)
    same = _of_title(visit, form.item.title)
    if same and same.slug != body.opportunity.slug:
        form.add_error("title", _("Another entry of yours has this title."))
        return _show(request, visit, form, current)
    changed = OwnOpportunity(opportunity=form.item, source=body.source)
    if changed != body:
        entries.change_once(
            ensure_person(visit),
            current.id,
            changed,
            happened_on=current.happened_on,
            recorded_at=visit.now,
        )
    return _go_to(form.item, "changed")


def remove_own(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(f"{reverse('learn')}?gone={entries.find_last(person, fact)}")


def restore_own(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    back = entries.find_current(person, entries.put_back(person, fact, recorded_at=visit.now))
    if back is None or not isinstance(back.body, OwnOpportunity):
        return redirect("learn")
    return _go_to(back.body.opportunity, "back")


def import_own(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method != "POST":
        return _show_import(request, visit, OpportunityFileForm(ladder=visit.ladder))
    person = ensure_person(visit)
    form = OpportunityFileForm(request.POST, request.FILES, ladder=visit.ladder)
    if not form.is_valid():
        return _show_import(request, visit, form)
    name = form.file_name
    try:
        found = _read(visit, form, name)
    except HeadwayError as error:
        # A line for each cell that is wrong.
        form.add_error("file", str(error).splitlines())
        return _show_import(request, visit, form)
    kept = opportunities.keep_own(
        person,
        visit.known(visit.today),
        found.opportunities,
        source=name[:200],
        happened_on=visit.today,
        recorded_at=visit.now,
    )
    context = {"kept": kept, "notes": found.notes, "name": name, "items": found.opportunities[:20]}
    return show_page(request, "learn/imported.html", visit=visit, context=context)


def _read(visit: Visit, form: OpportunityFileForm, name: str) -> ReadTable:
    content: bytes = form.cleaned_data["file"]
    if confs_tech.is_conferences(content):
        return confs_tech.read(content, today=visit.today, builds=form.builds, name=name)
    return catalogue_table.read(
        content,
        visit.catalogue,
        visit.ladder,
        today=visit.today,
        currency=_currency(visit),
        name=name,
    )


def remove_import(request: HttpRequest) -> HttpResponse:
    """Takes back all that one file brought."""
    visit = begin_visit()
    person = ensure_person(visit)
    source = request.POST.get("source", "")
    known = visit.known(visit.today)
    opportunities.take_back_from(person, known, source, recorded_at=visit.now)
    return redirect(f"{reverse('learn-import')}?gone={quote(source)}")


def send_template(request: HttpRequest, ending: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """An empty table to fill in."""
    visit = begin_visit()
    if ending == "xlsx":
        content = catalogue_table.write_xlsx_template(visit.catalogue, visit.ladder)
        return send_file(content, XLSX, "headway-opportunities.xlsx")
    return send_file(catalogue_table.write_template(), "text/csv", "headway-opportunities.csv")


def send_own(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """One's own entries as a table that can be imported again."""
    visit = begin_visit()
    own = [body.opportunity for _fact, body in visit.known(visit.today).each(OwnOpportunity)]
    return send_file(catalogue_table.write(own), "text/csv", "headway-own-opportunities.csv")


def _form(request: HttpRequest, visit: Visit, former: Opportunity | None) -> OwnForm:
    known = visit.known(visit.today)
    taken = [slug for slug in opportunities.own_slugs(known) if not former or slug != former.slug]
    reader = Reader(
        catalogue=visit.catalogue,
        ladder=visit.ladder,
        today=visit.today,
        currency=_currency(visit),
        taken=tuple(taken),
        slug=former.slug if former else "",
    )
    return OwnForm(
        read_sent(request),
        reader=reader,
        former=former,
        initial={"key": entries.new_key()} | ({} if former else {"currency": _currency(visit)}),
    )


def _currency(visit: Visit) -> str:
    return find_currency(visit.known(visit.today))


def _current(visit: Visit, fact: UUID) -> tuple[Fact, OwnOpportunity]:
    told = entries.find_current(find_person(visit), fact)
    current = visit.read(told) if told else None
    if current is None or not isinstance(current.body, OwnOpportunity):
        raise UnknownNameError(
            _("There is no such entry of yours here; perhaps it was taken back.")
        )
    return current, current.body


def _go_to(item: Opportunity, kept: str) -> HttpResponse:
    return redirect(f"{reverse('learn-opportunity', args=[item.slug])}?kept={kept}")


def _show(
    request: HttpRequest, visit: Visit, form: OwnForm, current: Fact | None = None
) -> HttpResponse:
    return show_form(request, "learn/own.html", form, visit=visit, context={"fact": current})


def _show_import(request: HttpRequest, visit: Visit, form: OpportunityFileForm) -> HttpResponse:
    context = {
        "columns": COLUMNS,
        "sources": opportunities.count_by_source(visit.known(visit.today)),
        "gone": request.GET.get("gone", ""),
        "may_tell": visit.may_tell(visit.today),
    }
    return show_form(request, "learn/import.html", form, visit=visit, context=context)
