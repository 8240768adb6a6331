"""Writes plain values as YAML that every reader takes alike: each text in quotes, each on one line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

# Beyond JSON's own escapes: what YAML readers refuse, take for a line break, or take for a mark.
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(value: Mapping[str, Any]) -> str:
    """A mapping of text, whole numbers, truths, None, lists and mappings as a YAML document.

    No text is left bare, so that "no", "1e3" and "~" stay text in YAML 1.1 and 1.2 alike; a text in
    quotes as JSON writes it is one of YAML's (YAML 1.2, section 1.3). Keys must be plain words.
    """
    return "\n".join(_mapping(value, "")) + "\n"


def _mapping(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, each in value.items():
        if not isinstance(each, list) or not each:
            yield f"{indent}{key}: {_scalar(each)}".rstrip()
            continue
        yield f"{indent}{key}:"
        for entry in each:
            yield from _entry(entry, f"{indent}  ")


def _entry(value: Any, indent: str) -> Iterator[str]:
    """One entry of a list: its first line behind the dash, the others below it."""
    if not isinstance(value, Mapping):
        yield f"{indent}- {_scalar(value)}"
        return
    for number, line in enumerate(_mapping(value, f"{indent}  ")):
        yield line if number else f"{indent}- {line.removeprefix(f'{indent}  ')}"


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _UNSAFE.sub(
            lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False)
        )
    return str(value).lower() if isinstance(value, bool) else "[]" if value == [] else str(value)
