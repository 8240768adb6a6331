"""The only place where rows become values of the core, and back (see also rows.py, calibrations.py)."""

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
from django.db import connection, transaction
from django.db.models import Q

from headway.core import dossier as core
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import FactBody, Retraction
from headway.core.ladder import Ladder
from headway.core.ladder_mapping import LadderAdoption
from headway.core.profile import Position
from headway.records.access import check_rating, visible_facts
from headway.records.canonical import canonical_json, sha256_of
from headway.records.failures import told_plainly
from headway.records.history import History, forget, read_history
from headway.records.local_time import check_time_zone
from headway.records.models import Fact, LadderVersion, Person
from headway.records.rows import (
    NAMES,
    KeptFact,
    body_to_plain,
    to_row,
    visibility_of,
)

# Guessed from the text by rules that get better; the same file is the same file all the same.
GUESSED_FIELDS = {Position: {"role", "role_certainty"}, EvidenceItem: {"tags"}}
LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class RecordedFacts:
    """What became of proposed facts: those that are new here, and those that were known before."""

    added: tuple[UUID, ...]
    already_known: tuple[UUID, ...]


def register_person(
    name: str,
    *,
    created_at: datetime,
    time_zone: str = "UTC",
    is_sample: bool = False,
    is_owner: bool = False,
    id: UUID | None = None,  # noqa: A002 -- the name of the field everywhere
) -> Person:
    """Keeps a new person; raises InvalidInputError for a name or time zone that can't be kept."""
    person = Person(
        id=id or uuid4(),
        name=_checked_name(name),
        time_zone=check_time_zone(time_zone),
        created_at=_in_utc(created_at),
        is_sample=is_sample,
        is_owner=is_owner,
    )
    with told_plainly(), transaction.atomic():
        person.save(force_insert=True)
    return person


def ensure_owner(name: str, *, created_at: datetime, time_zone: str = "UTC") -> Person:
    """The owner of the personal workspace, registered under `name` if there is none yet."""
    told = {
        "name": _checked_name(name),
        "time_zone": check_time_zone(time_zone),
        "created_at": _in_utc(created_at),
    }
    with told_plainly():
        return Person.objects.get_or_create(is_owner=True, defaults=told)[0]


def change_person(person: Person, *, name: str, time_zone: str) -> Person:
    """`person` under another name or in another time zone."""
    person.name = _checked_name(name)
    person.time_zone = check_time_zone(time_zone)
    with told_plainly():
        person.save(update_fields=["name", "time_zone"])
    return person


def load_dossier(person: Person, *, viewer: Person | None = None) -> core.Dossier:
    """All that `viewer` (the person, unless told otherwise) may know of `person`; one query."""
    return load_history(person, viewer=viewer).dossier


def to_dossier(person: Person, kept: Iterable[KeptFact]) -> core.Dossier:
    """The dossier of `person` that holds these facts."""
    facts = tuple(each.fact for each in kept)
    return core.Dossier(owner=person.id, time_zone=person.time_zone, facts=facts)


def load_kept_facts(person: Person, *, viewer: Person | None = None) -> tuple[KeptFact, ...]:
    """The facts about `person` in the order of their recording, each with its ladder's key."""
    return load_history(person, viewer=viewer).kept


def load_history(person: Person, *, viewer: Person | None = None) -> History:
    """Both at once."""
    rows = visible_facts(viewer or person).filter(owner=person).order_by("recorded_at", "id")
    with told_plainly():
        return read_history(person, rows)


def record_fact(
    person: Person,
    body: FactBody,
    *,
    happened_on: date,
    recorded_at: datetime,
    visibility: core.Visibility = "private",
    ladder: LadderVersion | None = None,
) -> UUID:
    """Keeps one entry that the person made, under a new id; entering it twice keeps two."""
    check_rating(body)
    fact = core.Fact(
        id=uuid4(),
        body=body,
        happened_on=happened_on,
        recorded_at=_in_utc(recorded_at),
        visibility=visibility,
    )
    with _writing_for(person):
        to_row(person, KeptFact(fact=fact, ladder=ladder.sha256 if ladder else "")).save()
    return fact.id


