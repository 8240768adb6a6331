"""The words about wishes: the earliest date, what would make one possible, what a limit is worth."""

from dataclasses import replace
from datetime import date

import pytest

from headway.core.plan.obstacles import Change
from headway.core.plan.readiness import Readiness, ReadinessState
from headway.core.plan.relax import Relaxations
from headway.core.plan.tradeoff import TradeOff, TradeOffPoint
from headway.core.plan.values import Outlook
from headway.core.wording import wishes as words
from plan_cases import opportunity, plan, wish

MARCH = date(2027, 3, 1)
WISH = wish(by=MARCH)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("there already", "Nothing is missing: the evidence is there already."),
        ("nothing to lift", "No date can be given: nothing that is missing can be had"),
        (
            "not within five years",
            "Within these limits no plan was found that gets there within five",
        ),
        ("found", "The earliest date found by which the evidence could be there: 1 March 2027."),
    ],
)
def test_each_answer_about_the_earliest_date_has_its_sentence(
    state: ReadinessState, said: str
) -> None:
    found = Readiness(state=state, wish=WISH, target_title="Plain", ready_on=MARCH)
    assert words.describe_readiness(found)[0].startswith(said)


def test_what_is_proven_impossible_before_is_told() -> None:
    found = Readiness(
        state="found",
        wish=WISH,
        target_title="Plain",
        ready_on=MARCH,
        impossible_before=date(2027, 2, 1),
    )
    assert words.describe_readiness(found)[0].endswith(
        "Before 1 February 2027 no plan can within these limits."
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("reached", "The evidence could be there by 1 March 2027."),
        ("nothing to reach", "Nothing that is missing can be had from the catalogue."),
    ],
)
def test_a_wish_that_needs_no_change_is_told_in_one_sentence(state: str, said: str) -> None:
    assert words.describe_relaxations(Relaxations(state=state, wish=WISH)) == (said,)  # type: ignore[arg-type]


def test_a_must_have_that_stays_short_is_named() -> None:
    must = replace(WISH, must_have=("asking",))
    outlook = Outlook(
        competency="asking",
        name="Asking",
        bar_level=2,
        chance_now=0.1,
        chance_after=0.5,
        chance_after_range=(0.4, 0.6),
    )
    made = replace(plan(opportunity("ask")), wish=must, outlook=(outlook,))
    (said,) = words.describe_missed_must_haves(made)
    assert said.startswith("Asking is a must-have and comes first; still it leads to")
    shown = replace(outlook, chance_after=0.8)
    assert words.describe_missed_must_haves(replace(made, outlook=(shown,))) == ()


def test_a_limit_within_which_nothing_is_worth_anything_says_nothing_and_no_share() -> None:
    here = TradeOffPoint(change=Change(limit="hours", hours_per_week=3.0), bound=0.0, is_wish=True)
    curve = TradeOff(of="hours", wish=WISH, points=(here,), level_count=2)
    assert words.describe_trade_off(curve) == ("3 hours a week (your wish): at most nothing",)
    planned = replace(here, worth=0.0, shown_count=1)
    (said,) = words.describe_trade_off(replace(curve, points=(planned,)))
    assert said == "3 hours a week (your wish): nothing; 1 of 2 levels likely shown"
