"""The Gaussian posterior of all cells of a table: Newton steps to a fixed point, accelerated."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import lapack

from headway.algorithms.rating_model.model import Floats
from headway.algorithms.rating_model.table import Places, Table

_NODES = np.array([-math.sqrt(3.0), 0.0, math.sqrt(3.0)])
_NODE_WEIGHTS = np.array([1.0, 4.0, 1.0]) / 6.0
_LONGEST_STEP = 4.0
# About how surely one's place is known once some have spoken; only where the rounds start from.
_START_VARIANCE = 1.0
_REACH_OF_AN_END = 2.0
_MOST_ROUNDS = 60
_NEAR = 0.5
_MEMORY = 3
_RIDGE = 1e-14
_SLOW_TOLERANCE = 1e-9
_MOST_SLOW_ROUNDS = 300
_SLOW_ROUNDS_OF_ONE_LENGTH = 50


@dataclass(frozen=True, kw_only=True)
class Gaussian:
    """The current posterior of all cells.

    Cells of different competencies have the covariance `response` `effects` `response`'; each has the
    `own_variance` besides.
    """

    mean: Floats
    variance: Floats
    own_variance: Floats
    response: Floats
    effects: Floats


# Means and variances of all cells from which the rounds begin.
Start = tuple[Floats, Floats]


def begin(table: Table) -> Gaussian:
    """What is known before anything is seen."""
    nothing = np.zeros_like(table.weight)
    return _update(table, table.predicted, nothing, nothing)


def start_at_marks(table: Table) -> Start:
    """A start that takes each mark at its word: two or three rounds nearer than what is known before."""
    level = table.compatible.argmax(axis=-1)[:, None]
    with np.errstate(invalid="ignore"):
        steps = np.diff(table.heights, axis=-1)
        edges = np.pad(steps, ((0, 0), (1, 1)), constant_values=((0, 0), (-np.inf, np.inf)))
        low, high = (np.take_along_axis(edges, level + n, axis=-1)[:, 0] for n in (0, 1))
        twice = np.maximum(low, high - _REACH_OF_AN_END) + np.minimum(high, low + _REACH_OF_AN_END)
    mean = np.where(np.isfinite(twice) & (table.weight > 0), twice / 2.0, table.predicted)
    return mean, np.full_like(mean, _START_VARIANCE)


def settle(table: Table, start: Start, tolerance: float) -> Gaussian:
    """The fixed point of averaging and updating, in pulls towards 0 and curvatures.

    `table` is a stack of variants, `start` near them. Anderson's acceleration (Walker and Ni 2011)
    needs about half the rounds of plain steps, until no mean or variance moves by more than `tolerance`.
    Where it does not settle (absurd steps or ages), the slower way is gone.
    """
    mean, variance = (np.broadcast_to(part, table.weight.shape) for part in start)
    marks = _find_marks(table)
    path: list[tuple[Floats, Floats]] = []
    place: Floats | None = None
    change = math.inf
    for _ in range(_MOST_ROUNDS):
        gradient, curvature = _averaged(mean, variance, marks)
        image = np.stack([curvature * mean + gradient, curvature], axis=1)
        # Far from the fixed point plain steps come nearer: what was far off misleads the mixture.
        if place is not None and change < _NEAR:
            path = [*path[-_MEMORY:], (place, image)]
        place = _accelerate(path) if path else image
        fitted = _at(table, mean, place)
        change = _change((mean, variance), fitted)
        if change < tolerance:
            return fitted
        mean, variance = fitted.mean, fitted.variance
    return _settle_each_slowly(table)


def _settle_slowly(table: Table) -> Gaussian:
    """Newton steps until neither a mean nor a variance moves by more than the tolerance.

    Steps of full length settle in ten to thirty rounds. Absurd steps or ages can make them swing
    between two points; the further in, the more of the round before is therefore kept.
    """
    pull = curvature = np.zeros_like(table.weight)
    fitted, marks = begin(table), _find_marks(table)
    for round_ in range(_MOST_SLOW_ROUNDS):
        share = 0.5 ** (round_ // _SLOW_ROUNDS_OF_ONE_LENGTH)
        gradient, new_curvature = _averaged(fitted.mean, fitted.variance, marks)
        new_pull = new_curvature * (fitted.mean - table.predicted) + gradient
        pull = pull + share * (new_pull - pull)
        curvature = curvature + share * (new_curvature - curvature)
        stepped = _update(table, fitted.mean, pull, curvature)
        change = _change((fitted.mean, fitted.variance), stepped)
        fitted = stepped
        if change < _SLOW_TOLERANCE * share:
            break
    return fitted


def find_influence(table: Table, fitted: Gaussian, cell: int) -> Floats:
    """How far all cells (cells,) move the mean of one in the first of the variants, to first order.

    The infinitesimal jackknife (Jaeckel 1972): the gradient of each mark, all of its weight, times its
    posterior covariance with that cell.
    """
    gradient, curvature = average(table, fitted.mean, fitted.variance)
    covariances = find_covariances(table, fitted, curvature, np.array([cell]))
    return np.asarray(covariances[0, 0] * gradient[0])


def find_covariances(table: Table, fitted: Gaussian, curvature: Floats, cells: Places) -> Floats:
    """The posterior covariances of all cells with some, in each variant: (variants, some, cells).

    `curvature` (variants, cells) is what each cell was seen with, as `average` finds it.
    """
    asked = np.zeros((*curvature.shape[:-1], len(cells), curvature.shape[-1]))
    asked[..., np.arange(len(cells)), cells] = 1.0
    shared = fitted.response[..., cells].swapaxes(-1, -2) @ fitted.effects @ fitted.response
    return np.asarray(_solve(table, _walk(table, curvature)[0], asked) + shared)


def multiply(table: Table, fitted: Gaussian, curvature: Floats, row: Floats) -> Floats:
    """The covariance of all cells times a row (variants, cells), the same shape; see above."""
    own = _solve(table, _walk(table, curvature)[0], row[..., None, :])[..., 0, :]
    shared = (fitted.response @ row[..., None]).swapaxes(-1, -2) @ fitted.effects @ fitted.response
    return np.asarray(own + shared[..., 0, :])


def average(table: Table, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Gradient and curvature of what weighs something, averaged over the cells' N(mean, variance)."""
    return _averaged(mean, variance, _find_marks(table))


