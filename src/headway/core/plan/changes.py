"""What differs between two plans, and why: a cause is told if without it the change would be needless."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.limits import without_limit
from headway.algorithms.schedule.problem import Item, Problem, in_order
from headway.algorithms.schedule.repair import fits
from headway.algorithms.schedule.value import worth
from headway.core.dossier import Dossier
from headway.core.evidence import Completion
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan.question import HOURS, MONEY, Question, build_problem
from headway.core.plan.replan import (
    ask_again,
    find_placements,
    place_in_weeks,
    weeks_to_come,
)
from headway.core.plan.values import Cause, MoveKind, Plan, PlanChange, PlannedItem
from headway.core.standing import Standing

# What moves by less than a week is where it was.
SAME = timedelta(days=7)
# By so much has a chance of meeting a bar to fall before a competency is told to need more.
FALLEN = 0.05
NOTHING = 1e-9


@dataclass(frozen=True, kw_only=True)
class _Two:
    """Two plans, and the problem of the second with both plans' places in it."""

    before: Plan
    after: Plan
    question: Question
    problem: Problem
    stood: Mapping[str, Placement]
    stands: Mapping[str, Placement]
    told: Mapping[str, Completion]

    @cached_property
    def before_and_gone(self) -> Mapping[str, Placement]:
        """Where in the weeks to come those items stood that are in the plan no more."""
        return {slug: place for slug, place in self.stood.items() if slug not in self.stands}

    def title(self, slug: str) -> str:
        """What an opportunity is called in one of the plans."""
        items = (*self.after.items, *self.before.items)
        return next((item.title for item in items if item.opportunity == slug), slug)


def compare_plans(
    before: Plan,
    after: Plan,
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
) -> tuple[PlanChange, ...]:
    """How `after`, made on its day from what was known then, differs from `before`, and why.

    What went out comes first, then what moved, then what is new; each by its date. Raises as
    `make_plan` does.
    """
    two = _put_together(before, after, dossier, standing, ladder, catalogue)
    was = {item.opportunity: item for item in before.items}
    now = {item.opportunity: item for item in after.items}
    changes = [_gone(two, item) for slug, item in was.items() if slug not in now]
    moved = (_moved(two, was[slug], item) for slug, item in now.items() if slug in was)
    changes += [change for change in moved if change]
    changes += [_come(two, item) for slug, item in now.items() if slug not in was]
    return tuple(sorted(changes, key=_order))


def _order(change: PlanChange) -> tuple[int, date, str]:
    place = {"out": 0, "in": 2}.get(change.kind, 1)
    starts_on, _ = change.after or change.before or (date.min, date.min)
    return place, starts_on, change.opportunity


def _put_together(
    before: Plan,
    after: Plan,
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
) -> _Two:
    day = after.as_of
    question = ask_again(before, dossier, standing, ladder, catalogue, as_of=day, wish=after.wish)
    problem = in_order(build_problem(question))
    gone = [item for item in before.items if item.opportunity not in problem.by_name]
    problem = replace(problem, items=(*problem.items, *map(_as_load, gone)))
    known = dossier.known_by(day)
    return _Two(
        before=before,
        after=after,
        question=question,
        problem=problem,
        stood=find_placements(question, problem, before) | _loads(question, problem, gone),
        stands=find_placements(question, problem, after),
        told={body.opportunity: body for _, body in known.each(Completion)},
    )


def _as_load(item: PlannedItem) -> Item:
    """What took hours and money and is offered no more, so that its return can be tried."""
    return Item(
        name=item.opportunity,
        uses=((HOURS, item.effort_hours), (MONEY, float(item.cost_minor))),
    )


def _loads(
    question: Question, problem: Problem, gone: Iterable[PlannedItem]
) -> dict[str, Placement]:
    found = {}
    for item in gone:
        weeks = weeks_to_come(question.window, item)
        placement = place_in_weeks(problem, item, weeks) if weeks else None
        if placement is not None:
            found[item.opportunity] = placement
    return found


