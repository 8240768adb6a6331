"""A process beside the pages that answers private links, and ends with them."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from headway.core.errors import InvalidInputError
from headway.core.requests import Request
from headway.formats import built_in
from headway.records import bridge, calendar_key, entries, private_links, replies
from headway.records.places import Workspace
from headway.web.listening import answers, find_port
from headway.web.others import read_others
from headway.web.serving_others import check_others, kept_beside
from serving_process import Serving, serving

NOW = datetime.now(UTC)


@pytest.fixture
def path(workspace: Workspace) -> str:
    """The path of the link of a request that is out."""
    person = bridge.ensure_owner("Ada", created_at=NOW)
    key = entries.new_key()
    request = Request(
        code=replies.code_from(key),
        name="Lena",
        source="peer",
        until=NOW.date() + timedelta(days=9),
        acts=("communication/2/1",),
    )
    ladder = bridge.keep_ladder(built_in.ladder(), recorded_at=NOW)
    replies.keep_request(person, key, request, asked_on=NOW.date(), recorded_at=NOW, ladder=ladder)
    return private_links.path_of(request.code)


@pytest.fixture
def port() -> int:
    return find_port(0)


@pytest.fixture
def server(workspace: Workspace, path: str, port: int) -> Iterator[Serving]:
    with serving(workspace.folder, "own", for_others=f"ada.localhost:{port}") as served:
        yield served


def ask(port: int, line: str, *heads: str) -> tuple[int, str]:
    """The status of the answer to just these lines, and the whole of it."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        lines = [f"{line} HTTP/1.1", *heads, "Connection: close"]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    return int(answer.split(" ", 2)[1]), answer


def test_a_link_opens_there_and_nothing_else_does(server: Serving, path: str, port: int) -> None:
    host = f"Host: ada.localhost:{port}"
    status, page = ask(port, f"GET {path}", host)
    assert status == 200
    assert "Ada asks how you see their work" in page
    assert not re.search("(?im)^(set-cookie|location):", page)
    token = urlsplit(server.address).query
    for target in ("/", f"/?{token}", "/plan/", "/api/plan", "/static/headway/look.css"):
        assert ask(port, f"GET {target}", host)[0] == 404
    assert ask(port, f"GET {path}", "Host: evil.example", f"X-Forwarded-{host}")[0] == 404
    assert ask(port, f"GET http://ada.localhost:{port}{path}", "Host: evil.example")[0] == 404
    assert ask(port, f"GET {path}", host, "Host: evil.example")[0] == 404
    assert ask(port, f"POST {path}", host, "Transfer-Encoding: chunked")[0] == 411
    assert ask(port, f"GET {path}", host, f"X: {'x' * 100_000}")[0] == 431


def test_the_pages_know_no_link_and_the_token_was_not_spent(
    server: Serving, path: str, port: int
) -> None:
    own = urlsplit(server.address).port or 0
    assert ask(own, f"GET {path}", f"Host: 127.0.0.1:{own}")[0] == 403
    assert ask(own, f"GET {path}", f"Host: ada.localhost:{port}")[0] == 403
    opened = f"GET /?{urlsplit(server.address).query}"
    assert ask(port, opened, f"Host: ada.localhost:{port}")[0] == 404
    assert ask(own, opened, f"Host: 127.0.0.1:{own}")[0] == 303


def test_every_process_knows_while_links_are_answered(
    workspace: Workspace, server: Serving, path: str, port: int
) -> None:
    code = path.split("/")[2]
    assert private_links.find_link(workspace, code) == f"http://ada.localhost:{port}{path}"
    assert server.stop() == 0
    assert private_links.find_link(workspace, code) == ""
    assert find_port(port) == port


def test_it_ends_when_its_pipe_closes_as_it_does_with_whoever_holds_it(
    workspace: Workspace, path: str, port: int
) -> None:
    with kept_beside(read_others("localhost", port)) as open_to_others:
        assert private_links.find_address(workspace) == ""
        assert f"http://localhost:{port}" in open_to_others()
        assert ask(port, f"GET {path}", f"Host: localhost:{port}")[0] == 200
    assert private_links.find_address(workspace) == ""
    assert find_port(port) == port


def test_without_others_nothing_is_started() -> None:
    with kept_beside(None) as open_to_others:
        assert open_to_others() == ""


def test_it_is_told_in_the_terminal_when_it_ends_by_itself(
    workspace: Workspace, port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    others = read_others("localhost", port)
    with closing(private_links.hold_address(workspace, "http://another.example")):
        with kept_beside(others) as open_to_others:
            assert "did not start" in open_to_others()
        with pytest.raises(InvalidInputError, match=r"Others reach this workspace .*another"):
            check_others(others, workspace, port + 1, sample=False)
    assert "in use by another program" in capfd.readouterr().err


def test_over_plain_http_others_have_no_calendar(
    workspace: Workspace, server: Serving, port: int
) -> None:
    secret = calendar_key.renew_key(workspace)
    assert ask(port, f"GET /calendar/{secret}.ics", f"Host: ada.localhost:{port}")[0] == 404


def test_behind_a_proxy_a_phone_reads_the_calendar(
    workspace: Workspace, path: str, port: int
) -> None:
    secret = calendar_key.renew_key(workspace)
    with serving(workspace.folder, "own", for_others=f"https://ada.example {port}"):
        status, told = ask(port, f"GET /calendar/{secret}.ics", "Host: ada.example")
        assert (status, "Last day for Lena" in told.replace("\r\n ", "")) == (200, True)
        assert ask(port, f"GET {path}", f"Host: 127.0.0.1:{port}")[0] == 200
        calendar_key.revoke_key(workspace)
        assert ask(port, f"GET /calendar/{secret}.ics", "Host: ada.example")[0] == 404


def test_a_place_to_listen_is_sought_before_anything_starts(
    workspace: Workspace, port: int
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(InvalidInputError, match=f"Port {taken} is in use"):
            check_others(read_others("localhost", taken), workspace, port, sample=False)
        assert answers(taken)
    with pytest.raises(InvalidInputError, match="is that of your own pages"):
        check_others(read_others("localhost", port), workspace, port, sample=False)
    with pytest.raises(InvalidInputError, match="is no address of this machine"):
        check_others(read_others("http://203.0.113.7", port), workspace, port + 1, sample=False)


def test_the_sample_and_a_teams_server_have_nothing_for_others(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    others = read_others("localhost", port)
    with pytest.raises(InvalidInputError, match="The sample person asks nobody"):
        check_others(others, workspace, port + 1, sample=True)
    monkeypatch.setenv("HEADWAY_DATABASE_URL", "postgresql://x")
    with pytest.raises(InvalidInputError, match="a workspace of one's own"):
        check_others(others, workspace, port + 1, sample=False)
