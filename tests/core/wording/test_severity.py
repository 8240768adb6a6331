"""How strictly somebody marks is told with its range, and only where it is sure enough."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.algorithms.rating_model import Calibration
from headway.core.organisation.calibration import CalibrationInUse
from headway.core.wording.severity import (
    describe_calibration_in_use,
    describe_severity,
    say_levels,
)


@pytest.mark.parametrize(
    ("mean", "sd", "told"),
    [
        (1.0, 0.5, "Kim marks more strictly than most, by about three quarters of a level"),
        (-1.33, 0.3, "Kim marks more leniently than most, by about one level"),
        (0.2, 0.6, "can't be told: anywhere from half a level more lenient"),
    ],
)
def test_a_severity_is_told_in_parts_of_a_level(mean: float, sd: float, told: str) -> None:
    assert told in describe_severity("Kim", mean, sd)


def test_you_are_spoken_to() -> None:
    assert describe_severity("You", 2.0, 0.1).startswith("You mark more strictly")
    assert describe_severity("You", 0.0, 1.0).startswith("Whether you mark")


@pytest.mark.parametrize(
    ("logits", "said"),
    [
        (0.0, "hardly anything"),
        (0.33, "a quarter of a level"),
        (-0.67, "half a level"),
        (1.33, "one level"),
        (2.0, "one and a half levels"),
        (4.33, "3 and a quarter levels"),
    ],
)
def test_a_distance_is_said_in_quarters(logits: float, said: str) -> None:
    assert say_levels(logits) == said


@law
@given(st.floats(-6, 6), st.floats(0.05, 2))
def test_every_severity_is_a_sentence_without_a_decimal(mean: float, sd: float) -> None:
    said = describe_severity("Kim", mean, sd)
    assert said.endswith(".")
    assert "." not in said[:-1]


IN_USE = CalibrationInUse(
    kept_on=date(2026, 11, 3),
    version="0a1b2c3d4e5f",
    people_count=23,
    is_shipped=False,
    scoring=Calibration(),
)


def test_a_calibration_in_use_is_told_by_its_day_people_and_version() -> None:
    said = describe_calibration_in_use(IN_USE)
    assert "kept on 3 November 2026 from the ratings of 23 people" in said
    assert "version 0a1b2c3d4e5f" in said


def test_one_learnt_from_vignettes_alone_names_no_number_of_people() -> None:
    said = describe_calibration_in_use(replace(IN_USE, is_shipped=True))
    assert "vignettes" in said
    assert "23" not in said
