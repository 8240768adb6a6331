"""What others reach of a workspace: a request's form at its own link, and nothing else."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest

from headway.core.evidence import EvidenceItem
from headway.core.ratings import RatingForm
from headway.core.requests import Reply, Request
from headway.formats import built_in
from headway.records import bridge, entries, private_links, replies
from headway.records.failures import WorkspaceError
from headway.records.models import Fact, Person
from headway.web.private_links import MOST_A_MINUTE, MOST_BYTES, Allowance, PrivateLinks
from web_client import MOMENT, TODAY, Keep

HOST = "ada.example:8766"
ACTS = ("communication/2/1", "delivery-management/3/1")
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _with_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "a secret of this installation")


class Stranger:
    """Somebody's browser at the door for others."""

    def __init__(self, door: PrivateLinks | None = None) -> None:
        self.door = door or PrivateLinks(hosts=[HOST])

    def get(self, path: str, **environ: Any) -> int:
        call: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": HOST, **environ}
        setup_testing_defaults(call)
        self.body = b"".join(self.door(call, self._start))
        self.text = unescape(self.body.decode())
        return self.status

    def post(self, path: str, content: bytes | dict[str, str], **environ: Any) -> int:
        sent = content if isinstance(content, bytes) else urlencode(content).encode()
        told = {"CONTENT_LENGTH": str(len(sent)), "wsgi.input": BytesIO(sent)}
        return self.get(path, REQUEST_METHOD="POST", **{**told, **environ})

    def chosen(self, path: str, number: int) -> dict[str, str]:
        """What the form sends when that word is pressed at each question."""
        assert self.get(path) == 200
        signs = re.findall(r'name="(q\d+)" id="q\d+-(\d)" value="([a-z2-7]+)"', self.text)
        return {name: sign for name, place, sign in signs if int(place) == number}

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status, self.headers = int(status.split()[0]), dict(headers)


@pytest.fixture
def asked(ada: Person) -> str:
    """The path of the link of a request to Lena that is out."""
    return ask(ada)


def ask(ada: Person, **told: Any) -> str:
    key = entries.new_key()
    request = Request(
        code=replies.code_from(key),
        name="Lena",
        source="peer",
        **{"until": TODAY + timedelta(days=9), "acts": ACTS, **told},
    )
    ladder = bridge.keep_ladder(built_in.ladder(), recorded_at=MOMENT)
    replies.keep_request(
        ada, key, request, asked_on=MOMENT.date(), recorded_at=MOMENT, ladder=ladder
    )
    return private_links.path_of(request.code)


def code_of(path: str) -> str:
    return path.split("/")[2]


def kept(ada: Person) -> list[RatingForm]:
    return [body for _fact, body in bridge.load_dossier(ada).known_by(TODAY).each(RatingForm)]


def test_the_form_tells_who_will_see_what_before_it_asks(asked: str) -> None:
    stranger = Stranger()
    assert stranger.get(asked) == 200
    assert stranger.text.index("under your name, Lena") < stranger.text.index("did you see this?")
    assert "They are not anonymous" in stranger.text


def test_an_answer_is_taken_in_as_one_in_a_file_is(ada: Person, asked: str) -> None:
    stranger = Stranger()
    told = stranger.chosen(asked, 0) | {"note": "  More of this\r\n– please "}
    assert stranger.post(asked, told) == 200
    assert "A copy of what you sent" in stranger.text
    assert "I saw this" in stranger.text
    [form] = kept(ada)
    assert (form.rater, form.source, set(form.answers.values())) == ("Lena", "peer", {"seen"})
    assert form.note == "More of this\n– please"
    [reply] = [body for _fact, body in bridge.load_dossier(ada).each(Reply)]
    assert reply.receipt in stranger.text


def test_evidence_is_corroborated_at_a_link(ada: Person, keep: Keep) -> None:
    path = ask(ada, acts=(), evidence=(keep(EvidenceItem(text="Ran a test")),))
    stranger = Stranger()
    assert stranger.post(path, stranger.chosen(path, 0)) == 200
    assert "It was as told" in stranger.text
    [item] = [b for _f, b in bridge.load_dossier(ada).known_by(TODAY).each(EvidenceItem)]
    assert item.corroborated_by == ("Lena",)


