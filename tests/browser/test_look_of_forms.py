"""Every form that takes something, as one's own full record shows it: for axe, in both themes and widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser_types import OpenPage, Served, Theme

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


SIGHTS: tuple[tuple[int, Theme], ...] = (
    (360, "light"),
    (360, "dark"),
    (768, "light"),
    (1440, "dark"),
)


def look(page: Page, width: int, theme: Theme) -> list[str]:
    """What axe finds in that width and theme, and whether the page is too wide."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = Axe().run(page)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    told = [found.generate_snapshot()] if found.violations_count else []
    return told + ([f"{page.url} is {wide} pixels too wide"] if wide > 0 else [])


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_on_a_form_full_or_wrong(
    open_page: OpenPage, filled: Served, address: str
) -> None:
    page = open_page(filled, address, width=360)
    assert [fault for sight in SIGHTS for fault in look(page, *sight)] == []
    send = page.locator("main form.tell button[type=submit]:not([name]):visible")
    if send.count() and "delete" not in address:
        send.first.click()
        assert [fault for sight in SIGHTS for fault in look(page, *sight)] == []
