"""The words of why: shares of levels without decimals, every state a sentence, never a promise."""

import re
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.plan.obstacles import Change, Obstacle
from headway.core.plan.reasons import (
    Absence,
    AbsenceKind,
    Addition,
    Close,
    Exchange,
    Hold,
    HoldKind,
    ItemReason,
    Moment,
    MomentState,
    Named,
    Presence,
    Takes,
)
from headway.core.wording import plan_why as words
from plan_cases import LADDER, wish

MARCH, MAY = date(2027, 3, 1), date(2027, 5, 3)
TAKES = Takes(effort_hours=8.0, cost_minor=60_000, currency="GBP", shortest_days=1)
EVEN = Exchange(loss_sd=0.0, least_loss_sd=0.0, loss_share=0.0)
LOSS = Exchange(
    loss_sd=0.2,
    least_loss_sd=0.1,
    loss_share=0.08,
    comes_in=(Named(opportunity="in", title="In"),),
    goes_out=(Named(opportunity="a", title="A"), Named(opportunity="b", title="B")),
)
MOMENT = Moment(state="first day", starts_on=MARCH, ends_on=MAY)
PRESENCE = Presence(is_pinned=False, is_begun=False, loss_kept_sd=0.35, without=LOSS, moment=MOMENT)
REASON = ItemReason(opportunity="a", title="A", takes=TAKES)


def why_in(**changes: object) -> str:
    reason = replace(REASON, presence=replace(PRESENCE, **changes))  # type: ignore[arg-type]
    return " ".join(words.describe_why_in(reason, LADDER))


def why_not(**fields: object) -> str:
    reason = replace(REASON, absence=Absence(**fields))  # type: ignore[arg-type]
    return " ".join(words.describe_why_not(reason, LADDER, wish()))


@given(st.floats(0, 3))
def test_a_share_of_a_level_is_told_without_figures(sd: float) -> None:
    assert not re.search(r"\d", words.say_share_of_level(sd))


@pytest.mark.parametrize(
    ("sd", "said"), [(0.0, "next to nothing"), (0.33, "a third of a level"), (0.5, "half a level")]
)
def test_shares_of_a_level_are_those_people_say(sd: float, said: str) -> None:
    assert words.say_share_of_level(sd) == said


def test_what_is_lost_and_what_comes_instead_is_told() -> None:
    said = why_in()
    assert "a third of a level in one competency" in said
    assert "about 8 % less; at least 4 % less is certain" in said
    assert "'In' would come in, and 'B' would go too" in said


def test_a_plan_as_good_without_it_is_told() -> None:
    assert "worth about as much" in why_in(without=EVEN)


def test_a_pinned_item_that_costs_more_than_it_brings_is_told() -> None:
    said = why_in(is_pinned=True, without=replace(EVEN, loss_share=-0.05, loss_sd=-0.1))
    assert "You pinned it." in said
    assert "brings about 5 % more" in said


@pytest.mark.parametrize("state", get_args(MomentState))
def test_every_state_of_a_moment_has_its_sentence(state: MomentState) -> None:
    holds = (Hold(kind="hours", starts_on=MARCH, because="x", because_title="X"),)
    moment = replace(MOMENT, state=state, holds=holds, could_start_on=MARCH)
    said = words.describe_moment(moment, wish())
    assert said
    assert all(line.endswith(".") for line in said)


@pytest.mark.parametrize("kind", get_args(HoldKind))
def test_every_hold_is_told_with_the_day_it_costs(kind: HoldKind) -> None:
    hold = Hold(kind=kind, starts_on=MARCH, because="x", because_title="X")
    said = words.describe_moment(replace(MOMENT, state="held", holds=(hold,)), wish())[0]
    assert "1 March 2027" in said
    assert "'X'" in said or kind == "entry level"


@pytest.mark.parametrize("kind", get_args(AbsenceKind))
def test_every_absence_has_its_sentence(kind: AbsenceKind) -> None:
    obstacle = Obstacle(kind="cancelled") if kind == "obstacle" else None
    assert why_not(kind=kind, obstacle=obstacle, stages=("lead",), forced=LOSS).endswith(".")


def test_pinning_is_told_with_its_price_and_what_it_pushes_out() -> None:
    said = why_not(kind="outbid", forced=LOSS, lacking=("hours",))
    assert "Pinning it would bring about 8 % less overall" in said
    assert "push out 'A' and 'B'" in said
    assert "what is short is your hours" in said


def test_what_would_make_it_fit_stands_beside_what_is_given() -> None:
    change = Change(limit="hours", hours_per_week=6.0)
    said = why_not(kind="obstacle", obstacle=Obstacle(kind="hours"), changes=(change,))
    assert "It would fit with 6 hours a week; you give 3 hours a week." in said


def test_what_came_close_is_told_with_what_it_builds() -> None:
    assert words.describe_close(Close(opportunity="a", title="A", builds="Asking")) == (
        "A, which builds Asking"
    )


