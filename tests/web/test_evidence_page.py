"""Evidence as the pages take it and show it."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headway.core.dossier import DraftFact
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.records import bridge
from headway.records.models import Fact, Person
from web_client import MOMENT, TODAY, Keep, field, hidden, read, send

DID = "Interviewed five customers about returns"
ITEM = EvidenceItem(text=DID, tags=(CompetencyTag(competency="communication", level=2),))


def entry(client: Client, where: str, **told: str) -> dict[str, str]:
    """All that the entry's form sends, with these fields changed."""
    text = read(client, where)
    sent = {"version": hidden(text, "version"), "text": DID, "happened_on": "2026-02-03"}
    return sent | told


def kept(person: Person) -> list[EvidenceItem]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [item for _, item in known.each(EvidenceItem)]


def test_one_sentence_is_kept_with_competencies_suggested(own: Client) -> None:
    key = hidden(read(own, "/"), "key")
    where = send(own, "/evidence/", key=key, text=f"  {DID} ")
    [fact] = Fact.objects.all()
    assert where == f"/evidence/{fact.pk}/?told=now"
    assert (fact.body["text"], fact.happened_on) == (DID, TODAY)
    assert [tag["level"] for tag in fact.body["tags"]] == [None]
    assert "Customer discovery" in read(own, "/evidence/")


def test_the_box_sent_twice_keeps_one(own: Client) -> None:
    key = hidden(read(own, "/"), "key")
    assert len({send(own, "/evidence/", key=key, text=DID) for _ in "ab"}) == 1
    assert Fact.objects.count() == 1


def test_the_same_sentence_from_two_tabs_keeps_one(own: Client) -> None:
    send(own, "/evidence/", key=uuid4(), text=DID)
    assert send(own, "/evidence/", key=uuid4(), text=DID).endswith("?told=before")
    assert Fact.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "\u2028"])
def test_nothing_said_is_told_beside_the_box(own: Client, text: str) -> None:
    page = send(own, "/evidence/", 400, key=uuid4(), text=text)
    assert "Say what you did, in a sentence." in field(page, "text")
    assert not Fact.objects.exists()


def test_a_form_without_its_mark_is_told_to_load_the_page_again(own: Client, keep: Keep) -> None:
    assert "Load this page again" in send(own, "/evidence/", 400, text=DID)
    entry = f"/evidence/{keep(ITEM)}/"
    assert "Load this page again" in send(own, entry, 400, text=DID, version="x")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (EvidenceItem(text=DID), "Counts once you say what it shows"),
        (EvidenceItem(text=DID, tags=(CompetencyTag(competency="communication"),)), "say a level"),
    ],
)
def test_what_counts_for_nothing_says_why(
    own: Client, keep: Keep, item: EvidenceItem, said: str
) -> None:
    keep(item)
    assert said in read(own, "/evidence/")
    assert said not in read(own, f"/evidence/?as_of={TODAY}&words=elsewhere")


def test_a_text_from_right_to_left_keeps_to_itself(own: Client, keep: Keep) -> None:
    keep(replace(ITEM, text="\u05d0\u05d1\u05d2 \u202eturned"))
    assert '<p dir="auto">\u05d0\u05d1\u05d2' in read(own, "/evidence/")


def test_what_is_too_long_is_told_and_stays(own: Client) -> None:
    page = send(own, "/evidence/", 400, key=uuid4(), text="long " * 500)
    assert "at most 2000 characters" in page
    assert "long long long" in field(page, "text")


def test_a_form_without_the_cookie_s_proof_keeps_nothing(own: Client) -> None:
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1")
    assert "Nothing was kept" in send(strict, "/evidence/", 403, key=uuid4(), text=DID)
    assert not Fact.objects.exists()


def test_a_form_with_the_cookie_s_proof_is_taken(own: Client) -> None:
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1")
    page = read(strict, "/")
    proof = hidden(page, "csrfmiddlewaretoken")
    send(strict, "/evidence/", key=uuid4(), text=DID, csrfmiddlewaretoken=proof)
    assert Fact.objects.count() == 1


