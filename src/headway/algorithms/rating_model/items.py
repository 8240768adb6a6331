"""Which graded item to ask next: the one whose answer is expected to settle most calls against bars."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headway.algorithms.rating_model.model import Floats, Posterior, Steps, bar

Booleans = NDArray[np.bool_]

# Doubt that hangs on a competency until a first item about it is answered, as much as is left of a
# chance of 95 in 100: what is only inferred from other competencies can't be called.
DOUBT_UNTIL_ASKED = 0.05
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_NODE_SHARES = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()
_EVEN = 0.5
# The information of an item at the place where it is located: the variance of its category there.
_MOST_INFORMATION = 2.0 / 3.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Items:
    """Items that could be asked: `competency` (items,) is a place, `steps` (items, categories - 1)."""

    competency: NDArray[np.int64]
    steps: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Calls:
    """What is to be told: whether each competency is at its bars.

    `bars` (competencies, bars) are in logits, NaN where there is none; `weights` (bars,) say how much
    the calls of each column matter; `asked` (competencies,) where an item has been answered.
    """

    bars: Floats
    weights: Floats
    asked: Booleans


def item_steps(scale_steps: Steps, level: int) -> tuple[float, float]:
    """The two steps, in logits, of an item about one act of `level`: both at that level's bar.

    Such an item has the three categories not seen, partly and seen (0 to 2); at the bar each is as
    likely as another. That is our judgement: no answers have been collected yet. `scale_steps` are
    those of the scale from 0 to len(scale_steps). Raises ValueError for a level without a bar.
    """
    place = bar(scale_steps, level)
    return place, place


def expected_doubt(posterior: Posterior, items: Items, calls: Calls) -> Floats:
    """How much doubt about all calls each item is expected to leave, shape (items,).

    The doubt about one call is p (1 - p), the expected quadratic loss of the chance p to be at the bar
    or above (Brier 1950); with a bar at each level its sum is the expected ranked probability score
    (Epstein 1969). Looking one answer ahead, the answer's chances and its own competency's mean and
    variance are exact (quadrature); the others follow by regression (assumed density filtering: Minka
    2001). What is the same whichever item is asked may be left out.
    """
    chances, means, variances = _after_each_answer(posterior, items)
    own = items.competency
    now = np.diagonal(posterior.covariance)
    pull = (posterior.covariance[own] / now[own, None])[:, None, :]
    mean = posterior.mean + pull * (means - posterior.mean[own, None])[:, :, None]
    variance = now + pull**2 * (variances - now[own, None])[:, :, None]
    first = ~calls.asked[own] & ~np.isnan(calls.bars[own]).all(axis=1)
    left: Floats = (chances * _doubt(mean, variance, calls)).sum(axis=1)
    return left - DOUBT_UNTIL_ASKED * first


def doubt(posterior: Posterior, calls: Calls) -> float:
    """The doubt about all calls as it is now, told like that of `expected_doubt`."""
    return float(_doubt(posterior.mean, np.diagonal(posterior.covariance), calls))


def information(places: Floats, items: Items) -> Floats:
    """The Fisher information of each item at the proficiency in `places`, shape (items,)."""
    chances = _category_chances(places[:, None], items.steps)[:, 0]
    categories = np.arange(chances.shape[1])
    return np.asarray(chances @ categories**2 - (chances @ categories) ** 2)


def likely_answers(
    mean: float, sd: float, place: float, *, reach: float, most: int
) -> tuple[int, float] | None:
    """How many items around the bar at `place` make a call at least as likely as not, and how likely.

    None where it takes over `most`. A call is made where the mean lies `reach` SDs or more from the bar.
    The mean after n items is taken as Gaussian with the variance that they take away (preposterior
    analysis: Raiffa and Schlaifer 1961); what items about other competencies teach is left out. All in
    logits.
    """
    for number in range(1, most + 1):
        after = 1.0 / (1.0 / sd**2 + number * _MOST_INFORMATION)
        spread, far = math.sqrt(sd**2 - after), reach * math.sqrt(after)
        above = _share_below((mean - place - far) / spread)
        chance = above + _share_below((place - mean - far) / spread)
        if chance >= _EVEN:
            return number, chance
    return None


def _share_below(z: float) -> float:
    return math.erfc(-z / math.sqrt(2.0)) / 2.0


def _doubt(mean: Floats, variance: Floats, calls: Calls) -> Floats:
    """`mean` and `variance` (..., competencies), the answer (...)."""
    # Loading scipy takes longer than a whole answer of a command that asks nothing.
    from scipy.special import ndtr

    z = (mean[..., None] - calls.bars) / np.sqrt(variance)[..., None]
    meets = ndtr(z)
    weighted = calls.weights * meets * (1.0 - meets)
    return np.asarray(np.nansum(weighted, axis=(-1, -2)))


def _after_each_answer(posterior: Posterior, items: Items) -> tuple[Floats, Floats, Floats]:
    """For each item and answer: its chance, and the mean and variance of its competency after it."""
    mean = posterior.mean[items.competency]
    sd = posterior.sd[items.competency]
    places = mean[:, None] + sd[:, None] * _NODES
    joint = _category_chances(places, items.steps) * _NODE_SHARES[:, None]
    chances = joint.sum(axis=1)
    shares = joint / np.maximum(chances, np.finfo(np.float64).tiny)[:, None, :]
    means = (shares * places[:, :, None]).sum(axis=1)
    variances = (shares * (places[:, :, None] - means[:, None, :]) ** 2).sum(axis=1)
    return chances, means, variances


def _category_chances(places: Floats, steps: Floats) -> Floats:
    """Partial credit chances; `places` (items, nodes), the answer (items, nodes, categories)."""
    logits = np.cumsum(places[:, :, None] - steps[:, None, :], axis=2)
    logits = np.concatenate((np.zeros((*places.shape, 1)), logits), axis=2)
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    return np.asarray(weights / weights.sum(axis=2, keepdims=True))
