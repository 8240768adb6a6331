"""One mentoring: asked, answered, its sessions, what was agreed and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from headway.core.circle import Circle, KeptItem
from headway.core.errors import HeadwayError, InvalidInputError, UnknownNameError
from headway.core.fact_kinds import FactBody
from headway.core.mentoring import (
    NEXT_TURNS,
    MentoringNow,
    check_room,
    check_session,
    check_turn,
    find_capacity,
    tell_mentoring,
    tell_mentorings,
)
from headway.core.people import AgreedItem, Side
from headway.core.wording import people as words
from headway.formats.free_text import tidy
from headway.records import entries
from headway.web.forms.asked import AskedForm
from headway.web.forms.mentors import TURNS, AskForm, ItemForm, SessionForm, TurnForm
from headway.web.forms.told import read_sent, tell_beside
from headway.web.frame import show_form, show_page
from headway.web.making_evidence import find_offered
from headway.web.views.network import find_circle
from headway.web.views.network_person import show_touch
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person

LONGEST_RESULT = 2000


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """A goal or an action in a sentence."""

    kept: KeptItem
    told: str


def ask_for_guidance(request: HttpRequest) -> HttpResponse:
    return _ask(request, "mentee")


def note_request(request: HttpRequest) -> HttpResponse:
    return _ask(request, "mentor")


def show_mentoring(request: HttpRequest, key: UUID) -> HttpResponse:
    return _show(request, begin_visit(), key)


def tell_turn(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    circle = find_circle(visit, visit.today)
    now = tell_mentoring(circle, key, as_of=visit.today)
    form = TurnForm(request.POST, initial={"key": entries.new_key()})
    if form.is_valid() and not _was_sent(now, form):
        try:
            _check(visit, circle, now, form)
        except HeadwayError as error:
            form.add_error("turn", str(error))
        else:
            _keep(visit, form.cleaned_data["key"], form.told(key), visit.today)
    if form.errors:
        return _show(request, visit, key, {"turn": form})
    return _to_mentoring(key)


def tell_session(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    now = tell_mentoring(find_circle(visit, visit.today), key, as_of=visit.today)
    form = SessionForm(request.POST, key=entries.new_key(), today=visit.today)
    if form.is_valid():
        day = form.cleaned_data["happened_on"]
        tell_beside(form, "happened_on", lambda: check_session(now, day))
    if form.errors:
        return _show(request, visit, key, {"session": form})
    _keep(visit, form.cleaned_data["key"], form.told(now), day)
    return _to_mentoring(key)


def tell_item(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    find_circle(visit, visit.today).mentoring(key)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _show(request, visit, key, {"item": form})
    _keep(visit, form.cleaned_data["key"], form.told(key), visit.today)
    return _to_mentoring(key)


def finish_item(request: HttpRequest, key: UUID, fact: UUID) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    items = find_circle(visit, visit.today).mentoring(key).items
    result = tidy(request.POST.get("result", ""))
    if len(result) > LONGEST_RESULT:
        raise InvalidInputError(f"Say what came of it in {LONGEST_RESULT} letters at most.")
    kept = next((k for k in items if k.fact == fact), None)
    if kept is None:
        now = entries.find_current(person, fact)
        if (
            now
            and isinstance(now.body, AgreedItem)
            and now.body.done_on
            and now.body.result == result
        ):
            # The button was pressed twice.
            return _to_mentoring(key)
        raise UnknownNameError("There is no such thing agreed here; it may have been changed.")
    told = replace(kept.item, done_on=visit.today, result=result)
    entries.change_once(person, fact, told, happened_on=kept.on, recorded_at=visit.now)
    return _to_mentoring(key)


def _ask(request: HttpRequest, side: Side) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    circle = find_circle(visit, visit.today)
    form = AskForm(
        read_sent(request),
        key=entries.new_key(),
        side=side,
        ladder=visit.ladder,
        circle=circle,
        today=visit.today,
        person=_named(circle, request.GET.get("contact", "")),
        competency=request.GET.get("about", ""),
    )
    if form.is_valid():
        body = form.told()
        _keep(visit, body.key, body, visit.today)
        return _to_mentoring(body.key)
    names = sorted(p.contact.name for p in circle.people.values())[:60]
    context = {"side": side, "suggested": names}
    return show_form(request, "mentors/ask.html", form, visit=visit, context=context)


def _named(circle: Circle, key: str) -> str:
    """The name of the person whose key an address gave; "" where it names nobody."""
    return next((p.contact.name for k, p in circle.people.items() if str(k) == key), "")


def _check(visit: Visit, circle: Circle, now: MentoringNow, form: TurnForm) -> None:
    turn = check_turn(now, form.cleaned_data["turn"])
    if turn == "agreed" and now.mentoring.side == "mentor":
        every = tell_mentorings(circle, as_of=visit.today)
        check_room(find_capacity(visit.known(visit.today), every, as_of=visit.today))


def _was_sent(now: MentoringNow, form: TurnForm) -> bool:
    """Whether the same was told before: a button pressed twice is told once."""
    told = form.told(now.mentoring.key)
    fact = entries.identify(form.cleaned_data["key"], told, now.since)
    return any(t.fact == fact or (t.turn == told and t.on == now.since) for t in now.asked.turns)


def _keep(visit: Visit, key: UUID, body: FactBody, day: date) -> None:
    person = ensure_person(visit)
    entries.keep_once(person, key, body, happened_on=day, recorded_at=visit.now)


def _to_mentoring(key: UUID) -> HttpResponse:
    return redirect(f"{reverse('mentors-one', args=[key])}?kept=1#page")


def _show(
    request: HttpRequest, visit: Visit, key: UUID, sent: Mapping[str, Any] | None = None
) -> HttpResponse:
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    circle = find_circle(visit, day)
    now = tell_mentoring(circle, key, as_of=day)
    may_tell = visit.may_tell(day)
    competency = next(
        (c.name for c in visit.ladder.competencies if c.slug == now.mentoring.competency), ""
    )
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "now": now,
        "state": words.describe_state(now),
        "is_waiting": now.state in ("asked", "expired"),
        "competency": competency,
        "letter": _letter(visit, now, competency),
        "thanks": words.draft_thanks(now, own=visit.name) if _may_thank(now) else "",
        "goals": _items(now, "goal"),
        "actions": _items(now, "action"),
        "sessions": [show_touch(dated, circle) for dated in now.asked.sessions[::-1]],
        "turns": [(turned, TURNS[turned.turn.turn]) for turned in now.asked.turns],
        "may_tell": may_tell,
        "offered": find_offered(visit, day),
        "told": request.GET.get("kept", ""),
        "gone": request.GET.get("gone", "") if may_tell else "",
        **(_forms(visit, now) if may_tell else {}),
        **(sent or {}),
    }
    status = 400 if sent else 200
    return show_page(request, "mentors/one.html", visit=visit, context=context, status=status)


def _letter(visit: Visit, now: MentoringNow, competency: str) -> str:
    body = now.mentoring
    if now.state != "asked" or body.side == "mentor":
        return ""
    return words.draft_request(
        name=now.name,
        ask=body.ask,
        answer_by=body.answer_by,
        competency=competency,
        own=visit.name,
    )


def _may_thank(now: MentoringNow) -> bool:
    is_helped = bool(now.asked.sessions) and now.mentoring.side == "mentee"
    return is_helped and not now.is_thanked


def _items(now: MentoringNow, kind: str) -> list[ItemRow]:
    return [
        ItemRow(kept=kept, told=words.describe_item(kept.item, now.name))
        for kept in now.asked.items
        if kept.item.kind == kind
    ]


def _forms(visit: Visit, now: MentoringNow) -> dict[str, Any]:
    """The forms that make sense from where the mentoring stands."""
    turn = TurnForm(initial={"key": entries.new_key()})
    turn.fields["turn"].choices = [  # type: ignore[attr-defined]
        (each, TURNS[each]) for each in NEXT_TURNS[now.state]
    ]
    found: dict[str, Any] = {"turn": turn}
    if now.state == "agreed":
        found["session"] = SessionForm(key=entries.new_key(), today=visit.today)
        found["item"] = ItemForm(initial={"key": entries.new_key()})
    return found
