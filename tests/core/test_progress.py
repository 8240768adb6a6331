"""What moved between two days: the adopted plan's steps, the estimates, and what is new."""

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, LADDER, SENIOR, dossier, fact, law, rated, seen
from headway.core.errors import InvalidInputError
from headway.core.evidence import CompetencyTag, Completion
from headway.core.fact_kinds import AdoptedPlan, Retraction
from headway.core.progress import StepProgress, StepState, find_due, measure_progress

SINCE = DAY - timedelta(days=30)
OWN = rated("Ada", "self", asking=1)


def measured(*facts, since=SINCE):
    return measure_progress(dossier(*facts), LADDER, SENIOR, since=since, as_of=DAY)


def item(opportunity="ask-in-pairs", starts=-20, ends=-10, **fields):
    """A planned item as it stands in a plan's JSON form."""
    return {
        "opportunity": opportunity,
        "title": opportunity.title(),
        "kind": "course",
        "starts_on": str(DAY + timedelta(days=starts)),
        "ends_on": str(DAY + timedelta(days=ends)),
        "effort_hours": 4,
        "cost_minor": 0,
        "currency": "GBP",
        "gains": [],
        **fields,
    }


def document(*items, outlook=()):
    """A plan in its JSON form."""
    limits = {"hours_per_week": 3, "budget_per_year_minor": 0}
    return {
        "as_of": str(DAY - timedelta(days=25)),
        "wish": {"target_role": "senior", "by": str(DAY + timedelta(days=300)), **limits},
        "held_role": "junior",
        "target_title": "Senior",
        "hours": [],
        "money": [],
        "objective": 0.1,
        "bound": 0.1,
        "relative_gap": 0.0,
        "items": list(items),
        "outlook": list(outlook),
    }


def adopted(*items, days=-25, outlook=()):
    return fact(AdoptedPlan(document=document(*items, outlook=outlook)), days)


def told(outcome, days, **fields):
    return fact(Completion(opportunity="ask-in-pairs", outcome=outcome, **fields), days)


def moved(*facts):
    return [movement.competency for movement in measured(*facts).movements]


@pytest.mark.parametrize("days", [0, 1])
def test_progress_needs_an_earlier_day_to_start_from(days):
    with pytest.raises(InvalidInputError, match="a day before 2026-03-02"):
        measured(since=DAY + timedelta(days=days))


def test_without_a_fact_nothing_moved():
    progress = measured()
    assert (progress.plan_adopted_on, progress.steps, progress.movements) == (None, (), ())
    assert (progress.new_evidence, progress.new_view_count, progress.hours) == ((), 0, 0)


# Steps of the adopted plan ----------------------------------------------------------------------

PAST, PRESENT, FUTURE = (-20, -10), (-3, 0), (1, 9)


@pytest.mark.parametrize(
    ("when", "outcome", "state"),
    [
        (PAST, None, "overdue"),
        (PRESENT, None, "under way"),
        (FUTURE, None, "ahead"),
        (PAST, "done", "done"),
        (FUTURE, "done", "done"),
        (PAST, "cancelled", "cancelled"),
        (FUTURE, "cancelled", "cancelled"),
        (PAST, "begun", "overdue"),
        (PRESENT, "begun", "begun"),
        (FUTURE, "begun", "begun"),
        (PAST, "late", "late"),
        (FUTURE, "late", "late"),
    ],
)
def test_a_step_is_what_was_told_of_it_or_what_the_day_says(when, outcome, state):
    facts = [told(outcome, -5)] if outcome else []
    (step,) = measured(adopted(item(starts=when[0], ends=when[1])), *facts).steps
    assert step.state == state
    assert step.told_on == (DAY - timedelta(days=5) if outcome else None)


def test_the_last_word_on_a_step_counts():
    (step,) = measured(adopted(item()), told("cancelled", -9), told("done", -4)).steps
    assert (step.state, step.told_on) == ("done", DAY - timedelta(days=4))


