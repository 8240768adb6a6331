"""The commands about closed packets: close, list, decide, remove."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from headway.cli.gap import find_gap
from headway.cli.ids import find_by_id
from headway.cli.session import (
    AsJson,
    AsOf,
    Session,
    Target,
    begin_session,
    ensure_owner,
    now,
    read_day,
)
from headway.cli.terminal import note, print_json, say
from headway.core.dossier import Fact
from headway.core.errors import InvalidInputError
from headway.core.packet_draft import ClosedPacket, Decision, with_decision
from headway.core.wording.packet import describe_closing, describe_near

if TYPE_CHECKING:
    from headway.core.packet import ClosedDocument, Packet

DECISIONS = get_args(Decision)
Decided = Annotated[str, typer.Option("--decision", help=f"{', '.join(DECISIONS)}.")]
By = Annotated[str, typer.Option(help="Who decided: a name or a role.")]
Reason = Annotated[str, typer.Option(help="Why, in a sentence or two.")]
DecidedOn = Annotated[
    str | None, typer.Option(help="The day of the decision, YYYY-MM-DD; else today.")
]
Closed = Annotated[str, typer.Argument(help="The first characters of its id.")]


def close_packet(
    decision: Decided = "waiting",
    by: By = "",
    reason: Reason = "",
    decided_on: DecidedOn = None,
    target: Target = None,
    json: AsJson = False,
) -> None:
    """Keeps the packet as it reads today, whole, with what people decided; later facts change nothing."""
    session = begin_session()
    from headway.records import bridge

    packet = find_packet(session, target)
    tell_near(session, packet)
    closed = ClosedPacket(
        document=bridge.document_of(packet), role=packet.role, role_title=packet.role_title
    )
    decided = _decided(session, closed, decision, by, reason, decided_on)
    fact = bridge.record_fact(ensure_owner(), decided, happened_on=session.as_of, recorded_at=now())
    return _tell(fact.hex, "Closed as {}.", json=json)


def decide_packet(
    packet: Closed,
    decision: Decided,
    by: By = "",
    reason: Reason = "",
    decided_on: DecidedOn = None,
    json: AsJson = False,
) -> None:
    """Adds to a closed packet what people decided; the packet itself stays as it was handed on."""
    session = begin_session()
    from headway.records import bridge

    found, closed = _find(session, packet)
    decided = _decided(session, closed, decision, by, reason, decided_on)
    fact = bridge.correct_fact(
        ensure_owner(), found.id, decided, recorded_at=now(), happened_on=found.happened_on
    )
    return _tell(fact.hex, "Kept; it is {} now.", json=json)


def list_packets(as_of: AsOf = None, json: AsJson = False) -> None:
    """The packets closed so far, the latest first, each with what people decided."""
    from headway.core.packet import list_closed

    session = begin_session(as_of)
    rows = list_closed(session.dossier.known_by(session.as_of))
    if json:
        return print_json(rows)
    for closing in rows:
        say(f"{str(closing.fact)[:8]} {describe_closing(closing)}")
    if not rows:
        note("No packet is closed yet: headway packet close.")
    return None


def remove_packet(packet: Closed, json: AsJson = False) -> None:
    """Takes a closed packet back; what was known before stays known for earlier days."""
    found, closed = _find(begin_session(), packet)
    from headway.records import bridge

    bridge.retract_fact(ensure_owner(), found.id, recorded_at=now())
    if json:
        return print_json({"id": found.id})
    return say(f"Taken back: the packet for {closed.role_title}. The Packet page can put it back.")


def find_packet(session: Session, target: str | None) -> "Packet":
    """The packet for the role asked for, else the one aimed at."""
    from headway.core.packet import build_packet

    return build_packet(session.dossier, find_gap(session, session.target_role(target)))


def tell_near(session: Session, packet: "Packet") -> None:
    """Says beside the result which of its words a name is a part of."""
    from headway.core.packet import find_near, find_redactions

    names = find_redactions(session.dossier.known_by(session.as_of))
    if told := describe_near(find_near(packet, names)):
        note(told)


def find_closed(session: Session, start: str) -> "ClosedDocument":
    """The closed packet whose identity begins so; raises UnknownNameError if there is not one."""
    from headway.core.packet import ClosedDocument, tell_closing
    from headway.formats import packet_document

    fact, closed = _find(session, start)
    return ClosedDocument(
        closing=tell_closing(fact, closed), packet=packet_document.read(closed.document)
    )


def _tell(fact: str, sentence: str, *, json: bool) -> None:
    closed = find_closed(begin_session(), fact)
    if json:
        return print_json(closed.closing)
    return say(sentence.format(fact[:8]) + " headway packet list shows all.")


def _decided(
    session: Session, closed: ClosedPacket, decision: str, by: str, reason: str, on: str | None
) -> ClosedPacket:
    from headway.core.packet import find_redactions

    if decision not in DECISIONS:
        raise InvalidInputError(f"'{decision}' is no decision; say {', '.join(DECISIONS)}.")
    day: date = read_day(on) if on else session.as_of
    return with_decision(
        closed,
        cast("Decision", decision),
        decided_by=by.strip(),
        reasons=reason.strip(),
        decided_on=day,
        today=session.as_of,
        redactions=find_redactions(session.dossier.known_by(session.as_of)),
    )


def _find(session: Session, start: str) -> tuple[Fact, ClosedPacket]:
    known = session.dossier.known_by(session.as_of)
    found = {fact.id: (fact, closed) for fact, closed in known.each(ClosedPacket)}
    return find_by_id(found, start, "closed packets", "headway packet list")
