"""What moved since a day: the adopted plan's steps against facts, and estimates then and now."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from headway.core.dossier import AdoptedPlan, Dossier
from headway.core.errors import InvalidInputError
from headway.core.evidence import Completion, EvidenceItem
from headway.core.ladder import Ladder, Role
from headway.core.ratings import RatingForm
from headway.core.standing import Estimate, estimate_levels

StepState = Literal["done", "begun", "cancelled", "overdue", "under way", "ahead"]


@dataclass(frozen=True, kw_only=True)
class StepProgress:
    """One step of the adopted plan and what the facts say became of it.

    "overdue" is a step whose last day passed and that nobody told to be done, cancelled or late;
    what was told to be late is "begun".
    """

    opportunity: str
    title: str
    planned_start: date
    planned_end: date
    state: StepState
    told_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One competency's estimate on the first day and on the last."""

    competency: str
    name: str
    then: Estimate
    now: Estimate


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Plan and facts compared between two days.

    `movements` holds the competencies whose estimate rests on other facts than before. `hours` are
    those told with completions in between.
    """

    since: date
    as_of: date
    plan_adopted_on: date | None
    steps: tuple[StepProgress, ...]
    movements: tuple[Movement, ...]
    new_evidence: tuple[str, ...]
    new_view_count: int
    hours: float


def measure_progress(
    dossier: Dossier, ladder: Ladder, role: Role | None, *, since: date, as_of: date
) -> Progress:
    """What moved from the end of `since` to the end of `as_of`, compared with `role`'s bars.

    Raises InvalidInputError if `since` is not before `as_of`, or if the adopted plan has another form
    than Headway's.
    """
    if since >= as_of:
        raise InvalidInputError(f"Progress needs a day before {as_of.isoformat()} to start from.")
    known = dossier.known_by(as_of)
    before = {fact.id for fact in dossier.known_by(since).facts}
    new = {fact.id for fact in known.facts} - before
    adopted = next(((f, b) for f, b in reversed(list(known.each(AdoptedPlan)))), None)
    return Progress(
        since=since,
        as_of=as_of,
        plan_adopted_on=adopted[0].happened_on if adopted else None,
        steps=_steps(adopted[1], known, as_of) if adopted else (),
        movements=_movements(dossier, ladder, role, since, as_of),
        new_evidence=tuple(
            item.text
            for fact, item in known.each(EvidenceItem)
            if fact.id in new and not item.is_draft
        ),
        new_view_count=sum(fact.id in new for fact, _ in known.each(RatingForm)),
        hours=sum(told.hours or 0.0 for fact, told in known.each(Completion) if fact.id in new),
    )


def _movements(
    dossier: Dossier, ladder: Ladder, role: Role | None, since: date, as_of: date
) -> tuple[Movement, ...]:
    then = estimate_levels(dossier, ladder, as_of=since, compared_role=role)
    now = estimate_levels(dossier, ladder, as_of=as_of, compared_role=role)
    before = _bases(dossier.known_by(since), with_own=not then.others_have_rated)
    after = _bases(dossier.known_by(as_of), with_own=not now.others_have_rated)
    pairs = zip(then.estimates, now.estimates, strict=True)
    return tuple(
        Movement(competency=b.competency, name=b.name, then=a, now=b)
        for a, b in pairs
        if before.get(b.competency) != after.get(b.competency)
    )


def _bases(known: Dossier, *, with_own: bool) -> Mapping[str, Set[UUID]]:
    """By competency, the facts its estimate rests on: their number alone would hide a second view."""
    bases: dict[str, set[UUID]] = defaultdict(set)
    for fact, form in known.each(RatingForm):
        if with_own or form.source != "self":
            for slug in form.marks:
                bases[slug].add(fact.id)
    for fact, item in known.each(EvidenceItem):
        if not item.is_draft and (with_own or item.support != "claimed"):
            for slug in (tag.competency for tag in item.tags if tag.level):
                bases[slug].add(fact.id)
    return bases


def _steps(plan: AdoptedPlan, known: Dossier, as_of: date) -> tuple[StepProgress, ...]:
    told = {body.opportunity: (fact.happened_on, body) for fact, body in known.each(Completion)}
    items: Any = plan.document.get("items", ())
    try:
        return tuple(_step(item, told.get(item["opportunity"]), as_of) for item in items)
    except (KeyError, TypeError, ValueError):
        raise InvalidInputError(
            "The adopted plan has another form than Headway's; adopt one anew: `headway plan --adopt`."
        ) from None


def _step(item: dict[str, Any], told: tuple[date, Completion] | None, as_of: date) -> StepProgress:
    starts_on, ends_on = (_to_date(item[name]) for name in ("starts_on", "ends_on"))
    return StepProgress(
        opportunity=item["opportunity"],
        title=item["title"],
        planned_start=starts_on,
        planned_end=ends_on,
        state=_step_state(starts_on, ends_on, told[1] if told else None, as_of),
        told_on=told[0] if told else None,
    )


def _step_state(starts_on: date, ends_on: date, told: Completion | None, as_of: date) -> StepState:
    if told and told.outcome in ("done", "cancelled"):
        return "done" if told.outcome == "done" else "cancelled"
    if told and (told.outcome == "late" or ends_on >= as_of):
        return "begun"
    if ends_on < as_of:
        return "overdue"
    return "under way" if starts_on <= as_of else "ahead"


def _to_date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
