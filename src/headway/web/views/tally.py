"""How many of a page's expectations are in each of the three states."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from headway.core.standing import State
from headway.web.charts.range_bar import tone


@dataclass(frozen=True, kw_only=True)
class Count:
    """So many are in this state."""

    state: State
    tone: str
    number: int


def tally_states(states: Iterable[State | None]) -> tuple[Count, ...]:
    """One count for each state, in the order in which the words are always named."""
    found = list(states)
    return tuple(Count(state=s, tone=tone(s), number=found.count(s)) for s in get_args(State))
