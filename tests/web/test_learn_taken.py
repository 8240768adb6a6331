"""What was taken, on the page: told in one form, changed, taken back, with the file of a certificate."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.development import LearningEntry
from headway.core.evidence import Completion, EvidenceItem
from headway.records import bridge
from headway.records.models import Attachment, Fact, Person
from web_client import TODAY, Keep, field, hidden, read, send

ADD = "/learn/taken/add/"


def told(client: Client, **changed: object) -> dict[str, object]:
    key = hidden(read(client, ADD), "key")
    usual = {"title": "Pricing evening", "happened_on": TODAY, "hours": "8", "currency": "GBP"}
    return {"key": key, **usual, **changed}


def entries(person: Person) -> list[LearningEntry]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [body for _f, body in known.each(LearningEntry)]


def page_of(client: Client) -> str:
    found = re.search(r'href="(/learn/taken/[0-9a-f-]{36}/)"', read(client, "/learn/taken/"))
    assert found
    return found[1]


def test_an_empty_log_says_what_belongs_there(own: Client, ada: Person) -> None:
    assert "Steps of your plan come here by themselves" in read(own, "/learn/taken/")


def test_what_was_taken_is_kept_once_with_what_it_changed(own: Client, ada: Person) -> None:
    sent = told(own, cost="120.50", changed="Reset our price", competencies=["business-acumen"])
    for _ in "ab":
        send(own, ADD, **sent)
    [entry] = entries(ada)
    assert (entry.hours, entry.cost_minor, entry.currency) == (8, 12050, "GBP")
    items = [b for _f, b in bridge.load_dossier(ada).each(EvidenceItem)]
    assert [item.text for item in items] == ["Reset our price (after: Pricing evening)"]
    page = read(own, "/learn/taken/")
    assert "8 hours, GBP 120.50" in page
    assert "What it changed: Reset our price" in page


def test_a_step_that_was_done_stands_there_and_more_is_told_of_it(
    own: Client, ada: Person, keep: Keep
) -> None:
    keep(
        Completion(
            opportunity="rehearse-interview-guides",
            outcome="done",
            hours=5,
            cost_minor=900,
            currency="GBP",
        )
    )
    assert "from your plan" in read(own, "/learn/taken/")
    page = read(own, f"{ADD}?opportunity=rehearse-interview-guides")
    assert 'value="5' in field(page, "hours")
    assert 'value="9"' in field(page, "cost")
    sent = told(own, opportunity="rehearse-interview-guides", title="Interview guides")
    send(own, ADD, **sent)
    assert "· from your plan" not in read(own, "/learn/taken/")


def test_a_certificate_keeps_its_file(own: Client, ada: Person) -> None:
    file = SimpleUploadedFile("mine.pdf", b"%PDF-1.7 mine")
    send(own, ADD, **told(own, certificate="Basics", expires_on="2190-01-01", file=file))
    assert "Basics: expires on 1 January 2190" in read(own, "/learn/taken/")
    answer = own.get(f"{page_of(own)}file")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 mine", "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="mine.pdf"'


def test_changing_an_entry_keeps_the_file_that_was_attached(own: Client, ada: Person) -> None:
    file = SimpleUploadedFile("mine.pdf", b"%PDF-1.7 mine")
    send(own, ADD, **told(own, file=file))
    page = page_of(own)
    assert "mine.pdf" in read(own, page)
    send(own, page, **told(own, title="Another name"))
    [entry] = entries(ada)
    assert entry.title == "Another name"
    assert entry.certificate is not None
    assert entry.certificate.file is not None


def test_an_entry_is_deleted_and_put_back(own: Client, ada: Person) -> None:
    send(own, ADD, **told(own))
    listed = send(own, f"{page_of(own)}remove")
    assert not entries(ada)
    restore = re.search(r'action="(/learn/taken/[0-9a-f-]{36}/restore)"', read(own, listed))
    assert restore
    send(own, restore[1])
    assert len(entries(ada)) == 1


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("title", " ", "Say what it was"),
        ("happened_on", "2190-01-01", "still to come"),
        ("hours", "many", "Write hours as a number"),
        ("hours", "-3", "Hours run from 0"),
        ("cost", "much", "is not an amount"),
        ("link", "ftp://x", "is no link"),
        ("expires_on", "1990-01-01", "can't expire before"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    own: Client, ada: Person, name: str, typed: str, sentence: str
) -> None:
    page = send(own, ADD, 400, **told(own, **{name: typed}))
    assert sentence in field(page, name)
    assert typed.strip() in field(page, name)
    assert not Fact.objects.exists()


def test_money_needs_a_currency(own: Client, ada: Person) -> None:
    page = send(own, ADD, 400, **told(own, cost="5", currency="xx"))
    assert "is not a currency code" in field(page, "currency")


def test_a_file_that_could_run_is_refused(own: Client, ada: Person) -> None:
    file = SimpleUploadedFile("mine.html", b"<script>")
    assert "Only PDF" in field(send(own, ADD, 400, **told(own, file=file)), "file")
    assert not Attachment.objects.exists()


def test_other_facts_are_no_entries(own: Client, ada: Person, keep: Keep) -> None:
    fact = keep(EvidenceItem(text="Ran a test"))
    assert own.get(f"/learn/taken/{fact}/").status_code == 404
    assert own.post(f"/learn/taken/{fact}/remove").status_code == 404
    assert own.post(f"/learn/taken/{fact}/restore").status_code == 404


def test_an_entry_without_a_file_sends_none(own: Client, ada: Person) -> None:
    send(own, ADD, **told(own))
    assert own.get(f"{page_of(own)}file").status_code == 404


def test_the_sample_takes_nothing(sample: Client) -> None:
    assert "sample person" in read(sample, ADD, 400)
    assert "What you took" in read(sample, "/learn/taken/")


def test_an_opportunity_that_there_is_not_is_not_named(own: Client, ada: Person) -> None:
    page = read(own, ADD)
    told = {"key": hidden(page, "key"), "title": "T", "happened_on": TODAY}
    send(own, ADD, **told, opportunity="<no such>")
    [entry] = [e for _f, e in bridge.load_dossier(ada).known_by(TODAY).each(LearningEntry)]
    assert entry.opportunity == ""
