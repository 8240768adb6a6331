"""Everything about one person out into one archive of open files, and back into an empty workspace."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from headway import __version__
from headway.core.errors import InvalidInputError, UnreadableFileError
from headway.records import access, attachments, bridge, calibrations, files
from headway.records import archive_form as form
from headway.records.archive_form import (
    CalibrationForm,
    Content,
    FormError,
    LadderForm,
    PersonForm,
)
from headway.records.evidence_table import write_evidence
from headway.records.failures import told_plainly
from headway.records.models import CalibrationVersion, Fact, LadderVersion, Person

LONGEST_ARCHIVE_BYTES = 50_000_000
LONGEST_CONTENT_BYTES = 100_000_000
MOST_MEMBERS = 1_000
CHUNK_BYTES = 1 << 20
# What zipfile raises, besides BadZipFile, for encrypted, truncated and damaged entries.
_ZIP_FAILURES = (
    RuntimeError,
    NotImplementedError,
    EOFError,
    LookupError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, kw_only=True)
class ImportedArchive:
    """Whose archive it was and what it held."""

    person: Person
    fact_count: int
    ladder_count: int


def export_archive(person: Person, target: Path) -> Path:
    """Writes all about `person` and every ladder kept here to the new zip file `target`.

    On a server it lacks what others said that is only told together (see access). The same content
    gives the same bytes. It holds no key and no setting of this machine.
    """
    with told_plainly():
        content = _gather(person)
    return write_archive(content, target)


def write_archive(content: Content, target: Path) -> Path:
    """Writes `content` to the new zip file `target`, whole or not at all."""
    target = target.expanduser().absolute()
    table = write_evidence(kept.fact for kept in content.facts)
    members = form.to_members(content, table)
    manifest = form.to_manifest(content, members, f"Headway {__version__}")
    with told_plainly(target), files.written_whole(target) as part:
        _write_zip(part, {form.MANIFEST: form.page(manifest), **members})
    return target


def import_archive(source: Path) -> ImportedArchive:
    """Keeps the content of an archive in a workspace that has none, ids and moments included.

    All or nothing. Raises UnreadableFileError for what is not a whole archive, InvalidInputError
    where the workspace holds something already.
    """
    content = read_archive(source)
    with told_plainly(), transaction.atomic():
        person = _make_room(content.person)
        bridge.keep_dossier(person, content.facts, ladders=_new_ladders(content.ladders))
        for told in content.calibrations.values():
            calibrations.keep_document(told.document, recorded_at=told.recorded_at)
        attachments.keep_files(person, content.files, recorded_at=content.person.created_at)
    return ImportedArchive(
        person=person, fact_count=len(content.facts), ladder_count=len(content.ladders)
    )


def read_archive(source: Path) -> Content:
    """The content of an archive, checked; raises UnreadableFileError or InvalidInputError."""
    source = source.expanduser().absolute()
    if not source.is_file():
        raise InvalidInputError(f"There is no file {source}.")
    with _refusals(source):
        members = _read_zip(source)
        if form.MANIFEST not in members:
            raise FormError(f"it has no {form.MANIFEST}")
        manifest = form.read_manifest(members.pop(form.MANIFEST))
        _check_members(members, manifest)
        return form.from_members(members, manifest)


def _gather(person: Person) -> Content:
    kept_facts = bridge.load_kept_facts(person)
    open_to_them = access.may_hand_out(bridge.to_dossier(person, kept_facts))
    facts = tuple(kept for kept in kept_facts if kept.fact.id in open_to_them)
    # Asked for second: a ladder is kept before the facts that need it and never goes away.
    ladders = {
        version.sha256: LadderForm(
            slug=version.slug,
            version=version.version,
            recorded_at=version.recorded_at,
            document=version.document,
        )
        for version in LadderVersion.objects.order_by("sha256")
    }
    told = PersonForm(
        id=person.id,
        name=person.name,
        time_zone=person.time_zone,
        is_sample=person.is_sample,
        created_at=person.created_at,
    )
    return Content(
        person=told,
        facts=facts,
        ladders=ladders,
        calibrations=_calibrations(),
        files=attachments.load_files(person),
    )


def _calibrations() -> dict[str, CalibrationForm]:
    """Those of a personal record; on a server they are the organisation's and speak of its raters."""
    if not settings.HEADWAY_IS_PERSONAL:
        return {}
    return {
        version.sha256: CalibrationForm(recorded_at=version.recorded_at, document=version.document)
        for version in CalibrationVersion.objects.order_by("sha256")
    }


