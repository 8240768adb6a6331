"""Finds an order of placing in which the chosen items fit, or drops the least valuable until they do."""

import random
from collections.abc import Callable, Mapping

from headway.algorithms.schedule.layout import Diary, Hint, lay_out, needed_by
from headway.algorithms.schedule.problem import Item, Problem, shortest_length
from headway.algorithms.schedule.value import dependents, loss_without, worth

Rank = Callable[[Item], tuple[float, ...]]
Lay = Callable[[frozenset[str], Rank], Diary]
MOST_TRIES = 150
# Trying costs by items times steps; large problems get fewer tries, so that the time stays alike.
TRIED_STEPS = 250_000


def lay_out_best(
    problem: Problem,
    wanted: frozenset[str] | set[str],
    hints: Mapping[str, Hint],
    *,
    prefers: bool = False,
    most_tries: int = MOST_TRIES,
) -> list[Diary]:
    """One layout that keeps all `wanted` items, or the best two that keep some of them.

    One of the two comes from moving items about in the order, the other from dropping the least
    valuable until the rest fits; each tries `most_tries` orders at most. The quarters are right for
    hours and money; it is "few things at
    once" that some choices cannot keep.
    """
    names = frozenset(wanted)

    def lay(names: frozenset[str], rank: Rank, in_turn: bool = False) -> Diary:  # noqa: FBT001, FBT002
        return lay_out(problem, names, first=rank, hints=hints, prefers=prefers, in_turn=in_turn)

    turns = (False, True) if problem.sequences else (False,)
    start = _best_of([lay(names, rank, t) for rank in _ranks(problem, hints) for t in turns])
    if len(start.placed) == len(names):
        return [start]
    tries = _tries(problem, names, most_tries)
    moved = _move_about(lay, names, start, tries)
    if len(moved.placed) == len(names):
        return [moved]
    return [moved, _drop_least(lay, problem, names, hints, tries)]


def _best_of(diaries: list[Diary]) -> Diary:
    return max(diaries, key=lambda d: (_keeps_locked(d), worth(d.problem, d.placed)))


def _keeps_locked(diary: Diary) -> bool:
    return set(diary.problem.locked) <= set(diary.placed)


def _ranks(problem: Problem, hints: Mapping[str, Hint]) -> list[Rank]:
    def is_free(item: Item) -> float:
        return 0.0 if item.sessions else 1.0

    def middle(item: Item) -> float:
        return hints.get(item.name, Hint()).middle

    def length(item: Item) -> float:
        return shortest_length(problem, item)

    def is_cheap(item: Item) -> float:
        """Whatever is bought has its year; what costs nothing fits around it."""
        return 0.0 if any(item.amount(r.name) > 0 for r in problem.taken("when begun")) else 1.0

    return [
        lambda item: (is_free(item), middle(item), -length(item)),
        lambda item: (is_free(item), is_cheap(item), middle(item), -length(item)),
        lambda item: (is_free(item), -length(item)),
        lambda item: (is_free(item), middle(item) - length(item) / 2),
        lambda item: (middle(item) - length(item) / 2,),
    ]


def _move_about(lay: Lay, names: frozenset[str], start: Diary, tries: int) -> Diary:
    """Moves one item at a time to another place in the order and keeps what is no worse."""
    # A fixed seed: the same problem has the same plan on every machine.
    chance = random.Random(len(names))  # noqa: S311  # no secret depends on it
    order, best = [*start.placed, *sorted(names - set(start.placed))], start
    for _ in range(tries):
        moved = _with_one_moved(chance, order, best)
        place_of = {name: float(place) for place, name in enumerate(moved)}
        diary = lay(names, lambda item, p=place_of: (p[item.name],))  # type: ignore[misc]
        if _best_of([diary, best]) is diary:
            order, best = moved, diary
        if len(best.placed) == len(names):
            break
    return best


def _with_one_moved(chance: random.Random, order: list[str], best: Diary) -> list[str]:
    left_over = [name for name in order if name not in best.placed]
    name = chance.choice(left_over if left_over and chance.random() < 0.5 else order)
    moved = [other for other in order if other != name]
    moved.insert(chance.randrange(len(moved) + 1), name)
    return moved


def _drop_least(
    lay: Lay, problem: Problem, names: frozenset[str], hints: Mapping[str, Hint], tries: int
) -> Diary:
    """Drops the least valuable item, with what requires it, until some order keeps the rest."""
    needed, rest, ranks = needed_by(problem, problem.locked), names, _ranks(problem, hints)
    found: list[Diary] = []
    for _ in range(1 + tries // len(ranks)):
        laid_out = _best_of([lay(rest, rank) for rank in ranks])
        found.append(laid_out)
        losses = loss_without(problem, rest)
        droppable = sorted(rest - needed, key=lambda name: (losses[name], name))
        if len(laid_out.placed) == len(rest) or not droppable:
            break
        rest = rest - dependents(problem, droppable[0])
    return _best_of(found)


def _tries(problem: Problem, names: frozenset[str], most: int) -> int:
    return min(most, TRIED_STEPS // (len(names) * len(problem.steps)))
