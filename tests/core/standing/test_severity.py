"""How strictly somebody marks is told from vignettes, and used where nothing else can tell it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, dossier, fact, law, rated
from headway.core.errors import InvalidInputError
from headway.core.ratings import VignetteForm
from headway.core.ratings.vignettes import Vignette, answer_vignettes
from headway.core.standing import estimate_levels
from headway.core.standing.severity import (
    choose_vignettes,
    default_calibration,
    find_severities,
    find_severity,
    with_known_raters,
)
from headway.formats import built_in

LADDER = built_in.ladder()
SHIPPED = built_in.vignettes()
CALIBRATION = default_calibration(LADDER)
FOUR = choose_vignettes(SHIPPED, (), LADDER, wanted=4)
QUESTIONS = [f"{v.slug}/{shown.competency}" for v in SHIPPED.vignettes for shown in v.shows]


def answered(
    shift: int, vignettes: tuple[Vignette, ...] = FOUR, rater: str = "Kim"
) -> VignetteForm:
    """The form of somebody who marks everything `shift` levels off what was intended."""
    marks: dict[str, int | None] = {
        f"{v.slug}/{shown.competency}": min(4, max(0, shown.level + shift))
        for v in vignettes
        for shown in v.shows
    }
    return answer_vignettes(SHIPPED, marks, rater=rater, source="peer")


def severity(*forms: VignetteForm) -> tuple[float, float]:
    found = find_severity(forms, LADDER, CALIBRATION)
    return found.mean, found.sd


def level_of(facts: tuple[object, ...], competency: str = "communication") -> float:
    standing = estimate_levels(dossier(*facts), LADDER, as_of=date(2026, 12, 1))
    return next(e.mean for e in standing.estimates if e.competency == competency)


def test_nobody_is_strict_or_lenient_before_answering() -> None:
    assert severity() == pytest.approx((0.0, CALIBRATION.sd_severity))


def test_low_marks_tell_strictness_and_high_marks_leniency() -> None:
    strict, fair, lenient = (severity(answered(shift))[0] for shift in (-1, 0, 1))
    assert lenient < -0.5 < -0.3 < fair < 0.3 < 0.5 < strict


def test_the_intended_levels_are_not_taken_as_certain() -> None:
    """A whole level off is 1.33 logits; so few scenes by invented judgement don't prove that."""
    assert severity(answered(-1))[0] < 1.33
    assert severity(answered(0, SHIPPED.vignettes))[1] > 0.2


@law
@given(st.dictionaries(st.sampled_from(QUESTIONS), st.integers(0, 4), max_size=12))
def test_more_answers_never_leave_more_doubt(marks: dict[str, int]) -> None:
    form = answer_vignettes(SHIPPED, marks, rater="Kim", source="peer")
    mean, sd = severity(form)
    assert 0 < sd <= CALIBRATION.sd_severity + 1e-9
    assert abs(mean) < 5


@law
@given(st.sampled_from(QUESTIONS), st.integers(0, 3))
def test_a_higher_mark_never_looks_stricter(question: str, mark: int) -> None:
    low, high = (
        answer_vignettes(SHIPPED, {question: m}, rater="Kim", source="peer")
        for m in (mark, mark + 1)
    )
    assert severity(high)[0] < severity(low)[0]


@law
@given(st.permutations(QUESTIONS[:8]))
def test_the_order_of_answers_changes_no_digit(questions: list[str]) -> None:
    def forms(order: list[str]) -> list[VignetteForm]:
        return [answer_vignettes(SHIPPED, {q: 2}, rater="Kim", source="peer") for q in order]

    assert severity(*forms(questions)) == severity(*forms(QUESTIONS[:8]))


def test_marks_on_what_a_scene_does_not_show_say_nothing_of_strictness() -> None:
    form = answer_vignettes(
        SHIPPED, {"aisha-sign-ups/product-strategy": 4}, rater="K", source="peer"
    )
    assert severity(form) == severity()


def test_of_several_answers_to_one_question_the_last_counts() -> None:
    assert severity(answered(-1), answered(0)) == severity(answered(0))


def test_a_form_of_another_ladder_says_nothing() -> None:
    form = VignetteForm(rater="K", source="peer", marks={"x/y": 9}, intended={"x/y": 1})
    assert severity(form) == severity()


def test_the_chosen_ones_tell_more_than_the_first_in_the_file() -> None:
    first = severity(answered(0, SHIPPED.vignettes[:4]))[1]
    assert severity(answered(0))[1] < first
    assert len({v.slug for v in FOUR}) == 4


def test_a_scene_that_was_answered_is_not_asked_again() -> None:
    again = choose_vignettes(SHIPPED, [answered(0)], LADDER, wanted=4)
    assert not set(again) & set(FOUR)
    assert choose_vignettes(SHIPPED, [answered(0, SHIPPED.vignettes)], LADDER) == ()


@pytest.mark.parametrize("wanted", [1, 5])
def test_fewer_than_two_or_more_than_four_are_refused(wanted: int) -> None:
    with pytest.raises(InvalidInputError, match="Two to four"):
        choose_vignettes(SHIPPED, (), LADDER, wanted=wanted)


def test_severities_are_found_by_name_however_it_is_typed() -> None:
    known = dossier(fact(answered(-1, rater=" kim  Li")), fact(answered(1, rater="Bo")))
    found = find_severities(known, LADDER, CALIBRATION, as_of=DAY)
    assert sorted(found) == ["named bo", "named kim li"]
    assert found["named bo"].mean < 0 < found["named kim li"].mean


def test_a_strict_raters_mark_counts_for_more_once_vignettes_tell() -> None:
    form = fact(rated("Kim", "peer", communication=2), 1)
    unknown = level_of((form,))
    assert level_of((form, fact(answered(-1)))) > unknown + 0.1
    assert level_of((form, fact(answered(1)))) < unknown - 0.1
    assert level_of((form, fact(answered(-1, rater="Bo")))) == unknown


def test_ones_own_vignettes_move_no_view_of_oneself() -> None:
    """How one marks others is not how one sees oneself."""
    own = fact(rated("Kim", "self", communication=2), 1)
    assert level_of((own, fact(answered(-1)))) == level_of((own,))


def test_what_a_calibration_says_of_a_rater_goes_before() -> None:
    known = dossier(fact(answered(-1)))
    told = with_known_raters(CALIBRATION, known, LADDER, as_of=DAY)
    again = with_known_raters(told, dossier(fact(answered(1))), LADDER, as_of=DAY)
    assert again.raters == told.raters


def test_what_vignettes_told_fades_with_the_years() -> None:
    known = dossier(fact(answered(-1)))
    now, later, much_later = (
        find_severities(known, LADDER, CALIBRATION, as_of=DAY + timedelta(days=days))["named kim"]
        for days in (0, 365, 36500)
    )
    assert now.mean > later.mean > much_later.mean == pytest.approx(0)
    assert now.sd < later.sd < much_later.sd == pytest.approx(CALIBRATION.sd_severity)


def test_the_strictness_of_nobody_is_not_told():
    nameless = fact(answered(0, rater=""))
    assert find_severities(dossier(nameless), LADDER, CALIBRATION, as_of=DAY) == {}
