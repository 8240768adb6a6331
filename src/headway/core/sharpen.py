"""What single further view of a competency would sharpen its call most, expected over what it may say."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from headway.algorithms import rating_model
from headway.algorithms.rating_model.foresee import foresee_marks
from headway.core.basis import Basis, Piece, View, observe, set_own_word_aside
from headway.core.ladder import Ladder, Role
from headway.core.ratings import RatingSource
from headway.core.standing import Estimate, estimate_from

FurtherView = Literal[
    "self", "manager", "peer", "report", "stakeholder", "corroborated", "verified"
]
# A competency of which nobody has said anything can't be called: its doubt is that of even odds.
DOUBT_OF_EVEN_ODDS = 0.25
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
    """What is asked: which competency (by its place), of what is known, against which role, when."""

    basis: Basis
    ladder: Ladder
    place: int
    role: Role | None
    as_of: date


def find_sharpeners(
    basis: Basis, ladder: Ladder, competency: str, *, as_of: date, compared_role: Role | None
) -> tuple[Sharpener, ...]:
    """Every kind of further view, the one that is expected to leave the least doubt first.

    Preposterior analysis (Raiffa and Schlaifer 1961, chapter 4): for each mark that the view may turn
    out to be, the competency is estimated anew, by the rules that would then hold (one's own word
    stands aside once another has rated), and weighed by the chance of that mark as of now. A piece of
    evidence may turn out not to exist: nothing changes then. Raises UnknownNameError.
    """
    ladder.competency(competency)
    slugs = [each.slug for each in ladder.competencies]
    asked = _Question(
        basis=basis,
        ladder=ladder,
        place=slugs.index(competency),
        role=compared_role,
        as_of=as_of,
    )
    now = _estimate(asked, basis)
    found = [*_by_a_mark(asked, now), *_by_evidence(asked, now)]
    return tuple(sorted(found, key=lambda s: (round(s.doubt_after, 9), s.view)))


def measure_doubt(estimate: Estimate, top_level: int) -> float:
    """How far a call is from certain; see Sharpener."""
    is_based = estimate.view_count + estimate.evidence_count > 0
    if estimate.meets_chance is not None:
        chances = [estimate.meets_chance]
    else:
        chances = [sum(estimate.level_chances[level:]) for level in range(1, top_level + 1)]
    return sum(p * (1 - p) if is_based else DOUBT_OF_EVEN_ODDS for p in chances)


def _by_a_mark(asked: _Question, now: Estimate) -> Iterator[Sharpener]:
    for view in _further_views(asked):
        basis = asked.basis
        coming = next(o for o in observe(replace(basis, views=(view,), pieces=()), asked.as_of))
        chances = foresee_marks(
            list(observe(basis, asked.as_of)),
            basis.prior_mean,
            basis.calibration,
            coming,
        ).tolist()
        after = [
            _estimate(asked, _with_view(basis, replace(view, level=level)))
            for level in range(len(chances))
        ]
        yield _sharpener(asked, view.source, None, now, list(zip(chances, after, strict=True)))


def _by_evidence(asked: _Question, now: Estimate) -> Iterator[Sharpener]:
    level = now.bar_level or max(1, now.most_likely_level)
    for support in _CONFIRMED:
        piece = Piece(
            place=asked.place, level=level, support=support, seen_on=asked.as_of, fact=_COMING
        )
        coming = rating_model.Observation(
            competency=asked.place, mark=level, rater="evidence", source=support
        )
        basis = asked.basis
        marks = foresee_marks(
            list(observe(basis, asked.as_of)),
            basis.prior_mean,
            basis.calibration,
            coming,
        )
        chance = float(marks[level:].sum())
        given = _estimate(asked, replace(basis, pieces=(*basis.pieces, piece)))
        yield _sharpener(asked, support, level, now, [(chance, given), (1 - chance, now)])


def _sharpener(
    asked: _Question,
    view: FurtherView,
    level: int | None,
    now: Estimate,
    after: list[tuple[float, Estimate]],
) -> Sharpener:
    top = asked.ladder.top_level
    return Sharpener(
        view=view,
        level=level,
        doubt_now=measure_doubt(now, top),
        doubt_after=sum(chance * measure_doubt(estimate, top) for chance, estimate in after),
        chance_of_a_call=math.fsum(
            chance for chance, estimate in after if estimate.state in ("shown", "not yet")
        ),
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


def _with_view(basis: Basis, view: View) -> Basis:
    return set_own_word_aside(replace(basis, views=(*basis.views, view)))


def _estimate(asked: _Question, basis: Basis) -> Estimate:
    found = estimate_from(basis, asked.ladder, as_of=asked.as_of, compared_role=asked.role)
    return found[asked.place]
