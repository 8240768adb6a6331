"""Proficiency from ordinal ratings by several raters: a posterior mean and range per competency."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

SELF = "self"
STEP_SPREAD = 2.0
_NODES = np.array([-math.sqrt(3.0), 0.0, math.sqrt(3.0)])
_NODE_WEIGHTS = np.array([1.0, 4.0, 1.0]) / 6.0
_TOLERANCE = 1e-9
_MOST_ROUNDS = 300
_ROUNDS_OF_ONE_LENGTH = 50
_LONGEST_STEP = 2.0
_FARTHEST_BAR = 40.0


@dataclass(frozen=True, kw_only=True)
class SourceEffect:
    """How much more severely than managers raters of one source mark, in logits: N(mean, sd^2)."""

    mean: float = 0.0
    sd: float = 0.0


# The manager is the reference. Self-ratings are lenient (Heidemeier and Moser 2009). How far the
# others may lie off is our judgement, and so is the place of evidence between self and manager.
SHIPPED_SOURCES: Mapping[str, SourceEffect] = MappingProxyType(
    {
        SELF: SourceEffect(mean=-0.5, sd=0.5),
        "manager": SourceEffect(),
        "peer": SourceEffect(sd=0.3),
        "report": SourceEffect(sd=0.3),
        "stakeholder": SourceEffect(sd=0.3),
        "corroborated": SourceEffect(mean=-0.25, sd=0.5),
        "verified": SourceEffect(sd=0.3),
    }
)


def default_steps(top_level: int) -> tuple[float, ...]:
    """Steps in logits for the levels 0 to `top_level` (at least 1): evenly spread from -2 to 2."""
    if top_level < 1:
        raise ValueError("A scale needs at least the levels 0 and 1.")
    return tuple(np.linspace(-STEP_SPREAD, STEP_SPREAD, top_level).tolist())


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What is taken as known when one person is scored; all in logits, SDs as such.

    `sd_general` is the spread of people as a whole, `sd_specific` of one competency around the whole;
    `sd_severity` of raters, `sd_halo` of the impression that a rater has of one person as a whole,
    `sd_self_halo` of the impression people have of themselves. `steps[k]` is where marks k and k + 1
    are equally likely from a rater of severity 0. What is known of a level fades by a variance of
    `age_sd_per_year` squared for each year.

    The defaults reproduce how strongly managers and peers (.35) and people and their managers (.28)
    agree in meta-analyses (Conway and Huffcutt 1997; Heidemeier and Moser 2009), with shares of rater
    variance as in Hoyt and Kerns 1999 and Scullen, Mount and Goff 2000.
    """

    sd_general: float = 1.0
    sd_specific: float = 0.7
    sd_severity: float = 0.9
    sd_halo: float = 0.9
    sd_self_halo: float = 1.8
    age_sd_per_year: float = 0.35
    steps: tuple[float, ...] = field(default_factory=lambda: default_steps(4))
    sources: Mapping[str, SourceEffect] = field(default_factory=lambda: SHIPPED_SOURCES)


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One mark: `competency` is its place in the prior mean, `mark` a level from 0 to the top.

    Observations with the same `rater` share that rater's severity and impression. `weight`
    (0 to 1) is the share of a whole rating that it counts for, `age_years` how long ago it was made.
    With `is_at_least` it says that the level is the mark or higher, and nothing about how much higher.
    """

    competency: int
    mark: int
    rater: str
    source: str
    weight: float = 1.0
    age_years: float = 0.0
    is_at_least: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Posterior:
    """Proficiency as a Gaussian in logits: `mean` (competencies,), `covariance` (the same squared)."""

    mean: Floats
    covariance: Floats

    @property
    def sd(self) -> Floats:
        """The standard deviation of each competency, shape (competencies,)."""
        return np.sqrt(np.diagonal(self.covariance))


@dataclass(frozen=True, kw_only=True)
class _Table:
    """One row for each competency, one column for each observation of it, as wide as the longest row.

    Column 0 is the proficiency itself today, seen by nobody. It and the filling of shorter rows have
    weight 0. `own` (rows, columns, columns) is the covariance within a competency apart from what
    `shared` (rows, columns, effects) brings: the loadings of each cell on independent effects of SD 1,
    namely the person as a whole, each rater and each source.
    """

    weight: Floats
    compatible: Booleans
    predicted: Floats
    own: Floats
    shared: Floats


@dataclass(frozen=True, kw_only=True)
class _Gaussian:
    """The current posterior of all cells; their covariance is `own` + `response` `effects` `response`'."""

    mean: Floats
    variance: Floats
    own: Floats
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
    fitted = _fit(_lay_out(observations, mean, calibration), calibration)
    response = fitted.response[:, 0]
    covariance = np.diag(fitted.own[:, 0, 0]) + response @ fitted.effects @ response.T
    return Posterior(mean=fitted.mean[:, 0], covariance=(covariance + covariance.T) / 2)


