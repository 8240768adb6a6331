"""The people one knows as a CSV table for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from headway.core.circle import Acquaintance
from headway.records.evidence_table import guard

HEADINGS = (
    "name",
    "title",
    "organisation",
    "known_from",
    "known_since",
    "ties",
    "strengths",
    "role",
    "email",
    "link",
    "last_on",
    "next_on",
    "every_days",
    "note",
    "key",
)


def write_people(people: Iterable[Acquaintance]) -> bytes:
    """`people` in the order of their names, a row each, as CSV in UTF-8."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(HEADINGS)
    ordered = sorted(people, key=lambda p: (p.contact.name.casefold(), str(p.contact.key)))
    writer.writerows([guard(cell) for cell in _cells(person)] for person in ordered)
    return table.getvalue().encode()


def _cells(person: Acquaintance) -> tuple[str, ...]:
    contact = person.contact
    return (
        contact.name,
        contact.title,
        contact.organisation,
        contact.known_from,
        person.known_since.isoformat(),
        "; ".join(contact.ties),
        "; ".join(contact.strengths),
        contact.role,
        contact.email,
        contact.link,
        person.last_on.isoformat() if person.last_on else "",
        person.next_on.isoformat() if person.next_on else "",
        str(contact.every_days or ""),
        contact.note,
        str(contact.key),
    )
