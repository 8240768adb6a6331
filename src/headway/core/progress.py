"""What moved since a day: the adopted plan against facts, quarter by quarter, and estimates then and now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError
from headway.core.evidence import Completion, EvidenceItem
from headway.core.ladder import Ladder, Role
from headway.core.plan.adopted import list_adopted
from headway.core.plan.values import Plan, PlannedItem
from headway.core.ratings import RatingForm
from headway.core.standing import Estimate, Standing
from headway.core.standing.basis import Basis, Piece, View, read_basis
from headway.core.standing.levels import stand_where
from headway.core.standing.settled import Settled, settle_basis, settle_near

StepState = Literal["done", "begun", "late", "cancelled", "overdue", "under way", "ahead"]
ASKED_ABOUT: tuple[StepState, ...] = ("overdue", "under way", "begun", "late")
DAYS_A_WEEK = 7
# A long look back is told by its last quarters.
MOST_QUARTERS = 12


@dataclass(frozen=True, kw_only=True)
class StepProgress:
    """One step of the adopted plan and what the facts say became of it.

    "overdue" is a step whose last day passed, or whose day until which it was told to be late, and
    that nobody told to be done or cancelled.
    """

    opportunity: str
    title: str
    planned_start: date
    planned_end: date
    state: StepState
    told_on: date | None = None
    late_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class LevelProgress:
    """One competency at the end of a quarter: the chance of meeting its bar that the plan expected and found.

    What the plan expected by a day is taken in proportion to the gains of its steps that should be
    over by then.
    """

    competency: str
    name: str
    bar_level: int
    chance_expected: float
    chance_found: float


@dataclass(frozen=True, kw_only=True)
class QuarterProgress:
    """Plan and facts of one quarter of a year, or of its part between the two days compared.

    `steps_due` should have been over in it by the plan, `steps_done` were told to be done in it. `levels`
    are those that the plan was to move, as found at its end.
    """

    starts_on: date
    ends_on: date
    hours_planned: float
    hours_told: float
    steps_due: int
    steps_done: int
    levels: tuple[LevelProgress, ...]


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
    those told with completions in between. `quarters` are there from the plan's first day on.
    """

    since: date
    as_of: date
    plan_adopted_on: date | None
    steps: tuple[StepProgress, ...]
    movements: tuple[Movement, ...]
    new_evidence: tuple[str, ...]
    new_view_count: int
    hours: float
    quarters: tuple[QuarterProgress, ...] = ()


def measure_progress(
    dossier: Dossier,
    ladder: Ladder,
    role: Role | None,
    *,
    since: date,
    as_of: date,
    calibration: rating_model.Calibration | None = None,
) -> Progress:
    """What moved from the end of `since` to the end of `as_of`, compared with `role`'s bars.

    Every day is estimated with the one `calibration` (None: the shipped one), so that nobody seems to
    have moved because the scale did. The last day is estimated as `estimate_levels` does, the means and
    SDs of earlier ones are within 2e-4 logits of that.
    Raises InvalidInputError if `since` is not before `as_of`, or if the adopted plan has another form
    than Headway's.
    """
    if since >= as_of:
        raise InvalidInputError(f"Progress needs a day before {as_of.isoformat()} to start from.")
    known = dossier.known_by(as_of)
    before = {fact.id for fact in dossier.known_by(since).facts}
    new = {fact.id for fact in known.facts} - before
    adopted = list_adopted(known)
    days = _Days(dossier=dossier, ladder=ladder, first=since, last=as_of, calibration=calibration)
    return Progress(
        since=since,
        as_of=as_of,
        plan_adopted_on=adopted[-1][0] if adopted else None,
        steps=follow_steps(known, adopted, as_of=as_of),
        movements=_movements(days, role.slug if role else "", since, as_of),
        new_evidence=tuple(
            item.text
            for fact, item in known.each(EvidenceItem)
            if fact.id in new and not item.is_draft
        ),
        new_view_count=sum(fact.id in new for fact, _ in known.each(RatingForm)),
        hours=sum(told.hours or 0.0 for fact, told in known.each(Completion) if fact.id in new),
        quarters=tuple(_quarters(known, days, adopted, since, as_of)),
    )


