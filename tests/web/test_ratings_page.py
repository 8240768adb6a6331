"""Ratings as the page shows and takes them: your own view, others' beside it, never mixed."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headway.core.dossier import DraftFact
from headway.core.ratings import CycleClosing, RatingForm
from headway.records import bridge, rows
from headway.records.models import Fact, Person
from web_client import MOMENT, TODAY, Keep, field, hidden, read, send

ANAS = RatingForm(
    rater="Ana", source="manager", marks={"communication": 3}, note="Clear in writing"
)
OWN = RatingForm(rater="Ada", source="self", answers={"communication/2/1": "seen"})
IN_A_ROUND = RatingForm(rater="Ben", source="peer", marks={"communication": 1}, cycle="spring")


def view(client: Client, **told: str) -> dict[str, str]:
    """All that the form for another's view sends, with these fields changed."""
    key = hidden(read(client, "/ratings/add/"), "key")
    sent = {"key": key, "rater": "Ana", "source": "manager", "happened_on": "2026-02-03"}
    return {**sent, "level_communication": "3"} | told


def kept(person: Person) -> list[RatingForm]:
    return [form for _, form in bridge.load_dossier(person).known_by(TODAY).each(RatingForm)]


def forms_part(page: str) -> str:
    return page.split("The forms, newest first")[1].split("taken back within")[0]


def test_without_ratings_the_page_says_how_to_begin(own: Client) -> None:
    page = read(own, "/ratings/")
    assert "Nobody has rated yet" in page
    assert "/ratings/assess/" in page


def test_your_own_view_and_others_stand_side_by_side(own: Client, keep: Keep) -> None:
    keep(ANAS)
    keep(OWN)
    page = read(own, "/ratings/").split('id="beside"')[1].split("The forms")[0]
    assert "Ana (manager): Practitioner, 3 February 2026" in page
    assert "You: most likely " in page
    assert page.count('class="view"') == 2
    assert "does not count in it" in page


def test_others_do_not_move_the_bar_of_your_own_view(own: Client, keep: Keep) -> None:
    keep(OWN)
    alone = read(own, "/ratings/").split('<svg class="chart range-bar"')[1].split("</svg>")[0]
    keep(ANAS)
    beside = read(own, "/ratings/").split('<svg class="chart range-bar"')[1].split("</svg>")[0]
    assert alone == beside


def test_the_newest_form_stands_first(own: Client, keep: Keep) -> None:
    keep(ANAS)
    keep(OWN, MOMENT.date() - timedelta(days=1))
    page = forms_part(read(own, "/ratings/"))
    assert page.index("Ana (manager)") < page.index("1 answer about a single act")


def test_anothers_view_is_kept_once_however_often_it_is_sent(own: Client, ada: Person) -> None:
    told = view(own, level_facilitation="?", note=" Clear in writing ")
    if "level_facilitation" not in read(own, "/ratings/add/"):
        del told["level_facilitation"]
    assert len({send(own, "/ratings/add/", **told) for _ in "ab"}) == 1
    [form] = kept(ada)
    assert (form.rater, form.source, form.marks) == ("Ana", "manager", {"communication": 3})
    assert form.note == "Clear in writing"
    assert Fact.objects.get().ladder is not None


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("rater", " ", "Say whose view it is."),
        ("source", "", "Say who they are to you."),
        ("happened_on", "2090-01-01", "still to come"),
        ("happened_on", "1802-01-01", "write a day from 1900"),
        ("happened_on", "soon", "is no day"),
        ("level_communication", "9", "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    own: Client, name: str, typed: str, sentence: str
) -> None:
    page = send(own, "/ratings/add/", 400, **view(own, **{name: typed}))
    assert sentence in field(page, name)
    assert not Fact.objects.exists()


def test_your_own_view_is_not_entered_as_anothers(own: Client, ada: Person) -> None:
    page = send(own, "/ratings/add/", 400, **view(own, rater=ada.name.upper()))
    assert "your own name" in field(page, "rater")


def test_a_view_without_any_level_is_not_kept(own: Client) -> None:
    page = send(own, "/ratings/add/", 400, **view(own, level_communication=""))
    assert "Choose a level for at least one competency." in page


