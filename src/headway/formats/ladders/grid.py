"""Tables with one column a level (or one row a level, or one column a role) as part of a ladder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headway.core.errors import UnreadableFileError
from headway.core.ladder import CompetencyKind, Track
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
    is_level_like,
    rank_all,
    track_of,
)
from headway.formats.ladders.headings import (
    Headings,
    is_extra,
    is_level_word,
    names_item,
    normalise,
    read_headings,
)
from headway.formats.ladders.long_table import is_long, read_long
from headway.formats.ladders.marks import LONGEST_MARK, are_marks, read_mark
from headway.formats.ladders.parts import Part, number_steps, steps_of_marks
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tables import Sheet

MOST_ROWS_ABOVE = 40
LONGEST_HEADING = 80
# More than a ladder has, since --only picks from a larger framework.
MOST_COMPETENCIES_READ = 15_000
MOST_LEVELS_LISTED = 15
# A table with one of these has a row for each competency and level.
_LONG_HEADINGS = frozenset(
    {"skill", "competency", "capability", "required level", "expected level", "skill level"}
    | {"proficiency level", "target level", "required proficiency", "expected proficiency"}
)
_OWN_HEADING = re.compile(r"Level \d{1,2}: ")
_LEVEL_COLUMNS = frozenset(
    {"level", "rank", "number", "grade", "name", "title", "label", "description", "definition"}
    | {"meaning", "short description", "focus", "summary", "slug", "id", ""}
)


@dataclass(frozen=True, kw_only=True)
class _Head:
    """Where the headings are: `header` joined from up to two rows, data from row `begins` on."""

    header: tuple[str, ...]
    begins: int
    tracks: tuple[Track | None, ...]


def read_sheet(
    sheet: Sheet, notes: Notebook, *, only: str = "", known: frozenset[str] = frozenset()
) -> Part | None:
    """What one table tells, or None where it is no part of a ladder.

    `only` picks one role family; `known` are the levels, as slugs, that other tables named.
    """
    for place in sheet.formulas:
        notes.drop("A formula is not calculated; the cell was taken as empty.", place)
    head = _find_head(sheet.rows)
    if head is None:
        return None
    if part := _read_levels(sheet, head):
        return part
    if _is_transposed(head, sheet.rows):
        sheet, head = _turn(sheet, head)
    headings = read_headings(head.header)
    if is_long(headings, sheet.rows[head.begins :]):
        return read_long(sheet, headings, head.begins, notes, only=only)
    if not headings.levels and _is_plain_list(headings, head):
        return None
    if "item" not in headings.fields and "area" not in headings.fields:
        is_told = not headings.fields.keys() - {"definition"} and headings.is_sure
        if not is_told or len(headings.levels) < 2:
            return None
    return _read_wide(sheet, _with_item(headings), head, notes, known)


def _is_plain_list(headings: Headings, head: _Head) -> bool:
    """Whether a table without levels only has a column "title" or "name", as any table may."""
    item = headings.fields.get("item")
    said = "" if item is None else head.header[item]
    return not names_item(said) and not headings.fields.keys() & {"parent", "area"}


def _find_head(rows: Sequence[Sequence[str]]) -> _Head | None:
    for index, row in enumerate(rows[:MOST_ROWS_ABOVE]):
        if _reads_as_header(row, rows[index + 1 : index + 6]):
            return _join_rows(rows, index)
    return None


def _reads_as_header(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    told = [cell for cell in row if cell]
    if len(told) < 2 or not below or any(len(cell) > LONGEST_HEADING for cell in told):
        return False
    # A row of nothing but levels stands in a column each; a caption above them names no column.
    like = sum(is_level_like(cell) for cell in told)
    named = any(names_item(cell) or is_level_word(cell) for cell in told)
    return named or like >= 2 or (not row[0] and _has_long_cells(below))


def _has_long_cells(rows: Sequence[Sequence[str]]) -> bool:
    cells = [cell for row in rows for cell in row[1:] if cell]
    return bool(cells) and sum(map(len, cells)) / len(cells) > 20


def _join_rows(rows: Sequence[Sequence[str]], index: int) -> _Head:
    """The header row, with the row of titles below it ("L1" above "Junior PM") and tracks above it."""
    header, begins = list(rows[index]), index + 1
    below = rows[begins] if begins < len(rows) else ()
    if _continues(below):
        header += [""] * (len(below) - len(header))
        below = [*below, *[""] * (len(header) - len(below))]
        header = [" ".join(filter(None, pair)) for pair in zip(header, below, strict=True)]
        begins += 1
    above = list(rows[index - 1]) if index else []
    return _Head(
        header=tuple(tidy(cell) for cell in header),
        begins=begins,
        tracks=_spread_tracks(above, len(header)),
    )


def _continues(below: Sequence[str]) -> bool:
    told = [cell for cell in below if cell]
    return (
        len(told) >= 2
        and not below[0]
        and all(len(cell) <= LONGEST_MARK for cell in told)
        and sum(is_level_like(cell) and not cell.isdecimal() for cell in told) * 2 > len(told)
    )


def _spread_tracks(above: Sequence[str], width: int) -> tuple[Track | None, ...]:
    """A merged heading stands in its first cell only; it holds up to the next."""
    told = [cell for cell in above if cell]
    if not told or not any(track_of(cell) for cell in told) or len(told) > width // 2 + 1:
        return (None,) * width
    tracks, current = [], None
    for index in range(width):
        cell = above[index] if index < len(above) else ""
        current = track_of(cell) if cell else current
        tracks.append(current)
    return tuple(tracks)


def _is_transposed(head: _Head, rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row is a level: the first column names levels, and the headings do not."""
    first = [row[0] for row in rows[head.begins :] if row and row[0]]
    others = [cell for cell in head.header[1:] if cell and not is_level_word(cell)]
    if len(others) < 2 or not first or len(set(first)) < len(first) or len(first) > 30:
        return False
    if sum(is_level_like(cell) for cell in others) * 2 > len(others):
        return False
    like = sum(is_level_like(cell) for cell in first)
    if names_item(head.header[0]) or _LONG_HEADINGS & {normalise(cell) for cell in head.header[1:]}:
        return False
    return like * 2 > len(first) and (is_level_word(head.header[0]) or like >= 2)


