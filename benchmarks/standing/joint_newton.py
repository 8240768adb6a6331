"""The joint likelihood of a many-facet design and its maximum, by Newton steps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from benchmarks.standing.joint_design import (
    Data,
    DisconnectedDesignError,
    Elements,
    Estimable,
    loose_directions,
)
from numpy.typing import NDArray
from scipy.special import logsumexp

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# A parameter beyond it is on its way to infinity, in logits.
FARTHEST = 40.0
_HALVINGS = 30
# Keeps a step finite where a measure runs off to infinity; it moves no solution.
_RIDGE = 1e-10


@dataclass(frozen=True, kw_only=True, eq=False)
class Design:
    """Features (ratings x categories, parameters) whose weighted sums are the log weights of categories.

    `columns` holds by facet the parameter of each element (-1: none), `height_columns` (groups,
    categories) that of the sum of the first k steps. `offset` is what anchors add.
    """

    features: sparse.csr_array
    offset: Floats
    category: Integers
    weight: Floats
    columns: tuple[Integers, ...]
    height_columns: Integers


def lay_out(data: Data, estimable: Estimable) -> Design:
    """The parameters and features of what can be estimated; raises DisconnectedDesignError."""
    columns, next_column = [], 0
    for facet, removed in zip(data.elements, estimable.removed_in, strict=True):
        own = _facet_columns(facet, removed, next_column)
        columns.append(own)
        next_column += int((own >= 0).sum())
    _refuse_parts(data, estimable, columns)
    exists = estimable.categories.exists
    free = exists.copy()
    # All steps together are 0: neither the lowest nor the top category has a height to estimate.
    free[:, 0] = False
    free[np.arange(len(free)), estimable.categories.top] = False
    height_columns = np.where(free, next_column + np.cumsum(free).reshape(free.shape) - 1, -1)
    used = estimable.ratings
    anchored = np.zeros(int(used.sum()))
    for facet in data.elements:
        anchored += facet.sign * np.nan_to_num(facet.anchors)[facet.of[used]]
    categories = np.arange(exists.shape[1])
    return Design(
        features=_features(data, used, columns, height_columns, next_column + int(free.sum())),
        offset=np.where(exists[data.groups[used]], anchored[:, None] * categories, -np.inf),
        category=estimable.categories.of[used],
        weight=data.weights[used],
        columns=tuple(columns),
        height_columns=height_columns,
    )


def _facet_columns(facet: Elements, removed: Integers, start: int) -> Integers:
    """The parameter of each element; where the facet is centred, its first one is the reference."""
    free = (removed < 0) & np.isnan(facet.anchors)
    if not facet.facet.floats and not facet.facet.anchors and free.any():
        free[np.argmax(free)] = False
    return np.where(free, start + np.cumsum(free) - 1, -1)


def _refuse_parts(data: Data, estimable: Estimable, columns: Sequence[Integers]) -> None:
    used = estimable.ratings
    of_ratings = [own[facet.of[used]] for own, facet in zip(columns, data.elements, strict=True)]
    loose = loose_directions(of_ratings, [int((own >= 0).sum()) for own in columns])
    if loose.shape[1]:
        raise DisconnectedDesignError(
            f"These ratings fall into {loose.shape[1] + 1} parts that nothing links; measure each "
            "part by itself, anchor elements in each, or add ratings that join them."
        )


def _features(
    data: Data,
    used: NDArray[np.bool_],
    columns: Sequence[Integers],
    height_columns: Integers,
    width: int,
) -> sparse.csr_array:
    """Category k has k times each measure by its sign, less the sum of the first k steps."""
    ratings, categories = int(used.sum()), height_columns.shape[1]
    rows, places, values = [], [], []
    for k in range(1, categories):
        row = np.arange(ratings) * categories + k
        for own, facet in zip(columns, data.elements, strict=True):
            rows.append(row)
            places.append(own[facet.of[used]])
            values.append(np.full(ratings, k * facet.sign))
        rows.append(row)
        places.append(height_columns[data.groups[used], k])
        values.append(np.full(ratings, -1.0))
    row, place, value = (np.concatenate(parts) for parts in (rows, places, values))
    free = place >= 0
    shape = (ratings * categories, width)
    return sparse.csr_array((value[free], (row[free], place[free])), shape=shape)


def maximise(design: Design, tolerance: float, most_rounds: int) -> tuple[Floats, int, bool]:
    """Where the concave likelihood is highest, after how many rounds, and whether it got there."""
    parameters = np.zeros(design.features.shape[1])
    likelihood = log_likelihood(design, parameters)
    for round_ in range(1, most_rounds + 1):
        step = _newton_step(design, parameters)
        for _ in range(_HALVINGS):
            reached = log_likelihood(design, parameters + step)
            if reached >= likelihood - abs(likelihood) * np.finfo(np.float64).eps:
                break
            step = step / 2
        parameters, likelihood = parameters + step, reached
        longest = float(np.abs(step).max(initial=0.0))
        if longest <= tolerance:
            return parameters, round_, bool(np.abs(parameters).max(initial=0.0) < FARTHEST)
    return parameters, most_rounds, False


def _newton_step(design: Design, parameters: Floats) -> Floats:
    logits = _design_logits(design, parameters)
    chances = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))
    ratings, categories = chances.shape
    flat = np.arange(ratings * categories)
    averaging = sparse.csr_array(
        (chances.ravel(), flat, np.arange(ratings + 1) * categories),
        shape=(ratings, ratings * categories),
    )
    features = design.features
    mean = averaging @ features
    observed = features[np.arange(ratings) * categories + design.category]
    gradient = (observed - mean).T @ design.weight
    weighted = sparse.diags_array((design.weight[:, None] * chances).ravel()) @ features
    spread = features.T @ weighted - mean.T @ (sparse.diags_array(design.weight) @ mean)
    return _solve(sparse.csr_array(spread), gradient, design.columns)


def _solve(matrix: sparse.csr_array, right: Floats, columns: Sequence[Integers]) -> Floats:
    """The solution of a curvature matrix, its largest facet eliminated: that block is diagonal."""
    largest = max(columns, key=lambda own: int((own >= 0).sum()))
    out = largest[largest >= 0]
    kept = np.setdiff1d(np.arange(len(right)), out)
    diagonal = matrix.diagonal()[out] + _RIDGE
    shared = sparse.csr_array(matrix[out][:, kept])
    scaled = sparse.csr_array(sparse.diags_array(1 / diagonal) @ shared)
    left = (matrix[kept][:, kept] - shared.T @ scaled).toarray() + _RIDGE * np.eye(len(kept))
    solution = np.zeros_like(right)
    solution[kept] = np.linalg.solve(left, right[kept] - scaled.T @ right[out])
    solution[out] = right[out] / diagonal - scaled @ solution[kept]
    return solution


def _design_logits(design: Design, parameters: Floats) -> Floats:
    logits: Floats = design.offset + (design.features @ parameters).reshape(design.offset.shape)
    return logits


def log_likelihood(design: Design, parameters: Floats) -> float:
    """The log of the chance of all estimable ratings, each by its weight."""
    logits = _design_logits(design, parameters)
    chosen = np.take_along_axis(logits, design.category[:, None], axis=1)[:, 0]
    return float(design.weight @ (chosen - logsumexp(logits, axis=1)))


def first_measures(
    design: Design, elements: Sequence[Elements], parameters: Floats, estimable: Estimable
) -> tuple[Floats, ...]:
    """The measures by facet before centring, NaN for extreme elements."""
    measures = []
    for facet, own, removed in zip(elements, design.columns, estimable.removed_in, strict=True):
        values = np.where(own >= 0, parameters[own], np.nan_to_num(facet.anchors))
        measures.append(np.where(removed < 0, values, np.nan))
    return tuple(measures)


def centre(measures: Sequence[Floats], elements: Sequence[Elements]) -> tuple[Floats, ...]:
    """The same logits with each facet centred that neither floats nor is anchored."""
    moved, carried = [], 0.0
    for values, facet in zip(measures, elements, strict=True):
        is_centred = not facet.facet.floats and not facet.facet.anchors
        middle = float(np.nanmean(values)) if is_centred and np.isfinite(values).any() else 0.0
        moved.append(values - middle)
        carried += facet.sign * middle
    return tuple(
        values + facet.sign * carried if facet.facet.floats else values
        for values, facet in zip(moved, elements, strict=True)
    )


def sum_steps(design: Design, estimable: Estimable, parameters: Floats) -> Floats:
    """The sum of the first k steps by group, infinite where no category is: (groups, categories)."""
    columns = design.height_columns
    heights = np.where(columns >= 0, parameters[columns], 0.0) if len(parameters) else 0.0 * columns
    return np.where(estimable.categories.exists, heights, np.inf)
