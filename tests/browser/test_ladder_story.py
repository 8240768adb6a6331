"""A person with history brings their company's ladder, moves to it and to its next version, and back."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser_types import OpenPage, Served
from looking import look

HEAD = "Area,Competency,Description,Associate PM,Product Manager,Senior PM,Lead PM\n"
ROWS = """\
Insight,Customer interviews,Asks what people need,Notes answers,Runs ten,Chooses whom,Teaches it
Insight,Product analytics,Counts what people do,Reads one,Builds a report,Tries things,Sets the measures
Direction,Product strategy,Chooses where to play,Reads it,Writes a page,Aligns two teams,Sets it
Direction,Pricing,Settles what people pay,,Records what rivals ask,Changes one price,Settles all
Delivery,Roadmapping,Puts work in an order,Keeps the board,Writes a quarter,Trades work,Plans a year
People,Written communication,Writes so that others act,Writes notes,Writes papers,Edits,Tells the board
People,Spoken communication,Speaks so that others act,Speaks up,Presents,Presents upwards,Faces the board
"""
FIRST = HEAD + ROWS
SECOND = (
    HEAD
    + ROWS.replace("Roadmapping", "Roadmapping and planning")
    + ("People,Hiring,Finds colleagues,,,Interviews candidates,Opens positions\n")
)
PAGES = ("ladder", "standing", "gap", "plan", "progress", "packet", "ratings", "evidence", "learn")
PATIENCE_MS = 60_000


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A workspace with a year of history, served."""

    folder: Path
    served: Served

    def facts(self) -> list[str]:
        """What `headway export` tells of the person, a line each."""
        target = self.folder.parent / f"{len(list(self.folder.parent.iterdir()))}.zip"
        command = [sys.executable, "-m", "headway.cli", "export", str(target)]
        environment = {**os.environ, "HEADWAY_WORKSPACE": str(self.folder)}
        subprocess.run(command, env=environment, check=True, capture_output=True)
        with zipfile.ZipFile(target) as archive:
            return archive.read("facts.jsonl").decode().splitlines()


@pytest.fixture(scope="module")
def veteran(filled_folder: Path, filled: Served) -> Filled:
    return Filled(folder=filled_folder, served=filled)


def bring(page: Page, name: str, content: str) -> None:
    page.goto(f"{page.url.partition('/ladder')[0]}/ladder/")
    page.get_by_role("link", name="Other ladders").click()
    page.get_by_label("The ladder's files").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Read these files").click()
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=option)


def take_up(page: Page) -> None:
    page.get_by_role("button", name="Take it up").last.click()
    expect(page.get_by_role("status")).to_contain_text("Kept: you are measured by")


def test_a_year_of_history_moves_to_a_company_s_ladder_and_back(
    open_page: OpenPage, veteran: Filled
) -> None:
    page = open_page(veteran.served, "/standing/", scripts=False)
    page.set_default_timeout(PATIENCE_MS)
    stood = page.locator("main").inner_text()
    before = veteran.facts()
    assert any(json.loads(line)["kind"] == "adopted-plan" for line in before)

    page.goto(f"{veteran.served.origin}/ladder/")
    bring(page, "acme-2026.csv", FIRST)
    expect(page.get_by_text("An empty cell is not defined")).to_be_visible()
    page.get_by_label("What it is called").fill("Acme levels")
    page.get_by_role("button", name="Keep this ladder").click()
    page.get_by_role("link", name="Take it up").click()
    # Both halves of what was one read like it, and are proposed together.
    expect(page.get_by_label("Communication, also")).to_have_value("written-communication")
    choose(page, "Customer discovery", "Customer interviews")
    page.get_by_role("button", name="It became several: Data analysis").click()
    expect(page.get_by_label("Customer discovery", exact=True)).to_have_value("customer-interviews")
    choose(page, "Data analysis", "Product analytics")
    choose(page, "Data analysis, also", "Pricing")
    choose(page, "Prioritisation", "Roadmapping")
    take_up(page)
    for word in PAGES:
        answer = page.goto(f"{veteran.served.origin}/{word}/")
        assert answer
        assert answer.status == 200
        assert "headway-product 1.0.0@" not in page.content()
    page.goto(f"{veteran.served.origin}/standing/")
    expect(page.locator("article.bars")).to_have_count(7)
    expect(page.locator("#written-communication .said")).to_contain_text("Senior PM asks for")

    page.goto(f"{veteran.served.origin}/ladder/")
    bring(page, "acme-2027.csv", SECOND)
    expect(page.get_by_label("What it is", exact=True)).to_have_value("acme-levels")
    page.get_by_role("button", name="Keep this ladder").click()
    expect(page.get_by_role("heading", name="What changes for you")).to_be_visible()
    expect(page.locator("#for-you + ul")).to_contain_text("newly asks for")
    page.get_by_role("link", name="Take it up").click()
    expect(page.get_by_label("Roadmapping", exact=True)).to_have_value("roadmapping-and-planning")
    take_up(page)
    page.goto(f"{veteran.served.origin}/standing/")
    expect(page.locator("#roadmapping-and-planning .said")).to_contain_text("view")

    for _ in range(2):
        page.goto(f"{veteran.served.origin}/ladder/versions/")
        page.get_by_role("button", name="Go back to the ladder before").click()
    expect(page.get_by_text("the one that Headway comes with")).to_be_visible()
    page.goto(f"{veteran.served.origin}/standing/")
    assert page.locator("main").inner_text() == stood
    after = veteran.facts()
    assert after[: len(before)] == before
    kinds = [json.loads(line)["kind"] for line in after[len(before) :]]
    assert sorted(kinds) == ["ladder-adoption"] * 2 + ["retraction"] * 2


def test_axe_finds_nothing_on_the_way_to_another_ladder(
    open_page: OpenPage, veteran: Filled
) -> None:
    page = open_page(veteran.served, "/ladder/", width=360)
    bring(page, "our-own.csv", FIRST.replace("Pricing", "Prices").replace("strategy", "vision"))
    assert look(page) == []
    page.get_by_label("What it is called").fill("Our own")
    page.get_by_label("Levels, lowest first").fill("Lead PM")
    page.get_by_role("button", name="Keep this ladder").click()
    expect(page.get_by_text("is missing")).to_be_visible()
    assert look(page) == []
    page.get_by_label("Levels, lowest first").fill("")
    page.get_by_role("button", name="Keep this ladder").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing changes until you take it up")
    assert look(page) == []
    page.get_by_role("link", name="Take it up").click()
    page.get_by_role("button", name="It became several: Data analysis").click()
    expect(page.get_by_label("Data analysis, also")).to_be_in_viewport()
    assert look(page) == []
    page.goto(f"{veteran.served.origin}/ladder/versions/")
    assert look(page) == []
