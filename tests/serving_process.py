"""Runs `serve` in a process of its own, as `headway serve` does, and reads the address it prints."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CODE = """
import sys
from pathlib import Path
from headway.web.others import read_others
from headway.web.serving import serve
address, _, port = sys.argv[4].partition(" ")
others = read_others(address, int(port) if port else None) if address else None
sample = sys.argv[3] == "sample"
serve(Path(sys.argv[1]), int(sys.argv[2]), sample=sample, open_browser=False, others=others)
"""
WAIT_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Serving:
    """The process and the address with the token in it."""

    process: subprocess.Popen[str]
    address: str

    def stop(self, by: int = signal.SIGINT) -> int:
        """Ends it as Ctrl-C does; returns its exit code."""
        self.process.send_signal(by)
        return self.process.wait(WAIT_SECONDS)


@contextmanager
def serving(
    folder: Path, whose: str = "sample", port: int = 0, for_others: str = ""
) -> Iterator[Serving]:
    """Serves "sample" or the "own" workspace in `folder` until the block ends.

    With `for_others`, an address and perhaps a port, the block begins once others are answered, too.
    """
    with subprocess.Popen(
        [sys.executable, "-c", CODE, str(folder), str(port), whose, for_others],
        env={**os.environ, "HEADWAY_WORKSPACE": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            address = _printed_address(process)
            if for_others:
                _printed_address(process)
            yield Serving(process=process, address=address)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(WAIT_SECONDS)


def _printed_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"https?://\S+", line)
        if found:
            return found.group()
    raise AssertionError("The server ended without printing an address.")
