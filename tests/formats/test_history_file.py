"""A history is told apart by how its file begins."""

import io
import zipfile

import pytest

from headway.core.errors import UnreadableFileError
from headway.formats import history_file


def test_an_object_is_read_as_json_resume() -> None:
    assert history_file.read(b'{"basics": {"name": "Ana"}}').source == "JSON Resume"


def test_a_zip_is_read_as_linkedins_export() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Profile.csv", "First Name,Last Name\nAna,Lopes\n")
    assert history_file.read(buffer.getvalue()).source == "LinkedIn"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", b"Dear sir"])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        history_file.read(content)
