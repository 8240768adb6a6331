"""How well marks fit what a model expects of them: mean squares, straight lines."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

# Above it a rater's marks vary half as much again as usual guidance allows for (Wright and Linacre
# 1994, for judged ratings: 1.2 to 1.4).
INCONSISTENT_FROM = 1.3
# The usual bound for standardised mean squares. In simulated organisations about 1 in 100 raters
# passes both bounds where nobody marks at random, and where some do 5 in 1,000 of the others.
SURPRISING_Z = 2.0
# With fewer, one odd mark would make an odd rater.
FEWEST_MARKS = 12
# The normal quantile of a middle 90 %.
Z_OF_MIDDLE_90 = 1.6448536269514722
# A form on fewer competencies may well hold one mark only.
FEWEST_IN_A_LINE = 8
_NO_VARIANCE = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False)
class Moments:
    """What a model expects of each mark: mean, variance, fourth central moment; each of one shape."""

    mean: Floats
    variance: Floats
    fourth: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class FitStatistics:
    """Mean squares of residuals by group, each of shape (groups,); 1 is what the model expects.

    `infit` weighs squared residuals by information, `outfit` takes each alike and so heeds outliers;
    `infit_z` and `outfit_z` are the same as normal deviates. `infit_sd` is how far infit strays by
    chance. All are NaN for a group whose marks carry no information.
    """

    count: Integers
    infit: Floats
    outfit: Floats
    infit_z: Floats
    outfit_z: Floats
    infit_sd: Floats


def total_by(groups: Integers, values: Floats, group_count: int) -> Floats:
    """The sum of `values` by group (ratings,), shape (groups,)."""
    return np.bincount(groups, weights=values, minlength=group_count).astype(np.float64)


def category_moments(logits: Floats) -> Moments:
    """Moments of a category 0, 1, ... whose log weights fill the last axis of `logits` (..., m + 1)."""
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    categories = np.arange(logits.shape[-1], dtype=np.float64)
    mean = weights @ categories
    from_mean = categories - mean[..., None]
    variance = (weights * from_mean**2).sum(axis=-1)
    return Moments(mean=mean, variance=variance, fourth=(weights * from_mean**4).sum(axis=-1))


def measure_fit(
    observed: Floats,
    expected: Moments,
    groups: Integers,
    group_count: int,
    weights: Floats | None = None,
) -> FitStatistics:
    """Infit and outfit of the marks `observed` (ratings,) by group (ratings,), 0 to `group_count` - 1.

    Mean squares as in Wright and Masters 1982 (Rating Scale Analysis, chapter 5), standardised by the
    Wilson-Hilferty cube root. A mark of which the model is certain tells nothing and is left out.
    """
    given = np.ones_like(observed) if weights is None else weights
    used = (expected.variance > _NO_VARIANCE) & (given > 0)
    variance, fourth, weight = expected.variance[used], expected.fourth[used], given[used]
    squared = (observed - expected.mean)[used] ** 2

    def total(values: Floats) -> Floats:
        return total_by(groups[used], weight * values, group_count)

    with np.errstate(invalid="ignore", divide="ignore"):
        infit = total(squared) / total(variance)
        outfit = total(squared / variance) / total(np.ones_like(variance))
        infit_sd = np.sqrt(total(fourth - variance**2)) / total(variance)
        outfit_sd = np.sqrt(total(fourth / variance**2 - 1)) / total(np.ones_like(variance))
    return FitStatistics(
        count=np.bincount(groups[used], minlength=group_count),
        infit=infit,
        outfit=outfit,
        infit_z=_cube_root_z(infit, infit_sd),
        outfit_z=_cube_root_z(outfit, outfit_sd),
        infit_sd=infit_sd,
    )


def infit_range(fit: FitStatistics) -> tuple[Floats, Floats]:
    """Between which mean squares a group's own lies with a chance of 90 %, shapes (groups,).

    The Wilson-Hilferty approximation turned round; the upper end is infinite where few marks speak.
    """
    spread = fit.infit_sd / 3
    with np.errstate(invalid="ignore", divide="ignore"):
        low = fit.infit / (1 - spread**2 + Z_OF_MIDDLE_90 * spread) ** 3
        root = 1 - spread**2 - Z_OF_MIDDLE_90 * spread
        high = np.where(root > 0, fit.infit / root**3, np.inf)
    return low, np.where(np.isnan(fit.infit), np.nan, high)


def is_inconsistent(fit: FitStatistics) -> Booleans:
    """Which groups' marks vary too much to come from the model, shape (groups,).

    The mean square must be above the limit, and so far above 1 that chance alone brings hardly any
    consistent rater there. A few marks never suffice, and silence about them is no praise.
    """
    is_enough = fit.count >= FEWEST_MARKS
    found = is_enough & (fit.infit > INCONSISTENT_FROM) & (fit.infit_z > SURPRISING_Z)
    return np.asarray(found, dtype=np.bool_)


def is_straight_line(
    marks: Integers, forms: Integers, form_count: int, fewest: int = FEWEST_IN_A_LINE
) -> Booleans:
    """Which forms, 0 to `form_count` - 1, give one and the same mark to `fewest` competencies or more.

    `marks` and `forms` (ratings,) hold each mark and the form that it stands on.
    """
    lowest = np.full(form_count, np.iinfo(np.int64).max)
    highest = np.full(form_count, np.iinfo(np.int64).min)
    np.minimum.at(lowest, forms, marks)
    np.maximum.at(highest, forms, marks)
    is_long = np.bincount(forms, minlength=form_count) >= fewest
    return np.asarray(is_long & (lowest == highest), dtype=np.bool_)


def _cube_root_z(mean_square: Floats, sd: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        z: Floats = (np.cbrt(mean_square) - 1) * 3 / sd + sd / 3
    return z
