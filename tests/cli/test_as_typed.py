"""Every command's own example and every documented command work as typed, in a process of its own."""

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from headway.cli.app import app
from typing_process import Type, typing_process

ROOT = Path(__file__).parents[2]
NEXT_YEAR = datetime.now(UTC).date() + timedelta(days=365)
TOLD = (
    ("profile", "--name", "Dana Made-up", "--target", "senior-product-manager"),
    ("profile", "--hours-per-week", "4", "--budget-per-year", "1500"),
    ("log", "Ran a test of two prices"),
    ("rate", "communication=3", "--source", "manager", "--by", "Ana Made-up"),
    ("network", "add", "Lena Made-up", "--from", "a fair"),
    ("network", "add", "Ben Made-up", "--from", "a course"),
    ("network", "event", "A fair", "2026-03-04"),
    ("network", "join", "A guild", "--renews", "2027-12-01"),
    ("mentors", "ask", "Lena", "Three talks", "--about", "product-strategy"),
    ("mentors", "asked-by", "Ben", "A look at my first interviews"),
    ("learn", "talks", "plan", "What we stopped", str(NEXT_YEAR), "--at", "A fair"),
    ("ladder", "write", "our-ladder.toml"),
    ("ladder", "write", "our-ladder-2.toml"),
    ("ladder", "publish", "our-ladder.toml"),
)
# They go on until somebody stops them; tests/cli/test_alone.py and tests/web/test_serving.py do.
ENDLESS = ("serve --sample",)


def commands(group: Any) -> Iterator[Any]:
    for command in group.commands.values():
        yield command
        if hasattr(command, "commands"):
            yield from commands(command)


def own_examples() -> list[str]:
    every = commands(typer.main.get_command(app))
    found = (re.search(r"Example: headway (.*)", each.epilog or "") for each in every)
    return sorted({match[1].strip() for match in found if match} - set(ENDLESS))


def documented() -> list[str]:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return sorted({words for page in pages for words in typed_in(page.read_text("utf-8"))})


def typed_in(text: str) -> Iterator[str]:
    for block in re.findall(r"```(?:sh)?\n(.*?)```", text, re.DOTALL):
        for line in re.split(r"[;\n]|&&", block.replace("\\\n", " ")):
            typed = re.match(r"\s*(?:\.venv/bin/)?headway +([^#|>]*)", line)
            if typed:
                # What stands further to the right tells what it does.
                yield re.split(r" {2,}(?!--)", typed[1])[0].strip()


@pytest.fixture(scope="module")
def type_words() -> Iterator[Type]:
    with typing_process() as type_one:
        yield type_one


@pytest.fixture(scope="module")
def told(type_words: Type, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of somebody who has told a little."""
    folder: Path = tmp_path_factory.mktemp("told")
    for words in TOLD:
        assert type_words(list(words), folder).returncode == 0
    return folder


@pytest.mark.parametrize("example", own_examples())
def test_an_example_works_or_says_in_a_sentence_what_it_needs(
    example: str, type_words: Type, told: Path, tmp_path: Path
) -> None:
    shutil.copytree(told, tmp_path, dirs_exist_ok=True)
    done = type_words(shlex.split(example), tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", documented())
def test_a_documented_command_is_one_that_there_is(words: str) -> None:
    """Its words and options are understood; what it does is told by the tests of its word."""
    told = CliRunner().invoke(app, [*shlex.split(words), "--help"])
    assert told.exit_code == 0, told.output
