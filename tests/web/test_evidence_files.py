"""Files of evidence as the pages take, show, send and take them off."""

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.evidence import EvidenceItem
from headway.records import bridge
from headway.records.canonical import sha256_of
from headway.records.models import Attachment, Person
from web_client import TODAY, Keep, field, hidden, read, send

DID = "Ran a test with six people"
PDF = b"%PDF-1.7 notes"


def upload(name: str = "notes.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def entry(client: Client, where: str, **told: object) -> dict[str, object]:
    """All that the entry's form sends, with these fields changed."""
    version = hidden(read(client, where), "version")
    return {"version": version, "text": DID, "happened_on": "2026-02-03", **told}


@pytest.fixture
def where(keep: Keep) -> str:
    return f"/evidence/{keep(EvidenceItem(text=DID))}/"


def files(person: Person) -> list[list[str]]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [[file.name for file in item.files] for _, item in known.each(EvidenceItem)]


def page_of(client: Client) -> str:
    """The page of the one entry that the list shows."""
    found = re.search(r'href="(/evidence/[0-9a-f-]{36}/)"', read(client, "/evidence/"))
    assert found
    return found[1]


def opening(page: str) -> str:
    found = re.search(r'href="(/evidence/[0-9a-f-]{36}/files/[0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_several_files_are_kept_with_an_entry_and_open_as_downloads(
    own: Client, ada: Person, where: str
) -> None:
    two = [upload(), upload("böard.png", b"\x89PNG\r\n\x1a\nx")]
    send(own, where, **entry(own, where, attached=two))
    assert files(ada) == [["notes.pdf", "böard.png"]]
    answer = own.get(opening(read(own, "/evidence/")))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_changing_the_words_keeps_the_files(own: Client, ada: Person, where: str) -> None:
    send(own, where, **entry(own, where, attached=[upload()]))
    where = page_of(own)
    send(own, where, **entry(own, where, text="Said better"))
    assert files(ada) == [["notes.pdf"]]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", b"<script>alert(1)</script>", "page.html: Only PDF, PNG and JPEG"),
        ("draw.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "draw.svg: Only PDF"),
        ("page.pdf", b"<html>", "page.pdf: Only PDF"),
        ("none.pdf", b"", "none.pdf: This file is empty"),
        ("big.pdf", PDF + b"x" * 5_000_000, "big.pdf: A file may have 5 MB at most"),
    ],
)
def test_what_can_t_be_attached_is_told_by_name_and_nothing_else_is_lost(
    own: Client, ada: Person, where: str, name: str, content: bytes, sentence: str
) -> None:
    told = entry(own, where, text="Typed anew", attached=[upload(), upload(name, content)])
    page = send(own, where, 400, **told)
    assert sentence in page
    assert "Typed anew" in field(page, "text")
    waiting = re.search(r'name="waiting" value="([0-9a-f]{64}/notes.pdf)"', page)
    assert waiting
    send(own, where, **entry(own, where, text="Typed anew", waiting=waiting[1]))
    assert files(ada) == [["notes.pdf"]]


def test_a_file_waits_where_something_else_is_wrong(own: Client, ada: Person, where: str) -> None:
    page = send(own, where, 400, **entry(own, where, text=" ", attached=[upload()]))
    assert "Sent already, and kept with it once you keep this" in page
    assert files(ada) == [[]]


@pytest.mark.parametrize("value", ["0" * 64, "x/y", "", "\x00/a.pdf"])
def test_a_file_that_was_never_sent_is_told(own: Client, where: str, value: str) -> None:
    page = send(own, where, 400, **entry(own, where, waiting=value))
    assert "A file is no longer here" in page


def test_an_eleventh_file_is_told_beside_its_field(own: Client, ada: Person, where: str) -> None:
    many = [upload(f"{n}.pdf", PDF + bytes([n])) for n in range(11)]
    page = send(own, where, 400, **entry(own, where, attached=many))
    assert "One piece of evidence may have 10 files" in field(page, "attached")
    assert files(ada) == [[]]


def test_no_more_room_is_told_beside_the_field(
    own: Client, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headway.records.attachments.MOST_BYTES", 5)
    page = send(own, where, 400, **entry(own, where, attached=[upload()]))
    assert "All attached files together may have 30 MB" in field(page, "attached")


def test_taking_a_file_off_is_undone_by_one_button(own: Client, ada: Person, where: str) -> None:
    send(own, where, **entry(own, where, attached=[upload()]))
    where = page_of(own)
    shown = send(own, where, **entry(own, where, off=sha256_of(PDF), text="Typed anew"))
    assert files(ada) == [[]]
    assert "Typed anew" in field(read(own, shown), "text")
    page = read(own, shown)
    assert "Taken off: notes.pdf" in page
    back = re.search(r'action="(/evidence/[^"]+/on)"', page)
    assert back
    assert send(own, back[1]).endswith("?told=file")
    assert files(ada) == [["notes.pdf"]]


def test_taking_a_file_off_confirms_no_draft(own: Client, ada: Person, keep: Keep) -> None:
    where = f"/evidence/{keep(EvidenceItem(text=DID, is_draft=True))}/"
    send(own, where, **entry(own, where, attached=[upload()], off="0" * 64))
    where = page_of(own)
    send(own, where, **entry(own, where, off=sha256_of(PDF)))
    assert files(ada) == [[]]
    assert "Is this so?" in read(own, page_of(own))


def test_taken_off_in_one_tab_it_is_told_in_the_other(own: Client, ada: Person, where: str) -> None:
    send(own, where, **entry(own, where, attached=[upload()]))
    where = page_of(own)
    typed = entry(own, where, text="In the other tab")
    send(own, where, **entry(own, where, off=sha256_of(PDF)))
    page = send(own, where, 400, **typed)
    assert "changed meanwhile" in page
    assert "In the other tab" in field(page, "text")


def test_an_earlier_version_still_opens_its_file(own: Client, where: str) -> None:
    send(own, where, **entry(own, where, attached=[upload()]))
    file, where = opening(read(own, "/evidence/")), page_of(own)
    send(own, where, **entry(own, where, off=sha256_of(PDF)))
    assert own.get(file).content == PDF


def test_files_that_there_are_not_are_told(own: Client, keep: Keep, where: str) -> None:
    for fact in (keep(EvidenceItem(text="Other")), uuid4()):
        address = f"/evidence/{fact}/files/{'0' * 64}"
        assert own.get(address).status_code == 404
        assert own.post(f"{address}/on").status_code == 404
    assert own.get(f"{where}files/{'0' * 64}/on").status_code == 405


def test_the_sample_sends_and_takes_no_file(sample: Client) -> None:
    address = f"/evidence/{UUID(int=1)}/files/{'0' * 64}"
    assert sample.get(address).status_code == 400
    assert sample.post(f"{address}/on").status_code == 400


@pytest.mark.django_db
def test_the_api_tells_of_a_file_its_name_size_and_hash(own: Client, where: str) -> None:
    send(own, where, **entry(own, where, attached=[upload()]))
    [fact] = own.get("/api/evidence").json()
    [file] = fact["body"]["files"]
    assert (file["name"], file["byte_count"]) == ("notes.pdf", len(PDF))
    assert file["sha256"] == Attachment.objects.get().sha256
    assert "content" not in file


def test_a_packet_names_the_file_and_holds_none(own: Client, ada: Person, where: str) -> None:
    told = entry(own, where, attached=[upload()], competency_0="communication", level_0="3")
    send(own, where, **told)
    page = read(own, "/packet/?target=senior-product-manager")
    assert "file: notes.pdf (under 1 kB, kept with you)" in page
    assert "/files/" not in page
