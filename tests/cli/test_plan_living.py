"""A plan that was adopted: carried on with its changes told, looked at once a week, put into a calendar."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]


@pytest.fixture
def adopted(ask: Ask) -> Any:
    """A plan that was adopted today, for two hours a week."""
    return ask("plan", "--target", "spm", "--hours-per-week", "2", "--adopt")


def test_an_adopted_plan_is_carried_on_as_it_was(ask: Ask, adopted: Any) -> None:
    again = ask("plan")
    assert again["adopted_on"] == adopted["as_of"]
    assert (again["items"], again["changes"]) == (adopted["items"], [])
    assert again["wish"]["hours_per_week"] == 2


def test_what_was_told_since_changes_it_and_the_reason_is_told(
    run: Run, ask: Ask, adopted: Any
) -> None:
    step = adopted["items"][0]
    run("done", step["opportunity"], "--cancelled")
    changes = {c["opportunity"]: c for c in ask("plan")["changes"]}
    assert changes[step["opportunity"]]["cause"] == "cancelled"
    assert f"{step['title']} is out: it was cancelled." in run("plan").stdout


def test_a_fresh_plan_forgets_the_adopted_one(ask: Ask, adopted: Any) -> None:
    assert ask("plan", "--target", "spm", "--fresh")["adopted_on"] is None


def test_a_changed_plan_can_be_adopted_in_its_turn(run: Run, ask: Ask, adopted: Any) -> None:
    run("done", adopted["items"][0]["opportunity"], "--cancelled")
    second = ask("plan", "--adopt")
    assert second["counted_from"] == adopted["counted_from"]
    assert ask("plan")["changes"] == []


def test_being_late_until_a_day_moves_a_step(run: Run, ask: Ask, adopted: Any) -> None:
    slug = adopted["items"][0]["opportunity"]
    until = (date.fromisoformat(adopted["items"][0]["ends_on"]) + timedelta(days=30)).isoformat()
    run("done", slug, "--late-until", until)
    later = {item["opportunity"]: item for item in ask("plan")["items"]}[slug]
    assert later["ends_on"] >= until
    assert "not after" in str(run("done", slug, "--late-until", "2001-01-01").exception)


# The calendar -------------------------------------------------------------------------------------


def test_a_plan_is_written_as_a_calendar(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"
    plan = ask("plan", "--target", "spm", "--calendar", str(file))
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert [str(e["SUMMARY"]) for e in events] == [item["title"] for item in plan["items"]]


def test_a_place_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    result = run("plan", "--target", "spm", "--calendar", str(tmp_path / "no" / "plan.ics"))
    assert "can't be written" in str(result.exception)


# The weekly look ----------------------------------------------------------------------------------


def test_a_look_without_a_plan_says_how_to_get_one(run: Run) -> None:
    assert "headway plan --adopt" in str(run("progress", "--look").exception)


def test_one_key_tells_what_became_of_a_step(run: Run, ask: Ask, adopted: Any) -> None:
    due = adopted["items"][0]["opportunity"]
    result = run("progress", "--look", keys="d\ns\ns\ns\n")
    assert result.exit_code == 0
    states = {s["opportunity"]: s["state"] for s in ask("progress")["steps"]}
    assert states[due] == "done"
    assert "headway plan --adopt" in result.stdout


def test_late_asks_for_how_many_weeks(run: Run, ask: Ask, adopted: Any) -> None:
    run("progress", "--look", keys="l\nx\n9\nq\n")
    step = ask("progress")["steps"][0]
    day = date.fromisoformat(adopted["as_of"]) + timedelta(weeks=9)
    assert (step["state"], step["late_until"]) == ("late", day.isoformat())


def test_a_look_that_ends_midway_keeps_what_was_answered(run: Run, ask: Ask, adopted: Any) -> None:
    # The input ends after one answer, as if the window was closed.
    run("progress", "--look", keys="c\n")
    assert ask("progress")["steps"][0]["state"] == "cancelled"


def test_a_wrong_key_is_asked_again_and_skipping_keeps_nothing(
    run: Run, ask: Ask, adopted: Any
) -> None:
    result = run("progress", "--look", keys="7\ns\nq\n")
    assert "no answer" in result.stderr
    assert "Your plan stays as it is." in result.stdout
    assert {s["told_on"] for s in ask("progress")["steps"]} == {None}


def test_a_look_is_about_today(run: Run, adopted: Any) -> None:
    assert "about today" in str(run("progress", "--look", "--as-of", "2026-01-01").exception)


# Own effects --------------------------------------------------------------------------------------


def test_effects_need_views_before_and_after(run: Run, ask: Ask) -> None:
    assert ask("learn", "effects") == []
    assert "headway rate" in run("learn", "effects").stdout


def test_own_effects_are_used_only_when_asked_for_and_said(run: Run) -> None:
    result = run("plan", "--target", "spm", "--own-effects")
    assert "nothing yet" in result.stderr
    assert "own record" not in run("plan", "--target", "spm").stderr


def test_a_step_that_went_out_with_a_newly_adopted_plan_is_cancelled_in_the_calendar(
    run: Run, ask: Ask, adopted: Any, tmp_path: Path
) -> None:
    step = adopted["items"][0]
    run("done", step["opportunity"], "--cancelled")
    ask("plan", "--adopt")
    file = tmp_path / "plan.ics"
    run("plan", "--calendar", str(file))
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    cancelled = [str(event["SUMMARY"]) for event in events if event.get("STATUS") == "CANCELLED"]
    assert step["title"] in cancelled
