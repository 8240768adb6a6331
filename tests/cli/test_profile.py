"""Importing a history, and saying who one is and where one wants to go."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from headway.cli.profile import _ask_role
from headway.core.profile import Position
from headway.formats import built_in

Ask = Callable[..., Any]
Run = Callable[..., Any]


def test_an_import_keeps_positions_and_drafts(ask: Ask, resume: Path) -> None:
    report = ask("import", str(resume), "--yes")
    assert report["is_kept"]
    assert report["added_count"] == 5
    assert len(report["questions"]) == 1


def test_the_same_file_twice_changes_nothing(ask: Ask, resume: Path) -> None:
    ask("import", str(resume), "--yes")
    report = ask("import", str(resume), "--yes")
    assert (report["added_count"], report["already_known_count"]) == (0, 5)


def test_a_dry_run_keeps_nothing(ask: Ask, resume: Path) -> None:
    assert not ask("import", str(resume), "--dry-run")["is_kept"]
    assert ask("profile")["positions"] == []


def test_an_import_shows_what_it_read_and_asks_about_unclear_titles(run: Run, resume: Path) -> None:
    shown = run("import", str(resume), "--yes").stdout
    assert "Senior Product Manager, Imagined Payments" in shown
    assert "role unclear" in shown
    assert "'Product Owner' may be" in shown


def test_a_file_that_is_no_history_is_refused_with_a_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("just notes")
    result = run("import", str(path), "--yes")
    assert result.exit_code == 1
    assert "JSON" in str(result.exception)


def test_a_missing_file_is_refused_with_its_name(run: Run) -> None:
    assert "nowhere.json can't be read" in str(run("import", "nowhere.json").exception)


def test_the_held_role_follows_from_the_imported_titles(run: Run, resume: Path) -> None:
    run("import", str(resume), "--yes")
    assert "Role held: Senior Product Manager" in run("profile").stdout


def test_an_aim_is_kept_and_completed_later(ask: Ask) -> None:
    ask("profile", "--target", "spm", "--by", "2028-06-30", "--budget-per-year", "1500.50")
    aim = ask("profile", "--hours-per-week", "6")["aim"]
    assert (aim["target_role"], aim["by"]) == ("senior-product-manager", "2028-06-30")
    assert (aim["hours_per_week"], aim["budget_per_year_minor"]) == (6, 150050)


def test_another_currency_needs_its_own_budget(run: Run) -> None:
    run("profile", "--budget-per-year", "1500")
    refused = run("profile", "--currency", "EUR")
    assert "Say the budget in EUR too" in str(refused.exception)


def test_a_name_and_a_time_zone_are_kept(run: Run, ask: Ask) -> None:
    assert ask("profile", "--name", "Dana", "--time-zone", "Asia/Tokyo")["about"]["name"] == "Dana"
    assert "not a time zone" in str(run("profile", "--time-zone", "Mars/North").exception)


def test_more_hours_than_a_week_has_are_refused(run: Run) -> None:
    assert "168 hours" in str(run("profile", "--hours-per-week", "169").exception)


def test_an_unclear_title_becomes_the_role_that_is_chosen(monkeypatch: Any) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "1")
    position = _ask_role(Position(title="Product Owner"), built_in.ladder())
    assert position.role_certainty == "confirmed"
    assert position.role


def test_an_unclear_title_may_be_no_role(monkeypatch: Any) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "0")
    position = _ask_role(Position(title="Product Owner"), built_in.ladder())
    assert (position.role, position.role_certainty) == ("", "none")


def test_without_anybody_to_ask_an_import_needs_a_yes(run: Run, ask: Ask, resume: Path) -> None:
    assert "add --yes" in str(run("import", str(resume)).exception)
    assert ask("profile")["positions"] == []


def test_a_day_that_is_over_and_an_empty_name_are_refused(run: Run) -> None:
    assert "is over" in str(run("profile", "--by", "2020-01-01").exception)
    assert "at least one letter" in str(run("profile", "--name", " ").exception)


def test_an_aim_holds_from_today(run: Run) -> None:
    refused = run("profile", "--target", "spm", "--as-of", "2026-01-01")
    assert "holds from today" in str(refused.exception)
