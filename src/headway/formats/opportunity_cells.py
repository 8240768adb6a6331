"""One opportunity as the cells of a row or the fields of a form, every problem named by its column."""

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, get_args

from headway.core.errors import HeadwayError, InvalidInputError
from headway.core.evidence import check_link
from headway.core.ladder import Ladder, Stage
from headway.core.learn import (
    Builds,
    Catalogue,
    CostRange,
    Opportunity,
    Session,
    own_slug,
)
from headway.core.money import check_currency, plain_amount, to_minor
from headway.formats.free_text import tidy
from headway.formats.opportunity_columns import NAMES

STAGES: tuple[Stage, ...] = get_args(Stage)
UNKNOWN = "not known"
LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 120, 2_000, 300
MOST_HOURS, MOST_DAYS, MOST_BUILDS, MOST_SESSIONS = 10_000, 3_650, 8, 50
# At the fastest so many hours of it a day, at the slowest one: where nobody says how long it takes.
HOURS_A_DAY = 8
SPAN = re.compile(r"(.+?)(?:\s+(?:to|and)\s+|\s*[-–—]\s*)(.+)")
LEVEL = re.compile(r"(.+?)[\s=:]+(\d{1,2})(?:\s+(?:x|at)\s*(0?\.\d+|1(?:\.0+)?))?")
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with one cell, and in which column."""

    column: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReadTable:
    """What a file holds, and what was left out or guessed."""

    opportunities: tuple[Opportunity, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Turns the cells of one entry into an opportunity, noting what is wrong by column.

    A new entry gets none of the slugs in `taken`; one that is changed keeps its `slug`.
    """

    catalogue: Catalogue
    ladder: Ladder
    today: date
    currency: str = "GBP"
    taken: Collection[str] = ()
    slug: str = ""
    problems: list[Problem] = field(default_factory=list)

    def read(self, cells: Mapping[str, str]) -> Opportunity | None:
        """The entry that `cells` tell by column; None with all `problems` noted if one makes no sense."""
        self.problems.clear()
        told = {name: tidy(cells.get(name, "")) for name in NAMES}
        title = self._take(
            "title", lambda: _words(told["title"], LONGEST_TITLE, is_needed=True), ""
        )
        none: tuple[Session, ...] = ()
        sessions = self._take("dates", lambda: tuple(_sessions(told["dates"])), none)
        hours = self._take("hours", lambda: _hours(told["hours"]), (1.0, 1.0))
        seen_on = self._take(
            "seen_on", lambda: _day(told["seen_on"] or self.today.isoformat()), self.today
        )
        item = Opportunity(
            slug=self.slug or own_slug(title, self.taken),
            title=title,
            kind=self._take("kind", lambda: _kind(told["kind"], self.catalogue), ""),
            summary=self._take("summary", lambda: _words(told["summary"], LONGEST_TEXT), ""),
            stages=self._take("stages", lambda: _stages(told["stages"]), STAGES),
            builds=self._take("builds", lambda: read_builds(told["builds"], self.ladder), ()),
            effort_hours=hours,
            cost=self._take("cost", lambda: self._cost(told, seen_on), _no_cost(seen_on)),
            duration_days=self._take("days", lambda: _days(told["days"], hours, sessions), (1, 1)),
            worked_if=self._take("worked_if", lambda: _words(told["worked_if"], LONGEST_TEXT), ""),
            prerequisites=self._take("prerequisites", lambda: _parts(told["prerequisites"]), ()),
            provider=self._take("provider", lambda: _words(told["provider"], LONGEST_LINE), ""),
            address=self._take(
                "address", lambda: check_link(_words(told["address"], LONGEST_TEXT)), ""
            ),
            seen_on=seen_on if told["address"] else None,
            sessions=sessions,
        )
        return None if self.problems else item

    def _take(self, column: str, read: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return read()
        except HeadwayError as error:
            self.problems.append(Problem(column=column, text=str(error)))
            return otherwise

    def _cost(self, told: Mapping[str, str], seen_on: date) -> CostRange:
        try:
            currency = check_currency(told["currency"] or self.currency)
        except HeadwayError as error:
            self.problems.append(Problem(column="currency", text=str(error)))
            currency = self.currency
        text = told["cost"].casefold()
        if text in ("", UNKNOWN, "unknown", "?"):
            return CostRange(
                currency=currency, low_minor=0, high_minor=0, basis="unknown", dated_on=seen_on
            )
        amounts = ("0",) if text == "free" else _ends(text.replace(currency.casefold(), ""))
        low, high = (to_minor(amount, currency) for amount in (amounts[0], amounts[-1]))
        if low > high:
            raise InvalidInputError(
                f"'{told['cost']}' runs backwards; write the smaller amount first."
            )
        return CostRange(
            currency=currency, low_minor=low, high_minor=high, basis="offer", dated_on=seen_on
        )


# One cell ---------------------------------------------------------------------------------------


def _words(text: str, longest: int, *, is_needed: bool = False) -> str:
    if is_needed and not text:
        raise InvalidInputError("is missing")
    if len(text) > longest:
        raise InvalidInputError(f"has {len(text):,} characters; {longest:,} are the most")
    return text


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, _words(text, LONGEST_TEXT).split(";"))))


