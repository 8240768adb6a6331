"""Two plans side by side, in the numbers of the second one, so that causes can be tried out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from headway.algorithms.rating_model import Calibration
from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.limits import without_limit
from headway.algorithms.schedule.problem import Item, Problem, in_order
from headway.algorithms.schedule.repair import fits
from headway.core.dossier import Dossier
from headway.core.evidence import Completion
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan.obstacles import Change
from headway.core.plan.offers import Offers, only_dates_in
from headway.core.plan.question import HOURS, MONEY, Question, build_problem
from headway.core.plan.replan import ask_again, find_placements, place_in_weeks, weeks_to_come
from headway.core.plan.values import LimitKind, Plan, PlannedItem, PlanWish
from headway.core.plan.window import find_window
from headway.core.standing import Standing

# The parts of a wish that are limits, by the word for them.
LIMITS: Mapping[str, LimitKind] = {
    "hours_per_week": "hours",
    "budget_per_year_minor": "money",
    "by": "date",
    "other_hours": "other hours",
    "things_at_once": "at once",
    "focus_areas": "focus",
    "must_have": "must-have",
}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two plans, and the problem of the second with both plans' places in it.

    `dossier` is what is known on the day of the second plan, of all that is in `whole_dossier`. What was
    recorded after `adopted_at` is new since the first plan; None: nothing is.
    """

    before: Plan
    after: Plan
    dossier: Dossier
    whole_dossier: Dossier
    ladder: Ladder
    question: Question
    problem: Problem
    stood: Mapping[str, Placement]
    stands: Mapping[str, Placement]
    told: Mapping[str, Completion]
    adopted_at: datetime | None = None
    calibration: Calibration | None = None

    @cached_property
    def gone(self) -> Mapping[str, Placement]:
        """Where in the weeks to come those items stood that are in the plan no more."""
        return {slug: place for slug, place in self.stood.items() if slug not in self.stands}

    @cached_property
    def moved(self) -> Mapping[str, Placement]:
        """Where those items stood that now stand elsewhere."""
        both = self.stood.keys() & self.stands.keys()
        return {slug: self.stood[slug] for slug in both if self.stood[slug] != self.stands[slug]}

    @cached_property
    def formerly(self) -> Mapping[LimitKind, Problem]:
        """The problem with one limit of the wish as it was before, for each that is another now."""
        before, now = self.before.wish, self.after.wish
        return {
            limit: self._with(replace(now, **{field: getattr(before, field)}))
            for field, limit in LIMITS.items()
            if getattr(before, field) != getattr(now, field)
        }

    def _with(self, wish: PlanWish) -> Problem:
        window = self.question.window
        other = find_window(window.starts_on, wish.by, counted_from=window.counted_from)
        offers = only_dates_in(self.question.offers, other)
        question = replace(self.question, wish=wish, window=other, offers=offers)
        problem = in_order(build_problem(question))
        missing = [i for i in self.problem.items if i.name not in problem.by_name]
        items = (self._never_without_dates(item, offers, problem) for item in problem.items)
        return replace(problem, items=(*items, *missing))

    def _never_without_dates(self, item: Item, offers: Offers, problem: Problem) -> Item:
        """An event of which no date is left fits nowhere, rather than anywhere."""
        was_dated = bool(self.question.offers.by_slug[item.name].sessions)
        is_dated = bool(offers.by_slug[item.name].sessions)
        return replace(item, first_step=len(problem.steps)) if was_dated > is_dated else item

    def limits(self, limit: LimitKind) -> tuple[Change, Change] | None:
        """The former and the new figure of a limit that is one."""
        two = (self.before.wish, self.after.wish)
        if limit == "hours":
            old, new = (Change(limit=limit, hours_per_week=w.hours_per_week) for w in two)
        elif limit == "money":
            old, new = (
                Change(limit=limit, budget_per_year_minor=w.budget_per_year_minor) for w in two
            )
        elif limit == "date":
            old, new = (Change(limit=limit, by=w.by) for w in two)
        else:
            return None
        return old, new

    def is_tighter(self, limit: LimitKind) -> bool:
        """Whether a limit leaves less room than before; of what is no figure nobody can tell."""
        before, now = self.before.wish, self.after.wish
        field = next(name for name, each in LIMITS.items() if each == limit)
        old, new = getattr(before, field), getattr(now, field)
        if limit in ("at once", "focus"):
            old, new = (float("inf") if most is None else most for most in (old, new))
        return limit in ("other hours", "must-have") or bool(new < old)

    def title(self, slug: str) -> str:
        """What an opportunity is called in one of the plans."""
        items = (*self.after.items, *self.before.items)
        return next((item.title for item in items if item.opportunity == slug), slug)

    def but(self, *without: str) -> list[Placement]:
        """Where all stands now, these apart."""
        return [place for name, place in self.stands.items() if name not in without]

    def fits(self, slug: str, where: Placement | None, *, without: Collection[str] = ()) -> bool:
        """Whether an item finds its place (any, for None) beside all that stands now but `without`."""
        return fits(self.problem, self.but(slug, *without), slug, where)

    def is_late(self, slug: str) -> bool:
        """Whether a step was told to be late."""
        return slug in self.told and self.told[slug].outcome == "late"

    def relaxed(self) -> tuple[tuple[str, Problem], ...]:
        """The problem without one of its limits each."""
        return (
            ("hours", without_limit(self.problem, HOURS)),
            ("money", without_limit(self.problem, MONEY)),
            ("at once", replace(self.problem, at_once=None, focuses_at_once=None)),
        )


def put_side_by_side(
    before: Plan,
    after: Plan,
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    *,
    adopted_at: datetime | None = None,
    calibration: Calibration | None = None,
) -> Compared:
    """The two plans with the problem of the day of `after`; raises as `make_plan` does."""
    day = after.as_of
    question = ask_again(before, dossier, standing, ladder, catalogue, as_of=day, wish=after.wish)
    problem = in_order(build_problem(question))
    gone = [item for item in before.items if item.opportunity not in problem.by_name]
    problem = replace(problem, items=(*problem.items, *map(_as_load, gone)))
    known = dossier.known_by(day)
    return Compared(
        before=before,
        after=after,
        dossier=known,
        whole_dossier=dossier,
        ladder=ladder,
        question=question,
        problem=problem,
        stood=find_placements(question, problem, before) | _loads(question, problem, gone),
        stands=find_placements(question, problem, after),
        told={body.opportunity: body for _, body in known.each(Completion)},
        adopted_at=adopted_at,
        calibration=calibration,
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
