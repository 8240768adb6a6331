"""What was typed survives windows that close, servers that are killed and tabs that disagree."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser_types import OpenPage, Served
from serving_process import Serving, serving

on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="Only Linux shows processes as files."
)
BOX = "What did you do?"
BEFORE = "You typed this before"


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def kill(server: Serving) -> int:
    """Ends the server and its worker as a power cut does; returns its port, free again."""
    listed = Path("/proc") / str(server.process.pid) / "task" / str(server.process.pid) / "children"
    workers = [int(number) for number in listed.read_text().split()]
    server.stop(signal.SIGKILL)
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    return urlsplit(server.address).port or 0


def entries(page: Page, origin: str) -> list[str]:
    page.goto(origin + "/evidence/")
    return page.locator(".entries .what > p:first-child").all_text_contents()


def origin_of(server: Serving) -> str:
    return server.address.split("/?")[0]


@on_linux
def test_a_server_killed_while_one_types_loses_nothing(
    window: BrowserContext, tmp_path: Path
) -> None:
    with serving(tmp_path, "own") as server:
        page = window.new_page()
        page.goto(server.address)
        page.get_by_label(BOX).fill("Typed as the power went")
        port = kill(server)
    with serving(tmp_path, "own", port) as again:
        page.reload()
        expect(page.locator("body")).to_contain_text("Headway was started anew")
        new = window.new_page()
        new.goto(again.address)
        expect(new.get_by_label(BOX)).to_have_value("Typed as the power went")
        expect(new.get_by_text(BEFORE)).to_be_visible()
        new.get_by_label(BOX).press("Enter")
        assert entries(new, origin_of(again)) == ["Typed as the power went"]
        new.goto(origin_of(again))
        expect(new.get_by_label(BOX)).to_have_value("")


@on_linux
@pytest.mark.parametrize("reaches", [True, False])
def test_a_server_killed_while_one_sends_keeps_it_once(
    window: BrowserContext, tmp_path: Path, *, reaches: bool
) -> None:
    with serving(tmp_path, "own") as server:
        page = window.new_page()
        page.goto(server.address)
        page.get_by_label(BOX).fill("Sent as the power went")

        def cut(route: Route) -> None:
            # Either kept before the end, or not: the person can't tell which.
            if reaches:
                route.fetch(max_redirects=0)
            kill(server)
            route.abort()

        page.route("**/evidence/", cut)
        page.get_by_label(BOX).press("Enter")
        server.process.wait(30)
        page.unroute("**/evidence/")
        port = urlsplit(server.address).port or 0
    with serving(tmp_path, "own", port) as again:
        page.close()
        new = window.new_page()
        new.goto(again.address)
        expect(new.get_by_label(BOX)).to_have_value("Sent as the power went")
        new.get_by_label(BOX).press("Enter")
        expect(new).to_have_url(re.compile(r"/evidence/[0-9a-f-]{36}/"))
        assert entries(new, origin_of(again)) == ["Sent as the power went"]


def test_each_window_keeps_its_own_draft_and_a_new_one_takes_what_a_closed_one_left(
    open_page: OpenPage, own: Served
) -> None:
    one = open_page(own, "/")
    one.get_by_label(BOX).fill("In the first window")
    other = one.context.new_page()
    other.goto(own.origin + "/")
    expect(other.get_by_label(BOX)).to_have_value("")
    other.get_by_label(BOX).fill("In the second window")
    one.reload()
    expect(one.get_by_label(BOX)).to_have_value("In the first window")
    other.close()
    third = one.context.new_page()
    third.goto(own.origin + "/")
    expect(third.get_by_label(BOX)).to_have_value("In the second window")


def test_what_was_typed_before_is_thrown_away_with_one_press(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/")
    page.get_by_label(BOX).fill("Not so")
    page.reload()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text(BEFORE)).to_have_count(0)
    expect(page.get_by_label(BOX)).to_have_value("")


def test_going_back_from_another_page_and_from_a_mistake_keeps_what_was_typed(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/profile/")
    page.get_by_label("Hours a week").fill("many")
    page.get_by_role("link", name="Today").click()
    page.go_back()
    expect(page.get_by_label("Hours a week")).to_have_value("many")
    page.get_by_role("button", name="Keep this aim").click()
    expect(page.get_by_text("Write hours as a number")).to_be_visible()
    expect(page.get_by_label("Hours a week")).to_have_value("many")
    page.go_back()
    expect(page.get_by_label("Hours a week")).to_have_value("many")


def test_what_another_tab_changed_meanwhile_is_told_beside_each_field(
    open_page: OpenPage, own: Served
) -> None:
    one = open_page(own, "/profile/")
    other = one.context.new_page()
    other.goto(own.origin + "/profile/")
    one.get_by_label("Hours a week").fill("7")
    one.get_by_role("button", name="Keep this aim").click()
    expect(one.get_by_role("status")).to_contain_text("Kept.")
    other.get_by_label("Money a year").fill("700")
    other.get_by_role("button", name="Keep this aim").click()
    expect(other.get_by_role("alert")).to_contain_text("changed meanwhile")
    expect(other.get_by_label("Hours a week")).to_have_accessible_description("It says now: 7")
    other.get_by_label("Hours a week").fill("7")
    other.get_by_role("button", name="Keep this aim").click()
    expect(other.get_by_role("status")).to_contain_text("Kept.")
    expect(other.get_by_label("Money a year")).to_have_value("700")


def test_nothing_typed_stays_in_the_browser_when_everything_is_deleted(
    open_page: OpenPage, own: Served
) -> None:
    page = open_page(own, "/")
    page.get_by_label(BOX).fill("Nobody is to read this")
    page.goto(own.origin + "/settings/delete/")
    page.get_by_role("textbox").first.fill("delete everything")
    page.get_by_role("button", name="Delete everything about me").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
