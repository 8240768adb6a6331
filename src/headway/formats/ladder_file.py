"""Ladders as TOML files (docs/ladder.md): read and checked, every problem named by its place."""

import hashlib

import msgspec

from headway.core.errors import UnreadableFileError
from headway.core.ladder import Ladder
from headway.core.ladder_quality import find_broken_references
from headway.formats.toml_file import Pieces, parse

FORMAT = "headway-ladder/1"


def read(content: bytes, name: str = "The ladder file") -> Ladder:
    """The ladder in `content`; raises UnreadableFileError naming every problem by its place."""
    document, pieces = parse(content, name), Pieces()
    if document.get("format") != FORMAT:
        pieces.problems.append(f'format: write format = "{FORMAT}" at the top')
    ladder = pieces.convert({**document, "format": FORMAT}, Ladder)
    problems = pieces.problems
    if ladder is not None and not problems:
        problems = [
            f"{problem.place}: {problem.text}" for problem in find_broken_references(ladder)
        ]
    if ladder is None or problems:
        raise UnreadableFileError(f"{name} is not a ladder yet:\n" + "\n".join(problems))
    return ladder


def hash_of(ladder: Ladder) -> str:
    """SHA-256 of the ladder's content, in hexadecimal: the same for the same ladder everywhere."""
    return hashlib.sha256(msgspec.json.encode(ladder, order="sorted")).hexdigest()
