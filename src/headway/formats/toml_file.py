"""Reads a TOML document into dataclasses, naming every problem by its place."""

import dataclasses
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from headway.core.errors import UnreadableFileError

T = TypeVar("T")
LARGEST_BYTES = 10_000_000


def parse(content: bytes, name: str) -> dict[str, Any]:
    """The document as plain values; raises UnreadableFileError with the line of a syntax error."""
    if len(content) > LARGEST_BYTES:
        raise UnreadableFileError(f"{name} is larger than {LARGEST_BYTES // 10**6} MB.")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableFileError(f"{name} is not UTF-8 text; save it as UTF-8.") from None
    except RecursionError:
        raise UnreadableFileError(f"{name} has lists within lists too deep to read.") from None
    except ValueError as error:
        raise UnreadableFileError(f"{name} is not a TOML file: {error}.") from None


class Pieces:
    """Converts a document piece by piece, so that one mistake does not hide the next."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def convert(self, value: object, kind: type[T], place: str = "") -> T | None:
        """`value` as `kind`, or None with every problem noted under its place within `place`.

        A key that a dataclass does not have is a problem too: a misspelt one would otherwise be lost
        in silence. No `place` stands for the whole document.
        """
        count = len(self.problems)
        converted: T = self._convert(value, kind, place)
        return converted if len(self.problems) == count else None

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

    def _convert(self, value: object, kind: Any, place: str) -> Any:
        if dataclasses.is_dataclass(kind) and isinstance(value, dict):
            return self._fields(value, kind, place)
        entry_kind = _entry_kind(kind)
        if entry_kind is None or not isinstance(value, list):
            return self._plain(value, kind, place)
        is_named = not _hints(entry_kind).keys().isdisjoint(("slug", "number"))
        label = (by_slug if is_named else _by_place)(_singular(place))
        return tuple(
            self._convert(entry, entry_kind, label(entry, index))
            for index, entry in enumerate(value, 1)
        )

    def _fields(self, entry: Mapping[str, Any], kind: Any, place: str) -> Any:
        count = len(self.problems)
        hints = _hints(kind)
        for key in sorted(entry.keys() - hints.keys()):
            self._note(place, f"there is no field '{key}'; there are {', '.join(sorted(hints))}")
        for name in _required(kind):
            if name not in entry:
                self._note(_join(place, name), "is missing")
        values = {
            name: self._convert(entry[name], hint, _join(place, name))
            for name, hint in hints.items()
            if name in entry
        }
        return kind(**values) if len(self.problems) == count else None

    def _plain(self, value: object, kind: Any, place: str) -> Any:
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            choices = ", ".join(_choices(kind))
            self._note(place, f"{error}; choose from {choices}" if choices else str(error))
            return None

    def _note(self, place: str, problem: str) -> None:
        self.problems.append(f"{place or 'at the top'}: {problem}")


def by_slug(what: str) -> Callable[[Any, int], str]:
    """A label that names an entry by its slug or number, or by its place where it has neither."""

    def label(entry: Any, index: int) -> str:
        named = entry if isinstance(entry, dict) else {}
        return f"{what} {named.get('slug') or named.get('number', f'number {index}')}"

    return label


def _by_place(what: str) -> Callable[[Any, int], str]:
    return lambda _, index: f"{what} {index}"


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _required(kind: type[Any]) -> tuple[str, ...]:
    missing = dataclasses.MISSING
    return tuple(
        field.name
        for field in dataclasses.fields(kind)
        if field.default is missing and field.default_factory is missing
    )


def _entry_kind(kind: Any) -> Any:
    """X of tuple[X, ...] where X is a dataclass, else None."""
    first = get_args(kind)[0] if get_origin(kind) is tuple else None
    return first if dataclasses.is_dataclass(first) else None


def _choices(kind: Any) -> Iterator[str]:
    if get_origin(kind) is Literal:
        yield from map(str, get_args(kind))
    else:
        for part in get_args(kind):
            yield from _choices(part)


def _join(place: str, name: str) -> str:
    return f"{place}, {name}" if place else name


def _singular(place: str) -> str:
    """The place of one entry of a list: "competency x, behaviours" -> "competency x, behaviour"."""
    outer, comma, plural = place.rpartition(", ")
    singular = f"{plural[:-3]}y" if plural.endswith("ies") else plural.removesuffix("s")
    return outer + comma + singular.replace("_", " ")
