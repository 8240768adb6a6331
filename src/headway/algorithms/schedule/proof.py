"""A proof that no plan is worth more: true rows, prices for them, and cases that cover everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headway.algorithms.schedule.columns import Model
from headway.algorithms.schedule.cuts import Cut, cut_row, falloffs
from headway.algorithms.schedule.problem import Problem

Prices = tuple[tuple[int, float], ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case that is not divided further; `prices` is the number of its prices in the proof."""

    prices: int


@dataclass(frozen=True, kw_only=True)
class Division:
    """Two cases that leave nothing out: `item` is not done, or it is."""

    item: str
    without: "Case | Division"
    within: "Case | Division"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """`cuts` are rows added to the model; `prices` are (row, price) pairs, rows not named cost nothing.

    `block_size` is that of the model, which may be coarser than the problem's.
    """

    block_size: int
    cuts: tuple[Cut, ...] = ()
    prices: tuple[Prices, ...] = ((),)
    cases: Case | Division = Case(prices=0)


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What prices leave: of each item's worth if it is done at its best, and of all the rest together."""

    items: dict[str, float]
    least: dict[str, float]
    base: float

    def bound(self, decided: Mapping[str, bool]) -> float:
        """What no plan exceeds in which items are done or not as `decided`."""
        bound = self.base
        for name, is_done in decided.items():
            free = max(self.items[name], self.least[name])
            bound += (self.items[name] if is_done else 0.0) - free
        return bound


def add_cuts(problem: Problem, model: Model, cuts: Sequence[Cut]) -> None:
    """Adds the rows of the cuts to the model, each worked out from the problem."""
    falloff_of = falloffs(problem, model)
    model.rows += [cut_row(model, falloff_of[cut.skill], cut) for cut in cuts]


class Pricing:
    """Works out what prices prove for one model; its rows may still grow."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.work: dict[str, list[int]] = {name: [] for name in model.done}
        self.sessions: dict[str, list[int]] = {name: [] for name in model.done}
        self.more: dict[str, list[int]] = {name: [] for name in model.done}
        for named, group in ((model.work, self.work), (model.session, self.sessions)):
            for (name, _), column in named.items():
                group[name].append(column)
        for others in (model.raised, model.bought, model.so_far):
            for (name, _), column in others.items():
                self.more[name].append(column)
        own = {
            c
            for group in (self.work, self.sessions, self.more)
            for cs in group.values()
            for c in cs
        }
        own |= set(model.done.values())
        self.shared = [column for column in range(len(model.worth)) if column not in own]

    def columns_of(self, name: str) -> list[int]:
        """All columns of one item."""
        return [self.model.done[name], *self.work[name], *self.sessions[name], *self.more[name]]

    def price(self, prices: Prices) -> Priced:
        """By weak duality: at any prices for the rows, items and other columns can each stand alone.

        A row "at most" with a price below zero is taken as costing nothing, and a row within an item as
        having no price, since the item is worked out exactly.
        """
        model = self.model
        left, base = self._left(prices)
        for column in self.shared:
            base += max(left[column] * model.lowest[column], left[column] * model.highest[column])
        items = {name: self._at_its_best(left, name) for name in model.done}
        least = {n: v if model.lowest[model.done[n]] > 0 else 0.0 for n, v in items.items()}
        base += sum(max(value, least[name]) for name, value in items.items())
        return Priced(items=items, least=least, base=base)

    def _left(self, prices: Prices) -> tuple[list[float], float]:
        left, cost = list(self.model.worth), 0.0
        for number, each in prices:
            row = self.model.rows[number]
            used = each if row.equal else max(0.0, each)
            if used and not row.within_item:
                cost += used * row.limit
                for column, factor in row.terms:
                    left[column] -= used * factor
        return left, cost

    def _at_its_best(self, left: Sequence[float], name: str) -> float:
        """What is left of an item's worth if it is done, in its best session or its best blocks."""
        highest = self.model.highest
        value = left[self.model.done[name]]
        value += sum(max(0.0, left[column] * highest[column]) for column in self.more[name])
        if self.sessions[name]:
            return value + max(left[column] for column in self.sessions[name])
        rest = 1.0
        for column in sorted(self.work[name], key=lambda c: -left[c]):
            share = min(rest, highest[column])
            value, rest = value + share * left[column], rest - share
        return value


def proven_bound(model: Model, proof: Proof) -> float:
    """What no plan exceeds: the largest bound of all cases. The model holds the cuts' rows already.

    Raises IndexError or KeyError if the proof names rows, prices or items that there are not.
    """
    pricing = Pricing(model)
    known = [pricing.price(prices) for prices in proof.prices]
    waiting: list[tuple[Case | Division, dict[str, bool]]] = [(proof.cases, {})]
    bounds = []
    while waiting:
        one, decided = waiting.pop()
        if isinstance(one, Case):
            bounds.append(known[one.prices].bound(decided))
        else:
            waiting.append((one.without, decided | {one.item: False}))
            waiting.append((one.within, decided | {one.item: True}))
    return max(bounds)
