"""Proficiency from ordinal ratings by several raters: a posterior mean and range per competency."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache

import numpy as np

from headway.algorithms.rating_model.model import Calibration, Floats, Observation, Posterior
from headway.algorithms.rating_model.settle import settle, start_at_marks
from headway.algorithms.rating_model.table import lay_out, stack

# Of the last step, in logits; what is then left is less than a tenth of it.
_TOLERANCE = 1e-8
# With ten years of ratings one takes about a quarter of a megabyte.
MOST_REMEMBERED = 48


def score(
    observations: Sequence[Observation],
    prior_mean: Sequence[float] | Floats,
    calibration: Calibration,
) -> Posterior:
    """The posterior of one person's proficiencies, shape (competencies,) as `prior_mean`, in logits.

    A mark follows the partial credit model (Masters 1982) of a many-facet design (Linacre 1989) with
    random facets: log P(y=k)/P(y=k-1) = proficiency - severity - halo - source - step[k]. All effects
    are Gaussian and are eliminated into the covariance of the observations, so that any number of them
    will do, none included. The posterior is approximated by a Gaussian: Newton steps in which the
    gradient and curvature of each mark are averaged over the current Gaussian (variational Gaussian
    approximation: Opper and Archambeau 2009; 3-point Gauss-Hermite). No randomness is involved.

    What is asked again with the same observations is remembered: a day's pages all ask the same.

    Raises ValueError for an observation outside the prior mean, steps, sources or ranges.
    """
    asked = tuple(observations), tuple(np.asarray(prior_mean, dtype=np.float64).tolist())
    return _score(*asked, Known(calibration))


class Known:
    """A calibration that is told from others by its figures, so that what follows can be remembered."""

    def __init__(self, calibration: Calibration) -> None:
        self.calibration = calibration
        ground = calibration.ground
        told = {one.name: getattr(calibration, one.name) for one in fields(Calibration)}
        told["ground"] = (ground.mean, ground.sd, *ground.following.items())
        values = (tuple(v.items()) if isinstance(v, Mapping) else v for v in told.values())
        self._figures = tuple(values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and self._figures == other._figures

    def __hash__(self) -> int:
        return hash(self._figures)


@lru_cache(maxsize=MOST_REMEMBERED)
def _score(
    observations: tuple[Observation, ...], prior_mean: tuple[float, ...], known: Known
) -> Posterior:
    calibration = known.calibration
    table = lay_out(observations, prior_mean, calibration)
    fitted = settle(stack([table]), start_at_marks(table), _TOLERANCE)
    response = fitted.response[0][:, table.today]
    own = np.diag(fitted.own_variance[0, table.today])
    covariance = own + response.T @ fitted.effects[0] @ response
    return Posterior(
        mean=freeze(fitted.mean[0, table.today]),
        covariance=freeze((covariance + covariance.T) / 2),
        seen_mean=freeze(fitted.mean[0, table.at]),
        seen_sd=freeze(np.sqrt(fitted.variance[0, table.at])),
    )


def freeze(figures: Floats) -> Floats:
    """Several are given the same figures: nobody may change them."""
    figures.flags.writeable = False
    return figures
