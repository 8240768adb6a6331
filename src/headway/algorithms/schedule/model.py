"""The problem as columns and sparse rows of a mixed-integer model; no library."""

import math
from collections.abc import Callable

from headway.algorithms.schedule.columns import Model, Row, Term
from headway.algorithms.schedule.problem import (
    Item,
    Problem,
    Resource,
    Session,
    Skill,
    shortest_length,
)
from headway.algorithms.schedule.turns import add_turns
from headway.algorithms.schedule.value import pieces


def build(
    problem: Problem,
    *,
    tidiness: float = 0.0,
    time_share: float = 1.0,
    held: float | None = None,
) -> Model:
    """The model of a problem in canonical order whose banned items have been taken out.

    It relaxes the layout by steps: whatever can be laid out is a solution of the model, so its bound
    holds for every plan. `tidiness` is a small worth that early work and few items bring beside
    the objective; it is 0 for the bound. `time_share` is the share of all time to choose for; it is
    1 for the bound. With `held` the skills that come first gain at least that much worth.
    """
    model = Model()
    for item in problem.items:
        _add_item(model, problem, item, tidiness)
    for resource in problem.taken("as worked"):
        _limit_work(model, problem, resource, time_share)
    for resource in problem.taken("when begun"):
        _limit_purchases(model, problem, resource)
    _limit_things_at_once(model, problem, time_share)
    _add_gains(model, problem)
    _add_groups(model, problem)
    _add_credits(model, problem)
    add_turns(model, problem)
    if held is not None:
        terms = [(c, -model.worth[c]) for name in problem.first for c in model.pieces.get(name, ())]
        model.at_most(terms, -held)
    return model


def _add_item(model: Model, problem: Problem, item: Item, tidiness: float) -> None:
    lowest = 1.0 if item.name in problem.locked else 0.0
    done = model.column(worth=-tidiness - item.charge, lowest=lowest, whole=True)
    model.done[item.name] = done
    if item.sessions:
        for number, session in enumerate(item.sessions):
            early = -tidiness * session.first_step / len(problem.steps)
            column = model.column(worth=early, whole=len(item.sessions) > 1)
            model.session[item.name, number] = column
        all_or_none = [(done, -1.0), *((c, 1.0) for c in _sessions_of(model, item))]
        model.equal(all_or_none, 0.0, within_item=True)
    else:
        _add_work(model, problem, item, tidiness)


def _add_work(model: Model, problem: Problem, item: Item, tidiness: float) -> None:
    done, columns = model.done[item.name], []
    for block, steps in enumerate(problem.blocks):
        open_steps = [t for t in steps if t >= item.first_step]
        if not open_steps:
            continue
        length = sum(problem.steps[t].length for t in open_steps)
        share = min(1.0, length / item.min_length) if item.min_length > 0 else 1.0
        early = -tidiness * block / len(problem.blocks)
        column = model.column(worth=early, highest=share)
        model.work[item.name, block] = column
        columns.append(column)
        if share < 1:
            model.rows.append(
                Row(terms=((column, 1.0), (done, -share)), limit=0.0, within_item=True)
            )
    all_or_none = [(done, -1.0), *((column, 1.0) for column in columns)]
    model.equal(all_or_none, 0.0, within_item=True)


def _sessions_of(model: Model, item: Item) -> list[int]:
    return [model.session[item.name, number] for number in range(len(item.sessions))]


def _limit_work(model: Model, problem: Problem, resource: Resource, time_share: float) -> None:
    for block, steps in enumerate(problem.blocks):
        terms = _work_in(model, problem, block, lambda item: item.amount(resource.name))
        model.at_most(terms, time_share * sum(resource.limits[t] for t in steps))
    total = time_share * sum(resource.limits[: len(problem.steps)])
    amounts = [(model.done[item.name], item.amount(resource.name)) for item in problem.items]
    # Implied by the rows above, but a plain knapsack row lets the solver find cover cuts.
    model.at_most([term for term in amounts if term[1] > 0], total)
    for step, meeting in _sessions_by_step(problem).items():
        if len(meeting) > 1:
            model.at_most(
                [
                    (model.session[item.name, n], item.amount(resource.name) * _share(s, step))
                    for item, n, s in meeting
                ],
                resource.limits[step],
            )


def _work_in(
    model: Model, problem: Problem, block: int, amount_of: Callable[[Item], float]
) -> list[Term]:
    """The amount that work in `block` takes, as terms."""
    steps, terms = problem.blocks[block], []
    for item in problem.items:
        amount = amount_of(item)
        if amount <= 0:
            continue
        if (item.name, block) in model.work:
            terms.append((model.work[item.name, block], amount))
        for number, session in enumerate(item.sessions):
            share = sum(_share(session, t) for t in steps)
            if share > 0:
                terms.append((model.session[item.name, number], amount * share))
    return terms


def _share(session: Session, step: int) -> float:
    inside = session.first_step <= step <= session.last_step
    return session.shares[step - session.first_step] if inside else 0.0


def _sessions_by_step(problem: Problem) -> dict[int, list[tuple[Item, int, Session]]]:
    found: dict[int, list[tuple[Item, int, Session]]] = {}
    for item in problem.items:
        for number, session in enumerate(item.sessions):
            for step in range(session.first_step, session.last_step + 1):
                found.setdefault(step, []).append((item, number, session))
    return found


