"""Reads a TOML document piece by piece into dataclasses, so that every problem is named by its place."""

import tomllib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from headway.core.errors import UnreadableFileError

T = TypeVar("T")


def parse(content: bytes, name: str) -> dict[str, Any]:
    """The document as plain values; raises UnreadableFileError with the line of a syntax error."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableFileError(f"{name} is not UTF-8 text; save it as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableFileError(f"{name} is not a TOML file: {error}.") from None


class Pieces:
    """Converts pieces of a document and gathers what was wrong with each, by its place."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def convert(self, value: object, kind: type[T], place: str) -> T | None:
        """`value` as `kind`, or None with the problem noted under `place`."""
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            self.problems.append(f"{place}: {error}")
            return None

    def each(
        self, document: Mapping[str, Any], key: str, kind: type[T], label: Callable[[Any, int], str]
    ) -> tuple[T, ...]:
        """The entries of the table array `key` that could be converted."""
        entries = document.get(key, [])
        if not isinstance(entries, list):
            self.problems.append(f"{key}: expected a list of tables")
            return ()
        found = [
            self.convert(entry, kind, label(entry, index)) for index, entry in enumerate(entries, 1)
        ]
        return tuple(item for item in found if item is not None)


def by_slug(what: str) -> Callable[[Any, int], str]:
    """A label that names an entry by its slug, or by its number where it has none."""

    def label(entry: Any, index: int) -> str:
        slug = entry.get("slug") if isinstance(entry, dict) else None
        return f"{what} {slug or f'number {index}'}"

    return label
