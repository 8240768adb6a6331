"""JSON Resume (schema 1.0.0, draft-07): a person's history from a résumé written as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from headway.core.dossier import ImportedHistory
from headway.core.errors import UnreadableFileError
from headway.core.profile import About
from headway.formats.broken import say_what_broke
from headway.formats.free_text import (
    decode,
    is_mere_word,
    name_kind,
    split_statements,
    strip_bullet,
    tidy,
    without_tags,
)
from headway.formats.history import (
    WHAT_IS_READ,
    Entry,
    EntryKind,
    gather,
    shorten,
    with_statement,
)
from headway.formats.json_resume_schema import SHAPE, find_problems, keep_sound, without_nulls

SOURCE = "JSON Resume"
MOST_BYTES = 5 * 1024 * 1024
MOST_PROBLEMS_TOLD = 3
MOST_PROBLEMS_NOTED = 10

_CAREER = ("basics", "work", "volunteer", "projects", "awards", "certificates", "publications")
_LEFT_OUT = {
    "education": "Headway keeps no schooling.",
    "skills": "a skill counts by what was done with it.",
    "languages": "no competency rests on them.",
    "interests": "they are private.",
    "references": "other people's words are not imported.",
}


def read(content: bytes, *, as_of: date | None = None) -> ImportedHistory:
    """The positions and drafts of evidence in a JSON Resume file.

    Dates after `as_of` are not believed. What breaks the schema (see json_resume_schema) is left out
    and noted by its place. Raises UnreadableFileError, naming the places, where nothing is left then,
    and in plain words where it is no such file at all.
    """
    document = _parse(content)
    written = without_nulls(document)
    sound = keep_sound(written)
    history = gather(
        SOURCE,
        about=_about(sound.get("basics", {})),
        entries=tuple(_entries(sound)),
        notes=(*_notes(sound), *_tell(find_problems(written), MOST_PROBLEMS_NOTED)),
        as_of=as_of,
    )
    if not history.facts:
        _refuse_problems(document)
    return history


def _parse(content: bytes) -> dict[str, Any]:
    _refuse_other_kinds(content)
    try:
        document = json.loads(
            decode(content, "The file"),
            object_pairs_hook=_without_repeats,
            parse_constant=_refuse_constant,
        )
    except RecursionError:
        raise UnreadableFileError("The file nests lists too deeply to be a résumé.") from None
    except ValueError as error:
        begun = content.lstrip()[:1] in b"{[\xef\xff\xfe"
        why = say_what_broke(error) if begun else "it does not begin with { as a JSON Resume does"
        raise UnreadableFileError(f"The file is not proper JSON: {why}. {WHAT_IS_READ}") from None
    if not isinstance(document, dict) or not document.keys() & SHAPE.keys():
        raise UnreadableFileError(
            "This JSON holds none of a résumé's sections (basics, work, projects ...)."
        )
    return document


def _refuse_other_kinds(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            f"The file has {len(content) / 1024 / 1024:.1f} MB; a résumé may have 5 MB."
        )
    if not content.strip():
        raise UnreadableFileError("The file is empty.")
    if kind := name_kind(content):
        raise UnreadableFileError(f"This is {kind}, which Headway does not read. {WHAT_IS_READ}")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"'{shorten(twice, 40)}' stands twice in one object")
    return members


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _refuse_problems(document: dict[str, Any]) -> None:
    if told := " ".join(_tell(find_problems(document), MOST_PROBLEMS_TOLD)):
        raise UnreadableFileError(f"This is no valid JSON Resume. {told}")


def _tell(problems: Iterator[str], most: int) -> Iterator[str]:
    yield from islice(problems, most)
    if any(problems):
        yield "There are more like it."


def _about(basics: Mapping[str, Any]) -> About | None:
    name = shorten(basics.get("name", ""))
    place = basics.get("location", {})
    parts = (tidy(place.get(key, "")) for key in ("city", "region", "countryCode"))
    location = shorten(", ".join(part for part in parts if part))
    about = About(name=name, headline=shorten(basics.get("label", "")), location=location)
    return about if name else None


def _entries(document: Mapping[str, Any]) -> Iterator[Entry]:
    for number, job in enumerate(document.get("work", ()), 1):
        # Before schema 1.0.0 the employer was called "company"; many files still say so.
        employer = job.get("name", job.get("company"))
        yield _job("position", f"work, entry {number}", job, employer)
    for number, job in enumerate(document.get("volunteer", ()), 1):
        place = f"volunteer, entry {number}"
        yield _job("volunteering", place, job, job.get("organization"))
    for number, project in enumerate(document.get("projects", ()), 1):
        yield _project(f"projects, entry {number}", project)
    yield from _honours(document)


def _job(kind: EntryKind, place: str, job: Mapping[str, Any], employer: object) -> Entry:
    return Entry(
        kind=kind,
        place=place,
        title=job.get("position", ""),
        organisation=employer if isinstance(employer, str) else "",
        started=job.get("startDate", ""),
        ended=job.get("endDate", ""),
        # The schema has no word for "current": a job with a start and no end is taken for one.
        is_current=bool(job.get("startDate", "").strip()),
        statements=(*_told(job.get("summary", "")), *_highlights(job)),
        link=job.get("url", "") if kind == "volunteering" else "",
    )


def _project(place: str, project: Mapping[str, Any]) -> Entry:
    told = (*_told(project.get("description", "")), *_highlights(project))
    name = tidy(project.get("name", ""))
    return Entry(
        kind="project",
        place=place,
        title=name,
        organisation=project.get("entity", ""),
        started=project.get("startDate", ""),
        ended=project.get("endDate", ""),
        is_current=bool(project.get("startDate", "").strip()),
        statements=told or ((f"Project: {name}",) if name else ()),
        link=project.get("url", ""),
    )


def _told(text: str) -> tuple[str, ...]:
    return split_statements(without_tags(text))


def _highlights(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(text for text in _as_told(entry) if not is_mere_word(text))


def _as_told(entry: Mapping[str, Any]) -> Iterator[str]:
    """The highlights of an entry without the marks that only lay them out."""
    told = (strip_bullet(without_tags(text)) for text in entry.get("highlights", ()))
    return filter(None, told)


def _all_highlights(document: Mapping[str, Any]) -> Iterator[str]:
    for section in ("work", "volunteer", "projects"):
        for entry in document.get(section, ()):
            yield from _as_told(entry)


def _honours(document: Mapping[str, Any]) -> Iterator[Entry]:
    kinds: tuple[tuple[EntryKind, str, str, str, str], ...] = (
        ("award", "awards", "title", "awarder", "date"),
        ("certificate", "certificates", "name", "issuer", "date"),
        ("publication", "publications", "name", "publisher", "releaseDate"),
    )
    for kind, section, title, giver, day in kinds:
        for number, honour in enumerate(document.get(section, ()), 1):
            yield with_statement(
                Entry(
                    kind=kind,
                    place=f"{section}, entry {number}",
                    title=honour.get(title, ""),
                    organisation=honour.get(giver, ""),
                    started=honour.get(day, ""),
                    link=honour.get("url", ""),
                ),
                without_tags(honour.get("summary", "")),
            )


def _notes(document: Mapping[str, Any]) -> Iterator[str]:
    for section, reason in (_LEFT_OUT | _unknown_sections(document)).items():
        if count := len(document.get(section, ())):
            entries = "entry was" if count == 1 else "entries were"
            yield f"{shorten(section, 40)}: {count} {entries} left out; {reason}"
    if words := sum(is_mere_word(text) for text in _all_highlights(document)):
        told = "highlight of one word was" if words == 1 else "highlights of one word were"
        yield f"{words} {told} left out, as they tell of nothing that was done."
    if tidy(document.get("basics", {}).get("summary", "")):
        yield "basics, summary was left out; it tells of no single piece of work."
    if "basics" in document and not tidy(document["basics"].get("name", "")):
        yield "basics has no name; who this is was left out."
    if not any(document.get(section) for section in _CAREER):
        yield "The file holds nothing about a person's work."


def _unknown_sections(document: Mapping[str, Any]) -> dict[str, str]:
    """Lists of objects under names that the schema does not know: perhaps jobs, so they are told."""
    return {
        name: "JSON Resume has no section of that name (jobs belong in work)."
        for name, value in document.items()
        if name not in SHAPE and isinstance(value, list) and any(isinstance(v, dict) for v in value)
    }
