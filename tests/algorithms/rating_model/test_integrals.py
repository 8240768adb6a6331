"""Calibration of a tiny organisation against plain numeric integration of the model's formulae."""

from itertools import product

import numpy as np
import pytest

from headway.algorithms.rating_model import Calibration, Ratings, calibrate, default_steps
from headway.algorithms.rating_model.model import Floats

PERSON, CASE = 0, 1
CASE_MEAN, CASE_SD = 0.7, 0.6
HEIGHTS = np.concatenate(([0.0], np.cumsum(default_steps(4))))
SHIPPED = Calibration()
LEVELS = np.linspace(-5, 5, 61)
SEVERITIES = 0.8 * LEVELS

Marks = dict[tuple[int, int], int]


def chances(eta: Floats) -> Floats:
    weights = np.exp(eta[..., None] * np.arange(5) - HEIGHTS)
    return weights / weights.sum(axis=-1, keepdims=True)


def likelihood(marks: Marks, case: int, rater: int) -> Floats:
    """Of one form by level and severity, its impression integrated out by 41-point Gauss-Hermite."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    sd = SHIPPED.sd_vignette if case == CASE else SHIPPED.sd_halo
    eta = LEVELS[:, None, None] - SEVERITIES[:, None] - sd * nodes
    if (case, rater) not in marks:
        return np.ones(eta.shape[:2])
    return chances(eta)[..., marks[case, rater]] @ (weights / weights.sum())


def integrate(marks: Marks) -> list[tuple[float, float]]:
    """Mean and SD of the person's level and of both raters' severities."""

    def normal(x: Floats, mean: float, sd: float) -> Floats:
        return np.exp(-0.5 * ((x - mean) / sd) ** 2)

    spread = float(np.hypot(SHIPPED.sd_general, SHIPPED.sd_specific))
    person = np.einsum(
        "a,ai,aj->aij", normal(LEVELS, 0, spread), *(likelihood(marks, PERSON, r) for r in (0, 1))
    )
    case = np.einsum(
        "a,ai,aj->ij",
        normal(LEVELS, CASE_MEAN, CASE_SD),
        *(likelihood(marks, CASE, r) for r in (0, 1)),
    )
    prior = normal(SEVERITIES, 0, SHIPPED.sd_severity)
    joint = person * case * np.multiply.outer(prior, prior)
    joint /= joint.sum()
    parts = ((LEVELS, (1, 2)), (SEVERITIES, (0, 2)), (SEVERITIES, (0, 1)))
    found = []
    for values, others in parts:
        share = joint.sum(axis=others)
        mean = float(share @ values)
        found.append((mean, float(np.sqrt(share @ (values - mean) ** 2))))
    return found


@pytest.mark.parametrize(
    "levels", [(3, 2, 2, 2), (4, 4, 4, 1), (0, None, 4, 3), (0, 4, None, 3), (1, 3, 0, 0)]
)
def test_levels_and_severities_are_those_of_numeric_integration(
    levels: tuple[int | None, ...],
) -> None:
    pairs = product((PERSON, CASE), (0, 1))
    marks = {pair: level for pair, level in zip(pairs, levels, strict=True) if level is not None}
    people, raters = np.array(list(marks)).T
    ratings = Ratings(
        person=people,
        rater=raters,
        source=np.zeros(len(marks), dtype=np.int64),
        competency=np.zeros(len(marks), dtype=np.int64),
        mark=np.array(list(marks.values())),
        age_years=np.zeros(len(marks)),
        prior_mean=np.array([[0.0], [CASE_MEAN]]),
        raters=("r", "s"),
        sources=("manager",),
        known_sd=np.array([[np.nan], [CASE_SD]]),
    )
    fitted = calibrate(ratings, SHIPPED, is_learning=False)
    severities = [fitted.calibration.raters[name] for name in ("r", "s")]
    found = [(fitted.mean[0, 0], fitted.sd[0, 0]), *((s.mean, s.sd) for s in severities)]
    for (mean, sd), (true_mean, true_sd) in zip(found, integrate(marks), strict=True):
        assert mean == pytest.approx(true_mean, abs=0.01)
        assert sd == pytest.approx(true_sd, abs=0.02)