def test_the_cookie_of_the_forms_is_out_of_reach(own: Client) -> None:
    cookie = own.get("/").cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


def test_an_entry_is_adjusted_and_its_past_stays(own: Client, ada: Person, keep: Keep) -> None:
    first = keep(replace(ITEM, tags=(), source="log"))
    told = entry(
        own,
        f"/evidence/{first}/",
        text="Interviewed six customers",
        competency_0="customer-discovery",
        level_0="3",
        competency_1="communication",
        seen_by="Ana, Ben; Ana",
        link="https://example.org/notes",
    )
    assert "kept=" in send(own, f"/evidence/{first}/", **told)
    assert kept(ada) == [
        EvidenceItem(
            text="Interviewed six customers",
            tags=(
                CompetencyTag(competency="customer-discovery", level=3),
                CompetencyTag(competency="communication"),
            ),
            support="corroborated",
            corroborated_by=("Ana", "Ben"),
            source="log",
            link="https://example.org/notes",
        )
    ]
    assert Fact.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("text", " ", "Say what you did"),
        ("happened_on", "soon", "'soon' is no day"),
        ("happened_on", str(TODAY + timedelta(days=2)), "still to come"),
        ("happened_on", "", "Say on which day"),
        ("happened_on", "0001-01-01", "write a day from 1900"),
        ("happened_on", "2026-02-31", "is no day"),
        ("text", "\u200b", "Say what you did"),
        ("link", "javascript:alert(1)", "is no link"),
        ("competency_1", "juggling", "valid choice"),
        ("competency_1", "communication", "It stands twice"),
        ("level_1", "2", "Say which competency"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_the_rest_stays(
    own: Client, keep: Keep, name: str, typed: str, sentence: str
) -> None:
    first = keep(ITEM)
    where = f"/evidence/{first}/"
    told = entry(own, where, competency_0="communication", seen_by="Zoë") | {name: typed}
    page = send(own, where, 400, **told)
    assert sentence in field(page, name.replace("level_1", "competency_1"))
    assert 'value="Zoë"' in page
    assert Fact.objects.count() == 1


def test_a_change_sent_twice_is_one_change(own: Client, keep: Keep) -> None:
    first = keep(ITEM)
    told = entry(own, f"/evidence/{first}/", text="Other words")
    assert len({send(own, f"/evidence/{first}/", **told) for _ in "ab"}) == 1
    assert Fact.objects.count() == 2


def test_a_second_tab_is_told_what_the_first_one_kept(own: Client, ada: Person, keep: Keep) -> None:
    where = f"/evidence/{keep(ITEM)}/"
    told = entry(own, where)
    send(own, where, **told | {"text": "From the first tab"})
    page = send(own, where, 400, **told | {"text": "From the second tab"})
    assert "changed meanwhile" in page
    assert "From the first tab" in page
    assert "From the second tab" in page
    again = told | {"text": "From the second tab", "version": hidden(page, "version")}
    send(own, where, **again)
    assert [item.text for item in kept(ada)] == ["From the second tab"]


def test_after_a_change_the_list_opens_where_the_entry_stands(own: Client, many: Person) -> None:
    entry_id = Fact.objects.order_by("-happened_on")[30].pk
    told = entry(own, f"/evidence/{entry_id}/", happened_on="2026-01-04", text="Told anew")
    where = send(own, f"/evidence/{entry_id}/", **told)
    assert where.startswith("/evidence/?page=2&kept=")
    assert f'id="{where.split("#")[1]}"' in read(own, where)


def test_one_s_own_word_leads_to_asking_who_saw_it_however_old_it_is(
    own: Client, many: Person, keep: Keep
) -> None:
    old = keep(EvidenceItem(text="Long ago"), MOMENT.date() - timedelta(days=5000))
    ask = f"/ratings/ask/?evidence={old}"
    assert f'href="{ask}"' in read(own, f"/evidence/{old}/")
    page = read(own, ask)
    assert re.search(rf'value="{old}"[^>]* checked', page)


@pytest.mark.parametrize(
    "item", [replace(ITEM, support="corroborated"), replace(ITEM, is_draft=True)]
)
def test_what_was_seen_or_waits_for_one_s_word_is_not_asked_about(
    own: Client, keep: Keep, item: EvidenceItem
) -> None:
    assert "Ask somebody who saw it" not in read(own, f"/evidence/{keep(item)}/")


def test_many_versions_take_no_more_questions(own: Client, ada: Person, keep: Keep) -> None:
    last = keep(ITEM)
    for number in range(40):
        item = replace(ITEM, text=f"{DID} {number}")
        last = bridge.correct_fact(ada, last, item, recorded_at=MOMENT)
    with CaptureQueriesContext(connection) as asked:
        read(own, f"/evidence/{last}/")
    assert len(asked) <= 25


def test_a_draft_counts_once_it_is_confirmed(own: Client, ada: Person, keep: Keep) -> None:
    first = keep(replace(ITEM, is_draft=True, source="JSON Resume"))
    assert "1 draft read from a file waits" in read(own, "/evidence/")
    send(own, f"/evidence/{first}/", **entry(own, f"/evidence/{first}/"))
    assert [item.is_draft for item in kept(ada)] == [False]
    assert "No draft waits" in read(own, "/evidence/?drafts=1")


def test_a_delete_is_undone_by_one_button(own: Client, ada: Person, keep: Keep) -> None:
    first = keep(ITEM)
    where = send(own, f"/evidence/{first}/remove")
    page = read(own, where)
    assert f'action="/evidence/{first}/restore"' in page.split('role="status"')[1]
    assert kept(ada) == []
    for _ in range(2):
        send(own, f"/evidence/{first}/restore")
    assert kept(ada) == [ITEM]
    assert 'role="status"' not in read(own, where)


def test_a_delete_sent_twice_is_one_and_can_still_be_undone(own: Client, keep: Keep) -> None:
    first = keep(ITEM)
    send(own, f"/evidence/{first}/", **entry(own, f"/evidence/{first}/", text="Changed since"))
    assert len({send(own, f"/evidence/{first}/remove") for _ in "ab"}) == 1
    assert "Undo" in read(own, send(own, f"/evidence/{first}/remove"))


def test_what_was_typed_into_an_entry_taken_back_meanwhile_is_shown(
    own: Client, keep: Keep
) -> None:
    first = keep(ITEM)
    told = entry(own, f"/evidence/{first}/", text="Half an hour of typing")
    send(own, f"/evidence/{first}/remove")
    page = send(own, f"/evidence/{first}/", 200, **told)
    assert "Half an hour of typing" in page
    assert f'action="/evidence/{first}/restore"' in page


def test_an_entry_that_there_is_not_is_told(own: Client, keep: Keep) -> None:
    keep(ITEM)
    assert "There is no such entry here." in read(own, f"/evidence/{uuid4()}/", 404)


def test_buttons_are_pressed_and_not_followed(own: Client, keep: Keep) -> None:
    first = keep(ITEM)
    assert own.get(f"/evidence/{first}/remove").status_code == 405


def test_what_others_wrote_is_text_and_no_markup(own: Client, keep: Keep) -> None:
    keep(replace(ITEM, text="<script>alert(1)</script>", corroborated_by=("<b>",)))
    assert "<script>" not in own.get("/evidence/").content.decode()


def test_the_sample_takes_nothing(sample: Client) -> None:
    assert "This is the sample person" in send(sample, "/evidence/", 400, key=uuid4(), text=DID)
    assert 'method="post"' not in read(sample, "/evidence/")


def test_pages_hold_twenty_five_and_lead_on(own: Client, many: Person) -> None:
    first, second = read(own, "/evidence/"), read(own, "/evidence/?page=2")
    assert first.count('<li id="e-') == second.count('<li id="e-') == 25
    assert "1 to 25 of 2000" in first
    assert not set(first.split('id="e-')[1:]) & set(second.split('id="e-')[1:])
    assert "1976 to 2000 of 2000" in read(own, "/evidence/?page=9999")


@pytest.mark.parametrize("address", ["/", "/evidence/", "/evidence/?page=40", "/profile/"])
def test_two_thousand_facts_take_few_questions_and_little_room(
    own: Client, many: Person, address: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = own.get(address)
    assert len(asked) <= 25
    assert len(answer.content) < 100_000


@pytest.mark.parametrize(
    ("query", "shown", "hidden_text"),
    [
        ("words=CUSTOMERS", DID, "Wrote one page"),
        ("competency=communication", DID, "Wrote one page"),
        ("which=untagged", "Wrote one page", DID),
        ("which=drafts", "Read from a file", DID),
        ("drafts=1", "Read from a file", DID),
    ],
)
def test_some_of_it_is_found(
    own: Client, keep: Keep, query: str, shown: str, hidden_text: str
) -> None:
    for item in (
        ITEM,
        EvidenceItem(text="Wrote one page"),
        EvidenceItem(text="Read from a file", is_draft=True),
    ):
        keep(item)
    page = read(own, f"/evidence/?{query}")
    assert shown in page
    assert hidden_text not in page
    assert [f["body"]["text"] for f in own.get(f"/api/evidence?{query}").json()].count(shown) == 1


def test_what_is_looked_for_and_not_there_leads_back_to_all(own: Client, keep: Keep) -> None:
    keep(ITEM)
    page = read(own, "/evidence/?words=elsewhere&as_of=2026-03-01")
    assert "Nothing you told is like that." in page
    assert 'href="?as_of=2026-03-01">Show everything' in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("which=odd", "Choose one of the list."),
        ("competency=juggling", "This ladder has no such competency."),
        ("words=" + "x" * 201, "at most 200 characters"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_beside_its_field(
    own: Client, keep: Keep, query: str, sentence: str
) -> None:
    keep(ITEM)
    assert sentence in field(read(own, f"/evidence/?{query}"), query.split("=")[0])
    assert sentence in own.get(f"/api/evidence?{query}").json()["error"]


def test_the_next_page_keeps_what_is_looked_for(own: Client, many: Person) -> None:
    assert "words=life" in read(own, "/evidence/?words=life").split('rel="next"')[1].split(">")[0]


def test_a_link_leads_to_the_web_alone(own: Client, keep: Keep) -> None:
    keep(replace(ITEM, link="javascript:alert(1)"))
    keep(replace(ITEM, link="https://example.org/a"))
    page = read(own, "/evidence/")
    assert '<a href="https://example.org/a" rel="noopener noreferrer">' in page
    assert "javascript:" not in page


def test_the_api_tells_evidence_as_the_command_does(own: Client, keep: Keep) -> None:
    keep(ITEM)
    keep(replace(ITEM, text="Later", is_draft=True), TODAY)
    told = json.loads(own.get("/api/evidence").content)
    assert [fact["body"]["text"] for fact in told] == ["Later", DID]
    assert len(json.loads(own.get("/api/evidence?drafts=1").content)) == 1
    assert json.loads(own.get(f"/api/evidence?as_of={MOMENT.date()}").content) == told[1:]


@pytest.fixture
def many(ada: Person) -> Person:
    """Somebody with two thousand pieces of evidence."""
    drafts = [
        DraftFact(
            body=replace(ITEM, text=f"Piece {n} of a long life", is_draft=n % 7 == 0),
            happened_on=MOMENT.date() - timedelta(days=n),
        )
        for n in range(2000)
    ]
    bridge.record_facts(ada, drafts, recorded_at=MOMENT)
    return ada
