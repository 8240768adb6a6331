"""Examines the installation and its workspace without changing anything."""

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from headway.core.errors import HeadwayError
from headway.records import places, schema
from headway.records.backup import find_damage
from headway.records.failures import told_plainly
from headway.records.places import Workspace
from headway.records.workspace import start_django

OLDEST_PYTHON = (3, 11)
# https://sqlite.org/wal.html#walresetbug
WAL_FIXED_IN = (3, 51, 3)
LEAST_FREE_BYTES = 200_000_000


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at: whether it is as it should be, and a sentence about it."""

    ok: bool
    text: str


def examine(workspace: Workspace) -> tuple[Finding, ...]:
    """What there is to know before asking for help; asks no other machine but a database server."""
    keeping = _examine_file(workspace) if places.is_embedded() else _examine_server(workspace)
    with told_plainly(workspace.folder):
        return (_python(), _sqlite(), *_folder(workspace), *keeping, _free_disk(workspace))


def _python() -> Finding:
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Finding(
        ok=sys.version_info >= OLDEST_PYTHON,
        text=f"Python {platform.python_version()}; Headway needs {oldest} or later.",
    )


def _sqlite() -> Finding:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= WAL_FIXED_IN:
        return Finding(ok=True, text=f"SQLite {version}.")
    fixed = ".".join(map(str, WAL_FIXED_IN))
    return Finding(
        ok=True,
        text=f"SQLite {version}; a rare fault in write-ahead logs, when several programs write at "
        f"once, is mended from {fixed} on. Keep backups.",
    )


def _folder(workspace: Workspace) -> Iterator[Finding]:
    folder = workspace.folder
    if not folder.exists():
        yield Finding(ok=True, text=f"There is no workspace in {folder} yet; it will be created.")
        return
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(ok=False, text=f"{folder} is not a folder that you can write to.")
        return
    yield Finding(ok=True, text=f"The workspace is {folder}, and you can write to it.")
    yield _privacy(workspace)


def _privacy(workspace: Workspace) -> Finding:
    kept = (workspace.folder, workspace.database, workspace.secret_key, workspace.backups)
    open_to_others = [path for path in kept if path.exists() and path.stat().st_mode & 0o077]
    if os.name == "nt" or not open_to_others:
        return Finding(ok=True, text="Nobody else on this machine may read it.")
    return Finding(
        ok=False,
        text=f"Other users of this machine may read {open_to_others[0]}; "
        f"take that right away with: chmod go= '{open_to_others[0]}'",
    )


def _examine_file(workspace: Workspace) -> Iterator[Finding]:
    try:
        with told_plainly(workspace.folder):
            if not workspace.database.exists():
                return
            with _openable(workspace.database) as database:
                yield from _examine_database(database, workspace.folder)
    except HeadwayError as error:
        yield Finding(ok=False, text=str(error))


@contextmanager
def _openable(database: Path) -> Iterator[Path]:
    """`database`, or a passing copy of it: where SQLite can't write its log it can't read either."""
    if os.access(database, os.W_OK) and os.access(database.parent, os.W_OK):
        yield database
        return
    with tempfile.TemporaryDirectory(prefix="headway-doctor-") as folder:
        for ending in ("", "-wal"):
            beside = Path(f"{database}{ending}")
            if beside.exists():
                shutil.copyfile(beside, Path(folder, beside.name))
        yield Path(folder, database.name)


def _examine_database(database: Path, place: Path) -> Iterator[Finding]:
    if not os.access(place / database.name, os.W_OK):
        yield Finding(ok=False, text=f"You cannot write to {place / database.name}.")
    damage = find_damage(database)
    if damage:
        yield Finding(
            ok=False,
            text=f"The database is damaged: {damage}. Bring a backup back with `headway restore`.",
        )
        return
    yield Finding(
        ok=True, text="The database is sound (SQLite's integrity and foreign-key checks)."
    )
    yield _schema(database, place)
    yield _journal(database)


def _schema(database: Path, place: Path) -> Finding:
    try:
        state = schema.compare_schema(schema.migrations_in_file(database), place)
    except HeadwayError as error:
        return Finding(ok=False, text=str(error))
    return _told_state(state)


def _told_state(state: schema.SchemaState) -> Finding:
    if state.is_current:
        return Finding(ok=True, text="The database has the tables of this version.")
    return Finding(ok=True, text=f"The database is still to get {', '.join(state.missing)}.")


def _journal(database: Path) -> Finding:
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    return Finding(ok=mode == "wal", text=f"The database writes its journal in mode '{mode}'.")


def _examine_server(workspace: Workspace) -> Iterator[Finding]:
    try:
        with told_plainly("the database server"):
            start_django(workspace)
            from django.db import connection

            connection.ensure_connection()
            state = schema.compare_schema(schema.migrations_on_server(), "The database")
    except HeadwayError as error:
        yield Finding(ok=False, text=str(error))
        return
    major = connection.pg_version // 10_000  # type: ignore[attr-defined]
    yield Finding(ok=True, text=f"PostgreSQL {major} answers.")
    yield _told_state(state)


def _free_disk(workspace: Workspace) -> Finding:
    folder = next(p for p in (workspace.folder, *workspace.folder.parents) if p.exists())
    free_bytes = shutil.disk_usage(folder).free
    return Finding(
        ok=free_bytes >= LEAST_FREE_BYTES,
        text=f"{free_bytes / 1e9:,.1f} GB are free on the disk of the workspace.",
    )