def _kind(text: str, catalogue: Catalogue) -> str:
    wanted = _plain(text)
    names = {_plain(word): kind.slug for kind in catalogue.kinds for word in (kind.name, kind.slug)}
    if wanted not in names:
        slugs = ", ".join(kind.slug for kind in catalogue.kinds)
        said = f"there is no kind '{text}'" if text else "is missing"
        raise InvalidInputError(f"{said}; choose from {slugs}")
    return names[wanted]


def _plain(text: str) -> str:
    return " ".join(re.split(r"[\s_-]+", text.strip().casefold()))


def _stages(text: str) -> tuple[Stage, ...]:
    said = [part for part in re.split(r"[,;/\s]+", text.casefold()) if part]
    wrong = next((part for part in said if part not in (*STAGES, "all", "any")), None)
    if wrong:
        raise InvalidInputError(f"there is no stage '{wrong}'; write entry, mid or senior")
    stages = tuple(stage for stage in STAGES if stage in said)
    return stages or STAGES


def read_builds(text: str, ladder: Ladder) -> tuple[Builds, ...]:
    """What an entry builds, as "communication 2; business-acumen 1 x 0.5"; raises InvalidInputError."""
    return tuple(_builds(text, ladder))


def _builds(text: str, ladder: Ladder) -> Iterator[Builds]:
    names = {_plain(w): c.slug for c in ladder.competencies for w in (c.name, c.slug)}
    levels = {_plain(level.name): level.number for level in ladder.levels}
    seen: set[str] = set()
    for part in _parts(text):
        word, level, share = _split_level(part, levels)
        slug = names.get(_plain(word), "")
        if not slug:
            raise InvalidInputError(
                f"this ladder has no competency '{word}'; write one as communication 2"
            )
        if not 1 <= level <= ladder.top_level:
            raise InvalidInputError(f"'{part}': levels go from 1 to {ladder.top_level}")
        if slug in seen:
            raise InvalidInputError(f"it builds '{word}' twice")
        seen.add(slug)
        yield Builds(competency=slug, ceiling=level, weight=share)
    if len(seen) > MOST_BUILDS:
        raise InvalidInputError(f"it builds {len(seen)} competencies; {MOST_BUILDS} are the most")


def _split_level(part: str, levels: Mapping[str, int]) -> tuple[str, int, float]:
    """The competency, the level by number or by name, and the share."""
    if found := LEVEL.fullmatch(part):
        return found[1], int(found[2]), float(found[3] or 1)
    word, _, name = part.rpartition(" ")
    if _plain(name) in levels:
        return word, levels[_plain(name)], 1.0
    raise InvalidInputError(f"'{part}' has no level; write one as communication 2")


