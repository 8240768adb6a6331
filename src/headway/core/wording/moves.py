"""The words for what moves from one plan to the next, at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.core.money import format_minor
from headway.core.wording import count_of

if TYPE_CHECKING:
    from headway.core.plan.moves import Moves

# More titles than these are not taken in while something is still being moved.
MOST_NAMED = 2
UNMOVED = "Every step stays where it stands."


def describe_moves(moves: Moves, currency: str) -> str:
    """What is new, gone or at other dates, and how much more or less it takes; money in `currency`."""
    steps = ", ".join(_say_steps(moves))
    takes = ", ".join(_say_sums(moves, currency))
    if not (steps or takes):
        return UNMOVED
    said = f"{count_of(moves.step_count, 'step')} now"
    said = f"{said}: {steps}." if steps else f"{said}, each where it stands."
    said = f"{said[0].upper()}{said[1:]}"
    return f"{said} {takes[0].upper()}{takes[1:]}." if takes else said


def _say_steps(moves: Moves) -> list[str]:
    said = [_name(titles, word) for titles, word in ((moves.new, "new"), (moves.gone, "gone"))]
    said += [f"{n} {word}" for n, word in ((moves.later, "later"), (moves.earlier, "earlier")) if n]
    return [part for part in said if part]


def _name(titles: tuple[str, ...], word: str) -> str:
    if not titles:
        return ""
    named = f" ({'; '.join(titles)})" if len(titles) <= MOST_NAMED else ""
    return f"{len(titles)} {word}{named}"


def _say_sums(moves: Moves, currency: str) -> list[str]:
    hours, cost = round(moves.hours), moves.cost_minor
    said = [f"{count_of(abs(hours), 'hour')} {_way(hours)}"] if hours else []
    return [*said, f"{format_minor(abs(cost), currency)} {_way(cost)}"] if cost else said


def _way(difference: float) -> str:
    return "more" if difference > 0 else "less"
