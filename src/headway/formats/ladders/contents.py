"""What files hold before anybody asks for a ladder: tables, documents and plain text."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.formats.free_text import decode, name_kind
from headway.formats.ladders import tables
from headway.formats.ladders.documents import FRONT_MATTER, read_json, read_yaml
from headway.formats.ladders.headings import is_matrix
from headway.formats.ladders.outline import (
    read_outline,
)
from headway.formats.ladders.tables import Sheet

MOST_BYTES = 40_000_000
MOST_YAML_CHARACTERS = 4_000_000
FEWEST_COMPETENCIES = 3
EXPECTED = (
    "Headway reads a table (CSV, Markdown, Excel) with one row a competency and one column a level, "
    "as in\n"
    "  Competency,Junior PM,PM,Senior PM\n"
    "  Discovery,Joins interviews,Runs interviews,Settles what to study next\n"
    "the UK government's roles.csv and skills.csv, ESCO's three CSV files, DIRECT's JSON, 1EdTech CASE "
    "packages, and YAML or JSON with topics and levels. docs/formats.md has an example of each."
)
_OWN_FORMAT = re.compile(r"^format\s*=\s*[\"']headway-ladder/", re.M)
_YAML_KEY = re.compile(r"(?:- )?[\w \"'./-]{1,60}:(?:\s|$)")


@dataclass(frozen=True, kw_only=True)
class NamedFile:
    """A file's bytes with the name to speak of it by."""

    name: str
    content: bytes

    @property
    def stem(self) -> str:
        """The name without folder and ending, for a title."""
        return PurePath(self.name).stem.replace("_", " ").replace("-", " ").strip() or "ladder"


@dataclass(kw_only=True)
class Contents:
    """What the files hold: tables, documents with the title to fall back on, and plain text."""

    sheets: list[Sheet] = field(default_factory=list)
    trees: list[tuple[Any, str]] = field(default_factory=list)
    prose: list[tuple[str, str]] = field(default_factory=list)
    with_tables: list[tuple[str, str]] = field(default_factory=list)


def open_file(file: NamedFile, found: Contents) -> None:
    """Puts what `file` holds into `found`; raises UnreadableFileError where it is no text or table."""
    content, name = file.content, PurePath(file.name).name
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(f"{name} is larger than {MOST_BYTES // 10**6} MB.")
    if tables.is_workbook(content):
        found.sheets += _of_file(name, tables.read_workbook(content, name))
        return
    kind = name_kind(content)
    if kind and not _has_html_table(content):
        raise UnreadableFileError(f"{name} is {kind}. {EXPECTED}")
    text = decode(content, name)
    if "\0" in text:
        raise UnreadableFileError(f"{name} holds zero bytes, so it is no text. {EXPECTED}")
    if not text.strip():
        raise UnreadableFileError(f"{name} is empty. {EXPECTED}")
    _open_text(text, name, file.stem, found)


def _has_html_table(content: bytes) -> bool:
    opening = content[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    is_xml = opening.startswith((b"<?xml", b"<!ENTITY"))
    return opening.startswith(b"<") and not is_xml and b"<table" in content.lower()


def _open_text(text: str, name: str, title: str, found: Contents) -> None:
    if _OWN_FORMAT.search(text[:20_000]):
        raise UnreadableFileError(
            f"{name} is a ladder file of Headway already. Next: headway ladder check {name}, then "
            f"headway ladder publish {name}."
        )
    text = _without_plain_front_matter(text, name)
    opening = text.lstrip()[:1]
    outline = read_outline(text) if re.search(r"^#{1,6} \S", text, re.M) else None
    if outline is not None and not _has_matrix(text, title):
        found.trees.append((outline, title))
    elif opening in ("{", "["):
        tree = read_json(text, name)
        rows = _rows_of(tree)
        if rows:
            found.sheets.append(_sheet_of(rows, title))
        else:
            found.trees.append((tree, title))
    elif _reads_as_yaml(text):
        if len(text) > MOST_YAML_CHARACTERS:
            raise UnreadableFileError(f"{name} has more than 4 million characters of YAML.")
        found.trees.append((read_yaml(text, name), title))
    elif tables.is_prose(text):
        found.prose.append((title, text))
    else:
        found.sheets += _of_file(name, tables.read_text(text, title))
        if re.search(r"^#{1,6} \S", text, re.M):
            found.with_tables.append((title, text))


def _has_matrix(text: str, title: str) -> bool:
    """Whether a document with headings also has a table that is plainly the ladder it means."""
    if "|" not in text or tables.is_prose(text):
        return False
    sheets = tables.read_text(text, title)
    return any(len(s.rows) > FEWEST_COMPETENCIES and is_matrix(s.rows[0]) for s in sheets)


def _without_plain_front_matter(text: str, name: str) -> str:
    """A document whose front matter holds no list or mapping, and so no ladder, without its dashes.

    What it says of the document stays, as the first lines.
    """
    front = FRONT_MATTER.match(text)
    if front is None or not text[front.end() :].strip():
        return text
    try:
        told = read_yaml(text, name)
    except UnreadableFileError:
        return text
    is_plain = isinstance(told, dict) and all(isinstance(value, str) for value in told.values())
    return f"<!--\n{front[1]}-->\n{text[front.end() :]}" if is_plain else text


def _of_file(name: str, sheets: Sequence[Sheet]) -> list[Sheet]:
    return [replace(sheet, file=name) for sheet in sheets]


def _reads_as_yaml(text: str) -> bool:
    """Whether the first lines that say anything are YAML: a marker, or a key with more below it."""
    lines = [line for line in text[:20_000].splitlines() if line.strip() and line[0] != "#"]
    first, second = (*lines[:2], "", "")[:2]
    if first.startswith(("---", "%YAML")):
        return True
    return bool((_YAML_KEY.match(first) and re.match(r"[ \t]|-\s", second)) or _are_keys(lines))


def _are_keys(lines: Sequence[str]) -> bool:
    top = [line for line in lines if line[0] not in " \t-"]
    return len(top) > 1 and all(_YAML_KEY.match(line) for line in top[:8])


def _rows_of(tree: Any) -> list[dict[str, str]]:
    """A list of flat records, which is a table in another dress."""
    records = tree if isinstance(tree, list) else []
    flat = [
        r for r in records if isinstance(r, dict) and all(isinstance(v, str) for v in r.values())
    ]
    return flat if flat and len(flat) == len(records) else []


def _sheet_of(records: Sequence[dict[str, str]], name: str) -> Sheet:
    header = list(dict.fromkeys(key for record in records for key in record))
    if len(header) > tables.MOST_COLUMNS:
        raise UnreadableFileError(f"{name} has records of {len(header):,} kinds of field.")
    rows = [
        tuple(header),
        *(tuple(record.get(key, "").strip() for key in header) for record in records),
    ]
    spelt = [tuple(cell.replace("_", " ") for cell in rows[0]), *rows[1:]]
    return Sheet(name=name, rows=tuple(spelt), numbers=tuple(range(len(rows))))
