"""Failures of disk and database become sentences."""

import errno
import sqlite3

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from headway.records.failures import WorkspaceError, told_plainly


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (OperationalError("database is locked"), "The workspace is in use by another program"),
        (sqlite3.OperationalError("database or disk is full"), "The disk that holds the work"),
        (sqlite3.DatabaseError("file is not a database"), "The database in the workspace is dam"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "be opened or written"),
        (sqlite3.OperationalError("disk I/O error"), "is full or failing. Make room"),
        (sqlite3.OperationalError("no such column: x.y"), "another version of Headway"),
        (sqlite3.OperationalError("no such\n moment"), "database refused: no such moment."),
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "/x/y cannot be used: no space"),
        (OSError("odd"), "the workspace cannot be used: odd"),
        (ImproperlyConfigured("HEADWAY_DATABASE_URL is wrong."), "HEADWAY_DATABASE_URL is wrong."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_a_failure_is_told_plainly(failure: Exception, sentence: str) -> None:
    with pytest.raises(WorkspaceError, match=sentence), told_plainly():
        raise failure


def test_the_place_is_named() -> None:
    with (
        pytest.raises(WorkspaceError, match=r"^/home/ana/x is in use"),
        told_plainly("/home/ana/x"),
    ):
        raise OperationalError("database table is locked")


def test_a_mistake_in_the_code_stays_one() -> None:
    with pytest.raises(ZeroDivisionError), told_plainly():
        print(1 / 0)
