"""Keeps people chosen from a list that another place gave, each once, whenever the list is read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from headway.core.circle import find_role
from headway.core.dossier import DraftFact
from headway.core.ladder import Ladder
from headway.core.people import Contact
from headway.records import bridge
from headway.records.failures import told_plainly
from headway.records.models import Fact, Person


def known_keys(person: Person) -> set[UUID]:
    """The keys of everybody who is or was kept, and not deleted wholly."""
    with told_plainly():
        kept = Fact.objects.filter(owner=person, kind="contact")
        return {UUID(key) for key in kept.values_list("body__key", flat=True)}


def keep_people(
    person: Person, chosen: Iterable[DraftFact], ladder: Ladder, *, recorded_at: datetime
) -> tuple[UUID, ...]:
    """Keeps those of `chosen` who are not here yet, with the role their title names; returns their keys."""
    known = known_keys(person)
    new = {
        draft.body.key: replace(draft, body=_with_role(draft.body, ladder))
        for draft in chosen
        if isinstance(draft.body, Contact) and draft.body.key not in known
    }
    bridge.record_facts(person, new.values(), recorded_at=recorded_at)
    return tuple(new)


def _with_role(contact: Contact, ladder: Ladder) -> Contact:
    return replace(contact, role=find_role(contact.title, ladder))
