"""Settings on a real workspace: data taken out, brought back, examined, deleted."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.evidence import EvidenceItem
from headway.records import backup, bridge
from headway.records.access import workspace_owner
from headway.records.models import Fact, Person
from headway.records.places import Workspace
from web_client import MOMENT, read, send

DID = EvidenceItem(text="=Interviewed five customers")


@pytest.fixture
def mine(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The pages of a workspace on disk."""
    monkeypatch.setenv("HEADWAY_SAMPLE", "")
    return Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def owner(mine: Client) -> Person:
    """Somebody with one fact."""
    person = bridge.ensure_owner("Ada", created_at=MOMENT)
    bridge.record_fact(person, DID, happened_on=MOMENT.date(), recorded_at=MOMENT)
    return person


def taken_out(client: Client, what: str) -> bytes:
    answer = client.get(f"/settings/{what}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def bring(client: Client, content: bytes, status: int = 302) -> str:
    return send(client, "/settings/bring/", status, file=SimpleUploadedFile("file", content))


def test_an_empty_workspace_has_nothing_to_take_out(mine: Client) -> None:
    assert "There is nothing to export yet." in read(mine, "/settings/")
    assert "There is nothing to export yet." in read(mine, "/settings/export.zip", 400)


def test_everything_leaves_as_one_archive(mine: Client, owner: Person) -> None:
    content = taken_out(mine, "export.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "facts.jsonl" in archive.namelist()
    assert content == taken_out(mine, "export.zip")


def test_the_evidence_leaves_as_a_table_that_runs_nothing(mine: Client, owner: Person) -> None:
    table = taken_out(mine, "evidence.csv").decode()
    assert table.splitlines()[0].startswith("happened_on,text")
    assert "'=Interviewed five customers" in table


def test_nothing_stays_of_what_was_taken_out(
    mine: Client, owner: Person, workspace: Workspace
) -> None:
    before = sorted(workspace.folder.iterdir())
    taken_out(mine, "export.zip")
    taken_out(mine, "backup.sqlite3")
    assert sorted(workspace.folder.iterdir()) == before


def test_an_archive_is_shown_before_it_fills_an_empty_workspace(
    mine: Client, owner: Person
) -> None:
    content = taken_out(mine, "export.zip")
    bridge.erase_person(owner)
    where = bring(mine, content)
    assert "It holds 1 fact about Ada." in read(mine, where)
    assert not Fact.objects.exists()
    assert send(mine, where).endswith("?done=archive")
    assert Fact.objects.get().body["text"] == DID.text


def test_an_archive_is_no_way_into_a_full_workspace(mine: Client, owner: Person) -> None:
    where = bring(mine, taken_out(mine, "export.zip"))
    assert "Import all this" not in read(mine, where)
    assert "holds facts already" in send(mine, where, 400)
    assert Fact.objects.count() == 1


def test_a_backup_takes_the_place_of_all_and_what_was_here_is_kept_aside(
    mine: Client, owner: Person, workspace: Workspace
) -> None:
    where = bring(mine, taken_out(mine, "backup.sqlite3"))
    bridge.record_fact(owner, DID, happened_on=MOMENT.date(), recorded_at=MOMENT)
    assert "It holds 1 fact." in read(mine, where)
    assert send(mine, where).endswith("?done=backup")
    assert Fact.objects.count() == 1
    [aside] = workspace.backups.iterdir()
    assert backup.count_facts(aside) == 2
    assert str(aside) in read(mine, "/settings/")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"hello", "neither an archive nor a backup"),
        (b"PK\x03\x04 and no more", "This file is not a whole Headway archive"),
        (b"SQLite format 3\0 and no more", "This file is not a sound backup of Headway"),
    ],
)
def test_what_is_no_file_of_headway_is_refused_beside_the_field(
    mine: Client, workspace: Workspace, content: bytes, sentence: str
) -> None:
    page = bring(mine, content, 400)
    assert sentence in page.split('name="file"')[1]
    assert list((workspace.folder / "waiting").iterdir()) == []


def test_a_file_thrown_away_changes_nothing(mine: Client, owner: Person) -> None:
    where = bring(mine, taken_out(mine, "backup.sqlite3"))
    assert send(mine, where, throw_away="1").endswith("?done=nothing")
    assert "waits no more" in read(mine, where, 404)


def test_a_changed_archive_is_refused(mine: Client, owner: Person) -> None:
    content = taken_out(mine, "export.zip").replace(b"Interviewed", b"Entertained")
    assert "This file is not a whole Headway archive" in bring(mine, content, 400)


@pytest.mark.parametrize("words", ["", "yes", "delete", "delete everything please"])
def test_nothing_is_deleted_without_the_words(mine: Client, owner: Person, words: str) -> None:
    page = send(mine, "/settings/delete/", 400, words=words)
    assert "elete everything" in page.split('name="words"')[1]
    assert Fact.objects.count() == 1


def test_with_the_words_all_goes_and_its_copies_too(
    mine: Client, owner: Person, workspace: Workspace
) -> None:
    where = bring(mine, taken_out(mine, "backup.sqlite3"))
    send(mine, where)
    for _ in "ab":
        assert send(mine, "/settings/delete/", words=" Delete  everything").endswith("=deleted")
    assert workspace_owner() is None
    assert not Fact.objects.exists()
    assert list(workspace.backups.iterdir()) == []
    assert all(b"Interviewed" not in p.read_bytes() for p in files_of(workspace))


def files_of(workspace: Workspace) -> list[Path]:
    return [path for path in workspace.folder.rglob("*") if path.is_file()]


def test_what_the_doctor_finds_is_told(mine: Client, workspace: Workspace) -> None:
    assert "The database is sound" in read(mine, "/settings/")
    workspace.folder.chmod(0o755)
    assert "Look at this" in read(mine, "/settings/")


def test_the_sample_has_no_data_to_carry(sample: Client) -> None:
    page = read(sample, "/settings/")
    assert "Nothing is kept of the sample person" in page
    assert "<form" not in page.split("<main")[1]
    for what in ("export.zip", "evidence.csv", "backup.sqlite3", "delete/"):
        assert sample.get(f"/settings/{what}").status_code == 400
