"""Catalogues of opportunities as TOML files (docs/learn.md), every problem named by its place."""

from typing import Any

from headway.core.errors import UnreadableFileError
from headway.core.learn import Catalogue, Opportunity, OpportunityKind, find_catalogue_problems
from headway.formats.toml_file import Pieces, by_slug, parse

FORMAT = "headway-catalogue/1"


def read(content: bytes, name: str = "The catalogue file") -> Catalogue:
    """The catalogue in `content`; raises UnreadableFileError naming every problem by its place."""
    pieces = Pieces()
    catalogue = _convert(parse(content, name), pieces)
    problems = pieces.problems
    if catalogue is not None and not problems:
        problems = list(find_catalogue_problems(catalogue))
    if catalogue is None or problems:
        raise UnreadableFileError(f"{name} is not a catalogue yet:\n" + "\n".join(problems))
    return catalogue


def _convert(document: dict[str, Any], pieces: Pieces) -> Catalogue | None:
    pieces.each(document, "kinds", OpportunityKind, by_slug("kind"))
    pieces.each(document, "opportunities", Opportunity, by_slug("opportunity"))
    if pieces.problems:
        return None
    if document.get("format") != FORMAT:
        pieces.problems.append(f'format: write format = "{FORMAT}" at the top')
    return pieces.convert(document, Catalogue, "the catalogue")
