"""Conferences as confs.tech lists them (JSON), as opportunities of the kind conference."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.core.learn import Builds, CostRange, Opportunity, Session, own_slug
from headway.core.wording import say_date
from headway.formats.broken import say_what_broke
from headway.formats.free_text import decode, tidy
from headway.formats.opportunity_cells import LONGEST_LINE, LONGEST_TITLE, STAGES, ReadTable

KIND = "conference"
LARGEST_BYTES, MOST_ENTRIES, LONGEST_DAYS = 10_000_000, 2_000, 60
# A day of a conference takes so many hours, from the talks one came for to all of it.
HOURS_A_DAY = (5.0, 8.0)
OFTEN = 5
# Those that its files name; another is told by its code.
LANGUAGES = {
    "DE": "German", "EN": "English", "ES": "Spanish", "FR": "French", "IT": "Italian", "JA": "Japanese",
    "NL": "Dutch", "PL": "Polish", "PT": "Portuguese", "RU": "Russian", "UK": "Ukrainian",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Conference:
    """One entry of the file."""

    name: str
    first: date
    last: date
    place: str
    languages: str
    address: str
    talks_until: date | None
    talks_at: str


def is_conferences(content: bytes) -> bool:
    """Whether it looks like such a file: a JSON list of things with a start date."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") and b'"startDate"' in content


def read(
    content: bytes,
    *,
    today: date,
    builds: tuple[Builds, ...] = (),
    name: str = "The conference file",
) -> ReadTable:
    """The conferences that are not over by `today`, several times of one place and name as one entry.

    What each would build is in no such file: all get `builds`, and none if nothing is said. Their cost
    is unknown, and said to be. What is no conference is left out with a note; raises
    UnreadableFileError for what is no such file at all.
    """
    entries = _entries(content, name)
    found: dict[tuple[str, str], Opportunity] = {}
    wrong: list[str] = []
    over = 0
    for number, entry in enumerate(entries, 1):
        read_entry = _conference(entry)
        if isinstance(read_entry, str):
            wrong.append(f"entry {number} ({read_entry})")
        elif read_entry.last < today:
            over += 1
        else:
            key = (read_entry.name.casefold(), read_entry.place)
            slugs = [item.slug for item in found.values()]
            made = _opportunity(read_entry, builds, today, slugs)
            found[key] = _with_date(found[key], made) if key in found else made
    notes = tuple(_notes(wrong, over, len(found), has_builds=bool(builds)))
    return ReadTable(opportunities=tuple(found.values()), notes=notes)


def _entries(content: bytes, name: str) -> list[Any]:
    if len(content) > LARGEST_BYTES:
        raise UnreadableFileError(f"{name} is larger than {LARGEST_BYTES // 10**6} MB.")
    try:
        entries = json.loads(decode(content, name))
    except RecursionError:
        raise UnreadableFileError(f"{name} has lists within lists too deep to read.") from None
    except ValueError as error:
        raise UnreadableFileError(f"{name} is not JSON: {say_what_broke(error)}.") from None
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise UnreadableFileError(f"{name} is no list of at most {MOST_ENTRIES:,} conferences.")
    return entries


def _conference(entry: object) -> _Conference | str:
    """The conference, or what keeps the entry from being one."""
    if not isinstance(entry, dict):
        return "not an object"
    name = _text(entry, "name")[: LONGEST_TITLE // 2]
    first = _day(entry, "startDate")
    last = _day(entry, "endDate") or first
    if not name or first is None or last is None:
        return "no name, or no start date"
    if not 0 <= (last - first).days < LONGEST_DAYS:
        return f"{name}: it ends before it starts, or lasts {LONGEST_DAYS} days"
    return _Conference(
        name=name,
        first=first,
        last=last,
        place=_place(entry),
        languages=_languages(_text(entry, "locales")),
        address=_address(entry, "url"),
        talks_until=_day(entry, "cfpEndDate"),
        talks_at=_address(entry, "cfpUrl"),
    )


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return tidy(value)[:LONGEST_LINE] if isinstance(value, str) else ""


def _languages(codes: str) -> str:
    names = (LANGUAGES.get(code.strip().upper(), code.strip()) for code in codes.split(","))
    return " and ".join(filter(None, names))


def _address(entry: Mapping[str, object], key: str) -> str:
    address = _text(entry, key)
    return address if address.startswith(("https://", "http://")) else ""


def _day(entry: Mapping[str, object], key: str) -> date | None:
    try:
        day = date.fromisoformat(_text(entry, key))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _place(entry: Mapping[str, object]) -> str:
    city, country = _text(entry, "city"), _text(entry, "country")
    place = ", ".join(filter(None, (city, country)))
    if entry.get("online") is True:
        return f"{place} and online" if place else "online"
    return place


def _opportunity(
    one: _Conference, builds: tuple[Builds, ...], today: date, taken: Iterable[str]
) -> Opportunity:
    days = (one.last - one.first).days + 1
    title = f"{one.name}, {one.place}" if one.place else one.name
    title = title[:LONGEST_TITLE]
    return Opportunity(
        slug=own_slug(title, tuple(taken)),
        title=title,
        kind=KIND,
        summary=" ".join(_sentences(one)),
        stages=STAGES,
        builds=builds,
        effort_hours=(HOURS_A_DAY[0] * days, HOURS_A_DAY[1] * days),
        cost=CostRange(currency="GBP", low_minor=0, high_minor=0, basis="unknown", dated_on=today),
        duration_days=(days, days),
        worked_if="The team tries a practice brought home from it, and notes what came of it.",
        address=one.address,
        seen_on=today if one.address else None,
        sessions=(Session(starts_on=one.first, ends_on=one.last),),
    )


def _sentences(one: _Conference) -> Iterator[str]:
    where = f" {one.place}" if one.place == "online" else f" in {one.place}" if one.place else ""
    spoken = f", held in {one.languages}" if one.languages else ""
    yield f"A conference{where}{spoken}; go with questions that your team can't answer."
    if one.talks_until:
        at = f" at {one.talks_at}" if one.talks_at else ""
        yield f"Talks can be offered until {say_date(one.talks_until)}{at}."


def _with_date(known: Opportunity, other: Opportunity) -> Opportunity:
    """One entry with the dates of both; the later one says what there is to say."""
    both = (*known.sessions, *other.sessions)
    dates = tuple(sorted(set(both), key=lambda session: (session.starts_on, session.ends_on)))
    days = (*known.duration_days, *other.duration_days)
    low, high = min(days), max(days)
    return replace(
        other,
        slug=known.slug,
        sessions=dates,
        duration_days=(low, high),
        effort_hours=(HOURS_A_DAY[0] * low, HOURS_A_DAY[1] * high),
    )


def _notes(wrong: list[str], over: int, count: int, *, has_builds: bool) -> Iterator[str]:
    if over:
        yield f"Over already, and left out: {over}."
    if wrong:
        more = f" and {len(wrong) - OFTEN} more" if len(wrong) > OFTEN else ""
        yield f"Left out, for they tell no conference: {'; '.join(wrong[:OFTEN])}{more}."
    if count:
        yield "Cost: not known of any. A plan leaves them out until you say what one costs."
        low, high = (f"{hours:g}" for hours in HOURS_A_DAY)
        yield f"Hours: guessed at {low} to {high} a day."
        if not has_builds:
            yield "What they build: nothing is said of it. Say so, and they count towards a gap."
