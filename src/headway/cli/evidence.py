"""The commands about what was done: log, evidence list, confirm, remove."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from headway.cli.marks import read_expectations, read_tags
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
from headway.cli.terminal import print_json, say
from headway.core.dossier import Dossier, Fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import CompetencyTag, EvidenceItem, check_day, check_link
from headway.core.ladder_moves import former_tags


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    app.command(
        "log", epilog='Example: headway log "Cut the release in two" --shows delivery-management=2'
    )(log)
    evidence = typer.Typer(
        help="The evidence kept so far, and drafts that wait for your word.", no_args_is_help=True
    )
    evidence.command("list", epilog="Example: headway evidence list --drafts")(list_evidence)
    evidence.command(
        "confirm", epilog="Example: headway evidence confirm 3f2a --shows communication=2"
    )(confirm_evidence)
    evidence.command("remove", epilog="Example: headway evidence remove 3f2a")(remove_evidence)
    app.add_typer(evidence, name="evidence")


def log(
    text: Annotated[str, typer.Argument(help="What you did, in a sentence.")],
    shows: Annotated[
        list[str] | None,
        typer.Option(help="A competency and the level it shows, as communication=2."),
    ] = None,
    supports: Annotated[
        list[str] | None, typer.Option(help="An experience or responsibility that it supports.")
    ] = None,
    seen_by: Annotated[list[str] | None, typer.Option(help="Who saw it.")] = None,
    link: Annotated[str, typer.Option(help="Where it can be looked at.")] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps what you did as evidence, and says which competencies it may show."""
    from headway.formats.free_text import tidy

    cleaned = tidy(text)
    if not cleaned:
        raise InvalidInputError("Say what you did, in a sentence.")
    owner = ensure_owner()
    from headway.records import bridge

    day = check_day(read_day(on) if on else today(owner.time_zone), today=today(owner.time_zone))
    _refuse_repetition(bridge.load_dossier(owner), cleaned, day)
    item = EvidenceItem(
        text=cleaned,
        tags=read_tags(shows) if shows else _candidates(cleaned),
        expectations=read_expectations(supports or []),
        support="corroborated" if seen_by else "claimed",
        corroborated_by=tuple(seen_by or ()),
        source="log",
        link=check_link(link),
    )
    fact_id = bridge.record_fact(owner, item, happened_on=day, recorded_at=now())
    if json:
        return print_json({"id": fact_id, "happened_on": day, "evidence": item})
    say(f"Kept as {str(fact_id)[:8]}.")
    if item.tags and not shows:
        say("It may show " + ", ".join(tag.competency for tag in item.tags) + ".")
        say(
            f"Say the level: headway evidence confirm {str(fact_id)[:8]} --shows {item.tags[0].competency}=2"
        )
    return None


def _refuse_repetition(dossier: Dossier, text: str, day: date) -> None:
    """The same sentence on the same day is one act, told twice."""
    for fact, item in dossier.known_by(today(dossier.time_zone)).each(EvidenceItem):
        if fact.happened_on == day and item.text == text:
            raise InvalidInputError(
                f"This is kept already as {str(fact.id)[:8]}; `headway evidence confirm` adds to it."
            )


def _candidates(text: str) -> tuple[CompetencyTag, ...]:
    from headway.core.evidence import suggest_competencies

    found = suggest_competencies(text, begin_session().phrases)
    return tuple(CompetencyTag(competency=slug) for slug in found)


def list_evidence(
    drafts: Annotated[bool, typer.Option("--drafts", help="Only drafts.")] = False,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """The evidence, newest first, each with the competencies it supports and who saw it."""
    session = begin_session(as_of)
    known = session.dossier.known_by(session.as_of)
    rows = [(f, item) for f, item in known.each(EvidenceItem) if item.is_draft or not drafts]
    rows.reverse()
    if json:
        return print_json([f for f, _ in rows])
    for fact, item in rows:
        _say_evidence(fact, item)
    if not rows:
        say('Nothing here yet: headway log "what I did".')
    return None


def _say_evidence(fact: Fact, item: EvidenceItem) -> None:
    tags = ", ".join(
        tag.competency + (f"={tag.level}" if tag.level is not None else "?") for tag in item.tags
    )
    state = "draft" if item.is_draft else item.support
    say(f"{str(fact.id)[:8]} {fact.happened_on} [{state}] {item.text} ({tags or 'no competency'})")


def confirm_evidence(
    fact: Annotated[str, typer.Argument(help="The first characters of its id.")],
    shows: Annotated[list[str] | None, typer.Option(help="As communication=2.")] = None,
    supports: Annotated[list[str] | None, typer.Option(help="An experience it supports.")] = None,
    seen_by: Annotated[list[str] | None, typer.Option(help="Who saw it.")] = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Says that a draft is true, and what it shows; also corrects evidence kept before."""
    session = begin_session()
    found, item = _find_evidence(session, fact)
    new = replace(
        item,
        is_draft=False,
        tags=(*read_tags(shows), *former_tags(item)) if shows else item.tags,
        expectations=read_expectations(supports) if supports else item.expectations,
        support="corroborated" if seen_by else item.support,
        corroborated_by=tuple(seen_by) if seen_by else item.corroborated_by,
    )
    from headway.records import bridge

    day = read_day(on) if on else None
    fact_id = bridge.correct_fact(ensure_owner(), found.id, new, recorded_at=now(), happened_on=day)
    if json:
        return print_json({"id": fact_id, "evidence": new})
    return say(f"Confirmed; it is {str(fact_id)[:8]} now.")


def remove_evidence(
    fact: Annotated[str, typer.Argument(help="The first characters of its id.")],
    json: AsJson = False,
) -> None:
    """Takes evidence back; what was known before stays known for earlier days."""
    session = begin_session()
    found, item = _find_evidence(session, fact)
    from headway.records import bridge

    bridge.retract_fact(ensure_owner(), found.id, recorded_at=now())
    if json:
        return print_json({"id": found.id, "evidence": item})
    return say(f"Taken back: {item.text}")


def _find_evidence(session: Session, start: str) -> tuple[Fact, EvidenceItem]:
    known = session.dossier.known_by(session.as_of)
    found = [(f, i) for f, i in known.each(EvidenceItem) if str(f.id).startswith(start.casefold())]
    if len(found) != 1 or len(start) < 4:
        raise UnknownNameError(
            f"{len(found)} pieces of evidence have an id that begins with '{start}'; "
            "give at least 4 characters as `headway evidence list` shows them."
        )
    return found[0]
