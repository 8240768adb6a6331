"""Where one's own words may speak of somebody who is to be erased: each place for the person to judge."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from headway.core.naming import How, Naming, Somebody, find_namings, take_out
from headway.core.people import Contact
from headway.records.models import Fact

# What stands in these fields names things of Headway or of the web, in words of theirs.
_FIELDS = """
acts address capacity code competencies competency contact currency decision entry evidence event
expectation expectations feed format hash how key kind ladder language link media_type mentoring
opportunity outcome receipt request role role_certainty sha256 side source state support ties time_zone
turn version whose
"""
NAMES_OF_THINGS = frozenset(_FIELDS.split())
ORDER: tuple[How, ...] = (
    "name",
    "mail address",
    "first name",
    "surname",
    "organisation",
    "initials",
)
# A link says more by its address than a word in it: it goes whole.
LINKS = ("http://", "https://", "mailto:")
AROUND = 60


@dataclass(frozen=True, kw_only=True)
class Hint:
    """One place, from `start` up to `end` in `text`, that may speak of the person, and how.

    `facts` are all facts that have just that text, past versions among them; `kinds` are theirs, `on`
    is the latest one's day. `before`, `word` and `after` show the place with some words around it.
    """

    id: str
    facts: tuple[UUID, ...]
    kinds: tuple[str, ...]
    on: date
    how: How
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """What stands there."""
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        """Some of what stands before it."""
        begins = max(0, self.start - AROUND)
        return ("… " if begins else "") + self.text[begins : self.start]

    @property
    def after(self) -> str:
        """Some of what stands after it."""
        ends = self.end + AROUND
        return self.text[self.end : ends] + (" …" if len(self.text) > ends else "")


def find_hints(rows: Iterable[Fact], contact: Contact, named: re.Pattern[str]) -> tuple[Hint, ...]:
    """The places in `rows` where `contact` may be meant, the surest kinds first, then the latest.

    `named` finds the full name as it was kept, which is dealt with by itself. Full names of other
    people, and one's own, are left alone. The organisation counts where nobody else is of it.
    """
    rows = sorted(rows, key=lambda row: (row.happened_on, row.recorded_at, str(row.pk)))
    names = {str(row.body.get("name", "")) for row in rows if row.kind in ("about", "contact")}
    others = names - {"", contact.name}
    somebody = Somebody(
        name=contact.name,
        email=contact.email,
        organisation=_unique_organisation(contact, rows),
    )
    found: dict[tuple[str, int, int], tuple[Naming, list[Fact]]] = {}
    for row in rows:
        for text in dict.fromkeys(_own_words(row.body)):
            sure = [match.span() for match in named.finditer(text)]
            for one in find_namings(text, somebody, others=others):
                if not any(start <= one.start and one.end <= end for start, end in sure):
                    found.setdefault((text, one.start, one.end), (one, []))[1].append(row)
    hints = [_hint(text, one, told) for (text, _, _), (one, told) in found.items()]
    hints.sort(key=lambda hint: (hint.on, hint.text, hint.start), reverse=True)
    return tuple(sorted(hints, key=lambda hint: ORDER.index(hint.how)))


def take_out_hint(text: str, hints: Iterable[Hint], stand_in: str) -> str:
    """`text` with `stand_in` in the places of `hints`; a link goes whole."""
    places = [Naming(start=hint.start, end=hint.end, how=hint.how) for hint in hints]
    if places and text.startswith(LINKS):
        return ""
    return take_out(text, places, stand_in)


def _hint(text: str, one: Naming, told: list[Fact]) -> Hint:
    sign = f"{one.start}|{one.end}|{text}"
    return Hint(
        id=sha256(sign.encode()).hexdigest()[:8],
        facts=tuple(row.pk for row in told),
        kinds=tuple(sorted({row.kind for row in told})),
        on=told[-1].happened_on,
        how=one.how,
        text=text,
        start=one.start,
        end=one.end,
    )


def _unique_organisation(contact: Contact, rows: Iterable[Fact]) -> str:
    """Their organisation, unless one was there oneself or knows somebody else there."""
    plain = contact.organisation.casefold()
    told = (row.body.get("organisation", "") for row in rows if row.kind in ("contact", "position"))
    return "" if any(str(name).casefold() == plain for name in told) else contact.organisation


def _own_words(plain: Any, field: str = "") -> Iterator[str]:
    """Every text that somebody typed, links too; what names a thing of Headway is left out."""
    if isinstance(plain, str):
        if plain and (field not in NAMES_OF_THINGS or plain.startswith(LINKS)):
            yield plain
    elif isinstance(plain, list):
        for each in plain:
            yield from _own_words(each, field)
    elif isinstance(plain, dict):
        for name, each in plain.items():
            yield from _own_words(each, name)
