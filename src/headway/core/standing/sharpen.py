"""What single further view of a competency would sharpen its call most, expected over what it may say."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from headway.algorithms.rating_model.foresee import foresee_marks
from headway.algorithms.rating_model.variants import Scored
from headway.core.ladder import Ladder, Role
from headway.core.ratings import RatingSource
from headway.core.standing.basis import Basis, Piece, View, set_own_word_aside
from headway.core.standing.levels import Estimate, estimate_at
from headway.core.standing.variants import score_bases

FurtherView = Literal[
    "self", "manager", "peer", "report", "stakeholder", "corroborated", "verified"
]
# A competency of which nobody has said anything can't be called: its doubt is that of even odds.
DOUBT_OF_EVEN_ODDS = 0.25
# In logits; the doubt that is expected is then within 1e-5.
TOLERANCE = 1e-2
_COMING = UUID(int=0)
_NAMELESS: tuple[RatingSource, ...] = ("peer", "stakeholder")
_CONFIRMED: tuple[Literal["corroborated", "verified"], ...] = ("corroborated", "verified")


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


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What is asked: which competency (by its place), of what is known, against which role, when.

    `level` is that of the evidence that would be looked for.
    """

    basis: Basis
    ladder: Ladder
    place: int
    level: int
    role: Role | None
    as_of: date


def find_sharpeners(
    basis: Basis,
    ladder: Ladder,
    now: Estimate,
    *,
    as_of: date,
    compared_role: Role | None,
) -> tuple[Sharpener, ...]:
    """Every kind of further view, the one that is expected to leave the least doubt first.

    `now` is the estimate from `basis` that is to be sharpened.

    Preposterior analysis (Raiffa and Schlaifer 1961, chapter 4): for each mark that the view may turn
    out to be, the competency is estimated anew, by the rules that would then hold (one's own word
    stands aside once another has rated), and weighed by the chance of that mark as of now. A piece of
    evidence may turn out not to exist: nothing changes then. Raises UnknownNameError.
    """
    ladder.competency(now.competency)
    slugs = [each.slug for each in ladder.competencies]
    asked = _Question(
        basis=basis,
        ladder=ladder,
        place=slugs.index(now.competency),
        level=now.bar_level or max(1, now.most_likely_level),
        role=compared_role,
        as_of=as_of,
    )
    coming: list[View | Piece] = [*_further_views(asked), *_further_pieces(asked)]
    outcomes = [list(_outcomes(asked, one)) for one in coming]
    bases = [basis, *(after for some in outcomes for after in some)]
    scored, places = score_bases(bases, as_of=as_of, coming=coming, tolerance=TOLERANCE)
    was, *estimates = (_estimate(asked, *pair) for pair in zip(bases, scored, strict=True))
    found = []
    for one, place, some in zip(coming, places, outcomes, strict=True):
        after, estimates = estimates[: len(some)], estimates[len(some) :]
        seen = foresee_marks(
            float(scored[0].seen_mean[place]),
            float(scored[0].seen_sd[place]),
            basis.calibration.steps_of(asked.place),
        ).tolist()
        found.append(_sharpener(asked, one, was, _weigh_outcomes(one, seen, after, was)))
    return tuple(sorted(found, key=lambda s: (round(s.doubt_after, 9), s.view)))


def measure_doubt(estimate: Estimate, top_level: int) -> float:
    """How far a call is from certain; see Sharpener."""
    is_based = estimate.view_count + estimate.evidence_count > 0
    if estimate.meets_chance is not None:
        chances = [estimate.meets_chance]
    else:
        chances = [sum(estimate.level_chances[level:]) for level in range(1, top_level + 1)]
    return sum(p * (1 - p) if is_based else DOUBT_OF_EVEN_ODDS for p in chances)


def _outcomes(asked: _Question, one: View | Piece) -> Iterator[Basis]:
    """What may be known afterwards: one basis for each mark, or the one with the piece."""
    basis = asked.basis
    if isinstance(one, Piece):
        yield replace(basis, pieces=(*basis.pieces, one))
        return
    for mark in range(asked.ladder.top_level + 1):
        yield set_own_word_aside(replace(basis, views=(*basis.views, replace(one, level=mark))))


def _weigh_outcomes(
    one: View | Piece, seen: list[float], after: list[Estimate], now: Estimate
) -> list[tuple[float, Estimate]]:
    """Each outcome with its chance; a piece turns up if a mark of its level or above would."""
    if isinstance(one, Piece):
        chance = math.fsum(seen[one.level :])
        return [(chance, after[0]), (1 - chance, now)]
    return list(zip(seen, after, strict=True))


def _sharpener(
    asked: _Question, one: View | Piece, now: Estimate, after: list[tuple[float, Estimate]]
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


def _further_pieces(asked: _Question) -> Iterator[Piece]:
    """Evidence that could be had, of the level asked for or else the one that is most likely."""
    for support in _CONFIRMED:
        yield Piece(
            place=asked.place, level=asked.level, support=support, seen_on=asked.as_of, fact=_COMING
        )


def _further_views(asked: _Question) -> Iterator[View]:
    """One view of each kind that can be had; its level is still open."""
    basis = asked.basis
    managers = [view for view in basis.views if view.source == "manager"]
    # A person mostly has one manager: who has rated would rate again.
    yield _view(asked, "manager", managers[-1].rater if managers else "coming")
    for source in _NAMELESS:
        yield _view(asked, source, "coming")
    if _may_have_reports(basis):
        yield _view(asked, "report", "coming")
    if not basis.others_have_rated:
        yield _view(asked, "self", "self")


def _view(asked: _Question, source: RatingSource, rater: str) -> View:
    return View(
        place=asked.place,
        level=0,
        rater=rater,
        name="",
        source=source,
        seen_on=asked.as_of,
        fact=_COMING,
    )


def _may_have_reports(basis: Basis) -> bool:
    leads = basis.held_role is not None and basis.held_role.tracks == ("management",)
    return leads or any(view.source == "report" for view in basis.views)


def _estimate(asked: _Question, basis: Basis, scored: Scored) -> Estimate:
    return estimate_at(
        basis,
        asked.ladder,
        asked.place,
        mean=float(scored.mean[asked.place]),
        sd=float(scored.sd[asked.place]),
        compared_role=asked.role,
    )
