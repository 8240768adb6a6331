"""A packet as a Markdown document (CommonMark): every expectation, its evidence or "nothing yet"."""

import re
from collections.abc import Iterator

from headway.core.packet import Closing, Packet, PacketEvidence, PacketLine
from headway.core.packet_citing import PacketCitation
from headway.core.wording import DECIDES_NOTHING, describe_gap, describe_line, say_date
from headway.core.wording.packet import (
    ALSO,
    ASIDE,
    BELOW,
    BRACKETS,
    HEADINGS,
    SET_ASIDE,
    describe_citation,
    describe_decision,
    describe_files,
    describe_packet,
    describe_support,
    say_nothing,
    say_set_aside,
    say_title,
)

# CommonMark 0.31, section 2.4: any of these may be escaped; what a person typed stays text. A full
# stop after a number would begin a list.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&$]|(?<=[0-9])\.(?=\s|$))")


def write(packet: Packet, closing: Closing | None = None) -> str:
    """The packet as Markdown text, with what was decided of it if it is a closed one.

    What people typed is escaped, so that it stays what it was.
    """
    parts = [*_head(packet, closing)]
    for kind, heading in HEADINGS.items():
        lines = [line for line in packet.lines if line.expectation.kind == kind]
        if lines:
            parts += [f"## {heading}", *(_line(line) for line in lines)]
    if packet.set_aside:
        aside = (f"- {_escape(say_set_aside(x))}: {_escape(x.reason)}" for x in packet.set_aside)
        parts += [f"## {ASIDE}", SET_ASIDE, "\n".join(aside)]
    notes = [BRACKETS] if packet.is_redacted else []
    return "\n\n".join([*parts, *notes, f"*{DECIDES_NOTHING}*"]) + "\n"


def _head(packet: Packet, closing: Closing | None) -> Iterator[str]:
    yield f"# {_escape(say_title(packet))}"
    yield describe_packet(packet)
    yield from (_escape(line) for line in packet.opening.splitlines() if line.strip())
    if closing:
        yield f"## Decision\n\n{_escape(describe_decision(closing))}"
        yield from (_escape(line) for line in closing.reasons.splitlines() if line.strip())


def _line(line: PacketLine) -> str:
    said = [f"### {_escape(describe_line(line))}"]
    if line.expectation.kind == "level" or line.evidence:
        said.append(_escape(describe_gap(line.expectation)))
    if line.sentence:
        said.append(_escape(line.sentence))
    said.append("\n".join(_cite(item) for item in line.evidence) or say_nothing(line))
    if line.below:
        said.append(BELOW)
        said.append("\n".join(_cite(item) for item in line.below))
    if line.also:
        said.append(ALSO)
        said.append("\n".join(_cite_also(item) for item in line.also))
    return "\n\n".join(said)


def _cite_also(item: PacketCitation) -> str:
    link = f" Link: {_escape(item.link)}" if item.link else ""
    return f"- {_escape(item.text)} ({_escape(describe_citation(item))}){link}"


def _cite(item: PacketEvidence) -> str:
    seen = describe_support(item.support, item.corroborated_by)
    link = f" Link: {_escape(item.link)}" if item.link else ""
    told = "; ".join(filter(None, (seen, describe_files(item.files))))
    return f"- {_escape(item.text)} ({say_date(item.happened_on)}; {_escape(told)}){link}"


def _escape(text: str) -> str:
    """`text` on one line, as text: a line of its own could be a heading, a list or code."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
