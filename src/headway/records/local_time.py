"""Which time zone this machine keeps, and whether a name is one."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from headway.core.errors import InvalidInputError


def local_time_zone() -> str:
    """This machine's time zone by its name in the time zone database; UTC where it can't be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    path = str(Path("/etc/localtime").resolve()) if not named else ""
    name = named or path.partition("zoneinfo/")[2]
    try:
        return str(ZoneInfo(name)) if name else "UTC"
    except (ValueError, OSError, KeyError):
        return "UTC"


def check_time_zone(name: str) -> str:
    """`name` if it is a time zone; raises InvalidInputError."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise InvalidInputError(
            f"'{name}' is not a time zone; write one such as Europe/Berlin or UTC."
        ) from None
    return name
