"""Which mark a rater is likely to give next, from all that is known of a person, and what it would tell."""

import numpy as np

from headway.algorithms.rating_model.model import Floats, Steps

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
_SHARES = _WEIGHTS / _WEIGHTS.sum()
_THREE_NODES = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
_THREE_SHARES = np.array([1.0, 4.0, 1.0]) / 6.0
_MOST_ROUNDS = 100
_STEADY = 1e-7
_LONGEST_STEP = 1.0


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


def learn_from_marks(mean: float, sd: float, steps: Steps) -> tuple[Floats, Floats]:
    """Mean and SD of where the rater finds the person after each mark, both (len(steps) + 1,), in logits.

    `mean` and `sd` are as in `foresee_marks`. What else was said weighs as it does now: a Gaussian prior
    and one mark, by the rule that `score` has for all marks (Opper and Archambeau 2009), so that nothing
    else has to be estimated anew.
    """
    marks = np.arange(len(steps) + 1)
    heights = np.concatenate(([0.0], np.cumsum(steps)))
    after, variance = np.full(len(marks), mean), np.full(len(marks), sd**2)
    for _ in range(_MOST_ROUNDS):
        expected, spread = _average(after, variance, heights)
        narrowed = 1.0 / (sd**-2 + spread)
        step = narrowed * (marks - expected - (after - mean) / sd**2)
        step = np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        change = max(np.abs(step).max(), np.abs(narrowed - variance).max())
        after, variance = after + step, narrowed
        if change < _STEADY:
            break
    return after, np.sqrt(variance)


def _average(mean: Floats, variance: Floats, heights: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a mark, each averaged over N(mean, variance) at three nodes."""
    eta = mean[:, None] + np.sqrt(variance)[:, None] * _THREE_NODES
    levels = np.arange(len(heights))
    logits = eta[..., None] * levels - heights
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    expected = weights @ levels
    return expected @ _THREE_SHARES, (weights @ levels**2 - expected**2) @ _THREE_SHARES
