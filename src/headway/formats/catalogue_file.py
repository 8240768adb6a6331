"""Catalogues of opportunities as TOML files (docs/learn.md), every problem named by its place."""

from headway.core.errors import UnreadableFileError
from headway.core.learn import Catalogue, find_catalogue_problems
from headway.formats.toml_file import Pieces, parse

FORMAT = "headway-catalogue/1"


def read(content: bytes, name: str = "The catalogue file") -> Catalogue:
    """The catalogue in `content`; raises UnreadableFileError naming every problem by its place."""
    document, pieces = parse(content, name), Pieces()
    if document.get("format") != FORMAT:
        pieces.problems.append(f'format: write format = "{FORMAT}" at the top')
    catalogue = pieces.convert({**document, "format": FORMAT}, Catalogue)
    problems = pieces.problems
    if catalogue is not None and not problems:
        problems = list(find_catalogue_problems(catalogue))
    if catalogue is None or problems:
        raise UnreadableFileError(f"{name} is not a catalogue yet:\n" + "\n".join(problems))
    return catalogue