def test_the_same_answer_counts_once_and_another_is_not_kept(ada: Person, asked: str) -> None:
    stranger = Stranger()
    first, second = stranger.chosen(asked, 0), stranger.chosen(asked, 1)
    stranger.post(asked, first)
    assert stranger.post(asked, first) == 200
    assert "counts once" in stranger.text
    assert stranger.post(asked, second | {"note": "Only now"}) == 409
    assert "was not kept" in stranger.text
    assert "Only now" in stranger.text
    assert [set(form.answers.values()) for form in kept(ada)] == [{"seen"}]


def test_the_link_does_not_show_what_was_answered(asked: str) -> None:
    stranger = Stranger()
    stranger.post(asked, stranger.chosen(asked, 0) | {"note": "Between us"})
    assert stranger.get(asked) == 200
    assert "This was answered on" in stranger.text
    assert "Between us" not in stranger.text
    assert "I saw this" not in stranger.text


def test_a_deleted_answer_lets_the_link_take_another(ada: Person, asked: str) -> None:
    stranger = Stranger()
    stranger.post(asked, stranger.chosen(asked, 0))
    replies.take_back_reply(ada, code_of(asked), recorded_at=NOW)
    assert stranger.post(asked, stranger.chosen(asked, 1)) == 200
    assert [set(form.answers.values()) for form in kept(ada)] == [{"partly"}]


def test_what_is_missing_is_told_beside_its_question_and_nothing_typed_is_lost(
    ada: Person, asked: str
) -> None:
    stranger = Stranger()
    told = stranger.chosen(asked, 1) | {"q1": "aaaaaaaaaaaa", "note": "</textarea>Stay"}
    assert stranger.post(asked, told) == 400
    assert "1 question still without an answer" in stranger.text
    assert "</textarea>Stay</textarea>" in stranger.text
    assert b"&lt;/textarea&gt;Stay" in stranger.body
    first, second = stranger.text.split("<fieldset>")[1:]
    assert f'value="{told["q0"]}" checked' in first
    assert "Choose one" not in first
    assert "Choose one" in second
    assert kept(ada) == []


def test_a_note_that_is_too_long_stays_typed(ada: Person, asked: str) -> None:
    stranger = Stranger()
    told = stranger.chosen(asked, 0) | {"note": "x" * 2003}
    assert stranger.post(asked, told) == 400
    assert "3 characters over" in stranger.text
    assert "x" * 2003 in stranger.text
    assert kept(ada) == []


def test_whoever_says_nothing_at_all_is_asked_once_whether_that_is_meant(
    ada: Person, asked: str
) -> None:
    stranger = Stranger()
    told = stranger.chosen(asked, 3)
    assert stranger.post(asked, told) == 400
    assert 'name="sure" value="yes"' in stranger.text
    assert kept(ada) == []
    assert stranger.post(asked, told | {"sure": "yes"}) == 200
    assert [set(form.answers.values()) for form in kept(ada)] == [{"can't say"}]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe%%%", b"q0=" * 20_000, b"a=1&" * 60, b"{}"])
def test_what_is_no_form_is_no_answer(ada: Person, asked: str, content: bytes) -> None:
    assert Stranger().post(asked, content) == 400
    assert kept(ada) == []


def test_withdrawn_it_ends_at_once_and_put_back_it_goes_on(ada: Person, asked: str) -> None:
    stranger = Stranger()
    told = stranger.chosen(asked, 0)
    fact = Fact.objects.get(kind="request").id
    entries.take_back(ada, fact, recorded_at=NOW)
    assert (stranger.get(asked), stranger.post(asked, told)) == (410, 410)
    assert "Lena" not in stranger.text
    assert kept(ada) == []
    replies.restore_request(ada, fact, recorded_at=NOW)
    assert stranger.get(asked) == 200