def _turn(sheet: Sheet, head: _Head) -> tuple[Sheet, _Head]:
    """The same table with a column a level; further columns that name the level join its name."""
    names = [i for i, cell in enumerate(head.header) if i == 0 or is_level_word(cell)][:2]
    body = sheet.rows[head.begins :]
    body = tuple(row for row in body if row and row[0])
    titles = [tidy(" ".join(row[i] for i in names if i < len(row))) for row in body]
    rows = [("Competency", *titles)]
    for column, cell in enumerate(head.header):
        if column not in names and cell and not is_extra(cell):
            rows.append((cell, *(row[column] if column < len(row) else "" for row in body)))
    numbers = tuple(range(1, len(rows) + 1))
    turned = Sheet(name=f"{sheet.name} (turned)", rows=tuple(rows), numbers=numbers)
    return turned, _Head(header=rows[0], begins=1, tracks=(None,) * len(rows[0]))


def _with_item(headings: Headings) -> Headings:
    """The headings with a column of competencies: that of areas where there is no other, or the first."""
    fields = dict(headings.fields)
    if "item" not in fields:
        fields["item"] = fields.pop("area", 0)
    return Headings(
        fields=fields,
        levels=tuple(i for i in headings.levels if i != fields["item"]),
        unread=headings.unread,
        is_sure=headings.is_sure,
    )


def _read_levels(sheet: Sheet, head: _Head) -> Part | None:
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
    sheet: Sheet, headings: Headings, head: _Head, notes: Notebook, known: frozenset[str]
) -> Part | None:
    for column in headings.unread:
        notes.drop(f"The column '{head.header[column]}' is not read.", sheet.name)
    rows = range(head.begins, len(sheet.rows))
    marks = _marks(sheet, headings, rows)
    is_own = all(_OWN_HEADING.match(head.header[i]) for i in headings.levels)
    if marks and (is_own or not are_marks(marks, known)):
        marks = []
    if not headings.is_sure and headings.levels:
        told = ", ".join(f"'{head.header[i]}'" for i in headings.levels)
        what = "roles" if marks else "levels, lowest first"
        notes.guess(f"The columns {told} were taken for {what}.", sheet.name)
    part = _collect(sheet, headings, rows, head, notes, with_acts=not marks)
    if not part.competencies:
        return None
    if marks:
        _add_roles(part, sheet, headings, head, rows, notes)
    else:
        _order_steps(part, head, headings, notes)
    return part


