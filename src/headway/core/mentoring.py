"""A mentoring as it stands on a day: asked, agreed, declined, expired, paused or ended; and room for more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from headway.core.circle import AskedMentoring, Circle
from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError
from headway.core.people import AgreedItem, MentorCapacity, Mentoring, Turn

State = Literal["asked", "agreed", "declined", "expired", "paused", "ended"]
QUIET_AFTER = timedelta(days=42)
OPEN: tuple[State, ...] = ("asked", "agreed", "paused")
NEXT_TURNS: dict[State, tuple[Turn, ...]] = {
    "asked": ("agreed", "declined", "ended"),
    "expired": ("agreed", "declined"),
    "agreed": ("paused", "ended", "thanked"),
    "paused": ("resumed", "ended", "thanked"),
    "declined": ("thanked",),
    "ended": ("thanked",),
}


@dataclass(frozen=True, kw_only=True)
class MentoringNow:
    """One mentoring as it stands: `since` when it is in its state, `until` the last day said of it.

    `is_quiet` says that it is agreed, nothing was heard for six weeks, and no session lies ahead.
    """

    asked: AskedMentoring
    name: str
    state: State
    since: date
    until: date | None = None
    next_session_on: date | None = None
    is_quiet: bool = False
    is_thanked: bool = False

    @property
    def mentoring(self) -> Mentoring:
        """What was asked for."""
        return self.asked.mentoring


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """How many mentees one can take, how many there are, and whether that rests."""

    places: int
    taken: int
    is_paused: bool
    paused_until: date | None = None
    note: str = ""

    @property
    def free(self) -> int:
        """How many more could be taken now."""
        return 0 if self.is_paused else max(0, self.places - self.taken)


def tell_mentorings(circle: Circle, *, as_of: date) -> tuple[MentoringNow, ...]:
    """Every mentoring as it stands on `as_of`: open ones first, then the latest asked for."""
    told = [_tell(circle, asked, as_of) for asked in circle.mentorings.values()]
    return tuple(
        sorted(
            told,
            key=lambda m: (
                m.state not in OPEN,
                -m.asked.asked_on.toordinal(),
                str(m.mentoring.key),
            ),
        )
    )


def tell_mentoring(circle: Circle, key: UUID, *, as_of: date) -> MentoringNow:
    """The mentoring with that key as it stands on `as_of`; raises UnknownNameError."""
    return _tell(circle, circle.mentoring(key), as_of)


def tell_state(asked: AskedMentoring, *, as_of: date) -> tuple[State, date, date | None]:
    """The state on `as_of`, the day since when, and the last day said of it (None: open).

    A request without an answer expires the day after `answer_by`; a pause and an agreement end the
    day after the last day that was said of them.
    """
    state: State = "asked"
    since, until, paused_until = asked.asked_on, None, None
    for turned in asked.turns:
        turn = turned.turn
        if turn.turn == "thanked":
            continue
        state = "agreed" if turn.turn == "resumed" else turn.turn
        since = turned.on
        until = turn.until if turn.turn == "agreed" else until
        paused_until = turn.until if turn.turn == "paused" else None
    if state == "asked" and as_of > asked.mentoring.answer_by:
        return "expired", asked.mentoring.answer_by + timedelta(days=1), None
    if state == "paused" and paused_until and as_of > paused_until:
        state, since = "agreed", paused_until + timedelta(days=1)
    if state in ("agreed", "paused") and until and as_of > until:
        state, since = "ended", until + timedelta(days=1)
    if state == "paused" and paused_until:
        until = min(paused_until, until or paused_until)
    return state, since, until


def check_turn(now: MentoringNow, turn: Turn) -> Turn:
    """`turn` if the mentoring can take it from where it stands; raises InvalidInputError."""
    if turn not in NEXT_TURNS[now.state]:
        possible = ", ".join(NEXT_TURNS[now.state])
        raise InvalidInputError(f"It is {now.state}; from there it can only be {possible}.")
    return turn


def check_after_request(now: MentoringNow, day: date) -> date:
    """`day` of an answer or a session if it is not before the request; raises InvalidInputError."""
    if day < now.asked.asked_on:
        raise InvalidInputError(f"{day} is before it was asked for, on {now.asked.asked_on}.")
    return day


def check_session(now: MentoringNow, day: date) -> date:
    """`day` of a session if guidance is agreed and was asked for by then; raises InvalidInputError."""
    if now.state != "agreed":
        raise InvalidInputError(f"It is {now.state}; note sessions of what is agreed.")
    return check_after_request(now, day)


def check_room(capacity: Capacity | None) -> None:
    """Raises InvalidInputError where one more mentee would be more than one said one can take."""
    if capacity is None:
        return
    if capacity.is_paused:
        raise InvalidInputError("You paused mentoring; resume it before you agree to one more.")
    if not capacity.free:
        raise InvalidInputError(
            f"All your places are taken ({capacity.taken} of {capacity.places}); "
            "end one first, or say that you have more."
        )


def check_not_asked(circle: Circle, contact: UUID, competency: str, *, as_of: date) -> None:
    """Raises InvalidInputError where the same person is asked, or guides, on the same matter already."""
    for each in circle.mentorings.values():
        body = each.mentoring
        same = (body.contact, body.side, body.competency) == (contact, "mentee", competency)
        if same and tell_state(each, as_of=as_of)[0] in OPEN:
            raise InvalidInputError(
                f"You asked {circle.name_of(contact)} about this on {each.asked_on}; "
                "that is still open."
            )


def find_capacity(
    known: Dossier, mentorings: Iterable[MentoringNow], *, as_of: date
) -> Capacity | None:
    """One's capacity as a mentor as said last; None for somebody who never said."""
    told = known.latest(MentorCapacity)
    if told is None:
        return None
    is_over = bool(told.paused_until and as_of > told.paused_until)
    running = [m for m in mentorings if m.mentoring.side == "mentor"]
    return Capacity(
        places=told.places,
        taken=sum(m.state in ("agreed", "paused") for m in running),
        is_paused=told.is_paused and not is_over,
        paused_until=None if is_over else told.paused_until,
        note=told.note,
    )


def open_items(now: MentoringNow) -> Iterator[AgreedItem]:
    """The goals and actions of a mentoring that are not done yet, in the order they were agreed."""
    return (kept.item for kept in now.asked.items if kept.item.done_on is None)


def _tell(circle: Circle, asked: AskedMentoring, as_of: date) -> MentoringNow:
    state, since, until = tell_state(asked, as_of=as_of)
    next_on = asked.sessions[-1].touch.next_on if asked.sessions else None
    return MentoringNow(
        asked=asked,
        name=circle.name_of(asked.mentoring.contact),
        state=state,
        since=since,
        until=until,
        next_session_on=next_on if state == "agreed" else None,
        is_quiet=state == "agreed" and _is_quiet(asked, since, next_on, as_of),
        is_thanked=any(turned.turn.turn == "thanked" for turned in asked.turns),
    )


def _is_quiet(asked: AskedMentoring, since: date, next_on: date | None, as_of: date) -> bool:
    heard = max(since, asked.sessions[-1].on if asked.sessions else since)
    return as_of - heard > QUIET_AFTER and not (next_on and next_on >= as_of)
