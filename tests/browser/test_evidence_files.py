"""A file with a piece of evidence, from the form to the download, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from browser_types import OpenPage, Served

PDF = b"%PDF-1.7\nNotes of a fictional test"
NOTES = {"name": "notes.pdf", "mimeType": "application/pdf", "buffer": PDF}
PAGE = {"name": "page.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_attached_opened_taken_off_and_put_back(
    open_page: OpenPage, own: Served, *, scripts: bool
) -> None:
    did = f"Ran a test {'with' if scripts else 'without'} scripts"
    page = open_page(own, "/evidence/tell/", scripts=scripts, width=360)
    page.get_by_label("What you did").fill(did)
    page.get_by_label("Files that show it").set_input_files([NOTES, PAGE])
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("page.html: Only PDF, PNG and JPEG")).to_be_visible()
    expect(page.get_by_label("notes.pdf")).to_be_checked()
    page.get_by_role("button", name="Keep it").click()
    row = page.locator(".entries > li", has_text=did)
    with page.expect_download() as download:
        row.get_by_role("link", name="notes.pdf").click()
    assert download.value.path().read_bytes() == PDF
    assert download.value.suggested_filename == "notes.pdf"
    row.get_by_role("link", name=re.compile("^Change")).click()
    page.get_by_role("button", name="Take off: notes.pdf").click()
    expect(page.get_by_text("Taken off: notes.pdf")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Take off: notes.pdf")).to_be_visible()
