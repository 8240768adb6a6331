"""Many variants of one person's marks scored together: as each would be scored by itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.rating_model import Calibration, Observation, score, settle
from headway.algorithms.rating_model.model import Ground
from headway.algorithms.rating_model.score import Known
from headway.algorithms.rating_model.variants import Scored, Variant, score_near, score_variants

USUAL = Calibration()
PRIOR = np.zeros(3)
LAW = settings(deadline=None, max_examples=40)

observations = st.lists(
    st.builds(
        Observation,
        competency=st.integers(0, 2),
        mark=st.integers(0, 4),
        rater=st.sampled_from("abcd"),
        source=st.sampled_from(("manager", "peer", "self")),
        weight=st.sampled_from((0.3, 1.0)),
        age_years=st.sampled_from((0.0, 1.5, 40.0)),
        is_at_least=st.booleans(),
        steps=st.none(),
        has_halo=st.just(True),
    ),
    max_size=8,
)


def weights(seen):
    return np.array([one.weight for one in seen])


def agrees(scored, seen, prior_mean=PRIOR, calibration=USUAL):
    alone = score(seen, prior_mean, calibration)
    assert scored.mean == pytest.approx(alone.mean, abs=1e-6)
    assert scored.sd == pytest.approx(alone.sd, abs=1e-6)


@LAW
@given(observations)
def test_leaving_each_observation_out_is_scoring_the_others(seen):
    every = [weights(seen) * (np.arange(len(seen)) != n) for n in range(len(seen))]
    found = score_variants(seen, [Variant(weight=one) for one in every], PRIOR, USUAL)
    for number, scored in enumerate(found):
        agrees(scored, [*seen[:number], *seen[number + 1 :]])


@LAW
@given(observations.filter(bool))
def test_another_mark_is_scored_as_if_it_had_been_given(seen):
    seen = [one._replace(is_at_least=False) for one in seen]
    variants = [Variant(weight=weights(seen), marks=((0, mark),)) for mark in range(5)]
    for mark, scored in enumerate(score_variants(seen, variants, PRIOR, USUAL)):
        agrees(scored, [seen[0]._replace(mark=mark), *seen[1:]])


def test_another_starting_point_is_scored_as_if_it_had_been_so():
    seen = [Observation(competency=0, mark=3, rater="a", source="peer")]
    high = np.array([2.0, 1.0, 0.0])
    variants = [Variant(weight=weights(seen)), Variant(weight=weights(seen), prior_mean=high)]
    _, scored = score_variants(seen, variants, PRIOR, USUAL)
    agrees(scored, seen, high)


def test_what_acceleration_does_not_settle_is_settled_slowly(monkeypatch):
    monkeypatch.setattr(settle, "_MOST_ROUNDS", 1)
    seen = [Observation(competency=0, mark=4, rater=r, source="peer") for r in "abc"]
    scored, without = score_variants(
        seen, [Variant(weight=weights(seen)), Variant(weight=np.array([1.0, 1, 0]))], PRIOR, USUAL
    )
    agrees(scored, seen)
    agrees(without, seen[:2])


def test_absurd_steps_end_in_finite_numbers_that_agree():
    absurd = Calibration(steps=(-60.0, 40.0, -30.0, 80.0))
    seen = [Observation(competency=c, mark=4 * (c % 2), rater="a", source="peer") for c in range(3)]
    (scored,) = score_variants(seen, [Variant(weight=weights(seen))], PRIOR, absurd)
    agrees(scored, seen, calibration=absurd)


def test_no_variant_gives_no_result():
    assert score_variants([], [], PRIOR, USUAL) == []


def test_a_competency_that_there_is_not_is_refused():
    seen = [Observation(competency=9, mark=1, rater="a", source="peer")]
    with pytest.raises(ValueError, match="competency number 9"):
        score_variants(seen, [Variant(weight=weights(seen))], PRIOR, USUAL)


def test_where_one_starts_does_not_change_where_one_ends():
    seen = [
        Observation(competency=n % 3, mark=n % 5, rater="abc"[n % 3], source="peer")
        for n in range(6)
    ]
    whole = Variant(weight=weights(seen))
    (usual,) = score_variants(seen, [whole], PRIOR, USUAL)
    known = replace(usual, seen_mean=np.where(np.arange(6) < 3, usual.seen_mean, np.nan) + 0.5)
    (near,) = score_variants(seen, [whole], PRIOR, USUAL, near=known)
    agrees(near, seen)
    agrees(score_near(seen, PRIOR, USUAL, near=known), seen)


def test_what_is_asked_again_is_remembered_until_anything_differs():
    seen = [Observation(competency=0, mark=3, rater="a", source="manager")]
    once = score(seen, PRIOR, USUAL)
    assert score([*seen], PRIOR.copy(), Calibration()) is once
    assert not once.mean.flags.writeable
    for other in (replace(USUAL, sd_halo=0.5), replace(USUAL, ground=Ground(mean=0.5))):
        assert score(seen, PRIOR, other).mean[0] != once.mean[0]
    near = Scored(mean=once.mean, sd=once.sd, seen_mean=once.seen_mean, seen_sd=once.seen_sd)
    again = score_near(seen, PRIOR, USUAL, near=near)
    assert score_near(seen, PRIOR, USUAL, near=near) is again
    assert score_near(seen, PRIOR, USUAL, near=replace(near, mean=near.mean + 0.5)) is not again
    assert Known(USUAL) != USUAL


def test_the_covariance_with_a_proficiency_seen_without_error_is_its_variance():
    plain = replace(USUAL, sd_halo=0.0, sd_severity=0.0)
    seen = [
        Observation(competency=0, mark=3, rater="a", source="manager"),
        Observation(competency=0, mark=0, rater="b", source="manager"),
    ]
    only_first = Variant(weight=np.array([1.0, 0.0]))
    (found,) = score_variants(seen, [only_first], PRIOR, plain, competency=0)
    assert found.seen_covariance == pytest.approx([found.sd[0] ** 2] * 2, abs=1e-6)
    assert found.seen_sd[1] == pytest.approx(found.sd[0], abs=1e-6)
