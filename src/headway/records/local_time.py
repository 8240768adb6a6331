"""Which time zone this machine keeps."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo


def local_time_zone() -> str:
    """This machine's time zone by its name in the time zone database; UTC where it can't be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    path = str(Path("/etc/localtime").resolve()) if not named else ""
    name = named or path.partition("zoneinfo/")[2]
    try:
        return str(ZoneInfo(name)) if name else "UTC"
    except (ValueError, OSError, KeyError):
        return "UTC"
