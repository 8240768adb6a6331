"""Opens the workspace: creates it where there is none, brings its database up to date."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from headway.records import files, places, schema
from headway.records.failures import told_plainly
from headway.records.places import Workspace

SETTINGS = "headway.web.settings"
WAIT_FOR_OPENING_SECONDS = 60


def open_workspace(folder: Path | None = None) -> Workspace:
    """The workspace in `folder` (or the usual one), ready to be read and written.

    Starts Django, so nothing before it may import models. A database that a former version wrote is
    backed up, then migrated. Raises WorkspaceError with what stands in the way.
    """
    workspace = places.find_workspace(folder)
    with told_plainly(workspace.folder):
        files.make_private_folder(workspace.folder)
        start_django(workspace)
        if not _has_key(workspace):
            with _opening(workspace):
                _make_key(workspace)
        if not places.is_embedded():
            schema.prepare_server()
        elif not _is_current(workspace):
            with _opening(workspace):
                _bring_up_to_date(workspace)
    return workspace


def start_django(workspace: Workspace) -> None:
    """Makes the models importable, and `workspace` the one they are kept in."""
    os.environ[places.FOLDER_VARIABLE] = str(workspace.folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
    if places.is_embedded():
        _connect_to(workspace)


def _connect_to(workspace: Workspace) -> None:
    """The settings were read once; a process that opens another workspace later moves on to it."""
    from django.db import connections

    database = connections.settings["default"]
    if database["NAME"] != str(workspace.database):
        connections.close_all()
        database["NAME"] = str(workspace.database)


def _is_current(workspace: Workspace) -> bool:
    if not workspace.database.exists():
        return False
    had = schema.migrations_in_file(workspace.database)
    return schema.compare_schema(had, workspace.folder).is_current


def _bring_up_to_date(workspace: Workspace) -> None:
    """Asks anew what is missing: whoever held the lock before may have done it."""
    files.make_private_file(workspace.database)
    with closing(sqlite3.connect(workspace.database, timeout=20)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    had = schema.migrations_in_file(workspace.database)
    state = schema.compare_schema(had, workspace.folder)
    if state.had and state.missing:
        from headway.records import backup

        backup.keep_aside(workspace, f"before-{state.missing[0]}")
    if state.missing:
        schema.migrate()


def _has_key(workspace: Workspace) -> bool:
    if os.environ.get(places.SECRET_VARIABLE):
        return True
    return workspace.secret_key.exists() and workspace.secret_key.stat().st_size > 0


def _make_key(workspace: Workspace) -> None:
    if not _has_key(workspace):
        files.make_private_file(workspace.secret_key)
        workspace.secret_key.write_text(secrets.token_urlsafe(48), encoding="ascii")


@contextmanager
def _opening(workspace: Workspace) -> Iterator[None]:
    """Held by one process at a time. SQLite's own lock serves: it works on every system, and the
    system lets go of it when a process dies.
    """
    files.make_private_file(workspace.opening_lock)
    lock = sqlite3.connect(
        workspace.opening_lock, timeout=WAIT_FOR_OPENING_SECONDS, isolation_level=None
    )
    with closing(lock):
        lock.execute("BEGIN EXCLUSIVE")
        yield
