"""Who gets past the door of a served workspace, and who does not."""

import json
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.web.doorkeeper import HEADERS, Doorkeeper

TOKEN = "right-token"
PORT = 8765


def pages(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"the record"]


class Browser:
    """Calls a doorkeeper and keeps its cookie, as a browser does."""

    def __init__(self, door: Doorkeeper | None = None) -> None:
        self.door = door or Doorkeeper(pages, token=TOKEN, port=PORT)
        self.cookie = ""

    def get(self, path: str = "/", query: str = "", **environ: str) -> str:
        call: dict[str, Any] = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_COOKIE": self.cookie,
        }
        call["HTTP_HOST"] = f"127.0.0.1:{PORT}"
        call |= environ
        setup_testing_defaults(call)
        self.body = b"".join(self.door(call, self._start)).decode()
        return self.status

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status, self.headers = status, dict(headers)
        if "Set-Cookie" in self.headers:
            self.cookie = self.headers["Set-Cookie"].split(";")[0]

    def enter(self) -> "Browser":
        self.get(query=f"token={TOKEN}")
        return self


def test_the_token_opens_and_leaves_the_address() -> None:
    browser = Browser()
    assert browser.get("/plan/", f"token={TOKEN}&as_of=2026-01-01") == "303 See Other"
    assert browser.headers["Location"] == "/plan/?as_of=2026-01-01"
    assert browser.get("/plan/", "as_of=2026-01-01") == "200 OK"
    assert browser.body == "the record"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    browser = Browser().enter()
    attributes = browser.headers["Set-Cookie"].split("; ")[1:]
    assert attributes == ["Path=/", "HttpOnly", "SameSite=Strict"]


def test_the_token_opens_once() -> None:
    browser = Browser().enter()
    other = Browser(browser.door)
    assert other.get(query=f"token={TOKEN}") == "403 Forbidden"
    assert "was used already" in other.body


def test_who_is_in_may_use_the_old_address_again() -> None:
    browser = Browser().enter()
    assert browser.get("/gap/", f"token={TOKEN}") == "303 See Other"
    assert browser.headers["Location"] == "/gap/"


def test_the_cookie_is_not_the_token() -> None:
    assert TOKEN not in Browser().enter().cookie


@pytest.mark.parametrize("path", ["/", "/standing/", "/api/plan", "/static/headway/look.css", "/x"])
def test_without_token_and_cookie_every_address_is_closed(path: str) -> None:
    browser = Browser()
    assert browser.get(path) == "403 Forbidden"
    assert "headway serve" in browser.body


def test_a_window_of_an_earlier_start_is_told_how_it_works_again() -> None:
    browser = Browser().enter()
    browser.door = Browser().door
    assert browser.get("/evidence/", REQUEST_METHOD="POST") == "403 Forbidden"
    assert "started anew" in browser.body
    assert browser.enter().get("/evidence/") == "200 OK"


def test_a_wrong_token_is_refused_and_spends_nothing() -> None:
    browser = Browser()
    assert browser.get(query="token=wrong") == "403 Forbidden"
    assert browser.enter().status == "303 See Other"


@given(st.text(), st.text(), st.text())
def test_nothing_typed_gets_in_or_breaks_the_door(path: str, query: str, cookie: str) -> None:
    browser = Browser()
    browser.cookie = cookie.encode().decode("latin-1")
    assert browser.get("/" + path.encode().decode("latin-1"), query) == "403 Forbidden"


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765"]
)
def test_this_machine_has_three_names(host: str) -> None:
    assert Browser().enter().get(HTTP_HOST=host) == "200 OK"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost.:8765", ""],
)
def test_any_other_name_is_refused_even_with_the_cookie(host: str) -> None:
    assert Browser().enter().get(HTTP_HOST=host) == "403 Forbidden"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_pages_are_read_and_their_forms_sent_and_nothing_else(method: str) -> None:
    assert Browser().enter().get(REQUEST_METHOD=method) == "405 Method Not Allowed"


@pytest.mark.parametrize("kind", ["text/plain; charset=utf-16", "a/b; charset*=x''y", "a; b*=x''y"])
def test_what_is_written_in_another_way_than_utf_8_is_refused(kind: str) -> None:
    browser = Browser().enter()
    assert browser.get(CONTENT_TYPE=kind) == "400 Bad Request"
    assert browser.get(CONTENT_TYPE="text/plain; charset=UTF-8") == "200 OK"


def test_a_form_of_its_own_page_goes_through() -> None:
    own = {"HTTP_ORIGIN": f"http://127.0.0.1:{PORT}", "HTTP_SEC_FETCH_SITE": "same-origin"}
    assert Browser().enter().get(REQUEST_METHOD="POST", **own) == "200 OK"