def test_a_deleted_form_is_put_back_with_one_press(own: Client, ada: Person, keep: Keep) -> None:
    first = keep(ANAS)
    gone = send(own, f"/ratings/{first}/remove")
    assert kept(ada) == []
    assert "Taken back: Ana (manager)" in read(own, gone)
    send(own, f"/ratings/{first}/restore")
    assert kept(ada) == [ANAS]


def test_what_is_no_form_is_not_deleted_from_here(own: Client, ada: Person, keep: Keep) -> None:
    from headway.core.evidence import EvidenceItem

    fact = keep(EvidenceItem(text="Told sales a week before"))
    send(own, f"/ratings/{fact}/remove", 404)
    assert Fact.objects.count() == 1


def test_a_round_waits_and_counts_once_it_is_closed(own: Client, keep: Keep) -> None:
    keep(IN_A_ROUND)
    assert "Round spring waits: Ben (peer)" in read(own, "/ratings/")
    for _ in "ab":
        send(own, "/ratings/close", cycle="spring")
    assert Fact.objects.filter(kind=rows.NAMES[CycleClosing]).count() == 1
    assert "Round spring is closed" in read(own, "/ratings/")


def test_a_round_that_nothing_was_given_to_is_not_closed(own: Client, ada: Person) -> None:
    send(own, "/ratings/close", cycle="autumn")
    assert not Fact.objects.exists()


def test_on_a_server_no_peer_s_form_is_shown(
    own: Client, keep: Keep, settings: LazySettings
) -> None:
    keep(RatingForm(rater="Ben", source="peer", marks={"communication": 1}))
    keep(ANAS)
    keep(IN_A_ROUND)
    settings.HEADWAY_IS_PERSONAL = False
    page = read(own, "/ratings/")
    assert "Ana" in page
    assert "Ben" not in page
    assert "spring" not in page


def test_on_a_server_a_peer_s_form_is_not_deleted_by_its_address(
    own: Client, keep: Keep, settings: LazySettings
) -> None:
    fact = keep(RatingForm(rater="Ben", source="peer", marks={"communication": 1}))
    settings.HEADWAY_IS_PERSONAL = False
    send(own, f"/ratings/{fact}/remove", 404)
    send(own, "/ratings/add/", 400, key=uuid4())
    assert Fact.objects.count() == 1


def test_a_past_day_shows_what_was_known_then_and_takes_nothing(own: Client, keep: Keep) -> None:
    keep(ANAS)
    page = read(own, "/ratings/?as_of=2026-02-04")
    assert "Ana (manager)" in page
    assert "<form" not in page.split("<main")[1]
    assert "Nothing was known by" in read(own, "/ratings/?as_of=2026-02-01")


def test_the_sample_shows_forms_and_takes_none(sample: Client) -> None:
    assert "The forms, newest first" in read(sample, "/ratings/")
    assert sample.post("/ratings/add/", {}).status_code == 400


def test_the_api_tells_the_same_forms(own: Client, keep: Keep) -> None:
    fact = keep(ANAS)
    told = json.loads(read(own, "/api/ratings"))
    assert [each["id"] for each in told] == [str(fact)]
    assert json.loads(read(own, "/api/ratings?as_of=2026-02-01")) == []


def test_many_forms_take_few_queries_and_stand_on_pages(
    own: Client, ada: Person, keep: Keep
) -> None:
    drafts = [
        DraftFact(
            body=RatingForm(rater=f"R{n}", source="peer", marks={"communication": 2}),
            happened_on=MOMENT.date(),
        )
        for n in range(60)
    ]
    bridge.record_facts(ada, drafts, recorded_at=MOMENT)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = read(own, "/ratings/")
    assert len(captured) <= 25
    assert "1 to 25 of 60" in page
    assert "26 to 50 of 60" in read(own, "/ratings/?page=2")


def test_a_competency_they_spoke_of_is_open_and_the_rest_is_closed(own: Client) -> None:
    page = send(own, "/ratings/add/", 400, **view(own, rater=" "))
    assert page.count("<details open>") == 1
    said = page.split("<details open>")[1].split("</details>")[0]
    assert "Communication" in said
    assert 'value="3" checked' in said
