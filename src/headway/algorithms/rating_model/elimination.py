"""One block of people: everything about a person given the raters, in closed form."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headway.algorithms.rating_model.model import Floats
from headway.algorithms.rating_model.ratings import Block

_ROOT_THREE = math.sqrt(3.0)
NODE_WEIGHTS = (1.0 / 6.0, 4.0 / 6.0, 1.0 / 6.0)
_LEAST_VARIANCE = 1e-10
_LARGEST_EXPONENT = 600.0
_LONGEST_STEP = 3.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Parameters:
    """What all people and raters share: SDs, `steps` (competencies, steps), `sources` (sources,)."""

    sd_general: float
    sd_specific: float
    sd_severity: float
    sd_halo: float
    sd_self_halo: float
    sd_vignette: float
    sd_apart: float
    steps: Floats
    sources: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class State:
    """Where a block's effects stand.

    Proficiency is its prior mean, `ground` (n, 1), which all people of one component of the network
    share, and `level` (n, competencies); `lean` (n, forms) is the severity and impression in each form;
    `drift` (as marks, or None) how far a level had wandered; `spread` (as marks) the SD of each mark's
    logit.
    """

    level: Floats
    lean: Floats
    drift: Floats | None
    spread: Floats
    ground: Floats | float = 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Elimination:
    """A block's likelihood as a Gaussian at the current state, its people eliminated.

    `weight` (as the marks) is what each mark weighs, `pull` that times its working response; they are
    empty where no level wandered, as nothing needs them any more.
    Given b, the leans less the ground, the levels' mean is `level_alone` + `answer`' b, their
    covariance that of independent ones with variances `width` (n, competencies) and `coupling` (n,)
    times width width'.
    The leans' likelihood has the precision `information` (n, forms, forms) and the linear term -`tug`.
    `halo` (n, forms) holds the variances H of impressions, `gain` is (1 + H `information`)^-1.
    """

    weight: Floats
    pull: Floats
    width: Floats
    coupling: Floats
    level_alone: Floats
    answer: Floats
    information: Floats
    tug: Floats
    halo: Floats
    gain: Floats


def begin(block: Block) -> State:
    """Everybody at the prior mean, every lean 0."""
    return State(
        level=np.zeros(block.prior_mean.shape),
        lean=np.zeros(block.rater.shape),
        drift=None if block.wander is None else np.zeros(block.marks.shape),
        spread=np.zeros(block.marks.shape),
    )


def logits(block: Block, state: State, parameters: Parameters) -> Floats:
    """The expected logit of each mark, shape as the marks."""
    offset = state.lean + parameters.sources[block.source]
    eta = (block.prior_mean + state.ground + state.level)[:, None, :] - offset[:, :, None]
    return eta if state.drift is None else eta + state.drift


def powers(eta: Floats, spread: Floats, top: int) -> tuple[Floats, Floats, Floats]:
    """e^logit at the three nodes of the Gauss-Hermite rule, kept where e^(top logit) is finite."""
    limit = _LARGEST_EXPONENT / top
    away = _ROOT_THREE * spread
    low, middle, high = (
        np.exp(np.clip(value, -limit, limit)) for value in (eta - away, eta, eta + away)
    )
    return low, middle, high


def heights_of(steps: Floats) -> Floats:
    """e^-(sum of the first k steps) for k = 1, 2, ...; shape as the steps."""
    return np.exp(-np.clip(np.cumsum(steps, axis=1), -_LARGEST_EXPONENT / 6, _LARGEST_EXPONENT / 6))


def averaged_moments(eta: Floats, spread: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of each mark, averaged over N(eta, spread^2) at three nodes."""
    heights = heights_of(steps)
    mean, variance = np.zeros_like(eta), np.zeros_like(eta)
    for power, share in zip(powers(eta, spread, steps.shape[1]), NODE_WEIGHTS, strict=True):
        expected, squared = _moments(power, heights)
        mean += share * expected
        variance += share * (squared - expected * expected)
    return mean, np.maximum(variance, _LEAST_VARIANCE)