def bar(steps: Sequence[float], level: int) -> float:
    """The proficiency in logits at which a rater of severity 0 marks `level` or higher half the time.

    `steps` are the steps of a scale from 0 to len(steps); `level` is from 1 to len(steps) (these are
    Thurstone thresholds: Linacre 1998). Raises ValueError for another level.
    """
    if not 1 <= level <= len(steps):
        raise ValueError(f"Level {level} has no bar; the levels with one are 1 to {len(steps)}.")
    low, high = -_FARTHEST_BAR, _FARTHEST_BAR
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _upper_share(steps, level, middle) < 0.5 else (low, middle)
    return (low + high) / 2


def chance_at_least(posterior: Posterior, level: int, steps: Sequence[float]) -> Floats:
    """The chance that each proficiency is at the bar of `level` or above, shape (competencies,).

    Level 0 has no bar: its chance is 1. Raises ValueError for a level that the steps don't have.
    """
    if level == 0:
        return np.ones_like(posterior.mean)
    z = (posterior.mean - bar(steps, level)) / posterior.sd
    return np.array([math.erfc(-value / math.sqrt(2.0)) / 2.0 for value in z.tolist()])


def _check(observation: Observation, competencies: int, calibration: Calibration) -> None:
    top = len(calibration.steps)
    if not 0 <= observation.competency < competencies:
        raise ValueError(f"There is no competency number {observation.competency}.")
    if not 0 <= observation.mark <= top:
        raise ValueError(f"There is no level {observation.mark}; the levels are 0 to {top}.")
    if observation.source not in calibration.sources:
        raise ValueError(f"The calibration knows no source '{observation.source}'.")
    if not 0 <= observation.weight <= 1:
        raise ValueError(f"A weight is from 0 to 1, not {observation.weight}.")
    if not 0 <= observation.age_years < math.inf:
        raise ValueError(f"An age is 0 years or more, not {observation.age_years}.")


def _upper_share(steps: Sequence[float], level: int, proficiency: float) -> float:
    logits = [0.0]
    for step in steps:
        logits.append(logits[-1] + proficiency - step)
    highest = max(logits)
    weights = [math.exp(value - highest) for value in logits]
    return sum(weights[level:]) / sum(weights)


def _lay_out(
    observations: Sequence[Observation], prior_mean: Floats, calibration: Calibration
) -> _Table:
    cells = _cells(observations)
    shape = (len(prior_mean), 1 + max((column for _, column in cells), default=0))
    at = tuple(np.array(cells, dtype=np.int64).reshape(-1, 2).T)
    weight, age, offset = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    weight[at] = [o.weight for o in observations]
    age[at] = [o.age_years for o in observations]
    offset[at] = [calibration.sources[o.source].mean for o in observations]
    compatible = np.ones((*shape, len(calibration.steps) + 1), dtype=np.bool_)
    for cell, observation in zip(cells, observations, strict=True):
        compatible[cell][: observation.mark] = False
        compatible[cell][observation.mark + 1 :] = observation.is_at_least
    return _Table(
        weight=weight,
        compatible=compatible,
        predicted=prior_mean[:, None] - offset,
        own=calibration.sd_specific**2 + _fading(age, calibration),
        shared=_shared_effects(observations, cells, shape, calibration),
    )


def _cells(observations: Sequence[Observation]) -> list[tuple[int, int]]:
    """The row and column of each observation; column 0 is kept free."""
    filled: dict[int, int] = {}
    cells = []
    for observation in observations:
        filled[observation.competency] = filled.get(observation.competency, 0) + 1
        cells.append((observation.competency, filled[observation.competency]))
    return cells


