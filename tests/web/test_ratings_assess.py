"""The assessment as the page holds it: one act at a time, kept at once, undone with one press."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headway.core.profile import Aim
from headway.core.ratings import RatingForm
from headway.records import bridge
from headway.records.access import workspace_owner
from headway.records.models import Fact, Person
from web_client import TODAY, Keep, hidden, read, send

PAGE = "/ratings/assess/"
AIM = Aim(target_role="senior-product-manager", current_role="product-manager")


def answer(client: Client, given: str = "seen") -> str:
    """Answers the question that is shown; returns the act it was about."""
    act = hidden(read(client, PAGE), "behaviour")
    send(client, PAGE, behaviour=act, answer=given)
    return act


def answers() -> dict[str, str]:
    owner = workspace_owner()
    assert owner
    known = bridge.load_dossier(owner).known_by(TODAY)
    return {key: str(a) for _, form in known.each(RatingForm) for key, a in form.answers.items()}


@pytest.fixture
def aimed(own: Client, keep: Keep) -> Client:
    """The pages of somebody who said which role they hold and want."""
    keep(AIM)
    return own


def test_an_empty_workspace_is_asked_for_the_roles_in_one_step(own: Client) -> None:
    page = read(own, PAGE)
    key = hidden(page, "key")
    told = {"target_role": "senior-product-manager", "current_role": "product-manager"}
    for _ in "ab":
        send(own, PAGE, key=key, **told)
    assert [fact.kind for fact in Fact.objects.all()] == ["aim"]
    assert "Have you done this?" in read(own, PAGE)


def test_no_role_at_all_is_a_fine_start(own: Client) -> None:
    send(own, PAGE, key=hidden(read(own, PAGE), "key"), target_role="", current_role="")
    answer(own)
    assert "1 answered, about 1 of 16 competencies." in read(own, PAGE)


def test_a_role_that_there_is_not_is_told_beside_its_field(own: Client) -> None:
    key = hidden(read(own, PAGE), "key")
    page = send(own, PAGE, 400, key=key, target_role="wizard", current_role="")
    assert "not one of the available choices" in page


def test_each_answer_is_kept_before_the_next_question(aimed: Client) -> None:
    first, second = answer(aimed, "partly"), answer(aimed, "can't say")
    assert first != second
    assert answers() == {first: "partly", second: "can't say"}


def test_a_sitting_is_one_form_however_many_answers(aimed: Client) -> None:
    for _ in range(3):
        answer(aimed)
    assert read(aimed, "/ratings/").count("<h3>You</h3>") == 1


def test_an_answer_sent_twice_is_kept_once(aimed: Client) -> None:
    act = answer(aimed)
    before = Fact.objects.count()
    send(aimed, PAGE, behaviour=act, answer="seen")
    assert Fact.objects.count() == before


def test_going_back_and_answering_anew_replaces_the_answer(aimed: Client) -> None:
    act = answer(aimed, "seen")
    answer(aimed)
    send(aimed, PAGE, behaviour=act, answer="not seen")
    assert answers()[act] == "not seen"
    assert len(answers()) == 2


def test_undo_takes_back_the_last_answer_once(aimed: Client) -> None:
    first, second = answer(aimed), answer(aimed)
    for _ in "ab":
        send(aimed, PAGE, undo=second)
    assert answers() == {first: "seen"}
    assert hidden(read(aimed, PAGE), "behaviour") == second


def test_undo_of_the_only_answer_leaves_none(aimed: Client) -> None:
    send(aimed, PAGE, undo=answer(aimed))
    assert answers() == {}
    assert 'name="undo"' not in read(aimed, PAGE)


def test_what_was_answered_on_another_day_is_not_asked_again(own: Client, keep: Keep) -> None:
    keep(AIM)
    act = hidden(read(own, PAGE), "behaviour")
    keep(RatingForm(rater="Ada", source="self", answers={act: "can't say"}))
    assert hidden(read(own, PAGE), "behaviour") != act


@pytest.mark.parametrize(
    ("told", "status", "sentence"),
    [
        ({"behaviour": "communication/2/1", "answer": "maybe"}, 400, "is no answer"),
        ({"behaviour": "juggling/2/1", "answer": "seen"}, 404, "juggling"),
        ({}, 404, "no"),
    ],
)
def test_what_is_no_answer_is_told_and_not_kept(
    aimed: Client, told: dict[str, str], status: int, sentence: str
) -> None:
    assert sentence in send(aimed, PAGE, status, **told)
    assert answers() == {}


def test_the_first_gaps_come_with_the_answers(aimed: Client) -> None:
    assert "What matters most so far" not in read(aimed, PAGE)
    for _ in range(15):
        answer(aimed, "not seen")
    page = read(aimed, PAGE)
    assert page.split("What matters most so far")[1].count("<h3>") == 3
    assert "That is enough for a first list" in page
    assert re.search(r"15 answered; \d+ of 16 competencies can be told", page)


def test_the_sample_is_asked_nothing(sample: Client) -> None:
    page = read(sample, PAGE)
    assert 'name="answer"' not in page
    assert (
        sample.post(PAGE, {"behaviour": "communication/2/1", "answer": "seen"}).status_code == 400
    )


def test_the_api_tells_what_to_ask_next(aimed: Client) -> None:
    answer(aimed)
    told = json.loads(read(aimed, "/api/ratings/assess"))
    assert told["answered_count"] == 1
    assert told["next_behaviour"] == hidden(read(aimed, PAGE), "behaviour")


def test_an_answer_and_the_next_question_take_few_queries(aimed: Client) -> None:
    for _ in range(5):
        act = answer(aimed)
    with CaptureQueriesContext(connection) as captured:
        send(aimed, PAGE, behaviour=act, answer="partly")
        read(aimed, PAGE)
    assert len(captured) <= 25


def test_a_rater_is_named_as_the_person_is(aimed: Client, ada: Person) -> None:
    answer(aimed)
    known = bridge.load_dossier(ada).known_by(datetime.now(UTC).date())
    assert [form.rater for _, form in known.each(RatingForm)] == ["Ada"]


def test_without_a_role_no_first_list_is_called_enough(own: Client, keep: Keep) -> None:
    keep(Aim(target_role=""))
    for _ in range(15):
        answer(own)
    page = read(own, PAGE)
    assert "15 answered" in page
    assert "enough for a first list" not in page
