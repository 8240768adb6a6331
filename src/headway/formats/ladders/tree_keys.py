"""What the keys of a JSON or YAML document mean, whatever a house calls them."""

import re
from collections.abc import Mapping
from typing import Any

from headway.core.ladder import slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.cells import split_cell
from headway.formats.ladders.draft import Statement

Tree = Mapping[str, Any]
# Keys by what they hold, those that say most first; compared in lower case with "_" for blanks.
ITEM_NAMES = (
    "display_name", "title", "name", "competency", "skill", "topic", "dimension", "label", "id",
)  # fmt: skip
DEFINITIONS = ("definition", "description", "summary", "about")
CELLS = (
    "content", "levels", "expectations", "proficiencies", "proficiency_levels", "cells", "grades",
    "milestones", "rungs", "stages", "children",
)  # fmt: skip
BAR = "meets"
LEVEL_NAMES = ("level", "proficiency", "rank", "grade", "name", "title", "stage", "id")
_ACTS = (
    "criteria", "statements", "behaviours", "behaviors", "indicators", "bullets", "items",
    "signals", "expectations", "text", "definition", "description", "summary",
)  # fmt: skip
_EXAMPLES = ("examples", "example_behaviours", "example_behaviors", "evidence")
LISTS = (
    "topics", "competencies", "skills", "dimensions", "attributes", "areas", "capabilities",
    "categories", "tracks", "pillars", "domains", "clusters", "groups", "sections", "children",
)  # fmt: skip
DUTIES = ("responsibilities", "requirements", "expectation_bullets")
GRADES = ("job_grade", "grade", "rank", "ordinal", "order")
SCALES = ("levels", "proficiency_scale", "scale", "grades", "rungs", "roles")
_ALL_LEVELS = frozenset({"all-levels", "all", "every-level", "any-level", "core", "all-roles"})


def find(tree: Tree, *names: str) -> Any:
    """What `tree` has under the first of `names` that holds anything, or ""."""
    keys = {snake(key): key for key in tree}
    return next((tree[keys[name]] for name in names if name in keys and tree[keys[name]]), "")


def snake(key: str) -> str:
    """A key as the lists above write it: "exampleCriteria" is "example_criteria"."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return apart.casefold().replace("-", "_").replace(" ", "_")


def text_of(value: Any) -> str:
    """A scalar as one line; a list of scalars as lines."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, list):
        return " ".join(tidy(each) for each in value if isinstance(each, str))
    return ""


def spell(name: str) -> str:
    """What people read: "3" is "Level 3", an identifier in a title's place ("senior-analyst") words."""
    if name.isdecimal():
        return f"Level {name}"
    is_identifier = re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)+", name)
    return re.sub("[-_]", " ", name).capitalize() if is_identifier else name


def says_all(level: str) -> bool:
    """Whether a level's name means every level."""
    return slugify(level) in _ALL_LEVELS


def acts_of(cell: Any) -> tuple[Statement, ...]:
    """The acts of one cell: a text, a list, or a mapping that holds either."""
    if isinstance(cell, str):
        return split_cell(cell)
    if isinstance(cell, list):
        return tuple(act for each in cell for act in acts_of(each))
    if not isinstance(cell, dict):
        return ()
    acts = (*acts_of(find(cell, *_ACTS)), *acts_of(find(cell, "example_criteria")))
    examples = find(cell, *_EXAMPLES)
    proof = "; ".join(act.text for act in acts_of(examples)) if examples else ""
    if not acts:
        return acts_of(examples)
    return tuple(Statement(text=a.text, evidence=a.evidence or proof) for a in acts)
