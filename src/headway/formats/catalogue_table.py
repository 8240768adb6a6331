"""A person's own opportunities as a table (docs/learn.md): CSV or XLSX, read whole or not at all."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from headway.core.errors import UnreadableFileError
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue, Opportunity, own_slug
from headway.formats.free_text import tidy
from headway.formats.opportunity_cells import Problem, Reader, ReadTable, to_cells
from headway.formats.opportunity_columns import COLUMNS, NAMES
from headway.formats.table_rows import Row, read_rows, write_csv, write_sheets

EXAMPLE = "Example:"
MOST_PROBLEMS = 40
HEADINGS = {heading: column.name for column in COLUMNS for heading in (column.name, *column.also)}
NEEDED = tuple(column.name for column in COLUMNS if column.is_needed)


def read(
    content: bytes,
    catalogue: Catalogue,
    ladder: Ladder,
    *,
    today: date,
    currency: str = "GBP",
    name: str = "The table",
) -> ReadTable:
    """The opportunities of a CSV or XLSX table (`table_rows` says how large), whole or not at all.

    The first row of headings counts; they may stand in any order, and others are named and left out.
    Kinds are those of `catalogue`, competencies and levels those of `ladder`. Raises
    UnreadableFileError with every problem by row and column.
    """
    rows = read_rows(content, name)
    place, columns, unknown = _headings(rows, name)
    reader = Reader(catalogue=catalogue, ladder=ladder, today=today, currency=currency)
    items: dict[str, Opportunity] = {}
    first_of: dict[str, int] = {}
    problems: list[str] = []
    examples = 0
    for row in rows[place + 1 :]:
        cells = {column: row.cells[n] for n, column in columns.items() if n < len(row.cells)}
        if cells.get("title", "").startswith(EXAMPLE):
            examples += 1
            continue
        item = reader.read(cells)
        found = [*_formulas(row, columns), *_taken_for_dates(row, columns)]
        told = {problem.column for problem in found}
        found += [problem for problem in reader.problems if problem.column not in told]
        title = tidy(cells.get("title", "")).casefold()
        if title and (first := first_of.setdefault(title, row.number)) != row.number:
            found.append(Problem(column="title", text=f"the same title stands in row {first}"))
        problems += [f"row {row.number}, column {each.column}: {each.text}" for each in found]
        if item and not found:
            slug = own_slug(item.title, items)
            items[slug] = replace(item, slug=slug)
    if problems:
        raise UnreadableFileError(_tell(name, problems))
    if not items:
        raise UnreadableFileError(f"{name} has headings and no entry below them.")
    return ReadTable(opportunities=tuple(items.values()), notes=tuple(_notes(unknown, examples)))


def _headings(rows: Sequence[Row], name: str) -> tuple[int, dict[int, str], list[str]]:
    """The place of the row of headings, the column at each place in it, and headings of nothing known."""
    for place, row in enumerate(rows):
        words = [re.sub(r"[\s-]+", "_", cell.casefold()) for cell in row.cells]
        columns = {n: HEADINGS[word] for n, word in enumerate(words) if word in HEADINGS}
        if "title" in columns.values():
            _check_headings(columns, row, name)
            unknown = [row.cells[n] for n, word in enumerate(words) if word and n not in columns]
            return place, columns, unknown
    raise UnreadableFileError(
        f"{name} has no row of headings with 'title' in it; the headings are {', '.join(NAMES)}. "
        "`headway learn template` writes a table to fill in."
    )


def _check_headings(columns: Mapping[int, str], row: Row, name: str) -> None:
    given = list(columns.values())
    missing = [needed for needed in NEEDED if needed not in given]
    twice = sorted({column for column in given if given.count(column) > 1})
    if missing:
        raise UnreadableFileError(
            f"{name}, row {row.number}: there is no column {', '.join(missing)}."
        )
    if twice:
        raise UnreadableFileError(f"{name}, row {row.number}: two columns are {', '.join(twice)}.")


def _formulas(row: Row, columns: Mapping[int, str]) -> Iterator[Problem]:
    for place in sorted(row.formulas & columns.keys()):
        yield Problem(column=columns[place], text="is a formula; write its value in its place")


def _taken_for_dates(row: Row, columns: Mapping[int, str]) -> Iterator[Problem]:
    """A spreadsheet makes a day of "8-16"."""
    for place in sorted(row.dates & columns.keys()):
        if columns[place] not in ("dates", "seen_on"):
            text = "was taken for a date by the spreadsheet; write it with a word, as 8 to 16"
            yield Problem(column=columns[place], text=text)


def _tell(name: str, problems: list[str]) -> str:
    more = len(problems) - MOST_PROBLEMS
    said = [*problems[:MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else [])]
    return f"Nothing of {name[:1].lower()}{name[1:]} was kept:\n" + "\n".join(said)


def _notes(unknown: Sequence[str], examples: int) -> Iterator[str]:
    if unknown:
        yield f"Columns that have no place here were left out: {', '.join(unknown)}."
    if examples:
        yield "The row with the example was left out."


def write(items: Iterable[Opportunity]) -> bytes:
    """The entries as CSV, every cell that a spreadsheet would run disarmed.

    What the table has no column for (what an entry requires and is applied with, its entry levels and
    experiences) is not in it; the archive keeps everything.
    """
    return write_csv([list(NAMES), *([to_cells(item)[name] for name in NAMES] for item in items)])


def write_template() -> bytes:
    """The headings and one example as CSV, to be filled in."""
    return write_csv([list(NAMES), [column.example for column in COLUMNS]])


def write_xlsx_template(catalogue: Catalogue, ladder: Ladder) -> bytes:
    """The same as XLSX, with sheets that say what belongs in each column and which names there are."""
    needed = {True: "needed", False: ""}
    return write_sheets(
        [
            ("Opportunities", [list(NAMES), [column.example for column in COLUMNS]]),
            (
                "What belongs where",
                [
                    ["column", "", "what belongs there", "example"],
                    *([c.name, needed[c.is_needed], c.meaning, c.example] for c in COLUMNS),
                ],
            ),
            ("Kinds", [["kind", "name"], *([k.slug, k.name] for k in catalogue.kinds)]),
            (
                "Competencies",
                [["competency", "name"], *([c.slug, c.name] for c in ladder.competencies)],
            ),
            ("Levels", [["level", "name"], *([str(v.number), v.name] for v in ladder.levels[1:])]),
        ]
    )
