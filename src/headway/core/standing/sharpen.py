"""What single further view of a competency would sharpen its call most, expected over what it may say."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from headway.algorithms.rating_model.foresee import foresee_marks, learn_from_marks
from headway.algorithms.rating_model.variants import Scored
from headway.core.standing.asked import COMING, Asked
from headway.core.standing.basis import Basis, Piece, View, set_own_word_aside
from headway.core.standing.levels import Estimate, at_place, estimate_at
from headway.core.standing.variants import score_context, score_place

FurtherView = Literal[
    "self", "manager", "peer", "report", "stakeholder", "corroborated", "verified"
]
# A competency of which nobody has said anything can't be called: its doubt is that of even odds.
DOUBT_OF_EVEN_ODDS = 0.25
# In logits; the doubt that is expected is then within 1e-5.
TOLERANCE = 1e-2


@dataclass(frozen=True, kw_only=True)
class Sharpener:
    """A further view and the doubt it is expected to leave.

    Doubt is p (1 - p) for the chance p to be at the level asked for (.25 at most); where no role is
    compared, the sum of it over all levels. `chance_of_a_call` is the chance that the competency is
    afterwards told as shown or not yet. `level` is that of a piece of evidence, None for a mark.
    """

    view: FurtherView
    level: int | None
    doubt_now: float
    doubt_after: float
    chance_of_a_call: float


def find_sharpeners(asked: Asked) -> tuple[Sharpener, ...]:
    """Every kind of further view, the one that is expected to leave the least doubt first.

    Preposterior analysis (Raiffa and Schlaifer 1961, chapter 4): for each mark that the view may turn
    out to be, what the competency would then be estimated at, by the rules that would then hold (one's
    own word stands aside once another has rated), weighed by the chance of that mark as of now. All that
    was said before keeps its weight: the mark moves where its rater finds the person, and the
    competency by as much as the two vary together. A piece of evidence is estimated anew, for it takes
    room from others; it may also turn out not to exist: nothing changes then.
    """
    light, here, sites, now = asked.light, asked.here, asked.sites, asked.estimate
    usual = score_context(sites, light, tolerance=TOLERANCE)
    pieces = asked.further_pieces
    with_piece = [replace(light, pieces=(*light.pieces, piece)) for piece in pieces]
    found = []
    after_pieces = score_place(sites, with_piece, tolerance=TOLERANCE)
    for piece, (mean, sd) in zip(pieces, after_pieces, strict=True):
        chance = math.fsum(_foresee(asked, usual, piece)[piece.level :])
        told = replace(here, pieces=(*here.pieces, piece))
        after = _estimate(asked, told, mean, sd)
        found.append(_sharpener(asked, piece, now, [(chance, after), (1 - chance, now)]))
    others = _without_own_word(asked)
    without = score_context(sites, others, tolerance=TOLERANCE)
    for view in asked.further_views:
        basis, scored = (light, usual) if view.source == "self" else (others, without)
        learnt = _learn(asked, view, basis, scored)
        outcomes = [*zip(_foresee(asked, usual, view), learnt, strict=True)]
        found.append(_sharpener(asked, view, now, outcomes))
    return tuple(sorted(found, key=lambda s: (round(s.doubt_after, 9), s.view)))


def _without_own_word(asked: Asked) -> Basis:
    """What will count besides a further view, once somebody else has rated."""
    basis = asked.light
    seen = View(
        place=asked.place,
        level=0,
        rater="coming",
        name="",
        source="manager",
        seen_on=asked.as_of,
        fact=COMING,
    )
    after = set_own_word_aside(replace(basis, views=(*basis.views, seen)))
    left = after.views[:-1]
    # The same basis is scored once.
    return (
        basis
        if len(left) == len(basis.views) and after.pieces is basis.pieces
        else replace(after, views=left)
    )


def _foresee(asked: Asked, now: Scored, one: View | Piece) -> list[float]:
    seen = asked.sites.find(one)
    mean, sd = float(now.seen_mean[seen]), float(now.seen_sd[seen])
    chances: list[float] = foresee_marks(mean, sd, _steps(asked)).tolist()
    return chances


def _learn(asked: Asked, view: View, basis: Basis, scored: Scored) -> Iterator[Estimate]:
    """The estimate after each mark that `view` may turn out to be, by regression on what it would tell."""
    seen = asked.sites.find(view)
    mean, sd = float(scored.mean[asked.place]), float(scored.sd[asked.place])
    at, spread = float(scored.seen_mean[seen]), float(scored.seen_sd[seen])
    together = 0.0 if scored.seen_covariance is None else float(scored.seen_covariance[seen])
    slope = together / spread**2
    means, sds = learn_from_marks(at, spread, _steps(asked))
    # Of the competency itself alone: the same estimate, with little to look through for each mark.
    here = at_place(basis, asked.place)
    for level, (after, left) in enumerate(zip(means.tolist(), sds.tolist(), strict=True)):
        variance = sd**2 - slope**2 * (spread**2 - left**2)
        told = replace(here, views=(*here.views, view._replace(level=level)))
        yield _estimate(asked, told, mean + slope * (after - at), math.sqrt(variance))


def _steps(asked: Asked) -> tuple[float, ...]:
    return asked.basis.calibration.steps_of(asked.place)


def measure_doubt(estimate: Estimate, top_level: int) -> float:
    """How far a call is from certain; see Sharpener."""
    is_based = estimate.view_count + estimate.evidence_count > 0
    if estimate.meets_chance is not None:
        chances = [estimate.meets_chance]
    else:
        chances = [sum(estimate.level_chances[level:]) for level in range(1, top_level + 1)]
    return sum(p * (1 - p) if is_based else DOUBT_OF_EVEN_ODDS for p in chances)


def _sharpener(
    asked: Asked, one: View | Piece, now: Estimate, after: list[tuple[float, Estimate]]
) -> Sharpener:
    top = asked.ladder.top_level
    is_piece = isinstance(one, Piece)
    return Sharpener(
        view=_kind(one),
        level=one.level if is_piece else None,
        doubt_now=measure_doubt(now, top),
        doubt_after=sum(chance * measure_doubt(estimate, top) for chance, estimate in after),
        chance_of_a_call=math.fsum(
            chance for chance, estimate in after if estimate.state in ("shown", "not yet")
        ),
    )


def _kind(one: View | Piece) -> FurtherView:
    if isinstance(one, View):
        return one.source
    return "verified" if one.support == "verified" else "corroborated"


def _estimate(asked: Asked, basis: Basis, mean: float, sd: float) -> Estimate:
    return estimate_at(basis, asked.ladder, asked.place, mean=mean, sd=sd, compared_role=asked.role)