def test_what_it_takes_says_when_nobody_knows_the_cost() -> None:
    assert words.describe_takes(TAKES).startswith("About 8 hours, at most GBP 600, 1 day")
    assert "no money" in words.describe_takes(replace(TAKES, cost_minor=0))
    unknown = replace(TAKES, cost_minor=0, is_cost_known=False)
    assert "money that nobody has said yet" in words.describe_takes(unknown)


ADDITION = Addition(
    competency="asking",
    name="Asking",
    source="a study",
    weight=0.5,
    effect_sd=0.6,
    effect_sd_range=(0.3, 0.9),
    completion_chance=0.8,
    completion_range=(0.6, 0.9),
    transfer=0.4,
    transfer_range=(0.2, 0.6),
    stated_sd=0.1,
    stated_sd_range=(0.02, 0.5),
    adds_sd=0.2,
    adds_sd_range=(0.1, 0.5),
)


def addition(**changes: object) -> str:
    (told,) = words.describe_additions(replace(REASON, adds=(replace(ADDITION, **changes),)))  # type: ignore[arg-type]
    return told


def test_what_is_neither_in_the_plan_nor_out_of_it_has_no_reason() -> None:
    assert words.describe_why_in(REASON, LADDER) == ()
    assert words.describe_why_not(REASON, LADDER, wish()) == ()
    assert words.describe_making(REASON) == ()


def test_an_experience_that_only_this_gives_is_told() -> None:
    gives = replace(REASON, experiences=("launched",))
    said = " ".join(words.describe_why_in(replace(gives, presence=PRESENCE), LADDER))
    assert "Only it gives an experience that the role asks for" in said
    out = replace(gives, absence=Absence(kind="too little"))
    assert "It would give an experience" in " ".join(words.describe_why_not(out, LADDER, wish()))


def test_what_is_hardly_missed_and_what_goes_with_it_are_told() -> None:
    two = (Named(opportunity="b", title="B"), Named(opportunity="c", title="C"))
    said = why_in(loss_kept_sd=0.0, goes_with=two, substitute=Named(opportunity="d", title="D"))
    assert "it would hardly be missed" in said
    assert "'B' and 'C' rest on it and would go with it." in said
    assert "The closest substitute is 'D'." in said
    assert "'B' rests on it" in why_in(goes_with=two[:1])


def test_what_a_must_have_loses_is_told() -> None:
    costly = replace(LOSS, must_have_loss_sd=0.3)
    assert "What you must have would gain less by it." in why_in(without=costly)
    assert "What you must have would gain less by it." in why_not(kind="outbid", forced=costly)


def test_a_loss_of_which_nothing_is_proven_claims_nothing() -> None:
    assert "is certain" not in why_in(without=replace(LOSS, loss_sd=0.0))
    assert "is certain" not in why_in(without=replace(LOSS, least_loss_sd=0.0))


def test_forcing_it_in_may_cost_next_to_nothing_and_bring_others_along() -> None:
    light = replace(LOSS, loss_share=0.001)
    said = why_not(kind="outbid", forced=light)
    assert "Pinning it would bring next to nothing less overall" in said
    assert "'In' would come in beside it." in said
    alone = replace(LOSS, comes_in=(), goes_out=())
    assert "push out" not in why_not(kind="outbid", forced=alone)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"held_back_by": "not asked for"}, "Asking: the role asks for no level in it."),
        ({"adds_sd": 0.0}, "Asking: next to nothing."),
        (
            {"adds_sd": 0.0, "held_back_by": "ceiling"},
            "Asking: next to nothing; it leads no further than where you stand.",
        ),
        (
            {"adds_sd": 0.0, "held_back_by": "other items"},
            "Asking: next to nothing; the rest of the plan brings most of it already.",
        ),
        ({}, "Asking: about a fifth of a level, plausibly a tenth to half a level."),
        ({"adds_sd_range": (0.2, 0.2)}, "Asking: about a fifth of a level."),
        (
            {"adds_sd_range": (0.2, 0.2), "held_back_by": "ceiling"},
            "Asking: about a fifth of a level. That is less than is stated: it leads no further than that.",
        ),
    ],
)
def test_what_it_adds_is_told_with_what_holds_it_back(
    changes: dict[str, object], said: str
) -> None:
    assert addition(**changes) == said


def test_the_chance_that_it_lifts_is_told_where_it_moves() -> None:
    assert "takes the chance" in addition(chance_without=0.2, chance_with=0.6)
    assert "takes the chance" not in addition(chance_without=0.6, chance_with=0.6)
    assert "takes the chance" not in addition(chance_without=0.2)


def test_what_a_gain_is_made_of_is_told_with_its_source() -> None:
    said = " ".join(words.describe_making(replace(REASON, adds=(ADDITION,))))
    assert "60 % of a level" in said
    assert "plausibly 30 to 90" in said
    assert "(here: Asking 50 %; else all of it)" in said
    whole = replace(ADDITION, weight=1.0)
    assert "here:" not in " ".join(words.describe_making(replace(REASON, adds=(whole,))))


def test_a_date_that_is_fixed_is_told_as_fixed() -> None:
    fixed = replace(MOMENT, state="no sooner", is_dated=True)
    assert words.describe_moment(fixed, wish()) == (
        "Its dates are fixed, and none of them is sooner.",
    )
