"""Fit statistics: what they say of marks drawn from the model, and of marks that were not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.algorithms.rating_model.fit import (
    FitStatistics,
    Moments,
    category_moments,
    infit_range,
    is_inconsistent,
    is_straight_line,
    measure_fit,
)

STEPS = np.array([0.0, -2.0, -2.67, -2.0, 0.0])


def _logits(places: np.ndarray) -> np.ndarray:
    return places[..., None] * np.arange(5) - STEPS


def _draw(places: np.ndarray, seed: int) -> np.ndarray:
    """One mark for each place, from the model itself."""
    random = np.random.default_rng(seed)
    return (_logits(places) + random.gumbel(size=(*places.shape, 5))).argmax(axis=-1)


def _judge(marks: np.ndarray, places: np.ndarray) -> FitStatistics:
    raters = np.repeat(np.arange(len(marks)), marks.shape[1])
    expected = category_moments(_logits(places.ravel()))
    return measure_fit(marks.ravel().astype(float), expected, raters, len(marks))


def test_moments_are_those_of_a_fair_coin() -> None:
    coin = category_moments(np.zeros((1, 2)))
    assert (coin.mean[0], coin.variance[0], coin.fourth[0]) == pytest.approx((0.5, 0.25, 0.0625))


def test_mean_squares_are_those_worked_out_by_hand() -> None:
    expected = Moments(
        mean=np.array([1.0, 2.0]), variance=np.array([1.0, 0.25]), fourth=np.array([3.0, 0.2])
    )
    fit = measure_fit(np.array([3.0, 2.5]), expected, np.zeros(2, np.int64), 1)
    assert fit.infit[0] == pytest.approx((4 + 0.25) / 1.25)
    assert fit.outfit[0] == pytest.approx((4 / 1 + 0.25 / 0.25) / 2)


def test_marks_drawn_from_the_model_have_mean_squares_around_one() -> None:
    places = np.random.default_rng(1).normal(0, 1.2, (2000, 30))
    fit = _judge(_draw(places, 2), places)
    assert fit.infit.mean() == pytest.approx(1, abs=0.02)
    assert fit.infit.std() == pytest.approx(fit.infit_sd.mean(), rel=0.1)
    assert fit.infit_z.mean() == pytest.approx(0, abs=0.1)
    assert fit.infit_z.std() == pytest.approx(1, abs=0.1)
    low, high = infit_range(fit)
    assert np.mean((low < 1) & (high > 1)) == pytest.approx(0.9, abs=0.03)


def test_random_raters_are_found_and_true_ones_left_alone() -> None:
    places = np.random.default_rng(3).normal(0, 1.2, (1000, 45))
    honest, random = _draw(places, 4), np.random.default_rng(5).integers(0, 5, places.shape)
    assert is_inconsistent(_judge(honest, places)).mean() < 0.03
    assert is_inconsistent(_judge(random, places)).mean() > 0.95


def test_with_few_marks_nobody_is_called_inconsistent() -> None:
    places = np.zeros((50, 2))
    marks = np.tile([0, 4], (50, 1))
    assert _judge(marks, places).infit[0] > 1.3
    assert not is_inconsistent(_judge(marks, places)).any()


def test_a_group_without_marks_has_no_figures_and_no_flag() -> None:
    fit = measure_fit(np.zeros(0), category_moments(np.zeros((0, 5))), np.zeros(0, np.int64), 2)
    assert np.isnan(fit.infit).all()
    assert not is_inconsistent(fit).any()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=60))
def test_a_straight_line_is_one_mark_throughout_a_long_form(entries: list[tuple[int, int]]) -> None:
    forms, marks = (
        (np.array(part, dtype=np.int64) for part in zip(*entries, strict=True))
        if entries
        else (np.zeros(0, np.int64),) * 2
    )
    found = is_straight_line(marks, forms, 4, fewest=5)
    for form in range(4):
        own = [mark for which, mark in entries if which == form]
        assert found[form] == (len(own) >= 5 and len(set(own)) == 1)
