"""How severely raters mark: all severities of an organisation at once, people eliminated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, diags_array, eye_array

from headway.algorithms.rating_model.model import Floats
from headway.algorithms.rating_model.ratings import Block, Booleans, Integers, Layout

_CLOSE_ENOUGH = 1e-8
_MOST_STEPS = 1000
_LEAST_VARIANCE = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Meetings:
    """The pattern of a sparse matrix of all pairs of raters who share a person, themselves included.

    `starts` and `columns` are as in compressed rows; `place` says where each pair of each form of each
    block adds up, after one entry for each rater itself.
    """

    raters: int
    starts: Integers
    columns: Integers
    place: Integers


@dataclass(frozen=True, kw_only=True, eq=False)
class SeverityPrior:
    """What is known of raters before their marks: `mean` and `precision` (raters,).

    `component` (raters,) is that of the network, `is_held` (components,) says where the mean severity
    of all its raters is held at 0.
    """

    mean: Floats
    precision: Floats
    component: Integers
    is_held: Booleans


@dataclass(frozen=True, kw_only=True, eq=False)
class Severities:
    """The raters' `mean` (raters,), the `matrix` of their precisions, and their `response` (raters,).

    The response is how all raters of a held component move when its mean is let go.
    """

    mean: Floats
    matrix: "csr_array[np.float64]"
    response: Floats


def find_meetings(layout: Layout) -> Meetings:
    """The pattern of all pairs of raters who share a person."""
    raters = len(layout.rater_order)
    keys = [np.arange(raters) * (raters + 1)]
    for block in layout.blocks:
        pairs = block.rater[:, :, None] * raters + block.rater[:, None, :]
        keys.append(pairs[_is_pair(block)])
    found, place = np.unique(np.concatenate(keys), return_inverse=True)
    return Meetings(
        raters=raters,
        starts=np.searchsorted(found, np.arange(raters + 1) * raters),
        columns=found % max(raters, 1),
        place=place,
    )


def _is_pair(block: Block) -> Booleans:
    others = block.rater >= 0
    return np.asarray(others[:, :, None] & others[:, None, :])


def solve_severities(
    layout: Layout,
    meetings: Meetings,
    prior: SeverityPrior,
    terms: Sequence[tuple[Floats, Floats]],
    start: Severities | None,
) -> Severities:
    """The severities that fit all blocks' `terms` (see `elimination.severity_terms`) best.

    Conjugate gradients from where they stood. In a held component the solution is moved along its
    response until the mean is 0: the constrained optimum.
    """
    raters = meetings.raters
    linear = prior.precision * prior.mean
    entries = [prior.precision]
    for block, (precision, term) in zip(layout.blocks, terms, strict=True):
        others = block.rater >= 0
        linear = linear + np.bincount(block.rater[others], term[others], minlength=raters)
        entries.append(precision[_is_pair(block)])
    data = np.bincount(meetings.place, np.concatenate(entries), minlength=len(meetings.columns))
    parts = (data.astype(np.float64), meetings.columns, meetings.starts)
    matrix: csr_array[np.float64, tuple[int, int]] = csr_array(parts, shape=(raters, raters))
    is_held = prior.is_held[prior.component]
    mean = _solve(matrix, linear, None if start is None else start.mean)
    response = _solve(matrix, is_held.astype(np.float64), None if start is None else start.response)
    excess = np.bincount(prior.component, mean) / np.maximum(
        np.bincount(prior.component, response), _LEAST_VARIANCE
    )
    mean = mean - np.where(is_held, response * excess[prior.component], 0.0)
    return Severities(mean=mean, matrix=matrix, response=response)


def _solve(matrix: "csr_array[np.float64]", right: Floats, start: Floats | None) -> Floats:
    """The solution by conjugate gradients, preconditioned by the diagonal (Hestenes and Stiefel 1952).

    Written out because the library's takes its sums over threads, whose number then changes digits.
    """
    solution = np.zeros_like(right) if start is None else start
    inverse = 1.0 / matrix.diagonal()
    left = right - matrix @ solution
    direction = inverse * left
    size = float((left * direction).sum())
    enough = _CLOSE_ENOUGH**2 * float((inverse * right**2).sum())
    for _ in range(_MOST_STEPS):
        if size <= enough:
            break
        image = matrix @ direction
        length = size / float((direction * image).sum())
        solution = solution + length * direction
        left = left - length * image
        before, size = size, float((left * inverse * left).sum())
        direction = inverse * left + (size / before) * direction
    return solution


def severity_variances(
    severities: Severities, prior: SeverityPrior, *, exactly: bool = False
) -> Floats:
    """The variance of each rater's severity within its component, shape (raters,).

    The diagonal of the inverse by its Neumann series on the scaled matrix, to second order, or to fourth
    if `exactly`. As every rater shares few people with each other one, the latter was at most 1 %
    short of the inverse in simulated organisations, the former 4 %.
    """
    found = _neumann(severities.matrix, is_long=exactly)
    is_held = prior.is_held[prior.component]
    total = np.bincount(prior.component, severities.response)[prior.component]
    held = np.where(is_held, severities.response**2 / np.maximum(total, _LEAST_VARIANCE), 0.0)
    return np.asarray(np.maximum(found - held, _LEAST_VARIANCE), dtype=np.float64)


def _neumann(matrix: "csr_array[np.float64]", *, is_long: bool) -> Floats:
    diagonal = matrix.diagonal()
    root = diags_array(1.0 / np.sqrt(diagonal))
    rest = csr_array(eye_array(matrix.shape[0]) - root @ matrix @ root)
    series = 1.0 + rest.multiply(rest).sum(axis=1)
    if is_long:
        twice = csr_array(rest @ rest)
        series = series + twice.multiply(rest).sum(axis=1) + twice.multiply(twice).sum(axis=1)
    return np.array(series / diagonal, dtype=np.float64).ravel()


def origin_variances(prior: SeverityPrior, has_rated: Booleans) -> Floats:
    """The variance of the mean severity of each held component, shape (components,); else 0.

    It is that of the mean of its raters' priors: holding the mean at 0 is a choice, not knowledge.
    """
    size = len(prior.is_held)
    count = np.bincount(prior.component[has_rated], minlength=size)
    total = np.bincount(
        prior.component[has_rated], 1.0 / prior.precision[has_rated], minlength=size
    )
    return np.where(prior.is_held & (count > 0), total / np.maximum(count, 1) ** 2, 0.0)
