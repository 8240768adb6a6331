"""The commands by which the person says how their packet is to be, and what it cites."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from headway.cli.gap import find_gap
from headway.cli.ids import find_by_id
from headway.cli.session import AsJson, AsOf, Session, Target, begin_session, ensure_owner, now
from headway.cli.terminal import note, print_json, say
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.ladder import Role
from headway.core.packet_draft import (
    LONGEST_OPENING,
    LONGEST_SENTENCE,
    PacketDraft,
    cite_also,
    leave_out,
    with_line,
)
from headway.core.redaction import Redactions, check_redactions, read_redaction
from headway.core.wording import count_of
from headway.core.wording.packet import describe_citation

if TYPE_CHECKING:
    from headway.core.packet import PacketLine


def edit_packet(
    opening: Annotated[
        str | None, typer.Option(help="What stands before everything else; empty for nothing.")
    ] = None,
    sentence: Annotated[
        list[str] | None,
        typer.Option("--say", help="Your words on one expectation, as launched-a-product=TEXT."),
    ] = None,
    out: Annotated[
        list[str] | None,
        typer.Option("--leave-out", help="Evidence to leave out, as launched-a-product=3f2a."),
    ] = None,
    take_in: Annotated[
        list[str] | None, typer.Option(help="Evidence to take in again, in the same way.")
    ] = None,
    cite: Annotated[
        list[str] | None,
        typer.Option(
            help="What to cite beside evidence, as launched-a-product=3f2a: packet citable."
        ),
    ] = None,
    uncite: Annotated[
        list[str] | None, typer.Option(help="What to cite no more, in the same way.")
    ] = None,
    redacted: Annotated[
        list[str] | None,
        typer.Option("--redact", help='A name to take out everywhere, as "Acme" or "Acme=a bank".'),
    ] = None,
    unredact: Annotated[list[str] | None, typer.Option(help="A name to leave in again.")] = None,
    target: Target = None,
    json: AsJson = False,
) -> None:
    """Says what the packet leaves out, what it says in your words, and which names nobody reads."""
    from headway.core.packet import find_draft, find_redactions

    session = begin_session()
    role = session.target_role(target)
    known = session.dossier.known_by(session.as_of)
    before = find_draft(known, role.slug)
    draft = replace(before, redactions=find_redactions(known))
    if opening is not None:
        draft = replace(draft, opening=_checked_length(opening.strip(), LONGEST_OPENING))
    draft = _with_sentences(draft, sentence or [], role)
    draft = _with_choice(draft, session, role, out or [], take_in or [])
    draft = _with_cited(draft, session, role, cite or [], uncite or [])
    draft = replace(draft, redactions=_redactions(draft.redactions, redacted, unredact))
    if draft != before:
        _keep(session, draft)
    if json:
        return print_json(draft)
    names = count_of(len(draft.redactions), "name")
    return say(f"Kept; {names} taken out. headway packet shows how it reads now.")


def _keep(session: Session, draft: PacketDraft) -> None:
    from headway.core.packet import find_draft_fact
    from headway.records import bridge

    owner, day = ensure_owner(), session.as_of
    kept = find_draft_fact(session.dossier.known_by(day), draft.role)
    if kept is None:
        bridge.record_fact(owner, draft, happened_on=day, recorded_at=now())
    else:
        bridge.correct_fact(owner, kept.id, draft, happened_on=day, recorded_at=now())


def _redactions(
    before: Redactions, added: list[str] | None, dropped: list[str] | None
) -> Redactions:
    new = tuple(read_redaction(text) for text in added or ())
    names = {name.casefold() for name in (*(one.name for one in new), *(dropped or ()))}
    unknown = [n for n in dropped or () if n not in {one.name for one in before}]
    if unknown:
        raise UnknownNameError(f"'{unknown[0]}' is not taken out, so it can't be left in again.")
    kept = tuple(one for one in before if one.name.casefold() not in names)
    return check_redactions((*kept, *new))


def _with_sentences(draft: PacketDraft, told: list[str], role: Role) -> PacketDraft:
    for text in told:
        slug, words = _split(text, role)
        words = _checked_length(words, LONGEST_SENTENCE)
        draft = with_line(draft, replace(draft.line(slug), sentence=words))
    return draft


def _with_choice(
    draft: PacketDraft, session: Session, role: Role, out: list[str], take_in: list[str]
) -> PacketDraft:
    if not out and not take_in:
        return draft
    from headway.core.packet import find_left_out, list_proof

    lines = {x.expectation.slug: x for x in list_proof(session.dossier, find_gap(session, role))}
    for text in (*out, *take_in):
        slug, start = _split(text, role)
        if slug not in lines:
            raise InvalidInputError(
                f"You set '{slug}' aside; `headway gap --applicable {slug}` takes that back."
            )
        left_out = find_left_out(session.dossier, lines[slug], draft.line(slug))
        found = {_find_cited(lines[slug], start)}
        now = left_out | found if text in out else left_out - found
        draft = with_line(draft, leave_out(draft.line(slug), now))
    return draft


def list_citable(
    expectation: Annotated[
        str, typer.Argument(help="What is about this competency comes first.")
    ] = "",
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """What a packet can cite beside evidence, if you choose it; nobody else is named in it."""
    from headway.core.packet_citing import list_citable, offer_for

    session = begin_session(as_of)
    known = session.dossier.known_by(session.as_of)
    found = [each.citation for each in offer_for(expectation, list_citable(known))]
    if json:
        return print_json(found)
    for item in found:
        say(f"{str(item.fact)[:8]} {item.text} ({describe_citation(item)})")
    return note(
        "Cite one with: headway packet edit --cite launched-a-product=3f2a."
        if found
        else "Nothing yet: learning, talks that were held, goals reached, what you gave, roles held."
    )


def _with_cited(
    draft: PacketDraft, session: Session, role: Role, cite: list[str], uncite: list[str]
) -> PacketDraft:
    if not cite and not uncite:
        return draft
    from headway.core.packet_citing import find_chosen, list_citable

    citable = {i.citation.fact for i in list_citable(session.dossier.known_by(session.as_of))}
    for text in (*cite, *uncite):
        slug, start = _split(text, role)
        before = find_chosen(session.dossier, draft.line(slug).cited) & citable
        found = {_find_id(citable, start, "things to cite", "packet citable")}
        now = before | found if text in cite else before - found
        draft = with_line(draft, cite_also(draft.line(slug), now))
    return draft


def _find_cited(line: "PacketLine", start: str) -> UUID:
    ids = [item.fact for item in (*line.evidence, *line.below)]
    what = f"pieces of evidence for '{line.expectation.slug}'"
    return _find_id(ids, start, what, "evidence list")


def _find_id(ids: Iterable[UUID], start: str, what: str, command: str) -> UUID:
    return find_by_id({one: one for one in ids}, start, what, f"headway {command}")


def _split(text: str, role: Role) -> tuple[str, str]:
    slug, sign, words = text.partition("=")
    asked = [*role.expected, *role.experiences, *(r.slug for r in role.responsibilities)]
    if not sign:
        raise InvalidInputError(f"'{text}': write an expectation and what of it, as {asked[0]}=...")
    if slug.strip() not in asked:
        raise UnknownNameError(
            f"{role.title} has no expectation '{slug.strip()}'; `headway packet --json` names them."
        )
    return slug.strip(), words.strip()


def _checked_length(text: str, most: int) -> str:
    if len(text) > most:
        raise InvalidInputError(f"That is {len(text)} characters long; {most} are the most.")
    return text