# What went out -----------------------------------------------------------------------------------


def _gone(two: _Two, item: PlannedItem) -> PlanChange:
    slug = item.opportunity
    change = PlanChange(
        kind="out",
        cause="not offered",
        opportunity=slug,
        title=item.title,
        before=(item.starts_on, item.ends_on),
    )
    if cause := _end_told(two, slug):
        return replace(change, cause=cause)
    if obstacle := two.after.left_out.get(slug):
        return replace(change, cause="obstacle", obstacle=obstacle)
    if slug not in two.question.offers.by_slug:
        return change
    return _pushed_out(two, change)


def _end_told(two: _Two, slug: str) -> Cause | None:
    outcome = two.told[slug].outcome if slug in two.told else None
    if outcome == "done":
        return "done"
    if outcome == "cancelled":
        return "cancelled"
    return "dropped" if slug in two.after.wish.dropped else None


def _pushed_out(two: _Two, change: PlanChange) -> PlanChange:
    """Of what could still be done: nothing is left to gain, or what takes its place."""
    slug = change.opportunity
    item = two.problem.by_name[slug]
    if worth(two.problem, [slug]) + item.charge <= NOTHING:
        return replace(change, cause="shown")
    if fits(two.problem, two.stands.values(), slug):
        return replace(change, cause="little")
    new = sorted(two.stands.keys() - two.stood.keys())
    for other in new:
        if fits(two.problem, _but(two.stands, other), slug):
            return _because(two, replace(change, cause="replaced"), other)
    if new and fits(two.problem, _but(two.stands, *new), slug):
        return _because(two, replace(change, cause="replaced"), new[0])
    return replace(change, cause=_limit(two, slug, None) or "time")


def _but(placed: Mapping[str, Placement], *without: str) -> list[Placement]:
    return [placement for name, placement in placed.items() if name not in without]


def _because(two: _Two, change: PlanChange, other: str) -> PlanChange:
    return replace(change, because=other, because_title=two.title(other))


def _limit(two: _Two, slug: str, where: Placement | None) -> Cause | None:
    """The single limit without which the item would find its place beside all others."""
    several = replace(two.problem, at_once=None, focuses_at_once=None)
    relaxed: tuple[tuple[Cause, Problem], ...] = (
        ("hours", without_limit(two.problem, HOURS)),
        ("money", without_limit(two.problem, MONEY)),
        ("at once", several),
    )
    beside = _but(two.stands, slug)
    return next((cause for cause, p in relaxed if fits(p, beside, slug, where)), None)


# What moved --------------------------------------------------------------------------------------


def _moved(two: _Two, was: PlannedItem, now: PlannedItem) -> PlanChange | None:
    starts, ends = now.starts_on - was.starts_on, now.ends_on - was.ends_on
    if now.is_begun:
        # It begins where what is left begins, so only its end tells.
        starts = ends
    if abs(starts) < SAME and abs(ends) < SAME:
        return None
    change = PlanChange(
        kind=_kind_of_move(starts, ends),
        cause="order",
        opportunity=now.opportunity,
        title=now.title,
        before=(was.starts_on, was.ends_on),
        after=(now.starts_on, now.ends_on),
    )
    if now.is_begun:
        return replace(change, cause=_cause_of_begun(two, was, now))
    is_put_off = change.kind in ("later", "longer")
    return _put_off(two, change) if is_put_off else _brought_forward(two, change)


def _kind_of_move(starts: timedelta, ends: timedelta) -> MoveKind:
    """By how it begins; of what begins where it did, by how it ends."""
    if abs(starts) >= SAME:
        return "later" if starts > timedelta(0) else "earlier"
    return "longer" if ends > timedelta(0) else "shorter"


