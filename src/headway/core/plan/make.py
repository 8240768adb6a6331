"""Makes a plan: asks the question in numbers, has it solved and checked, and hands on the answer."""

from dataclasses import replace
from datetime import date

from headway.algorithms.schedule.limits import LockedDoesNotFitError
from headway.algorithms.schedule.problem import Problem, ScheduleError, in_order
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.solve import solve
from headway.core.dossier import Dossier
from headway.core.errors import ImpossiblePlanError, InvalidInputError
from headway.core.evidence import EvidenceItem
from headway.core.ladder import Ladder, Role
from headway.core.learn import Catalogue
from headway.core.money import check_currency
from headway.core.plan.advice import LIMIT_WORDS, limit_sentence
from headway.core.plan.answer import compose
from headway.core.plan.offers import (
    Offers,
    check_pinned,
    find_offers,
    find_stages,
    leave_out,
)
from headway.core.plan.question import Question, build_problem
from headway.core.plan.values import Plan, PlanWish
from headway.core.plan.window import LONGEST_YEARS, find_window
from headway.core.standing import Standing


def make_plan(
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    wish: PlanWish,
    *,
    as_of: date,
) -> Plan:
    """The best plan found for `wish` from `as_of` on, checked before it is returned.

    It may be empty; then it says why. Raises InvalidInputError for a wish that makes no sense,
    UnknownNameError for a role or opportunity that does not exist, ImpossiblePlanError for a pinned
    opportunity that cannot be in any plan.
    """
    wish = check_wish(wish, as_of)
    target = ladder.role(wish.target_role)
    known, window = dossier.known_by(as_of), find_window(as_of, wish.by)
    stages = find_stages(ladder, standing.held_role, target)
    offers = find_offers(known, catalogue, wish, stages=stages, window=window)
    question = Question(
        standing=standing,
        ladder=ladder,
        target=target,
        wish=wish,
        window=window,
        offers=offers,
        missing_experiences=find_missing_experiences(known, target),
        locked=tuple(sorted({*wish.pinned, *_begun(offers)})),
    )
    question, problem, result = _solve(question)
    return compose(question, problem, result, catalogue)


def check_wish(wish: PlanWish, as_of: date) -> PlanWish:
    """`wish` with its currency in capitals; raises InvalidInputError if a limit makes no sense."""
    if wish.by < as_of:
        raise InvalidInputError(f"The plan would end on {wish.by}, before it starts on {as_of}.")
    if as_of.year > date.max.year - 2 * LONGEST_YEARS:
        raise InvalidInputError(f"Headway does not plan from {as_of} on; choose an earlier day.")
    if not 0 < wish.hours_per_week <= 168:
        raise InvalidInputError(
            f"{wish.hours_per_week:g} hours a week is no limit one can plan with; give more than 0 "
            "and at most 168."
        )
    if wish.budget_per_year_minor < 0:
        raise InvalidInputError("The budget is below zero; give 0 to plan with what is free.")
    if any(not rate.is_finite() or rate <= 0 for rate in wish.rates.values()):
        raise InvalidInputError("An exchange rate is a number above zero.")
    return replace(wish, currency=check_currency(wish.currency))


def find_missing_experiences(dossier: Dossier, target: Role) -> tuple[str, ...]:
    """The experiences the role asks for that no evidence in `dossier` (drafts apart) supports."""
    items = [item for _, item in dossier.each(EvidenceItem) if not item.is_draft]
    supported = {slug for item in items for slug in item.expectations}
    return tuple(slug for slug in target.experiences if slug not in supported)


def _begun(offers: Offers) -> list[str]:
    return [slug for slug, offer in offers.by_slug.items() if offer.is_begun]


def _solve(question: Question) -> tuple[Question, Problem, Result]:
    """Solves; what has begun but no longer fits is left out with the reason, what is pinned must fit."""
    while True:
        try:
            problem = in_order(build_problem(question))
            return question, problem, solve(problem)
        except ScheduleError as error:
            raise InvalidInputError(f"This catalogue can't be planned with: {error}.") from error
        except LockedDoesNotFitError as error:
            yielding = [s for s in _begun(question.offers) if s not in question.wish.pinned]
            if not yielding:
                raise ImpossiblePlanError(_pinned_sentence(question, error)) from error
            name = error.name if error.name in yielding else yielding[-1]
            question = _without(question, name, _begun_sentence(question, name, error))


def _begun_sentence(question: Question, slug: str, error: LockedDoesNotFitError) -> str:
    if error.is_alone and error.name == slug:
        return f"It has begun, but: {limit_sentence(question, slug, error.limit)}"
    return "It has begun, but does not fit beside what else has begun or is pinned."


def _without(question: Question, slug: str, reason: str) -> Question:
    offers = leave_out(question.offers, slug, reason)
    check_pinned(question.wish, offers.left_out)
    locked = tuple(s for s in question.locked if s in offers.by_slug)
    return replace(question, offers=offers, locked=locked)


def _pinned_sentence(question: Question, error: LockedDoesNotFitError) -> str:
    if error.is_alone:
        reason = limit_sentence(question, error.name, error.limit)
        return f"'{error.name}' can't be in the plan although it is pinned. {reason}"
    return (
        f"'{error.name}' does not fit beside what else is pinned or required; the limit is "
        f"{LIMIT_WORDS.get(error.limit, 'no single one')}. Unpin something or raise the limit."
    )
