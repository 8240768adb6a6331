"""LinkedIn's Connections.csv: people one is connected with there, read only when asked for."""

from collections.abc import Iterator
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from headway.core.dossier import DraftFact
from headway.core.errors import UnreadableFileError
from headway.core.people import Contact
from headway.formats import partial_date
from headway.formats.free_text import name_kind
from headway.formats.history import shorten
from headway.formats.linkedin_zip import Row, read_tables, rows_of

SOURCE = "LinkedIn"
TABLE = "connections"
HEADINGS = ("first name", "last name", "connected on")
# LinkedIn allows 30,000 connections.
MOST_CONNECTIONS = 31_000


def read(content: bytes, *, as_of: date) -> tuple[DraftFact, ...]:
    """The contacts proposed by a LinkedIn export zip, or its Connections.csv alone, in the file's order.

    Each is known since the day they were connected, `as_of` where that is blank, under a key that is
    the same whenever the list is read. Rows without a name (people who closed their account) are
    left out, days after `as_of` are not believed. Raises UnreadableFileError where there is no
    such table.
    """
    if "zip archive" in name_kind(content):
        tables = read_tables(content, {TABLE: HEADINGS}, most_rows=MOST_CONNECTIONS)
        if TABLE not in tables:
            raise UnreadableFileError(
                "This zip holds no Connections.csv; ask LinkedIn for an export with connections."
            )
        rows = tables[TABLE]
    else:
        rows = rows_of(content, "This file", HEADINGS, most_rows=MOST_CONNECTIONS)
    return tuple(_connections(rows, as_of))


def _connections(rows: tuple[Row, ...], as_of: date) -> Iterator[DraftFact]:
    for row in rows:
        name = shorten(f"{row.get('first name', '')} {row.get('last name', '')}")
        if not name:
            continue
        found = partial_date.read(row.get("connected on", ""))
        link = shorten(row.get("url", ""))
        organisation = shorten(row.get("company", ""))
        contact = Contact(
            key=_key(link, name, organisation),
            name=name,
            known_from=SOURCE,
            title=shorten(row.get("position", "")),
            organisation=organisation,
            email=shorten(row.get("email address", "")),
            link=link if link.startswith(("https://", "http://")) else "",
            source=SOURCE,
        )
        day = found.first if found and found.first <= as_of else as_of
        yield DraftFact(body=contact, happened_on=day)


def _key(link: str, name: str, organisation: str) -> UUID:
    """By their page, which stays when they change their work; else by name and organisation."""
    return uuid5(NAMESPACE_URL, link or f"{SOURCE} {name} {organisation}".casefold())
