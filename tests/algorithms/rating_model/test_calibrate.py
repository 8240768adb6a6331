"""Calibration: against scoring, against truth, and against whatever an organisation can hand in."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.standing.simulate import OTHER, TYPICAL, simulate, with_vignettes
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.rating_model import (
    Calibration,
    Observation,
    Ratings,
    SourceEffect,
    calibrate,
    default_steps,
    learn,
    score,
)

SHIPPED = Calibration()
LAW = settings(deadline=None, max_examples=40)
SOURCES = ("self", "manager", "peer")


def ratings_of(rows, *, people=3, competencies=4, raters=4):
    """From (person, rater, source, competency, mark, age) rows."""
    person, rater, source, competency, mark, age = np.array(rows, float).reshape(-1, 6).T
    return Ratings(
        person=person.astype(int),
        rater=rater.astype(int),
        source=source.astype(int),
        competency=competency.astype(int),
        mark=mark.astype(int),
        age_years=age,
        prior_mean=np.zeros((people, competencies)),
        raters=tuple(f"rater {number}" for number in range(raters)),
        sources=SOURCES,
    )


def shuffled(ratings, seed):
    """The same marks in another order, the raters numbered otherwise."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(ratings.mark))
    places = random.permutation(len(ratings.raters))
    names = np.empty(len(places), dtype=object)
    names[places] = ratings.raters
    columns = ("person", "source", "competency", "mark", "age_years")
    moved = {name: getattr(ratings, name)[order] for name in columns}
    return replace(
        ratings, rater=places[ratings.rater[order]], raters=tuple(names.tolist()), **moved
    )


rows = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 3),
        st.integers(0, 2),
        st.integers(0, 3),
        st.integers(0, 4),
        st.sampled_from((0.0, 0.5, 10.0)),
    ),
    max_size=60,
)


# Laws ----------------------------------------------------------------------------------------------


@LAW
@given(rows, st.booleans())
def test_whatever_is_handed_in_everything_is_finite(found, self_beside_others):
    fitted = calibrate(ratings_of(found), SHIPPED, self_beside_others=self_beside_others)
    assert np.isfinite(fitted.mean).all()
    assert (np.isfinite(fitted.sd) & (fitted.sd > 0)).all()
    assert np.isfinite(fitted.calibration.steps).all()
    effects = [*fitted.calibration.raters.values(), *fitted.calibration.sources.values()]
    assert all(np.isfinite([effect.mean, effect.sd]).all() for effect in effects)


@LAW
@given(rows, st.integers(0, 99))
def test_order_and_numbering_change_no_digit(found, seed):
    ratings = ratings_of(found)
    one, other = (calibrate(each, SHIPPED) for each in (ratings, shuffled(ratings, seed)))
    assert one.mean.tobytes() == other.mean.tobytes()
    assert one.sd.tobytes() == other.sd.tobytes()
    assert one.calibration == other.calibration


@pytest.mark.parametrize("mark", [0, 2, 4])
@pytest.mark.parametrize("top_level", [1, 4, 8])
def test_one_category_only_stays_sensible(mark, top_level):
    ratings, _ = simulate(60, seed=1, competencies=5)
    same = replace(ratings, mark=np.full_like(ratings.mark, min(mark, top_level)))
    fitted = calibrate(same, Calibration(steps=default_steps(top_level)))
    assert np.abs(fitted.mean).max() < 6
    assert fitted.sd.max() < 2


# Against scoring -----------------------------------------------------------------------------------


def test_a_single_person_comes_out_as_scoring_says():
    random = np.random.default_rng(1)
    given_marks = random.integers(0, 5, (3, 6))
    found = [
        (0, rater, 1, place, given_marks[rater, place], 0)
        for rater in range(3)
        for place in range(5)
    ]
    told = {f"rater {number}": SourceEffect(mean=0.4, sd=0.6) for number in range(3)}
    known = replace(SHIPPED, raters=told)
    fitted = calibrate(
        ratings_of(found, people=1, competencies=6, raters=3), known, is_learning=False
    )
    observations = [
        Observation(competency=c, mark=int(m), rater=f"rater {r}", source="manager")
        for _, r, _, c, m, _ in found
    ]
    scored = score(observations, np.zeros(6), known)
    np.testing.assert_allclose(fitted.mean[0], scored.mean, atol=2e-3)
    np.testing.assert_allclose(fitted.sd[0], scored.sd, atol=2e-3)


