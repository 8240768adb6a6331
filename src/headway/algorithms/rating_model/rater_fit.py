"""Whether each rater's marks hang together, given all that others say of the same people."""

from dataclasses import dataclass

import numpy as np

from headway.algorithms.rating_model.calibrate import Fitted
from headway.algorithms.rating_model.elimination import (
    Parameters,
    State,
    find_covariances,
    logits,
)
from headway.algorithms.rating_model.fit import (
    FEWEST_IN_A_LINE,
    FitStatistics,
    Moments,
    category_moments,
    is_straight_line,
    measure_fit,
)
from headway.algorithms.rating_model.model import SELF, Floats, SourceEffect
from headway.algorithms.rating_model.ratings import Block, Integers, Layout, Ratings, lay_out

# A mark's residual keeps at least this share of its variance, however much the mark itself told.
_LEAST_SHARE = 0.1


@dataclass(frozen=True, kw_only=True, eq=False)
class RaterFit:
    """By rater, in the order of `Ratings.raters`: mean squares, and forms that are one straight line.

    `form_count` and `mark_count` (raters,) are what a rater gave on others, `long_form_count` the forms
    with enough competencies to tell a straight line, `straight_count` how many of these are one.
    """

    statistics: FitStatistics
    form_count: Integers
    mark_count: Integers
    long_form_count: Integers
    straight_count: Integers


def measure_raters(
    ratings: Ratings, fitted: Fitted, *, self_beside_others: bool = True
) -> RaterFit:
    """Fit of each rater's marks to the calibrated model, self-ratings apart.

    Each mark is compared with what the model expects at the posterior mean of its logit, severity and
    impression of that very form included: a strict rater, or one who likes somebody, is no misfit. A
    mark has drawn that mean towards itself; the residual's variance is therefore V - V^2 s^2 rather than
    V (V the mark's variance, s^2 that of its logit: the residual of a linear Gaussian model), so that
    mean squares are 1 on average however few saw a person.
    """
    layout = lay_out(ratings, fitted.calibration, self_beside_others=self_beside_others)
    parameters = _parameters(fitted, layout)
    severities = _severities(ratings, fitted, layout)
    rows = [_judge(block, fitted, parameters, severities) for block in layout.blocks]
    rater, observed, mean, variance, fourth = np.concatenate([np.zeros((0, 5)), *rows]).T
    count = len(ratings.raters)
    place = layout.rater_order[rater.astype(np.int64)]
    expected = Moments(mean=mean, variance=variance, fourth=fourth)
    return RaterFit(
        statistics=measure_fit(observed, expected, place, count),
        mark_count=np.bincount(place, minlength=count),
        **_count_lines(ratings),
    )


def _known_forms(block: Block, fitted: Fitted) -> Floats:
    """The lean of each form of a block, (n, forms): a person's forms stand together in both."""
    first = np.searchsorted(fitted.form_person, block.people)
    leans: Floats = fitted.form_lean[first[:, None] + np.arange(block.rater.shape[1])]
    return leans


def _judge(block: Block, fitted: Fitted, parameters: Parameters, severities: Floats) -> Floats:
    """Rows of rater, mark, expected mark, its variance less what was drawn, fourth moment alike."""
    state = State(
        level=fitted.mean[block.people] - block.prior_mean,
        lean=_known_forms(block, fitted),
        drift=None if block.wander is None else np.zeros(block.marks.shape),
        spread=np.zeros(block.marks.shape),
    )
    # Oneself has the rank -1 and so the last row.
    severity, variance = np.moveaxis(severities[block.rater], -1, 0)
    found = find_covariances(
        block,
        state,
        parameters,
        severity=severity,
        severity_variance=variance,
        severity_limit=np.where(block.rater < 0, 0.0, parameters.sd_severity**2),
    )
    heights = np.concatenate(
        [np.zeros((len(parameters.steps), 1)), np.cumsum(parameters.steps, axis=1)], axis=1
    )
    eta = logits(block, state, parameters)
    moments = category_moments(eta[..., None] * np.arange(heights.shape[1]) - heights)
    share = np.maximum(1 - moments.variance * found.spread**2, _LEAST_SHARE)
    seen = (block.marks >= 0) & (block.rater >= 0)[:, :, None]
    rater = np.broadcast_to(block.rater[:, :, None], block.marks.shape)
    columns = (
        rater,
        block.marks,
        moments.mean,
        share * moments.variance,
        share**2 * moments.fourth,
    )
    return np.stack([column[seen].astype(np.float64) for column in columns], axis=1)


def _parameters(fitted: Fitted, layout: Layout) -> Parameters:
    calibration = fitted.calibration
    competencies = range(fitted.mean.shape[1])
    return Parameters(
        sd_general=calibration.sd_general,
        sd_specific=calibration.sd_specific,
        sd_severity=calibration.sd_severity,
        sd_halo=calibration.sd_halo,
        sd_self_halo=calibration.sd_self_halo,
        sd_vignette=calibration.sd_vignette,
        sd_apart=calibration.sd_apart,
        steps=np.array([calibration.steps_of(place) for place in competencies]),
        sources=np.array([calibration.sources[name].mean for name in layout.sources]),
    )


def _severities(ratings: Ratings, fitted: Fitted, layout: Layout) -> Floats:
    """Mean and variance of each rater's severity by rank, then those of oneself: (raters + 1, 2)."""
    known = fitted.calibration.raters
    names = [ratings.raters[place] for place in layout.rater_order.tolist()]
    effects = [known.get(name, SourceEffect()) for name in names]
    return np.array([*((effect.mean, effect.sd**2) for effect in effects), (0.0, 0.0)])


def _count_lines(ratings: Ratings) -> dict[str, Integers]:
    names = np.array([name == SELF for name in ratings.sources], dtype=np.bool_)
    others = ~names[ratings.source] if len(names) else np.zeros(0, dtype=np.bool_)
    pairs = np.stack([ratings.rater[others], ratings.person[others]], axis=1)
    listed, inverse = np.unique(pairs, axis=0, return_inverse=True)
    count, form = len(ratings.raters), inverse.ravel().astype(np.int64)
    marks = ratings.mark[others].astype(np.int64)
    straight = is_straight_line(marks, form, len(listed))
    is_long = np.bincount(form, minlength=len(listed)) >= FEWEST_IN_A_LINE
    of = listed[:, 0]
    return {
        "form_count": np.bincount(of, minlength=count),
        "long_form_count": np.bincount(of[is_long], minlength=count),
        "straight_count": np.bincount(of[straight], minlength=count),
    }