def test_it_ends_with_its_last_day_and_hands_back_what_came_late(ada: Person) -> None:
    path = ask(ada, until=TODAY)
    stranger = Stranger()
    told = stranger.chosen(path, 0) | {"note": "Sorry, late"}
    replies.extend_request(ada, code_of(path), MOMENT.date(), recorded_at=NOW)
    assert stranger.get(path) == 410
    assert stranger.post(path, told) == 410
    assert "Sorry, late" in stranger.text
    assert kept(ada) == []


def test_once_everything_is_deleted_it_is_dead(ada: Person, asked: str) -> None:
    stranger = Stranger()
    told = stranger.chosen(asked, 0)
    bridge.erase_person(ada)
    assert (stranger.get(asked), stranger.post(asked, told)) == (410, 410)
    assert Fact.objects.count() == 0


def test_a_request_about_evidence_that_is_gone_has_ended(ada: Person, keep: Keep) -> None:
    fact = keep(EvidenceItem(text="Ran a test"))
    path = ask(ada, evidence=(fact,))
    entries.take_back(ada, fact, recorded_at=NOW)
    assert Stranger().get(path) == 410


def test_everything_else_gets_one_and_the_same_answer(asked: str) -> None:
    stranger, code, letters = Stranger(), code_of(asked), asked.split("/")[3]
    wrong = [
        *(
            "/",
            "/plan/",
            "/api/plan",
            "/api/openapi.json",
            "/static/headway/look.css",
            "/settings/",
        ),
        *("/answer/", f"/answer/{code}", f"/answer/{code}/", f"/answer/{code}/{letters[:-1]}"),
        *(f"/answer/{code}/{letters}x", f"/answer/{code}/{'a' * 32}", f"/x{asked}", f"{asked}/x"),
        *(f"/{asked}", f"/static/..{asked}", f"{asked}\n", f"{asked}\0", asked.upper(), "", "*"),
        *(f"/answer/aaaaaaaaaa/{letters}", f"/calendar/{'s' * 43}.ics", "/robots.txt"),
    ]
    answers = {(stranger.get(path), stranger.body) for path in wrong}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "ada.example", "ada.example:80", "127.0.0.1:8765", f"{HOST}.", ""]
)
def test_another_name_of_the_machine_gets_it_too(asked: str, host: str) -> None:
    stranger = Stranger()
    stranger.get("/")
    nothing = (stranger.status, stranger.body)
    forwarded = {"HTTP_X_FORWARDED_HOST": HOST, "HTTP_FORWARDED": f"host={HOST}"}
    stranger.get(asked, HTTP_HOST=host, **forwarded)
    assert (stranger.status, stranger.body) == nothing


def test_a_token_and_cookies_from_there_mean_nothing(asked: str) -> None:
    stranger = Stranger()
    assert stranger.get("/", QUERY_STRING="token=right-token", HTTP_COOKIE="headway_8765=x") == 404
    assert stranger.get(asked, QUERY_STRING="token=right-token&utm_source=mail") == 200
    assert "Set-Cookie" not in stranger.headers
    assert "Location" not in stranger.headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
def test_it_is_read_and_answered_and_nothing_else(asked: str, method: str) -> None:
    stranger = Stranger()
    assert stranger.get(asked, REQUEST_METHOD=method) == 405
    assert stranger.headers["Allow"] == "GET, HEAD, POST"
    assert stranger.get("/x", REQUEST_METHOD=method) == 404


def test_head_has_no_body(asked: str) -> None:
    stranger = Stranger()
    assert stranger.get(asked, REQUEST_METHOD="HEAD") == 200
    assert stranger.body == b""


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("", 411),
        ("-1", 411),
        ("many", 411),
        ("٣", 411),
        ("9" * 5000, 411),
        (f"{MOST_BYTES + 1}", 413),
    ],
)
def test_what_is_sent_says_a_length_one_can_bear(asked: str, length: str, status: int) -> None:
    assert Stranger().post(asked, b"", CONTENT_LENGTH=length) == status


