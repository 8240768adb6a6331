"""Keeps what a C library prints out of our own output."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_output() -> Iterator[None]:
    """Sends file descriptor 1 to nowhere for a while.

    HiGHS prints some lines with C's stdout in spite of `disp=False`; they would spoil `--json`, and
    `contextlib.redirect_stdout` does not reach them.
    """
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except (OSError, ValueError, AttributeError):
        # A process without standard output has nothing to keep clean.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
