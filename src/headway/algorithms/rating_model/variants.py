"""One person scored many times over, each time with some marks left out, added or changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from headway.algorithms.rating_model.model import Calibration, Floats, Observation
from headway.algorithms.rating_model.score import (
    _averaged,
    _cells,
    _check,
    _fit,
    _Gaussian,
    _lay_out,
    _Table,
    _update,
)

Places = NDArray[np.int64]

# Variants at once: fewer waste numpy's overhead on small tables, more leave the processor's cache.
_CELLS_AT_ONCE = 4_000
# Of the last step but one: what is then left is about a hundredth of it.
_TOLERANCE = 1e-5
_MOST_ROUNDS = 60
_MEMORY = 3
_RIDGE = 1e-14


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What is different: the `weight` of each observation (0: left out), and who starts where.

    `marks` holds, by the place of an observation, what it says instead; `prior_mean` None is the
    common one.
    """

    weight: Floats
    marks: tuple[tuple[int, int], ...] = ()
    prior_mean: Floats | None = None


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What follows from one variant: means and SDs of all proficiencies (competencies,), in logits.

    `seen_mean` and `seen_sd` (observations,) are of where each observation finds the person: the
    proficiency of its day less the effects of its rater and source, whether it weighs anything or not.
    """

    mean: Floats
    sd: Floats
    seen_mean: Floats
    seen_sd: Floats


def score_variants(
    observations: Sequence[Observation],
    variants: Sequence[Variant],
    prior_mean: Sequence[float] | Floats,
    calibration: Calibration,
) -> list[Scored]:
    """For each variant what `score` would find, within 1e-6.

    `observations` are all that count in any variant; a weight of 0 leaves one out exactly. All share one
    table and start where the first variant settles; the fixed point of `score` is then found with
    Anderson's acceleration (Walker and Ni 2011), which needs about half the rounds. Raises ValueError
    as `score` does.
    """
    mean = np.asarray(prior_mean, dtype=np.float64)
    for observation in observations:
        _check(observation, len(mean), calibration)
    table = _lay_out(observations, mean, calibration)
    at = tuple(np.array(_cells(observations), dtype=np.int64).reshape(-1, 2).T)
    tables = [_vary(table, at, variant, mean) for variant in variants]
    if not tables:
        return []
    nothing = np.zeros_like(table.weight)
    start = _settle(_stack(tables[:1]), _update(table, table.predicted, nothing, nothing))
    at_once = max(1, _CELLS_AT_ONCE // table.weight.size)
    parts = (tables[n : n + at_once] for n in range(0, len(tables), at_once))
    return [scored for part in parts for scored in _score(_stack(part), start, at)]


def _vary(table: _Table, at: tuple[Places, ...], variant: Variant, prior_mean: Floats) -> _Table:
    weight = np.zeros_like(table.weight)
    weight[at] = variant.weight
    compatible, predicted = table.compatible, table.predicted
    if variant.marks:
        compatible = compatible.copy()
        for place, mark in variant.marks:
            cell = at[0][place], at[1][place]
            compatible[cell] = np.arange(compatible.shape[-1]) == mark
    if variant.prior_mean is not None:
        predicted = predicted + (variant.prior_mean - prior_mean)[:, None]
    return replace(table, weight=weight, compatible=compatible, predicted=predicted)


def _stack(tables: Sequence[_Table]) -> _Table:
    """The tables behind one another; what they all share is kept once."""
    return replace(
        tables[0],
        weight=np.stack([table.weight for table in tables]),
        compatible=np.stack([table.compatible for table in tables]),
        predicted=np.stack([table.predicted for table in tables]),
    )


def _score(table: _Table, start: _Gaussian, at: tuple[Places, ...]) -> Iterator[Scored]:
    fitted = _settle(table, start)
    for mean, sd in zip(fitted.mean, np.sqrt(fitted.variance), strict=True):
        yield Scored(mean=mean[:, 0], sd=sd[:, 0], seen_mean=mean[at], seen_sd=sd[at])


def _settle(table: _Table, start: _Gaussian) -> _Gaussian:
    """The fixed point of averaging and updating, in pulls towards 0 and curvatures.

    Where acceleration does not settle (absurd steps or ages), the slower way of `score` is gone.
    """
    shape = table.weight.shape
    fitted = replace(
        start,
        mean=np.broadcast_to(start.mean, shape),
        variance=np.broadcast_to(start.variance, shape),
    )
    path: list[tuple[Floats, Floats]] = []
    place: Floats | None = None
    for _ in range(_MOST_ROUNDS):
        gradient, curvature = _averaged(fitted.mean, fitted.variance, table)
        image = np.stack([curvature * fitted.mean + gradient, curvature], axis=1)
        if place is not None:
            path = [*path[-_MEMORY:], (place, image)]
        place = _accelerate(path) if path else image
        stepped = _at(table, fitted.mean, place)
        moved = np.abs(stepped.mean - fitted.mean).max()
        change = max(moved, np.abs(stepped.variance - fitted.variance).max())
        fitted = stepped
        if change < _TOLERANCE:
            return fitted
    return _settle_slowly(table)


def _settle_slowly(table: _Table) -> _Gaussian:
    each = [
        _fit(replace(table, weight=weight, compatible=compatible, predicted=predicted))
        for weight, compatible, predicted in zip(
            table.weight, table.compatible, table.predicted, strict=True
        )
    ]
    return replace(
        each[0],
        mean=np.stack([one.mean for one in each]),
        variance=np.stack([one.variance for one in each]),
    )


def _at(table: _Table, mean: Floats, place: Floats) -> _Gaussian:
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
