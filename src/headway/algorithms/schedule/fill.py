"""Adds the item that pays best to a layout, again and again: a start, a fallback, and a last polish."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from headway.algorithms.schedule.layout import Diary, Placement, place
from headway.algorithms.schedule.problem import Item, Problem
from headway.algorithms.schedule.value import (
    dependents,
    worth,
    worth_first,
    worths_of_adding,
)

NEGLIGIBLE = 1e-9


def fill(
    diary: Diary,
    candidates: Iterable[str],
    *,
    by_effort: bool = True,
    liking: Mapping[str, float] | None = None,
) -> Diary:
    """`diary` with the best of `candidates` placed in turn until none fits or pays.

    Best is the worth per share of the limits it takes (`by_effort`), or the worth alone, times the
    item's `liking`.
    """
    problem = diary.problem
    open_items = [problem.by_name[name] for name in sorted(set(candidates) - set(diary.placed))]
    efforts = {i.name: effort(problem, i) if by_effort else 1.0 for i in open_items}
    likes = {i.name: (liking or {}).get(i.name, 1.0) / efforts[i.name] for i in open_items}
    worths = worths_of_adding(problem, frozenset(diary.placed), open_items)
    while True:
        scored = [(worths[i.name] * likes[i.name], i) for i in open_items]
        scored = [pair for pair in scored if pair[0] > NEGLIGIBLE]
        scored.sort(key=lambda pair: (-pair[0], pair[1].name))
        for _, item in scored:
            placement = place(diary, item)
            if placement is not None:
                diary.add(placement)
                open_items.remove(item)
                near = _near(problem, item)
                changed = [i for i in open_items if i.name in near]
                worths |= worths_of_adding(problem, frozenset(diary.placed), changed)
                break
            if all(name in diary.placed for name in item.requires) and not item.entry:
                # Room only ever shrinks, so what does not fit now will not fit later.
                open_items.remove(item)
        else:
            return diary


def _near(problem: Problem, added: Item) -> set[str]:
    """The items whose worth may change when `added` is done."""
    near = {name for gain in added.gains for name in problem.raising[gain.skill]}
    near.update(name for credit in problem.credits_of.get(added.name, ()) for name in credit.items)
    pairs = problem.pairs_of.get(added.name, ())
    return near.union(*((pair.first, pair.then) for pair in pairs))


def effort(problem: Problem, item: Item) -> float:
    """The shares of all limits that the item takes, added up."""
    shares = 1e-3
    for resource in problem.resources:
        total = sum(resource.limits)
        if total > 0:
            shares += item.amount(resource.name) / total
    return shares


def without_idle(problem: Problem, placements: dict[str, Placement]) -> dict[str, Placement]:
    """The placements without items that add nothing and that nothing else rests on."""
    kept = dict(placements)
    entry_skills = {s for name in kept for s, _ in problem.by_name[name].entry}
    for name in sorted(kept):
        item = problem.by_name[name]
        supports = any(gain.skill in entry_skills for gain in item.gains)
        alone = dependents(problem, name).isdisjoint(set(kept) - {name})
        if name in problem.locked or supports or not alone:
            continue
        rest = set(kept) - {name}
        comes_first = worth_first(problem, kept) - worth_first(problem, rest) > NEGLIGIBLE
        if not comes_first and worth(problem, kept) - worth(problem, rest) <= NEGLIGIBLE:
            del kept[name]
    return kept


def diary_of(empty: Diary, placements: Iterable[Placement]) -> Diary:
    """A diary that holds exactly these placements."""
    diary = replace(
        empty,
        placed={},
        left={name: list(limits) for name, limits in empty.left.items()},
        places=list(empty.places),
        focuses=[set(focuses) for focuses in empty.focuses],
    )
    for placement in placements:
        diary.add(placement)
    return diary
