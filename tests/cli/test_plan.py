"""Planning from the record or from a file, adopting, and telling what became of steps."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]
DIRECTOR = "director-of-product-management"


def test_one_line_plans_from_a_file_and_keeps_nothing(run: Run, ask: Ask, resume: Path) -> None:
    shown = run("plan", "--resume", str(resume), "--target", DIRECTOR, "--hours-per-week", "5")
    assert "Role held now or last: Senior Product Manager" in shown.stdout
    assert "What is missing for Director of Product Management" in shown.stdout
    assert "Plan towards Director of Product Management" in shown.stdout
    assert ask("evidence", "list") == []


def test_the_held_role_can_be_said(ask: Ask, resume: Path) -> None:
    words = ("plan", "--resume", str(resume), "--target", DIRECTOR, "--held-role")
    assert ask(*words, "none")["held_role"] == ""
    assert ask(*words, "gpm")["held_role"] == "group-product-manager"


def test_a_plan_stays_within_hours_money_and_date(ask: Ask) -> None:
    plan = ask("plan", "--target", "spm", "--hours-per-week", "3", "--budget-per-year", "400")
    assert plan["items"]
    assert all(week["used"] <= week["limit"] + 1e-6 for week in plan["hours"])
    assert all(year["used"] <= 40_000 for year in plan["money"])
    assert all(item["ends_on"] <= plan["wish"]["by"] for item in plan["items"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--hours-per-week", "0"], "hours a week"),
        (["--hours-per-week", "200"], "at most 168"),
        (["--by", "2001-01-01"], "before it starts"),
        (["--budget-per-year", "-5"], "not an amount"),
        (["--currency", "EUR"], "budget in EUR"),
        (["--rate", "USD"], "is no rate"),
        (["--pin", "nothing"], "no opportunity 'nothing'"),
        (["--resume", "x.json", "--adopt"], "can't be adopted"),
    ],
)
def test_a_wish_that_makes_no_sense_is_a_sentence(
    run: Run, words: list[str], sentence: str
) -> None:
    result = run("plan", "--target", "spm", *words)
    assert result.exit_code == 1
    assert sentence in str(result.exception)


def test_an_adopted_plan_is_compared_with_what_is_told(run: Run, ask: Ask) -> None:
    run("profile", "--target", "spm")
    plan = ask("plan", "--adopt")
    step = plan["items"][0]["opportunity"]
    run("done", step, "--hours", "12", "--cost", "10", "--reflection", "It helped")
    progress = ask("progress")
    assert {s["opportunity"]: s["state"] for s in progress["steps"]}[step] == "done"
    assert progress["hours"] == 12


def test_a_finished_step_becomes_evidence_and_is_not_planned_again(run: Run, ask: Ask) -> None:
    run("profile", "--target", "spm")
    step = ask("plan")["items"][0]["opportunity"]
    run("done", step)
    assert ask("evidence", "list")[0]["body"]["text"].startswith("Finished: ")
    assert step not in [item["opportunity"] for item in ask("plan")["items"]]


def test_outcomes_that_make_no_sense_are_refused(run: Run) -> None:
    name = "rehearse-interview-guides"
    assert "no outcome" in str(run("done", name, "--outcome", "great").exception)
    assert "can't be" in str(run("done", name, "--hours", "-1").exception)
    assert "still to come" in str(run("done", name, "--on", "2190-01-01").exception)
    assert "no opportunity" in str(run("done", "nothing").exception)


def test_the_adopted_text_says_what_to_do_next(run: Run) -> None:
    assert "Adopted." in run("plan", "--target", "spm", "--adopt").stdout


def test_a_role_that_lies_behind_is_said_to(run: Run, resume: Path) -> None:
    words = ("plan", "--resume", str(resume), "--target")
    assert "comes before the role you hold" in run(*words, "apm").stdout
    assert "comes before" not in run(*words, DIRECTOR).stdout


def test_limits_that_nobody_named_are_said(run: Run, resume: Path) -> None:
    assert "no money are assumed" in run("plan", "--resume", str(resume), "--target", "spm").stderr


def test_where_the_day_has_begun_before_utc_the_file_is_known(
    ask: Ask, resume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    monkeypatch.setattr("headway.cli.session.now", lambda: late)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    plan = ask("plan", "--resume", str(resume), "--target", DIRECTOR)
    assert (plan["as_of"], plan["held_role"]) == ("2026-11-24", "senior-product-manager")


PRODUCT_MANAGER = ("--held-role", "product-manager", "--target", "spm", "--as-of", "2026-11-23")


def test_the_earliest_date_comes_with_its_plan(ask: Ask) -> None:
    told = ask("plan", *PRODUCT_MANAGER, "--hours-per-week", "8", "--ready")
    found, needed = told["readiness"], told["needed"]
    assert (found["state"], needed) == ("found", None)
    assert found["ready_on"] == max(item["ends_on"] for item in found["plan"]["items"])
    assert found["gaps"]


def test_days_away_have_no_hours(ask: Ask) -> None:
    away = ("--away", "2026-12-21..2027-01-03", "--away", "2027-02-01..2027-02-07=1.5")
    weeks = ask("plan", *PRODUCT_MANAGER, "--by", "2027-03-07", *away)["hours"]
    by_day = {week["starts_on"]: week["limit"] for week in weeks}
    assert (by_day["2026-12-21"], by_day["2026-12-28"], by_day["2027-02-01"]) == (0.0, 0.0, 1.5)


def test_a_curve_has_ten_points_and_the_wish_on_it(ask: Ask) -> None:
    words = ("--by", "2027-04-30", "--hours-per-week", "2", "--curve", "hours")
    curve = ask("plan", *PRODUCT_MANAGER, *words)
    assert len(curve["points"]) == 10
    assert sum(point["is_wish"] for point in curve["points"]) == 1


def test_a_must_have_that_is_missed_says_what_would_be_needed(run: Run) -> None:
    words = ("--must", "team-building", "--by", "2027-02-28", "--hours-per-week", "1")
    shown = run("plan", *PRODUCT_MANAGER, *words).stdout
    assert "Team building is a must-have and comes first" in shown
    assert "By 28 February 2027 no plan was found that gets there" in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--away", "2027-01-01"], "is no time away"),
        (["--away", "2027-01-01..2027-01-05=many"], "is no time away"),
        (["--at-once", "-1"], "at least 1"),
        (["--must", "singing"], "asks for no level in 'singing'"),
        (["--curve", "luck"], "has no curve"),
    ],
)
def test_a_richer_wish_that_makes_no_sense_is_a_sentence(
    run: Run, words: list[str], sentence: str
) -> None:
    result = run("plan", "--target", "spm", *words)
    assert result.exit_code == 1
    assert sentence in str(result.exception)
