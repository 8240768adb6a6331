"""Dates as people write them: a day, a month or a year, in one of a few known forms."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.formats import partial_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-12-01", date(2013, 12, 1), date(2013, 12, 1)),
        ("2017-12-24T15:53:00", date(2017, 12, 24), date(2017, 12, 24)),
        ("Jan 2020", date(2020, 1, 1), date(2020, 1, 31)),
        ("Sept 2020", date(2020, 9, 1), date(2020, 9, 30)),
        ("  february   2021 ", date(2021, 2, 1), date(2021, 2, 28)),
        ("01 Oct 2022", date(2022, 10, 1), date(2022, 10, 1)),
        ("02/2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("1.10.2022", date(2022, 10, 1), date(2022, 10, 1)),
        ("März 2020", date(2020, 3, 1), date(2020, 3, 31)),
        ("févr. 2021", date(2021, 2, 1), date(2021, 2, 28)),
        ("3 de mayo de 2019", date(2019, 5, 3), date(2019, 5, 3)),
    ],
)
def test_a_partial_date_covers_its_days(text: str, first: date, last: date) -> None:
    assert partial_date.read(text) == partial_date.DayRange(first=first, last=last)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Present", "Summer 2014", "2013-13-45", "2013-02-30", "31 Feb 2020", "0020", "3020"),
        *("20", "2013-12-021", "13/2013", "3/4/2020", "Foo 2020", "2013-00", "٢٠١٣", "99999999999"),
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert partial_date.read(text) is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    found = partial_date.read(day.isoformat())
    assert found is not None
    assert (found.first, found.last) == (day, day)


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing(text: str) -> None:
    found = partial_date.read(text)
    assert found is None or found.first <= found.last


@pytest.mark.parametrize(
    "text", ["", "Present", " current ", "NOW", "ongoing", "heute", "Présent", "至今"]
)
def test_some_words_say_that_there_is_no_end_yet(text: str) -> None:
    assert partial_date.says_ongoing(text)
