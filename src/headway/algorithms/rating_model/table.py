"""One person's marks laid out for estimating: a cell for each mark, and what it shares with others."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from headway.algorithms.rating_model.model import (
    SELF,
    Calibration,
    Floats,
    Observation,
    Steps,
)

Booleans = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A cell for each proficiency as it is today, seen by nobody, and one for each observation.

    Cells are sorted by competency and then by age, the oldest first, so that each competency ends
    with today. `weight` and `predicted` are (cells,); `heights` (cells, levels) are sums of steps,
    infinite for levels that an item lacks; `compatible` (the same shape) are the levels that agree with
    the mark; weight, compatible and predicted may have an axis of variants in front. `shared` (effects,
    cells) are loadings on independent effects of SD 1: the person as a whole, each rater, each source.

    `competency` (cells,) is that of a cell and `younger` (cells,) how many cells it has after it.
    `moved` (longest chain, competencies), by the same number, is the variance of what befell a
    competency between a cell and the next younger one; for today's, of how it differs from the person
    as a whole. `today` (competencies,) and `at` (observations,) are the cells of each.
    """

    weight: Floats
    compatible: Booleans
    heights: Floats
    predicted: Floats
    shared: Floats
    competency: Places
    younger: Places
    moved: Floats
    today: Places
    at: Places


def lay_out(
    observations: Sequence[Observation],
    prior_mean: Sequence[float] | Floats,
    calibration: Calibration,
) -> Table:
    """The table of one person's observations; raises ValueError for one that makes no sense."""
    mean = np.asarray(prior_mean, dtype=np.float64)
    scales = _find_scales(observations, len(mean), calibration)
    _check(observations, scales, calibration)
    competency = np.array([*range(len(mean)), *(o.competency for o in observations)], np.int64)
    age = np.array([*(0.0 for _ in mean), *(o.age_years for o in observations)])
    order = np.lexsort((-age, competency))
    cell_of = np.empty_like(order)
    cell_of[order] = np.arange(len(order))
    today, at = cell_of[: len(mean)], cell_of[len(mean) :]
    weight, lean = np.zeros(len(order)), np.zeros(len(order))
    weight[at] = [o.weight for o in observations]
    lean[at] = _find_leans(observations, calibration)
    compatible, heights = _find_levels(observations, scales, at, len(order))
    younger, moved = _chain_up(competency[order], age[order], calibration)
    return Table(
        weight=weight,
        compatible=compatible,
        heights=heights,
        predicted=mean[competency[order]] + calibration.ground.mean - lean,
        shared=_shared_effects(observations, at, len(order), calibration),
        competency=competency[order],
        younger=younger,
        moved=moved,
        today=today,
        at=at,
    )


def stack(tables: Sequence[Table]) -> Table:
    """The tables of variants behind one another; what they all share is kept once."""
    return replace(
        tables[0],
        weight=np.stack([table.weight for table in tables]),
        compatible=np.stack([table.compatible for table in tables]),
        predicted=np.stack([table.predicted for table in tables]),
    )


def _find_scales(
    observations: Sequence[Observation], competencies: int, calibration: Calibration
) -> list[Steps]:
    """The steps of each observation's item: its own, or its competency's."""
    steps_of = cache(calibration.steps_of)
    for observation in observations:
        if not 0 <= observation.competency < competencies:
            raise ValueError(f"There is no competency number {observation.competency}.")
    return [o.steps or steps_of(o.competency) for o in observations]


def _check(
    observations: Sequence[Observation], scales: Sequence[Steps], calibration: Calibration
) -> None:
    sources = calibration.sources
    for (_, mark, _, source, weight, age, *_), scale in zip(observations, scales, strict=True):
        if not 0 <= mark <= len(scale):
            raise ValueError(f"There is no level {mark}; the levels are 0 to {len(scale)}.")
        if source not in sources:
            raise ValueError(f"The calibration knows no source '{source}'.")
        if not 0 <= weight <= 1:
            raise ValueError(f"A weight is from 0 to 1, not {weight}.")
        if not 0 <= age < math.inf:
            raise ValueError(f"An age is 0 years or more, not {age}.")


