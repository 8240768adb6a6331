"""The sample person's file: facts dated by days before the day on which one looks."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec

from headway.core.dossier import Dossier, Fact
from headway.core.errors import UnreadableFileError
from headway.core.fact_kinds import FACT_KINDS
from headway.formats.toml_file import parse

IN_DAYS = "_in_days"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, kw_only=True)
class SampleFact:
    """One fact of the file; `by_days_after` dates an aim, `ended_days_before` a position's end.

    `days_after` dates any other fields of the body, by days after today, below 0 for days before; deeper
    within the body `due_on_in_days = 3` dates `due_on` in the same way.
    """

    kind: str
    days_before: int
    body: dict[str, Any]
    by_days_after: int | None = None
    ended_days_before: int | None = None
    days_after: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SampleFile:
    """The whole file."""

    format: str
    owner: UUID
    time_zone: str
    facts: tuple[SampleFact, ...]


def read(content: bytes, *, today: date, plan: bytes = b"") -> Dossier:
    """The sample's dossier as seen on `today`; the same day gives the same facts, ids included.

    `plan` is the JSON form of the plan that an adopted-plan fact without a body speaks of: its days are
    moved so that it was made on the fact's own.
    """
    try:
        sample = msgspec.convert(parse(content, "The sample person"), SampleFile)
        facts = tuple(_fact(sample, n, entry, today, plan) for n, entry in enumerate(sample.facts))
    except (msgspec.DecodeError, OverflowError, TypeError) as error:
        raise UnreadableFileError(f"The sample person can't be read: {error}.") from None
    except KeyError as error:
        raise UnreadableFileError(f"The sample person has a fact of no kind: {error}.") from None
    return Dossier(owner=sample.owner, time_zone=sample.time_zone, facts=facts)


def _dated(value: Any, today: date) -> Any:
    """`value` with a day for each number of days in it, at any depth."""
    if isinstance(value, list):
        return [_dated(each, today) for each in value]
    if not isinstance(value, dict):
        return value
    told = {}
    for name, each in value.items():
        bare = name.removesuffix(IN_DAYS)
        told[bare] = _dated(each, today) if bare == name else today + timedelta(days=each)
    return told


def _moved(value: Any, by: timedelta) -> Any:
    """`value` with each day in it moved, at any depth; a day is text in JSON."""
    if isinstance(value, list):
        return [_moved(each, by) for each in value]
    if isinstance(value, dict):
        return {name: _moved(each, by) for name, each in value.items()}
    is_day = isinstance(value, str) and DAY.fullmatch(value)
    return (date.fromisoformat(value) + by).isoformat() if is_day else value


def _fact(sample: SampleFile, number: int, entry: SampleFact, today: date, plan: bytes) -> Fact:
    happened_on = today - timedelta(days=entry.days_before)
    body = _dated(entry.body, today)
    if entry.kind == "adopted-plan":
        document = msgspec.json.decode(plan)
        body["document"] = _moved(document, happened_on - date.fromisoformat(document["as_of"]))
    body |= {name: today + timedelta(days=days) for name, days in entry.days_after.items()}
    if entry.by_days_after is not None:
        body["by"] = today + timedelta(days=entry.by_days_after)
    if entry.ended_days_before is not None:
        body["ended_on"] = today - timedelta(days=entry.ended_days_before)
    if entry.kind == "position":
        body["started_on"] = happened_on
    return Fact(
        id=uuid5(sample.owner, str(number)),
        body=msgspec.convert(body, FACT_KINDS[entry.kind]),
        happened_on=happened_on,
        recorded_at=datetime.combine(happened_on, time(9), UTC),
        visibility="private",
    )
