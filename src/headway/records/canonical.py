"""JSON in one agreed spelling, so that equal values have equal bytes and equal hashes."""

import hashlib
import json
import re

from headway.core.errors import InvalidInputError

LONGEST_BYTES = 4_000_000
_NULL_CHARACTER = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def canonical_json(value: object) -> str:
    """`value` as JSON with sorted keys and no spaces.

    Raises InvalidInputError for what not every database can keep: numbers that aren't finite, null
    characters, halves of surrogate pairs, and documents that are too long or too deep.
    """
    try:
        text = json.dumps(
            value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        size_bytes = len(text.encode())
    except UnicodeEncodeError:
        raise InvalidInputError("The text holds half a character; please type it anew.") from None
    except (ValueError, RecursionError):
        raise InvalidInputError(
            "A number is not finite, or the entry is nested too deep."
        ) from None
    if _NULL_CHARACTER.search(text):
        raise InvalidInputError("The text holds a null character; please type it anew.")
    if size_bytes > LONGEST_BYTES:
        raise InvalidInputError(
            f"An entry of {size_bytes:,} bytes is too long to keep; "
            f"{LONGEST_BYTES:,} is the most. Shorten it, or link to the document."
        )
    return text


def sha256_of(content: str | bytes) -> str:
    """The SHA-256 of `content` (text in UTF-8), as 64 hexadecimal digits."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()
