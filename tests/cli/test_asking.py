"""Asking somebody at the command line, from the form to the answer that comes back."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]


def answer(form: Path, chosen: int = 0) -> str:
    """The answer that somebody gives who presses the same word everywhere."""
    text = form.read_text()
    signs = re.findall(r'id="q\d+-(\d)" value="([a-z2-7]+)"', text)
    code = re.search(r'data-code="(\w+)"', text)
    assert code
    told = " ".join(sign for number, sign in signs if number == str(chosen))
    return f"HEADWAY-ANSWER {code[1]} {told} END"


@pytest.fixture
def form(run: Run, tmp_path: Path) -> Path:
    run("profile", "--name", "Dana Made-up", "--target", "senior-product-manager")
    path = tmp_path / "form.html"
    told = run("ask", "new", "Ana Made-up", "--source", "peer", "--out", str(path))
    assert "kept under their name" in told.stdout
    assert "Hello Ana Made-up" in told.stdout
    return path


def test_an_answer_is_taken_in_once_and_shows_among_the_ratings(
    run: Run, ask: Ask, form: Path, tmp_path: Path
) -> None:
    file = tmp_path / "answer.txt"
    file.write_text(f"Hello\n> {answer(form)}\n")
    assert "unchanged since it was given" in run("ask", "take", str(file)).stdout
    assert "counts once" in run("ask", "take", str(file)).stdout
    [fact] = ask("ratings")
    assert set(fact["body"]["answers"].values()) == {"seen"}
    assert ask("ask")[0]["state"] == "answered"


def test_an_answer_is_read_from_a_pipe(run: Run, form: Path) -> None:
    assert "Taken in" in run("ask", "take", "-", keys=answer(form, 1)).stdout


def test_what_is_no_answer_is_refused(run: Run, form: Path) -> None:
    assert "There is no answer" in str(run("ask", "take", "-", keys="hello").exception)


def test_evidence_is_corroborated_by_whoever_is_asked(run: Run, ask: Ask, tmp_path: Path) -> None:
    run("log", "Ran the pricing test")
    [item] = ask("evidence", "list")
    path = tmp_path / "form.html"
    words = ("--source", "manager", "--evidence", item["id"][:8], "--out", str(path))
    run("ask", "new", "Ben", *words)
    run("ask", "take", "-", keys=answer(path))
    [item] = ask("evidence", "list")
    assert item["body"]["corroborated_by"] == ["Ben"]


def test_requests_are_listed_with_their_state_and_as_of_a_day(
    run: Run, ask: Ask, form: Path
) -> None:
    assert "about 12 acts: out until" in run("ask").stdout
    assert not ask("ask", "--as-of", "2020-01-01")
    assert "Nobody was asked yet" in run("ask", "--as-of", "2020-01-01").stderr


def test_a_reminder_is_drafted_while_the_request_is_out(run: Run, ask: Ask, form: Path) -> None:
    code = ask("ask")[0]["request"]["code"]
    assert "no answer needed" in run("ask", "remind", code).stdout
    run("ask", "take", "-", keys=answer(form))
    assert "is answered" in str(run("ask", "remind", code).exception)


def test_a_request_is_extended_written_again_and_withdrawn(
    run: Run, ask: Ask, form: Path, tmp_path: Path
) -> None:
    code = ask("ask")[0]["request"]["code"]
    assert "until 2190-01-01" in run("ask", "extend", code, "2190-01-01").stdout
    assert "is past" in str(run("ask", "extend", code, "2020-01-01").exception)
    again = tmp_path / "again.html"
    run("ask", "form", code, "--out", str(again))
    assert "1 January 2190" in again.read_text()
    assert "withdrawn" in run("ask", "withdraw", code).stdout
    assert "was withdrawn" in str(run("ask", "take", "-", keys=answer(form)).exception)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Ana", "--source", "self"), "nobody to ask"),
        (("Ana", "--source", "boss"), "nobody to ask"),
        ((" ", "--source", "peer"), "Say whom you ask"),
        (("Ana", "--source", "peer", "--evidence", "zzzz"), "have an id that begins with 'zzzz'"),
        (("Ana", "--source", "peer", "--until", "2020-01-01"), "before the day it is asked on"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(
    run: Run, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in str(run("ask", "new", *words).exception)


def test_nobody_asks_themselves_or_for_a_request_there_is_not(run: Run, form: Path) -> None:
    told = run("ask", "new", "dana  MADE-UP", "--source", "peer")
    assert "your own name" in str(told.exception)
    assert "There is no request xyz" in str(run("ask", "remind", "xyz").exception)


def test_json_tells_the_request_and_what_was_taken(run: Run, ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    told = ask("ask", "new", "Ana", "--source", "peer", "--out", str(path))
    file = tmp_path / "answer.txt"
    file.write_text(answer(path))
    assert ask("ask", "take", str(file))["request"]["code"] == told["code"]


@pytest.mark.parametrize("name", ["form.html", "nowhere/form.html"])
def test_where_no_form_can_be_written_nobody_is_asked(
    run: Run, ask: Ask, form: Path, name: str
) -> None:
    path = form.parent / name
    asked = run("ask", "new", "Ben Made-up", "--source", "peer", "--out", str(path))
    assert asked.exit_code == 1
    assert [told["request"]["name"] for told in ask("ask")] == ["Ana Made-up"]


def test_the_link_is_told_while_others_reach_it(run: Run, ask: Ask, form: Path) -> None:
    from headway.records import places, private_links

    [told] = ask("ask")
    code = told["request"]["code"]
    assert "Others reach nothing" in str(run("ask", "link", code).exception)
    assert "headway serve --for-others" in run("ask").stderr
    with closing(private_links.hold_address(places.find_workspace(), "http://ada.example:8766")):
        link = ask("ask", "link", code)["link"]
        assert link.startswith(f"http://ada.example:8766/answer/{code}/")
        for words in (("ask",), ("ask", "link", code), ("ask", "remind", code)):
            assert link in run(*words).stdout
        assert link not in run("ask", "--json").stdout
        told = run("ask", "new", "Ben", "--source", "peer", "--out", str(form.parent / "ben.html"))
        assert told.stdout.count("http://ada.example:8766/answer/") == 2
        assert "attached" not in told.stdout


def test_a_request_that_is_over_has_no_link(run: Run, ask: Ask, form: Path) -> None:
    run("ask", "take", "-", keys=answer(form))
    [told] = ask("ask")
    assert "takes no answer" in str(run("ask", "link", told["request"]["code"]).exception)


def test_an_answer_is_deleted_so_that_another_can_be_taken(run: Run, ask: Ask, form: Path) -> None:
    [told] = ask("ask")
    code = told["request"]["code"]
    assert "Nothing came back" in str(run("ask", "forget", code).exception)
    run("ask", "take", "-", keys=answer(form))
    refused = str(run("ask", "take", "-", keys=answer(form, 1)).exception)
    assert f"headway ask forget {code}" in refused
    assert "is deleted" in run("ask", "forget", code).stdout
    assert "Taken in" in run("ask", "take", "-", keys=answer(form, 1)).stdout
    [fact] = ask("ratings")
    assert set(fact["body"]["answers"].values()) == {"partly"}
