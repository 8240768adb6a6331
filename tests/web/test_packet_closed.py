"""Closed packets: kept whole, with what people decided and why, looked at again, taken back."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headway.core.evidence import EvidenceItem
from headway.core.packet_draft import ClosedPacket
from headway.core.profile import About, Aim
from headway.records import bridge
from headway.records.models import Fact, Person
from web_client import TODAY, Keep, field, hidden, read, send

ROLE = "senior-product-manager"
LAUNCH = "launched-a-product"
CLOSE = f"/packet/close/?target={ROLE}"
WAITING = {"decision": "waiting", "decided_by": "", "decided_on": TODAY, "reasons": ""}
DECIDED = {
    "decision": "not yet",
    "decided_by": "the panel",
    "decided_on": TODAY,
    "reasons": "One launch is few.\r\nCome back.",
}


@pytest.fixture
def person(ada: Person, keep: Keep) -> Person:
    """Somebody with an aim and one piece of evidence."""
    keep(About(name="Ada Example"))
    keep(Aim(target_role=ROLE))
    keep(EvidenceItem(text="Launched refunds", expectations=(LAUNCH,)))
    return ada


def close(client: Client, **told: object) -> str:
    """The address of the packet closed so."""
    key = hidden(read(client, CLOSE), "key")
    return send(client, CLOSE, **{"key": key, **WAITING, **told}).split("?")[0]


def closed(person: Person) -> list[ClosedPacket]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [packet for _, packet in known.each(ClosedPacket)]


def test_a_packet_closes_whole_with_the_decision_and_its_reasons(
    own: Client, person: Person
) -> None:
    where = close(own, **DECIDED)
    text = read(own, where)
    assert "Launched refunds" in text
    assert f"Not yet ({TODAY.day} {TODAY:%B %Y}, the panel)." in text
    assert "<p>One launch is few.</p><p>Come back.</p>" in text
    [kept] = closed(person)
    assert kept.document == json.loads(own.get("/api/packet").content)


def test_later_facts_change_nothing_in_it(own: Client, person: Person, keep: Keep) -> None:
    where = close(own)
    before = [own.get(f"{where}{file}").content for file in ("packet.md", "packet.pdf")]
    keep(EvidenceItem(text="A second launch", expectations=(LAUNCH,)))
    keep(About(name="Ada Elsewhere"))
    after = [own.get(f"{where}{file}").content for file in ("packet.md", "packet.pdf")]
    assert after == before
    assert "A second launch" in read(own, "/packet/")
    assert "A second launch" not in read(own, where)


def test_its_files_are_named_by_role_and_day(own: Client, person: Person) -> None:
    answer = own.get(f"{close(own)}packet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="packet-{ROLE}-{TODAY}.pdf"'
    assert answer.content.startswith(b"%PDF")


def test_the_list_and_the_api_tell_what_was_decided(own: Client, person: Person) -> None:
    where = close(own, **DECIDED)
    assert f'href="{where}"' in read(own, "/packet/")
    [told] = json.loads(own.get("/api/packet/closed").content)
    assert (told["decision"], told["decided_by"], told["role"]) == ("not yet", "the panel", ROLE)
    assert "document" not in told


def test_the_decision_can_come_later_and_be_corrected(own: Client, person: Person) -> None:
    first = close(own)
    document = closed(person)[0].document
    moved = send(own, first, key=uuid4(), **DECIDED)
    assert moved.endswith("?told=decision")
    assert own.get(first)["Location"] == moved.split("?")[0]
    [kept] = closed(person)
    assert (kept.decision, kept.document) == ("not yet", document)
    assert "Not yet" in own.get(f"{first}packet.md").content.decode()


def test_a_decision_sent_twice_is_kept_once(own: Client, person: Person) -> None:
    where = close(own)
    assert len({send(own, where, key=uuid4(), **DECIDED) for _ in "ab"}) == 1


def test_a_decision_told_in_another_tab_is_not_lost(own: Client, person: Person) -> None:
    where = close(own)
    send(own, where, key=uuid4(), **DECIDED)
    page = send(own, where, 400, key=uuid4(), **{**DECIDED, "reasons": "Another tab"})
    assert "changed meanwhile" in page
    assert "One launch is few." in page
    assert "Another tab</textarea>" in page
    assert [packet.reasons for packet in closed(person)] == ["One launch is few.\nCome back."]


def test_the_form_sent_twice_closes_one(own: Client, person: Person) -> None:
    key = hidden(read(own, CLOSE), "key")
    assert len({send(own, CLOSE, key=key, **DECIDED) for _ in "ab"}) == 1
    assert len(closed(person)) == 1


@pytest.mark.parametrize(
    ("wrong", "name", "sentence"),
    [
        ({"reasons": " "}, "reasons", "Say why it was decided so"),
        ({"decided_on": TODAY + timedelta(days=2)}, "decided_on", "is still to come"),
        ({"decided_on": "soon"}, "decided_on", "'soon' is no day"),
        ({"decision": ""}, "decision", "Say what was decided"),
        ({"decision": "maybe"}, "decision", "maybe is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(
    own: Client, person: Person, wrong: dict[str, object], name: str, sentence: str
) -> None:
    page = send(own, CLOSE, 400, key=uuid4(), **{**DECIDED, **wrong})
    assert sentence in field(page, name)
    assert 'value="the panel"' in page
    assert closed(person) == []


def test_names_taken_out_are_taken_out_of_the_decision_too(own: Client, person: Person) -> None:
    words = f"/packet/edit/?target={ROLE}"
    send(own, words, seen=hidden(read(own, words), "seen"), opening="", names="Lena")
    where = close(own, **{**DECIDED, "decided_by": "Lena", "reasons": "LENA said no."})
    assert "lena" not in own.get(f"{where}packet.md").content.decode().casefold()
    assert closed(person)[0].reasons == "[redacted] said no."


def test_a_closed_packet_can_be_taken_back_and_put_back(own: Client, person: Person) -> None:
    where = close(own, **DECIDED)
    gone = send(own, f"{where}remove")
    text = read(own, gone)
    assert "Taken back: the closed packet for Senior Product Manager" in text
    assert closed(person) == []
    assert own.get(where)["Location"] == gone
    assert "was taken back" in read(own, f"{where}packet.md", 404)
    back = send(own, f"{where}restore")
    assert "Launched refunds" in read(own, back)
    assert [packet.decision for packet in closed(person)] == ["not yet"]


def test_what_is_no_closed_packet_is_not_there(own: Client, person: Person, keep: Keep) -> None:
    other = keep(EvidenceItem(text="Something else"))
    for fact in (other, UUID(int=3)):
        assert "There is no such" in read(own, f"/packet/closed/{fact}/", 404)
        assert "There is no such" in send(own, f"/packet/closed/{fact}/remove", 404)
    assert Fact.objects.filter(kind="retraction").count() == 0


def test_the_sample_has_none(sample: Client) -> None:
    assert "There is no such" in read(sample, f"/packet/closed/{UUID(int=3)}/", 404)
    assert sample.get("/api/packet/closed").content == b"[]"


def test_a_promotion_leads_to_the_profile(own: Client, person: Person) -> None:
    assert "which role you hold now" in read(own, close(own, **{**DECIDED, "decision": "promoted"}))


def test_many_closed_packets_take_no_more_queries(own: Client, person: Person) -> None:
    counts = []
    for _ in range(3):
        where = close(own)
        for address in ("/packet/", where):
            with CaptureQueriesContext(connection) as found:
                read(own, address)
            counts.append(len(found))
    assert max(counts) <= 25
    assert counts[:2] == counts[4:]
