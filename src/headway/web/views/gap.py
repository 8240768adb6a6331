"""Gap: the gaps that matter most for a role, in words, and then all it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from headway.core import wording
from headway.core.gap import ExpectationGap, ExpectationKind, GapReport, find_gaps
from headway.core.ladder import Ladder, Role
from headway.core.standing import Estimate, Standing
from headway.web.charts.range_bar import RangeBar, draw_estimate, tone
from headway.web.forms import RoleForm
from headway.web.frame import show_empty, show_page
from headway.web.views.standing import find_standing
from headway.web.views.tally import tally_states
from headway.web.visit import Visit, begin_visit

KIND_NAMES: dict[ExpectationKind, str] = {
    "level": gettext_noop("Levels"),
    "experience": gettext_noop("Experiences"),
    "responsibility": gettext_noop("Responsibilities"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One expectation: its state, the sentence about it, and for a level the drawing."""

    gap: ExpectationGap
    tone: str
    sentence: str
    bar: RangeBar | None


@dataclass(frozen=True, kw_only=True)
class KindRows:
    """All expectations of one kind."""

    slug: str
    name: str
    rows: tuple[Row, ...]


def show_gap(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = RoleForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "gap/empty.html", visit)
    context: dict[str, Any] = {"asked": asked, "roles": visit.ladder.roles}
    role = None if asked.errors.get("target") else visit.role(asked.answers["target"], day)
    if role:
        standing = find_standing(visit, role, day)
        gap = find_gap(visit, standing, role, day)
        context |= {"role": role} | _rows(gap, standing, visit.ladder)
    return show_page(request, "gap/gap.html", visit=visit, context=context)


def find_gap(visit: Visit, standing: Standing, role: Role, day: date) -> GapReport:
    """The question of this page and of its API path."""
    return find_gaps(visit.dossier, standing, visit.ladder, role, as_of=day)


def _rows(gap: GapReport, standing: Standing, ladder: Ladder) -> dict[str, Any]:
    estimates = {e.competency: e for e in standing.estimates}
    rows = [_row(expectation, estimates, ladder) for expectation in gap.expectations]
    by_slug = {row.gap.slug: row for row in rows}
    return {
        "gap": gap,
        "levels": ladder.levels,
        "top": [by_slug[slug] for slug in gap.top],
        "kinds": [
            KindRows(slug=kind, name=_(name), rows=tuple(r for r in rows if r.gap.kind == kind))
            for kind, name in KIND_NAMES.items()
        ],
        "tally": tally_states(expectation.state for expectation in gap.expectations),
    }


def _row(gap: ExpectationGap, estimates: Mapping[str, Estimate], ladder: Ladder) -> Row:
    sentence = wording.describe_gap(gap)
    estimate = estimates[gap.slug] if gap.kind == "level" else None
    bar = estimate and draw_estimate(estimate, top_level=ladder.top_level, description=sentence)
    return Row(gap=gap, tone=tone(gap.state), sentence=sentence, bar=bar)
