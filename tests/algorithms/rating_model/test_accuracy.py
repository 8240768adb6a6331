"""The quick part of the benchmark as a test: fixed seeds, limits with honest slack."""

import numpy as np
import pytest
from benchmarks.standing.accuracy import (
    PEOPLE,
    Z_OF_MIDDLE_50,
    Z_OF_MIDDLE_90,
    calls,
    coverage,
    fit,
    luck_ratio,
    rmse_ratio,
    score_alone,
)
from benchmarks.standing.simulate import OTHER, RAGGED, TYPICAL

SEEDS = range(3)


def mean_of(measured):
    return float(np.mean([measured(seed) for seed in SEEDS]))


@pytest.mark.parametrize("self_beside_others", [True, False])
def test_the_error_is_well_below_that_of_the_plain_mean(self_beside_others):
    def ratio(seed):
        return rmse_ratio(fit(PEOPLE, TYPICAL, seed, self_beside_others=self_beside_others))

    assert mean_of(ratio) < 0.88


def test_calls_are_frequent_and_seldom_wrong():
    found = [calls(fit(PEOPLE, TYPICAL, seed)) for seed in SEEDS]
    assert np.mean([each.wrong for each in found]) < 0.08
    assert np.mean([each.called for each in found]) > 0.55
    assert all(each.wrong < 0.9 * each.plain_wrong for each in found)


@pytest.mark.parametrize("regime", [TYPICAL, OTHER, RAGGED], ids=["typical", "other", "ragged"])
def test_ranges_hold_the_truth_as_often_as_they_say(regime):
    assert 0.87 < mean_of(lambda s: coverage(fit(PEOPLE, regime, s), Z_OF_MIDDLE_90)) < 0.93
    assert 0.46 < mean_of(lambda s: coverage(fit(PEOPLE, regime, s), Z_OF_MIDDLE_50)) < 0.54


def test_a_model_without_impressions_fails_that_test():
    assert (
        mean_of(lambda s: coverage(fit(PEOPLE, TYPICAL, s, has_halo=False), Z_OF_MIDDLE_90)) < 0.75
    )


def test_the_luck_of_lenient_raters_is_about_halved():
    assert mean_of(lambda seed: luck_ratio(fit(PEOPLE, TYPICAL, seed))) < 0.6


def test_twenty_people_are_enough_for_honest_ranges():
    found = [coverage(fit(20, TYPICAL, seed), Z_OF_MIDDLE_90) for seed in range(20)]
    assert 0.87 < np.mean(found) < 0.95


def test_a_single_self_rating_is_honest_about_itself():
    alone = score_alone(1)
    assert 0.87 < alone.covered < 0.94
    assert alone.called < 0.42
