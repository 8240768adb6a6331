"""Solves the model's linear relaxation and its whole-numbered form with scipy's HiGHS."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headway.algorithms.schedule.columns import Model, Term
from headway.algorithms.schedule.proof import Prices, Pricing
from headway.algorithms.schedule.quiet import quiet_output

TINY_PRICE = 1e-12


@dataclass(frozen=True, kw_only=True)
class LinearAnswer:
    """Prices of the rows and amounts of the columns; `is_solved` False: no prices, zero amounts."""

    prices: Prices
    amounts: list[float]
    is_solved: bool


@dataclass(frozen=True, kw_only=True)
class WholeAnswer:
    """Amounts of the columns (None: none found), and what the solver says no solution exceeds.

    `is_done` says that it finished within its limits. Nothing of this is checked here.
    """

    amounts: list[float] | None
    is_done: bool
    claimed_bound: float | None = None


class Relaxation:
    """The linear relaxation of a model among some of its items; the model's rows may grow."""

    def __init__(self, model: Model, pricing: Pricing, *, seconds: float) -> None:
        """`seconds` is the safety stop of one solution."""
        self.model = model
        self.pricing = pricing
        self.seconds = seconds
        self.active: frozenset[str] = frozenset()
        self._columns: list[int] = []
        self._row_count = -1
        self._place_of: dict[int, int] = {}
        self._numbers: dict[bool, list[int]] = {}
        self._terms: dict[bool, list[list[Term]]] = {}
        self._limits: dict[str, Any] = {}

    def set_active(self, names: Iterable[str]) -> None:
        """From now on only these items may be done."""
        self.active, self._row_count = frozenset(names), -1
        own = [c for n in sorted(self.active) for c in self.pricing.columns_of(n)]
        self._columns = sorted([*own, *self.pricing.shared])

    def solve(
        self, decided: Mapping[str, bool] | None = None, *, reward: float = 0.0
    ) -> LinearAnswer:
        """The best linear solution with active items `decided` to be done or not.

        Doing an item that is to be done earns `reward` instead of being forced: so there is always a
        solution, and its prices prove what the case can bring even if the case is impossible.
        """
        from scipy.optimize import linprog

        self._gather()
        model, columns = self.model, self._columns
        worth = [model.worth[column] for column in columns]
        highest = [model.highest[column] for column in columns]
        for name, is_done in (decided or {}).items():
            place = self._place_of[model.done[name]]
            if is_done:
                worth[place] += reward
            else:
                highest[place] = 0.0
        if not columns:
            # Where nothing can be won there is nothing to solve; linprog refuses it.
            return LinearAnswer(prices=(), amounts=[0.0] * len(model.worth), is_solved=True)
        ends = list(zip((model.lowest[column] for column in columns), highest, strict=True))
        with quiet_output():
            found = linprog(
                [-each for each in worth],
                **self._limits,
                bounds=ends,
                method="highs",
                options={"time_limit": self.seconds},
            )
        amounts = [0.0] * len(model.worth)
        if found.status != 0 or found.x is None:
            return LinearAnswer(prices=(), amounts=amounts, is_solved=False)
        for column, amount in zip(columns, found.x, strict=True):
            amounts[column] = float(amount)
        return LinearAnswer(prices=self._prices(found), amounts=amounts, is_solved=True)

    def _gather(self) -> None:
        """Cuts the rows that are new since the last time to the active columns."""
        rows = self.model.rows
        if self._row_count == len(rows):
            return
        if self._row_count < 0:
            self._row_count = 0
            self._place_of = {column: place for place, column in enumerate(self._columns)}
            self._numbers, self._terms = {False: [], True: []}, {False: [], True: []}
        for number in range(self._row_count, len(rows)):
            kept = [(self._place_of[c], f) for c, f in rows[number].terms if c in self._place_of]
            if kept:
                self._numbers[rows[number].equal].append(number)
                self._terms[rows[number].equal].append(kept)
        self._row_count = len(rows)
        self._limits = {}
        for is_equal, kind in ((False, "ub"), (True, "eq")):
            if self._terms[is_equal]:
                limits = [rows[number].limit for number in self._numbers[is_equal]]
                self._limits[f"A_{kind}"] = matrix(self._terms[is_equal], len(self._columns))
                self._limits[f"b_{kind}"] = limits

    def _prices(self, found: Any) -> Prices:
        numbered = [*zip(self._numbers[False], found.ineqlin.marginals, strict=True)]
        numbered += [*zip(self._numbers[True], found.eqlin.marginals, strict=True)]
        priced = [(number, -float(marginal)) for number, marginal in numbered]
        rows = self.model.rows
        return tuple(
            sorted(
                (number, price)
                for number, price in priced
                if abs(price) > TINY_PRICE and not rows[number].within_item
            )
        )


def solve_whole(
    model: Model, *, node_limit: int, relative_gap: float, seconds: float
) -> WholeAnswer:
    """The model with its whole columns whole, to within `relative_gap` unless a limit ends it."""
    if not model.rows:
        ends = zip(model.worth, model.lowest, model.highest, strict=True)
        best = [high if worth > 0 else low for worth, low, high in ends]
        return WholeAnswer(amounts=best, is_done=True)
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    low = [row.limit if row.equal else -float("inf") for row in model.rows]
    constraint = LinearConstraint(
        matrix([row.terms for row in model.rows], len(model.worth)),
        low,
        [row.limit for row in model.rows],
    )
    with quiet_output():
        found = milp(
            [-w for w in model.worth],
            integrality=np.array(model.whole, dtype=np.int64),
            bounds=Bounds(model.lowest, model.highest),
            constraints=constraint,
            options={
                "node_limit": node_limit,
                "time_limit": seconds,
                "mip_rel_gap": relative_gap,
            },
        )
    amounts = None if found.x is None else [float(x) for x in found.x]
    claimed = getattr(found, "mip_dual_bound", None)
    return WholeAnswer(
        amounts=amounts,
        is_done=found.status == 0,
        claimed_bound=None if claimed is None else -float(claimed),
    )


def matrix(rows: Sequence[Sequence[Term]], columns: int) -> Any:
    """Rows of terms as a sparse matrix."""
    from scipy.sparse import csr_array

    starts = [0]
    for terms in rows:
        starts.append(starts[-1] + len(terms))
    indices = [column for terms in rows for column, _ in terms]
    factors = [factor for terms in rows for _, factor in terms]
    return csr_array((factors, indices, starts), shape=(len(rows), columns))
