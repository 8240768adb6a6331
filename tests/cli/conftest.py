"""Commands run in this process, each test in a workspace of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from headway.cli.app import app
from headway.core.errors import HeadwayError
from headway.records.places import Workspace

RESUME = {
    "basics": {"name": "Dana Made-up"},
    "work": [
        {
            "name": "Imagined Payments",
            "position": "Senior Product Manager",
            "startDate": "2022-03",
            "highlights": [
                "Launched instant refunds and compared the forecast with actuals",
                "Interviewed twelve merchants about failed payments",
            ],
        },
        {
            "name": "Imagined Shops",
            "position": "Product Owner",
            "startDate": "2019",
            "endDate": "2022",
        },
    ],
}

Run = Callable[..., Result]


@pytest.fixture
def run(workspace: Workspace) -> Run:
    """Runs one command in the test's workspace; a refusal is an exit code 1 with its sentence."""

    def run_command(*words: str, keys: str | None = None) -> Result:
        result = CliRunner().invoke(app, ["--workspace", str(workspace.folder), *words], input=keys)
        if result.exception and not isinstance(result.exception, SystemExit | HeadwayError):
            raise result.exception
        return result

    return run_command


@pytest.fixture
def ask(run: Run) -> Callable[..., Any]:
    """Runs one command with --json and returns what it printed."""

    def ask_command(*words: str) -> Any:
        result = run(*words, "--json")
        assert result.exit_code == 0, result.exception
        return json.loads(result.stdout)

    return ask_command


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    """The file of a person who does not exist."""
    path = tmp_path / "resume.json"
    path.write_text(json.dumps(RESUME), encoding="utf-8")
    return path
