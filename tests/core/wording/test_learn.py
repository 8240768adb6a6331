"""What there is to learn reads as a person would say it."""

from dataclasses import replace
from datetime import date

import pytest

from examples import CATALOGUE, LADDER
from headway.core.learn import CostRange, Session
from headway.core.learn_fit import Fit, Lift
from headway.core.wording.learn import (
    describe_builds,
    describe_cost,
    describe_cost_basis,
    describe_days,
    describe_effect,
    describe_fit,
    describe_hours,
    describe_session,
    describe_takes,
    say_lift_briefly,
)

PAIRS, ROOM = CATALOGUE.opportunities
(WORKSHOP,) = CATALOGUE.kinds
LIFT = Lift(
    competency="asking",
    name="Asking",
    ceiling=1,
    bar_level=1,
    lift_sd=0.1,
    chance_now=0.4,
    chance_after=0.55,
    chance_after_range=(0.45, 0.7),
)


def cost(low, high, basis="typical"):
    return CostRange(
        currency="GBP", low_minor=low, high_minor=high, basis=basis, dated_on=date(2026, 1, 31)
    )


@pytest.mark.parametrize(
    ("hours", "said"), [((1, 1), "1 hour"), ((2, 2), "2 hours"), ((1.5, 4), "1.5 to 4 hours")]
)
def test_hours_are_a_figure_or_a_range(hours, said):
    assert describe_hours(replace(PAIRS, effort_hours=hours)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((1, 1), "1 day"),
        ((2, 14), "2 to 14 days"),
        ((21, 21), "3 weeks"),
        ((28, 70), "4 to 10 weeks"),
    ],
)
def test_a_long_time_is_told_in_weeks(days, said):
    assert describe_days(replace(PAIRS, duration_days=days)) == said


@pytest.mark.parametrize(
    ("price", "said", "basis"),
    [
        (cost(0, 0), "free", "The hours are our judgement of 31 January 2026."),
        (cost(0, 0, "unknown"), "cost not known", "Nobody has said what it costs"),
        (
            cost(5000, 5000),
            "GBP 50",
            "Hours and cost are typical ranges in our judgement of 31 January 2026",
        ),
        (cost(5000, 9000, "offer"), "GBP 50 to 90", "As offered on 31 January 2026."),
    ],
)
def test_a_cost_is_told_with_what_it_is_worth(price, said, basis):
    assert describe_cost(price) == said
    assert describe_cost_basis(price).startswith(basis)


def test_an_entry_takes_hours_days_and_money():
    assert describe_takes(ROOM) == "10 to 20 hours over 7 to 14 days, GBP 50 to 90"


def test_what_it_builds_is_told_by_name_even_where_the_ladder_lacks_it():
    assert describe_builds(PAIRS, LADDER) == ("Asking, up to Awareness",)
    strange = replace(PAIRS, builds=(replace(PAIRS.builds[0], competency="x", ceiling=9),))
    assert describe_builds(strange, LADDER) == ("x, up to level 9",)


def test_a_lift_is_told_as_a_chance_with_its_range():
    [said] = describe_fit(Fit(opportunity=PAIRS, lifts=(LIFT,)), LADDER, "Senior")
    assert said == (
        "Asking: the chance of being at Awareness goes from about 40 in 100 to about 55 in 100 "
        "(between 45 and 70, by how well it works)."
    )


def test_what_stops_below_the_bar_says_that_something_has_to_follow():
    low = replace(LIFT, ceiling=0, bar_level=1)
    fit = Fit(opportunity=PAIRS, lifts=(low,))
    assert (
        "no further than None yet; something else has to follow" in describe_fit(fit, LADDER, "")[0]
    )
    assert say_lift_briefly(fit) == "towards Asking"


def test_what_adds_next_to_nothing_says_so_and_is_not_named_briefly():
    fit = Fit(opportunity=PAIRS, lifts=(replace(LIFT, lift_sd=0.0),))
    assert "next to nothing" in describe_fit(fit, LADDER, "Senior")[0]
    assert say_lift_briefly(fit) == ""


def test_briefly_a_lift_is_two_figures():
    assert say_lift_briefly(Fit(opportunity=PAIRS, lifts=(LIFT,))) == "Asking 40 to 55 in 100"


def test_experiences_and_what_it_asks_for_are_told():
    item = replace(PAIRS, entry_levels={"asking": 1, "x": 1})
    fit = Fit(opportunity=item, experiences=("launched",), too_early=("asking", "x"))
    gives, asks, other = describe_fit(fit, LADDER, "Senior")
    assert gives == "It gives an experience that is missing: has taken a product to launch."
    assert asks.startswith("It asks for Awareness in Asking at its start")
    assert "in x at its start" in other


def test_what_builds_nothing_that_is_asked_for_says_so():
    assert describe_fit(Fit(opportunity=PAIRS), LADDER, "Senior") == (
        "It builds nothing that Senior asks for.",
    )


def test_an_effect_is_told_with_its_range_and_what_is_left_of_it():
    assert describe_effect(WORKSHOP) == (
        "Workshop: 0.5 of the usual spread between people if finished and used, plausibly 0.1 to 0.9; "
        "90 in 100 finish it, and 50 % of it reaches the job."
    )


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2027, 3, 1), date(2027, 3, 1), "1 March 2027"),
        (date(2027, 3, 1), date(2027, 3, 3), "1 to 3 March 2027"),
        (date(2027, 3, 30), date(2027, 4, 2), "30 March 2027 to 2 April 2027"),
    ],
)
def test_dates_are_told_as_people_write_them(first, last, said):
    assert describe_session(Session(starts_on=first, ends_on=last)) == said
