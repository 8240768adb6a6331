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
    level: int | None = None
    corroborated_by: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class PacketLine:
    """One expectation and what proves it; an empty `evidence` means that nothing does yet.

    `below` are acts on the same competency that showed a lower level than the one asked for.
    """

    expectation: ExpectationGap
    evidence: tuple[PacketEvidence, ...]
    below: tuple[PacketEvidence, ...] = ()


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
        lines=tuple(_line(expectation, items) for expectation in gap.expectations),
    )


def _line(expectation: ExpectationGap, items: list[tuple[Fact, EvidenceItem]]) -> PacketLine:
    if expectation.kind != "level":
        cited = [_cite(f, i, None) for f, i in items if expectation.slug in i.expectations]
        return PacketLine(expectation=expectation, evidence=tuple(cited))
    asked = expectation.expected_level or 0
    shown = [(f, i, _level_shown(i, expectation.slug)) for f, i in items]
    return PacketLine(
        expectation=expectation,
        evidence=tuple(_cite(f, i, level) for f, i, level in shown if level and level >= asked),
        below=tuple(_cite(f, i, level) for f, i, level in shown if level and level < asked),
    )


def _level_shown(item: EvidenceItem, competency: str) -> int | None:
    """The level that an item claims for a competency; a candidate without a level proves nothing."""
    return max((t.level for t in item.tags if t.competency == competency and t.level), default=None)


def _cite(fact: Fact, item: EvidenceItem, level: int | None) -> PacketEvidence:
    return PacketEvidence(
        fact=fact.id,
        happened_on=fact.happened_on,
        text=item.text,
        support=item.support,
        level=level,
        corroborated_by=item.corroborated_by,
        link=item.link,
    )