def test_a_step_carries_its_planned_days():
    (step,) = measured(adopted(item(starts=-20, ends=-10))).steps
    assert step.planned_start == DAY - timedelta(days=20)
    assert step.planned_end == DAY - timedelta(days=10)
    assert step.title == "Ask-In-Pairs"


def test_a_step_with_dates_as_values_reads_the_same():
    as_values = item(starts_on=DAY, ends_on=DAY)
    (step,) = measured(adopted(as_values)).steps
    assert (step.planned_start, step.state) == (DAY, "under way")


def test_the_plan_adopted_last_is_compared():
    progress = measured(adopted(item("tell-a-room"), days=-25), adopted(item(), days=-5))
    assert progress.plan_adopted_on == DAY - timedelta(days=5)
    assert [step.opportunity for step in progress.steps] == ["ask-in-pairs"]


def test_a_plan_adopted_later_is_not_known_yet():
    assert measured(adopted(item(), days=1)).plan_adopted_on is None


@pytest.mark.parametrize("items", [3, [3], ["title"], [{}], [{**item(), "ends_on": "soon"}]])
def test_a_plan_of_another_form_is_refused_with_what_to_do(items):
    plan = fact(AdoptedPlan(document={**document(), "items": items}), -5)
    with pytest.raises(InvalidInputError, match="headway plan --fresh --adopt"):
        measured(plan)
    assert measured(plan, adopted(item(), days=-4)).steps


def test_a_step_that_is_late_is_overdue_once_its_new_day_has_passed():
    steps = [
        measured(adopted(item()), told("late", -9, late_until=DAY + timedelta(days=n))).steps[0]
        for n in (0, -1)
    ]
    assert [step.state for step in steps] == ["late", "overdue"]


def test_what_was_done_by_an_earlier_plan_stays_and_what_was_replaced_goes():
    earlier = adopted(item("tell-a-room"), item("read-alone"), days=-25)
    done = fact(Completion(opportunity="tell-a-room", outcome="done"), -9)
    steps = measured(earlier, done, adopted(item(), days=-5)).steps
    assert {s.opportunity: s.state for s in steps} == {
        "tell-a-room": "done",
        "ask-in-pairs": "overdue",
    }


# Quarter by quarter -------------------------------------------------------------------------------

WEEKS = [[str(DAY - timedelta(days=14)), 2.0], [str(DAY - timedelta(days=3)), 7.0]]
RISE = {
    "competency": "asking",
    "name": "Asking",
    "bar_level": 1,
    "chance_now": 0.2,
    "chance_after": 0.6,
    "chance_after_range": [0.3, 0.8],
}


def gain(amount):
    return {"competency": "asking", "name": "Asking", "gain_sd": amount, "gain_sd_range": [0, 1]}


def test_hours_planned_stand_beside_hours_told_a_week_cut_by_its_days():
    (quarter,) = measured(adopted(item(hours_by_week=WEEKS)), told("begun", -3, hours=4)).quarters
    # Of the last week four of seven days have come.
    assert (quarter.hours_planned, quarter.hours_told) == (pytest.approx(2 + 4), 4)


def test_steps_due_stand_beside_steps_done():
    two = adopted(item(), item("tell-a-room", -20, 40))
    (quarter,) = measured(two, told("done", -2)).quarters
    assert (quarter.steps_due, quarter.steps_done) == (1, 1)


def test_a_look_over_new_year_is_told_by_two_quarters():
    quarters = measured(adopted(item(), days=-80), since=DAY - timedelta(days=90)).quarters
    ends = [(str(q.starts_on), str(q.ends_on)) for q in quarters]
    assert ends == [("2025-12-12", "2025-12-31"), ("2026-01-01", "2026-03-02")]


