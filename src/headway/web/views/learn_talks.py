"""Talks and publications: planned with their steps, moved, held, taken back and put back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.errors import HeadwayError, InvalidInputError, UnknownNameError
from headway.core.talk_list import KeptTalk, find_talk, list_talks
from headway.core.talks import (
    Talk,
    evidence_of_talk,
    finish_step,
    hold_talk,
    move_talk,
    plan_talk,
)
from headway.core.wording.talks import describe_step, name_kind
from headway.formats.free_text import tidy
from headway.records import entries
from headway.web.forms.asked import AskedForm
from headway.web.forms.learn_talks import HeldForm, MoveForm, TalkForm
from headway.web.forms.told import TellForm
from headway.web.frame import show_empty, show_page
from headway.web.making_evidence import find_offered
from headway.web.taken_back import find_just_taken_back, list_taken_back
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One step in a sentence; `number` counts from 1."""

    number: int
    sentence: str
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class TalkRow:
    """A talk as the page shows it, with the forms that make sense."""

    kept: KeptTalk
    sentence: str
    steps: tuple[StepRow, ...]
    held: HeldForm
    move: MoveForm


def find_talks(visit: Visit, day: date) -> tuple[KeptTalk, ...]:
    """The question of this page and of its API path, as `headway learn talks` answers it."""
    return list_talks(visit.known(day))


def show_talks(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method != "POST":
        return _show(request, visit)
    ensure_own(visit)
    form = TalkForm(request.POST, key=entries.new_key(), ladder=visit.ladder)
    if form.is_valid():
        try:
            return _plan(visit, form)
        except HeadwayError as error:
            form.add_error("on", str(error))
    return _show(request, visit, plan=form)


def finish(request: HttpRequest, key: UUID) -> HttpResponse:
    number = request.POST.get("number", "")
    return _change(
        begin_visit(),
        key,
        lambda talk, today: finish_step(
            talk, int(number) if number.isascii() and number.isdigit() else 0, day=today
        ),
    )


def move(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    now = find_talk(visit.known(visit.today), key).talk
    form = MoveForm(request.POST, initial={"on": now.on})
    if form.is_valid() and form.is_of_now():
        on = form.cleaned_data["on"]
        try:
            return _change(visit, key, lambda talk, today: move_talk(talk, on, today=today))
        except UnknownNameError:
            raise
        except HeadwayError as error:
            form.add_error("on", str(error))
    return _show(request, visit, key=key, move=form)


def hold(request: HttpRequest, key: UUID) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    kept = find_talk(visit.known(visit.today), key)
    form = HeldForm(request.POST, key=entries.new_key(), today=visit.today)
    if not form.is_valid():
        return _show(request, visit, key=key, held=form)
    day, came = form.cleaned_data["happened_on"], tidy(form.cleaned_data["came"])
    if kept.talk.held_on is None:
        talk = hold_talk(kept.talk, day=day, came=came, link=form.cleaned_data["link"])
        _correct(visit, kept, talk)
        item, sent = evidence_of_talk(talk), form.cleaned_data["key"]
        entries.keep_once(person, sent, item, happened_on=day, recorded_at=visit.now)
    elif (kept.talk.held_on, kept.talk.came) != (day, came):
        raise InvalidInputError(
            _(
                "It was told as held already, perhaps in another tab. What you typed now is not kept."
            )
        )
    return _go_to(key)


def remove(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    if not any(kept.fact == fact for kept in find_talks(visit, visit.today)):
        raise UnknownNameError(_("There is no such talk here; it may have been taken back."))
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(reverse("learn-talks", query={"gone": entries.find_last(person, fact)}))


def restore(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    gone = {each.fact.id: each.fact.body for each in list_taken_back(visit, visit.today, Talk)}
    talk = gone.get(fact)
    if not isinstance(talk, Talk):
        raise UnknownNameError(_("There is no such talk to put back."))
    entries.put_back(person, fact, recorded_at=visit.now)
    return _go_to(talk.key)


def _plan(visit: Visit, form: TalkForm) -> HttpResponse:
    talk = plan_talk(form.told(), today=visit.today)
    person = ensure_person(visit)
    entries.keep_once(person, talk.key, talk, happened_on=visit.today, recorded_at=visit.now)
    return _go_to(talk.key)


def _change(visit: Visit, key: UUID, changed: Callable[[Talk, date], Talk]) -> HttpResponse:
    ensure_person(visit)
    kept = find_talk(visit.known(visit.today), key)
    _correct(visit, kept, changed(kept.talk, visit.today))
    return _go_to(key)


def _correct(visit: Visit, kept: KeptTalk, talk: Talk) -> None:
    if talk != kept.talk:
        entries.change_once(
            ensure_person(visit),
            kept.fact,
            talk,
            happened_on=kept.planned_on,
            recorded_at=visit.now,
        )


def _go_to(key: UUID) -> HttpResponse:
    return redirect(f"{reverse('learn-talks', query={'kept': key})}#t-{key}")


def _show(
    request: HttpRequest,
    visit: Visit,
    *,
    plan: TalkForm | None = None,
    key: UUID | None = None,
    held: HeldForm | None = None,
    move: MoveForm | None = None,
) -> HttpResponse:
    """The page; a form that was sent and makes no sense stands where it was, with what was typed."""
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day) and day != visit.today:
        return show_empty(request, "learn/empty.html", visit, day)
    may_tell = visit.may_tell(day)
    found = find_talks(visit, day)
    sent: dict[str, TellForm | None] = {"held": held, "move": move}
    rows = [_row(k, visit, sent if k.talk.key == key else {}) for k in found]
    context = {
        "asked": asked,
        "day": day,
        "planned": [row for row in rows if not row.kept.talk.held_on],
        "past": [row for row in rows if row.kept.talk.held_on],
        "may_tell": may_tell,
        "offered": find_offered(visit, day),
        "plan": plan or TalkForm(key=entries.new_key(), ladder=visit.ladder),
        "kept": request.GET.get("kept", ""),
        "just_taken_back": find_just_taken_back(request, list_taken_back(visit, day, Talk)),
    }
    status = 400 if plan or held or move else 200
    return show_page(request, "learn/talks.html", visit=visit, context=context, status=status)


def _row(kept: KeptTalk, visit: Visit, sent: dict[str, Any]) -> TalkRow:
    steps = enumerate(kept.talk.steps, 1)
    held = sent.get("held") or HeldForm(key=entries.new_key(), today=visit.today)
    move = sent.get("move") or MoveForm(initial={"on": kept.talk.on})
    # Each talk has forms of its own: a label belongs to the field of its own talk.
    held.auto_id = move.auto_id = f"id_{kept.talk.key}_%s"
    return TalkRow(
        kept=kept,
        sentence=name_kind(kept.talk),
        steps=tuple(
            StepRow(number=number, sentence=describe_step(step), is_done=bool(step.done_on))
            for number, step in steps
        ),
        held=held,
        move=move,
    )
