"""A served sample and an empty workspace, and a Chromium that may talk to nobody else."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from browser_types import OpenPage, Served
from serving_process import serving

ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

FILL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from headway.records.workspace import open_workspace
open_workspace(Path(sys.argv[1]))
from headway.formats import built_in
from headway.records import bridge
from headway.records.rows import KeptFact
now = datetime.now(UTC)
facts = [KeptFact(fact=f, ladder="") for f in built_in.sample_dossier(now.date()).facts]
bridge.keep_dossier(bridge.ensure_owner("Robin", created_at=now), facts)
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        sentence = "Chromium is not installed, so no page was looked at in a browser."
        if os.environ.get("HEADWAY_REQUIRE_ALL") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    # On a busy machine an answer takes its time; one that never comes fails all the same.
    expect.set_options(timeout=20_000)
    # Chromium's sandbox needs a user other than root.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *as_root])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sample(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with entered(browser, tmp_path_factory.mktemp("sample"), "sample") as served:
        yield served


@pytest.fixture(scope="session")
def empty(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with entered(browser, tmp_path_factory.mktemp("empty"), "own") as served:
        yield served


@pytest.fixture(scope="module")
def own(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workspace of one's own that the stories of a module fill."""
    with entered(browser, tmp_path_factory.mktemp("own"), "own") as served:
        yield served


@pytest.fixture(scope="module")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which everything is told that the sample tells."""
    folder: Path = tmp_path_factory.mktemp("filled") / "workspace"
    folder.mkdir()
    environment = {**os.environ, "HEADWAY_WORKSPACE": str(folder)}
    subprocess.run([sys.executable, "-c", FILL, str(folder)], env=environment, check=True)
    return folder


@pytest.fixture(scope="module")
def filled(browser: Browser, filled_folder: Path) -> Iterator[Served]:
    """One's own workspace in which everything is told that the sample tells."""
    with entered(browser, filled_folder, "own") as served:
        yield served


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a page of a served workspace; fails if anything asked any other machine."""
    with opening(browser) as open_one:
        yield open_one


@pytest.fixture(scope="module")
def page(browser: Browser, sample: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The sample's page at the address of the parameter, opened once for all that is asked of it."""
    with opening(browser) as open_one:
        yield open_one(sample, request.param)


@contextmanager
def opening(browser: Browser) -> Iterator[OpenPage]:
    """Windows that close with the block, which fails if anything asked any other machine."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def open_one(
        served: Served, path: str, *, width: int = 1280, theme: str = "light", scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            storage_state=served.storage,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        own = urlsplit(served.origin).netloc
        context.on(
            "request", lambda r: strangers.append(r.url) if urlsplit(r.url).netloc != own else None
        )
        page = context.new_page()
        page.goto(served.origin + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert strangers == []


@contextmanager
def entered(browser: Browser, folder: Path, whose: str) -> Iterator[Served]:
    """A serving process, entered once with the address that it prints."""
    with serving(folder, whose) as process:
        context = browser.new_context()
        context.new_page().goto(process.address)
        storage = context.storage_state()
        context.close()
        yield Served(origin=process.address.split("/?")[0], storage=storage)
