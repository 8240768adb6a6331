"""What is kept of people: wrong words and numbers are refused with a sentence."""

from datetime import date

import pytest

from headway.core import people
from headway.core.errors import InvalidInputError

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (lambda: people.check_name(""), "Say what they are called"),
        (lambda: people.check_name("x" * 201), "200 characters"),
        (lambda: people.check_ties(("peer", "enemy")), "'enemy' is no tie; say sponsor"),
        (lambda: people.check_outcome("money"), "'money' is no outcome; say introduction"),
        (lambda: people.check_every_days(0), "from 1 to 3660"),
        (lambda: people.check_places(21), "from 0 to 20"),
        (lambda: people.check_months(0), "from 1 to 120"),
        (lambda: people.check_answer_by(DAY, asked_on=DAY), "leaves no day"),
        (lambda: people.check_span(DAY, date(2026, 3, 1)), "before it starts"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(check, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        check()


def test_what_makes_sense_is_given_back():
    assert people.check_name("Ana") == "Ana"
    assert people.check_outcome("") == ""
    assert people.check_every_days(30) == 30
    assert people.check_places(0) == 0
    assert people.check_months(12) == 12
    assert people.check_answer_by(date(2026, 3, 3), asked_on=DAY) == date(2026, 3, 3)
    assert people.check_span(DAY, None) is None
    assert people.check_span(DAY, DAY) == DAY


def test_ties_are_kept_in_one_order_and_once():
    assert people.check_ties(("peer", "sponsor", "peer")) == ("sponsor", "peer")
