"""Gap: the gaps that matter most for a role, in words, and then all it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from headway.core import wording
from headway.core.dossier import Fact
from headway.core.gap import ExpectationGap, ExpectationKind, GapReport, find_gaps
from headway.core.ladder import Ladder, Role
from headway.core.set_aside import SetAside
from headway.core.standing import Standing
from headway.core.wording import packet as packet_words
from headway.records import entries
from headway.web.charts.range_bar import tone
from headway.web.forms.asked import RoleForm
from headway.web.frame import show_empty, show_page
from headway.web.views.learn_reading import find_related_rows
from headway.web.views.standing import Row as LevelRow
from headway.web.views.standing import find_standing, show_estimate
from headway.web.views.tally import tally_states
from headway.web.visit import Visit, begin_visit

KIND_NAMES: dict[ExpectationKind, str] = {
    "level": gettext_noop("Levels"),
    "experience": gettext_noop("Experiences"),
    "responsibility": gettext_noop("Responsibilities"),
}
# The newest; ten years of entries would make the page too heavy for a phone.
MOST_CITED = 8


@dataclass(frozen=True, kw_only=True)
class Row:
    """One expectation: its state, the sentence about it, and for a level the drawing."""

    gap: ExpectationGap
    tone: str
    sentence: str
    level: LevelRow | None
    cited: tuple[str, ...]
    more_count: int


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
        return show_empty(request, "gap/empty.html", visit, day)
    context: dict[str, Any] = {"asked": asked, "roles": visit.ladder.roles}
    role = None if asked.errors.get("target") else visit.role(asked.answers["target"], day)
    if role:
        standing = find_standing(visit, role, day)
        gap = find_gap(visit, standing, role, day)
        context |= _rows(gap, standing, visit.ladder, role)
        context["calibration"] = visit.calibration_told(day)
        context["related"] = find_related_rows(visit, gap.top, day)
        context["may_tell"] = visit.may_tell(day)
        context["notice"] = _notice(request, visit)
    return show_page(request, "gap/gap.html", visit=visit, context=context)


def _notice(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """What was just set aside or taken back: read from the address, and said only while it is so."""
    for word in ("kept", "gone"):
        fact = _find_aside(visit, request.GET.get(word, ""))
        if visit.person and fact:
            is_gone = entries.find_current(visit.person, fact.id) is None
            return {"word": word, "fact": fact} if is_gone == (word == "gone") else {}
    return {}


def _find_aside(visit: Visit, text: str) -> Fact | None:
    facts = (fact for fact in visit.dossier.facts if isinstance(fact.body, SetAside))
    return next((fact for fact in facts if str(fact.id) == text), None)


def find_gap(visit: Visit, standing: Standing, role: Role, day: date) -> GapReport:
    """The question of this page and of its API path."""
    return find_gaps(visit.dossier, standing, visit.ladder, role, as_of=day)


def is_unseen(gap: GapReport) -> bool:
    """Whether nobody has said or shown anything yet of what is asked for."""
    return not any(each.view_count or each.evidence_count for each in gap.expectations)


def _rows(gap: GapReport, standing: Standing, ladder: Ladder, role: Role) -> dict[str, Any]:
    levels = {e.competency: show_estimate(e, ladder, role) for e in standing.estimates}
    rows = [_row(expectation, levels) for expectation in gap.expectations]
    by_slug = {row.gap.slug: row for row in rows}
    return {
        "role": role,
        "gap": gap,
        "levels": ladder.levels,
        "top": [by_slug[slug] for slug in gap.top],
        "kinds": [
            KindRows(slug=kind, name=_(name), rows=tuple(r for r in rows if r.gap.kind == kind))
            for kind, name in KIND_NAMES.items()
        ],
        "tally": tally_states(expectation.state for expectation in gap.expectations),
        "is_unseen": is_unseen(gap),
        "aside": [(packet_words.say_set_aside(each), each) for each in gap.set_aside],
    }


def _row(gap: ExpectationGap, levels: Mapping[str, LevelRow]) -> Row:
    return Row(
        gap=gap,
        tone=tone(gap.state),
        sentence=wording.describe_gap(gap),
        level=levels[gap.slug] if gap.kind == "level" else None,
        cited=tuple(gap.evidence[: -MOST_CITED - 1 : -1]),
        more_count=max(0, len(gap.evidence) - MOST_CITED),
    )
