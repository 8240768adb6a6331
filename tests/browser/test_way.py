"""The ladder, the weekly look and the packet in a real browser, scripts on and off."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from browser_types import OpenPage, Served


@pytest.mark.parametrize("scripts", [True, False])
def test_a_rung_opens_its_role_which_becomes_the_target(
    open_page: OpenPage, own: Served, *, scripts: bool
) -> None:
    page = open_page(own, "/ladder/", scripts=scripts)
    title = "Senior Product Manager" if scripts else "Staff Product Manager"
    page.locator("svg.rungs a", has_text=title.split()[0]).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("button", name="Set as my target").click()
    expect(page.get_by_role("status")).to_contain_text(f"Kept: you want to be {title}.")
    expect(page.get_by_role("button", name="Set as my target")).to_have_count(0)
    page.get_by_role("link", name="The ladder").click()
    expect(page.locator("svg.rungs .wanted")).to_contain_text("Your target")


def test_the_rungs_are_reached_by_the_keyboard(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/ladder/")
    page.locator("svg.rungs a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/ladder/chief-product-officer/$"))


def test_two_roles_are_chosen_and_stand_side_by_side(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/ladder/product-manager/", width=360, scripts=False)
    page.get_by_label("Compare with").select_option(label="Group Product Manager")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "From Product Manager to Group Product Manager"
    )


def test_the_packet_is_taken_as_a_file(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/packet/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take it as Markdown").click()
    assert waiting.value.suggested_filename == "packet-senior-product-manager.md"
    assert waiting.value.path().read_text(encoding="utf-8").startswith("# Robin Sample")


def test_on_paper_the_packet_keeps_its_proof_and_loses_its_links_to_change(
    open_page: OpenPage, sample: Served
) -> None:
    page = open_page(sample, "/packet/")
    page.emulate_media(media="print")
    expect(page.locator(".cited").first).to_be_visible()
    expect(page.get_by_role("link", name="Take it as Markdown")).to_have_count(0)


def test_progress_compares_with_the_day_that_is_typed(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/progress/", scripts=False)
    since = datetime.now(UTC).date() - timedelta(days=330)
    page.get_by_label("Since").fill(str(since))
    page.get_by_role("button", name="Show").click()
    expect(page.locator("svg.range-bar").first).to_be_visible()
