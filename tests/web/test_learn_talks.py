"""The page of talks and publications: planned, followed, moved, held, dropped and put back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from headway.core.evidence import EvidenceItem
from headway.core.talks import Talk
from headway.records import bridge
from headway.records.models import Fact, Person
from web_client import MOMENT, TODAY, field, hidden, read, send

PAGE = "/learn/talks/"


def plan(client: Client, **changed: object) -> dict[str, object]:
    told = {
        "key": hidden(read(client, PAGE), "key"),
        "title": "What we stopped",
        "kind": "conference-talk",
        "on": TODAY + timedelta(days=200),
        "where": "A fair",
        "competencies": ["product-strategy"],
        **changed,
    }
    send(client, PAGE, **told)
    return told


def only(person: Person) -> Talk:
    [told] = [talk for _f, talk in bridge.load_dossier(person).known_by(TODAY).each(Talk)]
    return told


def act(client: Client, person: Person, what: str, status: int = 302, **told: object) -> str:
    """Sends a form of the talk's; where it goes, or the page that says what is wrong."""
    address = f"{PAGE}{only(person).key}/{what}"
    answer = client.post(address, {k: str(v) for k, v in told.items()})
    assert answer.status_code == status
    return str(answer.headers.get("Location", "")) or answer.content.decode()


def test_an_empty_page_says_what_belongs_there(own: Client, ada: Person) -> None:
    assert "Nothing is planned." in read(own, PAGE)


def test_a_talk_is_planned_once_and_its_steps_show_on_today(own: Client, ada: Person) -> None:
    told = plan(own, on=TODAY + timedelta(days=3))
    send(own, PAGE, **told)
    assert Fact.objects.filter(kind="talk").count() == 1
    assert "Send the proposal, by " in read(own, f"{PAGE}?kept={only(ada).key}")
    today = read(own, "/")
    assert f"/learn/talks/#t-{only(ada).key}" in today
    assert "Send the proposal: What we stopped" in today


def test_a_step_is_done_and_the_rest_moves_with_the_day(own: Client, ada: Person) -> None:
    plan(own)
    act(own, ada, "done", number=1)
    act(own, ada, "move", on=TODAY + timedelta(days=210))
    told = only(ada)
    assert (told.steps[0].done_on, told.steps[2].due_on) == (TODAY, TODAY + timedelta(days=196))
    for number in ("9", "", "²"):
        assert "steps 1 to 3" in act(own, ada, "done", 400, number=number)


def test_what_was_held_is_kept_once_as_evidence(own: Client, ada: Person) -> None:
    plan(own)
    sent = {"key": uuid4(), "happened_on": TODAY, "came": "Two\ninvitations", "link": ""}
    for _ in "ab":
        act(own, ada, "held", **sent)
    [item] = [i for _f, i in bridge.load_dossier(ada).known_by(TODAY).each(EvidenceItem)]
    assert item.text == "Spoke at A fair “What we stopped”: Two invitations"
    assert "Held and published" in read(own, PAGE)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("title", " ", "Say what it is called"),
        ("on", "2020-01-01", "is past"),
        ("on", "soon", "is no day"),
        ("link", "ftp://x", "is no link"),
        ("kind", "dance", "not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(
    own: Client, ada: Person, name: str, typed: str, sentence: str
) -> None:
    told = {"key": uuid4(), "title": "T", "kind": "publishing", "on": TODAY, name: typed}
    answer = own.post(PAGE, told)
    assert answer.status_code == 400
    assert sentence in field(answer.content.decode(), name)


def test_a_day_that_makes_no_sense_opens_its_form_again(own: Client, ada: Person) -> None:
    plan(own)
    for typed, sentence in (("2020-01-01", "is past"), ("soon", "is no day")):
        assert sentence in act(own, ada, "move", 400, on=typed)
    told = {"key": uuid4(), "happened_on": "2190-01-01", "came": "Kept words", "link": "ftp://x"}
    page = act(own, ada, "held", 400, **told)
    assert "is still to come" in page
    assert "is no link" in page
    assert "Kept words" in page


def test_a_talk_is_dropped_and_put_back(own: Client, ada: Person) -> None:
    plan(own)
    [row] = Fact.objects.filter(kind="talk")
    gone = send(own, f"{PAGE}{row.pk}/remove")
    assert "Taken back:" in read(own, gone)
    assert "Kept." in read(own, send(own, f"{PAGE}{row.pk}/restore"))
    assert only(ada).title == "What we stopped"
    for address in (f"{uuid4()}/remove", f"{row.pk}/restore", f"{uuid4()}/done", f"{uuid4()}/move"):
        assert own.post(PAGE + address, {"on": TODAY, "number": 1}).status_code == 404


def test_the_sample_and_past_days_take_nothing(
    own: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(own)
    past = read(own, f"{PAGE}?as_of={MOMENT.date()}")
    assert "<form" not in past.split("<main")[1].split("</main>")[0].replace('method="get"', "")
    monkeypatch.setenv("HEADWAY_SAMPLE", "1")
    assert own.post(PAGE, {"title": "T"}).status_code == 400


def test_the_api_answers_the_same(own: Client, ada: Person) -> None:
    plan(own)
    [kept] = own.get("/api/learn/talks").json()
    assert kept["talk"]["title"] == "What we stopped"
