"""However odd the marks, what calibration learns stays near its defaults and blames nobody for it."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from headway.algorithms.rating_model import Calibration, Ratings, bar, calibrate
from headway.algorithms.rating_model.learn import FARTHEST_FACTOR, LEARNT
from headway.algorithms.rating_model.severity import FARTHEST_SEVERITY

SHIPPED = Calibration()
TOP = 4
FORMS = st.tuples(st.integers(1, 12), st.integers(1, 5), st.sampled_from((1, 3, 12))).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, TOP))
)


def calibrated(marks, source="peer", known_sd=None, prior=None):
    """Marks (people, raters, competencies); below 0 there is none."""
    person, rater, competency = np.nonzero(marks >= 0)
    people, raters, competencies = marks.shape
    ratings = Ratings(
        person=person,
        rater=rater,
        source=np.zeros_like(person),
        competency=competency,
        mark=marks[person, rater, competency],
        age_years=np.zeros(len(person)),
        prior_mean=np.zeros((people, competencies)) if prior is None else prior,
        raters=tuple(f"rater {number}" for number in range(raters)),
        sources=(source,),
        known_sd=known_sd,
    )
    return calibrate(ratings, SHIPPED)


def severities(fitted):
    return np.array([effect.mean for effect in fitted.calibration.raters.values()])


def levels(fitted, person):
    """The level that is most likely, by competency."""
    scales = [fitted.calibration.steps_of(c) for c in range(fitted.mean.shape[1])]
    bars = np.array([[bar(steps, level) for level in range(1, TOP + 1)] for steps in scales])
    return (fitted.mean[person][:, None] >= bars).sum(axis=1)


@settings(deadline=None, max_examples=60)
@given(FORMS, st.sampled_from(("peer", "manager")))
def test_no_marks_drive_spreads_or_severities_off(marks, source):
    fitted = calibrated(marks, source)
    ratios = [
        getattr(fitted.calibration, name) / getattr(SHIPPED, name)
        for name in (*LEARNT, "sd_vignette")
    ]
    assert 1 / FARTHEST_FACTOR - 1e-9 <= min(ratios) <= max(ratios) <= FARTHEST_FACTOR + 1e-9
    assert np.abs(severities(fitted)).max() <= FARTHEST_SEVERITY
    assert np.isfinite(fitted.mean).all()
    assert np.isfinite(fitted.sd).all()


@settings(deadline=None, max_examples=60)
@given(FORMS, st.sampled_from(("peer", "manager")))
def test_whom_all_marked_top_is_at_most_a_level_lower_from_three_marks_on(marks, source):
    assume(marks[0].size >= 3)
    marks[0] = TOP
    assert levels(calibrated(marks, source), 0).min() >= TOP - 1


@pytest.mark.parametrize("source", ["peer", "manager"])
@pytest.mark.parametrize("mark", range(TOP + 1))
def test_a_team_of_one_mark_is_at_that_mark_and_its_raters_as_usual(mark, source):
    fitted = calibrated(np.full((8, 3, 16), mark), source)
    assert severities(fitted) == pytest.approx(np.zeros(3), abs=1e-6)
    assert set(levels(fitted, 0).tolist()) == {mark}


def test_a_team_between_two_marks_is_at_one_of_them_and_its_raters_as_usual():
    people, _, competencies = np.indices((8, 3, 16))
    fitted = calibrated(3 + (people + competencies) % 2)
    assert severities(fitted) == pytest.approx(np.zeros(3), abs=1e-6)
    assert all(set(levels(fitted, person).tolist()) <= {3, 4} for person in range(8))


@pytest.mark.parametrize("people_of_part", [1, 4])
def test_parts_apart_that_are_all_top_are_at_the_top_and_their_raters_as_usual(people_of_part):
    part = np.arange(8) // people_of_part
    marks = np.full((8, 2 * (part.max() + 1), 12), -1)
    for person in range(8):
        marks[person, 2 * part[person] : 2 * part[person] + 2] = TOP
    fitted = calibrated(marks)
    assert len(set(fitted.component.tolist())) == part.max() + 1
    assert severities(fitted) == pytest.approx(np.zeros(marks.shape[1]), abs=1e-6)
    assert all(set(levels(fitted, person).tolist()) == {TOP} for person in range(8))


def test_raters_of_one_part_still_differ_from_each_other():
    people, raters, competencies = np.indices((12, 3, 8))
    fitted = calibrated(np.clip(1 + (people + competencies) % 3 + (raters == 0), 0, TOP))
    lenient, *others = severities(fitted)
    assert lenient < -0.5 < 0.2 < min(others)
    assert severities(fitted).mean() == pytest.approx(0, abs=1e-6)


def test_written_cases_still_tell_how_strict_all_are_together():
    people, _, competencies = np.indices((12, 3, 8))
    marks = 1 + (people + competencies) % 3
    cases = np.full((12, 8), np.nan)
    cases[:4] = 0.3
    strict = calibrated(marks, known_sd=cases, prior=np.where(np.isnan(cases), 0.0, 1.5))
    assert severities(strict).min() > 0.3
    usual = calibrated(marks, known_sd=cases)
    assert np.abs(severities(usual)).max() < 0.3
