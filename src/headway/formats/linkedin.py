"""LinkedIn's export of one's own data: a person's history from the CSV files in the zip archive."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from headway.core.dossier import ImportedHistory
from headway.core.errors import UnreadableFileError
from headway.core.profile import About
from headway.formats import linkedin_learning
from headway.formats.free_text import split_statements, tidy, without_tags
from headway.formats.history import (
    WHAT_IS_READ,
    Entry,
    EntryKind,
    gather,
    shorten,
    with_statement,
)
from headway.formats.linkedin_zip import Row, read_tables_or_why

SOURCE = "LinkedIn"
# The part that every document of Word, Excel and PowerPoint has.
OFFICE_MARK = b"[Content_Types].xml"


@dataclass(frozen=True, kw_only=True)
class _Table:
    """One file of the export: the headings that mark its header row, and what its rows become."""

    headings: tuple[str, ...]
    kind: EntryKind | None = None
    title: str = ""
    organisation: str = ""
    started: tuple[str, ...] = ("started on", "start date")
    text: str = "description"
    link: str = "url"


# By file name in lower case with "_" as a space; LinkedIn has used both, and other headings in other years.
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
        started=("published on",),
    ),
    "honors": _Table(
        headings=("title", "description"),
        kind="award",
        title="title",
        organisation="issuer",
        started=("issued on", "issue date"),
    ),
    "courses": _Table(headings=("name", "number"), kind="course", title="name", started=()),
    "education": _Table(headings=("school name",)),
    "learning": _Table(headings=("content title", "content type")),
    "recommendations received": _Table(headings=("text", "status")),
}
_JOBS = frozenset({"position", "volunteering", "project"})


def read(content: bytes, *, as_of: date | None = None) -> ImportedHistory:
    """The positions and drafts of evidence in a LinkedIn export zip.

    Files are found by name in any folder of the archive; connections, messages and other people's
    words are never read. Dates after `as_of` are not believed. A table that can't be read is left out
    and noted. Raises UnreadableFileError where the archive is broken, encrypted, too large, or holds
    nothing about a career.
    """
    wanted = {name: table.headings for name, table in _TABLES.items()}
    rows, unread = read_tables_or_why(content, wanted)
    if not rows and not unread and OFFICE_MARK in content:
        raise UnreadableFileError(
            f"This is an office document, no zip of LinkedIn's. {WHAT_IS_READ}"
        )
    if not rows and not unread:
        raise UnreadableFileError(
            "This zip holds none of the files in which LinkedIn tells a career (Positions.csv, "
            "Profile.csv, Projects.csv ...); ask LinkedIn for an export that includes your profile."
        )
    learnt = tuple(linkedin_learning.read_entries(rows, as_of=as_of))
    history = gather(
        SOURCE,
        about=_about(rows.get("profile", ())),
        entries=tuple(_entries(rows)),
        notes=(*(f"{why} That file was left out." for why in unread), *_notes(rows)),
        as_of=as_of,
    )
    history = replace(history, facts=(*history.facts, *dict.fromkeys(learnt)))
    if not history.facts and unread:
        raise UnreadableFileError(unread[0])
    if not history.facts:
        raise UnreadableFileError("This LinkedIn export names no person, position or achievement.")
    return history


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
        started=_first(row, table.started),
        link=row.get(table.link, ""),
    )
    text = without_tags(row.get(table.text, ""))
    if kind not in _JOBS:
        return with_statement(entry, text)
    return replace(
        entry,
        ended=_first(row, ("finished on", "end date")),
        is_current=True,  # unless an end is given: LinkedIn leaves it blank for the present job
        statements=split_statements(text) or _project_name(entry),
    )


def _first(row: Row, names: Sequence[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


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
    yield from linkedin_learning.tell_left_out(rows)
    if any(tidy(row.get("summary", "")) for row in rows.get("profile", ())):
        yield "The profile's summary was left out; it tells of no single piece of work."
