"""The rules of the house: one word, one door; plain names; values that never change."""

import ast
import dataclasses
import importlib
import os
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from django.urls import reverse
from typer.testing import CliRunner

import headway.core
from headway.cli.app import app
from headway.web import urls, views

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "headway"
WORDS = (
    *("profile", "evidence", "ratings", "standing", "gap", "plan", "progress", "packet"),
    *("ladder", "learn", "mentors", "network"),
)
WORDS_WITH_A_PAGE = (
    *("profile", "ladder", "evidence", "ratings", "standing", "gap", "plan", "progress", "packet"),
    *("learn", "mentors", "network"),
)
WORDS_THAT_ANSWER = ("standing", "gap", "plan", "progress", "packet", "mentors", "network")
FORBIDDEN = {"utils", "helpers", "common", "misc", "base", "manager", "service", "handler"}
# In two parts, so that this file does not name them itself.
WORKPLACE = re.compile("/" + r"(?:work|root|tmp)(?:/|\b)")
# Django writes the migrations.
MODULES = sorted(
    path.relative_to(SOURCE) for path in SOURCE.rglob("*.py") if path.parent.name != "migrations"
)
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def help_of(word: str) -> str:
    result = CliRunner().invoke(app, [word, "--help"])
    assert result.exit_code == 0, result.exception
    return result.stdout


def modules_of_the_core() -> Iterator[object]:
    yield headway.core
    for found in pkgutil.walk_packages(headway.core.__path__, "headway.core."):
        yield importlib.import_module(found.name)


def tracked_files() -> list[Path]:
    """The files under version control; skips the test where that can't be told."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        reason = "this is no checkout of git, or there is no git"
        if os.environ.get("HEADWAY_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


# One word, one door -----------------------------------------------------------------------------


@pytest.mark.parametrize("word", WORDS)
def test_a_word_has_its_module_in_the_core(word: str) -> None:
    assert importlib.import_module(f"headway.core.{word}").__doc__


@pytest.mark.parametrize("word", WORDS)
def test_a_word_has_its_command_in_a_module_of_its_name(word: str) -> None:
    assert (SOURCE / "cli" / f"{word}.py").is_file()
    assert f" {word} [OPTIONS]" in help_of(word).splitlines()[0]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_has_its_page_of_documentation(word: str) -> None:
    page = ROOT / "docs" / f"{word}.md"
    assert page.is_file(), f"docs/{word}.md is still to be written"
    assert page.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("word", WORDS)
def test_a_word_stands_on_the_map(word: str) -> None:
    assert f"({word}.md)" in (ROOT / "docs" / "map.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", WORDS)
def test_a_word_has_its_tests(word: str) -> None:
    """A module has a file of tests; a package has a folder, a file for each of its parts."""
    tests = ROOT / "tests" / "core"
    if (SOURCE / "core" / f"{word}.py").is_file():
        assert (tests / f"test_{word}.py").is_file()
    else:
        assert list((tests / word).glob("test_*.py"))


@pytest.mark.parametrize("word", WORDS_WITH_A_PAGE)
def test_a_word_has_its_address_view_and_templates(word: str) -> None:
    assert reverse(word) == f"/{word}/"
    assert importlib.import_module(f"{views.__name__}.{word}").__doc__
    assert (SOURCE / "web" / "templates" / word / f"{word}.html").is_file()


@pytest.mark.parametrize("word", WORDS_WITH_A_PAGE)
def test_a_word_has_its_path_in_the_api(word: str) -> None:
    assert reverse(f"api-{word}") == f"/api/{word}"


def test_no_address_has_another_name_than_a_word() -> None:
    named = {pattern.name for pattern in urls.urlpatterns if pattern.name}
    # A word's page may open one thing of it, as `standing-why` does, or act on it: `evidence-remove`.
    opened = {re.sub(r"^((?:api-)?\w+).*", r"\1", name) for name in named}
    assert opened - {"today", "settings"} == {
        f"{part}{word}" for part in ("", "api-") for word in WORDS_WITH_A_PAGE
    }


@pytest.mark.parametrize("word", WORDS_THAT_ANSWER)
def test_a_word_that_answers_takes_a_day_and_prints_json(word: str) -> None:
    assert "--as-of" in help_of(word)
    assert "--json" in help_of(word)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_documented(command: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    texts = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert re.search(rf"\bheadway {command}\b", texts), f"no page shows `headway {command}`"


# Names and prose --------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks"])
def test_no_module_has_a_name_that_says_nothing(folder: str) -> None:
    names = {
        part for path in (ROOT / folder).rglob("*.py") for part in (path.parent.name, path.stem)
    }
    assert names & FORBIDDEN == set()


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_opens_with_a_sentence(module: Path) -> None:
    text = (SOURCE / module).read_text(encoding="utf-8")
    told = ast.get_docstring(ast.parse(text))
    assert told or not text, f"{module} does not say what it is for"
    assert not told or told.split("\n\n")[0].endswith((".", "?"))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_is_short_enough_to_read_in_one_go(module: Path) -> None:
    assert len((SOURCE / module).read_text(encoding="utf-8").splitlines()) <= 400


def test_nothing_names_a_path_of_the_place_where_it_was_written() -> None:
    named = []
    for path in tracked_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        named += [f"{path.relative_to(ROOT)}: {found[0]}" for found in WORKPLACE.finditer(text)]
    assert named == []


# Values -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", list(modules_of_the_core()), ids=lambda module: module.__name__)
def test_every_dataclass_of_the_core_is_frozen_and_takes_names(module: object) -> None:
    kinds = [kind for kind in vars(module).values() if dataclasses.is_dataclass(kind)]
    for kind in kinds:
        if isinstance(kind, type) and kind.__module__.startswith("headway.core"):
            assert kind.__dataclass_params__.frozen, kind
            assert all(field.kw_only for field in dataclasses.fields(kind)), kind


def test_every_row_of_the_mission_says_where_it_is_served_or_that_it_comes_later() -> None:
    page = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    rows = {int(n): where for n, where in re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", page, re.M)}
    assert sorted(rows) == list(range(1, 18))
    for where in rows.values():
        served = {word for word in WORDS if re.search(rf"\b{word}\b", where)}
        assert served or "later" in where or "done" in where
