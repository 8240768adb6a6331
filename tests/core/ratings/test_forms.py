"""A form counts only with competencies and levels that the ladder has."""

from dataclasses import replace

import pytest

from examples import LADDER, rated
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.ratings import check_form, check_others_name, named_rater


def test_a_form_of_the_ladder_is_handed_back():
    form = replace(rated(asking=0, telling=1), no_chance_to_see=("asking",))
    assert check_form(form, LADDER) == form


def test_a_form_without_marks_is_a_form():
    assert check_form(rated(), LADDER) == rated()


@pytest.mark.parametrize("level", [-1, 2])
def test_a_level_outside_the_scale_is_refused_with_the_scale(level):
    with pytest.raises(InvalidInputError, match="the levels are 0 None yet, 1 Awareness"):
        check_form(rated(asking=level), LADDER)


def test_an_unknown_competency_is_refused_in_marks():
    with pytest.raises(UnknownNameError, match="guessing"):
        check_form(rated(guessing=1), LADDER)


def test_an_unknown_competency_is_refused_where_there_was_no_chance_to_see():
    with pytest.raises(UnknownNameError, match="guessing"):
        check_form(replace(rated(), no_chance_to_see=("guessing",)), LADDER)


def test_answers_about_acts_of_the_ladder_are_a_form():
    form = replace(rated(), answers={"asking/1/2": "seen", "telling/1/1": "can't say"})
    assert check_form(form, LADDER) == form


@pytest.mark.parametrize("key", ["asking/1/4", "asking/2/1", "guessing/1/1", "asking", ""])
def test_an_act_that_the_ladder_lacks_is_refused(key):
    with pytest.raises(UnknownNameError, match="This ladder has no"):
        check_form(replace(rated(), answers={key: "seen"}), LADDER)


def test_an_answer_that_is_none_is_refused_with_the_answers():
    with pytest.raises(
        InvalidInputError, match="'maybe' is no answer; the answers are seen, partly"
    ):
        check_form(replace(rated(), answers={"asking/1/1": "maybe"}), LADDER)


@pytest.mark.parametrize("name", ["José  Ruiz", " josé ruiz", "Jose\u0301 Ruiz", "JOSÉ\u200d RUIZ"])
def test_a_rater_is_the_same_however_the_name_was_typed(name):
    assert named_rater(name) == named_rater("José Ruiz")


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_what_cannot_be_seen_names_nobody(name):
    assert named_rater(name) == ""


def test_ones_own_name_is_no_name_of_somebody_else():
    assert check_others_name("Ana", own_name="Ben") == "Ana"
    with pytest.raises(InvalidInputError, match="ben is your own name"):
        check_others_name("ben", own_name="Ben")


@pytest.mark.parametrize("parts", [-1, 0, 1])
def test_a_mark_is_shared_among_two_parts_at_least(parts):
    with pytest.raises(ValueError, match="2 parts"):
        replace(rated(asking=1), shared={"asking": parts})
