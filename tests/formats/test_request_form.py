"""The form that is sent, and the answer as mails bring it back."""

import re
from base64 import b64encode
from dataclasses import replace
from email.message import EmailMessage
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.errors import InvalidInputError
from headway.core.requests import check_reply, sign
from headway.formats import request_form
from request_cases import KEY, REQUEST, TEXT

SIGNS = [sign(KEY, 0, "seen"), sign(KEY, 1, "can't say"), sign(KEY, 2, "as told")]
ANSWER = f"HEADWAY-ANSWER {REQUEST.code} {' '.join(SIGNS)} END"


def page() -> str:
    return request_form.write(REQUEST, TEXT, KEY).decode()


def test_the_form_asks_everything_and_tells_beforehand_who_will_see_it() -> None:
    told = page()
    assert "Writes &lt;b&gt;short&lt;/b&gt;" in told
    assert "2 March 2026: Ran a test" in told
    assert told.index("Who will see what you answer") < told.index("Writes &lt;b")
    assert "until 1 December 2026" in told
    assert "Thank you &amp; all" in told
    assert "Ana &lt;i&gt;" in told
    assert "<i>" not in told


def test_the_form_loads_nothing_and_runs_only_what_it_brought() -> None:
    told = page()
    assert not re.search(r"(?:src|href|action)=", told)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', told)
    script, style = (
        re.search(r"<script>(.*)</script>", told, re.S),
        re.search("<style>(.*)</style>", told, re.S),
    )
    assert policy
    assert script
    assert style
    for part in (script[1], style[1]):
        assert f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'" in policy[1]
    assert "unsafe" not in policy[1]


def test_every_answer_has_its_sign_and_what_nobody_touches_says_nothing() -> None:
    told = page()
    assert len(set(re.findall(r'value="([a-z2-7]{12})"', told))) == 12
    assert set(re.findall(r'value="([a-z2-7]{12})" checked', told)) == {
        sign(KEY, place, "can't say") for place in range(3)
    }


def test_the_same_request_is_the_same_form() -> None:
    assert request_form.write(REQUEST, TEXT, KEY) == request_form.write(REQUEST, TEXT, KEY)


def test_a_form_may_ask_about_evidence_alone_or_acts_alone() -> None:
    acts_only = request_form.write(
        replace(REQUEST, evidence=(), note=""), replace(TEXT, evidence=()), KEY
    )
    assert b"Was it as told" not in acts_only
    words_only = request_form.write(replace(REQUEST, acts=()), replace(TEXT, acts=()), KEY)
    assert b"did you see this" not in words_only
    assert b"Was it as told" in words_only


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        f"Hello Mira,\n\n{ANSWER}\n\nBest, Ana",
        "\n".join(f"> > {line}" for line in ANSWER.split(" ")),
        ANSWER.replace(" ", "\r\n"),
        ANSWER.replace(" ", "\u00a0 "),
        ANSWER.upper(),
        f"{ANSWER}.",
        f"“{ANSWER}”",
        ANSWER.replace("-", "\u2011", 1),
        ANSWER.replace("-", "\u2013", 1),
        f"{ANSWER}\n\nOn Monday Mira wrote:\n> {ANSWER}",
        ANSWER.replace(SIGNS[1], f"{SIGNS[1][:5]}=\r\n{SIGNS[1][5:]}"),
    ],
)
def test_an_answer_is_read_however_a_mail_breaks_and_quotes_it(text: str) -> None:
    found = check_reply(REQUEST, request_form.read(text), KEY)
    assert found.form is not None
    assert list(found.form.answers.values()) == ["seen", "can't say"]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_note_comes_back(note: str) -> None:
    packed = b64encode(note.encode(), b"-_").decode().rstrip("=")
    pieces = " ".join(f".{packed[i : i + 60]}" for i in range(0, len(packed), 60))
    text = ANSWER.replace(" END", f" NOTE {pieces} SIGNED abc END")
    found = request_form.read(text)
    assert (found.note, found.note_sign) == (note, "abc")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no answer in this text"),
        ("HEADWAY-ANSWER abc def", "There is no answer in this text"),
        (f"{ANSWER} {ANSWER.replace('k7f3', 'zzzz')}", "more than one answer"),
        ("HEADWAY-ANSWER abc def NOTE .a END", "damaged"),
        ("HEADWAY-ANSWER abc def NOTE ._w END", "damaged"),
        ("x" * 300_000, "far more text"),
    ],
)
def test_what_is_no_answer_is_told_with_what_to_do(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        request_form.read(text)


def mail(*, html: str = "", attached: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "ana@example.org", "My answer"
    if html:
        message.set_content(html, subtype="html")
    else:
        message.set_content("See the file." if attached else f"Hello\n\n{ANSWER}\n", cte="base64")
    if attached:
        message.add_attachment(ANSWER.encode(), maintype="text", subtype="plain", filename="a.txt")
    return message.as_bytes()


@pytest.mark.parametrize(
    "content",
    [
        f"{ANSWER}\n".encode(),
        f"\ufeff{ANSWER}".encode(),
        ANSWER.encode("utf-16"),
        mail(),
        mail(html=f"<p>{ANSWER.replace(' ', '<br>')}</p>"),
        mail(attached=True),
    ],
)
def test_a_file_may_be_the_answer_or_a_whole_mail(content: bytes) -> None:
    assert request_form.read_file(content).signs == tuple(SIGNS)


@given(st.binary(max_size=2000))
def test_any_other_file_ends_in_a_sentence(content: bytes) -> None:
    with pytest.raises(InvalidInputError):
        request_form.read_file(content)


def test_an_answer_in_a_page_beside_a_lists_plain_footer_is_found() -> None:
    mail = EmailMessage()
    mail.set_content("--\nA list of people\n")
    mail.add_attachment(f"<p>Here it is:</p><p>{ANSWER}&nbsp;</p>", subtype="html")
    assert request_form.read_file(mail.as_bytes()).signs == tuple(SIGNS)


def test_a_saved_answer_attached_as_a_file_of_no_kind_is_found() -> None:
    mail = EmailMessage()
    mail.set_content("See the file.")
    for name, content in (("form.html", page().encode()), ("answer.txt", ANSWER.encode())):
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    assert request_form.read_file(mail.as_bytes()).signs == tuple(SIGNS)
