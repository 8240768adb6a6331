"""Reads back a package that Headway wrote, to the last field, with what others changed in it since."""

from typing import Any

import msgspec

from headway.core.ladder import Ladder
from headway.core.ladder_quality import find_broken_references
from headway.formats.ladder_file import FORMAT
from headway.formats.onedtech_case.names import FIELDS
from headway.formats.onedtech_case.package import Item, Package, extension_of

LISTS = {
    "level": "levels",
    "area": "areas",
    "competency": "competencies",
    "experience": "experiences",
    "role": "roles",
}
# Which list of which part an item belongs to, and which list an association adds a name to.
HELD_BY = {
    "behaviour": ("behaviours", "competency"),
    "responsibility": ("responsibilities", "role"),
}
NAMED_BY = {
    ("role", "precedes", "role"): "next_roles",
    ("role", "isrelatedto", "experience"): "experiences",
    ("responsibility", "isrelatedto", "competency"): "competencies",
}


def read_own(package: Package) -> Ladder | None:
    """The ladder; None for a package that Headway did not write, or that lacks what it wrote."""
    told = extension_of(package.document)
    if told.get("format") != FORMAT:
        return None
    whole: dict[str, Any] = _merge("document", package.document, told)
    parts = {item.id: _merge(item.kind, item.fields, item.extension) for item in package.items}
    for kind, name in LISTS.items():
        whole[name] = [parts[item.id] for item in _ordered(package, kind)]
    _join(package, parts)
    try:
        # Not strictly: numbers were read as they are written.
        ladder = msgspec.convert(whole, Ladder, strict=False)
    except msgspec.ValidationError:
        return None
    return None if find_broken_references(ladder) else ladder


def _ordered(package: Package, kind: str) -> list[Item]:
    """In the order in which they were written; what others added comes last."""
    found = [item for item in package.items if item.kind == kind]
    return sorted(found, key=lambda item: int(str(item.extension.get("place", "0")) or 0) or 10**9)


def _merge(kind: str, raw: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """The ladder's fields: those of the standard as they stand there, the others from the extension."""
    merged = {key: value for key, value in told.items() if key not in ("instead", "place")}
    instead = told.get("instead", {})
    for field, name in FIELDS.get(kind, {}).items():
        text = raw.get(field, "")
        other = instead.get(name, {})
        merged[name] = other.get("meant", "") if other.get("written") == text else text
    return merged


def _join(package: Package, parts: dict[str, dict[str, Any]]) -> None:
    """Puts into roles and competencies what stands in items and associations of their own."""
    kinds = {item.id: item.kind for item in package.items}
    parents = {link.origin: link.other for link in package.of("ischildof")}
    for kind, (name, holder) in HELD_BY.items():
        for item in _ordered(package, kind):
            parent = parents.get(item.id, "")
            if kinds.get(parent) == holder:
                parts[parent].setdefault(name, []).append(parts[item.id])
    for item in package.items:
        if item.kind == "role":
            parts[item.id]["expected"] = {}
    for link in package.links:
        ends = (kinds.get(link.origin, ""), link.kind, kinds.get(link.other, ""))
        slug = str(parts.get(link.other, {}).get("slug", ""))
        if ends == ("role", "isrelatedto", "competency") and "expected" in link.extension:
            parts[link.origin]["expected"][slug] = link.extension["expected"]
        elif ends in NAMED_BY:
            parts[link.origin].setdefault(NAMED_BY[ends], []).append(slug)
