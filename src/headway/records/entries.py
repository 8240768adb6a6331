"""What a page keeps, changes, takes back and puts back: sent twice, each changes nothing more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from headway.core import dossier as core
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.fact_kinds import FactBody, Retraction
from headway.records import bridge, ladders
from headway.records.access import check_rating, visible_facts
from headway.records.canonical import canonical_json
from headway.records.failures import told_plainly
from headway.records.models import Fact, LadderVersion, Person
from headway.records.rows import NAMES, KeptFact, body_to_plain, to_kept

CAN_BE_PUT_BACK_FOR = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """A fact that was taken back lately, and when."""

    fact: core.Fact
    taken_back_at: datetime


def keep_once(
    person: Person,
    key: UUID,
    body: FactBody,
    *,
    happened_on: date,
    recorded_at: datetime,
    ladder: LadderVersion | None = None,
) -> UUID:
    """Keeps what a form with this `key` tells, unless the same form told the same before."""
    check_rating(body)
    id_ = identify(key, body, happened_on)
    fact = core.Fact(id=id_, body=body, happened_on=happened_on, recorded_at=recorded_at)
    with told_plainly(), transaction.atomic():
        if not Fact.objects.filter(owner=person, pk=id_).exists():
            kept = KeptFact(fact=fact, ladder=ladder.sha256 if ladder else "")
            bridge.keep_dossier(person, [kept])
    return id_


def keep_all_once(
    person: Person,
    key: UUID,
    bodies: Iterable[FactBody],
    *,
    happened_on: date,
    recorded_at: datetime,
) -> None:
    """Keeps all that one form tells, each once, or nothing of it if something fails."""
    with told_plainly(), transaction.atomic():
        for body in bodies:
            keep_once(person, key, body, happened_on=happened_on, recorded_at=recorded_at)


def identify(key: UUID, body: FactBody, happened_on: date) -> UUID:
    """The identity under which `keep_once` keeps what a form tells."""
    plain = [NAMES[type(body)], happened_on.isoformat(), body_to_plain(body)]
    return uuid5(key, canonical_json(plain))


def change_once(
    person: Person,
    fact_id: UUID,
    body: FactBody,
    *,
    happened_on: date,
    recorded_at: datetime,
) -> UUID:
    """Corrects a fact, unless it says so already.

    Raises InvalidInputError if something else replaced it meanwhile.
    """
    with told_plainly(), transaction.atomic():
        told = Fact.objects.filter(owner=person)
        now = told.filter(supersedes=fact_id).first() or told.filter(pk=fact_id).first()
        if now and (now.happened_on, to_kept(now).fact.body) == (happened_on, body):
            return now.id
        return bridge.correct_fact(
            person, fact_id, body, happened_on=happened_on, recorded_at=recorded_at
        )


def take_back(person: Person, fact_id: UUID, *, recorded_at: datetime) -> None:
    """Takes a fact back, whatever it was changed into since; nothing if that was done before."""
    with told_plainly(), transaction.atomic():
        current = find_current(person, fact_id)
        if current is not None:
            bridge.retract_fact(person, current.id, recorded_at=recorded_at)


def put_back(person: Person, fact_id: UUID, *, recorded_at: datetime) -> UUID:
    """The identity under which a fact that was taken back is kept again.

    A retraction is never undone, since what was known in between must stay so: the fact is kept anew.
    """
    with told_plainly(), transaction.atomic():
        row = Fact.objects.filter(owner=person, pk=fact_id).select_related("superseded_by").first()
        taken = getattr(row, "superseded_by", None)
        if row is None or taken is None or taken.kind != NAMES[Retraction]:
            raise InvalidInputError("That was not taken back, so there is nothing to put back.")
        id_ = _identity_again(taken.id)
        if not Fact.objects.filter(pk=id_).exists():
            kept = to_kept(row)
            fact = core.Fact(
                id=id_,
                body=kept.fact.body,
                happened_on=row.happened_on,
                recorded_at=max(recorded_at.astimezone(UTC), taken.recorded_at),
                visibility=kept.fact.visibility,
            )
            # Told in the names of its day, whatever ladder is in use now.
            key = kept.ladder or ladders.find_key(person, kept.fact)
            bridge.keep_dossier(person, [KeptFact(fact=fact, ladder=key)])
    return id_


def find_current(person: Person, fact_id: UUID) -> core.Fact | None:
    """What the fact is now, after all corrections; None if it was taken back.

    Raises UnknownNameError if there never was such a fact about the person.
    """
    with told_plainly():
        row = _versions(person, fact_id)[-1]
        return None if row.kind == NAMES[Retraction] else to_kept(row).fact


def find_version(person: Person, fact_id: UUID) -> core.Fact:
    """The fact as it was told, whatever replaced it since; raises UnknownNameError."""
    with told_plainly():
        row = _facts_of(person).filter(pk=fact_id).first()
        if row is None:
            raise UnknownNameError("There is no such entry here.")
        return to_kept(row).fact


def find_last(person: Person, fact_id: UUID) -> UUID:
    """The last version of the fact before it was taken back, if it was."""
    with told_plainly():
        told = [r for r in _versions(person, fact_id) if r.kind != NAMES[Retraction]]
        return told[-1].id


def list_taken_back(
    person: Person, kind: type[FactBody], *, now: datetime
) -> tuple[TakenBack, ...]:
    """The facts of `kind` that were taken back within the last 30 days and not put back, latest first."""
    taken = (
        _facts_of(person)
        .filter(
            kind=NAMES[Retraction],
            supersedes__kind=NAMES[kind],
            recorded_at__gte=now - CAN_BE_PUT_BACK_FOR,
        )
        .select_related("supersedes")
        .order_by("-recorded_at", "-id")
    )
    with told_plainly():
        rows = list(taken)
        again = {_identity_again(row.id): row for row in rows}
        back = set(Fact.objects.filter(pk__in=again).values_list("pk", flat=True))
        return tuple(_tell_taken_back([row for id_, row in again.items() if id_ not in back]))


def current_facts(person: Person, kind: type[FactBody], *, as_of: date) -> QuerySet[Fact]:
    """The rows of `kind` that are known by `as_of`, newest happening first, to be read by the page.

    The same as `Dossier.known_by(as_of).each(kind)` the other way round.
    """
    zone = ZoneInfo(person.time_zone)
    day_ends = datetime.combine(as_of + timedelta(days=1), time(0), zone).astimezone(UTC)
    replaced = Fact.objects.filter(supersedes=OuterRef("pk"), recorded_at__lt=day_ends)
    return (
        _facts_of(person)
        .filter(kind=NAMES[kind], recorded_at__lt=day_ends, happened_on__lte=as_of)
        .exclude(Exists(replaced))
        .order_by("-happened_on", "-recorded_at", "-id")
    )


def read_rows(rows: Iterable[Fact]) -> tuple[core.Fact, ...]:
    """The facts that `rows` keep, in their order."""
    with told_plainly():
        return tuple(to_kept(row).fact for row in rows)


def new_key() -> UUID:
    """A key for one showing of a form."""
    return uuid4()


def _facts_of(person: Person) -> QuerySet[Fact]:
    return visible_facts(person).filter(owner=person)


def _versions(person: Person, fact_id: UUID) -> list[Fact]:
    """The fact and all that replaced it, in that order."""
    first = _facts_of(person).filter(pk=fact_id).first()
    if first is None:
        raise UnknownNameError("There is no such entry here.")
    versions = [first]
    while later := _facts_of(person).filter(supersedes=versions[-1]).first():
        versions.append(later)
    return versions


def _identity_again(retraction: UUID) -> UUID:
    return uuid5(retraction, "put back")


def _tell_taken_back(rows: list[Fact]) -> Iterator[TakenBack]:
    for row in rows:
        if row.supersedes:
            fact = to_kept(row.supersedes).fact
            yield TakenBack(fact=fact, taken_back_at=row.recorded_at)
