"""Writes a file whole or not at all, readable by its owner alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from headway.core.errors import InvalidInputError


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path to write to; what is there becomes `target` in one step at the end, unless it failed.

    Raises InvalidInputError if `target` can't be a new file.
    """
    _check_new(target)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        to_disk(part)
        _check_new(target)
        part.replace(target)
        to_disk(target.parent)
    finally:
        part.unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Waits until what was written to the file or folder would outlive a power cut."""
    # Windows opens no folders; there a rename is as durable as it gets.
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_private_folder(folder: Path) -> None:
    """Creates `folder` for its owner alone; one that exists stays as it is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def make_private_file(path: Path) -> None:
    """Creates an empty file for its owner alone; one that exists keeps its content."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """The first of stem, stem-2, stem-3 ... that is not taken in `folder`."""
    path, number = folder / f"{stem}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    return path


def _check_new(target: Path) -> None:
    if target.is_dir():
        raise InvalidInputError(f"{target} is a folder; add the name of the file to write.")
    if target.exists():
        raise InvalidInputError(f"{target} exists already; choose another name.")
    if not target.parent.is_dir():
        raise InvalidInputError(f"There is no folder {target.parent}; create it first.")
