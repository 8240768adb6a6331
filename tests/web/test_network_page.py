"""Network: who is due, touches, people added, changed and deleted, events, memberships, files."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.evidence import EvidenceItem
from headway.core.people import Contact, Event, Membership, Mentoring, Touch
from headway.core.profile import Aim
from headway.records import bridge
from headway.records.models import Fact, Person
from web_client import MOMENT, TODAY, Keep, field, hidden, read, send

LENA, BEN = UUID(int=1), UUID(int=2)
LIST = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
    "Ana,Made-up,https://example.com/in/ana,,Imagined Shops,Senior Product Manager,04 Mar 2024\r\n"
    "Omar,Made-up,https://example.com/in/omar,,Imagined Banks,Cook,05 Mar 2024\r\n"
)


def knows(keep: Keep, name: str, key: UUID = LENA, **fields: object) -> UUID:
    return keep(Contact(key=key, name=name, **fields))  # type: ignore[arg-type]


def test_the_few_of_this_week_come_first_each_with_why(own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up", every_days=30)
    knows(keep, "Ben Made-up", BEN)
    text = read(own, "/network/")
    week = text.split('id="week-title"')[1].split("</section>")[0]
    assert "1 person to be in touch with this week" in text
    assert "You want to be in touch every 30 days; that was due on 5 March 2026." in week
    assert "Ben" not in week


def test_somebody_is_added_once_however_often_the_form_is_sent(own: Client, ada: Person) -> None:
    key = hidden(read(own, "/network/add/"), "key")
    told = {"key": key, "name": "Lena Made-up", "title": "Director of Product", "ties": ["peer"]}
    place = send(own, "/network/add/", **told)
    assert send(own, "/network/add/", **told) == place
    text = read(own, place)
    assert "Kept." in text
    assert "Director of Product Management" in text
    assert Fact.objects.filter(kind="contact").count() == 1


def test_a_first_person_can_be_added_to_an_empty_workspace(own: Client) -> None:
    assert 'href="/network/add/"' in read(own, "/network/")
    place = send(own, "/network/add/", key=uuid4(), name="Lena")
    assert "Lena" in read(own, place)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("name", " ", "Say what they are called."),
        ("name", "lena made-up", "already; add what tells them apart"),
        ("every_days", "often", "Write days as a number"),
        ("every_days", "0", "from 1 to 3660"),
        ("link", "ftp://x", "is no link"),
        ("next_on", "soon", "is no day"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(
    own: Client, keep: Keep, name: str, typed: str, sentence: str
) -> None:
    knows(keep, "Lena Made-up")
    told = {"key": uuid4(), "name": "Ben", "note": "Met on a train"}
    text = send(own, "/network/add/", status=400, **{**told, name: typed})
    assert sentence in field(text, name)
    assert "Met on a train" in text


def test_a_change_corrects_and_keeps_the_key(own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up", note="Old", strengths=("communication",))
    text = read(own, f"/network/{LENA}/change/")
    assert re.search(r'value="communication"[^>]* checked', text)
    told = {"key": LENA, "name": "Lena New", "strengths": ["communication"], "ties": ["sponsor"]}
    place = send(own, f"/network/{LENA}/change/", **told)
    assert send(own, f"/network/{LENA}/change/", **told) == place
    assert "Lena New" in read(own, place)
    assert Fact.objects.filter(kind="contact").count() == 2


def test_a_touch_is_told_by_name_from_the_first_box(own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up")
    told = {
        "key": hidden(read(own, "/network/"), "key"),
        "person": "lena",
        "text": "Lunch",
        "how": "met",
        "happened_on": TODAY,
        "received": "A reading list",
        "outcome": "introduction",
        "outcome_text": "to her head of product",
        "next_on": TODAY + timedelta(days=60),
    }
    place = send(own, "/network/", **told)
    send(own, "/network/", **told)
    text = read(own, place)
    assert "It brought an introduction: to her head of product" in text
    assert text.count("You received: A reading list") == 1


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("person", "Zoe", "You know nobody called 'Zoe'"),
        ("person", "", "Say with whom."),
        ("text", "", "Say in a few words"),
        ("happened_on", str(TODAY + timedelta(days=3)), "is still to come"),
        ("opportunity", "juggling", "no opportunity 'juggling'"),
    ],
)
def test_a_touch_that_makes_no_sense_loses_nothing(
    own: Client, keep: Keep, name: str, typed: str, sentence: str
) -> None:
    knows(keep, "Lena Made-up")
    told = {"key": uuid4(), "person": "Lena", "text": "Lunch", "how": "met", "happened_on": TODAY}
    text = send(own, "/network/", status=400, **{**told, name: typed})
    assert sentence in text
    assert f'value="{"Lena" if name == "text" else "Lunch"}"' in text
    assert f'value="{typed}"' in text or not typed


def test_a_touch_is_taken_back_and_put_back_from_the_person_s_page(own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up")
    touch = keep(Touch(contact=LENA, text="Lunch"))
    page = f"/network/{LENA}/"
    gone = send(own, f"/network/entry/{touch}/remove", back=page)
    assert gone.startswith(f"{page}?gone=")
    text = read(own, gone)
    assert "Taken back." in text
    assert "Lunch" not in text
    back = re.search(r'action="(/network/entry/[^"]+/restore)"', text)
    assert back
    assert "Lunch" in read(own, send(own, back[1], back=page))


def test_what_was_taken_back_can_be_put_back_later_too(own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up")
    touch = keep(Touch(contact=LENA, text="Lunch"))
    send(own, f"/network/entry/{touch}/remove")
    text = read(own, "/network/")
    assert "1 entry taken back within 30 days" in text
    send(own, f"/network/entry/{touch}/restore")
    assert "taken back within" not in read(own, "/network/")


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "/plan/", "/network/?x"])
def test_the_way_back_leads_nowhere_else(own: Client, keep: Keep, back: str) -> None:
    knows(keep, "Lena")
    touch = keep(Touch(contact=LENA, text="Lunch"))
    assert send(own, f"/network/entry/{touch}/remove", back=back).startswith("/network/?gone=")


def test_people_are_found_and_paged(own: Client, keep: Keep) -> None:
    for number in range(30):
        knows(keep, f"Person {number:02}", uuid4(), organisation="Shop" if number % 2 else "Bank")
    first = read(own, "/network/")
    assert "1 to 25 of 30" in first
    assert "Person 29" not in first.split('id="people-list"')[1]
    assert "Person 29" in read(own, "/network/?page=2").split('id="people-list"')[1]
    shops = read(own, "/network/?q=shop").split('id="people-list"')[1]
    assert "Person 01" in shops
    assert "Person 02" not in shops
    assert "Nobody has all these words." in read(own, "/network/?q=nowhere")


def test_a_role_that_is_wanted_tells_whom_its_way_needs(own: Client, keep: Keep) -> None:
    keep(Aim(target_role="senior-product-manager"))
    knows(keep, "Lena Made-up", ties=("sponsor",))
    text = read(own, "/network/")
    assert "Somebody who speaks up for you where you are not in the room" in text
    assert "A peer in another organisation" in text
    assert "guru" in read(own, "/network/?target=guru")


def test_events_and_memberships_are_told_changed_and_renewed(own: Client, keep: Keep) -> None:
    keep(Aim(target_role=""))
    event = {"key": uuid4(), "title": "A fair", "starts_on": TODAY, "place": "Exampleton"}
    send(own, "/network/event/", **event)
    soon = TODAY + timedelta(days=9)
    told = {"key": uuid4(), "association": "A guild", "renews_on": soon, "every_months": 12}
    send(own, "/network/membership/", fee="90.50", currency="gbp", **told)
    text = read(own, "/network/")
    assert "Exampleton" in text
    assert "Renew soon" in text
    due = hidden(text, "due")
    renew = f"/network/membership/{told['key']}/renew"
    assert send(own, renew, due=due) == send(own, renew, due=due)
    body = read(own, f"/network/membership/{told['key']}/")
    assert f'value="{soon.year + 1}-' in body
    assert 'value="90.50"' in body
    assert "Renew soon" not in read(own, "/network/")


@pytest.mark.parametrize(
    ("address", "told", "sentence"),
    [
        ("event", {"title": "", "starts_on": TODAY}, "Say what the event is called."),
        (
            "event",
            {"title": "x", "starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)},
            "before it starts",
        ),
        ("event", {"title": "x", "starts_on": TODAY, "link": "nowhere"}, "is no link"),
        ("membership", {"association": "x", "every_months": 0, "currency": "GBP"}, "1 to 120"),
        (
            "membership",
            {"association": "x", "every_months": 1, "currency": "pounds"},
            "no currency code|not a currency code",
        ),
        (
            "membership",
            {"association": "x", "every_months": 1, "currency": "GBP", "fee": "much"},
            "is not an amount",
        ),
    ],
)
def test_an_occasion_that_makes_no_sense_is_told(
    own: Client, ada: Person, address: str, told: dict[str, object], sentence: str
) -> None:
    text = send(own, f"/network/{address}/", status=400, key=uuid4(), **told)
    assert re.search(sentence, text)


def test_an_event_is_changed_and_says_whom_one_met(own: Client, keep: Keep) -> None:
    key = uuid4()
    fact = keep(Event(key=key, title="A fair", starts_on=MOMENT.date()))
    knows(keep, "Lena Made-up")
    keep(Touch(contact=LENA, how="event", event=key))
    assert "Met: Lena Made-up" in read(own, f"/network/event/{key}/")
    send(own, f"/network/event/{key}/", key=key, title="A better fair", starts_on=MOMENT.date())
    text = read(own, "/network/")
    assert "A better fair" in text
    assert "Not heard of since: Lena Made-up" in text
    gone = send(own, f"/network/entry/{fact}/remove")
    assert "A better fair" not in read(own, gone).split('class="lately"')[0]


def test_a_membership_is_changed_and_ended(own: Client, keep: Keep) -> None:
    key = uuid4()
    keep(Membership(key=key, association="A guild"))
    told = {"key": key, "association": "A guild", "every_months": 12, "currency": "GBP"}
    send(own, f"/network/membership/{key}/", ended_on=TODAY, **told)
    assert "Ended on" in read(own, "/network/")


# Files ---------------------------------------------------------------------------------------------


def upload(client: Client, content: bytes, status: int = 302) -> str:
    file = SimpleUploadedFile("Connections.csv", content)
    return send(client, "/network/import/", status=status, file=file)


def test_only_the_rows_that_are_chosen_are_kept(
    own: Client, ada: Person, workspace: object
) -> None:
    place = upload(own, LIST.encode())
    assert "2 people in this file" in read(own, place)
    text = send(own, place, status=200, rows=["1"])
    assert "1 person kept." in text
    assert "Omar Made-up is or was here already." in text
    names = [f.body["name"] for f in Fact.objects.filter(kind="contact")]
    assert names == ["Omar Made-up"]


def test_a_list_can_be_searched_sent_twice_and_forgotten(
    own: Client, ada: Person, workspace: object
) -> None:
    place = upload(own, LIST.encode())
    assert "Omar" not in read(own, f"{place}?q=shops")
    send(own, place, status=200, rows=["0"])
    assert "nothing was kept" in send(own, place, status=200, rows=["0"])
    assert "nothing was kept" in send(own, place, status=200, rows=["99"])
    assert Fact.objects.get(kind="contact").body["role"] == "senior-product-manager"
    assert send(own, place, throw_away="1") == "/network/?kept=nothing"
    assert read(own, place, 404)


def test_a_file_that_is_no_list_is_told_beside_its_field(own: Client, ada: Person) -> None:
    assert "no row of headings" in upload(own, b"Name\nAna\n", status=400)


def test_everybody_is_taken_out_as_a_table_without_formulas_and_as_cards(
    own: Client, keep: Keep
) -> None:
    knows(keep, "=cmd|' /C calc'!A0", note="x")
    table = own.get("/network/people.csv")
    (row,) = csv.DictReader(io.StringIO(table.content.decode()))
    assert row["name"].startswith("'=cmd")
    cards = own.get("/network/people.vcf")
    assert cards["Content-Type"].startswith("text/vcard")
    assert b"BEGIN:VCARD" in cards.content


# Deleting somebody ---------------------------------------------------------------------------------


def test_somebody_is_deleted_wholly(own: Client, keep: Keep, ada: Person) -> None:
    contact = knows(keep, "Lena Made-up")
    keep(Touch(contact=LENA, text="Lunch"))
    keep(Mentoring(key=uuid4(), contact=LENA, ask="Advice", answer_by=TODAY))
    keep(EvidenceItem(text="Held the line", corroborated_by=("Lena Made-up",)))
    bridge.retract_fact(ada, contact, recorded_at=MOMENT)
    again = send(own, f"/network/entry/{contact}/restore")
    assert again
    text = read(own, f"/network/{LENA}/delete/")
    assert "5 entries about them go" in text
    assert "1 other entry has this name" in text
    send(own, f"/network/{LENA}/delete/", with_mentions="on")
    kept = list(Fact.objects.all())
    assert [fact.kind for fact in kept] == ["evidence"]
    assert "Lena" not in str(kept[0].body)
    assert "former contact" in str(kept[0].body)
    assert read(own, f"/network/{LENA}/", 404)


def test_the_name_stays_elsewhere_where_one_wants_it(own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up")
    keep(EvidenceItem(text="Held the line with Lena Made-up"))
    send(own, f"/network/{LENA}/delete/")
    assert "Lena Made-up" in str(Fact.objects.get().body)


def test_places_where_somebody_may_be_meant_are_chosen_one_by_one(own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up")
    keep(EvidenceItem(text="Lena, then lena again <b>"))
    text = read(own, f"/network/{LENA}/delete/")
    places = re.findall(r'name="blacken" value="([0-9a-f]{8})"', text)
    assert len(places) == 2
    assert "Lena, then <mark>lena</mark> again <b>" in text
    assert "checked" not in text.split("Where they may be meant")[1]
    [second] = [one for one in text.split("<li>") if "<mark>lena</mark>" in one]
    [chosen] = [place for place in places if place in second]
    send(own, f"/network/{LENA}/delete/", blacken=[chosen])
    assert Fact.objects.get().body["text"].startswith("Lena, then a former contact (")


def test_a_place_that_changed_meanwhile_deletes_nobody(own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up")
    keep(EvidenceItem(text="Lena said so"))
    text = send(own, f"/network/{LENA}/delete/", 400, blacken=["00000000"])
    assert "has changed meanwhile" in text
    assert Fact.objects.count() == 2


# Whoever looks -------------------------------------------------------------------------------------


def test_the_sample_and_past_days_take_nothing(sample: Client, own: Client, keep: Keep) -> None:
    knows(keep, "Lena Made-up")
    text = read(own, f"/network/?as_of={MOMENT.date()}")
    assert "Lena Made-up" in text
    assert 'id="touch"' not in text
    assert 'href="/network/add/"' not in text


@pytest.mark.parametrize("page", ["add/", "import/", "event/", "membership/", f"{LENA}/change/"])
def test_the_sample_takes_nobody(sample: Client, page: str) -> None:
    assert "sample person" in read(sample, f"/network/{page}", 400)
    assert "sample person" in send(sample, f"/network/{page}", status=400, key=uuid4(), name="x")


def test_the_sample_takes_no_touch(sample: Client) -> None:
    assert "sample person" in send(sample, "/network/", status=400, key=uuid4(), person="x")


@pytest.mark.parametrize("address", ["", "change/", "delete/"])
def test_somebody_who_is_nobody_is_told(own: Client, keep: Keep, address: str) -> None:
    keep(Aim(target_role=""))
    assert "There is no such person here" in read(own, f"/network/{LENA}/{address}", 404)


def test_a_thousand_people_make_a_light_page(
    own: Client, ada: Person, django_assert_max_num_queries: object
) -> None:
    bodies = [
        Contact(
            key=uuid4(), name=f"Person {n:04} Made-up", organisation=f"Imagined {n}", every_days=9
        )
        for n in range(1000)
    ]
    bridge.record_all(ada, bodies, happened_on=MOMENT.date(), recorded_at=MOMENT)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        answer = own.get("/network/")
    assert "995 more are due" in answer.content.decode()
    assert len(answer.content) < 60_000


def test_a_zip_works_as_well(own: Client, ada: Person, workspace: object, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Export/Connections.csv", LIST)
    assert "2 people in this file" in read(own, upload(own, buffer.getvalue()))


@pytest.mark.parametrize(
    ("what", "told", "sentence"),
    [
        ("event", {"title": "A fair", "starts_on": "2027-03-04"}, "already"),
        ("membership", {"association": "A guild", "every_months": "12"}, "already"),
    ],
)
def test_the_same_occasion_is_noted_once(
    own: Client, ada: Person, what: str, told: dict[str, str], sentence: str
) -> None:
    address = f"/network/{what}/"
    for status in (302, 400):
        page = read(own, address)
        sent = {"key": hidden(page, "key"), "currency": "EUR", **told}
        answer = own.post(address, sent)
        assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_a_fee_begins_in_the_currency_one_counts_in(own: Client, keep: Keep) -> None:
    keep(Aim(target_role="", currency="EUR"))
    assert 'value="EUR"' in read(own, "/network/membership/")
    assert 'value="EUR"' in read(own, "/learn/taken/add/")
