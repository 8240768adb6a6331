"""The kinds of items in a ladder's framework, and the identifiers that stay the same in every version."""

from uuid import NAMESPACE_URL, UUID, uuid5

# What ladders written by Headway carry beside the standard's own fields, under this name.
EXTENSION = "headway"
# kind: title, hierarchy code, description
KINDS = {
    "level": ("Proficiency level", "1", "One rung of the scale on which competencies are rated."),
    "area": ("Competency area", "2", "A named group of competencies."),
    "competency": ("Competency", "2.1", "What somebody is rated on."),
    "behaviour": ("Behavioural indicator", "2.1.1", "One act that shows a level of a competency."),
    "experience": ("Experience", "3", "Something to have been through, as a fact to confirm."),
    "role": ("Role", "4", "A rung one can hold or aim at."),
    "responsibility": ("Responsibility", "4.1", "Something a role answers for."),
}

# For each kind, which of the standard's fields hold which of the ladder's.
FIELDS: dict[str, dict[str, str]] = {
    "document": {"title": "title", "version": "version", "description": "note"},
    "level": {"abbreviatedStatement": "name", "fullStatement": "meaning"},
    "area": {"fullStatement": "name"},
    "competency": {
        "abbreviatedStatement": "name",
        "fullStatement": "definition",
        "notes": "boundary",
    },
    "behaviour": {"fullStatement": "act", "notes": "evidence"},
    "experience": {"fullStatement": "text", "notes": "evidence"},
    "role": {"abbreviatedStatement": "title", "fullStatement": "scope", "notes": "theme"},
    "responsibility": {"fullStatement": "text"},
}
# What stands in other items or in associations.
APART: dict[str, tuple[str, ...]] = {
    "document": ("levels", "areas", "competencies", "experiences", "roles"),
    "competency": ("behaviours",),
    "role": ("responsibilities", "expected", "next_roles", "experiences"),
    "responsibility": ("competencies",),
}
# The standard sets no bounds; these are the columns of OpenSALT 3.3, whose import fails beyond them.
ROOM = {
    "title": 120,
    "version": 50,
    "description": 300,
    "language": 10,
    "humanCodingScheme": 80,
    "abbreviatedStatement": 255,
    "category": 255,
}


def identify(ladder: str, kind: str, *names: str) -> UUID:
    """The identifier of something in the ladder of that slug: the same in each of its versions.

    UUID version 5 (RFC 9562, section 5.5), so that a server that knows the former version finds it.
    """
    parts = "/".join(
        name.replace("%", "%25").replace("/", "%2F") for name in (ladder, kind, *names)
    )
    return uuid5(NAMESPACE_URL, f"headway-ladder/{parts}")


def identify_kind(kind: str) -> UUID:
    """The identifier of an item type: the same in every ladder, since it is the kind that has it."""
    return identify("", "item type", kind)


def bound(text: str, field: str) -> str:
    """`text` cut at a word to what the servers that we know of have room for in `field`."""
    most = ROOM.get(field, len(text))
    cut = text[: most - 1].rpartition(" ")[0] or text[: most - 1]
    return text if len(text) <= most else f"{cut.rstrip(' ,;:')}…"


def normalise(text: str) -> str:
    """`text` as the standard's NormalizedString: without tabs and line breaks (XML Schema 1.0, 3.3.1)."""
    return " ".join(part for part in text.replace("\t", " ").splitlines() if part).strip()
