"""Amounts are exact in minor units, and nothing is converted without a rate."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.errors import InvalidInputError
from headway.core.money import (
    check_currency,
    convert,
    exponent,
    format_minor,
    plain_amount,
    to_minor,
)

currencies = st.sampled_from(["GBP", "EUR", "JPY", "KWD", "BHD", "XXX"])
amounts = st.integers(min_value=0, max_value=10**12 - 1)
rates = st.decimals(min_value="0.000001", max_value=10**6, allow_nan=False)


@law
@given(amounts, currencies)
def test_what_is_written_reads_as_the_same_amount(amount, currency):
    code, _, written = format_minor(amount, currency).partition(" ")
    assert (code, to_minor(written, currency)) == (currency, amount)


@law
@given(amounts, currencies)
def test_what_is_shown_to_be_typed_over_reads_as_the_same_amount(amount, currency):
    assert to_minor(plain_amount(amount, currency), currency) == amount


def test_decimals_are_shown_where_there_are_any():
    assert [plain_amount(minor, "GBP") for minor in (0, 150000, 150050)] == ["0", "1500", "1500.50"]


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("1500", "GBP", 150000),
        ("1,500.50", "GBP", 150050),
        (" 1,234,567 ", "GBP", 123456700),
        ("0", "JPY", 0),
        ("007.00", "JPY", 7),
        ("0.125", "KWD", 125),
        ("1.500", "GBP", 150),
        (1500, "GBP", 150000),
    ],
)
def test_an_amount_is_read_as_people_write_it(written, currency, minor):
    assert to_minor(written, currency) == minor


NO_AMOUNTS = (
    "",
    "lots",
    "£5",
    "-5",
    "1 500",
    "1,5",
    "15,00",
    "1,50,000",
    "1.5.0",
    ".",
    "5.",
    "NaN",
)
UNUSUAL_AMOUNTS = ("Infinity", "1e3", "0x10", "١٢", "1_000", "True")


@pytest.mark.parametrize("written", NO_AMOUNTS + UNUSUAL_AMOUNTS)
def test_what_is_no_amount_is_refused_with_an_example(written):
    with pytest.raises(InvalidInputError, match=r"not an amount; write 1500 or 1500\.50"):
        to_minor(written, "GBP")


@pytest.mark.parametrize("written", ["0.001", "1.0000000000000000000000000000000000001"])
def test_more_decimals_than_the_currency_has_are_refused(written):
    with pytest.raises(InvalidInputError, match="GBP has 2 decimals"):
        to_minor(written, "GBP")


@pytest.mark.parametrize("written", ["1000000000000", "9" * 5000])
def test_an_amount_beyond_all_budgets_is_refused(written):
    with pytest.raises(InvalidInputError, match="more money than Headway can plan with"):
        to_minor(written, "GBP")


@law
@given(st.text())
def test_any_text_is_an_amount_or_refused(written):
    with suppress(InvalidInputError):
        assert to_minor(written, "GBP") >= 0


@pytest.mark.parametrize(("currency", "decimals"), [("GBP", 2), ("JPY", 0), ("TND", 3)])
def test_a_currency_has_its_own_number_of_decimals(currency, decimals):
    assert exponent(currency) == decimals


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (150000, "GBP", "GBP 1,500"),
        (150050, "GBP", "GBP 1,500.50"),
        (1500, "JPY", "JPY 1,500"),
        (1, "KWD", "KWD 0.001"),
        (0, "GBP", "GBP 0"),
    ],
)
def test_decimals_are_written_only_where_there_are_any(amount, currency, written):
    assert format_minor(amount, currency) == written


def test_a_currency_code_is_put_in_capitals():
    assert check_currency(" gbp ") == "GBP"


@pytest.mark.parametrize("code", ["", "pounds", "£", "G1P", "éUR", "GB"])
def test_what_is_no_currency_code_is_refused(code):
    with pytest.raises(InvalidInputError, match="three letters such as GBP"):
        check_currency(code)


@law
@given(amounts, currencies, currencies, rates)
def test_a_conversion_is_rounded_up_by_less_than_one_minor_unit(amount, source, target, rate):
    converted = convert(amount, source, target, {source: rate})
    units, parts = rate.as_integer_ratio()
    scale = parts * 10 ** exponent(source)
    exact = amount * (units * 10 ** exponent(target) if source != target else scale)
    assert 0 <= converted * scale - exact < scale


@law
@given(amounts, currencies)
def test_the_same_currency_needs_no_rate(amount, currency):
    assert convert(amount, currency, currency, {}) == amount


def test_without_a_rate_nothing_is_converted():
    assert convert(100, "EUR", "GBP", {"USD": Decimal("0.8")}) is None


def test_what_is_free_is_free_in_every_currency():
    assert convert(0, "EUR", "GBP", {}) == 0


def test_a_conversion_heeds_the_decimals_of_both_currencies():
    assert convert(1000, "JPY", "GBP", {"JPY": Decimal("0.0053")}) == 530
    assert convert(530, "GBP", "JPY", {"GBP": Decimal("188.5")}) == 1000
