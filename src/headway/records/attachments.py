"""Files that facts name, PDFs and pictures, kept in the database beside the facts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length

from headway.core.development import LearningEntry
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import AttachedFile, EvidenceItem
from headway.records.canonical import sha256_of
from headway.records.failures import told_plainly
from headway.records.models import Attachment, Fact, Person
from headway.records.rows import NAMES

# What may be attached, by how its content begins: no type that a browser would run.
BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
LARGEST_FILE_BYTES = 5_000_000
# All of them go into one archive, which must stay one that can be read back.
MOST_BYTES = 30_000_000
MOST_KEPT = 800
LONGEST_NAME = 120
# As long as whatever named a file can be put back.
KEPT_UNNAMED_FOR = timedelta(days=30)


def describe_file(name: str, content: bytes) -> AttachedFile:
    """What a fact says of a file; raises InvalidInputError for one that can't be attached."""
    if not content:
        raise InvalidInputError("This file is empty.")
    if len(content) > LARGEST_FILE_BYTES:
        raise InvalidInputError("A file may have 5 MB at most; attach a smaller copy, or a link.")
    media_type = next((t for start, t in BEGINNINGS.items() if content.startswith(start)), "")
    if not media_type:
        raise InvalidInputError(
            "Only PDF, PNG and JPEG files can be attached; this is none of them. "
            "Save it as a PDF first, or give a link."
        )
    return AttachedFile(
        sha256=sha256_of(content),
        name=_safe_name(name, media_type),
        media_type=media_type,
        byte_count=len(content),
    )


def keep_file(person: Person, name: str, content: bytes, *, recorded_at: datetime) -> AttachedFile:
    """Keeps the file once, whatever it is called; raises InvalidInputError where there is no room.

    What nothing named for 30 days makes room first.
    """
    file = describe_file(name, content)
    with told_plainly(), transaction.atomic():
        drop_unnamed(person, now=recorded_at)
        mine = Attachment.objects.filter(owner=person)
        if not mine.filter(sha256=file.sha256).exists():
            kept_bytes = mine.aggregate(sum=Sum(Length("content")))["sum"] or 0
            if kept_bytes + len(content) > MOST_BYTES:
                raise InvalidInputError(
                    "All attached files together may have 30 MB; attach a smaller copy, or a link."
                )
            if mine.count() >= MOST_KEPT:
                raise InvalidInputError(
                    f"You keep {MOST_KEPT} files already; take some off, or give a link."
                )
            Attachment.objects.create(
                owner=person, sha256=file.sha256, content=content, recorded_at=recorded_at
            )
    return file


def read_file(person: Person, sha256: str) -> bytes:
    """The content of a file; raises UnknownNameError where it is not kept for this person."""
    with told_plainly():
        row = Attachment.objects.filter(owner=person, sha256=sha256).first()
    if row is None:
        raise UnknownNameError("There is no such file here.")
    return bytes(row.content)


def list_kept(person: Person, keys: Iterable[str]) -> set[str]:
    """Which of the contents with these SHA-256 are kept for the person."""
    rows = Attachment.objects.filter(owner=person, sha256__in=list(keys))
    return set(rows.values_list("sha256", flat=True))


def find_file(person: Person, sha256: str, name: str) -> AttachedFile:
    """What a fact says of a file that is kept already; raises UnknownNameError."""
    if not sha256.isalnum():
        raise UnknownNameError("There is no such file here.")
    return describe_file(name, read_file(person, sha256))


def drop_unnamed(person: Person, *, now: datetime) -> None:
    """Deletes the files that nothing has named for 30 days; what past days said of them stays."""
    limit = now - KEPT_UNNAMED_FOR
    old = Attachment.objects.filter(owner=person, recorded_at__lt=limit)
    if waiting := set(old.values_list("sha256", flat=True)):
        unnamed = waiting - set(_named_since(person, limit))
        old.filter(sha256__in=unnamed).delete()


def _named_since(person: Person, moment: datetime) -> Iterator[str]:
    """What facts named that stood at `moment` or came later."""
    kinds = (NAMES[EvidenceItem], NAMES[LearningEntry])
    rows = Fact.objects.filter(owner=person, kind__in=kinds)
    rows = rows.exclude(superseded_by__recorded_at__lt=moment)
    # Only texts of facts with files are read: most have none.
    named = rows.filter(body__files__0__isnull=False) | rows.filter(
        body__certificate__file__isnull=False
    )
    for body in named.values_list("body", flat=True):
        certificate = body.get("certificate") or {}
        files = [*body.get("files", ()), certificate.get("file")]
        yield from (file["sha256"] for file in files if file)


def load_files(person: Person) -> dict[str, bytes]:
    """All files of the person by the SHA-256 of their content."""
    rows = Attachment.objects.filter(owner=person).order_by("sha256")
    return {row.sha256: bytes(row.content) for row in rows}


def keep_files(person: Person, files: Mapping[str, bytes], *, recorded_at: datetime) -> None:
    """Keeps the files of an archive; they were checked with it."""
    Attachment.objects.bulk_create(
        Attachment(owner=person, sha256=key, content=content, recorded_at=recorded_at)
        for key, content in files.items()
    )


def _safe_name(name: str, media_type: str) -> str:
    """`name` without folders and signs that mean something to a system, with the ending of what it is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] if "." in last else last
    plain = "".join(c if c.isalnum() or c in " -_.,()" else "_" for c in stem).strip(" .")
    return f"{plain[:LONGEST_NAME] or 'file'}{ENDINGS[media_type]}"
