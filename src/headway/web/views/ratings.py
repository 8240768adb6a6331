"""Ratings: your own view, others' beside it, the forms they stand in, and the rounds that wait."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from headway.core import wording
from headway.core.assessment import Assessment, assess
from headway.core.dossier import Fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.ladder import Area, Ladder, Role
from headway.core.ratings import CycleClosing, RatingForm, named_rater
from headway.core.wording.ladder import name_competency, name_level, say_form_mark
from headway.records import access, bridge, entries
from headway.records.models import Person
from headway.web.charts.range_bar import draw_views
from headway.web.forms.asked import AskedForm
from headway.web.forms.ratings import MarkLine, ViewForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_empty, show_form, show_page
from headway.web.taken_back import list_taken_back
from headway.web.views.ladder import find_areas
from headway.web.views.ratings_ask import request_rows
from headway.web.views.standing import Row, show_estimate
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person

ON_A_PAGE = 25
# The newest; what forty raters said of one competency stands in their forms.
MOST_OTHERS = 6
MOST_REQUESTS = 20
SOURCE_NAMES = {
    "self": gettext_noop("you"),
    "manager": gettext_noop("manager"),
    "peer": gettext_noop("peer"),
    "report": gettext_noop("reports to you"),
    "stakeholder": gettext_noop("stakeholder"),
}


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """One form as the list shows it."""

    fact: Fact
    form: RatingForm
    whose: str
    summary: str
    marks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BesideRow:
    """One competency: how you see it, and what each of the others said of it last."""

    name: str
    own: Row | None
    others: tuple[str, ...]
    more_count: int
    marks: tuple[tuple[float, int], ...]


@dataclass(frozen=True, kw_only=True)
class Round:
    """A round of ratings of which nothing counts yet."""

    cycle: str
    names: str
    is_closed: bool


def show_ratings(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day) and day != visit.today:
        return show_empty(request, "ratings/empty.html", visit, day)
    listed = find_ratings(visit, day)
    page = Paginator(listed[::-1], ON_A_PAGE).get_page(request.GET.get("page", "1"))
    found = find_assessment(visit, visit.role("", day), day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "page": page,
        "rows": [_row(fact, visit.ladder) for fact in page],
        "beside": _beside(visit, listed, found, day),
        "found": found,
        "levels": visit.ladder.levels,
        "rounds": _rounds(visit, day),
        "requests": request_rows(visit, day)[:MOST_REQUESTS],
        "withdrawn": _read_identity(request.GET.get("withdrawn", "")),
        "may_tell": visit.may_tell(day),
        "may_tell_others": visit.may_tell(day) and access.reveals_raters(),
        "kept": request.GET.get("kept", ""),
        **_taken_back(request, visit, day),
    }
    return show_page(request, "ratings/ratings.html", visit=visit, context=context)


def _read_identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def find_ratings(visit: Visit, day: date) -> list[Fact]:
    """The question of this page and of its API path: as `headway ratings` answers it."""
    return [fact for fact, _form in access.rating_forms(visit.known(day))]


def find_assessment(visit: Visit, role: Role | None, day: date) -> Assessment:
    """What the person's own answers say, and what to ask next: as `headway assess` finds it."""
    calibration = visit.calibration(day)
    return assess(visit.dossier, visit.ladder, role, as_of=day, calibration=calibration)


