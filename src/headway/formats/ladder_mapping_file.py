"""A mapping between two ladders as a TOML file that one edits by hand: docs/ladder.md."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.core.ladder_likeness import MappingProposal, Match, Part
from headway.core.ladder_mapping import LadderMapping, sort_parts
from headway.core.wording.ladder import PART_NAMES
from headway.formats.toml_file import parse

FORMAT = "headway-mapping/1"
TABLES: dict[Part, str] = {
    "competency": "competencies",
    "role": "roles",
    "level": "levels",
    "expectation": "expectations",
    "behaviour": "behaviours",
}
# The one table in which a name may become several.
SPLIT = TABLES["competency"]
HEAD = """\
# What each name of the ladder you leave is called on the one you take up.
# Write the new name between the quotation marks; leave them empty for what has no like there:
# it stays in your record, named as on the former ladder. Two lines with the same new name: they became
# one. A competency that became several is a list, as ["pricing", "packaging"]: evidence of it shows
# each of them, and a rating of it is shared among them.
"""


def write(proposal: MappingProposal) -> bytes:
    """The proposal as a file, every name of the former ladder a line, with what else it may be."""
    lines = [
        HEAD,
        f"format = {_quoted(FORMAT)}",
        f"former = {_quoted(proposal.mapping.former)}",
        f"new = {_quoted(proposal.mapping.new)}",
    ]
    for part, table in TABLES.items():
        lines += ["", f"# {PART_NAMES[part]}", f"[{table}]"]
        lines += [_line(match) for match in proposal.of(part)]
    return "\n".join((*lines, "")).encode()


def read(content: bytes, name: str = "The mapping file") -> LadderMapping:
    """The mapping in `content`; raises UnreadableFileError naming the first problem by its place."""
    document = parse(content, name)
    if document.get("format") != FORMAT:
        raise UnreadableFileError(f'{name} is no mapping: it has no format = "{FORMAT}".')
    unknown = sorted(document.keys() - {"format", "former", "new", *TABLES.values()})
    if unknown:
        raise UnreadableFileError(f"{name}: there is no '{unknown[0]}' in a mapping.")
    parts = _parts(document, name)
    names = {table: _names(document, table, name) for table in TABLES.values() if table != SPLIT}
    return LadderMapping(
        former=_text(document, "former", name),
        new=_text(document, "new", name),
        **sort_parts(parts),
        roles=names["roles"],
        levels=tuple(_levels(document.get("levels", {}), name)),
        expectations=names["expectations"],
        behaviours=names["behaviours"],
    )


def _line(match: Match) -> str:
    key = match.former if match.part == "level" else _quoted(match.former)
    became = ", ".join(map(_quoted, match.became))
    told = f"{key} = [{became}]" if match.further else f"{key} = {_quoted(match.new)}"
    return f"{told}  # {_remark(match)}"


def _remark(match: Match) -> str:
    name = _on_one_line(match.name)
    others = [f"{_on_one_line(c.slug)} ({_on_one_line(c.name)})" for c in match.candidates]
    if match.how == "same" or not others:
        return name
    return f"{name}; perhaps {', '.join(others)}"


def _on_one_line(text: str) -> str:
    # TOML allows no control character in a comment.
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _parts(document: Mapping[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for former, told in _table(document, SPLIT, name).items():
        became = told if isinstance(told, list) else [told]
        if not all(isinstance(new, str) for new in became):
            raise UnreadableFileError(
                f'{name}, {SPLIT}, {former}: write a name in quotation marks, or several as ["a", "b"].'
            )
        if kept := tuple(dict.fromkeys(new for new in became if new)):
            found[former] = kept
    return found


def _table(document: Mapping[str, Any], table: str, name: str) -> dict[str, Any]:
    told = document.get(table, {})
    if not isinstance(told, dict):
        raise UnreadableFileError(f"{name}, {table}: write a table of names.")
    return told


def _names(document: Mapping[str, Any], table: str, name: str) -> dict[str, str]:
    told = _table(document, table, name)
    for former, new in told.items():
        if not isinstance(new, str) and table != "levels":
            raise UnreadableFileError(
                f"{name}, {table}, {former}: write a name in quotation marks."
            )
    return {former: str(new) for former, new in told.items() if new != ""}


def _levels(told: Mapping[str, object], name: str) -> Iterator[int | None]:
    numbers = _numbers(told, name)
    for number in range(len(told)):
        if str(number) not in told:
            raise UnreadableFileError(f"{name}, levels: level {number} is missing.")
        yield numbers.get(number)


def _numbers(told: Mapping[str, object], name: str) -> dict[int, int]:
    found = {}
    for former, new in told.items():
        if str(new) and not (former.isdecimal() and str(new).isdecimal() and len(str(new)) < 4):
            raise UnreadableFileError(f"{name}, levels, {former}: write a level's number.")
        if str(new):
            found[int(former)] = int(str(new))
    return found


def _text(document: Mapping[str, Any], key: str, name: str) -> str:
    if not isinstance(document.get(key), str):
        raise UnreadableFileError(f"{name}: say {key} = the name and version of a ladder.")
    return str(document[key])


def _quoted(text: str) -> str:
    # What JSON escapes is a TOML basic string too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
