"""Proficiency from ordinal ratings by several raters: the model, its calibration and its checks."""

from headway.algorithms.rating_model.calibrate import Fitted, Grounds, calibrate
from headway.algorithms.rating_model.items import item_steps
from headway.algorithms.rating_model.known import KnownMark, severity_from_known
from headway.algorithms.rating_model.model import (
    SELF,
    SHIPPED_SOURCES,
    Calibration,
    Ground,
    Observation,
    Posterior,
    Scales,
    SourceEffect,
    Steps,
    bar,
    bars,
    carry_over,
    chance_at_least,
    default_steps,
    steps_of,
)
from headway.algorithms.rating_model.ratings import Ratings
from headway.algorithms.rating_model.score import score

__all__ = [
    "SELF",
    "SHIPPED_SOURCES",
    "Calibration",
    "Fitted",
    "Ground",
    "Grounds",
    "KnownMark",
    "Observation",
    "Posterior",
    "Ratings",
    "Scales",
    "SourceEffect",
    "Steps",
    "bar",
    "bars",
    "calibrate",
    "carry_over",
    "chance_at_least",
    "default_steps",
    "item_steps",
    "score",
    "severity_from_known",
    "steps_of",
]
