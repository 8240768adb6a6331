"""Being asked about single acts: one key an answer, each kept at once, the most telling next."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]
SPM = ("assess", "--target", "senior-product-manager")


@pytest.fixture
def kept(ask: Ask) -> Callable[[], list[dict[str, str]]]:
    """The answers of each form kept so far."""
    return lambda: [fact["body"]["answers"] for fact in ask("ratings")]


def test_the_answers_given_before_stopping_are_kept_as_one_form(run: Run, kept: Any) -> None:
    result = run(*SPM, keys="y\n?\nz\np\nn\nx\nq\n")
    (answers,) = kept()
    assert list(answers.values()) == ["seen", "can't say", "partly", "not seen", "does not apply"]
    assert "Kept 5 answers. 3 answered" in result.stdout
    assert "'z' is no answer" in result.stderr


def test_the_end_of_what_is_piped_in_stops_it(run: Run, kept: Any) -> None:
    assert run(*SPM, keys="y\nn").exit_code == 0
    assert len(kept()[0]) == 2


def test_the_last_answer_can_be_undone_and_asked_again(run: Run, kept: Any) -> None:
    run(*SPM, keys="y\nn\nu\np\nq\n")
    assert list(kept()[0].values()) == ["seen", "partly"]
    assert run(*SPM, keys="u\nq\n").stderr.count("There is no answer to undo") == 1


def test_who_undoes_everything_has_answered_nothing(run: Run, kept: Any) -> None:
    result = run(*SPM, keys="y\nu\nq\n")
    assert "Nothing was answered" in result.stderr
    assert kept() == []


def test_an_undone_first_answer_does_not_hinder_the_next(run: Run, kept: Any) -> None:
    run(*SPM, keys="y\nu\nn\nq\n")
    assert [list(answers.values()) for answers in kept()] == [["not seen"]]


def test_a_stop_at_once_keeps_nothing(run: Run, kept: Any) -> None:
    assert run("assess", keys="q\n").exit_code == 0
    assert kept() == []


def test_what_was_answered_before_is_not_asked_again_unless_wanted(run: Run, kept: Any) -> None:
    run(*SPM, keys="y\n" * 3 + "q\n")
    second = run(*SPM, keys="y\n" * 3 + "q\n")
    assert "3 acts were asked about before" in second.stderr
    first, later = kept()
    assert not set(first) & set(later)
    run(*SPM, "--again", keys="n\n" * 20 + "q\n")
    assert set(first) & set(kept()[-1])


def test_fifteen_answers_give_a_first_list_of_gaps(run: Run) -> None:
    result = run(*SPM, keys="n\n" * 15)
    told = result.stdout.split("What matters most, as you see it")[1]
    assert [line[:2] for line in told.splitlines()[2:5]] == ["1.", "2.", "3."]
    assert "What is missing for Senior Product Manager" in run("gap", "--target", "spm").stdout


def test_it_says_how_far_the_answers_reach_and_what_would_sharpen(run: Run) -> None:
    result = run(*SPM, keys="y\n" * 6 + "q\n")
    assert "6 answered; " in result.stdout
    assert "of 16 competencies can be told; about " in result.stdout
    assert "To sharpen your own view: `headway assess` goes on with " in result.stdout
    assert "Somebody else's view" in result.stdout


def test_it_is_told_as_ones_own_view(run: Run) -> None:
    told = run(*SPM, keys="y\nq\n").stdout
    assert "How you see yourself against Senior Product Manager" in told
    assert "Your own view; others may see it differently." in told


def test_once_others_have_rated_it_stands_beside(run: Run) -> None:
    run("rate", "communication=3", "--source", "manager", "--by", "Ana")
    assert "does not count in it" in run(*SPM, keys="y\nq\n").stdout


def test_the_result_as_json_tells_the_view_the_gaps_and_the_next_act(run: Run) -> None:
    told = json.loads(run(*SPM, "--json", keys="y\nn\nq\n").stdout)
    assert told["answered_count"] == 2
    assert len(told["top"]) == 3
    assert told["own_view"]["compared_role"] == "senior-product-manager"
    assert told["next_behaviour"].count("/") == 2


def test_without_a_role_the_levels_are_asked_about(run: Run) -> None:
    assert "2 answered, about 2 of 16 competencies." in run("assess", keys="y\ny\nq\n").stdout


def test_answers_of_an_earlier_day_count_today(run: Run, ask: Ask) -> None:
    shown = run(*SPM, "--on", "2026-01-05", keys="y\nq\n").stdout
    assert "a single view" in shown
    assert ask("ratings")[0]["happened_on"] == "2026-01-05"
    assert "still to come" in str(run("assess", "--on", "2190-01-01", keys="q\n").exception)


def test_the_list_of_ratings_counts_the_answers(run: Run) -> None:
    run(*SPM, keys="y\ny\nq\n")
    assert "2 answers about single acts" in run("ratings").stdout
