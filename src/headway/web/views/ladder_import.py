"""Bringing in another house's ladder: its files are read, shown, and kept as a version only after a yes."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.errors import HeadwayError, UnknownNameError
from headway.core.ladder import Ladder
from headway.core.ladder_likeness import find_share
from headway.core.ladder_quality import check_quality
from headway.core.wording.ladder import describe_remark
from headway.formats import built_in
from headway.formats.ladders.bundle import OWN_FORM, Bundle, pack, read_bundle, unpack
from headway.formats.ladders.report import LadderImport, Remark
from headway.records import ladders, waiting_files
from headway.web.forms.ladder_import import KeepLadderForm, LadderFilesForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form, show_page
from headway.web.visit import Visit, begin_visit, ensure_person

MOST_SHOWN, MOST_PLACES = 40, 8
# From this share of competencies of one name on the next version of a kept ladder is proposed; our judgement.
LIKELY = 0.5


def bring_files(form: LadderFilesForm, *, now: datetime) -> str:
    """Sets the files of a valid form aside; what is wrong with them is told beside its fields."""
    bundle = form.bundle(_find_brought(form.cleaned_data["waits"]))
    if not bundle.files:
        form.add_error("brought", _("Choose a file first."))
        return ""
    name = waiting_files.put(pack(bundle), now=now)
    try:
        read_bundle(bundle, only=form.cleaned_data["only"])
    except HeadwayError as error:
        for sentence in str(error).splitlines():
            form.add_error("brought", sentence)
    return name


def name_brought(waits: str) -> tuple[str, ...]:
    """The names of the files that wait under that name, so that nobody has to bring them again."""
    bundle = _find_brought(waits)
    return tuple(file.name for file in bundle.files) if bundle else ()


def to_import(name: str, only: str) -> HttpResponse:
    """To the page that shows what was read."""
    return redirect(reverse("ladder-import", args=[name], query={"only": only} if only else None))


def show_import(request: HttpRequest, name: str) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    if "throw_away" in request.POST:
        waiting_files.drop(name)
        return redirect(f"{reverse('ladder-versions')}#bring")
    bundle, only = unpack(waiting_files.read(name)), request.GET.get("only", "").strip()
    try:
        found = read_bundle(bundle, only=only)
    except HeadwayError as error:
        context = {
            "only": only,
            "asks_for_part": True,
            "trouble": str(error).splitlines(),
        }
        return show_page(request, "ladder/import.html", visit=visit, context=context, status=400)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid() and (kept := _keep(visit, bundle, only, form)):
        waiting_files.drop(name)
        there = reverse("ladder-version", args=[kept.slug, kept.version], query={"kept": 1})
        return redirect(f"{there}#page")
    is_large = max(len(found.ladder.roles), len(found.ladder.competencies)) > MOST_SHOWN
    asks_for_part = found.report.form != OWN_FORM and bool(only or is_large)
    context = _shown(found) | {"only": only, "asks_for_part": asks_for_part}
    return show_form(request, "ladder/import.html", form, visit=visit, context=context)


def _form(request: HttpRequest, found: LadderImport) -> KeepLadderForm:
    shipped = built_in.ladder().slug
    kept: dict[str, list[tuple[str, str]]] = {}
    alike: dict[str, float] = {}
    for each in ladders.list_ladders():
        if each.slug != shipped:
            ladder = ladders.read_kept(each)
            kept.setdefault(each.slug, []).append((each.version, ladder.title))
            alike.setdefault(each.slug, find_share(ladder, found.ladder))
    likely = max(alike, key=lambda slug: alike[slug], default="")
    return KeepLadderForm(
        read_sent(request),
        read=found,
        kept=kept,
        taken=frozenset({shipped}),
        likely=likely if alike.get(likely, 0.0) >= LIKELY else "",
    )


def _keep(
    visit: Visit, bundle: Bundle, only: str, form: KeepLadderForm
) -> ladders.KeptLadder | None:
    """The version that is kept as the form says; None with what is wrong beside the field."""
    try:
        ladder = _as_told(bundle, only, form)
        if ladder is None:
            return None
        return ladders.publish_ladder(ladder, shipped=built_in.ladder(), recorded_at=visit.now)
    except HeadwayError as error:
        form.add_error("version" if "version" in form.fields else None, str(error))
        return None


def _as_told(bundle: Bundle, only: str, form: KeepLadderForm) -> Ladder | None:
    ladder = form.read.ladder
    if form.read.report.form == OWN_FORM:
        return ladder
    order = form.order()
    if order is not None:
        before = bundle.order.content + b"\n" if bundle.order else b""
        side = replace(order, content=before + order.content)
        ladder = read_bundle(replace(bundle, order=side), only=only).ladder
        if wrong := form.find_unordered(ladder):
            form.add_error(wrong, _("The files tell this order themselves; leave it as it was."))
            return None
    told = form.cleaned_data
    return replace(ladder, slug=form.slug, title=told["title"], version=told["version"])


def _shown(found: LadderImport) -> dict[str, Any]:
    ladder, report = found.ladder, found.report
    remarks = (
        (_("Guessed, since the files do not say"), report.guessed),
        (_("Odd, kept as it stands"), report.noticed),
        (_("Left out"), report.dropped),
    )
    return {
        "ladder": ladder,
        "report": report,
        "counts": [(number, what) for what, number in report.read.items() if number],
        "remarks": [(title, [_say(each) for each in told]) for title, told in remarks if told],
        "roles": ladder.roles[:MOST_SHOWN],
        "more_roles": max(0, len(ladder.roles) - MOST_SHOWN),
        "competencies": ladder.competencies[:MOST_SHOWN],
        "more_competencies": max(0, len(ladder.competencies) - MOST_SHOWN),
        "problem_count": len(check_quality(ladder)) if report.form == OWN_FORM else 0,
    }


def _say(remark: Remark) -> str:
    return describe_remark(remark.text, remark.places, most=MOST_PLACES)


def _find_brought(name: str) -> Bundle | None:
    with suppress(UnknownNameError):
        return unpack(waiting_files.read(name))
    return None
