"""Proficiency from ordinal ratings by several raters: a posterior mean and range per competency."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headway.algorithms.rating_model.model import (
    SELF,
    Calibration,
    Floats,
    Observation,
    Posterior,
    Steps,
)

Booleans = NDArray[np.bool_]

_NODES = np.array([-math.sqrt(3.0), 0.0, math.sqrt(3.0)])
_NODE_WEIGHTS = np.array([1.0, 4.0, 1.0]) / 6.0
_TOLERANCE = 1e-9
_MOST_ROUNDS = 300
_ROUNDS_OF_ONE_LENGTH = 50
_LONGEST_STEP = 2.0


@dataclass(frozen=True, kw_only=True)
class _Table:
    """One row for each competency, one column for each observation of it, as wide as the longest row.

    Column 0 is the proficiency itself today, seen by nobody. It and the filling of shorter rows have
    weight 0. `heights` (rows, columns, levels) are sums of steps, infinite for levels that an item
    lacks; `compatible` (the same shape) are the levels that agree with the mark. The rest are loadings of
    each cell on independent effects of SD 1: `own` (rows, columns, effects) on those of its competency
    alone, `shared` (the same) on the person as a whole, each rater and each source.
    """

    weight: Floats
    compatible: Booleans
    heights: Floats
    predicted: Floats
    own: Floats
    shared: Floats


@dataclass(frozen=True, kw_only=True)
class _Gaussian:
    """The current posterior of all cells.

    Cells of different competencies have the covariance `response` `effects` `response`'; each has the
    `own_variance` besides.
    """

    mean: Floats
    variance: Floats
    own_variance: Floats
    response: Floats
    effects: Floats


def score(
    observations: Sequence[Observation],
    prior_mean: Sequence[float] | Floats,
    calibration: Calibration,
) -> Posterior:
    """The posterior of one person's proficiencies, shape (competencies,) as `prior_mean`, in logits.

    A mark follows the partial credit model (Masters 1982) of a many-facet design (Linacre 1989) with
    random facets: log P(y=k)/P(y=k-1) = proficiency - severity - halo - source - step[k]. All effects
    are Gaussian and are eliminated into the covariance of the observations, so that any number of them
    will do, none included. The posterior is approximated by a Gaussian: Newton steps in which the
    gradient and curvature of each mark are averaged over the current Gaussian (variational Gaussian
    approximation: Opper and Archambeau 2009; 3-point Gauss-Hermite). No randomness is involved.

    Raises ValueError for an observation outside the prior mean, steps, sources or ranges.
    """
    mean = np.asarray(prior_mean, dtype=np.float64)
    for observation in observations:
        _check(observation, len(mean), calibration)
    fitted = _fit(_lay_out(observations, mean, calibration))
    response = fitted.response[:, 0]
    covariance = np.diag(fitted.own_variance[:, 0]) + response @ fitted.effects @ response.T
    return Posterior(mean=fitted.mean[:, 0], covariance=(covariance + covariance.T) / 2)


def _check(observation: Observation, competencies: int, calibration: Calibration) -> None:
    if not 0 <= observation.competency < competencies:
        raise ValueError(f"There is no competency number {observation.competency}.")
    top = len(_steps(observation, calibration))
    if not 0 <= observation.mark <= top:
        raise ValueError(f"There is no level {observation.mark}; the levels are 0 to {top}.")
    if observation.source not in calibration.sources:
        raise ValueError(f"The calibration knows no source '{observation.source}'.")
    if not 0 <= observation.weight <= 1:
        raise ValueError(f"A weight is from 0 to 1, not {observation.weight}.")
    if not 0 <= observation.age_years < math.inf:
        raise ValueError(f"An age is 0 years or more, not {observation.age_years}.")


def _lay_out(
    observations: Sequence[Observation], prior_mean: Floats, calibration: Calibration
) -> _Table:
    cells = _cells(observations)
    shape = (len(prior_mean), 1 + max((column for _, column in cells), default=0))
    at = tuple(np.array(cells, dtype=np.int64).reshape(-1, 2).T)
    weight, age, offset = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    weight[at] = [o.weight for o in observations]
    age[at] = [o.age_years for o in observations]
    offset[at] = [_lean(o, calibration) for o in observations]
    compatible, heights = _find_levels(observations, at, shape, calibration)
    return _Table(
        weight=weight,
        compatible=compatible,
        heights=heights,
        predicted=prior_mean[:, None] + calibration.ground.mean - offset,
        own=_own_effects(age, calibration),
        shared=_shared_effects(observations, cells, shape, calibration),
    )


def _find_levels(
    observations: Sequence[Observation],
    at: tuple[NDArray[np.int64], ...],
    shape: tuple[int, int],
    calibration: Calibration,
) -> tuple[Booleans, Floats]:
    """The levels that agree with each mark, and the sums of steps up to each level."""
    scales = [_steps(o, calibration) for o in observations]
    levels = np.arange(1 + max(map(len, scales), default=0))
    compatible = np.ones((*shape, len(levels)), dtype=np.bool_)
    marks = np.array([o.mark for o in observations], dtype=np.int64)[:, None]
    is_at_least = np.array([o.is_at_least for o in observations], dtype=np.bool_)[:, None]
    compatible[at] = (levels == marks) | (is_at_least & (levels > marks))
    heights = np.where(levels == 0, np.zeros((*shape, len(levels))), np.inf)
    sums = {scale: _sum_steps(scale, len(levels)) for scale in dict.fromkeys(scales)}
    heights[at] = np.array([sums[scale] for scale in scales]).reshape(-1, len(levels))
    return compatible, heights


def _sum_steps(scale: Steps, levels: int) -> Floats:
    sums = np.full(levels, np.inf)
    sums[: len(scale) + 1] = np.cumsum((0.0, *scale))
    return sums


def _steps(observation: Observation, calibration: Calibration) -> Steps:
    return observation.steps or calibration.steps_of(observation.competency)


def _lean(observation: Observation, calibration: Calibration) -> float:
    """How severe the mark is known to be: its source, and its rater where something is known."""
    known = calibration.raters.get(observation.rater) if observation.has_halo else None
    own = known.mean if known and observation.source != SELF else 0.0
    return calibration.sources[observation.source].mean + own


def _cells(observations: Sequence[Observation]) -> list[tuple[int, int]]:
    """The row and column of each observation; column 0 is kept free."""
    filled: dict[int, int] = {}
    cells = []
    for observation in observations:
        filled[observation.competency] = filled.get(observation.competency, 0) + 1
        cells.append((observation.competency, filled[observation.competency]))
    return cells


def _own_effects(age: Floats, calibration: Calibration) -> Floats:
    """The loadings on how a competency differs from the person, then on what befell it since each age.

    A random walk back in time: all that saw the level at one time share how far it moved since. Noise
    of its own for each observation was the alternative: many old marks would then average it out.
    """
    ages = [np.unique(row[row > 0]) for row in age]
    own = np.zeros((*age.shape, 1 + max(map(len, ages), default=0)))
    own[..., 0] = calibration.sd_specific
    # Each by its own ages alone: at those of others nothing was seen of it, and their number counts cubed.
    for place, seen in enumerate(ages):
        moved = calibration.age_sd_per_year * np.sqrt(np.diff(seen, prepend=0.0))
        own[place, :, 1 : 1 + len(seen)] = np.where(age[place][:, None] >= seen, moved, 0.0)
    return own


def _shared_effects(
    observations: Sequence[Observation],
    cells: Sequence[tuple[int, int]],
    shape: tuple[int, int],
    calibration: Calibration,
) -> Floats:
    """The loadings on the person as a whole, then each rater, then each source, last on the ground.

    A rater's severity and impression of this one person can't be told apart and are one effect. It is
    the same in all that the rater said: who is asked ten times is still one rater.
    """
    raters = {rater: 1 + i for i, rater in enumerate(sorted({o.rater for o in observations}))}
    sources = sorted({o.source for o in observations})
    of_source = {source: 1 + len(raters) + i for i, source in enumerate(sources)}
    shared = np.zeros((*shape, 1 + len(raters) + len(sources)))
    shared[:, :, 0] = calibration.sd_general
    for cell, observation in zip(cells, observations, strict=True):
        source = observation.source
        if observation.has_halo:
            shared[cell][raters[observation.rater]] = calibration.rater_sd(
                source, observation.rater
            )
        shared[cell][of_source[source]] = calibration.sources[source].sd
    if calibration.ground.sd > 0:
        return np.concatenate([shared, _ground_effect(observations, cells, shape, calibration)], 2)
    return shared


def _ground_effect(
    observations: Sequence[Observation],
    cells: Sequence[tuple[int, int]],
    shape: tuple[int, int],
    calibration: Calibration,
) -> Floats:
    """The loadings on the ground, less what a severity that follows it takes back of that in marks."""
    ground = calibration.ground
    effect = np.full((*shape, 1), ground.sd)
    for cell, observation in zip(cells, observations, strict=True):
        if observation.has_halo and observation.source != SELF:
            effect[cell] *= 1.0 - ground.following.get(observation.rater, 0.0)
    return effect


def _fit(table: _Table) -> _Gaussian:
    """Newton steps until neither a mean nor a variance moves by more than the tolerance.

    Steps of full length settle in ten to thirty rounds. Absurd steps or ages can make them swing
    between two points; the further in, the more of the round before is therefore kept.
    """
    pull = curvature = np.zeros_like(table.weight)
    fitted = _update(table, table.predicted, pull, curvature)
    for round_ in range(_MOST_ROUNDS):
        share = 0.5 ** (round_ // _ROUNDS_OF_ONE_LENGTH)
        gradient, new_curvature = _averaged(fitted.mean, fitted.variance, table)
        new_pull = new_curvature * (fitted.mean - table.predicted) + gradient
        pull = pull + share * (new_pull - pull)
        curvature = curvature + share * (new_curvature - curvature)
        stepped = _update(table, fitted.mean, pull, curvature)
        moved = np.abs(stepped.mean - fitted.mean).max()
        change = max(moved, np.abs(stepped.variance - fitted.variance).max())
        fitted = stepped
        if change < _TOLERANCE * share:
            break
    return fitted


def _update(table: _Table, mean: Floats, pull: Floats, curvature: Floats) -> _Gaussian:
    """The posterior if every observation were Gaussian with that `curvature` and `pull`.

    The effects of each competency are solved by themselves, then the shared ones (Woodbury, twice): the
    cost grows with the number of marks and the cube of that of effects. `mean` is where the step
    starts; a longer step than the limit is cut short. All may have further axes in front.
    """
    weighed = (curvature[..., None] * table.own).swapaxes(-1, -2)
    inverse = np.linalg.inv(np.eye(table.own.shape[-1]) + weighed @ table.own)
    response = table.shared - table.own @ (inverse @ (weighed @ table.shared))
    unit = np.eye(table.shared.shape[-1])
    effects = np.asarray(
        np.linalg.inv(unit + _inner(table.shared, curvature[..., None] * response)), np.float64
    )
    own_pull = inverse @ (table.own.swapaxes(-1, -2) @ pull[..., None])
    shared_pull = (effects @ _inner(response, pull[..., None]))[..., None, :, :]
    step = table.predicted + (table.own @ own_pull + response @ shared_pull)[..., 0] - mean
    longest = np.abs(step).max(axis=(-2, -1), keepdims=True)
    step *= _LONGEST_STEP / np.maximum(longest, _LONGEST_STEP)
    own_variance = ((table.own @ inverse) * table.own).sum(axis=-1)
    variance = own_variance + ((response @ effects[..., None, :, :]) * response).sum(axis=-1)
    return _Gaussian(
        mean=mean + step,
        variance=np.maximum(variance, 0.0),
        own_variance=np.maximum(own_variance, 0.0),
        response=response,
        effects=effects,
    )


def _inner(left: Floats, right: Floats) -> Floats:
    """The sum over all cells of what they have in `left` times what they have in `right`.

    Row by row: one large product would be spread over threads, which costs more than it spares.
    """
    return np.asarray((left.swapaxes(-1, -2) @ right).sum(axis=-3), np.float64)


def _averaged(mean: Floats, variance: Floats, table: _Table) -> tuple[Floats, Floats]:
    """Gradient and curvature of each observation's log-likelihood, averaged over N(mean, variance).

    Only of what weighs something. Levels come first: sums along a short last axis are slow.
    """
    weighty = table.weight > 0
    every_level = (*weighty.shape, table.heights.shape[-1])
    heights = np.broadcast_to(table.heights, every_level)[weighty].T[..., None]
    compatible = np.broadcast_to(table.compatible, every_level)[weighty].T[..., None]
    eta = mean[weighty][:, None] + np.sqrt(variance[weighty])[:, None] * _NODES
    logits = eta * np.arange(len(heights))[:, None, None] - heights
    expected, spread = _moments(logits)
    expected_seen, spread_seen = _moments(np.where(compatible, logits, -np.inf))
    gradient, curvature = np.zeros_like(mean), np.zeros_like(mean)
    weight = table.weight[weighty]
    gradient[weighty] = weight * ((expected_seen - expected) @ _NODE_WEIGHTS)
    curvature[weighty] = weight * ((spread - spread_seen) @ _NODE_WEIGHTS)
    return gradient, np.maximum(curvature, 0.0)


def _moments(logits: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a level whose first axis holds the logits of the levels."""
    weights = np.exp(logits - logits.max(axis=0))
    weights /= weights.sum(axis=0)
    levels = np.arange(len(logits))[:, None, None]
    expected = (weights * levels).sum(axis=0)
    return expected, (weights * levels**2).sum(axis=0) - expected**2
