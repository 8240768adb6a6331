"""JSON Resume (schema 1.0.0, draft-07): a person's history from a résumé written as JSON."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from headway.core.dossier import ImportedHistory
from headway.core.errors import UnreadableFileError
from headway.core.profile import About
from headway.formats import partial_date
from headway.formats.free_text import decode, name_kind, split_statements, strip_bullet, tidy
from headway.formats.history import MOST_FACTS, Entry, EntryKind, gather, shorten, with_statement

SOURCE = "JSON Resume"
MOST_BYTES = 5 * 1024 * 1024
MOST_PROBLEMS_TOLD = 3
_DATE = re.compile(r"[12]\d{3}(?:-[01]\d(?:-[0-3]\d)?)?", re.ASCII)

# What the schema fixes, in our own notation: "text", "date" and "texts" (a list of text), a mapping
# for an object with these members, a list of one mapping for a list of such objects. Members that are
# not named may hold anything.
_PERIOD = {"startDate": "date", "endDate": "date"}
_SHAPE: dict[str, Any] = {
    "$schema": "text",
    "basics": {
        **dict.fromkeys(("name", "label", "image", "email", "phone", "url", "summary"), "text"),
        "location": dict.fromkeys(
            ("address", "postalCode", "city", "countryCode", "region"), "text"
        ),
        "profiles": [dict.fromkeys(("network", "username", "url"), "text")],
    },
    "work": [
        {
            **dict.fromkeys(("name", "location", "description", "position", "url"), "text"),
            **_PERIOD,
            "summary": "text",
            "highlights": "texts",
        }
    ],
    "volunteer": [
        {
            **dict.fromkeys(("organization", "position", "url", "summary"), "text"),
            **_PERIOD,
            "highlights": "texts",
        }
    ],
    "education": [
        {
            **dict.fromkeys(("institution", "url", "area", "studyType", "score"), "text"),
            **_PERIOD,
            "courses": "texts",
        }
    ],
    "awards": [{"title": "text", "date": "date", "awarder": "text", "summary": "text"}],
    "certificates": [{"name": "text", "date": "date", "url": "text", "issuer": "text"}],
    "publications": [
        {**dict.fromkeys(("name", "publisher", "url", "summary"), "text"), "releaseDate": "date"}
    ],
    "skills": [{"name": "text", "level": "text", "keywords": "texts"}],
    "languages": [{"language": "text", "fluency": "text"}],
    "interests": [{"name": "text", "keywords": "texts"}],
    "references": [{"name": "text", "reference": "text"}],
    "projects": [
        {
            **dict.fromkeys(("name", "description", "url", "entity", "type"), "text"),
            **dict.fromkeys(("highlights", "keywords", "roles"), "texts"),
            **_PERIOD,
        }
    ],
    "meta": dict.fromkeys(("canonical", "version", "lastModified"), "text"),
}
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

    Dates after `as_of` are not believed. Raises UnreadableFileError, naming the place, where the
    file breaks the schema (json-resume schema 1.0.0; formats such as "email" and "uri" are not
    checked, as draft-07 leaves them open), and in plain words where it is no such file at all.
    """
    document = _parse(content)
    _refuse_problems(document)
    return gather(
        SOURCE,
        about=_about(document.get("basics", {})),
        entries=tuple(_entries(document)),
        notes=tuple(_notes(document)),
        as_of=as_of,
    )


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
        raise UnreadableFileError(
            f"The file is not proper JSON: {error}. "
            "A history is read from a JSON Resume, or from the zip that LinkedIn gives."
        ) from None
    if not isinstance(document, dict) or not document.keys() & _SHAPE.keys():
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
        raise UnreadableFileError(
            f"This is {kind}, not a JSON Resume; export your résumé as JSON and import that."
        )


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"'{shorten(twice, 40)}' stands twice in one object")
    return members


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _refuse_problems(document: dict[str, Any]) -> None:
    problems = list(islice(_problems(document, _SHAPE, ""), MOST_PROBLEMS_TOLD + 1))
    if problems:
        more = " There are more like it." if len(problems) > MOST_PROBLEMS_TOLD else ""
        told = " ".join(problems[:MOST_PROBLEMS_TOLD])
        raise UnreadableFileError(f"This is no valid JSON Resume. {told}{more}")


def _problems(value: Any, shape: Any, place: str) -> Iterator[str]:
    if isinstance(shape, str):
        yield from _leaf_problems(value, shape, place)
    elif isinstance(shape, list) or isinstance(value, list):
        yield from _list_problems(value, shape, place)
    elif not isinstance(value, dict):
        yield f"{place}: expected an object, found {_name_type(value)}."
    else:
        for name in filter(value.__contains__, shape):
            yield from _problems(value[name], shape[name], f"{place}, {name}" if place else name)


def _list_problems(value: Any, shape: Any, place: str) -> Iterator[str]:
    if not isinstance(shape, list) or not isinstance(value, list):
        wanted = "a list" if isinstance(shape, list) else "an object"
        yield f"{place}: expected {wanted}, found {_name_type(value)}."
        return
    if len(value) > MOST_FACTS:
        yield f"{place}: a list of {len(value):,} is longer than any career."
        return
    for number, entry in enumerate(value, 1):
        yield from _problems(entry, shape[0], f"{place}, entry {number}")


def _leaf_problems(value: Any, shape: str, place: str) -> Iterator[str]:
    if shape == "texts":
        yield from _list_problems(value, ["text"], place)
    elif not isinstance(value, str):
        yield f"{place}: expected text, found {_name_type(value)}."
    elif shape == "date" and not _may_be_date(value, place):
        yield (
            f"{place}: '{shorten(value, 40)}' is not a date; write 2013, 2013-12 or 2013-12-01"
            f"{', or leave it out' if place.endswith('endDate') else ''}."
        )


def _may_be_date(text: str, place: str) -> bool:
    # Beyond the schema's pattern: a blank date, and an end date such as "Present", which many
    # programs write. The pattern lets 2013-13-45 pass; that date is noted and left out later.
    may_be_open = not text.strip() or place.endswith("endDate")
    return _DATE.fullmatch(text) is not None or (may_be_open and partial_date.says_ongoing(text))


def _name_type(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "text"}
    names |= {list: "a list", dict: "an object", type(None): "nothing (null)"}
    return names[type(value)]


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
        statements=(*split_statements(job.get("summary", "")), *_highlights(job)),
        link=job.get("url", "") if kind == "volunteering" else "",
    )


def _project(place: str, project: Mapping[str, Any]) -> Entry:
    told = (*split_statements(project.get("description", "")), *_highlights(project))
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


def _highlights(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(filter(None, map(strip_bullet, entry.get("highlights", ()))))


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
                honour.get("summary", ""),
            )


def _notes(document: Mapping[str, Any]) -> Iterator[str]:
    for section, reason in _LEFT_OUT.items():
        if count := len(document.get(section, ())):
            entries = "entry was" if count == 1 else "entries were"
            yield f"{section}: {count} {entries} left out; {reason}"
    if tidy(document.get("basics", {}).get("summary", "")):
        yield "basics, summary was left out; it tells of no single piece of work."
    if "basics" in document and not tidy(document["basics"].get("name", "")):
        yield "basics has no name; who this is was left out."
    if not any(document.get(section) for section in _CAREER):
        yield "The file holds nothing about a person's work."
