"""What a small change does is told without a further round, as estimating anew would tell it."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.rating_model import Calibration, Observation, score, small_changes
from headway.algorithms.rating_model.variants import (
    LaidOut,
    Scored,
    Variant,
    lay_out_near,
    rate_influence,
    score_as_if_fresh,
    score_laid_out,
    score_one,
)

USUAL = Calibration()
PRIOR = np.array([0.0, 0.5, -0.5])
RATERS = tuple("abcdefghijklmno")
LAW = settings(deadline=None, max_examples=30)


def make(seed: int, *, raters: int = 15, forms: int = 1) -> list[Observation]:
    """Forms by some raters on three competencies, each marked with most of them."""
    chance = random.Random(seed)
    return [
        Observation(
            competency=place,
            mark=chance.randrange(5),
            rater=rater,
            source=chance.choice(("manager", "peer")),
            age_years=age,
            is_at_least=chance.random() < 0.1,
        )
        for rater in RATERS[:raters]
        for age in sorted(chance.random() * 5 for _ in range(forms))
        for place in range(3)
        if chance.random() < 0.8
    ]


def lay_out(seen: list[Observation]) -> LaidOut:
    found = score(seen, PRIOR, USUAL)
    near = Scored(mean=found.mean, sd=found.sd, seen_mean=found.seen_mean, seen_sd=found.seen_sd)
    return lay_out_near(seen, PRIOR, USUAL, 1, near=near)


def without(seen: list[Observation], rater: str) -> Variant:
    return Variant(weight=np.array([0.0 if one.rater == rater else one.weight for one in seen]))


def anew(seen: list[Observation], rater: str) -> tuple[float, float]:
    found = score([one for one in seen if one.rater != rater], PRIOR, USUAL)
    return float(found.mean[1]), float(found.sd[1])


@LAW
@given(st.integers(0, 10_000), st.integers(1, 15), st.integers(1, 4))
def test_who_is_left_out_moves_what_estimating_anew_moves(
    seed: int, raters: int, forms: int
) -> None:
    seen = make(seed, raters=raters, forms=forms)
    who = sorted({one.rater for one in seen})
    found = score_one(lay_out(seen), [without(seen, one) for one in who])
    exact = [anew(seen, one) for one in who]
    assert np.abs(np.array(found) - exact).max(initial=0.0) < 3e-3


@LAW
@given(st.integers(0, 10_000))
def test_who_moves_it_most_stands_in_the_same_order(seed: int) -> None:
    seen = make(seed, forms=3)
    laid_out = lay_out(seen)
    now = float(laid_out.settled.mean[0, laid_out.cell])
    found = [now - mean for mean, _ in score_one(laid_out, [without(seen, r) for r in RATERS])]
    exact = [now - anew(seen, rater)[0] for rater in RATERS]
    ten = sorted(range(15), key=lambda n: -abs(found[n]))[:10]
    ranks = sorted(range(15), key=lambda n: -abs(exact[n]))[:10]
    # Who move it alike may change places.
    for one, other in zip(ten, ranks, strict=True):
        assert abs(exact[one]) == pytest.approx(abs(exact[other]), abs=6e-3)
        assert found[one] * exact[one] > 0 or abs(exact[one]) < 3e-3


def count_rounds(
    monkeypatch: pytest.MonkeyPatch, laid_out: LaidOut, variants: list[Variant]
) -> int:
    """How many of `variants` were estimated anew."""
    asked: list[object] = []
    from headway.algorithms.rating_model import variants as tested

    settle = tested.settle
    monkeypatch.setattr(tested, "settle", lambda *one: asked.append(one) or settle(*one))
    score_one(laid_out, variants)
    return len(asked)


def test_one_rater_of_many_is_left_out_without_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = make(5, forms=8)
    assert count_rounds(monkeypatch, lay_out(seen), [without(seen, "a")]) == 0


def test_one_rater_of_two_is_left_out_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = make(5, raters=2)
    assert count_rounds(monkeypatch, lay_out(seen), [without(seen, "a")]) == 1


def test_what_changes_in_too_many_places_is_estimated_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = make(3, forms=2)
    monkeypatch.setattr(small_changes, "MOST_CHANGED", 1)
    (found,) = score_one(lay_out(seen), [without(seen, "a")])
    assert found == pytest.approx(anew(seen, "a"), abs=1e-5)


def test_what_weighed_nothing_moves_what_it_says_once_it_counts() -> None:
    seen = make(3, forms=4)
    more = Observation(competency=1, mark=4, rater="p", source="peer", weight=0.2, age_years=3.0)
    known = score(seen, PRIOR, USUAL)
    near = Scored(
        mean=known.mean,
        sd=known.sd,
        seen_mean=np.append(known.seen_mean, np.nan),
        seen_sd=np.append(known.seen_sd, np.nan),
    )
    laid_out = lay_out_near([*seen, more._replace(weight=0.0)], PRIOR, USUAL, 1, near=near)
    variant = Variant(weight=np.append(np.ones(len(seen)), 0.2))
    (found,) = score_one(laid_out, [variant])
    exact = score([*seen, more], PRIOR, USUAL)
    assert abs(exact.mean[1] - known.mean[1]) > 5e-3
    assert found == pytest.approx((exact.mean[1], exact.sd[1]), abs=5e-4)


def test_a_starting_point_a_little_away_moves_as_if_it_had_been_there() -> None:
    seen, start = make(3, forms=4), PRIOR + 0.2
    usual = Variant(weight=np.ones(len(seen)), prior_mean=start)
    (found,) = score_one(lay_out(seen), [usual])
    exact = score(seen, start, USUAL)
    assert found == pytest.approx((exact.mean[1], exact.sd[1]), abs=2e-3)


def test_all_as_if_seen_today_is_scored_without_ages() -> None:
    seen = make(4, forms=3)
    fresh = score([one._replace(age_years=0.0) for one in seen], PRIOR, USUAL)
    found = score_as_if_fresh(lay_out(seen))
    assert found == pytest.approx((fresh.mean[1], fresh.sd[1]), abs=1e-5)


def test_a_variant_of_what_is_laid_out_is_scored_in_earnest() -> None:
    seen = make(2)
    found = score_laid_out(lay_out(seen), without(seen, "b"))
    assert (found.mean[1], found.sd[1]) == pytest.approx(anew(seen, "b"), abs=1e-5)
    assert score_laid_out(lay_out(seen)).mean == pytest.approx(score(seen, PRIOR, USUAL).mean)


def test_influence_is_what_a_little_less_weight_takes_away() -> None:
    seen = [
        Observation(competency=n % 3, mark=n % 5, rater="abc"[n % 3], source="peer", age_years=n)
        for n in range(8)
    ]
    influence = rate_influence(lay_out(seen))
    now = score(seen, PRIOR, USUAL).mean[1]
    fainter = [
        [one._replace(weight=0.999 if m == n else 1.0) for m, one in enumerate(seen)]
        for n in range(8)
    ]
    # The jackknife holds the other marks' own curvatures where they are.
    moved = [(now - score(one, PRIOR, USUAL).mean[1]) / 0.001 for one in fainter]
    assert influence == pytest.approx(moved, abs=0.05)
    assert np.argmax(np.abs(influence)) == np.argmax(np.abs(moved))
