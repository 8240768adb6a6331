"""Ladders in JSON and YAML: lists of competencies with levels inside, or of levels with competencies."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from headway.core.ladder import slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.cells import says_nothing, split_cell
from headway.formats.ladders.draft import Draft, DraftCompetency, DraftRole, Statement, Step, key_of
from headway.formats.ladders.grid import number_beside
from headway.formats.ladders.guesses import (
    is_descending,
    rank_all,
    rank_level,
    track_of,
)
from headway.formats.ladders.parts import number_steps
from headway.formats.ladders.report import Notebook

Tree = Mapping[str, Any]
# Keys by what they hold, those that say most first; compared in lower case with "_" for blanks.
_ITEM_NAMES = ("title", "name", "competency", "skill", "topic", "dimension", "label", "id")
_DEFINITIONS = ("definition", "description", "summary", "about")
_CELLS = (
    "content", "levels", "expectations", "proficiencies", "proficiency_levels", "cells", "grades",
    "milestones", "rungs", "stages",
)  # fmt: skip
_BAR = "meets"
_LEVEL_NAMES = ("level", "proficiency", "rank", "grade", "name", "title", "stage", "id")
_ACTS = (
    "criteria", "statements", "behaviours", "behaviors", "indicators", "bullets", "items",
    "signals", "expectations", "text", "definition", "description", "summary",
)  # fmt: skip
_EXAMPLES = ("examples", "example_behaviours", "example_behaviors", "evidence")
_LISTS = (
    "topics", "competencies", "skills", "dimensions", "attributes", "areas", "capabilities",
    "categories", "tracks",
)  # fmt: skip
_DUTIES = ("responsibilities", "requirements", "expectation_bullets")
_GRADES = ("job_grade", "grade", "rank", "ordinal", "order")
_SCALES = ("levels", "proficiency_scale", "scale", "grades", "rungs", "roles")
_ALL_LEVELS = frozenset({"all-levels", "all", "every-level", "any-level", "core", "all-roles"})


def find(tree: Tree, *names: str) -> Any:
    """What `tree` has under the first of `names` that holds anything, or ""."""
    keys = {_snake(key): key for key in tree}
    return next((tree[keys[name]] for name in names if name in keys and tree[keys[name]]), "")


def _snake(key: str) -> str:
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
    is_listed = _read_lists(tree, draft, only, notes)
    if not is_listed and not _read_levels_of_dimensions(tree, draft, notes):
        return draft if _read_mappings(tree, draft, notes) else None
    for key in (key for key, value in tree.items() if _holds_unread(key, value)):
        notes.drop("This part of the document is not read.", key)
    return draft


def _name_form(tree: Tree) -> str:
    """What the report calls the form: its house, where the keys are those of one we know."""
    if isinstance(find(tree, "topics"), list):
        return "Topics with levels, in Monzo's style (YAML or JSON)"
    if isinstance(find(tree, "dimensions"), dict) or not _listed_levels(tree):
        return "Sets of competencies with levels (YAML or JSON)"
    return "Competencies with a list of levels (YAML or JSON)"


def _holds_unread(key: str, value: Any) -> bool:
    """Whether a part is a list or mapping that none of the forms looks into."""
    is_known = _is_usual(key) or _snake(key) in {*_SCALES, "framework", "themes"}
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
    draft.steps = _steps(tree, list(dict.fromkeys(said)), notes)
    _drop_unordered(draft, notes)
    _read_rungs(tree, draft)
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
                "A set with levels of its own was left out; import it with --only and its name.",
                key,
            )
            continue
        kept[key] = entries
        known |= levels
    return kept


def _is_usual(key: str) -> bool:
    told = key.casefold()
    return any(told.startswith(name) or told.endswith(name) for name in _LISTS)


def _lists_of_competencies(tree: Tree) -> Iterator[tuple[str, list[Any]]]:
    for key, value in tree.items():
        if isinstance(value, list) and any(_is_competency(entry) for entry in value):
            yield key, value
        elif isinstance(value, dict) and _is_usual(key):
            entries = [
                {"name": name, **entry} for name, entry in value.items() if isinstance(entry, dict)
            ]
            if any(_is_competency(entry) for entry in entries):
                yield key, entries


def _is_competency(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and bool(text_of(find(entry, *_ITEM_NAMES)))
        and (isinstance(find(entry, *_CELLS), list | dict) or isinstance(find(entry, _BAR), str))
        and bool(find(entry, *_CELLS, _BAR))
    )


def _read_competency(
    entry: Any, area: str, draft: Draft, role: DraftRole, place: str, notes: Notebook
) -> list[str]:
    """Adds one competency; returns the levels it names, in its order."""
    if not _is_competency(entry):
        notes.drop("An entry without a name or without levels was left out.", place)
        return []
    name = text_of(find(entry, *_ITEM_NAMES))
    key = key_of(name)
    if area and key in draft.competencies and draft.competencies[key].area != area:
        key, name = f"{key} {slugify(area)}", f"{name} ({area})"
        notes.notice("A name stands in two sets; the second carries its set's name.", place)
    found = draft.competencies.setdefault(
        key,
        DraftCompetency(
            name=name,
            place=place,
            area=area or text_of(find(entry, "area", "category", "domain", "theme", "group")),
            definition=text_of(find(entry, *_DEFINITIONS)),
        ),
    )
    said = []
    for number, (level, cell) in enumerate(_cells(_inside(entry)), 1):
        level = level or str(number)
        said.append(level)
        found.add(level, _acts(cell))
    required = text_of(find(entry, "required", "required_level", "expected"))
    required = required or ("" if find(entry, *_CELLS) else _BAR)
    if required and required not in {"true", "false"}:
        role.expected[key] = required
    return said


def _inside(entry: Tree) -> Any:
    """The levels of a competency; one that only says what meets the bar has that single level."""
    return find(entry, *_CELLS) or {_BAR: find(entry, _BAR)}


def _cells(value: Any) -> Iterator[tuple[str, Any]]:
    """Each level's name with what stands there: from a list of mappings, of texts, or a mapping."""
    if isinstance(value, dict):
        yield from value.items()
        return
    for entry in value:
        if isinstance(entry, dict):
            yield text_of(find(entry, *_LEVEL_NAMES)), entry
        else:
            yield "", entry


