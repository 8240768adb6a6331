"""What can go wrong with a workspace, told in sentences instead of database errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from headway.core.errors import HeadwayError


class WorkspaceError(HeadwayError):
    """The workspace cannot be opened, read or written as things are."""


class UnreadableFactError(HeadwayError):
    """A fact that this version of Headway cannot read; the text names it."""


@contextmanager
def told_plainly(place: object = "the workspace") -> Iterator[None]:
    """Turns failures of the disk or the database within into WorkspaceErrors that name `place`."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        yield
    except (DatabaseError, sqlite3.Error) as error:
        sentence = _sentence(str(error), place)
        raise WorkspaceError(sentence[:1].upper() + sentence[1:]) from error
    except ImproperlyConfigured as error:
        raise WorkspaceError(str(error)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(
            f"{error.filename or place} cannot be used: {reason[:1].lower()}{reason[1:]}."
        ) from error


def _sentence(error: str, place: object) -> str:
    if "locked" in error:
        return f"{place} is in use by another program that has not let go; try again in a moment."
    if "disk I/O" in error:
        return f"The disk that holds {place} is full or failing. Make room, then try again."
    if "no such column" in error or "no such table" in error:
        return (
            f"{place} was changed by another version of Headway while this one ran. "
            "Stop this one, update it and start it again."
        )
    if "full" in error:
        return f"The disk that holds {place} is full; nothing was written. Make room and try again."
    if "malformed" in error or "not a database" in error:
        return (
            f"The database in {place} is damaged: {error}. "
            "`headway doctor` tells more; `headway restore` brings a backup back."
        )
    if "readonly" in error or "unable to open" in error:
        return f"{place} cannot be opened or written; check that it is yours and not read-only ({error})."
    return f"{place}: the database refused: {' '.join(error.split())}."
