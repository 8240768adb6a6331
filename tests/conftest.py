"""What all tests share: a workspace of their own, and outside files that may be absent."""

import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from headway.records.places import Workspace

# Before Django reads its settings: no test may touch the record of the person who runs the tests.
os.environ["HEADWAY_WORKSPACE"] = tempfile.mkdtemp(prefix="headway-tests-")

# A busy machine is no fault of what is tested: time is measured in benchmarks/, never here.
settings.register_profile("headway", deadline=None)
settings.load_profile("headway")

REPOSITORY = Path(__file__).parent.parent
REQUIRES_ALL = os.environ.get("HEADWAY_REQUIRE_ALL") == "1"


def skip_or_fail(reason: str) -> None:
    """Skips the test, saying why; where everything is required that is a failure."""
    if REQUIRES_ALL:
        pytest.fail(f"HEADWAY_REQUIRE_ALL=1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def outside_data() -> Path:
    """The folder with real files by others, which is no part of the project."""
    named = os.environ.get("HEADWAY_TEST_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        skip_or_fail(f"there are no outside files in {folder}; set HEADWAY_TEST_DATA")
    return folder


@pytest.fixture
def workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator["Workspace"]:
    """A real workspace on disk, open; Django's test database is put aside meanwhile."""
    from django.db import connections

    from headway.records.workspace import open_workspace

    folder = tmp_path / "workspace"
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(folder))
    monkeypatch.delenv("HEADWAY_SECRET_KEY", raising=False)
    former = connections["default"]
    monkeypatch.setitem(connections.settings, "default", dict(connections.settings["default"]))
    del connections["default"]
    with django_db_blocker.unblock():
        try:
            yield open_workspace(folder)
        finally:
            connections["default"].close()
            connections["default"] = former


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running, which Django takes for its own."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    """One process runs a file from end to end, so that its servers and records are made once.

    Files are handed out in their order: browser tests come last in each process, too.
    """
    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is required, a test that skips has failed."""
    report = yield
    if REQUIRES_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"HEADWAY_REQUIRE_ALL=1, but it was skipped: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Says what to do next, as every command of Headway does."""
    if exitstatus == pytest.ExitCode.OK:
        terminalreporter.write_line(
            "All well. Next: .venv/bin/headway demo, or read CONTRIBUTING.md."
        )
    else:
        terminalreporter.write_line(
            "Next: read the first failure above; CONTRIBUTING.md has the rest."
        )