def _make_room(told: PersonForm) -> Person:
    """The archive's person as the owner of a workspace that has no facts yet but a sample's."""
    if Fact.objects.filter(owner__is_sample=False).exists():
        raise InvalidInputError(
            "This workspace holds facts already, and an archive fills an empty one only. "
            "Choose another folder with HEADWAY_WORKSPACE and import it there."
        )
    Person.objects.filter(is_owner=True).delete()
    if Person.objects.filter(pk=told.id).exists():
        raise InvalidInputError(f"{told.name or told.id} is in this workspace already.")
    return bridge.register_person(
        told.name,
        id=told.id,
        created_at=told.created_at,
        time_zone=told.time_zone,
        is_sample=told.is_sample,
        is_owner=not told.is_sample,
    )


def _new_ladders(ladders: Mapping[str, LadderForm]) -> Iterator[LadderVersion]:
    known = {v.sha256: v for v in LadderVersion.objects.all()}
    names = {(v.slug, v.version) for v in known.values()}
    for key, told in ladders.items():
        if key in known:
            continue
        if (told.slug, told.version) in names:
            raise InvalidInputError(
                f"The archive's ladder {told.slug} {told.version} differs from the one kept here "
                "under that version. Import the archive into a new workspace."
            )
        yield LadderVersion(
            sha256=key,
            slug=told.slug,
            version=told.version,
            document=told.document,
            recorded_at=told.recorded_at,
        )


def _write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    """Stored, not compressed, and dated 1980: other versions of zlib and other days would give
    other bytes for the same content.
    """
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)


def _read_zip(source: Path) -> dict[str, bytes]:
    if source.stat().st_size > LONGEST_ARCHIVE_BYTES:
        raise FormError(f"it is longer than {LONGEST_ARCHIVE_BYTES:,} bytes")
    try:
        with zipfile.ZipFile(source) as archive:
            return _read_entries(archive)
    except zipfile.BadZipFile:
        raise FormError("it is no zip file, or a damaged one") from None
    except _ZIP_FAILURES as error:
        raise FormError(f"it cannot be unpacked: {error}") from None


def _read_entries(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Counts what really comes out: a length that the zip states may be a lie."""
    # Unpacking and packing again adds entries for the folders.
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_MEMBERS:
        raise FormError(f"it holds more than {MOST_MEMBERS:,} files")
    if len({entry.filename for entry in entries}) < len(entries):
        raise FormError("it holds a file twice")
    members, left_bytes = {}, LONGEST_CONTENT_BYTES
    for entry in entries:
        data = bytearray()
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                data += chunk
                left_bytes -= len(chunk)
                if left_bytes < 0:
                    raise FormError(f"it unpacks to more than {LONGEST_CONTENT_BYTES:,} bytes")
        members[entry.filename] = bytes(data)
    return members


def _check_members(members: Mapping[str, bytes], manifest: form.Manifest) -> None:
    for name in sorted(manifest.members.keys() | members.keys()):
        if name not in members:
            raise FormError(f"{name} is missing")
        if name not in manifest.members:
            raise FormError(f"{name} is not in its manifest")
        if form.describe(members[name]) != manifest.members[name]:
            raise FormError(f"{name} was changed after it was written")


@contextmanager
def _refusals(source: Path) -> Iterator[None]:
    """Names the file that was refused."""
    try:
        yield
    except FormError as error:
        raise UnreadableFileError(
            f"{source} is not a whole Headway archive: {error}. Nothing was imported."
        ) from None
