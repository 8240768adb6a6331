"""LinkedIn's export is read wherever its files lie in the zip, and other people's data never."""

import contextlib
import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core.dossier import ImportedHistory
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.core.evidence import EvidenceItem
from headway.core.profile import About, Position
from headway.formats import linkedin, linkedin_zip

TODAY = date(2026, 11, 23)
POSITIONS = "Company Name,Title,Description,Location,Started On,Finished On\n"
ANA = 'First Name,Last Name,Headline,Geo Location\nAna,Lopes,"Products, mostly",Porto\n'


def pack(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            # A day of its own: what a test is called must not change with the clock.
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def read(files: dict[str, str | bytes]) -> ImportedHistory:
    return linkedin.read(pack(files), as_of=TODAY)


def positions(*rows: str) -> list[Position]:
    facts = read({"Positions.csv": POSITIONS + "\n".join(rows)}).facts
    return [f.body for f in facts if isinstance(f.body, Position)]


def texts(files: dict[str, str | bytes]) -> list[str]:
    return [f.body.text for f in read(files).facts if isinstance(f.body, EvidenceItem)]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        linkedin.read(content, as_of=TODAY)
    return str(caught.value)


def test_the_profile_says_who_it_is() -> None:
    (fact,) = read({"Profile.csv": ANA}).facts
    assert fact.body == About(name="Ana Lopes", headline="Products, mostly", location="Porto")


@pytest.mark.parametrize(
    ("started", "finished", "expected"),
    [
        ("Jan 2020", "", (date(2020, 1, 1), None, True)),
        ("2018", "2019", (date(2018, 1, 1), date(2019, 1, 1), False)),
        ("01 Oct 2022", "01 Jul 2024", (date(2022, 10, 1), date(2024, 7, 1), False)),
        ("2020-01", "2020-03", (date(2020, 1, 1), date(2020, 3, 1), False)),
        ("soon", "never", (None, None, False)),
    ],
)
def test_positions_have_linkedins_kinds_of_dates(
    started: str, finished: str, expected: tuple[date | None, date | None, bool]
) -> None:
    (position,) = positions(f"Acme,Product Manager,,Porto,{started},{finished}")
    assert (position.started_on, position.ended_on, position.is_current) == expected
    assert (position.title, position.organisation) == ("Product Manager", "Acme")


def test_a_description_becomes_drafts_by_bullet_and_sentence() -> None:
    row = 'Acme,Cook,"• Led six people\n• Cut costs by 4%\nPart-time.",,2020,2021\n'
    assert texts({"Positions.csv": POSITIONS + row}) == ["Led six people", "Cut costs by 4%"]


def test_other_files_become_drafts_too() -> None:
    files: dict[str, str | bytes] = {
        "Projects.csv": "Title,Description,Url,Started On,Finished On\nCompass,,https://c.example,,\n",
        "Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\n"
        "Statistics,,City College,Feb 2022,,77\n",
        "Publications.csv": "Name,Published On,Description,Publisher,Url\nAsking,2020,How.,Us,\n",
        "Courses.csv": "Name,Number\nAlgebra,1\n",
        "Honors.csv": "Title,Description,Issued On\nBest talk,For a talk,2019\n",
        "Volunteering.csv": "Company Name,Role,Cause,Started On,Finished On,Description\n"
        "Food bank,Driver,,2019,2020,Drove the van every Friday.\n",
    }
    assert texts(files) == [
        "Drove the van every Friday.",
        "Project: Compass",
        "Certificate: Statistics (City College)",
        "Publication: Asking (Us). How.",
        "Award: Best talk. For a talk",
        "Course: Algebra",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Basic_LinkedInDataExport_11-23-2026/Profile.csv",
        "a/b/c/PROFILE.CSV",
        "a\\Profile.csv",
        "Profile (1).csv",
        "../../../etc/Profile.csv",
    ],
)
def test_files_are_found_by_name_in_any_folder(name: str) -> None:
    assert len(read({name: ANA}).facts) == 1


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + ANA,
        ANA.replace("\n", "\r\n"),
        'Notes:\n"Some words, before"\n\n' + ANA,
        ANA.encode("utf-16"),
        "First Name;Last Name;Headline;Geo Location\nAna;Lopes;Products, mostly;Porto\n",
    ],
)
def test_marks_line_ends_preambles_and_semicolons_change_nothing(content: str | bytes) -> None:
    assert read({"Profile.csv": content}) == read({"Profile.csv": ANA})


def test_other_peoples_words_are_only_counted() -> None:
    words = "First Name,Last Name,Text,Status\nBen,B,Great!,VISIBLE\nCem,C,Good!,HIDDEN\n"
    history = read({"Profile.csv": ANA, "Recommendations Received.csv": words})
    assert any(note.startswith("1 recommendation is visible") for note in history.notes)
    assert "Great" not in repr(history)


def test_connections_and_messages_are_never_read() -> None:
    broken = b"\xff\xfe\x00 not even text"
    files: dict[str, str | bytes] = {"Profile.csv": ANA, "Connections.csv": broken}
    assert read(files) == read({"Profile.csv": ANA})


def test_schooling_is_counted_and_left_out() -> None:
    school = "School Name,Start Date\nPorto,2001\n"
    notes = read({"Profile.csv": ANA, "Education.csv": school}).notes
    assert "Education.csv: 1 entry was left out; Headway keeps no schooling." in notes


