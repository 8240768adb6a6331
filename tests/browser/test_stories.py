"""What a person does with the three pages, in a real browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from browser_types import OpenPage, Served
from headway.core.wording import say_date

PAGES = ("/", "/standing/", "/gap/", "/plan/")


def test_standing_shows_a_bar_and_a_sentence_for_each_competency(
    open_page: OpenPage, sample: Served
) -> None:
    page = open_page(sample, "/standing/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where you stand")
    bars = page.locator("article.bars")
    expect(bars).to_have_count(16)
    expect(bars.first.get_by_role("img")).to_be_visible()
    expect(bars.first.locator(".said")).to_contain_text("Senior Product Manager asks for")


def test_standing_is_filtered_without_scripts(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/standing/", scripts=False)
    page.get_by_text("Soft", exact=True).click()
    page.get_by_role("button", name="Show").click()
    expect(page.locator("article.bars")).to_have_count(5)
    expect(page.get_by_label("Soft", exact=True)).to_be_checked()


def test_standing_has_its_numbers_behind_one_key(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/standing/")
    table = page.get_by_role("region", name="Levels as a table")
    expect(table).to_be_hidden()
    page.get_by_text("The same as a table").focus()
    page.keyboard.press("Enter")
    expect(table.get_by_role("row")).to_have_count(17)


def test_gap_compares_with_another_role(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/gap/", scripts=False)
    page.get_by_label("Compare with").select_option(label="Chief Product Officer")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What is missing for Chief Product Officer"
    )
    expect(page.locator(".top-gaps > li")).to_have_count(3)


def test_gap_leads_to_the_bar_of_a_competency(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/gap/?target=vp-of-product")
    page.locator("#kind-level ~ .expectations").get_by_role("link", name="Prioritisation").click()
    expect(page).to_have_url(re.compile(r"/standing/\?target=vp-of-product#prioritisation$"))
    expect(page.locator("#prioritisation")).to_be_in_viewport()


def test_fewer_hours_make_a_smaller_plan(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/plan/", scripts=False)
    before = planned_hours(page)
    page.get_by_role("textbox", name="Hours a week").fill("1")
    page.get_by_role("button", name="Plan again").click()
    assert 0 < planned_hours(page) < before
    expect(page.get_by_role("textbox", name="Hours a week")).to_have_value("1")


def test_what_was_typed_wrongly_stays_beside_its_sentence(
    open_page: OpenPage, sample: Served
) -> None:
    page = open_page(sample, "/plan/", scripts=False)
    page.get_by_role("textbox", name="Hours a week").fill("a few")
    page.get_by_role("button", name="Plan again").click()
    field = page.get_by_role("textbox", name="Hours a week")
    expect(field).to_have_value("a few")
    expect(field).to_have_accessible_description("Write hours as a number, such as 3 or 2.5.")


def test_an_earlier_day_shows_what_was_known_then_on_every_page(
    open_page: OpenPage, sample: Served
) -> None:
    day = datetime.now(UTC).date() - timedelta(days=30)
    page = open_page(sample, f"/standing/?as_of={day}")
    expect(page.locator(".lede")).to_contain_text(say_date(day))
    page.get_by_role("link", name="Gap").click()
    expect(page.locator(".lede")).to_contain_text(say_date(day))


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_workspace_says_how_to_begin(
    open_page: OpenPage, empty: Served, address: str
) -> None:
    page = open_page(empty, address)
    expect(page.get_by_role("heading", name="Three ways to begin")).to_be_visible()
    expect(page.get_by_text("Sample person, fictional")).to_have_count(0)


@pytest.mark.parametrize("address", PAGES)
def test_the_keyboard_reaches_the_page_at_once(
    open_page: OpenPage, sample: Served, address: str
) -> None:
    page = open_page(sample, address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_key_to_the_pages_is_out_of_reach_of_scripts(
    open_page: OpenPage, sample: Served
) -> None:
    page = open_page(sample, "/standing/")
    assert page.evaluate("document.cookie") == ""


def planned_hours(page: Page) -> float:
    """The hours of all items in the table behind the timeline."""
    cells = page.locator("table").first.locator("tbody td.n:nth-child(4)").all_text_contents()
    return sum(float(cell.split()[0]) for cell in cells)
