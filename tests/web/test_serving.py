"""A serving process: its door, its port, and its end."""

import os
import signal
import socket
import sys
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

import pytest

from headway.core.errors import InvalidInputError
from headway.web.listening import find_port
from serving_process import Serving, serving


def ask(server: Serving, path: str, cookie: str = "") -> tuple[int, HTTPResponse, str]:
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, answer, body


def keep_connecting(address: tuple[str, int], times: int = 300) -> None:
    for _ in range(times):
        socket.create_connection(address, timeout=5).close()
        sleep(0.1)


def test_a_served_page_and_its_style_sheet_need_the_key(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert ask(server, "/standing/")[0] == 403
        status, answer, _ = ask(server, "/?" + urlsplit(server.address).query)
        key = str(answer.getheader("Set-Cookie")).split(";")[0]
        assert (status, ask(server, "/standing/", key)[0]) == (303, 200)
        assert ask(server, "/static/headway/look.css")[0] == 403
        assert "--paper" in ask(server, "/static/headway/look.css", key)[2]


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert urlsplit(server.address).hostname == "127.0.0.1"
        port = urlsplit(server.address).port
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port or 0), timeout=5)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly_and_frees_its_port(tmp_path: Path, end: signal.Signals) -> None:
    with serving(tmp_path) as server:
        port = urlsplit(server.address).port or 0
        ask(server, "/")
        assert server.stop(end) == 0
    assert find_port(port) == port


@pytest.mark.skipif(os.name != "posix", reason="Only there a process knows who started it.")
def test_a_server_that_is_killed_leaves_nobody_at_its_port(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        address = ("127.0.0.1", urlsplit(server.address).port or 0)
        server.stop(signal.SIGKILL)
        with pytest.raises(ConnectionRefusedError):
            keep_connecting(address)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux shows processes as files.")
def test_the_token_is_in_no_list_of_processes(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        token = urlsplit(server.address).query.removeprefix("token=")
        shown = Path("/proc") / str(server.process.pid)
        workers = (shown / "task" / shown.name / "children").read_text().split()
        assert len(workers) == 1
        for number in (shown.name, *workers):
            assert token not in Path("/proc", number, "cmdline").read_text()


def test_an_own_workspace_is_made_ready_before_anybody_looks(tmp_path: Path) -> None:
    with serving(tmp_path / "new", "own") as server:
        _, answer, _ = ask(server, "/?" + urlsplit(server.address).query)
        key = str(answer.getheader("Set-Cookie")).split(";")[0]
        assert "Three ways to begin" in ask(server, "/gap/", key)[2]
        assert list((tmp_path / "new").iterdir())


def test_a_taken_port_is_told_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(InvalidInputError, match=f"Port {taken} is in use"):
            find_port(taken)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_told(port: int) -> None:
    with pytest.raises(InvalidInputError, match="is no port"):
        find_port(port)


def test_port_0_takes_a_free_one() -> None:
    assert 1024 <= find_port(0) <= 65535
