"""The answer to a question as a plan: items with their dates, what they use, and what they change."""

import hashlib
from collections.abc import Iterable
from datetime import date

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.limits import USELESS
from headway.algorithms.schedule.problem import Problem
from headway.algorithms.schedule.result import Result
from headway.core.learn import Builds, Catalogue
from headway.core.plan.advice import find_binding, find_obstacle, why_nothing_fits
from headway.core.plan.obstacles import Note, Obstacle
from headway.core.plan.offers import Offer
from headway.core.plan.promise import find_outlook, find_promise
from headway.core.plan.question import (
    LOGITS_PER_SD,
    Question,
    ceiling_logits,
    gain_sd,
    sessions_of,
)
from headway.core.plan.values import (
    PeriodUse,
    Plan,
    PlannedGain,
    PlannedItem,
)
from headway.core.plan.window import Window


def compose(
    question: Question,
    problem: Problem,
    result: Result,
    catalogue: Catalogue,
    binding: tuple[str, ...] | None = None,
) -> Plan:
    """The plan that a checked `result` means for the person who asked.

    What binds is looked for, unless `binding` names it.
    """
    planned = [placement.item for placement in result.placements]
    gives = {e for n in planned for e in question.offers.by_slug[n].opportunity.gives_experiences}
    missing = question.missing_experiences
    empty = None if planned else why_nothing_fits(question, problem)
    if empty:
        binding = empty.limits
    elif binding is None:
        binding = find_binding(question, problem, result.bound)
    items = [_planned_item(question, placement) for placement in result.placements]
    ends = [(item.opportunity, item.ends_on) for item in items]
    return Plan(
        as_of=question.window.starts_on,
        wish=question.wish,
        held_role=question.standing.held_role,
        target_title=question.target.title,
        items=tuple(sorted(items, key=lambda i: (i.starts_on, i.ends_on, i.opportunity))),
        outlook=find_outlook(question, ends),
        hours=_hours(question, items),
        money=_money(question, items),
        objective=result.objective,
        bound=result.bound,
        relative_gap=result.relative_gap,
        missing_experiences=tuple(slug for slug in missing if slug not in gives),
        binding=binding,
        left_out=_left_out(question, result),
        input_hash=_hash(question, problem, catalogue),
        planned_until=question.window.ends_on,
        experience_credit=sum(c.worth for c in problem.credits if c.name in gives),
        lost_to_few_at_once=max(0.0, result.chosen_worth - result.objective),
        nothing_fits_because=empty,
        notes=_notes(question, result),
        ladder_version=question.ladder.version,
        catalogue_version=catalogue.version,
        calibration_version=question.standing.calibration,
        counted_from=question.window.counted_from or question.window.starts_on,
        promise=find_promise(question, ends),
    )


def _planned_item(question: Question, placement: Placement) -> PlannedItem:
    offer = question.offers.by_slug[placement.item]
    starts_on, ends_on = _dates(question, offer, placement)
    item = offer.opportunity
    return PlannedItem(
        opportunity=item.slug,
        title=item.title,
        kind=item.kind,
        starts_on=starts_on,
        ends_on=ends_on,
        effort_hours=offer.hours,
        cost_minor=offer.cost_minor,
        currency=question.wish.currency,
        gains=tuple(_planned_gains(question, offer)),
        gives_experiences=tuple(
            slug for slug in item.gives_experiences if slug in question.target.experiences
        ),
        worked_if=item.worked_if,
        is_pinned=item.slug in question.wish.pinned,
        is_begun=offer.is_begun,
        is_dated=placement.session is not None,
        hours_by_week=_hours_by_week(question.window, offer, placement),
    )


def _dates(question: Question, offer: Offer, placement: Placement) -> tuple[date, date]:
    if placement.session is not None:
        session = sessions_of(question, offer)[placement.session]
        return session.starts_on, session.ends_on
    weeks = question.window.weeks
    return weeks[placement.first_step][0], weeks[placement.last_step][1]


def _hours_by_week(
    window: Window, offer: Offer, placement: Placement
) -> tuple[tuple[date, float], ...]:
    weeks = enumerate(placement.shares, placement.first_step)
    return tuple((window.weeks[week][0], share * offer.hours) for week, share in weeks)


