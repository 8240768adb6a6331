"""Files appear whole or not at all."""

from pathlib import Path

import pytest

from headway.core.errors import InvalidInputError
from headway.records import files


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    with files.written_whole(target) as part:
        part.write_text("half")
        assert not target.exists()
    assert target.read_text() == "half"
    assert mode_of(target) == 0o600


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), files.written_whole(tmp_path / "out") as part:
        part.write_text(str(1 / 0))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(InvalidInputError, match="exists already"), files.written_whole(target):
        target.write_text("mine")
    assert target.read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "is a folder"), ("taken", "exists already"), ("nowhere/out", "create it first")],
)
def test_a_target_that_is_no_new_file_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(InvalidInputError, match=reason), files.written_whole(tmp_path / name):
        pass


def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("kept")
    path.chmod(0o644)
    files.make_private_file(path)
    assert (mode_of(path), path.read_text()) == (0o600, "kept")


def test_a_private_folder_is_its_owners_alone(tmp_path: Path) -> None:
    files.make_private_folder(tmp_path / "a" / "b")
    assert mode_of(tmp_path / "a" / "b") == 0o700


def test_a_folder_that_exists_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    files.make_private_folder(tmp_path)
    assert mode_of(tmp_path) == 0o755


def test_a_free_name_is_counted_up(tmp_path: Path) -> None:
    (tmp_path / "copy.zip").touch()
    (tmp_path / "copy-2.zip").touch()
    assert files.free_name(tmp_path, "copy", ".zip") == tmp_path / "copy-3.zip"
