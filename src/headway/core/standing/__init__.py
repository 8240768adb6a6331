"""Where a person stands: a level per competency with its range, why, and what would sharpen it."""

from headway.core.standing.levels import (
    NOT_YET_UP_TO,
    SD_OF_LEVEL,
    SHOWN_FROM,
    Estimate,
    Standing,
    State,
    estimate_from,
    estimate_levels,
)

__all__ = [
    "NOT_YET_UP_TO",
    "SD_OF_LEVEL",
    "SHOWN_FROM",
    "Estimate",
    "Standing",
    "State",
    "estimate_from",
    "estimate_levels",
]
