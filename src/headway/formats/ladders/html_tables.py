"""Tables of a web page, as wikis and spreadsheets save them, or of the HTML within a document."""

import html
import re
from collections.abc import Iterator

from headway.core.errors import UnreadableFileError

MOST_SPAN = 100
MOST_CELLS_A_ROW = 500
# Bounded in every part, so that no page can make the search for its tags slow.
_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})(?![A-Za-z0-9])([^<>]{0,2000})>|[^<]+|<")
_SPANS = re.compile(r"\b(colspan|rowspan)\s{0,9}=\s{0,9}[\"']?(\d{1,3})\b", re.I)
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_SILENT = frozenset({"script", "style", "head", "template"})
_BREAKS = frozenset({"br", "p", "div", "ul", "ol", "tr", "td", "th"})

Table = tuple[tuple[str, ...], list[list[str]]]


def read_html_tables(text: str) -> Iterator[Table]:
    """Each table as rows of text, items of lists as bullets, with the headings above it, the deepest last.

    A cell that spans columns or rows stands in the first of them. A table within a table is read as its
    cell's text. Nothing is fetched or run. Raises UnreadableFileError for a row of over 500 cells.
    """
    reader = _Reader()
    for token in _TOKEN.finditer(_without_comments(text)):
        end, tag, given = token[1], (token[2] or "").casefold(), token[3] or ""
        if not tag:
            reader.take_text(token[0])
        elif end:
            reader.take_end(tag)
        else:
            reader.take_start(tag, given)
    yield from ((path, rows) for path, rows in reader.tables if len(rows) > 1)


def _without_comments(text: str) -> str:
    pieces = text.split("<!--")
    return pieces[0] + "".join(piece.partition("-->")[2] for piece in pieces[1:])


class _Reader:
    """Collects tables as it meets their parts; ends of parts may be missing, as HTML allows."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._above: dict[int, str] = {}
        self._rows: list[list[str]] = []
        self._text: list[str] | None = None
        self._depth = self._heading = self._silent = 0
        self._below: dict[int, int] = {}
        self._span = (1, 1)

    def take_start(self, tag: str, given: str) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._below = [], {}
        elif tag in _HEADINGS and not self._depth:
            self._heading, self._text = _HEADINGS[tag], []
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            told = {name.casefold(): int(number) for name, number in _SPANS.findall(given)}
            self._span = (_span(told.get("colspan", 1)), _span(told.get("rowspan", 1)))
            self._text = []
        elif self._text is not None and tag == "li":
            self._text.append("\n• ")
        elif self._text is not None and tag in _BREAKS:
            self._text.append("\n")

    def take_end(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_table()
        elif tag in _HEADINGS and self._heading:
            self._end_heading()

    def take_text(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(html.unescape(data).replace("\n", " "))

    def _end_cell(self) -> None:
        if self._text is None or not self._rows:
            return
        lines = (" ".join(line.split()) for line in "".join(self._text).splitlines())
        row = self._rows[-1]
        self._skip_spanned(row)
        columns, rows = self._span
        if len(row) + columns > MOST_CELLS_A_ROW:
            raise UnreadableFileError(
                f"A table of the page has a row of more than {MOST_CELLS_A_ROW} cells."
            )
        if rows > 1:
            self._below |= dict.fromkeys(range(len(row), len(row) + columns), rows)
        row += ["\n".join(line for line in lines if line.strip("• ")), *[""] * (columns - 1)]
        self._text = None

    def _skip_spanned(self, row: list[str]) -> None:
        """Leaves room for the cells that reach down from a row above."""
        while self._below.get(len(row), 0) > 1:
            self._below[len(row)] -= 1
            row.append("")

    def _end_table(self) -> None:
        self._depth -= 1
        if not self._depth:
            self._end_cell()
            self.tables.append((tuple(self._above.values()), [row for row in self._rows if row]))

    def _end_heading(self) -> None:
        title = " ".join("".join(self._text or ()).split())
        self._above = {d: told for d, told in self._above.items() if d < self._heading}
        self._above[self._heading], self._heading, self._text = title, 0, None


def _span(number: int) -> int:
    return max(1, min(MOST_SPAN, number))
