"""From what is missing to something that helps: found, planned with, added and brought, in a real browser."""

import re

from playwright.sync_api import FilePayload, Page, expect

from browser_types import OpenPage, Served

FAULTY = "title,kind,hours\nTalking,workshop,4\nAsking,magic,many\n"


def table(text: str) -> FilePayload:
    return {"name": "ours.csv", "mimeType": "text/csv", "buffer": text.encode()}


def titles(page: Page) -> list[str]:
    return page.locator(".opportunities h3").all_text_contents()


def test_a_gap_leads_to_what_would_help_and_into_the_plan(
    open_page: OpenPage, sample: Served
) -> None:
    page = open_page(sample, "/gap/", scripts=False)
    page.get_by_role("link", name=re.compile("What would help")).first.click()
    expect(page.get_by_label("Builds")).not_to_have_value("")
    first = titles(page)[0]
    page.get_by_role("link", name=first).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    page.get_by_role("link", name="Plan with it").click()
    expect(page.locator(".items h3").get_by_text(first)).to_be_visible()


def test_the_list_is_narrowed_on_a_phone(open_page: OpenPage, sample: Served) -> None:
    page = open_page(sample, "/learn/", width=360)
    page.get_by_text("Narrow it down").click()
    page.get_by_label("Kind").select_option(label="Mentoring")
    page.get_by_role("button", name="Show").click()
    assert set(page.locator(".takes span:first-child").all_text_contents()) == {"Mentoring"}


def test_an_entry_of_ones_own_is_added_and_undone(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/learn/", scripts=False)
    page.get_by_role("link", name="Add one").click()
    page.get_by_label("What it is called").fill("Pricing evening")
    page.get_by_label("Kind").select_option(label="Course")
    page.get_by_label("Builds").first.select_option(label="Business acumen")
    page.get_by_label("Up to level").first.select_option(label="Working")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Say how many hours it takes")).to_be_visible()
    expect(page.get_by_label("What it is called")).to_have_value("Pricing evening")
    page.get_by_label("Hours, all in all").fill("8 to 16")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pricing evening")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back: Pricing evening")


def test_a_table_with_a_fault_says_where_and_a_mended_one_is_kept(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/learn/import/", scripts=False)
    page.get_by_label("A CSV or XLSX table").set_input_files(table(FAULTY))
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("row 3, column hours")).to_be_visible()
    mended = FAULTY.replace("magic,many", "course,3")
    page.get_by_label("A CSV or XLSX table").set_input_files(table(mended))
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("2 added, 0 changed")).to_be_visible()
