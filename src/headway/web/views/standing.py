"""Standing: one range bar per competency, against what the role one wants asks for."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from headway.core import wording
from headway.core.ladder import Area, Ladder, Role
from headway.core.standing import Estimate, Standing, estimate_levels
from headway.core.standing.trace import HistoryPoint
from headway.core.standing.why import Why, explain_estimate, tell_history
from headway.core.wording import standing as standing_words
from headway.records import access
from headway.web.charts.range_bar import RangeBar, draw_estimate
from headway.web.figures import say_percent
from headway.web.forms.asked import RoleForm, StandingForm
from headway.web.frame import show_empty, show_page
from headway.web.views.ladder import find_areas
from headway.web.views.tally import tally_states
from headway.web.visit import Visit, begin_visit

KIND_NAMES = {"technical": gettext_noop("Technical"), "soft": gettext_noop("Soft")}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One competency: the drawing, the sentence beside it, and its line in the table."""

    estimate: Estimate
    bar: RangeBar
    kind: str
    sentence: str
    most_likely: str
    lowest: str
    highest: str
    chances: tuple[str, ...]
    asked_for: str
    meets: str


@dataclass(frozen=True, kw_only=True)
class PointRow:
    """One day of the history: the drawing, and its line in the table."""

    point: HistoryPoint
    bar: RangeBar
    basis: str
    row: Row


@dataclass(frozen=True, kw_only=True)
class AreaRows:
    """The rows of one area."""

    area: Area
    rows: tuple[Row, ...]


def show_standing(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = StandingForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "standing/empty.html", visit, day)
    context = _tell_asked(request, visit, asked, day)
    standing = find_standing(visit, context["role"], day)
    kind = asked.answers.get("kind", "")
    groups = _group(standing, visit.ladder, context["role"], kind)
    context |= {
        "kind": kind,
        "standing": standing,
        "groups": groups,
        "tally": tally_states(row.estimate.state for group in groups for row in group.rows),
    }
    return show_page(request, "standing/standing.html", visit=visit, context=context)


def _tell_asked(request: HttpRequest, visit: Visit, asked: RoleForm, day: date) -> dict[str, Any]:
    """What each of the word's pages shows of what it was asked."""
    return {
        "asked": asked,
        "role": visit.role(asked.answers.get("target", ""), day),
        "roles": visit.ladder.roles,
        "levels": visit.ladder.levels,
        "calibration": visit.calibration_told(day),
        "query": request.GET.urlencode(),
    }


def find_standing(visit: Visit, role: Role | None, day: date) -> Standing:
    """The question of this page and of its API path."""
    return estimate_levels(
        visit.dossier,
        visit.ladder,
        as_of=day,
        compared_role=role,
        calibration=visit.calibration(day),
    )


def show_why(request: HttpRequest, competency: str) -> HttpResponse:
    visit = begin_visit()
    known = visit.ladder.competency(competency)
    asked = RoleForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "standing/empty.html", visit, day)
    context = _tell_asked(request, visit, asked, day)
    role, ladder = context["role"], visit.ladder
    why = find_why(visit, competency, role, day, with_history=False)
    row = show_estimate(why.estimate, ladder, role)
    area = next(area for area in find_areas(ladder) if area.slug == known.area)
    context |= {
        "why": why,
        "competency": known,
        "row": row,
        "groups": [AreaRows(area=area, rows=(row,))],
        "beside": standing_words.tell_beside(why, ladder),
        "how": standing_words.HOW_PULLS_ARE_FOUND if why.pulls else standing_words.NOTHING_PULLS,
        "pulls": [standing_words.describe_pull(pull, why, ladder) for pull in why.pulls],
        "untold": standing_words.tell_untold(why),
        "evidence": [standing_words.describe_evidence_pull(e, ladder) for e in why.evidence],
        "left_out": [standing_words.describe_left_out(left) for left in why.left_out],
        "sharpens": standing_words.describe_sharpeners(why, ladder),
    }
    return show_page(request, "standing/why.html", visit=visit, context=context)


def show_past(request: HttpRequest, competency: str) -> HttpResponse:
    """How one estimate came about: a page of its own, for it takes as many estimates as it has days."""
    visit = begin_visit()
    known = visit.ladder.competency(competency)
    asked = RoleForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "standing/empty.html", visit, day)
    context = _tell_asked(request, visit, asked, day)
    points = tell_history(
        visit.dossier,
        visit.ladder,
        competency,
        as_of=day,
        compared_role=context["role"],
        reveals_raters=access.reveals_raters(),
        calibration=visit.calibration(day),
    )
    context |= {
        "competency": known,
        "as_of": day,
        "history": [_show_point(n, p, visit.ladder, context["role"]) for n, p in enumerate(points)],
    }
    return show_page(request, "standing/history.html", visit=visit, context=context)


def find_why(
    visit: Visit, competency: str, role: Role | None, day: date, *, with_history: bool = True
) -> Why:
    """The question of one competency's page and of its API path."""
    return explain_estimate(
        visit.dossier,
        visit.ladder,
        competency,
        as_of=day,
        compared_role=role,
        reveals_raters=access.reveals_raters(),
        calibration=visit.calibration(day),
        with_history=with_history,
    )


def _show_point(number: int, point: HistoryPoint, ladder: Ladder, role: Role | None) -> PointRow:
    row = show_estimate(point.estimate, ladder, role)
    day = wording.say_date(point.on)
    bar = replace(
        row.bar,
        slug=f"point-{number}",
        title=day,
        description=standing_words.describe_point(point, ladder),
    )
    basis = wording.describe_basis(point.estimate.view_count, point.estimate.evidence_count)
    return PointRow(point=point, bar=bar, basis=basis, row=row)


def _group(standing: Standing, ladder: Ladder, role: Role | None, kind: str) -> list[AreaRows]:
    area_of = {c.slug: c.area for c in ladder.competencies}
    known = {area.slug: area for area in find_areas(ladder)}
    groups = []
    for slug in dict.fromkeys(area_of.values()):
        estimates = [e for e in standing.estimates if area_of[e.competency] == slug]
        rows = tuple(show_estimate(e, ladder, role) for e in estimates if kind in ("", e.kind))
        if rows:
            groups.append(AreaRows(area=known[slug], rows=rows))
    return groups


def show_estimate(estimate: Estimate, ladder: Ladder, role: Role | None) -> Row:
    """An estimate in a drawing and in words."""
    sentence = wording.describe_estimate(estimate, ladder, role)
    return Row(
        estimate=estimate,
        bar=draw_estimate(estimate, top_level=ladder.top_level, description=sentence),
        kind=_(KIND_NAMES[estimate.kind]),
        sentence=sentence,
        most_likely=ladder.level(estimate.most_likely_level).name,
        lowest=_level_at(estimate.low_position, ladder),
        highest=_level_at(estimate.high_position, ladder),
        chances=tuple(say_percent(chance) for chance in estimate.level_chances),
        asked_for="" if estimate.bar_level is None else ladder.level(estimate.bar_level).name,
        meets="" if estimate.meets_chance is None else say_percent(estimate.meets_chance),
    )


def _level_at(position: float, ladder: Ladder) -> str:
    return ladder.level(min(int(position), ladder.top_level)).name
