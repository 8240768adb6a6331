"""What stands only on the way: just kept, just taken back, a ladder taken up; words longer than a phone."""

import re

from playwright.sync_api import Page, expect

from browser_types import OpenPage, Served
from headway.formats import built_in
from looking import find_excess, look, see

LONG = "Sluicegatekeepersassociationcommitteechairmanshipelections" * 2


def test_what_was_kept_and_taken_back_is_told_well(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/evidence/", width=360)
    page.get_by_label("What did you do?").fill("Cut the release in two.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    assert look(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_be_focused()
    assert look(page) == []


def test_a_ladder_is_brought_looked_at_and_taken_up(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/ladder/versions/", width=360)
    content = built_in.content_of("ladder_example.toml")
    page.locator("#id_brought").set_input_files(
        {"name": "our.toml", "mimeType": "application/toml", "buffer": content}
    )
    page.get_by_role("button", name="Read these files").click()
    assert look(page) == []
    page.get_by_role("button", name="Keep this ladder").click()
    assert look(page) == []
    page.get_by_role("link", name="Take it up").click()
    assert look(page) == []


def test_a_packet_closes_with_a_decision(open_page: OpenPage, filled: Served) -> None:
    page = open_page(filled, "/packet/close/", width=360)
    page.get_by_label("What was decided").select_option(index=1)
    page.get_by_label("Who decided").fill("A made-up panel")
    page.get_by_label("Why").fill("More of the same, for two quarters.")
    page.get_by_role("button", name="Close the packet").click()
    expect(page.get_by_role("status")).to_be_focused()
    assert look(page) == []


def too_wide(page: Page) -> list[str]:
    """Whether the page is wider than the smallest phone."""
    see(page, 320)
    return find_excess(page)


def test_no_word_is_longer_than_the_page_is_wide(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, "/network/add/", width=320)
    page.get_by_label("What they are called").fill(LONG)
    page.get_by_role("button", name="Keep").click()
    assert [*look(page), *too_wide(page)] == []
    person = page.url
    page.goto(f"{own.origin}/mentors/ask/")
    page.get_by_label("Whom").fill(LONG)
    page.get_by_label("What is asked for").fill(LONG)
    page.get_by_role("button", name="Draft the letter").click()
    for address in (page.url, person, f"{own.origin}/", f"{own.origin}/mentors/"):
        page.goto(address)
        assert [*look(page), *too_wide(page)] == []


def test_after_an_error_one_stands_at_the_field_that_is_wrong(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/network/event/")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_label("What it is called")).to_be_focused()
    page.goto(f"{own.origin}/mentors/asked/")
    page.get_by_label("Whom").fill("Ida Made-up")
    page.get_by_role("button", name=re.compile("Keep|Note")).first.click()
    expect(page.locator("main [aria-invalid]").first).to_be_focused()


def test_what_has_the_focus_stands_above_the_bar_of_a_phone(
    open_page: OpenPage, filled: Served
) -> None:
    page = open_page(filled, "/evidence/", width=360)
    bar = page.locator("nav.pages").bounding_box()
    assert bar is not None
    for _ in range(40):
        page.keyboard.press("Tab")
        low = page.evaluate(
            "document.activeElement.closest('main')?.contains(document.activeElement)"
            " ? document.activeElement.getBoundingClientRect().bottom : 0"
        )
        assert low <= bar["y"] + 2


def test_a_page_enlarged_four_times_has_no_bar_that_stays(
    open_page: OpenPage, sample: Served
) -> None:
    page = open_page(sample, "/standing/", width=320)
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.locator("nav.pages").evaluate("bar => getComputedStyle(bar).position") == "static"
    page.get_by_text("More", exact=True).click()
    expect(page.get_by_role("link", name="Profile")).to_be_in_viewport()


def test_what_became_of_it_is_in_sight_wherever_on_the_page_it_was_sent(
    open_page: OpenPage, filled: Served
) -> None:
    page = open_page(filled, "/settings/", width=360)
    for address, button in (
        ("/settings/", "Make a private address"),
        ("/mentors/7d1c5a00-0000-4000-8000-000000000021/", "Keep it"),
    ):
        page.goto(filled.origin + address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("status")).to_be_focused()
        expect(page.get_by_role("status")).to_be_in_viewport(ratio=1)
