"""What a plan promises is what comes of it when it is played by lot."""

import statistics
from dataclasses import replace

import pytest
from benchmarks.plan.play import play

from headway.algorithms.rating_model import Calibration, bar
from headway.core.learn import Builds
from headway.core.plan import make_plan
from headway.core.ratings import RatingForm
from headway.core.standing import estimate_levels
from plan_cases import (
    LADDER,
    SLUGS,
    STEPS,
    TODAY,
    catalogue,
    dossier,
    opportunity,
    plan,
    standing,
    wish,
)

BARS = tuple(float(bar(STEPS, level)) for level in range(1, 5))
ROLE = LADDER.roles[1]
MANY = tuple(
    opportunity(f"{kind}-{builds}", kind=kind, builds=builds, ceiling=ceiling)
    for kind in ("course", "stretch")
    for builds, ceiling in (("asking", 2), ("counting", 3), ("telling", 4))
)


def promised_and_played(*opportunities, sd=0.9, times=20_000):
    at = standing(sd=sd)
    made = plan(*opportunities, at=at)
    return made, play(made, at, ROLE, catalogue(*opportunities), BARS, times=times)


@pytest.mark.parametrize("sd", [0.3, 0.9, 1.3])
def test_the_promised_gain_is_that_of_the_simulation(sd):
    made, played = promised_and_played(*MANY, sd=sd)
    assert made.items
    assert made.promise.gain_sd == pytest.approx(statistics.fmean(played.gains), rel=0.02)


@pytest.mark.parametrize("sd", [0.3, 0.9, 1.3])
def test_the_promised_range_holds_about_ninety_of_a_hundred(sd):
    made, played = promised_and_played(*MANY, sd=sd)
    low, high = made.promise.gain_sd_range
    assert 0.85 <= statistics.fmean(low <= gain <= high for gain in played.gains) <= 0.95


def test_the_chances_are_those_of_the_simulation():
    made, played = promised_and_played(*MANY)
    for outlook in made.outlook:
        assert outlook.chance_after == pytest.approx(played.chances[outlook.competency], abs=0.015)


def test_an_empty_plan_promises_nothing():
    made = plan()
    assert (made.promise.gain_sd, made.promise.gain_sd_range) == (0, (0, 0))
    assert all(o.chance_now == o.chance_after for o in made.outlook)


def test_the_range_of_a_chance_holds_it():
    made, _ = promised_and_played(*MANY, times=10)
    for outlook in made.outlook:
        low, high = outlook.chance_after_range
        assert outlook.chance_now <= low + 0.01
        assert low <= outlook.chance_after <= high


def test_the_same_seed_plays_the_same_and_another_another():
    made, played = promised_and_played(*MANY, times=50)
    rest = (standing(), ROLE, catalogue(*MANY), BARS)
    assert play(made, *rest, times=50) == played
    assert play(made, *rest, times=50, seed=2) != played


def test_an_effect_that_is_surely_nothing_moves_nothing():
    made, _ = promised_and_played(*MANY, times=10)
    kinds = tuple(
        replace(kind, effect_sd=0.0, effect_sd_range=(0.0, 0.0)) for kind in catalogue().kinds
    )
    idle = replace(catalogue(*MANY), kinds=kinds)
    assert set(play(made, standing(), ROLE, idle, BARS, times=50).gains) == {0.0}


def test_under_a_kept_calibration_the_chances_before_the_plan_are_those_of_the_standing():
    own_steps = ((-4.0, -2.0, 1.0, 2.5), STEPS, (-1.0, 0.5, 1.5, 4.0))
    form = RatingForm(rater="M", source="manager", marks=dict.fromkeys(SLUGS, 2))
    told = dossier(form)
    at = estimate_levels(
        told, LADDER, as_of=TODAY, compared_role=ROLE, calibration=Calibration(steps=own_steps)
    )
    made = make_plan(told, at, LADDER, catalogue(*MANY), wish(), as_of=TODAY)
    assert made.items
    assert [outlook.chance_now for outlook in made.outlook] == pytest.approx(
        [estimate.meets_chance for estimate in at.estimates]
    )


def test_what_the_role_does_not_ask_for_and_what_has_no_ceiling_raise_nothing_in_the_simulation():
    idle = opportunity("idle", ceiling=0, gives_experiences=("launched",))
    other = replace(idle, slug="other", builds=(Builds(competency="writing", ceiling=2),))
    item = plan(opportunity("step")).items[0]
    made = replace(
        plan(opportunity("step")),
        items=tuple(replace(item, opportunity=slug) for slug in ("idle", "other")),
    )
    played = play(made, standing(), ROLE, catalogue(idle, other), BARS, times=100)
    assert set(played.gains) == {0.0}


def test_a_kind_that_is_transferred_whole_is_played_without_a_spread():
    whole = catalogue(opportunity("step"))
    kinds = tuple(replace(k, transfer=1.0, transfer_range=(1.0, 1.0)) for k in whole.kinds)
    made = plan(opportunity("step"))
    full = play(made, standing(), ROLE, replace(whole, kinds=kinds), BARS, times=2000)
    part = play(made, standing(), ROLE, whole, BARS, times=2000)
    assert statistics.fmean(full.gains) > statistics.fmean(part.gains)
