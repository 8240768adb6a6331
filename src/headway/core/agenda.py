"""Everything with a day in one list: steps of the plan and all that falls due, for calendars."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from headway.core.circle import Circle, tell_circle
from headway.core.dossier import Dossier
from headway.core.due import Due, find_dates
from headway.core.plan.adopted import find_adopted
from headway.core.progress import find_steps

OVER = ("done", "cancelled")


@dataclass(frozen=True, kw_only=True)
class AgendaEntry:
    """One thing on its days; `due` says what it is, None for the step of the plan that is called `step`.

    `name` tells it from all others of the same person and stays while its days change. `is_fixed`
    says that it takes place on these days; else it is to be done by the last of them.
    """

    name: str
    starts_on: date
    ends_on: date
    is_fixed: bool
    step: str = ""
    due: Due | None = None
    place: str = ""
    link: str = ""


def find_agenda(known: Dossier, *, as_of: date) -> tuple[AgendaEntry, ...]:
    """All that has a day and is not over on `as_of`, in the order of the days.

    Left out is what is due on no day that was said, as a word to somebody not heard of for long: it
    would stand on another day each morning.
    """
    circle = tell_circle(known)
    found = [*_steps(known, as_of), *_dues(known, circle, as_of)]
    return tuple(sorted(found, key=lambda entry: (entry.starts_on, entry.ends_on, entry.name)))


def _steps(known: Dossier, as_of: date) -> Iterator[AgendaEntry]:
    adopted = find_adopted(known)
    fixed = {item.opportunity for item in adopted[1].items if item.is_dated} if adopted else set()
    for step in find_steps(known, as_of=as_of):
        if step.state not in OVER:
            yield AgendaEntry(
                name=f"step {step.opportunity}",
                starts_on=step.planned_start,
                ends_on=max(step.planned_end, step.late_until or step.planned_end),
                is_fixed=step.opportunity in fixed,
                step=step.title,
            )


def _dues(known: Dossier, circle: Circle, as_of: date) -> Iterator[AgendaEntry]:
    said = (due for due in find_dates(known, as_of=as_of) if _is_said(due, circle))
    for name, due in _named(said):
        event = circle.events[due.key].event if due.kind == "event" else None
        yield AgendaEntry(
            name=name,
            starts_on=due.on,
            ends_on=(event.ends_on if event else None) or due.on,
            is_fixed=due.kind in ("event", "session", "talk"),
            due=due,
            place=event.place if event else "",
            link=event.link if event else "",
        )


def _is_said(due: Due, circle: Circle) -> bool:
    if due.kind == "in touch":
        return circle.people[due.key].next_on == due.on
    return due.kind != "quiet"


def _named(dues: Iterable[Due]) -> Iterator[tuple[str, Due]]:
    """Each with its name: of a mentoring several things can be due, and two can read the same."""
    counts: Counter[str] = Counter()
    for due in dues:
        text = due.what if due.kind in ("action", "goal", "step") else ""
        name = f"{due.kind} {due.key} {text}".strip()
        counts[name] += 1
        yield (f"{name} {counts[name]}" if counts[name] > 1 else name), due
