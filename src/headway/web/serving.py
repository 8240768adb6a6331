"""Serves one workspace, or the sample person, to a browser on this machine until Ctrl-C."""

import os
import secrets
import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

from headway.records.places import find_workspace
from headway.records.workspace import open_workspace
from headway.web.listening import (
    LOOPBACK,
    answers,
    find_port,
    make_server,
    start_beside_the_worker,
    stop_with_the_terminal,
)
from headway.web.others import Others
from headway.web.serving_others import check_others, kept_beside


def serve(
    workspace: Path,
    port: int,
    *,
    sample: bool,
    open_browser: bool,
    others: Others | None = None,
) -> None:
    """Runs until Ctrl-C. Port 0 takes any that is free; raises InvalidInputError if `port` is taken.

    `others` reach the private links of requests, by a process of their own: it has no pages.
    """
    port = find_port(port)
    if others:
        check_others(others, find_workspace(workspace), port, sample=sample)
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
    server = make_server("headway.web.wsgi:application", LOOPBACK, port)
    stop = server.signal_handler_interrupt
    server.on_startup(lambda: stop_with_the_terminal(stop))
    address = f"http://{LOOPBACK}:{port}/?token={token}"
    with kept_beside(others) as open_to_others:
        announce = partial(
            _announce,
            address,
            port,
            give_up=stop,
            open_browser=open_browser,
            open_to_others=open_to_others,
        )
        start_beside_the_worker(Thread(target=announce, daemon=True), server.on_startup)
        server.serve()


def _close_connections() -> None:
    """The worker may be a fork of this process, and SQLite's connections do not outlive a fork."""
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()


def _announce(
    address: str,
    port: int,
    *,
    give_up: Callable[[], object],
    open_browser: bool,
    open_to_others: Callable[[], str],
) -> None:
    if not answers(port):
        sys.stderr.write("Headway's pages did not start in time; `headway doctor` may tell why.\n")
        give_up()
        return
    sys.stdout.write(
        f"Headway is open at\n\n  {address}\n\n"
        "The address works once, in one browser on this machine. Press Ctrl-C to stop.\n"
    )
    sys.stdout.flush()
    sys.stdout.write(open_to_others())
    sys.stdout.flush()
    if open_browser and _has_desktop():
        webbrowser.open(address)


def _has_desktop() -> bool:
    """Without one, Python would start a text browser in this very terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
