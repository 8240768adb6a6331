"""The assessment asks what tells most next, takes one's word as one's own view, and never asks twice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, LADDER, SENIOR, dossier, fact, law, rated, seen
from headway.core.assessment import (
    ANSWERS_AHEAD,
    asked_before,
    assess,
    next_behaviour,
    tells_something,
    with_answer,
    without_last_answer,
)
from headway.core.ratings import RatingForm
from headway.core.set_aside import SetAside
from headway.core.standing import estimate_levels
from headway.formats import built_in

BUILT_IN = built_in.ladder()
PM, SPM = (BUILT_IN.role(name) for name in ("product-manager", "senior-product-manager"))
ALL_OF_ASKING = {f"asking/1/{number}": "seen" for number in (1, 2, 3)}
answers = st.sampled_from(["seen", "partly", "not seen", "can't say", "does not apply"])


def own(**answered):
    """One's own form with answers; a key is written asking_1_1 for asking/1/1."""
    told = {key.replace("_", "/"): answer for key, answer in answered.items()}
    return RatingForm(rater="Ada", source="self", answers=told)


def by_keys(told):
    return RatingForm(rater="Ada", source="self", answers=told)


def held(*facts, role=SPM, answer="partly", most=300, ladder=BUILT_IN):
    """The keys asked about, in order, by somebody who gives one and the same answer."""
    asked = []
    while len(asked) < most:
        form = by_keys(dict.fromkeys(asked, answer))
        known = dossier(*facts, fact(form))
        key = next_behaviour(known, ladder, role, as_of=DAY, asked=asked)
        if key is None:
            break
        asked.append(key)
    return asked


def test_the_first_question_is_about_an_act_of_the_level_asked_for():
    act = BUILT_IN.behaviour(held(most=1)[0])
    assert act.behaviour.level == SPM.expected[act.competency]


def test_no_act_is_asked_about_twice():
    asked = held(most=25)
    assert len(asked) == len(set(asked)) == 25


def test_only_what_the_role_asks_for_is_asked_about():
    junior = BUILT_IN.role("associate-product-manager")
    assert {key.split("/")[0] for key in held(role=junior, most=20)} <= set(junior.expected)


def test_the_first_answers_are_about_different_competencies():
    assert len({key.split("/")[0] for key in held(most=8)}) >= 6


def test_a_ladder_is_soon_asked_to_its_end():
    asked = held(role=SENIOR, ladder=LADDER)
    assert sorted(asked) == sorted(act.key for act in LADDER.keyed_behaviours())


def test_what_tells_nothing_leaves_everything_as_it_was():
    key = held(most=1)[0]
    silent = dossier(fact(by_keys({key: "does not apply"})))
    asked, nothing = (assess(known, BUILT_IN, SPM, as_of=DAY) for known in (silent, dossier()))
    assert asked.own_view == nothing.own_view
    assert asked.answered_count == 0
    assert asked.next_behaviour not in (key, None)


def test_without_a_role_any_level_may_be_asked_about():
    found = assess(dossier(), BUILT_IN, None, as_of=DAY)
    assert found.next_behaviour is not None
    assert len(found.asked_for) == len(BUILT_IN.competencies)
    assert found.called == found.top == ()


def test_an_answer_about_one_competency_calls_no_other():
    told = {act.key: "seen" for act in BUILT_IN.competency("communication").keyed_behaviours()}
    found = assess(dossier(fact(by_keys(told))), BUILT_IN, SPM, as_of=DAY)
    assert found.called == ("communication",)
    assert "communication" not in found.foreseen
    states = {e.competency: e.state for e in found.own_view.estimates}
    assert states.pop("communication") == "shown"
    assert set(states.values()) == {"too little to tell"}


def test_ones_own_view_calls_more_than_the_estimate_that_counts_leniency():
    known = dossier(fact(by_keys({act.key: "seen" for act in LADDER.keyed_behaviours()})))
    view = assess(known, LADDER, SENIOR, as_of=DAY).own_view
    pooled = estimate_levels(known, LADDER, as_of=DAY, compared_role=SENIOR)
    for own_view, estimate in zip(view.estimates, pooled.estimates, strict=True):
        assert own_view.meets_chance > estimate.meets_chance
        assert own_view.sd < estimate.sd


