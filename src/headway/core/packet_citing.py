"""What a packet may cite beside evidence: learning, talks, goals reached, what was given, places held."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from headway.core.development import LearningEntry
from headway.core.dossier import Dossier, Fact
from headway.core.evidence import is_web_link
from headway.core.fact_kinds import Body
from headway.core.naming import without_names
from headway.core.packet_draft import LineDraft, PacketDraft
from headway.core.people import AgreedItem, Contact, Membership, Mentoring, Touch
from headway.core.profile import Position
from headway.core.talks import Talk, evidence_of_talk

CitedKind = Literal[
    "learning", "talk", "goal", "mentee's goal", "given", "came of it", "role", "membership"
]
SOMEBODY = "[somebody]"


@dataclass(frozen=True, kw_only=True)
class PacketCitation:
    """Something a packet cites because the person chose it: their own account, which proves no level.

    Of what passed with people it holds no name of anybody they know. `until` is the day on which a
    role or a membership ended.
    """

    fact: UUID
    kind: CitedKind
    happened_on: date
    text: str
    until: date | None = None
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Citable:
    """Something that could be cited, and the competencies it is said to be about."""

    citation: PacketCitation
    competencies: tuple[str, ...] = ()


def list_citable(known: Dossier, only: Collection[UUID] | None = None) -> tuple[Citable, ...]:
    """All that a packet can cite as known by a day, the latest first; `known` holds nothing later.

    `only` are the facts that are asked for; None asks for all.
    """
    asked = _Asked(known, only)
    every = (*_own(asked), *_reached(asked), *_given(asked))
    by_text = sorted(every, key=lambda each: (each.citation.text, str(each.citation.fact)))
    return tuple(sorted(by_text, key=lambda each: each.citation.happened_on, reverse=True))


def cite_lines(
    known: Dossier, dossier: Dossier, said: PacketDraft, choice: PacketDraft
) -> dict[str, tuple[PacketCitation, ...]]:
    """By expectation what `known` has of what was chosen by its day, `said`, and still is now, `choice`."""
    if not any(line.cited for line in said.lines):
        return {}

    def firsts(line: LineDraft) -> set[UUID]:
        return set(map(dossier.first_of, line.cited))

    asked = {
        line.expectation: firsts(line) & firsts(choice.line(line.expectation))
        for line in said.lines
    }
    wanted = set().union(*asked.values())
    there = list_citable(known, {f.id for f in known.facts if dossier.first_of(f.id) in wanted})
    return {
        slug: tuple(
            each.citation for each in there if dossier.first_of(each.citation.fact) in chosen
        )
        for slug, chosen in asked.items()
    }


def offer_for(expectation: str, every: Collection[Citable]) -> tuple[Citable, ...]:
    """`every`, those about the competency of that name first."""
    return tuple(sorted(every, key=lambda each: expectation not in each.competencies))


def find_chosen(dossier: Dossier, ids: Collection[UUID]) -> frozenset[UUID]:
    """`ids` with what they were corrected from and into.

    What was taken back and put back is a new fact: it is to be chosen anew.
    """
    if not ids:
        return frozenset()
    chosen = set(map(dossier.first_of, ids))
    return frozenset(fact.id for fact in dossier.facts if dossier.first_of(fact.id) in chosen)


class _Asked:
    """The facts that are asked for, and the names of everybody one knows."""

    def __init__(self, known: Dossier, only: Collection[UUID] | None) -> None:
        self.known, self.only = known, only
        self.names = {contact.key: contact.name for _, contact in known.each(Contact)}

    def each(self, kind: type[Body]) -> Iterator[tuple[Fact, Body]]:
        """The facts of that kind which are asked for."""
        every = self.known.each(kind)
        return (each for each in every if self.only is None or each[0].id in self.only)

    def take_out(self, text: str, contact: UUID) -> str:
        """`text` without the full name of anybody, and without a part of that of `contact`."""
        plain, name = text.casefold(), self.names[contact]
        others = [n for n in self.names.values() if n != name and n.casefold() in plain]
        return without_names(text, [*others, name], SOMEBODY)


def _own(asked: _Asked) -> Iterator[Citable]:
    for fact, entry in asked.each(LearningEntry):
        link = entry.certificate.link if entry.certificate else ""
        yield _citable(fact, "learning", _say_learning(entry), entry.competencies, link=link)
    for fact, talk in asked.each(Talk):
        if talk.held_on:
            text = evidence_of_talk(talk).text
            yield _citable(fact, "talk", text, talk.competencies, on=talk.held_on, link=talk.link)
    for fact, position in asked.each(Position):
        text = ", ".join(filter(None, (position.title, position.organisation)))
        yield _citable(fact, "role", text, on=position.started_on, until=position.ended_on)
    for fact, body in asked.each(Membership):
        yield _citable(fact, "membership", body.association, until=body.ended_on, link=body.link)


def _reached(asked: _Asked) -> Iterator[Citable]:
    every = (body for _, body in asked.known.each(Mentoring))
    mentorings = {body.key: body for body in every if body.contact in asked.names}
    for fact, item in asked.each(AgreedItem):
        mentoring = mentorings.get(item.mentoring)
        if mentoring is None or item.kind != "goal" or item.done_on is None:
            continue
        is_mentee = mentoring.side == "mentee"
        if item.whose == ("me" if is_mentee else "them"):
            said = ": ".join(filter(None, (item.text, item.result)))
            yield _citable(
                fact,
                "goal" if is_mentee else "mentee's goal",
                asked.take_out(said, mentoring.contact),
                (mentoring.competency,),
                on=item.done_on,
            )


def _given(asked: _Asked) -> Iterator[Citable]:
    """Only what one gave, and what was done together: what others gave is theirs to tell."""
    for fact, touch in asked.each(Touch):
        if touch.contact not in asked.names:
            continue
        about = (touch.competency,)
        if touch.gave:
            yield _citable(fact, "given", asked.take_out(touch.gave, touch.contact), about)
        elif touch.outcome == "collaboration" and touch.outcome_text:
            text = asked.take_out(touch.outcome_text, touch.contact)
            yield _citable(fact, "came of it", text, about)


def _citable(
    fact: Fact,
    kind: CitedKind,
    text: str,
    competencies: tuple[str, ...] = (),
    *,
    on: date | None = None,
    until: date | None = None,
    link: str = "",
) -> Citable:
    day = on or fact.happened_on
    citation = PacketCitation(
        fact=fact.id,
        kind=kind,
        happened_on=day,
        text=text,
        until=until,
        link=link if is_web_link(link) else "",
    )
    return Citable(citation=citation, competencies=competencies)


def _say_learning(entry: LearningEntry) -> str:
    """What it was, what was awarded, and what it changed; what one thought of it stays one's own."""
    title = entry.certificate.title if entry.certificate else ""
    what = ", ".join(filter(None, (entry.title, entry.provider)))
    awarded = f" ({title})" if title and title != entry.title else ""
    changed = f". It changed: {entry.changed}" if entry.changed else ""
    return f"{what}{awarded}{changed}"
