"""A limit can be slid a little beyond what is asked for, whatever was typed."""

from datetime import date

import pytest

from headway.web.forms.plan_slides import (
    LEAST_HOURS,
    LEAST_MONEY,
    MOST_MONEY,
    slide_of_days,
    slide_of_hours,
    slide_of_money,
)


@pytest.mark.parametrize("typed", ["", "lots", "nan", "-5", "0", "1,500", "1500.50"])
def test_money_can_be_slid_whatever_was_typed(typed: str) -> None:
    slide = slide_of_money(typed)
    assert (slide.least, slide.most, slide.step) == (0, LEAST_MONEY, 50)


@pytest.mark.parametrize(("typed", "most"), [("30000", 60_000), ("inf", 2 * MOST_MONEY)])
def test_money_can_be_slid_to_twice_what_was_asked_for_in_round_steps(
    typed: str, most: int
) -> None:
    slide = slide_of_money(typed)
    assert slide.most == most
    assert 40 <= most / slide.step <= 200


def test_hours_can_be_slid_to_twice_what_was_asked_for_and_no_week_has_more() -> None:
    assert [slide_of_hours(hours).most for hours in (2, 10, 160)] == [LEAST_HOURS, 20, 168]


def test_days_are_slid_in_weeks_from_the_first() -> None:
    slide = slide_of_days(date(2026, 11, 23))
    assert (slide.first_day, slide.step) == (date(2026, 11, 23), 1)
