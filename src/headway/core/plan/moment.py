"""Why an item of a plan begins when it does: found by trying to place it sooner, a limit less at a time."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from headway.algorithms.schedule.fill import diary_of
from headway.algorithms.schedule.layout import Placement, empty_diary, place
from headway.algorithms.schedule.limits import without_limit
from headway.algorithms.schedule.problem import Problem
from headway.algorithms.schedule.value import reached
from headway.core.plan.question import HOURS, MONEY, Question
from headway.core.plan.reasons import Hold, HoldKind, Moment, MomentState
from headway.core.plan.values import PlannedItem

# In the order in which they are told.
HOLDS: tuple[HoldKind, ...] = (
    *("requires", "taught first", "entry level", "hours", "money", "at once", "focus"),
)


def explain_moment(
    question: Question, problem: Problem, placed: Mapping[str, Placement], planned: PlannedItem
) -> Moment:
    """Why a planned item begins when it does, all others where they stand."""
    slug = planned.opportunity
    moment = Moment(
        state="first day",
        starts_on=planned.starts_on,
        ends_on=planned.ends_on,
        is_dated=planned.is_dated,
    )
    now = placed[slug].first_step
    if planned.is_begun:
        return replace(moment, state="begun")
    if now <= problem.by_name[slug].first_step:
        return moment
    found = place_sooner(problem, placed, slug)
    if found is not None:
        could = question.window.weeks[found][0]
        return replace(moment, state="free", could_start_on=could)
    return _with_holds(question, problem, placed, moment, slug)


def _with_holds(
    question: Question,
    problem: Problem,
    placed: Mapping[str, Placement],
    moment: Moment,
    slug: str,
) -> Moment:
    steps = {kind: place_sooner(problem, placed, slug, without=(kind,)) for kind in HOLDS}
    found = {kind: step for kind, step in steps.items() if step is not None}
    if not found:
        together = _least_set(problem, placed, slug)
        step = place_sooner(problem, placed, slug, without=together)
        if step is None:
            return replace(moment, state="no sooner")
        found = dict.fromkeys(together, step)
    holds = (
        _with_cause(question, problem, placed, slug, Hold(kind=kind, starts_on=day))
        for kind, day in ((k, question.window.weeks[s][0]) for k, s in found.items())
    )
    state: MomentState = "held" if any(s is not None for s in steps.values()) else "held by several"
    return replace(moment, state=state, holds=tuple(holds))


def _least_set(
    problem: Problem, placed: Mapping[str, Placement], slug: str
) -> tuple[HoldKind, ...]:
    """Limits without which, together, the item would begin sooner, and none of which can be spared."""
    kept = list(HOLDS)
    for kind in HOLDS:
        fewer = [other for other in kept if other != kind]
        if place_sooner(problem, placed, slug, without=fewer) is not None:
            kept = fewer
    return tuple(kept)


def place_sooner(
    problem: Problem,
    placed: Mapping[str, Placement],
    slug: str,
    *,
    without: Collection[HoldKind] = (),
    spared: Collection[str] = (),
) -> int | None:
    """The first step of the item if it were placed anew and would begin sooner; None if it would not.

    The others stand where they stand, but for those `spared`; the limits `without` do not hold.
    """
    relaxed = _relax(problem, slug, without)
    beside = [p for name, p in placed.items() if name != slug and name not in spared]
    found = place(diary_of(empty_diary(relaxed), beside), relaxed.by_name[slug])
    if found is None or found.first_step >= placed[slug].first_step:
        return None
    return found.first_step


def _relax(problem: Problem, slug: str, without: Collection[HoldKind]) -> Problem:
    item = problem.by_name[slug]
    if "requires" in without:
        item = replace(item, requires=())
    if "entry level" in without:
        item = replace(item, entry=())
    items = tuple(item if other.name == slug else other for other in problem.items)
    relaxed = replace(problem, items=items)
    if "taught first" in without:
        pairs = tuple(pair for pair in problem.sequences if pair.then != slug)
        relaxed = replace(relaxed, sequences=pairs)
    for kind, resource in (("hours", HOURS), ("money", MONEY)):
        if kind in without:
            relaxed = without_limit(relaxed, resource)
    return replace(
        relaxed,
        at_once=None if "at once" in without else relaxed.at_once,
        focuses_at_once=None if "focus" in without else relaxed.focuses_at_once,
    )


def _with_cause(
    question: Question,
    problem: Problem,
    placed: Mapping[str, Placement],
    slug: str,
    hold: Hold,
) -> Hold:
    """The hold with the item, or the competency, that it speaks of."""
    if hold.kind == "entry level":
        return _with_competency(question, problem, slug, hold)
    if hold.kind == "requires":
        other = _last(placed, problem.by_name[slug].requires)
    elif hold.kind == "taught first":
        other = _last(placed, [p.first for p in problem.sequences if p.then == slug])
    else:
        other = _in_the_way(problem, placed, slug)
    if not other:
        return hold
    title = question.offers.by_slug[other].opportunity.title
    return replace(hold, because=other, because_title=title)


def _with_competency(question: Question, problem: Problem, slug: str, hold: Hold) -> Hold:
    """The first competency whose level today is below the one asked for."""
    lacking = (
        replace(hold, because=name, because_title=question.estimate(name).name)
        for name, level in problem.by_name[slug].entry
        if reached(problem.skill_by_name[name], ()) < level
    )
    return next(lacking, hold)


def _last(placed: Mapping[str, Placement], names: Collection[str]) -> str:
    """Of these items the one that ends last."""
    known = [(placed[name].last_step, name) for name in names if name in placed]
    return max(known, default=(0, ""))[1]


def _in_the_way(problem: Problem, placed: Mapping[str, Placement], slug: str) -> str:
    """Of the items without which, each alone, this one would begin sooner the one that ends last; or ""."""
    item = problem.by_name[slug]
    needed = {*item.requires, *(p.first for p in problem.sequences if p.then == slug)}
    names = [
        name
        for name in sorted(placed.keys() - {slug} - needed)
        if place_sooner(problem, placed, slug, spared=(name,)) is not None
    ]
    return _last(placed, names)
