"""Where a person stands: a level per competency, with its range and what it rests on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["shown", "too little to tell", "not yet"]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the facts say of one competency.

    `mean` and `sd` are in logits. `median_position`, `low_position`, `high_position` (the middle
    80 %) and `bar_position` are on the scale that charts draw: 0 is where nobody is placed lower, a
    level L begins at L and ends at L + 1. `level_chances[L]` is the chance that the level is L.
    `bar_level` is the level the compared role asks for (None: it asks for none), `meets_chance` the
    chance of being at it or above.
    """

    competency: str
    name: str
    kind: str
    mean: float
    sd: float
    most_likely_level: int
    level_chances: tuple[float, ...]
    median_position: float
    low_position: float
    high_position: float
    view_count: int
    evidence_count: int
    bar_level: int | None = None
    meets_chance: float | None = None
    state: State | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A person's estimates as of a day, against the bars of one role (or none)."""

    as_of: date
    ladder: str
    ladder_version: str
    held_role: str
    compared_role: str
    estimates: tuple[Estimate, ...]
    others_have_rated: bool = False