def test_a_level_is_expected_to_rise_with_the_steps_that_should_be_over():
    steps = [item(gains=[gain(0.1)]), item("tell-a-room", -20, 40, gains=[gain(0.3)])]
    (quarter,) = measured(adopted(*steps, outlook=[RISE])).quarters
    (level,) = quarter.levels
    assert level.chance_expected == pytest.approx(0.2 + 0.25 * 0.4)
    assert 0 < level.chance_found < 1


def test_without_a_plan_there_are_no_quarters():
    assert measured(told("done", -2)).quarters == ()


# Estimates --------------------------------------------------------------------------------------


def test_only_what_rests_on_something_new_moved():
    assert moved(fact(OWN, -60), fact(seen(asking=1), -3)) == ["asking"]
    assert moved(fact(OWN, -60)) == []


def test_a_movement_shows_the_estimate_then_and_now():
    (movement,) = measured(fact(rated(asking=1), -3)).movements
    assert (movement.then.view_count, movement.now.view_count) == (0, 1)
    assert movement.now.sd < movement.then.sd


def test_the_first_view_by_another_moves_what_was_ones_own():
    assert moved(fact(OWN, -60), fact(rated(asking=1), -3)) == ["asking"]


def test_a_second_view_by_the_same_rater_moves():
    assert moved(fact(rated(asking=0), -60), fact(rated(asking=1), -3)) == ["asking"]


def test_ones_own_view_moves_nothing_once_others_have_rated():
    assert moved(fact(rated(asking=1), -60), fact(OWN, -3)) == []


def test_ones_own_word_moves_nothing_once_others_have_rated():
    own = fact(seen(asking=1, support="claimed"), -3)
    assert moved(fact(rated(asking=1), -60), own) == []
    assert moved(own) == ["asking"]


def test_what_was_taken_back_moves():
    view = fact(rated(asking=1), -60)
    assert moved(view, fact(Retraction(), -3, supersedes=view.id)) == ["asking"]


def test_a_draft_and_a_tag_without_a_level_move_nothing():
    draft = fact(seen(asking=1, is_draft=True), -3)
    candidate = fact(seen(tags=(CompetencyTag(competency="asking"),)), -3)
    assert moved(draft, candidate) == []


# What is new ------------------------------------------------------------------------------------


def test_new_evidence_is_told_without_drafts():
    facts = [fact(seen(text), days) for text, days in (("old", -60), ("new", -3), ("later", 3))]
    draft = fact(seen("draft", is_draft=True), -3)
    assert measured(*facts, draft).new_evidence == ("new",)


def test_what_was_recorded_since_is_new_whenever_it_happened():
    late = fact(seen("told late"), -3, happened_on=DAY - timedelta(days=300))
    assert measured(late).new_evidence == ("told late",)


def test_new_views_are_counted():
    facts = [fact(rated(rater, asking=1), days) for rater, days in (("A", -60), ("B", -3))]
    assert measured(*facts).new_view_count == 1


@law
@given(st.lists(st.tuples(st.integers(-60, 5), st.none() | st.floats(0, 99)), max_size=5))
def test_hours_are_those_told_in_between(tellings):
    facts = [
        told("begun", days, hours=hours, reflection=str(number))
        for number, (days, hours) in enumerate(tellings)
    ]
    in_between = sum(hours or 0 for days, hours in tellings if -30 < days <= 0)
    assert measured(*facts).hours == pytest.approx(in_between)


def test_a_look_asks_about_steps_that_are_due_late_or_going_on_only():
    def step(state: StepState) -> StepProgress:
        return StepProgress(
            opportunity=state, title=state, planned_start=DAY, planned_end=DAY, state=state
        )

    found = find_due(map(step, get_args(StepState)))
    assert {each.state for each in found} == {"overdue", "under way", "begun", "late"}


def test_a_competency_that_the_ladder_no_longer_has_stands_on_no_way():
    gone = {**RISE, "competency": "writing", "name": "Writing"}
    (quarter,) = measured(adopted(item(gains=[gain(0.1)]), outlook=[RISE, gone])).quarters
    assert [level.competency for level in quarter.levels] == [RISE["competency"]]
