"""Files and links of evidence, what could be evidence, and finding some of it, as commands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DID = "Ran a test with six people"
PDF = b"%PDF-1.7 notes"
Ask = Callable[..., Any]
Run = Callable[..., Any]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.pdf"
    path.write_bytes(PDF)
    return path


def first(ask: Ask) -> str:
    """The id of the newest evidence."""
    return str(ask("evidence", "list")[0]["id"])


def names(ask: Ask) -> list[str]:
    return [file["name"] for file in ask("evidence", "list")[0]["body"]["files"]]


def test_evidence_is_logged_with_its_files(run: Run, ask: Ask, notes: Path) -> None:
    assert "with notes.pdf." in run("log", DID, "--attach", str(notes)).stdout
    assert names(ask) == ["notes.pdf"]
    assert "· notes.pdf (under 1 kB)" in run("evidence", "list").stdout


def test_what_can_t_be_attached_keeps_nothing(run: Run, ask: Ask, notes: Path) -> None:
    page = notes.with_name("page.html")
    page.write_text("<script>")
    result = run("log", DID, "--attach", str(notes), "--attach", str(page))
    assert "Only PDF, PNG and JPEG" in str(result.exception)
    assert "can't be read" in str(run("log", DID, "--attach", "nowhere.pdf").exception)
    assert ask("evidence", "list") == []


def test_a_file_is_attached_written_taken_off_and_put_back(
    run: Run, ask: Ask, notes: Path, tmp_path: Path
) -> None:
    ask("log", DID)
    assert [f["name"] for f in ask("evidence", "attach", first(ask), str(notes))["files"]] == [
        "notes.pdf"
    ]
    run("evidence", "file", first(ask), "notes", str(tmp_path / "copy.pdf"))
    assert (tmp_path / "copy.pdf").read_bytes() == PDF
    assert "Taken off: notes.pdf" in run("evidence", "detach", first(ask), "NOTES.pdf").stdout
    assert names(ask) == []
    assert ask("evidence", "detach", first(ask), "notes", "--undo")["file"]["name"] == "notes.pdf"
    assert names(ask) == ["notes.pdf"]


def test_a_file_that_there_is_not_names_those_there_are(run: Run, ask: Ask, notes: Path) -> None:
    run("log", DID, "--attach", str(notes))
    result = run("evidence", "detach", first(ask), "plan")
    assert "No one file is 'plan'; there is: notes.pdf." in str(result.exception)


def test_an_existing_file_is_never_overwritten(run: Run, ask: Ask, notes: Path) -> None:
    run("log", DID, "--attach", str(notes))
    result = run("evidence", "file", first(ask), "notes", str(notes))
    assert "exists already" in str(result.exception)


def test_some_of_it_is_found_by_words_competency_and_state(run: Run, ask: Ask) -> None:
    ask("log", DID, "--shows", "data-analysis=2", "--seen-by", "Zoë")
    ask("log", "Wrote one page")
    for asked in (("--search", "six TEST"), ("--only", "seen"), ("--search", "zoe")):
        assert [f["body"]["text"] for f in ask("evidence", "list", *asked)] == [DID]
    assert "None is so." in run("evidence", "list", "--search", "elsewhere").stdout
    assert "say drafts" in str(run("evidence", "list", "--only", "odd").exception)
    assert "no competency 'odd'" in str(run("evidence", "list", "--competency", "odd").exception)


def test_what_was_taken_is_offered_and_made_evidence_once(run: Run, ask: Ask) -> None:
    run("learn", "log", "Evening on prices", "--reflection", "Ask less")
    [offer] = ask("evidence", "offers")
    assert "Finished Evening on prices: Ask less" in run("evidence", "offers").stdout
    assert "Kept as" in run("evidence", "make", offer["fact"], "--seen-by", "Ana").stdout
    body = ask("evidence", "list")[0]["body"]
    assert (body["came_from"], body["corroborated_by"]) == (offer["fact"], ["Ana"])
    assert "Nothing waits to be told" in run("evidence", "offers").stdout
    assert "0 offers have an id" in str(run("evidence", "make", offer["fact"]).exception)
