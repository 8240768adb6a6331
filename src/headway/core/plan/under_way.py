"""What is taken to have been worked on steps under way where people told no hours."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import Completion
from headway.core.fact_kinds import AdoptedPlan
from headway.core.learn import Catalogue
from headway.core.plan.adopted import read_adopted
from headway.core.plan.values import Plan, PlannedItem
from headway.core.plan.window import Window

DAYS_A_WEEK = 7


def find_presumed(adopted: Plan, known: Dossier, as_of: date) -> tuple[PlannedItem, ...]:
    """The steps under way, not to be over yet, of which nothing was told since the plan was adopted."""
    told = {body.opportunity for fact, body in _words(known) if fact.happened_on >= adopted.as_of}
    week_began = find_week(adopted, as_of)
    return tuple(
        item
        for item in adopted.items
        if item.starts_on < week_began and item.ends_on >= as_of and item.opportunity not in told
    )


def find_week(adopted: Plan, as_of: date) -> date:
    """The first day of the running week of an adopted plan."""
    counted_from = min(adopted.counted_from or adopted.as_of, as_of)
    return Window(starts_on=as_of, ends_on=as_of, counted_from=counted_from).week_began


def as_if_worked(adopted: Plan, known: Dossier, catalogue: Catalogue, as_of: date) -> Dossier:
    """What is known, and as if told what is presumed: steps under way go on at the pace of the plan.

    Hours that were told count as told; the pace is taken up again in the week after. A step that is told to
    be late, or that began after its time, is behind by that much. As long as it is not told to be done, the
    hours of its last week are left.
    """
    facts = (*known.facts, *_presumptions(adopted, known, catalogue, as_of))
    return replace(known, facts=facts)


def _presumptions(
    adopted: Plan, known: Dossier, catalogue: Catalogue, as_of: date
) -> Iterator[Fact]:
    midpoints = {o.slug: sum(o.effort_hours) / 2 for o in catalogue.opportunities}
    presumed = {item.opportunity for item in find_presumed(adopted, known, as_of)}
    for item in adopted.items:
        words = _words_of(known, item.opportunity)
        is_told = bool(words) and words[-1][1].outcome in ("begun", "late")
        if item.opportunity not in midpoints or not (is_told or item.opportunity in presumed):
            continue
        hours = _presumed_hours(adopted, item, words, midpoints[item.opportunity], as_of)
        # Before what was told, so that the last word of a step is still a person's own.
        recorded_at = datetime.combine(as_of, time.min, ZoneInfo(known.time_zone))
        if words:
            recorded_at = words[0][0].recorded_at - timedelta(microseconds=1)
        yield Fact(
            id=uuid5(known.owner, f"presumed {item.opportunity}"),
            body=Completion(opportunity=item.opportunity, outcome="begun", hours=hours),
            happened_on=_began_on(item, words, known),
            recorded_at=recorded_at,
        )


def _began_on(item: PlannedItem, words: list[tuple[Fact, Completion]], known: Dossier) -> date:
    """The day on which a step began: as told, or as planned where that was taken for granted."""
    planned = _as_first_planned(item, known)
    if not words:
        return planned.starts_on
    told_on = words[0][0].happened_on
    return told_on if told_on > planned.ends_on else min(told_on, planned.starts_on)


def _as_first_planned(item: PlannedItem, known: Dossier) -> PlannedItem:
    """A step as it stood before it was under way; of what is under way a plan tells only the rest."""
    for _, body in list(known.each(AdoptedPlan))[::-1]:
        if not item.is_begun:
            break
        items = {each.opportunity: each for each in read_adopted(body).items}
        item = items.get(item.opportunity, item)
    return item


def _words(known: Dossier) -> list[tuple[Fact, Completion]]:
    return list(known.each(Completion))


def _words_of(known: Dossier, slug: str) -> list[tuple[Fact, Completion]]:
    """What was told of a step since it was last done or cancelled, and of that if it was the last word."""
    words = [(fact, body) for fact, body in _words(known) if body.opportunity == slug]
    over = [n for n, (_, body) in enumerate(words[:-1]) if body.outcome in ("done", "cancelled")]
    return words[over[-1] + 1 :] if over else words


def _presumed_hours(
    adopted: Plan,
    item: PlannedItem,
    words: list[tuple[Fact, Completion]],
    midpoint: float,
    as_of: date,
) -> float:
    """The hours to be added to those that were told."""
    before = max(0.0, midpoint - item.effort_hours) if item.is_begun else 0.0
    is_counted = [item.is_begun and f.happened_on <= adopted.as_of for f, _ in words]
    since = [word for word, counted in zip(words, is_counted, strict=True) if not counted]
    hours_told = [(f.happened_on, body.hours) for f, body in since if body.hours is not None]
    resumed = hours_told[-1][0] if hours_told else date.min
    until = find_week(adopted, as_of) - timedelta(days=_days_behind(item, since))
    done = before + sum(hours for _, hours in hours_told) + _planned(item, resumed, until)
    last_week = item.hours_by_week[-1][1] if item.hours_by_week else 0.0
    told = sum(body.hours or 0.0 for _, body in words)
    return max(0.0, min(done, midpoint - last_week) - told)


def _days_behind(item: PlannedItem, since: list[tuple[Fact, Completion]]) -> int:
    """By how many days a step is behind its dates.

    "Begun" said within its time says that it goes on: until then that was taken for granted.
    """
    if not since:
        return 0
    began_on, late_until = since[0][0].happened_on, since[-1][1].late_until
    began_late = (began_on - item.starts_on).days if began_on > item.ends_on else 0
    ends_late = (late_until - item.ends_on).days if late_until else 0
    return max(0, began_late, ends_late)


def _planned(item: PlannedItem, resumed: date, until: date) -> float:
    """The hours planned in the weeks that began after `resumed`, up to the day `until`."""
    return sum(
        hours * min(1.0, max(0, (until - week).days) / DAYS_A_WEEK)
        for week, hours in item.hours_by_week
        if week > resumed
    )
