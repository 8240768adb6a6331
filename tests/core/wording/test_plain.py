"""Kinds and values become plain sentences that claim no more than the core knows."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, LADDER, SENIOR, estimate, law, packet_line
from headway.core import wording
from headway.core.gap import ExpectationGap
from headway.core.packet import PacketLine
from headway.core.plan import (
    Change,
    Emptiness,
    Outlook,
    PeriodUse,
    Plan,
    PlannedGain,
    PlannedItem,
    PlanWish,
)
from headway.core.plan.obstacles import Note, NoteKind
from headway.core.progress import Movement, StepProgress

BASED = estimate(view_count=2, evidence_count=1, state="shown")
GAIN = PlannedGain(competency="asking", name="Asking", gain_sd=0.2, gain_sd_range=(0.05, 0.4))
WISH = PlanWish(target_role="senior", by=DAY, hours_per_week=3, budget_per_year_minor=0)


def level_gap(**fields):
    plain = {
        "kind": "level",
        "slug": "asking",
        "text": "Asking",
        "state": "not yet",
        "expected_level_name": "Awareness",
        "most_likely_level_name": "None yet",
        "meets_chance": 0.1,
    }
    return ExpectationGap(**{**plain, **fields})


def planned_item(**fields):
    plain = {
        "opportunity": "tell-a-room",
        "title": "Tell a room",
        "kind": "workshop",
        "starts_on": DAY,
        "ends_on": DAY + timedelta(days=30),
        "effort_hours": 7.5,
        "cost_minor": 9000,
        "currency": "GBP",
        "gains": (GAIN,),
    }
    return PlannedItem(**{**plain, **fields})


def plan(*items, **fields):
    week = PeriodUse(starts_on=DAY, ends_on=DAY + timedelta(days=6), used=7.5, limit=40)
    plain = {
        "as_of": DAY,
        "wish": WISH,
        "held_role": "junior",
        "target_title": "Senior",
        "items": items,
        "outlook": (),
        "hours": (week,),
        "money": (),
        "objective": 1.0,
        "bound": 1.0,
        "relative_gap": 0.0,
    }
    return Plan(**{**plain, **fields})


def step(state, told_on=None):
    return StepProgress(
        opportunity="ask-in-pairs",
        title="Ask",
        planned_start=DAY,
        planned_end=DAY,
        state=state,
        told_on=told_on,
    )


def test_a_day_is_written_without_a_leading_nought():
    assert wording.say_date(DAY) == "2 March 2026"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no views"), (1, "1 view"), (2, "2 views"), (11, "11 views")]
)
def test_a_number_takes_its_noun(number, said):
    assert wording.count_of(number, "view") == said


def test_a_noun_may_have_a_plural_of_its_own():
    assert wording.count_of(2, "entry", "entries") == "2 entries"


@law
@given(st.floats(min_value=0, max_value=1))
def test_a_chance_is_never_said_to_be_nothing_or_certain(chance):
    said = wording.say_chance(chance)
    number = int(said.split()[1])
    assert 1 <= number <= 99
    assert said.startswith("about") or not 0.01 <= chance <= 0.99


@law
@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_a_greater_chance_is_never_said_to_be_less(one, other):
    low, high = (int(wording.say_chance(c).split()[1]) for c in sorted((one, other)))
    assert low <= high


@pytest.mark.parametrize(
    ("views", "pieces", "said"),
    [
        (0, 0, "no views or evidence yet"),
        (1, 0, "a single view"),
        (0, 1, "a single piece of evidence"),
        (2, 0, "2 views, no evidence"),
        (0, 2, "no views and 2 pieces of evidence"),
        (1, 1, "1 view and 1 piece of evidence"),
        (2, 3, "2 views and 3 pieces of evidence"),
    ],
)
def test_what_an_estimate_rests_on_is_said(views, pieces, said):
    assert wording.describe_basis(views, pieces) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.2, 0.9, "within None yet"),
        (0.2, 1.8, "from None yet to Awareness"),
        (1.0, 2.0, "within Awareness"),
    ],
)
def test_a_range_is_said_in_levels(low, high, said):
    told = estimate(low_position=low, high_position=high)
    assert wording.describe_range(told, LADDER) == said


def test_an_estimate_is_never_a_bare_level():
    said = wording.describe_estimate(BASED, LADDER, SENIOR)
    assert said == (
        "Most likely Awareness, from None yet to Awareness (2 views and 1 piece of evidence); "
        "Senior asks for Awareness: shown."
    )


def test_an_estimate_on_nothing_names_no_level_as_most_likely():
    said = wording.describe_estimate(estimate(), LADDER, SENIOR)
    assert "ost likely" not in said
    assert said.endswith("too little to tell.")


@pytest.mark.parametrize(
    ("told", "role"), [(BASED, None), (estimate(bar_level=None, view_count=2), SENIOR)]
)
def test_without_a_bar_an_estimate_is_compared_with_nothing(told, role):
    assert "asks for" not in wording.describe_estimate(told, LADDER, role)


def test_a_level_on_which_nobody_has_spoken_is_too_little_to_tell():
    assert wording.describe_gap(level_gap()) == (
        "Awareness is asked for; no views or evidence yet, so it is too little to tell."
    )


def test_a_level_on_which_somebody_has_spoken_has_its_chance():
    assert wording.describe_gap(level_gap(view_count=2)) == (
        "Awareness is asked for; most likely None yet (2 views, no evidence): not yet. "
        "The chance of being there is about 10 in 100."
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("not yet", "Nothing yet shows it."),
        ("shown", "Shown by 2 pieces of evidence, at least one confirmed by somebody else."),
        (
            "too little to tell",
            "Too little to tell: 2 pieces of evidence, confirmed by nobody else yet",
        ),
    ],
)
def test_an_experience_is_said_by_who_confirms_it(state, said):
    gap = level_gap(kind="experience", state=state, evidence_count=2)
    assert wording.describe_gap(gap).startswith(said)


def test_a_gain_comes_with_its_range():
    assert wording.describe_gain(GAIN) == "Asking: about 20 % of a level, plausibly 5 to 40 %"


def test_a_gain_that_rounds_to_nothing_is_not_told():
    nothing = replace(GAIN, gain_sd=0.004)
    assert wording.gains_worth_telling(planned_item(gains=(nothing, GAIN))) == (GAIN,)


def test_an_item_says_what_it_takes():
    assert wording.describe_planned_item(planned_item()) == (
        "2 March 2026 to 1 April 2026, about 7.5 hours, at most GBP 90"
    )
    assert wording.describe_planned_item(planned_item(cost_minor=0)).endswith(", free")


def test_an_outlook_says_the_chance_today_and_after():
    outlook = Outlook(
        competency="asking",
        name="Asking",
        bar_level=1,
        chance_now=0.3,
        chance_after=0.6,
        chance_after_range=(0.4, 0.7),
    )
    assert wording.describe_outlook(outlook, LADDER) == (
        "Awareness asked for: about 30 in 100 today, about 60 in 100 after the plan "
        "(between 40 and 70)"
    )


def test_a_plan_says_what_it_takes_of_what_there_is():
    told = plan(planned_item())
    assert wording.describe_plan(told) == (
        "1 thing to do by 2 March 2026, with about 8 of your 40 hours and at most GBP 90. "
        f"{wording.describe_proof(told)}"
    )


def test_a_plan_that_costs_nothing_says_so():
    assert "and no money." in wording.describe_plan(plan(planned_item(cost_minor=0)))


@law
@given(st.floats(min_value=0, max_value=10))
def test_a_proof_never_claims_to_be_much_nearer_the_best_than_it_is(ahead):
    said = wording.describe_proof(plan(objective=2.0, bound=2.0 * (1 + ahead)))
    (percent,) = re.findall(r"([0-9.]+) %", said)
    assert float(percent) >= 100 * ahead - 0.0501


def test_an_empty_plan_says_why():
    nothing = Emptiness(kind="changes", changes=(Change(limit="hours", hours_per_week=4.5),))
    assert wording.describe_plan(plan(nothing_fits_because=nothing)).startswith(
        "Nothing fits. Something would with 4.5 hours a week"
    )
    assert wording.describe_plan(plan()).startswith("Nothing is missing")


@pytest.mark.parametrize("limit", ["hours", "money", "date", "catalogue"])
def test_every_limit_that_binds_has_its_sentence(limit):
    (sentence,) = wording.describe_limits(plan(binding=(limit,)))
    assert sentence.lower().startswith(f"{limit} bind") or f"{limit} binds" in sentence


def test_a_plan_without_a_binding_limit_says_so():
    (sentence,) = wording.describe_limits(plan())
    assert sentence.startswith("No limit binds")


def test_a_step_says_what_was_planned_and_what_became_of_it():
    said = wording.describe_step(step("overdue"))
    assert said == "Ask: due, and nothing told (planned 2 March 2026 to 2 March 2026)"


def test_a_step_says_when_it_was_told_of():
    assert wording.describe_step(step("done", DAY)).endswith(", told on 2 March 2026)")


def test_a_movement_says_the_range_then_and_now():
    then = estimate(low_position=0.1, high_position=0.9)
    movement = Movement(competency="asking", name="Asking", then=then, now=BASED)
    assert wording.describe_movement(movement, LADDER) == (
        "Asking: within None yet before, from None yet to Awareness now "
        "(2 views and 1 piece of evidence)"
    )


def test_a_line_of_a_packet_names_the_level_only_where_there_is_one():
    assert wording.describe_line(packet_line("Explain")) == "Explain"
    line = PacketLine(expectation=level_gap(), evidence=())
    assert wording.describe_line(line) == "Asking: Awareness"


@pytest.mark.parametrize(
    ("byte_count", "said"),
    [
        (999, "under 1 kB"),
        (1000, "1 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (3_440_000, "3.4 MB"),
    ],
)
def test_a_size_is_told_as_people_say_it(byte_count, said):
    assert wording.say_size(byte_count) == said


def test_what_is_named_and_does_not_count_is_told():
    one, two = (wording.describe_gap(level_gap(evidence=("Asked ten",) * n)) for n in (1, 2))
    assert one.endswith("1 piece of evidence does not count: no level said, or only your own word.")
    assert "2 pieces of evidence do not count" in two


def test_a_gain_that_reaches_as_far_as_it_can_has_no_range():
    full = replace(GAIN, gain_sd_range=(0.2, 0.2))
    assert wording.describe_gain(full).endswith("about 20 % of a level, the most it can lift you")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(limit="hours", hours_per_week=4.5), "4.5 hours a week"),
        (Change(limit="money", budget_per_year_minor=90_000), "GBP 900 a year"),
        (Change(limit="date", by=DAY), "time until 2 March 2026"),
        (Change(limit="date"), ""),
    ],
)
def test_a_limit_at_another_value_is_told_in_its_unit(change, said):
    assert wording.say_change(change, "GBP") == said


@pytest.mark.parametrize("kind", get_args(NoteKind))
def test_each_note_on_a_plan_is_a_whole_sentence(kind):
    note = Note(kind=kind, starts_on=DAY, ends_on=DAY + timedelta(days=1), title="Fair", hours=20.0)
    said = wording.describe_note(note)
    assert said.endswith(".")
    assert "None" not in said
