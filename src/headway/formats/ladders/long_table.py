"""Tables with one row for each competency and level, with or without the role that asks for it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from headway.core.ladder import slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.cells import says_nothing, says_unused, split_cell, split_lead
from headway.formats.ladders.draft import DraftCompetency, DraftRole, Statement, key_of
from headway.formats.ladders.guesses import rank_level, rank_rung, track_of
from headway.formats.ladders.headings import Headings
from headway.formats.ladders.parts import Part, steps_of_marks
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tables import Sheet

ORDER_GUESSED = (
    "The file does not order these roles; their order was guessed from titles and levels."
)


def is_long(headings: Headings, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row is one competency at one level: the column of levels repeats few values."""
    fields = headings.fields
    if (
        "item" not in fields
        or "level" not in fields
        or (headings.is_sure and len(headings.levels) > 1)
    ):
        return False
    said = Counter(slugify(headings.cell(row, "level")) for row in rows)
    items = {headings.cell(row, "item") for row in rows}
    has_more = "role" in fields or "text" in fields or len(items) < len(rows)
    return has_more and 1 <= len(said) <= max(15, len(rows) // 3)


def read_long(
    sheet: Sheet, headings: Headings, begins: int, notes: Notebook, *, only: str = ""
) -> Part:
    """The competencies with their acts, the levels in order, and the roles with what they expect.

    `only` leaves out the rows of all other role families, where one has that name.
    """
    headings = _with_text(headings, sheet.rows[begins:])
    part = Part()
    roles: dict[tuple[str, str], DraftRole] = {}
    said: list[str] = []
    last = ""
    for index in _rows_of(only, sheet, headings, begins):
        row, place = sheet.rows[index], sheet.place(index)
        name, level = tidy(headings.cell(row, "item")), tidy(headings.cell(row, "level"))
        name = name or last
        if not name or name.isdecimal() or not level or says_nothing(level):
            why = "'not in use'" if says_unused(level) else "without a competency or level"
            notes.drop(f"A row {why} was left out.", place)
            continue
        last = name
        said.append(level)
        _add_competency(part, headings, row, name, level)
        if title := tidy(headings.cell(row, "role")):
            if says_unused(title):
                notes.drop("A row 'not in use' was left out.", place)
                continue
            role = _role(roles, headings, row, title)
            _expect(role, key_of(name), level, place, notes)
    part.steps = steps_of_marks(said, notes)
    part.orders_steps = False
    part.roles = _order_roles(list(roles.values()), part, notes)
    for column in (*headings.levels, *headings.unread):
        notes.drop(f"The column '{sheet.rows[begins - 1][column]}' is not read.", sheet.name)
    return part


def _with_text(headings: Headings, rows: Sequence[Sequence[str]]) -> Headings:
    """The headings with a description that differs from level to level as the act of that level."""
    if "text" in headings.fields or "definition" not in headings.fields:
        return headings
    told: dict[str, set[str]] = {}
    for row in rows:
        text = headings.cell(row, "definition")
        told.setdefault(headings.cell(row, "item"), set()).update({text} - {""})
    if all(len(texts) < 2 for texts in told.values()):
        return headings
    fields = dict(headings.fields)
    fields["text"] = fields.pop("definition")
    return replace(headings, fields=fields)


def _rows_of(only: str, sheet: Sheet, headings: Headings, begins: int) -> Sequence[int]:
    every = range(begins, len(sheet.rows))
    wanted = slugify(only)
    own = [i for i in every if wanted and slugify(headings.cell(sheet.rows[i], "family")) == wanted]
    return own or every


def _add_competency(
    part: Part, headings: Headings, row: Sequence[str], name: str, level: str
) -> None:
    definition, _ = split_lead(headings.cell(row, "definition"))
    area = tidy(headings.cell(row, "area") or headings.cell(row, "parent"))
    kept = part.competencies.setdefault(key_of(name), DraftCompetency(name=name, area=area))
    kept.definition, kept.area = kept.definition or definition, kept.area or area
    acts = split_cell(headings.cell(row, "text"))
    if proof := tidy(headings.cell(row, "evidence")):
        acts = tuple(Statement(text=act.text, evidence=proof) for act in acts)
    kept.add(level, acts)


def _role(
    roles: dict[tuple[str, str], DraftRole], headings: Headings, row: Sequence[str], title: str
) -> DraftRole:
    group = tidy(headings.cell(row, "family"))
    found = roles.get((group, title))
    if found is None:
        scope, duties = split_lead(headings.cell(row, "scope"))
        order = headings.cell(row, "order")
        found = DraftRole(
            title=title,
            # Counted from 1 where the table tells it, so that 0 says that it does not.
            place=int(order) if order.isdecimal() and len(order) < 5 else 0,
            group=group,
            track=track_of(headings.cell(row, "track")),
            scope=scope,
            responsibilities=duties,
        )
        roles[group, title] = found
    return found


def _expect(role: DraftRole, key: str, level: str, place: str, notes: Notebook) -> None:
    kept = role.expected.get(key)
    if kept is None:
        role.expected[key] = level
        return
    if slugify(kept) == slugify(level):
        notes.notice("A role lists a skill more than once, at the same level: read once.", place)
        return
    highest = max((kept, level), key=lambda each: rank_level(each) or 0.0)
    notes.guess("A role lists a skill at two levels: the higher was taken.", place)
    role.expected[key] = highest


def _order_roles(roles: list[DraftRole], part: Part, notes: Notebook) -> list[DraftRole]:
    """Roles family by family, each from its lowest rung by title and by what it expects."""
    numbers = {step.key: step.number for step in part.steps}
    families = list(dict.fromkeys(role.group for role in roles))
    ordered: list[DraftRole] = []
    for family in families:
        rungs = [role for role in roles if role.group == family]
        if all(role.place for role in rungs):
            ordered += sorted(rungs, key=lambda role: role.place)
            continue
        rungs.sort(key=lambda role: (rank_rung(role.title), _mean(role, numbers), role.title))
        for place, role in enumerate(rungs):
            role.place = place
        if len(rungs) > 1:
            notes.guess(ORDER_GUESSED, f"{family or 'roles'}: {' < '.join(r.title for r in rungs)}")
        ordered += rungs
    return ordered


def _mean(role: DraftRole, numbers: dict[str, int]) -> float:
    told = [numbers.get(level, 0) for level in role.expected.values()]
    return sum(told) / len(told) if told else 0.0
