"""Several files as one: archives opened within bounds, what was brought together kept together."""

import io
import zipfile

import pytest

from headway.core.errors import UnreadableFileError
from headway.formats import built_in
from headway.formats.ladders import bundle as bundles
from headway.formats.ladders.bundle import (
    OWN_FORM,
    Bundle,
    open_archives,
    pack,
    read_bundle,
    unpack,
)
from headway.formats.ladders.contents import NamedFile

TABLE = b"Competency,Junior,Senior\nPricing,Records prices,Sets prices\n"


def named(name: str, content: bytes = TABLE) -> NamedFile:
    return NamedFile(name=name, content=content)


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def test_what_was_brought_comes_back_as_it_was() -> None:
    brought = Bundle(
        files=(named("a.csv"), named("b.csv", b"x")), order=named("order.txt", b"a < b")
    )
    assert unpack(pack(brought)) == brought
    assert pack(brought) == pack(brought)
    assert unpack(pack(Bundle(files=(named("far/a.csv"),)))).files[0].name == "a.csv"


def test_an_archive_is_read_as_its_files_and_says_what_it_left() -> None:
    content = archive(ours__a_csv=TABLE, ours__LICENSE=b"free", __MACOSX__x_csv=b"x")
    found = read_bundle(Bundle(files=(named("ours.zip", content),)))
    assert [c.name for c in found.ladder.competencies] == ["Pricing"]
    assert ("ours/LICENSE",) in [remark.places for remark in found.report.dropped]
    assert read_bundle(Bundle(files=(named("a.csv"),))).ladder.competencies == (
        found.ladder.competencies
    )


def test_headway_s_own_file_is_read_as_it_is() -> None:
    content = built_in.content_of("ladder_example.toml")
    found = read_bundle(Bundle(files=(named("ours.toml", content),)))
    assert found.report.form == OWN_FORM
    assert found.report.read["roles"] == len(found.ladder.roles)
    assert not found.report.guessed


def test_a_workbook_is_no_archive_of_files() -> None:
    workbook = named("a.xlsx", archive(xl__workbook_xml=b"<x/>"))
    assert open_archives([workbook]) == ((workbook,), ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and no more", "damaged or locked"),
        (archive(a_exe=b"x"), "holds no file that a ladder could be in"),
        (archive(**{f"a{n}_csv": b"x" for n in range(31)}), "31 files; a ladder has at most 30"),
        (archive(**{f"a{n}_csv": b"x" for n in range(301)}), "holds 301 files"),
    ],
)
def test_an_archive_that_is_no_ladder_ends_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read_bundle(Bundle(files=(named("a.zip", content),)))


def test_an_archive_unpacks_to_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MOST_BYTES", 1_000)
    with pytest.raises(UnreadableFileError, match="unpacks to more than 0 MB"):
        open_archives([named("a.zip", archive(a_csv=b"x" * 1_001))])


def test_an_archive_that_lies_about_its_size_is_not_believed() -> None:
    content = bytearray(archive(a_csv=b"x" * 5_000))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(UnreadableFileError, match="damaged or locked"):
        open_archives([named("a.zip", bytes(content))])
