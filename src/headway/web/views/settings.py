"""Settings: your data, taken out, brought back, examined, deleted."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.errors import HeadwayError, InvalidInputError
from headway.records import carried, doctor, places, waiting_files
from headway.records.models import Fact, Person
from headway.web.files_sent import send_file
from headway.web.forms.settings import BringForm, DeleteForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form, show_page
from headway.web.views.calendar_address import find_address, find_address_for_others
from headway.web.visit import Visit, begin_visit, ensure_own


def show_settings(request: HttpRequest) -> HttpResponse:
    return _show(request, begin_visit())


def send_archive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    content = carried.pack_archive(_person(visit), places.find_workspace())
    return _send(content, "zip", "application/zip", visit)


def send_evidence(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    _person(visit)
    return _send(carried.pack_evidence(visit.dossier), "csv", "text/csv; charset=utf-8", visit)


def send_backup(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    _person(visit)
    content = carried.pack_backup(places.find_workspace())
    return _send(content, "sqlite3", "application/vnd.sqlite3", visit)


def take_file(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method != "POST":
        return redirect(f"{reverse('settings')}#bring")
    ensure_own(visit)
    form = BringForm(request.POST, request.FILES)
    if form.is_valid():
        name = waiting_files.put(form.cleaned_data["file"], now=visit.now)
        try:
            carried.look_into(name)
        except HeadwayError as error:
            waiting_files.drop(name)
            form.add_error("file", str(error))
        else:
            return redirect("settings-bring-shown", name=name)
    return _show(request, visit, form)


def show_file(request: HttpRequest, name: str) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    if request.method == "POST" and "throw_away" in request.POST:
        waiting_files.drop(name)
        return _say_done("nothing")
    brought = carried.look_into(name)
    if request.method == "POST":
        carried.take_in(name, places.find_workspace())
        return _say_done(brought.kind)
    context = {"brought": brought, "fact_count": _count_facts(visit)}
    return show_page(request, "settings/bring.html", visit=visit, context=context)


def delete_everything(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    form = DeleteForm(read_sent(request))
    if form.is_valid():
        if visit.person is not None:
            carried.erase_everything(visit.person, places.find_workspace())
        cache.clear()
        answer = _say_done("deleted")
        # What was typed and not kept yet lies in the browser.
        answer["Clear-Site-Data"] = '"storage"'
        return answer
    context = {
        "fact_count": _count_facts(visit),
        "copy_count": len(carried.list_copies(places.find_workspace())),
    }
    return show_form(request, "settings/delete.html", form, visit=visit, context=context)


def _show(request: HttpRequest, visit: Visit, form: BringForm | None = None) -> HttpResponse:
    workspace = places.find_workspace()
    # The sample is no installation of anybody's.
    findings = () if visit.is_sample else doctor.examine(workspace)
    context: dict[str, Any] = {
        "folder": workspace.folder,
        "fact_count": _count_facts(visit),
        "may_tell": visit.may_tell(visit.today),
        "is_embedded": places.is_embedded(),
        "copies": carried.list_copies(workspace),
        "calendar": find_address(request, visit),
        "calendar_for_others": find_address_for_others(visit),
        "done": request.GET.get("done", ""),
        "bring": form or BringForm(),
        "findings": findings,
        "amiss": [finding for finding in findings if not finding.ok],
    }
    status = 400 if form else 200
    return show_page(request, "settings/settings.html", visit=visit, context=context, status=status)


def _send(content: bytes, ending: str, kind: str, visit: Visit) -> HttpResponse:
    return send_file(content, kind, carried.name_file(ending, visit.today))


def _say_done(what: str) -> HttpResponse:
    return redirect(reverse("settings", query={"done": what}))


def _person(visit: Visit) -> Person:
    ensure_own(visit)
    if visit.person is None:
        raise InvalidInputError(_("There is nothing to export yet."))
    return visit.person


def _count_facts(visit: Visit) -> int:
    return Fact.objects.filter(owner=visit.person).count() if visit.person else 0
