"""What is kept of people one knows: who they are, what passed between, what was asked and agreed.

Each body names a person by the key of their contact, never by a name, so that erasing somebody finds
all that speaks of them. Names of people are private whatever else is shared.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args
from uuid import UUID

from headway.core.errors import InvalidInputError

# Who somebody is to the person: a sponsor speaks up for them where they are not in the room.
Tie = Literal["sponsor", "manager", "report", "peer", "colleague", "customer", "friend"]
How = Literal["met", "called", "wrote", "event", "session"]
Outcome = Literal["", "introduction", "opportunity", "collaboration", "knowledge"]
Side = Literal["mentee", "mentor"]
Turn = Literal["agreed", "declined", "paused", "resumed", "ended", "thanked"]
ItemKind = Literal["goal", "action"]
Whose = Literal["me", "them"]

LONGEST_NAME = 200
MOST_DAYS_BETWEEN = 3660
MOST_PLACES = 20
MOST_MONTHS = 120


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody one knows, since the day on which it happened; `key` stays through corrections.

    `role` is a slug of the ladder where their title names one, `strengths` are competencies that one
    believes them strong in. `every_days` is how often to be in touch, `next_on` the next day told.
    """

    key: UUID
    name: str
    known_from: str = ""
    title: str = ""
    organisation: str = ""
    role: str = ""
    strengths: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    email: str = ""
    link: str = ""
    every_days: int | None = None
    next_on: date | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Touch:
    """Having been in touch: what was given and received, what came of it, and when to be next.

    `event` and `mentoring` are keys, `competency` and `opportunity` slugs of what it was about. A
    touch within a mentoring is a session of it.
    """

    contact: UUID
    how: How = "met"
    text: str = ""
    gave: str = ""
    received: str = ""
    outcome: Outcome = ""
    outcome_text: str = ""
    competency: str = ""
    opportunity: str = ""
    event: UUID | None = None
    mentoring: UUID | None = None
    next_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """An occasion to meet people, ahead or past; who was met there is told by touches."""

    key: UUID
    title: str
    starts_on: date
    ends_on: date | None = None
    place: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Membership:
    """Belonging to an association; the fee is in minor units of `currency`, due on `renews_on`."""

    key: UUID
    association: str
    renews_on: date | None = None
    every_months: int = 12
    fee_minor: int = 0
    currency: str = "GBP"
    link: str = ""
    note: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Mentoring:
    """A request to be guided, asked on the day it happened; it expires after `answer_by`.

    `side` is the person's own: "mentee" asked the contact, "mentor" was asked by them.
    """

    key: UUID
    contact: UUID
    ask: str
    answer_by: date
    side: Side = "mentee"
    competency: str = ""


@dataclass(frozen=True, kw_only=True)
class MentoringTurn:
    """What became of a mentoring on a day; `until` is the last day that was agreed on."""

    mentoring: UUID
    turn: Turn
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreedItem:
    """A goal or an action agreed on in a mentoring: whose it is, by when, and what came of it."""

    key: UUID
    mentoring: UUID
    text: str
    kind: ItemKind = "action"
    whose: Whose = "me"
    due_on: date | None = None
    done_on: date | None = None
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class MentorCapacity:
    """How many people one can mentor at a time, and whether that rests; the latest word counts.

    Paused without `paused_until` means until further notice.
    """

    places: int
    is_paused: bool = False
    paused_until: date | None = None
    note: str = ""


# How long an answer to a request is waited for where nobody says until when.
ANSWER_WITHIN = timedelta(days=14)


def check_name(name: str) -> str:
    """`name` if somebody can be called by it; raises InvalidInputError."""
    if not name:
        raise InvalidInputError("Say what they are called.")
    if len(name) > LONGEST_NAME:
        raise InvalidInputError(f"A name may have {LONGEST_NAME} characters at most.")
    return name


def check_ties(ties: tuple[str, ...]) -> tuple[Tie, ...]:
    """`ties` if all are known words; raises InvalidInputError naming those there are."""
    known = get_args(Tie)
    for tie in ties:
        if tie not in known:
            raise InvalidInputError(f"'{tie}' is no tie; say {', '.join(known)}.")
    return tuple(known_tie for known_tie in known if known_tie in ties)


def check_outcome(outcome: str) -> Outcome:
    """`outcome` if it is a known word; raises InvalidInputError naming those there are."""
    known: tuple[Outcome, ...] = get_args(Outcome)
    found = next((word for word in known if word == outcome), None)
    if found is None:
        raise InvalidInputError(f"'{outcome}' is no outcome; say {', '.join(filter(None, known))}.")
    return found


def check_every_days(days: int) -> int:
    """`days` between two touches if that makes sense; raises InvalidInputError."""
    if not 1 <= days <= MOST_DAYS_BETWEEN:
        raise InvalidInputError("Say every how many days, from 1 to 3660.")
    return days


def check_places(places: int) -> int:
    """`places` for mentees if one person can fill them; raises InvalidInputError."""
    if not 0 <= places <= MOST_PLACES:
        raise InvalidInputError(f"Say how many people, from 0 to {MOST_PLACES}.")
    return places


def check_months(months: int) -> int:
    """`months` from one renewal to the next; raises InvalidInputError."""
    if not 1 <= months <= MOST_MONTHS:
        raise InvalidInputError(f"Say every how many months, from 1 to {MOST_MONTHS}.")
    return months


def check_answer_by(answer_by: date, *, asked_on: date) -> date:
    """`answer_by` if there is a day left to answer; raises InvalidInputError."""
    if answer_by <= asked_on:
        raise InvalidInputError(f"{answer_by} leaves no day to answer; name a later one.")
    return answer_by


def check_span(starts_on: date, ends_on: date | None) -> date | None:
    """`ends_on` if it is not before `starts_on`; raises InvalidInputError."""
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInputError(f"It ends on {ends_on}, before it starts.")
    return ends_on
