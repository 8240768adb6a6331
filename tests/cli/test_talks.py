"""Talks and publications by commands."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]
TODAY = datetime.now(UTC).date()
DAY = str(TODAY + timedelta(days=200))


@pytest.fixture
def planned(ask: Ask) -> Any:
    return ask("learn", "talks", "plan", "What we stopped", DAY, "--about", "product-strategy")


def test_a_talk_is_planned_with_its_steps(ask: Ask, run: Run, planned: Any) -> None:
    [kept] = ask("learn", "talks")
    assert kept["fact"] == planned["id"]
    assert len(kept["talk"]["steps"]) == 3
    assert "1. Send the proposal, by " in run("learn", "talks").stdout
    assert ask("learn", "talks", "--as-of", "2020-01-01") == []
    assert "Nothing planned yet" in run("learn", "talks", "--as-of", "2020-01-01").stderr


def test_a_publication_has_other_steps(run: Run) -> None:
    told = run("learn", "talks", "plan", "On saying no", DAY, "--publication", "--at", "A paper")
    assert "Publication in A paper" in told.stdout
    assert "Propose it to who publishes" in told.stdout


def test_steps_are_done_and_moved_with_the_day(ask: Ask, run: Run, planned: Any) -> None:
    assert "done on" in run("learn", "talks", "done", "what we", "1").stdout
    later = str(TODAY + timedelta(days=210))
    moved = ask("learn", "talks", "move", "what we", later)["talk"]
    assert (moved["on"], moved["steps"][0]["done_on"]) == (later, str(TODAY))


def test_what_was_held_is_evidence(ask: Ask, run: Run, planned: Any) -> None:
    ask("learn", "talks", "held", "what we", "--came", "Two invitations", "--on", str(TODAY))
    [item] = ask("evidence", "list")
    assert item["body"]["text"] == "Spoke “What we stopped”: Two invitations"
    assert "Two invitations." in run("learn", "talks").stdout
    assert "took place on" in str(run("learn", "talks", "held", "what we").exception)


def test_a_talk_is_named_by_its_id_and_dropped(ask: Ask, run: Run, planned: Any) -> None:
    another = ask("learn", "talks", "plan", "What we began", DAY)
    assert "2 talks begin with" in str(run("learn", "talks", "drop", "what").exception)
    said = run("learn", "talks", "drop", another["id"][:8]).stdout
    assert "Taken back: What we began." in said
    assert ask("learn", "talks", "drop", "What")["id"] == planned["id"]
    told = run("learn", "talks", "plan", "Held soon", DAY).stdout
    assert "Held soon" in run("learn", "talks", "held", "held").stdout + told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("plan", " ", DAY), "Say what it is called"),
        (("plan", "x", "2020-01-01"), "is past"),
        (("plan", "x", DAY, "--about", "charm"), "no competency 'charm'"),
        (("plan", "x", DAY, "--link", "ftp://x"), "is no link"),
        (("done", "what we", "7"), "steps 1 to 3"),
        (("held", "what we", "--on", "2190-01-01"), "still to come"),
        (("drop", "nothing"), "0 talks begin with"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Run, planned: Any, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in str(run("learn", "talks", *words).exception)
