"""Everything with a day in one list: steps of the plan and all that falls due, for calendars."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from headway.core.circle import Circle, tell_circle
from headway.core.dossier import Dossier
from headway.core.due import Due, find_dates
from headway.core.evidence import Completion
from headway.core.fact_kinds import AdoptedPlan, FactBody
from headway.core.people import Contact
from headway.core.plan.adopted import find_adopted
from headway.core.progress import find_steps

OVER = ("done", "cancelled")
# The fields by which facts name what they tell of.
KEYS = ("key", "contact", "mentoring", "event")


@dataclass(frozen=True, kw_only=True)
class AgendaEntry:
    """One thing on its days; `due` says what it is, None for the step of the plan that is called `step`.

    `name` tells it from all others of the same person and stays while its days change. `is_fixed`
    says that it takes place on these days; else it is to be done by the last of them. `told_at` is when
    anything that it rests on was told, corrected or taken back last.
    """

    name: str
    starts_on: date
    ends_on: date
    is_fixed: bool
    step: str = ""
    due: Due | None = None
    place: str = ""
    link: str = ""
    told_at: datetime | None = None


def find_agenda(dossier: Dossier, *, as_of: date) -> tuple[AgendaEntry, ...]:
    """All that has a day and is not over on `as_of`, as known by then, in the order of the days.

    Left out is what is due on no day that was said, as a word to somebody not heard of for long: it
    would stand on another day each morning.
    """
    known = dossier.known_by(as_of)
    circle, told = tell_circle(known), _Told(dossier, as_of)
    found = [*_steps(known, told, as_of), *_dues(known, circle, told, as_of)]
    return tuple(sorted(found, key=lambda entry: (entry.starts_on, entry.ends_on, entry.name)))


class _Told:
    """When each thing that is known by its key, or by its first fact, was told of last."""

    def __init__(self, dossier: Dossier, as_of: date) -> None:
        self.first_of = dossier.first_of
        self._last: dict[object, datetime] = {}
        self._names: dict[object, datetime] = {}
        about: dict[UUID, set[object]] = defaultdict(set)
        zone = ZoneInfo(dossier.time_zone)
        for fact in sorted(dossier.facts, key=lambda f: f.recorded_at):
            if fact.recorded_at.astimezone(zone).date() <= as_of:
                first = dossier.first_of(fact.id)
                # What takes something back tells of all that it told of.
                about[first] |= {first, *_keys(fact.body)}
                self._last |= dict.fromkeys(about[first], fact.recorded_at)
                if isinstance(fact.body, Contact):
                    self._names[fact.body.key] = fact.recorded_at

    def at(self, *keys: object, who: UUID | None = None) -> datetime | None:
        """When any of `keys` was told of last, or `who`, who is named, got their name."""
        found = [self._last.get(key) for key in keys]
        return max(filter(None, (*found, self._names.get(who))), default=None)


def _keys(body: FactBody) -> Iterator[object]:
    yield from filter(None, (getattr(body, name, None) for name in KEYS))
    if isinstance(body, AdoptedPlan):
        yield AdoptedPlan
    if isinstance(body, Completion):
        yield body.opportunity


def _steps(known: Dossier, told: _Told, as_of: date) -> Iterator[AgendaEntry]:
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
                told_at=told.at(AdoptedPlan, step.opportunity),
            )


def _dues(known: Dossier, circle: Circle, told: _Told, as_of: date) -> Iterator[AgendaEntry]:
    said = (due for due in find_dates(known, as_of=as_of) if _is_said(due, circle))
    for name, due in _named(said, told):
        asked = circle.mentorings.get(due.key)
        event = circle.events[due.key].event if due.kind == "event" else None
        yield AgendaEntry(
            name=name,
            starts_on=due.on,
            ends_on=(event.ends_on if event else None) or due.on,
            is_fixed=due.kind in ("event", "session", "talk"),
            due=due,
            place=event.place if event else "",
            link=event.link if event else "",
            told_at=told.at(told.first_of(due.key), who=asked.mentoring.contact if asked else None),
        )


def _is_said(due: Due, circle: Circle) -> bool:
    if due.kind == "in touch":
        return circle.people[due.key].next_on == due.on
    return due.kind != "quiet"


def _named(dues: Iterable[Due], told: _Told) -> Iterator[tuple[str, Due]]:
    """Each with its name: of a mentoring several things can be due, and two can read the same."""
    counts: Counter[str] = Counter()
    for due in dues:
        text = due.what if due.kind in ("action", "goal", "step") else ""
        name = f"{due.kind} {told.first_of(due.key)} {text}".strip()
        counts[name] += 1
        yield (f"{name} {counts[name]}" if counts[name] > 1 else name), due
