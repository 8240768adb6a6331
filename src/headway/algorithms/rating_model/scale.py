"""Where the steps of each competency lie and how severe each source is, learnt from all marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from headway.algorithms.rating_model.elimination import (
    NODE_WEIGHTS,
    Parameters,
    State,
    find_location,
    heights_of,
    level_precision,
    logits,
    powers,
)
from headway.algorithms.rating_model.model import Floats
from headway.algorithms.rating_model.ratings import Block

STEP_SD = 1.0
_PEOPLE_FOR_STEPS = 8000
_LONGEST_STEP = 0.5
# In SDs of its prior: what all forms share, a source would else take up for a strong team.
FARTHEST_SOURCE = 2.0


@dataclass(frozen=True, kw_only=True, eq=False)
class ScalePrior:
    """What steps and sources are pulled to: `steps` (competencies, steps) with SD 1, `sources` (sources,).

    `source_precision` (sources,) is infinite for a source that is the reference and never learnt.
    """

    steps: Floats
    sources: Floats
    source_precision: Floats

    def hold_sources(self, sources: Floats) -> Floats:
        """The effects of sources, none farther than FARTHEST_SOURCE SDs from its prior mean."""
        reach = FARTHEST_SOURCE / np.sqrt(self.source_precision)
        return np.clip(sources, self.sources - reach, self.sources + reach)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Gradient and curvature of the expected log-likelihood.

    `residual` (sources, competencies, steps) sums [mark >= k] less its expectation, `covariance` (the
    same and once more steps) their covariances; `growth` and `growth_curvature` belong to a common
    factor of all effects.
    """

    residual: Floats
    covariance: Floats
    growth: float
    growth_curvature: float


