"""The chain of cells and the shared effects give what one dense covariance of all marks gives."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.rating_model import SELF, Calibration, Ground, Observation, score, settle

NODES, SHARES = np.array([-math.sqrt(3), 0, math.sqrt(3)]), np.array([1, 4, 1]) / 6
AGES = (0.0, 1e-12, 1 / 365.25, 2 / 365.25, 1.0, 40.0)
MARKS = st.builds(
    Observation,
    competency=st.integers(0, 2),
    mark=st.integers(0, 4),
    rater=st.sampled_from("abc"),
    source=st.sampled_from(("manager", "peer", SELF)),
    weight=st.sampled_from((0.0, 0.3, 1.0)),
    age_years=st.sampled_from(AGES),
    is_at_least=st.booleans(),
    steps=st.none(),
    has_halo=st.booleans(),
)
CALIBRATIONS = st.builds(
    Calibration,
    sd_specific=st.sampled_from((0.0, 0.7)),
    age_sd_per_year=st.sampled_from((0.0, 0.35)),
    ground=st.sampled_from((Ground(), Ground(mean=0.3, sd=0.6, following={"a": 0.4}))),
)


def covariance(seen, calibration):
    """Of all marks and of three proficiencies as of today, before anything is seen."""
    today = [
        Observation(competency=c, mark=0, rater="", source="", has_halo=False) for c in (0, 1, 2)
    ]

    def on_ground(one):
        follows = one.has_halo and one.source != SELF
        taken_back = calibration.ground.following.get(one.rater, 0.0) if follows else 0.0
        return calibration.ground.sd * (1.0 - taken_back)

    def shared(one, other):
        found = calibration.sd_general**2 + on_ground(one) * on_ground(other)
        if one.competency == other.competency:
            moved = calibration.age_sd_per_year**2 * min(one.age_years, other.age_years)
            found += calibration.sd_specific**2 + moved
        if one.source and other.source:
            sds = [calibration.rater_sd(each.source, each.rater) for each in (one, other)]
            is_one_rater = one.rater == other.rater and one.has_halo and other.has_halo
            found += math.prod(sds) * is_one_rater
            found += calibration.sources[one.source].sd ** 2 * (one.source == other.source)
        return found

    cells = [*seen, *today]
    return np.array([[shared(one, other) for other in cells] for one in cells])


def averaged(one, mean, variance, calibration):
    """Gradient and curvature of one mark's log-likelihood over N(mean, variance), level by level."""
    sums = np.cumsum([0.0, *calibration.steps])
    gradient = curvature = 0.0
    for node, share in zip(NODES, SHARES, strict=True):
        logits = (mean + math.sqrt(variance) * node) * np.arange(5) - sums
        chances = np.exp(logits - logits.max())
        told = chances * [
            level >= one.mark if one.is_at_least else level == one.mark for level in range(5)
        ]
        moments = [
            [(p / p.sum() * np.arange(5) ** n).sum() for n in (1, 2)] for p in (told, chances)
        ]
        (seen, seen_square), (usual, usual_square) = moments
        gradient += share * one.weight * (seen - usual)
        curvature += share * one.weight * (usual_square - usual**2 - seen_square + seen**2)
    return gradient, max(curvature, 0.0)


def score_plainly(seen, calibration):
    """Means and covariance of three proficiencies, by Newton steps on the dense covariance."""
    prior = covariance(seen, calibration)
    lean = [calibration.sources[one.source].mean for one in seen]
    offset = calibration.ground.mean - np.array([*lean, 0.0, 0.0, 0.0])
    mean, posterior = offset, prior
    for _ in range(60):
        told = [
            averaged(one, mean[n], max(posterior[n, n], 0.0), calibration)
            for n, one in enumerate(seen)
        ]
        gradient, curvature = np.array([*told, *[(0.0, 0.0)] * 3]).T
        posterior = prior @ np.linalg.inv(np.eye(len(prior)) + curvature[:, None] * prior)
        step = offset + posterior @ (curvature * (mean - offset) + gradient) - mean
        mean = mean + step * 2.0 / max(2.0, np.abs(step).max())
    return mean[-3:], posterior[-3:, -3:]


@settings(deadline=None, max_examples=60)
@given(st.lists(MARKS, max_size=7), CALIBRATIONS)
def test_the_chain_gives_what_one_dense_covariance_gives(seen, calibration):
    mean, spread = score_plainly(seen, calibration)
    found = score(seen, [0.0] * 3, calibration)
    assert found.mean == pytest.approx(mean, abs=1e-7)
    assert found.covariance == pytest.approx(spread, abs=1e-7)


@given(st.lists(MARKS, min_size=1, max_size=7), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30)
def test_the_order_of_marks_changes_nothing(seen, random):
    shuffled = random.sample(seen, len(seen))
    one, other = (score(each, [0.0] * 3, Calibration()) for each in (seen, shuffled))
    assert one.mean == pytest.approx(other.mean, abs=1e-9)
    assert one.covariance == pytest.approx(other.covariance, abs=1e-9)


def test_marks_of_one_day_move_together_with_what_befell_since():
    mark = Observation(competency=0, mark=4, rater="a", source="peer", age_years=30.0)
    many = [mark._replace(rater=f"rater {n}") for n in range(40)]
    apart = [one._replace(age_years=30.0 + n / 10) for n, one in enumerate(many)]
    together = score(many, [0.0], Calibration()).sd[0]
    assert together > 0.35 * math.sqrt(30.0) * 0.5
    assert score(apart, [0.0], Calibration()).sd[0] == pytest.approx(together, rel=0.02)


def test_what_befell_between_marks_may_be_beyond_all_numbers():
    far = [
        Observation(
            competency=0, mark=4, rater=f"rater {n}", source="peer", age_years=n * 1_000_000.0
        )
        for n in range(100)
    ]
    every, first = (score(seen, [0.0], Calibration()) for seen in (far, far[:1]))
    assert every.mean == pytest.approx(first.mean, abs=0.01)
    assert every.sd == pytest.approx(first.sd, abs=0.01)


def test_steps_that_run_out_end_where_they_are(monkeypatch):
    monkeypatch.setattr(settle, "_MOST_ROUNDS", 1)
    monkeypatch.setattr(settle, "_MOST_SLOW_ROUNDS", 3)
    mark = Observation(competency=0, mark=4, rater="a", source="peer")
    found = score([mark], [0.0], Calibration())
    monkeypatch.undo()
    assert 0 < found.mean[0] <= score([mark], [0.0], Calibration()).mean[0] + 0.1
