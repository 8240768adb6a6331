"""A file that was brought and waits, in the workspace, for the person's yes; a day at most."""

import os
import re
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from headway.core.errors import UnknownNameError
from headway.records import files, places
from headway.records.canonical import sha256_of
from headway.records.failures import told_plainly

WAITS_FOR = timedelta(days=1)


def put(content: bytes, *, now: datetime) -> str:
    """Keeps `content` aside, readable by its owner alone; returns the name it waits under."""
    name = sha256_of(content)
    with told_plainly():
        files.make_private_folder(_folder())
        _forget_old(now)
        path = _folder() / name
        if not path.exists():
            with files.written_whole(path) as part:
                part.write_bytes(content)
        os.utime(path, (now.timestamp(), now.timestamp()))
    return name


def read(name: str) -> bytes:
    """What waits under `name`; raises UnknownNameError if nothing does, or no longer."""
    with suppress(FileNotFoundError):
        if _is_name(name):
            return (_folder() / name).read_bytes()
    raise UnknownNameError("That file waits no more: it was kept, thrown away, or a day went by.")


def path_of(name: str) -> Path:
    """Where the file lies that waits under `name`, for readers that need a path."""
    read(name)
    return _folder() / name


def drop_all() -> None:
    """Forgets whatever waits."""
    if _folder().is_dir():
        for path in _folder().iterdir():
            path.unlink(missing_ok=True)


def drop(name: str) -> None:
    """Forgets what waits under `name`."""
    if _is_name(name):
        (_folder() / name).unlink(missing_ok=True)


def _forget_old(now: datetime) -> None:
    for path in _folder().iterdir():
        if path.stat().st_mtime < (now - WAITS_FOR).timestamp():
            path.unlink(missing_ok=True)


def _is_name(name: str) -> bool:
    """Whether it is one of the names given here, and so no way to any other file."""
    return re.fullmatch("[0-9a-f]{64}", name) is not None


def _folder() -> Path:
    return places.find_workspace().folder / "waiting"
