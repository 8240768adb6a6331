"""Where a workspace keeps its files: found from the environment, created by nobody here."""

import os
from dataclasses import dataclass
from pathlib import Path

from headway.records.failures import WorkspaceError

FOLDER_VARIABLE = "HEADWAY_WORKSPACE"
SERVER_VARIABLE = "HEADWAY_DATABASE_URL"
SECRET_VARIABLE = "HEADWAY_SECRET_KEY"  # noqa: S105 -- the name of a variable, not a secret


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """The folder that holds everything of one installation."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite database; unused where a server keeps the records."""
        return self.folder / "headway.sqlite3"

    @property
    def backups(self) -> Path:
        """Where copies go that Headway makes by itself before it changes the database."""
        return self.folder / "backups"

    @property
    def secret_key(self) -> Path:
        """The key that signs cookies; never part of a backup or an export."""
        return self.folder / "secret_key"

    @property
    def calendar_key(self) -> Path:
        """The secret part of the calendar's address; never part of a backup or an export."""
        return self.folder / "calendar_key"

    @property
    def others_address(self) -> Path:
        """Where others reach private links; true only while `others_lock` is held."""
        return self.folder / "others_address"

    @property
    def others_lock(self) -> Path:
        """Held by the process that answers private links, for as long as it does."""
        return self.folder / "others.lock"

    @property
    def opening_lock(self) -> Path:
        """Held while a workspace is being created or migrated."""
        return self.folder / "opening.lock"


def find_workspace(folder: Path | None = None) -> Workspace:
    """The workspace in `folder`, or the one HEADWAY_WORKSPACE names, or the user's own."""
    chosen = folder or _from_environment() or _of_the_user()
    return Workspace(folder=chosen.expanduser().absolute())


def is_embedded() -> bool:
    """Whether the records are kept in the workspace's own SQLite database."""
    return not os.environ.get(SERVER_VARIABLE)


def read_secret_key() -> str:
    """HEADWAY_SECRET_KEY, or the key that opening the workspace left in its folder."""
    given = os.environ.get(SECRET_VARIABLE)
    if given:
        return given
    path = find_workspace().secret_key
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise WorkspaceError(
            f"There is no key in {path}; open the workspace with any headway command first, "
            f"or set {SECRET_VARIABLE}."
        ) from None


def _from_environment() -> Path | None:
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else None


def _of_the_user() -> Path:
    from platformdirs import user_data_path

    return user_data_path("headway", appauthor=False)
