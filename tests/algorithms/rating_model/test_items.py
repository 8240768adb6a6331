"""The next item is the one whose answer settles most; what is foretold of answers is what they do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.algorithms import rating_model
from headway.algorithms.rating_model.items import (
    DOUBT_UNTIL_ASKED,
    Calls,
    Items,
    doubt,
    expected_doubt,
    information,
    item_steps,
    likely_answers,
)

STEPS = rating_model.default_steps(4)
CALIBRATION = rating_model.Calibration()
REACH = 0.8416


def posterior(*observations, prior=(0.0, 0.0, 0.0)):
    return rating_model.score(observations, prior, CALIBRATION)


def items(*acts):
    """Items about acts, each given as (competency, level)."""
    return Items(
        competency=np.array([competency for competency, _ in acts]),
        steps=np.array([item_steps(STEPS, level) for _, level in acts]),
    )


def calls(*bars, asked=True):
    return Calls(
        bars=np.array(bars, dtype=float)[:, None],
        weights=np.ones(1),
        asked=np.full(len(bars), asked),
    )


def test_at_its_level_each_answer_about_an_act_is_as_likely_as_another():
    low, high = item_steps(STEPS, 2)
    assert low == high == rating_model.bar(STEPS, 2)


def test_an_item_tells_most_where_it_is_located():
    place = rating_model.bar(STEPS, 3)
    found = information(np.array([place - 1, place, place + 1]), items((0, 3), (0, 3), (0, 3)))
    assert found[1] == pytest.approx(2 / 3)
    assert found[1] > max(found[0], found[2])


def test_an_item_at_the_bar_tells_more_than_one_far_from_it():
    bar = rating_model.bar(STEPS, 2)
    left = expected_doubt(
        posterior(prior=(bar, bar, bar)), items((0, 2), (0, 4)), calls(bar, bar, bar)
    )
    assert left[0] < left[1]


def test_no_item_is_expected_to_add_doubt():
    now = posterior()
    every = items(*((c, level) for c in range(3) for level in range(1, 5)))
    assert (
        expected_doubt(now, every, calls(0.5, 0.0, -1.0)) <= doubt(now, calls(0.5, 0, -1))
    ).all()


def test_the_expected_doubt_is_that_of_the_answers_weighed_by_their_chances():
    now, at = posterior(), calls(0.4, 0.0, -0.4)
    told = expected_doubt(now, items((1, 2)), at)[0]
    places = np.random.default_rng(4).multivariate_normal(now.mean, now.covariance, 4000)
    steps = item_steps(STEPS, 2)
    logits = np.outer(places[:, 1] - steps[0], np.arange(3))
    chances = (np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)).mean(axis=0)
    after = [
        doubt(
            posterior(
                rating_model.Observation(
                    competency=1, mark=k, rater="", source="manager", steps=steps, has_halo=False
                )
            ),
            at,
        )
        for k in range(3)
    ]
    assert told == pytest.approx(float(chances @ after), abs=0.005)


def test_a_competency_that_nobody_asked_about_has_a_claim_of_its_own():
    one = items((0, 2))
    known, unknown = (expected_doubt(posterior(), one, calls(0, 0, 0, asked=a)) for a in (1, 0))
    assert known - unknown == pytest.approx(DOUBT_UNTIL_ASKED)


def test_what_has_no_bar_holds_no_doubt():
    assert doubt(posterior(), calls(np.nan, np.nan, np.nan)) == 0.0


def test_a_call_far_from_the_bar_takes_fewer_answers_than_one_near_it():
    far = likely_answers(1.0, 1.2, 0.0, reach=REACH, most=30)
    near = likely_answers(0.05, 0.6, 0.0, reach=REACH, most=30)
    assert far is not None
    assert far[1] >= 0.5
    assert near is None or far[0] < near[0]
    assert likely_answers(0.0, 0.1, 0.0, reach=REACH, most=3) is None


@law
@given(
    mean=st.floats(-30, 30), bar=st.floats(-30, 30), level=st.integers(1, 4), own=st.integers(0, 2)
)
def test_however_far_off_everything_stays_finite(mean, bar, level, own):
    left = expected_doubt(
        posterior(prior=(mean, 0.0, -mean)), items((own, level)), calls(bar, 0.0, np.nan)
    )
    assert np.isfinite(left).all()