def _moments(power: Floats, heights: Floats) -> tuple[Floats, Floats]:
    total, first, second = np.ones_like(power), np.zeros_like(power), np.zeros_like(power)
    raised = np.ones_like(power)
    for level in range(1, heights.shape[1] + 1):
        raised = raised * power
        term = raised * heights[:, level - 1]
        total += term
        term *= level
        first += term
        term *= level
        second += term
    return first / total, second / total


def eliminate(block: Block, state: State, parameters: Parameters) -> Elimination:
    """The block's likelihood at `state`: Newton's quadratic with averaged gradient and curvature."""
    weight, pull = _working_response(block, state, parameters)
    width, coupling = level_precision(block, parameters)
    width = 1.0 / (weight.sum(axis=1) + width)
    coupling = coupling / (1.0 - coupling * width.sum(axis=1))
    drawn = width * pull.sum(axis=1)
    level_alone = drawn + (coupling * drawn.sum(axis=1))[:, None] * width
    answer = weight * width[:, None, :]
    answer += (coupling[:, None] * answer.sum(axis=2))[:, :, None] * width[:, None, :]
    information = -np.matmul(weight, answer.transpose(0, 2, 1))
    diagonal = np.arange(weight.shape[1])
    information[:, diagonal, diagonal] += weight.sum(axis=2)
    tug = pull.sum(axis=2) - np.matmul(weight, level_alone[:, :, None])[:, :, 0]
    if block.wander is None:
        weight = pull = np.zeros(0)
    halo = _halo_variance(block, parameters)
    scaled = halo[:, :, None] * information
    scaled[:, diagonal, diagonal] += 1.0
    return Elimination(
        weight=weight,
        pull=pull,
        width=width,
        coupling=coupling,
        level_alone=level_alone,
        answer=answer,
        information=information,
        tug=tug,
        halo=halo,
        gain=np.linalg.inv(scaled),
    )


def _working_response(block: Block, state: State, parameters: Parameters) -> tuple[Floats, Floats]:
    """What each mark weighs, and its weight times where it would put (level - lean)."""
    seen = block.marks >= 0
    expected, variance = averaged_moments(
        logits(block, state, parameters), state.spread, parameters.steps
    )
    weight = np.where(seen, variance, 0.0)
    pull = np.where(seen, block.marks - expected, 0.0)
    at = state.level[:, None, :] - (state.lean - state.ground)[:, :, None]
    if block.wander is not None and state.drift is not None:
        share = 1.0 / (1.0 + weight * block.wander)
        weight, pull, at = weight * share, pull * share, at + state.drift
    return weight, weight * at + pull


def level_precision(block: Block, parameters: Parameters) -> tuple[Floats, Floats]:
    """The levels' prior precision is diag(first) - second 11' (Sherman-Morrison); of shapes that fit.

    A written case has no general part: each of its levels is known by itself, or not at all.
    """
    people, competencies = block.prior_mean.shape
    general, specific = parameters.sd_general**2, parameters.sd_specific**2
    if block.known_sd is not None:
        unknown = general + specific
        known = np.where(np.isfinite(block.known_sd), block.known_sd**2, unknown)
        return 1.0 / known, np.zeros(people)
    shared = general / (specific * (specific + competencies * general))
    return np.full((1, 1), 1.0 / specific), np.full(people, shared)


def _halo_variance(block: Block, parameters: Parameters) -> Floats:
    others = parameters.sd_halo if block.known_sd is None else parameters.sd_vignette
    return np.where(block.rater < 0, parameters.sd_self_halo**2, others**2)


def severity_terms(eliminated: Elimination) -> tuple[Floats, Floats]:
    """Precision (n, forms, forms) and linear term (n, forms) of the severities in a block's forms."""
    precision = np.matmul(eliminated.information, eliminated.gain)
    linear = -np.matmul(eliminated.gain.transpose(0, 2, 1), eliminated.tug[:, :, None])[:, :, 0]
    return precision, linear


