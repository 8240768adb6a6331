"""Calibration vignettes as TOML files (docs/calibration.md), every problem named by its place."""

from headway.core.errors import UnreadableFileError
from headway.core.ratings.vignettes import VignetteSet, find_vignette_problems
from headway.formats.toml_file import Pieces, parse

FORMAT = "headway-vignettes/1"


def read(content: bytes, name: str = "The vignettes file") -> VignetteSet:
    """The vignettes in `content`; raises UnreadableFileError naming every problem by its place."""
    document, pieces = parse(content, name), Pieces()
    if document.get("format") != FORMAT:
        pieces.problems.append(f'format: write format = "{FORMAT}" at the top')
    shipped = pieces.convert({**document, "format": FORMAT}, VignetteSet)
    problems = pieces.problems
    if shipped is not None and not problems:
        problems = list(find_vignette_problems(shipped))
    if shipped is None or problems:
        raise UnreadableFileError(f"{name} cannot be used:\n" + "\n".join(problems))
    return shipped
