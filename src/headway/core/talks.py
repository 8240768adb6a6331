"""Talks and publications: planned with their steps counted back from the day, evidence afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args
from uuid import UUID

from headway.core.errors import InvalidInputError
from headway.core.evidence import CompetencyTag, EvidenceItem

# The kinds of the catalogue that are meant.
TalkKind = Literal["conference-talk", "publishing"]
# Days before the day itself. These spans are our judgement; programmes close months ahead.
USUAL_STEPS: dict[TalkKind, tuple[tuple[str, int], ...]] = {
    "conference-talk": (
        ("Send the proposal", 120),
        ("Write the draft", 42),
        ("Rehearse before somebody who will be frank", 14),
    ),
    "publishing": (
        ("Propose it to who publishes", 60),
        ("Write the draft", 28),
        ("Let somebody read it who will be frank", 14),
    ),
}
LONGEST_AHEAD = timedelta(days=3660)


@dataclass(frozen=True, kw_only=True)
class TalkStep:
    """One thing to do before the day of a talk."""

    text: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A talk or a publication on a day, at or in `where`; `held_on` says that it took place.

    `competencies` are slugs of the ladder, `came` is what came of it.
    """

    key: UUID
    title: str
    on: date
    kind: TalkKind = "conference-talk"
    where: str = ""
    competencies: tuple[str, ...] = ()
    steps: tuple[TalkStep, ...] = ()
    link: str = ""
    held_on: date | None = None
    came: str = ""


def check_kind(kind: str) -> TalkKind:
    """`kind` if it is a talk or a publication; raises InvalidInputError."""
    for known in get_args(TalkKind):
        if kind == known:
            return known  # type: ignore[no-any-return]
    raise InvalidInputError(f"'{kind}' is neither; say {' or '.join(get_args(TalkKind))}.")


def plan_talk(talk: Talk, *, today: date) -> Talk:
    """`talk` with its usual steps counted back from its day; all closer together where that is near.

    Raises InvalidInputError for a day that is past, or more than ten years ahead.
    """
    if not talk.title:
        raise InvalidInputError("Say what it is called.")
    _check_ahead(talk.on, today)
    usual = USUAL_STEPS[talk.kind]
    room, wanted = (talk.on - today).days, usual[0][1]
    steps = (
        TalkStep(text=text, due_on=talk.on - timedelta(days=days * min(room, wanted) // wanted))
        for text, days in usual
    )
    return replace(talk, steps=tuple(steps))


def move_talk(talk: Talk, on: date, *, today: date) -> Talk:
    """`talk` on another day, with what is still to do as long before it as it was.

    Raises InvalidInputError for a day that is past, or for a talk that was held.
    """
    _check_planned(talk)
    _check_ahead(on, today)
    steps = (
        step if step.done_on else replace(step, due_on=max(today, step.due_on + (on - talk.on)))
        for step in talk.steps
    )
    return replace(talk, on=on, steps=tuple(steps))


def finish_step(talk: Talk, number: int, *, day: date) -> Talk:
    """`talk` with its step of that number, from 1, done on `day`; raises InvalidInputError."""
    _check_planned(talk)
    if not 1 <= number <= len(talk.steps):
        raise InvalidInputError(f"It has the steps 1 to {len(talk.steps)}.")
    steps = list(talk.steps)
    steps[number - 1] = replace(steps[number - 1], done_on=day)
    return replace(talk, steps=tuple(steps))


def hold_talk(talk: Talk, *, day: date, came: str = "", link: str = "") -> Talk:
    """`talk` as it took place on `day`; raises InvalidInputError for one that did already.

    Nothing is said of steps that were not told as done.
    """
    _check_planned(talk)
    return replace(talk, held_on=day, came=came, link=link or talk.link)


def evidence_of_talk(talk: Talk) -> EvidenceItem:
    """A talk that was held, as a claim that names its competencies and no level."""
    is_talk = talk.kind == "conference-talk"
    where = f" {'at' if is_talk else 'in'} {talk.where}" if talk.where else ""
    came = f": {talk.came}" if talk.came else ""
    return EvidenceItem(
        text=f"{'Spoke' if is_talk else 'Published'}{where} “{talk.title}”{came}",
        tags=tuple(CompetencyTag(competency=slug) for slug in talk.competencies),
        source="talk",
        link=talk.link,
    )


def open_steps(talk: Talk) -> Iterator[TalkStep]:
    """What is still to do before it; nothing once it was held."""
    return (step for step in talk.steps if not step.done_on and not talk.held_on)


def _check_ahead(on: date, today: date) -> None:
    if on < today:
        raise InvalidInputError(f"{on} is past; tell a talk that was held as evidence.")
    if on - today > LONGEST_AHEAD:
        raise InvalidInputError(f"{on} is more than ten years ahead.")


def _check_planned(talk: Talk) -> None:
    if talk.held_on:
        raise InvalidInputError(f"{talk.title} took place on {talk.held_on}.")
