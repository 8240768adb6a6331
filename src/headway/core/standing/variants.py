"""One competency's estimate from many variants of one basis: some views left out, added or changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from headway.algorithms.rating_model import Observation
from headway.algorithms.rating_model.variants import Scored, Variant, score_variants
from headway.core.standing.basis import Basis, Piece, View, observe_piece, observe_view, weigh


@dataclass(frozen=True, kw_only=True)
class _Sites:
    """Every view and piece that counts in some variant, once each; `places` finds it by its identity."""

    observations: list[Observation] = field(default_factory=list)
    places: dict[object, int] = field(default_factory=dict)

    def place(self, key: object, observation: Observation) -> int:
        if key not in self.places:
            self.places[key] = len(self.observations)
            self.observations.append(observation)
        return self.places[key]


def score_bases(
    bases: Sequence[Basis], *, as_of: date, coming: Sequence[View | Piece] = ()
) -> tuple[list[Scored], list[int]]:
    """What follows from each of `bases`, the first being the one from which the others differ little.

    All have one calibration and share what views and pieces they have in common (the same objects:
    `dataclasses.replace` keeps them). `coming` are pieces, and views whose level is still open: a
    variant's view that differs from one in its level alone is that view. Also returns which place
    each of them has in `Scored.seen_mean`.
    """
    sites = _Sites()
    first = bases[0]
    for view in first.views:
        sites.place(id(view), observe_view(view, first.calibration, as_of))
    open_places = [
        _place_of(one, sites, as_of)
        if isinstance(one, Piece)
        else sites.place(_who(one), observe_view(one, first.calibration, as_of))
        for one in coming
    ]
    # Leaving out what weighs nothing leaves the same basis, which is scored once.
    distinct = {id(basis): basis for basis in bases}
    # Most variants leave the evidence as it is, and to weigh ten years of it takes time.
    weighed = {id(basis.pieces): [*weigh(basis.pieces)] for basis in distinct.values()}
    parts = [
        dict(_weigh_sites(basis, weighed[id(basis.pieces)], sites, as_of))
        for basis in distinct.values()
    ]
    variants = zip(parts, distinct.values(), strict=True)
    found = score_variants(
        sites.observations,
        [_variant(part, basis, sites) for part, basis in variants],
        first.prior_mean,
        first.calibration,
    )
    scored = dict(zip(distinct, found, strict=True))
    return [scored[id(basis)] for basis in bases], open_places


def _who(view: View) -> object:
    return view.fact, view.source, view.rater, view.place


def _weigh_sites(
    basis: Basis, weighed: Sequence[tuple[Piece, float]], sites: _Sites, as_of: date
) -> Iterator[tuple[int, tuple[float, int]]]:
    """The weight and mark of every site that counts in `basis`."""
    for view in basis.views:
        key = id(view) if id(view) in sites.places else _who(view)
        place = sites.places.get(key)
        if place is None:
            place = sites.place(id(view), observe_view(view, basis.calibration, as_of))
        yield place, (view.weight, view.level if view.answer is None else view.answer)
    for piece, weight in weighed:
        yield _place_of(piece, sites, as_of), (weight, piece.level)


def _place_of(piece: Piece, sites: _Sites, as_of: date) -> int:
    place = sites.places.get(id(piece))
    if place is None:
        place = sites.place(id(piece), observe_piece(piece, 1.0, as_of))
    return place


def _variant(part: dict[int, tuple[float, int]], basis: Basis, sites: _Sites) -> Variant:
    weight = np.zeros(len(sites.observations))
    weight[list(part)] = [weight for weight, _ in part.values()]
    changed = tuple(
        (place, mark) for place, (_, mark) in part.items() if mark != sites.observations[place].mark
    )
    return Variant(weight=weight, marks=changed, prior_mean=np.asarray(basis.prior_mean))