def resolve(
    block: Block, state: State, eliminated: Elimination, severity: Floats, ground: Floats
) -> State:
    """The block's state given the severities in its forms (n, forms) and the ground (n, 1).

    Long steps are cut short.
    """
    aim = severity - ground - eliminated.halo * eliminated.tug
    lean = np.matmul(eliminated.gain, aim[:, :, None])[:, :, 0]
    level = eliminated.level_alone + np.matmul(lean[:, None, :], eliminated.answer)[:, 0, :]
    drift = state.drift
    if block.wander is not None:
        at = level[:, None, :] - lean[:, :, None]
        drift = block.wander * (eliminated.pull - eliminated.weight * at)
    return State(
        level=_toward(state.level, level),
        lean=_toward(state.lean, lean + ground),
        drift=None if drift is None or state.drift is None else _toward(state.drift, drift),
        spread=state.spread,
        ground=_toward(np.zeros_like(ground) + state.ground, ground),
    )


def find_location(blocks: Sequence[Block], states: Sequence[State]) -> Floats:
    """What the levels of all people have in common, shape (competencies,); written cases apart."""
    real = [s.level for b, s in zip(blocks, states, strict=True) if b.known_sd is None]
    if not real:
        return np.zeros(())
    total = np.sum([level.sum(axis=0) for level in real], axis=0)
    return np.asarray(total / sum(map(len, real)))


def _toward(here: Floats, there: Floats) -> Floats:
    return here + np.clip(there - here, -_LONGEST_STEP, _LONGEST_STEP)


@dataclass(frozen=True, kw_only=True, eq=False)
class Common:
    """What is unsure about all forms of a person's component together, ratings telling little of it.

    `severity_variance` (n, forms) is what the severities of a form's rater and any other have in common,
    `ground_variance` (n, 1) that of the ground, with which each severity moves `following` (n, forms) as far.
    """

    severity_variance: Floats
    ground_variance: Floats
    following: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Covariances:
    """What is uncertain about a block, and the sums that the variances are learnt from.

    `level` (n, competencies) and `lean` (n, forms) are variances, `spread` (as marks) the SDs of
    logits; `general`, `specific`, `halo` and `self_halo` are pairs of a sum of expected squares and a
    count; `severity_precision` (n, forms, forms) as in `severity_terms`.
    """

    level: Floats
    spread: Floats
    general: tuple[float, float]
    specific: tuple[float, float]
    halo: tuple[float, float]
    self_halo: tuple[float, float]


def find_covariances(
    block: Block,
    state: State,
    parameters: Parameters,
    *,
    severity: Floats,
    severity_variance: Floats,
    severity_limit: Floats,
    common: Common | None = None,
    location: Floats | float = 0.0,
    impression: float = 0.0,
) -> Covariances:
    """Covariances of a block's effects, each rater's severity known as well as others' forms tell.

    `severity` (n, forms) and its posterior variance contain what this very form told about the rater;
    that is taken out again (the cavity of expectation propagation: Minka 2001), never beyond the
    prior variance `severity_limit`; all but what it has in `common` with others. `location`
    (competencies,) is what all people's levels have in common, `impression` what all others' impressions
    have: neither is spread, or an organisation of top marks only would spread without end.
    """
    eliminated = eliminate(block, state, parameters)
    precision, _ = severity_terms(eliminated)
    own = np.diagonal(precision, axis1=1, axis2=2)
    if common is not None:
        severity_variance = severity_variance - common.severity_variance
        severity_limit = severity_limit - common.severity_variance
    left = 1.0 / np.maximum(severity_variance, 1e-12) - own
    cavity = np.where(
        severity_limit > 0, 1.0 / np.maximum(left, 1.0 / np.maximum(severity_limit, 1e-12)), 0.0
    )
    lean_prior = eliminated.halo + cavity
    diagonal = np.arange(own.shape[1])
    scaled = lean_prior[:, :, None] * eliminated.information
    scaled[:, diagonal, diagonal] += 1.0
    lean = np.linalg.inv(scaled) * lean_prior[:, None, :]
    lean = (lean + lean.transpose(0, 2, 1)) / 2
    answered = np.matmul(lean, eliminated.answer)
    alone = eliminated.width + eliminated.coupling[:, None] * eliminated.width**2
    level = alone + (eliminated.answer * answered).sum(axis=1)
    lean_variance = np.diagonal(lean, axis1=1, axis2=2)
    spread = level[:, None, :] - 2 * answered + lean_variance[:, :, None]
    if block.wander is not None:
        share = 1.0 - np.minimum(eliminated.weight * block.wander, 1.0)
        spread = block.wander * share + share**2 * spread
    return Covariances(
        level=level if common is None else level + _common_variance(block, eliminated, common),
        spread=np.sqrt(np.maximum(spread, 0.0)),
        **_level_sums(block, state.level - location, parameters, eliminated, lean, level),
        **_halo_sums(block, state, eliminated, severity + impression, cavity, lean_variance),
    )


