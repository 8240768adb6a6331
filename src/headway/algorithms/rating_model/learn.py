"""Rounds of learning: effects given variances and scale, variances and scale given effects."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from headway.algorithms.rating_model.elimination import (
    Common,
    Covariances,
    Parameters,
    State,
    begin,
    eliminate,
    find_covariances,
    find_location,
    resolve,
    severity_terms,
)
from headway.algorithms.rating_model.model import Calibration, Floats
from headway.algorithms.rating_model.ratings import Block, Integers, Layout
from headway.algorithms.rating_model.scale import (
    ScalePrior,
    Sums,
    learn_scale,
    settle_leans,
    settle_levels,
    sum_up,
)
from headway.algorithms.rating_model.severity import (
    Meetings,
    Severities,
    SeverityPrior,
    severity_variances,
    shared_variances,
    solve_severities,
)

# A default counts as much as eight people, raters or forms that show just it.
PULL_DF = 8.0
# However odd the marks: where all are top marks, nothing else would end what effects may grow to.
FARTHEST_FACTOR = 2.0
LEARNT = ("sd_general", "sd_specific", "sd_severity", "sd_halo", "sd_self_halo", "sd_apart")
_MOST_ROUNDS = 60
_TOLERANCE = 2e-3
_FIRST_STEPS = 6
_STEPS_A_ROUND = 2
_LAST_STEPS = 30
_SETTLED = 1e-6
LEAST_SD = 1e-3
_LONGEST_LEAP = 6.0
_FARTHEST_LEAP = 0.3
_LARGEST_GROWTH = 0.1


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """What does not change while calibrating."""

    layout: Layout
    meetings: Meetings
    defaults: Calibration
    scale_prior: ScalePrior
    known_severity: Floats
    known_precision: Floats
    people: Integers

    @property
    def is_free_of_scale(self) -> bool:
        """Whether multiplying all effects and SDs by one factor leaves everything else as it is."""
        fixed = any(b.known_sd is not None or b.wander is not None for b in self.layout.blocks)
        return not fixed and not self.known_precision.any()


@dataclass(frozen=True, kw_only=True, eq=False)
class Uncertainty:
    """What is uncertain: of raters the whole variance of severity, of blocks their covariances.

    `shared_variance` (components,) is what the severities of any two raters of one have in common,
    `shared_given_ground` (the same) what of it is left were the ground known.
    """

    severity_variance: Floats
    shared_variance: Floats
    shared_given_ground: Floats
    covariances: tuple[Covariances, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Point:
    """Where calibration stands: after how many rounds, and whether they were enough."""

    parameters: Parameters
    states: tuple[State, ...]
    severities: Severities | None = None
    rounds: int = 0
    has_converged: bool = True


def begin_at_defaults(case: Case) -> Point:
    """Everything as the defaults say, every effect 0."""
    defaults = case.defaults
    return Point(
        parameters=Parameters(
            sd_vignette=max(defaults.sd_vignette, LEAST_SD),
            steps=case.scale_prior.steps,
            sources=case.scale_prior.sources,
            **{name: max(getattr(defaults, name), LEAST_SD) for name in LEARNT},
        ),
        states=tuple(begin(block) for block in case.layout.blocks),
    )


def learn(case: Case, point: Point) -> Point:
    """Rounds by twos until no parameter moves, with a leap along the way they went in between."""
    point = take_steps(case, point, most=_FIRST_STEPS)
    for rounds in range(2, _MOST_ROUNDS + 1, 2):
        first = _as_vector(point.parameters)
        point = _round(case, point)
        second = _as_vector(point.parameters)
        point = replace(_round(case, point), rounds=rounds)
        third = _as_vector(point.parameters)
        if np.abs(third - second).max() < _TOLERANCE:
            return point
        point = replace(point, parameters=_leap(case, point.parameters, first, second, third))
    return replace(point, has_converged=False)


def _leap(
    case: Case, parameters: Parameters, first: Floats, second: Floats, third: Floats
) -> Parameters:
    """Squared extrapolation (Varadhan and Roland 2008, scheme S3), cut short."""
    step, bend = second - first, third - 2 * second + first
    length = float(np.linalg.norm(step) / max(float(np.linalg.norm(bend)), 1e-12))
    length = min(max(length, 1.0), _LONGEST_LEAP)
    aim = first + 2 * length * step + length**2 * bend
    vector = third + np.clip(aim - third, -_FARTHEST_LEAP, _FARTHEST_LEAP)
    return _from_vector(case, vector, parameters)


def _as_vector(parameters: Parameters) -> Floats:
    logs = [math.log(getattr(parameters, name)) for name in LEARNT]
    return np.concatenate([logs, parameters.steps.ravel(), parameters.sources])


def _from_vector(case: Case, vector: Floats, parameters: Parameters) -> Parameters:
    sds, rest = vector[: len(LEARNT)], vector[len(LEARNT) :]
    size = parameters.steps.size
    return replace(
        parameters,
        steps=rest[:size].reshape(parameters.steps.shape),
        sources=rest[size:],
        **within_bounds(case.defaults, dict(zip(LEARNT, np.exp(sds).tolist(), strict=True))),
    )


def _round(case: Case, point: Point) -> Point:
    """Effects given parameters, then variances, steps and sources given effects."""
    point = take_steps(case, point, most=_STEPS_A_ROUND)
    point, sums = find_uncertainty(case, point)
    parameters = _learn_variances(case, point, sums)
    scale = sum_up(case.layout.blocks, point.states, parameters)
    parameters = learn_scale(scale, parameters, case.scale_prior)
    blocks, prior = case.layout.blocks, case.scale_prior
    parameters, states = settle_levels(blocks, point.states, parameters, prior)
    mean = np.zeros(0) if point.severities is None else point.severities.mean
    parameters, states = settle_leans(blocks, states, parameters, prior, mean)
    point = replace(point, parameters=parameters, states=tuple(states))
    if not case.is_free_of_scale:
        return point
    return _grown(point, _growth(case, parameters, scale))


def _growth(case: Case, parameters: Parameters, scale: Sums) -> float:
    """The factor by which all effects and SDs should grow, pull of the defaults included."""
    ratios = [
        float(max(getattr(case.defaults, name), LEAST_SD) / getattr(parameters, name)) ** 2
        for name in LEARNT
    ]
    gradient = scale.growth + PULL_DF * sum(ratio - 1 for ratio in ratios)
    curvature = scale.growth_curvature + 2 * PULL_DF * sum(ratios)
    factor = 1.0 + min(max(gradient / curvature, -_LARGEST_GROWTH), _LARGEST_GROWTH)
    # The first SD that meets its bound ends what all effects may grow or shrink together.
    roots = [math.sqrt(ratio) for ratio in ratios]
    return min(max(factor, max(roots) / FARTHEST_FACTOR), min(roots) * FARTHEST_FACTOR)


def _grown(point: Point, factor: float) -> Point:
    sds: dict[str, Any] = {n: factor * getattr(point.parameters, n) for n in LEARNT}
    severities = point.severities
    return replace(
        point,
        parameters=replace(point.parameters, **sds),
        states=tuple(
            replace(
                s,
                level=factor * s.level,
                lean=factor * s.lean,
                spread=factor * s.spread,
                ground=factor * s.ground,
            )
            for s in point.states
        ),
        severities=severities and replace(severities, mean=factor * severities.mean),
    )


def take_steps(case: Case, point: Point, *, most: int) -> Point:
    """Newton steps on all effects until none moves, or `most` of them."""
    for _ in range(most):
        eliminated = [
            eliminate(block, state, point.parameters)
            for block, state in zip(case.layout.blocks, point.states, strict=True)
        ]
        severities = solve_severities(
            case.layout,
            case.meetings,
            _severity_prior(case, point.parameters),
            [severity_terms(each) for each in eliminated],
            point.severities,
        )
        states = tuple(
            resolve(
                block,
                state,
                each,
                _in_forms(block, severities.mean),
                _of_people(case, block, severities.ground),
            )
            for block, state, each in zip(case.layout.blocks, point.states, eliminated, strict=True)
        )
        moved = max((_distance(a, b) for a, b in zip(states, point.states, strict=True)), default=0)
        point = replace(point, states=states, severities=severities)
        if moved < _SETTLED:
            break
    return point


def _distance(one: State, other: State) -> float:
    pairs = ((one.level, other.level), (one.lean, other.lean), (one.ground, other.ground))
    return max(float(np.abs(a - b).max(initial=0.0)) for a, b in pairs)


def _in_forms(block: Block, of_raters: Floats) -> Floats:
    """A value of each rater, in each form of a block; 0 for oneself."""
    return np.where(block.rater < 0, 0.0, of_raters[block.rater])


def _of_people(case: Case, block: Block, of_components: Floats) -> Floats:
    """A value of each component, for each person of a block (n, 1); 0 for written cases."""
    if block.known_sd is not None:
        return np.zeros((len(block.people), 1))
    return of_components[case.layout.component_of_person[block.people]][:, None]


def _severity_prior(case: Case, parameters: Parameters) -> SeverityPrior:
    known = case.known_precision
    return SeverityPrior(
        mean=case.known_severity,
        precision=np.where(known > 0, known, 1.0 / parameters.sd_severity**2),
        component=case.layout.component_of_rater,
        people=case.people,
        ground_variance=parameters.sd_apart**2 * _share_apart(case),
    )


def _share_apart(case: Case) -> Floats:
    """How much of the variance of parts apart is each component's, by its people, shape (components,).

    A single person's own deviation says it all: nothing is left for a mean to add.
    """
    return 1.0 - 1.0 / np.maximum(case.people, 1)


def find_uncertainty(
    case: Case, point: Point, *, exactly: bool = False
) -> tuple[Point, Uncertainty]:
    """The point with the spread of each mark's logit renewed, and all that variances tell."""
    prior = _severity_prior(case, point.parameters)
    severities = point.severities
    if severities is None:
        raise AssertionError("Severities are solved before anything spreads.")
    variance = severity_variances(severities, exactly=exactly)
    shared = shared_variances(severities, prior, variance, case.layout.has_rated)
    following = severities.following
    location = find_location(case.layout.blocks, point.states)
    impression = _find_impression(case.layout.blocks, point.states, severities.mean)
    found = [
        find_covariances(
            block,
            state,
            point.parameters,
            severity=_in_forms(block, severities.mean),
            severity_variance=_in_forms(block, variance),
            severity_limit=_in_forms(block, 1.0 / prior.precision),
            common=Common(
                severity_variance=_in_forms(block, shared[prior.component]),
                ground_variance=_of_people(case, block, severities.ground_variance),
                following=_in_forms(block, following),
            ),
            location=location,
            impression=impression,
        )
        for block, state in zip(case.layout.blocks, point.states, strict=True)
    ]
    states = tuple(
        replace(state, spread=each.spread) for state, each in zip(point.states, found, strict=True)
    )
    total = variance + following**2 * severities.ground_variance[prior.component]
    sums = Uncertainty(
        severity_variance=total,
        shared_variance=shared + _ground_in_common(severities, prior),
        shared_given_ground=shared,
        covariances=tuple(found),
    )
    return replace(point, states=states), sums


