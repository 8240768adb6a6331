"""What the commands about people share: whom a name means, and keeping what is told of them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from headway.cli.ids import find_by_id
from headway.cli.session import Session, begin_session, ensure_owner, now, read_day, today
from headway.core.errors import InvalidInputError
from headway.core.evidence import check_day, check_link
from headway.core.ladder import Ladder

if TYPE_CHECKING:
    from headway.core.circle import Acquaintance, Circle
    from headway.core.fact_kinds import FactBody
    from headway.core.gap import GapReport


def find_circle(session: Session) -> "Circle":
    """The people known on the session's day."""
    from headway.core.circle import tell_circle

    return tell_circle(session.dossier.known_by(session.as_of))


def find_person(session: Session, name: str) -> "Acquaintance":
    """The one person whom `name` means; raises UnknownNameError."""
    from headway.core.circle import find_by_name

    return find_by_name(find_circle(session), name)


def find_gap_or_none(session: Session, target: str | None) -> "GapReport | None":
    """What is missing for the role asked for or aimed at; None where there is no such role."""
    from headway.cli.gap import find_gap

    role = session.target_or_none(target)
    return find_gap(session, role) if role else None


def keep(body: "FactBody", on: str | None = None) -> UUID:
    """Keeps `body` as of that day, today unless told; raises InvalidInputError for one to come."""
    owner = ensure_owner()
    from headway.records import bridge

    this_day = today(owner.time_zone)
    day = check_day(read_day(on), today=this_day) if on else this_day
    return bridge.record_fact(owner, body, happened_on=day, recorded_at=now())


def correct(fact: UUID, body: "FactBody", *, on: date | None = None) -> UUID:
    """Keeps `body` in place of the fact."""
    from headway.records import bridge

    return bridge.correct_fact(ensure_owner(), fact, body, recorded_at=now(), happened_on=on)


def take_back(fact: UUID) -> None:
    """Takes the fact back."""
    from headway.records import bridge

    bridge.retract_fact(ensure_owner(), fact, recorded_at=now())


def new_key() -> UUID:
    """The key of somebody or something new."""
    return uuid4()


def read_text(text: str, what: str = "") -> str:
    """`text` tidied; raises InvalidInputError with `what` to do where it is empty and must not be."""
    from headway.formats.free_text import tidy

    cleaned = tidy(text)
    if what and not cleaned:
        raise InvalidInputError(what)
    return cleaned


def read_new_name(session: Session, name: str, *, own: UUID | None = None) -> str:
    """`name` tidied, if nobody but `own` is called so; raises InvalidInputError."""
    from headway.core.circle import check_new_name

    return check_new_name(find_circle(session), read_text(name), own=own)


def read_link(link: str) -> str:
    """`link` if it is empty or the address of a page."""
    return check_link(link.strip())


def read_day_or_none(text: str | None) -> date | None:
    """The day, or None where none was given."""
    return read_day(text) if text else None


def read_competencies(slugs: Iterable[str], ladder: Ladder) -> tuple[str, ...]:
    """`slugs` if the ladder has such competencies; else UnknownNameError."""
    return tuple(dict.fromkeys(ladder.competency(slug).slug for slug in slugs))


def read_role(role: str, title: str, ladder: Ladder) -> str:
    """The slug of `role` where it was given, else of the one that `title` plainly names, else ""."""
    if role:
        return ladder.role(role).slug
    from headway.core.circle import find_role

    return find_role(title, ladder)


def find_fact(start: str) -> tuple[Session, UUID]:
    """The session of today, and the fact about people whose id begins so; raises UnknownNameError."""
    from headway.core import people

    kinds = (
        *(people.Contact, people.Touch, people.Event, people.Membership),
        *(people.Mentoring, people.MentoringTurn, people.AgreedItem),
    )
    session = begin_session()
    known = session.dossier.known_by(session.as_of)
    found = {fact.id: fact.id for fact in known.facts if isinstance(fact.body, kinds)}
    return session, find_by_id(found, start, "entries about people", "headway network show NAME")
