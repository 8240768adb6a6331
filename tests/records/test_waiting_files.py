"""A file that waits for a yes: for its owner alone, a day at most, and no other name opens it."""

from datetime import timedelta
from pathlib import Path

import pytest

from headway.core.errors import UnknownNameError
from headway.records import waiting_files
from sample_facts import MONDAY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(tmp_path))
    return tmp_path / "waiting"


def test_what_waits_is_read_as_it_was(folder: Path) -> None:
    assert waiting_files.read(waiting_files.put(b"history", now=MONDAY)) == b"history"


def test_what_waits_is_for_its_owner_alone(folder: Path) -> None:
    name = waiting_files.put(b"history", now=MONDAY)
    assert (folder / name).stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_the_same_file_waits_once(folder: Path) -> None:
    for _ in range(2):
        waiting_files.put(b"history", now=MONDAY)
    assert len(list(folder.iterdir())) == 1


def test_what_was_dropped_waits_no_more(folder: Path) -> None:
    name = waiting_files.put(b"history", now=MONDAY)
    for _ in range(2):
        waiting_files.drop(name)
    with pytest.raises(UnknownNameError, match="waits no more"):
        waiting_files.read(name)


def test_a_day_later_it_is_forgotten(folder: Path) -> None:
    name = waiting_files.put(b"history", now=MONDAY)
    waiting_files.put(b"other", now=MONDAY + timedelta(hours=25))
    with pytest.raises(UnknownNameError):
        waiting_files.read(name)


@pytest.mark.parametrize("name", ["", "..", "../secret_key", "A" * 64, "0" * 63])
def test_no_other_file_is_reached(folder: Path, name: str) -> None:
    waiting_files.put(b"history", now=MONDAY)
    (folder.parent / "secret_key").write_text("key")
    with pytest.raises(UnknownNameError):
        waiting_files.read(name)
