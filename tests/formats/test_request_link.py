"""The form at a private link, and what a browser sends back."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.requests import (
    LONGEST_NOTE,
    check_reply,
    sign,
    words_at,
)
from headway.formats import request_form, request_link
from headway.formats.request_link import ALL_LEFT, Sent
from request_cases import KEY, REQUEST, TEXT

CHOSEN = {0: sign(KEY, 0, "seen"), 1: sign(KEY, 1, "can't say"), 2: sign(KEY, 2, "as told")}


def said(page: bytes | str) -> list[str]:
    """What a form says before its answer, without the tags."""
    text = page.decode() if isinstance(page, bytes) else page
    body = text[text.index("<h1>") : text.index("Anything else?")]
    plain = re.sub(r"<p>Nothing is sent.*?</p>", "", body, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", plain).split()


def test_it_asks_and_tells_in_the_words_of_the_form_that_is_sent() -> None:
    at_link = request_link.write_form(REQUEST, TEXT, KEY)
    assert said(at_link) == said(request_form.write(REQUEST, TEXT, KEY))
    assert "<i>" not in at_link
    assert "<b>short" not in at_link


@given(
    st.tuples(*(st.sampled_from(words) for words in words_at(REQUEST))),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)
def test_what_is_sent_says_what_was_pressed(words: tuple[str, ...], note: str) -> None:
    told = {f"q{place}": sign(KEY, place, word) for place, word in enumerate(words)}
    sent = request_link.read(urlencode(told | {"note": note}).encode(), REQUEST, KEY)
    answered = check_reply(REQUEST, request_link.to_reply(sent, REQUEST, KEY), KEY)
    assert answered.form is not None
    told_words = [*answered.form.answers.values(), *answered.reply.on_evidence.values()]
    assert told_words == list(words)
    assert answered.form.note == sent.note
    assert sent.note == note.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


@given(st.binary(max_size=300))
def test_what_is_no_form_chooses_nothing(content: bytes) -> None:
    sent = request_link.read(content, REQUEST, KEY)
    assert sent.chosen == {}
    assert "3 questions still without an answer" in request_link.find_trouble(sent, REQUEST, KEY)


def test_more_fields_than_a_form_has_are_no_form() -> None:
    assert request_link.read(b"&".join([b"a=1"] * 41), REQUEST, KEY) == Sent()


def test_a_sign_of_another_question_is_none() -> None:
    content = urlencode({"q0": CHOSEN[1], "q1": CHOSEN[1]}).encode()
    assert request_link.read(content, REQUEST, KEY).chosen == {1: CHOSEN[1]}


def test_what_was_pressed_and_typed_stands_there_again() -> None:
    sent = Sent(chosen={0: CHOSEN[0], 2: CHOSEN[2]}, note="<&>")
    trouble = request_link.find_trouble(sent, REQUEST, KEY)
    page = request_link.write_form(REQUEST, TEXT, KEY, sent, trouble)
    assert "1 question still without" in page
    assert re.findall(r'value="([a-z2-7]{12})" checked', page) == [CHOSEN[0], CHOSEN[2]]
    assert page.count("Choose one") == 1
    assert ">&lt;&amp;&gt;</textarea>" in page


@pytest.mark.parametrize(("length", "is_told"), [(LONGEST_NOTE, False), (LONGEST_NOTE + 1, True)])
def test_a_note_has_a_length(length: int, is_told: bool) -> None:
    sent = Sent(chosen=CHOSEN, note="x" * length)
    trouble = request_link.find_trouble(sent, REQUEST, KEY)
    assert trouble == ("Nothing was sent: the note is too long." if is_told else "")
    page = request_link.write_form(REQUEST, TEXT, KEY, sent, trouble)
    assert ("1 character over" in page) is is_told
    assert ("aria-invalid" in page) is is_told


def test_all_left_is_asked_about_beside_the_button_and_once() -> None:
    left = {place: sign(KEY, place, "can't say") for place in range(3)}
    sent = Sent(chosen=left)
    assert request_link.find_trouble(sent, REQUEST, KEY) == ALL_LEFT
    page = request_link.write_form(REQUEST, TEXT, KEY, sent, ALL_LEFT)
    assert page.index("</textarea>") < page.index('id="trouble"') < page.index('name="sure"')
    for meant in (replace(sent, is_sure=True), replace(sent, note="A word")):
        assert request_link.find_trouble(meant, REQUEST, KEY) == ""
    assert request_link.read(b"sure=yes", REQUEST, KEY).is_sure


def test_thanks_are_with_a_copy_and_a_way_back() -> None:
    sent = Sent(chosen=CHOSEN, note="More <please>")
    page = request_link.write_thanks(REQUEST, TEXT, KEY, sent, "ABCD-EFGH")
    assert "<dt>Writes &lt;b&gt;short&lt;/b&gt;</dt><dd>I saw this</dd>" in page
    assert "<dt>2 March 2026: Ran a test</dt><dd>It was as told</dd>" in page
    assert "<dd>More &lt;please&gt;</dd>" in page
    assert "To change it or take it back" in page
    assert "ABCD-EFGH" in page
    again = request_link.write_thanks(REQUEST, TEXT, KEY, Sent(chosen=CHOSEN), "x", is_new=False)
    assert "counts once" in again
    assert "Anything else?" not in again


def test_an_answer_that_was_not_taken_is_handed_back() -> None:
    page = request_link.add_not_taken(
        request_link.write_ended(), REQUEST, TEXT, KEY, Sent(chosen={0: CHOSEN[0]}, note="Keep")
    )
    assert page.index("This link has ended") < page.index("was not kept") < page.index("Keep")
    assert "<dt>Says no early</dt><dd></dd>" in page
    assert page.endswith("</html>")


def test_an_answered_link_tells_when_and_the_receipt_but_not_which_answer() -> None:
    receipt = "ABCD-EFGH"
    reply = check_reply(
        REQUEST, request_link.to_reply(Sent(chosen=CHOSEN), REQUEST, KEY), KEY
    ).reply
    page = request_link.write_answered(
        REQUEST, TEXT, date(2026, 3, 2), replace(reply, receipt=receipt)
    )
    assert "This was answered" in page
    assert "2 March 2026" in page
    assert receipt in page
    assert "I saw this" not in page


def test_the_policy_lets_the_pages_own_style_through_and_no_script() -> None:
    page = request_link.write_ended()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    policy = request_link.find_policy()
    assert request_form.find_digest(style[1].strip()) in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
