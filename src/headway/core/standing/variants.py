"""One competency's estimate from many variants of one basis: some views left out, added or changed."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from headway.algorithms.rating_model import Calibration, Observation
from headway.algorithms.rating_model.variants import (
    STEADY,
    Scored,
    Variant,
    rate_influence,
    score_one,
    score_variants,
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
class _Sites:
    """Every view and piece that counts in some variant, once each; `places` finds it by its identity."""

    calibration: Calibration
    known: Mapping[int, Observation]
    said: list[View | Piece] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    places: dict[object, int] = field(default_factory=dict)

    def place(self, key: object, one: View | Piece, observation: Observation) -> int:
        self.places[key] = len(self.observations)
        self.said.append(one)
        self.observations.append(observation)
        return self.places[key]


def score_bases(
    bases: Sequence[Basis],
    *,
    as_of: date,
    near: Settled,
    coming: Sequence[View | Piece] = (),
    tolerance: float = STEADY,
    asked_place: int | None = None,
) -> tuple[list[Scored], list[int]]:
    """What follows from each of `bases`, the first being the one from which the others differ little.

    All have one calibration and share what views and pieces they have in common (the same objects:
    `dataclasses.replace` keeps them). `coming` are pieces, and views whose level is still open: a
    variant's view that differs from one in its level alone is that view. Also returns which place
    each of them has in `Scored.seen_mean`. `near` is where the first came to rest; `tolerance` is as in
    `score_variants`, and `asked_place` the competency whose covariances are asked for.
    """
    sites, distinct, variants, open_places = _vary_bases(bases, as_of, near, coming)
    found = score_variants(
        sites.observations,
        variants,
        bases[0].prior_mean,
        sites.calibration,
        tolerance=tolerance,
        near=start_near(near, sites.said),
        competency=asked_place,
    )
    scored = dict(zip(distinct, found, strict=True))
    return [scored[id(basis)] for basis in bases], open_places


def score_place(
    bases: Sequence[Basis], place: int, *, as_of: date, near: Settled, tolerance: float = STEADY
) -> list[tuple[float, float]]:
    """Mean and SD of one competency for each of `bases`, as `score_bases` but quicker, by `score_one`."""
    sites, distinct, variants, _ = _vary_bases(bases, as_of, near)
    found = score_one(
        sites.observations,
        variants,
        bases[0].prior_mean,
        sites.calibration,
        place,
        tolerance=tolerance,
        near=start_near(near, sites.said),
    )
    scored = dict(zip(distinct, found, strict=True))
    return [scored[id(basis)] for basis in bases]


def _vary_bases(
    bases: Sequence[Basis], as_of: date, near: Settled, coming: Sequence[View | Piece] = ()
) -> tuple[_Sites, Iterable[int], list[Variant], list[int]]:
    """All that is said, the bases that differ by their `id`, a variant for each, and where `coming` are."""
    first = bases[0]
    known = dict(zip(map(id, near.said), near.observations, strict=True))
    sites = _Sites(calibration=first.calibration, known=known)
    # Leaving out what weighs nothing leaves the same basis, which is scored once.
    distinct = {id(basis): basis for basis in bases}
    # Most variants leave the evidence as it is, and to weigh ten years of it takes time.
    weighed = {id(basis.pieces): [*weigh(basis.pieces)] for basis in distinct.values()}
    usual = dict(_weigh_sites(first.views, weighed[id(first.pieces)], sites, as_of))
    open_places = [
        _place_of(one, sites, as_of)
        if isinstance(one, Piece)
        else sites.place(_who(one), one, observe_view(one, first.calibration, as_of))
        for one in coming
    ]
    usual_views = {id(view): view for view in first.views}
    changes = [
        dict(_find_changes(basis, first, usual_views, weighed, sites, as_of))
        for basis in distinct.values()
    ]
    return sites, distinct, [*_vary(usual, changes, distinct.values(), sites)], open_places


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


def find_influence(now: Settled, place: int) -> dict[int, float]:
    """How far each view, by its `id`, moves the mean of the competency at `place`, to first order."""
    basis = now.basis
    near = start_near(now, now.said)
    found = rate_influence(now.observations, basis.prior_mean, basis.calibration, place, near=near)
    return dict(zip(map(id, basis.views), found.tolist(), strict=False))


def _who(view: View) -> object:
    return view.fact, view.source, view.rater, view.place


def _find_changes(
    basis: Basis,
    first: Basis,
    usual: Mapping[int, View],
    weighed: Mapping[int, Sequence[tuple[Piece, float]]],
    sites: _Sites,
    as_of: date,
) -> Iterator[tuple[int, tuple[float, int]]]:
    """The weight and mark of every site that counts otherwise in `basis` than in `first`."""
    is_heard_alike = basis.views is first.views
    here = usual if is_heard_alike else dict(zip(map(id, basis.views), basis.views, strict=True))
    gone = [] if is_heard_alike else [usual[one] for one in usual if one not in here]
    come = [] if len(here) + len(gone) == len(usual) else [here[n] for n in here if n not in usual]
    is_same = basis.pieces is first.pieces
    pieces_gone, pieces = (
        ((), ()) if is_same else (weighed[id(one.pieces)] for one in (first, basis))
    )
    for place, (_, mark) in _weigh_sites(gone, pieces_gone, sites, as_of):
        yield place, (0.0, mark)
    yield from _weigh_sites(come, pieces, sites, as_of)


def _weigh_sites(
    views: Iterable[View], weighed: Iterable[tuple[Piece, float]], sites: _Sites, as_of: date
) -> Iterator[tuple[int, tuple[float, int]]]:
    """The place, weight and mark of every site of these views and pieces."""
    for view in views:
        key = id(view) if id(view) in sites.places else _who(view)
        place = sites.places.get(key)
        if place is None:
            seen = sites.known.get(id(view)) or observe_view(view, sites.calibration, as_of)
            place = sites.place(id(view), view, seen)
        yield place, (view.weight, view.level if view.answer is None else view.answer)
    for piece, weight in weighed:
        yield _place_of(piece, sites, as_of), (weight, piece.level)


def _place_of(piece: Piece, sites: _Sites, as_of: date) -> int:
    place = sites.places.get(id(piece))
    if place is None:
        place = sites.place(id(piece), piece, observe_piece(piece, 1.0, as_of))
    return place


def _vary(
    usual: Mapping[int, tuple[float, int]],
    changes: Iterable[Mapping[int, tuple[float, int]]],
    bases: Iterable[Basis],
    sites: _Sites,
) -> Iterator[Variant]:
    usual_weight = np.zeros(len(sites.observations))
    usual_weight[list(usual)] = [weight for weight, _ in usual.values()]
    for changed, basis in zip(changes, bases, strict=True):
        weight = usual_weight.copy()
        weight[list(changed)] = [weight for weight, _ in changed.values()]
        marks = tuple(
            (place, mark)
            for place, (_, mark) in changed.items()
            if mark != sites.observations[place].mark
        )
        yield Variant(weight=weight, marks=marks, prior_mean=np.asarray(basis.prior_mean))
