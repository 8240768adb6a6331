"""One competency's estimate from many variants of one basis: some views left out, added or changed."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from headway.algorithms.rating_model import Observation
from headway.algorithms.rating_model.variants import (
    STEADY,
    LaidOut,
    Scored,
    Variant,
    lay_out_near,
    rate_influence,
    score_laid_out,
    score_one,
)
from headway.core.evidence import Support
from headway.core.standing.basis import (
    CLAIMS_TOGETHER,
    EVIDENCE_TOGETHER,
    EVIDENCE_WEIGHT,
    Basis,
    Piece,
    View,
    observe_piece,
    observe_view,
    weigh,
)
from headway.core.standing.settled import Settled, start_near

# Of one support on one competency, with one that is left out.
MOST_THAT_MAY_COUNT = 1 + math.ceil(
    max(
        CLAIMS_TOGETHER / EVIDENCE_WEIGHT["claimed"],
        EVIDENCE_TOGETHER / EVIDENCE_WEIGHT["corroborated"],
        EVIDENCE_TOGETHER / EVIDENCE_WEIGHT["verified"],
    )
)


@dataclass(frozen=True, kw_only=True)
class Sites:
    """All that counts in a basis or might, were something left out, laid out for one competency.

    `places` finds a view or piece by its `id`; weights of `observations` are those in `basis`.
    """

    basis: Basis
    observations: Sequence[Observation]
    places: Mapping[int, int]
    laid_out: LaidOut

    def find(self, one: View | Piece) -> int:
        """The number of something said, in `Scored.seen_mean`."""
        return self.places[id(one)]


def lay_out_sites(
    basis: Basis,
    place: int,
    *,
    as_of: date,
    near: Settled,
    coming: Iterable[View | Piece] = (),
) -> Sites:
    """`basis` as `keep_what_may_count` leaves it, and `near` where it came to rest.

    `coming` is what some variants may hold besides, or, of views, what is asked about.
    """
    counting = {id(one) for one in near.said}
    further = [one for one in (*basis.pieces, *coming) if id(one) not in counting]
    said = [*near.said, *further]
    observations = [*near.observations, *(_observe(one, basis, as_of) for one in further)]
    laid_out = lay_out_near(
        observations, basis.prior_mean, basis.calibration, place, near=start_near(near, said)
    )
    places = {id(one): number for number, one in enumerate(said)}
    return Sites(basis=basis, observations=observations, places=places, laid_out=laid_out)


def _observe(one: View | Piece, basis: Basis, as_of: date) -> Observation:
    """Something that does not count as it is."""
    if isinstance(one, Piece):
        return observe_piece(one, 0.0, as_of)
    return observe_view(one, basis.calibration, as_of)._replace(weight=0.0)


def score_place(
    sites: Sites, bases: Sequence[Basis], *, tolerance: float = STEADY
) -> list[tuple[float, float]]:
    """Mean and SD of the one competency for each of `bases`, of which `sites` holds all that is said.

    Bases share what views and pieces they have in common (the same objects: `dataclasses.replace`
    keeps them). By `score_one`, to which `tolerance` goes.
    """
    distinct = {id(basis): basis for basis in bases}
    variants = [*_vary(sites, distinct.values())]
    found = score_one(sites.laid_out, variants, tolerance=tolerance)
    scored = dict(zip(distinct, found, strict=True))
    return [scored[id(basis)] for basis in bases]


def score_context(sites: Sites, basis: Basis, *, tolerance: float = STEADY) -> Scored:
    """All that follows from one such basis, in earnest, with covariances with the one competency."""
    if basis is sites.basis:
        return score_laid_out(sites.laid_out)
    (variant,) = _vary(sites, [basis])
    return score_laid_out(sites.laid_out, variant, tolerance=tolerance)


def find_influence(sites: Sites) -> dict[int, float]:
    """How far each view and piece, by its `id`, moves the mean of the one competency, to first order."""
    return dict(zip(sites.places, rate_influence(sites.laid_out).tolist(), strict=True))


def _vary(sites: Sites, bases: Collection[Basis]) -> Iterator[Variant]:
    """A variant for each of `bases`, which leave out views of `sites.basis` or hold other pieces."""
    # Most variants leave the evidence as it is, and to weigh ten years of it takes time.
    weighed = {id(one.pieces): [*weigh(one.pieces)] for one in (sites.basis, *bases)}
    usual = np.array([one.weight for one in sites.observations])
    for basis in bases:
        changed = dict(_find_changes(basis, sites, weighed))
        weight = usual.copy()
        weight[list(changed)] = list(changed.values())
        yield Variant(weight=weight, prior_mean=np.asarray(basis.prior_mean))


def _find_changes(
    basis: Basis, sites: Sites, weighed: Mapping[int, Sequence[tuple[Piece, float]]]
) -> Iterator[tuple[int, float]]:
    """The weight of every site that counts otherwise in `basis` than in that of `sites`."""
    first = sites.basis
    if basis.views is not first.views:
        here = set(map(id, basis.views))
        yield from ((sites.find(view), 0.0) for view in first.views if id(view) not in here)
    if basis.pieces is not first.pieces:
        yield from ((sites.find(piece), 0.0) for piece, _ in weighed[id(first.pieces)])
        yield from ((sites.find(piece), weight) for piece, weight in weighed[id(basis.pieces)])


def keep_what_may_count(basis: Basis) -> Basis:
    """`basis` with those pieces alone that count or might, were others left out: of ten years few do.

    Of one support on one competency the highest and then newest fill the room: as many as fill it, and
    one in place of one that is left out.
    """
    kinds: dict[tuple[int, Support], list[Piece]] = defaultdict(list)
    for piece in basis.pieces:
        kinds[piece.place, piece.support].append(piece)
    kept: set[int] = set()
    for pieces in kinds.values():
        pieces.sort(key=lambda piece: (-piece.level, -piece.seen_on.toordinal()))
        kept.update(id(piece) for piece in pieces[:MOST_THAT_MAY_COUNT])
    return replace(basis, pieces=tuple(piece for piece in basis.pieces if id(piece) in kept))
