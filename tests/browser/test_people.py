"""People in a real browser: somebody is added, met, asked for guidance and deleted; scripts on and off."""

import pytest
from playwright.sync_api import Page, expect

from browser_types import OpenPage, Served


def add(page: Page, name: str) -> None:
    page.get_by_role("link", name="Add somebody you know").click()
    page.get_by_label("What they are called").fill(name)
    page.get_by_text("What they are strong in").click()
    page.get_by_label("Product strategy").check()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_year_with_somebody_by_keyboard_and_mouse(
    open_page: OpenPage, own: Served, width: int
) -> None:
    name = f"Lena Made-up {width}"
    page = open_page(own, "/network/", width=width)
    add(page, name)
    page.get_by_label("What about").fill("Lunch")
    page.get_by_text("What was exchanged").click()
    page.get_by_label("What you received").fill("A reading list")
    page.get_by_label("What came of it").select_option("introduction")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It brought an introduction")).to_be_visible()
    page.get_by_role("link", name=f"Ask {name} for guidance").click()
    expect(page.get_by_label("Whom")).to_have_value(name)
    page.get_by_label("What is asked for").fill("Three talks about strategy")
    page.get_by_role("button", name="Draft the letter").click()
    expect(page.locator(".letter")).to_contain_text("What I ask: Three talks about strategy.")
    page.get_by_label("What happened").select_option("agreed")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".lede")).to_contain_text("Agreed since")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_somebody_is_added_and_deleted_wholly(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/network/", scripts=False)
    page.get_by_role("link", name="Add somebody you know").click()
    page.get_by_label("What they are called").fill("Zuzanna Wholly-Invented")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Delete Zuzanna Wholly-Invented wholly").click()
    page.get_by_role("button", name="Delete Zuzanna Wholly-Invented").click()
    expect(page.get_by_role("status")).to_contain_text("Deleted, past versions included.")
    assert "Zuzanna" not in page.content()


def test_a_wrong_word_keeps_what_was_typed(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/network/add/")
    page.get_by_label("What they are called").fill("Ida Made-up")
    page.get_by_label("Be in touch every").fill("often")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Write days as a number")).to_be_visible()
    expect(page.get_by_label("Be in touch every")).to_have_value("often")
    expect(page.get_by_label("What they are called")).to_have_value("Ida Made-up")
