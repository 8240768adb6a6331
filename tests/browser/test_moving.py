"""Hours, money and dates are moved in a real browser, and what they move is shown and told at once."""

import re

from playwright.sync_api import Page, Route, expect

from browser_types import OpenPage, Served

PATIENCE_MS = 60_000


def begin(open_page: OpenPage, served: Served, query: str = "", *, scripts: bool = True) -> Page:
    page = open_page(served, "/profile/", scripts=scripts)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{served.origin}/plan/{query}")
    return page


def steps(page: Page) -> list[str]:
    return page.locator(".items h3").all_text_contents()


def said(page: Page, pattern: str) -> None:
    expect(page.locator("output")).to_have_text(re.compile(pattern), timeout=PATIENCE_MS)


def test_hours_moved_by_keyboard_move_the_plan_and_keep_the_focus(
    open_page: OpenPage, sample: Served
) -> None:
    page = begin(open_page, sample)
    before = steps(page)
    hours = page.get_by_role("textbox", name="Hours a week")
    hours.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    said(page, r"^\d steps? now: .* gone.* hours less")
    assert 0 < len(steps(page)) < len(before)
    expect(hours).to_be_focused()
    expect(hours).to_have_value("1")
    page.reload()
    expect(hours).to_have_value("1")


def test_a_slide_and_its_field_have_one_value(open_page: OpenPage, sample: Served) -> None:
    page = begin(open_page, sample)
    page.get_by_role("slider", name="Money a year").focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("textbox", name="Money a year")).to_have_value("0")
    said(page, "now|stands")
    expect(page).to_have_url(re.compile("budget_per_year=0&"))


def test_a_day_slid_is_a_week_later_at_each_key(open_page: OpenPage, sample: Served) -> None:
    page = begin(open_page, sample, "?by=2028-03-31")
    slide = page.get_by_role("slider", name="By")
    slide.focus()
    page.keyboard.press("ArrowRight")
    field = page.locator("#id_by")
    first = field.input_value()
    page.keyboard.press("ArrowRight")
    expect(field).not_to_have_value(first)
    expect(slide).to_have_attribute("aria-valuetext", field.input_value())
    said(page, "[.]$")


def test_only_the_last_of_several_moves_is_shown(open_page: OpenPage, sample: Served) -> None:
    page = begin(open_page, sample)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "since=" in r.url else None)
    hours = page.get_by_role("textbox", name="Hours a week")
    for typed in ("8", "6", "2"):
        hours.fill(typed)
    said(page, "hours less")
    assert len(asked) == 1
    assert "hours_per_week=2&" in asked[0]


def test_an_answer_that_was_passed_over_never_shows(open_page: OpenPage, sample: Served) -> None:
    page = begin(open_page, sample)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("hours_per_week=9&.*since="), hold)
    hours = page.get_by_role("textbox", name="Hours a week")
    with page.expect_request(re.compile("hours_per_week=9&.*since=")):
        hours.fill("9")
    hours.fill("1")
    said(page, "hours less")
    shown = steps(page)
    # Its browser waits for it no more: whether it can still be answered makes no difference.
    for route in held:
        route.abort()
    page.wait_for_timeout(200)
    assert steps(page) == shown
    assert page.locator("output").inner_text().endswith("less.")


def test_what_is_wrong_stands_beside_its_field_and_the_plan_stays(
    open_page: OpenPage, sample: Served
) -> None:
    page = begin(open_page, sample)
    before = steps(page)
    hours = page.get_by_role("textbox", name="Hours a week")
    hours.fill("a few")
    said(page, "mend what is marked")
    expect(hours).to_have_accessible_description("Write hours as a number, such as 3 or 2.5.")
    expect(hours).to_have_value("a few")
    assert steps(page) == before
    hours.fill("2")
    said(page, "now")
    expect(page.locator(".wrong")).to_have_count(0)


def test_a_server_that_ended_is_told_and_nothing_is_lost(
    open_page: OpenPage, sample: Served
) -> None:
    page = begin(open_page, sample)
    page.route(re.compile("since="), lambda route: route.abort())
    before = steps(page)
    page.get_by_role("textbox", name="Hours a week").fill("2")
    said(page, "^Headway did not answer")
    assert steps(page) == before
    expect(page.locator("#planned")).not_to_have_attribute("aria-busy", "true")


def test_days_away_move_the_plan_too(open_page: OpenPage, sample: Served) -> None:
    page = begin(open_page, sample)
    page.get_by_text("Days away, few things").click()
    page.locator("#id_away_from_0").fill("2027-01-04")
    page.locator("#id_away_to_0").fill("2027-03-28")
    said(page, "now|stands")
    expect(page.locator("#id_away_from_1")).to_be_attached()
    expect(page.locator("#id_away_to_0")).to_be_focused()


def test_an_adopted_plan_is_mended_at_once_and_improved_after(
    open_page: OpenPage, filled: Served
) -> None:
    page = begin(open_page, filled)
    count = len(steps(page))
    page.get_by_role("textbox", name="Hours a week").fill("9")
    said(page, "new.* hours more")
    expect(page.get_by_text("Nothing better with as few changes was found.")).to_be_visible()
    assert len(steps(page)) > count


def test_with_scripts_off_there_is_the_button_and_no_slide(
    open_page: OpenPage, sample: Served
) -> None:
    page = begin(open_page, sample, scripts=False)
    expect(page.get_by_role("slider")).to_have_count(0)
    expect(page.locator("output")).to_be_hidden()
    page.get_by_role("textbox", name="Hours a week").fill("1")
    page.get_by_role("button", name="Plan again").click()
    expect(page.get_by_role("textbox", name="Hours a week")).to_have_value("1")
