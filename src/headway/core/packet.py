"""The proof: each expectation of a role with its evidence, or "nothing yet"."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem, Support
from headway.core.gap import ExpectationGap, GapReport
from headway.core.profile import About


@dataclass(frozen=True, kw_only=True)
class PacketEvidence:
    """One piece of evidence as a packet cites it."""

    fact: UUID
    happened_on: date
    text: str
    support: Support
    corroborated_by: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class PacketLine:
    """One expectation and what proves it; an empty `evidence` means that nothing does yet."""

    expectation: ExpectationGap
    evidence: tuple[PacketEvidence, ...]


@dataclass(frozen=True, kw_only=True)
class Packet:
    """What somebody who decides about a role should be able to read; it decides nothing itself."""

    as_of: date
    name: str
    role: str
    role_title: str
    held_role: str
    lines: tuple[PacketLine, ...]

    @property
    def proven_count(self) -> int:
        """How many expectations have at least one piece of evidence."""
        return sum(bool(line.evidence) for line in self.lines)


def build_packet(dossier: Dossier, gap: GapReport) -> Packet:
    """The packet for the role that `gap` is about, as of the same day.

    Drafts are not cited: they wait for the person's word.
    """
    known = dossier.known_by(gap.as_of)
    about = known.latest(About)
    items = [(fact, item) for fact, item in known.each(EvidenceItem) if not item.is_draft]
    items.reverse()
    return Packet(
        as_of=gap.as_of,
        name=about.name if about else "",
        role=gap.role,
        role_title=gap.role_title,
        held_role=gap.held_role,
        lines=tuple(
            PacketLine(
                expectation=expectation,
                evidence=tuple(_cite(f, i) for f, i in items if _supports(i, expectation)),
            )
            for expectation in gap.expectations
        ),
    )


def _supports(item: EvidenceItem, expectation: ExpectationGap) -> bool:
    if expectation.kind == "level":
        return any(tag.competency == expectation.slug for tag in item.tags)
    return expectation.slug in item.expectations


def _cite(fact: Fact, item: EvidenceItem) -> PacketEvidence:
    return PacketEvidence(
        fact=fact.id,
        happened_on=fact.happened_on,
        text=item.text,
        support=item.support,
        corroborated_by=item.corroborated_by,
        link=item.link,
    )
