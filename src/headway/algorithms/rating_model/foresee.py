"""Which mark a rater is likely to give next, from all that is known of a person."""

import numpy as np

from headway.algorithms.rating_model.model import Floats, Steps

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
_SHARES = _WEIGHTS / _WEIGHTS.sum()


def foresee_marks(mean: float, sd: float, steps: Steps) -> Floats:
    """The chance of each mark on a scale of `steps`, shape (len(steps) + 1,).

    `mean` and `sd` (logits) are of where the rater finds the person (`Scored.seen_mean`, `seen_sd` of a
    mark that weighs nothing). The posterior predictive distribution: the partial credit model averaged
    over the Gaussian posterior (21-point Gauss-Hermite).
    """
    heights = np.concatenate(([0.0], np.cumsum(steps)))
    logits = (mean + sd * _NODES)[:, None] * np.arange(len(heights)) - heights
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(_SHARES @ (weights / weights.sum(axis=1, keepdims=True)))