def record_all(
    person: Person, bodies: Iterable[FactBody], *, happened_on: date, recorded_at: datetime
) -> tuple[UUID, ...]:
    """Keeps entries that belong together, all or none; returns their ids."""
    with transaction.atomic():
        return tuple(
            record_fact(person, body, happened_on=happened_on, recorded_at=recorded_at)
            for body in bodies
        )


def document_of(result: object) -> dict[str, object]:
    """A result of the core in JSON's own types, as a fact keeps it whole."""
    document: dict[str, object] = msgspec.to_builtins(result)
    return document


def record_facts(
    person: Person,
    drafts: Iterable[core.DraftFact],
    *,
    recorded_at: datetime,
    ladder: LadderVersion | None = None,
) -> RecordedFacts:
    """Keeps what a file proposed, all or nothing; what was imported before changes nothing.

    That holds even if it was corrected or taken back since.
    """
    moment, key = _in_utc(recorded_at), ladder.sha256 if ladder else ""
    proposed = {_imported_id(person, draft): draft for draft in drafts}
    for draft in proposed.values():
        check_rating(draft.body)
    with _writing_for(person):
        known = set(Fact.objects.filter(owner=person).values_list("id", flat=True))
        added = tuple(id_ for id_ in proposed if id_ not in known)
        Fact.objects.bulk_create(
            to_row(person, KeptFact(fact=_from_draft(id_, proposed[id_], moment), ladder=key))
            for id_ in added
        )
    return RecordedFacts(added=added, already_known=tuple(id_ for id_ in proposed if id_ in known))


def correct_fact(
    person: Person,
    fact_id: UUID,
    body: FactBody,
    *,
    recorded_at: datetime,
    happened_on: date | None = None,
    visibility: core.Visibility | None = None,
    ladder: LadderVersion | None = None,
) -> UUID:
    """Keeps `body` in place of the fact, which stays as it was for those who ask about the past.

    What is not given stays as it was; but where another ladder was adopted since, `body` is taken to be
    told in the names of that one. Raises UnknownNameError, or InvalidInputError if the fact is
    of another kind or was replaced before: of two corrections at once one is refused.
    """
    check_rating(body)
    with _writing_for(person):
        former = _replaceable(person, fact_id)
        if not isinstance(body, Retraction) and NAMES[type(body)] != former.kind:
            raise InvalidInputError(
                f"Fact {fact_id} is a {former.kind}; a {NAMES[type(body)]} cannot stand in for it."
            )
        fact = core.Fact(
            id=uuid4(),
            body=body,
            happened_on=happened_on or former.happened_on,
            # A clock that was put back must not date the correction before what it corrects.
            recorded_at=max(_in_utc(recorded_at), former.recorded_at),
            visibility=visibility or visibility_of(former),
            supersedes=fact_id,
        )
        key = ladder.sha256 if ladder else _ladder_still_in_use(former)
        to_row(person, KeptFact(fact=fact, ladder=key)).save()
    return fact.id


def retract_fact(person: Person, fact_id: UUID, *, recorded_at: datetime, reason: str = "") -> UUID:
    """Takes the fact back from `recorded_at` on."""
    return correct_fact(person, fact_id, Retraction(reason=reason), recorded_at=recorded_at)


def erase_person(person: Person) -> None:
    """Deletes the person and every fact about them, past versions included, from the database.

    Copies made before (backups, exports) are files that stay where they are.
    """
    with _writing_for(person):
        person.delete()
    overwrite_deleted()


