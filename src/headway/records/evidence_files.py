"""Files of a piece of evidence: put on it, taken off, put on again; sent twice, each changes nothing more."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from headway.core.dossier import Fact
from headway.core.errors import UnknownNameError
from headway.core.evidence import AttachedFile, EvidenceItem, with_files, without_file
from headway.records import attachments, bridge, entries
from headway.records.access import visible_facts
from headway.records.failures import told_plainly
from headway.records.models import Person
from headway.records.rows import NAMES, to_kept


def attach(
    person: Person, fact_id: UUID, files: Iterable[AttachedFile], *, recorded_at: datetime
) -> UUID:
    """Puts files that are kept on the evidence as it stands now; returns the id it then has.

    Raises UnknownNameError where there is no such evidence, InvalidInputError for too many files.
    """
    with told_plainly(), transaction.atomic():
        fact, item = _find(person, fact_id)
        return _keep(person, fact, with_files(item, files), recorded_at)


def take_off(person: Person, fact_id: UUID, sha256: str, *, recorded_at: datetime) -> UUID:
    """Takes a file off the evidence as it stands now; the file itself is kept for 30 days more."""
    with told_plainly(), transaction.atomic():
        fact, item = _find(person, fact_id)
        return _keep(person, fact, without_file(item, sha256), recorded_at)


def put_on_again(person: Person, fact_id: UUID, sha256: str, *, recorded_at: datetime) -> UUID:
    """Puts a file back that an earlier version of the evidence had.

    Raises UnknownNameError where none had it, or where its content is deleted since.
    """
    for file in list_taken_off(person, fact_id):
        if file.sha256 == sha256:
            return attach(person, fact_id, [file], recorded_at=recorded_at)
    if sha256 in {file.sha256 for file in _find(person, fact_id)[1].files}:
        return _find(person, fact_id)[0].id
    raise UnknownNameError("That file can't be put back; attach it again.")


def list_taken_off(person: Person, fact_id: UUID) -> tuple[AttachedFile, ...]:
    """The files that earlier versions of the evidence had and that are still kept, the latest first."""
    fact, item = _find(person, fact_id)
    there, found = {file.sha256 for file in item.files}, dict[str, AttachedFile]()
    for former in _list_former(person, fact):
        found |= {f.sha256: f for f in former.files if f.sha256 not in {*there, *found}}
    kept = attachments.list_kept(person, found) if found else set()
    return tuple(file for key, file in found.items() if key in kept)


def _list_former(person: Person, fact: Fact) -> list[EvidenceItem]:
    """The versions with files that `fact` replaced, the latest first, in as many questions for any number."""
    if fact.supersedes is None:
        return []
    rows = visible_facts(person).filter(owner=person, kind=NAMES[EvidenceItem])
    corrections = rows.filter(supersedes__isnull=False).values_list("pk", "supersedes_id")
    former: dict[UUID, UUID] = dict(corrections)
    chain = [fact.supersedes]
    while chain[-1] in former:
        chain.append(former[chain[-1]])
    named = {row.pk: row for row in rows.filter(pk__in=chain, body__files__0__isnull=False)}
    bodies = (to_kept(named[pk]).fact.body for pk in chain if pk in named)
    return [body for body in bodies if isinstance(body, EvidenceItem)]


def find_on(person: Person, fact_id: UUID, sha256: str) -> AttachedFile:
    """The file that the version `fact_id` of some evidence names; raises UnknownNameError."""
    body = entries.find_version(person, fact_id).body
    files = body.files if isinstance(body, EvidenceItem) else ()
    for file in files:
        if file.sha256 == sha256:
            return file
    raise UnknownNameError("This piece of evidence has no such file.")


def _find(person: Person, fact_id: UUID) -> tuple[Fact, EvidenceItem]:
    fact = entries.find_current(person, fact_id)
    if fact is None or not isinstance(fact.body, EvidenceItem):
        raise UnknownNameError("There is no such piece of evidence here.")
    return fact, fact.body


def _keep(person: Person, fact: Fact, item: EvidenceItem, recorded_at: datetime) -> UUID:
    if item == fact.body:
        return fact.id
    return bridge.correct_fact(person, fact.id, item, recorded_at=recorded_at)
