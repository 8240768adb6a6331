"""The demo, and looking after the record."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from headway import cli
from headway.cli.app import app

Ask = Callable[..., Any]
Run = Callable[..., Any]


def test_the_demo_goes_the_whole_way_and_says_what_to_do_next(run: Run, ask: Ask) -> None:
    shown = run("demo", "--as-of", "2026-11-23").stdout
    assert "Robin Sample is fictional" in shown
    assert "headway import" in shown
    assert ask("profile")["about"] is None


def test_the_demo_gives_the_same_answer_to_the_last_digit(run: Run) -> None:
    first, second = (run("demo", "--as-of", "2026-11-23", "--json").stdout for _ in range(2))
    assert first == second
    assert json.loads(first).keys() == {"standing", "gap", "plan", "progress", "packet"}


def test_an_archive_carries_everything_into_an_empty_workspace(
    run: Run, ask: Ask, resume: Path, tmp_path: Path
) -> None:
    run("import", str(resume), "--yes")
    run("rate", "communication=3", "--source", "manager", "--by", "Ana")
    run("export", str(tmp_path / "all.zip"))
    before = run("standing", "--target", "spm", "--json").stdout
    other = ["--workspace", str(tmp_path / "other")]
    for words in (["import", str(tmp_path / "all.zip")], ["standing", "--target", "spm", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "headway.cli", *other, *words], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout == before


def test_a_backup_brings_back_what_was_there(run: Run, ask: Ask, tmp_path: Path) -> None:
    run("log", "Before")
    run("backup", str(tmp_path / "copy.sqlite3"))
    run("log", "After")
    assert "Restored from" in run("restore", str(tmp_path / "copy.sqlite3")).stdout
    assert [f["body"]["text"] for f in ask("evidence", "list")] == ["Before"]


def test_nothing_to_export_is_said(run: Run, tmp_path: Path) -> None:
    assert "nothing to export" in str(run("export", str(tmp_path / "all.zip")).exception)


def test_the_doctor_finds_nothing_wrong_with_a_new_workspace(ask: Ask, run: Run) -> None:
    assert all(finding["ok"] for finding in ask("doctor"))
    assert run("doctor").stdout.startswith("ok  Python")


def commands(group: Any, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        found += (
            commands(command, (*prefix, name))
            if hasattr(command, "commands")
            else [(*prefix, name)]
        )
    return found


ALL_COMMANDS = commands(typer.main.get_command(app))


@pytest.mark.parametrize("words", ALL_COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(run: Run, words: tuple[str, ...]) -> None:
    shown = run(*words, "--help").stdout
    assert "Usage: " in shown
    assert f"headway {' '.join(words)}" in re.sub(r"\s+", " ", shown.split("Options")[1])


def test_a_refusal_ends_with_a_sentence_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["headway", "ladder", "show", "wizard"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("This ladder has no role 'wizard'")


def test_wrong_usage_ends_with_exit_code_2(run: Run) -> None:
    assert run("standing", "--colour").exit_code == 2


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version").stdout.startswith("headway 0.")
