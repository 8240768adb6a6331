"""A row of the table of facts as a value of the core, and back."""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from headway.core import dossier as core
from headway.core.fact_kinds import FACT_KINDS, FactBody
from headway.records.canonical import canonical_json
from headway.records.failures import UnreadableFactError
from headway.records.models import Fact, Person

NAMES = {body: name for name, body in FACT_KINDS.items()}
FIELDS = {
    name: {field.name for field in dataclasses.fields(body)} for name, body in FACT_KINDS.items()
}
# Made once: to make a decoder costs as much as reading hundreds of facts.
DECODERS = {name: msgspec.json.Decoder(body) for name, body in FACT_KINDS.items()}
NAMES_IN = msgspec.json.Decoder(dict[str, msgspec.Raw])


COLUMNS = (
    *("id", "kind", "visibility", "happened_on", "recorded_at", "supersedes", "ladder", "body"),
)


class KeptFact(NamedTuple):
    """A fact with the key of the ladder version it was recorded under ("" for none).

    A tuple, for a dataclass takes four times as long to make and a page makes thousands.
    """

    fact: core.Fact
    ladder: str = ""


class _Told(msgspec.Struct, array_like=True):
    """A row as both databases tell it in texts, in the order of COLUMNS."""

    id: UUID
    kind: str
    visibility: str
    happened_on: date
    recorded_at: str
    supersedes: UUID | None
    ladder: str | None
    body: str


# A row as both databases tell it: every column as text, in the order of COLUMNS.
Texts = tuple[str | None, ...]


def read_quickly(rows: QuerySet[Fact]) -> Iterator[KeptFact]:
    """The facts of `rows` as `to_kept` reads them: ten years of them in a fifth of the time.

    Every column is asked for as text, which becomes values of the core at once, without a row and
    plain values in between.
    """
    return read_texts(ask_texts(rows), rows)


def ask_texts(rows: QuerySet[Fact]) -> list[Texts]:
    """The rows themselves, unread."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in COLUMNS}
    return list(rows.annotate(**texts).values_list(*texts))


def read_texts(texts: Sequence[Texts], rows: QuerySet[Fact]) -> Iterator[KeptFact]:
    """The facts that `texts`, asked of `rows`, tell."""
    for told in msgspec.convert(texts, list[_Told]):
        try:
            body = DECODERS[told.kind].decode(told.body)
            is_known = NAMES_IN.decode(told.body).keys() <= FIELDS[told.kind]
        except (KeyError, ValueError):
            is_known = False
        if not is_known:
            # Says what is wrong with it.
            yield to_kept(rows.get(pk=told.id))
            continue
        fact = core.Fact(
            id=told.id,
            body=body,
            happened_on=told.happened_on,
            recorded_at=_read_moment(told.recorded_at),
            visibility="shared" if told.visibility == "shared" else "private",
            supersedes=told.supersedes,
        )
        yield KeptFact(fact=fact, ladder=told.ladder or "")


def _read_moment(text: str) -> datetime:
    """PostgreSQL tells the zone, SQLite does not; both tell UTC."""
    return datetime.fromisoformat(text if "+" in text else f"{text}+00:00")


def body_to_plain(body: FactBody) -> dict[str, Any]:
    """`body` as JSON's own types; raises InvalidInputError for what can't be kept."""
    plain: dict[str, Any] = msgspec.to_builtins(body)
    canonical_json(plain)
    return plain


def body_from_plain(kind: str, plain: object) -> FactBody:
    """The body of `kind` that `plain` spells; raises ValueError saying what is wrong."""
    if kind not in FACT_KINDS:
        raise ValueError(f"'{kind}' is no kind of fact that this version of Headway knows")
    body: FactBody = msgspec.convert(plain, FACT_KINDS[kind])
    unknown = sorted(plain.keys() - FIELDS[kind]) if isinstance(plain, dict) else []
    if unknown:
        raise ValueError(f"this version of Headway knows no '{unknown[0]}' in a {kind}")
    return body


def to_kept(row: Fact) -> KeptFact:
    """The fact that `row` keeps; raises UnreadableFactError for one that this version can't read."""
    try:
        body = body_from_plain(row.kind, row.body)
    except ValueError as error:
        raise UnreadableFactError(
            f"Fact {row.id} ({row.kind} of {row.happened_on}) cannot be read: {error}. "
            "Update Headway, or restore a backup from before it was written."
        ) from error
    fact = core.Fact(
        id=row.id,
        body=body,
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        visibility=visibility_of(row),
        supersedes=row.supersedes_id,
    )
    return KeptFact(fact=fact, ladder=row.ladder_id or "")


def to_row(person: Person, kept: KeptFact) -> Fact:
    """The row, not yet saved, that keeps `kept` about `person`."""
    fact = kept.fact
    return Fact(
        id=fact.id,
        owner=person,
        kind=NAMES[type(fact.body)],
        visibility=fact.visibility,
        happened_on=fact.happened_on,
        recorded_at=fact.recorded_at,
        supersedes_id=fact.supersedes,
        ladder_id=kept.ladder or None,
        body=body_to_plain(fact.body),
    )


def visibility_of(row: Fact) -> core.Visibility:
    """Who may see the fact besides the person."""
    return "shared" if row.visibility == "shared" else "private"
