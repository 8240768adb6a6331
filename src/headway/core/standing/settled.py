"""Where an estimate came to rest, so that another day's or another basis' comes to rest sooner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from headway.algorithms import rating_model
from headway.algorithms.rating_model.model import Floats
from headway.algorithms.rating_model.variants import Scored, score_near
from headway.core.standing.basis import Basis, Piece, View, observe_piece, observe_view, weigh

# Of the last step, in logits: means and SDs of another day are then within 2e-4.
TOLERANCE = 5e-3


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Means and SDs of all competencies of a ladder, in its order, in logits.

    `said` are the views and pieces that count, `observations` what the model takes them for and `seen`
    where each finds the person, mean and SD, by its `id`, which is good as long as `basis` holds them.
    """

    basis: Basis
    mean: Floats
    sd: Floats
    said: Sequence[View | Piece]
    observations: Sequence[rating_model.Observation]
    seen: Mapping[int, tuple[float, float]]


def settle_basis(basis: Basis, *, as_of: date) -> Settled:
    """The estimate itself, to the last digit that is told anywhere."""
    said, weights = _list_what_counts(basis)
    observations = _observe(said, weights, basis, as_of)
    found = rating_model.score(observations, basis.prior_mean, basis.calibration)
    return _settled(basis, said, observations, found)


def settle_near(
    basis: Basis, near: Settled, *, as_of: date, tolerance: float = TOLERANCE
) -> Settled:
    """As `settle_basis`, in about half the rounds, within a fiftieth of `tolerance` (logits).

    `near` is another day's: views and pieces that both count are the same objects, as `find_basis`
    finds them.
    """
    said, weights = _list_what_counts(basis)
    observations = _observe(said, weights, basis, as_of)
    found = score_near(
        observations,
        basis.prior_mean,
        basis.calibration,
        near=start_near(near, said),
        tolerance=tolerance,
    )
    return _settled(basis, said, observations, found)


def start_near(near: Settled, said: Sequence[object]) -> Scored:
    """What is known of where `said` find the person; NaN for what `near` did not hear."""
    nothing = (np.nan, np.nan)
    seen = np.array([near.seen.get(id(one), nothing) for one in said]).reshape(-1, 2)
    return Scored(mean=near.mean, sd=near.sd, seen_mean=seen[:, 0], seen_sd=seen[:, 1])


def _list_what_counts(basis: Basis) -> tuple[list[View | Piece], list[float]]:
    weighed = [*weigh(basis.pieces)]
    said: list[View | Piece] = [*basis.views, *(piece for piece, _ in weighed)]
    return said, [*(view.weight for view in basis.views), *(weight for _, weight in weighed)]


def _observe(
    said: Sequence[View | Piece], weights: Sequence[float], basis: Basis, as_of: date
) -> list[rating_model.Observation]:
    return [
        observe_view(one, basis.calibration, as_of)
        if isinstance(one, View)
        else observe_piece(one, weight, as_of)
        for one, weight in zip(said, weights, strict=True)
    ]


def _settled(
    basis: Basis,
    said: Sequence[View | Piece],
    observations: Sequence[rating_model.Observation],
    found: rating_model.Posterior | Scored,
) -> Settled:
    pairs = zip(found.seen_mean.tolist(), found.seen_sd.tolist(), strict=True)
    return Settled(
        basis=basis,
        mean=found.mean,
        sd=found.sd,
        said=said,
        observations=observations,
        seen=dict(zip(map(id, said), pairs, strict=True)),
    )
