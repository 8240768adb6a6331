"""An expectation is set aside on the page Gap with a reason, told in the packet, and taken back."""

import json
import re

import pytest
from django.test import Client

from headway.core.profile import Aim
from headway.core.set_aside import LONGEST_REASON, SetAside
from headway.records import bridge
from headway.records.models import Person
from web_client import TODAY, Keep, hidden, read, send

FORM = "/gap/prioritisation/aside/?target=senior-product-manager"
REASON = "In this company a research team does it"


@pytest.fixture
def aimed(own: Client, keep: Keep) -> Client:
    keep(Aim(target_role="senior-product-manager", hours_per_week=2))
    return own


def aside(client: Client, reason: str = REASON, address: str = FORM) -> str:
    return send(client, address, key=hidden(read(client, address), "key"), reason=reason)


def gap_of(client: Client) -> dict[str, list[dict[str, str]]]:
    told: dict[str, list[dict[str, str]]] = json.loads(client.get("/api/gap").content)
    return told


def kept(person: Person) -> list[SetAside]:
    return [body for _, body in bridge.load_dossier(person).known_by(TODAY).each(SetAside)]


def button(text: str, word: str) -> str:
    found = re.search(rf'action="(/gap/aside/[^"]+/{word})"', text)
    assert found
    return found[1]


def test_what_is_set_aside_stands_apart_with_its_reason(aimed: Client) -> None:
    name = re.search("Not applicable to me: ([^<]+)", read(aimed, FORM))
    page = read(aimed, aside(aimed))
    assert "Set aside: it is neither shown nor missing now." in page
    assert REASON in page
    assert name
    assert [each["slug"] for each in gap_of(aimed)["set_aside"]] == ["prioritisation"]
    assert "prioritisation" not in [each["slug"] for each in gap_of(aimed)["expectations"]]


def test_it_is_taken_back_and_put_back(aimed: Client, ada: Person) -> None:
    place = send(aimed, button(read(aimed, aside(aimed)), "remove"))
    page = read(aimed, place)
    assert "It applies to you again." in page
    assert kept(ada) == []
    again = read(aimed, send(aimed, button(page, "restore")))
    assert REASON in again
    assert len(kept(ada)) == 1


def test_sent_twice_it_is_kept_once(aimed: Client, ada: Person) -> None:
    key = hidden(read(aimed, FORM), "key")
    places = [send(aimed, FORM, key=key, reason=REASON) for _ in range(2)]
    assert places[0] == places[1]
    assert len(kept(ada)) == 1


def test_another_reason_takes_the_place_of_the_first(aimed: Client, ada: Person) -> None:
    aside(aimed)
    assert REASON in read(aimed, FORM)
    aside(aimed, "Sales asks the customers")
    assert [body.reason for body in kept(ada)] == ["Sales asks the customers"]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [(" ", "Say why in a sentence"), ("a" * (LONGEST_REASON + 1), "at most")],
)
def test_without_a_sensible_reason_nothing_is_kept(
    aimed: Client, ada: Person, reason: str, sentence: str
) -> None:
    key = hidden(read(aimed, FORM), "key")
    page = send(aimed, FORM, status=400, key=key, reason=reason)
    assert sentence in page
    assert kept(ada) == []


def test_the_packet_tells_its_reader_on_the_page_and_in_the_file(aimed: Client) -> None:
    aside(aimed)
    assert "1 more is set aside" in read(aimed, "/packet/")
    assert REASON in read(aimed, "/packet/")
    assert REASON in aimed.get("/packet/packet.md").content.decode()


def test_a_closed_packet_keeps_it_whatever_is_said_later(aimed: Client) -> None:
    place = aside(aimed)
    form = read(aimed, "/packet/close/")
    told = {"decision": "waiting", "decided_by": "", "decided_on": TODAY, "reasons": ""}
    closed = send(aimed, "/packet/close/", key=hidden(form, "key"), **told)
    send(aimed, button(read(aimed, place), "remove"))
    assert REASON in read(aimed, closed)


def test_nothing_is_planned_towards_it(aimed: Client) -> None:
    aside(aimed)
    assert "Nothing is planned towards what you said does not apply to you" in read(aimed, "/plan/")


@pytest.mark.parametrize("slug", ["flying", "juggling-knives"])
def test_what_the_role_does_not_ask_for_has_no_form(aimed: Client, slug: str) -> None:
    assert "does not ask for this" in read(aimed, f"/gap/{slug}/aside/", status=404)


def test_only_what_was_set_aside_is_taken_back_here(aimed: Client, keep: Keep) -> None:
    other = keep(Aim(target_role="product-manager"))
    page = send(aimed, f"/gap/aside/{other}/remove", status=400)
    assert "nothing you set aside" in page


def test_the_sample_takes_nothing(sample: Client) -> None:
    assert "Not applicable to me" not in read(sample, "/gap/")
    assert read(sample, FORM, status=400)
