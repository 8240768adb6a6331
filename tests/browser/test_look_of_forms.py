"""Every form that takes something, as one's own full record shows it: for axe, in both themes and widths."""

import pytest

from browser_types import OpenPage, Served
from looking import look
from page_laws import find_another_of_its_title

PERSON, MENTORING = "7d1c5a00-0000-4000-8000-000000000002", "7d1c5a00-0000-4000-8000-000000000021"
ADDRESSES = (
    "/",
    "/profile/",
    "/evidence/",
    "/evidence/tell/",
    "/ratings/",
    "/ratings/add/",
    "/ratings/ask/",
    "/gap/prioritisation/aside/",
    "/plan/tell/practise-structured-interviewing/",
    "/learn/add/",
    "/learn/taken/",
    "/learn/taken/add/",
    "/learn/reading/",
    "/learn/talks/",
    "/mentors/",
    "/mentors/ask/",
    f"/mentors/{MENTORING}/",
    "/network/",
    "/network/add/",
    "/network/event/",
    "/network/import/",
    "/network/membership/",
    f"/network/{PERSON}/",
    f"/network/{PERSON}/change/",
    f"/network/{PERSON}/delete/",
    "/packet/edit/",
    "/packet/close/",
    "/ladder/versions/",
    "/settings/",
    "/settings/delete/",
)


TITLES: dict[str, str] = {}


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_on_a_form_full_or_wrong(
    open_page: OpenPage, filled: Served, address: str
) -> None:
    page = open_page(filled, address, width=360)
    assert [*look(page), *find_another_of_its_title(page, TITLES)] == []
    send = page.locator("main form.tell button[type=submit]:not([name]):visible")
    if send.count() and "delete" not in address:
        send.first.click()
        assert look(page) == []
