"""The one JSON form of every result: what `--json` prints, the API answers and the tables show."""

import msgspec


def write(value: object) -> str:
    """`value` (dataclasses, dates, UUIDs, decimals within) as indented JSON text in UTF-8."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
