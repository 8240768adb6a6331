"""Several files as one: an archive is opened, and what was brought together waits together."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from headway.core.errors import UnreadableFileError
from headway.formats import ladder_file
from headway.formats.ladders import tables
from headway.formats.ladders.contents import MOST_BYTES, NamedFile
from headway.formats.ladders.importer import read_ladder
from headway.formats.ladders.report import ImportReport, LadderImport, Remark

MOST_FILES = 30
OWN_FORM = "A ladder file of Headway"
ENDINGS = (
    ".csv",
    ".htm",
    ".html",
    ".json",
    ".md",
    ".toml",
    ".tsv",
    ".txt",
    ".xlsm",
    ".xlsx",
    ".yaml",
    ".yml",
)
_LEFT_IN_ARCHIVE = "Files of the archive whose ending is no ladder's were not read."
_OWN_FORMAT = re.compile(rb"^format\s*=\s*[\"']headway-ladder/", re.M)
_ORDER = "order"
# What zipfile raises, besides BadZipFile, for encrypted, truncated and damaged entries.
_FAILURES = (
    *(zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, LookupError, OSError),
    *(ValueError, struct.error, zlib.error),
)


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """The files of one ladder; `order` says in which order levels and roles stand."""

    files: tuple[NamedFile, ...]
    order: NamedFile | None = None


def read_bundle(bundle: Bundle, *, only: str = "") -> LadderImport:
    """The ladder that the files hold, Headway's own form included; raises as `read_ladder` does."""
    opened, left = open_archives(bundle.files)
    found = _read_own(opened) or read_ladder(opened, order=bundle.order, only=only)
    if not left:
        return found
    remark = Remark(text=_LEFT_IN_ARCHIVE, places=left)
    report = replace(found.report, dropped=(*found.report.dropped, remark))
    return replace(found, report=report)


def open_archives(files: Iterable[NamedFile]) -> tuple[tuple[NamedFile, ...], tuple[str, ...]]:
    """The files with what archives among them hold in their place, and what was left in these.

    Raises UnreadableFileError for too many files, for too much in them, and for a damaged archive.
    """
    opened: list[NamedFile] = []
    left: list[str] = []
    for file in files:
        if not file.content.startswith(b"PK\x03\x04") or tables.is_workbook(file.content):
            opened.append(file)
            continue
        for member in _open(file.content, PurePath(file.name).name):
            is_read = member.name.casefold().endswith(ENDINGS)
            if is_read:
                opened.append(member)
            else:
                left.append(member.name)
    if len(opened) > MOST_FILES:
        raise UnreadableFileError(
            f"These are {len(opened)} files; a ladder has at most {MOST_FILES}."
        )
    if not opened:
        raise UnreadableFileError("The archive holds no file that a ladder could be in.")
    return tuple(opened), tuple(left)


def pack(bundle: Bundle) -> bytes:
    """The files as one that `unpack` takes apart again; the same files make the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, file in enumerate(bundle.files):
            archive.writestr(zipfile.ZipInfo(f"{number}/{PurePath(file.name).name}"), file.content)
        if bundle.order:
            name = f"{_ORDER}/{PurePath(bundle.order.name).name}"
            archive.writestr(zipfile.ZipInfo(name), bundle.order.content)
    return target.getvalue()


def unpack(content: bytes) -> Bundle:
    """The files that `pack` made one of; raises UnreadableFileError for anything else."""
    found = [
        (PurePath(file.name).parts[0], replace(file, name=PurePath(file.name).name))
        for file in _open(content, "This file")
    ]
    files = tuple(file for place, file in found if place != _ORDER)
    return Bundle(files=files, order=next((f for place, f in found if place == _ORDER), None))


def _read_own(files: tuple[NamedFile, ...]) -> LadderImport | None:
    """Headway's own form, which nothing has to be guessed of."""
    if len(files) != 1 or not _OWN_FORMAT.search(files[0].content[:20_000]):
        return None
    ladder = ladder_file.read(files[0].content, PurePath(files[0].name).name)
    counts = {
        "levels": len(ladder.levels),
        "competencies": len(ladder.competencies),
        "acts": sum(len(c.behaviours) for c in ladder.competencies),
        "roles": len(ladder.roles),
    }
    return LadderImport(ladder=ladder, report=ImportReport(form=OWN_FORM, read=counts))


def _open(content: bytes, name: str) -> Iterator[NamedFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told = [info for info in archive.infolist() if not _is_hidden(info)]
            _refuse_sizes(told, name)
            for info in told:
                # Never more than the size it states, which is bounded above.
                yield NamedFile(name=info.filename, content=archive.read(info))
    except _FAILURES:
        raise UnreadableFileError(f"{name} is a damaged or locked archive; pack it anew.") from None


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    """Folders, and what systems put beside files."""
    parts = PurePath(info.filename).parts
    return info.is_dir() or not parts or parts[0] == "__MACOSX" or parts[-1].startswith(".")


def _refuse_sizes(told: list[zipfile.ZipInfo], name: str) -> None:
    if len(told) > 10 * MOST_FILES:
        raise UnreadableFileError(
            f"{name} holds {len(told):,} files; take only those of the ladder."
        )
    if sum(info.file_size for info in told) > MOST_BYTES:
        raise UnreadableFileError(f"{name} unpacks to more than {MOST_BYTES // 10**6} MB.")
