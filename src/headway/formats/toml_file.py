"""Reads a TOML document piece by piece into dataclasses, naming every problem by its place."""

import dataclasses
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from headway.core.errors import UnreadableFileError

T = TypeVar("T")
LARGEST_BYTES = 10_000_000


def parse(content: bytes, name: str) -> dict[str, Any]:
    """The document as plain values; raises UnreadableFileError with the line of a syntax error."""
    if len(content) > LARGEST_BYTES:
        raise UnreadableFileError(f"{name} is larger than {LARGEST_BYTES // 10**6} MB.")
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise UnreadableFileError(f"{name} is not UTF-8 text; save it as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise UnreadableFileError(f"{name} is not a TOML file: {error}.") from None


class Pieces:
    """Converts pieces of a document and gathers what was wrong with each, by its place."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def convert(self, value: object, kind: type[T], place: str) -> T | None:
        """`value` as `kind`, or None with the problem noted under `place`."""
        if dataclasses.is_dataclass(kind) and isinstance(value, dict):
            self.reject_unknown(value, kind, place)
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            self._note(place, str(error))
            return None

    def reject_unknown(self, entry: Mapping[str, Any], kind: type[Any], place: str) -> None:
        """Notes keys that `kind` does not have: a misspelt one would otherwise be lost in silence."""
        known = {field.name for field in dataclasses.fields(kind)}
        for key in entry:
            if key not in known:
                self._note(
                    place, f"there is no field '{key}'; there are {', '.join(sorted(known))}"
                )

    def tables(self, document: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        """The tables of the table array `key`, leaving out what is none."""
        entries = document.get(key, [])
        return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []

    def each(
        self, document: Mapping[str, Any], key: str, kind: type[T], label: Callable[[Any, int], str]
    ) -> tuple[T, ...]:
        """The entries of the table array `key` that could be converted."""
        entries = document.get(key, [])
        if not isinstance(entries, list):
            self._note(key, "expected a list of tables")
            return ()
        found = [
            self.convert(entry, kind, label(entry, index)) for index, entry in enumerate(entries, 1)
        ]
        return tuple(item for item in found if item is not None)

    def _note(self, place: str, problem: str) -> None:
        """Notes a problem once: a part of a piece is converted alone and again within the piece."""
        if not any(place.startswith(p.split(": ")[0]) and problem in p for p in self.problems):
            self.problems.append(f"{place}: {problem}")


def by_slug(what: str) -> Callable[[Any, int], str]:
    """A label that names an entry by its slug, or by its number where it has none."""

    def label(entry: Any, index: int) -> str:
        slug = entry.get("slug") if isinstance(entry, dict) else None
        return f"{what} {slug or f'number {index}'}"

    return label