def _fading(age: Floats, calibration: Calibration) -> Floats:
    """How far a level may have moved since it was seen, shared by all that saw it at that time.

    A random walk back in time, one for each competency. Noise of its own for each observation was the
    alternative: many old marks would then average out what happened to the person since.
    """
    return calibration.age_sd_per_year**2 * np.minimum(age[:, :, None], age[:, None, :])


def _shared_effects(
    observations: Sequence[Observation],
    cells: Sequence[tuple[int, int]],
    shape: tuple[int, int],
    calibration: Calibration,
) -> Floats:
    """The loadings on the person as a whole, then each rater, then each source.

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
        shared[cell][raters[observation.rater]] = _rater_sd(source, calibration)
        shared[cell][of_source[source]] = calibration.sources[source].sd
    return shared


def _rater_sd(source: str, calibration: Calibration) -> float:
    if source == SELF:
        return calibration.sd_self_halo
    return math.hypot(calibration.sd_severity, calibration.sd_halo)


def _fit(table: _Table, calibration: Calibration) -> _Gaussian:
    """Newton steps until neither a mean nor a variance moves by more than the tolerance.

    Steps of full length settle in ten to thirty rounds. Absurd steps or ages can make them swing
    between two points; the further in, the more of the round before is therefore kept.
    """
    heights = np.concatenate(([0.0], np.cumsum(calibration.steps)))
    pull = curvature = np.zeros_like(table.weight)
    fitted = _update(table, table.predicted, pull, curvature)
    for round_ in range(_MOST_ROUNDS):
        share = 0.5 ** (round_ // _ROUNDS_OF_ONE_LENGTH)
        gradient, new_curvature = _averaged(fitted.mean, fitted.variance, table, heights)
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

    Each competency is solved by itself (Rasmussen and Williams 2006, section 3.4.2), then the shared
    effects (Woodbury): the cost grows with the longest row, not with the number of all marks. `mean`
    is where the step starts; a longer step than the limit is cut short.
    """
    root = np.sqrt(curvature)
    unit = np.eye(root.shape[1])
    scaled = unit + root[:, :, None] * table.own * root[:, None, :]
    gain = root[:, :, None] * np.linalg.solve(scaled, unit * root[:, None, :])
    own = table.own - table.own @ gain @ table.own
    loaded = gain @ table.shared
    response = table.shared - table.own @ loaded
    unit = np.eye(table.shared.shape[2])
    effects: Floats = np.asarray(np.linalg.inv(unit + _inner(table.shared, loaded)), np.float64)
    shared_pull = effects @ _inner(response, pull)
    step = table.predicted + (own @ pull[:, :, None])[:, :, 0] + response @ shared_pull - mean
    step *= min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), _LONGEST_STEP))
    variance = np.diagonal(own, axis1=1, axis2=2) + ((response @ effects) * response).sum(axis=2)
    return _Gaussian(
        mean=mean + step,
        variance=np.maximum(variance, 0.0),
        own=own,
        response=response,
        effects=effects,
    )


def _inner(left: Floats, right: Floats) -> Floats:
    """The sum over all cells of what they have in `left` times what they have in `right`."""
    product: Floats = np.tensordot(left, right, axes=((0, 1), (0, 1)))
    return product


def _averaged(
    mean: Floats, variance: Floats, table: _Table, heights: Floats
) -> tuple[Floats, Floats]:
    """Gradient and curvature of each observation's log-likelihood, averaged over N(mean, variance)."""
    eta = mean[..., None] + np.sqrt(variance)[..., None] * _NODES
    logits = eta[..., None] * np.arange(len(heights)) - heights
    expected, spread = _moments(logits)
    expected_seen, spread_seen = _moments(np.where(table.compatible[..., None, :], logits, -np.inf))
    gradient = table.weight * ((expected_seen - expected) @ _NODE_WEIGHTS)
    curvature = table.weight * ((spread - spread_seen) @ _NODE_WEIGHTS)
    return gradient, np.maximum(curvature, 0.0)


def _moments(logits: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a level whose last axis holds the logits of the levels."""
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    levels = np.arange(logits.shape[-1])
    expected = weights @ levels
    return expected, weights @ levels**2 - expected**2
