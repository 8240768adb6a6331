"""Rating oneself and keeping what others see."""

from collections.abc import Callable
from typing import Any

Ask = Callable[..., Any]
Run = Callable[..., Any]


def marks(ask: Ask) -> list[dict[str, int]]:
    return [fact["body"]["marks"] for fact in ask("ratings")]


def test_a_form_is_kept_under_its_rater(ask: Ask, run: Run) -> None:
    run("rate", "communication=3", "--source", "peer", "--by", "Ana")
    (fact,) = ask("ratings")
    assert (fact["body"]["rater"], fact["body"]["source"]) == ("Ana", "peer")
    assert "Ana (peer): communication=3" in run("ratings").stdout


def test_somebody_elses_form_needs_a_name_and_a_known_source(run: Run) -> None:
    assert "Say who rates" in str(run("rate", "communication=3", "--source", "peer").exception)
    assert "no source" in str(run("rate", "communication=3", "--source", "boss").exception)


def test_ones_own_view_is_shown_and_out_of_the_pool_once_another_has_rated(ask: Ask) -> None:
    ask("rate", "communication=4")
    assert ask("standing")["estimates"][11]["view_count"] == 1
    ask("rate", "data-analysis=2", "--source", "manager", "--by", "Ana")
    standing = ask("standing")
    assert standing["others_have_rated"]
    assert standing["estimates"][11]["view_count"] == 0


def test_an_assessment_keeps_the_answers_given_before_stopping(run: Run, ask: Ask) -> None:
    result = run("assess", "--target", "spm", keys="3\n?\nx\n2\nq\n")
    assert "Kept your own view of 2 competencies" in result.stdout
    assert "'x' is no answer" in result.stderr
    assert sorted(marks(ask)[0].values()) == [2, 3]


def test_an_assessment_ends_by_itself_when_all_is_asked(run: Run, ask: Ask) -> None:
    run("assess", keys="2\n" * 40)
    assert len(marks(ask)[0]) == 16


def test_an_assessment_without_an_answer_keeps_nothing(run: Run, ask: Ask) -> None:
    assert run("assess", keys="q\n").exit_code == 0
    assert marks(ask) == []


def test_an_assessment_needs_at_most_fifteen_answers_for_a_first_gap_list(run: Run) -> None:
    run("assess", "--target", "spm", keys="2\n" * 15)
    assert "What is missing for Senior Product Manager" in run("gap", "--target", "spm").stdout


def test_no_ratings_say_what_to_do(run: Run) -> None:
    assert "headway assess" in run("ratings").stderr


def test_a_rater_may_have_had_no_chance_to_see(ask: Ask) -> None:
    form = ask("rate", "communication=3", "team-building=?", "--source", "peer", "--by", "Ana")
    assert form["no_chance_to_see"] == ["team-building"]


def test_forms_that_contradict_themselves_are_refused(run: Run) -> None:
    assert "stands twice" in str(run("rate", "communication=3", "communication=2").exception)
    assert "your own" in str(run("rate", "communication=3", "--by", "Ana").exception)


def test_an_assessment_of_an_earlier_day_counts_today(run: Run, ask: Ask) -> None:
    shown = run("assess", "--on", "2026-01-05", keys="3\nq\n").stdout
    assert "a single view" in shown
    assert ask("ratings")[0]["happened_on"] == "2026-01-05"
    assert "still to come" in str(run("assess", "--on", "2190-01-01", keys="q\n").exception)
