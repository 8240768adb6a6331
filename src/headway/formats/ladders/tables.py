"""Tables as rows of text: CSV with any delimiter, Markdown and the sheets of an Excel workbook."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import islice, pairwise
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.formats.broken import say_what_broke
from headway.formats.ladders.html_tables import read_html_tables
from headway.formats.table_rows import QUOTED, RUNS

MOST_ROWS = 250_000
MOST_SHEET_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 3_000_000
MOST_SHEETS = 60
MOST_UNPACKED_BYTES = 120_000_000
MOST_PARTS = 2_000
# A workbook may claim a cell in its last row; so many empty ones in a row end the sheet.
MOST_EMPTY_ROWS = 2_000
_DELIMITERS = ",;\t|"
_RULER = re.compile(r"\s*:?-{2,}:?\s*|\s*:?-+:?\s*")
MOST_HTML_CHARACTERS = 4_000_000
HTML_TABLE = re.compile(r"<table[\s>]", re.I)
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+\S")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_CHAPTER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=[^\W\d])")
# So many rows of ten are equally long in a table; commas in sentences fall as they like.
_EVEN = 0.8
_FORMULA = re.compile(r"=\s*\S|@[A-Za-z]{2,30}\(")
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table: rows of stripped text, ragged rows allowed; `numbers` are the rows' numbers in the file.

    `group` is the heading above the heading that it is named by, where a document has one.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    formulas: tuple[str, ...] = ()
    file: str = ""
    group: str = ""
    is_hidden: bool = False

    def place(self, row: int, column: int | None = None) -> str:
        """Where a cell is, as a spreadsheet names it: "Sheet1, row 3, column C"."""
        place = f"{self.name}, row {self.numbers[row]}"
        return place if column is None else f"{place}, column {column_letter(column)}"


def column_letter(index: int) -> str:
    """The name of the column with that index from 0: A, B ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_text(text: str, name: str) -> list[Sheet]:
    """The tables in `text`: those of a document (Markdown, HTML), or one with the delimiter that fits best.

    Raises UnreadableFileError for more rows or columns than any ladder has.
    """
    if _is_markdown(text):
        return list(_markdown(text, name))
    if HTML_TABLE.search(text):
        return _html(text, name)
    opening = re.match(r"\s*sep=(.)\r?\n", text)
    body = text[opening.end() :] if opening else text
    delimiter = opening[1] if opening else _find_delimiter(body)
    rows = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    return [_sheet(name, _numbered(rows, name, 1 + bool(opening)))]


def _html(text: str, name: str) -> list[Sheet]:
    if len(text) > MOST_HTML_CHARACTERS:
        raise UnreadableFileError(f"{name} has more than 4 million characters of a web page.")
    tables = (
        (path, _sheet(path[-1] if path else name, enumerate(rows, 1)))
        for path, rows in read_html_tables(text)
    )
    return [replace(s, group=path[-2] if len(path) > 1 else s.name) for path, s in tables if s.rows]


def _numbered(rows: Any, name: str, first: int) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(rows, first)
    except csv.Error as error:
        raise UnreadableFileError(f"{name} is no sound CSV: {say_what_broke(error)}.") from None


def _find_delimiter(text: str) -> str:
    """The delimiter by which most rows of the beginning have equally many cells, and many."""
    sample = text[:300_000]
    outside = QUOTED.sub("", sample)
    found = [delimiter for delimiter in _DELIMITERS if delimiter in outside]
    return max(found or _DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> float:
    widths = _widths(sample, delimiter)
    if not widths or max(widths) < 2:
        return 0.0
    usual = _usual(widths)
    return widths.count(usual) / len(widths) * min(usual, 30) if usual > 1 else 0.01


def _share_of_usual(sample: str, delimiter: str) -> float:
    """The share of the rows that have the most frequent number of cells, if that is more than one."""
    widths = _widths(sample, delimiter)
    usual = _usual(widths) if widths else 0
    return widths.count(usual) / len(widths) if usual > 1 else 0.0


def _usual(widths: Sequence[int]) -> int:
    return max(set(widths), key=lambda width: (widths.count(width), width))


def _widths(sample: str, delimiter: str) -> list[int]:
    """How many cells each row of the beginning has; none where it is no CSV."""
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 300))
    except csv.Error:
        return []
    return [len(row) for row in rows if any(cell.strip() for cell in row)]