def test_nothing_is_read_from_who_has_no_link(ada: Person) -> None:
    class Unread(BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError

    call = {"CONTENT_LENGTH": "10", "wsgi.input": Unread()}
    assert Stranger().get("/answer/", REQUEST_METHOD="POST", **call) == 404


def test_no_page_is_kept_framed_indexed_told_on_or_runs_anything(asked: str) -> None:
    stranger = Stranger()
    stranger.get(asked)
    assert stranger.headers["Cache-Control"] == "no-store"
    assert stranger.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in stranger.headers["X-Robots-Tag"]
    policy = stranger.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    assert "<script" not in stranger.text
    assert not re.search(r"(?:src|href)=", stranger.text)


def test_who_asks_too_often_waits_and_stops_nobody_else(ada: Person, asked: str) -> None:
    minute = [0.0]
    stranger = Stranger(PrivateLinks(hosts=[HOST], clock=lambda: minute[0]))
    guesses = [stranger.get("/answer/") for _ in range(MOST_A_MINUTE + 1)]
    assert (guesses[0], guesses[-1], stranger.headers["Retry-After"]) == (404, 429, "60")
    opened = [stranger.get(asked) for _ in range(MOST_A_MINUTE + 1)]
    assert (opened[0], opened[-2], opened[-1]) == (200, 200, 429)
    minute[0] = 60.0
    assert stranger.get(asked) == 200


def test_an_allowance_is_of_each_thing_by_itself() -> None:
    allowance = Allowance(1, clock=lambda: 5.0)
    assert [allowance.takes(name) for name in ("a", "a", "b")] == [True, False, True]


def test_a_slow_sender_holds_up_their_own_link_alone(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headway.web.private_links.WAIT_SECONDS", 0.01)
    begun, over = Event(), Event()

    class Slow(BytesIO):
        def read(self, *_: Any) -> bytes:
            begun.set()
            over.wait(20)
            raise OSError

    door = PrivateLinks(hosts=[HOST])
    call = {"CONTENT_LENGTH": "10", "wsgi.input": Slow()}
    first = Stranger(door)
    thread = Thread(target=first.get, args=(asked,), kwargs={"REQUEST_METHOD": "POST", **call})
    thread.start()
    assert begun.wait(20)
    assert Stranger(door).post(asked, b"") == 429
    over.set()
    thread.join(20)
    assert first.status == 500
    assert Stranger(door).post(asked, b"") == 400


def test_a_fault_is_told_without_the_link(
    asked: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headway.web.private_links.LINK", None)
    stranger = Stranger()
    assert stranger.get(asked) == 500
    assert "Something went wrong" in stranger.text
    assert "could not be answered" in caplog.text
    assert asked not in caplog.text


def test_what_can_not_be_kept_now_stays_typed(
    ada: Person, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Stranger()
    told = stranger.chosen(asked, 0) | {"note": "Keep this"}
    with monkeypatch.context() as patch:
        patch.setattr("headway.records.bridge.record_fact", _refuse)
        assert stranger.post(asked, told) == 400
    assert "Press Send once more" in stranger.text
    assert "Keep this" in stranger.text
    assert stranger.post(asked, told) == 200


def _refuse(*_: Any, **__: Any) -> None:
    raise WorkspaceError("The disk is full.")


def test_the_calendar_opens_by_its_own_letters_where_others_may_have_it() -> None:
    secret = "s" * 43
    found = {secret: b"BEGIN:VCALENDAR"}
    stranger = Stranger(PrivateLinks(hosts=[HOST], find_calendar=found.get))
    assert stranger.get(f"/calendar/{secret}.ics") == 200
    assert stranger.body == b"BEGIN:VCALENDAR"
    assert stranger.get(f"/calendar/{secret}.ics", HTTP_HOST="evil.example") == 404
    assert stranger.get(f"/calendar/{secret}.ics", REQUEST_METHOD="POST") == 404
    assert stranger.get(f"/calendar/{'t' * 43}.ics") == 404
    opened = [stranger.get(f"/calendar/{secret}.ics") for _ in range(MOST_A_MINUTE)]
    assert opened[-1] == 429
