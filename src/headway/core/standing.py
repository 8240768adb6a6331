"""Where a person stands: a level per competency, with its range and what it rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from headway.algorithms import rating_model
from headway.core.dossier import Dossier, Fact, find_held_role
from headway.core.evidence import EvidenceItem, Support
from headway.core.ladder import Competency, Ladder, Role
from headway.core.profile import About, Aim, Position
from headway.core.ratings import RatingForm

State = Literal["shown", "too little to tell", "not yet"]
# The prior SD of a level in logits: sqrt(1.0^2 + .7^2); effects of opportunities are told in it.
SD_OF_LEVEL = 1.22
SHOWN_FROM = 0.8
NOT_YET_UP_TO = 0.2
# Shares of one rating's information, our judgement: what one says oneself, what was confirmed, what
# was checked. All evidence on a competency together weighs at most one rating, and all that nobody
# confirmed as much as one confirmed piece.
EVIDENCE_WEIGHT: dict[Support, float] = {"claimed": 0.3, "corroborated": 0.6, "verified": 0.8}
EVIDENCE_TOGETHER = 1.0
CLAIMS_TOGETHER = 0.6
NO_ROOM = 1e-9
Z_OF_MIDDLE_80 = 1.2815515655446004
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the facts say of one competency.

    `mean` and `sd` are in logits. `median_position`, `low_position` and `high_position` (the middle
    80 %) are on the scale that charts draw: 0 is where nobody is placed lower, a level L begins at L
    and ends at L + 1. `level_chances[L]` is the chance that the level is L. `view_count` is how many
    raters spoke of it, `evidence_count` how many pieces of evidence. `bar_level` is the level the
    compared role asks for (None: it asks for none), `bar` where that level begins in logits,
    `meets_chance` the chance of being at it or above.
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
    bar_level: int | None = None
    bar: float | None = None
    meets_chance: float | None = None
    state: State | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A person's estimates as of a day, against the bars of one role (or none)."""

    as_of: date
    ladder: str
    ladder_version: str
    held_role: str
    compared_role: str
    estimates: tuple[Estimate, ...]
    others_have_rated: bool = False


