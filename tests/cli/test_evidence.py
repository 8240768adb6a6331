"""Keeping what one did, confirming drafts, taking back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Run = Callable[..., Any]


def test_what_is_logged_is_listed(ask: Ask) -> None:
    ask("log", "Cut the release in two", "--shows", "delivery-management=working")
    (fact,) = ask("evidence", "list")
    assert fact["body"]["text"] == "Cut the release in two"
    assert fact["body"]["tags"] == [{"competency": "delivery-management", "level": 2}]


def test_without_a_level_only_candidates_are_suggested(ask: Ask) -> None:
    kept = ask("log", "Interviewed nine customers about why they left")
    assert [t["competency"] for t in kept["evidence"]["tags"]] == ["customer-discovery"]
    assert kept["evidence"]["tags"][0]["level"] is None


def test_somebody_who_saw_it_corroborates(ask: Ask) -> None:
    item = ask("log", "Held the line", "--seen-by", "Ana")["evidence"]
    assert (item["support"], item["corroborated_by"]) == ("corroborated", ["Ana"])


def test_the_future_and_emptiness_are_refused(run: Run) -> None:
    assert "still to come" in str(run("log", "x", "--on", "2190-01-01").exception)
    assert "in a sentence" in str(run("log", "   ").exception)
    assert "is not a day" in str(run("log", "x", "--on", "yesterday").exception)


def test_unknown_competencies_and_levels_are_refused_by_name(run: Run) -> None:
    assert "no competency 'charm'" in str(run("log", "x", "--shows", "charm=2").exception)
    assert "no level 7" in str(run("log", "x", "--shows", "communication=7").exception)
    assert "as communication=3" in str(run("log", "x", "--shows", "communication").exception)
    assert "no experience" in str(run("log", "x", "--supports", "flew").exception)


def test_a_draft_counts_once_confirmed(ask: Ask, resume: Path) -> None:
    ask("import", str(resume), "--yes")
    draft = ask("evidence", "list", "--drafts")[0]
    ask("evidence", "confirm", draft["id"][:8], "--shows", "communication=2")
    assert len(ask("evidence", "list", "--drafts")) == 1
    standing = ask("standing", "--target", "spm")
    counts = {e["competency"]: e["evidence_count"] for e in standing["estimates"]}
    assert counts["communication"] == 1


def test_what_is_taken_back_is_gone_from_the_list(ask: Ask, run: Run) -> None:
    kept = ask("log", "A mistake")
    assert "Taken back: A mistake" in run("evidence", "remove", kept["id"][:8]).stdout
    assert ask("evidence", "list") == []


def test_an_id_that_names_nothing_is_refused(run: Run) -> None:
    assert "begins with 'ffff'" in str(run("evidence", "remove", "ffff").exception)


def test_the_list_reads_in_one_line_each(run: Run) -> None:
    assert "headway log" in run("evidence", "list").stdout
    run("log", "Cut the release in two", "--shows", "delivery-management=2")
    assert (
        "[claimed] Cut the release in two (delivery-management=2)" in run("evidence", "list").stdout
    )


def test_the_same_sentence_on_the_same_day_is_kept_once(run: Run, ask: Ask) -> None:
    ask("log", "Cut the release in two")
    assert "kept already" in str(run("log", "Cut the release in two").exception)
    assert len(ask("evidence", "list")) == 1


def test_links_and_control_characters_are_not_taken_as_they_come(run: Run, ask: Ask) -> None:
    assert "is no link" in str(run("log", "x", "--link", "javascript:alert(1)").exception)
    assert ask("log", "Cut\x1b[31m it\x07")["evidence"]["text"] == "Cut [31m it"


def test_nobody_s_name_corroborates_nothing(ask: Ask) -> None:
    kept = ask("log", "Ran a test", "--seen-by", " ")
    assert (kept["evidence"]["support"], kept["evidence"]["corroborated_by"]) == ("claimed", [])


def test_a_confirmation_can_correct_the_words_and_the_link(run: Run, ask: Ask) -> None:
    kept = ask("log", "Ran a tset", "--link", "https://example.org")
    told = ask("evidence", "confirm", kept["id"], "--text", "Ran a test")["evidence"]
    assert (told["text"], told["link"]) == ("Ran a test", "https://example.org")
    new = ask("evidence", "list")[0]["id"]
    late = run("evidence", "confirm", new, "--on", "2190-01-01")
    assert "still to come" in str(late.exception)
    assert "is no link" in str(run("evidence", "confirm", new, "--link", "x").exception)


def test_a_confirmation_can_correct_the_day(ask: Ask) -> None:
    kept = ask("log", "Cut the release in two")
    ask("evidence", "confirm", kept["id"][:8], "--on", "2026-01-05", "--seen-by", "Ana")
    (fact,) = ask("evidence", "list")
    assert (fact["happened_on"], fact["body"]["support"]) == ("2026-01-05", "corroborated")
