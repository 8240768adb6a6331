"""A packet as a PDF that a screen reader can read (tagged, PDF/UA-1) and a printer can print."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib import resources
from typing import Any

from headway.core.errors import InvalidInputError
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
from headway.formats.free_text import tidy

COLUMNS = ("Expectation", "State", "Evidence", "Seen by others")
# What stands for a letter that none of the fonts has, as on a screen.
MISSING = "□"
LACKING = (
    f"{MISSING} stands for letters that the fonts of this document lack; its Markdown has them all."
)
# So says the standard's check of letters that no font has, or that stand for nothing; ISO 14289-1,
# section 7.21.
_NO_GLYPH = re.compile(r"(?:the text|the disallowed codepoint) `\"(.*?)\"`", re.DOTALL)
# Signs that are not seen: they turn lines around or join letters, and the typesetter stumbles on some.
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
# A word that is wider than the page may break: a space without width stands after so many letters.
_LONG_WORD = re.compile(r"(\S{40})(?=\S{20})")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def write(packet: Packet, closing: Closing | None = None) -> bytes:
    """The packet as PDF/UA-1, the same bytes for the same packet; with its decision if it is closed.

    Its fonts have the Latin, Greek, Cyrillic and Hebrew scripts, and most of the Arabic; where they
    lack a letter, the document says so. Raises InvalidInputError if no document can be made.
    """
    content = _tell(packet, closing)
    moment = datetime.combine(packet.as_of, time(0), UTC)
    # What is left out of one try shows in the next: letters may be joined otherwise without it.
    for _try in range(5):
        made = _typeset(content, moment)
        if isinstance(made, bytes):
            return made
        content = _without(content, made)
        content["notes"] = [LACKING, *(n for n in content["notes"] if n != LACKING)]
    raise InvalidInputError("This packet can't be made a PDF; take it as Markdown instead.")


def _typeset(content: Mapping[str, Any], moment: datetime) -> bytes | set[str]:
    """The document, or the letters that no font has: none, if something else stands in the way."""
    import typst

    source = resources.files("headway.formats").joinpath("packet_pdf.typ").read_bytes()
    try:
        made: bytes = typst.compile(
            source,
            sys_inputs={"packet": json.dumps(content)},
            format="pdf",
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            timestamp=moment,
        )
    except typst.TypstError as error:
        named = "".join(map(_unescape, _NO_GLYPH.findall(error.diagnostic)))
        # A plain letter is named only for an odd mark upon it.
        return {letter for letter in named if not letter.isascii()}
    return made


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _without(content: Any, letters: set[str]) -> Any:
    """`content` with a box in place of each of `letters`, at any depth."""
    if isinstance(content, str):
        return "".join(MISSING if sign in letters else sign for sign in content)
    if isinstance(content, dict):
        return {name: _without(value, letters) for name, value in content.items()}
    if isinstance(content, list):
        return [_without(value, letters) for value in content]
    return content


def _tell(packet: Packet, closing: Closing | None) -> dict[str, Any]:
    kinds = {
        heading: [line for line in packet.lines if line.expectation.kind == kind]
        for kind, heading in HEADINGS.items()
    }
    return {
        "title": _seen(say_title(packet)),
        "subtitle": describe_packet(packet),
        "year": packet.as_of.year,
        "month": packet.as_of.month,
        "day": packet.as_of.day,
        "opening": _paragraphs(packet.opening),
        "decision": _decision(closing) if closing else None,
        "overview": [_overview(packet)] if packet.lines else [],
        "sections": [
            {"heading": heading, "lines": [_line(line) for line in lines]}
            for heading, lines in kinds.items()
            if lines
        ],
        "aside": [_aside(packet)] if packet.set_aside else [],
        "below": BELOW,
        "beside": ALSO,
        "notes": [*([BRACKETS] if packet.is_redacted else []), DECIDES_NOTHING],
    }


def _decision(closing: Closing) -> dict[str, Any]:
    return {
        "heading": "Decision",
        "said": _line_of(describe_decision(closing)),
        "reasons": _paragraphs(closing.reasons),
    }


def _aside(packet: Packet) -> dict[str, Any]:
    rows = [
        {"heading": _line_of(say_set_aside(each)), "reason": _line_of(each.reason)}
        for each in packet.set_aside
    ]
    return {"heading": ASIDE, "said": SET_ASIDE, "rows": rows}


def _overview(packet: Packet) -> dict[str, Any]:
    rows = [
        {
            "heading": _line_of(describe_line(line)),
            "state": line.expectation.state,
            "evidence": str(len(line.evidence)),
            "seen": str(sum(item.support != "claimed" for item in line.evidence)),
        }
        for line in packet.lines
    ]
    return {"heading": "At a glance", "columns": COLUMNS, "rows": rows}


def _line(line: PacketLine) -> dict[str, Any]:
    gap = line.expectation
    says = gap.kind == "level" or line.evidence
    return {
        "heading": _line_of(describe_line(line)),
        "state": gap.state,
        "said": _line_of(describe_gap(gap)) if says else "",
        "sentence": _line_of(line.sentence),
        "nothing_yet": say_nothing(line),
        "cited": [_cite(item) for item in line.evidence],
        "below": [_cite(item) for item in line.below],
        "also": [_cite_also(item) for item in line.also],
    }


def _cite(item: PacketEvidence) -> dict[str, str]:
    seen = describe_support(item.support, item.corroborated_by)
    told = (say_date(item.happened_on), seen, describe_files(item.files))
    return {
        "text": _line_of(item.text),
        "told": _line_of(" · ".join(filter(None, told))),
        "link": tidy(item.link),
        "address": _line_of(item.link),
    }


def _cite_also(item: PacketCitation) -> dict[str, str]:
    return {
        "text": _line_of(item.text),
        "told": _line_of(describe_citation(item)),
        "link": tidy(item.link),
        "address": _line_of(item.link),
    }


def _paragraphs(text: str) -> list[str]:
    return [_line_of(line) for line in text.splitlines() if line.strip()]


def _line_of(text: str) -> str:
    return _LONG_WORD.sub("\\1\u200b", _seen(text))


def _seen(text: str) -> str:
    return tidy(UNSEEN.sub("", text))
