"""Backs the whole database up into one file, and brings such a file back."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from headway.core.errors import InvalidInputError, UnreadableFileError
from headway.records import files, places, schema
from headway.records.failures import WorkspaceError, told_plainly
from headway.records.places import Workspace

ATTEMPTS = 80
PAUSE_SECONDS = 0.25
WAIT_SECONDS = 20.0


def back_up(workspace: Workspace, target: Path) -> Path:
    """Copies the database to the new file `target`, while others may go on writing; checks the copy.

    Raises WorkspaceError or InvalidInputError; then there is no `target`.
    """
    _refuse_on_server()
    target = target.expanduser().absolute()
    if not workspace.database.exists():
        raise WorkspaceError(f"There is nothing in {workspace.folder} to back up yet.")
    with told_plainly(target), files.written_whole(target) as part:
        _copy(workspace.database, part)
        _make_one_file(part)
        damage = find_damage(part)
        if damage:
            raise WorkspaceError(
                f"The database is damaged, so no backup was made: {damage}. "
                "Bring a former backup back with `headway restore`."
            )
    return target


def restore(workspace: Workspace, source: Path) -> Path | None:
    """Puts the content of the backup `source` in the place of the database's, whole or not at all.

    Returns where the former database was kept (None if there was none). Raises UnreadableFileError
    if `source` is not a sound backup, WorkspaceError if the workspace can't be written.
    """
    _refuse_on_server()
    source = source.expanduser().absolute()
    with told_plainly(workspace.folder):
        files.make_private_folder(workspace.folder)
        files.make_private_folder(workspace.backups)
        checked = workspace.backups / "being-restored.sqlite3"
        checked.unlink(missing_ok=True)
        try:
            _copy_checked(source, checked)
            return _put_in_place(workspace, checked)
        finally:
            checked.unlink(missing_ok=True)


def count_facts(source: Path) -> int:
    """How many facts the backup `source` holds; raises UnreadableFileError if it is no sound backup."""
    with told_plainly(source), tempfile.TemporaryDirectory(dir=source.parent) as folder:
        copy = Path(folder, "copy.sqlite3")
        _copy_checked(source, copy)
        with closing(sqlite3.connect(copy)) as connection:
            return int(connection.execute("SELECT count(*) FROM records_fact").fetchone()[0])


def keep_aside(workspace: Workspace, name: str) -> Path:
    """Backs the database up into the workspace's own folder of backups."""
    files.make_private_folder(workspace.backups)
    return back_up(workspace, files.free_name(workspace.backups, name, ".sqlite3"))


def find_damage(database: Path) -> str:
    """What SQLite's own checks find wrong with `database`; "" if it is sound.

    Raises sqlite3.OperationalError if another program has it locked: that is no damage.
    """
    try:
        with closing(sqlite3.connect(database, timeout=WAIT_SECONDS)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise
        return str(error)
    if found != "ok":
        # The first line only names the database.
        return str(found).splitlines()[-1]
    return f"a row of {orphan[0]} points to nothing" if orphan else ""


def _copy_checked(source: Path, copy: Path) -> None:
    """Copies first and checks the copy, so that what was checked is what is put in place."""
    if not source.is_file():
        raise InvalidInputError(f"There is no file {source}.")
    files.make_private_file(copy)
    try:
        _copy(source, copy)
        _make_one_file(copy)
        damage = find_damage(copy)
        had = schema.migrations_in_file(copy) if not damage else frozenset()
    except sqlite3.Error as error:
        damage, had = str(error), frozenset()
    if damage:
        raise _not_a_backup(source, damage)
    if not had:
        raise _not_a_backup(source, "it is a database of something else")
    schema.compare_schema(had, source)
    files.to_disk(copy)


def _put_in_place(workspace: Workspace, checked: Path) -> Path | None:
    if not workspace.database.exists():
        checked.replace(workspace.database)
        files.to_disk(workspace.folder)
        return None
    if find_damage(workspace.database):
        return _replace_damaged(workspace, checked)
    former = keep_aside(workspace, "before-restore")
    # Copied into the living database in one transaction: a process that has it open sees the new
    # content, and would go on writing to the old file if that were renamed under its feet.
    _copy(checked, workspace.database)
    return former


def _replace_damaged(workspace: Workspace, checked: Path) -> Path:
    """A damaged database can't take a transaction; its files are kept as they are."""
    former = files.free_name(workspace.backups, "damaged", ".sqlite3")
    shutil.copy2(workspace.database, former)
    for ending in ("-wal", "-shm"):
        # Gone before the new file comes: SQLite would replay an old log into it.
        beside = Path(f"{workspace.database}{ending}")
        if beside.exists():
            beside.replace(f"{former}{ending}")
    checked.replace(workspace.database)
    files.to_disk(workspace.folder)
    return former


def _copy(source: Path, target: Path) -> None:
    """SQLite's online backup: a consistent copy, as one transaction on both sides."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=20)) as origin,
        closing(sqlite3.connect(target, timeout=20)) as copy,
    ):
        origin.backup(copy, progress=_patience(), sleep=PAUSE_SECONDS)


def _patience() -> Callable[[int, int, int], None]:
    """Python's backup would wait for a locked database for ever."""
    waited = 0

    def count(status: int, _remaining: int, _total: int) -> None:
        nonlocal waited
        waited += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if waited > ATTEMPTS:
            raise sqlite3.OperationalError("database is locked")

    return count


def _make_one_file(database: Path) -> None:
    """Without write-ahead log, so that the one file can be moved and read anywhere."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _refuse_on_server() -> None:
    if not places.is_embedded():
        raise InvalidInputError(
            "The records are on a PostgreSQL server: back them up with pg_dump and bring them back "
            "with pg_restore, as its administrator does. `headway export` works here too."
        )


def _not_a_backup(source: Path, reason: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{source} is not a sound backup of Headway: {reason}. Nothing was changed."
    )
