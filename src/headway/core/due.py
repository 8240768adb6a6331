"""What falls due on which day, gathered from every part that sets a day: for Today and for calendars."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from headway.core.asking import tell_requests
from headway.core.circle import Circle, tell_circle
from headway.core.development import LearningEntry
from headway.core.dossier import Dossier
from headway.core.mentoring import MentoringNow, open_items, tell_mentorings
from headway.core.network import MOST_THIS_WEEK, find_reach_outs
from headway.core.occasions import tell_events, tell_memberships
from headway.core.talks import Talk, open_steps

# What has to be done, told by its kind; wording.people says each in a sentence.
DueKind = Literal[
    "action",
    "goal",
    "session",
    "answer",
    "unanswered",
    "quiet",
    "in touch",
    "event",
    "renewal",
    "reply",
    "certificate",
    "step",
    "talk",
]
Word = Literal["mentors", "network", "ratings", "learn"]
AHEAD = timedelta(days=7)
# A request that expired is told of for two weeks; then it is history.
TOLD_AFTER = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something due on a day: its kind, what it is, who else it concerns, and where to find it.

    `word` names the page, `key` the contact, mentoring, event, membership or talk on it, or the fact of
    the request or of what was learnt.
    """

    on: date
    kind: DueKind
    what: str
    who: str
    word: Word
    key: UUID


def find_dates(known: Dossier, *, as_of: date) -> tuple[Due, ...]:
    """Everything that has a day and is not over on `as_of`, the longest overdue first."""
    circle = tell_circle(known)
    people = [*_of_mentorings(circle, as_of), *_of_network(circle, as_of)]
    own = [*_of_certificates(known, as_of), *_of_talks(known, as_of)]
    found = [*people, *_of_requests(known, as_of), *own]
    return tuple(sorted(found, key=lambda due: (due.on, due.kind, due.what, due.who, str(due.key))))


def due_on(known: Dossier, day: date) -> tuple[Due, ...]:
    """What is overdue, due on `day`, or within the week after it, the longest overdue first.

    Of the people to be in touch with only the few of the week: the others are on their page.
    """
    soon = [due for due in find_dates(known, as_of=day) if due.on <= day + AHEAD]
    few = {due.key for due in [d for d in soon if d.kind == "in touch"][:MOST_THIS_WEEK]}
    return tuple(due for due in soon if due.kind != "in touch" or due.key in few)


def _of_mentorings(circle: Circle, as_of: date) -> Iterator[Due]:
    for now in tell_mentorings(circle, as_of=as_of):
        yield from _of_mentoring(now, as_of)


def _of_mentoring(now: MentoringNow, as_of: date) -> Iterator[Due]:
    def due(on: date, kind: DueKind, what: str) -> Due:
        key = now.mentoring.key
        return Due(on=on, kind=kind, what=what, who=now.name, word="mentors", key=key)

    ask = now.mentoring.ask
    if now.state == "asked" and now.mentoring.side == "mentor":
        yield due(now.mentoring.answer_by, "answer", ask)
    if now.state == "expired" and as_of - now.since < TOLD_AFTER:
        yield due(now.since, "unanswered", ask)
    if now.state != "agreed":
        return
    for item in open_items(now):
        if item.due_on and item.whose == "me":
            yield due(item.due_on, item.kind, item.text)
    if now.next_session_on:
        yield due(now.next_session_on, "session", ask)
    if now.is_quiet:
        yield due(as_of, "quiet", ask)


def _of_network(circle: Circle, as_of: date) -> Iterator[Due]:
    for key, name, on in _in_touch(circle, as_of):
        yield Due(on=on, kind="in touch", what="", who=name, word="network", key=key)
    for told in tell_events(circle, as_of=as_of):
        event = told.event
        if told.is_ahead:
            yield _on_page("event", event.starts_on, event.title, event.key)
    for now in tell_memberships(circle, as_of=as_of):
        body = now.membership
        if body.renews_on and now.renewal != "ended":
            yield _on_page("renewal", body.renews_on, body.association, body.key)


def _of_requests(known: Dossier, as_of: date) -> Iterator[Due]:
    for now in tell_requests(known, as_of=as_of):
        until = now.request.until
        if now.state != "answered" and as_of - until < TOLD_AFTER:
            yield Due(
                on=until, kind="reply", what="", who=now.request.name, word="ratings", key=now.fact
            )


def _of_certificates(known: Dossier, as_of: date) -> Iterator[Due]:
    for fact, entry in known.each(LearningEntry):
        held = entry.certificate
        if held and held.expires_on and as_of - held.expires_on < TOLD_AFTER:
            yield Due(
                on=held.expires_on,
                kind="certificate",
                what=held.title,
                who="",
                word="learn",
                key=fact.id,
            )


def _of_talks(known: Dossier, as_of: date) -> Iterator[Due]:
    for _fact, talk in known.each(Talk):
        if talk.held_on or as_of - talk.on >= TOLD_AFTER:
            continue
        for step in open_steps(talk):
            yield Due(
                on=step.due_on,
                kind="step",
                what=step.text,
                who=talk.title,
                word="learn",
                key=talk.key,
            )
        yield Due(
            on=talk.on, kind="talk", what=talk.title, who=talk.where, word="learn", key=talk.key
        )


def _in_touch(circle: Circle, as_of: date) -> Iterator[tuple[UUID, str, date]]:
    """Everybody whom a day or a reason speaks for: days as they were said, reasons today."""
    reasons = find_reach_outs(circle, None, as_of=as_of)
    days = {key: person.next_on for key, person in circle.people.items() if person.next_on}
    days = {reach.contact: as_of for reach in reasons} | days
    for key, on in days.items():
        yield key, circle.name_of(key), on


def _on_page(kind: DueKind, on: date, what: str, key: UUID) -> Due:
    return Due(on=on, kind=kind, what=what, who="", word="network", key=key)
