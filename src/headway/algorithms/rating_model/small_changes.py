"""What follows for one cell from small changes of what was said, without a further round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from headway.algorithms.rating_model.model import Floats
from headway.algorithms.rating_model.settle import (
    Gaussian,
    Start,
    average,
    find_covariances,
    multiply,
)
from headway.algorithms.rating_model.table import Places, Table

# Of cells: past that many the rounds themselves are quicker, and the change is no small one.
MOST_CHANGED = 150
# Logits on either side, for how a curvature changes with the place.
_ASIDE = 0.05
_LEAST_VARIANCE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Mean and variance of the cell after a change, and how large the step's second order is (logits).

    `start` is about where all cells come to rest: rounds that start there are few.
    """

    mean: float
    variance: float
    size: float
    start: Start


@dataclass(frozen=True, kw_only=True)
class _Rest:
    """Where the first settled; each mark's gradient, curvature and bend as if all of it weighed."""

    weight: Floats
    predicted: Floats
    mean: Floats
    variance: Floats
    gradient: Floats
    curvature: Floats
    bend: Floats


def follow_changes(
    table: Table, fitted: Gaussian, changed: Sequence[Table], cell: int
) -> Iterator[Moved | None]:
    """One Newton step from the settled `fitted` of `table` for each of `changed`, and what is then left.

    The infinitesimal jackknife (Jaeckel 1972) taken one step on: marks that weigh otherwise change the
    precision by a matrix of low rank (Woodbury). What the bend of the likelihoods and the changed
    variances add to second order is added; `size` sums it, each mark's share taken as positive, and
    tells how far the step may be trusted. `table` and
    `fitted` are stacks of one; `changed` differ from it in weights and predictions. None for what
    changes in too many cells.
    """
    rest = _find_rest(table, fitted)
    places = [_find_changed(rest, one, cell) for one in changed]
    rows = np.unique(np.concatenate([np.array([cell]), *(at for at in places if _is_small(at))]))
    seen = (rest.weight * rest.curvature)[None]
    covariances = find_covariances(table, fitted, seen, rows)[0]
    for one, at in zip(changed, places, strict=True):
        if not _is_small(at):
            yield None
            continue
        shift = one.predicted - rest.predicted
        pulled = shift
        if shift.any():
            pulled = shift - multiply(table, fitted, seen, seen * shift)[0]
        yield _step(rest, one, at, covariances[np.searchsorted(rows, at)], pulled)


def _is_small(at: Places) -> bool:
    return len(at) <= MOST_CHANGED


def _find_changed(rest: _Rest, changed: Table, cell: int) -> Places:
    """The cells that weigh otherwise, after `cell` itself, which weighs nothing."""
    return np.append(cell, np.flatnonzero(changed.weight != rest.weight))


def _find_rest(table: Table, fitted: Gaussian) -> _Rest:
    weight = np.zeros_like(table.weight)
    weight[:, table.at] = 1.0
    every = replace(table, weight=weight)
    gradient, curvature = average(every, fitted.mean, fitted.variance)
    _, below = average(every, fitted.mean - _ASIDE, fitted.variance)
    _, above = average(every, fitted.mean + _ASIDE, fitted.variance)
    return _Rest(
        weight=table.weight[0],
        predicted=table.predicted[0],
        mean=fitted.mean[0],
        variance=fitted.variance[0],
        gradient=gradient[0],
        curvature=curvature[0],
        bend=(above[0] - below[0]) / (2.0 * _ASIDE),
    )


def _step(rest: _Rest, changed: Table, at: Places, covariances: Floats, pulled: Floats) -> Moved:
    """`covariances` (changed cells, cells) are those before; `pulled` is what the start moves by itself."""
    more = (changed.weight - rest.weight)[at]
    seen = (more * rest.curvature[at])[:, None]
    moved = pulled + (more * rest.gradient[at]) @ covariances
    # How the precision's change (of low rank) changes the covariances.
    change = np.linalg.solve(np.eye(len(at)) + seen * covariances[:, at], np.diag(seen[:, 0]))
    shares = change @ covariances
    moved = moved - moved[at] @ shares
    widened = -np.einsum("lc,lc->c", covariances, shares)
    own = covariances[0] - covariances[0, at] @ shares
    bend = changed.weight * rest.bend
    second = -0.5 * own * bend * (moved**2 + widened)
    cell = int(at[0])
    spread = rest.variance[cell] + widened[cell] - own**2 @ (bend * moved)
    return Moved(
        mean=float(rest.mean[cell] + moved[cell] + second.sum()),
        variance=float(spread),
        size=float(np.abs(second).sum()),
        start=(rest.mean + moved, np.maximum(rest.variance + widened, _LEAST_VARIANCE)),
    )