def add_view(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if not access.reveals_raters():
        raise InvalidInputError(
            _("On a team's server everybody gives their own view; nobody types another's.")
        )
    ensure_own(visit)
    form = ViewForm(
        read_sent(request),
        ladder=visit.ladder,
        today=visit.today,
        own_name=visit.person.name if visit.person else "",
        initial={"key": entries.new_key(), "happened_on": visit.today},
    )
    if form.is_valid():
        return _keep_view(visit, form)
    context = {"areas": _by_area(form, visit.ladder)}
    return show_form(request, "ratings/add.html", form, visit=visit, context=context)


def _by_area(form: ViewForm, ladder: Ladder) -> list[tuple[Area, list[MarkLine]]]:
    lines = list(form.lines())
    return [
        (area, [line for line in lines if line.competency.area == area.slug])
        for area in find_areas(ladder)
    ]


def _keep_view(visit: Visit, form: ViewForm) -> HttpResponse:
    kept = entries.keep_once(
        ensure_person(visit),
        form.cleaned_data["key"],
        form.told(),
        happened_on=form.cleaned_data["happened_on"],
        recorded_at=visit.now,
        ladder=bridge.keep_ladder(visit.ladder, recorded_at=visit.now),
    )
    return _go_to(kept)


def remove_rating(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    _check_form(person, fact)
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(reverse("ratings", query={"gone": entries.find_last(person, fact)}))


def restore_rating(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    _check_form(person, fact)
    return _go_to(entries.put_back(person, fact, recorded_at=visit.now))


def close_round(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    person, cycle = ensure_person(visit), request.POST.get("cycle", "")
    # Closed in another tab, or sent twice: there is nothing left to do.
    if cycle in {r.cycle for r in _rounds(visit, visit.today) if not r.is_closed}:
        key = entries.new_key()
        closing = CycleClosing(cycle=cycle)
        entries.keep_once(person, key, closing, happened_on=visit.today, recorded_at=visit.now)
    return redirect(reverse("ratings"))


def _check_form(person: Person, fact: UUID) -> None:
    """Raises UnknownNameError for what is no form, or none that the person may handle by itself."""
    [last] = entries.read_rows(
        access.visible_facts(person).filter(pk=entries.find_last(person, fact))
    )
    is_told = isinstance(last.body, RatingForm) and (
        access.reveals_raters() or last.body.source in access.OPEN_SOURCES
    )
    if not is_told:
        raise UnknownNameError(_("There is no such form here."))


def _go_to(fact: UUID) -> HttpResponse:
    return redirect(f"{reverse('ratings', query={'kept': fact})}#f-{fact}")


def _beside(visit: Visit, listed: Iterable[Fact], found: Assessment, day: date) -> list[BesideRow]:
    ladder, role = visit.ladder, visit.role("", day)
    said = _said_last(listed)
    own = {e.competency: e for e in found.own_view.estimates if e.view_count}
    return [
        BesideRow(
            name=c.name,
            own=show_estimate(own[c.slug], ladder, role) if c.slug in own else None,
            others=tuple(
                _say_view(*view, c.slug, ladder) for view in said.get(c.slug, ())[:MOST_OTHERS]
            ),
            more_count=max(0, len(said.get(c.slug, ())) - MOST_OTHERS),
            marks=draw_views(
                (level for *_, level in said.get(c.slug, ())), top_level=ladder.top_level
            ),
        )
        for c in ladder.competencies
        if c.slug in own or c.slug in said
    ]


def _said_last(listed: Iterable[Fact]) -> dict[str, list[tuple[Fact, RatingForm, int]]]:
    """By competency what each of the others said of it last, the newest first."""
    said: dict[str, dict[tuple[str, str], tuple[Fact, RatingForm, int]]] = defaultdict(dict)
    for fact in listed:
        form = fact.body
        if isinstance(form, RatingForm) and form.source != "self":
            rater = (named_rater(form.rater), form.source)
            for slug, level in form.marks.items():
                said[slug].pop(rater, None)
                said[slug][rater] = (fact, form, level)
    return {slug: [*views.values()][::-1] for slug, views in said.items()}


def _say_view(fact: Fact, form: RatingForm, level: int, competency: str, ladder: Ladder) -> str:
    return _("%(whose)s: %(level)s, %(day)s") % {
        "whose": _whose(form),
        "level": name_level(competency, level, ladder),
        "day": wording.say_date(fact.happened_on),
    }


def _row(fact: Fact, ladder: Ladder) -> FormRow:
    form = fact.body
    if not isinstance(form, RatingForm):
        raise TypeError("Only forms of ratings are shown here.")
    return FormRow(
        fact=fact,
        form=form,
        whose=_whose(form),
        summary=_summary(form),
        marks=(
            *(say_form_mark(form, slug, ladder) for slug in form.marks),
            *(
                _("%(name)s: no chance to see it") % {"name": name_competency(s, ladder)}
                for s in form.no_chance_to_see
            ),
        ),
    )


def _whose(form: RatingForm) -> str:
    if form.source == "self":
        return _("You")
    return f"{form.rater} ({_(SOURCE_NAMES[form.source])})"


def _summary(form: RatingForm) -> str:
    told = []
    if form.marks:
        told.append(ngettext("%d level", "%d levels", len(form.marks)) % len(form.marks))
    if form.no_chance_to_see:
        told.append(_("no chance to see %d") % len(form.no_chance_to_see))
    if form.answers:
        number = len(form.answers)
        told.append(
            ngettext("%d answer about a single act", "%d answers about single acts", number)
            % number
        )
    if form.cycle:
        told.append(_("round %(cycle)s") % {"cycle": form.cycle})
    return ", ".join(told)


def _rounds(visit: Visit, day: date) -> list[Round]:
    closed = {closing.cycle for _, closing in visit.known(day).each(CycleClosing)}
    waiting = [form for _, form in access.waiting_forms(visit.dossier, as_of=day)]
    return [
        Round(
            cycle=cycle,
            names=", ".join(_whose(f) for f in waiting if f.cycle == cycle),
            is_closed=cycle in closed,
        )
        for cycle in dict.fromkeys(form.cycle for form in waiting)
    ]


def _taken_back(request: HttpRequest, visit: Visit, day: date) -> dict[str, Any]:
    taken = [
        (row, each.taken_back_at)
        for each in list_taken_back(visit, day, RatingForm)
        if access.reveals_raters() or getattr(each.fact.body, "source", "") in access.OPEN_SOURCES
        for row in (_row(visit.read(each.fact), visit.ladder),)
    ]
    latest = request.GET.get("gone", "")
    just = next((row for row, _at in taken if str(row.fact.id) == latest), None)
    return {"taken_back": taken, "just_taken_back": just}
