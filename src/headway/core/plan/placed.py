"""A plan put back into the numbers it was made from, so that it can be asked what would be otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.problem import Problem, in_order
from headway.algorithms.schedule.value import reached, worth
from headway.algorithms.schedule.verify import TOLERANCE
from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan.adopted import find_adopted
from headway.core.plan.make import ask
from headway.core.plan.offers import leave_out
from headway.core.plan.question import Question, build_problem
from headway.core.plan.reasons import Named
from headway.core.plan.replan import ask_again, find_placements
from headway.core.plan.values import Plan
from headway.core.standing import Standing


@dataclass(frozen=True, kw_only=True)
class PlacedPlan:
    """A plan with its question, its problem in order, and where in it each of its items stands."""

    plan: Plan
    question: Question
    problem: Problem
    placed: Mapping[str, Placement]

    @cached_property
    def names(self) -> frozenset[str]:
        """The items of the plan."""
        return frozenset(self.placed)

    @cached_property
    def worth(self) -> float:
        """What the plan is worth."""
        return worth(self.problem, self.names)

    def named(self, slugs: Iterable[str]) -> tuple[Named, ...]:
        """Items with their titles, in the order of the alphabet."""
        offers = self.question.offers.by_slug
        return tuple(
            Named(opportunity=slug, title=offers[slug].opportunity.title) for slug in sorted(slugs)
        )

    def resting_on(self, slug: str) -> frozenset[str]:
        """`slug` and what can't stand where it does without it: what requires it, or a level it brings."""
        gone = frozenset({slug})
        while more := {name for name in self.names - gone if not self._stands(name, gone)}:
            gone |= more
        return gone

    def _stands(self, slug: str, gone: frozenset[str]) -> bool:
        item, begins = self.problem.by_name[slug], self.placed[slug].first_step
        earlier = (name for name, p in self.placed.items() if p.last_step < begins)
        finished = [self.problem.by_name[name] for name in earlier if name not in gone]
        return gone.isdisjoint(item.requires) and all(
            reached(self.problem.skill_by_name[skill], finished) >= level - TOLERANCE
            for skill, level in item.entry
        )

    def unlocked(self, names: frozenset[str]) -> "PlacedPlan":
        """The same, as if none of these were pinned or begun."""
        if names.isdisjoint(self.problem.locked):
            return self
        locked = tuple(name for name in self.question.locked if name not in names)
        question = replace(self.question, locked=locked)
        return replace(self, question=question, problem=in_order(build_problem(question)))


def place_plan(
    plan: Plan, dossier: Dossier, standing: Standing, ladder: Ladder, catalogue: Catalogue
) -> PlacedPlan:
    """`plan` in the numbers that the rest gives on its day.

    Raises InvalidInputError where that is not what it was made from, and as `make_plan` does.
    """
    question = _ask_for(plan, dossier, standing, ladder, catalogue)
    for slug, obstacle in plan.left_out.items():
        if slug in question.locked:
            # It had begun, and was found not to fit any more.
            offers = leave_out(question.offers, slug, obstacle)
            locked = tuple(name for name in question.locked if name in offers.by_slug)
            question = replace(question, offers=offers, locked=locked)
    problem = in_order(build_problem(question))
    placed = find_placements(question, problem, plan)
    if len(placed) < len(plan.items):
        raise InvalidInputError(
            "This plan rests on other facts than there are now; plan again to have it explained."
        )
    return PlacedPlan(plan=plan, question=question, problem=problem, placed=placed)


def _ask_for(
    plan: Plan, dossier: Dossier, standing: Standing, ladder: Ladder, catalogue: Catalogue
) -> Question:
    found = find_adopted(dossier.known_by(plan.as_of)) if plan.adopted_on else None
    rest = (dossier, standing, ladder, catalogue)
    if found is None:
        return ask(*rest, plan.wish, as_of=plan.as_of)
    return ask_again(found[1], *rest, as_of=plan.as_of, wish=plan.wish)
