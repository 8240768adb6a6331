"""The commands about guidance: mentors, and under it ask, asked-by, answer, session, agree, done, offer."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, cast, get_args
from uuid import UUID

import typer

from headway.cli import mentors_shown, people
from headway.cli.session import AsJson, AsOf, On, Session, Target, begin_session, read_day
from headway.cli.terminal import print_json, say
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.people import (
    ANSWER_WITHIN,
    AgreedItem,
    MentorCapacity,
    Mentoring,
    MentoringTurn,
    Side,
    Touch,
    Turn,
    check_answer_by,
    check_places,
)
from headway.core.wording import count_of

if TYPE_CHECKING:
    from headway.core.mentoring import MentoringNow

Name = Annotated[str, typer.Argument(help="Their name, or enough of it.")]
Matter = Annotated[
    str, typer.Option("--about", help="The competency it is about, as product-strategy.")
]
By = Annotated[str | None, typer.Option(help="To be answered by that day; else in two weeks.")]


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    mentors = typer.Typer(
        help="Who could help with what is missing, what was agreed, and whom you mentor.",
        epilog="Example: headway mentors --target director-of-product-management",
        invoke_without_command=True,
    )
    mentors.callback()(review)
    mentors.command("show", epilog="Example: headway mentors show Lena")(show_mentoring)
    mentors.command(
        "ask", epilog='Example: headway mentors ask Lena "Three talks" --about product-strategy'
    )(ask)
    mentors.command("asked-by", epilog='Example: headway mentors asked-by Ben "A look at my CV"')(
        note_request
    )
    mentors.command("answer", epilog="Example: headway mentors answer Lena agreed")(answer)
    mentors.command(
        "session", epilog='Example: headway mentors session Lena "Strategy" --next 2027-03-01'
    )(note_session)
    mentors.command(
        "agree", epilog='Example: headway mentors agree Lena "Draft one page" --by 2027-02-01'
    )(agree)
    mentors.command("done", epilog='Example: headway mentors done "Draft one" --result "Used it"')(
        finish
    )
    mentors.command("offer", epilog="Example: headway mentors offer 2")(offer)
    app.add_typer(mentors, name="mentors")


def review(
    context: typer.Context, target: Target = None, as_of: AsOf = None, json: AsJson = False
) -> None:
    """For each gap who could help and why; requests and mentorings; your mentees."""
    if context.invoked_subcommand:
        return None
    from headway.core.mentors import review_mentors

    session = begin_session(as_of)
    gap = people.find_gap_or_none(session, target)
    found = review_mentors(session.dossier, session.ladder, gap, as_of=session.as_of)
    return print_json(found) if json else mentors_shown.say_review(found, session)


def show_mentoring(
    name: Name, matter: Matter = "", as_of: AsOf = None, json: AsJson = False
) -> None:
    """One mentoring: where it stands, what was agreed, its sessions, and the letters to send."""
    session = begin_session(as_of)
    now = _find(session, name, matter)
    return print_json(now) if json else mentors_shown.say_mentoring(now, session)


def ask(
    name: Name,
    what: Annotated[str, typer.Argument(help="What you ask for, in a sentence.")],
    matter: Matter = "",
    by: By = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps that you ask somebody for guidance, and drafts the letter; nothing is sent."""
    from headway.core.mentoring import check_not_asked

    session = begin_session()
    person = people.find_person(session, name)
    body = _requested(session, person.contact.key, what, matter, by, on, "mentee")
    circle = people.find_circle(session)
    check_not_asked(circle, body.contact, body.competency, as_of=session.as_of)
    fact = people.keep(body, on)
    if json:
        return print_json({"id": fact, "mentoring": body})
    return mentors_shown.say_letter(body, person.contact.name, session)


