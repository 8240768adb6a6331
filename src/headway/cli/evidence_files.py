"""The commands about the files of evidence: attach, detach, file."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli.files import read_whole, write_new
from headway.cli.ids import find_by_id
from headway.cli.session import AsJson, Session, begin_session, ensure_owner, now
from headway.cli.terminal import print_json, say
from headway.core.dossier import Fact
from headway.core.errors import UnknownNameError
from headway.core.evidence import AttachedFile, EvidenceItem, with_files

if TYPE_CHECKING:
    from headway.records.models import Person

Piece = Annotated[str, typer.Argument(help="The first characters of its id.")]
Name = Annotated[str, typer.Argument(help="The file's name, or a part of it.")]


def register(evidence: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    evidence.command("attach", epilog="Example: headway evidence attach 3f2a notes.pdf")(attach)
    evidence.command("detach", epilog="Example: headway evidence detach 3f2a notes.pdf")(detach)
    evidence.command("file", epilog="Example: headway evidence file 3f2a notes.pdf copy.pdf")(
        write_file
    )


def attach(
    fact: Piece,
    files: Annotated[list[Path], typer.Argument(help="PDF, PNG or JPEG files, 5 MB at most.")],
    json: AsJson = False,
) -> None:
    """Keeps files with a piece of evidence; they are stored in your workspace."""
    found, item = find_evidence(begin_session(), fact)
    from headway.records import evidence_files

    owner = ensure_owner()
    kept = with_kept(owner, item, files)
    new = evidence_files.attach(owner, found.id, kept.files, recorded_at=now())
    if json:
        return print_json({"id": new, "files": kept.files})
    return say(f"Kept with it; it is {str(new)[:8]} now: {_name(kept.files)}.")


def detach(
    fact: Piece,
    file: Name,
    undo: Annotated[bool, typer.Option("--undo", help="Put it back that was taken off.")] = False,
    json: AsJson = False,
) -> None:
    """Takes a file off a piece of evidence; within 30 days --undo puts it back."""
    found, item = find_evidence(begin_session(), fact)
    from headway.records import evidence_files

    owner = ensure_owner()
    known = evidence_files.list_taken_off(owner, found.id) if undo else item.files
    one = _find_file(known, file)
    act = evidence_files.put_on_again if undo else evidence_files.take_off
    new = act(owner, found.id, one.sha256, recorded_at=now())
    if json:
        return print_json({"id": new, "file": one})
    told = "Put back" if undo else "Taken off"
    return say(f"{told}: {one.name}; the evidence is {str(new)[:8]} now.")


def write_file(
    fact: Piece,
    file: Name,
    target: Annotated[Path, typer.Argument(help="The new file.")],
) -> None:
    """Writes a file that is kept with a piece of evidence."""
    _found, item = find_evidence(begin_session(), fact)
    one = _find_file(item.files, file)
    from headway.records import attachments

    write_new(target, attachments.read_file(ensure_owner(), one.sha256))
    say(f"Written: {target}.")


def with_kept(owner: "Person", item: EvidenceItem, paths: Iterable[Path]) -> EvidenceItem:
    """`item` with these files, which are kept; nothing is if one of them is none that can be attached."""
    from headway.records import attachments

    read = [(path.name, read_whole(path)) for path in paths]
    new = with_files(item, [attachments.describe_file(name, content) for name, content in read])
    for name, content in read:
        attachments.keep_file(owner, name, content, recorded_at=now())
    return new


def find_evidence(session: Session, start: str) -> tuple[Fact, EvidenceItem]:
    """The one piece of evidence whose id begins so; raises UnknownNameError."""
    known = session.dossier.known_by(session.as_of)
    found = {fact.id: (fact, item) for fact, item in known.each(EvidenceItem)}
    return find_by_id(found, start, "pieces of evidence", "headway evidence list")


def _find_file(files: Sequence[AttachedFile], name: str) -> AttachedFile:
    found = [file for file in files if file.name.casefold() == name.casefold()]
    found = found or [file for file in files if name.casefold() in file.name.casefold()]
    if len(found) != 1:
        there = _name(files) or "none"
        raise UnknownNameError(f"No one file is '{name}'; there is: {there}.")
    return found[0]


def _name(files: Iterable[AttachedFile]) -> str:
    return ", ".join(file.name for file in files)
