"""What a LinkedIn export tells of things learnt: certificates, and courses of LinkedIn Learning."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from headway.core.development import Certificate, LearningEntry
from headway.core.dossier import DraftFact
from headway.formats import partial_date
from headway.formats.free_text import tidy
from headway.formats.history import shorten, web_link
from headway.formats.linkedin_zip import Row

COMPLETED = "content completed at (if completed)"
# One clip of a course: the course itself is told beside it.
CLIP = "VIDEO"
SOURCE = "LinkedIn"


def read_entries(rows: Mapping[str, Sequence[Row]], *, as_of: date | None) -> Iterator[DraftFact]:
    """An entry for each certificate and each finished course that has its day, not after `as_of`."""
    for row in rows.get("certifications", ()):
        yield from _dated(_certificate(row), row.get("started on", ""), as_of)
    for row in rows.get("learning", ()):
        if not is_clip(row):
            entry = LearningEntry(
                title=shorten(row.get("content title", "")),
                kind="course",
                provider="LinkedIn Learning",
                source=SOURCE,
            )
            yield from _dated(entry, row.get(COMPLETED, ""), as_of)


def tell_left_out(rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """What of LinkedIn Learning is no entry, and why."""
    learning = rows.get("learning", ())
    clips = sum(is_clip(row) for row in learning)
    unfinished = sum(not tidy(row.get(COMPLETED, "")) for row in learning if not is_clip(row))
    if clips:
        told = "clip was" if clips == 1 else "clips were"
        yield f"Learning.csv: {clips} {told} left out; whole courses and paths are kept."
    if unfinished:
        told = "course was" if unfinished == 1 else "courses were"
        yield f"Learning.csv: {unfinished} {told} left out, not finished yet."


def is_clip(row: Row) -> bool:
    """Whether a row of Learning.csv is a single clip."""
    return tidy(row.get("content type", "")).upper() == CLIP


def _certificate(row: Row) -> LearningEntry:
    title, ends = shorten(row.get("name", "")), partial_date.read(row.get("finished on", ""))
    return LearningEntry(
        title=title,
        kind="certification",
        provider=shorten(row.get("authority", "")),
        certificate=Certificate(
            title=title,
            number=shorten(row.get("license number", "")),
            # LinkedIn's end of a certificate is the day until which it is good.
            expires_on=ends.last if ends else None,
            link=web_link(row.get("url", "")),
        ),
        source=SOURCE,
    )


def _dated(entry: LearningEntry, finished: str, as_of: date | None) -> Iterator[DraftFact]:
    day = partial_date.read(finished)
    if not entry.title or day is None or (as_of and day.first > as_of):
        return
    ends = entry.certificate.expires_on if entry.certificate else None
    if ends is None or ends >= day.first:
        yield DraftFact(body=entry, happened_on=day.first)
