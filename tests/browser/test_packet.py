"""The packet in a real browser: told, redacted, handed on, closed and decided, scripts on and off."""

import re
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from browser_types import OpenPage, Served
from looking import look

TARGET = "?target=senior-product-manager"
DID = "Launched refunds with Acme"
LAUNCH = "Has taken a product to launch"


def taken(page: Page, button: str) -> bytes:
    """The file that a press of the button brings."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=button).click()
    return Path(waiting.value.path()).read_bytes()


def tell(page: Page) -> None:
    """One piece of evidence that supports an experience the role asks for."""
    page.get_by_label("What did you do?").fill(DID)
    page.get_by_label("What did you do?").press("Enter")
    page.get_by_text("It also supports something").click()
    page.get_by_label(LAUNCH).check()
    page.get_by_label("Who saw it").fill("Ana of Acme")
    page.get_by_role("button", name="Keep the changes").click()


def close(page: Page) -> None:
    page.get_by_role("link", name="Close the packet").click()
    page.get_by_label("What was decided").select_option(label="Not yet")
    page.get_by_label("Who decided").fill("the promotion panel")
    page.get_by_label("Why").fill("One launch is few.")
    page.get_by_role("button", name="Close the packet").click()


def aim(page: Page) -> None:
    page.get_by_label("The role you want").select_option(label="Senior Product Manager")
    page.get_by_role("button", name="Keep this aim").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_what_was_done_to_what_was_decided(
    open_page: OpenPage, own: Served, *, scripts: bool
) -> None:
    aim(open_page(own, "/profile/", scripts=scripts))
    page = open_page(own, "/", scripts=scripts)
    if scripts:
        tell(page)
    page.goto(f"{own.origin}/packet/")
    page.get_by_role("link", name="Your words, and names to take out").click()
    page.get_by_label("What stands first").fill(f"I ask for it, scripts {scripts}.")
    page.get_by_label("Names to take out").fill("Acme = a bank")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("status")).to_be_in_viewport()
    line = page.locator("#launched-a-product")
    line.get_by_role("link", name=re.compile("^Edit")).click()
    page.get_by_label("In your own words").fill("It was mine.")
    page.get_by_role("button", name="Keep this").click()
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("Launched refunds with [a bank]")
    expect(page.locator("main")).not_to_contain_text("Acme")
    made = taken(page, "Take it as PDF")
    text = " ".join(each.extract_text() for each in pypdf.PdfReader(BytesIO(made)).pages)
    assert "It was mine." in text
    assert "Acme" not in text
    assert b"Acme" not in taken(page, "Take it as Markdown")
    close(page)
    expect(page.get_by_role("status")).to_contain_text("Closed.")
    expect(page.locator("main")).to_contain_text(", the promotion panel).")
    page.get_by_role("button", name="Delete this closed packet").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main")).to_contain_text("One launch is few.")


def test_what_was_typed_survives_a_reload(open_page: OpenPage, own: Served) -> None:
    page = open_page(own, f"/packet/edit/{TARGET}")
    page.get_by_label("What stands first").fill("Half a sentence")
    page.reload()
    expect(page.get_by_label("What stands first")).to_have_value("Half a sentence")


def test_axe_finds_nothing_on_the_pages_that_only_the_person_sees(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/packet/", width=360)
    closed = page.locator(".closed-packets a").first.get_attribute("href")
    addresses = ("/packet/", f"/packet/edit/{TARGET}", f"/packet/close/{TARGET}", closed)
    for address in (*addresses, f"/packet/edit/launched-a-product/{TARGET}"):
        page.goto(f"{own.origin}{address}")
        assert look(page) == []


def test_on_paper_a_closed_packet_has_its_decision_and_no_controls(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/packet/")
    page.locator(".closed-packets a").first.click()
    page.emulate_media(media="print")
    expect(page.get_by_text(", the promotion panel).")).to_be_visible()
    assert not page.locator("nav, form, .button, summary").locator("visible=true").count()