def _limit_purchases(model: Model, problem: Problem, resource: Resource) -> None:
    spent: dict[int, list[Term]] = {}
    for item in problem.items:
        cost = item.amount(resource.name)
        if cost > 0:
            for year, column in _purchases(model, problem, item):
                spent.setdefault(year, []).append((column, cost))
    for year, terms in sorted(spent.items()):
        model.at_most(terms, resource.limits[year])


def _purchases(model: Model, problem: Problem, item: Item) -> list[tuple[int, int]]:
    """(year, column that is 1 when the item is begun in that year)."""
    if item.sessions:
        numbers = enumerate(item.sessions)
        return [(session.year, model.session[item.name, n]) for n, session in numbers]
    known = sorted({s.year for s in problem.steps[item.first_step :] if s.year is not None})
    if len(known) == 1:
        return [(known[0], model.done[item.name])]
    for year in known:
        if (item.name, year) not in model.bought:
            model.bought[item.name, year] = model.column(whole=True)
    bought = [(year, model.bought[item.name, year]) for year in known]
    _work_after_purchase(model, problem, item, bought)
    return bought


def _work_after_purchase(
    model: Model, problem: Problem, item: Item, bought: list[tuple[int, int]]
) -> None:
    done = model.done[item.name]
    model.equal([(done, -1.0), *((column, 1.0) for _, column in bought)], 0.0)
    for year, _ in bought[:-1]:
        ended = [
            model.work[item.name, block]
            for block, steps in enumerate(problem.blocks)
            if (item.name, block) in model.work and _lies_within(problem, steps, year)
        ]
        by_then = [(column, -1.0) for y, column in bought if y <= year]
        model.at_most([*((column, 1.0) for column in ended), *by_then], 0.0)


def _lies_within(problem: Problem, steps: range, year: int) -> bool:
    years = [y for y in (problem.steps[t].year for t in steps) if y is not None]
    return bool(years) and years[-1] <= year


def _limit_things_at_once(model: Model, problem: Problem, time_share: float) -> None:
    if problem.at_once is None:
        return
    lengths = {item.name: shortest_length(problem, item) for item in problem.items}
    for block, steps in enumerate(problem.blocks):
        terms = [
            (model.work[item.name, block], lengths[item.name])
            for item in problem.items
            if (item.name, block) in model.work and lengths[item.name] > 0
        ]
        for (name, number), column in model.session.items():
            session = problem.by_name[name].sessions[number]
            within = [t for t in steps if session.first_step <= t <= session.last_step]
            if within:
                terms.append((column, sum(problem.steps[t].length for t in within)))
        length = sum(problem.steps[t].length for t in steps)
        model.at_most(terms, problem.at_once * length * time_share)
    for meeting in _sessions_by_step(problem).values():
        columns = [model.session[item.name, n] for item, n, _ in meeting]
        model.at_most([(column, 1.0) for column in columns], problem.at_once)
    _limit_steps_in_all(model, problem, lengths, problem.at_once * time_share)


def _limit_steps_in_all(
    model: Model, problem: Problem, lengths: dict[str, float], at_once: float
) -> None:
    """Over all blocks an item holds its place for whole steps, however short its last one is."""
    longest = max(step.length for step in problem.steps)
    whole = {name: max(1, math.ceil(length / longest - 1e-9)) for name, length in lengths.items()}
    terms: list[Term] = []
    for item in problem.items:
        if item.sessions:
            numbers = enumerate(item.sessions)
            terms += [(model.session[item.name, n], float(len(s.shares))) for n, s in numbers]
        else:
            terms.append((model.done[item.name], float(whole[item.name])))
    model.at_most(terms, at_once * len(problem.steps))


def _add_gains(model: Model, problem: Problem) -> None:
    for skill in problem.skills:
        if pieces(skill):
            _add_gains_in(model, problem, skill)


def _add_gains_in(model: Model, problem: Problem, skill: Skill) -> None:
    raised: list[tuple[float, int]] = []
    for item in problem.items:
        for gain in item.gains:
            amount = min(gain.amount, gain.ceiling - skill.level, skill.useful_gain)
            if gain.skill == skill.name and amount > 0:
                column = model.column(highest=amount)
                done = model.done[item.name]
                tied = ((column, 1.0), (done, -amount))
                model.rows.append(Row(terms=tied, limit=0.0, within_item=True))
                model.raised[item.name, skill.name] = column
                raised.append((gain.ceiling, column))
    for ceiling in sorted({ceiling for ceiling, _ in raised}):
        below = [(column, 1.0) for other, column in raised if other <= ceiling]
        model.at_most(below, ceiling - skill.level)
    counted = [model.column(worth=slope, highest=width) for width, slope in pieces(skill)]
    model.pieces[skill.name] = counted
    terms = [*((column, 1.0) for column in counted), *((column, -1.0) for _, column in raised)]
    model.rows.append(Row(terms=tuple(terms), limit=0.0))


def _add_groups(model: Model, problem: Problem) -> None:
    groups = sorted({item.group for item in problem.items if item.group})
    for group in groups:
        members = [model.done[item.name] for item in problem.items if item.group == group]
        model.at_most([(column, 1.0) for column in members], 1.0)


def _add_credits(model: Model, problem: Problem) -> None:
    for credit in problem.credits:
        if credit.items and credit.worth > 0:
            column = model.column(worth=credit.worth)
            givers = [(model.done[name], -1.0) for name in credit.items]
            model.at_most([(column, 1.0), *givers], 0.0)
