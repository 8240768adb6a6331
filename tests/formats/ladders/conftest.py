"""Ladders of other houses, read as a person would: by the files' contents."""

from collections.abc import Callable
from pathlib import Path

import pytest

from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder
from headway.formats.ladders.report import LadderImport

Read = Callable[..., LadderImport]


@pytest.fixture(scope="session")
def read_outside(outside_data: Path) -> Read:
    """Reads files of the folder of outside ladders by their names below it."""

    def read(*names: str, order: str = "", only: str = "") -> LadderImport:
        files = [named(outside_data / "ladders" / name) for name in names]
        side = named(outside_data / "ladders" / order) if order else None
        return read_ladder(files, order=side, only=only)

    return read


def named(path: Path) -> NamedFile:
    return NamedFile(name=path.name, content=path.read_bytes())
