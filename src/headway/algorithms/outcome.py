"""What becomes of an uncertain level when uncertain steps are taken one after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Starting levels, points of the scale, points of a gain's spread: finer changes no third digit.
NODES = 21
POINTS = 161
GAIN_POINTS = 16
WIDTH_SDS, MARGIN = 4.5, 0.1
# A spread below that share of its mean is none; a gamma of a smaller shape is all tail.
NARROWEST, LEAST_SHAPE = 1e-3, 0.01


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something tried: it comes about with `chance` and then adds a gain (mean, SD), never past `ceiling`.

    The gain is spread as a gamma distribution. Levels, gains and ceilings are in one unit.
    """

    name: str
    chance: float
    gain: float
    gain_sd: float
    ceiling: float


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the steps do to one level, measured against a target.

    `chance_met` is the chance of being at the target or above at the end. `rise` and `rise_variance` are
    those of min(target, level at the end) less min(target, level at the start), `chance_of_none` is the
    chance that it is 0. `lifts` gives by step how much the rise differs between its coming about,
    with its mean gain, and not.
    """

    chance_met: float
    rise: float
    rise_variance: float
    chance_of_none: float
    lifts: dict[str, float]


def foresee(level: float, sd: float, target: float, steps: Sequence[Step]) -> Outcome:
    """The outcome of `steps`, taken in this order, for a level known as a normal (mean, SD) only.

    The distribution is carried from step to step on a grid, so that levels and gains may meet ceilings
    in any way; for the variance it is carried from each of several starting levels.
    """
    grid = _grid(level, sd, target, steps)
    ways = [_transition(grid, step) for step in steps]
    before = _normal_on(grid, level, sd)
    after = _carry(before, ways)
    below = np.minimum(grid, target)
    return Outcome(
        chance_met=float(after[grid > target].sum()),
        rise=float((after - before) @ below),
        rise_variance=_variance(grid, _starts(level, sd), target, ways),
        chance_of_none=_none(_starts(level, sd), target, steps),
        lifts={
            step.name: float((_carry(before, with_it) - _carry(before, without)) @ below)
            for step, with_it, without in _with_and_without(grid, steps, ways)
        },
    )


def find_chance_met(level: float, sd: float, target: float, steps: Sequence[Step]) -> float:
    """The chance alone that `foresee` finds."""
    grid = _grid(level, sd, target, steps)
    ways = [_transition(grid, step) for step in steps]
    return float(_carry(_normal_on(grid, level, sd), ways)[grid > target].sum())


def _with_and_without(
    grid: Array, steps: Sequence[Step], ways: list[Array]
) -> Iterator[tuple[Step, list[Array], list[Array]]]:
    """Each step with the ways in which it comes about for sure, and in which it is not taken."""
    for number, step in enumerate(steps):
        sure = _transition(grid, replace(step, chance=1.0, gain_sd=0.0))
        before, after = ways[:number], ways[number + 1 :]
        yield step, [*before, sure, *after], [*before, *after]


def find_sum_range(
    means: Sequence[float],
    variances: Sequence[float],
    covariance: float,
    none: float,
    share: float,
) -> tuple[float, float]:
    """The middle `share` of a sum of rises: nothing with the chance `none`, else a gamma distribution.

    That distribution has what is then left of the mean and the variance. `covariance` is that of all
    pairs together, each pair counted twice.
    """
    ends = ((1 - share) / 2, (1 + share) / 2)
    mean, variance = sum(means), max(0.0, sum(variances) + covariance)
    if mean <= 0 or variance <= 0 or none >= 1:
        return max(0.0, mean), max(0.0, mean)
    some = mean / (1 - none)
    spread = max(1e-12 * some**2, (variance + mean**2) / (1 - none) - some**2)
    low, high = (_gamma_quantile((end - none) / (1 - none), some, spread) for end in ends)
    return low, high


def _gamma_quantile(end: float, mean: float, variance: float) -> float:
    from scipy.special import gammaincinv

    if end <= 0:
        return 0.0
    return float(gammaincinv(mean**2 / variance, end)) * variance / mean


def _none(starts: Array, target: float, steps: Sequence[Step]) -> float:
    """Nothing rises from the target on, past every ceiling, or where no step comes about."""
    still = np.ones_like(starts)
    for step in steps:
        if step.gain > 0:
            still *= np.where(starts < step.ceiling, 1 - step.chance, 1.0)
    return float(np.where(starts >= target, 1.0, still).mean())


def _grid(level: float, sd: float, target: float, steps: Sequence[Step]) -> Array:
    """Evenly spaced levels, the target midway between two, so that each lies on one side of it."""
    total = sum(step.gain + 3 * step.gain_sd for step in steps)
    low = min(level - WIDTH_SDS * sd, target) - MARGIN
    high = max(level + WIDTH_SDS * sd + total, target) + MARGIN
    width = (high - low) / (POINTS - 1)
    shift = (target - low) % width - width / 2
    return low + shift + width * np.arange(POINTS, dtype=np.float64)


def _normal_on(grid: Array, level: float, sd: float) -> Array:
    """The share of a normal in the cell around each point."""
    from scipy.special import ndtr

    if sd <= 0:
        certain: Array = _spread(np.array([level]), grid)[0]
        return certain
    edges = (grid[1:] + grid[:-1]) / 2
    below = ndtr((edges - level) / sd)
    return np.asarray(np.diff(below, prepend=0.0, append=1.0), dtype=np.float64)


def _starts(level: float, sd: float) -> Array:
    """Midpoints of quantiles of a normal; the spread that midpoints lose is given back."""
    from scipy.special import ndtri

    nodes = ndtri((np.arange(NODES) + 0.5) / NODES)
    return np.asarray(level + sd * nodes / nodes.std(), dtype=np.float64)


def _carry(masses: Array, ways: Sequence[Array]) -> Array:
    for way in ways:
        masses = masses @ way
    return masses


def _transition(grid: Array, step: Step) -> Array:
    """Where each level goes: up by the gain but not past the ceiling, or nowhere."""
    gains = _gain_points(step.gain, step.gain_sd)
    raised = np.minimum(grid + np.array(gains)[:, None], step.ceiling)
    moves = _spread(np.maximum(grid, raised), grid) * (step.chance / len(gains))
    return moves + (1 - step.chance) * np.eye(len(grid))


def _spread(levels: Array, grid: Array) -> Array:
    """Levels as shares of their two neighbours on the grid, so that the mean is kept.

    One row for each column of `levels`; several rows of it are added up.
    """
    size = len(grid)
    places = np.clip((np.atleast_2d(levels) - grid[0]) / (grid[1] - grid[0]), 0, size - 1)
    lower = np.minimum(places.astype(np.intp), size - 2)
    upper_share = places - lower
    cells = (np.arange(places.shape[1]) * size + lower).ravel()
    shares = np.bincount(cells, (1 - upper_share).ravel(), places.shape[1] * size)
    shares += np.bincount(cells + 1, upper_share.ravel(), places.shape[1] * size)
    return np.asarray(shares.reshape(-1, size), dtype=np.float64)


def _gain_points(gain: float, sd: float) -> tuple[float, ...]:
    """Equally likely gains of a gamma distribution, scaled to its mean."""
    if gain <= 0 or sd <= NARROWEST * gain:
        return (max(0.0, gain),)
    shape = max(LEAST_SHAPE, (gain / sd) ** 2)
    return tuple(gain * point for point in _gamma_points(round(shape, 9)))


@lru_cache(maxsize=256)
def _gamma_points(shape: float) -> tuple[float, ...]:
    """The means of equally likely parts of a gamma distribution with mean 1."""
    from scipy.special import gammainc, gammaincinv

    edges = gammaincinv(shape, np.arange(1, GAIN_POINTS) / GAIN_POINTS)
    # Below x lies the share gammainc(shape + 1, x) of the mean.
    parts = np.diff(np.concatenate([[0.0], gammainc(shape + 1, edges), [1.0]]))
    return tuple(float(part) * GAIN_POINTS for part in parts)


def _variance(grid: Array, starts: Array, target: float, ways: Sequence[Array]) -> float:
    masses = _carry(_spread(starts, grid), ways)
    rises = np.minimum(grid, target)[None, :] - np.minimum(starts, target)[:, None]
    mean = (masses * rises).sum(axis=1).mean()
    return max(0.0, float((masses * rises**2).sum(axis=1).mean() - mean**2))
