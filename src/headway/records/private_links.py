"""The private links of requests: what opens one, and where others reach them while they are served."""

import hmac
import sqlite3
from contextlib import closing

from django.conf import settings

from headway.core.requests import find_link_letters
from headway.records import files
from headway.records.failures import told_plainly
from headway.records.places import Workspace

WAIT_FOR_LOCK_SECONDS = 5


def path_of(code: str) -> str:
    """Where the request's form stands, below the address at which others reach Headway."""
    return f"/answer/{code}/{find_link_letters(str(settings.SECRET_KEY), code)}"


def opens(code: str, letters: str) -> bool:
    """Whether `letters` are those of that request, compared in constant time; nothing is looked up."""
    own = find_link_letters(str(settings.SECRET_KEY), code)
    return hmac.compare_digest(letters.encode(errors="replace"), own.encode())


def find_link(workspace: Workspace, code: str) -> str:
    """The private link of the request; "" while others can't reach this workspace."""
    address = find_address(workspace)
    return f"{address}{path_of(code)}" if address else ""


def find_address(workspace: Workspace) -> str:
    """The address at which others reach private links now; "" while none are answered."""
    try:
        address = workspace.others_address.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return address if _is_held(workspace) else ""


def hold_address(workspace: Workspace, address: str) -> sqlite3.Connection:
    """Tells every process that others reach private links at `address`, while what is returned is open.

    SQLite's own lock says so: the system lets go of it when a process dies, however it dies. Raises
    WorkspaceError where another process answers them already.
    """
    with told_plainly(workspace.folder):
        files.make_private_file(workspace.others_lock)
        lock = sqlite3.connect(
            workspace.others_lock,
            timeout=WAIT_FOR_LOCK_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        lock.execute("BEGIN EXCLUSIVE")
        files.make_private_file(workspace.others_address)
        workspace.others_address.write_text(address, encoding="ascii")
    return lock


def _is_held(workspace: Workspace) -> bool:
    if not workspace.others_lock.exists():
        return False
    with closing(sqlite3.connect(workspace.others_lock, timeout=0)) as lock:
        try:
            # Only reads, so that two who look at once don't take each other for the holder.
            lock.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError:
            return True
    return False