def note_request(
    name: Name,
    what: Annotated[str, typer.Argument(help="What they ask you for.")],
    matter: Matter = "",
    by: By = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps that somebody asks you for guidance."""
    session = begin_session()
    person = people.find_person(session, name)
    body = _requested(session, person.contact.key, what, matter, by, on, "mentor")
    fact = people.keep(body, on)
    if json:
        return print_json({"id": fact, "mentoring": body})
    return say(f"Kept: {person.contact.name} asks you. Answer with `headway mentors answer`.")


def _requested(
    session: Session,
    contact: UUID,
    what: str,
    matter: str,
    by: str | None,
    on: str | None,
    side: Side,
) -> Mentoring:
    asked_on = read_day(on) if on else session.as_of
    answer_by = read_day(by) if by else asked_on + ANSWER_WITHIN
    return Mentoring(
        key=people.new_key(),
        contact=contact,
        ask=people.read_text(what, "Say what is asked for, in a sentence."),
        answer_by=check_answer_by(answer_by, asked_on=asked_on),
        side=side,
        competency=session.ladder.competency(matter).slug if matter else "",
    )


def answer(
    name: Name,
    turn: Annotated[
        str, typer.Argument(help="agreed, declined, paused, resumed, ended or thanked.")
    ],
    matter: Matter = "",
    until: Annotated[str | None, typer.Option(help="Until when it was agreed or paused.")] = None,
    note: Annotated[str, typer.Option(help="Anything else.")] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Says what became of a request or a mentoring: theirs to you, or yours to them."""
    if turn not in get_args(Turn):
        raise InvalidInputError(f"'{turn}' is no answer; say {', '.join(get_args(Turn))}.")
    session = begin_session()
    now = _find(session, name, matter)
    _check(session, now, cast("Turn", turn))
    _check_day(now, on)
    body = MentoringTurn(
        mentoring=now.mentoring.key,
        turn=cast("Turn", turn),
        until=people.read_day_or_none(until),
        note=people.read_text(note),
    )
    fact = people.keep(body, on)
    if json:
        return print_json({"id": fact, "turn": body})
    return say(f"Kept: {now.name}, {turn}.")


def _check(session: Session, now: "MentoringNow", turn: Turn) -> None:
    from headway.core.mentoring import check_room, check_turn, find_capacity, tell_mentorings

    check_turn(now, turn)
    if turn == "agreed" and now.mentoring.side == "mentor":
        known = session.dossier.known_by(session.as_of)
        every = tell_mentorings(people.find_circle(session), as_of=session.as_of)
        check_room(find_capacity(known, every, as_of=session.as_of))


def _check_day(now: "MentoringNow", on: str | None) -> None:
    from headway.core.mentoring import check_after_request

    if on:
        check_after_request(now, read_day(on))


def note_session(
    name: Name,
    text: Annotated[str, typer.Argument(help="What you spoke about.")],
    matter: Matter = "",
    gave: Annotated[str, typer.Option(help="What you gave.")] = "",
    received: Annotated[str, typer.Option(help="What you took away.")] = "",
    next_on: Annotated[str | None, typer.Option("--next", help="The next session.")] = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Notes a session of a mentoring that was agreed on."""
    from headway.core.mentoring import check_session

    session = begin_session()
    now = _find(session, name, matter)
    check_session(now, read_day(on) if on else session.as_of)
    body = Touch(
        contact=now.mentoring.contact,
        how="session",
        text=people.read_text(text, "Say in a few words what you spoke about."),
        gave=people.read_text(gave),
        received=people.read_text(received),
        competency=now.mentoring.competency,
        mentoring=now.mentoring.key,
        next_on=people.read_day_or_none(next_on),
    )
    fact = people.keep(body, on)
    if json:
        return print_json({"id": fact, "session": body})
    return say(f"Kept as {str(fact)[:8]}: a session with {now.name}.")


def agree(
    name: Name,
    text: Annotated[str, typer.Argument(help="What was agreed.")],
    matter: Matter = "",
    by: Annotated[str | None, typer.Option(help="By which day.")] = None,
    goal: Annotated[bool, typer.Option("--goal", help="It is a goal, not an action.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="It is theirs to do.")] = False,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps a goal or an action; yours with a day shows on Today."""
    session = begin_session()
    now = _find(session, name, matter)
    _check_day(now, on)
    body = AgreedItem(
        key=people.new_key(),
        mentoring=now.mentoring.key,
        text=people.read_text(text, "Say what was agreed, in a sentence."),
        kind="goal" if goal else "action",
        whose="them" if theirs else "me",
        due_on=people.read_day_or_none(by),
    )
    fact = people.keep(body, on)
    if json:
        return print_json({"id": fact, "item": body})
    return say(f"Kept as {str(fact)[:8]}: {body.text}")


def finish(
    text: Annotated[str, typer.Argument(help="How it begins, or the first characters of its id.")],
    result: Annotated[str, typer.Option(help="What came of it.")] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Says that a goal or an action is done, and what came of it."""
    session = begin_session()
    items = [k for m in people.find_circle(session).mentorings.values() for k in m.items]
    wanted = text.casefold()
    named = [
        k
        for k in items
        if k.item.text.casefold().startswith(wanted) or str(k.fact).startswith(wanted)
    ]
    # What is done already is meant only where nothing open begins so.
    found = [k for k in named if not k.item.done_on] or named
    if len(found) != 1 or not wanted:
        raise UnknownNameError(_say_which(text, [str(k.fact)[:8] for k in found]))
    day = read_day(on) if on else session.as_of
    told = replace(found[0].item, done_on=day, result=people.read_text(result))
    fact = people.correct(found[0].fact, told)
    said = "Changed" if found[0].item.done_on else "Done"
    return print_json({"id": fact, "item": told}) if json else say(f"{said}: {told.text}")


def _say_which(begin: str, ids: list[str]) -> str:
    if not ids or not begin:
        return f"Nothing agreed on begins with '{begin}'; `headway mentors show NAME` shows it."
    return f"{len(ids)} things agreed on begin with '{begin}': say one of {', '.join(ids)}."


def offer(
    places: Annotated[int, typer.Argument(help="How many people you can mentor at a time.")],
    pause: Annotated[bool, typer.Option("--pause", help="Take nobody for now.")] = False,
    until: Annotated[str | None, typer.Option(help="Until when you pause.")] = None,
    note: Annotated[str, typer.Option(help="What for.")] = "",
    json: AsJson = False,
) -> None:
    """Says how many people you can mentor; pause it at any moment."""
    body = MentorCapacity(
        places=check_places(places),
        is_paused=pause,
        paused_until=people.read_day_or_none(until) if pause else None,
        note=people.read_text(note),
    )
    fact = people.keep(body)
    if json:
        return print_json({"id": fact, "capacity": body})
    return say("Paused." if pause else f"Kept: {count_of(places, 'place')}.")


def _find(session: Session, name: str, matter: str) -> "MentoringNow":
    """The mentoring with somebody: the one open, else the latest; raises UnknownNameError."""
    from headway.core.mentoring import tell_mentorings

    person = people.find_person(session, name)
    every = tell_mentorings(people.find_circle(session), as_of=session.as_of)
    found = [
        now
        for now in every
        if now.mentoring.contact == person.contact.key
        and (not matter or now.mentoring.competency == matter)
    ]
    if not found:
        raise UnknownNameError(
            f"Nothing was asked of or by {person.contact.name}; `headway mentors ask` begins it."
        )
    return found[0]
