"""LinkedIn's export of one's own data: a person's history from the CSV files in the zip archive."""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from headway.core.dossier import ImportedHistory
from headway.core.errors import UnreadableFileError
from headway.core.profile import About
from headway.formats.free_text import decode, name_kind, split_statements, tidy
from headway.formats.history import Entry, EntryKind, gather, shorten, with_statement

SOURCE = "LinkedIn"
MOST_BYTES = 200 * 1024 * 1024
MOST_MEMBERS = 10_000
MOST_MEMBER_BYTES = 20 * 1024 * 1024
MOST_ROWS = 5000
MOST_PREAMBLE_ROWS = 30

Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class _Table:
    """One file of the export: the headings that mark its header row, and what its rows become."""

    headings: tuple[str, ...]
    kind: EntryKind | None = None
    title: str = ""
    organisation: str = ""
    started: str = "started on"
    text: str = "description"
    link: str = "url"


# By file name in lower case with "_" as a space; LinkedIn has used both.
_TABLES = {
    "profile": _Table(headings=("first name", "last name")),
    "positions": _Table(
        headings=("company name", "title"),
        kind="position",
        title="title",
        organisation="company name",
    ),
    "volunteering": _Table(
        headings=("company name", "role"),
        kind="volunteering",
        title="role",
        organisation="company name",
    ),
    "projects": _Table(headings=("title", "description"), kind="project", title="title"),
    "certifications": _Table(
        headings=("name", "authority"), kind="certificate", title="name", organisation="authority"
    ),
    "publications": _Table(
        headings=("name", "publisher"),
        kind="publication",
        title="name",
        organisation="publisher",
        started="published on",
    ),
    "honors": _Table(
        headings=("title", "issued on"), kind="award", title="title", started="issued on"
    ),
    "courses": _Table(headings=("name", "number"), kind="course", title="name", started=""),
    "education": _Table(headings=("school name",)),
    "recommendations received": _Table(headings=("text", "status")),
}
_JOBS = frozenset({"position", "volunteering", "project"})
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def read(content: bytes, *, as_of: date | None = None) -> ImportedHistory:
    """The positions and drafts of evidence in a LinkedIn export zip.

    Files are found by name in any folder of the archive; connections, messages and other people's
    words are never read. Dates after `as_of` are not believed. Raises UnreadableFileError where the
    archive is broken, encrypted, too large, or holds nothing about a career.
    """
    _refuse_other_kinds(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _find_members(archive)
            rows = {name: _read_table(archive, name, m) for name, m in members.items()}
    except _BROKEN as error:
        # Python's message may quote a part of the file itself.
        reason = shorten(str(error), 80)
        raise UnreadableFileError(f"This zip archive is broken or cut short ({reason}).") from None
    history = gather(
        SOURCE,
        about=_about(rows.get("profile", ())),
        entries=tuple(_entries(rows)),
        notes=tuple(_notes(rows)),
        as_of=as_of,
    )
    if not history.facts:
        raise UnreadableFileError("This LinkedIn export names no person, position or achievement.")
    return history


def _refuse_other_kinds(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            f"The archive has {len(content) / 1024 / 1024:.0f} MB; Headway reads up to 200 MB."
        )
    if not content:
        raise UnreadableFileError("The file is empty.")
    kind = name_kind(content) or "no zip archive"
    if "zip archive" not in kind or kind.startswith("no "):
        raise UnreadableFileError(f"This is {kind}; import the zip that LinkedIn sent you.")
    # Counted before zipfile builds an object for each: a small archive may list millions.
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise UnreadableFileError(f"The archive lists more than {MOST_MEMBERS:,} files.")


def _find_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members that hold a known table, each the one least deep in folders."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in sorted(archive.infolist(), key=lambda m: (m.filename.count("/"), m.filename)):
        if (name := _table_name(member.filename)) in _TABLES:
            found.setdefault(name, member)
    if not found:
        raise UnreadableFileError(
            "This zip holds none of the files in which LinkedIn tells a career (Positions.csv, "
            "Profile.csv, Projects.csv ...); ask LinkedIn for an export that includes your profile."
        )
    return {name: found[name] for name in _TABLES if name in found}


def _table_name(path: str) -> str:
    base = re.split(r"[/\\]", path)[-1].casefold()
    if not base.endswith(".csv"):
        return ""
    stem = base.removesuffix(".csv").replace("_", " ")
    return re.sub(r"\s*\(\d{1,3}\)$", "", stem).strip()  # "Positions (1).csv", a second download


def _read_table(archive: zipfile.ZipFile, name: str, member: zipfile.ZipInfo) -> tuple[Row, ...]:
    file_name = shorten(re.split(r"[/\\]", member.filename)[-1], 60)
    text = decode(_unpack(archive, member, file_name), file_name)
    headings = _TABLES[name].headings
    try:
        rows = next(filter(None, (_rows_under(headings, text, d) for d in ",;\t")), None)
    except csv.Error as error:
        raise UnreadableFileError(f"{file_name} is not a proper CSV file: {error}.") from None
    if rows is None and text.strip():
        wanted = ", ".join(heading.title() for heading in headings)
        raise UnreadableFileError(f"{file_name} has no row of headings with {wanted}.")
    return _data_rows(rows or [[]], file_name)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file_name: str) -> bytes:
    if member.flag_bits & 0x1:
        raise UnreadableFileError(f"{file_name} in this archive is encrypted; unlock it first.")
    # Other methods are unpacked in one go whatever is asked for, so that no limit would hold.
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableFileError(f"{file_name} is packed by a method that LinkedIn does not use.")
    with archive.open(member) as stream:
        unpacked = stream.read(MOST_MEMBER_BYTES + 1)
    if len(unpacked) > MOST_MEMBER_BYTES:
        raise UnreadableFileError(f"{file_name} unpacks to more than 20 MB; no career needs that.")
    return unpacked


