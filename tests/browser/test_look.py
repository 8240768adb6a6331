"""Every page in both themes, wide and narrow: nothing for axe to find, nothing out of the frame."""

import pytest
from playwright.sync_api import Page

from browser_types import Theme
from looking import COLOURS, find_faults, look, see
from page_laws import find_another_of_its_title

PAGES = (
    "/",
    "/profile/",
    "/evidence/",
    "/ratings/",
    "/ratings/assess/",
    "/settings/",
    "/standing/",
    "/standing/communication/",
    "/gap/",
    "/plan/",
    "/learn/",
    "/learn/reading/",
    "/ladder/",
    "/ladder/senior-product-manager/",
    "/progress/",
    "/packet/",
    "/mentors/",
    "/network/",
)
OTHERS = (
    "/standing/communication/history/",
    # Two of the sample's people: somebody known, and a mentoring.
    "/network/7d1c5a00-0000-4000-8000-000000000002/",
    "/mentors/7d1c5a00-0000-4000-8000-000000000021/",
    "/ladder/product-manager/?with=group-product-manager",
    "/ladder/product-manager/?with=guru",
    "/ladder/versions/",
    "/ladder/versions/headway-product/1.0.0/",
    "/ladder/versions/headway-product/1.0.0/write/?form=uk-csv",
    "/ladder/versions/headway-product/1.0.0/write/?form=docx",
    "/progress/?since=2026-01-01",
    "/packet/open/",
    "/plan/why/practise-structured-interviewing/",
    "/plan/why/settle-a-dispute-between-disciplines/",
    "/plan/why/project-management-certificate/?hours_per_week=many",
    "/learn/close-a-disputed-cross-team-decision/",
    "/learn/add/",
    "/learn/talks/",
    "/learn/taken/",
    "/plan/curve/",
    "/learn/import/",
    "/learn/?kind=magic&cost_at_most=x",
    "/standing/?as_of=2001-01-01",
    "/plan/?hours_per_week=many",
    "/nowhere/",
    "/gap/?target=x",
)
OTHER_THEMES: tuple[tuple[int, Theme], ...] = ((360, "light"), (1280, "dark"))
TITLES: dict[str, str] = {}


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], indirect=True)
def test_axe_finds_nothing(page: Page) -> None:
    assert look(page) == []


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_the_other_theme_can_be_read_as_well(page: Page) -> None:
    faults = []
    for width, theme in OTHER_THEMES:
        see(page, width, theme)
        faults += find_faults(page, COLOURS)
    assert faults == []


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], indirect=True)
def test_nothing_scrolls_sideways(page: Page) -> None:
    for width in (360, 480, 761, 768, 1000, 1280, 1440):
        see(page, width)
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], indirect=True)
def test_no_other_page_is_called_the_same(page: Page) -> None:
    assert find_another_of_its_title(page, TITLES) == []


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_the_bottom_bar_hides_nothing_at_the_end_of_a_page(page: Page) -> None:
    see(page, 360)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = false)")
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    last, bar = (
        page.locator(part).last.bounding_box() for part in ("main > :not(script)", "nav.pages")
    )
    assert last is not None
    assert bar is not None
    assert last["y"] + last["height"] <= bar["y"]


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_paper_gets_the_page_without_its_controls(page: Page) -> None:
    see(page, 1280, "dark")
    page.emulate_media(media="print")
    assert not page.locator("nav, form").locator("visible=true").count()
    assert (
        page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(255, 255, 255)"
    )
