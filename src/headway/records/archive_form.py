"""What an archive holds: a zip of open files (docs/records.md), as dataclasses, bytes and checks."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from headway.core import dossier as core
from headway.core.errors import InvalidInputError
from headway.core.fact_kinds import FactBody
from headway.core.ladder import Ladder
from headway.core.organisation.calibration import OrganisationCalibration
from headway.records import rows
from headway.records.canonical import canonical_json, sha256_of
from headway.records.rows import NAMES, KeptFact

FORMAT = "headway-archive/1"
MANIFEST, PERSON, FACTS, README, TABLE = (
    "manifest.json",
    "person.json",
    "facts.jsonl",
    "README.txt",
    "evidence.csv",
)
LADDERS, CALIBRATIONS, FILES = "ladders/", "calibrations/", "files/"

README_TEXT = """\
This is a Headway archive: everything that Headway keeps about one person, in open files.

manifest.json  the format, and the length and SHA-256 of every other file
person.json    the person: id, name, time zone
facts.jsonl    one fact a line, in the order of recording; nothing is ever overwritten:
               a correction is a later line whose "supersedes" names the fact it replaces,
               and a retraction takes the fact it supersedes back.
               happened_on is the day it happened, recorded_at the moment (UTC) it was recorded,
               kind says what the body is, ladder is the name of a file in ladders/ (or null)
ladders/       each career ladder that was in use, named by the SHA-256 of its document
               (as JSON with sorted keys and no spaces)
calibrations/  each calibration of the ratings that was kept, named in the same way
files/         each file that a fact names (a certificate, say), named by the SHA-256 of its content
evidence.csv   the evidence as it stands, for a spreadsheet; a copy that an import does not read

All text is UTF-8. To bring it back: headway import THIS-FILE, into an empty workspace.
"""

T = TypeVar("T")


class FormError(Exception):
    """Says what in an archive is not as it should be."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """The length and SHA-256 of one file of the archive."""

    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The table of contents; `person` and `facts` say whose it is and how many facts there are."""

    format: str
    written_by: str
    person: UUID
    facts: int
    members: dict[str, Member]


@dataclass(frozen=True, kw_only=True)
class PersonForm:
    """person.json."""

    id: UUID
    name: str
    time_zone: str
    is_sample: bool
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class FactForm:
    """One line of facts.jsonl."""

    id: UUID
    kind: str
    happened_on: date
    recorded_at: datetime
    visibility: core.Visibility
    supersedes: UUID | None
    ladder: str | None
    body: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LadderForm:
    """One file of ladders/."""

    slug: str
    version: str
    recorded_at: datetime
    document: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CalibrationForm:
    """One file of calibrations/."""

    recorded_at: datetime
    document: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Content:
    """An archive's content, checked; ladders, calibrations and files by their SHA-256."""

    person: PersonForm
    facts: tuple[KeptFact, ...]
    ladders: Mapping[str, LadderForm]
    calibrations: Mapping[str, CalibrationForm] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def to_members(content: Content, table: bytes) -> dict[str, bytes]:
    """The archive's files without the manifest, the same bytes for the same content."""
    lines = (canonical_json(msgspec.to_builtins(_fact_form(kept))) for kept in content.facts)
    members = {
        PERSON: page(content.person),
        FACTS: "".join(f"{line}\n" for line in lines).encode(),
        README: README_TEXT.encode(),
        TABLE: table,
    }
    for folder, forms in ((LADDERS, content.ladders), (CALIBRATIONS, content.calibrations)):
        members |= {f"{folder}{key}.json": page(form) for key, form in sorted(forms.items())}
    return members | {f"{FILES}{key}": content for key, content in sorted(content.files.items())}


def to_manifest(content: Content, members: Mapping[str, bytes], written_by: str) -> Manifest:
    """The manifest of `members`."""
    return Manifest(
        format=FORMAT,
        written_by=written_by,
        person=content.person.id,
        facts=len(content.facts),
        members={name: describe(data) for name, data in sorted(members.items())},
    )


def describe(data: bytes) -> Member:
    """The entry of the manifest for a file that holds `data`."""
    return Member(bytes=len(data), sha256=sha256_of(data))


