"""Makes a plan: asks the question in numbers, has it solved and checked, and hands on the answer."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from headway.algorithms.schedule.limits import LockedDoesNotFitError
from headway.algorithms.schedule.problem import Problem, ScheduleError, in_order
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.solve import solve
from headway.algorithms.schedule.verify import UnverifiedResultError
from headway.core.dossier import Dossier
from headway.core.errors import ImpossiblePlanError, InvalidInputError, UncheckedPlanError
from headway.core.evidence import EvidenceItem
from headway.core.gap import find_set_aside
from headway.core.ladder import Ladder, Role
from headway.core.learn import Catalogue
from headway.core.money import check_currency
from headway.core.plan.advice import LIMIT_WORDS, find_obstacle
from headway.core.plan.answer import compose
from headway.core.plan.hours import check_hours
from headway.core.plan.obstacles import Obstacle, say_obstacle
from headway.core.plan.offers import (
    Offers,
    check_pinned,
    find_offers,
    find_stages,
    leave_out,
    without_odd_levels,
)
from headway.core.plan.question import Question, build_problem
from headway.core.plan.values import Plan, PlanWish
from headway.core.plan.window import find_last_day, find_window
from headway.core.set_aside import without
from headway.core.standing import Standing

UNCHECKED = (
    "No plan for this passed Headway's own check, so none is shown. Another limit (one hour more, another "
    "last day) may help; please report it with what you asked for."
)


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
    question = ask(dossier, standing, ladder, catalogue, wish, as_of=as_of)
    question, problem, result = answer(question, solve)
    return compose(question, problem, result, catalogue)


def ask(
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    wish: PlanWish,
    *,
    as_of: date,
    counted_from: date | None = None,
) -> Question:
    """All that a plan depends on; raises as `make_plan` does.

    `counted_from` is the first day of an earlier plan whose weeks and years of budget are kept.
    """
    wish = check_wish(wish, as_of)
    target = ladder.role(wish.target_role)
    check_must_have(wish, target)
    window = find_window(as_of, wish.by, counted_from=counted_from)
    known = dossier.known_by(as_of)
    aside = find_set_aside(known, target.slug)
    target = without(target, aside)
    wish = replace(wish, must_have=tuple(s for s in wish.must_have if s not in aside))
    stages = find_stages(ladder, standing.held_role, target)
    offers = find_offers(known, catalogue, wish, stages=stages, window=window)
    offers = without_odd_levels(offers, ladder)
    check_pinned(wish, offers.left_out)
    return Question(
        standing=standing,
        ladder=ladder,
        target=target,
        wish=wish,
        window=window,
        offers=offers,
        missing_experiences=find_missing_experiences(known, target),
        locked=tuple(sorted({*wish.pinned, *_begun(offers)})),
        set_aside=_name_set_aside(ladder, ladder.role(wish.target_role), aside),
    )


def _name_set_aside(ladder: Ladder, target: Role, aside: Collection[str]) -> tuple[str, ...]:
    """What the role asks for and the person set aside; a plan is not about responsibilities."""
    levels = (ladder.competency(slug).name for slug in target.expected if slug in aside)
    experiences = (ladder.experience(s).text for s in target.experiences if s in aside)
    return (*levels, *experiences)


def check_wish(wish: PlanWish, as_of: date) -> PlanWish:
    """`wish` with its currency in capitals; raises InvalidInputError if a limit makes no sense."""
    if wish.by < as_of:
        raise InvalidInputError(f"The plan would end on {wish.by}, before it starts on {as_of}.")
    find_last_day(as_of)
    check_hours(wish)
    if wish.budget_per_year_minor < 0:
        raise InvalidInputError("The budget is below zero; give 0 to plan with what is free.")
    _check_focus(wish)
    if any(not rate.is_finite() or rate <= 0 for rate in wish.rates.values()):
        raise InvalidInputError("An exchange rate is a number above zero.")
    return replace(wish, currency=check_currency(wish.currency))


def _check_focus(wish: PlanWish) -> None:
    for most, what in ((wish.things_at_once, "things"), (wish.focus_areas, "focus areas")):
        if most is not None and most < 1:
            raise InvalidInputError(f"{most} {what} at once is no plan; give at least 1.")


def check_must_have(wish: PlanWish, target: Role) -> None:
    """Raises InvalidInputError for a must-have of which the role asks for no level."""
    for slug in wish.must_have:
        if target.expected.get(slug, 0) < 1:
            raise InvalidInputError(
                f"{target.title} asks for no level in '{slug}', so it can't be a must-have; "
                f"`headway ladder show {target.slug}` lists what it asks for."
            )


def find_missing_experiences(dossier: Dossier, target: Role) -> tuple[str, ...]:
    """The experiences the role asks for that no evidence in `dossier` (drafts apart) supports."""
    items = [item for _, item in dossier.each(EvidenceItem) if not item.is_draft]
    supported = {slug for item in items for slug in item.expectations}
    return tuple(slug for slug in target.experiences if slug not in supported)


def _begun(offers: Offers) -> list[str]:
    return [slug for slug, offer in offers.by_slug.items() if offer.is_begun]


def state(question: Question) -> Problem:
    """The scheduling problem of a question, in canonical order.

    Raises InvalidInputError for a catalogue that makes no sense.
    """
    try:
        return in_order(build_problem(question))
    except ScheduleError as error:
        raise InvalidInputError(f"This catalogue can't be planned with: {error}.") from error
    except OverflowError as error:
        raise InvalidInputError(
            "The budget, or a cost or a length in the catalogue, is too large a number to plan with; "
            "correct it."
        ) from error


def answer(
    question: Question, solver: Callable[[Problem], Result]
) -> tuple[Question, Problem, Result]:
    """Solves; what has begun but no longer fits is left out with the reason, what is pinned must fit."""
    while True:
        try:
            problem = state(question)
            return question, problem, solver(problem)
        except LockedDoesNotFitError as error:
            yielding = [s for s in _begun(question.offers) if s not in question.wish.pinned]
            if not yielding:
                raise ImpossiblePlanError(_pinned_sentence(question, error)) from error
            name = error.name if error.name in yielding else yielding[-1]
            question = _without(question, name, _begun_obstacle(question, name, error))
        except UnverifiedResultError as error:
            raise UncheckedPlanError(UNCHECKED) from error


def _begun_obstacle(question: Question, slug: str, error: LockedDoesNotFitError) -> Obstacle:
    if error.is_alone and error.name == slug:
        return replace(find_obstacle(question, slug, error.limit), is_begun=True)
    return Obstacle(kind="beside others", is_begun=True)


def _without(question: Question, slug: str, reason: Obstacle) -> Question:
    offers = leave_out(question.offers, slug, reason)
    check_pinned(question.wish, offers.left_out)
    locked = tuple(s for s in question.locked if s in offers.by_slug)
    return replace(question, offers=offers, locked=locked)


def _pinned_sentence(question: Question, error: LockedDoesNotFitError) -> str:
    if error.is_alone:
        reason = say_obstacle(find_obstacle(question, error.name, error.limit))
        return f"'{error.name}' can't be in the plan although it is pinned. {reason}"
    return (
        f"'{error.name}' does not fit beside what else is pinned or required; the limit is "
        f"{LIMIT_WORDS.get(error.limit, 'no single one')}. Unpin something or raise the limit."
    )
