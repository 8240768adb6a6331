"""Reads a TOML document into dataclasses, naming every problem by its place."""

import dataclasses
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from headway.core.errors import UnreadableFileError
from headway.formats.broken import say_what_broke

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
        raise UnreadableFileError(f"{name} is not a TOML file: {say_what_broke(error)}.") from None


class Pieces:
    """Converts a document piece by piece, so that one mistake does not hide the next.

    With `fill_in`, what is missing or wrong gets a stand-in (its place, where text is asked for),
    so that the rest of the document can be looked at; its problems are noted all the same.
    """

    def __init__(self, *, fill_in: bool = False) -> None:
        self.problems: list[str] = []
        # The same problems with place and text apart.
        self.noted: list[tuple[str, str]] = []
        self._fill_in = fill_in

    def convert(self, value: object, kind: type[T], place: str = "") -> T | None:
        """`value` as `kind`, or None with every problem noted under its place within `place`.

        A key that a dataclass does not have is a problem too: a misspelt one would otherwise be lost
        in silence. No `place` stands for the whole document.
        """
        count = len(self.problems)
        converted: T = self._convert(value, kind, place)
        return converted if self._fill_in or len(self.problems) == count else None

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
        label = _label(entry_kind, _singular(place))
        found = [
            self._convert(entry, entry_kind, label(entry, index))
            for index, entry in enumerate(value, 1)
        ]
        return tuple(item for item in found if item is not None)

    def _fields(self, entry: Mapping[str, Any], kind: Any, place: str) -> Any:
        count = len(self.problems)
        hints = _hints(kind)
        for key in sorted(entry.keys() - hints.keys()):
            self._note(place, f"there is no field '{key}'; there are {', '.join(sorted(hints))}")
        missing = [name for name in _required(kind) if name not in entry]
        for name in missing:
            self._note(_join(place, name), "is missing")
        values = {
            name: self._convert(entry[name], hint, _join(place, name))
            for name, hint in hints.items()
            if name in entry
        }
        if self._fill_in:
            values |= {name: _stand_in(hints[name], _join(place, name)) for name in missing}
            return _made_of(values, kind)
        return kind(**values) if len(self.problems) == count else None

    def _plain(self, value: object, kind: Any, place: str) -> Any:
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            choices = ", ".join(_choices(kind))
            self._note(place, f"{error}; choose from {choices}" if choices else str(error))
            return _stand_in(kind, place) if self._fill_in else None

    def _note(self, place: str, problem: str) -> None:
        place = place or "at the top"
        self.noted.append((place, problem))
        self.problems.append(f"{place}: {problem}")


def by_slug(what: str) -> Callable[[Any, int], str]:
    """A label that names an entry by its slug or number, or by its place where it has neither."""

    def label(entry: Any, index: int) -> str:
        named = entry if isinstance(entry, dict) else {}
        return f"{what} {named.get('slug') or named.get('number', f'number {index}')}"

    return label


def _label(kind: Any, what: str) -> Callable[[Any, int], str]:
    hints = _hints(kind)
    if "slug" in hints or "number" in hints:
        return by_slug(what)
    return _by_level(what) if "level" in hints else _by_place(what)


def _by_place(what: str) -> Callable[[Any, int], str]:
    return lambda _, index: f"{what} {index}"


def _by_level(what: str) -> Callable[[Any, int], str]:
    """Counts the entries of each level: "competency x, level 2, behaviour 3"."""
    outer, _, inner = what.rpartition(", ")
    counts: Counter[int] = Counter()

    def label(entry: Any, index: int) -> str:
        level = entry.get("level") if isinstance(entry, dict) else None
        if type(level) is not int:
            return f"{what} {index}"
        counts[level] += 1
        return _join(outer, f"level {level}, {inner} {counts[level]}")

    return label


def _stand_in(kind: Any, place: str) -> Any:
    """A value of that kind for one that is missing or wrong; None if there is no simple one."""
    for value in (place, 0, [], [0, 0], {}, *_choices(kind)):
        with suppress(msgspec.ValidationError):
            return msgspec.convert(value, kind)
    return None


def _made_of(values: dict[str, Any], kind: Any) -> Any:
    """A `kind` of the values there are, or None if a required one could not be had."""
    had = {name: value for name, value in values.items() if value is not None}
    return kind(**had) if had.keys() >= set(_required(kind)) else None


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