@dataclass(frozen=True, kw_only=True)
class _Days:
    """What was known of the levels on each day that is asked for; a day is estimated once.

    Estimates take most of the time: days between begin where the first one came to rest, so that they
    rest on nothing that was told later, and are remembered when more is told.
    """

    dossier: Dossier
    ladder: Ladder
    first: date
    last: date
    calibration: rating_model.Calibration | None
    settled: dict[date, Settled] = field(default_factory=dict)
    stood: dict[tuple[date, str], Standing] = field(default_factory=dict)

    def settle(self, day: date) -> Settled:
        if day not in self.settled:
            known = self.dossier.known_by(day)
            basis = read_basis(known, self.ladder, as_of=day, calibration=self.calibration)
            self.settled[day] = (
                settle_basis(basis, as_of=day)
                if day in (self.first, self.last)
                else settle_near(basis, self.settle(self.first), as_of=day)
            )
        return self.settled[day]

    def stand(self, day: date, role: str) -> Standing:
        """The levels compared with a role by its slug ("": with none)."""
        if (day, role) not in self.stood:
            compared = self.ladder.role(role) if role else None
            settled = self.settle(day)
            self.stood[day, role] = stand_where(
                settled, self.ladder, as_of=day, compared_role=compared
            )
        return self.stood[day, role]


def _movements(days: _Days, role: str, since: date, as_of: date) -> tuple[Movement, ...]:
    then, now = (days.stand(day, role) for day in (since, as_of))
    facts_before, facts_after = (_facts_by_place(days.settle(day).basis) for day in (since, as_of))
    return tuple(
        Movement(competency=b.competency, name=b.name, then=a, now=b)
        for place, (a, b) in enumerate(zip(then.estimates, now.estimates, strict=True))
        if facts_before.get(place) != facts_after.get(place)
    )


def _facts_by_place(basis: Basis) -> Mapping[int, Set[UUID]]:
    """The facts each estimate rests on, by its place: their number alone would hide a second view."""
    facts: dict[int, set[UUID]] = defaultdict(set)
    said: tuple[View | Piece, ...] = (*basis.views, *basis.pieces)
    for one in said:
        facts[one.place].add(one.fact)
    return facts


# Steps of the adopted plan ------------------------------------------------------------------------


def find_steps(known: Dossier, *, as_of: date) -> tuple[StepProgress, ...]:
    """The steps of the plan adopted last, and those of earlier ones that were done or cancelled.

    `known` holds only what is known by `as_of`. Raises InvalidInputError for a plan of another form.
    """
    return follow_steps(known, list_adopted(known), as_of=as_of)


def follow_steps(
    known: Dossier, adopted: Iterable[tuple[date, Plan]], *, as_of: date
) -> tuple[StepProgress, ...]:
    """As `find_steps`, of plans that have been read."""
    told = {body.opportunity: (fact.happened_on, body) for fact, body in known.each(Completion)}
    items: dict[str, PlannedItem] = {}
    for _, plan in adopted:
        over = {
            slug: item
            for slug, item in items.items()
            if slug in told and told[slug][1].outcome in ("done", "cancelled")
        }
        items = over | {item.opportunity: item for item in plan.items}
    ordered = sorted(items.values(), key=lambda i: (i.starts_on, i.ends_on, i.opportunity))
    return tuple(_step(item, told.get(item.opportunity), as_of) for item in ordered)


def _step(item: PlannedItem, told: tuple[date, Completion] | None, as_of: date) -> StepProgress:
    step = StepProgress(
        opportunity=item.opportunity,
        title=item.title,
        planned_start=item.starts_on,
        planned_end=item.ends_on,
        state="ahead",
    )
    if told:
        step = replace(step, told_on=told[0], late_until=told[1].late_until)
    return replace(step, state=_step_state(step, told[1] if told else None, as_of))


def _step_state(step: StepProgress, told: Completion | None, as_of: date) -> StepState:
    if told and told.outcome in ("done", "cancelled"):
        return "done" if told.outcome == "done" else "cancelled"
    is_late = told is not None and told.outcome == "late"
    if is_late and (step.late_until is None or step.late_until >= as_of):
        return "late"
    if step.planned_end < as_of:
        return "overdue"
    if told:
        return "late" if is_late else "begun"
    return "under way" if step.planned_start <= as_of else "ahead"


