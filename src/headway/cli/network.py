"""The commands about the people one knows: network, and under it list, show, add, change, touch, remove."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from headway.cli import network_file, occasions, people
from headway.cli.session import AsJson, AsOf, On, Session, Target, begin_session
from headway.cli.terminal import heading, print_json, say, say_all
from headway.core.errors import InvalidInputError
from headway.core.people import (
    Contact,
    How,
    Touch,
    check_every_days,
    check_outcome,
    check_ties,
)
from headway.core.wording import count_of, say_date

if TYPE_CHECKING:
    from headway.core.circle import Acquaintance
    from headway.core.network import NetworkReport, PersonRow

Name = Annotated[str, typer.Argument(help="Their name, or enough of it.")]
KnownFrom = Annotated[str | None, typer.Option("--from", help="How you know them.")]
Title = Annotated[str | None, typer.Option(help="What they do, as their job title says.")]
Organisation = Annotated[str | None, typer.Option(help="Where they do it.")]
Role = Annotated[str | None, typer.Option(help="A role of the ladder; else as the title says.")]
StrongIn = Annotated[list[str] | None, typer.Option(help="A competency you saw them strong in.")]
Ties = Annotated[
    list[str] | None,
    typer.Option("--tie", help="sponsor, manager, report, peer, colleague, customer or friend."),
]
Email = Annotated[str | None, typer.Option(help="Their address.")]
Link = Annotated[str | None, typer.Option(help="A page about them.")]
Every = Annotated[int | None, typer.Option(help="Be in touch every so many days; 0 for never.")]
Next = Annotated[str | None, typer.Option("--next", help="Be in touch by that day, YYYY-MM-DD.")]
Note = Annotated[str | None, typer.Option(help="Anything else.")]


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    network = typer.Typer(
        help="The people you know: whom to be in touch with, and what came of it.",
        epilog="Example: headway network",
        invoke_without_command=True,
    )
    network.callback()(review)
    network.command("list", epilog="Example: headway network list --strong-in coaching-and-craft")(
        list_people
    )
    network.command("show", epilog="Example: headway network show Lena")(show_person)
    network.command(
        "add", epilog='Example: headway network add "Lena Made-up" --from "a fair" --every 90'
    )(add_person)
    network.command("change", epilog="Example: headway network change Lena --tie sponsor")(
        change_person
    )
    network.command(
        "touch", epilog='Example: headway network touch Lena "Lunch" --gave "A template"'
    )(touch_person)
    network.command("remove", epilog="Example: headway network remove 3f2a")(remove_entry)
    occasions.register(network)
    network_file.register(network)
    app.add_typer(network, name="network")


def review(
    context: typer.Context, target: Target = None, as_of: AsOf = None, json: AsJson = False
) -> None:
    """The few to be in touch with this week and why, whom you lack, events, memberships."""
    if context.invoked_subcommand:
        return None
    from headway.core.network import review_network

    session = begin_session(as_of)
    gap = people.find_gap_or_none(session, target)
    found = review_network(session.dossier, session.ladder, gap, as_of=session.as_of)
    return print_json(found) if json else _say_review(found)


def _say_review(found: "NetworkReport") -> None:
    from headway.core.wording import people as words

    if not found.people_count:
        say('Nobody here yet: headway network add "A NAME" --from "how you know them".')
    else:
        heading(
            f"To be in touch with this week, of {count_of(found.people_count, 'person', 'people')}"
        )
        for reach in found.this_week:
            say(f"- {reach.name}: {' '.join(map(words.describe_why, reach.reasons))}")
        rest = found.due_count - len(found.this_week)
        if rest:
            say(f"{count_of(rest, 'more is', 'more are')} due; `headway network list` shows when.")
        if not found.this_week:
            say("Nobody is due this week.")
        say(words.describe_came_of(found.came_of))
    if found.ties:
        heading("Whom the way to the role needs")
        say_all(f"{words.name_tie(tie)}: {words.describe_tie(tie)}" for tie in found.ties)
    occasions.say_occasions(found)


def list_people(
    words: Annotated[str, typer.Argument(help="Words of a name, title or organisation.")] = "",
    tie: Annotated[str, typer.Option(help="Only those with this tie.")] = "",
    strong_in: Annotated[str, typer.Option(help="Only those strong in this competency.")] = "",
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Everybody, in the order of their names, with when you were and will be in touch."""
    from headway.core import network

    session = begin_session(as_of)
    if strong_in:
        session.ladder.competency(strong_in)
    rows = network.list_people(
        people.find_circle(session),
        words=words,
        tie=check_ties((tie,))[0] if tie else "",
        competency=strong_in,
    )
    if json:
        return print_json(rows)
    say_all(map(_say_row, rows), prefix="")
    return say(f"{count_of(len(rows), 'person', 'people')}." if rows else "Nobody is like that.")


