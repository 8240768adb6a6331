"""Marking invented people, one key an answer, and what is said of one's strictness afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Ask = Callable[..., Any]
Run = Callable[..., Any]
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = ("--by", "Kim Made-up", "--source", "peer")


def levels(ask: Ask, competency: str) -> float:
    found = ask("standing")["estimates"]
    return next(e["mean"] for e in found if e["competency"] == competency)


def test_somebody_elses_answers_are_kept_under_their_name(run: Run) -> None:
    result = run("vignettes", *BY, "--count", "2", keys="1\n2\n?\n1\n?\n3\n")
    assert "Kim Made-up" in result.stdout
    assert "not validated yet" in result.stdout
    assert "Scene 2 of 2" in result.stderr
    assert "Piotr" in run("vignettes", *BY, "--explain").stdout


def test_a_scene_is_asked_once(run: Run) -> None:
    first = run("vignettes", *BY, keys="1\n" * 20).stderr
    second = run("vignettes", *BY, keys="1\n" * 20).stderr
    assert "Lukas" in first
    assert "Lukas" not in second
    for _ in range(4):
        run("vignettes", *BY, keys="1\n" * 20)
    assert "Every scene has been marked" in run("vignettes", *BY, keys="").stderr


def test_wrong_keys_are_told_and_an_answer_can_be_taken_back(run: Run) -> None:
    result = run("vignettes", "--json", *BY, keys="9\nx\n4\nu\n1\nq\n")
    assert "'9' is no answer" in result.stderr
    assert '"lukas-business-words/business-acumen": 1' in result.stdout


def test_stopping_at_once_keeps_nothing(run: Run, ask: Ask) -> None:
    result = run("vignettes", *BY, keys="q\n")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No scene has been marked yet" in run("vignettes", *BY, "--explain").stderr


def test_a_level_where_the_scene_shows_none_is_told(run: Run) -> None:
    told = run("vignettes", *BY, keys="1\n2\n3\nq\n").stdout
    assert "Team leadership (in lukas-business-words)" in told


def test_of_somebody_who_rates_in_rounds_no_change_is_promised(run: Run, ask: Ask) -> None:
    run("rate", "communication=2", *BY, "--cycle", "spring")
    before = levels(ask, "communication")
    told = run("vignettes", *BY, "--count", "2", keys="0\n" * 20).stdout
    assert "counts in a calibration only" in told
    assert "from now on" not in told
    assert levels(ask, "communication") == before


def test_who_marks_must_be_clear(run: Run) -> None:
    assert "--by NAME --source peer" in str(run("vignettes", "--by", "Kim").exception)
    assert "--by NAME --source peer" in str(run("vignettes", "--source", "peer").exception)
    assert "no source" in str(run("vignettes", "--source", "boss").exception)
    assert "Two to four" in str(run("vignettes", "--count", "9").exception)


def test_a_strict_raters_marks_are_read_in_that_light(run: Run, ask: Ask) -> None:
    run("rate", "communication=2", *BY)
    before = levels(ask, "communication")
    assert (
        "more strictly than most" in run("vignettes", *BY, "--count", "4", keys="0\n" * 20).stdout
    )
    assert levels(ask, "communication") > before + 0.1


def test_ones_own_strictness_changes_nothing_of_ones_own(run: Run, ask: Ask) -> None:
    run("rate", "communication=2")
    before = levels(ask, "communication")
    told = run("vignettes", "--count", "4", keys="0\n" * 20).stdout
    assert "You mark more strictly than most" in told
    assert levels(ask, "communication") == before


def test_a_calibration_of_one_person_says_what_it_cannot_tell_and_what_could(run: Run) -> None:
    run("rate", "communication=2", *BY)
    told = run("ratings", "--calibrate").stdout
    assert "1 form about 1 person" in told
    assert "can't tell" in told
    assert "headway vignettes --by NAME" in told


def test_a_calibration_names_those_whom_vignettes_tell_of(run: Run, ask: Ask) -> None:
    run("vignettes", *BY, "--count", "4", keys="0\n" * 20)
    assert "Kim Made-up marks more strictly than most" in run("ratings", "--calibrate").stdout
    made = ask("ratings", "--calibrate")
    assert made["is_shipped"]
    assert made["raters"]["named kim made-up"]["mean"] > 0.4


def test_calibrating_twice_keeps_one(run: Run, ask: Ask) -> None:
    from headway.records.models import CalibrationVersion

    assert ask("ratings", "--calibrate") == ask("ratings", "--calibrate")
    assert CalibrationVersion.objects.count() == 1


def test_a_review_of_few_people_says_nothing_of_single_raters(run: Run, ask: Ask) -> None:
    run("rate", "communication=2", *BY)
    told = run("ratings", "--review").stdout
    assert "Nothing is said of single raters" in told
    assert "Kim" not in told
    assert ask("ratings", "--review")["is_withheld"]


def test_a_review_of_many_names_the_strict_and_who_can_be_compared(run: Run) -> None:
    from headway.core.ratings import RatingForm
    from headway.formats import built_in
    from headway.records import bridge

    run("profile", "--name", "Dana Made-up")
    slugs = [competency.slug for competency in built_in.ladder().competencies]
    for number in range(8):
        person = bridge.register_person(f"Person {number}", created_at=MOMENT)
        for rater, level in (("Strict", 1), ("Usual", 2), ("Mild", 3)):
            form = RatingForm(rater=rater, source="peer", marks=dict.fromkeys(slugs, level))
            bridge.record_fact(person, form, happened_on=MOMENT.date(), recorded_at=MOMENT)
    told = run("ratings", "--review").stdout
    assert "Strict marks more strictly than most" in told
    assert "Mild marks more leniently than most" in told
    assert "One and the same mark for everything on 8 of 8 long forms" in told
    assert "3 raters and 8 people" in told
    assert "about 8 people" in run("ratings", "--calibrate").stdout
