"""JSON and YAML as plain lists, mappings and text, with a bound on size, depth and repetition."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.formats.broken import say_what_broke

MOST_VALUES = 400_000
DEEPEST = 40
FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_TAB_AFTER_DASH = re.compile(r"^([ ]*-)\t+", re.M)
_NULLS = {"", "~", "null", "Null", "NULL"}


def read_json(text: str, name: str) -> Any:
    """The document with numbers as written and null as ""; raises UnreadableFileError."""
    try:
        found = json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=lambda pairs: _mapping(pairs, name),
        )
    except RecursionError:
        raise UnreadableFileError(_too_deep(name)) from None
    except ValueError as error:
        raise UnreadableFileError(f"{name} is no sound JSON: {say_what_broke(error)}.") from None
    return _bounded(found, name)


def read_yaml(text: str, name: str) -> Any:
    """The first document, all scalars as text, null as ""; raises UnreadableFileError.

    Front matter between two lines of "---" counts as the document, whatever follows it. Aliases and
    merges (<<) are resolved as long as the whole stays within bounds.
    """
    import yaml

    front = FRONT_MATTER.match(text)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    # Some readers of YAML allow a tab behind the dash of a list, and people write it.
    body = _TAB_AFTER_DASH.sub(r"\1 ", front[1] if front is not None else text)
    try:
        # A first pass without building anything: composing is recursive and can't be stopped.
        _check_depth(yaml.parse(body, Loader=loader), name)
        node = _first(yaml.compose_all(body, Loader=loader))
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        reason = getattr(error, "problem", None) or "characters that YAML does not allow"
        raise UnreadableFileError(f"{name} is no sound YAML: {reason}{where}.") from None
    return None if node is None else _Builder(name).build(node)


def _first(nodes: Iterator[Any]) -> Any:
    return next((node for node in nodes if node is not None), None)


def _check_depth(events: Iterator[Any], name: str) -> None:
    depth = 0
    change = _changes_of_depth()
    for count, event in enumerate(events):
        depth += change.get(type(event), 0)
        if depth > DEEPEST:
            raise UnreadableFileError(_too_deep(name))
        if count > MOST_VALUES:
            raise UnreadableFileError(_too_many(name))


def _changes_of_depth() -> dict[type, int]:
    from yaml import events

    return {
        events.SequenceStartEvent: 1,
        events.MappingStartEvent: 1,
        events.SequenceEndEvent: -1,
        events.MappingEndEvent: -1,
    }


class _Builder:
    """Turns YAML nodes into plain values, counting what aliases repeat as often as it stands."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def build(self, node: Any, depth: int = 0) -> Any:
        self._count += 1
        if self._count > MOST_VALUES:
            raise UnreadableFileError(_too_many(self._name))
        # An alias to what it stands in never ends.
        if depth > DEEPEST:
            raise UnreadableFileError(_too_deep(self._name))
        if node.id == "scalar":
            is_null = node.style is None and node.value in _NULLS
            return "" if is_null else node.value
        if node.id == "sequence":
            return [self.build(child, depth + 1) for child in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: Any, depth: int) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        pairs = []
        for key, value in node.value:
            if key.id != "scalar":
                raise UnreadableFileError(f"{self._name} has a list or mapping as a key.")
            if key.value == "<<":
                merged |= self._merge(value, depth + 1)
            else:
                pairs.append((key.value, self.build(value, depth + 1)))
        return merged | _mapping(pairs, self._name)

    def _merge(self, node: Any, depth: int) -> dict[str, Any]:
        found = self.build(node, depth)
        merged: dict[str, Any] = {}
        for part in reversed(found if isinstance(found, list) else [found]):
            merged |= part if isinstance(part, dict) else {}
        return merged


def _mapping(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise UnreadableFileError(f"{name} gives '{twice[:60]}' twice in one mapping; keep one.")
    return found


def _bounded(document: Any, name: str) -> Any:
    """`document` with null as "" and true as "true", or a refusal where it is too large or deep."""
    count = 0

    def plain(value: Any, depth: int) -> Any:
        nonlocal count
        count += 1
        if count > MOST_VALUES:
            raise UnreadableFileError(_too_many(name))
        if depth > DEEPEST:
            raise UnreadableFileError(_too_deep(name))
        if isinstance(value, dict):
            return {key: plain(each, depth + 1) for key, each in value.items()}
        if isinstance(value, list):
            return [plain(each, depth + 1) for each in value]
        return "" if value is None else str(value).lower() if isinstance(value, bool) else value

    return plain(document, 0)


def _too_deep(name: str) -> str:
    return f"{name} nests lists and mappings too deep for a ladder (more than {DEEPEST})."


def _too_many(name: str) -> str:
    return f"{name} holds more than {MOST_VALUES:,} values; a ladder has far fewer."
