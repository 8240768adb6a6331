"""One person: who they are, what was exchanged, when next; added, changed, and deleted wholly."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.circle import Acquaintance, Circle, DatedTouch
from headway.core.ladder import Ladder
from headway.core.mentoring import MentoringNow, tell_mentorings
from headway.core.wording import people as words
from headway.core.wording import say_date
from headway.core.wording.ladder import name_former
from headway.records import contacts, entries
from headway.web.forms.asked import AskedForm
from headway.web.forms.network_person import ContactForm, EraseForm, TouchForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form, show_page
from headway.web.making_evidence import find_offered
from headway.web.views.network import find_circle, keep_touch, touch_form
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person

TOUCHES_ON_A_PAGE = 20
# A page stays a page; the command knows them all.
MOST_HINTS = 150


@dataclass(frozen=True, kw_only=True)
class TouchRow:
    """A touch in words."""

    dated: DatedTouch
    how: str
    lines: tuple[str, ...]
    event: str


def add_person(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    form = _contact_form(request, visit, None)
    if form.is_valid():
        contact, person = form.told(), ensure_person(visit)
        entries.keep_once(
            person, contact.key, contact, happened_on=visit.today, recorded_at=visit.now
        )
        return _to_person(contact.key, "new")
    context = {"promise": words.NOBODY_KNOWS}
    return show_form(request, "network/contact.html", form, visit=visit, context=context)


def show_person(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    form = None
    if request.method == "POST":
        ensure_person(visit)
        circle = find_circle(visit, visit.today)
        circle.person(key)
        form = touch_form(visit, circle, request.POST, contact=key)
        if form.is_valid():
            keep_touch(visit, form)
            return _to_person(key, "touch")
    return _show(request, visit, key, form)


def change_person(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    known = find_circle(visit, visit.today).person(key)
    form = _contact_form(request, visit, known)
    if request.method == "POST" and form.is_valid() and form.is_of_now():
        if form.told() != known.contact:
            entries.change_once(
                person,
                known.fact,
                form.told(),
                happened_on=known.known_since,
                recorded_at=visit.now,
            )
        return _to_person(key, "changed")
    context = {"known": known, "promise": words.NOBODY_KNOWS}
    return show_form(request, "network/contact.html", form, visit=visit, context=context)


def delete_person(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    known = find_circle(visit, visit.today).person(key)
    traces = contacts.find_traces(person, known)
    form = EraseForm(
        read_sent(request),
        places=[hint.id for hint in traces.hints],
        initial={"with_mentions": traces.is_name_telling},
    )
    if form.is_valid():
        contacts.erase_contact(
            person,
            known,
            with_mentions=form.cleaned_data["with_mentions"],
            blacken=contacts.choose_hints(traces, form.cleaned_data["blacken"]),
        )
        return redirect(f"{reverse('network')}?kept=erased")
    context = {
        "known": known,
        "traces": traces,
        "hints": [
            (hint, _(hint.how), words.name_entries(hint.kinds))
            for hint in traces.hints[:MOST_HINTS]
        ],
        "more": max(0, len(traces.hints) - MOST_HINTS),
    }
    return show_form(request, "network/delete.html", form, visit=visit, context=context)


def _show(
    request: HttpRequest, visit: Visit, key: UUID, form: TouchForm | None = None
) -> HttpResponse:
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    circle = find_circle(visit, day)
    known, may_tell = circle.person(key), visit.may_tell(day)
    page = Paginator(known.touches[::-1], TOUCHES_ON_A_PAGE).get_page(request.GET.get("page", "1"))
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "known": known,
        "lines": _lines(known, visit.ladder),
        "touches": [show_touch(dated, circle) for dated in page.object_list],
        "page": page,
        "mentorings": [_say_mentoring(now) for now in _mentorings(circle, key, day)],
        "may_tell": may_tell,
        "offered": find_offered(visit, day),
        "touch": (form or touch_form(visit, circle, contact=key)) if may_tell else None,
        "told": request.GET.get("kept", ""),
        "gone": request.GET.get("gone", "") if may_tell else "",
    }
    status = 400 if form else 200
    return show_page(request, "network/person.html", visit=visit, context=context, status=status)


def show_touch(dated: DatedTouch, circle: Circle) -> TouchRow:
    """A touch as lists show it."""
    touch = dated.touch
    event = circle.events.get(touch.event) if touch.event else None
    return TouchRow(
        dated=dated,
        how=_(words.HOWS[touch.how]),
        lines=words.describe_touch(touch),
        event=event.event.title if event else "",
    )


def _mentorings(circle: Circle, key: UUID, day: date) -> list[MentoringNow]:
    told = tell_mentorings(circle, as_of=day)
    return [now for now in told if now.mentoring.contact == key]


def _say_mentoring(now: MentoringNow) -> tuple[MentoringNow, str]:
    return now, words.describe_state(now)


def _lines(known: Acquaintance, ladder: Ladder) -> list[tuple[str, str]]:
    contact = known.contact
    names = {c.slug: c.name for c in ladder.competencies}
    titles = {role.slug: role.title for role in ladder.roles}
    ahead = say_date(known.next_on) if known.next_on else ""
    rhythm = _("%(days)s days") % {"days": contact.every_days} if contact.every_days else ""
    told = (
        (_("How you know them"), contact.known_from),
        (_("Known since"), say_date(known.known_since)),
        (_("What they do"), ", ".join(filter(None, (contact.title, contact.organisation)))),
        (_("On the ladder"), titles.get(contact.role, contact.role)),
        (
            _("Strong in"),
            ", ".join(names.get(slug, name_former(slug)) for slug in contact.strengths),
        ),
        (_("Who they are to you"), ", ".join(words.TIES[tie] for tie in contact.ties)),
        (_("Email"), contact.email),
        (_("In touch every"), rhythm),
        (_("In touch next by"), ahead),
        (_("Note"), contact.note),
    )
    return [(name, text) for name, text in told if text]


def _contact_form(request: HttpRequest, visit: Visit, known: Acquaintance | None) -> ContactForm:
    return ContactForm(
        read_sent(request),
        key=known.contact.key if known else entries.new_key(),
        ladder=visit.ladder,
        circle=find_circle(visit, visit.today),
        known=known.contact if known else None,
    )


def _to_person(key: UUID, told: str) -> HttpResponse:
    return redirect(f"{reverse('network-person', args=[key])}?kept={told}#page")