def is_prose(text: str) -> bool:
    """Whether this is a document in sentences, headings and bullets, and no table of any kind."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()]
    if _is_markdown(text) or HTML_TABLE.search(text):
        return False
    marked = sum(bool(_HEADING.match(line) or _BULLET.match(line)) for line in lines)
    is_marked = any(map(_HEADING.match, lines)) or marked * 2 > len(lines)
    return is_marked and _share_of_usual(text[:300_000], _find_delimiter(text)) < _EVEN


def _is_markdown(text: str) -> bool:
    lines = text[:200_000].splitlines()
    pairs = pairwise(lines)
    return any(a.count("|") >= 2 and _is_ruler(b) for a, b in pairs if "|" in b and "-" in b)


def _is_ruler(line: str) -> bool:
    cells = line.strip().strip("|").split("|")
    return len(line) < 2_000 and all(_RULER.fullmatch(cell) for cell in cells)


def _markdown(text: str, name: str) -> Iterator[Sheet]:
    """Each table of the document, named by the heading above it, and by the one above that if need be."""
    found = list(_markdown_tables(text))
    names = [path[-1] if path else name for path, _ in found]
    for (path, rows), title in zip(found, names, strict=True):
        is_told_apart = names.count(title) == 1 or len(path) < 2
        sheet = _sheet(title if is_told_apart else f"{path[-2]}: {path[-1]}", rows)
        yield replace(sheet, group=path[-2] if len(path) > 1 else title)


def _markdown_tables(text: str) -> Iterator[tuple[tuple[str, ...], list[tuple[int, list[str]]]]]:
    """The rows of each table with their line numbers, and the headings above it, the deepest last."""
    above: dict[int, str] = {}
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.count("|") >= 2 or (rows and "|" in line):
            if not _is_ruler(line):
                rows.append((number, _split_markdown(line)))
            continue
        if len(rows) > 1:
            yield tuple(above.values()), rows
        rows = []
        if heading := _HEADING.match(line):
            depth = len(heading[1])
            above = {d: title for d, title in above.items() if d < depth}
            above[depth] = _CHAPTER.sub("", _unmark(heading[2])).strip()


def _split_markdown(line: str) -> list[str]:
    inner = re.sub(r"^\s*\||\|\s*$", "", line)
    cells = re.split(r"(?<!\\)\|", inner)
    return [_unmark(cell.replace("\\|", "|")) for cell in cells]


def _unmark(cell: str) -> str:
    """A cell without Markdown's signs and HTML's tags: emphasis, links, line breaks, items of lists."""
    cell = re.sub(r"<br\s*/?>", "\n", cell, flags=re.I)
    cell = re.sub(r"<li(?:\s[^>\n]{0,200})?>", "\n• ", cell, flags=re.I)
    cell = re.sub(r"</?[A-Za-z][^>\n]{0,300}>", "", cell)
    cell = re.sub(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,600}\)", r"\1", cell)
    cell = re.sub(r"\*\*|__|`", "", cell)
    return re.sub(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,200}?)(?<=\S)\1(?![\w*])", r"\2", cell)


def is_workbook(content: bytes) -> bool:
    """Whether this is a zip archive with the parts of an Excel workbook."""
    return content.startswith(b"PK\x03\x04") and b"xl/" in content


def read_workbook(content: bytes, name: str) -> list[Sheet]:
    """The visible and hidden sheets with something in them; formulas count by their last value.

    A formula without one is left empty and named. Raises UnreadableFileError for what is broken,
    encrypted, or unpacks to more than a ladder could need.
    """
    has_formulas = _check_archive(content, name)
    import openpyxl

    try:
        with warnings.catch_warnings():
            # Styles and extensions that openpyxl does not know are none of our business.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = [_read_sheet(sheet) for sheet in book.worksheets[:MOST_SHEETS]]
            if has_formulas:
                formulas = _find_formulas(content)
                sheets = [_with_formulas(sheet, formulas.get(sheet.name, {})) for sheet in sheets]
    except UnreadableFileError:
        raise
    except Exception as error:  # openpyxl lets a broken part surface as any kind of error
        reason = f"{type(error).__name__}: {error}"[:100]
        raise UnreadableFileError(
            f"{name} is a broken Excel workbook ({reason}); save it anew, or as CSV."
        ) from None
    return [sheet for sheet in sheets if sheet.rows]


def _check_archive(content: bytes, name: str) -> bool:
    """Refuses bombs before anything is unpacked, and entity declarations before anything is parsed.

    Returns whether a part has formulas in it.
    """
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise UnreadableFileError(
            f"{name} has more than {MOST_PARTS:,} parts; no ladder needs so many."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            # A reader never gets more of a part than its header says, so that this sum is a bound.
            if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                raise UnreadableFileError(
                    f"{name} unpacks to more than {MOST_UNPACKED_BYTES // 10**6} MB; "
                    "no ladder needs so much."
                )
            xml = [part for part in parts if part.filename.endswith((".xml", ".rels", ".vml"))]
            has_formulas = False
            for part in xml:
                has_formulas |= _scan(archive, part, name)
    except UnreadableFileError:
        raise
    except Exception as error:  # zipfile, zlib and struct each have errors of their own
        reason = f"{type(error).__name__}: {error}"[:100]
        raise UnreadableFileError(f"{name} is a broken or encrypted archive ({reason}).") from None
    return has_formulas


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bool:
    """Whether the part has formulas; raises UnreadableFileError where it declares a document type."""
    has_formulas = False
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            text = tail + chunk
            if any(mark in text for mark in _DOCTYPES):
                raise UnreadableFileError(
                    f"{name} declares a document type in {part.filename}, which no Excel workbook "
                    "does; save it anew."
                )
            has_formulas |= b"<f>" in text or b"<f " in text
            tail = chunk[-32:]
    return has_formulas


def _read_sheet(sheet: Any) -> Sheet:
    rows = sheet.iter_rows(max_row=MOST_SHEET_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    found = _sheet(sheet.title, enumerate(_until_empty(rows), 1))
    return replace(found, is_hidden=sheet.sheet_state != "visible")


def _until_empty(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    empty = 0
    for number, row in enumerate(rows):
        if number == MOST_SHEET_ROWS:
            raise UnreadableFileError(
                f"The workbook has a sheet of more than {MOST_SHEET_ROWS:,} rows; "
                "give a table with one row a competency."
            )
        cells = [_as_text(value) for value in row]
        empty = 0 if any(cells) else empty + 1
        if empty > MOST_EMPTY_ROWS:
            return
        yield cells


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    return "" if text.startswith("#") and text in _ERRORS else text


_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


def _find_formulas(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """The formulas of each sheet by row number and column."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    found: dict[str, dict[tuple[int, int], str]] = {}
    for sheet in book.worksheets[:MOST_SHEETS]:
        rows = sheet.iter_rows(max_row=MOST_SHEET_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        found[sheet.title] = {
            (number, column): cell
            for number, row in enumerate(_until_empty(rows), 1)
            for column, cell in enumerate(row)
            if cell.startswith("=")
        }
    return found


def _with_formulas(sheet: Sheet, formulas: dict[tuple[int, int], str]) -> Sheet:
    """`sheet` with the places of formulas that left no value."""
    texts = {
        (number, column)
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
        for column, cell in enumerate(row)
        if cell
    }
    missing = [
        f"{sheet.name}, row {number}, column {column_letter(column)}"
        for number, column in sorted(formulas.keys() - texts)
    ]
    return replace(sheet, formulas=tuple(missing[:500]))


def _sheet(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """The rows that have anything in them, each without empty cells at its end."""
    kept: list[tuple[str, ...]] = []
    numbers: list[int] = []
    formulas: list[str] = []
    cells = 0
    for number, row in rows:
        texts = [cell.strip() for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        cells += len(texts)
        _refuse_flood(name, number=len(kept), columns=len(texts), cells=cells)
        for column, text in enumerate(texts):
            if text[:1] in "=@" and _FORMULA.match(text):
                formulas.append(f"{name}, row {number}, column {column_letter(column)}")
                texts[column] = ""
        kept.append(tuple(_unguard(text) for text in texts))
        numbers.append(number)
    return Sheet(
        name=name, rows=tuple(kept), numbers=tuple(numbers), formulas=tuple(formulas[:500])
    )


def _unguard(text: str) -> str:
    """`text` without the apostrophe that keeps a spreadsheet from calculating it."""
    is_armed = text.startswith("'") and text.lstrip("'").startswith(RUNS)
    return text[1:] if is_armed else text


def _refuse_flood(name: str, *, number: int, columns: int, cells: int) -> None:
    if number >= MOST_ROWS or cells > MOST_CELLS:
        raise UnreadableFileError(
            f"{name} has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells; "
            "give a table with one row a competency."
        )
    if columns > MOST_COLUMNS:
        raise UnreadableFileError(
            f"{name} has a row of {columns:,} cells; a ladder has at most {MOST_COLUMNS} columns."
        )
