"""Writes dataclasses as TOML text for people: plain values first, then a table for each part."""

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_LONGEST_LINE = 100


def write(value: Any) -> str:
    """`value`, a dataclass of text, numbers, tuples, mappings and dataclasses, as a TOML document.

    Fields that have their default are left out. Numbers must be finite.
    """
    return "\n".join(_table(value, "")).strip() + "\n"


def _table(value: Any, path: str) -> Iterator[str]:
    """The lines of one table: a nested table must follow all plain values."""
    told = dict(_told(value))
    for key, each in told.items():
        if not _is_table(each) and not _is_tables(each):
            yield f"{_key(key)} = {_plain(each)}"
    for key, each in told.items():
        name = f"{path}.{_key(key)}" if path else _key(key)
        if _is_table(each):
            yield from ("", f"[{name}]", *_table(each, name))
        elif _is_tables(each):
            for part in each:
                yield from ("", f"[[{name}]]", *_table(part, name))


def _told(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
        return
    for field in dataclasses.fields(value):
        each = getattr(value, field.name)
        factory = field.default_factory
        default = field.default if factory is dataclasses.MISSING else factory()
        if each != default and each is not None:
            yield field.name, each


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or dataclasses.is_dataclass(value)


def _is_tables(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and dataclasses.is_dataclass(value[0])


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        parts = [_plain(each) for each in value]
        line = f"[{', '.join(parts)}]"
        return (
            line
            if len(line) <= _LONGEST_LINE
            else "[\n" + "".join(f"  {p},\n" for p in parts) + "]"
        )
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _text(text: str) -> str:
    # JSON escapes all that TOML wants escaped, but for the one control character above the letters.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
