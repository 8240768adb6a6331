"""The history of a person, read once: rows are never changed, so the same texts are the same facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from operator import eq
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from headway.core.dossier import Dossier
from headway.records.models import Fact, Person
from headway.records.rows import KeptFact, Texts, ask_texts, read_texts

# On a team's server pages ask for one person, then for the next.
MOST_REMEMBERED = 4


@dataclass(frozen=True, kw_only=True)
class History:
    """What the table of facts holds of a person, as texts and as facts, in the order of recording."""

    owner: UUID
    time_zone: str
    texts: Sequence[Texts]
    kept: tuple[KeptFact, ...]

    @cached_property
    def dossier(self) -> Dossier:
        """The same for all who ask, with what follows from the facts of it."""
        facts = tuple([each.fact for each in self.kept])
        return Dossier(owner=self.owner, time_zone=self.time_zone, facts=facts)

    @cached_property
    def remembered(self) -> dict[object, Any]:
        """What was found in these facts alone, by what was asked."""
        return {}


_remembered: dict[UUID, History] = {}


def read_history(person: Person, rows: QuerySet[Fact]) -> History:
    """The facts of `rows`, all of `person`; what is told as it was last time is not read again.

    Nothing but the texts decides, all of which are asked for each time: whoever wrote, erased or
    restored, and wherever, a text that is not the same is read anew.
    """
    texts = ask_texts(rows)
    last = _remembered.get(person.id)
    if last is None or last.texts != texts or last.time_zone != person.time_zone:
        same = sum(takewhile(bool, map(eq, last.texts, texts))) if last else 0
        earlier = last.kept[:same] if last else ()
        last = History(
            owner=person.id,
            time_zone=person.time_zone,
            texts=texts,
            kept=(*earlier, *read_texts(texts[same:], rows)),
        )
        if len(_remembered) >= MOST_REMEMBERED:
            forget()
        _remembered[person.id] = last
    return last


def forget() -> None:
    """Nothing that was read stays in memory."""
    _remembered.clear()
