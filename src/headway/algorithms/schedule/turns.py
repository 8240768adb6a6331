"""Rows that say what has to be over before something else begins."""

from collections import Counter

from headway.algorithms.schedule.columns import Model, Term
from headway.algorithms.schedule.problem import Item, Problem, Skill


def add_turns(model: Model, problem: Problem) -> None:
    """Adds prerequisites, sequences and entry levels to a model that has the items' columns.

    Self-paced work in a block begins at the latest in the block's last step, so what is required
    may lie in the same block; the layout by steps puts the two in order.
    """
    linked = {name for i in problem.items if i.requires for name in (i.name, *i.requires)}
    linked |= {name for pair in problem.sequences for name in (pair.first, pair.then)}
    linked |= {item.name for item in problem.items if item.entry}
    for item in problem.items:
        if item.name in linked and not item.sessions:
            _add_work_so_far(model, problem, item)
    for item in problem.items:
        for name in item.requires:
            model.at_most([(model.done[item.name], 1.0), (model.done[name], -1.0)], 0.0)
            _in_turn(model, problem, problem.by_name[name], item)
    _add_sequences(model, problem)
    _add_entry_levels(model, problem)


def _add_work_so_far(model: Model, problem: Problem, item: Item) -> None:
    """A column per block for the share of work done up to its end, so that rows stay short."""
    before: list[Term] = []
    for block in range(len(problem.blocks)):
        if (item.name, block) in model.work:
            column = model.column()
            model.equal([(column, 1.0), (model.work[item.name, block], -1.0), *before], 0.0)
            model.so_far[item.name, block] = column
            before = [(column, -1.0)]


def _starts(model: Model, problem: Problem, item: Item) -> list[tuple[int, list[Term]]]:
    """For each time that matters: a step, and the share of the item that has begun by then."""
    if item.sessions:
        sessions = list(enumerate(item.sessions))
        steps = sorted({session.first_step for session in item.sessions})
        return [
            (t, [(model.session[item.name, n], 1.0) for n, s in sessions if s.first_step <= t])
            for t in steps
        ]
    return [
        (steps[-1], [(model.so_far[item.name, block], 1.0)])
        for block, steps in enumerate(problem.blocks)
        if (item.name, block) in model.so_far
    ]


def _over_before(model: Model, problem: Problem, item: Item, step: int) -> list[Term]:
    """The share of the item that may be over before `step`."""
    if item.sessions:
        sessions = list(enumerate(item.sessions))
        return [(model.session[item.name, n], 1.0) for n, s in sessions if s.last_step < step]
    for block, steps in reversed(list(enumerate(problem.blocks))):
        is_known = (item.name, block) in model.so_far
        if is_known and max(steps[0], item.first_step) < step:
            return [(model.so_far[item.name, block], 1.0)]
    return []


def _in_turn(
    model: Model, problem: Problem, first: Item, then: Item, unless: tuple[Term, ...] = ()
) -> None:
    """No more of `then` has begun than of `first` is over; `unless` is 1 where that need not hold."""
    for step, begun in _starts(model, problem, then):
        over = [(column, -factor) for column, factor in _over_before(model, problem, first, step)]
        model.at_most([*begun, *over, *unless], 1.0 if unless else 0.0)


def _add_sequences(model: Model, problem: Problem) -> None:
    for pair in problem.sequences:
        first, then = model.done[pair.first], model.done[pair.then]
        column = model.column(worth=pair.worth)
        model.at_most([(column, 1.0), (first, -1.0)], 0.0)
        model.at_most([(column, 1.0), (then, -1.0)], 0.0)
        one, other = problem.by_name[pair.first], problem.by_name[pair.then]
        _in_turn(model, problem, one, other, unless=((first, 1.0),))


def _add_entry_levels(model: Model, problem: Problem) -> None:
    """What others have lifted so far bounds what may have begun of an item that needs it.

    Nobody lifts more than is needed, which changes nothing for whole items and much for parts of
    them. Work within the block in which the item begins counts as if it came before. Items that ask for
    the same level share the columns for what is lifted.
    """
    askers = Counter(asked for item in problem.items for asked in item.entry)
    shared: dict[tuple[str, float], list[int]] = {}
    for item in problem.items:
        for name, level in item.entry:
            skill = problem.skill_by_name[name]
            needed = level - skill.level
            if needed <= 0:
                continue
            is_shared = askers[name, level] > 1
            if (name, level) not in shared:
                raising = _raising(problem, skill, needed)
                raising = [pair for pair in raising if is_shared or pair[0].name != item.name]
                shared[name, level] = _add_lift_so_far(model, problem, raising)
            own = min(needed, amount_of(item, skill)) if is_shared else 0.0
            _bar_until_lifted(model, problem, item, shared[name, level], needed, own)


def _bar_until_lifted(
    model: Model, problem: Problem, item: Item, lifted: list[int], needed: float, own: float
) -> None:
    """No more of `item` has begun than the `lifted` columns, one a block, allow for.

    `own` is its own lift in them, which cannot come before it begins.
    """
    for step, begun in _starts(model, problem, item):
        block = step // problem.block_size
        terms = {column: needed * factor for column, factor in begun}
        for ends_in, column in _by_block(model, problem, item) if own else ():
            if ends_in <= block:
                terms[column] = terms.get(column, 0.0) + own
        model.at_most([*terms.items(), (lifted[block], -1.0)], 0.0)


def _raising(problem: Problem, skill: Skill, most: float) -> list[tuple[Item, float]]:
    """The items that raise the skill, each with what it adds, up to `most`."""
    items = (problem.by_name[name] for name in problem.raising.get(skill.name, ()))
    amounts = ((item, min(most, amount_of(item, skill))) for item in items)
    return [(item, amount) for item, amount in amounts if amount > 0]


def _add_lift_so_far(
    model: Model, problem: Problem, raising: list[tuple[Item, float]]
) -> list[int]:
    """A column per block for what the items have added up to its end."""
    most = sum(amount for _, amount in raising)
    ended: list[list[Term]] = [[] for _ in problem.blocks]
    for item, amount in raising:
        for block, column in _by_block(model, problem, item):
            ended[block].append((column, -amount))
    columns: list[int] = []
    for terms in ended:
        column = model.column(highest=most)
        before = [(columns[-1], -1.0)] if columns else []
        model.equal([(column, 1.0), *terms, *before], 0.0)
        columns.append(column)
    return columns


def _by_block(model: Model, problem: Problem, item: Item) -> list[tuple[int, int]]:
    """(block in which it ends, column) of each way to do a part of the item."""
    if item.sessions:
        size = problem.block_size
        numbers = enumerate(item.sessions)
        return [(s.last_step // size, model.session[item.name, n]) for n, s in numbers]
    blocks = range(len(problem.blocks))
    return [(b, model.work[item.name, b]) for b in blocks if (item.name, b) in model.work]


def amount_of(item: Item, skill: Skill) -> float:
    """What the item can add to the skill at most, alone."""
    gains = [gain for gain in item.gains if gain.skill == skill.name]
    return sum(max(0.0, min(g.amount, g.ceiling - skill.level)) for g in gains)
