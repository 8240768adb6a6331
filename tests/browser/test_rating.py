"""The first minutes in a real browser: from nothing to a first list of gaps, one key an answer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser_types import OpenPage, Served
from looking import look
from serving_process import serving

MOST_ANSWERS = 15
KEYS = "ynpny?nypnynxpn"


@pytest.fixture
def new(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    """A workspace in which nothing was ever kept."""
    with serving(tmp_path, "own") as process:
        context = browser.new_context()
        context.new_page().goto(process.address)
        storage = context.storage_state()
        context.close()
        yield Served(origin=process.address.split("/?")[0], storage=storage)


def begin(page: Page) -> None:
    page.get_by_label("The role you want").select_option(label="Senior Product Manager")
    page.get_by_label("The role you hold").select_option(label="Product Manager")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Have you done this?")


def act(page: Page) -> str:
    return page.locator(".act").inner_text()


def test_from_nothing_to_a_first_list_of_gaps_in_15_keys(open_page: OpenPage, new: Served) -> None:
    page = open_page(new, "/")
    steps = 0
    page.get_by_role("link", name="Begin with the first").click()
    steps += 1
    begin(page)
    steps += 1
    for key in KEYS:
        with page.expect_navigation():
            page.keyboard.press(key)
    expect(page.get_by_role("status")).to_contain_text("That is enough for a first list")
    expect(page.locator(".top-gaps > li")).to_have_count(3)
    page.keyboard.press("q")
    expect(page.get_by_role("heading", name="What matters most")).to_be_visible()
    assert len(KEYS) <= MOST_ANSWERS
    assert steps == 2


def test_without_scripts_the_same_buttons_answer_undo_and_stop(
    open_page: OpenPage, new: Served
) -> None:
    page = open_page(new, "/ratings/assess/", scripts=False)
    begin(page)
    first = act(page)
    page.get_by_role("button", name="Partly, or once").click()
    assert act(page) != first
    page.get_by_role("button", name="Undo").click()
    assert act(page) == first
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("link", name="Stop here").click()
    expect(page).to_have_url(re.compile("/gap/$"))


def test_a_key_answers_only_while_the_question_has_the_focus(
    open_page: OpenPage, new: Served
) -> None:
    page = open_page(new, "/ratings/assess/")
    begin(page)
    first = act(page)
    page.get_by_role("link", name="Today").focus()
    page.keyboard.press("y")
    page.wait_for_timeout(300)
    assert act(page) == first
    page.get_by_role("button", name="No", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("n")
    assert act(page) != first


def test_axe_finds_nothing_in_any_state_of_ratings_and_settings(
    open_page: OpenPage, new: Served
) -> None:
    page = open_page(new, "/ratings/", width=360)
    found = look(page)
    page.goto(new.origin + "/ratings/assess/")
    found += look(page)
    begin(page)
    page.get_by_role("button", name="Yes").click()
    found += look(page)
    page.goto(new.origin + "/ratings/add/")
    page.get_by_role("button", name="Keep this view").click()
    found += look(page)
    page.get_by_label("Whose view it is").fill("Ana")
    page.get_by_label("Who they are to you").select_option("peer")
    # Each was opened to be looked at.
    page.locator('[name="level_communication"][value="3"]').check()
    page.get_by_role("button", name="Keep this view").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    found += look(page)
    page.get_by_role("button", name="Delete: Ana").click()
    found += look(page)
    page.goto(new.origin + "/ratings/ask/")
    page.get_by_role("button", name="Make the form").click()
    found += look(page)
    page.get_by_label("Whom you ask").fill("Ana")
    page.get_by_label("Who they are to you").select_option("peer")
    page.get_by_role("button", name="Make the form").click()
    found += look(page)
    page.get_by_role("button", name="Take it in").click()
    found += look(page)
    page.get_by_role("button", name="Withdraw the request").click()
    found += look(page)
    page.goto(new.origin + "/settings/")
    page.get_by_role("button", name="Check this file").click()
    found += look(page)
    page.goto(new.origin + "/settings/delete/")
    page.get_by_role("button", name="Delete everything about me").click()
    found += look(page)
    assert found == []


def test_a_backup_leaves_and_comes_back(open_page: OpenPage, new: Served, tmp_path: Path) -> None:
    page = open_page(new, "/evidence/", scripts=False)
    page.get_by_label("What did you do?").fill("Told sales a week before")
    page.get_by_role("button", name="Keep it").click()
    page.goto(new.origin + "/settings/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Back up").click()
    download.value.save_as(tmp_path / "copy.sqlite3")
    page.get_by_label("An archive").set_input_files(tmp_path / "copy.sqlite3")
    page.get_by_role("button", name="Check this file").click()
    page.get_by_role("button", name="Put it in place").click()
    expect(page.get_by_role("status")).to_contain_text("Restored.")
    page.goto(new.origin + "/evidence/")
    expect(page.get_by_text("Told sales a week before")).to_be_visible()