def _say_row(row: "PersonRow") -> str:
    what = ", ".join(filter(None, (row.title, row.organisation)))
    last = f"; last on {say_date(row.last_on)}" if row.last_on else ""
    ahead = f"; next by {say_date(row.next_on)}" if row.next_on else ""
    return f"{row.name}{f' ({what})' if what else ''}{last}{ahead}"


def show_person(name: Name, as_of: AsOf = None, json: AsJson = False) -> None:
    """One person: how you know them, what was exchanged, what came of it."""
    session = begin_session(as_of)
    person = people.find_person(session, name)
    return print_json(person) if json else _say_person(person, session)


def _say_person(person: "Acquaintance", session: Session) -> None:
    from headway.core.wording import people as words
    from headway.core.wording.ladder import name_competency

    contact = person.contact
    heading(contact.name)
    say(f"Known since {say_date(person.known_since)}{_after(': ', contact.known_from)}.")
    what = ", ".join(filter(None, (contact.title, contact.organisation)))
    strong = ", ".join(name_competency(slug, session.ladder) for slug in contact.strengths)
    ties = ", ".join(words.TIES[tie] for tie in contact.ties)
    lines = (what, _after("Strong in: ", strong), _after("Is: ", ties), contact.email, contact.link)
    say_all(filter(None, (*lines, contact.note)), prefix="")
    say(words.say_last(person.last_on))
    if person.next_on:
        say(f"Be in touch by {say_date(person.next_on)}.")
    for dated in reversed(person.touches):
        told = "; ".join(words.describe_touch(dated.touch))
        say(f"- {str(dated.fact)[:8]} {dated.on} {words.HOWS[dated.touch.how]}{_after(': ', told)}")
    say(words.NOBODY_KNOWS)


def _after(opening: str, text: str) -> str:
    return f"{opening}{text}" if text else ""


