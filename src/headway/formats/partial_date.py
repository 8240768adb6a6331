"""Dates as people write them in résumés: a day, a month or only a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:T[\d:.+Z-]*)?")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]{3,9})\.?,? (\d{4})")
_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr, ("",) * 9 + ("sept",))
    for number, name in enumerate(names)
    if name
}
_ONGOING = {"", "present", "current", "currently", "now", "ongoing", "today"}


@dataclass(frozen=True, kw_only=True)
class DayRange:
    """The days a partial date may mean: "2013" is any day from 1 January to 31 December."""

    first: date
    last: date


def says_ongoing(text: str) -> bool:
    """Whether `text`, standing where an end date belongs, says that there is no end yet."""
    return text.strip().casefold() in _ONGOING


def read(text: str) -> DayRange | None:
    """The days that "2013", "2013-12", "2013-12-01", "Jan 2020" or "01 Oct 2022" may mean.

    None where `text` is no such date or the calendar has no such day. Years run from 1000 to 2999
    as in the JSON Resume schema.
    """
    text = " ".join(text.split())
    if iso := _ISO.fullmatch(text):
        return _days_of(*iso.group(1, 2, 3))
    named = _NAMED.fullmatch(text)
    month = _MONTHS.get(named[2].casefold()) if named else None
    return _days_of(named[3], str(month), named[1]) if named and month else None


def _days_of(year: str, month: str | None, day: str | None) -> DayRange | None:
    if not "1000" <= year <= "2999":
        return None
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return DayRange(first=first, last=first if day else _last_day(first, is_month=bool(month)))


def _last_day(first: date, *, is_month: bool) -> date:
    month = first.month if is_month else 12
    return date(first.year, month, calendar.monthrange(first.year, month)[1])