def _acts(cell: Any) -> tuple[Statement, ...]:
    """The acts of one cell: a text, a list, or a mapping that holds either."""
    if isinstance(cell, str):
        return split_cell(cell)
    if isinstance(cell, list):
        return tuple(act for each in cell for act in _acts(each))
    if not isinstance(cell, dict):
        return ()
    acts = (*_acts(find(cell, *_ACTS)), *_acts(find(cell, "example_criteria")))
    examples = find(cell, *_EXAMPLES)
    proof = "; ".join(act.text for act in _acts(examples)) if examples else ""
    if not acts:
        return _acts(examples)
    return tuple(Statement(text=a.text, evidence=a.evidence or proof) for a in acts)


def _steps(tree: Tree, said: list[str], notes: Notebook) -> tuple[Step, ...]:
    """The levels: as a list of the document orders and names them, else as the cells do."""
    said = [level for level in said if slugify(level) not in _ALL_LEVELS]
    levels = [each for each in _listed_levels(tree) if _key(each)]
    keys = {slugify(_key(each)): each for each in levels}
    if levels and sum(slugify(level) in keys for level in said) * 2 >= len(said):
        steps = steps_of_list([e for e in levels if not says_all(_key(e))], notes)
        extra = [level for level in said if slugify(level) not in keys]
        if extra:
            notes.guess(
                "Levels that the file's list lacks are a line of their own, from the lowest.",
                *extra,
            )
        return (*steps, *(Step(key=k, name=_spell(k), number=n) for n, k in enumerate(extra, 1)))
    ranks = [rank_level(level) for level in said]
    if None not in ranks:
        said = [s for _, s in sorted(zip(ranks, said, strict=True), key=lambda pair: pair[0] or 0)]
    elif is_descending(rank_all(said)):
        notes.guess("The levels stand highest first and were turned round.")
        said.reverse()
    return number_steps(said)


def says_all(level: str) -> bool:
    """Whether a level's name means every level."""
    return slugify(level) in _ALL_LEVELS


def _listed_levels(tree: Tree) -> list[Any]:
    for name in _SCALES:
        value = find(tree, name)
        if isinstance(value, list) and not any(_is_competency(entry) for entry in value):
            return value
    return []


def _key(level: Any) -> str:
    return text_of(find(level, "id", *_LEVEL_NAMES)) if isinstance(level, dict) else text_of(level)


def steps_of_list(levels: list[Any], notes: Notebook) -> tuple[Step, ...]:
    """Steps by their grade where all but the last tell one, else in their order with tracks beside."""
    told = [level if isinstance(level, dict) else {"id": level} for level in levels]
    names = {
        _key(each): text_of(find(each, "name", "title", "level")) or _key(each) for each in told
    }
    meanings = {_key(each): text_of(find(each, *_DEFINITIONS)) for each in told}
    tracks = {_key(each): track_of(text_of(find(each, "track"))) for each in told}
    branches = _branches(list(names))
    grades = [text_of(find(each, *_GRADES)) for each in told]
    if all(grade.isdecimal() and len(grade) < 4 for grade in grades[:-1]) and len(told) > 1:
        numbers = _by_grade([int(g) if g.isdecimal() else 0 for g in grades])
        notes.guess("Levels of one grade stand beside each other on the scale.")
    elif branches:
        numbers = [stem for stem, _ in branches]
        tracks = {key: track for key, (_, track) in zip(names, branches, strict=True)}
        notes.guess("Levels that differ only in their track stand beside each other on the scale.")
    else:
        steps = number_beside([(key, tracks[key]) for key in names], notes)
        numbers = [next(s.number for s in steps if s.key == key) for key in names]
    return tuple(
        Step(key=key, name=_spell(name), number=number, track=tracks[key], meaning=meanings[key])
        for (key, name), number in zip(names.items(), numbers, strict=True)
    )


