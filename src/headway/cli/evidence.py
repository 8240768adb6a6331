"""The commands about what was done: log, evidence list, confirm, remove, offers, make."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli import evidence_files
from headway.cli.ids import find_by_id
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
from headway.core.errors import InvalidInputError
from headway.core.evidence import CompetencyTag, EvidenceItem, check_day, check_link, check_text
from headway.core.ladder_moves import former_tags
from headway.core.wording import say_size

if TYPE_CHECKING:
    from headway.core.evidence_offers import EvidenceOffer


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
    evidence.command("offers", epilog="Example: headway evidence offers")(list_offers)
    evidence.command("make", epilog="Example: headway evidence make 3f2a")(make_evidence)
    evidence_files.register(evidence)
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
    attach: Annotated[
        list[Path] | None, typer.Option(help="A PDF, PNG or JPEG file kept with it, 5 MB at most.")
    ] = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps what you did as evidence, and says which competencies it may show."""
    from headway.formats.free_text import tidy

    cleaned, names = check_text(tidy(text)), _names(seen_by)
    owner = ensure_owner()
    from headway.records import bridge

    day = check_day(read_day(on) if on else today(owner.time_zone), today=today(owner.time_zone))
    _refuse_repetition(bridge.load_dossier(owner), cleaned, day)
    item = EvidenceItem(
        text=cleaned,
        tags=read_tags(shows) if shows else _candidates(cleaned),
        expectations=read_expectations(supports or []),
        support="corroborated" if names else "claimed",
        corroborated_by=names,
        source="log",
        link=check_link(link),
    )
    item = evidence_files.with_kept(owner, item, attach or [])
    fact_id = bridge.record_fact(owner, item, happened_on=day, recorded_at=now())
    if json:
        return print_json({"id": fact_id, "happened_on": day, "evidence": item})
    files = f" with {', '.join(file.name for file in item.files)}" if item.files else ""
    say(f"Kept as {str(fact_id)[:8]}{files}.")
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


def _names(seen_by: list[str] | None) -> tuple[str, ...]:
    """Who saw it, each once."""
    from headway.formats.free_text import tidy

    return tuple(dict.fromkeys(filter(None, map(tidy, seen_by or ()))))


def _candidates(text: str) -> tuple[CompetencyTag, ...]:
    from headway.core.evidence import suggest_competencies

    found = suggest_competencies(text, begin_session().phrases)
    return tuple(CompetencyTag(competency=slug) for slug in found)


def list_evidence(
    drafts: Annotated[bool, typer.Option("--drafts", help="Only drafts.")] = False,
    search: Annotated[str, typer.Option(help="Only what has all these words.")] = "",
    competency: Annotated[str, typer.Option(help="Only what may show this competency.")] = "",
    only: Annotated[
        str, typer.Option(help="drafts, untagged, no-level, own-word, seen or files.")
    ] = "",
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """The evidence, newest first, each with the competencies it supports and who saw it."""
    from headway.core.evidence_list import EvidenceSieve, check_which
    from headway.core.evidence_list import list_evidence as sift

    session = begin_session(as_of)
    sieve = EvidenceSieve(
        words=search,
        competency=session.ladder.competency(competency).slug if competency else "",
        which=check_which("drafts" if drafts else only),
    )
    rows = sift(session.dossier.known_by(session.as_of), sieve)
    if json:
        return print_json([f for f, _ in rows])
    for fact, item in rows:
        _say_evidence(fact, item)
    if not rows:
        say('Nothing here yet: headway log "what I did".' if sieve.is_open else "None is so.")
    return None


def _say_evidence(fact: Fact, item: EvidenceItem) -> None:
    tags = ", ".join(
        tag.competency + (f"={tag.level}" if tag.level is not None else "?") for tag in item.tags
    )
    state = "draft" if item.is_draft else item.support
    beside = [item.link, *(f"{file.name} ({say_size(file.byte_count)})" for file in item.files)]
    said = (
        f"{str(fact.id)[:8]} {fact.happened_on} [{state}] {item.text} ({tags or 'no competency'})"
    )
    say(" · ".join(filter(None, (said, *beside))))


def confirm_evidence(
    fact: Annotated[str, typer.Argument(help="The first characters of its id.")],
    shows: Annotated[list[str] | None, typer.Option(help="As communication=2.")] = None,
    supports: Annotated[list[str] | None, typer.Option(help="An experience it supports.")] = None,
    seen_by: Annotated[list[str] | None, typer.Option(help="Who saw it.")] = None,
    text: Annotated[str, typer.Option(help="What you did, in other words.")] = "",
    link: Annotated[str, typer.Option(help="Where it can be looked at.")] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Says that a draft is true, and what it shows; also corrects evidence kept before."""
    from headway.formats.free_text import tidy

    session, names = begin_session(), _names(seen_by)
    day = check_day(read_day(on), today=session.as_of) if on else None
    found, item = evidence_files.find_evidence(session, fact)
    new = replace(
        item,
        is_draft=False,
        text=check_text(tidy(text)) if text else item.text,
        link=check_link(link) or item.link,
        tags=(*read_tags(shows), *former_tags(item)) if shows else item.tags,
        expectations=read_expectations(supports) if supports else item.expectations,
        support="corroborated" if names and item.support == "claimed" else item.support,
        corroborated_by=names or item.corroborated_by,
    )
    from headway.records import bridge

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
    found, item = evidence_files.find_evidence(session, fact)
    from headway.records import bridge

    bridge.retract_fact(ensure_owner(), found.id, recorded_at=now())
    if json:
        return print_json({"id": found.id, "evidence": item})
    return say(f"Taken back: {item.text}")


def list_offers(as_of: AsOf = None, json: AsJson = False) -> None:
    """What stands elsewhere here and could be evidence: goals reached, what you gave or took."""
    from headway.core.evidence_offers import list_offers as find

    session = begin_session(as_of)
    offers = find(session.dossier.known_by(session.as_of))
    if json:
        return print_json(offers)
    for offer in offers:
        say(f"{str(offer.fact)[:8]} {offer.happened_on} {offer.item.text}")
    if not offers:
        say("Nothing waits to be told: goals reached, what you gave and what you took show here.")
    return None


def make_evidence(
    source: Annotated[str, typer.Argument(help="As `headway evidence offers` shows it.")],
    shows: Annotated[list[str] | None, typer.Option(help="As communication=2.")] = None,
    seen_by: Annotated[list[str] | None, typer.Option(help="Who saw it.")] = None,
    json: AsJson = False,
) -> None:
    """Keeps one of the offers as evidence."""
    session = begin_session()
    offer, names = _find_offer(session, source), _names(seen_by)
    item = replace(
        offer.item,
        tags=read_tags(shows) if shows else offer.item.tags,
        support="corroborated" if names else "claimed",
        corroborated_by=names,
    )
    from headway.records import bridge

    fact_id = bridge.record_fact(
        ensure_owner(), item, happened_on=offer.happened_on, recorded_at=now()
    )
    if json:
        return print_json({"id": fact_id, "happened_on": offer.happened_on, "evidence": item})
    return say(f"Kept as {str(fact_id)[:8]}: {item.text}")


def _find_offer(session: Session, start: str) -> "EvidenceOffer":
    from headway.core.evidence_offers import list_offers as find

    offers = {offer.fact: offer for offer in find(session.dossier.known_by(session.as_of))}
    return find_by_id(offers, start, "offers", "headway evidence offers")