def _ends(text: str) -> tuple[str, ...]:
    """One value, or two with "to" or a dash between."""
    found = SPAN.fullmatch(text.strip())
    return (found[1].strip(), found[2].strip()) if found else (text.strip(),)


def _span(text: str, most: int, what: str) -> tuple[float, float]:
    try:
        # "2,5" as tables with semicolons write it; "1,000" stays refused, since it could be either.
        ends = (re.sub(r"^(\d+),(\d{1,2})$", r"\1.\2", end) for end in _ends(text))
        low, *more = (float(Decimal(end)) for end in ends)
    except (ArithmeticError, ValueError):
        raise InvalidInputError(f"'{text}' is no number of {what}; write 10, or 8 to 16") from None
    high = more[0] if more else low
    if not 0 < low <= high <= most:
        raise InvalidInputError(
            f"'{text}': {what} go from more than 0 up to {most:,}, smaller first"
        )
    return low, high


def _hours(text: str) -> tuple[float, float]:
    if not text:
        raise InvalidInputError("is missing; write 10, or 8 to 16")
    return _span(text, MOST_HOURS, "hours")


def _days(text: str, hours: tuple[float, float], sessions: Sequence[Session]) -> tuple[int, int]:
    if text:
        low, high = _span(text, MOST_DAYS, "days")
        return math.ceil(low), math.ceil(high)
    lengths = [(s.ends_on - s.starts_on).days + 1 for s in sessions]
    if lengths:
        return min(lengths), max(lengths)
    return math.ceil(hours[0] / HOURS_A_DAY), min(MOST_DAYS, math.ceil(hours[1]))


def _sessions(text: str) -> Iterator[Session]:
    parts = _parts(text)
    if len(parts) > MOST_SESSIONS:
        raise InvalidInputError(f"has {len(parts)} dates; {MOST_SESSIONS} are the most")
    for part in parts:
        first, *more = re.split(r"\s+(?:to|-|–|—)\s+|\s*/\s*", part)
        starts_on, ends_on = _day(first), _day(more[0] if more else first)
        if len(more) > 1 or ends_on < starts_on:
            raise InvalidInputError(f"'{part}' runs backwards, or has more than two days")
        yield Session(starts_on=starts_on, ends_on=ends_on)


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if 1900 <= day.year <= 2200:
            return day
    raise InvalidInputError(f"'{text}' is no day; write it as 2027-03-31")


def _no_cost(day: date) -> CostRange:
    return CostRange(currency="GBP", low_minor=0, high_minor=0, basis="unknown", dated_on=day)


# And back ----------------------------------------------------------------------------------------


def to_cells(item: Opportunity) -> dict[str, str]:
    """An entry as the cells of its row, by column; `Reader` reads the same entry from them."""
    cost = item.cost
    return {
        "title": item.title,
        "kind": item.kind,
        "builds": "; ".join(map(_say_builds, item.builds)),
        "summary": item.summary,
        "worked_if": item.worked_if,
        "hours": _say_span(*(_number(hours) for hours in item.effort_hours)),
        "days": _say_span(*map(str, item.duration_days)),
        "cost": ""
        if cost.basis == "unknown"
        else _say_span(
            *(plain_amount(minor, cost.currency) for minor in (cost.low_minor, cost.high_minor))
        ),
        "currency": cost.currency,
        "stages": ", ".join(item.stages),
        "prerequisites": "; ".join(item.prerequisites),
        "dates": "; ".join(
            _say_span(s.starts_on.isoformat(), s.ends_on.isoformat()) for s in item.sessions
        ),
        "provider": item.provider,
        "address": item.address,
        "seen_on": cost.dated_on.isoformat(),
    }


def _say_builds(builds: Builds) -> str:
    share = "" if builds.weight == 1 else f" x {_number(builds.weight)}"
    return f"{builds.competency} {builds.ceiling}{share}"


def _say_span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _number(value: float) -> str:
    return format(Decimal(repr(value)).normalize(), "f")