def _common_variance(block: Block, eliminated: Elimination, common: Common) -> Floats:
    """The variance of levels from what is unsure about all forms together, shape (n, competencies)."""

    def answer(shift: Floats) -> Floats:
        leans = np.matmul(eliminated.gain, shift[:, :, None])
        return np.asarray(np.matmul(leans.transpose(0, 2, 1), eliminated.answer)[:, 0, :])

    with_severity = answer(np.sqrt(common.severity_variance))
    if block.known_sd is not None:
        return with_severity**2
    with_ground = 1.0 + answer(common.following - 1.0)
    return with_severity**2 + common.ground_variance * with_ground**2


def _level_sums(
    block: Block,
    levels: Floats,
    parameters: Parameters,
    eliminated: Elimination,
    lean: Floats,
    level_variance: Floats,
) -> dict[str, tuple[float, float]]:
    """Expected squares of people as a whole, and of competencies around it where something was seen."""
    if block.known_sd is not None:
        return {"general": (0.0, 0.0), "specific": (0.0, 0.0)}
    seen = np.asarray((block.marks >= 0).any(axis=1))
    total = levels.sum(axis=1)
    summed = eliminated.answer.sum(axis=2)
    all_width = eliminated.width.sum(axis=1)
    with_total = eliminated.width * (1.0 + eliminated.coupling * all_width)[:, None]
    with_total += np.matmul(np.matmul(summed[:, None, :], lean), eliminated.answer)[:, 0, :]
    total_variance = with_total.sum(axis=1)
    specific = parameters.sd_specific**2
    left = 1.0 / (1.0 / parameters.sd_general**2 + levels.shape[1] / specific)
    share = left / specific
    general_variance = left + share**2 * total_variance
    general = share * total
    specifics = (
        (levels - general[:, None]) ** 2
        + level_variance
        - 2 * share * with_total
        + general_variance[:, None]
    )
    return {
        "general": (float((general**2 + general_variance).sum()), float(len(total))),
        "specific": (float(specifics[seen].sum()), float(seen.sum())),
    }


def _halo_sums(
    block: Block,
    state: State,
    eliminated: Elimination,
    severity: Floats,
    cavity: Floats,
    lean_variance: Floats,
) -> dict[str, tuple[float, float]]:
    """Expected squares of impressions, others' and one's own apart; written cases leave none."""
    if block.known_sd is not None:
        return {"halo": (0.0, 0.0), "self_halo": (0.0, 0.0)}
    both = eliminated.halo + cavity
    share = eliminated.halo / both
    squares = (state.lean - severity) ** 2 + share * cavity + share**2 * lean_variance
    own = block.rater < 0
    return {
        "halo": (float(squares[~own].sum()), float((~own).sum())),
        "self_halo": (float(squares[own].sum()), float(own.sum())),
    }