def _change(before: Start, after: Gaussian) -> float:
    mean, variance = before
    moved = np.abs(after.mean - mean).max()
    return float(max(moved, np.abs(after.variance - variance).max()))


def _settle_each_slowly(variants: Table) -> Gaussian:
    each = [
        _settle_slowly(replace(variants, weight=weight, compatible=compatible, predicted=predicted))
        for weight, compatible, predicted in zip(
            variants.weight, variants.compatible, variants.predicted, strict=True
        )
    ]
    return Gaussian(
        mean=np.stack([one.mean for one in each]),
        variance=np.stack([one.variance for one in each]),
        own_variance=np.stack([one.own_variance for one in each]),
        response=np.stack([one.response for one in each]),
        effects=np.stack([one.effects for one in each]),
    )


def _at(table: Table, mean: Floats, place: Floats) -> Gaussian:
    pull, curvature = place[:, 0], place[:, 1]
    return _update(table, mean, pull - curvature * table.predicted, curvature)


def _accelerate(path: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The mixture of the last images whose residuals cancel best, for each variant by itself."""
    image = path[-1][1]
    if len(path) == 1:
        return image
    count = len(image)
    residuals = np.stack([(new - old).reshape(count, -1) for old, new in path], axis=1)
    images = np.stack([new.reshape(count, -1) for _, new in path], axis=1)
    steps, moves = np.diff(residuals, axis=1), np.diff(images, axis=1)
    products = steps @ steps.swapaxes(-1, -2)
    size = np.trace(products, axis1=-2, axis2=-1)[:, None, None] + np.finfo(np.float64).tiny
    ridge = _RIDGE * size * np.eye(len(path) - 1)
    shares = np.linalg.solve(products + ridge, steps @ residuals[:, -1, :, None])
    mixed = (images[:, -1] - (shares.swapaxes(-1, -2) @ moves)[:, 0]).reshape(image.shape)
    mixed[:, 1] = np.maximum(mixed[:, 1], 0.0)
    return mixed


def _update(table: Table, mean: Floats, pull: Floats, curvature: Floats) -> Gaussian:
    """The posterior if every observation were Gaussian with that `curvature` and `pull`.

    The cells of each competency are solved by themselves, then the shared effects (Woodbury): the cost
    grows with the number of marks and the cube of that of effects. `mean` is where the step
    starts; a longer step than the limit is cut short. All may have an axis of variants in front.
    """
    kept, own_variance = _walk(table, curvature)
    asked = np.empty((*curvature.shape[:-1], 1 + len(table.shared), curvature.shape[-1]))
    weighed = np.multiply(curvature[..., None, :], table.shared, out=asked[..., :-1, :])
    asked[..., -1, :] = pull
    solved = _solve(table, kept, asked)
    response = table.shared - solved[..., :-1, :]
    unit = np.eye(len(table.shared))
    effects = np.asarray(np.linalg.inv(unit + weighed @ response.swapaxes(-1, -2)), np.float64)
    shared_pull = (effects @ (response @ pull[..., None])).swapaxes(-1, -2)
    step = table.predicted + solved[..., -1, :] + (shared_pull @ response)[..., 0, :] - mean
    longest = np.abs(step).max(axis=-1, keepdims=True, initial=0.0)
    step *= _LONGEST_STEP / np.maximum(longest, _LONGEST_STEP)
    variance = own_variance + np.einsum("...ec,...ec->...c", effects @ response, response)
    return Gaussian(
        mean=mean + step,
        variance=np.maximum(variance, 0.0),
        own_variance=own_variance,
        response=response,
        effects=effects,
    )


def _walk(table: Table, seen: Floats) -> tuple[Floats, Floats]:
    """What each cell keeps of how the next younger one moves, and its variance, both (..., cells).

    `seen` (..., cells) is how precisely each was seen. A Kalman filter from the oldest to today and
    a smoother back, in a form that never subtracts: what was seen twice on one day, or on two days, is
    as exact as what lies years apart.
    """
    moved = table.moved[table.younger, table.competency]
    kept = _keep_at_once(moved, seen, table.younger)
    if kept is None:
        kept = _keep_row_by_row(table, seen)
    return kept, _smooth(kept, moved, table.younger)


def _keep_at_once(moved: Floats, seen: Floats, younger: Places) -> Floats | None:
    """What each cell keeps, or None where numbers would grow too large.

    What passes from a cell to the next younger one, p' = (p + seen) / (1 + moved (p + seen)), is the
    quotient of u' = u + seen v and v' = v + moved u': one triangular system of sums, all chains at once.
    """
    is_joined = np.append(False, younger[:-1] > 0)
    joined = np.broadcast_to(is_joined, seen.shape).ravel()
    size = seen.size
    band, asked = np.zeros((3, 2 * size)), np.zeros((2 * size, 1))
    passing = np.where(joined, -seen.ravel(), 0.0)
    band[1, 0::2] = -np.broadcast_to(moved, seen.shape).ravel()
    band[1, 1:-1:2] = passing[1:]
    band[2, 0:-2:2] = band[2, 1:-1:2] = -joined[1:].astype(np.float64)
    asked[0::2, 0] = seen.ravel() + passing
    asked[1::2, 0] = ~joined
    found, _ = lapack.dtbtrs(band, asked, uplo="L", diag="U", overwrite_b=True)
    after = found[1::2, 0]
    if not np.isfinite(after).all():
        return None
    before = np.ones(size)
    before[1:][joined[1:]] = after[:-1][joined[1:]]
    return np.asarray((before / after).reshape(seen.shape))


def _keep_row_by_row(table: Table, seen: Floats) -> Floats:
    """As `_keep_at_once`, slowly, for any numbers."""
    younger, competency = table.younger, table.competency
    known = np.zeros((len(table.moved), *seen.shape[:-1], table.moved.shape[1]))
    known[younger, ..., competency] = np.moveaxis(seen, -1, 0)
    every_kept = np.empty_like(known)
    passed = np.zeros_like(known[0])
    for row, moved, kept in zip(known[::-1], table.moved[::-1], every_kept[::-1], strict=True):
        passed += row
        np.multiply(moved, passed, out=kept)
        kept += 1.0
        np.reciprocal(kept, out=kept)
        passed *= kept
    return np.moveaxis(every_kept[younger, ..., competency], 0, -1)


def _smooth(kept: Floats, moved: Floats, younger: Places) -> Floats:
    """The variances: that of a cell is kept * moved + kept^2 * that of the next younger one."""
    band = np.ones((2, kept.size))
    band[0, 1:] = -np.where(younger > 0, kept**2, 0.0).ravel()[:-1]
    variance, _ = lapack.dtbtrs(band, (kept * moved).reshape(-1, 1), uplo="U", diag="U")
    return np.asarray(variance, np.float64).reshape(kept.shape)


def _solve(table: Table, kept: Floats, asked: Floats) -> Floats:
    """What follows from `asked`, (..., rows, cells): the cells' own covariance times each row.

    Their precision is tridiagonal, and what is kept tells its LDL' factors, the oldest cell first.
    What did not move at all has an infinite pivot, which does no harm.
    """
    with np.errstate(divide="ignore", over="ignore"):
        pivots = 1.0 / (table.moved[table.younger, table.competency] * kept)
    below = np.where(table.younger > 0, -kept, 0.0).ravel()
    # All variants are one long chain, cut where a competency ends.
    in_front = np.moveaxis(asked, -2, 0)
    chain = in_front.reshape(len(in_front), -1).T
    solved, _ = lapack.dpttrs(pivots.ravel(), below[: max(1, below.size - 1)], chain)
    return np.moveaxis(solved.T.reshape(in_front.shape), 0, -2)


@dataclass(frozen=True, kw_only=True)
class _Marks:
    """What weighs something in a table: which cells, and their levels first, then marks, then nodes.

    `open_heights` are heights of the marks at `is_open`, which agree with several levels, infinite for
    the levels that they do not agree with. `level` is that of the others.
    """

    at: tuple[Places, ...]
    weight: Floats
    heights: Floats
    level: Floats
    is_open: Places
    open_heights: Floats


def _find_marks(table: Table) -> _Marks:
    at = np.nonzero(table.weight > 0)
    every_level = (*table.weight.shape, table.heights.shape[-1])
    heights = np.broadcast_to(table.heights, every_level)[at].T[..., None]
    compatible = np.broadcast_to(table.compatible, every_level)[at].T[..., None]
    is_open = np.flatnonzero(compatible.sum(axis=0)[:, 0] > 1)
    return _Marks(
        at=at,
        weight=table.weight[at],
        heights=heights,
        level=compatible.argmax(axis=0).astype(np.float64),
        is_open=is_open,
        open_heights=np.where(compatible, heights, np.inf)[:, is_open],
    )


def _averaged(mean: Floats, variance: Floats, marks: _Marks) -> tuple[Floats, Floats]:
    """Gradient and curvature of each observation's log-likelihood, averaged over N(mean, variance).

    Only of what weighs something. Levels come first: sums along a short last axis are slow.
    """
    eta = mean[marks.at][:, None] + np.sqrt(variance[marks.at])[:, None] * _NODES
    reached = eta * np.arange(len(marks.heights))[:, None, None]
    expected, spread = _moments(reached - marks.heights)
    # A mark that agrees with one level alone is that level, whatever the odds.
    seen = marks.level - expected
    if len(marks.is_open):
        expected_open, spread_open = _moments(reached[:, marks.is_open] - marks.open_heights)
        seen[marks.is_open] = expected_open - expected[marks.is_open]
        spread[marks.is_open] -= spread_open
    gradient, curvature = np.zeros_like(mean), np.zeros_like(mean)
    gradient[marks.at] = marks.weight * (seen @ _NODE_WEIGHTS)
    curvature[marks.at] = marks.weight * (spread @ _NODE_WEIGHTS)
    return gradient, np.maximum(curvature, 0.0)


def _moments(logits: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a level whose first axis holds the logits of the levels."""
    weights = np.exp(logits - logits.max(axis=0))
    levels = np.arange(len(logits), dtype=np.float64)
    powers = np.stack([np.ones_like(levels), levels, levels**2])
    total, first, second = (powers @ weights.reshape(len(levels), -1)).reshape(
        3, *weights.shape[1:]
    )
    expected = first / total
    return expected, second / total - expected**2
