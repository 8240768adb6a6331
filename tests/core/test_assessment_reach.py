"""Measured on a few simulated people: the assessment reaches further than a fixed order, and is quick.

The whole measurement is benchmarks/standing/adaptive.py.
"""

import numpy as np
import pytest
from benchmarks.standing import adaptive

PEOPLE = 10


@pytest.fixture(scope="module")
def crowd():
    return [adaptive.simulate(adaptive.PM, adaptive.SENIOR, seed) for seed in range(PEOPLE)]


@pytest.fixture(scope="module")
def adapted(crowd):
    return [adaptive.follow(person, adaptive.bar_rule, most=15) for person in crowd]


def test_the_bar_rule_tells_more_with_fifteen_answers_than_a_fixed_order_with_twenty(
    crowd, adapted
):
    fixed = [adaptive.follow(person, adaptive.ladders_order, most=20) for person in crowd]
    assert np.mean([c.told[-1] for c in adapted]) > np.mean([c.told[-1] for c in fixed])


def test_few_calls_in_ones_own_view_are_wrong(adapted):
    wrong, told = (sum(getattr(c, what)[-1] for c in adapted) for what in ("wrong", "told"))
    assert wrong <= 0.2 * told


def test_the_largest_gaps_are_mostly_found_where_the_roles_ask_for_unlike_levels():
    people = [
        adaptive.simulate(adaptive.SENIOR, "group-product-manager", seed) for seed in range(6)
    ]
    found = [adaptive.follow(p, adaptive.bar_rule, most=15).finds_top for p in people]
    assert np.mean(found) >= 0.5
