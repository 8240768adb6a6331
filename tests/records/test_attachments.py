"""Files beside the facts: checked, kept once, out with the archive and back, gone with their person."""

from pathlib import Path

import pytest

from headway.core.errors import InvalidInputError, UnknownNameError
from headway.records import archive, attachments, bridge
from headway.records.models import Attachment, Person
from sample_facts import MONDAY

PDF = b"%PDF-1.7\nA certificate"


def keep(person: Person, name: str = "a.pdf", content: bytes = PDF) -> str:
    return attachments.keep_file(person, name, content, recorded_at=MONDAY).sha256


def test_a_file_comes_back_as_it_went_in_and_is_kept_once(ana: Person) -> None:
    first, second = keep(ana), keep(ana, "other name.pdf")
    assert first == second
    assert attachments.read_file(ana, first) == PDF
    assert Attachment.objects.count() == 1


def test_a_file_is_its_owners_alone(ana: Person, ben: Person) -> None:
    key = keep(ana)
    with pytest.raises(UnknownNameError):
        attachments.read_file(ben, key)


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (PDF, "application/pdf", "a.pdf"),
        (b"\x89PNG\r\n\x1a\nx", "image/png", "a.png"),
        (b"\xff\xd8\xffx", "image/jpeg", "a.jpg"),
    ],
)
def test_what_it_is_is_told_by_its_content(content: bytes, media_type: str, name: str) -> None:
    told = attachments.describe_file("a.exe", content)
    assert (told.media_type, told.name, told.byte_count) == (media_type, name, len(content))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\My file.PDF", "My file.pdf"),
        ('a"\r\nX: y.pdf', "a___X_ y.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("é" * 300, f"{'é' * 120}.pdf"),
    ],
)
def test_a_name_means_nothing_to_any_system(name: str, kept: str) -> None:
    assert attachments.describe_file(name, PDF).name == kept


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"<script>", "Only PDF, PNG and JPEG"),
        (PDF + b"x" * 5_000_000, "5 MB at most"),
    ],
)
def test_what_is_too_large_or_could_run_is_refused(
    ana: Person, content: bytes, sentence: str
) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        keep(ana, content=content)
    assert not Attachment.objects.exists()


def test_all_files_together_stay_small_enough_for_an_archive(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MOST_BYTES", 2 * len(PDF))
    keep(ana)
    with pytest.raises(InvalidInputError, match="All attached files together"):
        keep(ana, content=PDF + b" and another")
    keep(ana)


def test_there_are_never_more_files_than_an_archive_can_hold(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert attachments.MOST_KEPT < archive.MOST_MEMBERS
    monkeypatch.setattr(attachments, "MOST_KEPT", 1)
    keep(ana)
    with pytest.raises(InvalidInputError, match="You keep 1 files already"):
        keep(ana, content=PDF + b" and another")


def test_a_file_goes_out_with_the_archive_and_comes_back(ana: Person, tmp_path: Path) -> None:
    key = keep(ana)
    path = archive.export_archive(ana, tmp_path / "all.zip")
    bridge.erase_person(ana)
    assert not Attachment.objects.exists()
    person = archive.import_archive(path).person
    assert attachments.read_file(person, key) == PDF


def test_a_file_that_was_exchanged_in_an_archive_is_refused() -> None:
    content = archive.form.Content(  # type: ignore[call-arg]
        person=None,
        facts=(),
        ladders={},
        files={"0" * 64: PDF},  # type: ignore[arg-type]
    )
    with pytest.raises(archive.FormError, match="is not the file it was"):
        archive.form._check_files(content)
