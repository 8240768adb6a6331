"""Ladders in JSON and YAML: lists of competencies with levels inside, or of levels with competencies."""

from collections.abc import Iterator
from typing import Any

from headway.core.ladder import slugify
from headway.formats.ladders.draft import Draft, DraftCompetency, DraftRole, key_of
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tree_keys import (
    BAR,
    CELLS,
    DEFINITIONS,
    ITEM_NAMES,
    LEVEL_NAMES,
    LISTS,
    SCALES,
    Tree,
    acts_of,
    find,
    snake,
    spell,
    text_of,
)
from headway.formats.ladders.tree_levels import (
    find_steps,
    listed_levels,
    read_rungs,
    settle_all_levels,
)
from headway.formats.ladders.tree_roles import read_roles
from headway.formats.ladders.tree_shapes import read_levels_of_dimensions, read_mappings


def read_tree(tree: Any, title: str, *, only: str, notes: Notebook) -> Draft | None:
    """The ladder in a document whatever its house, or None where it holds none that can be told."""
    if isinstance(tree, list):
        tree = {"competencies": tree}
    if not isinstance(tree, dict):
        return None
    frame = tree.get("framework")
    named = {**tree, **frame} if isinstance(frame, dict) else tree
    draft = Draft(
        form=_name_form(tree),
        title=text_of(find(named, "title", "name")) or title,
        licence=text_of(find(named, "licence", "license")),
    )
    if not (
        _read_lists(tree, draft, only, notes)
        or read_roles(tree, draft, notes)
        or read_levels_of_dimensions(tree, draft, notes)
    ):
        return (
            draft
            if read_mappings(tree, draft, notes)
            else _read_inner(tree, draft.title, only, notes)
        )
    for key in (key for key, value in tree.items() if _holds_unread(key, value)):
        notes.drop("This part of the document is not read.", key)
    return draft


def _read_inner(tree: Tree, title: str, only: str, notes: Notebook) -> Draft | None:
    """The one mapping of a document that only wraps it."""
    inner = [value for value in tree.values() if isinstance(value, list | dict) and value]
    if len(inner) != 1 or not isinstance(inner[0], dict):
        return None
    return read_tree(inner[0], title, only=only, notes=notes)


def _name_form(tree: Tree) -> str:
    """What the report calls the form: its house, where the keys are those of one we know."""
    if isinstance(find(tree, "topics"), list):
        return "Topics with levels, in Monzo's style (YAML or JSON)"
    if isinstance(find(tree, "dimensions"), dict) or not listed_levels(tree):
        return "Sets of competencies with levels (YAML or JSON)"
    return "Competencies with a list of levels (YAML or JSON)"


def _holds_unread(key: str, value: Any) -> bool:
    """Whether a part is a list or mapping that none of the forms looks into."""
    is_known = _is_usual(key) or snake(key) in {*SCALES, "framework", "themes"}
    return isinstance(value, list | dict) and bool(value) and not is_known and not _is_set(value)


def _is_set(value: Any) -> bool:
    return isinstance(value, list) and any(_is_competency(entry) for entry in value)


# Competencies with their levels inside -------------------------------------------------------------


def _read_lists(tree: Tree, draft: Draft, only: str, notes: Notebook) -> bool:
    """Lists of competencies under the usual keys, or sets of them under any key (one role each)."""
    lists = dict(_lists_of_competencies(tree))
    if only:
        lists = {k: v for k, v in lists.items() if slugify(only) in slugify(k)} or lists
    said: list[str] = []
    for key, entries in _of_one_scale(lists, notes).items():
        is_set = not _is_usual(key)
        title = key[:1].upper() + key[1:] if is_set else draft.title
        role = DraftRole(title=title, place=0, group=key if is_set else "")
        for number, entry in enumerate(entries, 1):
            place = f"{key}, entry {number}"
            said += _read_competency(entry, key if is_set else "", draft, role, place, notes)
        if role.expected:
            draft.roles.append(role)
    if not draft.competencies:
        return False
    draft.steps = find_steps(tree, list(dict.fromkeys(said)), notes)
    settle_all_levels(draft, notes)
    if not draft.roles and not read_roles(tree, draft, notes):
        read_rungs(tree, draft)
    return True


