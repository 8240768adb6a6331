"""Which migrations a database has had, and how it gets those it lacks."""

import pkgutil
import sqlite3
from collections.abc import Set
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from headway.records import migrations
from headway.records.failures import WorkspaceError

_HAD = "SELECT name FROM django_migrations WHERE app = 'records'"
# Any number that nothing else in the database locks by.
_SERVER_LOCK = 7_304_265_118


@dataclass(frozen=True, kw_only=True)
class SchemaState:
    """The migrations a database has had and those it still lacks, by name."""

    had: frozenset[str]
    missing: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def known_migrations() -> tuple[str, ...]:
    """The names of the migrations that this version of Headway brings, in order."""
    found = (module.name for module in pkgutil.iter_modules(migrations.__path__))
    return tuple(sorted(found))


def compare_schema(had: Set[str], place: object) -> SchemaState:
    """What is missing; raises WorkspaceError if a newer Headway wrote the database in `place`."""
    known = known_migrations()
    unknown = sorted(had - set(known))
    if unknown:
        raise WorkspaceError(
            f"{place} was written by a newer version of Headway ({unknown[-1]}); update Headway."
        )
    return SchemaState(had=frozenset(had), missing=tuple(name for name in known if name not in had))


def migrations_in_file(database: Path) -> frozenset[str]:
    """The migrations that an SQLite database has had; raises sqlite3.Error if it is none."""
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if "django_migrations" not in tables:
            return frozenset()
        return frozenset(row[0] for row in connection.execute(_HAD))


def migrations_on_server() -> frozenset[str]:
    """The migrations that the connected database has had."""
    from django.db import connection

    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return frozenset()
        cursor.execute(_HAD)
        return frozenset(row[0] for row in cursor.fetchall())


def migrate() -> None:
    """Applies every migration that is missing, all or none."""
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    # Left to itself Django commits the tables first and its note of them second: a process killed
    # between the two leaves a database that can't be opened. SQLite can switch its constraints
    # off, as changing a table needs, only before a transaction.
    with connection.constraint_checks_disabled(), transaction.atomic():
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


def prepare_server() -> None:
    """Creates the tables of an empty server; raises WorkspaceError where an upgrade is due."""
    if compare_schema(migrations_on_server(), "The database").is_current:
        return
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_SERVER_LOCK])
        try:
            _migrate_if_empty()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_SERVER_LOCK])


def _migrate_if_empty() -> None:
    state = compare_schema(migrations_on_server(), "The database")
    if state.is_current:
        return
    if state.had:
        raise WorkspaceError(
            f"The database lacks {', '.join(state.missing)}. Stop every Headway process, back it up "
            "with pg_dump, then run: DJANGO_SETTINGS_MODULE=headway.web.settings "
            "python -m django migrate"
        )
    migrate()
