"""What gains are worth."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.algorithms.schedule.problem import Gain
from headway.algorithms.schedule.skill import expected_capped
from headway.algorithms.schedule.value import curve, gained, pieces
from schedule_problems import skill

skills = st.builds(
    skill,
    level=st.floats(-2, 2),
    sd=st.floats(0, 2),
    target=st.floats(-2, 2),
    useful_gain=st.floats(0, 3),
)
gains = st.lists(
    st.builds(Gain, skill=st.just("talking"), amount=st.floats(0, 1), ceiling=st.floats(-1, 2))
)


def test_the_curve_is_the_mean_of_the_capped_level():
    one, chance = skill(level=-0.2, sd=0.8, target=0.9), random.Random(1)
    drawn = [min(0.9, chance.gauss(-0.2, 0.8) + 0.5) for _ in range(200_000)]
    assert expected_capped(0.5, one) == pytest.approx(sum(drawn) / len(drawn), abs=0.005)


@given(skills)
def test_each_further_unit_of_gain_is_worth_no_more_than_the_last(one):
    slopes = [slope for _, slope in pieces(one)]
    assert slopes == sorted(slopes, reverse=True)
    assert all(0 <= slope <= one.weight + 1e-9 for slope in slopes)


@given(skills, st.floats(0, 4))
def test_straight_pieces_never_promise_more_than_the_curve(one, gain):
    counted = min(gain, one.useful_gain)
    assert curve(gain, one) <= expected_capped(counted, one) - expected_capped(0, one) + 1e-6


@given(skills, gains)
def test_no_ceiling_is_ever_passed(one, made):
    for ceiling in [g.ceiling for g in made]:
        below = [g for g in made if g.ceiling <= ceiling]
        assert gained(below, one) <= max(0.0, ceiling - one.level) + 1e-9


@given(skills, gains, st.randoms(use_true_random=False))
def test_gains_do_not_depend_on_their_order(one, made, chance):
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert gained(shuffled, one) == pytest.approx(gained(made, one))


@given(skills, gains, gains)
def test_more_items_never_add_less(one, made, more):
    assert gained([*made, *more], one) >= gained(made, one) - 1e-9