def test_neither_others_nor_evidence_move_ones_own_view():
    form = fact(own(asking_1_1="seen"))
    others = (fact(rated(asking=0)), fact(seen(asking=1, support="verified")))
    alone, beside = (
        assess(dossier(form, *more), LADDER, SENIOR, as_of=DAY) for more in ((), others)
    )
    assert beside.own_view == alone.own_view
    assert (alone.others_have_rated, beside.others_have_rated) == (False, True)


def test_ones_own_marks_are_part_of_ones_own_view():
    marked = dossier(fact(rated("Ada", "self", asking=1)))
    asking, telling = assess(marked, LADDER, SENIOR, as_of=DAY).own_view.estimates
    assert (asking.view_count, telling.view_count) == (1, 0)


def test_what_was_asked_before_is_told_oldest_first_whatever_the_answer():
    known = dossier(
        fact(own(telling_1_1="can't say"), 1), fact(own(asking_1_2="seen", asking_1_1="partly"))
    )
    last = fact(own(asking_1_1="seen")).happened_on
    assert asked_before(known, as_of=last) == ("asking/1/2", "asking/1/1")
    assert assess(known, LADDER, SENIOR, as_of=last).next_behaviour not in ("asking/1/1", None)


def test_an_answer_that_is_taken_back_leaves_the_form_as_it_was():
    form = own(asking_1_1="seen")
    assert without_last_answer(with_answer(form, "telling/1/1", "partly")) == form
    assert list(
        with_answer(own(asking_1_1="seen", telling_1_1="seen"), "asking/1/1", "partly").answers
    ) == [
        "telling/1/1",
        "asking/1/1",
    ]


def test_what_was_set_aside_is_neither_asked_about_nor_compared():
    first = held(most=1)[0].partition("/")[0]
    aside = fact(SetAside(role=SPM.slug, expectations=(first,), reason="Others do it here."))
    assert first not in {key.partition("/")[0] for key in held(aside, most=20)}
    found = assess(dossier(aside), BUILT_IN, SPM, as_of=DAY)
    assert first not in found.asked_for
    assert len(found.asked_for) == len(SPM.expected) - 1


def test_a_few_more_answers_are_promised_a_few_more_calls():
    key = held(most=1)[0]
    found = assess(dossier(fact(by_keys({key: "seen"}))), BUILT_IN, SPM, as_of=DAY)
    assert 0 < found.more_calls <= found.more_answers <= ANSWERS_AHEAD


def test_where_no_act_is_left_no_more_answers_are_promised():
    everything = by_keys({act.key: "partly" for act in LADDER.keyed_behaviours()})
    found = assess(dossier(fact(everything)), LADDER, SENIOR, as_of=DAY)
    assert (found.more_answers, found.more_calls, found.next_behaviour) == (0, 0, None)


def test_a_ladder_without_behaviours_has_nothing_to_ask():
    bare = replace(
        LADDER, competencies=tuple(replace(c, behaviours=()) for c in LADDER.competencies)
    )
    assert assess(dossier(), bare, SENIOR, as_of=DAY).next_behaviour is None


@pytest.mark.parametrize(
    ("answer", "tells"),
    [("seen", True), ("partly", True), ("not seen", True), ("can't say", False)],
)
def test_an_answer_tells_something_or_nothing(answer, tells):
    assert tells_something(answer) is tells


@law
@given(told=st.dictionaries(st.sampled_from([a.key for a in LADDER.keyed_behaviours()]), answers))
def test_the_order_of_answers_changes_no_digit_of_the_view(told):
    backwards = dict(reversed(told.items()))
    one, other = (
        assess(dossier(fact(by_keys(each), id=DAY)), LADDER, SENIOR, as_of=DAY).own_view
        for each in (told, backwards)
    )
    assert one == other


@law
@given(told=st.dictionaries(st.sampled_from([a.key for a in LADDER.keyed_behaviours()]), answers))
def test_a_better_answer_never_lowers_what_it_speaks_of(told):
    lower, higher = (
        assess(dossier(fact(by_keys({**told, "asking/1/1": a}))), LADDER, SENIOR, as_of=DAY)
        for a in ("not seen", "seen")
    )
    assert higher.own_view.estimates[0].mean > lower.own_view.estimates[0].mean
