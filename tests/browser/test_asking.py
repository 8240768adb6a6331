"""A request answered as it is in the world: in a browser or a mail's viewer, on a phone, without Headway."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from headway.core.requests import AskedText, Request, check_reply, find_key, find_receipt
from headway.formats import request_form
from looking import find_faults

REQUEST = Request(
    code="k7f3m2q9x4",
    name="Lena Made-up",
    source="peer",
    until=date(2026, 12, 1),
    acts=("communication/2/1", "delivery-management/3/1"),
    evidence=(UUID(int=7),),
)
TEXT = AskedText(
    asker="Mira Made-up",
    acts=("Writes one page before a meeting that has to decide.", "Says no to a date and why."),
    evidence=((date(2026, 3, 2), "Ran a price test with forty customers."),),
)
KEY = find_key("secret", REQUEST.code)


@pytest.fixture
def form(tmp_path: Path) -> str:
    path = tmp_path / "form.html"
    path.write_bytes(request_form.write(REQUEST, TEXT, KEY))
    return path.as_uri()


def opened(browser: Browser, form: str, *, scripts: bool, theme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        java_script_enabled=scripts,
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(form)
    return page


def press(page: Page) -> None:
    """Sees the first act, partly the second, and says that the evidence was as told."""
    for place, word in enumerate(("I saw this", "Partly", "It was as told")):
        page.locator("fieldset").nth(place).get_by_text(word, exact=True).click()


def test_with_scripts_an_answer_has_a_note_and_a_receipt(browser: Browser, form: str) -> None:
    page = opened(browser, form, scripts=True)
    press(page)
    page.get_by_label("Anything else?").fill("More of this – please\nand soon")
    page.wait_for_function("document.getElementById('answer-text').value.includes('SIGNED')")
    text = request_form.read(page.locator("#answer-text").input_value())
    found = check_reply(REQUEST, text, KEY)
    assert found.form is not None
    assert list(found.form.answers.values()) == ["seen", "partly"]
    assert found.form.note == "More of this – please\nand soon"
    assert page.locator("#receipt").inner_text() == find_receipt(text)


def test_without_scripts_the_answer_stands_at_the_end_to_be_copied(
    browser: Browser, form: str
) -> None:
    page = opened(browser, form, scripts=False)
    press(page)
    text = request_form.read(page.locator(".by-hand .answer").inner_text())
    found = check_reply(REQUEST, text, KEY)
    assert found.reply.on_evidence == {str(UUID(int=7)): "as told"}
    assert page.get_by_label("Anything else?").is_hidden()
    assert page.get_by_text("can't show your answer").is_hidden()


def test_the_answer_is_saved_as_a_file(browser: Browser, form: str, tmp_path: Path) -> None:
    page = opened(browser, form, scripts=True)
    press(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    download.value.save_as(tmp_path / "answer.txt")
    saved = request_form.read_file((tmp_path / "answer.txt").read_bytes())
    assert check_reply(REQUEST, saved, KEY).reply.receipt


def test_it_is_answered_by_keyboard(browser: Browser, form: str) -> None:
    page = opened(browser, form, scripts=True)
    for _question in TEXT.acts:
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowUp")
    assert page.locator("#q0-2").is_checked()
    assert page.locator("#q1-2").is_checked()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, form: str, theme: str
) -> None:
    page = opened(browser, form, scripts=True, theme=theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # The form's own policy lets no other script in, so axe comes by the debugger's door.
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    assert find_faults(page) == []
