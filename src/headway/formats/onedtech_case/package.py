"""A CASE package of whatever version as items, parents and links: lenient, whoever wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from headway.formats.onedtech_case.names import EXTENSION
from headway.formats.onedtech_case.recognise import part, unwrap

# What an item is, by words in the name of its type; the first that fits.
KIND_WORDS = (
    # In schools a grade is no level of skill but the part of a framework that holds its statements.
    ("area", r"(?:grade|education|year|course).?level|year group|key stage|grade band"),
    ("level", r"level|proficienc"),
    ("role", r"\brole|job|occupation|position|grade"),
    (
        "area",
        r"area|domain|strand|categor|cluster|group|dimension|course|subject|theme|pillar|unit",
    ),
    ("experience", r"experience"),
    ("responsibility", r"responsib|dut(?:y|ies)|task|accountab"),
    ("behaviour", r"behavio|indicator|descriptor|outcome|objective|component|criteri|benchmark"),
    ("competency", r"competenc|skill|standard|abilit|capabilit|knowledge"),
)
_IDENTIFIERS = ("identifier", "sourcedId")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item; `code` is how its framework refers to it.

    `extension` is what Headway wrote beside the standard's fields, empty for others.
    """

    id: str
    kind: str
    name: str
    code: str
    statement: str
    notes: str
    fields: dict[str, Any]
    extension: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Link:
    """One association; `kind` in lower case without spaces, as "ischildof"."""

    kind: str
    origin: str
    other: str
    sequence: float
    notes: str
    extension: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Package:
    """What a package holds, in its order; `types` maps the identifiers of item types to titles."""

    document: dict[str, Any]
    items: tuple[Item, ...]
    links: tuple[Link, ...]
    rubrics: tuple[dict[str, Any], ...]

    def children(self) -> dict[str, list[str]]:
        """The identifiers of each item's children, in the order that the associations give."""
        found: dict[str, list[str]] = {}
        for link in sorted(self.of("ischildof"), key=lambda link: link.sequence):
            found.setdefault(link.other, []).append(link.origin)
        return found

    def in_order(self) -> tuple[Item, ...]:
        """The items as their tree orders them, where it does: servers list them as they please."""
        if not all(link.sequence for link in self.of("ischildof")):
            return self.items
        children, known = self.children(), {item.id: item for item in self.items}
        below = {child for found in children.values() for child in found}
        roots = [parent for parent in children if parent not in known]
        roots += [item.id for item in self.items if item.id not in below]
        found: dict[str, None] = {}
        left = list(reversed(roots))
        while left:
            id_ = left.pop()
            if id_ not in found:
                found[id_] = None
                left.extend(reversed(children.get(id_, ())))
        # What stands in a circle hangs on no root.
        return tuple(known[id_] for id_ in dict.fromkeys((*found, *known)) if id_ in known)

    def of(self, kind: str) -> Iterator[Link]:
        """The associations of one kind."""
        return (link for link in self.links if link.kind == kind)


def open_package(tree: dict[str, Any]) -> Package:
    """`tree` as a package; what is no item or no association is left out."""
    tree = unwrap(tree)
    types = _types(tree)
    return Package(
        document=next(iter(_mappings(part(tree, "CFDocument"))), {}),
        items=tuple(_item(raw, types) for raw in _mappings(part(tree, "CFItems")) if _id(raw)),
        links=tuple(filter(None, map(_link, _mappings(part(tree, "CFAssociations"))))),
        rubrics=tuple(_mappings(part(tree, "CFRubrics"))),
    )


def text_of(raw: dict[str, Any], *names: str) -> str:
    """The first of these fields that is a text with something in it."""
    found = (raw.get(name) for name in names)
    return next((text.strip() for text in found if isinstance(text, str) and text.strip()), "")


def node_of(told: object) -> str:
    """The identifier that a link leads to: of a link object, or the last part of an address."""
    if isinstance(told, dict):
        return text_of(told, *_IDENTIFIERS) or node_of(told.get("uri", ""))
    return re.split(r"[/:#]", told)[-1].casefold() if isinstance(told, str) else ""


def number_of(told: object, default: float = 0.0) -> float:
    """A number however it is written; `default` for what is none."""
    try:
        found = float(str(told))
    except ValueError:
        return default
    return found if abs(found) < 1e9 else default


def extension_of(raw: dict[str, Any]) -> dict[str, Any]:
    """What Headway wrote into an object's extensions."""
    extensions = raw.get("extensions")
    found = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def _mappings(found: list[Any]) -> list[dict[str, Any]]:
    return [raw for raw in found if isinstance(raw, dict)]


def _id(raw: dict[str, Any]) -> str:
    return (text_of(raw, *_IDENTIFIERS) or node_of(raw.get("uri", ""))).casefold()


def _types(tree: dict[str, Any]) -> dict[str, str]:
    definitions = next(iter(_mappings(part(tree, "CFDefinitions"))), {})
    listed = definitions.get("CFItemTypes") or definitions.get("itemTypes") or []
    return {_id(raw): text_of(raw, "title") for raw in _mappings(listed)}


def _item(raw: dict[str, Any], types: dict[str, str]) -> Item:
    told = text_of(raw, "CFItemType", "itemType")
    told = told or types.get(node_of(raw.get("CFItemTypeURI", "")).casefold(), "")
    statement = text_of(raw, "fullStatement", "statement")
    return Item(
        id=_id(raw),
        kind=_kind(told),
        name=text_of(raw, "abbreviatedStatement") or statement or text_of(raw, "humanCodingScheme"),
        code=text_of(raw, "humanCodingScheme"),
        statement=statement,
        notes=text_of(raw, "notes"),
        fields=raw,
        extension=extension_of(raw),
    )


def _kind(told: str) -> str:
    return next((kind for kind, words in KIND_WORDS if re.search(words, told, re.I)), "")


def _link(raw: dict[str, Any]) -> Link | None:
    origin, other = (
        node_of(raw.get(f"{end}NodeURI", raw.get(f"{end}NodeIdentifier", ""))).casefold()
        for end in ("origin", "destination")
    )
    kind = re.sub(r"[^a-z]", "", text_of(raw, "associationType").casefold())
    if not origin or not other or not kind:
        return None
    return Link(
        kind=kind,
        origin=origin,
        other=other,
        sequence=number_of(raw.get("sequenceNumber", "")),
        notes=text_of(raw, "notes"),
        extension=extension_of(raw),
    )