def test_a_form_without_the_cookie_is_refused_and_spends_no_token() -> None:
    browser = Browser()
    assert browser.get(query=f"token={TOKEN}", REQUEST_METHOD="POST") == "403 Forbidden"
    assert browser.enter().status == "303 See Other"


@pytest.mark.parametrize(
    "told",
    [
        {"HTTP_ORIGIN": "http://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": f"https://127.0.0.1:{PORT}"},
        {"HTTP_ORIGIN": f"http://localhost:{PORT}"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused_even_with_the_cookie(told: dict[str, str]) -> None:
    assert Browser().enter().get(REQUEST_METHOD="POST", **told) == "403 Forbidden"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/api/standing", f"/calendar/{'x' * 43}.ics"])
def test_no_other_page_weaves_anything_in(site: str, path: str) -> None:
    door = Doorkeeper(pages, token=TOKEN, port=PORT, opens_calendar=lambda _secret: True)
    browser, told = Browser(door).enter(), {"HTTP_SEC_FETCH_SITE": site}
    assert browser.get(path, HTTP_SEC_FETCH_MODE="no-cors", **told) == "403 Forbidden"
    assert browser.get(path, HTTP_SEC_FETCH_MODE="navigate", **told) == "200 OK"
    assert browser.get(path) == "200 OK"


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("25000000", "200 OK"),
        ("25000001", "413 Content Too Large"),
        ("-1", "400 Bad Request"),
        ("much", "400 Bad Request"),
    ],
)
def test_what_is_sent_has_a_size_one_can_bear(length: str, status: str) -> None:
    assert Browser().enter().get(REQUEST_METHOD="POST", CONTENT_LENGTH=length) == status


def test_a_call_is_refused_in_its_own_form() -> None:
    browser = Browser()
    browser.get("/api/standing")
    assert browser.headers["Content-Type"] == "application/json"
    assert list(json.loads(browser.body)) == ["error"]


def test_a_refusal_to_head_has_no_body() -> None:
    browser = Browser()
    assert browser.get(REQUEST_METHOD="HEAD") == "403 Forbidden"
    assert browser.body == ""


def test_it_sends_nobody_to_another_machine() -> None:
    browser = Browser()
    browser.get("//evil.example/x", f"token={TOKEN}")
    assert browser.headers["Location"] == "/evil.example/x"


def test_every_answer_carries_the_headers_that_keep_it_private() -> None:
    browser = Browser()
    browser.get()
    assert browser.headers.items() >= HEADERS.items()
    browser.enter().get()
    assert browser.headers.items() >= HEADERS.items()


def test_a_page_may_set_a_header_of_its_own() -> None:
    def cached(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Cache-Control", "max-age=60")])
        return [b""]

    browser = Browser(Doorkeeper(cached, token=TOKEN, port=PORT)).enter()
    browser.get()
    assert browser.headers["Cache-Control"] == "max-age=60"


def test_a_cookie_of_another_port_opens_nothing() -> None:
    browser = Browser().enter()
    browser.cookie = browser.cookie.replace("headway_8765", "headway_8766")
    assert browser.get() == "403 Forbidden"


def test_a_strange_cookie_of_another_server_locks_nobody_out() -> None:
    browser = Browser().enter()
    browser.cookie = f'a/b=1; =; odd; {browser.cookie}; c="2'
    assert browser.get() == "200 OK"


def test_the_calendars_own_address_opens_without_a_cookie_and_shows_no_secret_behind() -> None:
    seen: list[WSGIEnvironment] = []
    secret = "s" * 43

    def calendar(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        seen.append(environ)
        return pages(environ, start_response)

    door = Doorkeeper(calendar, token=TOKEN, port=PORT, opens_calendar=lambda s: s == secret)
    browser = Browser(door)
    assert browser.get(f"/calendar/{secret}.ics", REQUEST_URI=f"/calendar/{secret}.ics") == "200 OK"
    assert seen[0]["PATH_INFO"] == "/calendar.ics"
    assert secret not in repr(seen[0])
    for path in (f"/calendar/{'t' * 43}.ics", f"/calendar/{secret}", f"/calendar/{secret}.ics/x"):
        assert browser.get(path) == "403 Forbidden"
    assert browser.get(f"/calendar/{secret}.ics", HTTP_HOST="a.example") == "403 Forbidden"
    assert browser.get(f"/calendar/{secret}.ics", REQUEST_METHOD="POST") == "403 Forbidden"
    assert len(seen) == 1
