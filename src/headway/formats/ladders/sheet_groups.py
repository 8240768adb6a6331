"""Workbooks and documents with one table a level, or one table a competency, joined into one table."""

from collections.abc import Sequence

from headway.formats.ladders.guesses import is_level_like
from headway.formats.ladders.headings import Headings, is_level_word, names_item, read_headings
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.table_head import FEWEST_LEVELS, LONGEST_HEADING
from headway.formats.ladders.tables import Sheet

FEWEST_SHEETS = 2


def join_sheets(sheets: Sequence[Sheet], notes: Notebook) -> tuple[Sheet, ...]:
    """`sheets` with those that are one level, or one competency, each by their names, as one table."""
    return _of_competencies(_of_levels(sheets), notes)


# One table a level ---------------------------------------------------------------------------------


def _of_levels(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """A table a level gets a column "Level"; one a role, with levels in it, a column "Role"."""
    told = [sheet for sheet in sheets if _is_level(sheet)]
    if len(told) < FEWEST_SHEETS or len({(s.file, s.rows[0]) for s in told}) > 1:
        return tuple(sheets)
    header = told[0].rows[0]
    column = "Role" if "level" in read_headings(header).fields else "Level"
    rows = [(*_padded(row, len(header)), s.name) for s in told for row in s.rows[1:]]
    return (*(s for s in sheets if s not in told), _join(told, (*header, column), rows))


def _is_level(sheet: Sheet) -> bool:
    """Whether a sheet named like a level has a column of competencies and one of texts."""
    if len(sheet.rows) < 2 or not is_level_like(sheet.name):
        return False
    headings = read_headings(sheet.rows[0])
    if headings.levels and headings.is_sure:
        return False
    return "item" in headings.fields and bool(headings.fields.keys() & {"text", "definition"})


# One table a competency ----------------------------------------------------------------------------


def _of_competencies(sheets: Sequence[Sheet], notes: Notebook) -> tuple[Sheet, ...]:
    """Tables named like competencies that hold nothing but levels, across or down."""
    across = [sheet for sheet in sheets if _levels_across(sheet)]
    down = [sheet for sheet in sheets if sheet not in across and _text_column(sheet) is not None]
    joined = list(sheets)
    for told, join in ((across, _join_across), (down, _join_down)):
        if len(told) >= FEWEST_SHEETS:
            notes.guess("Each table was read as one competency.", *(sheet.name for sheet in told))
            joined = [*(sheet for sheet in joined if sheet not in told), join(told)]
    return tuple(joined)


def _levels_across(sheet: Sheet) -> list[int]:
    """The columns, where each has a level for its heading and none names competencies."""
    if len(sheet.rows) < 2 or is_level_like(sheet.name):
        return []
    header = sheet.rows[0]
    named = [i for i, cell in enumerate(header) if cell and not cell.isdecimal()]
    is_told = all(is_level_like(header[i]) and len(header[i]) <= LONGEST_HEADING for i in named)
    is_plain = any(names_item(header[i]) or is_level_word(header[i]) for i in named)
    return (
        named if len(named) >= FEWEST_LEVELS and named[0] == 0 and is_told and not is_plain else []
    )


def _join_across(sheets: Sequence[Sheet]) -> Sheet:
    levels = list(dict.fromkeys(s.rows[0][i] for s in sheets for i in _levels_across(s)))
    rows = []
    for sheet in sheets:
        columns = {sheet.rows[0][i]: i for i in _levels_across(sheet)}
        cells = (_listed(sheet, columns.get(level)) for level in levels)
        rows.append((sheet.name, *cells))
    return _join(sheets, ("Competency", *levels), rows)


def _listed(sheet: Sheet, column: int | None) -> str:
    """What stands below a heading, a bullet for each cell."""
    if column is None:
        return ""
    cells = [row[column] for row in sheet.rows[1:] if column < len(row) and row[column]]
    return "\n".join(f"• {cell}" for cell in cells)


def _text_column(sheet: Sheet) -> int | None:
    """The column of texts beside one of levels, where none names competencies."""
    if len(sheet.rows) < 1 + FEWEST_LEVELS:
        return None
    header = sheet.rows[0]
    headings = read_headings(header)
    first = [row[0] for row in sheet.rows[1:]]
    if not is_level_word(header[0]) or not all(map(is_level_like, first)):
        return None
    texts = [i for i in range(1, len(header)) if header[i] and not is_level_word(header[i])]
    return texts[0] if len(texts) == 1 and not _is_item(headings, header, texts[0]) else None


def _is_item(headings: Headings, header: Sequence[str], column: int) -> bool:
    is_named = names_item(header[column]) and not _is_text(headings, column)
    return is_named or headings.fields.get("role") == column


def _is_text(headings: Headings, column: int) -> bool:
    return column in (headings.fields.get("text"), headings.fields.get("definition"))


def _join_down(sheets: Sequence[Sheet]) -> Sheet:
    titles = _titles(sheets)
    rows = []
    for sheet in sheets:
        text = _text_column(sheet) or 0
        for row in sheet.rows[1:]:
            level = f"{row[0]} {titles.get(row[0], '')}".strip()
            rows.append((sheet.name, level, row[text] if text < len(row) else ""))
    return _join(sheets, ("Competency", "Level", "Text"), rows)


def _titles(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What a second column calls each level, where all the tables call it the same."""
    found: dict[str, set[str]] = {}
    for sheet in sheets:
        column = next((i for i, c in enumerate(sheet.rows[0]) if i and is_level_word(c)), None)
        for row in sheet.rows[1:]:
            title = row[column] if column is not None and column < len(row) else ""
            found.setdefault(row[0], set()).add(title)
    is_one = all(len(names) == 1 for names in found.values())
    return {level: min(names) for level, names in found.items()} if is_one else {}


# Both -----------------------------------------------------------------------------------------------


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *[""] * width)[:width]


def _join(
    sheets: Sequence[Sheet], header: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> Sheet:
    return Sheet(
        name=sheets[0].file,
        file=sheets[0].file,
        rows=(header, *rows),
        numbers=tuple(range(1, len(rows) + 2)),
        formulas=tuple(place for sheet in sheets for place in sheet.formulas),
    )
