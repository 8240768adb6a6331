"""Migrations that are known, had and missing."""

import pytest
from django.core.management import call_command

from headway.records import schema
from headway.records.failures import WorkspaceError


def test_the_first_migration_comes_first() -> None:
    assert schema.known_migrations()[0] == "0001_initial"


def test_the_models_need_no_further_migration(db: None) -> None:
    call_command("makemigrations", "records", check=True, dry_run=True, skip_checks=True)


def test_an_empty_database_lacks_all() -> None:
    state = schema.compare_schema(frozenset(), "here")
    assert (state.missing, state.is_current) == (schema.known_migrations(), False)


def test_a_current_database_lacks_nothing() -> None:
    state = schema.compare_schema(set(schema.known_migrations()), "here")
    assert (state.missing, state.is_current) == ((), True)


def test_a_newer_database_is_refused() -> None:
    with pytest.raises(WorkspaceError, match="here was written by a newer version"):
        schema.compare_schema({"9999_from_the_future"}, "here")