def find_due(steps: Iterable[StepProgress]) -> tuple[StepProgress, ...]:
    """The steps that a weekly look asks about: due, late or going on."""
    return tuple(step for step in steps if step.state in ASKED_ABOUT)


# Quarter by quarter -------------------------------------------------------------------------------


def _quarters(
    known: Dossier,
    days: _Days,
    adopted: list[tuple[date, Plan]],
    since: date,
    as_of: date,
) -> Iterator[QuarterProgress]:
    if not adopted:
        return
    first = max(since + timedelta(days=1), adopted[0][0])
    for starts_on, ends_on in list(_each_quarter(first, as_of))[-MOST_QUARTERS:]:
        # By the plan that was in force when the quarter, or its part, ended.
        plan = next(p for day, p in reversed(adopted) if day <= ends_on)
        told = [b for f, b in known.each(Completion) if starts_on <= f.happened_on <= ends_on]
        yield QuarterProgress(
            starts_on=starts_on,
            ends_on=ends_on,
            hours_planned=_hours_planned(adopted, starts_on, ends_on),
            hours_told=sum(body.hours or 0.0 for body in told),
            steps_due=_steps_due(adopted, starts_on, ends_on),
            steps_done=len({b.opportunity for b in told if b.outcome == "done"}),
            levels=tuple(_levels(days, plan, ends_on)),
        )


def _each_quarter(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The quarters of the year from `first` to `last`, the outer ones cut to these days."""
    starts_on = first
    while starts_on <= last:
        months = 12 * starts_on.year + 3 * ((starts_on.month - 1) // 3) + 3
        next_one = date(months // 12, months % 12 + 1, 1)
        yield starts_on, min(next_one - timedelta(days=1), last)
        starts_on = next_one


def _in_force(adopted: list[tuple[date, Plan]]) -> Iterator[tuple[Plan, date, date]]:
    """Each adopted plan with the first and the last day on which it was the one to follow."""
    ends = [day - timedelta(days=1) for day, _ in adopted[1:]] + [date.max]
    for (day, plan), ends_on in zip(adopted, ends, strict=True):
        yield plan, day, ends_on


def _hours_planned(adopted: list[tuple[date, Plan]], starts_on: date, ends_on: date) -> float:
    """The hours of the weeks between two days, a week that lies partly between them by its days."""
    total = 0.0
    for plan, first, last in _in_force(adopted):
        low, high = max(starts_on, first), min(ends_on, last)
        for item in plan.items:
            for week, hours in item.hours_by_week:
                week_ends = week + timedelta(days=DAYS_A_WEEK - 1)
                days = (min(high, week_ends) - max(low, week)).days + 1
                total += hours * max(0, days) / DAYS_A_WEEK
    return total


def _steps_due(adopted: list[tuple[date, Plan]], starts_on: date, ends_on: date) -> int:
    return len(
        {
            item.opportunity
            for plan, first, last in _in_force(adopted)
            for item in plan.items
            if max(starts_on, first) <= item.ends_on <= min(ends_on, last)
        }
    )


def _levels(days: _Days, plan: Plan, day: date) -> Iterator[LevelProgress]:
    """The levels that `plan` was to raise, as expected and as found on `day`."""
    rising = [o for o in plan.outlook if o.chance_after > o.chance_now]
    role = plan.wish.target_role
    if not rising or role not in {r.slug for r in days.ladder.roles}:
        return
    found = {e.competency: e.meets_chance for e in days.stand(day, role).estimates}
    for outlook in rising:
        chance = found.get(outlook.competency)
        if chance is not None:
            share = _share_over(plan, outlook.competency, day)
            rise = outlook.chance_after - outlook.chance_now
            yield LevelProgress(
                competency=outlook.competency,
                name=outlook.name,
                bar_level=outlook.bar_level,
                chance_expected=outlook.chance_now + share * rise,
                chance_found=chance,
            )


def _share_over(plan: Plan, competency: str, day: date) -> float:
    """The share of a competency's planned gains whose steps should be over by `day`."""
    gains = [
        (item.ends_on <= day, gain.gain_sd)
        for item in plan.items
        for gain in item.gains
        if gain.competency == competency
    ]
    total = sum(amount for _, amount in gains)
    return sum(amount for is_over, amount in gains if is_over) / total if total > 0 else 0.0