def _planned_gains(question: Question, offer: Offer) -> Iterable[PlannedGain]:
    """The stated gains, cut where the item's own ceiling leaves no room for them."""
    for builds in offer.opportunity.builds:
        if builds.competency not in question.estimates:
            continue
        ceiling = ceiling_logits(question.bars(builds.competency), builds.ceiling)
        room = max(0.0, ceiling - question.estimate(builds.competency).mean) / LOGITS_PER_SD
        low, middle, high = (min(room, gain) for gain in find_gain_range(offer, builds))
        if high <= 0:
            continue
        yield PlannedGain(
            competency=builds.competency,
            name=question.estimate(builds.competency).name,
            gain_sd=middle,
            gain_sd_range=(low, high),
        )


def find_gain_range(offer: Offer, builds: Builds) -> tuple[float, float, float]:
    """The expected gain in SDs of level with low, middle and high effects."""
    low, high = offer.kind.effect_sd_range
    effects = (low, offer.kind.effect_sd, high)
    first, middle, last = (gain_sd(offer.kind, builds, effect_sd=e) for e in effects)
    return first, middle, last


def _hours(question: Question, items: Iterable[PlannedItem]) -> tuple[PeriodUse, ...]:
    used: dict[date, float] = {}
    for item in items:
        for week, hours in item.hours_by_week:
            used[week] = used.get(week, 0.0) + hours
    return tuple(
        PeriodUse(starts_on=first, ends_on=last, used=used.get(first, 0.0), limit=limit)
        for (first, last), limit in zip(question.window.weeks, question.hour_limits, strict=True)
    )


def _money(question: Question, items: Iterable[PlannedItem]) -> tuple[PeriodUse, ...]:
    window = question.window
    used = [0] * len(window.years)
    for item in items:
        used[window.year_of(item.starts_on)] += item.cost_minor
    return tuple(
        PeriodUse(starts_on=first, ends_on=last, used=float(amount), limit=limit)
        for (first, last), amount, limit in zip(
            window.years, used, question.money_limits, strict=True
        )
    )


def _left_out(question: Question, result: Result) -> dict[str, Obstacle]:
    reasons = dict(question.offers.left_out)
    for slug, limit in result.left_out:
        if limit != USELESS:
            reasons[slug] = find_obstacle(question, slug, limit)
    return dict(sorted(reasons.items()))


def _notes(question: Question, result: Result) -> tuple[Note, ...]:
    window, notes = question.window, []
    if window.ends_on < question.wish.by:
        notes.append(
            Note(kind="five years at most", starts_on=question.wish.by, ends_on=window.ends_on)
        )
    if result.stopped_early:
        notes.append(Note(kind="stopped early"))
    if question.set_aside:
        notes.append(Note(kind="set aside", title="; ".join(question.set_aside)))
    events = (_event_note(question, p) for p in result.placements if p.session is not None)
    return (*notes, *(note for note in events if note))


def _event_note(question: Question, placement: Placement) -> Note | None:
    """That an event's hours are counted over more weeks than its own."""
    offer, window = question.offers.by_slug[placement.item], question.window
    starts_on, ends_on = _dates(question, offer, placement)
    first, last = window.week_of(starts_on), window.week_of(ends_on)
    if first <= placement.first_step and placement.last_step <= last:
        return None
    return Note(
        kind="event hours",
        starts_on=window.weeks[placement.first_step][0],
        ends_on=window.weeks[placement.last_step][1],
        opportunity=placement.item,
        title=offer.opportunity.title,
        hours=offer.hours,
    )


def _hash(question: Question, problem: Problem, catalogue: Catalogue) -> str:
    """A digest of all that the plan depends on: equal digests, equal plans."""
    wish = question.wish
    versions = (
        (question.ladder.slug, question.ladder.version),
        (catalogue.slug, catalogue.version),
        (question.target.slug, question.window.starts_on, wish.by, wish.currency),
        sorted(wish.pinned),
        sorted(wish.dropped),
        sorted(wish.rates.items()),
    )
    return hashlib.sha256(repr((versions, problem)).encode()).hexdigest()
