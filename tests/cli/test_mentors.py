"""Guidance by commands: from who could help to the thanks, and the other side."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]
TODAY = datetime.now(UTC).date()
SOON = str(TODAY + timedelta(days=9))
TARGET = "senior-product-manager"


@pytest.fixture
def lena(ask: Ask) -> str:
    """Somebody who could help with strategy, and the role that is wanted."""
    ask("profile", "--target", TARGET)
    ask("network", "add", "Lena Made-up", "--strong-in", "product-strategy")
    return "lena"


@pytest.fixture
def agreed(ask: Ask, lena: str) -> str:
    ask("mentors", "ask", lena, "Three talks", "--about", "product-strategy", "--by", SOON)
    ask("mentors", "answer", lena, "agreed")
    return lena


def test_each_gap_says_who_could_help(ask: Ask, run: Run, lena: str) -> None:
    shown = run("mentors").stdout
    assert "- Lena Made-up: You noted that they are strong in product strategy" in shown
    assert "Nobody you noted" in shown
    gaps = {gap["competency"]: gap for gap in ask("mentors")["gaps"]}
    assert [m["name"] for m in gaps["product-strategy"]["mentors"]] == ["Lena Made-up"]


def test_without_a_role_one_is_asked_for(run: Run) -> None:
    assert "Say which role you want" in run("mentors").stdout


def test_asking_drafts_a_letter_and_sends_nothing(ask: Ask, run: Run, lena: str) -> None:
    letter = run("mentors", "ask", lena, "Three talks", "--about", "product-strategy").stdout
    assert "To send to Lena Made-up, as you like it" in letter
    assert "What I ask: Three talks." in letter
    (now,) = ask("mentors")["mentorings"]
    assert now["state"] == "asked"
    assert now["asked"]["mentoring"]["answer_by"] == str(TODAY + timedelta(days=14))
    assert "Dear Lena," in run("mentors", "show", lena).stdout
    assert "You have asked about it" in run("mentors").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("ask", "lena", "Again", "--about", "product-strategy"),
            "You asked Lena Made-up about this",
        ),
        (("ask", "lena", " "), "Say what is asked for"),
        (("ask", "lena", "x", "--by", str(TODAY)), "leaves no day to answer"),
        (("ask", "lena", "x", "--about", "charm"), "no competency 'charm'"),
        (("answer", "lena", "maybe"), "'maybe' is no answer"),
        (("answer", "lena", "resumed"), "it can only be paused, ended, thanked"),
        (("session", "lena", " "), "Say in a few words"),
        (("agree", "lena", " "), "Say what was agreed"),
        (("done", "Nothing like it"), "Nothing agreed on begins with"),
        (("offer", "99"), "from 0 to 20"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    run: Run, agreed: str, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in str(run("mentors", *words).exception)


def test_nothing_asked_is_told(ask: Ask, run: Run, lena: str) -> None:
    assert "Nothing was asked of or by Lena" in str(run("mentors", "show", lena).exception)
    ask("mentors", "ask", lena, "Talks")
    refused = run("mentors", "session", lena, "Too early")
    assert "It is asked; note sessions of what is agreed." in str(refused.exception)


def test_sessions_goals_and_actions_are_kept(ask: Ask, run: Run, agreed: str) -> None:
    ask("mentors", "session", agreed, "Strategy", "--received", "A book", "--next", SOON)
    ask("mentors", "agree", agreed, "Draft one page", "--by", SOON)
    ask("mentors", "agree", agreed, "Hold a review", "--goal", "--theirs")
    shown = run("mentors", "show", agreed).stdout
    for told in ("You: Draft one page, by", "Lena Made-up: Hold a review", "You received: A book"):
        assert told in shown
    assert "To thank them" in shown
    assert ask("mentors", "show", agreed)["next_session_on"] == SOON


def test_what_is_done_says_what_came_of_it(ask: Ask, run: Run, agreed: str) -> None:
    item = ask("mentors", "agree", agreed, "Draft one page")["id"]
    assert "Done: Draft one page" in run("mentors", "done", "draft", "--result", "Used").stdout
    (kept,) = ask("mentors", "show", agreed)["asked"]["items"]
    assert (kept["item"]["done_on"], kept["item"]["result"]) == (str(TODAY), "Used")
    assert kept["fact"] != item
    ask("mentors", "agree", agreed, "Draft one letter")
    assert "Done: Draft one letter" in run("mentors", "done", "draft one").stdout
    assert "2 things agreed on begin with" in str(run("mentors", "done", "draft one").exception)
    assert "Changed: Draft one page" in run("mentors", "done", "draft one page").stdout


def test_nothing_is_noted_before_it_was_asked_for(run: Run, agreed: str) -> None:
    early = str(TODAY - timedelta(days=1))
    told = (("answer", agreed, "ended"), ("session", agreed, "Talk"), ("agree", agreed, "A page"))
    for words in told:
        refused = run("mentors", *words, "--on", early)
        assert "before it was asked for" in str(refused.exception)


def test_a_mentoring_is_paused_and_ended(ask: Ask, run: Run, agreed: str) -> None:
    assert "Kept: Lena Made-up, paused." in run("mentors", "answer", agreed, "paused").stdout
    ask("mentors", "answer", agreed, "resumed")
    ask("mentors", "answer", agreed, "ended", "--note", "Thank you")
    assert ask("mentors", "show", agreed)["state"] == "ended"


def test_an_unanswered_request_names_the_next_person(ask: Ask, run: Run, lena: str) -> None:
    ask("network", "add", "Cy Made-up", "--strong-in", "product-strategy")
    asked_on = str(TODAY - timedelta(days=30))
    ask("mentors", "ask", lena, "Talks", "--about", "product-strategy", "--on", asked_on)
    shown = run("mentors").stdout
    assert "the request has expired" in shown
    assert "Perhaps ask Cy Made-up instead." in shown


def test_the_other_side_has_a_capacity(ask: Ask, run: Run, lena: str) -> None:
    assert "You have not said that you mentor anybody." in run("mentors").stdout
    ask("mentors", "offer", "1")
    ask("network", "add", "Ben Made-up")
    assert "Ben Made-up asks you" in run("mentors", "asked-by", "ben", "A look at my CV").stdout
    ask("mentors", "answer", "ben", "agreed")
    assert "No places are free: 1 mentee, 1 place." in run("mentors").stdout
    ask("mentors", "asked-by", lena, "A talk")
    assert "All your places are taken" in str(run("mentors", "answer", lena, "agreed").exception)
    assert "Paused." in run("mentors", "offer", "1", "--pause", "--until", SOON).stdout
    assert ask("mentors")["capacity"]["is_paused"]


def test_gaps_with_nobody_in_sight_are_told_in_a_line(run: Run, lena: str) -> None:
    shown = run("mentors").stdout
    assert shown.count("Nobody you noted: headway network change") == 3
    assert re.search("Nobody you noted: .*Communication", shown)
    run("network", "add", "Ben Made-up", "--role", "director-of-product-management")
    guessed = "Communication, too little to tell: Ben Made-up (a guess from their role)"
    assert guessed in run("mentors").stdout


def test_a_request_i_left_unanswered_says_so(run: Run, lena: str) -> None:
    asked_on = str(TODAY - timedelta(days=30))
    run("mentors", "asked-by", lena, "A look at my CV", "--on", asked_on)
    assert "You gave no answer by" in run("mentors").stdout
