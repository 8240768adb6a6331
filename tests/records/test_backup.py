"""A backup is whole, and comes back whole, whatever state the workspace is in."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from headway.core.dossier import Dossier
from headway.core.errors import HeadwayError, InvalidInputError, UnreadableFileError
from headway.core.evidence import EvidenceItem
from headway.records import access, backup, bridge
from headway.records.failures import WorkspaceError
from headway.records.places import Workspace
from headway.records.workspace import open_workspace
from sample_facts import FEBRUARY, MONDAY


@pytest.fixture
def kept(workspace: Workspace, tmp_path: Path) -> Path:
    """A backup of a workspace with one fact; another fact is added afterwards."""
    bridge.ensure_owner("Ana", created_at=MONDAY)
    note("before")
    copy = backup.back_up(workspace, tmp_path / "copy.sqlite3")
    note("after")
    return copy


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "ATTEMPTS", 2)
    monkeypatch.setattr(backup, "PAUSE_SECONDS", 0.01)


def note(text: str) -> None:
    ana = access.workspace_owner()
    bridge.record_fact(ana, EvidenceItem(text=text), happened_on=FEBRUARY, recorded_at=MONDAY)


def load() -> Dossier:
    return bridge.load_dossier(access.workspace_owner())


def texts() -> set[str]:
    return {body.text for _, body in load().each(EvidenceItem)}


def damage(database: Path) -> None:
    """Overwrites the middle of the file, after what is in its log has been brought in."""
    connection.close()
    content = bytearray(database.read_bytes())
    content[4096 : 4096 * 8] = b"\xff" * 4096 * 7
    database.write_bytes(content)


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_is_one_sound_private_file(kept: Path, tmp_path: Path) -> None:
    assert backup.find_damage(kept) == ""
    assert kept.stat().st_mode & 0o777 == 0o600
    assert files_in(tmp_path) == {"copy.sqlite3", "workspace"}


def test_a_backup_is_made_while_others_write(workspace: Workspace, tmp_path: Path) -> None:
    with closing(sqlite3.connect(workspace.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        copy = backup.back_up(workspace, tmp_path / "copy.sqlite3")
    assert backup.find_damage(copy) == ""


def test_a_backup_overwrites_nothing(workspace: Workspace, kept: Path) -> None:
    with pytest.raises(InvalidInputError, match="exists already"):
        backup.back_up(workspace, kept)


def test_a_workspace_that_is_not_there_is_not_backed_up(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"nothing in .* to back up"):
        backup.back_up(Workspace(folder=tmp_path), tmp_path / "copy.sqlite3")


def test_a_damaged_database_is_not_backed_up(workspace: Workspace, kept: Path) -> None:
    damage(workspace.database)
    with pytest.raises(HeadwayError, match="damaged"):
        backup.back_up(workspace, kept.with_name("second.sqlite3"))
    assert not kept.with_name("second.sqlite3").exists()


def test_a_backup_holds_no_key(workspace: Workspace, kept: Path) -> None:
    assert workspace.secret_key.read_bytes() not in kept.read_bytes()


def test_restoring_brings_the_former_content_back(workspace: Workspace, kept: Path) -> None:
    backup.restore(workspace, kept)
    assert texts() == {"before"}


def test_the_content_before_is_kept_aside(workspace: Workspace, kept: Path) -> None:
    former = backup.restore(workspace, kept)
    assert former == workspace.backups / "before-restore.sqlite3"
    assert files_in(workspace.backups) == {former.name}
    backup.restore(workspace, former)
    assert texts() == {"before", "after"}


def test_a_restored_database_is_private_and_writable(workspace: Workspace, kept: Path) -> None:
    backup.restore(workspace, kept)
    open_workspace(workspace.folder)
    note("later")
    assert texts() == {"before", "later"}
    assert workspace.database.stat().st_mode & 0o777 == 0o600


def test_who_has_the_database_open_sees_the_restored_content(
    workspace: Workspace, kept: Path
) -> None:
    count = "SELECT count(*) FROM records_fact"
    with closing(sqlite3.connect(workspace.database)) as other:
        assert other.execute(count).fetchone() == (2,)
        backup.restore(workspace, kept)
        assert other.execute(count).fetchone() == (1,)


def test_a_backup_fills_a_workspace_that_is_not_there(kept: Path, tmp_path: Path) -> None:
    second = Workspace(folder=tmp_path / "second")
    assert backup.restore(second, kept) is None
    open_workspace(second.folder)
    assert texts() == {"before"}


def test_a_damaged_workspace_is_replaced_and_kept(workspace: Workspace, kept: Path) -> None:
    damage(workspace.database)
    former = backup.restore(workspace, kept)
    assert former == workspace.backups / "damaged.sqlite3"
    assert (texts(), backup.find_damage(workspace.database)) == ({"before"}, "")


def test_the_log_of_a_damaged_database_goes_with_it(workspace: Workspace, kept: Path) -> None:
    with closing(sqlite3.connect(workspace.database)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        damage(workspace.database)
        former = backup.restore(workspace, kept)
    assert files_in(workspace.backups) >= {former.name, f"{former.name}-wal"}
    assert texts() == {"before"}


def test_a_backup_of_a_workspace_in_use_can_be_a_plain_copy(
    workspace: Workspace, kept: Path, tmp_path: Path
) -> None:
    """Someone who copied the folder instead: the database with its log beside it."""
    for ending in ("", "-wal"):
        beside = Path(f"{workspace.database}{ending}")
        (tmp_path / f"folder.sqlite3{ending}").write_bytes(beside.read_bytes())
    backup.restore(workspace, kept)
    backup.restore(workspace, tmp_path / "folder.sqlite3")
    assert texts() == {"before", "after"}


@pytest.mark.usefixtures("quick")
def test_a_locked_workspace_is_told_plainly(workspace: Workspace, kept: Path) -> None:
    connection.close()
    with closing(sqlite3.connect(workspace.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        patience = backup._patience()
        patience(sqlite3.SQLITE_BUSY, 0, 0)
        patience(sqlite3.SQLITE_BUSY, 0, 0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            patience(sqlite3.SQLITE_BUSY, 0, 0)


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def future(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        other.execute("INSERT INTO django_migrations VALUES ('records', '9999_future')")


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (lambda path: path.write_bytes(b"no database at all " * 300), "not a database"),
        (lambda path: path.touch(), "a database of something else"),
        (foreign, "a database of something else"),
        (future, "newer version of Headway"),
        (lambda path: path.mkdir(), "There is no file"),
        (lambda path: None, "There is no file"),
    ],
    ids=["noise", "empty", "foreign", "newer", "folder", "missing"],
)
def test_what_is_no_backup_changes_nothing(
    workspace: Workspace, kept: Path, tmp_path: Path, write: object, reason: str
) -> None:
    source = tmp_path / "source.sqlite3"
    write(source)
    before = load()
    with pytest.raises(HeadwayError, match=reason):
        backup.restore(workspace, source)
    assert load() == before
    assert files_in(workspace.backups) == set()


def test_a_damaged_backup_changes_nothing(workspace: Workspace, kept: Path) -> None:
    damage(kept)
    with pytest.raises(UnreadableFileError, match="is not a sound backup"):
        backup.restore(workspace, kept)
    assert texts() == {"before", "after"}


def test_a_backup_that_breaks_its_own_rules_is_refused(workspace: Workspace, kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as copy, copy:
        copy.execute("CREATE TABLE note (text)")
        copy.execute("INSERT INTO note VALUES (NULL)")
        copy.execute("PRAGMA writable_schema = ON")
        copy.execute(
            "UPDATE sqlite_master SET sql = 'CREATE TABLE note (text NOT NULL)' WHERE name = 'note'"
        )
    with pytest.raises(UnreadableFileError, match=r"NULL value in note\.text"):
        backup.restore(workspace, kept)


def test_a_database_whose_rows_point_to_nothing_is_not_backed_up(
    workspace: Workspace, kept: Path
) -> None:
    with closing(sqlite3.connect(workspace.database)) as raw, raw:
        raw.execute("DELETE FROM records_person")
    with pytest.raises(WorkspaceError, match="no backup was made: a row of records_fact"):
        backup.back_up(workspace, kept.with_name("second.sqlite3"))


def test_a_backup_whose_rows_point_to_nothing_is_refused(workspace: Workspace, kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as copy, copy:
        copy.execute("DELETE FROM records_person")
    with pytest.raises(UnreadableFileError, match="points to nothing"):
        backup.restore(workspace, kept)


def test_on_a_server_the_sentence_names_pg_dump(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_DATABASE_URL", "postgresql://host/name")
    with pytest.raises(InvalidInputError, match="pg_dump"):
        backup.back_up(Workspace(folder=tmp_path), tmp_path / "copy")
    with pytest.raises(InvalidInputError, match="pg_restore"):
        backup.restore(Workspace(folder=tmp_path), tmp_path / "copy")


def test_a_locked_database_is_not_taken_for_a_damaged_one(
    workspace: Workspace, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "WAIT_SECONDS", 0.01)
    connection.close()
    with closing(sqlite3.connect(workspace.database, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(WorkspaceError, match="in use by another program"):
            backup.restore(workspace, kept)
    assert texts() == {"before", "after"}
