"""The secret part of the calendar's address: kept in the workspace folder, in no fact, export or log."""

import hmac
import secrets

from headway.records import files
from headway.records.failures import told_plainly
from headway.records.places import Workspace


def read_key(workspace: Workspace) -> str:
    """The secret; "" where the calendar has no address."""
    try:
        return workspace.calendar_key.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def renew_key(workspace: Workspace) -> str:
    """A new secret; the address before it opens nothing any more."""
    key = secrets.token_urlsafe(32)
    with told_plainly(workspace.folder):
        files.make_private_file(workspace.calendar_key)
        workspace.calendar_key.write_text(key, encoding="ascii")
    return key


def revoke_key(workspace: Workspace) -> None:
    """No address opens the calendar any more."""
    with told_plainly(workspace.folder):
        workspace.calendar_key.unlink(missing_ok=True)


def opens(workspace: Workspace, offered: str) -> bool:
    """Whether `offered` is the secret, compared in constant time; never where there is none."""
    key = read_key(workspace)
    return bool(key) and hmac.compare_digest(offered.encode(errors="replace"), key.encode())
