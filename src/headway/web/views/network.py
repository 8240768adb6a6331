"""Network: whom to be in touch with this week and why, whom the way lacks, and everybody one knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from headway.core.circle import Circle, tell_circle
from headway.core.fact_kinds import FactBody
from headway.core.gap import GapReport
from headway.core.network import NetworkReport, PersonRow, list_people, review_network
from headway.core.occasions import MembershipNow
from headway.core.people import Contact, Event, Membership, Touch
from headway.core.wording import people as words
from headway.records import entries
from headway.web.forms.asked import RoleForm
from headway.web.forms.network_person import TouchForm
from headway.web.frame import show_empty, show_page
from headway.web.taken_back import list_taken_back
from headway.web.views.gap import find_gap
from headway.web.views.standing import find_standing
from headway.web.visit import Visit, begin_visit, ensure_person

ON_A_PAGE = 25
# Enough to choose from while typing; with all of a thousand the page would be heavy.
MOST_SUGGESTED = 60
MOST_PAST_EVENTS = 5


@dataclass(frozen=True, kw_only=True)
class ReachRow:
    """Somebody of this week with the sentences why."""

    contact: UUID
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TieRow:
    """A place in the network, and who fills it."""

    wanted: str
    told: str
    is_lacking: bool


@dataclass(frozen=True, kw_only=True)
class TakenBackRow:
    """An entry that can be put back."""

    fact: UUID
    text: str


@dataclass(frozen=True, kw_only=True)
class MembershipRow:
    """A membership and the sentence about its renewal."""

    now: MembershipNow
    told: str


def show_network(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method == "POST":
        return _touch(request, visit)
    return _show(request, visit)


def find_network(
    visit: Visit, target: str, day: date, circle: Circle | None = None
) -> NetworkReport:
    """The question of this page and of its API path."""
    gap = find_gap_or_none(visit, target, day)
    return review_network(visit.dossier, visit.ladder, gap, as_of=day, circle=circle)


def find_gap_or_none(visit: Visit, target: str, day: date) -> GapReport | None:
    """What is missing for the role asked for or wanted; None where there is none."""
    role = visit.role(target, day)
    return find_gap(visit, find_standing(visit, role, day), role, day) if role else None


def find_circle(visit: Visit, day: date) -> Circle:
    """The people known on that day."""
    return tell_circle(visit.known(day))


def touch_form(
    visit: Visit, circle: Circle, told: Any = None, *, contact: UUID | None = None
) -> TouchForm:
    """The form by which one tells of having been in touch."""
    return TouchForm(
        told,
        key=entries.new_key(),
        ladder=visit.ladder,
        catalogue=visit.catalogue,
        circle=circle,
        today=visit.today,
        contact=contact,
    )


def keep_touch(visit: Visit, form: TouchForm) -> UUID:
    """Keeps what a valid form tells; returns the fact."""
    return entries.keep_once(
        ensure_person(visit),
        form.cleaned_data["key"],
        form.told(),
        happened_on=form.cleaned_data["happened_on"],
        recorded_at=visit.now,
    )


def show_taken_back(visit: Visit, day: date, *kinds: type[FactBody]) -> list[TakenBackRow]:
    """What was taken back of these kinds, in words."""
    return [
        TakenBackRow(fact=each.fact.id, text=words.describe_entry(each.fact.body))
        for each in list_taken_back(visit, day, *kinds)
    ]


def remove_entry(request: HttpRequest, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(f"{_back(request)}?gone={entries.find_last(person, fact)}")


def restore_entry(request: HttpRequest, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    entries.put_back(ensure_person(visit), fact, recorded_at=visit.now)
    return redirect(f"{_back(request)}?kept=again")


def _back(request: HttpRequest) -> str:
    """The page that the button stood on, if it names one of this word or of mentors."""
    asked = request.POST.get("back", "")
    own = (reverse("network"), reverse("mentors"))
    # Only paths of these pages, and never an address of another place.
    return asked if asked.startswith(own) and "//" not in asked and "?" not in asked else own[0]


def _touch(request: HttpRequest, visit: Visit) -> HttpResponse:
    ensure_person(visit)
    form = touch_form(visit, find_circle(visit, visit.today), request.POST)
    if not form.is_valid():
        return _show(request, visit, form)
    keep_touch(visit, form)
    place = reverse("network-person", args=[form.cleaned_data["person"]])
    return redirect(f"{place}?kept=touch#page")


def _show(request: HttpRequest, visit: Visit, form: TouchForm | None = None) -> HttpResponse:
    asked = RoleForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "network/empty.html", visit, day)
    target = "" if asked.errors.get("target") else asked.answers["target"]
    circle = find_circle(visit, day)
    found = find_network(visit, target, day, circle)
    page = _page(request, circle)
    may_tell = visit.may_tell(day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "found": found,
        "this_week": tuple(_reach_rows(found)),
        "more_count": found.due_count - len(found.this_week),
        "ties": tuple(_tie_rows(found)),
        "came_of": words.describe_came_of(found.came_of),
        "ahead": [event for event in found.events if event.is_ahead],
        "past": [event for event in found.events if not event.is_ahead][:MOST_PAST_EVENTS],
        "memberships": tuple(_membership_rows(found)),
        "page": page,
        "words": request.GET.get("q", ""),
        "may_tell": may_tell,
        "touch": (form or touch_form(visit, circle)) if may_tell and circle.people else None,
        "suggested": _suggested(found, circle),
        "told": request.GET.get("kept", ""),
        "gone": request.GET.get("gone", "") if may_tell else "",
        "taken_back": show_taken_back(visit, day, Contact, Touch, Event, Membership),
        "promise": words.NOBODY_KNOWS,
    }
    status = 400 if form else 200
    return show_page(request, "network/network.html", visit=visit, context=context, status=status)


def _page(request: HttpRequest, circle: Circle) -> Page[PersonRow]:
    rows = list_people(circle, words=request.GET.get("q", ""))
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1"))


def _suggested(found: NetworkReport, circle: Circle) -> list[str]:
    """Names to choose from: those of this week, then those one was last in touch with."""
    first = [reach.name for reach in found.this_week]
    lately = sorted(circle.people.values(), key=lambda p: p.last_on or p.known_since, reverse=True)
    return list(dict.fromkeys((*first, *(p.contact.name for p in lately))))[:MOST_SUGGESTED]


def _reach_rows(found: NetworkReport) -> Iterable[ReachRow]:
    for reach in found.this_week:
        yield ReachRow(
            contact=reach.contact,
            name=reach.name,
            reasons=tuple(map(words.describe_why, reach.reasons)),
        )


def _tie_rows(found: NetworkReport) -> Iterable[TieRow]:
    for tie in found.ties:
        yield TieRow(
            wanted=words.name_tie(tie),
            told=words.describe_tie(tie) if tie.people else "",
            is_lacking=tie.is_lacking,
        )


def _membership_rows(found: NetworkReport) -> Iterable[MembershipRow]:
    for now in found.memberships:
        yield MembershipRow(now=now, told=words.describe_membership(now))