def _find_impression(blocks: Sequence[Block], states: Sequence[State], severities: Floats) -> float:
    """What all impressions that others have of real people have in common."""
    total, count = 0.0, 0
    for block, state in zip(blocks, states, strict=True):
        others = block.rater >= 0
        if block.known_sd is None and others.any():
            total += float((state.lean[others] - severities[block.rater[others]]).sum())
            count += int(others.sum())
    return total / max(count, 1)


def _ground_in_common(severities: Severities, prior: SeverityPrior) -> Floats:
    """What two raters have in common because both follow the ground, shape (components,)."""
    size = len(prior.people)
    count = np.bincount(prior.component, minlength=size)
    total = np.bincount(prior.component, severities.following, minlength=size)
    return np.asarray(severities.ground_variance * (total / np.maximum(count, 1)) ** 2)


def _learn_variances(case: Case, point: Point, sums: Uncertainty) -> Parameters:
    """Each SD from expected squares, pulled to its default as by eight more of them, within bounds."""
    free = case.layout.has_rated & (case.known_precision == 0)
    mean = np.zeros(len(free)) if point.severities is None else point.severities.mean
    severity = float((mean**2 + sums.severity_variance)[free].sum())
    pairs = {"sd_severity": (severity, float(free.sum())), "sd_apart": _squares_apart(case, point)}
    for name in ("general", "specific", "halo", "self_halo"):
        found = [getattr(each, name) for each in sums.covariances]
        pairs[f"sd_{name}"] = (sum(f[0] for f in found), sum(f[1] for f in found))
    sds: dict[str, float] = {}
    for name, (squares, count) in pairs.items():
        default = max(getattr(case.defaults, name), LEAST_SD)
        sds[name] = math.sqrt((squares + PULL_DF * default**2) / (count + PULL_DF))
    return replace(point.parameters, **within_bounds(case.defaults, sds))


def within_bounds(defaults: Calibration, sds: Mapping[str, float]) -> dict[str, Any]:
    """The SDs by name, none farther from its default than twice or half of it."""
    found = {}
    for name, sd in sds.items():
        default = max(getattr(defaults, name), LEAST_SD)
        found[name] = min(max(sd, default / FARTHEST_FACTOR), default * FARTHEST_FACTOR)
    return found


def _squares_apart(case: Case, point: Point) -> tuple[float, float]:
    """The sum of expected squares of what components have of their own, and how many that are."""
    share, found = _share_apart(case), point.severities
    if found is None or not (share > 0).any():
        return 0.0, 0.0
    free = share > 0
    squares = found.ground**2 + found.ground_freedom * found.ground_variance
    return float((squares[free] / share[free]).sum()), float(found.ground_freedom[free].sum())


def settle(case: Case, point: Point) -> Point:
    """Effects and spreads of the final parameters, until they agree."""
    for is_last in (False, False, True):
        point = take_steps(case, point, most=_LAST_STEPS)
        if not is_last:
            point, _ = find_uncertainty(case, point)
    return point
