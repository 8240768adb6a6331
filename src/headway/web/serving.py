"""Serves one workspace, or the sample person, to a browser on this machine until Ctrl-C."""

import errno
import multiprocessing
import os
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

from headway.core.errors import InvalidInputError
from headway.records.workspace import open_workspace

ADDRESS = "127.0.0.1"
# Enough that a page and its style sheets come at once; planning uses one core anyway.
THREADS = 4
WAIT_FOR_START_SECONDS = 30.0
POLL_SECONDS = 0.1


def serve(workspace: Path, port: int, *, sample: bool, open_browser: bool) -> None:
    """Runs until Ctrl-C. Port 0 takes any that is free; raises InvalidInputError if `port` is taken."""
    port = find_port(port)
    token = secrets.token_urlsafe(32)
    os.environ |= {
        "HEADWAY_WORKSPACE": str(workspace),
        "HEADWAY_SAMPLE": "1" if sample else "",
        "HEADWAY_PORT": str(port),
        "HEADWAY_TOKEN": token,
    }
    if not sample:
        open_workspace(workspace)
    _close_connections()
    server = _make_server(port)
    stop = server.signal_handler_interrupt
    server.on_startup(lambda: _stop_with_the_terminal(stop))
    address = f"http://{ADDRESS}:{port}/?token={token}"
    announce = partial(_announce, address, port, give_up=stop, open_browser=open_browser)
    _start_beside_the_worker(Thread(target=announce, daemon=True), server.on_startup)
    server.serve()


def _make_server(port: int) -> Any:
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    return Server(
        "headway.web.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    )


def _close_connections() -> None:
    """The worker may be a fork of this process, and SQLite's connections do not outlive a fork."""
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()


def find_port(port: int) -> int:
    """`port` if it is free, any free one for 0; raises InvalidInputError with what to do else."""
    with socket.socket() as probe:
        if os.name == "posix":
            # Else the connections of a server that just ended would keep its port for a minute.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OverflowError:
            raise InvalidInputError(f"{port} is no port; choose one from 1024 to 65535.") from None
        except OSError as error:
            raise InvalidInputError(_why_not(port, error)) from None
        return int(probe.getsockname()[1])


def _why_not(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use, perhaps by another Headway; try --port {port + 1} or --port 0."
        )
    return f"Port {port} can't be used: {os.strerror(error.errno or 0)}. Try --port 0."


def _stop_with_the_terminal(stop: Callable[..., None]) -> None:
    """Closing the terminal ends the server; granian would start its worker anew instead."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, stop)


def _start_beside_the_worker(thread: Thread, on_startup: Callable[..., object]) -> None:
    """Starts `thread` once the worker's process has begun.

    A thread from before a fork could hold a lock at that moment, and the worker, who gets a copy of
    it held, would wait for ever.
    """
    if multiprocessing.get_start_method() == "fork":
        os.register_at_fork(after_in_parent=thread.start)
    else:
        on_startup(thread.start)


def _announce(
    address: str, port: int, *, give_up: Callable[[], object], open_browser: bool
) -> None:
    if not _answers(port):
        sys.stderr.write("Headway's pages did not start in time; `headway doctor` may tell why.\n")
        give_up()
        return
    sys.stdout.write(
        f"Headway is open at\n\n  {address}\n\n"
        "The address works once, in one browser on this machine. Press Ctrl-C to stop.\n"
    )
    sys.stdout.flush()
    if open_browser and _has_desktop():
        webbrowser.open(address)


def _answers(port: int) -> bool:
    """Whether the worker, which starts in a process of its own, answers soon."""
    for _attempt in range(int(WAIT_FOR_START_SECONDS / POLL_SECONDS)):
        try:
            socket.create_connection((ADDRESS, port), timeout=1).close()
        except OSError:
            sleep(POLL_SECONDS)
        else:
            return True
    return False


def _has_desktop() -> bool:
    """Without one, Python would start a text browser in this very terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
