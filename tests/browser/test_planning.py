"""A plan in a real browser: adopted, changed, told, taken back; nothing for axe to find in any state."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser_types import OpenPage, Served
from looking import look

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def aimed(browser: Browser, own: Served) -> Served:
    """The workspace of the module with an aim in it."""
    context = browser.new_context(storage_state=own.storage)
    page = context.new_page()
    page.goto(own.origin + "/profile/")
    page.get_by_label("The role you want").select_option(label="Senior Product Manager")
    page.get_by_label("The role you hold").select_option(label="Product Manager")
    page.get_by_role("textbox", name="Hours a week").fill("2")
    page.get_by_role("button", name="Keep this aim").click()
    context.close()
    return own


def patient(page: Page, address: str) -> Page:
    """The page at `address`, waited for as long as a plan may take."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    return page


def begin(open_page: OpenPage, aimed: Served, *, scripts: bool = True) -> Page:
    return patient(open_page(aimed, "/profile/", scripts=scripts), f"{aimed.origin}/plan/")


def items(page: Page) -> list[str]:
    return page.locator(".items h3").all_text_contents()


def test_a_step_is_left_out_and_put_back_with_scripts_off(
    open_page: OpenPage, aimed: Served
) -> None:
    page = begin(open_page, aimed, scripts=False)
    first = items(page)[0]
    page.get_by_role("link", name=f"Leave out: {first}").click()
    assert first not in items(page)
    expect(page.get_by_role("heading", name="What moves with these limits")).to_be_visible()
    page.get_by_label(first).uncheck()
    page.get_by_role("button", name="Plan again").click()
    assert first in items(page)


def test_other_hours_show_at_once_what_moves(open_page: OpenPage, aimed: Served) -> None:
    page = begin(open_page, aimed)
    page.get_by_role("textbox", name="Hours a week").first.fill("0.5")
    page.get_by_role("button", name="Plan again").click()
    expect(page.locator("#moves + p")).to_contain_text("2 h a week")


def test_a_plan_is_adopted_a_step_told_and_taken_back(open_page: OpenPage, aimed: Served) -> None:
    page = begin(open_page, aimed, scripts=False)
    page.get_by_role("button", name="Adopt this plan").click()
    expect(page.get_by_role("status")).to_contain_text("This is your plan now.")
    first = items(page)[0]
    page.get_by_role("link", name=f"Done, late, cancelled: {first}").click()
    page.get_by_role("button", name="It is late until then").click()
    expect(page.get_by_label("Late until")).to_have_accessible_description(
        re.compile("^Say until when")
    )
    page.get_by_role("button", name="It was cancelled").click()
    expect(page.get_by_text(f"{first} is out: it was cancelled.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    assert first in items(page)


ADDRESSES = (
    "/plan/?hours_per_week=1&pin=settle-a-disputed-success-measure",
    "/plan/?away_from_0=2027-08-02&at_once=few&rate=x&budget_per_year=lots",
    "/plan/tell/settle-a-disputed-success-measure/",
    "/plan/ready/?hours_per_week=20&target=associate-product-manager",
    "/plan/curve/?of=date&hours_per_week=1",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_page: OpenPage, aimed: Served, address: str
) -> None:
    page = open_page(aimed, "/profile/", width=360)
    patient(page, aimed.origin + address)
    assert look(page) == []
