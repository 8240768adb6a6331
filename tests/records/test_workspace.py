"""A workspace opens whatever it finds, or says why it can't."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from headway.core.evidence import EvidenceItem
from headway.records import access, backup, bridge, schema
from headway.records.failures import WorkspaceError
from headway.records.models import Fact, Person
from headway.records.places import Workspace, read_secret_key
from headway.records.workspace import _bring_up_to_date, _make_key, open_workspace
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY

SECRET = "a sentence that must vanish"


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def pretend_migrated(workspace: Workspace, *names: str) -> None:
    """Leaves the database with exactly these migrations on its list."""
    connection.close()
    with closing(sqlite3.connect(workspace.database)) as raw, raw:
        raw.execute("DELETE FROM django_migrations")
        rows = [("records", name, "2026-01-01") for name in names]
        raw.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", rows)


def test_a_new_workspace_is_empty_and_ready(workspace: Workspace) -> None:
    assert list(Person.objects.all()) == []
    assert schema.migrations_in_file(workspace.database) == set(schema.known_migrations())


def test_a_workspace_is_private(workspace: Workspace) -> None:
    bridge.ensure_owner("Ana", created_at=MONDAY)
    modes = {path.name: mode_of(path) for path in workspace.folder.iterdir()}
    assert mode_of(workspace.folder) == 0o700
    assert modes["headway.sqlite3-wal"] == 0o600
    assert set(modes.values()) == {0o600}


def test_opening_again_keeps_everything(workspace: Workspace) -> None:
    bridge.ensure_owner("Ana", created_at=MONDAY)
    key = read_secret_key()
    open_workspace(workspace.folder)
    assert Person.objects.get().name == "Ana"
    assert read_secret_key() == key == str(settings.SECRET_KEY)


def test_another_workspace_can_be_opened_afterwards(workspace: Workspace, tmp_path: Path) -> None:
    bridge.ensure_owner("Ana", created_at=MONDAY)
    open_workspace(tmp_path / "second")
    assert access.workspace_owner() is None
    assert os.environ["HEADWAY_WORKSPACE"] == str(tmp_path / "second")


def test_a_confirmed_fact_outlives_the_power(workspace: Workspace) -> None:
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("secure_delete") == 1
    assert pragma("mmap_size") == 0


def test_a_key_that_another_process_made_meanwhile_is_kept(workspace: Workspace) -> None:
    key = read_secret_key()
    _make_key(workspace)
    assert read_secret_key() == key


def test_a_database_that_another_process_migrated_meanwhile_is_left_alone(
    workspace: Workspace,
) -> None:
    bridge.ensure_owner("Ana", created_at=MONDAY)
    _bring_up_to_date(workspace)
    assert Person.objects.get().name == "Ana"
    assert not workspace.backups.exists()


def test_an_upgrade_that_fails_leaves_the_former_version(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_migrated(workspace)
    with pytest.raises(WorkspaceError, match="already exists"):
        open_workspace(workspace.folder)
    assert schema.migrations_in_file(workspace.database) == set()
    assert backup.find_damage(workspace.database) == ""


def test_a_key_from_outside_is_not_written_down(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "from outside")
    assert not open_workspace(tmp_path / "second").secret_key.exists()


def test_a_database_of_a_newer_version_is_left_alone(workspace: Workspace) -> None:
    pretend_migrated(workspace, *schema.known_migrations(), "9999_from_the_future")
    with pytest.raises(WorkspaceError, match=r"newer version of Headway .9999_from_the_future"):
        open_workspace(workspace.folder)


def test_a_database_of_a_former_version_is_backed_up_first(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge.ensure_owner("Ana", created_at=MONDAY)
    migrated = []
    known = (*schema.known_migrations(), "9998_next")
    monkeypatch.setattr(schema, "known_migrations", lambda: known)
    monkeypatch.setattr(schema, "migrate", lambda: migrated.append(True))
    open_workspace(workspace.folder)
    [copy] = workspace.backups.iterdir()
    assert (copy.name, backup.find_damage(copy), migrated) == (
        "before-9998_next.sqlite3",
        "",
        [True],
    )


def test_an_empty_database_file_becomes_a_workspace(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    (folder / "headway.sqlite3").touch()
    open_workspace(folder)
    assert list(Person.objects.all()) == []
    assert not (folder / "backups").exists()


def test_a_damaged_database_is_told_plainly(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    (folder / "headway.sqlite3").write_bytes(b"not a database " * 300)
    with pytest.raises(WorkspaceError, match=r"is damaged.*headway restore"):
        open_workspace(folder)


def test_a_file_in_the_place_of_the_folder_is_told_plainly(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match="file cannot be used"):
        open_workspace(tmp_path / "file")


def test_a_bad_address_of_a_server_is_told_plainly(tmp_path: Path) -> None:
    code = (
        "from headway.core.errors import HeadwayError\n"
        "from headway.records.workspace import open_workspace\n"
        "try: open_workspace()\n"
        "except HeadwayError as error: print(error)"
    )
    environment = {
        **os.environ,
        "HEADWAY_DATABASE_URL": "mysql://x:hush@y/z",
        "HEADWAY_WORKSPACE": str(tmp_path / "workspace"),
    }
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert told.stdout.startswith(b"HEADWAY_DATABASE_URL is not the address of a PostgreSQL")
    assert b"hush" not in told.stdout + told.stderr


def test_many_may_create_the_same_workspace_at_once(tmp_path: Path) -> None:
    code = (
        "from datetime import UTC, datetime\n"
        "from headway.records.workspace import open_workspace\n"
        "open_workspace()\n"
        "from headway.records import bridge\n"
        "print(bridge.ensure_owner('Ana', created_at=datetime.now(UTC)).id)"
    )
    environment = {**os.environ, "HEADWAY_WORKSPACE": str(tmp_path / "workspace")}
    command = [sys.executable, "-c", code]
    starts = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(4)]
    owners = {start.communicate(timeout=60)[0] for start in starts}
    assert [start.returncode for start in starts] == [0] * 4
    assert len(owners) == 1


def test_what_is_erased_is_gone_from_the_files(workspace: Workspace) -> None:
    ana = bridge.ensure_owner("Ana", created_at=MONDAY)
    body = EvidenceItem(text=SECRET)
    first = bridge.record_fact(ana, body, happened_on=FEBRUARY, recorded_at=MONDAY)
    bridge.correct_fact(ana, first, INTERVIEWS, recorded_at=MONDAY)
    assert SECRET.encode() in b"".join(p.read_bytes() for p in workspace.folder.iterdir())
    bridge.erase_person(ana)
    assert Fact.objects.count() == 0
    assert SECRET.encode() not in b"".join(p.read_bytes() for p in workspace.folder.iterdir())


def test_a_damaged_table_is_told_plainly(workspace: Workspace) -> None:
    connection.close()
    content = workspace.database.read_bytes()
    workspace.database.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(WorkspaceError, match="is damaged"):
        access.workspace_owner()