def _rows_under(headings: tuple[str, ...], text: str, delimiter: str) -> list[list[str]] | None:
    """The row of headings and the rows under it, or None where no early row has all `headings`."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for _, row in zip(range(MOST_PREAMBLE_ROWS), rows, strict=False):
        names = [tidy(cell).casefold() for cell in row]
        if set(headings) <= set(names):
            return [names, *(found for _, found in zip(range(MOST_ROWS + 1), rows, strict=False))]
    return None


def _data_rows(rows: Sequence[Sequence[str]], file_name: str) -> tuple[Row, ...]:
    names, *data = rows
    if len(data) > MOST_ROWS:
        raise UnreadableFileError(f"{file_name} has more than {MOST_ROWS:,} rows.")
    return tuple(dict(zip(names, row, strict=False)) for row in data if any(map(str.strip, row)))


def _about(rows: Sequence[Row]) -> About | None:
    row = rows[0] if rows else {}
    name = shorten(f"{row.get('first name', '')} {row.get('last name', '')}")
    headline, location = shorten(row.get("headline", "")), shorten(row.get("geo location", ""))
    return About(name=name, headline=headline, location=location) if name else None


def _entries(rows: Mapping[str, Sequence[Row]]) -> Iterator[Entry]:
    for name, table in _TABLES.items():
        for number, row in enumerate(rows.get(name, ()), 1):
            if table.kind:
                place = f"{name.capitalize()}.csv, entry {number}"
                yield _entry(table, table.kind, row, place)


def _entry(table: _Table, kind: EntryKind, row: Row, place: str) -> Entry:
    entry = Entry(
        kind=kind,
        place=place,
        title=row.get(table.title, ""),
        organisation=row.get(table.organisation, ""),
        started=row.get(table.started, ""),
        link=row.get(table.link, ""),
    )
    text = row.get(table.text, "")
    if kind not in _JOBS:
        return with_statement(entry, text)
    return replace(
        entry,
        ended=row.get("finished on", ""),
        is_current=True,  # unless an end is given: LinkedIn leaves it blank for the present job
        statements=split_statements(text) or _project_name(entry),
    )


def _project_name(entry: Entry) -> tuple[str, ...]:
    name = tidy(entry.title)
    return (f"Project: {name}",) if entry.kind == "project" and name else ()


def _notes(rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    if schools := len(rows.get("education", ())):
        entries = "entry was" if schools == 1 else "entries were"
        yield f"Education.csv: {schools} {entries} left out; Headway keeps no schooling."
    words = rows.get("recommendations received", ())
    if visible := Counter(tidy(row.get("status", "")).upper() for row in words)["VISIBLE"]:
        told = "recommendation is" if visible == 1 else "recommendations are"
        yield f"{visible} {told} visible on the profile; other people's words are not imported."
    if any(tidy(row.get("summary", "")) for row in rows.get("profile", ())):
        yield "The profile's summary was left out; it tells of no single piece of work."
