"""What can't be taken is told in a sentence, and what was typed stands beside it."""

import json
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client

from headway.core.people import Contact
from headway.core.reading import FollowedFeed
from headway.core.talks import Talk
from headway.records.models import Person
from web_client import TODAY, Keep, read, send

MANY = "&".join(f"a{number}=1" for number in range(1001))
FORM = "application/x-www-form-urlencoded"


def test_more_fields_than_any_form_has_are_told_in_a_sentence(own: Client) -> None:
    answer = own.post("/evidence/", MANY, content_type=FORM)
    assert answer.status_code == 400
    assert "this was too much at once" in answer.content.decode()


def test_an_address_of_too_many_questions_is_told_in_a_sentence(own: Client) -> None:
    assert "this was too much at once" in read(own, f"/?{MANY}", status=400)


def test_the_api_tells_it_in_its_own_form(own: Client) -> None:
    answer = own.get(f"/api/gap?{MANY}")
    assert "this was too much at once" in json.loads(answer.content)["error"]


def test_a_text_of_megabytes_is_told_beside_its_field(own: Client) -> None:
    told = send(own, "/evidence/", status=400, key=uuid4(), text="x" * 3_000_000)
    assert "at most 2000 characters" in told


def test_what_was_typed_stands_on_the_page_of_trouble(own: Client) -> None:
    gone = f"/learn/talks/{uuid4()}/held"
    told = send(
        own, gone, status=404, key=uuid4(), came="Two people wrote", happened_on="2026-02-03"
    )
    assert "Two people wrote" in told
    assert "2026-02-03" not in told


def test_a_workspace_that_is_locked_can_be_asked_again(own: Client, ada: Person) -> None:
    def refuse(*_told: object) -> None:
        raise OperationalError("database is locked")

    with connection.execute_wrapper(refuse):
        told = own.post("/evidence/", {"key": uuid4(), "text": "Two people wrote"})
        asked = own.get("/api/profile")
    assert (told.status_code, asked.status_code) == (503, 503)
    assert told["Retry-After"] == asked["Retry-After"] == "5"
    assert "Two people wrote" in told.content.decode()
    assert "in use by another program" in json.loads(asked.content)["error"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_told_beside_its_field(own: Client, day: str) -> None:
    assert "is too far away" in read(own, f"/evidence/?as_of={day}")
    assert "is too far away" in read(own, f"/api/network?as_of={day}", status=400)


@pytest.mark.parametrize("page", ["/", "/network/", "/mentors/", "/progress/", "/plan/"])
def test_a_day_at_the_end_of_the_calendar_breaks_no_page(sample: Client, page: str) -> None:
    read(sample, f"{page}?as_of=9999-12-31")


def test_an_address_that_is_none_of_the_web_is_never_a_link(own: Client, keep: Keep) -> None:
    address = "javascript:alert(1)"
    keep(FollowedFeed(address=address, site=address, title="Brought along"))
    keep(Talk(key=uuid4(), title="A talk", on=TODAY, link=address))
    keep(Contact(key=(person := uuid4()), name="Ada Example", link=address))
    for page in ("/learn/reading/", "/learn/talks/", f"/network/{person}/"):
        assert f'href="{address}' not in read(own, page)
