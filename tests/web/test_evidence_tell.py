"""A piece of evidence told whole, and what stands elsewhere made evidence."""

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.development import LearningEntry
from headway.core.evidence import EvidenceItem
from headway.core.people import AgreedItem, Contact, Mentoring, Touch
from headway.core.talks import Talk
from headway.records import bridge
from headway.records.models import Attachment, Fact, Person
from web_client import MOMENT, TODAY, Keep, field, hidden, read, send

TELL = "/evidence/tell/"
DID = "Interviewed five customers about returns"


def told(client: Client, where: str = TELL, **fields: object) -> dict[str, object]:
    version = hidden(read(client, where), "version")
    return {"version": version, "text": DID, "happened_on": "2026-02-03", **fields}


def kept(person: Person) -> list[EvidenceItem]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [item for _, item in known.each(EvidenceItem)]


def test_the_first_piece_is_told_whole_with_a_file(own: Client) -> None:
    file = SimpleUploadedFile("notes.pdf", b"%PDF-1.7")
    sent = told(own, attached=[file], seen_by="Ana", link="https://example.org")
    assert "kept=" in send(own, TELL, **sent)
    [item] = kept(Person.objects.get())
    assert ([f.name for f in item.files], item.corroborated_by) == (["notes.pdf"], ("Ana",))
    assert [tag.competency for tag in item.tags] == ["customer-discovery"]


def test_a_form_that_is_only_opened_keeps_nobody_and_nothing(own: Client) -> None:
    read(own, TELL)
    assert not Person.objects.exists()


def test_sent_twice_it_is_kept_once(own: Client) -> None:
    sent = told(own)
    assert len({send(own, TELL, **sent) for _ in "ab"}) == 1
    assert Fact.objects.count() == 1


def test_the_same_from_another_tab_is_told(own: Client) -> None:
    send(own, TELL, **told(own))
    page = send(own, TELL, 400, **told(own, seen_by="Ana"))
    assert "kept already for that day" in field(page, "text")
    assert "Ana" in field(page, "seen_by")
    assert Fact.objects.count() == 1


def test_what_is_wrong_keeps_nothing(own: Client) -> None:
    page = send(own, TELL, 400, **told(own, text="", happened_on="2190-01-01"))
    assert "Say what you did" in field(page, "text")
    assert "still to come" in field(page, "happened_on")
    assert not Fact.objects.exists()


def test_the_sample_tells_nothing(sample: Client) -> None:
    assert "of whom nothing is kept" in read(sample, TELL, 400)


# Made from what stands elsewhere ------------------------------------------------------------------


@pytest.fixture
def entry(keep: Keep) -> UUID:
    body = LearningEntry(title="Evening on prices", reflection="Ask less, listen more")
    return keep(body)


def test_something_that_was_taken_opens_the_form_filled_in_and_keeps_nothing(
    own: Client, ada: Person, entry: UUID
) -> None:
    address = f"{TELL}?of={entry}"
    assert f'href="{address}"' in read(own, "/learn/taken/")
    page = read(own, address)
    assert "Filled in from “Evening on prices”, which you took" in page
    assert "Finished Evening on prices: Ask less, listen more" in field(page, "text")
    assert kept(ada) == []


def test_once_it_is_kept_it_says_where_it_came_from_and_is_offered_no_more(
    own: Client, ada: Person, entry: UUID
) -> None:
    address = f"{TELL}?of={entry}"
    send(own, address, **told(own, address))
    [item] = kept(ada)
    assert (item.came_from, item.source) == (entry, "learning")
    assert "from what you took" in read(own, "/evidence/")
    assert address not in read(own, "/learn/taken/") + read(own, "/evidence/")
    again = own.get(address)
    assert "You made evidence of this before" in read(own, again["Location"])


def test_the_file_of_a_certificate_comes_along(own: Client, ada: Person) -> None:
    page = read(own, "/learn/taken/add/")
    sent = {
        "key": hidden(page, "key"),
        "title": "Prices",
        "happened_on": "2026-02-03",
        "file": SimpleUploadedFile("mine.pdf", b"%PDF-1.7"),
    }
    send(own, "/learn/taken/add/", **sent)
    address = f"{TELL}?of={Fact.objects.get(kind='learning').pk}"
    assert "mine.pdf is kept with it" in read(own, address)
    send(own, address, **told(own, address))
    assert [file.name for file in kept(ada)[0].files] == ["mine.pdf"]
    assert Attachment.objects.count() == 1


def test_every_page_that_tells_of_something_to_be_proud_of_has_the_door(
    own: Client, keep: Keep
) -> None:
    ana, talk = uuid4(), uuid4()
    keep(Contact(key=ana, name="Ana Made-up"))
    mentoring = uuid4()
    keep(Mentoring(key=mentoring, contact=ana, ask="Talks", answer_by=TODAY))
    day = MOMENT.date()
    told_at = {
        keep(Touch(contact=ana, gave="An introduction")): f"/network/{ana}/",
        keep(Touch(contact=ana, gave="Notes", mentoring=mentoring)): f"/mentors/{mentoring}/",
        keep(
            AgreedItem(key=uuid4(), mentoring=mentoring, text="Write", done_on=day)
        ): f"/mentors/{mentoring}/",
        keep(Talk(key=talk, title="On no", on=day, held_on=day)): "/learn/talks/",
    }
    for fact, page in told_at.items():
        assert f'href="{TELL}?of={fact}"' in read(own, page)
        assert f'href="{TELL}?of={fact}"' in read(own, "/evidence/")
    assert "4 things you told elsewhere could be evidence" in read(own, "/evidence/")


@pytest.mark.parametrize("of", ["x", str(UUID(int=7)), "\x00", "🦊"])
def test_what_can_t_be_made_evidence_is_told(own: Client, ada: Person, of: str) -> None:
    answer = own.get(TELL, {"of": of})
    assert answer.status_code == 404
    assert re.search("nothing here that could be told", answer.content.decode())
