"""The living plan: an adopted plan mended at once after a change, and a better one with few changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.problem import Problem, in_order
from headway.algorithms.schedule.repair import improve, repair
from headway.algorithms.schedule.result import Result
from headway.core.dossier import Dossier
from headway.core.evidence import Completion
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.money import convert
from headway.core.plan.answer import compose
from headway.core.plan.make import answer, ask
from headway.core.plan.question import Question, sessions_of
from headway.core.plan.under_way import as_if_worked
from headway.core.plan.values import Plan, PlannedItem, PlanWish
from headway.core.plan.window import Window
from headway.core.standing import Standing


def repair_plan(
    adopted: Plan,
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    *,
    as_of: date,
    wish: PlanWish | None = None,
) -> Plan:
    """What is left of the `adopted` plan on `as_of`, kept where it stands as far as it still fits.

    Nothing new comes in but what has begun or is pinned. `wish` is what the person wants now, if that
    is something else than before. Raises as `make_plan` does.
    """
    question = ask_again(adopted, dossier, standing, ladder, catalogue, as_of=as_of, wish=wish)
    return _compose(question, adopted, catalogue, repair, as_of)


def replan(
    adopted: Plan,
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    *,
    as_of: date,
    wish: PlanWish | None = None,
) -> Plan:
    """The plan with the fewest changes that is as good as a fresh one, but for half a per cent.

    Arguments and failures are those of `repair_plan`.
    """
    question = ask_again(adopted, dossier, standing, ladder, catalogue, as_of=as_of, wish=wish)
    return _compose(question, adopted, catalogue, improve, as_of)


def ask_again(
    adopted: Plan,
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    *,
    as_of: date,
    wish: PlanWish | None = None,
) -> Question:
    """The question of a plan anew, in its weeks and years of budget, less what is spent of these.

    It begins with the week that is running, since what is planned for it can still be done. A step
    under way of which nothing was told is taken to go on as planned.
    """
    counted_from = min(adopted.counted_from or adopted.as_of, as_of)
    told = dossier.known_by(as_of)
    known = as_if_worked(adopted, told, catalogue, as_of)
    question = ask(
        known,
        standing,
        ladder,
        catalogue,
        _still_wanted(wish or adopted.wish, adopted, known, catalogue),
        as_of=as_of,
        counted_from=counted_from,
    )
    window = replace(question.window, starts_on=question.window.week_began)
    return replace(
        question,
        window=window,
        spent_minor=_spent_minor(adopted, known, question.wish, window),
        spent_hours=_spent_hours(adopted, told, window.starts_on),
    )


def _spent_hours(adopted: Plan, told: Dossier, since: date) -> float:
    """The hours that were worked since the week began, of those that were told.

    What is told is taken to be worked evenly since the word before, or since the step was to begin.
    """
    spent = 0.0
    last = {item.opportunity: item.starts_on for item in adopted.items}
    for fact, body in told.each(Completion):
        day, began_on = fact.happened_on, last.get(body.opportunity, fact.happened_on)
        if body.hours and day >= since:
            days = max(1, (day - min(began_on, day)).days)
            spent += body.hours * min(1.0, ((day - since).days + 1) / days)
        last[body.opportunity] = day
    return spent


def _compose(
    question: Question,
    adopted: Plan,
    catalogue: Catalogue,
    solver: Callable[[Problem, dict[str, Placement]], Result],
    as_of: date,
) -> Plan:
    def solve_near(problem: Problem) -> Result:
        return solver(problem, find_placements(question, problem, adopted))

    answered, problem, result = answer(question, solve_near)
    # What binds takes longer to find than the mended plan, and seldom changes with it.
    binding = adopted.binding if solver is repair else None
    return replace(compose(answered, problem, result, catalogue, binding), as_of=as_of)


def _still_wanted(wish: PlanWish, adopted: Plan, known: Dossier, catalogue: Catalogue) -> PlanWish:
    """The wish without pins on what is done or cancelled since, and without names that are gone since."""
    last = {told.opportunity: told.outcome for _, told in known.each(Completion)}
    offered = {item.slug for item in catalogue.opportunities}
    gone = {*adopted.wish.pinned, *adopted.wish.dropped} - offered
    over = {slug for slug in wish.pinned if last.get(slug) in ("done", "cancelled")}
    return replace(
        wish,
        pinned=tuple(slug for slug in wish.pinned if slug not in gone | over),
        dropped=tuple(slug for slug in wish.dropped if slug not in gone),
    )


def _spent_minor(adopted: Plan, known: Dossier, wish: PlanWish, window: Window) -> tuple[int, ...]:
    """What is gone of the budget of each plan year in the window, in the wish's currency.

    What was told counts; of a step begun or done without a price told, the price that was planned.
    """
    planned = {item.opportunity: item.cost_minor for item in adopted.items}
    paid: dict[str, list[tuple[date, int]]] = {}
    begun: dict[str, date] = {}
    for fact, body in known.each(Completion):
        if (amount := _paid_minor(body, wish)) is not None:
            paid.setdefault(body.opportunity, []).append((fact.happened_on, amount))
        elif body.outcome != "cancelled":
            begun.setdefault(body.opportunity, fact.happened_on)
    for slug, day in begun.items():
        paid.setdefault(slug, [(day, planned.get(slug, 0))])
    spent = [(day, amount) for amounts in paid.values() for day, amount in amounts]
    return tuple(
        sum(amount for day, amount in spent if first <= day <= last)
        for first, last in window.whole_years
    )


def _paid_minor(told: Completion, wish: PlanWish) -> int | None:
    if told.cost_minor is None:
        return None
    return convert(told.cost_minor, told.currency, wish.currency, wish.rates)


def find_placements(question: Question, problem: Problem, plan: Plan) -> dict[str, Placement]:
    """Where the items of `plan` stand in the weeks of the problem, as far as they still are in it.

    What should have begun before and has not is taken to begin now, at the same pace.
    """
    problem = in_order(problem)
    placed = ((item, _placement(question, problem, item)) for item in plan.items)
    return {item.opportunity: placement for item, placement in placed if placement is not None}


def _placement(question: Question, problem: Problem, item: PlannedItem) -> Placement | None:
    offer = question.offers.by_slug.get(item.opportunity)
    if offer is None or item.opportunity not in problem.by_name:
        return None
    if offer.sessions:
        return _session(question, problem, item)
    weeks = _weeks(question.window, item)
    if offer.is_begun:
        weeks = [(week, hours) for week, hours in weeks if week >= 0] or [(0, 1.0)]
    late = max(0, -weeks[0][0])
    return place_in_weeks(problem, item, [(week + late, hours) for week, hours in weeks])


def place_in_weeks(
    problem: Problem, item: PlannedItem, weeks: list[tuple[int, float]]
) -> Placement | None:
    """An item in these weeks with these hours; None where they are past the last one."""
    first, total = weeks[0][0], sum(hours for _, hours in weeks)
    if first < 0 or first + len(weeks) > len(problem.steps) or total <= 0:
        return None
    return Placement(
        item=item.opportunity,
        first_step=first,
        shares=tuple(hours / total for _, hours in weeks),
        year=problem.steps[first].year,
    )


def _session(question: Question, problem: Problem, item: PlannedItem) -> Placement | None:
    offer = question.offers.by_slug[item.opportunity]
    sessions = problem.by_name[item.opportunity].sessions
    for number, dates in enumerate(sessions_of(question, offer)):
        if (dates.starts_on, dates.ends_on) == (item.starts_on, item.ends_on):
            session = sessions[number]
            return Placement(
                item=item.opportunity,
                first_step=session.first_step,
                shares=session.shares,
                year=session.year,
                session=number,
            )
    return None


def _weeks(window: Window, item: PlannedItem) -> list[tuple[int, float]]:
    """Numbers of consecutive weeks with the hours in each; evenly spread where no hours are told."""
    hours = {window.week_of(day): amount for day, amount in item.hours_by_week}
    first, last = window.week_of(item.starts_on), window.week_of(item.ends_on)
    if sum(hours.values()) <= 0:
        return [(week, 1.0) for week in range(first, last + 1)]
    return [(week, hours.get(week, 0.0)) for week in range(min(hours), max(hours) + 1)]


def weeks_to_come(window: Window, item: PlannedItem) -> list[tuple[int, float]]:
    """The numbers of the weeks in which an item still stood, with the hours in each."""
    return [(week, hours) for week, hours in _weeks(window, item) if week >= 0]
