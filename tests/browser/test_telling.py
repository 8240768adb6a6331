"""What a person tells the pages, in a real browser: from an empty workspace to a first aim."""

import json
import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from browser_types import OpenPage, Served
from looking import look

DID = "Interviewed five customers about returns and told the team"
RESUME = {
    "basics": {"name": "Robin Example", "label": "Product person"},
    "work": [
        {"name": "Kettle", "position": "Product Owner", "highlights": ["Ran twelve interviews"]},
        {"name": "Lamp", "position": "Product Manager", "startDate": "2017", "endDate": "2020"},
    ],
}


def history(content: object = RESUME) -> FilePayload:
    body = json.dumps(content).encode()
    return {"name": "resume.json", "mimeType": "application/json", "buffer": body}


def log(page: Page, text: str) -> None:
    page.get_by_label("What did you do?").fill(text)
    page.get_by_label("What did you do?").press("Enter")
    expect(page).to_have_url(re.compile(r"/evidence/[0-9a-f-]{36}/\?told="))


def entries(page: Page) -> list[str]:
    return page.locator(".entries .what > p:first-child").all_text_contents()


def test_a_file_that_is_too_large_is_told_beside_its_field_and_not_sent(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/profile/", width=360)
    field = page.get_by_label("A JSON Resume file")
    field.set_input_files(
        {"name": "all.zip", "mimeType": "application/zip", "buffer": bytes(25_000_001)}
    )
    page.get_by_role("button", name="Read this file").click()
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("larger than 24 MB"))
    expect(page).to_have_url(own.origin + "/profile/")


def test_a_history_is_brought_looked_at_and_kept(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/", scripts=False)
    page.get_by_role("link", name="Choose a file").click()
    page.get_by_label("A JSON Resume file").set_input_files(history())
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What this file tells")
    page.get_by_role("combobox").select_option(label="Product Manager")
    page.get_by_role("button", name="Keep all this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Robin Example")
    expect(page.get_by_role("status")).to_contain_text("Kept.")


def test_an_aim_becomes_the_first_line_of_today(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/profile/", scripts=False)
    page.get_by_label("The role you want").select_option(label="Senior Product Manager")
    page.get_by_label("By", exact=True).fill("2090-06-30")
    page.get_by_role("button", name="Keep this aim").click()
    expect(page.get_by_role("status")).to_be_in_viewport()
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "You want to be Senior Product Manager by 30 June 2090."
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_one_sentence_and_enter_adjusted_deleted_and_brought_back(
    open_page: OpenPage, own: Served, *, scripts: bool
) -> None:
    told = f"Scripts {scripts}: {DID}"
    page = open_page(own, "/", scripts=scripts)
    log(page, told)
    expect(page.get_by_label("Shows").first).to_have_value("customer-discovery")
    page.get_by_label("Level").first.select_option(label="Working")
    page.get_by_label("Who saw it").fill("Ana")
    page.get_by_role("button", name="Keep the changes").click()
    entry = page.locator(".entries > li", has_text=told)
    expect(entry).to_contain_text("Customer discovery: Working")
    expect(entry).to_contain_text("Seen by Ana")
    entry.get_by_role("button", name="Delete").click()
    assert told not in entries(page)
    page.get_by_role("button", name="Undo").click()
    assert told in entries(page)


def test_what_was_just_kept_is_undone_with_one_press(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/evidence/", scripts=False)
    log(page, "Pressed Enter too soon")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you did")
    assert "Pressed Enter too soon" not in entries(page)


def test_loading_again_and_going_back_keep_nothing_twice(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/")
    log(page, "Loaded again")
    page.reload()
    page.go_back()
    page.go_forward()
    page.goto(own.origin + "/evidence/")
    assert entries(page).count("Loaded again") == 1


def test_what_was_typed_survives_a_reload_until_it_is_kept(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/")
    page.get_by_label("What did you do?").fill("Half a sentence")
    page.reload()
    expect(page.get_by_label("What did you do?")).to_have_value("Half a sentence")
    log(page, "Half a sentence and the rest")
    page.goto(own.origin + "/")
    expect(page.get_by_label("What did you do?")).to_have_value("")


def test_what_was_typed_survives_a_server_that_does_not_answer(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/")
    page.route("**/evidence/", lambda route: route.abort())
    page.get_by_label("What did you do?").fill("Typed as the server ended")
    page.get_by_label("What did you do?").press("Enter")
    page.unroute("**/evidence/")
    page.goto(own.origin + "/")
    expect(page.get_by_label("What did you do?")).to_have_value("Typed as the server ended")


def test_a_mistake_is_told_where_it_was_made(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/profile/", scripts=False)
    page.get_by_label("Time zone").fill("Mars")
    page.get_by_role("button", name="Keep name and time zone").click()
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_value("Mars")
    expect(zone).to_be_in_viewport()
    expect(zone).to_have_accessible_description(re.compile("is not a time zone"))


def test_everything_is_done_by_keyboard(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/evidence/")
    page.get_by_role("link", name="Skip to the page").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Told without a mouse")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Kept.")
    page.get_by_role("link", name="Skip to the page").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()


def test_a_phone_has_five_places_and_the_rest_behind_the_last(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/", width=360, scripts=False)
    places = page.get_by_role("navigation", name="Pages").locator(".bar > li")
    expect(places).to_have_count(5)
    page.get_by_text("More").click()
    page.get_by_role("link", name="Profile").click()
    expect(page).to_have_url(f"{own.origin}/profile/")


def test_one_looks_around_and_leaves_with_one_press(open_page: OpenPage, empty: Served) -> None:
    page = open_page(empty, "/", scripts=False)
    page.get_by_role("button", name="Show the sample").click()
    expect(page.get_by_text("Sample person, fictional")).to_be_visible()
    page.get_by_role("link", name="Gap").click()
    page.get_by_role("button", name="Leave the sample").click()
    expect(page.get_by_role("heading", name="Three ways to begin")).to_be_visible()
    expect(page.get_by_text("Sample person, fictional")).to_have_count(0)


def every_state(page: Page, origin: str) -> list[str]:
    """Brings the page into each state that takes something, and says what axe finds there."""
    found = []
    page.goto(origin + "/evidence/")
    found += look(page)
    page.get_by_role("button", name="Keep it").click()
    found += look(page)
    page.get_by_role("link", name="Change").first.click()
    found += look(page)
    page.get_by_label("When", exact=True).evaluate(
        "field => { field.type = 'text'; field.value = 'soon'; }"
    )
    page.get_by_role("button", name="Keep the changes").click()
    found += look(page)
    page.get_by_role("button", name="Delete this").click()
    found += look(page)
    page.get_by_role("button", name="Undo").click()
    page.goto(origin + "/profile/")
    found += look(page)
    page.get_by_label("Hours a week").fill("many")
    page.get_by_role("button", name="Keep this aim").click()
    found += look(page)
    page.get_by_label("A JSON Resume file").set_input_files(history())
    page.get_by_role("button", name="Read this file").click()
    found += look(page)
    return found


def test_axe_finds_nothing_in_any_state(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/", width=360)
    log(page, "Looked at on a phone")
    assert every_state(page, own.origin) == []


def test_a_page_with_all_it_loads_is_light(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/nowhere/")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(own.origin + "/evidence/", wait_until="networkidle")
    assert 0 < sum(sizes) < 150_000
