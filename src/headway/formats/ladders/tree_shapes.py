"""JSON and YAML where levels hold competencies, or names map to levels and acts."""

from collections.abc import Iterator
from typing import Any

from headway.core.ladder import slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.cells import says_nothing
from headway.formats.ladders.draft import Draft, DraftCompetency, key_of
from headway.formats.ladders.guesses import is_level_like
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tree_keys import (
    ITEM_NAMES,
    LISTS,
    Tree,
    acts_of,
    find,
    says_all,
    spell,
    text_of,
)
from headway.formats.ladders.tree_levels import (
    find_steps,
    listed_levels,
    name_level,
    read_rungs,
    settle_all_levels,
    steps_of_list,
)

_INSIDE = (*LISTS, "expectations", "content", "behaviours", "behaviors")


def read_levels_of_dimensions(tree: Tree, draft: Draft, notes: Notebook) -> bool:
    """`levels`, each with the acts of each competency, by name or as a list of both."""
    entries = [e for e in listed_levels(tree) if isinstance(e, dict) and name_level(e)]
    pairs = [(e, cells) for e in entries if (cells := list(_cells_of(find(e, *_INSIDE))))]
    if not any(acts for _, cells in pairs for _, _, acts in cells):
        return False
    told = find(tree, *LISTS)
    definitions = (
        {slugify(k): text_of(v) for k, v in told.items()} if isinstance(told, dict) else {}
    )
    for entry, cells in pairs:
        for name, definition, acts in cells:
            key = key_of(name)
            fresh = DraftCompetency(name=spell(name), definition=definitions.get(slugify(name), ""))
            found = draft.competencies.setdefault(key, fresh)
            found.definition = found.definition or definition
            found.add(name_level(entry), acts)
    levels = [entry for entry, _ in pairs if not says_all(name_level(entry))]
    draft.steps = steps_of_list(levels, notes)
    settle_all_levels(draft, notes)
    read_rungs(tree, draft)
    return True


def _cells_of(part: Any) -> Iterator[tuple[str, str, Any]]:
    """The name, definition and acts of each competency within a level."""
    if isinstance(part, dict):
        for name, cell in part.items():
            yield tidy(name), "", acts_of(cell)
        return
    for each in part if isinstance(part, list) else ():
        if isinstance(each, dict) and (name := text_of(find(each, *ITEM_NAMES))):
            yield name, "", acts_of({k: v for k, v in each.items() if v != name})


def read_mappings(tree: Tree, draft: Draft, notes: Notebook) -> bool:
    """A mapping from each competency to one from each level to its acts, or the other way round."""
    inner = find(tree, *LISTS)
    rows = inner if isinstance(inner, dict) else tree
    cells = _turned({name: cell for name, cell in rows.items() if isinstance(cell, dict)})
    levels = list(dict.fromkeys(level for cell in cells.values() for level in cell))
    if len(cells) < 2 or not 2 <= len(levels) <= 12 or says_nothing(levels[0]):
        return False
    shared = sum(len(cell) for cell in cells.values())
    if shared * 10 < len(cells) * len(levels) * 6:
        return False
    for name, cell in cells.items():
        found = DraftCompetency(name=spell(tidy(name)))
        for level, each in cell.items():
            found.add(level, acts_of(each))
        draft.competencies[key_of(name)] = found
    draft.steps = find_steps(tree, levels, notes)
    settle_all_levels(draft, notes)
    return any(c.cells for c in draft.competencies.values())


def _turned(cells: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By competency, where the outer names are the levels."""
    inner = list(dict.fromkeys(name for cell in cells.values() for name in cell))
    if not all(map(is_level_like, cells)) or all(map(is_level_like, inner)):
        return cells
    return {name: {k: cell[name] for k, cell in cells.items() if name in cell} for name in inner}
