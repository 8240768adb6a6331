"""LinkedIn's connections: read from the zip or the file alone, whatever stands around the table."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.dossier import DraftFact
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.formats import linkedin_connections

TODAY = date(2026, 11, 23)
HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
NOTES = 'Notes:\r\n"Some addresses are missing, because people hide them."\r\n\r\n'
ANA = "Ana,Made-up,https://example.com/in/ana,,Imagined Shops,Product Lead,04 Mar 2024\r\n"


def pack(name: str, text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


def read(text: str) -> tuple[DraftFact, ...]:
    return linkedin_connections.read(text.encode(), as_of=TODAY)


def test_a_row_tells_who_what_where_and_since_when() -> None:
    (found,) = read(HEAD + ANA)
    assert (found.body.name, found.body.title) == ("Ana Made-up", "Product Lead")
    assert (found.body.organisation, found.body.email) == ("Imagined Shops", "")
    assert found.body.link == "https://example.com/in/ana"
    assert found.happened_on == date(2024, 3, 4)


def test_somebody_has_the_same_key_whenever_the_list_is_read_and_wherever_they_work() -> None:
    (then,) = read(HEAD + ANA)
    (now,) = read(HEAD + ANA.replace("Imagined Shops", "Imagined Banks"))
    assert then.body.key == now.body.key
    (without_page,) = read(HEAD + "Ana,Made-up,,,,,\r\n")
    assert without_page.body.key == read(HEAD + "ANA,made-up,,,,,\r\n")[0].body.key


@pytest.mark.parametrize("name", ["Connections.csv", "Basic_Export/Connections (1).csv"])
def test_the_table_is_found_in_the_zip_and_after_notes(name: str) -> None:
    found = linkedin_connections.read(pack(name, "\ufeff" + NOTES + HEAD + ANA), as_of=TODAY)
    assert [each.body.name for each in found] == ["Ana Made-up"]


def test_rows_without_a_name_are_left_out() -> None:
    assert read(HEAD + ",,,,,,\r\n,,,,Imagined Shops,,04 Mar 2024\r\n") == ()


@pytest.mark.parametrize("day", ["", "soon", "24 Nov 2026"])
def test_a_day_that_cannot_be_is_not_believed(day: str) -> None:
    (found,) = read(HEAD + f"Ana,,,,,,{day}\r\n")
    assert found.happened_on == TODAY


def test_a_link_that_is_no_address_of_a_page_is_left_out() -> None:
    (found,) = read(HEAD + "Ana,,javascript:alert(1),,,,\r\n")
    assert found.body.link == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pack("Positions.csv", "Company Name,Title\n"), "holds no Connections.csv"),
        (b"Name,Age\nAna,4\n", "no row of headings with First Name"),
        (b"PK\x03\x04broken", "broken or cut short"),
        (b"\xff\xfe\xff", "UTF-8"),
    ],
)
def test_what_holds_no_connections_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        linkedin_connections.read(content, as_of=TODAY)


@given(st.text(max_size=200))
def test_whatever_stands_in_the_rows_it_is_read_or_refused(text: str) -> None:
    try:
        found = linkedin_connections.read((HEAD + text).encode("utf-8", "ignore"), as_of=TODAY)
    except HeadwayError:
        return
    assert all(each.body.name for each in found)


def test_a_whole_export_of_an_invented_person_is_read(outside_data: Path) -> None:
    content = (outside_data / "resumes" / "linkedin" / "sample_export.zip").read_bytes()
    found = linkedin_connections.read(content, as_of=TODAY)
    assert len(found) > 50
    assert sum(each.happened_on < TODAY for each in found) == len(found)
