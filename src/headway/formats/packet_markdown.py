"""A packet as a Markdown document (CommonMark): every expectation, its evidence or "nothing yet"."""

import re

from headway.core.packet import Packet, PacketEvidence, PacketLine
from headway.core.wording import DECIDES_NOTHING, count_of, describe_gap, describe_line, say_date

HEADINGS = {"level": "Levels", "experience": "Experiences", "responsibility": "Responsibilities"}
SUPPORT = {"claimed": "own account", "corroborated": "corroborated", "verified": "verified"}
# CommonMark 0.31, section 2.4: any of these may be escaped; what a person typed stays text. A full
# stop after a number would begin a list.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&$]|(?<=[0-9])\.(?=\s|$))")


def write(packet: Packet) -> str:
    """The packet as Markdown text; what people typed is escaped, so that it stays what it was."""
    parts = [_head(packet)]
    for kind, heading in HEADINGS.items():
        lines = [line for line in packet.lines if line.expectation.kind == kind]
        if lines:
            parts += [f"## {heading}", *(_line(line) for line in lines)]
    return "\n\n".join([*parts, f"*{DECIDES_NOTHING}*"]) + "\n"


def _head(packet: Packet) -> str:
    name = _escape(packet.name) or "Somebody without a name yet"
    return (
        f"# {name}: {_escape(packet.role_title)}\n\n"
        f"As known on {say_date(packet.as_of)}. "
        f"{count_of(packet.proven_count, 'expectation')} of {len(packet.lines)} with evidence."
    )


def _line(line: PacketLine) -> str:
    said = [f"### {_escape(describe_line(line))}"]
    if line.expectation.kind == "level" or line.evidence:
        said.append(_escape(describe_gap(line.expectation)))
    cited = "\n".join(_cite(item) for item in line.evidence)
    said.append(cited or "Nothing yet.")
    if line.below:
        said.append("Below the level asked for:")
        said.append("\n".join(_cite(item) for item in line.below))
    return "\n\n".join(said)


def _cite(item: PacketEvidence) -> str:
    seen = ", ".join((SUPPORT[item.support], *item.corroborated_by))
    link = f" Link: {_escape(item.link)}" if item.link else ""
    return f"- {_escape(item.text)} ({say_date(item.happened_on)}; {_escape(seen)}){link}"


def _escape(text: str) -> str:
    """`text` on one line, as text: a line of its own could be a heading, a list or code."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
