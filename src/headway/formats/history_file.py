"""Someone's history from a file, told apart by how the file begins: JSON Resume or LinkedIn export."""

from datetime import date

from headway.core.dossier import ImportedHistory
from headway.formats import json_resume, linkedin
from headway.formats.free_text import name_kind


def read(content: bytes, *, as_of: date | None = None) -> ImportedHistory:
    """The history in a JSON Resume file or a LinkedIn export zip.

    Dates after `as_of` are not believed; without it none is too late. Raises UnreadableFileError
    where it is neither, or broken.
    """
    if "zip archive" in name_kind(content):
        return linkedin.read(content, as_of=as_of)
    return json_resume.read(content, as_of=as_of)
