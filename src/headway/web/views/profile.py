"""Profile: who you are, which roles you held, where you want to go, and what you can give for it."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from headway.core.dossier import (
    Fact,
    ProfileTold,
    find_held_role,
    find_role_of_titles,
    tell_profile,
)
from headway.core.errors import UnknownNameError
from headway.core.money import format_minor
from headway.core.profile import About, Aim, Position
from headway.records import bridge, entries
from headway.web.figures import say_day
from headway.web.forms.asked import AskedForm
from headway.web.forms.profile import (
    AboutForm,
    AimForm,
    HistoryFileForm,
    RoleHeldForm,
    show_aim,
)
from headway.web.forms.told import NO_ROLE
from headway.web.frame import show_empty, show_page
from headway.web.visit import Visit, begin_visit, ensure_person


@dataclass(frozen=True, kw_only=True)
class Line:
    """One of the lines that say who somebody is."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PositionRow:
    """One period of work, what it was called, and the form for what it was."""

    fact: Fact
    position: Position
    dates: str
    was: str
    form: RoleHeldForm


def show_profile(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method == "POST":
        return _keep(request, visit)
    return _show(request, visit)


def find_profile(visit: Visit, day: date) -> ProfileTold:
    """The question of this page and of its API path."""
    return tell_profile(visit.known(day))


def keep_role_held(request: HttpRequest, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    told = entries.find_current(person, fact)
    current = visit.read(told) if told else None
    if current is None or not isinstance(current.body, Position):
        raise UnknownNameError(_("There is no such position here."))
    form = RoleHeldForm(request.POST, ladder=visit.ladder, position=current.body)
    form.insist()
    position = say_role_held(current.body, form.cleaned_data["role"])
    if position != current.body:
        bridge.correct_fact(person, current.id, position, recorded_at=visit.now)
    return say_done("role")


def say_done(what: str) -> HttpResponse:
    """To the top of the page, where it says what was kept.

    A redirect that names no part of the page would go to the part that the form was sent to.
    """
    return redirect(f"{reverse('profile')}?kept={what}#page")


def say_role_held(position: Position, role: str) -> Position:
    """`position` as the person says it: a role of the ladder, none, or not said ("")."""
    if not role:
        return position
    if role == NO_ROLE:
        return replace(position, role="", role_certainty="none")
    return replace(position, role=role, role_certainty="confirmed")


def _keep(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Each of the page's forms says which it is."""
    if "currency" in request.POST:
        aim = _aim_form(visit, request.POST)
        if not (aim.is_valid() and aim.is_of_now()):
            return _show(request, visit, aim=aim)
        _keep_aim(visit, aim)
        return say_done("aim")
    about = _about_form(visit, find_profile(visit, visit.today), request.POST)
    if not (about.is_valid() and about.is_of_now()):
        return _show(request, visit, about=about)
    _keep_about(visit, about)
    return say_done("about")


def _keep_aim(visit: Visit, form: AimForm) -> None:
    told, key = form.told(), form.cleaned_data["key"]
    if told != visit.aim(visit.today):
        person = ensure_person(visit)
        entries.keep_once(person, key, told, happened_on=visit.today, recorded_at=visit.now)


def _keep_about(visit: Visit, form: AboutForm) -> None:
    name, zone = form.cleaned_data["name"], form.cleaned_data["time_zone"]
    person = bridge.change_person(ensure_person(visit, name), name=name, time_zone=zone)
    about = visit.dossier.latest(About)
    if about is None or about.name != name:
        told = replace(about, name=name) if about else About(name=name)
        bridge.record_fact(person, told, happened_on=visit.today, recorded_at=visit.now)


def _show(
    request: HttpRequest,
    visit: Visit,
    *,
    about: AboutForm | None = None,
    aim: AimForm | None = None,
    history: HistoryFileForm | None = None,
) -> HttpResponse:
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day) and day != visit.today:
        return show_empty(request, "profile/empty.html", visit, day)
    told = find_profile(visit, day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "title": told.about.name if told.about else "",
        "lines": _lines(visit, told, day),
        "work": [_row(visit, f, body) for f, body in _positions(visit, day)],
        "may_tell": visit.may_tell(day),
        "kept": request.GET.get("kept", ""),
        "about": about or _about_form(visit, told),
        "aim": aim or _aim_form(visit),
        "history": history or HistoryFileForm(),
        "time_zones": _time_zones(),
    }
    status = 400 if about or aim or history else 200
    return show_page(request, "profile/profile.html", visit=visit, context=context, status=status)


show_again = _show


def _positions(visit: Visit, day: date) -> list[tuple[Fact, Position]]:
    return list(visit.known(day).each(Position))[::-1]


def _about_form(visit: Visit, told: ProfileTold, sent: Any = None) -> AboutForm:
    name = told.about.name if told.about else (visit.person.name if visit.person else "")
    return AboutForm(sent, initial={"name": name, "time_zone": visit.time_zone})


def _aim_form(visit: Visit, sent: Any = None) -> AimForm:
    aim = visit.aim(visit.today) or Aim(target_role="")
    initial = show_aim(aim) | {"key": entries.new_key()}
    by_titles = find_role_of_titles(visit.known(visit.today), visit.ladder, visit.today)
    return AimForm(
        sent, ladder=visit.ladder, by_titles=by_titles, today=visit.today, initial=initial
    )


def _lines(visit: Visit, told: ProfileTold, day: date) -> list[Line]:
    held = find_held_role(visit.known(day), visit.ladder, day)
    about, aim = told.about, told.aim
    role = visit.role("", day)
    lines = [
        (_("What you do"), about.headline if about else ""),
        (_("Where"), about.location if about else ""),
        (_("Role you hold"), held.title if held else _say_none_held(aim)),
        (_("Role you want"), role.title if role else _("Not said yet")),
        (_("By"), say_day(aim.by) if aim and aim.by else ""),
        (_("Hours a week"), f"{aim.hours_per_week:g}" if aim else ""),
        (
            _("Money a year"),
            format_minor(aim.budget_per_year_minor, aim.currency) if aim else "",
        ),
        (_("Time zone"), visit.time_zone),
    ]
    return [Line(name=name, value=value) for name, value in lines if value]


def _say_none_held(aim: Aim | None) -> str:
    return _("None on the ladder yet") if aim and aim.current_role == NO_ROLE else _("Not said yet")


def _row(visit: Visit, fact: Fact, position: Position) -> PositionRow:
    return PositionRow(
        fact=fact,
        position=position,
        dates=say_dates(position),
        was=say_what_it_was(visit, position),
        form=RoleHeldForm(ladder=visit.ladder, position=position, auto_id=f"id_{fact.id}_%s"),
    )


def say_dates(position: Position) -> str:
    """From when to when, by the month, as far as it is known."""
    started, ended = position.started_on, position.ended_on
    if started is None and ended is None and not position.is_current:
        return _("Dates unknown")
    now_or_unknown = _("now") if position.is_current else _("unknown")
    return _("%(first)s to %(last)s") % {
        "first": date_format(started, "M Y") if started else _("Unknown"),
        "last": date_format(ended, "M Y") if ended else now_or_unknown,
    }


def say_what_it_was(visit: Visit, position: Position) -> str:
    """What the title means on the ladder, and on whose word."""
    if position.role:
        title = visit.ladder.role(position.role).title
        proposed = position.role_certainty == "proposed"
        return _("%(title)s, guessed from the title") % {"title": title} if proposed else title
    if position.role_certainty == "ask":
        return _("Unclear: say which role it was")
    return _("No role of this ladder")


@cache
def _time_zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"))
