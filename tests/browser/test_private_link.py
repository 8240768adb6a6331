"""A request answered at its private link by somebody else's browser, under another name of the machine."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser_types import OpenPage, Served
from looking import find_faults
from serving_process import serving


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One's own pages, and the link of a request to Lena as they show it."""

    own: Served
    page: str
    link: str


@pytest.fixture(scope="module")
def asked(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    folder: Path = tmp_path_factory.mktemp("others")
    with serving(folder, "own", for_others=f"others.localhost:{free_port()}") as process:
        context = browser.new_context()
        page = context.new_page()
        page.goto(process.address)
        own = Served(origin=process.address.split("/?")[0], storage=context.storage_state())
        page.goto(f"{own.origin}/ratings/ask/")
        page.get_by_label("Whom you ask").fill("Lena Made-up")
        page.get_by_label("Who they are to you").select_option("peer")
        page.get_by_role("button", name="Make the form").click()
        found = re.search(r"http://others\.localhost:\d+/answer/\w+/\w+", page.content())
        assert found
        yield Asked(own=own, page=page.url.removeprefix(own.origin), link=found[0])
        context.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def opened(browser: Browser, asked: Asked, *, width: int = 360, theme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        color_scheme="dark" if theme == "dark" else "light",
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(asked.link)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, asked: Asked, theme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme="dark" if theme == "dark" else "light"
    )
    page = context.new_page()
    # The page's own policy lets no script in, so axe comes by the debugger's door.
    context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.goto(asked.link)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert find_faults(page) == []
    page.get_by_role("button", name="Send").click()
    assert find_faults(page) == []
    context.close()


def test_whoever_presses_send_too_soon_is_asked_beside_the_button(
    browser: Browser, asked: Asked
) -> None:
    page = opened(browser, asked)
    page.get_by_role("button", name="Send").click()
    told = page.get_by_role("alert")
    assert "every question" in told.inner_text()
    box = told.bounding_box()
    assert box
    assert 0 <= box["y"] <= 740
    page.context.close()


def test_nothing_else_is_there_for_a_browser(browser: Browser, asked: Asked) -> None:
    page = opened(browser, asked)
    origin = asked.link.split("/answer/")[0]
    for path in ("/", "/ratings/", "/api/standing", "/static/headway/look.css"):
        answer = page.goto(origin + path)
        assert answer
        assert answer.status == 404
    assert page.context.cookies() == []
    page.context.close()


def test_an_answer_at_the_link_is_seen_by_who_asked(
    browser: Browser, asked: Asked, open_page: OpenPage
) -> None:
    page = opened(browser, asked)
    page.locator("fieldset").nth(0).get_by_text("I saw this", exact=True).click()
    page.locator("fieldset").nth(1).get_by_text("Partly", exact=True).click()
    page.get_by_label("Anything else?").fill("More of this – please\nand soon")
    page.get_by_role("button", name="Send to").click()
    assert page.get_by_role("heading", name="Thank you").is_visible()
    receipt = page.locator("strong").first.inner_text()
    page.reload()
    assert "counts once" in page.locator("main").inner_text()
    today = open_page(asked.own, "/")
    today.get_by_role("link", name="Lena Made-up answered what you asked").click()
    told = today.locator("main").inner_text()
    assert receipt in told
    assert "More of this – please\nand soon" in told
    assert today.locator(".given dd").all_inner_texts()[:2] == ["seen", "partly"]
    page.goto(asked.link)
    assert "This was answered on" in page.locator("h1").inner_text()
    page.context.close()
