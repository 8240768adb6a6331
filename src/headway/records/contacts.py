"""Deletes somebody one knows from the record, wholly: every version of every fact that speaks of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from headway.core.circle import Acquaintance
from headway.records import bridge, carried, places, waiting_files
from headway.records.failures import told_plainly
from headway.records.models import CalibrationVersion, Fact, Person

# The fields by which a fact points to somebody, or to a mentoring with them.
BY_CONTACT = {"contact": "key", "touch": "contact", "mentoring": "contact"}
BY_MENTORING = ("mentoring-turn", "agreed-item")


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What the record holds of somebody: the facts about them, and other facts that name them.

    `mentions` are the ids of the latter; `calibrations` name them as a rater; `copies` are copies of
    the database that Headway made by itself before, which still hold whatever they held.
    """

    name: str
    facts: tuple[UUID, ...]
    mentions: tuple[UUID, ...]
    calibrations: tuple[str, ...]
    copies: tuple[str, ...]

    @property
    def is_name_telling(self) -> bool:
        """Whether the name can hardly mean anything else: "Will" might, "Will Made-up" might not."""
        return len(self.name.split()) > 1


def find_traces(person: Person, known: Acquaintance) -> Traces:
    """Everything here that speaks of `known` or has their name, all past versions included."""
    name = known.contact.name
    with told_plainly():
        rows = list(Fact.objects.filter(owner=person))
        about = _with_versions(rows, set(_about(rows, str(known.contact.key))))
        named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        others = (row for row in rows if row.pk not in about)
        mentions = tuple(row.pk for row in others if _names(row.body, named))
        return Traces(
            name=name,
            facts=tuple(sorted(about)),
            mentions=mentions,
            calibrations=tuple(_calibrations(named)),
            copies=tuple(str(p) for p in carried.list_copies(places.find_workspace())),
        )


def erase_contact(person: Person, known: Acquaintance, *, with_mentions: bool) -> Traces:
    """Deletes all facts about `known`; with `with_mentions` takes their name out of all others too.

    There a stand-in takes its place, the same everywhere, so that who rated stays one rater. It is
    the only change that is ever made to a kept fact: a correction would leave the name in what it
    corrects. Files that wait here are forgotten, since one may be the list they came from. Returns
    what there was. Exports and backups made before stay as they are.
    """
    with told_plainly(), transaction.atomic():
        traces = find_traces(person, known)
        Fact.objects.filter(owner=person, pk__in=traces.facts).delete()
        if with_mentions:
            _take_out(person, traces, known)
    if settings.HEADWAY_IS_PERSONAL:
        waiting_files.drop_all()
    bridge.overwrite_deleted()
    return traces


def _about(rows: Iterable[Fact], key: str) -> Iterator[UUID]:
    mentorings = set()
    for row in rows:
        field = BY_CONTACT.get(row.kind)
        if field and row.body.get(field) == key:
            yield row.pk
            if row.kind == "mentoring":
                mentorings.add(row.body["key"])
    for row in rows:
        if row.kind in BY_MENTORING and row.body.get("mentoring") in mentorings:
            yield row.pk


def _with_versions(rows: Iterable[Fact], found: set[UUID]) -> set[UUID]:
    """`found` with all that they replaced and all that replaced them, retractions included."""
    linked = [(row.pk, row.supersedes_id) for row in rows if row.supersedes_id]
    grown = True
    while grown:
        pairs = [pair for pair in linked if len(found.intersection(pair)) == 1]
        found.update(id_ for pair in pairs for id_ in pair)
        grown = bool(pairs)
    return found


def _calibrations(named: re.Pattern[str]) -> Iterator[str]:
    """On a server they are the organisation's, and one person's contacts have no part in them."""
    if settings.HEADWAY_IS_PERSONAL:
        for version in CalibrationVersion.objects.all():
            if _names(version.document, named):
                yield version.sha256


def _take_out(person: Person, traces: Traces, known: Acquaintance) -> None:
    named = re.compile(rf"(?<!\w){re.escape(traces.name)}(?!\w)")
    stand_in = f"a former contact ({str(known.contact.key)[:4]})"
    for row in Fact.objects.filter(owner=person, pk__in=traces.mentions):
        # By the plain manager: that of facts refuses every change.
        Fact._base_manager.filter(pk=row.pk).update(body=_replaced(row.body, named, stand_in))
    CalibrationVersion.objects.filter(sha256__in=traces.calibrations).delete()


def _names(plain: Any, named: re.Pattern[str]) -> bool:
    return any(named.search(text) for text in _texts(plain))


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, list):
        for each in plain:
            yield from _texts(each)
    elif isinstance(plain, dict):
        yield from plain
        for each in plain.values():
            yield from _texts(each)


def _replaced(plain: Any, named: re.Pattern[str], stand_in: str) -> Any:
    """`plain` with `stand_in` for the name in every text, keys included."""
    if isinstance(plain, str):
        return named.sub(stand_in, plain)
    if isinstance(plain, list):
        return [_replaced(each, named, stand_in) for each in plain]
    if isinstance(plain, dict):
        pairs = ((_replaced(k, named, stand_in), v) for k, v in plain.items())
        return {key: _replaced(value, named, stand_in) for key, value in pairs}
    return plain
