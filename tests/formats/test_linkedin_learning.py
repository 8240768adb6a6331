"""Certificates and finished courses of a LinkedIn export become entries of what was taken."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from headway.core.development import LearningEntry
from headway.core.dossier import DraftFact, ImportedHistory
from headway.formats import linkedin

TODAY = date(2026, 11, 23)
CERTIFICATES = "Name,Url,Authority,Started On,Finished On,License Number\n"
LEARNING = (
    "Content Title,Content Description,Content Type,Content Last Watched Date (if viewed),"
    "Content Completed At (if completed),Content Saved,Notes taken on videos (if taken)\n"
)


def read(files: dict[str, str]) -> ImportedHistory:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return linkedin.read(buffer.getvalue(), as_of=TODAY)


def entries(files: dict[str, str]) -> list[tuple[LearningEntry, DraftFact]]:
    return [(f.body, f) for f in read(files).facts if isinstance(f.body, LearningEntry)]


def test_a_certificate_is_good_until_the_end_of_its_last_month() -> None:
    row = "Product Basics,https://example.org/c,Imagined School,Jan 2024,Mar 2027,X-1"
    [(entry, fact)] = entries({"Certifications.csv": CERTIFICATES + row})
    assert (entry.title, entry.kind, entry.provider) == (
        "Product Basics",
        "certification",
        "Imagined School",
    )
    assert fact.happened_on == date(2024, 1, 1)
    assert entry.certificate is not None
    assert entry.certificate.expires_on == date(2027, 3, 31)
    assert (entry.certificate.number, entry.certificate.link) == ("X-1", "https://example.org/c")


@pytest.mark.parametrize(
    "row",
    [
        "Product Basics,,School,,,",
        "Product Basics,,School,Jan 2090,,",
        "Product Basics,,School,Jan 2024,Mar 2020,",
        ",,School,Jan 2024,,",
    ],
)
def test_a_certificate_without_a_day_or_name_that_makes_sense_is_no_entry(row: str) -> None:
    assert not entries(
        {"Certifications.csv": CERTIFICATES + row, "Courses.csv": "Name,Number\nA course,1\n"}
    )


def test_a_finished_course_is_an_entry_and_a_clip_or_an_unfinished_one_is_told_of() -> None:
    rows = (
        "Pricing,,COURSE,1 Jan 2025,2 Feb 2025,false,",
        "Clip,,VIDEO,1 Jan 2025,1 Jan 2025,false,",
        "Later,,LEARNING_PATH,1 Jan 2025,,false,",
    )
    files = {"Learning.csv": LEARNING + "\n".join(rows)}
    [(entry, fact)] = entries(files)
    assert (entry.title, fact.happened_on) == ("Pricing", date(2025, 2, 2))
    notes = " ".join(read(files).notes)
    assert "1 clip was left out" in notes
    assert "1 course was left out, not finished yet" in notes


def test_the_synthetic_exports_finished_paths_are_kept_and_its_clips_counted(
    outside_data: Path,
) -> None:
    content = (outside_data / "resumes" / "linkedin" / "sample_export.zip").read_bytes()
    history = linkedin.read(content, as_of=TODAY)
    kept = [f for f in history.facts if isinstance(f.body, LearningEntry)]
    assert 40 <= len(kept) <= 45
    assert any("81 clips were left out" in note for note in history.notes)
    assert any("39 courses were left out" in note for note in history.notes)
