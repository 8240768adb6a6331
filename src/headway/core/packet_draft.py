"""What a person does with their packet: chooses, adds words, takes out names, closes it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from headway.core.errors import InvalidInputError
from headway.core.evidence import check_day
from headway.core.redaction import Redactions, redact

Decision = Literal["waiting", "promoted", "not yet", "withdrawn"]
LONGEST_OPENING = 4000
LONGEST_SENTENCE = 1000
LONGEST_REASONS = 4000


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """What a packet says of one expectation in the person's words, and the evidence it leaves out.

    `left_out` are identities of facts as they were when they were left out; `cited` are those of facts
    beside evidence that it cites.
    """

    expectation: str
    sentence: str = ""
    left_out: tuple[UUID, ...] = ()
    cited: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PacketDraft:
    """How the packet for `role` is to be; `opening` may have several lines."""

    role: str
    opening: str = ""
    lines: tuple[LineDraft, ...] = ()
    redactions: Redactions = ()

    def line(self, expectation: str) -> LineDraft:
        """What is told of an expectation; nothing, if nothing is."""
        none = LineDraft(expectation=expectation)
        return next((line for line in self.lines if line.expectation == expectation), none)


@dataclass(frozen=True, kw_only=True)
class ClosedPacket:
    """A packet as it was handed on, whole, and what people decided: `document` is its JSON form.

    `decided_by` and `reasons` hold none of the names that were taken out of the packet.
    """

    document: dict[str, object]
    role: str
    role_title: str
    decision: Decision = "waiting"
    decided_by: str = ""
    reasons: str = ""
    decided_on: date | None = None


def with_line(draft: PacketDraft, line: LineDraft) -> PacketDraft:
    """`draft` with `line` in place of what it told of the same expectation."""
    others = [each for each in draft.lines if each.expectation != line.expectation]
    told = [line] if line.sentence or line.left_out or line.cited else []
    lines = sorted((*others, *told), key=lambda each: each.expectation)
    return replace(draft, lines=tuple(lines))


def leave_out(line: LineDraft, evidence: Iterable[UUID]) -> LineDraft:
    """`line` that leaves out just `evidence`."""
    return replace(line, left_out=tuple(sorted(set(evidence))))


def cite_also(line: LineDraft, facts: Iterable[UUID]) -> LineDraft:
    """`line` that cites just `facts` beside its evidence."""
    return replace(line, cited=tuple(sorted(set(facts))))


def with_decision(
    closed: ClosedPacket,
    decision: Decision,
    *,
    decided_by: str = "",
    reasons: str = "",
    decided_on: date,
    today: date,
    redactions: Redactions = (),
) -> ClosedPacket:
    """`closed` with what people decided; raises InvalidInputError for a decision without reasons."""
    if decision == "waiting":
        return replace(closed, decision=decision, decided_by="", reasons="", decided_on=None)
    if not reasons.strip():
        raise InvalidInputError("Say why it was decided so, in a sentence or two.")
    return replace(
        closed,
        decision=decision,
        decided_by=redact(decided_by, redactions),
        reasons=redact(reasons, redactions),
        decided_on=check_day(decided_on, today=today),
    )