def sum_up(blocks: Sequence[Block], states: Sequence[State], parameters: Parameters) -> Sums:
    """The sums over all marks.

    Above 8,000 people they are taken over evenly spaced ones: that moves a step by about a hundredth
    of a logit and spares most of the time.
    """
    stride = -(-sum(len(block.people) for block in blocks) // _PEOPLE_FOR_STEPS)
    competencies, steps = parameters.steps.shape
    residual = np.zeros((len(parameters.sources), competencies, steps))
    covariance = np.zeros((*residual.shape, steps))
    growth = growth_curvature = 0.0
    location = find_location(blocks, states)
    for block, state in zip(blocks, states, strict=True):
        sums = _sum_up_block(block, state, parameters, location, stride)
        residual += sums.residual
        covariance += sums.covariance
        growth += sums.growth
        growth_curvature += sums.growth_curvature
    return Sums(
        residual=residual, covariance=covariance, growth=growth, growth_curvature=growth_curvature
    )


def _sum_up_block(
    block: Block, state: State, parameters: Parameters, location: Floats, stride: int
) -> Sums:
    eta = logits(block, state, parameters)[::stride]
    source = block.source[::stride]
    effect = eta - block.prior_mean[::stride, None, :] + parameters.sources[source][:, :, None]
    effect -= location
    marks, spread = block.marks[::stride], state.spread[::stride]
    top = parameters.steps.shape[1]
    seen = (marks >= 0) * (len(block.people) / len(marks))
    numbers = np.arange(len(parameters.sources))
    of_source = (numbers[:, None] == source[:, None, :]).astype(np.float64)

    def by_source(values: Floats) -> Floats:
        # Person by person: one large product would be spread over threads, whose number would
        # then change last digits.
        return np.asarray(np.matmul(of_source, values * seen).sum(axis=0))

    residual = np.stack([by_source(np.where(marks >= k, 1.0, 0.0)) for k in range(1, top + 1)], 2)
    covariance = np.zeros((*residual.shape, top))
    growth = growth_curvature = 0.0
    offsets = (-1.0, 0.0, 1.0)
    for power, node, share in zip(powers(eta, spread, top), offsets, NODE_WEIGHTS, strict=True):
        reached = _chances_reached(power, parameters.steps)
        expected = sum(reached)
        moved = effect + node * np.sqrt(3.0) * spread
        growth += share * float(((marks - expected) * moved * seen).sum())
        variance = sum((2 * k + 1) * chance for k, chance in enumerate(reached)) - expected**2
        growth_curvature += share * float((variance * moved**2 * seen).sum())
        for j, chance in enumerate(reached):
            residual[:, :, j] -= share * by_source(chance)
            for k in range(j, top):
                found = share * by_source(reached[k] * (1.0 - chance))
                covariance[:, :, j, k] += found
                if k > j:
                    covariance[:, :, k, j] += found
    return Sums(
        residual=residual, covariance=covariance, growth=growth, growth_curvature=growth_curvature
    )


def _chances_reached(power: Floats, steps: Floats) -> list[Floats]:
    """The chances that a mark is at least 1, 2, ... up to the top."""
    heights = heights_of(steps)
    terms, raised = [], np.ones_like(power)
    for level in range(heights.shape[1]):
        raised = raised * power
        terms.append(raised * heights[:, level])
    total = 1.0 + sum(terms)
    reached, above = [], np.zeros_like(power)
    for term in reversed(terms):
        above = above + term / total
        reached.append(above)
    return reached[::-1]


def learn_scale(sums: Sums, parameters: Parameters, prior: ScalePrior) -> Parameters:
    """One Newton step of steps and sources together towards the mode given all other effects."""
    sources, (competencies, steps) = len(parameters.sources), parameters.steps.shape
    size = sources + competencies * steps
    is_free = np.ones(size, dtype=np.bool_)
    is_free[:sources] = np.isfinite(prior.source_precision)
    precision = np.where(is_free[:sources], prior.source_precision, 0.0)
    gradient = np.zeros(size)
    gradient[:sources] = -sums.residual.sum(axis=(1, 2))
    gradient[:sources] -= precision * (parameters.sources - prior.sources)
    toward = (parameters.steps - prior.steps) / STEP_SD**2
    gradient[sources:] = (-sums.residual.sum(axis=0) - toward).ravel()
    curvature = np.zeros((size, size))
    at = np.arange(sources)
    curvature[at, at] = sums.covariance.sum(axis=(1, 2, 3)) + precision
    for competency in range(competencies):
        own = slice(sources + competency * steps, sources + (competency + 1) * steps)
        cross = sums.covariance[:, competency].sum(axis=1)
        curvature[own, own] = sums.covariance[:, competency].sum(axis=0)
        curvature[own, own] += np.eye(steps) / STEP_SD**2
        curvature[:sources, own], curvature[own, :sources] = cross, cross.T
    move = np.zeros(size)
    move[is_free] = np.linalg.solve(curvature[np.ix_(is_free, is_free)], gradient[is_free])
    move = np.clip(move, -_LONGEST_STEP, _LONGEST_STEP)
    return replace(
        parameters,
        sources=prior.hold_sources(parameters.sources + move[:sources]),
        steps=parameters.steps + move[sources:].reshape(competencies, steps),
    )


def settle_levels(
    blocks: Sequence[Block], states: Sequence[State], parameters: Parameters, prior: ScalePrior
) -> tuple[Parameters, list[State]]:
    """Moves what all people of a competency have in common into its steps.

    No mark's chance changes, so that the exact optimum is found at once where Newton and expectation
    steps by turns would take dozens: all levels and steps of competency c move by -t[c].
    """
    competencies, steps = parameters.steps.shape
    matrix = np.eye(competencies) * steps / STEP_SD**2
    right = (parameters.steps - prior.steps).sum(axis=1) / STEP_SD**2
    for block, state in zip(blocks, states, strict=True):
        own, coupling = level_precision(block, parameters)
        own = np.broadcast_to(own, state.level.shape)
        matrix[np.diag_indices(competencies)] += own.sum(axis=0)
        matrix -= coupling.sum()
        right = right + (own * state.level).sum(axis=0) - coupling @ state.level.sum(axis=1)
    move = np.linalg.solve(matrix, right)
    settled = [replace(state, level=state.level - move) for state in states]
    return replace(parameters, steps=parameters.steps - move[:, None]), settled


def settle_leans(
    blocks: Sequence[Block],
    states: Sequence[State],
    parameters: Parameters,
    prior: ScalePrior,
    severities: Floats,
) -> tuple[Parameters, list[State]]:
    """Moves what all impressions of a source have in common into that source, as `settle_levels` does."""
    size = len(parameters.sources)
    total, precision = np.zeros(size), prior.source_precision.copy()
    for block, state in zip(blocks, states, strict=True):
        own = block.rater < 0
        severity = np.where(own, 0.0, severities[block.rater] if len(severities) else 0.0)
        known = parameters.sd_halo if block.known_sd is None else parameters.sd_vignette
        weight = 1.0 / np.where(own, parameters.sd_self_halo, known) ** 2
        total += np.bincount(
            block.source.ravel(), (weight * (state.lean - severity)).ravel(), minlength=size
        )
        precision += np.bincount(block.source.ravel(), weight.ravel(), minlength=size)
    given = np.where(np.isfinite(prior.source_precision), prior.source_precision, 0.0)
    # A reference source has infinite precision and does not move.
    move = (total - given * (parameters.sources - prior.sources)) / precision
    move = prior.hold_sources(parameters.sources + move) - parameters.sources
    settled = [
        replace(state, lean=state.lean - move[block.source])
        for block, state in zip(blocks, states, strict=True)
    ]
    return replace(parameters, sources=prior.hold_sources(parameters.sources + move)), settled
