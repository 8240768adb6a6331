"""Taking up a ladder: a fact from whose day on the person is measured by it."""

from dataclasses import replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder
from headway.core.ladder_mapping import LadderAdoption, LadderMapping, check_mapping
from headway.records import bridge, entries
from headway.records.ladders import LadderUse
from headway.records.models import Person


def adopt_ladder(
    person: Person,
    new: Ladder,
    mapping: LadderMapping,
    *,
    former: Ladder,
    from_day: date,
    recorded_at: datetime,
    key: UUID | None = None,
) -> UUID:
    """Keeps that `person` is measured by `new` from `from_day` on; the same form (`key`) keeps it once.

    Both ladders are kept, so that the way back stands. Raises InvalidInputError for a mapping that
    does not lead from `former` to `new`.
    """
    body = LadderAdoption(
        slug=new.slug, version=new.version, mapping=check_mapping(mapping, former, new)
    )
    bridge.keep_ladder(former, recorded_at=recorded_at)
    row = bridge.keep_ladder(new, recorded_at=recorded_at)
    if key is not None:
        return entries.keep_once(
            person, key, body, happened_on=from_day, recorded_at=recorded_at, ladder=row
        )
    return bridge.record_fact(
        person, body, happened_on=from_day, recorded_at=recorded_at, ladder=row
    )


def change_mapping(
    person: Person, use: LadderUse, mapping: LadderMapping, *, recorded_at: datetime
) -> UUID:
    """Says anew what became what when the ladder in use was taken up; it counts since the same day.

    Raises InvalidInputError where none was adopted, or for a mapping between other ladders.
    """
    fact = use.adopted
    if fact is None or not isinstance(fact.body, LadderAdoption):
        raise InvalidInputError("The ladder in use is the one that Headway comes with.")
    body = replace(fact.body, mapping=check_mapping(mapping, use.former, use.ladder))
    if body == fact.body:
        return fact.id
    return entries.change_once(
        person, fact.id, body, happened_on=fact.happened_on, recorded_at=recorded_at
    )


def take_back_last(person: Person, *, recorded_at: datetime) -> LadderAdoption | None:
    """Takes back the adoption that was recorded last, and returns it; None where there is none."""
    known = bridge.load_dossier(person).known_by(date.max)
    adopted = [f for f in known.facts if isinstance(f.body, LadderAdoption)]
    if not adopted:
        return None
    last = max(adopted, key=lambda fact: fact.recorded_at)
    bridge.retract_fact(person, last.id, recorded_at=recorded_at, reason="undone")
    return cast("LadderAdoption", last.body)
