"""Answers about single acts count in the estimate as part of their rater's one view."""

from dataclasses import replace

import pytest

from examples import DAY, LADDER, SENIOR, dossier, fact, rated
from headway.core.ratings import RatingForm
from headway.core.standing import estimate_levels
from headway.core.standing.basis import ANSWERS_TOGETHER, find_basis

ASKING = tuple(act.key for act in LADDER.competency("asking").keyed_behaviours())


def answered(answer="seen", *, keys=ASKING, rater="M.", source="manager", **fields):
    told = dict.fromkeys(keys, answer)
    return RatingForm(rater=rater, source=source, answers=told, **fields)


def asking(*facts, as_of=DAY):
    known = dossier(*facts)
    return estimate_levels(known, LADDER, as_of=as_of, compared_role=SENIOR).estimates[0]


def test_a_form_with_answers_about_a_competency_is_one_view():
    assert asking(fact(answered())).view_count == 1
    assert asking(fact(answered(marks={"asking": 1}))).view_count == 1


@pytest.mark.parametrize("source", ["self", "manager", "peer", "report", "stakeholder"])
def test_acts_that_were_seen_raise_and_acts_that_were_not_lower(source):
    low, nothing, high = (
        asking(*facts).mean
        for facts in (
            [fact(answered("not seen", source=source))],
            [],
            [fact(answered("seen", source=source))],
        )
    )
    assert low < nothing < high


@pytest.mark.parametrize("answer", ["can't say", "does not apply"])
def test_answers_that_tell_nothing_change_nothing(answer):
    assert asking(fact(answered(answer))) == asking()


def test_ones_own_answers_stand_aside_once_another_has_answered():
    others = asking(fact(answered("seen", keys=ASKING[:1])))
    beside = asking(
        fact(answered("seen", keys=ASKING[:1])), fact(answered("not seen", rater="", source="self"))
    )
    assert replace(beside, own_level=None) == others


def test_all_answers_of_one_rater_together_weigh_no_more_than_two_marks():
    views = find_basis(dossier(fact(answered())), LADDER, as_of=DAY).views
    assert sum(view.weight for view in views) == pytest.approx(ANSWERS_TOGETHER)
    (single,) = find_basis(dossier(fact(answered(keys=ASKING[:1]))), LADDER, as_of=DAY).views
    assert single.weight == 1.0


def test_the_last_answer_about_an_act_counts():
    corrected = (fact(answered("not seen")), fact(answered("seen"), 1))
    later = corrected[1].happened_on
    assert asking(*corrected, as_of=later) == asking(corrected[1], as_of=later)


def test_who_can_no_longer_say_takes_the_answer_back():
    known = (fact(answered("seen", keys=ASKING[:1])), fact(answered("can't say"), 1))
    assert asking(*known, as_of=known[1].happened_on).view_count == 0


def test_answers_about_acts_that_the_ladder_lacks_are_left_out():
    assert asking(fact(answered(keys=("asking/9/1", "guessing/1/1", "odd")))) == asking()


def test_ten_forms_with_one_answer_each_are_still_one_view():
    apart = asking(*(fact(answered(keys=(key,)), id=key) for key in ASKING))
    assert apart == asking(fact(answered()))


def test_an_answer_is_no_mark_of_ones_own():
    assert asking(fact(answered(source="self"))).own_level is None
    assert asking(fact(rated("Ada", "self", asking=1))).own_level == 1
