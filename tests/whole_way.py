"""The whole way of a product manager through the pages, told once and walked by several hands."""

import json
import re
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import FilePayload, Locator, Page, expect

ROLE, HELD = "Senior Product Manager", "Product Manager"
PATIENCE_MS = 40_000
RESUME = {
    "basics": {"name": "Robin Example", "label": "Product person"},
    "work": [
        {
            "name": "Kettle",
            "position": "Product Manager",
            "startDate": "2021-03",
            "highlights": ["Interviewed twelve customers about returns before we built"],
        }
    ],
}
HISTORY: FilePayload = {
    "name": "resume.json",
    "mimeType": "application/json",
    "buffer": json.dumps(RESUME).encode(),
}


class Hand(Protocol):
    """A way to use a page; names end in "*" where only their beginning is told."""

    @property
    def page(self) -> Page: ...

    def press(self, name: str) -> None:
        """Follows a link, presses a button, unfolds what is folded."""

    def write(self, name: str, text: str) -> None: ...

    def choose(self, name: str, option: str) -> None: ...

    def bring(self, name: str, file: FilePayload) -> None: ...

    def pick(self, name: str) -> None: ...

    def answer(self, count: int) -> None:
        """So many questions of the assessment."""


NAME_OF = """() => {
  const at = document.activeElement;
  const by = document.getElementById(at.getAttribute("aria-labelledby"));
  const named = at.getAttribute("aria-label") ?? (by ?? at.labels?.[0] ?? at).textContent;
  return named.replace(/\\s+/g, " ").trim();
}"""
# What says where the focus is: an outline, on the element itself or on what stands for it.
IS_SEEN = """() => {
  const at = document.activeElement;
  const shown = (part) => {
    const style = part && getComputedStyle(part);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const box = at.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight;
  // The parts within a field of days are the browser's own, and so is the frame around them.
  return at === document.body || at.type === "date" || (inside && (shown(at) || shown(at.nextElementSibling)
    || shown(at.querySelector("rect")) || shown(at.parentElement)));
}"""

LEADS_ON = """() => {
  const at = document.activeElement;
  return at.type === "submit" || (at.tagName === "A" && !at.hasAttribute("download"));
}"""


@dataclass(frozen=True, kw_only=True)
class Keyboard:
    """Nothing but keys; each place that the focus comes to must be seen."""

    page: Page
    most_steps: int = 400

    def press(self, name: str) -> None:
        self.reach(name)
        if not self.page.evaluate(LEADS_ON):
            return self.page.keyboard.press("Enter")
        # A page that only writes another address of itself has not led on.
        with self.page.expect_event("load"):
            self.page.keyboard.press("Enter")
        return None

    def write(self, name: str, text: str) -> None:
        self.reach(name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        self.reach(name)
        self.page.keyboard.type(option)

    def bring(self, name: str, file: FilePayload) -> None:
        # Listening begins before the key: Chromium would else open a window of its own.
        self.page.on("filechooser", lambda _chooser: None)
        self.reach(name)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def pick(self, name: str) -> None:
        """Tab leads to a group of radio buttons, arrows lead through it."""
        while not self.page.evaluate("document.activeElement.type === 'radio'"):
            self.page.keyboard.press("Tab")
        for _step in range(9):
            if self.page.evaluate(NAME_OF) == name:
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"{self.page.url} has no choice {name} for the keyboard.")

    def answer(self, count: int) -> None:
        for number in range(count):
            with self.page.expect_navigation():
                self.page.keyboard.press("ynp?"[number % 4])

    def reach(self, name: str) -> None:
        """Tab, until the focus is on `name`."""
        passed = []
        for _step in range(self.most_steps):
            self.page.keyboard.press("Tab")
            passed.append(self.page.evaluate(NAME_OF))
            assert self.page.evaluate(IS_SEEN), f"{self.page.url}: no focus seen at {passed[-1]}"
            if re.fullmatch(_pattern(name), passed[-1]):
                return
        raise AssertionError(f"{self.page.url} has no {name} for the keyboard, only {passed}")


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """A mouse and forms."""

    page: Page

    def press(self, name: str) -> None:
        pattern = re.compile(f"^{_pattern(name)}$")
        both = self.page.get_by_role("link", name=pattern).or_(
            self.page.get_by_role("button", name=pattern)
        )
        folded = self.page.locator("summary", has_text=pattern)
        both.or_(folded).locator("visible=true").first.click()

    def write(self, name: str, text: str) -> None:
        self._field(name).fill(text)

    def choose(self, name: str, option: str) -> None:
        self._field(name).select_option(label=option)

    def bring(self, name: str, file: FilePayload) -> None:
        self._field(name).set_input_files(file)

    def pick(self, name: str) -> None:
        self._field(name).check(force=True)

    def answer(self, count: int) -> None:
        for number in range(count):
            name = ("Yes", "No", "Partly, or once")[number % 3]
            self.page.get_by_role("button", name=name, exact=True).click()

    def _field(self, name: str) -> Locator:
        return (
            self.page.get_by_label(re.compile(f"^{_pattern(name)}$")).locator("visible=true").first
        )


