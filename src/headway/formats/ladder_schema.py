"""The JSON Schema of ladder files, which editors use to complete and check a TOML file while one types."""

from typing import Any

import msgspec

from headway.core.ladder import Ladder
from headway.formats.ladder_file import FORMAT


def find_schema() -> dict[str, Any]:
    """The schema (JSON Schema, draft 2020-12) of the file that docs/ladder.md describes."""
    schema = msgspec.json.schema(Ladder)
    parts = schema.pop("$defs")
    for part in parts.values():
        part["additionalProperties"] = False
    whole = parts.pop("Ladder")
    whole["properties"] |= {"format": {"const": FORMAT}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A career ladder for Headway",
        **{key: value for key, value in whole.items() if key != "title"},
        "$defs": parts,
    }