def overwrite_deleted() -> None:
    """Sees to it that nothing deleted can still be read in the files of the database, or in memory."""
    forget()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        # What was deleted is overwritten; its copy in the write-ahead log goes too.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def keep_ladder(ladder: Ladder, *, recorded_at: datetime) -> LadderVersion:
    """The stored version of `ladder`, stored if it is new here.

    Raises InvalidInputError if another document is known under the same name and version.
    """
    document = msgspec.to_builtins(ladder)
    key = sha256_of(canonical_json(document))
    with told_plainly(), transaction.atomic():
        known = LadderVersion.objects.filter(slug=ladder.slug, version=ladder.version).first()
        # A field that a later Headway adds makes another document of the same ladder.
        if known and known.sha256 != key and read_ladder(known) != ladder:
            raise InvalidInputError(
                f"Another ladder is kept as {ladder.slug} {ladder.version}, and a published "
                "version never changes; give this one a new version."
            )
        told = {
            "slug": ladder.slug,
            "version": ladder.version,
            "document": document,
            "recorded_at": _in_utc(recorded_at),
        }
        return known or LadderVersion.objects.get_or_create(sha256=key, defaults=told)[0]


def read_ladder(version: LadderVersion) -> Ladder:
    """The ladder that was stored as `version`."""
    return msgspec.convert(version.document, Ladder)


def keep_dossier(
    person: Person, facts: Iterable[KeptFact], *, ladders: Iterable[LadderVersion] = ()
) -> None:
    """Keeps facts as they are, with their ids and moments, and `ladders` where they are new."""
    with _writing_for(person):
        LadderVersion.objects.bulk_create(ladders)
        Fact.objects.bulk_create(to_row(person, kept) for kept in facts)


@contextmanager
def _writing_for(person: Person) -> Iterator[None]:
    """One transaction, the only one at a time that writes about `person`."""
    with told_plainly(), transaction.atomic():
        # SQLite lets in one writer at a time; on a server the person's row is the turnstile.
        if not Person.objects.select_for_update().filter(pk=person.pk).exists():
            raise UnknownNameError("That person is not, or no longer, in this workspace.")
        yield


def _from_draft(id_: UUID, draft: core.DraftFact, recorded_at: datetime) -> core.Fact:
    return core.Fact(
        id=id_, body=draft.body, happened_on=draft.happened_on, recorded_at=recorded_at
    )


def _imported_id(person: Person, draft: core.DraftFact) -> UUID:
    """The same for the same person and the same entry of a file, whenever it is read.

    Fields at their defaults don't count, so that a field which a later version adds changes none.
    """
    guessed = GUESSED_FIELDS.get(type(draft.body), set())
    plain = body_to_plain(draft.body)
    told = {
        field.name: plain[field.name]
        for field in dataclasses.fields(draft.body)
        if field.name not in guessed and getattr(draft.body, field.name) != _default(field)
    }
    entry = [NAMES[type(draft.body)], draft.happened_on.isoformat(), told]
    return uuid5(person.id, canonical_json(entry))


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _replaceable(person: Person, fact_id: UUID) -> Fact:
    former = Fact.objects.filter(owner=person, pk=fact_id).first()
    if former is None:
        raise UnknownNameError(f"There is no fact {fact_id} about this person.")
    if former.kind == NAMES[Retraction]:
        raise InvalidInputError(f"Fact {fact_id} takes another back; record that one anew instead.")
    if Fact.objects.filter(supersedes=former).exists():
        raise InvalidInputError(
            f"Fact {fact_id} was corrected or taken back before; look at what replaced it."
        )
    return former


def _ladder_still_in_use(former: Fact) -> str:
    """The ladder that a fact was told under, unless another was taken up or given up since."""
    kind = NAMES[LadderAdoption]
    turns = Fact.objects.filter(owner=former.owner_id, recorded_at__gt=former.recorded_at)
    if former.ladder_id and turns.filter(Q(kind=kind) | Q(supersedes__kind=kind)).exists():
        return ""
    return former.ladder_id or ""


def _checked_name(name: str) -> str:
    cleaned = " ".join(name.split())
    canonical_json(cleaned)
    if len(cleaned) > LONGEST_NAME:
        raise InvalidInputError(f"A name may have {LONGEST_NAME} characters at most.")
    return cleaned


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InvalidInputError("A moment needs its time zone.")
    return moment.astimezone(UTC)
