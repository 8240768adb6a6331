"""Roles of a JSON or YAML document that say which level of which competency they expect."""

from collections.abc import Iterator, Mapping
from typing import Any

from headway.core.ladder import slugify
from headway.formats.ladders.draft import Draft, DraftCompetency, DraftRole, key_of
from headway.formats.ladders.guesses import is_descending, rank_rung, says_seniority, track_of
from headway.formats.ladders.marks import LONGEST_MARK, are_marks, read_mark
from headway.formats.ladders.parts import settle_expected, steps_of_marks
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tree_keys import (
    DEFINITIONS,
    DUTIES,
    ITEM_NAMES,
    LISTS,
    Tree,
    acts_of,
    find,
    snake,
    spell,
    text_of,
)
from headway.formats.ladders.tree_levels import find_steps, listed_levels, name_level

_ROLES = ("roles", "job_roles", "positions", "jobs", "rungs", "levels", "titles", "grades")
_TITLES = ("title", "name", "display_name", "role", "position", "label", "id")
_EXPECTED = (
    "expected", "expected_levels", "required_levels", "requires", "required", "expectations",
    "proficiencies", "requirements", "profile", *LISTS,
)  # fmt: skip
_MARKS = (
    "required_level", "expected_level", "target_level", "level", "required", "expected",
    "proficiency", "target", "value", "rating",
)  # fmt: skip


_Told = list[tuple[Tree, dict[str, tuple[str, Any]]]]


def _list_roles(tree: Tree, known: frozenset[str]) -> tuple[str, _Told]:
    """The key of the roles, and of each what it expects: by competency the mark and the whole cell."""
    for name in _ROLES:
        found = find(tree, name)
        if isinstance(found, dict):
            found = [{"title": spell(k), **v} for k, v in found.items() if isinstance(v, dict)]
        entries = [e for e in found if isinstance(e, dict)] if isinstance(found, list) else []
        told: _Told = [(e, _marks_of(e)) for e in entries if text_of(find(e, *_TITLES))]
        marks = [mark for _, each in told for mark, _ in each.values()]
        is_on_scale = sum(slugify(mark) in known for mark in marks) * 2 >= len(marks)
        if marks and (is_on_scale or are_marks(marks, known)):
            return name, told
    return "", []


def _marks_of(entry: Tree) -> dict[str, tuple[str, Any]]:
    """The first part of a role that gives a level by competency; none where it holds acts."""
    for key in (key for name in _EXPECTED for key in entry if snake(key) == name):
        part = entry[key]
        pairs = part.items() if isinstance(part, dict) else _named(part)
        found = {str(name): (_mark(cell), cell) for name, cell in pairs}
        if found and all(0 < len(mark) <= LONGEST_MARK for mark, _ in found.values()):
            return found
    return {}


def _named(part: Any) -> Iterator[tuple[str, Any]]:
    for each in part if isinstance(part, list) else ():
        name = (
            text_of(find(each, "competency", "skill", *ITEM_NAMES))
            if isinstance(each, dict)
            else ""
        )
        if name:
            yield name, each


def _mark(cell: Any) -> str:
    return text_of(find(cell, *_MARKS) if isinstance(cell, Mapping) else cell)


def read_roles(tree: Tree, draft: Draft, notes: Notebook) -> bool:
    """Adds the roles with the competencies they expect; whether there were any.

    In a document without competencies of its own, those that roles name are the competencies, and what
    stands beside a level is an act at it.
    """
    scale = [step.name for step in draft.steps] or [name_level(e) for e in listed_levels(tree)]
    name, told = _list_roles(tree, frozenset(map(slugify, scale)))
    if not draft.competencies:
        _add_competencies(told, draft)
        marks = [mark for _, each in told for mark, _ in each.values()]
        rest = {key: value for key, value in tree.items() if snake(key) != name}
        is_listed = bool(set(marks) & {name_level(each) for each in listed_levels(rest)})
        draft.steps = find_steps(rest, marks, notes) if is_listed else steps_of_marks(marks, notes)
    keys = {slugify(name): key for key, c in draft.competencies.items() for name in (key, c.name)}
    known = [(entry, {k: v for k, v in each.items() if slugify(k) in keys}) for entry, each in told]
    if not any(each for _, each in known):
        return False
    if lost := [name for _, each in told for name in each if slugify(name) not in keys]:
        notes.drop("A role expects what the file does not describe; left out.", *lost)
    draft.roles = [_role(entry, each, keys, draft, notes) for entry, each in known]
    _order(draft.roles, notes)
    return True


def _add_competencies(told: _Told, draft: Draft) -> None:
    for _, each in told:
        for name, (mark, cell) in each.items():
            fresh = DraftCompetency(name=spell(name))
            found = draft.competencies.setdefault(key_of(name), fresh)
            if isinstance(cell, dict):
                found.add(mark, acts_of(cell))


def _role(
    entry: Tree,
    told: dict[str, tuple[str, Any]],
    keys: dict[str, str],
    draft: Draft,
    notes: Notebook,
) -> DraftRole:
    title = spell(text_of(find(entry, *_TITLES)))
    said = {keys[slugify(n)]: read_mark(mark, title, notes) for n, (mark, _) in told.items()}
    role = DraftRole(
        title=title,
        place=0,
        group=text_of(find(entry, "family", "role_family", "group")),
        track=track_of(text_of(find(entry, "track"))),
        scope=text_of(find(entry, "scope", *DEFINITIONS)),
        expected={key: mark for key, mark in said.items() if mark},
        responsibilities=tuple(
            dict.fromkeys(act.text for name in DUTIES for act in acts_of(_listed(entry, name)))
        ),
    )
    role.expected = settle_expected(role, draft.steps, notes)
    return role


def _listed(entry: Tree, name: str) -> Any:
    found = find(entry, name)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else ""


def _order(roles: list[DraftRole], notes: Notebook) -> None:
    """Rungs as they stand, each family from its lowest; turned where the titles fall."""
    families: dict[str, list[DraftRole]] = {}
    for role in roles:
        families.setdefault(role.group, []).append(role)
    for rungs in families.values():
        ranks = [rank_rung(role.title) for role in rungs]
        if is_descending(ranks) and any(says_seniority(role.title) for role in rungs):
            notes.guess("The roles stand highest first and were turned round.")
            rungs.reverse()
        for place, role in enumerate(rungs):
            role.place = place
