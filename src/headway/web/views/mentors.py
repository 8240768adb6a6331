"""Mentors: for each gap who could help and why, what was asked and agreed, and whom one mentors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from headway.core.ladder import Ladder
from headway.core.mentoring import MentoringNow
from headway.core.mentors import GapHelp, MentorReport, PossibleMentor, review_mentors
from headway.core.people import AgreedItem, Mentoring, MentoringTurn
from headway.core.wording import people as words
from headway.records import entries
from headway.web.forms.asked import RoleForm
from headway.web.forms.mentors import CapacityForm
from headway.web.frame import show_empty, show_page
from headway.web.views.network import find_gap_or_none, show_taken_back
from headway.web.visit import Visit, begin_visit, ensure_person

# The gaps that matter most are told in full; the others are folded away.
MOST_OPEN = 3


@dataclass(frozen=True, kw_only=True)
class HelperRow:
    """Somebody who could help, and why."""

    contact: UUID
    name: str
    told: str


@dataclass(frozen=True, kw_only=True)
class GapRow:
    """A gap, who could help with it, and with whom it is in hand."""

    help: GapHelp
    helpers: tuple[HelperRow, ...]
    in_hand: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MentoringRow:
    """A mentoring in a sentence, whom to ask instead, and its goals with what came of them."""

    now: MentoringNow
    told: str
    instead: HelperRow | None = None
    goals: tuple[str, ...] = ()


def show_mentors(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method == "POST":
        return _offer(request, visit)
    return _show(request, visit)


def find_mentors(visit: Visit, target: str, day: date) -> MentorReport:
    """The question of this page and of its API path."""
    gap = find_gap_or_none(visit, target, day)
    return review_mentors(visit.dossier, visit.ladder, gap, as_of=day)


def _offer(request: HttpRequest, visit: Visit) -> HttpResponse:
    person = ensure_person(visit)
    known = find_mentors(visit, "", visit.today).capacity
    form = CapacityForm(request.POST, key=entries.new_key(), known=known)
    if not (form.is_valid() and form.is_of_now()):
        return _show(request, visit, form)
    key = form.cleaned_data["key"]
    entries.keep_once(person, key, form.told(), happened_on=visit.today, recorded_at=visit.now)
    return redirect(f"{reverse('mentors')}?kept=offer#page")


def _show(request: HttpRequest, visit: Visit, form: CapacityForm | None = None) -> HttpResponse:
    asked = RoleForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "mentors/empty.html", visit, day)
    target = "" if asked.errors.get("target") else asked.answers["target"]
    found = find_mentors(visit, target, day)
    rows = tuple(_gap_rows(found, visit.ladder))
    may_tell = visit.may_tell(day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "role": visit.ladder.role(found.role) if found.role else None,
        "first": rows[:MOST_OPEN],
        "rest": rows[MOST_OPEN:],
        "mentorings": tuple(_mentoring_rows(found, visit.ladder)),
        "mentees": [_mentee_row(now) for now in found.mentees],
        "capacity": words.describe_capacity(found.capacity),
        "taken_back": show_taken_back(visit, day, Mentoring, MentoringTurn, AgreedItem),
        "may_tell": may_tell,
        "offer": (form or CapacityForm(key=entries.new_key(), known=found.capacity))
        if may_tell
        else None,
        "told": request.GET.get("kept", ""),
        "gone": request.GET.get("gone", "") if may_tell else "",
    }
    status = 400 if form else 200
    return show_page(request, "mentors/mentors.html", visit=visit, context=context, status=status)


def _gap_rows(found: MentorReport, ladder: Ladder) -> Iterator[GapRow]:
    names = {now.mentoring.key: now.name for now in found.mentorings}
    for each in found.gaps:
        helpers = (_helper(mentor, each.text, ladder) for mentor in each.mentors)
        in_hand = tuple(names[key] for key in each.in_hand)
        yield GapRow(help=each, helpers=tuple(helpers), in_hand=in_hand)


def _mentoring_rows(found: MentorReport, ladder: Ladder) -> Iterator[MentoringRow]:
    names = {c.slug: c.name for c in ladder.competencies}
    instead = {each.mentoring: each.mentor for each in found.instead}
    for now in found.mentorings:
        mentor = instead.get(now.mentoring.key)
        about = names.get(now.mentoring.competency, "")
        helper = _helper(mentor, about, ladder) if mentor else None
        yield MentoringRow(now=now, told=words.describe_state(now), instead=helper)


def _mentee_row(now: MentoringNow) -> MentoringRow:
    goals = (kept.item for kept in now.asked.items if kept.item.kind == "goal")
    return MentoringRow(
        now=now,
        told=words.describe_state(now),
        goals=tuple(words.describe_item(goal, now.name) for goal in goals),
    )


def _helper(mentor: PossibleMentor, about: str, ladder: Ladder) -> HelperRow:
    told = words.describe_mentor(mentor, about, ladder)
    return HelperRow(contact=mentor.contact, name=mentor.name, told=told)
