"""Ladder: the rungs, with you on one and your target on another; one role; two roles side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from headway.core.dossier import find_held_role
from headway.core.errors import InvalidInputError
from headway.core.ladder import (
    Area,
    Competency,
    Experience,
    Ladder,
    Level,
    Role,
    RoleComparison,
    Track,
    TypicalDevelopment,
    compare_roles,
)
from headway.core.learn import Catalogue
from headway.core.profile import Aim
from headway.records import entries
from headway.web.charts.range_bar import percent
from headway.web.charts.rungs import draw_rungs
from headway.web.forms.asked import AskedForm
from headway.web.forms.ladder import STAGE_NAMES, AimAtForm, CompareForm
from headway.web.forms.told import NO_ROLE
from headway.web.frame import show_page
from headway.web.visit import Visit, begin_visit, ensure_person

TRACK_NAMES: dict[Track, str] = {
    "individual": gettext_noop("Individual track"),
    "management": gettext_noop("Management track"),
}


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """One role in words, as the table behind the drawing tells it."""

    role: Role
    tracks: str
    stage: str
    years: str
    mark: str
    leads_to: str


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One competency, the level that the role asks for, and the acts that show each level."""

    competency: Competency
    level: Level | None
    shown_by: tuple[tuple[Level, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class AreaAsks:
    """What a role asks for in one area."""

    area: Area
    asks: tuple[Ask, ...]


@dataclass(frozen=True, kw_only=True)
class ComparedLevel:
    """One competency of two roles; `xs` places both levels on the scale, in per cent."""

    competency: Competency
    names: tuple[str, str]
    said: str
    is_same: bool
    xs: tuple[float | None, float | None]

    @property
    def line(self) -> tuple[float, float] | None:
        """From where to where the level moves, if it does."""
        first, second = self.xs
        return None if self.is_same or first is None or second is None else (first, second)


@dataclass(frozen=True, kw_only=True)
class ComparedExperience:
    """One experience that either of two roles asks for."""

    experience: Experience
    said: str


def show_ladder(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    held, wanted = _held(visit, day), visit.role("", day)
    rows = [_role_row(role, visit.ladder, held, wanted) for role in visit.ladder.roles]
    drawing = draw_rungs(
        visit.ladder,
        {row.role.slug: row.mark for row in rows},
        held=held.slug if held else "",
        wanted=wanted.slug if wanted else "",
    )
    context = {
        "asked": asked,
        "day": day,
        "held": held,
        "holds_none": _holds_none(visit.aim(day)),
        "wanted": wanted,
        "rows": rows,
        "drawing": drawing,
        "tracks": [(name, _(TRACK_NAMES[name.track])) for name in drawing.tracks],
        "note": visit.ladder.note.partition(". ")[0].rstrip("."),
        "query": request.GET.urlencode(),
    }
    return show_page(request, "ladder/ladder.html", visit=visit, context=context)


def show_role(request: HttpRequest, slug: str) -> HttpResponse:
    visit = begin_visit()
    role = visit.ladder.role(slug)
    if role.slug != slug:
        return redirect(reverse("ladder-role", args=[role.slug], query=request.GET))
    asked = CompareForm(visit.ladder, request.GET, shown=role)
    day = asked.day(visit.today)
    context = _about(visit, role, day) | {
        "asked": asked,
        "day": day,
        "others": [other for other in visit.ladder.roles if other != role],
        "may_tell": visit.may_tell(day),
        "key": entries.new_key(),
        "kept": request.GET.get("kept", "") == "aim" and visit.role("", day) == role,
    }
    if asked.other:
        context |= _side_by_side(visit.ladder, role, asked.other)
        context["is_other_wanted"] = asked.other == visit.role("", day)
        return show_page(request, "ladder/compare.html", visit=visit, context=context)
    return show_page(request, "ladder/role.html", visit=visit, context=context)


def set_target(request: HttpRequest, slug: str) -> HttpResponse:
    visit = begin_visit()
    role = visit.ladder.role(slug)
    form = AimAtForm(request.POST)
    if not form.is_valid():
        raise InvalidInputError(_("Nothing was kept: load the role's page again, then press once."))
    before, told = visit.aim(visit.today), aim_at(visit, role)
    person = ensure_person(visit)
    if told != before:
        entries.keep_once(
            person, form.cleaned_data["key"], told, happened_on=visit.today, recorded_at=visit.now
        )
    return redirect(f"{reverse('ladder-role', args=[role.slug])}?kept=aim#page")


def aim_at(visit: Visit, role: Role) -> Aim:
    """What was said of aims, with this role as the target; a day that is over is left out."""
    aim = visit.aim(visit.today) or Aim(target_role=role.slug)
    by = aim.by if aim.by and aim.by >= visit.today else None
    return replace(aim, target_role=role.slug, by=by)


def find_ladder(visit: Visit) -> tuple[Role, ...]:
    """The question of this page's API path: as `headway ladder list` answers it."""
    return visit.ladder.roles


def find_role(visit: Visit, slug: str, other: Role | None) -> Role | RoleComparison:
    """The question of a role's API path: as `headway ladder show` and `compare` answer it."""
    role = visit.ladder.role(slug)
    return compare_roles(visit.ladder, role, other) if other else role


def _holds_none(aim: Aim | None) -> bool:
    """Whether the person said so; else nothing is known."""
    return aim is not None and aim.current_role == NO_ROLE


def _held(visit: Visit, day: date) -> Role | None:
    return find_held_role(visit.known(day), visit.ladder, day)


def _role_row(role: Role, ladder: Ladder, held: Role | None, wanted: Role | None) -> RoleRow:
    return RoleRow(
        role=role,
        tracks=", ".join(_(TRACK_NAMES[track]) for track in role.tracks),
        stage=str(STAGE_NAMES[role.stage]),
        years=_years(role),
        mark=_mark(role, held, wanted),
        leads_to=", ".join(ladder.role(slug).title for slug in role.next_roles),
    )


def _years(role: Role) -> str:
    if role.usual_years is None:
        return ""
    low, high = role.usual_years
    return _("%(low)s to %(high)s years") % {"low": f"{low:g}", "high": f"{high:g}"}


def _mark(role: Role, held: Role | None, wanted: Role | None) -> str:
    if role == held == wanted:
        return _("You are here, as you want")
    if role == held:
        return _("You are here")
    return _("Your target") if role == wanted else ""


def _about(visit: Visit, role: Role, day: date) -> dict[str, Any]:
    ladder, wanted = visit.ladder, visit.role("", day)
    names = {c.slug: c.name for c in ladder.competencies}
    return {
        "role": role,
        "row": _role_row(role, ladder, _held(visit, day), wanted),
        "is_wanted": role == wanted,
        "aim": visit.aim(day),
        "next_roles": [ladder.role(slug) for slug in role.next_roles],
        "responsibilities": [
            (r.text, ", ".join(names[slug] for slug in r.competencies))
            for r in role.responsibilities
        ],
        "experiences": [ladder.experience(slug) for slug in role.experiences],
        "areas": [_area(area, ladder, role) for area in find_areas(ladder)],
        "development": [(_say_kind(each, visit.catalogue), each.text) for each in role.development],
    }


def _say_kind(development: TypicalDevelopment, catalogue: Catalogue) -> str:
    names = {kind.slug: kind.name for kind in catalogue.kinds}
    return names.get(development.kind, development.kind)


def find_areas(ladder: Ladder) -> list[Area]:
    """The areas, and one for each that competencies stand in and the ladder does not name."""
    known = {area.slug for area in ladder.areas}
    unnamed = [s for s in dict.fromkeys(c.area for c in ladder.competencies) if s not in known]
    nameless = _("Without an area") if ladder.areas else _("Competencies")
    return [*ladder.areas, *(Area(slug=slug, name=slug or nameless) for slug in unnamed)]


def _area(area: Area, ladder: Ladder, role: Role) -> AreaAsks:
    found = (c for c in ladder.competencies if c.area == area.slug)
    return AreaAsks(area=area, asks=tuple(_ask(c, ladder, role) for c in found))


def _ask(competency: Competency, ladder: Ladder, role: Role) -> Ask:
    number = role.expected.get(competency.slug)
    shown_by = (
        (level, tuple(b.act for b in competency.behaviours_at(level.number)))
        for level in ladder.levels
    )
    return Ask(
        competency=competency,
        level=None if number is None else ladder.level(number),
        shown_by=tuple((level, acts) for level, acts in shown_by if acts),
    )


def _side_by_side(ladder: Ladder, role: Role, other: Role) -> dict[str, Any]:
    found = compare_roles(ladder, role, other)
    levels = list(_compare_levels(ladder, found))
    return {
        "other": other,
        "levels": levels,
        "difference_count": sum(not level.is_same for level in levels),
        "compared_experiences": [
            ComparedExperience(
                experience=ladder.experience(slug), said=_say_who_asks(asking, role, other)
            )
            for slug, asking in found.experiences.items()
        ],
        "both_roles": (role, other),
        "ticks": [percent(n, ladder.top_level) for n in range(ladder.top_level + 1)],
    }


def _say_who_asks(asking: tuple[bool, bool], role: Role, other: Role) -> str:
    if all(asking):
        return _("Both")
    return _("Only %(title)s") % {"title": (role if asking[0] else other).title}


def _compare_levels(ladder: Ladder, found: RoleComparison) -> Iterator[ComparedLevel]:
    for slug, (first, second) in found.expected.items():
        yield ComparedLevel(
            competency=ladder.competency(slug),
            names=(_say_level(first, ladder), _say_level(second, ladder)),
            said=_say_difference(first, second),
            is_same=first == second,
            xs=(_place(first, ladder), _place(second, ladder)),
        )


def _place(number: int | None, ladder: Ladder) -> float | None:
    return None if number is None else percent(number, ladder.top_level)


def _say_level(number: int | None, ladder: Ladder) -> str:
    return _("not asked for") if number is None else ladder.level(number).name


def _say_difference(first: int | None, second: int | None) -> str:
    if first == second:
        return _("the same")
    if first is None:
        return _("new")
    if second is None:
        return _("no longer asked for")
    steps = second - first
    if abs(steps) == 1:
        return _("one level more") if steps > 0 else _("one level less")
    return (_("%(n)d levels more") if steps > 0 else _("%(n)d levels less")) % {"n": abs(steps)}
