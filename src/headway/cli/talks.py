"""The commands about talks and publications: learn talks, and under it plan, done, held, move, drop."""

from datetime import date
from typing import Annotated
from uuid import UUID

import typer

from headway.cli import people
from headway.cli.session import (
    AsJson,
    AsOf,
    On,
    Session,
    begin_session,
    ensure_owner,
    now,
    read_day,
    today,
)
from headway.cli.terminal import heading, note, print_json, say
from headway.core.errors import UnknownNameError
from headway.core.evidence import check_day
from headway.core.talk_list import KeptTalk, list_talks
from headway.core.talks import (
    Talk,
    evidence_of_talk,
    finish_step,
    hold_talk,
    move_talk,
    plan_talk,
)

ID_BEGINNING = 8
Name = Annotated[str, typer.Argument(help="How its title begins, or its id.")]


def register(learn: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    talks = typer.Typer(
        help="Talks and publications: their steps before, and evidence afterwards.",
        epilog="Example: headway learn talks",
        invoke_without_command=True,
    )
    talks.callback()(show_talks)
    talks.command(
        "plan",
        epilog='Example: headway learn talks plan "What we stopped" 2027-05-04 --at "A fair"',
    )(plan)
    talks.command("done", epilog='Example: headway learn talks done "What we" 1')(done)
    talks.command(
        "held", epilog='Example: headway learn talks held "What we" --came "Two invitations"'
    )(held)
    talks.command("move", epilog='Example: headway learn talks move "What we" 2027-06-01')(move)
    talks.command("drop", epilog='Example: headway learn talks drop "What we"')(drop)
    learn.add_typer(talks, name="talks")


def show_talks(context: typer.Context, as_of: AsOf = None, json: AsJson = False) -> None:
    """What is planned with its steps, then what was held."""
    if context.invoked_subcommand:
        return None
    found = _list(begin_session(as_of))
    return print_json(found) if json else _say_talks(found)


def _say_talks(found: tuple[KeptTalk, ...]) -> None:
    from headway.core.wording.talks import describe_step, describe_talk

    if not found:
        note('Nothing planned yet: headway learn talks plan "Its title" 2027-05-04 --at "Where"')
    for kept in found:
        heading(f"{str(kept.fact)[:8]} {kept.talk.title}")
        say(f"{describe_talk(kept.talk)}{f': {kept.talk.came}' if kept.talk.came else ''}.")
        if not kept.talk.held_on:
            for number, step in enumerate(kept.talk.steps, 1):
                say(f"  {number}. {describe_step(step)}")


def plan(
    title: Annotated[str, typer.Argument(help="What it is called.")],
    day: Annotated[str, typer.Argument(help="The day it is held or appears, YYYY-MM-DD.")],
    at: Annotated[str, typer.Option(help="Where: the event, or who publishes it.")] = "",
    publication: Annotated[
        bool, typer.Option("--publication", help="It is published, not spoken.")
    ] = False,
    about: Annotated[list[str] | None, typer.Option(help="A competency it shows.")] = None,
    link: Annotated[str, typer.Option(help="Its page.")] = "",
    json: AsJson = False,
) -> None:
    """Plans it, with steps counted back from the day; they show on Today and in the calendar."""
    session = begin_session()
    talk = Talk(
        key=people.new_key(),
        title=people.read_text(title, "Say what it is called."),
        on=read_day(day),
        kind="publishing" if publication else "conference-talk",
        where=people.read_text(at),
        competencies=people.read_competencies(about or (), session.ladder),
        link=people.read_link(link),
    )
    planned = plan_talk(talk, today=session.as_of)
    fact = people.keep(planned)
    if json:
        return print_json({"id": fact, "talk": planned})
    return _say_talks((KeptTalk(fact=fact, planned_on=session.as_of, talk=planned),))


def done(
    name: Name,
    step: Annotated[int, typer.Argument(help="The number of the step.")],
    on: On = None,
    json: AsJson = False,
) -> None:
    """Says that a step is done."""
    kept = _find(begin_session(), name)
    return _correct(kept, finish_step(kept.talk, step, day=_past_day(on)), json=json)


def held(
    name: Name,
    came: Annotated[str, typer.Option(help="What came of it.")] = "",
    link: Annotated[str, typer.Option(help="Where it can be seen.")] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Says that it took place: it becomes a piece of evidence, which claims no level."""
    kept, day = _find(begin_session(), name), _past_day(on)
    talk = hold_talk(kept.talk, day=day, came=people.read_text(came), link=people.read_link(link))
    from headway.records import bridge

    owner, moment = ensure_owner(), now()
    bridge.correct_fact(owner, kept.fact, talk, recorded_at=moment)
    item = evidence_of_talk(talk)
    fact: UUID = bridge.record_fact(owner, item, happened_on=day, recorded_at=moment)
    if json:
        return print_json({"evidence": fact, "talk": talk})
    return say(f"Kept, and as evidence {str(fact)[:8]}: {item.text}")


def move(
    name: Name,
    day: Annotated[str, typer.Argument(help="The new day, YYYY-MM-DD.")],
    json: AsJson = False,
) -> None:
    """Moves it to another day, and what is still to do with it."""
    session = begin_session()
    kept = _find(session, name)
    return _correct(kept, move_talk(kept.talk, read_day(day), today=session.as_of), json=json)


def drop(name: Name, json: AsJson = False) -> None:
    """Takes it back; evidence that came of it stays."""
    kept = _find(begin_session(), name)
    people.take_back(kept.fact)
    return print_json({"id": kept.fact}) if json else say(f"Taken back: {kept.talk.title}.")


def _past_day(on: str | None) -> date:
    this_day = today(ensure_owner().time_zone)
    return check_day(read_day(on), today=this_day) if on else this_day


def _correct(kept: KeptTalk, talk: Talk, *, json: bool) -> None:
    fact = people.correct(kept.fact, talk)
    if json:
        return print_json({"id": fact, "talk": talk})
    return _say_talks((KeptTalk(fact=fact, planned_on=kept.planned_on, talk=talk),))


def _list(session: Session) -> tuple[KeptTalk, ...]:
    return list_talks(session.dossier.known_by(session.as_of))


def _find(session: Session, name: str) -> KeptTalk:
    wanted = name.casefold()
    found = [
        kept
        for kept in _list(session)
        if wanted
        and (
            kept.talk.title.casefold().startswith(wanted)
            or (len(wanted) >= ID_BEGINNING and str(kept.fact).startswith(wanted))
        )
    ]
    # One that was held is meant only where none planned begins so.
    found = [kept for kept in found if not kept.talk.held_on] or found
    if len(found) != 1:
        raise UnknownNameError(
            f"{len(found)} talks begin with '{name}'; `headway learn talks` shows them with their ids."
        )
    return found[0]
