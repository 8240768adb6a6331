"""Reads a ladder from whatever files hold one: the form is told by what is inside, not by a name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.core.ladder import slugify
from headway.formats.free_text import decode
from headway.formats.ladders import direct, esco, job_family, tables
from headway.formats.ladders.assemble import assemble
from headway.formats.ladders.contents import EXPECTED, Contents, NamedFile, open_file
from headway.formats.ladders.draft import Draft
from headway.formats.ladders.grid import read_sheet
from headway.formats.ladders.guesses import names_track
from headway.formats.ladders.headings import is_matrix
from headway.formats.ladders.order import apply_order, read_order
from headway.formats.ladders.outline import FORM as OUTLINE_FORM
from headway.formats.ladders.outline import (
    Outline,
    is_many,
    pick_one,
    read_sections,
    title_of,
)
from headway.formats.ladders.parts import Part, join
from headway.formats.ladders.report import LadderImport, Notebook
from headway.formats.ladders.role_files import read_role_files
from headway.formats.ladders.sheet_groups import join_sheets
from headway.formats.ladders.tables import Sheet
from headway.formats.ladders.trees import read_tree
from headway.formats.ladders.uk_source import name_source
from headway.formats.onedtech_case import is_package, package_of_tables, read_package

TEXT_LEFT_OUT = "Text that is no part of the ladder was left out."
NO_LADDER_IN_TEXT = (
    "{title} holds no ladder that Headway can tell. In a text each level is a heading, and below it each "
    "competency one that the other levels have too, or the other way round, as in\n"
    "  ## Junior PM\n  ### Discovery\n  - Joins interviews\n"
    "  ## Senior PM\n  ### Discovery\n  - Settles what to study next\n"
    "Where each role has a document of its own, give them all at once. A table will do as well."
)
NO_SHARED_HEADINGS = (
    "These {number} documents hold no ladder that Headway can tell. Each was looked at as one role, "
    "but two have one name, or they share too few headings: a competency is a heading that most of "
    "them have, in the same words. A table with one row a competency and one column a role will do as "
    "well."
)
UK_FORM = "UK government capability framework (CSV)"
_PLAIN_SHEET = re.compile(r"(?:sheet|table|tabelle|blatt|feuil|hoja)\s*\d*", re.I)
_SIDE_FILES = frozenset({"role_level_order.txt", "skill_level.csv", "skill_level.json"})
_UK_MARKS = ({"role family", "role level", "skill level description"}, {"roles that require skill"})


def read_ladder(
    files: Sequence[NamedFile], *, order: NamedFile | None = None, only: str = ""
) -> LadderImport:
    """The ladder that `files` hold together, with the report of what was read, guessed and dropped.

    `order` is a side file that orders levels (see `order.read_order`), or a table of levels. `only`
    picks a role family, a set or an occupation by name. Raises UnreadableFileError where a file is
    broken, too large or holds no ladder, with what is expected instead.
    """
    notes = Notebook()
    found = Contents()
    files, order = _with_side_file(files, order)
    for file in files:
        open_file(file, found)
    _read_prose(files, found, notes)
    _leave_hidden(found, notes)
    package = next((tree for tree, _ in found.trees if is_package(tree)), None)
    package = package or package_of_tables(found.sheets)
    if package is not None:
        return read_package(package, files[0].stem, notes)
    side = Contents()
    written = _read_side(order, side) if order else None
    draft, is_picked = _draft(files[0], found, side, only, notes)
    if written is not None:
        draft = apply_order(draft, read_order(written, order.name if order else ""), notes)
        _forget_guessed_order(notes)
    if only and not is_picked:
        draft = _pick(draft, only)
    return assemble(draft, notes)


def _with_side_file(
    files: Sequence[NamedFile], order: NamedFile | None
) -> tuple[Sequence[NamedFile], NamedFile | None]:
    """The files and the side file, which also counts where it came among the others by its usual name."""
    told = next((f for f in files if PurePath(f.name).name.casefold() in _SIDE_FILES), None)
    if order is not None or told is None or len(files) == 1:
        return files, order
    return [file for file in files if file != told], told


def _read_prose(files: Sequence[NamedFile], found: Contents, notes: Notebook) -> None:
    """Takes up the documents that are one role each; says what is missing of a lone one."""
    folder = PurePath(files[0].name).parent.name
    tree = read_role_files(found.prose, folder or files[0].stem, notes)
    if tree is not None:
        found.trees.append((tree, folder or files[0].stem))
        return
    if len(found.prose) == len(files) > 1:
        raise UnreadableFileError(NO_SHARED_HEADINGS.format(number=len(files)))
    for title, _ in found.prose:
        if len(found.prose) == len(files):
            raise UnreadableFileError(NO_LADDER_IN_TEXT.format(title=title.capitalize()))
        notes.drop("This text is no part of a ladder.", title)


def _leave_hidden(found: Contents, notes: Notebook) -> None:
    """Leaves out the sheets that somebody hid, unless there are no others."""
    hidden = [sheet.name for sheet in found.sheets if sheet.is_hidden]
    if 0 < len(hidden) < len(found.sheets):
        found.sheets = [sheet for sheet in found.sheets if not sheet.is_hidden]
        notes.drop(
            "A hidden sheet was left out; to have it read, show it and save the file.", *hidden
        )


def _read_side(order: NamedFile, side: Contents) -> str | None:
    """The text of a plain side file, or None where it is a table of levels, opened into `side`."""
    if tables.is_workbook(order.content):
        open_file(order, side)
        return None
    text = decode(order.content, order.name)
    lines = (line.casefold() for line in text.splitlines() if line.strip() and line[0] != "#")
    first = next(lines, "")
    is_table = "name" in first and "level" in first and ":" not in first
    if text.lstrip()[:1] in ("{", "[") or is_table:
        open_file(order, side)
        return None
    return text


def _draft(
    file: NamedFile, found: Contents, side: Contents, only: str, notes: Notebook
) -> tuple[Draft, bool]:
    """The draft, and whether `only` has picked from it already."""
    if any(esco.name_part(sheet) for sheet in found.sheets):
        return esco.read(found.sheets, only=only, notes=notes), True
    parts = [part for sheet in side.sheets if (part := read_sheet(sheet, notes))]
    for tree, title in found.trees:
        is_picked = is_many(tree)
        one = pick_one(tree["ladders"], only, notes) if is_picked else tree
        draft = _draft_of_tree(one, title, only, notes)
        if draft is not None:
            if isinstance(tree, Outline) and tree.left:
                notes.drop(TEXT_LEFT_OUT, *tree.left)
            steps = next((part.steps for part in parts if part.settles_steps), ())
            return replace(draft, steps=draft.steps or steps), is_picked
    told: list[tuple[Sheet, Part]] = []
    for sheet in join_sheets(found.sheets, notes):
        known = frozenset(slugify(s.name) for p in (*parts, *(p for _, p in told)) for s in p.steps)
        part = read_sheet(sheet, notes, only=only, known=known)
        if part is None:
            notes.drop("This table is no part of a ladder.", sheet.name)
        else:
            told.append((sheet, part))
    told = told if only else _beside_matrix(told, notes)
    kept = _of_one_ladder(told, only, notes)
    parts += _with_areas(kept)
    if not any(part.competencies for part in parts):
        # Documents of one role each, in which a table tells something else.
        title = PurePath(file.name).parent.name or file.stem
        tree = read_role_files([*found.prose, *found.with_tables], title, notes)
        if tree is not None and (draft := _draft_of_tree(tree, title, only, notes)):
            return draft, False
        name = PurePath(file.name).name
        raise UnreadableFileError(f"{name} holds no ladder that Headway can tell. {EXPECTED}")
    _name_text_beside(found, notes)
    form = _form(found.sheets)
    title = next(filter(None, (title_of(text) for _, text in found.with_tables)), file.stem)
    draft = join(parts, form=form, title=title[:1].upper() + title[1:], notes=notes)
    if form == UK_FORM:
        draft = name_source(draft, found.sheets)
    return draft, len(kept) < len(told)


def _beside_matrix(told: list[tuple[Sheet, Part]], notes: Notebook) -> list[tuple[Sheet, Part]]:
    """The tables without those of rungs by other names, in a document with one that is plainly the ladder."""
    matrices = [part for sheet, part in told if sheet.group and is_matrix(sheet.rows[0])]
    levels = {slugify(step.key) for part in matrices for step in part.steps}
    others = [
        sheet
        for sheet, part in told
        if levels and part.steps and levels.isdisjoint(slugify(step.key) for step in part.steps)
    ]
    if others:
        notes.drop("This table is no part of a ladder.", *(sheet.name for sheet in others))
    return [(sheet, part) for sheet, part in told if sheet not in others]


def _of_one_ladder(
    told: list[tuple[Sheet, Part]], only: str, notes: Notebook
) -> list[tuple[Sheet, Part]]:
    """The tables without those that stand under another heading and share no level with the first.

    They are a ladder of their own; where `only` is in such a heading, that one is kept instead.
    """
    groups: dict[str, set[str]] = {}
    for sheet, part in told:
        if sheet.group and any(c.cells for c in part.competencies.values()):
            groups.setdefault(sheet.group, set()).update(slugify(step.key) for step in part.steps)
    wanted = slugify(only)
    chosen = next(
        (g for g in groups if wanted and wanted in slugify(g)), _first_whole(told, groups)
    )
    others = [
        group
        for group, levels in groups.items()
        if not levels & groups[chosen] and not names_track(group, chosen)
    ]
    if others:
        notes.drop("A ladder of its own was left out; ask for it by its name.", *others)
    return [(sheet, part) for sheet, part in told if sheet.group not in others]


def _name_text_beside(found: Contents, notes: Notebook) -> None:
    """Names the headings below which a document with tables says something in words."""
    for title, text in found.with_tables:
        if "<table" not in text.casefold():
            headings = [section.title or title for section in read_sections(text) if section.acts]
            if headings:
                notes.drop(TEXT_LEFT_OUT, *headings)


def _first_whole(told: list[tuple[Sheet, Part]], groups: Iterable[str]) -> str:
    """The first heading whose tables are no mere overview: half as large as the largest, or more."""
    sizes = dict.fromkeys(groups, 0)
    for sheet, part in told:
        if sheet.group in sizes:
            sizes[sheet.group] += sum(len(c.cells) for c in part.competencies.values())
    return next((g for g, size in sizes.items() if 2 * size >= max(sizes.values())), "")


def _with_areas(told: Sequence[tuple[Sheet, Part]]) -> list[Part]:
    """The parts; where several tables of one file describe levels, a table's name is their area."""
    for sheet, part in told:
        beside = [
            s
            for s, p in told
            if s.file == sheet.file and any(c.cells for c in p.competencies.values())
        ]
        if len(beside) > 1 and sheet in beside and not _PLAIN_SHEET.fullmatch(sheet.name):
            for competency in part.competencies.values():
                competency.area = competency.area or sheet.name
    return [part for _, part in told]