def page(value: object) -> bytes:
    """`value` as JSON for reading."""
    plain = msgspec.to_builtins(value)
    canonical_json(plain)
    return (json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest; raises FormError."""
    plain = _read(data, dict[str, Any], MANIFEST)
    if plain.get("format") != FORMAT:
        raise FormError(f"its format is {plain.get('format')!r}, this Headway reads '{FORMAT}'")
    return _read(data, Manifest, MANIFEST)


def from_members(members: Mapping[str, bytes], manifest: Manifest) -> Content:
    """The content of checked `members`; raises FormError naming the file and what is wrong."""
    for name in (PERSON, FACTS):
        if name not in members:
            raise FormError(f"it has no {name}")
    content = Content(
        person=_read(members[PERSON], PersonForm, PERSON),
        facts=tuple(_read_facts(members[FACTS])),
        ladders=_read_folder(members, LADDERS, LadderForm),
        calibrations=_read_folder(members, CALIBRATIONS, CalibrationForm),
        files={n.removeprefix(FILES): data for n, data in members.items() if n.startswith(FILES)},
    )
    _check_person(content, manifest)
    _check_ladders(content)
    _check_calibrations(content)
    _check_files(content)
    _check_facts(content.facts)
    return content


def _fact_form(kept: KeptFact) -> FactForm:
    fact = kept.fact
    return FactForm(
        id=fact.id,
        kind=NAMES[type(fact.body)],
        happened_on=fact.happened_on,
        recorded_at=fact.recorded_at,
        visibility=fact.visibility,
        supersedes=fact.supersedes,
        ladder=kept.ladder or None,
        body=rows.body_to_plain(fact.body),
    )


def _read_facts(data: bytes) -> Iterable[KeptFact]:
    for number, line in enumerate(data.splitlines(), 1):
        place = f"{FACTS}, line {number}"
        form = _read(line, FactForm, place)
        body = _try(partial(_read_body, form), place)
        fact = core.Fact(
            id=form.id,
            body=body,
            happened_on=form.happened_on,
            recorded_at=_moment(form.recorded_at, place),
            visibility=form.visibility,
            supersedes=form.supersedes,
        )
        yield KeptFact(fact=fact, ladder=form.ladder or "")


def _read_folder(members: Mapping[str, bytes], folder: str, kind: type[T]) -> dict[str, T]:
    """The files in `folder`, as `kind`, by their names without folder and ending."""
    return {
        name.removeprefix(folder).removesuffix(".json"): _read(data, kind, name)
        for name, data in members.items()
        if name.startswith(folder)
    }


def _read_body(form: FactForm) -> FactBody:
    canonical_json(form.body)
    return rows.body_from_plain(form.kind, form.body)


def _read(data: bytes, kind: type[T], place: str) -> T:
    return _try(lambda: msgspec.convert(json.loads(data), kind), place)


def _try(read: Callable[[], T], place: str) -> T:
    try:
        return read()
    except RecursionError:
        raise FormError(f"{place} is nested too deep") from None
    except (ValueError, InvalidInputError) as error:
        raise FormError(f"{place}: {error}") from None


def _moment(moment: datetime, place: str) -> datetime:
    if moment.tzinfo is None:
        raise FormError(f"{place}: a moment without its time zone")
    return moment


def _check_person(content: Content, manifest: Manifest) -> None:
    _moment(content.person.created_at, PERSON)
    if content.person.id != manifest.person or len(content.facts) != manifest.facts:
        raise FormError("its manifest speaks of another person or number of facts")


def _check_ladders(content: Content) -> None:
    for key, form in content.ladders.items():
        place = f"{LADDERS}{key}.json"
        _moment(form.recorded_at, place)
        ladder = _try(partial(msgspec.convert, form.document, Ladder), place)
        text = _try(partial(canonical_json, form.document), place)
        names = (form.slug, form.version)
        if sha256_of(text) != key or names != (ladder.slug, ladder.version):
            raise FormError(f"the ladder {form.slug} {form.version} is not the one it was")
    missing = {kept.ladder for kept in content.facts} - {""} - content.ladders.keys()
    if missing:
        raise FormError(f"a fact needs the ladder {min(missing)}, which is not in it")


def _check_calibrations(content: Content) -> None:
    for key, form in content.calibrations.items():
        place = f"{CALIBRATIONS}{key}.json"
        _moment(form.recorded_at, place)
        _try(partial(msgspec.convert, form.document, OrganisationCalibration), place)
        if sha256_of(_try(partial(canonical_json, form.document), place)) != key:
            raise FormError(f"{place} is not the calibration it was")


def _check_files(content: Content) -> None:
    for key, data in content.files.items():
        if sha256_of(data) != key:
            raise FormError(f"{FILES}{key} is not the file it was")


def _check_facts(facts: tuple[KeptFact, ...]) -> None:
    ids = {kept.fact.id for kept in facts}
    if len(ids) < len(facts):
        raise FormError("it holds a fact twice")
    correction = {k.fact.supersedes: k.fact.id for k in facts if k.fact.supersedes is not None}
    if len(correction) < sum(k.fact.supersedes is not None for k in facts):
        raise FormError("a fact in it is replaced twice")
    missing = correction.keys() - ids
    if missing:
        raise FormError(f"the fact {min(missing)}, which another replaces, is not in it")
    # Followed from the first versions on, corrections reach every fact unless some form a circle.
    latest = ids - set(correction.values())
    reached = len(latest)
    while latest := {correction[id_] for id_ in latest if id_ in correction}:
        reached += len(latest)
    if reached < len(ids):
        raise FormError("some of its facts replace one another in a circle")