def _of_one_scale(lists: dict[str, list[Any]], notes: Notebook) -> dict[str, list[Any]]:
    """The lists that share levels with the first one; one ladder has one scale."""
    kept: dict[str, list[Any]] = {}
    known: set[str] = set()
    for key, entries in lists.items():
        inside = (_cells(_inside(entry)) for entry in entries if _is_competency(entry))
        levels = {
            slugify(level) or str(n) for cells in inside for n, (level, _) in enumerate(cells)
        }
        if known and not levels & known and not _is_usual(key):
            notes.drop(
                "A set with levels of its own was left out; ask for it by its name.",
                key,
            )
            continue
        kept[key] = entries
        known |= levels
    return kept


def _is_usual(key: str) -> bool:
    told = key.casefold()
    return any(told.startswith(name) or told.endswith(name) for name in LISTS)


def _lists_of_competencies(tree: Tree) -> Iterator[tuple[str, list[Any]]]:
    for key, value in tree.items():
        if snake(key) in SCALES:
            continue
        entries = value if isinstance(value, list) else []
        if isinstance(value, dict) and _is_usual(key):
            entries = [
                {"name": name, **entry} for name, entry in value.items() if isinstance(entry, dict)
            ]
        flat = list(_without_groups(entries, ""))
        if any(_is_competency(entry) for entry in flat):
            yield key, flat


def _without_groups(entries: list[Any], area: str) -> Iterator[Any]:
    """Entries with those that stand within groups ("pillars" with "skills"), the group as their area."""
    for entry in entries:
        below = list(_groups_in(entry))
        if not below:
            yield {"area": area, **entry} if area and isinstance(entry, dict) else entry
        for part in below:
            name = text_of(find(entry, *ITEM_NAMES))
            yield from _without_groups(part, ": ".join(filter(None, (area, name))))


def _groups_in(entry: Any) -> Iterator[list[Any]]:
    for key, part in entry.items() if isinstance(entry, dict) else ():
        if isinstance(part, list) and snake(key) in LISTS and any(map(_holds_levels, part)):
            yield part


def _holds_levels(entry: Any) -> bool:
    return _is_competency(entry) or any(True for _ in _groups_in(entry))


def _is_competency(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and bool(text_of(find(entry, *ITEM_NAMES)))
        and (isinstance(find(entry, *CELLS), list | dict) or isinstance(find(entry, BAR), str))
        and bool(find(entry, *CELLS, BAR))
    )


def _read_competency(
    entry: Any, area: str, draft: Draft, role: DraftRole, place: str, notes: Notebook
) -> list[str]:
    """Adds one competency; returns the levels it names, in its order."""
    if not _is_competency(entry):
        notes.drop("An entry without a name or without levels was left out.", place)
        return []
    name = text_of(find(entry, *ITEM_NAMES))
    key = key_of(name)
    if area and key in draft.competencies and draft.competencies[key].area != area:
        key, name = f"{key} {slugify(area)}", f"{name} ({area})"
        notes.notice("A name stands in two sets; the second carries its set's name.", place)
    found = draft.competencies.setdefault(
        key,
        DraftCompetency(
            name=name if find(entry, "display_name", "title") else spell(name),
            place=place,
            area=area or text_of(find(entry, "area", "category", "domain", "theme", "group")),
            definition=text_of(find(entry, *DEFINITIONS)),
        ),
    )
    said = []
    for number, (level, cell) in enumerate(_cells(_inside(entry)), 1):
        level = level or str(number)
        said.append(level)
        found.add(level, acts_of(cell))
    required = text_of(find(entry, "required", "required_level", "expected"))
    required = required or ("" if find(entry, *CELLS) else BAR)
    if required and required not in {"true", "false"}:
        role.expected[key] = required
    return said


def _inside(entry: Tree) -> Any:
    """The levels of a competency; one that only says what meets the bar has that single level."""
    return find(entry, *CELLS) or {BAR: find(entry, BAR)}


def _cells(value: Any) -> Iterator[tuple[str, Any]]:
    """Each level's name with what stands there: from a list of mappings, of texts, or a mapping."""
    if isinstance(value, dict):
        yield from value.items()
        return
    for entry in value:
        if isinstance(entry, dict):
            yield text_of(find(entry, *LEVEL_NAMES)), entry
        else:
            yield "", entry
