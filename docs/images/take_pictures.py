"""Takes the pictures of the documentation anew, from the fictional person's pages.

    .venv/bin/pip install -c constraints.txt -e '.[test]' && .venv/bin/python docs/images/take_pictures.py

Needs Debian's chromium. The day is fixed, so that only a change of the pages changes a picture.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

DAY = "2026-11-23"
WORDS = (
    *("profile", "ladder", "evidence", "ratings", "standing", "gap", "plan", "learn"),
    *("mentors", "network", "progress", "packet"),
)
# By the name of its file: the address under which a page stands.
PICTURES = {"today": "/", **{word: f"/{word}/" for word in WORDS}}
SIZE = {"width": 1280, "height": 840}


def main() -> None:
    """Writes one PNG a page beside this script."""
    chromium = shutil.which("chromium") or sys.exit("Install Debian's chromium first.")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "headway.cli", "--workspace", folder]
        server = subprocess.Popen(
            [*command, "serve", "--sample", "--no-browser", "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
        )
        browser = playwright.chromium.launch(executable_path=chromium, args=as_root)
        try:
            page = browser.new_page(color_scheme="light", viewport=SIZE)
            page.goto(_address(server))
            origin = re.match(r"https?://[^/]+", page.url)
            for name, address in PICTURES.items():
                page.goto(f"{origin[0] if origin else ''}{address}?as_of={DAY}")
                page.screenshot(path=Path(__file__).parent / f"{name}.png")
        finally:
            browser.close()
            server.terminate()
            server.wait(30)


def _address(server: subprocess.Popen[str]) -> str:
    for line in server.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found.group()
    sys.exit("The server ended without an address.")


if __name__ == "__main__":
    main()
