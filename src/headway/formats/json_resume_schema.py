"""What the schema of JSON Resume fixes, what of a document breaks it, and what of it is sound."""

import re
from collections.abc import Iterator
from typing import Any

from headway.formats import partial_date
from headway.formats.history import MOST_FACTS, shorten

_DATE = re.compile(r"[12]\d{3}(?:-[01]\d(?:-[0-3]\d)?)?", re.ASCII)

# What the schema fixes, in our own notation: "text", "date" and "texts" (a list of text), a mapping
# for an object with these members, a list of one mapping for a list of such objects. Members that are
# not named may hold anything.
_PERIOD = {"startDate": "date", "endDate": "date"}
SHAPE: dict[str, Any] = {
    "$schema": "text",
    "basics": {
        **dict.fromkeys(("name", "label", "image", "email", "phone", "url", "summary"), "text"),
        "location": dict.fromkeys(
            ("address", "postalCode", "city", "countryCode", "region"), "text"
        ),
        "profiles": [dict.fromkeys(("network", "username", "url"), "text")],
    },
    "work": [
        {
            **dict.fromkeys(("name", "location", "description", "position", "url"), "text"),
            **_PERIOD,
            "summary": "text",
            "highlights": "texts",
        }
    ],
    "volunteer": [
        {
            **dict.fromkeys(("organization", "position", "url", "summary"), "text"),
            **_PERIOD,
            "highlights": "texts",
        }
    ],
    "education": [
        {
            **dict.fromkeys(("institution", "url", "area", "studyType", "score"), "text"),
            **_PERIOD,
            "courses": "texts",
        }
    ],
    "awards": [{"title": "text", "date": "date", "awarder": "text", "summary": "text"}],
    "certificates": [{"name": "text", "date": "date", "url": "text", "issuer": "text"}],
    "publications": [
        {**dict.fromkeys(("name", "publisher", "url", "summary"), "text"), "releaseDate": "date"}
    ],
    "skills": [{"name": "text", "level": "text", "keywords": "texts"}],
    "languages": [{"language": "text", "fluency": "text"}],
    "interests": [{"name": "text", "keywords": "texts"}],
    "references": [{"name": "text", "reference": "text"}],
    "projects": [
        {
            **dict.fromkeys(("name", "description", "url", "entity", "type"), "text"),
            **dict.fromkeys(("highlights", "keywords", "roles"), "texts"),
            **_PERIOD,
        }
    ],
    "meta": dict.fromkeys(("canonical", "version", "lastModified"), "text"),
}


def find_problems(value: Any, shape: Any = SHAPE, place: str = "") -> Iterator[str]:
    """A sentence for each place at which `value` breaks `shape`.

    By json-resume schema 1.0.0: types, lists and date patterns; formats such as "email" and "uri" are
    not checked, as draft-07 leaves them open. Dates that people write in other ways are no problem.
    """
    if isinstance(shape, str):
        yield from _leaf_problems(value, shape, place)
    elif isinstance(shape, list) or isinstance(value, list):
        yield from _list_problems(value, shape, place)
    elif not isinstance(value, dict):
        yield f"{place}: expected an object, found {_name_type(value)}."
    else:
        for name in filter(value.__contains__, shape):
            inner = f"{place}, {name}" if place else name
            yield from find_problems(value[name], shape[name], inner)


def without_nulls(value: Any, shape: Any = SHAPE) -> Any:
    """`value` without what the schema names and is null: programs write so what is not there."""
    if isinstance(shape, dict) and isinstance(value, dict):
        return {
            name: without_nulls(member, shape.get(name))
            for name, member in value.items()
            if member is not None
        }
    if isinstance(shape, list) and isinstance(value, list):
        return [without_nulls(entry, shape[0]) for entry in value if entry is not None]
    if shape == "texts" and isinstance(value, list):
        return [text for text in value if text is not None]
    return value


def keep_sound(value: Any, shape: Any = SHAPE, place: str = "") -> Any:
    """`value` without what breaks `shape`; None where nothing of it is sound.

    Where one can see what was meant, it is taken so: a number as text, one text as a list of them, a
    list of texts as one text, of several languages English or the first. An entry that is no object
    leaves an empty one: the numbers of the others stay as a person counts them.
    """
    meant = _as_meant(value, shape)
    if isinstance(shape, dict) and isinstance(meant, dict):
        kept = ((name, keep_sound(member, shape.get(name), name)) for name, member in meant.items())
        return {name: member for name, member in kept if member is not None}
    if shape == "texts":
        return [text for text in (keep_sound(each, "text") for each in meant) if text is not None]
    if isinstance(shape, list) and isinstance(meant, list) and len(meant) <= MOST_FACTS:
        return [keep_sound(entry, shape[0]) or {} for entry in meant]
    return meant if shape is None or not any(find_problems(meant, shape, place)) else None


def _as_meant(value: Any, shape: Any) -> Any:
    if shape in ("text", "texts") and _is_by_language(value):
        value = value.get("en", next(iter(value.values())))
    if shape == "texts" and not isinstance(value, list):
        return value.splitlines() if isinstance(value, str) else [value]
    if shape in ("text", "date") and type(value) in (int, float):
        return str(value)
    if shape == "text" and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "\n".join(value)
    return value


def _is_by_language(value: Any) -> bool:
    """Whether `value` is {"de": ..., "en": ...}, as files in several languages have it."""
    return isinstance(value, dict) and bool(value) and all(len(name) == 2 for name in value)


def _list_problems(value: Any, shape: Any, place: str) -> Iterator[str]:
    if not isinstance(shape, list) or not isinstance(value, list):
        wanted = "a list" if isinstance(shape, list) else "an object"
        yield f"{place}: expected {wanted}, found {_name_type(value)}."
        return
    if len(value) > MOST_FACTS:
        yield f"{place}: a list of {len(value):,} is longer than any career."
        return
    for number, entry in enumerate(value, 1):
        yield from find_problems(entry, shape[0], f"{place}, entry {number}")


def _leaf_problems(value: Any, shape: str, place: str) -> Iterator[str]:
    if shape == "texts":
        yield from _list_problems(value, ["text"], place)
    elif not isinstance(value, str):
        yield f"{place}: expected text, found {_name_type(value)}."
    elif shape == "date" and not _may_be_date(value, place):
        yield (
            f"{place}: '{shorten(value, 40)}' is not a date; write 2013, 2013-12 or 2013-12-01"
            f"{', or leave it out' if place.endswith('endDate') else ''}."
        )


def _may_be_date(text: str, place: str) -> bool:
    # Beyond the schema's pattern: a blank date, an end date such as "Present", and "Jan 2020", which
    # many programs write. The pattern lets 2013-13-45 pass; that date is noted and left out later.
    if not text.strip() or (place.endswith("endDate") and partial_date.says_ongoing(text)):
        return True
    return _DATE.fullmatch(text) is not None or partial_date.read(text) is not None


def _name_type(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "text"}
    names |= {list: "a list", dict: "an object", type(None): "nothing (null)"}
    return names[type(value)]
