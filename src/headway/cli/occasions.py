"""Events and memberships as commands: network event, join, renewed, left."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from headway.cli import people
from headway.cli.session import AsJson, On, Session, begin_session, read_day
from headway.cli.terminal import heading, print_json, say
from headway.core.dossier import find_currency
from headway.core.errors import UnknownNameError
from headway.core.money import check_currency, to_minor
from headway.core.people import Event, Membership, check_months, check_span
from headway.core.wording import say_date

if TYPE_CHECKING:
    from headway.core.circle import KeptEvent, KeptMembership
    from headway.core.network import NetworkReport

MOST_PAST = 5
ID_BEGINNING = 8
Association = Annotated[str, typer.Argument(help="Its name, or enough of it.")]


def register(network: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    network.command("event", epilog='Example: headway network event "A fair" 2027-03-04')(add_event)
    network.command("join", epilog='Example: headway network join "A guild" --renews 2027-12-01')(
        join
    )
    network.command("renewed", epilog='Example: headway network renewed "A guild"')(renew)
    network.command("left", epilog='Example: headway network left "A guild"')(leave)


def add_event(
    title: Annotated[str, typer.Argument(help="What it is called.")],
    starts: Annotated[str, typer.Argument(help="Its first day, YYYY-MM-DD, past or ahead.")],
    ends: Annotated[str | None, typer.Option(help="Its last day.")] = None,
    place: Annotated[str, typer.Option(help="Where.")] = "",
    link: Annotated[str, typer.Option(help="Its page.")] = "",
    note: Annotated[str, typer.Option(help="Whom you want to meet, what for.")] = "",
    json: AsJson = False,
) -> None:
    """Keeps an event at which one meets people; `touch --at` says whom you met."""
    starts_on = read_day(starts)
    event = Event(
        key=people.new_key(),
        title=people.read_text(title, "Say what the event is called."),
        starts_on=starts_on,
        ends_on=check_span(starts_on, people.read_day_or_none(ends)),
        place=people.read_text(place),
        link=people.read_link(link),
        note=people.read_text(note),
    )
    from headway.core.occasions import check_new_event

    fact = people.keep(check_new_event(people.find_circle(begin_session()), event))
    if json:
        return print_json({"id": fact, "event": event})
    return say(f"Kept: {event.title}, {say_date(event.starts_on)}.")


def join(
    association: Annotated[str, typer.Argument(help="What it is called.")],
    renews: Annotated[str | None, typer.Option(help="The next renewal, YYYY-MM-DD.")] = None,
    every_months: Annotated[int, typer.Option(help="From one renewal to the next.")] = 12,
    fee: Annotated[str, typer.Option(help="What a renewal costs.")] = "0",
    currency: Annotated[str, typer.Option(help="Of the fee; else that of your budget.")] = "",
    link: Annotated[str, typer.Option(help="Its page.")] = "",
    note: Annotated[str, typer.Option(help="Anything else.")] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps that you belong to an association, and when that is to be renewed."""
    session = begin_session()
    code = check_currency(currency or find_currency(session.dossier.known_by(session.as_of)))
    membership = Membership(
        key=people.new_key(),
        association=people.read_text(association, "Say what the association is called."),
        renews_on=people.read_day_or_none(renews),
        every_months=check_months(every_months),
        fee_minor=to_minor(fee, code),
        currency=code,
        link=people.read_link(link),
        note=people.read_text(note),
    )
    from headway.core.occasions import check_new_membership

    check_new_membership(people.find_circle(session), membership)
    fact = people.keep(membership, on)
    if json:
        return print_json({"id": fact, "membership": membership})
    return say(f"Kept: member of {membership.association}.")


def renew(
    association: Association,
    until: Annotated[str | None, typer.Option(help="The next renewal; else as usual.")] = None,
    json: AsJson = False,
) -> None:
    """Says that a membership was renewed, and when it is the next time."""
    from headway.core.occasions import renewed

    session = begin_session()
    kept = find_membership(session, association)
    then = people.read_day_or_none(until) or renewed(kept.membership)
    told = replace(kept.membership, renews_on=then, ended_on=None)
    fact = people.correct(kept.fact, told)
    if json:
        return print_json({"id": fact, "membership": told})
    ahead = f"; next on {say_date(then)}" if then else ""
    return say(f"Renewed: {told.association}{ahead}.")


def leave(association: Association, on: On = None, json: AsJson = False) -> None:
    """Says that a membership has ended."""
    session = begin_session()
    from headway.core.occasions import check_running

    kept = find_membership(session, association)
    check_running(kept.membership)
    told = replace(kept.membership, ended_on=read_day(on) if on else session.as_of)
    fact = people.correct(kept.fact, told)
    if json:
        return print_json({"id": fact, "membership": told})
    return say(f"Left: {told.association}.")


def find_event(session: Session, title: str) -> "KeptEvent":
    """The event whose title begins or is so; raises UnknownNameError."""
    kept = people.find_circle(session).events.values()
    found = [e for e in kept if _is_called(e.event.title, e.fact, title)]
    if len(found) == 1:
        return found[0]
    raise UnknownNameError(_say_which("event", title, [str(e.fact)[:8] for e in found]))


def find_membership(session: Session, association: str) -> "KeptMembership":
    """The membership whose association begins or is so; raises UnknownNameError."""
    kept = people.find_circle(session).memberships.values()
    found = [m for m in kept if _is_called(m.membership.association, m.fact, association)]
    if len(found) == 1:
        return found[0]
    ids = [str(m.fact)[:8] for m in found]
    raise UnknownNameError(_say_which("membership", association, ids))


def _is_called(name: str, fact: UUID, asked: str) -> bool:
    is_id = len(asked) >= ID_BEGINNING and str(fact).startswith(asked)
    return is_id or bool(asked and name.casefold().startswith(asked.casefold()))


def _say_which(what: str, begin: str, ids: list[str]) -> str:
    if not ids:
        return f"No {what} begins with '{begin}'; `headway network` shows what you noted."
    several = ", ".join(ids)
    return f"{len(ids)} {what}s begin with '{begin}': say more of the name, or one of {several}."


def say_occasions(found: "NetworkReport") -> None:
    """Events ahead, the last few past, and memberships."""
    from headway.core.wording.people import describe_membership

    ahead = [each for each in found.events if each.is_ahead]
    past = [each for each in found.events if not each.is_ahead][:MOST_PAST]
    if found.events:
        heading("Events")
    for each in ahead:
        place = f", {each.event.place}" if each.event.place else ""
        say(f"  - {str(each.fact)[:8]} {say_date(each.event.starts_on)}: {each.event.title}{place}")
    for each in past:
        met = f": met {', '.join(each.met)}" if each.met else ""
        say(
            f"  - {str(each.fact)[:8]} {say_date(each.event.starts_on)}, past: {each.event.title}{met}"
        )
    if found.memberships:
        heading("Memberships")
    for m in found.memberships:
        say(f"  - {str(m.fact)[:8]} {m.membership.association}. {describe_membership(m)}")