def _pattern(name: str) -> str:
    return f"{re.escape(name[:-1])}.*" if name.endswith("*") else re.escape(name)


def travel(hand: Hand) -> bytes:
    """From an empty workspace to a closed packet; returns the archive that was taken out."""
    hand.page.set_default_timeout(PATIENCE_MS)
    _answer_questions(hand)
    _bring_history(hand)
    _tell_evidence(hand)
    _rate(hand)
    _plan(hand)
    _look_back(hand)
    _close_packet(hand)
    return _export(hand)


def _is_told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def _title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def _answer_questions(hand: Hand) -> None:
    hand.press("Begin with the first")
    hand.choose("The role you want", ROLE)
    hand.choose("The role you hold", HELD)
    hand.press("Begin")
    hand.answer(4)
    hand.press("Stop here*")
    _title(hand.page, f"What is missing for {ROLE}")
    expect(hand.page.locator(".top-gaps > li")).to_have_count(3)


def _bring_history(hand: Hand) -> None:
    hand.press("Profile")
    hand.bring("A JSON Resume file*", HISTORY)
    hand.press("Read this file")
    hand.press("Keep all this")
    hand.press("Look at the drafts")
    hand.press("Check and confirm: Interviewed*")
    hand.choose("Level", "Working")
    hand.press("Confirm it")
    expect(hand.page.locator(".entries > li").first).to_contain_text("Working")


def _tell_evidence(hand: Hand) -> None:
    hand.press("Today")
    hand.write("What did you do?", "Decided the roadmap with sales and support")
    hand.press("Keep it")
    _is_told(hand.page, "Kept.")
    hand.choose("Level", "Practitioner")
    hand.write("Who saw it", "Ana Invented")
    hand.press("Keep the changes")
    expect(hand.page.locator("main")).to_contain_text("Seen by Ana Invented")


def _rate(hand: Hand) -> None:
    hand.press("Ratings")
    hand.press("Add somebody's view")
    hand.write("Whose view it is", "Ana Invented")
    hand.choose("Who they are to you", "A peer")
    hand.press("Communication*")
    hand.pick("Practitioner")
    hand.press("Keep this view")
    _is_told(hand.page, "Kept.")
    hand.press("Standing")
    hand.press("The same as a table")
    expect(hand.page.get_by_role("region", name="Levels as a table")).to_be_visible()
    hand.press("Communication")
    expect(hand.page.locator("main")).to_contain_text("Ana Invented")


def _plan(hand: Hand) -> None:
    hand.press("Plan")
    hand.write("Hours a week", "2")
    hand.press("Plan again")
    hand.press("Adopt this plan")
    _is_told(hand.page, "This is your plan now.")
    hand.press("Done, late, cancelled: *")
    hand.press("It is done")
    _is_told(hand.page, "")
    hand.press("Done, late, cancelled: *")
    hand.press("I have begun")
    _is_told(hand.page, "")


def _look_back(hand: Hand) -> None:
    hand.press("Progress")
    hand.pick("Done")
    hand.press("Keep this look")
    _is_told(hand.page, "")


def _close_packet(hand: Hand) -> None:
    hand.press("Packet")
    hand.press("Your words, and names*")
    hand.write("What stands first", "I ask for the role that I hold in all but name.")
    hand.press("Keep this")
    expect(hand.page.locator("main")).to_contain_text("in all but name")
    hand.press("Close the packet")
    hand.choose("What was decided", "Not yet")
    hand.write("Who decided", "the panel")
    hand.write("Why", "One launch is few.")
    hand.press("Close the packet")
    _is_told(hand.page, "Closed.")


def _export(hand: Hand) -> bytes:
    hand.press("Settings")
    with hand.page.expect_download() as download:
        hand.press("Export everything")
    return download.value.path().read_bytes()
