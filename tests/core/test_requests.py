"""Requests and replies: an answer that was changed on its way is not taken for what was said."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.errors import InvalidInputError
from headway.core.requests import (
    ACT_WORDS,
    EVIDENCE_WORDS,
    ReplyText,
    Request,
    check_reply,
    find_key,
    find_link_letters,
    find_receipt,
    sign,
    sign_note,
)

EVIDENCE = UUID(int=7)
REQUEST = Request(
    code="abc",
    name="Ana",
    source="peer",
    until=date(2026, 12, 1),
    acts=("communication/2/1", "delivery-management/3/1"),
    evidence=(EVIDENCE,),
)
KEY = find_key("secret", REQUEST.code)


def answered(*words: str, note: str = "") -> ReplyText:
    signs = tuple(sign(KEY, place, word) for place, word in enumerate(words))
    return ReplyText(
        code="abc", signs=signs, note=note, note_sign=sign_note(KEY, signs, note) if note else ""
    )


@given(st.sampled_from(ACT_WORDS), st.sampled_from(ACT_WORDS), st.sampled_from(EVIDENCE_WORDS))
def test_every_answer_comes_back_as_it_was_given(first: str, second: str, third: str) -> None:
    found = check_reply(REQUEST, answered(first, second, third), KEY)
    assert found.form is not None
    assert list(found.form.answers.values()) == [first, second]
    assert found.reply.on_evidence == {str(EVIDENCE): third}


def test_an_answer_is_kept_under_the_name_that_was_asked_with_its_note() -> None:
    found = check_reply(REQUEST, answered("seen", "partly", "as told", note="More of it"), KEY)
    assert found.form is not None
    assert (found.form.rater, found.form.source, found.form.request) == ("Ana", "peer", "abc")
    assert (found.form.note, found.reply.note) == ("More of it", "")


def test_without_acts_the_note_stands_with_the_reply() -> None:
    asked = replace(REQUEST, acts=())
    found = check_reply(asked, answered("not so", note="It was Ben"), KEY)
    assert found.form is None
    assert found.reply.note == "It was Ben"


@given(st.integers(0, 2), st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=12, max_size=12))
def test_a_sign_that_was_changed_is_refused(place: int, other: str) -> None:
    text = answered("seen", "seen", "as told")
    if other == text.signs[place]:
        return
    signs = (*text.signs[:place], other, *text.signs[place + 1 :])
    with pytest.raises(InvalidInputError, match=f"Part {place + 1}|none that the form gives"):
        check_reply(REQUEST, replace(text, signs=signs), KEY)


def test_a_sign_stands_for_its_own_question_only() -> None:
    text = answered("seen", "not seen", "as told")
    swapped = replace(text, signs=(text.signs[1], text.signs[0], text.signs[2]))
    with pytest.raises(InvalidInputError, match="Part 1"):
        check_reply(REQUEST, swapped, KEY)


@pytest.mark.parametrize("left", [0, 2])
def test_an_answer_that_lost_a_part_is_refused(left: int) -> None:
    text = answered("seen", "seen", "as told")
    with pytest.raises(InvalidInputError, match=f"{left} of 3 parts"):
        check_reply(REQUEST, replace(text, signs=(*text.signs, "x")[:left]), KEY)


def test_another_note_or_other_answers_under_a_note_are_refused() -> None:
    text = answered("seen", "seen", "as told", note="Good")
    others = answered("not seen", "seen", "as told")
    for changed in (replace(text, note="Bad"), replace(text, signs=others.signs)):
        with pytest.raises(InvalidInputError, match="changed on its way"):
            check_reply(REQUEST, changed, KEY)


def test_the_key_of_one_request_opens_no_other() -> None:
    with pytest.raises(InvalidInputError, match="made by another Headway"):
        check_reply(REQUEST, answered("seen", "seen", "as told"), find_key("secret", "xyz"))


def test_another_answer_has_another_receipt() -> None:
    first, second = answered("seen", "seen", "as told"), answered("seen", "partly", "as told")
    assert find_receipt(first) != find_receipt(second)
    assert find_receipt(first) != find_receipt(replace(first, note="Good"))


def test_an_answer_that_holds_every_choice_tells_why() -> None:
    signs = tuple(sign(KEY, 0, word) for word in ACT_WORDS)
    with pytest.raises(InvalidInputError, match="could not tell what was chosen"):
        check_reply(REQUEST, ReplyText(code=REQUEST.code, signs=signs), KEY)


def test_a_link_ends_in_letters_of_this_request_and_this_installation_alone() -> None:
    letters = find_link_letters("secret", "k7f3m2q9x4")
    assert len(letters) == 32
    assert set(letters) <= set("abcdefghijklmnopqrstuvwxyz234567")
    others = {find_link_letters("secret", "k7f3m2q9x5"), find_link_letters("other", "k7f3m2q9x4")}
    assert len({letters, *others}) == 3
    assert letters == find_link_letters("secret", "k7f3m2q9x4")
