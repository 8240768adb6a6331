"""Tables with one column a level (or one row a level, or one column a role) as part of a ladder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from headway.core.errors import UnreadableFileError
from headway.core.ladder import CompetencyKind
from headway.formats.free_text import tidy
from headway.formats.ladders.cells import (
    says_nothing,
    says_unused,
    split_cell,
    split_lead,
)
from headway.formats.ladders.draft import DraftCompetency, DraftRole, Step, key_of
from headway.formats.ladders.guesses import (
    is_descending,
    rank_all,
)
from headway.formats.ladders.headings import (
    Headings,
    names_item,
    normalise,
    read_headings,
)
from headway.formats.ladders.long_table import is_long, read_long
from headway.formats.ladders.marks import are_marks, read_mark
from headway.formats.ladders.parts import Part, number_beside, number_steps, steps_of_marks
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.table_head import Head, find_head, is_transposed, name_levels, turn
from headway.formats.ladders.tables import Sheet
from headway.formats.ladders.tree_keys import spell

# More than a ladder has, since --only picks from a larger framework.
MOST_COMPETENCIES_READ = 15_000
MOST_LEVELS_LISTED = 15
# What a cell holds that is neither an act nor a level: a salary, a share, a count.
_FIGURE = re.compile(r"[£$€]?[\d.,\s]+[%k€+]?", re.I)
# What a program put there: addresses, names of files, slugs, style rules, abbreviations.
_CODE = re.compile(
    r"https?://\S+|\S+\.\w{2,4}|[a-z0-9]+(?:[-_/][a-z0-9]+)+|[\w-]+:\s*\S+;|#[0-9a-fA-F]{3,8}|\d\S*"
)
_OWN_HEADING = re.compile(r"Level \d{1,2}: ")
_LEVEL_COLUMNS = frozenset(
    {"level", "rank", "number", "grade", "name", "title", "label", "description", "definition"}
    | {"meaning", "short description", "focus", "summary", "slug", "id", ""}
)


def read_sheet(
    sheet: Sheet, notes: Notebook, *, only: str = "", known: frozenset[str] = frozenset()
) -> Part | None:
    """What one table tells, or None where it is no part of a ladder.

    `only` picks one role family; `known` are the levels, as slugs, that other tables named.
    """
    for place in sheet.formulas:
        notes.drop("A formula is not calculated; the cell was taken as empty.", place)
    head = find_head(sheet.rows)
    if head is None:
        return None
    if part := _read_levels(sheet, head):
        return part
    if is_transposed(head, sheet.rows):
        sheet, head = turn(sheet, head, notes)
    head = name_levels(head, sheet.name, notes)
    headings = read_headings(head.header)
    if is_long(headings, sheet.rows[head.begins :]):
        return read_long(sheet, headings, head.begins, notes, only=only)
    if not headings.levels and _is_plain_list(headings, head):
        return None
    if not headings.fields.keys() & {"item", "area"}:
        is_told = not headings.fields.keys() - {"definition", "level"} and headings.is_sure
        if not (is_told or head.is_plain) or len(headings.levels) < 2:
            return None
    return _read_wide(sheet, _with_item(headings), head, notes, known)


def _is_plain_list(headings: Headings, head: Head) -> bool:
    """Whether a table without levels only has a column "title" or "name", as any table may."""
    item = headings.fields.get("item")
    said = "" if item is None else head.header[item]
    return not names_item(said) and not headings.fields.keys() & {"parent", "area"}


def _with_item(headings: Headings) -> Headings:
    """The headings with a column of competencies: that of areas where there is no other, or the first."""
    fields = dict(headings.fields)
    if "item" not in fields:
        # "Level" above the first column and levels beside it: the rows are what is rated.
        fields["item"] = fields.pop("area", fields.pop("level", 0))
    return Headings(
        fields=fields,
        levels=tuple(i for i in headings.levels if i != fields["item"]),
        unread=headings.unread,
        is_sure=headings.is_sure,
    )


def _read_levels(sheet: Sheet, head: Head) -> Part | None:
    """A table that lists the levels of the scale themselves, with what each means."""
    told = [normalise(cell) for cell in head.header]
    if not {"level", "rank", "number", "grade"} & set(told) or not set(told) <= _LEVEL_COLUMNS:
        return None
    column = next(i for i, cell in enumerate(told) if cell in {"level", "rank", "number", "grade"})
    rows = [row for row in sheet.rows[head.begins :] if len(row) > column and row[column]]
    if not 2 <= len(rows) <= MOST_LEVELS_LISTED:
        return None
    if all(row[column].isdecimal() for row in rows):
        rows.sort(key=lambda row: int(row[column][:6]))
    named = next((i for i, cell in enumerate(told) if cell in {"name", "title", "label"}), column)
    meant = next(
        (i for i, cell in enumerate(told) if cell in {"description", "meaning", "definition"}), None
    )
    names = [row[named] if len(row) > named and row[named] else row[column] for row in rows]
    steps = [
        Step(
            key=step.key,
            name=step.name,
            number=step.number,
            meaning=tidy(row[meant]) if meant is not None and len(row) > meant else "",
            aliases=(row[column],) if row[column] != step.key else (),
        )
        for step, row in zip(number_steps(names), rows, strict=True)
    ]
    return Part(steps=tuple(steps), settles_steps=True)


# Tables with one column a level or a role ---------------------------------------------------------


def _read_wide(
    sheet: Sheet, headings: Headings, head: Head, notes: Notebook, known: frozenset[str]
) -> Part | None:
    for column in headings.unread:
        notes.drop(f"The column '{head.header[column]}' is not read.", sheet.name)
    rows = range(head.begins, len(sheet.rows))
    marks = _marks(sheet, headings, rows)
    is_own = all(_OWN_HEADING.match(head.header[i]) for i in headings.levels)
    if marks and (is_own or not are_marks(marks, known)):
        if all(map(_FIGURE.fullmatch, marks)):
            return None
        marks = []
    if not marks and not headings.is_sure:
        headings = _with_acts_only(headings, sheet, rows, head, notes)
        if not headings.levels and _is_plain_list(headings, head):
            return None
    if not headings.is_sure and headings.levels:
        told = ", ".join(f"'{head.header[i]}'" for i in headings.levels)
        what = "roles" if marks else "levels, lowest first"
        notes.guess(f"The columns {told} were taken for {what}.", sheet.name)
    keys: dict[int, str] = {}
    part = _collect(sheet, headings, rows, head, notes, keys, with_acts=not marks)
    if not part.competencies:
        return None
    if marks:
        _add_roles(part, sheet, headings, head, keys, notes)
    else:
        _order_steps(part, head, headings, notes)
    return part


def _with_acts_only(
    headings: Headings, sheet: Sheet, rows: range, head: Head, notes: Notebook
) -> Headings:
    """Of columns whose headings tell nothing, those that hold acts and no codes."""
    kept = tuple(c for c in headings.levels if _holds_acts([_at(sheet, r, c) for r in rows]))
    for column in headings.levels:
        if column not in kept:
            notes.drop(f"The column '{head.header[column]}' is not read.", sheet.name)
    return replace(headings, levels=kept)


def _holds_acts(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if not says_nothing(cell)]
    return sum(bool(_CODE.fullmatch(cell)) for cell in told) * 2 < len(told)


def _at(sheet: Sheet, row: int, column: int) -> str:
    return sheet.rows[row][column] if column < len(sheet.rows[row]) else ""


def _marks(sheet: Sheet, headings: Headings, rows: range) -> list[str]:
    cells = (sheet.rows[r][c] for r in rows for c in headings.levels if c < len(sheet.rows[r]))
    return [cell for cell in cells if not says_nothing(cell)]


def _collect(
    sheet: Sheet,
    headings: Headings,
    rows: range,
    head: Head,
    notes: Notebook,
    keys: dict[int, str],
    *,
    with_acts: bool,
) -> Part:
    """The competencies of a wide table; a row with nothing but a name is the area of those below.

    `keys` takes up by which key the competency of each row is kept.
    """
    part, where, current = Part(), _Where(), ""
    calculated = {formula.rpartition(", ")[0] for formula in sheet.formulas}
    for index in rows:
        row = sheet.rows[index]
        name, place = tidy(headings.cell(row, "item")), sheet.place(index)
        if name.isdecimal():
            notes.drop("A row that has a number for its name was left out.", place)
            continue
        filled = [c for c in headings.levels if c < len(row) and row[c]]
        if where.moves(headings, row):
            current = "" if filled else current
        elif (
            name and headings.levels and len([c for c in row if c]) == 1 and place not in calculated
        ):
            notes.guess("A row with nothing but a name was read as the area of those below.", place)
            where, current = _Where(area=name), ""
            continue
        if not name and (not filled or not current):
            if headings.cell(row, "definition"):
                notes.drop("What the file says of an area is not kept.", place)
            continue
        if says_unused(name) or any(says_unused(row[c]) for c in filled):
            notes.drop("A row 'not in use' was left out.", place)
            continue
        current = name or current
        keys[index] = _key(part, current, where.name)
        competency = _competency(part, keys[index], current, where.name, headings, row)
        _note_repeated(competency, place, notes, is_named=bool(name))
        competency.place = competency.place or place
        if with_acts:
            _add_cells(competency, row, headings, head)
    return part


@dataclass(kw_only=True)
class _Where:
    """Under which area and parent the rows stand: each holds until the next is told."""

    area: str = ""
    parent: str = ""

    @property
    def name(self) -> str:
        return ": ".join(filter(None, (self.area, self.parent)))

    def moves(self, headings: Headings, row: Sequence[str]) -> bool:
        """Takes over what `row` tells; returns whether it told anything."""
        area, parent = (spell(tidy(headings.cell(row, f))) for f in ("area", "parent"))
        if area and area != self.area:
            self.area, self.parent = area, ""
        self.parent = parent or self.parent
        return bool(area or parent)


def _note_repeated(
    competency: DraftCompetency, place: str, notes: Notebook, *, is_named: bool
) -> None:
    if competency.cells and is_named:
        notes.notice("A name stands more than once; its rows were read as one.", place)
    elif not competency.place and competency.name.endswith(f"({competency.area})"):
        notes.notice("A name stands in two areas; the second carries its area's name.", place)


def _key(part: Part, name: str, area: str) -> str:
    """By what a competency is known: with its area where another area has one of that name."""
    kept = part.competencies.get(key_of(name))
    is_apart = kept is not None and area and kept.area and kept.area != area
    return key_of(f"{name} ({area})" if is_apart else name)


def _competency(
    part: Part, key: str, name: str, area: str, headings: Headings, row: Sequence[str]
) -> DraftCompetency:
    definition, _ = split_lead(headings.cell(row, "definition"))
    told = name if key == key_of(name) else f"{name} ({area})"
    fresh = DraftCompetency(name=told, area=area, kind=_kind(headings.cell(row, "kind")))
    kept = part.competencies.setdefault(key, fresh)
    if len(part.competencies) > MOST_COMPETENCIES_READ:
        raise UnreadableFileError(
            f"A table holds more than {MOST_COMPETENCIES_READ:,} competencies; a ladder has at most 3,000."
        )
    kept.definition = kept.definition or definition
    return kept


def _kind(said: str) -> CompetencyKind | None:
    told = said.casefold()
    if "soft" in told or "behavio" in told:
        return "soft"
    return "technical" if "technical" in told or "hard" in told else None


def _add_cells(
    competency: DraftCompetency, row: Sequence[str], headings: Headings, head: Head
) -> None:
    for column in headings.levels:
        if column < len(row):
            competency.add(head.header[column], split_cell(row[column]))


def _order_steps(part: Part, head: Head, headings: Headings, notes: Notebook) -> None:
    names = [head.header[i] for i in headings.levels]
    tracks = [head.tracks[i] if i < len(head.tracks) else None for i in headings.levels]
    repeated = {name for name in names if names.count(name) > 1}
    for name in sorted(repeated):
        notes.notice(f"The heading '{name}' stands more than once; its columns are one level.")
    pairs = list(dict(zip(names, tracks, strict=True)).items())
    if is_descending(rank_all([name for name, _ in pairs])):
        notes.guess("The levels stand highest first and were turned round.")
        pairs.reverse()
    part.steps = number_beside(pairs, notes)


def _add_roles(
    part: Part,
    sheet: Sheet,
    headings: Headings,
    head: Head,
    keys: dict[int, str],
    notes: Notebook,
) -> None:
    """A table of marks: each column a role, each cell the level it expects."""
    roles = [
        DraftRole(title=head.header[c], place=n, track=head.tracks[c])
        for n, c in enumerate(headings.levels)
    ]
    if is_descending(rank_all([role.title for role in roles])):
        notes.guess("The roles stand highest first and were turned round.", sheet.name)
        for place, role in enumerate(reversed(roles)):
            role.place = place
    said: list[str] = []
    for index, key in keys.items():
        row = sheet.rows[index]
        for role, column in zip(roles, headings.levels, strict=True):
            mark = row[column] if column < len(row) else ""
            level = read_mark(mark, sheet.place(index, column), notes)
            if level:
                role.expected[key] = level
                said.append(level)
    part.roles = sorted(roles, key=lambda role: role.place)
    part.steps = steps_of_marks(said, notes)
    part.orders_steps = False
