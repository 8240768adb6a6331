"""What was taken, at the command line: kept, listed with totals, its certificate written back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from headway.formats import built_in

Ask = Callable[..., Any]
Run = Callable[..., Any]
LOG = ("learn", "log", "Pricing evening", "--hours", "8", "--cost", "120")


def test_an_entry_is_kept_with_its_totals(run: Run, ask: Ask) -> None:
    run(*LOG, "--competency", "business-acumen", "--on", "2026-03-01")
    told = run("learn", "taken").stdout
    assert "Pricing evening: 1 March 2026, 8 hours, GBP 120" in told
    assert "2026: 1 entry, 8 hours, GBP 120" in told
    assert "Business acumen: 1 entry" in told
    assert ask("learn", "taken")["items"][0]["title"] == "Pricing evening"


def test_what_it_changed_becomes_evidence(run: Run, ask: Ask) -> None:
    told = run(*LOG, "--changed", "Reset our trial price", "--competency", "business-acumen")
    assert "is a piece of evidence now" in told.stdout
    [item] = ask("evidence", "list")
    assert item["body"]["text"].startswith("Reset our trial price")


def test_an_entry_of_the_catalogue_brings_what_is_known_of_it(ask: Ask) -> None:
    known = built_in.catalogue().opportunity("rehearse-interview-guides")
    entry = ask("learn", "log", "rehearse-interview-guides")
    assert (entry["title"], entry["kind"]) == (known.title, known.kind)
    assert entry["competencies"] == [b.competency for b in known.builds]


def test_a_step_that_was_done_stands_in_the_log(run: Run, ask: Ask) -> None:
    run("done", "rehearse-interview-guides", "--hours", "5")
    [item] = ask("learn", "taken")["items"]
    assert (item["from_plan"], item["hours"]) == (True, 5)
    assert "plan     " in run("learn", "taken").stdout


def test_a_certificate_keeps_its_file_and_its_end(run: Run, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "mine.pdf"
    file.write_bytes(b"%PDF-1.7 mine")
    words = ("--certificate", "Pricing basics", "--expires", "2190-01-01", "--file", str(file))
    run(*LOG, *words)
    log = ask("learn", "taken")
    assert log["expiries"][0]["state"] == "good"
    assert "Pricing basics: expires on 1 January 2190" in run("learn", "taken").stdout
    copy = tmp_path / "copy.pdf"
    run("learn", "file", log["items"][0]["fact"][:8], str(copy))
    assert copy.read_bytes() == b"%PDF-1.7 mine"


def test_an_entry_is_taken_back(run: Run, ask: Ask) -> None:
    run(*LOG)
    name = ask("learn", "taken")["items"][0]["fact"][:8]
    assert "has no file" in str(run("learn", "file", name, "x.pdf").exception)
    assert "Taken back" in run("learn", "forget", name).stdout
    assert "Nothing yet" in run("learn", "taken").stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("learn", "log", " "), "Say what it was"),
        ((*LOG, "--hours", "-1"), "Hours run"),
        ((*LOG, "--kind", "juggling"), "no kind"),
        ((*LOG, "--competency", "juggling"), "juggling"),
        ((*LOG, "--currency", "POUND"), "not a currency code"),
        ((*LOG, "--on", "2190-01-01"), "still to come"),
        ((*LOG, "--link", "ftp://x"), "is no link"),
        ((*LOG, "--expires", "2020-01-01", "--on", "2021-01-01"), "can't expire before"),
        (("learn", "forget", "zzzz"), "No one entry"),
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in str(run(*words).exception)


def test_a_file_that_is_none_keeps_nothing(run: Run, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("hello")
    assert "Only PDF" in str(run(*LOG, "--file", str(file)).exception)
    assert not ask("learn", "taken")["items"]
