"""Dates as people write them in résumés: a day, a month or only a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:T[\d:.+Z-]*)?")
# Day and month without a year in front are never taken from slashes: 3/4 is read both ways.
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{4})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|\.|º)? )?(?:de )?([^\W\d_]{3,10})\.?,? (?:de )?(\d{4})"
)
# In English, German, French, Spanish, Portuguese, Italian and Dutch, as résumés shorten them; "mar"
# and "mai" mean the same month wherever they are written.
_MONTH_NAMES = """
jan january januar janv janvier ene enero janeiro gen gennaio januari jän jänner
feb february februar fev févr fév février febrero fevereiro febbraio februari
mar march mär märz mars marzo março mrt maart
apr april avr avril abr abril aprile
may mai mayo maio mag maggio mei
jun june juni juin junio junho giu giugno
jul july juli juil juillet julio julho lug luglio
aug august août aout ago agosto augustus
sep sept september septembre septiembre setembro set settembre
oct october okt oktober octobre octubre out outubro ott ottobre
nov november novembre noviembre novembro
dec december dez dezember déc décembre dic diciembre dezembro dicembre
"""
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), 1)
    for name in names.split()
}
_ONGOING = {
    *("", "-", "–", "present", "the present", "to present", "current", "currently", "now"),
    *("ongoing", "today", "to date", "till date", "till now", "until now", "heute", "bis heute"),
    *("aktuell", "laufend", "présent", "aujourd'hui", "aujourd\u2019hui", "en cours"),
    *("à ce jour", "actuel", "actuellement", "presente", "actualidad", "la actualidad", "actual"),
    *("actualmente", "atual", "atualmente", "o momento", "oggi", "in corso", "attuale", "heden"),
    *("nu", "nå", "nuvarande", "至今", "现在", "現在", "현재", "наст. время", "настоящее время"),
}


@dataclass(frozen=True, kw_only=True)
class DayRange:
    """The days a partial date may mean: "2013" is any day from 1 January to 31 December."""

    first: date
    last: date


def says_ongoing(text: str) -> bool:
    """Whether `text`, standing where an end date belongs, says that there is no end yet."""
    return " ".join(text.split()).casefold() in _ONGOING


def read(text: str) -> DayRange | None:
    """The days that "2013", "2013-12", "2013-12-01", "Jan 2020", "03/2020" or "1.10.2022" may mean.

    Months may be named in the languages of `_MONTH_NAMES`. None where `text` is no such date or the
    calendar has no such day. Years run from 1000 to 2999 as in the JSON Resume schema.
    """
    text = " ".join(text.split())
    if iso := _ISO.fullmatch(text):
        return _days_of(*iso.group(1, 2, 3))
    if numbered := _MONTH_FIRST.fullmatch(text):
        return _days_of(numbered[2], numbered[1], None)
    if dotted := _DAY_FIRST.fullmatch(text):
        return _days_of(*dotted.group(3, 2, 1))
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
