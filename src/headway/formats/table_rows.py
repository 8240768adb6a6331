"""Reads the rows of a CSV or XLSX table as text, within bounds; writes both with formulas disarmed."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.formats.broken import say_what_broke
from headway.formats.free_text import decode, name_kind, tidy

LARGEST_BYTES = 10_000_000
# An XLSX file is a zip archive: what it holds may be far larger than it is itself.
LARGEST_UNPACKED_BYTES = 30_000_000
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2_000, 100, 10_000
# What a spreadsheet would run (OWASP, "CSV Injection"); an apostrophe before it makes it plain text.
WRITTEN_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<")
QUOTED = re.compile(r'"[^"]*"')
RUNS = tuple("=+-@\t\r")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: its number as a spreadsheet counts, and its cells as text.

    `formulas` and `dates` are the places, from 0, of cells that hold a formula, and a date of the
    spreadsheet's own (as YYYY-MM-DD).
    """

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()


def read_rows(content: bytes, name: str) -> tuple[Row, ...]:
    """The rows of a table in which anything stands; raises UnreadableFileError.

    CSV is UTF-8, or UTF-16 with its mark, with commas, semicolons or tabs between; of an XLSX file the
    first sheet is read. A file over 10 MB, or of more than 2,000 rows, 100 columns or 10,000 characters a
    cell, is refused.
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableFileError(f"{name} is larger than {LARGEST_BYTES // 10**6} MB.")
    found = (
        _read_sheet(content, name)
        if content.startswith(b"PK\x03\x04")
        else _read_csv(content, name)
    )
    rows: list[Row] = []
    for row in found:
        _check_size(row, name)
        if any(row.cells):
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise UnreadableFileError(
                f"{name} has more than {MOST_ROWS:,} rows; split it in parts."
            )
    return tuple(rows)


def _check_size(row: Row, name: str) -> None:
    place = f"{name}, row {row.number},"
    if len(row.cells) > MOST_COLUMNS:
        raise UnreadableFileError(f"{place} has more than {MOST_COLUMNS} columns.")
    if any(len(cell) > LONGEST_CELL for cell in row.cells):
        raise UnreadableFileError(f"{place} has a cell of more than {LONGEST_CELL:,} characters.")


def _read_csv(content: bytes, name: str) -> Iterator[Row]:
    if kind := name_kind(content):
        raise UnreadableFileError(f"{name} is {kind}, not a table; save it as CSV or XLSX.")
    text = decode(content, name)
    if "\x00" in text:
        raise UnreadableFileError(f"{name} has zero bytes in it, which no table has.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFileError(f"{name}, line {number}: {say_what_broke(error)}.") from None
        formulas = (place for place, cell in enumerate(cells) if cell.lstrip().startswith("="))
        yield Row(number=number, cells=tuple(map(_disarmed, cells)), formulas=frozenset(formulas))


def _delimiter(text: str) -> str:
    """What stands most often, outside of quotes, in the first line with anything in it."""
    first = next(filter(str.strip, io.StringIO(text[:LONGEST_CELL])), "")
    return max(",;\t", key=QUOTED.sub("", first).count)


def _disarmed(cell: str) -> str:
    """The text of a cell, without the apostrophe that keeps it from being run."""
    text = tidy(cell)
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(RUNS) else text


def _read_sheet(content: bytes, name: str) -> Iterator[Row]:
    _refuse_bombs(content, name)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        # What a file says of its own size is not to be trusted: rows are counted as they come.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
            yield _row(number, cells)
    except Exception as error:  # openpyxl lets through whatever breaks inside it
        raise UnreadableFileError(
            f"{name} can't be read as an XLSX table ({type(error).__name__}); save it anew, or as CSV."
        ) from None


def _refuse_bombs(content: bytes, name: str) -> None:
    """Raises UnreadableFileError for an archive that is broken, no XLSX file or too large unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise UnreadableFileError(f"{name} is a broken archive, not an XLSX table.") from None
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableFileError(f"{name} is a zip archive, not an XLSX table.")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED_BYTES:
        size = LARGEST_UNPACKED_BYTES // 10**6
        raise UnreadableFileError(f"{name} is larger than {size} MB when unpacked.")


def _row(number: int, cells: Sequence[Any]) -> Row:
    values = [cell.value for cell in cells]
    return Row(
        number=number,
        cells=_without_end(tuple(map(_text_of, values))),
        formulas=frozenset(i for i, cell in enumerate(cells) if cell.data_type == "f"),
        dates=frozenset(i for i, value in enumerate(values) if isinstance(value, date)),
    )


def _without_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end: spreadsheets keep many."""
    used = max((place + 1 for place, cell in enumerate(cells) if cell), default=0)
    return cells[:used]


def _text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return _disarmed(str(value))


def write_csv(rows: Iterable[Sequence[str]], *, has_mark: bool = True) -> bytes:
    """The rows as CSV in UTF-8, with the mark by which spreadsheets know it unless told otherwise."""
    table = io.StringIO(newline="")
    # All in quotes, so that no cell is taken for what stands between cells.
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerows([armed(cell) for cell in row] for row in rows)
    return table.getvalue().encode("utf-8-sig" if has_mark else "utf-8")


def armed(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would run, or what already has one."""
    return f"'{text}" if text.lstrip("'").startswith(RUNS) else text


def write_sheets(sheets: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> bytes:
    """Sheets, each a title and its rows, as an XLSX file in which every cell is plain text."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    with suppress(IndexError):
        book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                cell = sheet.cell(number, place, armed(ILLEGAL_CHARACTERS_RE.sub(" ", text)))
                # As text, whatever it looks like: no date, no number, and no formula.
                cell.data_type, cell.number_format = "s", "@"
                cell.font, cell.alignment = (
                    Font(bold=number == 1),
                    Alignment(wrap_text=True, vertical="top"),
                )
        sheet.freeze_panes = "A2"
        for column in sheet.columns:
            longest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(48, max(12, longest + 2))
    file = io.BytesIO()
    book.save(file)
    return _without_moments(file)


def _without_moments(file: io.BytesIO) -> bytes:
    """The same archive without the moments it was written at: the same table gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as written, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in written.namelist():
            part = WRITTEN_AT.sub(rb"\g<1>2000-01-01T00:00:00Z<", written.read(name))
            kept.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