def _marks(sheet: Sheet, headings: Headings, rows: range) -> list[str]:
    cells = (sheet.rows[r][c] for r in rows for c in headings.levels if c < len(sheet.rows[r]))
    return [cell for cell in cells if not says_nothing(cell)]


def _collect(
    sheet: Sheet, headings: Headings, rows: range, head: _Head, notes: Notebook, *, with_acts: bool
) -> Part:
    """The competencies of a wide table; a row with nothing but a name is the area of those below."""
    part, where, current = Part(), _Where(), ""
    calculated = {formula.rpartition(", ")[0] for formula in sheet.formulas}
    for index in rows:
        row = sheet.rows[index]
        name, place = tidy(headings.cell(row, "item")), sheet.place(index)
        filled = [c for c in headings.levels if c < len(row) and row[c]]
        if where.moves(headings, row):
            current = "" if filled else current
        elif name and headings.levels and len([c for c in row if c]) == 1:
            if place in calculated:
                continue
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
        competency = _competency(part, current, where.name, headings, row)
        competency.place = competency.place or place
        if name and competency.cells:
            notes.notice("A name stands more than once; its rows were read as one.", place)
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
        area, parent = tidy(headings.cell(row, "area")), tidy(headings.cell(row, "parent"))
        if area and area != self.area:
            self.area, self.parent = area, ""
        self.parent = parent or self.parent
        return bool(area or parent)


def _competency(
    part: Part, name: str, area: str, headings: Headings, row: Sequence[str]
) -> DraftCompetency:
    definition, _ = split_lead(headings.cell(row, "definition"))
    fresh = DraftCompetency(name=name, area=area, kind=_kind(headings.cell(row, "kind")))
    kept = part.competencies.setdefault(key_of(name), fresh)
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
    competency: DraftCompetency, row: Sequence[str], headings: Headings, head: _Head
) -> None:
    for column in headings.levels:
        if column < len(row):
            competency.add(head.header[column], split_cell(row[column]))


def _order_steps(part: Part, head: _Head, headings: Headings, notes: Notebook) -> None:
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


def number_beside(pairs: Sequence[tuple[str, Track | None]], notes: Notebook) -> tuple[Step, ...]:
    """Steps of names on tracks: those of management end beside the highest of the others."""
    plain = [name for name, track in pairs if track != "management"]
    leading = [name for name, track in pairs if track == "management"]
    if not plain or not leading:
        return number_steps(name for name, _ in pairs)
    tracks, steps = dict(pairs), number_steps(plain)
    top = steps[-1].number
    first = max(1, top - len(leading) + 1)
    notes.guess("The highest levels of both tracks were put beside each other.", *leading)
    found = [Step(key=s.key, name=s.name, number=s.number, track=tracks[s.key]) for s in steps]
    found += [
        Step(key=s.key, name=s.name, number=n, track="management")
        for n, s in enumerate(number_steps(leading), first)
    ]
    return tuple(found)


def _add_roles(
    part: Part, sheet: Sheet, headings: Headings, head: _Head, rows: range, notes: Notebook
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
    for index in rows:
        row = sheet.rows[index]
        key = key_of(tidy(headings.cell(row, "item")))
        if key not in part.competencies:
            continue
        for role, column in zip(roles, headings.levels, strict=True):
            mark = row[column] if column < len(row) else ""
            level = read_mark(mark, sheet.place(index, column), notes)
            if level:
                role.expected[key] = level
                said.append(level)
    part.roles = sorted(roles, key=lambda role: role.place)
    part.steps = steps_of_marks(said, notes)
    part.orders_steps = False
