"""Phrases that hint at competencies, as TOML files (docs/profile.md), problems named by their place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from headway.core.errors import HeadwayError, UnreadableFileError
from headway.core.evidence import Phrases, compile_phrases
from headway.formats.toml_file import Pieces, by_slug, parse

FORMAT = "headway-phrases/1"


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """The phrases of one competency as the file has them."""

    slug: str
    phrases: tuple[str, ...]
    weak: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Document:
    """The whole file: `words` are named lists that phrases refer to as "{name}"."""

    format: str
    ladder: str
    language: str
    licence: str
    competencies: tuple[_Entry, ...]
    note: str = ""
    unless: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read(content: bytes, name: str = "The phrases file") -> dict[str, Phrases]:
    """The phrases in `content` by the slug of their competency.

    The file's general `unless` phrases are added to each. Raises UnreadableFileError naming every
    problem by its place.
    """
    pieces = Pieces()
    document = _convert(parse(content, name), pieces)
    if document is None or pieces.problems:
        raise UnreadableFileError(f"{name} cannot be used:\n" + "\n".join(pieces.problems))
    phrases = {entry.slug: _fill_in(entry, document) for entry in document.competencies}
    try:
        compile_phrases(phrases)
    except HeadwayError as error:
        raise UnreadableFileError(f"{name} cannot be used:\n{error}") from None
    return phrases


def _convert(document: dict[str, Any], pieces: Pieces) -> _Document | None:
    entries = pieces.each(document, "competencies", _Entry, by_slug("competency"))
    if pieces.problems:
        return None
    if document.get("format") != FORMAT:
        pieces.problems.append(f'format: write format = "{FORMAT}" at the top')
    slugs = [entry.slug for entry in entries]
    for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        pieces.problems.append(f"competency {slug}: it stands twice")
    converted = pieces.convert(document, _Document, "the phrases")
    if converted is not None:
        pieces.problems += _unknown_words(converted)
    return converted


def _unknown_words(document: _Document) -> list[str]:
    return [
        f"competency {entry.slug}: '{phrase}' names a list of words that the file lacks"
        for entry in document.competencies
        for phrase in (*entry.phrases, *entry.weak, *entry.unless, *document.unless)
        if "{" in _with_words(phrase, document.words)
    ]


def _fill_in(entry: _Entry, document: _Document) -> Phrases:
    def filled(phrases: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_with_words(phrase, document.words) for phrase in phrases)

    unless = (*document.unless, *entry.unless)
    return Phrases(phrases=filled(entry.phrases), weak=filled(entry.weak), unless=filled(unless))


def _with_words(phrase: str, words: Mapping[str, tuple[str, ...]]) -> str:
    for name, choices in words.items():
        phrase = phrase.replace(f"{{{name}}}", f"({'|'.join(choices)})")
    return phrase
