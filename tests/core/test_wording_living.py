"""Every change of a plan is a sentence with its reason."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from headway.core.plan.effects import KindEffect
from headway.core.plan.obstacles import Obstacle
from headway.core.plan.values import Cause, MoveKind, PlanChange, Promise
from headway.core.progress import LevelProgress, QuarterProgress
from headway.core.wording import say_date
from headway.core.wording_living import (
    MOVED,
    NEW,
    OUT,
    describe_change,
    describe_effect,
    describe_level,
    describe_living,
    describe_presumed,
    describe_promise,
    describe_quarter,
)
from plan_cases import opportunity, plan

MARCH = (date(2027, 3, 1), date(2027, 4, 4))
JANUARY = (date(2027, 1, 4), date(2027, 2, 7))
LATER = PlanChange(
    kind="later", cause="order", opportunity="ask", title="Ask", before=JANUARY, after=MARCH
)
OUT_OF_IT = replace(LATER, kind="out", after=None)
NEW_IN_IT = replace(LATER, kind="in", before=None, cause="room")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            replace(LATER, cause="late", because="x", because_title="Count"),
            "Ask moves to 1 March 2027 because 'Count' is late.",
        ),
        (replace(LATER, cause="late"), "Ask goes on until 4 April 2027: you said it is late."),
        (
            replace(LATER, kind="earlier", cause="less to do"),
            "Ask ends sooner, on 4 April 2027: less of it is left.",
        ),
        (
            replace(LATER, kind="earlier", cause="room", because="x", because_title="Count"),
            "Ask moves up to 1 March 2027 because there is room since 'Count' is out.",
        ),
        (replace(OUT_OF_IT, cause="shown"), "Ask is out: you have shown what it builds."),
        (
            replace(OUT_OF_IT, cause="replaced", because="x", because_title="Count"),
            "Ask is out: 'Count' brings more in its time.",
        ),
        (NEW_IN_IT, "Ask is new, from 1 March 2027: there is room for it."),
        (
            replace(NEW_IN_IT, cause="needed", because="asking", because_title="Asking"),
            "Ask is new, from 1 March 2027: Asking needs more now.",
        ),
    ],
)
def test_a_change_is_told_with_its_reason(change, sentence):
    assert describe_change(change) == sentence


def test_what_cannot_be_planned_any_more_says_why():
    obstacle = Obstacle(kind="no date", starts_on=JANUARY[0], ends_on=MARCH[1])
    said = describe_change(replace(OUT_OF_IT, cause="obstacle", obstacle=obstacle))
    assert said.startswith("Ask is out: none of its dates")
    assert not said.endswith("..")


def test_there_are_words_for_every_cause():
    with_a_name = {
        "late",
        "begun",
        "less to do",
        "after",
        "beside",
        "replaced",
        "needed",
        "obstacle",
    }
    assert {*OUT, *MOVED, *NEW, *with_a_name} == set(get_args(Cause))


def test_a_plan_says_since_when_it_goes_on_and_a_fresh_one_nothing():
    made = plan(opportunity("ask"))
    assert describe_living(made) == ()
    going_on = replace(made, adopted_on=date(2026, 11, 2))
    assert describe_living(going_on)[0].endswith("nothing in it has changed.")
    changed = describe_living(replace(going_on, changes=(LATER,)))
    assert changed[1] == describe_change(LATER)


def test_what_is_presumed_is_told_by_its_title():
    made = replace(plan(opportunity("ask")), presumed=("ask",))
    assert describe_presumed(made)[0].startswith("'Ask' is taken to go on as planned")


def test_a_promise_is_a_range_and_promises_no_role():
    said = describe_promise(Promise(gain_sd=0.18, gain_sd_range=(0.09, 0.31)))
    assert "about 18 % of a level" in said
    assert "between 9 and 31 %" in said
    assert "next to nothing" in describe_promise(Promise(gain_sd=0.001, gain_sd_range=(0, 0.1)))


def test_an_effect_without_enough_completions_gives_no_figure():
    few = KindEffect(
        kind="course",
        name="Course",
        stated_sd=0.5,
        stated_range=(0.1, 0.9),
        completion_count=2,
        people_count=1,
    )
    assert describe_effect(few).endswith(
        "2 completions with views before and after, too few to tell."
    )
    found = replace(few, completion_count=7, found_sd=0.42, found_range=(0.2, 0.66))
    assert "found here 0.42 (0.2 to 0.66) from 7 completions" in describe_effect(found)


def test_a_quarter_sets_facts_beside_the_plan():
    quarter = QuarterProgress(
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
        hours_planned=39.2,
        hours_told=31,
        steps_due=3,
        steps_done=2,
        levels=(),
    )
    said = describe_quarter(quarter)
    assert said.endswith("31 hours told of 39 planned, 3 steps due, 2 done")


def test_a_level_sets_what_was_found_beside_what_was_expected():
    level = LevelProgress(
        competency="asking", name="Asking", bar_level=2, chance_expected=0.4, chance_found=0.55
    )
    assert "expected 40 in 100" in describe_level(level)
    assert "say 55" in describe_level(level)


@pytest.mark.parametrize(("kind", "word"), [("longer", "later"), ("shorter", "sooner")])
def test_what_begins_where_it_did_is_not_said_to_move(kind: MoveKind, word: str) -> None:
    stays = (JANUARY[0], MARCH[1])
    said = describe_change(replace(LATER, kind=kind, after=stays))
    assert f"ends {word}, on {say_date(MARCH[1])}, because" in said
    assert "moves" not in said
