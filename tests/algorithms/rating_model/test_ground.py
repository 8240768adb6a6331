"""What the people of one part of an organisation have in common, in the scoring of one of them."""

from dataclasses import replace

import numpy as np
import pytest

from headway.algorithms.rating_model import Calibration, Ground, Observation, score
from headway.algorithms.rating_model.variants import Variant, score_variants

USUAL = Calibration()
PRIOR = np.zeros(3)
SEEN = [
    Observation(competency=place, mark=3, rater=rater, source="manager")
    for rater in ("ana", "ben")
    for place in range(2)
]


def scored(seen=SEEN, prior=PRIOR, **ground):
    return score(seen, prior, replace(USUAL, ground=Ground(**ground)))


def test_a_known_ground_is_where_everything_begins():
    assert scored(mean=0.7).mean == pytest.approx(scored(prior=PRIOR + 0.7).mean, abs=1e-9)


def test_with_no_marks_the_ground_widens_all_competencies_together():
    bare, wide = scored([]), scored([], sd=0.5)
    assert wide.covariance == pytest.approx(bare.covariance + 0.25)


def test_of_a_ground_that_all_severities_follow_marks_tell_nothing():
    bare, wide = scored(), scored(sd=0.5, following={"ana": 1.0, "ben": 1.0})
    assert wide.mean == pytest.approx(bare.mean, abs=1e-6)
    assert wide.covariance == pytest.approx(bare.covariance + 0.25, abs=1e-6)


def test_a_ground_that_no_severity_follows_is_as_a_wider_spread_of_people():
    wider = score(SEEN, PRIOR, replace(USUAL, sd_general=np.hypot(USUAL.sd_general, 0.5)))
    found = scored(sd=0.5)
    assert found.mean == pytest.approx(wider.mean, abs=1e-9)
    assert found.covariance == pytest.approx(wider.covariance, abs=1e-9)


def test_variants_know_the_ground_as_well():
    calibration = replace(USUAL, ground=Ground(mean=0.7, sd=0.5, following={"ana": 0.6}))
    [found] = score_variants(SEEN, [Variant(weight=np.ones(4))], PRIOR, calibration)
    alone = score(SEEN, PRIOR, calibration)
    assert found.mean == pytest.approx(alone.mean, abs=1e-6)
    assert found.sd == pytest.approx(alone.sd, abs=1e-6)
