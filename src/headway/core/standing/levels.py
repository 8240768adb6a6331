"""Where a person stands: a level per competency, with its range and what it rests on."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np

from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.ladder import Competency, Ladder, Role
from headway.core.standing.basis import (
    ANSWER_CATEGORIES,
    Basis,
    Piece,
    View,
    find_bars,
    find_basis,
    mean_band,
)
from headway.core.standing.settled import Settled, settle_basis

State = Literal["shown", "too little to tell", "not yet"]
# The prior SD of a level in logits: sqrt(1.0^2 + .7^2); effects of opportunities are told in it.
SD_OF_LEVEL = 1.22
SHOWN_FROM = 0.8
NOT_YET_UP_TO = 0.2
Z_OF_MIDDLE_80 = 1.2815515655446004
SEEN, NOT_SEEN = ANSWER_CATEGORIES["seen"], ANSWER_CATEGORIES["not seen"]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the facts say of one competency.

    `mean` and `sd` are in logits. `median_position`, `low_position` and `high_position` (the middle
    80 %) are on the scale that charts draw: 0 is where nobody is placed lower, a level L begins at L
    and ends at L + 1. `level_chances[L]` is the chance that the level is L. `view_count` is how many
    raters spoke of it, `evidence_count` how many pieces of evidence. `bar_level` is the level the
    compared role asks for (None: it asks for none), `bar` where that level begins in logits,
    `meets_chance` the chance of being at it or above. `own_level` is how the person marked themselves
    last, whether that counts or stands beside. `bars` is where each level from 1 on begins in logits.
    """

    competency: str
    name: str
    kind: str
    mean: float
    sd: float
    most_likely_level: int
    level_chances: tuple[float, ...]
    median_position: float
    low_position: float
    high_position: float
    view_count: int
    evidence_count: int
    bars: tuple[float, ...]
    bar_level: int | None = None
    bar: float | None = None
    meets_chance: float | None = None
    state: State | None = None
    own_level: int | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A person's estimates as of a day, against the bars of one role (or none).

    `calibration` is the version of the kept calibration by which marks were read; empty for the shipped
    one.
    """

    as_of: date
    ladder: str
    ladder_version: str
    held_role: str
    compared_role: str
    estimates: tuple[Estimate, ...]
    others_have_rated: bool = False
    calibration: str = ""


def estimate_levels(
    dossier: Dossier,
    ladder: Ladder,
    *,
    as_of: date,
    compared_role: Role | None = None,
    calibration: rating_model.Calibration | None = None,
) -> Standing:
    """A level for every competency of `ladder`, from what was known by the end of `as_of`.

    Pools all forms by the hierarchical model of `algorithms.rating_model` with `calibration`, or the
    shipped one. A self-rating and evidence that nobody else confirmed count only until somebody else
    has rated. Without any rating or evidence on a competency its state is "too little to tell": a
    title alone shows nothing and denies nothing. Nor is a word said against all who spoke. Competencies
    and levels that `ladder` lacks are left out.
    """
    basis = find_basis(dossier, ladder, as_of=as_of, calibration=calibration)
    return stand_on(basis, ladder, as_of=as_of, compared_role=compared_role)


def stand_on(
    basis: Basis, ladder: Ladder, *, as_of: date, compared_role: Role | None = None
) -> Standing:
    """The standing that follows from `basis`, found for the same day and ladder."""
    settled = settle_basis(basis, as_of=as_of)
    return stand_where(settled, ladder, as_of=as_of, compared_role=compared_role)


def stand_where(
    settled: Settled, ladder: Ladder, *, as_of: date, compared_role: Role | None = None
) -> Standing:
    """As `stand_on`, for a basis whose estimate has been settled."""
    basis = settled.basis
    return Standing(
        as_of=as_of,
        ladder=ladder.slug,
        ladder_version=ladder.version,
        held_role=basis.held_role.slug if basis.held_role else "",
        compared_role=compared_role.slug if compared_role else "",
        estimates=tuple(tell_estimates(settled, ladder, compared_role)),
        others_have_rated=basis.others_have_rated,
        calibration=basis.calibration.version,
    )


def estimate_from(
    basis: Basis, ladder: Ladder, *, as_of: date, compared_role: Role | None = None
) -> tuple[Estimate, ...]:
    """An estimate for every competency of `ladder`, in its order, from `basis` as of a day."""
    return tuple(tell_estimates(settle_basis(basis, as_of=as_of), ladder, compared_role))


def estimate_at(
    basis: Basis, ladder: Ladder, place: int, *, mean: float, sd: float, compared_role: Role | None
) -> Estimate:
    """The estimate of the competency at `place` in `ladder`, whose `mean` and `sd` (logits) are known."""
    competency = ladder.competencies[place]
    bars = find_bars(basis.calibration.steps_of(place))
    views = [view for view in basis.views if view.place == place]
    pieces = [piece for piece in basis.pieces if piece.place == place]
    aside = [view for view in basis.views_aside if view.place == place]
    return _estimate(
        competency,
        mean=mean,
        sd=sd,
        at_least=_chances_at_least(mean, sd, bars),
        view_count=len({view.rater for view in views}),
        evidence_count=len(pieces),
        bar_level=compared_role.expected.get(competency.slug) if compared_role else None,
        own_level=_own_levels([*aside, *views]).get(place),
        bars=bars,
        said=[*views, *pieces],
    )


def at_place(basis: Basis, place: int) -> Basis:
    """What `basis` holds of one competency: `estimate_at` finds the same in it, sooner."""
    return replace(
        basis,
        views=tuple([view for view in basis.views if view.place == place]),
        pieces=tuple([piece for piece in basis.pieces if piece.place == place]),
        views_aside=tuple([view for view in basis.views_aside if view.place == place]),
        pieces_aside=(),
    )


def _said(basis: Basis) -> list[View | Piece]:
    return [*basis.views, *basis.pieces]


def _chances_at_least(mean: float, sd: float, bars: tuple[float, ...]) -> list[float]:
    return [1.0, *(math.erfc((bar - mean) / sd / math.sqrt(2.0)) / 2.0 for bar in bars)]


def tell_estimates(settled: Settled, ladder: Ladder, role: Role | None) -> Iterator[Estimate]:
    """An estimate for every competency of `ladder`, in its order, against the bars of `role`."""
    basis, means, sds = settled.basis, settled.mean.tolist(), settled.sd.tolist()
    view_counts = Counter(place for place, _ in {(view.place, view.rater) for view in basis.views})
    evidence_counts = Counter(piece.place for piece in basis.pieces)
    own_levels = find_own_levels(basis)
    said: dict[int, list[View | Piece]] = defaultdict(list)
    for one in _said(basis):
        said[one.place].append(one)
    expected = role.expected if role else {}
    for place, competency in enumerate(ladder.competencies):
        bars = find_bars(basis.calibration.steps_of(place))
        yield _estimate(
            competency,
            mean=means[place],
            sd=sds[place],
            at_least=_chances_at_least(means[place], sds[place], bars),
            view_count=view_counts[place],
            evidence_count=evidence_counts[place],
            bar_level=expected.get(competency.slug),
            own_level=own_levels.get(place),
            bars=bars,
            said=said[place],
        )


def find_own_levels(basis: Basis) -> dict[int, int]:
    """The level that the person marked last for each place in the ladder, counted or aside."""
    return _own_levels((*basis.views_aside, *basis.views))


def _own_levels(views: Iterable[View]) -> dict[int, int]:
    return {v.place: v.level for v in views if v.source == "self" and v.answer is None}


def _estimate(
    competency: Competency,
    *,
    mean: float,
    sd: float,
    at_least: list[float],
    view_count: int,
    evidence_count: int,
    bar_level: int | None,
    own_level: int | None,
    bars: tuple[float, ...],
    said: Sequence[View | Piece],
) -> Estimate:
    chances = tuple(lower - upper for lower, upper in pairwise([*at_least, 0.0]))
    meets = None if bar_level is None else at_least[bar_level]
    return Estimate(
        competency=competency.slug,
        name=competency.name,
        kind=competency.kind,
        mean=mean,
        sd=sd,
        most_likely_level=chances.index(max(chances)),
        level_chances=chances,
        median_position=_position(mean, bars),
        low_position=_position(mean - Z_OF_MIDDLE_80 * sd, bars),
        high_position=_position(mean + Z_OF_MIDDLE_80 * sd, bars),
        view_count=view_count,
        evidence_count=evidence_count,
        bars=bars,
        bar_level=bar_level,
        bar=bars[bar_level - 1] if bar_level else None,
        meets_chance=meets,
        state=_state(meets, bar_level, said),
        own_level=own_level,
    )


def _state(
    meets: float | None, bar_level: int | None, said: Sequence[View | Piece]
) -> State | None:
    """The word for a chance; none against all that was said, for then only the starting point speaks."""
    if meets is None or bar_level is None:
        return None
    if said and meets >= SHOWN_FROM and _is_borne_out(1, bar_level, said):
        return "shown"
    if said and meets <= NOT_YET_UP_TO and _is_borne_out(-1, bar_level, said):
        return "not yet"
    return "too little to tell"


def _is_borne_out(lean: int, bar_level: int, said: Sequence[View | Piece]) -> bool:
    """Whether anything leans that way (1 or -1), or nothing the other way."""
    found = set()
    for one in _leans(bar_level, said):
        if one == lean:
            return True
        found.add(one)
    return -lean not in found


def _leans(bar_level: int, said: Sequence[View | Piece]) -> Iterator[int]:
    # Of those told only together their mean mark: whether each of them agrees would say more of
    # single marks than the chance does.
    if together := [one.level for one in said if _is_told_together(one) and not _is_answer(one)]:
        yield 1 if sum(together) >= bar_level * len(together) else -1
    yield from (_lean(one, bar_level) for one in said if not _is_told_together(one))


def _is_told_together(one: View | Piece) -> bool:
    return isinstance(one, View) and one.source not in ("self", "manager")


def _is_answer(one: View | Piece) -> bool:
    return isinstance(one, View) and one.answer is not None


def _lean(one: View | Piece, bar_level: int) -> int:
    """1 for what says at least the level asked for, -1 for less, 0 for what says neither.

    An act seen says at least its level, one not seen less than it.
    """
    if isinstance(one, Piece) or one.answer == SEEN:
        return 1 if one.level >= bar_level else 0
    if one.answer is None:
        return 1 if one.level >= bar_level else -1
    return -1 if one.answer == NOT_SEEN and one.level <= bar_level else 0


def _position(logit: float, bars: tuple[float, ...]) -> float:
    """A logit on the scale of the drawings: level L begins at L; the outer bands have mean width."""
    band = mean_band(bars)
    edges = (bars[0] - band, *bars, bars[-1] + band)
    return float(np.interp(logit, edges, range(len(edges))))
