"""The forms in which a ladder goes out, each with what it can't hold: one door for commands and pages."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from headway.core.errors import UnknownNameError
from headway.core.ladder import Ladder, slugify
from headway.formats import ladder_file, onedtech_case
from headway.formats.ladders import table_file
from headway.formats.ladders.report import Remark
from headway.formats.ladders.writers import direct, esco, job_family, monzo, uk
from headway.formats.ladders.writers.losses import Part, find_lost


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form of file: `ending` is that of its one file, "" where it has several.

    `write` takes the ladder and the moment of writing, which only CASE keeps.
    """

    name: str
    title: str
    ending: str
    loses: tuple[Part, ...]
    write: Callable[[Ladder, datetime], bytes | Mapping[str, bytes]]


@dataclass(frozen=True, kw_only=True)
class WrittenLadder:
    """The files by name, and what of this ladder is not in them."""

    form: Form
    files: Mapping[str, bytes]
    lost: tuple[Remark, ...]


FORMS = (
    Form(
        name="toml",
        title="Headway's ladder file (TOML), with everything",
        ending=".toml",
        loses=(),
        write=lambda ladder, _: ladder_file.write(ladder),
    ),
    Form(
        name="case",
        title="1EdTech CASE 1.1 (JSON), with everything",
        ending=".json",
        loses=(),
        write=lambda ladder, moment: onedtech_case.write(ladder, changed_at=moment),
    ),
    Form(
        name="xlsx",
        title="Excel workbook: competencies and roles",
        ending=".xlsx",
        loses=table_file.LOSES,
        write=lambda ladder, _: table_file.write_workbook(ladder),
    ),
    Form(
        name="csv",
        title="Two tables (CSV): competencies and roles",
        ending="",
        loses=table_file.LOSES,
        write=lambda ladder, _: {
            "competencies.csv": table_file.write_competencies(ladder),
            "roles.csv": table_file.write_roles(ladder),
        },
    ),
    Form(
        name="uk-csv",
        title="UK government capability framework: skills and roles (CSV)",
        ending="",
        loses=uk.LOSES,
        write=lambda ladder, _: uk.write(ladder),
    ),
    Form(
        name="monzo-yaml",
        title="Topics with levels, in Monzo's style (YAML in Markdown)",
        ending=".md",
        loses=monzo.LOSES,
        write=lambda ladder, _: monzo.write(ladder).encode(),
    ),
    Form(
        name="ft-yaml",
        title="Job family, in the Financial Times' style (YAML)",
        ending=".yml",
        loses=job_family.LOSES,
        write=lambda ladder, _: job_family.write(ladder).encode(),
    ),
    Form(
        name="direct-json",
        title="DIRECT competencies framework (JSON), with its levels (CSV)",
        ending="",
        loses=direct.LOSES,
        write=lambda ladder, _: direct.write(ladder),
    ),
    Form(
        name="esco-csv",
        title="ESCO occupations and skills (three CSV files)",
        ending="",
        loses=esco.LOSES,
        write=lambda ladder, _: esco.write(ladder),
    ),
)


def find_form(name: str) -> Form:
    """The form of that name; raises UnknownNameError naming those there are."""
    found = next((form for form in FORMS if form.name == name), None)
    if found is None:
        known = ", ".join(form.name for form in FORMS)
        raise UnknownNameError(f"A ladder can't be written as '{name}'; it can as {known}.")
    return found


def write_as(ladder: Ladder, form: Form, *, changed_at: datetime) -> WrittenLadder:
    """`ladder` in that form. Raises InvalidInputError where the form holds nothing of it."""
    written = form.write(ladder, changed_at)
    files = {name_file(ladder, form): written} if isinstance(written, bytes) else written
    return WrittenLadder(form=form, files=files, lost=find_lost(ladder, form.loses))


def name_file(ladder: Ladder, form: Form) -> str:
    """A name for the one file of the form, or the archive of several, in plain letters."""
    stem = re.sub(r"[^a-z0-9]+", "-", slugify(ladder.slug)).strip("-") or "ladder"
    return f"{stem}{form.ending or f'-{form.name}.zip'}"


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip archive; equal files give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
