"""Ladders as TOML files (docs/ladder.md): written, read and checked, every problem named by its place."""

from dataclasses import fields, replace
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.core.ladder import Ladder
from headway.core.ladder_quality import Problem, check_quality, find_broken_references
from headway.formats import toml_text
from headway.formats.toml_file import Pieces, parse

FORMAT = "headway-ladder/1"


def read(content: bytes, name: str = "The ladder file") -> Ladder:
    """The ladder in `content`; raises UnreadableFileError naming every problem by its place."""
    ladder, problems = _convert(parse(content, name))
    if ladder is None or problems:
        said = "\n".join(f"{problem.place}: {problem.text}" for problem in problems)
        raise UnreadableFileError(f"{name} is not a ladder yet:\n{said}")
    return ladder


def find_problems(content: bytes, name: str = "The ladder file") -> tuple[Problem, ...]:
    """All that is wrong with the ladder in `content`: its form, its references and its quality.

    The quality is looked at once the form is sound. Raises UnreadableFileError for what is no TOML.
    """
    ladder, problems = _convert(parse(content, name))
    return problems if ladder is None else (*problems, *check_quality(ladder))


def _convert(document: dict[str, Any]) -> tuple[Ladder | None, tuple[Problem, ...]]:
    """The ladder, or None if its form is broken, with the problems of its form and references."""
    pieces = Pieces(fill_in=True)
    ladder = pieces.convert({**document, "format": FORMAT}, Ladder)
    problems = tuple(Problem(place=place, text=text) for place, text in pieces.noted)
    broken = ladder is None or bool(problems)
    if ladder is not None and (not broken or _names_all(document)):
        problems += _references(ladder, problems)
    if document.get("format") != FORMAT:
        wrong = Problem(place="format", text=f'write format = "{FORMAT}" at the top')
        problems = (wrong, *problems)
    return None if broken else ladder, problems


def _names_all(document: dict[str, Any]) -> bool:
    """Whether each part has its name, so that a name that leads nowhere is no result of a gap."""
    known = {field.name for field in fields(Ladder)}
    parts = [document.get(key, []) for key in ("areas", "experiences")]
    parts += [document.get(key) for key in ("competencies", "roles")]
    return (
        document.keys() <= known
        and _is_list_of_tables(document.get("levels"))
        and all(_is_list_of_tables(part) for part in parts)
        and all(isinstance(entry.get("slug"), str) for part in parts for entry in part)
    )


def _is_list_of_tables(part: object) -> bool:
    return isinstance(part, list) and all(isinstance(entry, dict) for entry in part)


def _references(ladder: Ladder, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The broken references, without those that only a stand-in for a broken piece brings about."""
    stand_ins = [f"'{problem.place}'" for problem in problems]
    if any(problem.place.startswith("level ") for problem in problems):
        levels = (replace(level, number=index) for index, level in enumerate(ladder.levels))
        ladder = replace(ladder, levels=tuple(levels))
    return tuple(
        problem
        for problem in find_broken_references(ladder)
        if not any(place in problem.text for place in stand_ins)
    )


def write(ladder: Ladder) -> bytes:
    """`ladder` as a file that `read` reads back to the same value; what has its default is left out."""
    return toml_text.write(ladder).encode()
