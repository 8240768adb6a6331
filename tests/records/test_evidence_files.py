"""Files of evidence: put on, taken off, put back; out with the archive, gone with the person."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import AttachedFile, EvidenceItem
from headway.core.profile import About
from headway.records import archive, attachments, bridge, entries, evidence_files
from headway.records.models import Attachment, Fact, Person
from sample_facts import MONDAY

PDF, OTHER = b"%PDF-1.7\nNotes", b"%PDF-1.7\nMore notes"
LATER = MONDAY + timedelta(days=31)


def keep(person: Person, content: bytes = PDF, name: str = "notes.pdf") -> AttachedFile:
    return attachments.keep_file(person, name, content, recorded_at=MONDAY)


@pytest.fixture
def told(ana: Person) -> UUID:
    item = EvidenceItem(text="Ran a test")
    return bridge.record_fact(ana, item, happened_on=MONDAY.date(), recorded_at=MONDAY)


def known(person: Person, as_of: date = date.max) -> list[EvidenceItem]:
    dossier: Dossier = bridge.load_dossier(person)
    return [item for _, item in dossier.known_by(as_of).each(EvidenceItem)]


def test_files_are_put_on_once_and_taken_off_once(ana: Person, told: UUID) -> None:
    file = keep(ana)
    for _ in "ab":
        evidence_files.attach(ana, told, [file], recorded_at=MONDAY)
    assert [item.files for item in known(ana)] == [(file,)]
    for _ in "ab":
        evidence_files.take_off(ana, told, file.sha256, recorded_at=MONDAY)
    assert [item.files for item in known(ana)] == [()]
    assert Fact.objects.count() == 3


def test_what_was_taken_off_is_put_back_as_often_as_one_likes(ana: Person, told: UUID) -> None:
    file = keep(ana)
    evidence_files.attach(ana, told, [file], recorded_at=MONDAY)
    now = evidence_files.take_off(ana, told, file.sha256, recorded_at=MONDAY)
    assert evidence_files.list_taken_off(ana, now) == (file,)
    for _ in "ab":
        back = evidence_files.put_on_again(ana, now, file.sha256, recorded_at=MONDAY)
    assert evidence_files.list_taken_off(ana, back) == ()
    assert [item.files for item in known(ana)] == [(file,)]


def test_the_version_of_a_past_day_still_opens_its_file(ana: Person, told: UUID) -> None:
    file = keep(ana)
    had = evidence_files.attach(ana, told, [file], recorded_at=MONDAY)
    evidence_files.take_off(ana, told, file.sha256, recorded_at=MONDAY)
    assert evidence_files.find_on(ana, had, file.sha256) == file
    with pytest.raises(UnknownNameError, match="no such file"):
        evidence_files.find_on(ana, told, file.sha256)


def test_other_facts_and_other_people_s_have_no_files(ana: Person, ben: Person, told: UUID) -> None:
    file, about = keep(ana), About(name="Ana")
    other = bridge.record_fact(ana, about, happened_on=MONDAY.date(), recorded_at=MONDAY)
    for person, fact in ((ana, other), (ana, uuid4()), (ben, told)):
        with pytest.raises(UnknownNameError):
            evidence_files.attach(person, fact, [file], recorded_at=MONDAY)
        with pytest.raises(UnknownNameError):
            evidence_files.find_on(person, fact, file.sha256)


def test_a_file_that_never_stood_there_can_t_be_put_back(ana: Person, told: UUID) -> None:
    with pytest.raises(UnknownNameError, match="can't be put back"):
        evidence_files.put_on_again(ana, told, keep(ana).sha256, recorded_at=MONDAY)


def test_a_file_taken_off_is_deleted_thirty_days_later_and_a_named_one_stays(
    ana: Person, told: UUID
) -> None:
    off, stays = keep(ana), keep(ana, OTHER, "more.pdf")
    now = evidence_files.attach(ana, told, [off, stays], recorded_at=MONDAY)
    now = evidence_files.take_off(ana, now, off.sha256, recorded_at=MONDAY)
    attachments.drop_unnamed(ana, now=MONDAY + timedelta(days=29))
    assert Attachment.objects.count() == 2
    attachments.keep_file(ana, "third.pdf", PDF + b"3", recorded_at=LATER)
    assert attachments.list_kept(ana, [off.sha256, stays.sha256]) == {stays.sha256}
    assert evidence_files.list_taken_off(ana, now) == ()
    with pytest.raises(UnknownNameError, match="can't be put back"):
        evidence_files.put_on_again(ana, now, off.sha256, recorded_at=LATER)


def test_evidence_that_was_taken_back_keeps_its_file_while_it_can_be_put_back(
    ana: Person, told: UUID
) -> None:
    file = keep(ana)
    now = evidence_files.attach(ana, told, [file], recorded_at=MONDAY)
    taken = MONDAY + timedelta(days=20)
    entries.take_back(ana, now, recorded_at=taken)
    attachments.drop_unnamed(ana, now=taken + timedelta(days=29))
    entries.put_back(ana, now, recorded_at=taken + timedelta(days=29))
    assert [item.files for item in known(ana)] == [(file,)]
    assert attachments.read_file(ana, file.sha256) == PDF


def test_dropping_takes_no_file_of_somebody_else(ana: Person, ben: Person) -> None:
    keep(ben)
    attachments.drop_unnamed(ana, now=LATER)
    assert Attachment.objects.count() == 1


def test_evidence_goes_out_with_its_files_and_comes_back(
    ana: Person, told: UUID, tmp_path: Path
) -> None:
    file = keep(ana)
    evidence_files.attach(ana, told, [file], recorded_at=MONDAY)
    path = archive.export_archive(ana, tmp_path / "all.zip")
    bridge.erase_person(ana)
    assert not Attachment.objects.exists()
    person = archive.import_archive(path).person
    assert [item.files for item in known(person)] == [(file,)]
    assert attachments.read_file(person, file.sha256) == PDF


def test_one_file_too_many_changes_nothing(ana: Person, told: UUID) -> None:
    files = [keep(ana, PDF + bytes([n])) for n in range(11)]
    with pytest.raises(InvalidInputError, match="10 files"):
        evidence_files.attach(ana, told, files, recorded_at=MONDAY)
    assert [item.files for item in known(ana)] == [()]