def _draft_of_tree(tree: Any, title: str, only: str, notes: Notebook) -> Draft | None:
    if direct.is_direct(tree):
        return direct.read(tree, title, notes)
    if job_family.is_job_family(tree):
        return job_family.read(tree, title, notes)
    draft = read_tree(tree, title, only=only, notes=notes)
    return replace(draft, form=OUTLINE_FORM) if draft and isinstance(tree, Outline) else draft


def _form(sheets: Sequence[Sheet]) -> str:
    headers = [{cell.casefold() for cell in sheet.rows[0]} for sheet in sheets if sheet.rows]
    if any(marks <= header for marks in _UK_MARKS for header in headers):
        return UK_FORM
    return "Table with levels"


def _forget_guessed_order(notes: Notebook) -> None:
    """The side file orders what was guessed before it was read."""
    from headway.formats.ladders.long_table import ORDER_GUESSED

    notes.take_back(ORDER_GUESSED)


def _pick(draft: Draft, only: str) -> Draft:
    """The roles of one family with what they expect, or the competencies of one area."""
    wanted = slugify(only)
    names = {slugify(role.group) for role in draft.roles}
    roles = [r for r in draft.roles if slugify(r.group) == wanted]
    roles = roles or [r for r in draft.roles if slugify(r.title) == wanted]
    roles = roles or [r for r in draft.roles if wanted in slugify(r.group)]
    if roles:
        asked = {key for role in roles for key in role.expected}
        kept = {key: c for key, c in draft.competencies.items() if key in asked}
        return replace(draft, title=f"{draft.title}: {only}", roles=roles, competencies=kept)
    kept = {k: c for k, c in draft.competencies.items() if wanted in slugify(c.area)}
    if kept:
        return replace(draft, title=f"{draft.title}: {only}", competencies=kept)
    known = ", ".join(sorted(names | {slugify(c.area) for c in draft.competencies.values()})[:30])
    raise UnreadableFileError(f"There is no role family, set or area '{only}'; there are {known}.")
