"""A plan, or all that has a day, as an iCalendar file (RFC 5545), with a reminder when it is due."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event

from headway import __version__
from headway.core.agenda import AgendaEntry
from headway.core.dossier import NOBODY
from headway.core.errors import InvalidInputError
from headway.core.plan import Plan, PlannedItem
from headway.core.wording import (
    NO_PROMISE,
    describe_gain,
    describe_planned_item,
    gains_worth_telling,
    say_date,
)
from headway.core.wording.people import describe_agenda_entry

Days = tuple[date, date]
PRODUCT = f"-//Headway//Headway {__version__}//EN"
# Revisions are numbered by the seconds from this moment to that of writing, so that every later one
# replaces what went before without a memory; RFC 5545 (3.3.8) ends whole numbers at the last one below.
FIRST_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
LAST_NUMBER = 2**31 - 1
AN_HOUR = timedelta(hours=1)
# Nine o'clock, wherever the calendar is read: before the midnight that ends the day, or begins it.
BEFORE_MIDNIGHT = timedelta(hours=-15)
# RFC 5545, section 3.1, allows no control characters; readers break lines at the others of these.
LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def write(
    plan: Plan,
    *,
    written_at: datetime,
    owner: UUID = NOBODY,
    gone: Iterable[PlannedItem] = (),
) -> bytes:
    """`plan` as the bytes of an .ics file, the same for the same plan, moment (with its zone) and owner.

    A step has the same UID in every plan of one owner, so that importing again replaces it; what went out
    since the adopted plan, and what is `gone` (`core.plan.find_gone`), is marked as cancelled. Days are
    days, whatever the time zone; there is no METHOD, since nobody is invited. Raises InvalidInputError if
    there is nothing to write.
    """
    events = [_event(item, written_at, owner) for item in plan.items]
    events += [
        _cancelled(slug, title, days, written_at, owner)
        for slug, (title, days) in sorted(_find_out(plan, gone).items())
    ]
    if not events:
        raise InvalidInputError("The plan has nothing in it, so there is nothing for a calendar.")
    return _write(f"Headway: {plan.target_title}", events)


def write_agenda(
    agenda: Iterable[AgendaEntry], *, written_at: datetime, owner: UUID = NOBODY
) -> bytes:
    """All of `agenda` as the bytes of an .ics file; the steps have the UIDs that `write` gives them.

    For a file, and for an address that a calendar asks now and then, where what stands in it no more is
    over. Each entry's revision is of the moment at which it was told (`written_at` where that is not
    known), so that a calendar finds changed only what has changed. The same entries give the same bytes
    for the same moment and owner. An empty agenda is an empty calendar.
    """
    events = [_agenda_event(entry, entry.told_at or written_at, owner) for entry in agenda]
    return _write("Headway", events, is_asked_again=True)


def _write(name: str, events: Iterable[Event], *, is_asked_again: bool = False) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _clean(name))
    if is_asked_again:
        # RFC 7986, section 5.7, and what was usual before it.
        calendar.add("refresh-interval", AN_HOUR, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _agenda_event(entry: AgendaEntry, written_at: datetime, owner: UUID) -> Event:
    title = describe_agenda_entry(entry)
    event = _frame(entry.name, title, written_at, owner)
    _add_days(event, entry.starts_on, entry.ends_on)
    if entry.place:
        event.add("location", _clean(entry.place))
    if entry.link:
        event.add("url", _clean(entry.link))
    event.add("transp", "OPAQUE" if entry.is_fixed else "TRANSPARENT")
    event.add_component(_reminder(title, is_dated=entry.is_fixed))
    return event


def _find_out(plan: Plan, gone: Iterable[PlannedItem]) -> dict[str, tuple[str, Days]]:
    """The steps to be taken out, with their titles and former days."""
    found = {item.opportunity: (item.title, (item.starts_on, item.ends_on)) for item in gone}
    for change in plan.changes:
        if change.kind == "out" and change.cause != "done" and change.before:
            found[change.opportunity] = change.title, change.before
    return found


def _event(item: PlannedItem, written_at: datetime, owner: UUID) -> Event:
    event = _frame(f"step {item.opportunity}", item.title, written_at, owner)
    _add_days(event, item.starts_on, item.ends_on)
    event.add("description", _clean(_describe(item)))
    # Work at one's own pace leaves the days free; a fixed date takes them.
    event.add("transp", "OPAQUE" if item.is_dated else "TRANSPARENT")
    event.add_component(_reminder(item.title, is_dated=item.is_dated))
    return event


def _cancelled(slug: str, title: str, days: Days, written_at: datetime, owner: UUID) -> Event:
    event = _frame(f"step {slug}", title, written_at, owner)
    _add_days(event, *days)
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event


def _frame(name: str, title: str, written_at: datetime, owner: UUID) -> Event:
    moment = written_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{uuid5(owner, name)}@headway")
    event.add("dtstamp", moment)
    event.add("last-modified", moment)
    number = int((moment - FIRST_MOMENT).total_seconds())
    event.add("sequence", min(max(0, number), LAST_NUMBER))
    event.add("summary", _clean(title))
    event.add("categories", ["Headway"])
    return event


def _add_days(event: Event, starts_on: date, ends_on: date) -> None:
    event.add("dtstart", starts_on)
    # The end is the first day that is not part of it (section 3.6.1).
    event.add("dtend", ends_on + timedelta(days=1))


def _reminder(title: str, *, is_dated: bool) -> Alarm:
    """At nine on the last day; of a fixed date, on the day before the first."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    related = "START" if is_dated else "END"
    alarm.add("trigger", BEFORE_MIDNIGHT, parameters={"related": related})
    due = "Begins tomorrow" if is_dated else "Due today"
    alarm.add("description", _clean(f"{due}: {title}"))
    return alarm


def _describe(item: PlannedItem) -> str:
    lines = [describe_planned_item(item), *map(describe_gain, gains_worth_telling(item))]
    if item.worked_if:
        lines.append(f"It worked if: {item.worked_if}")
    lines += [
        f"Week of {say_date(week)}: {round(hours, 1):g} h"
        for week, hours in item.hours_by_week
        if hours >= 0.05
    ]
    return "\n".join([*lines, NO_PROMISE])


def _clean(text: str) -> str:
    """Text without what no calendar may hold."""
    return CONTROL.sub("", LINE_BREAK.sub("\n", text))
