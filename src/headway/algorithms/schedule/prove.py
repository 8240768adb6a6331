"""Finds what no plan can exceed and proves it: prices from linear programmes, cuts, cases."""

import heapq
from dataclasses import dataclass
from itertools import count

from headway.algorithms.schedule.columns import Row
from headway.algorithms.schedule.cuts import Cut, cut_row, falloffs, find_cuts
from headway.algorithms.schedule.layout import needed_by
from headway.algorithms.schedule.linear import LinearAnswer, Relaxation
from headway.algorithms.schedule.model import build
from headway.algorithms.schedule.problem import Item, Problem
from headway.algorithms.schedule.proof import Case, Division, Priced, Prices, Pricing, Proof

# The linear programme starts among the items that pay best alone, and lets in so many others at a time.
STARTING_ITEMS, JOINING_ITEMS = 60, 40
MOST_ROUNDS = 40
# Rounds of cuts go on while one of the last two lowered the bound by this share of it.
LEAST_PROGRESS = 2e-4
# Whoever would cost more than this share of the bound is left out of the linear programmes of cases.
SELDOM = 0.03
POSITIVE = 1e-9


@dataclass(kw_only=True, eq=False)
class Node:
    """A case while the proof grows; `parts` are the cases without and with `item` once it is divided."""

    decided: dict[str, bool]
    prices: int
    bound: float
    item: str = ""
    parts: "tuple[Node, Node] | None" = None


