"""Learn: the opportunities that fit the gap in view, those that could lift most first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from headway.core.dossier import find_currency
from headway.core.errors import UnknownNameError
from headway.core.gap import find_gaps
from headway.core.ladder import Ladder, Role
from headway.core.ladder_moves import find_without_opportunities
from headway.core.learn import Opportunity, OwnOpportunity
from headway.core.learn_fit import (
    Fit,
    InView,
    KnownFit,
    Learning,
    find_fits,
    find_known_fit,
    find_way,
)
from headway.core.wording import learn as learn_words
from headway.core.wording.ladder import describe_uncovered
from headway.web.forms.asked import AskedForm, RoleForm
from headway.web.forms.ladder import STAGE_NAMES
from headway.web.forms.learn import SOON, LearnForm
from headway.web.frame import show_empty, show_page
from headway.web.taken_back import find_just_taken_back, list_taken_back
from headway.web.views.learn_reading import find_related_rows
from headway.web.views.standing import find_standing
from headway.web.visit import Visit, begin_visit

ON_A_PAGE, MOST_SOON = 20, 5


@dataclass(frozen=True, kw_only=True)
class FitRow:
    """One opportunity as the list shows it."""

    fit: Fit
    kind: str
    takes: str
    lifts: str
    when: str
    told: str


def show_learn(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    day = AskedForm(visit.ladder, request.GET).day(visit.today)
    if visit.is_empty(day) and day != visit.today:
        return show_empty(request, "learn/empty.html", visit, day)
    asked = read_form(visit, request.GET)
    view = view_of(visit, _role(visit, asked, day), day)
    found = find_learning(view, asked)
    page = Paginator(found.fits, ON_A_PAGE).get_page(request.GET.get("page"))
    soon = _find_soon(found, day)
    taken = list_taken_back(visit, day, OwnOpportunity)
    context = {
        "asked": asked,
        "day": day,
        "role": view.gap.role if view.gap else "",
        "roles": visit.ladder.roles,
        "learning": found,
        "page": page,
        "rows": [_row(fit, view) for fit in page],
        "soon": [_row(fit, view) for fit in soon[:MOST_SOON]],
        "more_soon": len(soon) > MOST_SOON,
        "top": _name_gaps(found, visit.ladder),
        "own_count": sum(1 for _ in view.known.each(OwnOpportunity)),
        "may_tell": visit.may_tell(day),
        "uncovered": _describe_uncovered(visit, day),
        "taken_back": taken,
        "just_taken_back": find_just_taken_back(request, taken),
    }
    return show_page(request, "learn/learn.html", visit=visit, context=context)


def _describe_uncovered(visit: Visit, day: date) -> str:
    """Which competencies of a ladder that was taken up no opportunity builds."""
    if visit.use.confirmed is None:
        return ""
    without = find_without_opportunities(visit.catalogue_on(day), visit.ladder)
    return describe_uncovered(without, visit.ladder)


def read_form(visit: Visit, given: Mapping[str, Any]) -> LearnForm:
    """What is asked, with the choices of the day's ladder and catalogue, in the person's currency."""
    day = AskedForm(visit.ladder, given).day(visit.today)
    return LearnForm(
        visit.ladder,
        given,
        catalogue=visit.catalogue_on(day),
        currency=find_currency(visit.known(day)),
    )


def find_learning(view: InView, asked: LearnForm) -> Learning:
    """The question of this page and of its API path."""
    return find_fits(view, asked.sought(view.as_of, find_way(view)))


def find_one(visit: Visit, slug: str, role: Role | None, day: date) -> KnownFit:
    """The question of one opportunity's page and API path."""
    return find_known_fit(view_of(visit, role, day), slug)


def view_of(visit: Visit, role: Role | None, day: date) -> InView:
    """The person on that day, and the gap to `role`."""
    standing = find_standing(visit, role, day)
    gap = None
    if role:
        gap = find_gaps(visit.dossier, standing, visit.ladder, role, as_of=day)
    return InView(
        known=visit.known(day),
        gap=gap,
        standing=standing,
        ladder=visit.ladder,
        catalogue=visit.catalogue_on(day),
        as_of=day,
    )


def show_opportunity(request: HttpRequest, slug: str) -> HttpResponse:
    visit = begin_visit()
    asked = RoleForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    role = _role(visit, asked, day)
    found = find_one(visit, slug, role, day)
    item = found.fit.opportunity
    own = [(f, b) for f, b in visit.known(day).each(OwnOpportunity) if b.opportunity.slug == slug]
    context = {
        "asked": asked,
        "day": day,
        "item": item,
        "kind": found.kind,
        "role": role,
        "takes": learn_words.describe_takes(item),
        "cost_basis": learn_words.describe_cost_basis(item.cost),
        "builds": learn_words.describe_builds(item, visit.ladder),
        "lifts": learn_words.describe_fit(found.fit, visit.ladder, role.title) if role else (),
        "effect": learn_words.describe_effect(found.kind),
        "dates": [learn_words.describe_session(dates) for dates in item.sessions],
        "stages": [STAGE_NAMES[stage] for stage in item.stages],
        "told": learn_words.TOLD.get(found.fit.outcome) if found.fit.outcome else "",
        "own": own[-1][0] if own else None,
        "source": own[-1][1].source if own else "",
        "kept": request.GET.get("kept", ""),
        "may_tell": visit.may_tell(day),
        "applied_in": _find_applied(visit, item, day),
        "related": find_related_rows(visit, [each.competency for each in item.builds], day),
    }
    return show_page(request, "learn/opportunity.html", visit=visit, context=context)


def _role(visit: Visit, asked: RoleForm, day: date) -> Role | None:
    return None if asked.errors.get("target") else visit.role(asked.answers["target"], day)


def _row(fit: Fit, view: InView) -> FitRow:
    item = fit.opportunity
    return FitRow(
        fit=fit,
        kind=view.catalogue.kind(item.kind).name,
        takes=learn_words.describe_takes(item),
        lifts=learn_words.say_lift_briefly(fit),
        when=learn_words.describe_session(fit.next_session) if fit.next_session else "",
        told=learn_words.TOLD[fit.outcome] if fit.outcome else "",
    )


def _find_soon(found: Learning, day: date) -> list[Fit]:
    """What of it begins within 90 days, the first to come first."""
    dated = [
        (fit.next_session.starts_on, number, fit)
        for number, fit in enumerate(found.fits)
        if fit.next_session and fit.next_session.starts_on <= day + SOON
    ]
    return [fit for _day, _number, fit in sorted(dated, key=lambda each: each[:2])]


def _name_gaps(found: Learning, ladder: Ladder) -> list[tuple[str, str]]:
    """Of the gaps that matter most those of competencies, with their names."""
    return [(c.slug, c.name) for slug in found.top for c in ladder.competencies if c.slug == slug]


def _find_applied(visit: Visit, item: Opportunity, day: date) -> Opportunity | None:
    """What the entry is best applied with."""
    try:
        return visit.catalogue_on(day).opportunity(item.apply_with) if item.apply_with else None
    except UnknownNameError:
        return None
