"""A request to somebody outside, as it is sent: with letters that HTML would take for its own."""

from datetime import date
from uuid import UUID

from headway.core.requests import AskedText, Request, find_key

REQUEST = Request(
    code="k7f3m2q9x4",
    name="Ana <i>",
    source="peer",
    until=date(2026, 12, 1),
    acts=("communication/2/1", "delivery-management/3/1"),
    evidence=(UUID(int=7),),
    note="Thank you & all",
)
TEXT = AskedText(
    asker="Mira & Co",
    acts=("Writes <b>short</b>", "Says no early"),
    evidence=((date(2026, 3, 2), "Ran a test"),),
)
KEY = find_key("secret", REQUEST.code)
