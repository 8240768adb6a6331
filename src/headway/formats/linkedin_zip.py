"""The tables in the zip that LinkedIn gives of one's data: found by name in any folder, read with care."""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from headway.core.errors import UnreadableFileError
from headway.formats.broken import say_what_broke
from headway.formats.free_text import decode, name_kind, tidy
from headway.formats.history import shorten

MOST_BYTES = 200 * 1024 * 1024
MOST_MEMBERS = 10_000
MOST_MEMBER_BYTES = 20 * 1024 * 1024
MOST_ROWS = 5000
MOST_PREAMBLE_ROWS = 30

Row = Mapping[str, str]

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def read_tables(
    content: bytes, headings: Mapping[str, tuple[str, ...]], *, most_rows: int = MOST_ROWS
) -> dict[str, tuple[Row, ...]]:
    """The rows of each wanted table that the archive holds, by its name, their headings in lower case.

    `headings` names the tables wanted (the file's name in lower case without ".csv", "_" as a space)
    and the headings that mark the header row of each. No other file is read. Raises
    UnreadableFileError where the archive is broken, encrypted or too large, or a table is no table.
    """
    return {
        name: rows_of(table, file_name, headings[name], most_rows=most_rows)
        for name, (file_name, table) in _unpack_tables(content, headings).items()
    }


def read_tables_or_why(
    content: bytes, headings: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[Row, ...]], tuple[str, ...]]:
    """What `read_tables` returns, and a sentence for each table that can't be read."""
    tables: dict[str, tuple[Row, ...]] = {}
    unread: list[str] = []
    for name, (file_name, table) in _unpack_tables(content, headings).items():
        try:
            tables[name] = rows_of(table, file_name, headings[name])
        except UnreadableFileError as error:
            unread.append(str(error))
    return tables, tuple(unread)


def _unpack_tables(content: bytes, wanted: Iterable[str]) -> dict[str, tuple[str, bytes]]:
    """The file's name and content of each wanted table that the archive holds."""
    _refuse_other_kinds(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {
                name: _unpack(archive, member)
                for name, member in _find_members(archive, wanted).items()
            }
    except _BROKEN as error:
        # Python's message may quote a part of the file itself.
        reason = shorten(str(error), 80)
        raise UnreadableFileError(f"This zip archive is broken or cut short ({reason}).") from None


def _refuse_other_kinds(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            f"The archive has {len(content) / 1024 / 1024:.0f} MB; Headway reads up to 200 MB."
        )
    if not content:
        raise UnreadableFileError("The file is empty.")
    kind = name_kind(content) or "no zip archive"
    if "zip archive" not in kind or kind.startswith("no "):
        raise UnreadableFileError(f"This is {kind}; import the zip that LinkedIn sent you.")
    # Counted before zipfile builds an object for each: a small archive may list millions.
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise UnreadableFileError(f"The archive lists more than {MOST_MEMBERS:,} files.")


def _find_members(archive: zipfile.ZipFile, wanted: Iterable[str]) -> dict[str, zipfile.ZipInfo]:
    """The members that hold a wanted table, each the one least deep in folders."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in sorted(archive.infolist(), key=lambda m: (m.filename.count("/"), m.filename)):
        if (name := _table_name(member.filename)) in wanted:
            found.setdefault(name, member)
    return {name: found[name] for name in wanted if name in found}


def _table_name(path: str) -> str:
    base = re.split(r"[/\\]", path)[-1].casefold()
    if not base.endswith(".csv"):
        return ""
    stem = base.removesuffix(".csv").replace("_", " ")
    return re.sub(r"\s*\(\d{1,3}\)$", "", stem).strip()  # "Positions (1).csv", a second download


def rows_of(
    content: bytes, file_name: str, headings: tuple[str, ...], *, most_rows: int = MOST_ROWS
) -> tuple[Row, ...]:
    """The rows under the row of `headings` in a CSV file; raises UnreadableFileError."""
    text = decode(content, file_name)
    try:
        tried = (_rows_under(headings, text, d, most_rows) for d in ",;\t")
        rows = next(filter(None, tried), None)
    except csv.Error as error:
        raise UnreadableFileError(
            f"{file_name} is not a proper CSV file: {say_what_broke(error)}."
        ) from None
    if rows is None and text.strip():
        wanted = ", ".join(heading.title() for heading in headings)
        raise UnreadableFileError(f"{file_name} has no row of headings with {wanted}.")
    return _data_rows(rows or [[]], file_name, most_rows)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[str, bytes]:
    file_name = shorten(re.split(r"[/\\]", member.filename)[-1], 60)
    if member.flag_bits & 0x1:
        raise UnreadableFileError(f"{file_name} in this archive is encrypted; unlock it first.")
    # Other methods are unpacked in one go whatever is asked for, so that no limit would hold.
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableFileError(f"{file_name} is packed by a method that LinkedIn does not use.")
    with archive.open(member) as stream:
        unpacked = stream.read(MOST_MEMBER_BYTES + 1)
    if len(unpacked) > MOST_MEMBER_BYTES:
        raise UnreadableFileError(f"{file_name} unpacks to more than 20 MB; no career needs that.")
    return file_name, unpacked


def _rows_under(
    headings: tuple[str, ...], text: str, delimiter: str, most_rows: int
) -> list[list[str]] | None:
    """The row of headings and the rows under it, or None where no early row has all `headings`."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for _, row in zip(range(MOST_PREAMBLE_ROWS), rows, strict=False):
        names = [tidy(cell).casefold() for cell in row]
        if set(headings) <= set(names):
            return [names, *(found for _, found in zip(range(most_rows + 1), rows, strict=False))]
    return None


def _data_rows(rows: Sequence[Sequence[str]], file_name: str, most_rows: int) -> tuple[Row, ...]:
    names, *data = rows
    if len(data) > most_rows:
        raise UnreadableFileError(f"{file_name} has more than {most_rows:,} rows.")
    return tuple(dict(zip(names, row, strict=False)) for row in data if any(map(str.strip, row)))
