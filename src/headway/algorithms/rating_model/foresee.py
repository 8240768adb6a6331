"""Which mark a rater is likely to give next, from all that is known of a person."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from headway.algorithms.rating_model.model import Calibration, Floats, Observation
from headway.algorithms.rating_model.score import _fit, _lay_out

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
_SHARES = _WEIGHTS / _WEIGHTS.sum()


def foresee_marks(
    observations: Sequence[Observation],
    prior_mean: Sequence[float] | Floats,
    calibration: Calibration,
    coming: Observation,
) -> Floats:
    """The chance of each mark that `coming` may turn out to have, shape (marks,).

    Its own mark is not looked at. The posterior predictive distribution of the model of `score`, the
    effects of its rater and source included: the partial credit model averaged over the Gaussian
    posterior of proficiency less effects (21-point Gauss-Hermite). Raises ValueError as `score` does.
    """
    unseen = replace(coming, mark=0, weight=0.0, is_at_least=False)
    table = _lay_out([*observations, unseen], np.asarray(prior_mean, np.float64), calibration)
    fitted = _fit(table)
    column = 1 + sum(o.competency == coming.competency for o in observations)
    cell = coming.competency, column
    places = fitted.mean[cell] + np.sqrt(fitted.variance[cell]) * _NODES
    steps = coming.steps or calibration.steps_of(coming.competency)
    heights = np.concatenate(([0.0], np.cumsum(steps)))
    logits = places[:, None] * np.arange(len(heights)) - heights
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(_SHARES @ (weights / weights.sum(axis=1, keepdims=True)))
