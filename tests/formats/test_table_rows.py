"""The rows of CSV and XLSX tables: read as text within bounds, written with nothing that runs."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from examples import law
from headway.core.errors import UnreadableFileError
from headway.formats.free_text import tidy
from headway.formats.table_rows import read_rows, write_csv, write_sheets

# As a spreadsheet keeps it: of no time zone.
NOON = datetime(2027, 3, 1, 9, 30)  # noqa: DTZ001
CELLS = st.text(max_size=12).map(tidy)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4).filter(any), min_size=1, max_size=5)


def sheet(*rows):
    """An XLSX file as a spreadsheet writes it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def texts(content):
    return [row.cells for row in read_rows(content, "t")]


def refused(content):
    with pytest.raises(UnreadableFileError) as caught:
        read_rows(content, "t")
    return str(caught.value)


def ended(rows):
    """The rows without the empty cells at their ends, as a spreadsheet keeps them."""
    return [tuple(row[: max(n for n, cell in enumerate(row, 1) if cell)]) for row in rows]


@law
@given(TABLES)
def test_what_is_written_as_csv_reads_the_same(rows):
    assert texts(write_csv(rows)) == [tuple(row) for row in rows]


@law
@given(TABLES)
def test_what_is_written_as_xlsx_reads_the_same(rows):
    clean = [[cell.replace("\ufffe", "").replace("\uffff", "") for cell in row] for row in rows]
    rows = [row for row in clean if any(row)]
    assert texts(write_sheets([("A", rows)])) == ended(rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "'=1", "''=1"])
def test_no_cell_that_is_written_would_be_run(text):
    [[cell]] = list(load_workbook(io.BytesIO(write_sheets([("A", [[text]])]))).active.iter_rows())
    assert (cell.data_type, cell.value[0]) == ("s", "'")
    assert write_csv([[text]]).decode("utf-8-sig").startswith("\"'")


def test_nothing_in_a_sheet_tells_when_it_was_written():
    written = write_sheets([("A", [["x"]])])
    assert written == write_sheets([("A", [["x"]])])
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        assert archive.read("docProps/core.xml").count(b">2000-01-01T00:00:00Z<") == 2


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_are_told_apart_by_what_stands_most_often_in_the_first_line(mark):
    content = f"a{mark}b\n\n1{mark}2\n".encode()
    assert texts(content) == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_utf_8_and_in_utf_16_with_its_mark(encoding):
    assert texts("tïtle,b\n".encode(encoding)) == [("tïtle", "b")]


def test_rows_are_numbered_as_a_spreadsheet_does():
    assert [row.number for row in read_rows(b"a\n\nb\n", "t")] == [1, 3]
    assert [row.number for row in read_rows(sheet(["a"], [], ["b"]), "t")] == [1, 3]


def test_numbers_truth_and_days_of_a_spreadsheet_become_text():
    row = [8.0, 1.5, 3, True, False, date(2027, 3, 1), NOON, None, "x"]
    [read] = read_rows(sheet(row), "t")
    assert read.cells == (
        *("8", "1.5", "3", "yes", "no", "2027-03-01", "2027-03-01 09:30:00", "", "x"),
    )
    assert read.dates == {5, 6}


def test_a_whole_number_written_with_decimals_is_told_without():
    with zipfile.ZipFile(io.BytesIO(sheet([8.5]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(b"<v>8.5</v>", b"<v>8.0</v>"))
    assert texts(file.getvalue()) == [("8",)]


def test_formulas_are_found_in_both():
    [read] = read_rows(sheet(["a", "=1+1"]), "t")
    assert read.formulas == {1}
    [read] = read_rows(b"a, =1+1,'=b\n", "t")
    assert (read.formulas, read.cells[2]) == ({1}, "=b")


@pytest.mark.parametrize("content", [b"title\n" + b"x\n" * 100_000, sheet(*[["x"]] * 2_002)])
def test_too_many_rows_are_refused(content):
    assert "has more than 2,000 rows" in refused(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a" * 10_000_001, "larger than 10 MB"),
        (b"," * 200, "more than 100 columns"),
        (b"a" * 10_001, "cell of more than 10,000"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"<html>", "web page"),
        ("tïtle".encode("cp1252"), "is not UTF-8 text"),
        (b"a\n\x00b\n", "zero bytes"),
        (b'a,"b\n', "line 1: a quotation mark is missing"),
        (b"PK\x03\x04 broken", "broken archive"),
        (sheet(["a"] * 101), "more than 100 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, words):
    assert words in refused(content)


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


def test_an_archive_that_is_no_xlsx_file_is_refused():
    assert "is a zip archive, not" in refused(packed(a="b"))
    assert "can't be read as an XLSX table" in refused(packed(xl__workbook_xml="<x/>"))


def test_a_bomb_is_refused_by_its_size_before_it_is_unpacked():
    bomb = packed(xl__workbook_xml="<x/>", big=b"0" * 31_000_000)
    assert len(bomb) < 100_000
    assert "larger than 30 MB when unpacked" in refused(bomb)
