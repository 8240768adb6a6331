"""A person's own entries of the catalogue: what a file or form tells is kept, each by its title."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from headway.core.dossier import Dossier, Fact
from headway.core.errors import UnknownNameError
from headway.core.learn import Opportunity, OwnOpportunity, own_slug
from headway.records import bridge
from headway.records.failures import told_plainly
from headway.records.models import Person

# The sources of entries that came one by one.
BY_HAND = ("form", "command")


@dataclass(frozen=True, kw_only=True)
class KeptEntries:
    """The slugs of the entries that were new, that were changed, and that stood so already."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def find_own(known: Dossier, slug: str) -> tuple[Fact, OwnOpportunity]:
    """The fact of an own entry; raises UnknownNameError if there is none of that name."""
    found = [(f, body) for f, body in known.each(OwnOpportunity) if body.opportunity.slug == slug]
    if not found:
        raise UnknownNameError(
            f"You have no entry '{slug}' of your own; only your own can be changed or removed."
        )
    return found[-1]


def own_slugs(known: Dossier) -> tuple[str, ...]:
    """The slugs that a person's own entries have."""
    return tuple(body.opportunity.slug for _, body in known.each(OwnOpportunity))


def keep_own(
    person: Person,
    known: Dossier,
    items: Iterable[Opportunity],
    *,
    source: str,
    happened_on: date,
    recorded_at: datetime,
) -> KeptEntries:
    """Keeps all `items` or, if something fails, none; an entry of the same title is changed in place.

    `known` is what is known today. What says the same as before but for the day on which its price was
    noted stays as it is, so that a file read twice changes nothing.
    """
    before = {_key(body.opportunity): (fact, body) for fact, body in known.each(OwnOpportunity)}
    slugs = {body.opportunity.slug for _, body in before.values()}
    added, changed, same = [], [], []
    with told_plainly(), transaction.atomic():
        for item in items:
            fact, former = before.get(_key(item), (None, None))
            if fact is None or former is None:
                item = replace(item, slug=own_slug(item.title, slugs))
                slugs.add(item.slug)
                added.append(_add(person, item, source, happened_on, recorded_at))
                continue
            item = replace(item, slug=former.opportunity.slug)
            if _as_dated(item, former.opportunity) == former.opportunity:
                same.append(item.slug)
                continue
            body = OwnOpportunity(opportunity=item, source=source)
            bridge.correct_fact(person, fact.id, body, recorded_at=recorded_at)
            changed.append(item.slug)
    return KeptEntries(added=tuple(added), changed=tuple(changed), same=tuple(same))


def count_by_source(known: Dossier) -> dict[str, int]:
    """How many own entries came from each file, in the order of the files' names."""
    sources = [body.source for _, body in known.each(OwnOpportunity)]
    return {s: sources.count(s) for s in sorted(set(sources) - {"", *BY_HAND})}


def take_back_from(person: Person, known: Dossier, source: str, *, recorded_at: datetime) -> int:
    """Takes back all own entries that came from that file, or none; says how many.

    Raises UnknownNameError if none did.
    """
    found = [fact.id for fact, body in known.each(OwnOpportunity) if body.source == source]
    if not found:
        raise UnknownNameError(f"No entry of yours came from '{source}'.")
    with told_plainly(), transaction.atomic():
        for fact_id in found:
            bridge.retract_fact(person, fact_id, recorded_at=recorded_at)
    return len(found)


def _key(item: Opportunity) -> str:
    return item.title.casefold()


def _as_dated(item: Opportunity, former: Opportunity) -> Opportunity:
    cost = replace(item.cost, dated_on=former.cost.dated_on)
    return replace(item, cost=cost, seen_on=former.seen_on if item.seen_on else None)


def _add(
    person: Person, item: Opportunity, source: str, happened_on: date, recorded_at: datetime
) -> str:
    body = OwnOpportunity(opportunity=item, source=source)
    bridge.record_fact(person, body, happened_on=happened_on, recorded_at=recorded_at)
    return item.slug
