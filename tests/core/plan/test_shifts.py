"""A change that rests on an estimate names what moved it, and only what did."""

import json
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from headway.core.evidence import CompetencyTag, Completion, EvidenceItem
from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan import make_plan
from headway.core.plan.changes import compare_plans
from headway.core.plan.compared import put_side_by_side
from headway.core.plan.living import follow_plan
from headway.core.plan.shifts import MOST_NAMED, Shifts, _speaking_of
from headway.core.ratings import CycleClosing, RatingForm
from headway.core.standing import estimate_levels
from living_cases import fact, known
from plan_cases import LADDER, TODAY, catalogue, opportunity, wish

LONG = {"effort_hours": (24, 24), "duration_days": (56, 56), "ceiling": 3, "kind": "stretch"}
STEPS = [opportunity(f"{c}-step", builds=c, **LONG) for c in ("asking", "counting", "telling")]
OFFERED = catalogue(*STEPS)
# Room for two of the three.
WISH = wish(by=TODAY + timedelta(days=7 * 17))
FIRST = fact(
    RatingForm(
        rater="Ana",
        source="manager",
        marks=dict.fromkeys(("asking", "telling"), 1) | {"counting": 2},
    )
)
ROLE = LADDER.role("plain")


def standing_of(facts, day):
    return estimate_levels(known(*facts), LADDER, as_of=day, compared_role=ROLE)


def adopted_with(*facts):
    plan = make_plan(known(*facts), standing_of(facts, TODAY), LADDER, OFFERED, WISH, as_of=TODAY)
    return fact(AdoptedPlan(document=json.loads(msgspec.json.encode(plan))))


def changed(*new, before=(FIRST,), days=5):
    facts, day = (*before, adopted_with(*before), *new), TODAY + timedelta(days=days)
    rest = (known(*facts), standing_of(facts, day), LADDER, OFFERED)
    return {c.opportunity: c for c in follow_plan(*rest, WISH, as_of=day).changes}


def view(rater, days, **marks):
    return fact(RatingForm(rater=rater, source="peer", marks=marks), days)


LOW_COUNT = [view(rater, 3, counting=0, asking=2, telling=2) for rater in ("Bo", "Cleo", "Di")]


def test_the_case_leaves_out_what_is_nearest():
    assert changed() == {}
    document = adopted_with(FIRST).body.document
    assert {item["opportunity"] for item in document["items"]} == {"asking-step", "telling-step"}


def test_new_views_are_the_cause_of_what_comes_in_and_of_what_goes():
    changes = changed(*LOW_COUNT)
    new = changes["counting-step"]
    assert (new.kind, new.cause, new.because) == ("in", "needed", "counting")
    assert new.shift.cause == "told"
    assert new.shift.chance_now < new.shift.chance_before
    assert {told.by for told in new.shift.told} <= {"Bo", "Cleo", "Di"}
    assert 1 <= len(new.shift.told) <= MOST_NAMED
    (out,) = [change for change in changes.values() if change.kind == "out"]
    assert out.cause == "replaced"
    assert out.shift.chance_now > out.shift.chance_before


def seen(number):
    tags = tuple(CompetencyTag(competency=c, level=4) for c in ("asking", "telling"))
    text = f"Told and asked, {number}"
    item = EvidenceItem(text=text, tags=tags, support="corroborated", corroborated_by=("Bo",))
    return fact(item, number)


@pytest.mark.parametrize("count", [1, 4])
def test_evidence_is_named_by_its_text_even_where_each_piece_alone_could_be_spared(count):
    changes = changed(*map(seen, range(1, count + 1)), days=10)
    (out,) = [change for change in changes.values() if change.kind == "out"]
    assert (out.cause, out.shift.cause) == ("shown", "told")
    assert out.shift.told[0].by == f"Told and asked, {count}"


def test_of_what_only_together_moves_an_estimate_the_word_on_it_is_named():
    form = RatingForm(rater="Bo", source="peer", marks={"asking": 2})
    about = [fact(form, 3), seen(1), fact(Completion(opportunity="x", outcome="begun"), 1)]
    groups = [(each,) for each in about]
    assert _speaking_of("telling", groups) == [groups[1]]
    assert _speaking_of("asking", groups) == groups[:2]
    assert _speaking_of("counting", groups) == groups


def test_who_said_what_in_a_round_is_not_told():
    given = [replace(f, body=replace(f.body, cycle="spring"), id=f.id) for f in LOW_COUNT]
    changes = changed(*given, fact(CycleClosing(cycle="spring"), 4), days=6)
    told = changes["counting-step"].shift.told
    assert [(each.kind, each.by) for each in told] == [("round", "spring")]


def test_one_s_own_view_is_called_so():
    own = fact(
        RatingForm(rater="me", source="self", marks={"asking": 1, "telling": 1, "counting": 2})
    )
    later = fact(
        RatingForm(rater="me", source="self", marks={"asking": 3, "telling": 3, "counting": 0}), 3
    )
    changes = changed(later, before=(own,))
    assert {told.kind for told in changes["counting-step"].shift.told} == {"own view"}


@pytest.mark.parametrize(
    ("then", "cause"),
    [({}, "age"), ({"held_role": "chief"}, "role"), ({"calibration_version": "x"}, "calibration")],
)
def test_an_estimate_that_nothing_told_moved_did_so_by_itself(then, cause):
    facts, day = (FIRST,), TODAY + timedelta(days=5)
    rest = (known(*facts), standing_of(facts, day), LADDER, OFFERED)
    plan = make_plan(*rest, WISH, as_of=day)
    before = replace(plan, **then)
    shift = Shifts(two=put_side_by_side(before, plan, *rest)).find("asking")
    assert (shift.cause, shift.told) == (cause, ())


def test_plans_for_other_limits_and_the_same_facts_have_no_estimate_to_blame():
    facts, day = (FIRST, *LOW_COUNT), TODAY + timedelta(days=5)
    rest = (known(*facts), standing_of(facts, day), LADDER, OFFERED)
    wide, tight = (
        make_plan(*rest, replace(WISH, hours_per_week=hours), as_of=day) for hours in (3, 2)
    )
    changes = compare_plans(wide, tight, *rest)
    assert {change.shift for change in changes} == {None}
    assert "hours" in {change.limit for change in changes}


def shifts_by(*new):
    """The estimates then, and five days later with what is new."""
    facts, day = (FIRST, adopted_with(FIRST), *new), TODAY + timedelta(days=5)
    rest = (known(*facts), standing_of(facts, day), LADDER, OFFERED)
    before = make_plan(
        known(FIRST), standing_of((FIRST,), TODAY), LADDER, OFFERED, WISH, as_of=TODAY
    )
    after = make_plan(*rest, WISH, as_of=day)
    return Shifts(two=put_side_by_side(before, after, *rest, adopted_at=facts[1].recorded_at))


def test_only_what_fell_makes_a_step_more_needed_and_only_what_rose_less():
    shifts = shifts_by(*LOW_COUNT)
    assert shifts.more_needed("counting-step").competency == "counting"
    assert shifts.less_needed("asking-step").competency == "asking"
    assert shifts.less_needed("counting-step") is None
    assert shifts.more_needed("asking-step") is None


def test_an_estimate_that_fell_or_did_not_is_found_by_its_competency():
    shifts = shifts_by(*LOW_COUNT)
    assert shifts.find_fallen("counting").chance_now < shifts.find_fallen("counting").chance_before
    assert shifts.find_fallen("asking") is None
    assert shifts.find_fallen("nothing") is None
