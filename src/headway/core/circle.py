"""The people of a dossier, each with all that passed between, found once for every question."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.ladder import Ladder
from headway.core.people import (
    AgreedItem,
    Contact,
    Event,
    Membership,
    Mentoring,
    MentoringTurn,
    Touch,
    check_name,
)
from headway.core.profile import match_title

MOST_NAMED = 5
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class DatedTouch:
    """One touch, the day it happened and the fact that tells it."""

    fact: UUID
    on: date
    touch: Touch


@dataclass(frozen=True, kw_only=True)
class Acquaintance:
    """Somebody one knows, since when, and every touch, oldest first.

    `next_on` is the day on which to be in touch next, None where nothing was said of it.
    """

    fact: UUID
    known_since: date
    contact: Contact
    touches: tuple[DatedTouch, ...] = ()
    next_on: date | None = None

    @property
    def last_on(self) -> date | None:
        """The day of the last touch; None if there was none."""
        return self.touches[-1].on if self.touches else None


@dataclass(frozen=True, kw_only=True)
class DatedTurn:
    """A turn that a mentoring took, the day and the fact that tells it."""

    fact: UUID
    on: date
    turn: MentoringTurn


@dataclass(frozen=True, kw_only=True)
class KeptItem:
    """A goal or an action, the day on which it was agreed, and the fact that tells it."""

    fact: UUID
    on: date
    item: AgreedItem


@dataclass(frozen=True, kw_only=True)
class AskedMentoring:
    """A mentoring as asked for, with its turns, sessions and what was agreed, oldest first."""

    fact: UUID
    asked_on: date
    mentoring: Mentoring
    turns: tuple[DatedTurn, ...] = ()
    sessions: tuple[DatedTouch, ...] = ()
    items: tuple[KeptItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KeptEvent:
    """An event, the fact that tells it, and the keys of whom one met there."""

    fact: UUID
    event: Event
    met: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KeptMembership:
    """A membership, since when, and the fact that tells it."""

    fact: UUID
    since: date
    membership: Membership


@dataclass(frozen=True, kw_only=True)
class Circle:
    """All people, mentorings, events and memberships of one dossier; mappings are by key."""

    people: Mapping[UUID, Acquaintance]
    mentorings: Mapping[UUID, AskedMentoring]
    events: Mapping[UUID, KeptEvent]
    memberships: Mapping[UUID, KeptMembership]

    def person(self, key: UUID) -> Acquaintance:
        """The one with that key; raises UnknownNameError."""
        return _find(self.people, key, "person")

    def mentoring(self, key: UUID) -> AskedMentoring:
        """The one with that key; raises UnknownNameError."""
        return _find(self.mentorings, key, "mentoring")

    def event(self, key: UUID) -> KeptEvent:
        """The one with that key; raises UnknownNameError."""
        return _find(self.events, key, "event")

    def membership(self, key: UUID) -> KeptMembership:
        """The one with that key; raises UnknownNameError."""
        return _find(self.memberships, key, "membership")

    def name_of(self, key: UUID) -> str:
        """What the person with that key is called; "" for one who was taken back."""
        found = self.people.get(key)
        return found.contact.name if found else ""


def tell_circle(known: Dossier) -> Circle:
    """The people that `known` tells of; it must hold only what is known by the day in question.

    What belongs to somebody who was taken back is left out with them.
    """
    contacts = {body.key: (fact, body) for fact, body in known.each(Contact)}
    touches: dict[UUID, list[DatedTouch]] = defaultdict(list)
    for fact, touch in known.each(Touch):
        if touch.contact in contacts:
            dated = DatedTouch(fact=fact.id, on=fact.happened_on, touch=touch)
            touches[touch.contact].append(dated)
    people = {
        key: Acquaintance(
            fact=fact.id,
            known_since=fact.happened_on,
            contact=contact,
            touches=tuple(touches[key]),
            next_on=_next_on(contact, fact.happened_on, touches[key]),
        )
        for key, (fact, contact) in contacts.items()
    }
    every = [dated for each in touches.values() for dated in each]
    return Circle(
        people=people,
        mentorings=_mentorings(known, people, every),
        events=_events(known, every),
        memberships={
            body.key: KeptMembership(fact=fact.id, since=fact.happened_on, membership=body)
            for fact, body in known.each(Membership)
        },
    )


def find_by_name(circle: Circle, name: str) -> Acquaintance:
    """The one person called `name`, or whose name has all its words; raises UnknownNameError.

    A key, or at least eight characters of its beginning, names them too.
    """
    wanted = " ".join(name.split()).casefold()
    everybody = tuple(circle.people.values())
    found = [p for p in everybody if p.contact.name.casefold() == wanted]
    if not found and wanted:
        words = wanted.split()
        found = [p for p in everybody if all(w in p.contact.name.casefold() for w in words)]
    if not found and len(wanted) >= len("3f2a9c1b"):
        found = [p for p in everybody if str(p.contact.key).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise UnknownNameError(_say_whom(name, found))


def check_new_name(circle: Circle, name: str, *, own: UUID | None = None) -> str:
    """`name` if it is one and nobody but `own` is called so; raises InvalidInputError."""
    check_name(name)
    for known in circle.people.values():
        if known.contact.key != own and known.contact.name.casefold() == name.casefold():
            raise InvalidInputError(
                f"You know somebody called {known.contact.name} already; add what tells them apart."
            )
    return name


def find_role(title: str, ladder: Ladder) -> str:
    """The slug of the role that a job title plainly names; "" where it names none, or several."""
    match = match_title(title, ladder)
    return match.roles[0] if match.certainty == "proposed" else ""


def _say_whom(name: str, found: Sequence[Acquaintance]) -> str:
    if not found:
        return f"You know nobody called '{name}' here; add them first."
    shown = "; ".join(
        f"{p.contact.name} ({p.contact.organisation or 'no organisation'}, {str(p.contact.key)[:8]})"
        for p in sorted(found, key=lambda p: (p.contact.name.casefold(), str(p.contact.key)))[
            :MOST_NAMED
        ]
    )
    return f"'{name}' may be {len(found)} people: {shown}. Say more of the name, or those eight characters."


def _find(kept: Mapping[UUID, Value], key: UUID, what: str) -> Value:
    if key not in kept:
        raise UnknownNameError(f"There is no such {what} here; it may have been deleted.")
    return kept[key]


def _next_on(contact: Contact, since: date, touches: Sequence[DatedTouch]) -> date | None:
    """The day said last, or so many days after the last touch as one wants at most.

    A day told with the contact counts until a touch on that day or after it.
    """
    last = touches[-1] if touches else None
    told = contact.next_on
    if told and last and last.on >= told:
        told = None
    # The next session of a mentoring is told there, not here again.
    if last and last.touch.next_on and not last.touch.mentoring:
        return min(filter(None, (told, last.touch.next_on)))
    if told or contact.every_days is None:
        return told
    return (last.on if last else since) + timedelta(days=contact.every_days)


def _mentorings(
    known: Dossier, people: Mapping[UUID, Acquaintance], touches: Sequence[DatedTouch]
) -> dict[UUID, AskedMentoring]:
    turns: dict[UUID, list[DatedTurn]] = defaultdict(list)
    for fact, turn in known.each(MentoringTurn):
        turns[turn.mentoring].append(DatedTurn(fact=fact.id, on=fact.happened_on, turn=turn))
    items: dict[UUID, list[KeptItem]] = defaultdict(list)
    for fact, item in known.each(AgreedItem):
        items[item.mentoring].append(KeptItem(fact=fact.id, on=fact.happened_on, item=item))
    sessions: dict[UUID, list[DatedTouch]] = defaultdict(list)
    for dated in touches:
        if dated.touch.mentoring:
            sessions[dated.touch.mentoring].append(dated)
    return {
        body.key: AskedMentoring(
            fact=fact.id,
            asked_on=fact.happened_on,
            mentoring=body,
            turns=tuple(turns[body.key]),
            sessions=tuple(sessions[body.key]),
            items=tuple(items[body.key]),
        )
        for fact, body in known.each(Mentoring)
        if body.contact in people
    }


def _events(known: Dossier, touches: Sequence[DatedTouch]) -> dict[UUID, KeptEvent]:
    met: dict[UUID, list[UUID]] = defaultdict(list)
    for dated in touches:
        if dated.touch.event:
            met[dated.touch.event].append(dated.touch.contact)
    return {
        body.key: KeptEvent(fact=fact.id, event=body, met=tuple(dict.fromkeys(met[body.key])))
        for fact, body in known.each(Event)
    }