def _cause_of_begun(two: _Two, was: PlannedItem, now: PlannedItem) -> Cause:
    if now.opportunity in two.told and two.told[now.opportunity].outcome == "late":
        return "late"
    if now.ends_on < was.ends_on and now.effort_hours < was.effort_hours:
        return "less to do"
    return "begun"


def _put_off(two: _Two, change: PlanChange) -> PlanChange:
    slug = change.opportunity
    was, where = change.before, two.stood.get(slug)
    if was and was[0] < two.question.window.starts_on:
        return replace(change, cause="not begun")
    if where is None:
        return replace(change, cause="time")
    for other in _before_it(two.problem, slug):
        if other in two.stands and two.stands[other].last_step >= where.first_step:
            return _because(two, replace(change, cause=_late_or(two, other, "after")), other)
    if fits(two.problem, _but(two.stands, slug), slug, where):
        return change
    for other in sorted(two.stands.keys() - {slug}, key=lambda n: (not _is_late(two, n), n)):
        if fits(two.problem, _but(two.stands, slug, other), slug, where):
            return _because(two, replace(change, cause=_late_or(two, other, "beside")), other)
    several = _new_or_late(two, slug)
    if several and fits(two.problem, _but(two.stands, slug, *several), slug, where):
        other = several[0]
        return _because(two, replace(change, cause=_late_or(two, other, "beside")), other)
    return replace(change, cause=_limit(two, slug, where) or "order")


def _new_or_late(two: _Two, slug: str) -> list[str]:
    """What else is new or late in the plan, the late first, then by when it begins."""
    names = [n for n in two.stands if n != slug and (n not in two.stood or _is_late(two, n))]
    return sorted(names, key=lambda n: (not _is_late(two, n), two.stands[n].first_step, n))


def _before_it(problem: Problem, slug: str) -> list[str]:
    firsts = (pair.first for pair in problem.sequences if pair.then == slug)
    return sorted({*problem.by_name[slug].requires, *firsts})


def _is_late(two: _Two, slug: str) -> bool:
    return slug in two.told and two.told[slug].outcome == "late"


def _late_or(two: _Two, slug: str, otherwise: Cause) -> Cause:
    return "late" if _is_late(two, slug) else otherwise


def _brought_forward(two: _Two, change: PlanChange) -> PlanChange:
    other = _made_room(two, change.opportunity)
    return _because(two, replace(change, cause="room"), other) if other else change


def _made_room(two: _Two, slug: str) -> str:
    """What left the plan, or ends sooner, and stood where the item stands now; "" for nothing."""
    where, gone = two.stands.get(slug), two.before_and_gone
    beside = _but(two.stands, slug)
    for other, placement in sorted(gone.items()):
        if where and not fits(two.problem, [*beside, placement], slug, where):
            return other
    return ""


# What is new -------------------------------------------------------------------------------------


def _come(two: _Two, item: PlannedItem) -> PlanChange:
    slug = item.opportunity
    change = PlanChange(
        kind="in",
        cause="room",
        opportunity=slug,
        title=item.title,
        after=(item.starts_on, item.ends_on),
    )
    if slug in two.after.wish.pinned:
        return replace(change, cause="asked")
    if item.is_begun:
        return replace(change, cause="begun")
    if needed := _fallen(two, item):
        name = next(g.name for g in item.gains if g.competency == needed)
        return replace(change, cause="needed", because=needed, because_title=name)
    other = _made_room(two, slug)
    return _because(two, change, other) if other else change


def _fallen(two: _Two, item: PlannedItem) -> str:
    """The competency it builds whose chance of meeting the bar fell most, and noticeably; "" for none."""
    then = {o.competency: o.chance_now for o in two.before.outlook}
    now = {o.competency: o.chance_now for o in two.after.outlook}
    falls = {
        gain.competency: then[gain.competency] - now[gain.competency]
        for gain in item.gains
        if gain.competency in then and gain.competency in now
    }
    most = max(sorted(falls), key=lambda slug: falls[slug], default="")
    return most if most and falls[most] >= FALLEN else ""
