"""Raters in a small simulated office: random ones stand out, strict and fond ones don't."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from headway.algorithms.rating_model import Calibration, Ratings, calibrate
from headway.algorithms.rating_model.fit import is_inconsistent
from headway.algorithms.rating_model.rater_fit import RaterFit, measure_raters

PEOPLE, RATERS, FORMS, COMPETENCIES = 60, 24, 4, 12
RANDOM, STRICT, STRAIGHT = 3, 5, 7


@cache
def office(seed: int = 0) -> Ratings:
    """Each person is rated by four of 24 raters and by themselves; all follow the model but three."""
    random = np.random.default_rng(seed)
    level = random.normal(0, 1, (PEOPLE, 1)) + random.normal(0, 0.7, (PEOPLE, COMPETENCIES))
    severity = random.normal(0, 0.9, RATERS)
    severity[STRICT] = 2.5
    person = np.repeat(np.arange(PEOPLE), FORMS)
    rater = (person * 5 + np.tile([0, 1, 7, 11], PEOPLE)) % RATERS
    halo = random.normal(0, 0.9, len(person))
    marks = draw(level[person] - (severity[rater] + halo)[:, None], random)
    marks[rater == RANDOM] = random.integers(0, 5, marks[rater == RANDOM].shape)
    marks[rater == STRAIGHT] = 2
    own = draw(level + 0.5, random)
    count = len(person) + PEOPLE
    return Ratings(
        person=np.repeat(np.concatenate([person, np.arange(PEOPLE)]), COMPETENCIES),
        rater=np.repeat(np.concatenate([rater, np.zeros(PEOPLE, np.int64)]), COMPETENCIES),
        source=np.repeat((np.arange(count) >= len(person)).astype(np.int64), COMPETENCIES),
        competency=np.tile(np.arange(COMPETENCIES), count),
        mark=np.concatenate([marks, own]).ravel(),
        age_years=np.zeros(count * COMPETENCIES),
        prior_mean=np.zeros((PEOPLE, COMPETENCIES)),
        raters=tuple(f"r{number:02}" for number in range(RATERS)),
        sources=("peer", "self"),
    )


def draw(eta: np.ndarray, random: np.random.Generator) -> np.ndarray:
    steps = np.concatenate([[0.0], np.cumsum(np.linspace(-2, 2, 4))])
    logits = eta[..., None] * np.arange(5) - steps
    return (logits + random.gumbel(size=logits.shape)).argmax(axis=-1)


@cache
def judged(seed: int = 0) -> RaterFit:
    return measure_raters(office(seed), calibrate(office(seed), Calibration()))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_of_all_raters_only_the_random_one_is_inconsistent(seed: int) -> None:
    flagged = np.flatnonzero(is_inconsistent(judged(seed).statistics)).tolist()
    assert flagged == [RANDOM]


def test_consistent_raters_have_mean_squares_around_one() -> None:
    infit = np.concatenate(
        [np.delete(judged(s).statistics.infit, [RANDOM, STRAIGHT]) for s in (0, 1, 2)]
    )
    assert infit.mean() == pytest.approx(1, abs=0.1)


def test_straight_lines_are_counted_by_form_and_not_called_inconsistent() -> None:
    fit = judged()
    assert fit.straight_count[STRAIGHT] == fit.long_form_count[STRAIGHT] == fit.form_count[STRAIGHT]
    # Now and then an honest form is one line too; nobody else has a habit of it.
    assert np.delete(fit.straight_count, STRAIGHT).max() == 1
    assert fit.statistics.infit[STRAIGHT] < 1


def test_marks_on_oneself_are_nobodys_forms() -> None:
    fit = judged()
    assert fit.form_count.sum() == PEOPLE * FORMS
    assert fit.mark_count.sum() == PEOPLE * FORMS * COMPETENCIES


def test_the_order_of_marks_changes_no_digit() -> None:
    order = np.random.default_rng(1).permutation(len(office().mark))
    names = ("person", "rater", "source", "competency", "mark", "age_years")
    turned = replace(office(), **{name: getattr(office(), name)[order] for name in names})
    fit = measure_raters(turned, calibrate(turned, Calibration()))
    assert fit.statistics.infit.tolist() == judged().statistics.infit.tolist()


def test_who_rated_nobody_has_no_figure_and_no_flag() -> None:
    more = replace(office(), raters=(*office().raters, "zz"))
    fit = measure_raters(more, calibrate(more, Calibration()))
    assert np.isnan(fit.statistics.infit[-1])
    assert not is_inconsistent(fit.statistics)[-1]


def test_with_no_marks_at_all_nobody_is_judged() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    empty = replace(
        office(),
        **dict.fromkeys(("person", "rater", "source", "competency", "mark"), nothing),
        age_years=np.zeros(0),
    )
    fit = measure_raters(empty, calibrate(empty, Calibration()))
    assert not is_inconsistent(fit.statistics).any()
    assert fit.form_count.sum() == 0
