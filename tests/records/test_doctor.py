"""What the doctor finds, and that looking changes nothing."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from headway.records import doctor, schema
from headway.records.places import Workspace


def texts(workspace: Workspace, *, ok: bool) -> str:
    return " ".join(f.text for f in doctor.examine(workspace) if f.ok is ok)


def test_a_healthy_workspace_has_no_fault(workspace: Workspace) -> None:
    assert texts(workspace, ok=False) == ""
    told = texts(workspace, ok=True)
    for part in ("Python 3.", "SQLite 3.", "you can write", "is sound", "tables", "GB are free"):
        assert part in told


def test_a_workspace_that_is_not_there_is_not_created(tmp_path: Path) -> None:
    workspace = Workspace(folder=tmp_path / "new" / "one")
    assert "it will be created" in texts(workspace, ok=True)
    assert texts(workspace, ok=False) == ""
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_that_others_can_read_is_a_fault(workspace: Workspace) -> None:
    workspace.database.chmod(0o640)
    assert f"chmod go= '{workspace.database}'" in texts(workspace, ok=False)


def test_a_file_in_the_place_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is not a folder" in texts(Workspace(folder=tmp_path / "file"), ok=False)


def test_a_damaged_database_is_a_fault(workspace: Workspace) -> None:
    connection.close()
    workspace.database.write_bytes(b"no database at all " * 300)
    assert "damaged: file is not a database" in texts(workspace, ok=False)


def test_a_newer_database_is_a_fault(workspace: Workspace) -> None:
    connection.close()
    with closing(sqlite3.connect(workspace.database)) as raw, raw:
        raw.execute("UPDATE django_migrations SET name = '9999_future' WHERE app = 'records'")
    assert "newer version of Headway (9999_future)" in texts(workspace, ok=False)


def test_a_missing_migration_is_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    known = (*schema.known_migrations(), "9998_next")
    monkeypatch.setattr(schema, "known_migrations", lambda: known)
    assert "still to get 9998_next" in texts(workspace, ok=True)


def test_another_kind_of_journal_is_a_fault(workspace: Workspace) -> None:
    connection.close()
    with closing(sqlite3.connect(workspace.database)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    assert "journal in mode 'delete'" in texts(workspace, ok=False)


def test_a_full_disk_is_a_fault(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(workspace.folder)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert "0.0 GB are free" in texts(workspace, ok=False)


@pytest.mark.parametrize(("version", "told"), [((3, 51, 2), True), ((3, 51, 3), False)])
def test_a_sqlite_before_the_mended_one_is_told_and_no_fault(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], *, told: bool
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    assert ("mended from 3.51.3 on" in texts(workspace, ok=True)) is told


def test_a_workspace_that_cannot_be_written_is_examined_all_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    faults = texts(workspace, ok=False)
    assert f"{workspace.folder} is not a folder that you can write to" in faults
    assert f"You cannot write to {workspace.database}" in faults
    assert "is sound" in texts(workspace, ok=True)


def test_what_is_only_in_the_log_is_examined_in_a_read_only_workspace(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = '9999_future' WHERE app = 'records'")
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    assert "newer version of Headway (9999_future)" in texts(workspace, ok=False)
