"""What a person carries out of a workspace, as bytes; what a file they bring back is; and erasing it all."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connections, transaction

from headway.core import dossier as core
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.records import access, archive, backup, bridge, calendar_key, files, waiting_files
from headway.records.evidence_table import write_evidence
from headway.records.failures import told_plainly
from headway.records.models import CalibrationVersion, Person
from headway.records.places import Workspace
from headway.records.workspace import open_workspace

ZIP_BEGINS, SQLITE_BEGINS = b"PK\x03\x04", b"SQLite format 3\0"


@dataclass(frozen=True, kw_only=True)
class BroughtFile:
    """A sound file of Headway that somebody brought: an archive or a backup, and what it holds."""

    kind: Literal["archive", "backup"]
    fact_count: int
    name: str = ""


def pack_archive(person: Person, workspace: Workspace) -> bytes:
    """The archive that `archive.export_archive` writes."""
    return _written(workspace, lambda target: archive.export_archive(person, target))


def pack_backup(workspace: Workspace) -> bytes:
    """The copy of the database that `backup.back_up` writes."""
    return _written(workspace, lambda target: backup.back_up(workspace, target))


def pack_evidence(dossier: core.Dossier) -> bytes:
    """The evidence that the person may be handed, as the archive's table has it."""
    open_to_them = access.may_hand_out(dossier)
    return write_evidence(fact for fact in dossier.facts if fact.id in open_to_them)


def look_into(name: str) -> BroughtFile:
    """What the file is that waits under `name`; raises UnreadableFileError for what is no such file."""
    begins, path = waiting_files.read(name)[: len(SQLITE_BEGINS)], waiting_files.path_of(name)
    with _told_of_this_file(path):
        if begins == SQLITE_BEGINS:
            return BroughtFile(kind="backup", fact_count=backup.count_facts(path))
        if not begins.startswith(ZIP_BEGINS):
            raise UnreadableFileError(
                "This is neither an archive nor a backup of Headway. Nothing was kept."
            )
        content = archive.read_archive(path)
        return BroughtFile(kind="archive", fact_count=len(content.facts), name=content.person.name)


def take_in(name: str, workspace: Workspace) -> Path | None:
    """Keeps what waits under `name`; returns where a backup put what was here before it.

    An archive fills a workspace without facts, a backup takes the place of all there is. Raises a
    HeadwayError otherwise, and then nothing has changed.
    """
    brought, path, former = look_into(name), waiting_files.path_of(name), None
    with _told_of_this_file(path):
        if brought.kind == "archive":
            archive.import_archive(path)
        else:
            former = backup.restore(workspace, path)
            # A backup by a former version still lacks what this one needs.
            connections.close_all()
            open_workspace(workspace.folder)
    waiting_files.drop(name)
    return former


def list_copies(workspace: Workspace) -> list[Path]:
    """The copies of the database that Headway made by itself."""
    with told_plainly(workspace.folder):
        return sorted(workspace.backups.iterdir()) if workspace.backups.is_dir() else []


def erase_everything(person: Person, workspace: Workspace) -> None:
    """Deletes the person with every fact, what waits, and in a personal file the copies made here.

    What was learnt there of raters goes too. Exports and backups kept elsewhere stay where they are.
    """
    waiting_files.drop_all()
    calendar_key.revoke_key(workspace)
    if settings.HEADWAY_IS_PERSONAL:
        with told_plainly(workspace.folder):
            for path in list_copies(workspace):
                path.unlink(missing_ok=True)
        with told_plainly(), transaction.atomic():
            CalibrationVersion.objects.all().delete()
    bridge.erase_person(person)


def name_file(ending: str, day: date) -> str:
    """What a file is called that leaves on `day`."""
    return f"headway-{day.isoformat()}.{ending}"


def _written(workspace: Workspace, write: Callable[[Path], Path]) -> bytes:
    # In the workspace's own folder: the system's for passing files may be open to others.
    with told_plainly(workspace.folder):
        files.make_private_folder(workspace.folder)
        with tempfile.TemporaryDirectory(dir=workspace.folder, prefix="leaving-") as folder:
            return write(Path(folder, "file")).read_bytes()


@contextmanager
def _told_of_this_file(path: Path) -> Iterator[None]:
    """Says "This file" where a sentence names the path at which it waits."""
    try:
        yield
    except HeadwayError as error:
        raise type(error)(str(error).replace(str(path), "This file")) from None