def _chain_up(competency: Places, age: Floats, calibration: Calibration) -> tuple[Places, Floats]:
    """How many cells of its competency come after each, and how far a competency moved in between.

    A random walk back in time: all that saw the level at one time share how far it moved since. Noise
    of its own for each observation was the alternative: many old marks would then average it out.
    """
    younger = np.searchsorted(competency, competency, side="right") - 1 - np.arange(len(age))
    moved = np.zeros((1 + max(younger, default=0), 1 + max(competency, default=-1)))
    years = age - np.append(age[1:], 0.0)
    moved[younger, competency] = calibration.age_sd_per_year**2 * years
    moved[0] = calibration.sd_specific**2
    return younger, moved


def _find_levels(
    observations: Sequence[Observation], scales: Sequence[Steps], at: Places, cells: int
) -> tuple[Booleans, Floats]:
    """The levels that agree with each mark, and the sums of steps up to each level."""
    levels = np.arange(1 + max(map(len, scales), default=0))
    compatible = np.ones((cells, len(levels)), dtype=np.bool_)
    marks = np.array([o.mark for o in observations], dtype=np.int64)[:, None]
    is_at_least = np.array([o.is_at_least for o in observations], dtype=np.bool_)[:, None]
    compatible[at] = (levels == marks) | (is_at_least & (levels > marks))
    heights = np.where(levels == 0, np.zeros((cells, len(levels))), np.inf)
    kinds = {scale: number for number, scale in enumerate(dict.fromkeys(scales))}
    sums = np.array([_sum_steps(scale, len(levels)) for scale in kinds]).reshape(-1, len(levels))
    heights[at] = sums[[kinds[scale] for scale in scales]]
    return compatible, heights


def _sum_steps(scale: Steps, levels: int) -> Floats:
    sums = np.full(levels, np.inf)
    sums[: len(scale) + 1] = np.cumsum((0.0, *scale))
    return sums


def _find_leans(observations: Sequence[Observation], calibration: Calibration) -> list[float]:
    """How severe each mark is known to be: its source, and its rater where something is known."""

    @cache
    def lean(source: str, rater: str | None) -> float:
        known = None if rater is None or source == SELF else calibration.raters.get(rater)
        return calibration.sources[source].mean + (known.mean if known else 0.0)

    return [lean(o.source, o.rater if o.has_halo else None) for o in observations]


def _shared_effects(
    observations: Sequence[Observation], at: Places, cells: int, calibration: Calibration
) -> Floats:
    """The loadings on the person as a whole, then each rater, then each source, last on the ground.

    A rater's severity and impression of this one person can't be told apart and are one effect. It is
    the same in all that the rater said: who is asked ten times is still one rater.
    """
    raters = {rater: 1 + i for i, rater in enumerate(sorted({o.rater for o in observations}))}
    sources = sorted({o.source for o in observations})
    of_source = {source: 1 + len(raters) + i for i, source in enumerate(sources)}
    shared = np.zeros((1 + len(raters) + len(sources), cells))
    shared[0] = calibration.sd_general
    rater_sd = cache(calibration.rater_sd)
    halos = [rater_sd(o.source, o.rater) if o.has_halo else 0.0 for o in observations]
    shared[[raters[o.rater] for o in observations], at] = halos
    spreads = [calibration.sources[o.source].sd for o in observations]
    shared[[of_source[o.source] for o in observations], at] = spreads
    if calibration.ground.sd > 0:
        return np.concatenate([shared, _ground_effect(observations, at, cells, calibration)])
    return shared


def _ground_effect(
    observations: Sequence[Observation], at: Places, cells: int, calibration: Calibration
) -> Floats:
    """The loadings on the ground, less what a severity that follows it takes back of that in marks."""
    ground = calibration.ground
    effect = np.full((1, cells), ground.sd)
    for cell, observation in zip(at.tolist(), observations, strict=True):
        if observation.has_halo and observation.source != SELF:
            effect[0, cell] *= 1.0 - ground.following.get(observation.rater, 0.0)
    return effect
