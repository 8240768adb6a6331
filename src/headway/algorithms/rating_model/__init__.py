"""Proficiency from ordinal ratings by several raters: the model, its calibration and its checks."""

from headway.algorithms.rating_model.score import (
    SELF,
    SHIPPED_SOURCES,
    Calibration,
    Observation,
    Posterior,
    SourceEffect,
    bar,
    chance_at_least,
    default_steps,
    score,
)

__all__ = [
    "SELF",
    "SHIPPED_SOURCES",
    "Calibration",
    "Observation",
    "Posterior",
    "SourceEffect",
    "bar",
    "chance_at_least",
    "default_steps",
    "score",
]
