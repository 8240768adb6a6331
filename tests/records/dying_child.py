"""Run by test_kill.py: creates workspaces in processes that die before their n-th statement."""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from headway.records.workspace import open_workspace


def dies_before(statement: int) -> Callable[..., Any]:
    """Counts statements and kills its own process when that one is due."""
    counter = itertools.count()

    def wrapper(execute: Callable[..., Any], *arguments: Any) -> Any:
        if next(counter) == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    return wrapper


def create(folder: Path, statement: int) -> bool:
    """Whether another process came to the end of creating a workspace in `folder`."""
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(dies_before(statement)):
            open_workspace(folder)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    home = Path(sys.argv[1])
    open_workspace(home / "first")
    connection.close()
    print(next(n for n in itertools.count() if create(home / str(n), n)))