def test_headings_of_former_years_are_known() -> None:
    files: dict[str, str | bytes] = {
        "Honors.csv": "Title,Description,Issuer,Issue Date\nBest talk,For a talk,The guild,May 2018\n",
        "Projects.csv": "Title,Description,Url,Start Date,End Date\nCompass,Found the north.,,2016,2017\n",
    }
    assert texts(files) == ["Found the north.", "Award: Best talk (The guild). For a talk"]
    assert [f.happened_on.year for f in read(files).facts] == [2017, 2018]


def test_a_table_that_cannot_be_read_is_left_out_and_told() -> None:
    broken = "Name,Number\ncaf\xe9,1\n".encode("latin-1")
    history = read({"Profile.csv": ANA, "Courses.csv": broken})
    assert len(history.facts) == 1
    assert any("Courses.csv is not UTF-8" in n and "left out" in n for n in history.notes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.4", "This is a PDF document"),
        (b"hello", "This is no zip archive"),
        (b"PK\x05\x06" + b"\0" * 18, "none of the files in which LinkedIn tells a career"),
        (pack({"word/document.xml": "<x/>"}), "none of the files"),
        (pack({"[Content_Types].xml": "<x/>"}), "This is an office document"),
        (pack({"Connections.csv": "First Name,Last Name\nBen,B\n"}), "none of the files"),
        (pack({"Profile.csv": ANA})[:-40], "broken or cut short"),
        (pack({"Profile.csv": ANA})[:60], "broken or cut short"),
        (pack({"Profile.csv": "First Name,Last Name\n"}), "names no person, position"),
        (pack({"Positions.csv": "Empresa,Cargo\nAcme,Cook\n"}), "Positions.csv has no row of"),
        (pack({"Positions.csv": "caf\xe9".encode("latin-1")}), "Positions.csv is not UTF-8 text"),
        (pack({"Profile.csv": ANA}, zipfile.ZIP_LZMA), "packed by a method"),
        (pack({"Profile.csv": ANA + '"' + "x" * 200_000}), "Profile.csv is not a proper CSV"),
    ],
)
def test_what_is_no_export_is_refused_in_one_clear_sentence(content: bytes, told: str) -> None:
    assert told in refusal(content)


def test_an_encrypted_file_is_named() -> None:
    content = bytearray(pack({"Profile.csv": ANA}))
    for mark, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags_at] |= 1
    assert "Profile.csv in this archive is encrypted" in refusal(bytes(content))


def test_a_file_that_unpacks_without_end_is_refused_whatever_its_header_says() -> None:
    content = pack({"Positions.csv": b"0" * (linkedin_zip.MOST_MEMBER_BYTES + 1)})
    small = content.replace(
        (linkedin_zip.MOST_MEMBER_BYTES + 1).to_bytes(4, "little"), b"\x10\0\0\0"
    )
    assert len(content) < 50_000
    assert "more than 20 MB" in refusal(content)
    # Python stops at the size the header tells, and then the checksum does not fit.
    assert "broken" in refusal(small)


def test_an_archive_of_too_many_files_is_refused() -> None:
    files: dict[str, str | bytes] = {f"{n}.txt": b"" for n in range(linkedin_zip.MOST_MEMBERS)}
    assert "more than 10,000 files" in refusal(pack({"Profile.csv": ANA, **files}))


def test_too_many_rows_are_refused() -> None:
    rows = POSITIONS + "Acme,Cook,,,,\n" * (linkedin_zip.MOST_ROWS + 1)
    assert "Positions.csv has more than 5,000 rows." in refusal(pack({"Positions.csv": rows}))


def test_a_large_archive_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linkedin_zip, "MOST_BYTES", 100)
    assert "Headway reads up to 200 MB" in refusal(pack({"Profile.csv": ANA}))


def test_the_synthetic_export_goes_through(outside_data: Path) -> None:
    content = (outside_data / "resumes" / "linkedin" / "sample_export.zip").read_bytes()
    history = linkedin.read(content, as_of=TODAY)
    kinds = [type(f.body) for f in history.facts]
    assert (kinds.count(About), kinds.count(Position)) == (1, 11)
    assert any(note.startswith("27 recommendations are visible") for note in history.notes)


CELLS = st.text(max_size=20)
TABLES = st.dictionaries(
    st.sampled_from(("Positions.csv", "Profile.csv", "a/Projects.csv", "Honors.csv", "x.csv")),
    st.tuples(
        st.sampled_from(("Company Name,Title", "First Name,Last Name", "Title,Description", "a,b")),
        st.lists(st.lists(CELLS, max_size=4), max_size=4),
    ),
    max_size=4,
)


def write_csv(heading: str, rows: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([heading.split(","), *rows])
    return buffer.getvalue().encode("utf-8", "replace")


@settings(deadline=None)
@given(TABLES)
def test_any_tables_are_read_or_refused(tables: dict[str, tuple[str, list[list[str]]]]) -> None:
    with contextlib.suppress(HeadwayError):
        read({name: write_csv(*table) for name, table in tables.items()})


@settings(deadline=None)
@given(
    place=st.integers(min_value=0, max_value=400),
    value=st.integers(min_value=0, max_value=255),
    cut=st.integers(min_value=0, max_value=400),
)
def test_a_damaged_archive_is_read_or_refused(place: int, value: int, cut: int) -> None:
    content = bytearray(pack({"Profile.csv": ANA, "Positions.csv": POSITIONS}))
    content[place % len(content)] = value
    with contextlib.suppress(HeadwayError):
        linkedin.read(bytes(content[: len(content) - cut % 30]))


@settings(deadline=None)
@given(st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(HeadwayError):
        linkedin.read(content)