@dataclass(frozen=True, kw_only=True)
class _View:
    """One rater's mark: `place` is that of the competency in the ladder."""

    place: int
    level: int
    rater: str
    source: str
    seen_on: date


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A piece of evidence of a level of one competency, given by its place in the ladder."""

    place: int
    level: int
    support: Support
    seen_on: date


def estimate_levels(
    dossier: Dossier, ladder: Ladder, *, as_of: date, compared_role: Role | None = None
) -> Standing:
    """A level for every competency of `ladder`, from what was known by the end of `as_of`.

    Pools all forms by the hierarchical model of `algorithms.rating_model` with the shipped
    calibration. A self-rating and evidence that nobody else confirmed count only until somebody else
    has rated. Without any rating or evidence on a competency its state is "too little to tell": a
    title alone shows nothing and denies nothing. Competencies and levels that `ladder` lacks are
    left out.
    """
    known = dossier.known_by(as_of)
    held = find_held_role(known, ladder, as_of)
    views = list(_views(known, ladder))
    others_have_rated = any(view.source != "self" for view in views)
    pieces = list(_pieces(known, ladder))
    if others_have_rated:
        views = [view for view in views if view.source != "self"]
        pieces = [piece for piece in pieces if piece.support != "claimed"]
    return Standing(
        as_of=as_of,
        ladder=ladder.slug,
        ladder_version=ladder.version,
        held_role=held.slug if held else "",
        compared_role=compared_role.slug if compared_role else "",
        estimates=tuple(
            _estimates(
                ladder,
                prior_mean=_prior_mean(known, ladder, held),
                views=views,
                pieces=pieces,
                as_of=as_of,
                expected=compared_role.expected if compared_role else {},
            )
        ),
        others_have_rated=others_have_rated,
    )


def next_question(standing: Standing, *, skip: Set[str]) -> str | None:
    """The competency, not in `skip`, on which one more answer would sharpen a call the most.

    Where the chance to meet the bar is nearest to even and the range widest an answer tells most; a
    competency without a bar is not asked about unless no role is compared. None when all are asked.
    """
    asked_for = [e for e in standing.estimates if e.bar is not None or not standing.compared_role]
    left = [e for e in asked_for if e.competency not in skip]
    if not left:
        return None

    def worth(estimate: Estimate) -> float:
        chance = 0.5 if estimate.meets_chance is None else estimate.meets_chance
        return round(chance * (1 - chance) * estimate.sd, 9)

    return max(left, key=worth).competency


def default_calibration(ladder: Ladder) -> rating_model.Calibration:
    """The shipped calibration, its steps spread over as many levels as `ladder` has."""
    return rating_model.Calibration(steps=rating_model.default_steps(ladder.top_level))


@cache
def _bars(top_level: int) -> tuple[float, ...]:
    """Where each level from 1 on begins, in logits."""
    steps = rating_model.default_steps(top_level)
    return tuple(rating_model.bar(steps, level) for level in range(1, top_level + 1))


def _prior_mean(known: Dossier, ladder: Ladder, held: Role | None) -> NDArray[np.float64]:
    """The middle of each level that the held role asks for; 0 where nothing is known.

    Who holds a role mostly meets what it asks for: a chance of about 70 in 100 to meet each level.
    What it does not ask for, and somebody whose history holds no role, starts where level 1 begins.
    """
    aim = known.latest(Aim)
    history = known.latest(Position) or known.latest(About) or (aim and aim.current_role)
    if held is None and not history:
        return np.zeros(len(ladder.competencies))
    expected = held.expected if held else {}
    starts = _starting_points(ladder.top_level)
    return np.array([starts[expected.get(c.slug, 0)] for c in ladder.competencies])


def _starting_points(top_level: int) -> tuple[float, ...]:
    """Where the first level begins, then the middle of every level from 1 on, in logits."""
    bars = _bars(top_level)
    band = (bars[-1] - bars[0]) / (top_level - 1) if top_level > 1 else SD_OF_LEVEL
    middles = [(low + high) / 2 for low, high in pairwise((*bars, bars[-1] + band))]
    return (bars[0], *middles)


def _views(known: Dossier, ladder: Ladder) -> Iterator[_View]:
    """All marks, in the order of facts and ladder: how a form was typed or kept changes no digit."""
    for fact, form in known.each(RatingForm):
        for place, competency in enumerate(ladder.competencies):
            level = form.marks.get(competency.slug, -1)
            if 0 <= level <= ladder.top_level:
                yield _View(
                    place=place,
                    level=level,
                    rater=_rater(fact, form),
                    source=form.source,
                    seen_on=fact.happened_on,
                )


def _rater(fact: Fact, form: RatingForm) -> str:
    """Who speaks: oneself under any name, a named person, or an unknown one for each nameless form."""
    if form.source == "self":
        return "self"
    return f"named {form.rater.strip().casefold()}" if form.rater.strip() else f"form {fact.id}"


def _pieces(known: Dossier, ladder: Ladder) -> Iterator[_Piece]:
    """All evidence of a level but drafts; a tag without one is a candidate and says nothing yet."""
    places = {competency.slug: place for place, competency in enumerate(ladder.competencies)}
    for fact, item in known.each(EvidenceItem):
        levels = {tag.competency: tag.level for tag in item.tags if tag.level}
        for slug, level in sorted(levels.items()):
            if not item.is_draft and slug in places and level <= ladder.top_level:
                yield _Piece(
                    place=places[slug], level=level, support=item.support, seen_on=fact.happened_on
                )


def _weigh(pieces: Iterable[_Piece]) -> Iterator[tuple[_Piece, float]]:
    """The pieces that count, highest level first, until they weigh as much as one rating.

    One's own claims have a smaller limit of their own, as part of one's own view: sharing one limit, a
    claim that had to make room for somebody's confirmation could lower what it speaks of.
    Sharing that weight out among all was the alternative: ten small things told would then thin out
    the one large thing, and a long diary would make every page slow.
    """
    taken: dict[tuple[int, bool], float] = {}
    for piece in sorted(pieces, key=_weakness):
        is_own = piece.support == "claimed"
        place = (piece.place, is_own)
        room = (CLAIMS_TOGETHER if is_own else EVIDENCE_TOGETHER) - taken.get(place, 0.0)
        weight = min(EVIDENCE_WEIGHT[piece.support], room)
        if weight > NO_ROOM:
            taken[place] = taken.get(place, 0.0) + weight
            yield piece, weight


def _weakness(piece: _Piece) -> tuple[int, float, int]:
    """By level, then by support, then the newest first."""
    return -piece.level, -EVIDENCE_WEIGHT[piece.support], -piece.seen_on.toordinal()


def _observe(
    views: Iterable[_View], pieces: Iterable[_Piece], as_of: date
) -> Iterator[rating_model.Observation]:
    """Marks and acts as the model takes them.

    An act that was seen says "at least": evidence of a Working act never pulls an Expert down. What
    nobody else confirmed is the person's own view and shares the self-rating's impression.
    """
    for view in views:
        yield rating_model.Observation(
            competency=view.place,
            mark=view.level,
            rater=view.rater,
            source=view.source,
            age_years=_years(view.seen_on, as_of),
        )
    for piece, weight in _weigh(pieces):
        is_own = piece.support == "claimed"
        yield rating_model.Observation(
            competency=piece.place,
            mark=piece.level,
            rater="self" if is_own else "evidence",
            source="self" if is_own else piece.support,
            weight=weight,
            age_years=_years(piece.seen_on, as_of),
            is_at_least=True,
        )


def _years(day: date, as_of: date) -> float:
    return (as_of - day).days / DAYS_PER_YEAR


def _estimates(
    ladder: Ladder,
    *,
    prior_mean: NDArray[np.float64],
    views: list[_View],
    pieces: list[_Piece],
    as_of: date,
    expected: Mapping[str, int],
) -> Iterator[Estimate]:
    calibration = default_calibration(ladder)
    posterior = rating_model.score(list(_observe(views, pieces, as_of)), prior_mean, calibration)
    at_least = [
        rating_model.chance_at_least(posterior, level, calibration.steps).tolist()
        for level in range(ladder.top_level + 1)
    ]
    view_counts = Counter(place for place, _ in {(view.place, view.rater) for view in views})
    evidence_counts = Counter(piece.place for piece in pieces)
    for place, competency in enumerate(ladder.competencies):
        yield _estimate(
            competency,
            mean=float(posterior.mean[place]),
            sd=float(posterior.sd[place]),
            at_least=[chances[place] for chances in at_least],
            view_count=view_counts[place],
            evidence_count=evidence_counts[place],
            bar_level=expected.get(competency.slug),
        )


def _estimate(
    competency: Competency,
    *,
    mean: float,
    sd: float,
    at_least: list[float],
    view_count: int,
    evidence_count: int,
    bar_level: int | None,
) -> Estimate:
    bars = _bars(len(at_least) - 1)
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
        bar_level=bar_level,
        bar=bars[bar_level - 1] if bar_level else None,
        meets_chance=meets,
        state=_state(meets, is_based=view_count + evidence_count > 0),
    )


def _state(meets: float | None, *, is_based: bool) -> State | None:
    if meets is None:
        return None
    if is_based and meets >= SHOWN_FROM:
        return "shown"
    return "not yet" if is_based and meets <= NOT_YET_UP_TO else "too little to tell"


def _position(logit: float, bars: tuple[float, ...]) -> float:
    """A logit on the scale of the drawings: level L begins at L; the outer bands have mean width."""
    band = (bars[-1] - bars[0]) / (len(bars) - 1) if len(bars) > 1 else 2.0
    edges = (bars[0] - band, *bars, bars[-1] + band)
    return float(np.interp(logit, edges, range(len(edges))))
