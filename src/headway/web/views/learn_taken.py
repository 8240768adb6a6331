"""What was taken: the log of continuing development, one entry of it, and the files of certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.development import LearningEntry, evidence_of_learning
from headway.core.development_log import DevelopmentLog, TakenItem, Total, tell_log
from headway.core.dossier import Fact, find_currency
from headway.core.errors import HeadwayError, UnknownNameError
from headway.core.money import plain_amount
from headway.core.wording.development import (
    SHARED_EQUALLY,
    describe_expiry,
    describe_total,
    describe_what_it_took,
)
from headway.core.wording.ladder import name_competency
from headway.records import attachments, entries
from headway.web.files_sent import send_kept
from headway.web.forms.asked import AskedForm
from headway.web.forms.learn_taken import TakenForm, shown
from headway.web.frame import show_empty, show_form, show_page
from headway.web.making_evidence import find_offered
from headway.web.taken_back import find_just_taken_back, list_taken_back
from headway.web.visit import Visit, begin_visit, ensure_person, find_person

ON_A_PAGE = 30


@dataclass(frozen=True, kw_only=True)
class TakenRow:
    """One thing that was taken, as the log shows it."""

    item: TakenItem
    sentence: str
    about: str


def find_taken(visit: Visit, day: date) -> DevelopmentLog:
    """The question of this part's API path: as `headway learn taken` answers it."""
    return tell_log(visit.dossier, visit.catalogue_on(day), as_of=day)


def show_taken(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day) and day != visit.today:
        return show_empty(request, "learn/empty.html", visit, day)
    log = find_taken(visit, day)
    page = Paginator(log.items, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "asked": asked,
        "day": day,
        "page": page,
        "rows": [_row(item, visit) for item in page],
        "years": _totals(log.by_year),
        "competencies": _totals(log.by_competency, visit),
        "expiries": [(expiry, describe_expiry(expiry)) for expiry in log.expiries],
        "shared_equally": SHARED_EQUALLY,
        "may_tell": visit.may_tell(day),
        "offered": find_offered(visit, day),
        "kept": request.GET.get("kept", ""),
        "just_taken_back": find_just_taken_back(
            request, list_taken_back(visit, day, LearningEntry)
        ),
    }
    return show_page(request, "learn/taken.html", visit=visit, context=context)


def add_taken(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    form = _form(request, visit, None, _start(visit, request.GET.get("opportunity", "")))
    if form.is_bound and form.is_valid() and _keep_file(visit, form):
        entry = form.told()
        evidence = evidence_of_learning(entry)
        day = form.cleaned_data["happened_on"]
        entries.keep_all_once(
            person,
            form.cleaned_data["key"],
            (entry, evidence) if evidence else (entry,),
            happened_on=day,
            recorded_at=visit.now,
        )
        return _go_to(entries.identify(form.cleaned_data["key"], entry, day))
    return _show(request, visit, form)


def change_taken(request: HttpRequest, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    current, entry = _current(visit, fact)
    cost = "" if entry.cost_minor is None else plain_amount(entry.cost_minor, entry.currency)
    currency = find_currency(visit.known(visit.today))
    start = shown(entry, current.happened_on, cost, currency) | {"key": entries.new_key()}
    form = _form(request, visit, entry, start)
    if form.is_bound and form.is_valid() and form.is_of_now() and _keep_file(visit, form):
        kept = entries.change_once(
            ensure_person(visit),
            current.id,
            form.told(),
            happened_on=form.cleaned_data["happened_on"],
            recorded_at=visit.now,
        )
        return _go_to(kept)
    return _show(request, visit, form, fact=current)


def remove_taken(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    _current(visit, fact)
    person = ensure_person(visit)
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(reverse("learn-taken", query={"gone": entries.find_last(person, fact)}))


def restore_taken(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    taken = list_taken_back(visit, visit.today, LearningEntry)
    if all(each.fact.id != fact for each in taken):
        raise UnknownNameError(_("There is no such entry to put back."))
    return _go_to(entries.put_back(person, fact, recorded_at=visit.now))


def send_file(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    _fact, entry = _current(visit, fact)
    file = entry.certificate.file if entry.certificate else None
    if file is None:
        raise UnknownNameError(_("This entry has no file."))
    return send_kept(attachments.read_file(ensure_person(visit), file.sha256), file)


def _form(
    request: HttpRequest, visit: Visit, former: LearningEntry | None, start: dict[str, object]
) -> TakenForm:
    is_sent = request.method == "POST"
    return TakenForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        ladder=visit.ladder,
        catalogue=visit.catalogue,
        today=visit.today,
        former=former,
        initial=start,
    )


def _start(visit: Visit, slug: str) -> dict[str, object]:
    """What an entry begins with: nothing, or what the catalogue and the plan know of an opportunity."""
    currency = find_currency(visit.known(visit.today))
    start: dict[str, object] = {
        "key": entries.new_key(),
        "happened_on": visit.today,
        "currency": currency,
    }
    if not slug:
        return start
    known = visit.catalogue.opportunity(slug)
    done = next((i for i in find_taken(visit, visit.today).items if i.opportunity == slug), None)
    told: dict[str, object] = {
        "opportunity": known.slug,
        "title": known.title,
        "kind": known.kind,
        "provider": known.provider,
        "competencies": [builds.competency for builds in known.builds],
    }
    if done and done.from_plan:
        cost = "" if done.cost_minor is None else plain_amount(done.cost_minor, done.currency)
        told |= {
            "happened_on": done.finished_on,
            "hours": done.hours,
            "cost": cost,
            "currency": done.currency or currency,
            "reflection": done.reflection,
        }
    return start | told


def _keep_file(visit: Visit, form: TakenForm) -> bool:
    """Keeps what was attached; says beside its field where that can't be."""
    if form.content:
        name = form.cleaned_data["file"].name
        try:
            attachments.keep_file(ensure_person(visit), name, form.content, recorded_at=visit.now)
        except HeadwayError as error:
            form.add_error("file", str(error))
            return False
    return True


def _show(
    request: HttpRequest, visit: Visit, form: TakenForm, *, fact: Fact | None = None
) -> HttpResponse:
    return show_form(request, "learn/taken_entry.html", form, visit=visit, context={"fact": fact})


def _current(visit: Visit, fact: UUID) -> tuple[Fact, LearningEntry]:
    told = entries.find_current(find_person(visit), fact)
    if told is None or not isinstance(told.body, LearningEntry):
        raise UnknownNameError(_("There is no such entry here."))
    read = visit.read(told)
    if not isinstance(read.body, LearningEntry):
        raise TypeError("Reading a fact under another ladder never changes its kind.")
    return read, read.body


def _go_to(fact: UUID) -> HttpResponse:
    return redirect(f"{reverse('learn-taken', query={'kept': fact})}#t-{fact}")


def _row(item: TakenItem, visit: Visit) -> TakenRow:
    names = (name_competency(slug, visit.ladder) for slug in item.competencies)
    return TakenRow(item=item, sentence=describe_what_it_took(item), about=", ".join(names))


def _totals(totals: Iterable[Total], visit: Visit | None = None) -> list[tuple[str, str]]:
    return [
        (name_competency(t.name, visit.ladder) if visit else t.name, describe_total(t))
        for t in totals
    ]
