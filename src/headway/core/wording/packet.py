"""What a packet says of itself, in words: on a page, in a terminal and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.core.wording import say_date, say_size

if TYPE_CHECKING:
    # Only to name them: who words one result need not load the engines of all.
    from headway.core.evidence import Support
    from headway.core.gap import AsideExpectation, ExpectationGap
    from headway.core.packet import CitedFile, Closing, Packet, PacketLine
    from headway.core.packet_citing import CitedKind, PacketCitation
    from headway.core.packet_draft import Decision

HEADINGS = {"level": "Levels", "experience": "Experiences", "responsibility": "Responsibilities"}
DECISIONS: dict[Decision, str] = {
    "waiting": "Not decided yet",
    "promoted": "Promoted",
    "not yet": "Not yet",
    "withdrawn": "Withdrawn",
}
SEEN: dict[Support, str] = {"corroborated": "seen by", "verified": "checked by"}
BRACKETS = "Words in square brackets stand for names that were taken out."
NAMELESS = "Somebody without a name yet"
BELOW = "Below the level asked for:"
ASIDE = "Set aside"
SET_ASIDE = (
    "The role asks for this too. They say that it does not apply to them, in their own word; nobody "
    "confirmed it, and it counts neither as shown nor as missing."
)
ALSO = "Beside evidence, in their own account; it changes no level and no state:"
CITED: dict[CitedKind, str] = {
    "learning": "learning",
    "talk": "talk or publication",
    "goal": "goal reached with a mentor",
    "mentee's goal": "reached by somebody they mentored",
    "given": "given to others",
    "came of it": "done with others",
    "role": "role held",
    "membership": "membership",
}


def say_title(packet: Packet) -> str:
    """The document's title: who, and which role."""
    return f"{packet.name.strip() or NAMELESS}: {packet.role_title}"


def describe_packet(packet: Packet) -> str:
    """As of which day, and how much of it is filled."""
    return (
        f"As known on {say_date(packet.as_of)}. "
        f"{packet.proven_count} of {len(packet.lines)} expectations "
        f"{'has' if packet.proven_count == 1 else 'have'} evidence."
        f"{describe_aside(packet)}"
    )


def describe_aside(packet: Packet) -> str:
    """How many more expectations the role has that the person set aside; nothing for none."""
    number = len(packet.set_aside)
    if not number:
        return ""
    are = "is" if number == 1 else "are"
    return f" {number} more {are} set aside, in their own word, with the reason at the end."


def say_set_aside(each: AsideExpectation | ExpectationGap) -> str:
    """An expectation that was set aside: "Pricing: Practitioner", or the text of an experience."""
    return f"{each.text}: {each.expected_level_name}" if each.expected_level_name else each.text


def say_nothing(line: PacketLine) -> str:
    """What stands where nothing can be cited; a level may be shown by others' views alone."""
    if line.expectation.kind == "level":
        return "No evidence at this level yet."
    return "Nothing yet."


def describe_support(support: Support, names: tuple[str, ...]) -> str:
    """Whose word a piece of evidence is: "seen by Ana, Bo", or "own account"."""
    if support == "claimed":
        return "own account"
    return f"{SEEN[support]} {', '.join(names) or 'somebody'}"


def describe_files(files: tuple[CitedFile, ...]) -> str:
    """What the person keeps beside a piece of evidence: "file: plan.pdf (120 kB, kept with you)"."""
    named = "; ".join(f"{file.name} ({say_size(file.byte_count)}, kept with you)" for file in files)
    return f"{'file' if len(files) == 1 else 'files'}: {named}" if files else ""


def describe_citation(item: PacketCitation) -> str:
    """What is cited beside evidence, and when: "role held, 1 March 2025 to 3 April 2026"."""
    since = say_date(item.happened_on)
    if item.kind in ("role", "membership"):
        since = f"{since} to {say_date(item.until)}" if item.until else f"since {since}"
    return f"{CITED[item.kind]}, {since}"


def describe_near(words: tuple[str, ...]) -> str:
    """That a name which was taken out is a part of some words; nothing if there are none."""
    told = f"Look once more: a name you took out is part of these words: {', '.join(words)}."
    return told if words else ""


def describe_closing(closing: Closing) -> str:
    """What a closed packet was for, from which day it is, and what was decided."""
    handed = f"{closing.role_title}, as known on {say_date(closing.closed_on)}"
    return f"{handed}: {describe_decision(closing)}"


def describe_decision(closing: Closing) -> str:
    """What people decided, when and who; its reasons stand apart."""
    told = (say_date(closing.decided_on) if closing.decided_on else "", closing.decided_by)
    about = ", ".join(filter(None, told))
    return (
        f"{DECISIONS[closing.decision]} ({about})." if about else f"{DECISIONS[closing.decision]}."
    )
