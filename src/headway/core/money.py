"""Amounts in minor units of a currency; nothing is converted without a rate that somebody gave."""

import re
from collections.abc import Mapping
from decimal import Decimal

from headway.core.errors import InvalidInputError

# Commas stand between thousands only: "1,5" is one and a half to some people and 15 to nobody.
AMOUNT = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
MOST_DIGITS = 12

# ISO 4217, "minor unit" column: the currencies in use whose exponent is not 2.
EXPONENTS = {
    "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
    "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0,
    "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip


def exponent(currency: str) -> int:
    """The number of decimals of `currency` (ISO 4217)."""
    return EXPONENTS.get(currency, 2)


def check_currency(code: str) -> str:
    """`code` in capitals; raises InvalidInputError unless it has the form of an ISO 4217 code."""
    cleaned = code.strip().upper()
    if len(cleaned) != 3 or not (cleaned.isascii() and cleaned.isalpha()):
        raise InvalidInputError(f"'{code}' is not a currency code; use three letters such as GBP.")
    return cleaned


def to_minor(amount: str | int, currency: str) -> int:
    """`amount` in major units as minor units; raises InvalidInputError for text that is no amount."""
    found = AMOUNT.fullmatch(str(amount).strip())
    if not found:
        raise InvalidInputError(f"'{amount}' is not an amount; write 1500 or 1500.50.")
    whole, decimals = found[1].replace(",", "").lstrip("0"), (found[2] or "").rstrip("0")
    if len(whole) > MOST_DIGITS:
        raise InvalidInputError("That is more money than Headway can plan with.")
    if len(decimals) > exponent(currency):
        raise InvalidInputError(
            f"{currency} has {exponent(currency)} decimals; '{amount}' has more."
        )
    return int(whole + decimals.ljust(exponent(currency), "0") or "0")


def plain_amount(amount_minor: int, currency: str) -> str:
    """Minor units as one types them in major units: 2000, or 1500.50; `to_minor` reads it back."""
    digits = exponent(currency)
    value = Decimal(amount_minor).scaleb(-digits)
    return f"{value:.{0 if value == value.to_integral_value() else digits}f}"


def format_minor(amount_minor: int, currency: str) -> str:
    """Minor units as people read them: 150000 GBP minor -> "GBP 1,500"; pence only where there are any."""
    digits = exponent(currency)
    value = Decimal(amount_minor).scaleb(-digits)
    whole = value == value.to_integral_value()
    return f"{currency} {value:,.{0 if whole else digits}f}"


def convert(
    amount_minor: int, source: str, target: str, rates: Mapping[str, Decimal]
) -> int | None:
    """`amount_minor` of `source` in minor units of `target`, rounded up; None where no rate is known.

    `rates` maps a source currency to units of `target` for one unit of it.
    """
    if source == target or amount_minor == 0:
        return amount_minor
    if source not in rates:
        return None
    # In whole numbers: a product of decimals is rounded to 28 digits before it can be rounded up.
    units, parts = rates[source].as_integer_ratio()
    to_target, to_source = int(10 ** exponent(target)), int(10 ** exponent(source))
    return -(-amount_minor * units * to_target // (parts * to_source))
