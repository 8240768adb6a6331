"""Asking somebody from the page Ratings: the form goes out as a file, the answer comes back as text."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from headway.core.evidence import EvidenceItem
from headway.core.ratings import RatingForm
from headway.core.requests import ReplyText, Request, sign_note
from headway.records import bridge, places, private_links, replies
from headway.records.models import Fact, Person
from web_client import TODAY, Keep, field, hidden, read, send


@pytest.fixture(autouse=True)
def _with_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "a secret of this installation")


def told(client: Client, **changed: object) -> dict[str, object]:
    page = read(client, "/ratings/ask/")
    acts = re.findall(r'name="acts" value="([^"]+)"', page)
    return {
        "key": hidden(page, "key"),
        "name": "Lena",
        "source": "peer",
        "until": TODAY + timedelta(days=14),
        "acts": acts,
        **changed,
    }


def ask(client: Client, **changed: object) -> str:
    """The page of a new request."""
    return send(client, "/ratings/ask/", **told(client, **changed))


def answer(client: Client, page: str, chosen: int = 0) -> str:
    form = client.get(f"{page}form.html").content.decode()
    signs = re.findall(r'id="q\d+-(\d)" value="([a-z2-7]+)"', form)
    chosen_signs = " ".join(sign for number, sign in signs if number == str(chosen))
    return f"HEADWAY-ANSWER {page.split('/')[-2]} {chosen_signs} END"


def test_somebody_is_asked_and_the_answer_counts(own: Client, ada: Person) -> None:
    page = ask(own)
    assert "Hello Lena" in read(own, page)
    send(own, page, text=f"> {answer(own, page)}")
    assert "nothing in it was changed" in read(own, f"{page}?taken=1")
    [form] = [b for _f, b in bridge.load_dossier(ada).each(RatingForm)]
    assert (form.rater, set(form.answers.values())) == ("Lena", {"seen"})


def test_the_answer_may_come_as_a_file(own: Client, ada: Person) -> None:
    page = ask(own)
    file = SimpleUploadedFile("answer.txt", answer(own, page, 1).encode())
    send(own, page, text="", file=file)
    assert "partly" in read(own, page)


def test_the_form_is_a_file_that_names_the_request(own: Client, ada: Person) -> None:
    page = ask(own)
    sent = own.get(f"{page}form.html")
    assert sent["Content-Disposition"].startswith('attachment; filename="headway-request-')
    assert "Who will see what you answer" in sent.content.decode()


def test_the_same_form_sent_twice_asks_once(own: Client, ada: Person) -> None:
    sent = told(own)
    assert len({send(own, "/ratings/ask/", **sent) for _ in "ab"}) == 1
    assert Fact.objects.filter(kind="request").count() == 1


def test_who_comes_from_a_piece_of_evidence_asks_about_that_alone(
    own: Client, ada: Person, keep: Keep
) -> None:
    fact = keep(EvidenceItem(text="Ran a test"))
    assert f"/ratings/ask/?evidence={fact}" in read(own, "/evidence/")
    assert read(own, f"/ratings/ask/?evidence={fact}").count(" checked>") == 1
    assert read(own, "/ratings/ask/").count(" checked>") > 1


def test_evidence_is_offered_and_corroborated(own: Client, ada: Person, keep: Keep) -> None:
    fact = keep(EvidenceItem(text="Ran a test"))
    assert "Ran a test" in read(own, "/ratings/ask/")
    page = ask(own, acts=[], evidence=[str(fact)])
    send(own, page, text=answer(own, page))
    [item] = [b for _f, b in bridge.load_dossier(ada).known_by(TODAY).each(EvidenceItem)]
    assert item.corroborated_by == ("Lena",)


def test_a_form_deleted_by_itself_leaves_the_word_on_evidence_in_its_place(
    own: Client, ada: Person, keep: Keep
) -> None:
    page = ask(own, evidence=[str(keep(EvidenceItem(text="Ran a test")))])
    send(own, page, text=answer(own, page))
    [form] = [f.id for f, _b in bridge.load_dossier(ada).each(RatingForm)]
    send(own, f"/ratings/{form}/remove")
    came = re.findall(r"<dd[^>]*>([^<]*)", read(own, page).split("What they answered")[1])
    assert came == [*["taken back"] * (len(came) - 1), "as told"]


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("name", " ", "Say whom you ask"),
        ("name", "ADA", "your own name"),
        ("source", "", "Say who they are to you"),
        ("until", "2020-01-01", "is past"),
        ("until", "soon", "is no day"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    own: Client, ada: Person, name: str, typed: str, sentence: str
) -> None:
    page = send(own, "/ratings/ask/", 400, **told(own, **{name: typed}))
    assert sentence in field(page, name)


def test_a_request_about_nothing_or_too_much_is_refused(
    own: Client, ada: Person, keep: Keep
) -> None:
    assert "at least one act" in send(own, "/ratings/ask/", 400, **told(own, acts=[]))
    facts = [str(keep(EvidenceItem(text=f"Test {n}"))) for n in range(4)]
    assert "at most 3" in send(own, "/ratings/ask/", 400, **told(own, evidence=facts))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste the answer here"),
        ("thanks!", "There is no answer in this text"),
        ("HEADWAY-ANSWER abc aaaaaaaaaaaa END", "No request abc is out"),
    ],
)
def test_what_is_no_answer_stays_typed_with_a_sentence(
    own: Client, ada: Person, text: str, sentence: str
) -> None:
    page = send(own, ask(own), 400, text=text)
    assert sentence in page
    assert text in page


def test_a_file_that_is_no_answer_is_refused(own: Client, ada: Person) -> None:
    page = ask(own)
    large = SimpleUploadedFile("large.txt", b"x" * 1_000_001)
    assert "over 1 MB" in send(own, page, 400, text="", file=large)
    empty = SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff")
    assert "There is no answer" in send(own, page, 400, text="", file=empty)


def test_a_request_is_extended_withdrawn_and_put_back(own: Client, ada: Person) -> None:
    page = ask(own)
    send(own, f"{page}extend", until=TODAY + timedelta(days=30))
    [request] = [b for _f, b in bridge.load_dossier(ada).known_by(TODAY).each(Request)]
    assert request.until == TODAY + timedelta(days=30)
    assert "is past" in send(own, f"{page}extend", 400, until="2020-01-01")
    listed = send(own, f"{page}withdraw")
    assert own.get(page).status_code == 404
    restore = re.search(r'action="(/ratings/ask/[0-9a-f-]{36}/restore)"', read(own, listed))
    assert restore
    send(own, restore[1])
    assert own.get(page).status_code == 200


def test_an_answer_is_deleted_and_another_taken(own: Client, ada: Person) -> None:
    page = ask(own)
    send(own, page, text=answer(own, page))
    assert "differently" in send(own, page, 400, text=answer(own, page, 2))
    send(own, f"{page}forget")
    send(own, page, text=answer(own, page, 2))
    assert "not seen" in read(own, page)


def test_ratings_lists_whom_one_asked(own: Client, ada: Person) -> None:
    page = ask(own)
    text = read(own, "/ratings/")
    assert f'href="{page}"' in text
    assert "Lena</a> (peer), asked on" in text
    assert "withdrawn=junk" not in read(own, "/ratings/?withdrawn=junk")


def test_the_sample_asks_nobody(sample: Client) -> None:
    assert "sample person" in read(sample, "/ratings/ask/", 400)


@override_settings(HEADWAY_IS_PERSONAL=False)
def test_on_a_server_nobody_collects_named_answers(own: Client, ada: Person) -> None:
    assert "everybody gives their own view" in read(own, "/ratings/ask/", 400)


def test_nobody_is_asked_twice_at_a_time(own: Client, ada: Person) -> None:
    ask(own)
    page = own.post("/ratings/ask/", told(own)).content.decode()
    assert "still out" in field(page, "name")


def test_the_link_stands_beside_the_file_while_others_reach_it(
    own: Client, ada: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(tmp_path))
    page = ask(own)
    assert "/answer/" not in read(own, page)
    assert "headway serve --for-others" in read(own, page)
    with closing(private_links.hold_address(places.find_workspace(), "http://ada.example")):
        link = f"http://ada.example{private_links.path_of(page.split('/')[-2])}"
        # On its own, in the mail and in the reminder.
        assert read(own, page).count(link) == 3
        assert "arrives by itself" in read(own, "/ratings/ask/")
        send(own, page, text=answer(own, page))
        assert link not in read(own, page)


def test_a_note_that_came_is_shown_and_who_answered_stands_on_today(
    own: Client, ada: Person
) -> None:
    page = ask(own)
    code = page.split("/")[-2]
    form = replies.find_form(ada, code)
    signs = tuple(answer(own, page).split()[2:-1])
    sign = sign_note(form.key, signs, "More <of> this")
    reply = ReplyText(code=code, signs=signs, note="More <of> this", note_sign=sign)
    replies.take_reply(ada, reply, today=TODAY, recorded_at=datetime.now(UTC))
    assert "More <of> this" in read(own, page)
    today = read(own, "/")
    assert f'<a href="{page}">Lena answered what you asked</a>' in today