def add_person(
    name: Annotated[str, typer.Argument(help="Their name.")],
    known_from: KnownFrom = None,
    title: Title = None,
    organisation: Organisation = None,
    role: Role = None,
    strong_in: StrongIn = None,
    tie: Ties = None,
    email: Email = None,
    link: Link = None,
    every: Every = None,
    next_on: Next = None,
    note: Note = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps somebody you know, in your own record only."""
    session = begin_session()
    called = people.read_new_name(session, name)
    told = _told(
        Contact(key=people.new_key(), name=called),
        session, known_from, title, organisation, role, strong_in, tie, email, link, every,
        next_on, note,
    )  # fmt: skip
    fact = people.keep(told, on)
    return print_json({"id": fact, "contact": told}) if json else say(f"Kept: {told.name}.")


def change_person(
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", help="What to call them.")] = None,
    known_from: KnownFrom = None,
    title: Title = None,
    organisation: Organisation = None,
    role: Role = None,
    strong_in: StrongIn = None,
    tie: Ties = None,
    email: Email = None,
    link: Link = None,
    every: Every = None,
    next_on: Next = None,
    note: Note = None,
    json: AsJson = False,
) -> None:
    """Corrects what is kept of somebody; what is not given stays as it was."""
    session = begin_session()
    person = people.find_person(session, name)
    base = person.contact
    if new_name is not None:
        base = replace(base, name=people.read_new_name(session, new_name, own=base.key))
    told = _told(
        base, session, known_from, title, organisation, role, strong_in, tie, email, link, every,
        next_on, note,
    )  # fmt: skip
    fact = people.correct(person.fact, told)
    return print_json({"id": fact, "contact": told}) if json else say(f"Changed: {told.name}.")


def _told(
    base: Contact,
    session: Session,
    known_from: str | None,
    title: str | None,
    organisation: str | None,
    role: str | None,
    strong_in: list[str] | None,
    ties: list[str] | None,
    email: str | None,
    link: str | None,
    every: int | None,
    next_on: str | None,
    note: str | None,
) -> Contact:
    """`base` with what was given on the command line."""
    found = replace(
        base,
        known_from=_text(known_from, base.known_from),
        title=_text(title, base.title),
        organisation=_text(organisation, base.organisation),
        email=_text(email, base.email),
        note=_text(note, base.note),
    )
    if title is not None or role is not None:
        found = replace(found, role=people.read_role(role or "", found.title, session.ladder))
    if strong_in is not None:
        found = replace(found, strengths=people.read_competencies(strong_in, session.ladder))
    if ties is not None:
        found = replace(found, ties=check_ties(tuple(ties)))
    if link is not None:
        found = replace(found, link=people.read_link(link))
    if every is not None:
        found = replace(found, every_days=check_every_days(every) if every else None)
    if next_on is not None:
        found = replace(found, next_on=people.read_day_or_none(next_on))
    return found


def _text(told: str | None, before: str) -> str:
    return before if told is None else people.read_text(told)


def touch_person(
    name: Name,
    text: Annotated[str, typer.Argument(help="What it was about.")] = "",
    how: Annotated[str, typer.Option(help="met, called, wrote, event or session.")] = "met",
    gave: Annotated[str, typer.Option(help="What you gave.")] = "",
    received: Annotated[str, typer.Option(help="What you received.")] = "",
    brought: Annotated[
        str, typer.Option(help="introduction, opportunity, collaboration or knowledge.")
    ] = "",
    namely: Annotated[str, typer.Option(help="More about what it brought.")] = "",
    about: Annotated[str, typer.Option(help="The competency it was about.")] = "",
    opportunity: Annotated[str, typer.Option(help="The opportunity it was about.")] = "",
    at: Annotated[str, typer.Option(help="The event where it was, as you noted it.")] = "",
    next_on: Next = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Notes that you were in touch: what was given, received, what came of it, when next."""
    if how not in get_args(How):
        raise InvalidInputError(
            f"'{how}' is no way to be in touch; say {', '.join(get_args(How))}."
        )
    session = begin_session()
    person = people.find_person(session, name)
    event = occasions.find_event(session, at) if at else None
    touch = Touch(
        contact=person.contact.key,
        how="event" if event and how == "met" else cast("How", how),
        text=people.read_text(text),
        gave=people.read_text(gave),
        received=people.read_text(received),
        outcome=check_outcome(brought),
        outcome_text=people.read_text(namely),
        competency=session.ladder.competency(about).slug if about else "",
        opportunity=session.catalogue.opportunity(opportunity).slug if opportunity else "",
        event=event.event.key if event else None,
        next_on=people.read_day_or_none(next_on),
    )
    fact = people.keep(touch, on)
    if json:
        return print_json({"id": fact, "touch": touch})
    return say(f"Kept as {str(fact)[:8]}: in touch with {person.contact.name}.")


def remove_entry(
    fact: Annotated[str, typer.Argument(help="The first characters of its id.")],
    json: AsJson = False,
) -> None:
    """Takes back one entry about people; earlier days still know it. To delete somebody: delete."""
    _, found = people.find_fact(fact)
    people.take_back(found)
    return print_json({"id": found}) if json else say(f"Taken back: {str(found)[:8]}.")
