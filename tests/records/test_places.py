"""Where a workspace is, and what finding it leaves alone."""

from pathlib import Path

import pytest

from headway.records import places
from headway.records.failures import WorkspaceError


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(tmp_path / "here"))
    assert places.find_workspace().folder == tmp_path / "here"


def test_a_folder_given_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HEADWAY_WORKSPACE", "/elsewhere")
    assert places.find_workspace(tmp_path).database == tmp_path / "headway.sqlite3"


def test_without_either_it_is_the_users_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HEADWAY_WORKSPACE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    found = places.find_workspace().folder
    assert found.is_relative_to(tmp_path)
    assert found.name == "headway"


def test_a_relative_folder_is_made_absolute(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert places.find_workspace(Path("here")).folder == tmp_path / "here"


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert places.find_workspace(Path("~/mine")).folder == tmp_path / "mine"


def test_finding_creates_nothing(tmp_path: Path) -> None:
    places.find_workspace(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_the_environment_may_hold_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "from outside")
    assert places.read_secret_key() == "from outside"


def test_without_a_key_the_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HEADWAY_SECRET_KEY", raising=False)
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(tmp_path))
    with pytest.raises(WorkspaceError, match="open the workspace with any headway command first"):
        places.read_secret_key()
