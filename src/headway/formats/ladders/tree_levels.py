"""The scale of a JSON or YAML document, and the rungs that its list of levels describes."""

from typing import Any

from headway.core.ladder import slugify
from headway.formats.ladders.draft import Draft, DraftRole, Step
from headway.formats.ladders.guesses import is_descending, rank_all, rank_level, track_of
from headway.formats.ladders.parts import number_beside, number_steps
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tree_keys import (
    DEFINITIONS,
    DUTIES,
    GRADES,
    LEVEL_NAMES,
    SCALES,
    Tree,
    acts_of,
    find,
    says_all,
    spell,
    text_of,
)


def find_steps(tree: Tree, said: list[str], notes: Notebook) -> tuple[Step, ...]:
    """The levels: as a list of the document orders and names them, else as the cells do."""
    said = [level for level in said if not says_all(level)]
    levels = [each for each in listed_levels(tree) if name_level(each)]
    keys = {slugify(name_level(each)): each for each in levels}
    if levels and sum(slugify(level) in keys for level in said) * 2 >= len(said):
        steps = steps_of_list([e for e in levels if not says_all(name_level(e))], notes)
        extra = [level for level in said if slugify(level) not in keys]
        if extra:
            notes.guess(
                "Levels that the file's list lacks are a line of their own, from the lowest.",
                *extra,
            )
        return (*steps, *(Step(key=k, name=spell(k), number=n) for n, k in enumerate(extra, 1)))
    ranks = [rank_level(level) for level in said]
    if None not in ranks:
        said = [s for _, s in sorted(zip(ranks, said, strict=True), key=lambda pair: pair[0] or 0)]
    elif is_descending(rank_all(said)):
        notes.guess("The levels stand highest first and were turned round.")
        said.reverse()
    return number_steps(said)


def listed_levels(tree: Tree) -> list[Any]:
    """The entries of the document's own list of levels or roles."""
    for name in SCALES:
        value = find(tree, name)
        if isinstance(value, list):
            return value
    return []


def name_level(level: Any) -> str:
    """By what cells speak of a level of the list."""
    return text_of(find(level, "id", *LEVEL_NAMES)) if isinstance(level, dict) else text_of(level)


def steps_of_list(levels: list[Any], notes: Notebook) -> tuple[Step, ...]:
    """Steps by their grade where all but the last tell one, else in their order with tracks beside."""
    told = [level if isinstance(level, dict) else {"id": level} for level in levels]
    names = {
        name_level(each): text_of(find(each, "name", "title", "level")) or name_level(each)
        for each in told
    }
    meanings = {name_level(each): text_of(find(each, *DEFINITIONS)) for each in told}
    tracks = {name_level(each): track_of(text_of(find(each, "track"))) for each in told}
    branches = _branches(list(names))
    grades = [text_of(find(each, *GRADES)) for each in told]
    if all(grade.isdecimal() and len(grade) < 4 for grade in grades[:-1]) and len(told) > 1:
        numbers = _by_grade([int(g) if g.isdecimal() else 0 for g in grades])
        if len(set(numbers)) < len(numbers):
            notes.guess("Levels of one grade stand beside each other on the scale.")
    elif branches:
        numbers = [stem for stem, _ in branches]
        tracks = {key: track for key, (_, track) in zip(names, branches, strict=True)}
        notes.guess("Levels that differ only in their track stand beside each other on the scale.")
    else:
        steps = number_beside([(key, tracks[key]) for key in names], notes)
        numbers = [next(s.number for s in steps if s.key == key) for key in names]
    return tuple(
        Step(
            key=key,
            name=spell(name) if name == key else name,
            number=number,
            track=tracks[key],
            meaning=meanings[key],
        )
        for (key, name), number in zip(names.items(), numbers, strict=True)
    )


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


def settle_all_levels(draft: Draft, notes: Notebook) -> None:
    """Cells for all levels belong to the lowest: what is expected there holds above it too."""
    lowest = draft.steps[0].key if draft.steps else ""
    for competency in draft.competencies.values():
        for level in [level for level in competency.cells if says_all(level)]:
            acts = competency.cells.pop(level)
            competency.cells[lowest] = acts | competency.cells.get(lowest, {})
            notes.guess(f"What holds for '{level}' was put at the lowest level.", competency.name)


def read_rungs(tree: Tree, draft: Draft) -> None:
    """Roles out of a list of levels that says more of each than its name."""
    told = [each for each in listed_levels(tree) if isinstance(each, dict) and name_level(each)]
    by_key = {step.key: step for step in draft.steps}
    if draft.roles or not any(find(each, *DUTIES, "track", *DEFINITIONS) for each in told):
        return
    for each in told:
        step = by_key.get(name_level(each))
        if step is None:
            continue
        duties = [act.text for name in DUTIES for act in acts_of(find(each, name))]
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
    unnamed = [s for s in draft.steps if s.key not in {name_level(each) for each in told}]
    for step in unnamed:
        expected = {key: step.key for key, c in draft.competencies.items() if step.key in c.cells}
        draft.roles.append(
            DraftRole(title=step.name, place=step.number - 1, group="Others", expected=expected)
        )
