"""`headway` alone: the pages in front of a person, what there is in a script."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_in_a_script_it_says_what_there_is(run: Run) -> None:
    told = run()
    assert told.exit_code == 0
    assert "Usage: " in told.stdout
    assert "standing" in told.stdout


def test_at_a_terminal_it_opens_the_pages(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    # No browser: the address is shown all the same.
    environment = {**os.environ, "HEADWAY_WORKSPACE": str(tmp_path), "BROWSER": "true"}
    command = [sys.executable, "-m", "headway.cli"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True
    ) as process:
        os.close(theirs)
        shown = read_until(ours, "Press Ctrl-C to stop")
        process.send_signal(signal.SIGINT)
        process.wait(30)
    os.close(ours)
    assert re.search(r"http://127\.0\.0\.1:\d+/\?token=", shown), shown


def read_until(terminal: int, words: str) -> str:
    shown = ""
    while words not in shown:
        try:
            part = os.read(terminal, 4096).decode()
        except OSError:
            break
        shown += part
    return shown