class Prover:
    """What no plan exceeds for a problem in order with only what is offered; it can grow tighter.

    The linear relaxation is solved among few items; prices then tell which others would pay, and those
    join, until none would (column generation by items). `held` is the least worth of what comes first.
    """

    def __init__(
        self, problem: Problem, *, held: float | None = None, cut_rounds: int, seconds: float
    ) -> None:
        self.problem = problem
        self.model = build(problem, held=held)
        self.amounts = [0.0] * len(self.model.worth)
        self.cuts: list[Cut] = []
        self._pricing = Pricing(self.model)
        self._falloffs = falloffs(problem, self.model)
        self._relaxation = Relaxation(self.model, self._pricing, seconds=seconds)
        self._first_cut = len(self.model.rows)
        self._prices: list[Prices] = [()]
        self._priced: list[Priced] = [self._pricing.price(())]
        self._root = Node(decided={}, prices=0, bound=self._priced[0].base)
        self._alone = {item.name: self._worth_alone(item) for item in problem.items}
        self._sift()
        self._cut_in_rounds(cut_rounds)
        self._focus()

    @property
    def bound(self) -> float:
        """What no plan exceeds; the largest bound of all cases."""
        return max(node.bound for node in self._open_nodes())

    @property
    def scores(self) -> dict[str, float]:
        """How much the relaxation would do of each item (0 to 1), or what doing it would cost (below 0)."""
        items = self._priced[self._root.prices].items
        shares = {name: self.amounts[column] for name, column in self.model.done.items()}
        return {n: s if s > 1e-6 else min(0.0, items[n]) for n, s in shares.items()}

    @property
    def cut_rows(self) -> list[Row]:
        """The rows of all cuts; they hold in every model of the problem with the same columns."""
        return self.model.rows[self._first_cut :]

    def tighten(self, goal: float, *, most_cases: int) -> None:
        """Divides the case with the largest bound until none exceeds `goal` or there are `most_cases`."""
        number = count()
        waiting = [(-node.bound, next(number), node) for node in self._open_nodes()]
        heapq.heapify(waiting)
        looks, stuck = 0, 0
        while waiting and looks < most_cases and stuck + len(waiting) < most_cases:
            looks += 1
            bound, _, node = heapq.heappop(waiting)
            if -bound <= goal:
                return
            item = self._look_into(node)
            if node.bound < -bound and node.bound <= goal:
                continue
            if item is None:
                stuck += 1
                continue
            for part in self._divide(node, item):
                heapq.heappush(waiting, (-part.bound, next(number), part))

    def proof(self) -> Proof:
        """The proof of the bound, as far as it has grown."""
        used = sorted({node.prices for node in self._open_nodes()})
        number_of = {old: new for new, old in enumerate(used)}
        return Proof(
            block_size=self.problem.block_size,
            cuts=tuple(self.cuts),
            prices=tuple(self._prices[old] for old in used),
            cases=_cases(self._root, number_of),
        )

    def _sift(self) -> None:
        """Solves the relaxation of all cases together, and lets in what pays until nothing does."""
        best = sorted(self.problem.items, key=lambda i: (-self._pays_alone(i), i.name))
        names = {*(item.name for item in best[:STARTING_ITEMS]), *self.problem.locked}
        self._relaxation.set_active(needed_by(self.problem, names))
        for _ in range(MOST_ROUNDS):
            if not self._solve_root() or not self._let_in():
                return

    def _worth_alone(self, item: Item) -> float:
        raised = [self._falloffs[g.skill] for g in item.gains if g.skill in self._falloffs]
        return sum(falloff.worth([item.name]) for falloff in raised if item.name in falloff.gains)

    def _pays_alone(self, item: Item) -> float:
        """What the item is worth alone, per share of all limits."""
        shares = 1e-3
        for resource in self.problem.resources:
            total = sum(resource.limits)
            shares += item.amount(resource.name) / total if total > 0 else 0.0
        return (self._alone[item.name] - item.charge) / shares

    def _let_in(self) -> bool:
        """Lets in the items that pay most at the last prices; says whether there were any."""
        active, worths = self._relaxation.active, self._priced[-1].items
        paying = [(-w, n) for n, w in worths.items() if w > POSITIVE and n not in active]
        if not paying:
            return False
        joining = [name for _, name in sorted(paying)[:JOINING_ITEMS]]
        self._relaxation.set_active(active | needed_by(self.problem, joining))
        return True

    def _solve_root(self) -> bool:
        answer = self._relaxation.solve()
        if answer.is_solved:
            self.amounts = answer.amounts
            self._use(self._root, answer)
        return answer.is_solved

    def _use(self, node: Node, answer: LinearAnswer) -> None:
        """Takes the answer's prices for the case if they prove more than those it has."""
        self._prices.append(answer.prices)
        self._priced.append(self._pricing.price(answer.prices))
        bound = self._priced[-1].bound(node.decided)
        if bound < node.bound:
            node.bound, node.prices = bound, len(self._prices) - 1

    def _cut_in_rounds(self, most: int) -> None:
        before = [self._root.bound, self._root.bound]
        for _ in range(most):
            is_slow = before[0] - self._root.bound < LEAST_PROGRESS * abs(before[0])
            if not self._cut(self.amounts) or not self._solve_root():
                return
            self._let_in()
            if is_slow and before[0] < before[1]:
                return
            before = [self._root.bound, before[0]]

    def _cut(self, amounts: list[float]) -> bool:
        """Adds the rows that the amounts break; says whether there were any."""
        cuts = find_cuts(self.model, self._falloffs, amounts, self._root.bound)
        self.model.rows += [cut_row(self.model, self._falloffs[cut.skill], cut) for cut in cuts]
        self.cuts += cuts
        return bool(cuts)

    def _focus(self) -> None:
        """Keeps the items that may matter in some case; others come back in when they pay."""
        least = -SELDOM * abs(self._root.bound)
        items = self._priced[self._root.prices].items
        kept = {n for n in self._relaxation.active if items[n] > least}
        kept |= {n for n, c in self.model.done.items() if self.amounts[c] > 0}
        self._relaxation.set_active(needed_by(self.problem, {*kept, *self.problem.locked}))

    def _open_nodes(self) -> list[Node]:
        waiting, found = [self._root], []
        while waiting:
            node = waiting.pop()
            if node.parts is None:
                found.append(node)
            else:
                waiting += node.parts[::-1]
        return found

    def _look_into(self, node: Node) -> str | None:
        """Prices the case by its own linear programme; the item to divide it by, None if there is none."""
        reward = 2 * abs(self._root.bound) + 1
        decided = {n: d for n, d in node.decided.items() if n in self._relaxation.active or d}
        missing = set(decided) - self._relaxation.active
        if missing:
            self._relaxation.set_active(self._relaxation.active | needed_by(self.problem, missing))
        answer = self._relaxation.solve(decided, reward=reward)
        if not answer.is_solved:
            return None
        self._use(node, answer)
        self._let_in()
        if self._cut(answer.amounts):
            answer = self._relaxation.solve(decided, reward=reward)
            if answer.is_solved:
                self._use(node, answer)
                self._let_in()
        return self._most_open(node, answer.amounts)

    def _most_open(self, node: Node, amounts: list[float]) -> str | None:
        """The item that the case would do only in part and whose decision weighs most."""
        shares = {n: amounts[c] for n, c in self.model.done.items() if n not in node.decided}
        weights = [
            (min(share, 1 - share) * self._alone[name], name)
            for name, share in sorted(shares.items())
            if 1e-6 < share < 1 - 1e-6
        ]
        return max(weights)[1] if weights else None

    def _divide(self, node: Node, item: str) -> "tuple[Node, Node]":
        node.item = item
        priced = self._priced[node.prices]
        without, within = node.decided | {item: False}, node.decided | {item: True}
        node.parts = (
            Node(decided=without, prices=node.prices, bound=priced.bound(without)),
            Node(decided=within, prices=node.prices, bound=priced.bound(within)),
        )
        return node.parts


def _cases(node: Node, number_of: dict[int, int]) -> Case | Division:
    if node.parts is None:
        return Case(prices=number_of[node.prices])
    without, within = (_cases(part, number_of) for part in node.parts)
    return Division(item=node.item, without=without, within=within)
