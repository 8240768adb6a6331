"""Mentors: who could help and why, from the question to the thanks, and the other side of it."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from headway.core.people import (
    AgreedItem,
    Contact,
    MentorCapacity,
    Mentoring,
    MentoringTurn,
    Touch,
)
from headway.core.profile import About, Aim
from headway.records.models import Fact
from web_client import MOMENT, TODAY, Keep, field, hidden, read, send

LENA, BEN, TALKS = uuid4(), uuid4(), uuid4()
SOON = TODAY + timedelta(days=7)


@pytest.fixture
def circle(keep: Keep) -> Keep:
    """Lena, who could help with strategy, Ben, and the role that is wanted."""
    keep(About(name="Ada Made-up"))
    keep(Aim(target_role="senior-product-manager"))
    keep(Contact(key=LENA, name="Lena Made-up", strengths=("product-strategy",)))
    keep(Contact(key=BEN, name="Ben Made-up", title="Cook"))
    return keep


def asked(keep: Keep, *, side: str = "mentee", answer_by: object = SOON) -> None:
    keep(
        Mentoring(
            key=TALKS,
            contact=LENA,
            ask="Three talks about strategy",
            answer_by=answer_by,  # type: ignore[arg-type]
            competency="product-strategy",
            side=side,  # type: ignore[arg-type]
        )
    )


def agreed(keep: Keep, *, side: str = "mentee") -> None:
    asked(keep, side=side)
    keep(MentoringTurn(mentoring=TALKS, turn="agreed"), TODAY - timedelta(days=2))


def test_each_gap_says_who_could_help_why_and_how_sure(own: Client, circle: Keep) -> None:
    text = read(own, "/mentors/")
    assert "Who could help on the way to Senior Product Manager" in text
    assert "You noted that they are strong in product strategy; nobody has checked." in text
    assert f"?contact={LENA}&about=product-strategy" in text
    assert "Nobody you noted." in text


def test_asking_keeps_the_request_once_and_drafts_the_letter(own: Client, circle: Keep) -> None:
    text = read(own, f"/mentors/ask/?contact={LENA}&about=product-strategy")
    assert 'value="Lena Made-up"' in text
    told = {
        "key": hidden(text, "key"),
        "person": "Lena Made-up",
        "competency": "product-strategy",
        "ask": "Three talks",
        "answer_by": SOON,
    }
    place = send(own, "/mentors/ask/", **told)
    assert send(own, "/mentors/ask/", **told) == place
    letter = read(own, place).split('class="letter"')[1]
    assert "Dear Lena," in letter
    assert "I am working on product strategy" in letter
    assert f"{SOON.day} {SOON:%B %Y}" in letter
    assert "Ada Made-up" in letter
    assert Fact.objects.filter(kind="mentoring").count() == 1


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("person", "Zoe", "nobody called 'Zoe'"),
        ("ask", " ", "Say what is asked for"),
        ("answer_by", TODAY, "leaves no day to answer"),
        ("person", "Lena", "You asked Lena Made-up about this"),
    ],
)
def test_a_request_that_makes_no_sense_is_told_beside_its_field(
    own: Client, circle: Keep, name: str, typed: object, sentence: str
) -> None:
    asked(circle)
    told = {
        "key": uuid4(),
        "person": "Ben",
        "competency": "product-strategy",
        "ask": "Talks",
        "answer_by": SOON,
    }
    text = send(own, "/mentors/ask/", status=400, **{**told, name: typed})
    assert sentence in field(text, name)


def turn(client: Client, name: str, status: int = 302, **told: object) -> str:
    fields = {"turn-key": uuid4(), "turn-turn": name, **told}
    return send(client, f"/mentors/{TALKS}/turn", status=status, **fields)


def test_it_goes_from_asked_to_agreed_paused_resumed_and_ended(own: Client, circle: Keep) -> None:
    asked(circle)
    for name, told in (
        ("agreed", "Agreed since"),
        ("paused", "Paused since"),
        ("resumed", "Agreed since"),
        ("ended", "Ended on"),
    ):
        assert told in read(own, turn(own, name))


def test_a_button_pressed_twice_tells_once(own: Client, circle: Keep) -> None:
    asked(circle)
    told = {"turn-key": uuid4(), "turn-turn": "agreed"}
    place = f"/mentors/{TALKS}/turn"
    assert send(own, place, **told) == send(own, place, **told)
    assert Fact.objects.filter(kind="mentoring-turn").count() == 1


def test_a_turn_that_cannot_follow_is_told_beside_the_field(own: Client, circle: Keep) -> None:
    asked(circle)
    assert "It is asked; from there it can only be" in turn(own, "resumed", status=400)


def test_no_answer_in_time_names_the_next_person(own: Client, circle: Keep) -> None:
    circle(Contact(key=uuid4(), name="Cy Made-up", strengths=("product-strategy",)))
    asked(circle, answer_by=MOMENT.date() + timedelta(days=9))
    circle(
        Mentoring(key=uuid4(), contact=BEN, ask="Else", answer_by=SOON, competency="communication")
    )
    text = read(own, "/mentors/")
    assert "the request has expired" in text
    if TODAY - MOMENT.date() < timedelta(days=99):
        assert "Perhaps ask Cy Made-up next." in text


def test_sessions_and_actions_are_kept_and_show_on_today(own: Client, circle: Keep) -> None:
    agreed(circle)
    place = f"/mentors/{TALKS}/"
    session = {
        "session-key": uuid4(),
        "session-text": "Whom we leave to others",
        "session-happened_on": TODAY,
        "session-next_on": SOON,
        "session-received": "A book",
    }
    send(own, f"{place}session", **session)
    item = {
        "item-key": uuid4(),
        "item-text": "Draft one page",
        "item-kind": "action",
        "item-whose": "me",
        "item-due_on": TODAY - timedelta(days=1),
    }
    send(own, f"{place}item", **item)
    text = read(own, place)
    assert "Whom we leave to others" in text
    assert "You received: A book" in text
    today = read(own, "/").split('id="due"')[1].split("</section>")[0]
    assert "Draft one page (agreed with Lena Made-up)" in today
    assert "overdue" in today
    assert "Session with Lena Made-up" in today


def test_what_is_done_says_what_came_of_it_and_is_no_longer_due(own: Client, circle: Keep) -> None:
    agreed(circle)
    fact = circle(AgreedItem(key=uuid4(), mentoring=TALKS, text="Draft one page", due_on=TODAY))
    place = f"/mentors/{TALKS}/done/{fact}"
    text = read(own, send(own, place, result="Two items cut"))
    assert re.search(r"Done on [^:]+: Two items cut", text)
    assert 'id="due"' not in read(own, "/")
    assert "no such thing agreed" in send(own, place, status=404)


def test_thanks_tell_what_came_of_it(own: Client, circle: Keep) -> None:
    agreed(circle)
    circle(Touch(contact=LENA, how="session", mentoring=TALKS, text="Strategy"))
    circle(AgreedItem(key=uuid4(), mentoring=TALKS, text="One page", done_on=TODAY, result="Used"))
    text = read(own, f"/mentors/{TALKS}/")
    assert "- One page: Used" in text.split('id="thanks"')[1]
    assert 'id="thanks"' not in read(own, turn(own, "thanked"))


@pytest.mark.parametrize(
    ("part", "told", "sentence"),
    [
        ("session", {"session-text": "", "session-happened_on": TODAY}, "Say in a few words"),
        ("session", {"session-text": "x", "session-happened_on": SOON}, "is still to come"),
        ("item", {"item-text": "", "item-kind": "goal", "item-whose": "me"}, "Say what was agreed"),
    ],
)
def test_what_makes_no_sense_opens_its_form_again(
    own: Client, circle: Keep, part: str, told: dict[str, object], sentence: str
) -> None:
    agreed(circle)
    fields = {f"{part}-key": uuid4(), **told}
    assert sentence in send(own, f"/mentors/{TALKS}/{part}", status=400, **fields)


def test_a_session_typed_while_another_tab_ended_it_is_told_so_and_stays(
    own: Client, circle: Keep
) -> None:
    agreed(circle)
    turn(own, "ended")
    told = {"session-key": uuid4(), "session-text": "Pricing", "session-happened_on": TODAY}
    text = send(own, f"/mentors/{TALKS}/session", status=400, **told)
    assert "It is ended; note sessions of what is agreed." in text
    assert "Pricing" in text


def test_a_request_is_taken_back_and_put_back(own: Client, circle: Keep) -> None:
    asked(circle)
    fact = Fact.objects.get(kind="mentoring").pk
    gone = read(own, send(own, f"/network/entry/{fact}/remove", back="/mentors/"))
    assert "Three talks about strategy" not in gone.split('class="lately"')[0]
    back = re.search(r'action="(/network/entry/[^"]+/restore)"', gone)
    assert back
    assert "Three talks about strategy" in read(own, send(own, back[1], back="/mentors/"))


def test_a_wrong_answer_is_taken_back(own: Client, circle: Keep) -> None:
    asked(circle)
    turn(own, "declined")
    fact = Fact.objects.get(kind="mentoring-turn").pk
    page = f"/mentors/{TALKS}/"
    assert "Take back: Declined" in read(own, page)
    assert "Asked on" in read(own, send(own, f"/network/entry/{fact}/remove", back=page))
    assert "1 entry taken back" in read(own, "/mentors/")


# The other side ------------------------------------------------------------------------------------


def offer(client: Client, status: int = 302, **told: object) -> str:
    return send(client, "/mentors/", status=status, key=uuid4(), **told)


def test_one_says_how_many_one_can_take_and_pauses_it(own: Client, circle: Keep) -> None:
    assert "You have not said that you mentor anybody." in read(own, "/mentors/")
    assert "2 places are free" in read(own, offer(own, places=2))
    assert f"Paused until {SOON.day}" in read(
        own, offer(own, places=2, is_paused="on", paused_until=SOON)
    )
    assert "from 0 to 20" in field(offer(own, places=99, status=400), "places")


def test_somebody_asks_me_and_my_answer_is_due(own: Client, circle: Keep) -> None:
    told = {"key": uuid4(), "person": "Ben", "ask": "A look at my CV", "answer_by": SOON}
    text = read(own, send(own, "/mentors/asked/", **told))
    assert "You have until" in text
    assert 'class="letter"' not in text
    assert "Answer Ben Made-up, who asks for your guidance" in read(own, "/")


def test_one_more_than_one_can_take_is_refused(own: Client, circle: Keep) -> None:
    asked(circle, side="mentor")
    circle(MentorCapacity(places=0))
    assert "All your places are taken" in turn(own, "agreed", status=400)


def test_what_a_mentee_achieved_is_seen(own: Client, circle: Keep) -> None:
    agreed(circle, side="mentor")
    item = AgreedItem(
        key=uuid4(),
        mentoring=TALKS,
        kind="goal",
        whose="them",
        text="Run a test alone",
        done_on=TODAY,
        result="She did",
    )
    circle(item)
    text = read(own, f"/mentors/{TALKS}/")
    assert "Your guidance for Lena Made-up" in text
    assert "Lena Made-up: Run a test alone. Done on" in text
    assert "Goal. Lena Made-up: Run a test alone. Done on" in read(own, "/mentors/")


# Whoever looks -------------------------------------------------------------------------------------


def test_an_empty_workspace_says_what_belongs_here(own: Client) -> None:
    assert "who of the people you know could help" in read(own, "/mentors/")


def test_without_a_role_the_page_asks_for_one(own: Client, keep: Keep) -> None:
    keep(About(name="Ada"))
    assert "Say which role you want" in read(own, "/mentors/")
    assert "This ladder has no role 'guru'" in read(own, "/mentors/?target=guru")


def test_a_past_day_shows_what_was_known_and_takes_nothing(own: Client, circle: Keep) -> None:
    agreed(circle)
    text = read(own, f"/mentors/{TALKS}/?as_of={MOMENT.date()}")
    assert "Asked on" in text
    assert "<button" not in text.split("<main")[1].split("</main>")[0]


def test_the_sample_takes_nothing(sample: Client) -> None:
    for address in ("/mentors/", "/mentors/ask/", f"/mentors/{TALKS}/turn"):
        assert "sample person" in send(sample, address, status=400)


def test_a_mentoring_that_is_none_is_told(own: Client, circle: Keep) -> None:
    assert "no such mentoring" in read(own, f"/mentors/{UUID(int=5)}/", 404)


@pytest.mark.parametrize("word", ["mentors", "network"])
def test_the_api_answers_what_the_page_asked(own: Client, circle: Keep, word: str) -> None:
    asked(circle)
    found = own.get(f"/api/{word}?target=product-manager").json()
    assert found["role"] == "product-manager"
    assert own.get(f"/api/{word}?target=guru").status_code == 404


def test_the_api_lists_people(own: Client, circle: Keep) -> None:
    people = own.get("/api/network/people").json()
    assert [person["name"] for person in people] == ["Ben Made-up", "Lena Made-up"]


def test_the_page_asks_few_questions_of_the_database(
    own: Client, circle: Keep, django_assert_max_num_queries: object
) -> None:
    agreed(circle)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        assert own.get("/mentors/").status_code == 200
