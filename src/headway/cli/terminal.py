"""What a terminal shows: plain lines everywhere, the range bar and a sign of work in a real one."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.core.ladder import Ladder
    from headway.core.standing import Estimate, Standing

BAR_WIDTH, NARROWEST_BAR = 41, 16
NAME_WIDTH = 23
STATE_WIDTH = 20
# The same three states as in the drawings: solid, half tone, outline.
FILL = {"shown": "█", "too little to tell": "▒", "not yet": "░", None: "▒"}
TRACK, TICK, DOT, MARK, BOTH = "─", "┴", "●", "┃", "◆"
# For terminals whose encoding has no block characters.
PLAIN = str.maketrans("█▒░─┴●┃◆", "#=~.+o|@")


def say(text: str = "") -> None:
    """One paragraph on standard output, wrapped to the terminal, or whole where there is none."""
    if not sys.stdout.isatty():
        sys.stdout.write(f"{text}\n")
        return
    width = min(shutil.get_terminal_size().columns, 96)
    indent = " " * (len(text) - len(text.lstrip()) + (2 if text.lstrip().startswith("- ") else 0))
    lines = textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False)
    sys.stdout.write("\n".join(lines or [""]) + "\n")


def say_all(lines: Iterable[str], prefix: str = "  - ") -> None:
    """A list, a line each."""
    for line in lines:
        say(f"{prefix}{line}")


def heading(text: str) -> None:
    """A heading with an empty line before it."""
    say()
    say(text)
    say("-" * min(len(text), shutil.get_terminal_size().columns))


def note(text: str) -> None:
    """Something beside the result, on standard error, so that a pipe gets the result alone."""
    sys.stderr.write(f"{text}\n")


def print_json(value: object) -> None:
    """The one JSON form of a result."""
    from headway.formats import json_form

    sys.stdout.write(json_form.write(value) + "\n")


@contextmanager
def working(what: str) -> Iterator[None]:
    """Says on a terminal that something takes a while; silent elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def range_bar(estimate: Estimate, top_level: int, width: int = BAR_WIDTH) -> str:
    """The range bar in block characters: tick where a level begins, middle 80 %, median, mark."""
    cells = [TRACK] * width
    for level in range(1, top_level + 1):
        cells[_column(level, top_level, width)] = TICK
    ends = (estimate.low_position, estimate.high_position)
    low, high = (_column(end, top_level, width) for end in ends)
    cells[low : high + 1] = FILL[estimate.state] * (high - low + 1)
    cells[_column(estimate.median_position, top_level, width)] = DOT
    if estimate.bar_level:
        mark = _column(estimate.bar_level, top_level, width)
        cells[mark] = BOTH if cells[mark] == DOT else MARK
    return "".join(cells)


def _column(position: float, top_level: int, width: int) -> int:
    return min(width - 1, max(0, round(position / (top_level + 1) * (width - 1))))


def draw_standing(standing: Standing, ladder: Ladder) -> None:
    """One range bar a competency, with the scale above and the key below."""
    room = shutil.get_terminal_size().columns - NAME_WIDTH - STATE_WIDTH
    width = max(NARROWEST_BAR, min(BAR_WIDTH, room))
    scale = [" "] * width
    for level in ladder.levels[1:]:
        scale[_column(level.number, ladder.top_level, width)] = str(level.number)
    _draw(f"{'':{NAME_WIDTH}}{''.join(scale)}")
    for estimate in standing.estimates:
        bar = range_bar(estimate, ladder.top_level, width)
        _draw(f"{estimate.name[: NAME_WIDTH - 1]:{NAME_WIDTH}}{bar}  {estimate.state or ''}")
    _draw("")
    _draw("Each level begins at its tick:")
    _draw("  ".join(f"{level.number} {level.name}" for level in ladder.levels[1:]))
    _draw(
        f"The middle 80 %: {FILL['shown']} shown  {FILL['too little to tell']} too little to tell"
    )
    _draw(f"  {FILL['not yet']} not yet   {DOT} the middle   {BOTH} middle and mark")
    _draw(f"  {MARK} where the level asked for begins")


def _draw(line: str) -> None:
    try:
        line.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        line = line.translate(PLAIN)
    sys.stdout.write(f"{line.rstrip()}\n")
