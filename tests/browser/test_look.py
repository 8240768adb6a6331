"""Every page in both themes, wide and narrow: nothing for axe to find, nothing out of the frame."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser_types import OpenPage, Served, Theme

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
WIDTHS = (360, 1280)
SIGHTS: tuple[tuple[int, Theme], ...] = (
    (360, "light"),
    (360, "dark"),
    (1280, "light"),
    (1280, "dark"),
)
OTHER_SIGHTS: tuple[tuple[int, Theme], ...] = ((768, "dark"), (1440, "light"))


def unfold(page: Page) -> None:
    """Opens all that is folded away, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


def find_faults(page: Page, width: int, theme: Theme) -> list[str]:
    """What axe finds wrong in the page as it stands, seen in that width and theme."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)
    found = Axe().run(page)
    return [f"{width} {theme}: {found.generate_snapshot()}"] if found.violations_count else []


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_axe_finds_nothing(open_page: OpenPage, sample: Served, address: str) -> None:
    page = open_page(sample, address)
    unfold(page)
    sights = (*SIGHTS, *OTHER_SIGHTS) if address in PAGES else SIGHTS
    assert [fault for sight in sights for fault in find_faults(page, *sight)] == []


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_nothing_scrolls_sideways(open_page: OpenPage, sample: Served, address: str) -> None:
    page = open_page(sample, address)
    unfold(page)
    for width in (360, 480, 761, 768, 1000, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("address", PAGES)
def test_everything_to_press_is_at_least_24_pixels(
    open_page: OpenPage, sample: Served, address: str
) -> None:
    page = open_page(sample, address)
    # What is folded away has no size that one could press; Chromium may tell any.
    unfold(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        small = [
            control.text_content()
            for control in page.locator("button, summary, select, input[type=date], nav a").all()
            if (box := control.bounding_box()) and min(box["width"], box["height"]) < 24
        ]
        assert small == []


@pytest.mark.parametrize("address", PAGES)
def test_the_bottom_bar_hides_nothing_at_the_end_of_a_page(
    open_page: OpenPage, sample: Served, address: str
) -> None:
    page = open_page(sample, address, width=360)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    last, bar = (
        page.locator(part).last.bounding_box() for part in ("main > :not(script)", "nav.pages")
    )
    assert last is not None
    assert bar is not None
    assert last["y"] + last["height"] <= bar["y"]


@pytest.mark.parametrize("address", PAGES)
def test_paper_gets_the_page_without_its_controls(
    open_page: OpenPage, sample: Served, address: str
) -> None:
    page = open_page(sample, address, theme="dark")
    page.emulate_media(media="print")
    assert not page.locator("nav, form").locator("visible=true").count()
    assert (
        page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(255, 255, 255)"
    )
