"""Every change of a plan is a sentence with its reason."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from headway.core.evidence import Completion
from headway.core.plan.effects import KindEffect
from headway.core.plan.obstacles import Change, Obstacle
from headway.core.plan.values import (
    Became,
    Cause,
    LimitKind,
    MoveKind,
    Outlook,
    PlanChange,
    Promise,
    Shift,
    ShiftCause,
    Told,
)
from headway.core.progress import LevelProgress, QuarterProgress
from headway.core.wording import say_date
from headway.core.wording.living import (
    BECAME,
    LIMIT,
    MOVED,
    NEW,
    OUT,
    SHIFTED,
    describe_bars,
    describe_change,
    describe_effect,
    describe_level,
    describe_living,
    describe_presumed,
    describe_promise,
    describe_quarter,
    describe_quarters,
    describe_shift,
    describe_told,
    is_told_to_move,
)
from plan_cases import opportunity, plan

MARCH = (date(2027, 3, 1), date(2027, 4, 4))
JANUARY = (date(2027, 1, 4), date(2027, 2, 7))
LATER = PlanChange(
    kind="later", cause="order", opportunity="ask", title="Ask", before=JANUARY, after=MARCH
)
OUT_OF_IT = replace(LATER, kind="out", after=None)
NEW_IN_IT = replace(LATER, kind="in", before=None, cause="room")


COUNT = {"because": "x", "because_title": "Count"}
MOVES = "Ask moves to 1 March 2027, until 4 April 2027 (before: 4 January 2027 to 7 February 2027)"
MOVES_UP = MOVES.replace("moves to", "moves up to")
OUT_SAID = "Ask is out (before: 4 January 2027 to 7 February 2027)"
NEW_SAID = "Ask is new, from 1 March 2027, until 4 April 2027"
GOES_ON = "Ask goes on until 4 April 2027 (before: 7 February 2027)"
ENDS = "Ask ends on 4 April 2027 (before: 7 February 2027)"
EARLIER = replace(LATER, kind="earlier", cause="room", **COUNT)
FEWER_HOURS = (
    Change(limit="hours", hours_per_week=3),
    Change(limit="hours", hours_per_week=2),
)
SOONER_DATE = (
    Change(limit="date", by=date(2027, 12, 31)),
    Change(limit="date", by=date(2027, 6, 30)),
)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (replace(LATER, cause="late", **COUNT), f"{MOVES}: 'Count' is late."),
        (
            replace(LATER, cause="late", **COUNT, and_titles=("Tell",)),
            f"{MOVES}: 'Count' is late and, with it, other steps take its place.",
        ),
        (
            replace(LATER, cause="late"),
            f"{GOES_ON}: you said it is late.",
        ),
        (
            replace(LATER, cause="not done"),
            f"{GOES_ON}: you have not said that it is done.",
        ),
        (
            replace(LATER, kind="earlier", cause="less to do"),
            "Ask ends sooner, on 4 April 2027 (before: 7 February 2027): less of it is left.",
        ),
        (
            replace(LATER, cause="begun"),
            f"{ENDS}: what is left of it takes until then.",
        ),
        (
            replace(LATER, cause="after", **COUNT),
            f"{MOVES}: 'Count', which comes before it, ends later.",
        ),
        (
            replace(LATER, cause="entry", because="x", because_title="Asking"),
            f"{MOVES}: it asks for a level in Asking that other steps have to bring first.",
        ),
        (
            replace(OUT_OF_IT, cause="entry", because="x", because_title="Asking"),
            f"{OUT_SAID}: it asks for a level in Asking that is not there yet.",
        ),
        (
            replace(OUT_OF_IT, cause="set aside", because="x", because_title="Asking"),
            f"{OUT_SAID}: you said that 'Asking' does not apply to you.",
        ),
        (replace(LATER, cause="beside", **COUNT), f"{MOVES}: 'Count' takes its place."),
        (
            replace(LATER, cause="beside", **COUNT, and_titles=("Tell", "Write")),
            f"{MOVES}: 'Count', 'Tell' and 'Write' take its place.",
        ),
        (
            replace(LATER, cause="beside", because_is="longer", **COUNT),
            f"{MOVES}: 'Count' goes on longer.",
        ),
        (
            replace(LATER, cause="limit", limit="hours", limits=FEWER_HOURS),
            f"{MOVES}: you give 2 hours a week now, not 3 hours a week.",
        ),
        (
            replace(EARLIER, because_is="done"),
            f"{MOVES_UP}: there is room since 'Count' is done.",
        ),
        (
            replace(EARLIER, and_titles=("Tell",)),
            f"{MOVES_UP}: there is room since 'Count' and 'Tell' stand there no more.",
        ),
        (replace(OUT_OF_IT, cause="cancelled"), "Ask is out: it was cancelled."),
        (replace(OUT_OF_IT, cause="shown"), f"{OUT_SAID}: you have shown what it builds."),
        (
            replace(OUT_OF_IT, cause="replaced", **COUNT),
            f"{OUT_SAID}: 'Count' brings more in its time.",
        ),
        (
            replace(OUT_OF_IT, cause="beside", **COUNT, and_titles=("Tell",)),
            f"{OUT_SAID}: 'Count' and 'Tell' take its time.",
        ),
        (
            replace(OUT_OF_IT, cause="limit", limit="date", limits=SOONER_DATE),
            f"{OUT_SAID}: you plan until 30 June 2027 now, not until 31 December 2027.",
        ),
        (NEW_IN_IT, f"{NEW_SAID}: there is room for it."),
        (
            replace(NEW_IN_IT, because_is="cancelled", **COUNT),
            f"{NEW_SAID}: there is room for it since 'Count' was cancelled.",
        ),
        (
            replace(NEW_IN_IT, cause="limit", limit="must-have"),
            f"{NEW_SAID}: you said what comes first.",
        ),
        (
            replace(NEW_IN_IT, cause="needed", because="asking", because_title="Asking"),
            f"{NEW_SAID}: Asking needs more now.",
        ),
    ],
)
def test_a_change_is_told_with_its_reason(change, sentence):
    assert describe_change(change) == sentence


FELL = Shift(
    competency="asking",
    name="Asking",
    chance_before=0.5,
    chance_now=0.3,
    cause="told",
    told=(Told(kind="view", by="Ana", on=date(2027, 1, 20)),),
)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (FELL.told[0], "with the view by Ana of 20 January 2027."),
        (replace(FELL.told[0], kind="own view"), "with your own view of 20 January 2027."),
        (replace(FELL.told[0], kind="round", by="spring"), "with the round of ratings 'spring',"),
        (replace(FELL.told[0], kind="evidence", by="a" * 80), f"'{'a' * 56} ...'."),
    ],
)
def test_what_moved_an_estimate_is_named_so_that_it_is_found_again(told, words):
    said = describe_change(replace(NEW_IN_IT, shift=replace(FELL, told=(told,))))
    assert "Asking: the chance of being there fell from about 50 in 100 to about 30 in 100" in said
    assert words in said


def test_an_estimate_that_moved_by_itself_says_by_what():
    rose = replace(FELL, chance_now=0.6, told=(), cause="age")
    assert describe_shift(rose) == (
        "Asking: the chance of being there rose from about 50 in 100 to about 60 in 100 "
        "by itself, because what is known of it has grown older."
    )
    assert set(SHIFTED) == set(get_args(ShiftCause)) - {"told"}


def test_there_are_words_for_every_limit_and_for_whatever_became_of_another_step():
    assert set(LIMIT) == set(get_args(LimitKind))
    assert set(BECAME) == set(get_args(Became))


def test_what_cannot_be_planned_any_more_says_why():
    obstacle = Obstacle(kind="no date", starts_on=JANUARY[0], ends_on=MARCH[1])
    said = describe_change(replace(OUT_OF_IT, cause="obstacle", obstacle=obstacle))
    assert said.startswith(f"{OUT_SAID}: none of its dates")
    assert not said.endswith("..")


def test_there_are_words_for_every_cause():
    with_a_name = {
        "late",
        "begun",
        "not done",
        "less to do",
        "limit",
        "entry",
        "set aside",
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


def test_of_several_quarters_each_tells_only_what_the_one_before_did_not():
    def quarter(expected, found):
        level = LevelProgress(
            competency="asking",
            name="Asking",
            bar_level=2,
            chance_expected=expected,
            chance_found=found,
        )
        return QuarterProgress(
            starts_on=date(2027, 1, 1),
            ends_on=date(2027, 3, 31),
            hours_planned=0,
            hours_told=0,
            steps_due=0,
            steps_done=0,
            levels=(level,),
        )

    said = describe_quarters([quarter(0.3, 0.3), quarter(0.4, 0.3), quarter(0.4, 0.301)])
    assert [len(levels) for _, levels in said] == [0, 1, 0]
    assert [len(levels) for _, levels in describe_quarters([quarter(0.3, 0.4)])] == [1]


@pytest.mark.parametrize(("kind", "word"), [("longer", "later"), ("shorter", "sooner")])
def test_what_begins_where_it_did_is_not_said_to_move(kind: MoveKind, word: str) -> None:
    stays = (JANUARY[0], MARCH[1])
    said = describe_change(replace(LATER, kind=kind, after=stays))
    assert f"ends {word}, on {say_date(MARCH[1])} (before: {say_date(JANUARY[1])}): " in said
    assert "moves" not in said


def chances(now, after):
    return Outlook(
        competency=f"c{now}",
        name=f"From {now}",
        bar_level=2,
        chance_now=now,
        chance_after=after,
        chance_after_range=(now, after),
    )


@pytest.mark.parametrize(
    ("outlook", "ending"),
    [
        (
            [chances(0.82, 0.82), chances(0.7, 0.81)],
            "a chance of 80 in 100: 1 of 2 levels has it today, 2 after the plan.",
        ),
        (
            [chances(0.2, 0.4), chances(0.3, 0.5)],
            "the nearest that it moves is From 0.3, with about 50 in 100.",
        ),
        (
            [chances(0.2, 0.201)],
            "none of 1 level has it today, and no more after the plan.",
        ),
    ],
)
def test_a_plan_says_how_many_bars_it_passes_or_which_is_nearest(outlook, ending):
    made = replace(plan(opportunity("ask")), outlook=tuple(outlook))
    assert describe_bars(made).endswith(ending)


def test_what_moves_by_less_than_can_be_read_is_not_told_to_move():
    assert not is_told_to_move(chances(0.141, 0.144))
    assert is_told_to_move(chances(0.14, 0.16))


def test_what_was_told_of_a_step_says_how_long_and_until_when():
    told = Completion(opportunity="x", outcome="late", hours=7.5, late_until=date(2027, 3, 1))
    assert describe_told(told, date(2026, 3, 2)) == (
        "late until 1 March 2027, told for 2 March 2026, 7.5 hours"
    )
    plain = Completion(opportunity="x", outcome="done")
    assert describe_told(plain, date(2026, 3, 2)) == "done, told for 2 March 2026"
