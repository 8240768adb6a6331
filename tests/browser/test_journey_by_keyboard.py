"""The whole way with nothing but keys, from an empty workspace; the focus is seen wherever it is."""

import zipfile
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect

from browser_types import OpenPage, Served
from whole_way import Keyboard, travel

PAGES = (
    "/",
    "/profile/",
    "/ladder/",
    "/evidence/",
    "/ratings/",
    "/standing/",
    "/gap/",
    "/plan/",
    "/learn/",
    "/mentors/",
    "/network/",
    "/progress/",
    "/packet/",
    "/settings/",
)
REACHABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"


def test_the_whole_way_by_keyboard_alone(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    archive = travel(Keyboard(page=page))
    assert zipfile.ZipFile(BytesIO(archive)).testzip() is None


def stops(page: Page) -> int:
    """How often Tab is pressed until the focus has left the page again."""
    for number in range(500):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return number
    raise AssertionError(f"{page.url} does not let the keyboard go.")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_the_keyboard(open_page: OpenPage, sample: Served, address: str) -> None:
    page = open_page(sample, address)
    shown = page.locator(REACHABLE).locator("visible=true").count()
    # A group of radio buttons and a field of days have more or fewer stops than one.
    assert shown // 2 <= stops(page) <= 2 * shown + 4
