"""Answers private links in a process beside the pages, which has no pages itself, and ends with them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from headway.core.errors import InvalidInputError
from headway.records import places, private_links
from headway.records.places import Workspace
from headway.web.listening import (
    LOOPBACK,
    answers,
    find_port,
    make_server,
    start_beside_the_worker,
    stop_with_the_terminal,
)
from headway.web.others import EVERYWHERE, Others, read_others

ADDRESS_VARIABLE, PORT_VARIABLE = "HEADWAY_OTHERS", "HEADWAY_OTHERS_PORT"
WAIT_FOR_END_SECONDS = 10
# Heads are small and come at once; who sends one slowly holds a connection, and no thread.
WAIT_FOR_HEAD_MILLISECONDS = 10_000
LARGEST_HEAD_BYTES = 16_384
# Whoever has a link can hold one of them by sending slowly, and no more.
THREADS = 8
NOT_STARTED = "The private links did not start in time; others can't reach them.\n"


def check_others(others: Others, workspace: Workspace, port: int, *, sample: bool) -> None:
    """Raises InvalidInputError if there is nothing for others to reach, or no place to listen for them."""
    if sample:
        raise InvalidInputError(
            "The sample person asks nobody, so there is nothing for others: leave out --sample "
            "or --for-others."
        )
    if not places.is_embedded():
        raise InvalidInputError(
            "On a team's server everybody gives their own view there; private links are for a workspace of "
            "one's own."
        )
    if others.port == port:
        raise InvalidInputError(
            f"Port {port} is that of your own pages; choose another for others, as in "
            f"--others-port {port + 1}."
        )
    elsewhere = private_links.find_address(workspace)
    if elsewhere:
        raise InvalidInputError(
            f"Others reach this workspace at {elsewhere} already, by another `headway serve`; stop "
            "that first."
        )
    find_port(others.port, others.listen_on, option="--others-port")


@contextmanager
def kept_beside(others: Others | None) -> Iterator[Callable[[], str]]:
    """What opens the private links to others and says so, to be called once; they are closed in the end."""
    started: list[subprocess.Popen[bytes]] = []
    is_over = Event()

    def open_to_others() -> str:
        if others is None:
            return ""
        started.append(_start(others))
        Thread(target=_watch, args=(started[0], is_over), daemon=True).start()
        listened = LOOPBACK if others.listen_on == EVERYWHERE else others.listen_on
        is_there = answers(others.port, listened, goes_on=lambda: started[0].poll() is None)
        return _say(others) if is_there else NOT_STARTED

    try:
        yield open_to_others
    finally:
        is_over.set()
        for process in started:
            _end(process)


def run() -> None:
    """Answers private links until the process that started this one ends, whichever way."""
    others = read_others(os.environ[ADDRESS_VARIABLE], int(os.environ[PORT_VARIABLE]))
    from granian.http import HTTP1Settings

    server = make_server(
        "headway.web.wsgi_links:application",
        others.listen_on,
        others.port,
        threads=THREADS,
        http1_settings=HTTP1Settings(
            header_read_timeout=WAIT_FOR_HEAD_MILLISECONDS,
            keep_alive=False,
            max_buffer_size=LARGEST_HEAD_BYTES,
        ),
    )
    stop = server.signal_handler_interrupt
    server.on_startup(lambda: stop_with_the_terminal(stop))
    start_beside_the_worker(
        Thread(target=_wait_for_the_end, args=(stop,), daemon=True), server.on_startup
    )
    server.serve()


def _start(others: Others) -> subprocess.Popen[bytes]:
    # The token of the pages stays with the pages.
    environment = {name: told for name, told in os.environ.items() if name != "HEADWAY_TOKEN"}
    environment |= {ADDRESS_VARIABLE: others.typed, PORT_VARIABLE: str(others.port)}
    # Without -P a module in the folder one happens to stand in would come before those of Python.
    command = [sys.executable, "-P", "-m", "headway.web.serving_others"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603  # our own


def _watch(process: subprocess.Popen[bytes], is_over: Event) -> None:
    process.wait()
    if not is_over.is_set():
        sys.stderr.write("The private links are no longer answered; start `headway serve` anew.\n")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(WAIT_FOR_END_SECONDS)
    if process.poll() is None:
        process.kill()


def _wait_for_the_end(stop: Callable[[], object]) -> None:
    """The other end of this pipe closes with the process that holds it, even if that one is killed."""
    sys.stdin.buffer.read()
    stop()


def _say(others: Others) -> str:
    told = (
        "\nOthers reach the private links of your requests, and nothing else, at\n\n"
        f"  {others.address}\n\n"
    )
    if others.is_plain:
        return told + (
            "This is plain HTTP: whoever can listen in the network between can read what is answered.\n"
        )
    return told + f"Your proxy has to pass it on to {LOOPBACK}:{others.port}.\n"


if __name__ == "__main__":
    run()