def test_nothing_at_all_leaves_the_defaults():
    fitted = calibrate(ratings_of([]), SHIPPED)
    assert fitted.calibration.sd_general == SHIPPED.sd_general
    assert fitted.calibration.steps_of(3) == SHIPPED.steps_of(3)
    np.testing.assert_allclose(fitted.sd, np.hypot(SHIPPED.sd_general, SHIPPED.sd_specific))
    assert fitted.component.tolist() == [-1, -1, -1]


# Against the truth ---------------------------------------------------------------------------------


def test_variances_unlike_the_defaults_are_learnt():
    ratings, _ = simulate(500, OTHER, seed=2)
    found = calibrate(ratings, SHIPPED, self_beside_others=False).calibration
    for name in ("sd_general", "sd_specific", "sd_severity", "sd_halo", "sd_self_halo"):
        assert getattr(found, name) == pytest.approx(getattr(OTHER, name), abs=0.15)


def test_steps_are_found_for_each_competency():
    ratings, truth = simulate(500, seed=3)
    found = np.array(calibrate(ratings, SHIPPED).calibration.steps)
    assert np.sqrt(np.mean((found - truth.steps) ** 2)) < 0.15


def test_few_people_hardly_move_the_defaults():
    ratings, _ = simulate(3, OTHER, seed=4)
    found = calibrate(ratings, SHIPPED).calibration
    assert found.sd_severity == pytest.approx(SHIPPED.sd_severity, abs=0.25)
    assert found.sd_general == pytest.approx(SHIPPED.sd_general, abs=0.35)


def test_lenient_and_strict_raters_are_told_apart():
    ratings, truth = simulate(350, seed=5)
    found = calibrate(ratings, SHIPPED).calibration.raters
    rated = [place for place, name in enumerate(ratings.raters) if name in found]
    means = np.array([found[ratings.raters[place]].mean for place in rated])
    sds = np.array([found[ratings.raters[place]].sd for place in rated])
    assert np.corrcoef(means, truth.severity[rated])[0, 1] > 0.65
    assert 0.84 < np.mean(np.abs(means - truth.severity[rated]) < 1.645 * sds) < 0.95


# When severity speaks ------------------------------------------------------------------------------


def _error_apart(**how):
    ratings, truth = simulate(70, seed=6, teams_apart=1, **how)
    return (calibrate(ratings, SHIPPED).mean[63:] - truth.level[63:]).mean()


def test_a_strong_team_apart_is_hardly_taken_for_one_with_lenient_raters():
    assert _error_apart(strength_apart=1.0) == pytest.approx(_error_apart(), abs=0.25)


def test_lenient_raters_apart_can_hardly_be_told_from_a_strong_team():
    assert _error_apart(severity_apart=-1.0) > _error_apart() + 0.5


def test_a_team_apart_moves_nobody_in_a_large_part():
    plain, strong = (
        calibrate(simulate(70, seed=6, teams_apart=1, strength_apart=by)[0], SHIPPED)
        for by in (0.0, 2.0)
    )
    moved = strong.mean[:63] - plain.mean[:63]
    assert abs(moved.mean()) < 0.05 < strong.mean[63:].mean() - plain.mean[63:].mean()


def test_what_nobody_can_tell_is_kept_in_the_ranges():
    ratings, _ = simulate(147, seed=7, teams_apart=1)
    fitted = calibrate(ratings, SHIPPED)
    assert fitted.sd[140:].mean() > fitted.sd[:140].mean() + 0.01


def test_vignettes_let_severity_speak():
    ratings, truth = simulate(70, seed=8, teams_apart=1, severity_apart=-1.0)
    apart = np.unique(ratings.rater[(ratings.person >= 63) & (ratings.source != 0)])
    told = with_vignettes(ratings, truth, apart, count=4, known_sd=0.2, reading_sd=0.3, seed=8)
    before, after = (calibrate(each, SHIPPED) for each in (ratings, told))
    assert after.shared_sd[1] < before.shared_sd[1] - 0.05
    bias = [(each.mean[63:70] - truth.level[63:]).mean() for each in (before, after)]
    assert abs(bias[1]) < abs(bias[0]) - 0.2


def test_written_cases_that_all_mark_do_not_pull_a_strong_team_to_the_others():
    errors = []
    for by in (0.0, 1.0):
        ratings, truth = simulate(70, seed=6, teams_apart=1, strength_apart=by)
        all_raters = np.unique(ratings.rater[ratings.source != 0])
        told = with_vignettes(
            ratings, truth, all_raters, count=2, known_sd=0.6, reading_sd=0.5, seed=6
        )
        errors.append((calibrate(told, SHIPPED).mean[63:70] - truth.level[63:]).mean())
    assert errors[1] == pytest.approx(errors[0], abs=0.25)


