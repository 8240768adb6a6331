"""Deletes somebody one knows from the record, wholly: every version of every fact that speaks of them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from headway.core.circle import Acquaintance
from headway.core.errors import UnknownNameError
from headway.records import access, bridge, carried, places, waiting_files
from headway.records.failures import told_plainly
from headway.records.hints import Hint, find_hints, take_out_hint
from headway.records.models import CalibrationVersion, Fact, Person

# The fields by which a fact points to somebody, or to a mentoring with them.
BY_CONTACT = {"contact": "key", "touch": "contact", "mentoring": "contact"}
BY_MENTORING = ("mentoring-turn", "agreed-item")


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What the record holds of somebody: the facts about them, and other facts that name them.

    `mentions` are the ids of the latter; `hints` are places where the person may be meant, which only
    a reader can tell; `calibrations` name them as a rater; `copies` are copies of the database that
    Headway made by itself before, which still hold whatever they held.
    """

    name: str
    facts: tuple[UUID, ...]
    mentions: tuple[UUID, ...]
    hints: tuple[Hint, ...]
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
        named = _whole(name)
        others = [row for row in rows if row.pk not in about]
        mentions = tuple(row.pk for row in others if _names(row.body, named))
        return Traces(
            name=name,
            facts=tuple(sorted(about)),
            mentions=mentions,
            hints=find_hints(_readable(person, others), known.contact, named),
            calibrations=tuple(_calibrations(named)),
            copies=tuple(str(p) for p in carried.list_copies(places.find_workspace())),
        )


def choose_hints(traces: Traces, starts: Iterable[str]) -> tuple[Hint, ...]:
    """The hints whose ids begin so, or all for "all"; raises UnknownNameError for what begins none."""
    chosen: dict[str, Hint] = {}
    for start in starts:
        found = [h for h in traces.hints if start == "all" or h.id.startswith(start.casefold())]
        if start != "all" and len(found) != 1:
            raise UnknownNameError(
                f"{len(found)} lines have an id that begins with '{start}'; write one as it is shown."
            )
        chosen |= {hint.id: hint for hint in found}
    return tuple(chosen.values())


def erase_contact(
    person: Person, known: Acquaintance, *, with_mentions: bool, blacken: Collection[Hint] = ()
) -> Traces:
    """Deletes all facts about `known`; with `with_mentions` takes their name out of all others too.

    There, and in the places of `blacken`, a stand-in takes its place, the same everywhere, so that
    who rated stays one rater. It is the only change that is ever made to a kept fact: a correction
    would leave the name in what it corrects. Files that wait here are forgotten, since one may be the
    list they came from. Returns what there was. Exports and backups made before stay as they are.
    """
    with told_plainly(), transaction.atomic():
        traces = find_traces(person, known)
        Fact.objects.filter(owner=person, pk__in=traces.facts).delete()
        stand_in = f"a former contact ({str(known.contact.key)[:4]})"
        # First the places, counted in the texts as they are.
        _take_out_hints(person, blacken, stand_in)
        if with_mentions:
            _take_out(person, traces, stand_in)
    if settings.HEADWAY_IS_PERSONAL:
        waiting_files.drop_all()
    bridge.overwrite_deleted()
    return traces


def _readable(person: Person, rows: list[Fact]) -> list[Fact]:
    """What the person may read one by one: on a server not what a peer wrote of them."""
    if access.reveals_raters():
        return rows
    open_to_them = access.may_hand_out(bridge.load_dossier(person))
    return [row for row in rows if row.pk in open_to_them]


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


def _take_out(person: Person, traces: Traces, stand_in: str) -> None:
    named = _whole(traces.name)
    for row in Fact.objects.filter(owner=person, pk__in=traces.mentions):
        _rewrite(row, lambda text: named.sub(stand_in, text))
    CalibrationVersion.objects.filter(sha256__in=traces.calibrations).delete()


def _take_out_hints(person: Person, blacken: Collection[Hint], stand_in: str) -> None:
    by_text: dict[str, list[Hint]] = {}
    for hint in blacken:
        by_text.setdefault(hint.text, []).append(hint)
    for row in Fact.objects.filter(
        owner=person, pk__in={f for hint in blacken for f in hint.facts}
    ):
        _rewrite(row, lambda text: take_out_hint(text, by_text.get(text, ()), stand_in))
    # Who rated under a part of the name stands so in the calibrations.
    whole = [_whole(hint.text) for hint in blacken if hint.text == hint.word]
    told = {sha256 for named in whole for sha256 in _calibrations(named)}
    CalibrationVersion.objects.filter(sha256__in=told).delete()


def _rewrite(row: Fact, tell: Callable[[str], str]) -> None:
    # By the plain manager: that of facts refuses every change.
    Fact._base_manager.filter(pk=row.pk).update(body=_replaced(row.body, tell))


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


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


def _replaced(plain: Any, tell: Callable[[str], str]) -> Any:
    """`plain` with every text as `tell` makes it, keys included."""
    if isinstance(plain, str):
        return tell(plain)
    if isinstance(plain, list):
        return [_replaced(each, tell) for each in plain]
    if isinstance(plain, dict):
        return {tell(key): _replaced(value, tell) for key, value in plain.items()}
    return plain
