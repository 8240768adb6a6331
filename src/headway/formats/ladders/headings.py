"""What the headings of a table mean, whatever a house calls them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from headway.core.ladder import slugify
from headway.formats.ladders.guesses import is_level_like

# By field, the headings that name it, those that say most first. A heading is compared in lower
# case, without what stands in brackets, and with its last word in the singular.
FIELDS: dict[str, tuple[str, ...]] = {
    "role": (
        "role level", "role title", "job title", "job role", "career level", "role", "job",
        "position", "rung", "occupation",
    ),
    "family": ("role", "role family", "job family", "career path", "family", "ladder", "track"),
    "order": ("role order",),
    "track": ("role track",),
    "scope": (
        "role level description", "role description", "job description", "role summary",
        "role scope", "scope of role",
    ),
    "item": (
        "skill", "competency", "competence", "capability", "sub competency", "sub skill",
        "attribute", "criterion", "topic", "dimension", "axis", "behaviour", "behavior", "practice",
        "skill title", "competency title", "skill competency", "competency skill", "focus area",
        "expectation area", "item", "element", "trait", "value", "ability", "kompetenz", "compétence",
        "competencia", "fähigkeit", "competência", "habilidade", "competenza", "vaardigheid",
        "competentie", "kompetens", "umiejętność", "компетенция", "навык", "スキル", "能力", "技能", "역량",
    ),
    # Where skills stand below competencies, these are what the skills belong to.
    "parent": ("competency", "competence", "capability", "topic", "dimension"),
    "area": (
        "area", "skill area", "competency area", "competency domain", "domain", "category",
        "skill category", "competency category", "pillar", "theme", "group", "skill group",
        "competency group", "cluster", "section", "subject", "bereich", "quadrant", "skill family",
    ),
    "level": (
        "skill level", "competency level", "proficiency level", "required level", "expected level",
        "target level", "minimum level", "required proficiency", "expected proficiency",
        "proficiency", "level", "required", "expected", "grade", "niveau", "stufe", "mastery level",
    ),
    "text": (
        "skill level description", "level description", "behavioural indicator",
        "behavioral indicator", "behaviour", "behavior", "indicator", "statement", "expectation",
        "observable behaviour", "observable behavior", "criterion", "example behaviour", "act",
        "what it looks like", "expected behaviour", "details", "descriptor", "text",
    ),
    "definition": (
        "skill description", "competency description", "skill definition", "competency definition",
        "definition", "description", "beschreibung", "descripción", "meaning", "what it is",
        "what it means", "summary", "about",
    ),
    "kind": ("kind", "skill type", "competency type", "type"),
    "evidence": ("evidence", "example", "proof"),
    "boundary": ("boundary",),
}  # fmt: skip
_NAME = ("name", "title", "label")
_FEWEST_LEVELS = 3
_EXTRAS = frozenset(
    {"note", "notes", "comment", "comments", "remark", "remarks", "owner", "author", "url",
     "uri", "link", "links", "id", "slug", "key", "code", "uuid", "weight", "weighting",
     "resource", "resources", "tools", "related", "rank", "order", "updated", "status",
     "version", "date", "number", "no", "nr", "salary", "compensation", "pay", "band", "years",
     "experience", "reports", "cost", "source", "sources", "tag", "tags", "reference",
     "references", "contact", "email", "focus", "language", "languages", "provider",
     "icon", "image", "picture", "color", "colour"}
)  # fmt: skip
_EXTRA_HEADINGS = frozenset(
    {"roles that require skill", "role type", "role description", "role family",
     "short description", "last reviewed", "last updated", "reports to", "learning resource",
     "training resource", "related skill", "self assessment",
     "manager assessment", "tools languages methodologies", "tools languages methodology",
     "years of experience", "typical experience", "typical years", "supporting url"}
)  # fmt: skip
_LEVEL_WORDS = frozenset(
    {"level", "role", "title", "grade", "rung", "position", "job title", "band", "stage", "step",
     "role level", "career level", "job", "level title", "tier", "ladder", "niveau", "stufe"}
)  # fmt: skip
_HEADS = {  # the last word of a longer heading tells as much: "core skill"
    "item": frozenset({"skill", "competency", "competence", "capability", "dimension"}),
    "area": frozenset({"area", "domain", "category", "pillar", "theme", "cluster"}),
}


@dataclass(frozen=True, kw_only=True)
class Headings:
    """The columns of a table by what they mean; `levels` are those with a level each, in order."""

    fields: dict[str, int]
    levels: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    is_sure: bool = True

    def cell(self, row: Sequence[str], field: str) -> str:
        """What `row` has in that field, or ""."""
        column = self.fields.get(field)
        return row[column] if column is not None and column < len(row) else ""


def normalise(heading: str) -> str:
    """A heading for comparison: "Skill Name (core)" is "skill"."""
    words = slugify(re.sub(r"\(.*?\)|\[.*?\]", " ", heading.replace("&", " "))).split("-")
    if len(words) > 1 and words[-1] in _NAME:
        words.pop()
    words[-1] = _singular(words[-1])
    return " ".join(words)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word == "criteria":
        return "criterion"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_level_word(heading: str) -> bool:
    """Whether a heading says that its column names levels or roles."""
    return normalise(heading) in _LEVEL_WORDS


def names_item(heading: str) -> bool:
    """Whether a heading says that its column names competencies, or groups of them."""
    told = normalise(heading)
    return bool(told) and any(
        told in FIELDS[f] or _head(told) in _HEADS[f] for f in ("item", "area")
    )


def _head(told: str) -> str:
    return told.rpartition(" ")[2]


def is_matrix(header: Sequence[str]) -> bool:
    """Whether a table can be nothing but a ladder: its first column says so, each other is a level."""
    levels = [cell for cell in header[1:] if cell]
    return (
        names_item(header[0]) and len(levels) >= _FEWEST_LEVELS and all(map(is_level_like, levels))
    )


def is_known(heading: str) -> bool:
    """Whether a heading is one that tables of people or of skills commonly have."""
    told = normalise(heading)
    is_field = any(told in names for names in FIELDS.values())
    return bool(told) and (is_field or told in _NAME or is_extra(heading))


def read_headings(header: Sequence[str]) -> Headings:
    """Which column is what; a column that means nothing here is among `unread`."""
    told = [normalise(cell) for cell in header]
    fields = dict(_find_fields(told))
    rest = [i for i, cell in enumerate(header) if cell and i not in fields.values()]
    named = [i for i in rest if told[i] in _NAME]
    if named and ("item" not in fields or "level" not in fields):
        fields = _with_name(fields, named[0])
    rest = [i for i in rest if i not in fields.values()]
    usable = [i for i in rest if not is_extra(header[i])]
    like = [i for i in usable if is_level_like(header[i])]
    is_sure = len(like) >= 2 or len(like) == len(usable)
    levels = [i for i in usable if like[0] <= i <= like[-1]] if len(like) >= 2 else usable
    return Headings(
        fields=fields,
        levels=tuple(levels),
        unread=tuple(i for i in rest if i not in levels),
        is_sure=is_sure,
    )


def _find_fields(told: Sequence[str]) -> Iterator[tuple[str, int]]:
    taken: set[int] = set()
    for field, names in FIELDS.items():
        found = next(
            (told.index(n) for n in names if n in told and told.index(n) not in taken), None
        )
        if found is None and field in _HEADS:
            heads = [i for i, each in enumerate(told) if _head(each) in _HEADS[field]]
            found = next((i for i in heads if i not in taken), None)
        if found is not None:
            taken.add(found)
            yield field, found


def _with_name(fields: dict[str, int], column: int) -> dict[str, int]:
    """A column "name" is the item; what was taken for the item is then the group it belongs to."""
    found = dict(fields)
    if "item" in found and "parent" not in found:
        found["parent"] = found["item"]
    found["item"] = column
    return found


def is_extra(heading: str) -> bool:
    """Whether a heading names something that no ladder needs: a note, a link, a salary."""
    told = normalise(heading)
    return told in _EXTRA_HEADINGS or told in _EXTRAS or f"{told}s" in _EXTRAS
