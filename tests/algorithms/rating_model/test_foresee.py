"""The next mark foreseen: chances that agree with what estimating anew would say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.rating_model import Calibration, Observation, bar, score
from headway.algorithms.rating_model.foresee import foresee_marks, learn_from_marks
from headway.algorithms.rating_model.variants import Variant, score_variants

USUAL = Calibration()
PRIOR = np.zeros(3)


def mark(level, rater="one", source="manager", competency=0):
    return Observation(competency=competency, mark=level, rater=rater, source=source)


def foresee(seen, prior_mean, calibration, coming):
    """The chances of the marks that a coming observation may turn out to have."""
    weight = np.array([*(one.weight for one in seen), 0.0])
    (scored,) = score_variants([*seen, coming], [Variant(weight=weight)], prior_mean, calibration)
    steps = coming.steps or calibration.steps_of(coming.competency)
    return foresee_marks(float(scored.seen_mean[-1]), float(scored.seen_sd[-1]), steps)


def test_before_anything_is_known_the_scale_s_middle_mark_is_likeliest():
    chances = foresee([], PRIOR, USUAL, mark(0))
    assert chances.argmax() == 2
    assert chances == pytest.approx(chances[::-1])


def test_a_rater_who_has_been_generous_is_expected_to_be_so_again():
    seen = [mark(4, "kind", competency=c) for c in (1, 2)] + [mark(2, "other", competency=1)]
    kind, new = (foresee(seen, PRIOR, USUAL, mark(0, r)) for r in ("kind", "new"))
    levels = np.arange(5)
    assert kind @ levels > new @ levels + 0.3


def test_the_mark_of_the_coming_view_itself_is_not_looked_at():
    one, other = (foresee([mark(3)], PRIOR, USUAL, mark(n, "two")) for n in (0, 4))
    assert one.tolist() == other.tolist()


def test_an_item_with_steps_of_its_own_has_as_many_marks():
    coming = Observation(competency=0, mark=0, rater="a", source="self", steps=(-0.5, 0.5))
    assert len(foresee([], PRIOR, USUAL, coming)) == 3


observations = st.lists(
    st.builds(
        mark, st.integers(0, 4), st.sampled_from("ab"), st.just("manager"), st.integers(0, 2)
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=40)
@given(observations, st.sampled_from("abc"))
def test_what_is_expected_after_the_mark_is_what_is_expected_now(seen, rater):
    # The law of total expectation; the posterior is an approximation, so within a few hundredths.
    chances = foresee(seen, PRIOR, USUAL, mark(0, rater))
    after = [score([*seen, mark(level, rater)], PRIOR, USUAL).mean[0] for level in range(5)]
    assert chances.sum() == pytest.approx(1)
    assert chances @ after == pytest.approx(score(seen, PRIOR, USUAL).mean[0], abs=0.06)


def test_the_bar_of_a_level_is_where_half_of_all_managers_mark_it():
    sure = Calibration(sd_general=1e-6, sd_specific=1e-6, sd_severity=1e-6, sd_halo=1e-6)
    chances = foresee([], [bar(USUAL.steps, 3)], sure, mark(0))
    assert chances[3:].sum() == pytest.approx(0.5, abs=1e-4)


def test_what_a_single_mark_tells_is_what_estimating_anew_tells():
    coming = mark(0)
    (scored,) = score_variants(
        [coming], [Variant(weight=np.zeros(1))], PRIOR, USUAL, competency=coming.competency
    )
    place, spread = float(scored.seen_mean[0]), float(scored.seen_sd[0])
    means, sds = learn_from_marks(place, spread, USUAL.steps)
    for level in range(5):
        posterior = score([mark(level)], PRIOR, USUAL)
        assert means[level] == pytest.approx(posterior.seen_mean[0], abs=1e-5)
        assert sds[level] == pytest.approx(posterior.seen_sd[0], abs=1e-5)
        slope = scored.seen_covariance[0] / spread**2
        assert slope * (means[level] - place) == pytest.approx(posterior.mean[0], abs=1e-5)


def test_a_single_mark_of_a_vast_prior_is_learnt_from_in_the_end():
    means, sds = learn_from_marks(0.0, 30.0, (-60.0, 40.0, -30.0, 80.0))
    assert np.isfinite(means).all()
    assert (sds > 0).all()
    assert (sds <= 30.0 + 1e-9).all()
