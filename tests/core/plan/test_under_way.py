"""What is under way goes on at the plan's pace unless hours are told, or that it is late."""

import json
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from headway.core.evidence import Completion
from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan.replan import repair_plan
from headway.core.plan.under_way import as_if_worked, find_presumed
from living_cases import fact, known, told
from plan_cases import LADDER, TODAY, catalogue, opportunity, plan, planned, standing

# Three hours in each of eight weeks.
STEP = opportunity("step", effort_hours=(24, 24), duration_days=(56, 56))
OFFERED = catalogue(STEP)
ADOPTED = plan(STEP)
LAST_DAY = ADOPTED.items[0].ends_on


def hours_done(*facts, days, adopted=ADOPTED):
    """All hours told or presumed of the step by a day."""
    worked = as_if_worked(adopted, known(*facts), OFFERED, TODAY + timedelta(days=days))
    return sum(body.hours or 0 for _, body in worked.each(Completion))


def carried_on(*facts, days, adopted=ADOPTED):
    day = TODAY + timedelta(days=days)
    return repair_plan(adopted, known(*facts), standing(), LADDER, OFFERED, as_of=day)


@pytest.mark.parametrize(("days", "hours"), [(3, 0), (7, 3), (20, 6), (21, 9)])
def test_each_whole_week_counts_as_planned(days, hours):
    assert hours_done(days=days) == pytest.approx(hours)


def test_saying_that_it_goes_on_changes_nothing():
    silent, said = carried_on(days=21), carried_on(told("step", "begun", 16), days=21)
    assert planned(silent)["step"].hours_by_week == planned(said)["step"].hours_by_week
    assert planned(said)["step"].ends_on == LAST_DAY


def test_hours_that_are_told_count_as_told_and_the_pace_goes_on_after():
    # Ten hours by the ninth day; the third week as planned.
    assert hours_done(told("step", "begun", 8, hours=10), days=21) == pytest.approx(13)
    assert hours_done(told("step", "begun", 8, hours=0), days=14) == 0


def test_what_is_late_is_behind_by_as_much():
    until = LAST_DAY + timedelta(days=14)
    assert hours_done(told("step", "late", 21, late_until=until), days=28) == pytest.approx(6)
    after = carried_on(told("step", "late", 21, late_until=until), days=28)
    assert planned(after)["step"].ends_on >= until


def test_what_began_after_its_time_has_all_of_it_left():
    began = told("step", "begun", 70)
    assert hours_done(began, days=75, adopted=ADOPTED) == 0


def test_as_long_as_it_is_not_done_its_last_week_is_left():
    assert hours_done(told("step", "begun", 1), days=80) == pytest.approx(21)


def test_a_plan_adopted_anew_forgets_no_hours():
    second = carried_on(days=21)
    assert second.items[0].is_begun
    document = json.loads(msgspec.json.encode(second))
    facts = [
        fact(AdoptedPlan(document=json.loads(msgspec.json.encode(ADOPTED)))),
        fact(AdoptedPlan(document=document), 21),
    ]
    assert hours_done(*facts, days=28, adopted=second) == pytest.approx(12)
    third = carried_on(*facts, days=28, adopted=second)
    assert planned(third)["step"].ends_on == LAST_DAY


def test_what_was_told_before_the_plan_was_adopted_anew_is_counted_once():
    begun = told("step", "begun", 8, hours=6)
    second = carried_on(begun, days=21)
    whole = hours_done(begun, days=21)
    assert hours_done(begun, days=28, adopted=second) == pytest.approx(whole + 3, abs=0.5)


def test_what_the_catalogue_lacks_and_what_is_done_or_begun_anew_is_not_presumed():
    gone = as_if_worked(ADOPTED, known(), catalogue(), TODAY + timedelta(days=21))
    assert not list(gone.each(Completion))
    done = (told("step", "done", 5, hours=20),)
    assert hours_done(*done, days=21) == 20
    again = (*done, told("step", "begun", 9))
    assert hours_done(*again, days=21) == pytest.approx(20 + 9)


def test_only_what_nothing_was_told_of_is_named_as_presumed():
    day = TODAY + timedelta(days=10)
    assert [i.opportunity for i in find_presumed(ADOPTED, known(), day)] == ["step"]
    assert find_presumed(ADOPTED, known(told("step", "begun", 3)), day) == ()
    anew = replace(ADOPTED, as_of=TODAY + timedelta(days=7))
    assert len(find_presumed(anew, known(told("step", "begun", 3)), day)) == 1


def test_hours_by_week_may_be_missing_in_an_older_plan():
    old = replace(ADOPTED, items=(replace(ADOPTED.items[0], hours_by_week=()),))
    assert hours_done(days=21, adopted=old) == 0


def test_a_step_without_hours_left_stands_until_it_is_told_to_be_done():
    worked = told("step", "begun", 0, hours=24)
    made = plan(STEP, facts=[worked.body])
    assert {hours for _, hours in made.items[0].hours_by_week} == {0.0}
    after = carried_on(worked, days=8, adopted=made)
    assert (after.items[0].is_begun, after.items[0].ends_on) == (True, made.items[0].ends_on)
