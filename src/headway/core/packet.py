"""The proof: each expectation of a role with its evidence, or "nothing yet"."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import NamedTuple
from uuid import UUID

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem, Support, is_web_link
from headway.core.gap import AsideExpectation, ExpectationGap, GapReport
from headway.core.packet_citing import PacketCitation, cite_lines
from headway.core.packet_draft import ClosedPacket, Decision, LineDraft, PacketDraft
from headway.core.profile import About
from headway.core.redaction import Redactions, find_near_names, redact, redact_link
from headway.core.standing import State


@dataclass(frozen=True, kw_only=True)
class CitedFile:
    """A file that the person keeps with a piece of evidence; a packet names it and never holds it."""

    name: str
    byte_count: int


@dataclass(frozen=True, kw_only=True)
class PacketEvidence:
    """One piece of evidence as a packet cites it."""

    fact: UUID
    happened_on: date
    text: str
    support: Support
    level: int | None = None
    corroborated_by: tuple[str, ...] = ()
    link: str = ""
    files: tuple[CitedFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PacketLine:
    """One expectation and what proves it; an empty `evidence` means that nothing does yet.

    `below` are acts on the same competency that showed a lower level than the one asked for;
    `sentence` is what the person says of it, `also` what they chose to cite beside evidence.
    """

    expectation: ExpectationGap
    evidence: tuple[PacketEvidence, ...]
    below: tuple[PacketEvidence, ...] = ()
    sentence: str = ""
    also: tuple[PacketCitation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Packet:
    """What somebody who decides about a role should be able to read; it decides nothing itself.

    Nothing in it holds a name that the person took out; `is_redacted` says that they took out some.
    `set_aside` is what they say does not apply to them: no line, and proven by nothing.
    """

    as_of: date
    name: str
    role: str
    role_title: str
    held_role: str
    lines: tuple[PacketLine, ...]
    opening: str = ""
    is_redacted: bool = False
    set_aside: tuple[AsideExpectation, ...] = ()

    @property
    def proven_count(self) -> int:
        """How many expectations have at least one piece of evidence."""
        return sum(bool(line.evidence) for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Closing:
    """A closed packet as a list shows it; `fact` opens it."""

    fact: UUID
    closed_on: date
    role: str
    role_title: str
    decision: Decision
    decided_by: str = ""
    reasons: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ClosedDocument:
    """A closed packet, whole: what was decided, and what was handed on."""

    closing: Closing
    packet: Packet


def build_packet(dossier: Dossier, gap: GapReport) -> Packet:
    """The packet for the role that `gap` is about, as of the same day, as the person wants it.

    Their words, and what they cite beside evidence, are those of that day. What they took out, names
    and evidence, stays out of the packet of every day, even of one before they did: it is there to be
    handed on.
    """
    known, now = dossier.known_by(gap.as_of), dossier.known_by(date.max)
    about = known.latest(About)
    said, choice = find_draft(known, gap.role), find_draft(now, gap.role)
    names = find_redactions(now)
    packet = Packet(
        as_of=gap.as_of,
        name=about.name if about else "",
        role=gap.role,
        role_title=gap.role_title,
        held_role=gap.held_role,
        lines=tuple(
            _chosen(line, dossier, choice.line(line.expectation.slug))
            for line in _prove(known, gap)
        ),
        opening=said.opening,
        is_redacted=bool(names),
        set_aside=gap.set_aside,
    )

    cited = cite_lines(known, dossier, said, choice)

    def tell(line: PacketLine) -> PacketLine:
        slug = line.expectation.slug
        return replace(line, sentence=said.line(slug).sentence, also=cited.get(slug, ()))

    return _redacted(replace(packet, lines=tuple(map(tell, packet.lines))), names)


def list_proof(dossier: Dossier, gap: GapReport) -> tuple[PacketLine, ...]:
    """All that there is for each expectation, with every name: for the person alone."""
    return _prove(dossier.known_by(gap.as_of), gap)


def find_open(dossier: Dossier, gap: GapReport) -> tuple[PacketLine, ...]:
    """The expectations that the whole record does not prove yet: for the person alone."""
    lines = list_proof(dossier, gap)
    return tuple(x for x in lines if x.expectation.state != "shown" or not x.evidence)


def find_near(packet: Packet, redactions: Redactions) -> tuple[str, ...]:
    """The words left in the packet of which a name is a part, so that the person can look at them."""
    if not redactions:
        return ()
    cited = [item for line in packet.lines for item in (*line.evidence, *line.below)]
    said = [packet.name, packet.opening, *(line.sentence for line in packet.lines)]
    said += [each.reason for each in packet.set_aside]
    told = [text for item in cited for text in (item.text, *item.corroborated_by)]
    told += [item.text for line in packet.lines for item in line.also]
    return find_near_names((*said, *told), redactions)


# What the person wants of it ----------------------------------------------------------------------


def find_draft(known: Dossier, role: str) -> PacketDraft:
    """How the person wants the packet for `role`; as it comes, if they said nothing."""
    fact = find_draft_fact(known, role)
    return fact.body if fact and isinstance(fact.body, PacketDraft) else PacketDraft(role=role)


def find_draft_fact(known: Dossier, role: str) -> Fact | None:
    """The fact that keeps it, if there is one."""
    return next((f for f, b in reversed([*known.each(PacketDraft)]) if b.role == role), None)


def find_redactions(known: Dossier) -> Redactions:
    """The names that the person takes out of every packet, as they said last."""
    latest = known.latest(PacketDraft)
    return latest.redactions if latest else ()


def list_closed(known: Dossier) -> tuple[Closing, ...]:
    """The packets closed so far, the latest first."""
    return tuple(tell_closing(fact, body) for fact, body in known.each(ClosedPacket))[::-1]


def tell_closing(fact: Fact, closed: ClosedPacket) -> Closing:
    """A closed packet without its document."""
    return Closing(
        fact=fact.id,
        closed_on=fact.happened_on,
        role=closed.role,
        role_title=closed.role_title,
        decision=closed.decision,
        decided_by=closed.decided_by,
        reasons=closed.reasons,
        decided_on=closed.decided_on,
    )


def _chosen(line: PacketLine, dossier: Dossier, draft: LineDraft) -> PacketLine:
    """`line` without what the person leaves out; its state is that of what is left."""
    gap = replace(line.expectation, evidence=())
    out = _left_out(dossier, draft.left_out)
    cited = _without(line.evidence, out)
    if gap.kind != "level" and len(cited) < len(line.evidence):
        gap = replace(gap, state=_state_of(cited), evidence_count=len(cited))
    return replace(line, expectation=gap, evidence=cited, below=_without(line.below, out))


def find_left_out(dossier: Dossier, line: PacketLine, draft: LineDraft) -> frozenset[UUID]:
    """Which of the evidence of a line, as `list_proof` tells it, the person leaves out."""
    out = _left_out(dossier, draft.left_out)
    every = (*line.evidence, *line.below)
    return frozenset(item.fact for item in every) - {i.fact for i in _without(every, out)}


def _without(
    cited: tuple[PacketEvidence, ...], out: Collection[object]
) -> tuple[PacketEvidence, ...]:
    if not out:
        return cited
    return tuple(i for i in cited if i.fact not in out and (i.happened_on, i.text) not in out)


def _left_out(dossier: Dossier, ids: Collection[UUID]) -> set[object]:
    """What tells that evidence is one of `ids`: what it was corrected into, or the same told again.

    What was taken back and put back is a new fact, known by its day and its words.
    """
    if not ids:
        return set()
    by_id = {fact.id: fact for fact in dossier.facts}
    later = {fact.supersedes: fact.id for fact in dossier.facts if fact.supersedes}
    found: set[object] = set()
    for first in ids:
        now: UUID | None = first
        while now in by_id and now not in found:
            fact = by_id[now]
            found.add(now)
            if isinstance(fact.body, EvidenceItem):
                found.add((fact.happened_on, fact.body.text))
            now = later.get(now)
    return found


def _state_of(cited: tuple[PacketEvidence, ...]) -> State:
    """As the gap finds it of evidence for an experience or a responsibility."""
    if not cited:
        return "not yet"
    seen = any(item.support != "claimed" for item in cited)
    return "shown" if seen else "too little to tell"


def _redacted(packet: Packet, names: Redactions) -> Packet:
    if not names:
        return packet
    # The same evidence stands on many lines.
    say, lead = cache(partial(redact, redactions=names)), partial(redact_link, redactions=names)

    def cite(item: PacketEvidence) -> PacketEvidence:
        seen_by = tuple(dict.fromkeys(map(say, item.corroborated_by)))
        # A name may stand anywhere in a file's, as in a link: "AcmeRoadmap.pdf".
        files = tuple(file for file in item.files if lead(file.name))
        return replace(
            item,
            text=say(item.text),
            corroborated_by=seen_by,
            link=lead(item.link),
            files=files,
        )

    def tell(line: PacketLine) -> PacketLine:
        return replace(
            line,
            expectation=replace(line.expectation, text=say(line.expectation.text)),
            evidence=tuple(map(cite, line.evidence)),
            below=tuple(map(cite, line.below)),
            sentence=say(line.sentence),
            also=tuple(
                replace(item, text=say(item.text), link=lead(item.link)) for item in line.also
            ),
        )

    return replace(
        packet,
        name=say(packet.name),
        role_title=say(packet.role_title),
        opening=say(packet.opening),
        lines=tuple(map(tell, packet.lines)),
        set_aside=tuple(
            replace(each, text=say(each.text), reason=say(each.reason)) for each in packet.set_aside
        ),
    )


# What proves an expectation -----------------------------------------------------------------------


def _prove(known: Dossier, gap: GapReport) -> tuple[PacketLine, ...]:
    supporting: dict[str, list[PacketEvidence]] = defaultdict(list)
    showing: dict[str, list[PacketEvidence]] = defaultdict(list)
    for fact, item in reversed(list(_citable(known))):
        proof = fact.remembered.get(_Proof)
        if proof is None:
            proof = fact.remembered[_Proof] = _find_proof(fact, item)
        for slug, cited in proof.supporting:
            supporting[slug].append(cited)
        for slug, cited in proof.showing:
            showing[slug].append(cited)
    return tuple(
        _level_line(each, showing.get(each.slug, []))
        if each.kind == "level"
        else PacketLine(expectation=each, evidence=tuple(supporting.get(each.slug, ())))
        for each in gap.expectations
    )


def _citable(known: Dossier) -> Iterator[tuple[Fact, EvidenceItem]]:
    """All that a packet can cite, oldest first; another kind of fact comes in here, told as evidence.

    Drafts are not cited: they wait for the person's word.
    """
    return ((fact, item) for fact, item in known.each(EvidenceItem) if not item.is_draft)


def _level_line(expectation: ExpectationGap, cited: list[PacketEvidence]) -> PacketLine:
    asked = expectation.expected_level or 0
    return PacketLine(
        expectation=expectation,
        evidence=tuple(each for each in cited if (each.level or 0) >= asked),
        below=tuple(each for each in cited if (each.level or 0) < asked),
    )


class _Proof(NamedTuple):
    """One piece of evidence as it is cited for each expectation that it supports or shows a level of."""

    supporting: tuple[tuple[str, PacketEvidence], ...]
    showing: tuple[tuple[str, PacketEvidence], ...]


def _find_proof(fact: Fact, item: EvidenceItem) -> _Proof:
    shown = _levels_shown(item)
    # The same for all competencies that a piece shows at one level.
    cited = {level: _cite(fact, item, level) for level in set(shown.values())}
    return _Proof(
        supporting=tuple([(s, _cite(fact, item, None)) for s in dict.fromkeys(item.expectations)]),
        showing=tuple([(slug, cited[level]) for slug, level in shown.items()]),
    )


def _levels_shown(item: EvidenceItem) -> dict[str, int]:
    """By competency the level that an item claims; a candidate without a level proves nothing."""
    levels: dict[str, int] = {}
    for tag in item.tags:
        if tag.level:
            levels[tag.competency] = max(tag.level, levels.get(tag.competency, 0))
    return levels


def _cite(fact: Fact, item: EvidenceItem, level: int | None) -> PacketEvidence:
    return PacketEvidence(
        fact=fact.id,
        happened_on=fact.happened_on,
        text=item.text,
        support=item.support,
        level=level,
        corroborated_by=item.corroborated_by,
        # What came with an archive of others may be no address of the web.
        link=item.link if item.link and is_web_link(item.link) else "",
        files=tuple([CitedFile(name=f.name, byte_count=f.byte_count) for f in item.files]),
    )