def test_a_severity_known_beforehand_moves_everybody_the_rater_marked():
    found = [(person, 0, 1, place, 2, 0) for person in range(3) for place in range(4)]
    strict, lenient = (
        calibrate(
            ratings_of(found),
            replace(SHIPPED, raters={"rater 0": SourceEffect(mean=mean, sd=0.2)}),
            is_learning=False,
        ).mean
        for mean in (1.0, -1.0)
    )
    assert (strict > lenient + 0.5).all()


# What counts ---------------------------------------------------------------------------------------


def test_a_self_rating_counts_only_where_nobody_else_rated():
    own = [(person, 0, 0, 0, 4, 0) for person in range(2)]
    fitted = calibrate(ratings_of([*own, (1, 1, 1, 0, 2, 0)]), SHIPPED, is_learning=False)
    without = calibrate(ratings_of([(1, 1, 1, 0, 2, 0)]), SHIPPED, is_learning=False)
    np.testing.assert_allclose(fitted.mean[1], without.mean[1], atol=1e-9)
    assert fitted.mean[0, 0] > 0


def test_of_several_marks_by_one_rater_the_newest_counts():
    old, new = (0, 0, 1, 0, 0, 3.0), (0, 0, 1, 0, 4, 0.0)
    both, newest = (
        calibrate(ratings_of(found), SHIPPED, is_learning=False) for found in ([old, new], [new])
    )
    assert both.mean.tobytes() == newest.mean.tobytes()


def test_old_marks_tell_less_than_new_ones():
    def sd(age):
        found = [(0, 0, 1, place, 3, 0) for place in range(4)]
        found += [(0, rater, 2, place, 3, age) for rater in (1, 2) for place in range(4)]
        return calibrate(ratings_of(found), SHIPPED, is_learning=False).sd[0]

    assert (sd(0.0) < sd(1.0)).all()
    assert (sd(1.0) < sd(9.0)).all()


def test_forms_of_any_number_stand_beside_each_other():
    forms = [(0, rater, 2, 0, 3, 0) for rater in range(44)] + [(1, 0, 1, 0, 3, 0)]
    fitted = calibrate(ratings_of(forms, raters=44), SHIPPED, is_learning=False)
    assert fitted.sd[0, 0] < fitted.sd[1, 0] < fitted.sd[2, 0]
    assert len(fitted.form_person) == 45


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mark": np.array([9])}, "`mark` holds numbers outside 0 to 4"),
        ({"person": np.array([7])}, "`person` holds numbers outside 0 to 2"),
        ({"rater": np.array([0, 1])}, "`rater` has another length"),
        ({"age_years": np.array([-1.0])}, "0 years or more"),
        ({"age_years": np.array([1.0, 2.0])}, "`age_years` has another length"),
        ({"sources": ("oracle",), "source": np.array([0])}, "no source 'oracle'"),
        ({"raters": ("twin", "twin"), "rater": np.array([0])}, "same name"),
    ],
)
def test_arrays_that_do_not_fit_are_refused_with_a_sentence(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        calibrate(replace(ratings_of([(0, 0, 1, 0, 2, 0)]), **wrong), SHIPPED)


def test_the_simulated_organisation_is_the_same_each_time():
    one, other = (simulate(30, TYPICAL, seed=9)[0] for _ in range(2))
    assert one.mark.tobytes() == other.mark.tobytes()


def test_a_scale_has_two_levels_at_least():
    assert (default_steps(1), default_steps(2)) == ((0.0,), (-2.0, 2.0))
    with pytest.raises(ValueError, match="at least the levels 0 and 1"):
        default_steps(0)


def test_without_people_and_raters_there_is_nothing_to_calibrate():
    fitted = calibrate(ratings_of([], people=0, raters=0), SHIPPED)
    assert (fitted.mean.shape, len(fitted.form_person)) == ((0, 4), 0)


def test_people_whom_nobody_rated_stand_at_their_prior():
    fitted = calibrate(ratings_of([], raters=0), SHIPPED)
    assert (fitted.mean == 0).all()


def test_what_ends_before_it_settles_says_so(monkeypatch):
    ratings = simulate(30, TYPICAL, seed=9)[0]
    monkeypatch.setattr(learn, "_MOST_ROUNDS", 2)
    assert not calibrate(ratings, SHIPPED).has_converged
