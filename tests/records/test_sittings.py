"""A sitting at the assessment is one form a day, to which each answer is added once."""

from datetime import date, timedelta

import pytest

from headway.core.errors import InvalidInputError, UnknownNameError
from headway.formats import built_in
from headway.records import sittings
from headway.records.models import Fact, Person
from sample_facts import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
FIRST, SECOND = "communication/2/1", "communication/2/2"


def keep(person: Person, key: str, answer: str = "seen", day: date = DAY) -> None:
    ladder = built_in.ladder()
    sittings.keep_answer(person, key, answer, ladder=ladder, day=day, recorded_at=MONDAY)


def answers(person: Person, day: date = DAY) -> dict[str, str]:
    found = sittings.find_sitting(person, day)
    return {key: str(answer) for key, answer in found[1].answers.items()} if found else {}


def test_answers_of_a_day_stand_in_one_form(ana: Person) -> None:
    keep(ana, FIRST)
    keep(ana, SECOND, "partly")
    assert answers(ana) == {FIRST: "seen", SECOND: "partly"}


def test_another_day_begins_another_form(ana: Person) -> None:
    keep(ana, FIRST)
    keep(ana, SECOND, day=DAY + timedelta(days=1))
    assert answers(ana) == {FIRST: "seen"}


def test_the_same_answer_again_changes_nothing(ana: Person) -> None:
    keep(ana, FIRST)
    keep(ana, FIRST)
    assert Fact.objects.count() == 1


def test_only_the_last_answer_is_taken_back(ana: Person) -> None:
    keep(ana, FIRST)
    keep(ana, SECOND)
    for key in (FIRST, SECOND, SECOND):
        sittings.take_back_answer(ana, key, day=DAY, recorded_at=MONDAY)
    assert answers(ana) == {FIRST: "seen"}


def test_what_the_ladder_lacks_is_not_kept(ana: Person) -> None:
    with pytest.raises(UnknownNameError):
        keep(ana, "juggling/2/1")
    with pytest.raises(InvalidInputError):
        keep(ana, FIRST, "maybe")
    assert answers(ana) == {}
