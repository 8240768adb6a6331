"""Runs commands as typed, each in a process of its own that has imported nothing of Headway yet.

A command spends most of its start on importing what others wrote. This process has done that once and
forks for each command, which then imports Headway in its own order, as `headway` does.
"""

import json
import os
import runpy
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen
from typing import Protocol

BY_OTHERS = (
    *("numpy", "scipy.special", "scipy.sparse", "scipy.optimize", "django.db.models"),
    *("msgspec", "typer", "rich.console", "rich.table", "icalendar", "ahocorasick", "rapidfuzz"),
)


class Type(Protocol):
    """Types words after `headway` in the folder of a workspace."""

    def __call__(self, words: list[str], folder: Path) -> CompletedProcess[str]: ...


@contextmanager
def typing_process() -> Iterator[Type]:
    """A process that runs what is typed, until the block ends."""
    with Popen([sys.executable, __file__], stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout

        def type_words(words: list[str], folder: Path) -> CompletedProcess[str]:
            out, err = folder / "typed.out", folder / "typed.err"
            asked = {"words": words, "folder": str(folder), "out": str(out), "err": str(err)}
            print(json.dumps(asked), file=process.stdin, flush=True)
            code = int(process.stdout.readline())
            return CompletedProcess(words, code, out.read_text("utf-8"), err.read_text("utf-8"))

        yield type_words
        process.stdin.close()


def _run_here(words: list[str], folder: str, out: str, err: str) -> int:
    for number, path in enumerate((os.devnull, out, err)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
    os.chdir(folder)
    os.environ |= {"HEADWAY_WORKSPACE": folder, "BROWSER": "true"}
    sys.argv = ["headway", *words]
    try:
        runpy.run_module("headway.cli", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _answer() -> None:
    for name in BY_OTHERS:
        __import__(name)
    assert not any(name.partition(".")[0] == "headway" for name in sys.modules)
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if not child:
            code = _run_here(**json.loads(line))
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    _answer()
