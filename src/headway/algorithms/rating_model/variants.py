"""One person scored many times over, each time with some marks left out, added or changed."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from headway.algorithms.rating_model.model import Calibration, Floats, Observation
from headway.algorithms.rating_model.score import MOST_REMEMBERED, Known, freeze
from headway.algorithms.rating_model.settle import (
    Gaussian,
    Start,
    average,
    find_covariances,
    find_influence,
    settle,
    start_at_marks,
)
from headway.algorithms.rating_model.small_changes import follow_changes
from headway.algorithms.rating_model.table import Table, lay_out, stack

# Variants at once: fewer waste numpy's overhead on small tables, more leave the processor's cache.
_CELLS_AT_ONCE = 1_500
# Of the last step, in logits: what is then left is about a hundredth of it.
STEADY = 1e-5
# In logits, of a Newton step's second order: what is left of 2,068 made-up changes is then at most 1.6e-3.
SMALL_CORRECTION = 2e-3


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
    `seen_covariance` (observations,) is theirs with one proficiency, if it was asked for.
    """

    mean: Floats
    sd: Floats
    seen_mean: Floats
    seen_sd: Floats
    seen_covariance: Floats | None = None


def score_variants(
    observations: Sequence[Observation],
    variants: Sequence[Variant],
    prior_mean: Sequence[float] | Floats,
    calibration: Calibration,
    *,
    tolerance: float = STEADY,
    near: Scored | None = None,
    competency: int | None = None,
) -> list[Scored]:
    """For each variant what `score` would find, within about a tenth of `tolerance` (as it is: 1e-6).

    `observations` are all that count in any variant; a weight of 0 leaves one out exactly. All share one
    table and start where the first variant settles; the fixed point of `score` is then found with
    Anderson's acceleration (Walker and Ni 2011), which needs about half the rounds. `tolerance` is for
    its last step, in logits. The first variant starts `near` what is known to be so (NaN: unknown).
    `competency` is the one whose covariances are asked for. Raises ValueError as `score` does.
    """
    mean = np.asarray(prior_mean, dtype=np.float64)
    table = lay_out(observations, mean, calibration)
    tables = [_vary(table, variant, mean) for variant in variants]
    if not tables:
        return []
    cell = None if competency is None else int(table.today[competency])
    first = settle(stack(tables[:1]), _start_near(table, near), tolerance)
    start = first.mean, first.variance
    at_once = max(1, _CELLS_AT_ONCE // table.weight.size)
    parts = (tables[n : n + at_once] for n in range(1, len(tables), at_once))
    rest = ((part, settle(stack(part), start, tolerance)) for part in parts)
    return [one for part in ((tables[:1], first), *rest) for one in _told(*part, cell)]


def score_near(
    observations: Sequence[Observation],
    prior_mean: Sequence[float] | Floats,
    calibration: Calibration,
    *,
    near: Scored,
    tolerance: float = STEADY,
) -> Scored:
    """What `score` would find, within about a tenth of `tolerance`, sooner the nearer it is to `near`.

    As `score_variants` of all weights as they are; what is asked again is remembered.
    """
    start = near.mean, near.sd, near.seen_mean, near.seen_sd
    return _score_near(
        tuple(observations),
        tuple(np.asarray(prior_mean, dtype=np.float64).tolist()),
        Known(calibration),
        tolerance,
        tuple(part.tobytes() for part in start),
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def _score_near(
    observations: tuple[Observation, ...],
    prior_mean: tuple[float, ...],
    known: Known,
    tolerance: float,
    start: tuple[bytes, ...],
) -> Scored:
    mean, sd, seen_mean, seen_sd = (np.frombuffer(part) for part in start)
    (found,) = score_variants(
        observations,
        [Variant(weight=np.array([one.weight for one in observations]))],
        prior_mean,
        known.calibration,
        tolerance=tolerance,
        near=Scored(mean=mean, sd=sd, seen_mean=seen_mean, seen_sd=seen_sd),
    )
    for figures in (found.mean, found.sd, found.seen_mean, found.seen_sd):
        freeze(figures)
    return found


@dataclass(frozen=True, kw_only=True)
class LaidOut:
    """One person's observations, laid out and settled once for several questions of one competency.

    `prior_mean` is the usual one, `cell` that of the competency as it is today.
    """

    table: Table
    usual: Table
    settled: Gaussian
    prior_mean: Floats
    cell: int


def lay_out_near(
    observations: Sequence[Observation],
    prior_mean: Sequence[float] | Floats,
    calibration: Calibration,
    competency: int,
    *,
    near: Scored,
) -> LaidOut:
    """Observations whose estimate, by their own weights, is `near`: known of all that weigh something.

    Raises ValueError as `score` does.
    """
    mean = np.asarray(prior_mean, dtype=np.float64)
    table = lay_out(observations, mean, calibration)
    usual = stack([table])
    return LaidOut(
        table=table,
        usual=usual,
        # What weighs nothing moves nothing: a round or two find what was not known of it.
        settled=settle(usual, _start_near(table, near), STEADY),
        prior_mean=mean,
        cell=int(table.today[competency]),
    )


def score_one(
    laid_out: LaidOut, variants: Sequence[Variant], *, tolerance: float = STEADY
) -> list[tuple[float, float]]:
    """Mean and SD of the one competency for each variant; `score_variants` is far slower for small changes.

    Where the second order of a single Newton step is so small that what it leaves can't matter
    (`SMALL_CORRECTION`, logits), that step is taken for the estimate; all else is estimated anew from
    where the step ended. Variants differ in weights and starting points, not in marks.
    """
    tables = [_vary(laid_out.table, variant, laid_out.prior_mean) for variant in variants]
    cell, first = laid_out.cell, laid_out.settled
    found = []
    moved = follow_changes(laid_out.usual, first, tables, cell)
    for changed, one in zip(tables, moved, strict=True):
        if one and one.size <= SMALL_CORRECTION:
            found.append((one.mean, math.sqrt(one.variance)))
        else:
            start = one.start if one else (first.mean, first.variance)
            found.append(_tell_cell(settle(stack([changed]), start, tolerance), cell))
    return found


def score_laid_out(
    laid_out: LaidOut, variant: Variant | None = None, *, tolerance: float = STEADY
) -> Scored:
    """What follows from a variant, or from what is usual, with covariances with the one competency."""
    table, settled = laid_out.table, laid_out.settled
    if variant is not None:
        table = _vary(table, variant, laid_out.prior_mean)
        settled = settle(stack([table]), (settled.mean, settled.variance), tolerance)
    (found,) = _told([table], settled, laid_out.cell)
    return found


def score_as_if_fresh(laid_out: LaidOut, *, tolerance: float = STEADY) -> tuple[float, float]:
    """Mean and SD of the one competency, if all had been seen that very day."""
    moved = laid_out.usual.moved.copy()
    moved[1:] = 0.0
    start = laid_out.settled.mean, laid_out.settled.variance
    fresh = settle(replace(laid_out.usual, moved=moved), start, tolerance)
    return _tell_cell(fresh, laid_out.cell)


def rate_influence(laid_out: LaidOut) -> Floats:
    """How far each observation moves the mean of the one competency, (observations,), in logits.

    To first order, for finding out which are worth leaving out in earnest; see
    `settle.find_influence`.
    """
    found = find_influence(laid_out.usual, laid_out.settled, laid_out.cell)
    return found[laid_out.table.at]


def _tell_cell(fitted: Gaussian, cell: int) -> tuple[float, float]:
    return float(fitted.mean[0, cell]), math.sqrt(fitted.variance[0, cell])


def _start_near(table: Table, near: Scored | None) -> Start:
    mean, variance = start_at_marks(table)
    if near is not None:
        cells = np.concatenate([table.today, table.at])
        known = np.concatenate([near.mean, near.seen_mean])
        spread = np.concatenate([near.sd, near.seen_sd]) ** 2
        mean[cells] = np.where(np.isnan(known), mean[cells], known)
        variance[cells] = np.where(np.isnan(spread), variance[cells], spread)
    return mean, variance


def _vary(table: Table, variant: Variant, prior_mean: Floats) -> Table:
    weight = np.zeros_like(table.weight)
    weight[table.at] = variant.weight
    compatible, predicted = table.compatible, table.predicted
    if variant.marks:
        compatible = compatible.copy()
        for place, mark in variant.marks:
            compatible[table.at[place]] = np.arange(compatible.shape[-1]) == mark
    if variant.prior_mean is not None:
        predicted = predicted + (variant.prior_mean - prior_mean)[table.competency]
    return replace(table, weight=weight, compatible=compatible, predicted=predicted)


def _told(tables: Sequence[Table], fitted: Gaussian, cell: int | None) -> Iterator[Scored]:
    today, at = tables[0].today, tables[0].at
    covariances = None if cell is None else _covary(stack(tables), fitted, cell)
    for n, (mean, sd) in enumerate(zip(fitted.mean, np.sqrt(fitted.variance), strict=True)):
        yield Scored(
            mean=mean[today],
            sd=sd[today],
            seen_mean=mean[at],
            seen_sd=sd[at],
            seen_covariance=None if covariances is None else covariances[n, at],
        )


def _covary(variants: Table, fitted: Gaussian, cell: int) -> Floats:
    _, curvature = average(variants, fitted.mean, fitted.variance)
    return find_covariances(variants, fitted, curvature, np.array([cell]))[:, 0]