def _spell(name: str) -> str:
    if name.isdecimal():
        return f"Level {name}"
    # An identifier in a title's place: "senior-analyst".
    is_identifier = re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)+", name)
    return re.sub("[-_]", " ", name).capitalize() if is_identifier else name


def _by_grade(grades: list[int]) -> list[int]:
    """Numbers from 1 without gaps; the last level may lack a grade and is then the highest."""
    if not grades[-1]:
        grades = [*grades[:-1], max(grades) + 1]
    ranks = sorted(set(grades))
    return [ranks.index(grade) + 1 for grade in grades]


def _branches(keys: list[str]) -> list[tuple[int, Any]]:
    """The number and track of each level where some are one rung on two tracks ("senior-2-ic")."""
    pairs = []
    for key in keys:
        stem, _, last = slugify(key).rpartition("-")
        told = track_of(last) if stem and last in {"ic", "pm", "em", "mgmt", "management"} else None
        pairs.append((stem if told else slugify(key), told))
    stems = [stem for stem, _ in pairs]
    if len(set(stems)) == len(stems):
        return []
    order = list(dict.fromkeys(stems))
    return [(order.index(stem) + 1, track) for stem, track in pairs]


def _drop_unordered(draft: Draft, notes: Notebook) -> None:
    """Cells for all levels belong to the lowest: what is expected there holds above it too."""
    lowest = draft.steps[0].key if draft.steps else ""
    for competency in draft.competencies.values():
        for level in [level for level in competency.cells if says_all(level)]:
            acts = competency.cells.pop(level)
            competency.cells[lowest] = acts | competency.cells.get(lowest, {})
            notes.guess(f"What holds for '{level}' was put at the lowest level.", competency.name)


def _read_rungs(tree: Tree, draft: Draft) -> None:
    """Roles out of a list of levels that says more of each than its name."""
    told = [each for each in _listed_levels(tree) if isinstance(each, dict) and _key(each)]
    by_key = {step.key: step for step in draft.steps}
    if draft.roles or not any(find(each, *_DUTIES, "track", *_DEFINITIONS) for each in told):
        return
    for each in told:
        step = by_key.get(_key(each))
        if step is None:
            continue
        duties = [act.text for name in _DUTIES for act in _acts(find(each, name))]
        draft.roles.append(
            DraftRole(
                title=step.name,
                place=step.number - 1,
                track=step.track,
                scope=step.meaning,
                expected={
                    key: step.key for key, c in draft.competencies.items() if step.key in c.cells
                },
                responsibilities=tuple(dict.fromkeys(duties)),
            )
        )
    unnamed = [s for s in draft.steps if s.key not in {_key(each) for each in told}]
    for step in unnamed:
        expected = {key: step.key for key, c in draft.competencies.items() if step.key in c.cells}
        draft.roles.append(
            DraftRole(title=step.name, place=step.number - 1, group="Others", expected=expected)
        )


# Levels with competencies inside, and plain mappings ----------------------------------------------


def _read_levels_of_dimensions(tree: Tree, draft: Draft, notes: Notebook) -> bool:
    """`levels`, each with a mapping from a competency's name to its acts."""
    entries = [e for e in _listed_levels(tree) if isinstance(e, dict)]
    pairs = [(_key(e), d) for e in entries if isinstance(d := find(e, *_LISTS), dict) and _key(e)]
    if not pairs:
        return False
    told = find(tree, *_LISTS)
    definitions = (
        {slugify(k): text_of(v) for k, v in told.items()} if isinstance(told, dict) else {}
    )
    for level, cells in pairs:
        for name, cell in cells.items():
            key = key_of(name)
            found = draft.competencies.setdefault(
                key, DraftCompetency(name=tidy(name), definition=definitions.get(key, ""))
            )
            found.add(level, _acts(cell))
    draft.steps = number_steps(level for level, _ in pairs if not says_all(level))
    _drop_unordered(draft, notes)
    return True


def _read_mappings(tree: Tree, draft: Draft, notes: Notebook) -> bool:
    """A mapping from each competency to one from each level to its acts."""
    inner = find(tree, *_LISTS)
    rows = inner if isinstance(inner, dict) else tree
    cells = {name: cell for name, cell in rows.items() if isinstance(cell, dict)}
    levels = list(dict.fromkeys(level for cell in cells.values() for level in cell))
    if len(cells) < 2 or not 2 <= len(levels) <= 12 or says_nothing(levels[0]):
        return False
    shared = sum(len(cell) for cell in cells.values())
    if shared * 10 < len(cells) * len(levels) * 6:
        return False
    for name, cell in cells.items():
        found = DraftCompetency(name=tidy(name))
        for level, each in cell.items():
            found.add(level, _acts(each))
        draft.competencies[key_of(name)] = found
    draft.steps = _steps(tree, levels, notes)
    _drop_unordered(draft, notes)
    return any(c.cells for c in draft.competencies.values())
