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
from django.db import connection

from headway import cli
from headway.cli.app import app
from headway.records.places import Workspace

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
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: Run
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


DAMAGES = {
    "garbage": lambda content: b"no database at all " * 300,
    "truncated": lambda content: content[:5000],
    "empty": lambda content: b"",
}


def damage(folder: Path, change: Callable[[bytes], bytes]) -> None:
    connection.close()
    database = folder / "headway.sqlite3"
    database.write_bytes(change(database.read_bytes()))


@pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES)
def test_a_backup_comes_back_in_the_place_of_a_damaged_database(
    run: Run, ask: Ask, workspace: Workspace, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    run("log", "Before")
    run("backup", str(tmp_path / "copy.sqlite3"))
    damage(workspace.folder, change)
    assert "Restored from" in run("restore", str(tmp_path / "copy.sqlite3")).stdout
    assert [f["body"]["text"] for f in ask("evidence", "list")] == ["Before"]


@pytest.mark.parametrize("kind", ["garbage", "truncated"])
def test_the_doctor_tells_what_is_wrong_with_a_damaged_database(
    run: Run, workspace: Workspace, kind: str
) -> None:
    run("log", "Before")
    damage(workspace.folder, DAMAGES[kind])
    told = run("doctor")
    assert told.exit_code == 1
    assert "!!  The database is damaged: " in told.stdout
    assert "headway restore" in told.stdout


def test_damage_beyond_the_first_pages_is_told_in_a_sentence(
    run: Run, workspace: Workspace
) -> None:
    run("log", "Before")
    damage(workspace.folder, lambda content: content[:4096] + b"\xff" * (len(content) - 4096))
    assert "damaged" in str(run("profile").exception)


def test_the_doctor_creates_no_workspace(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert "it will be created" in run("--workspace", str(new), "doctor").stdout
    assert not new.exists()


def test_a_backup_comes_into_a_new_workspace(run: Run, ask: Ask, tmp_path: Path) -> None:
    run("log", "Before")
    run("backup", str(tmp_path / "copy.sqlite3"))
    other = ("--workspace", str(tmp_path / "other"))
    assert run(*other, "restore", str(tmp_path / "copy.sqlite3")).exit_code == 0
    assert [f["body"]["text"] for f in ask(*other, "evidence", "list")] == ["Before"]


@pytest.mark.parametrize("name", ["", "  "])
def test_a_workspace_without_a_name_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert "names no folder" in str(run("--workspace", name, "profile").exception)
    assert list(Path().iterdir()) == []
