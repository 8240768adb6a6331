"""Where a person stands: a level per competency, with its range and what it rests on."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from headway.algorithms import rating_model
from headway.core.dossier import Dossier, Fact, find_held_role
from headway.core.evidence import CompetencyTag, EvidenceItem, Support
from headway.core.ladder import Competency, Ladder, Role
from headway.core.profile import Aim, Position
from headway.core.ratings import RatingForm

State = Literal["shown", "too little to tell", "not yet"]
# The prior SD of a level in logits: sqrt(1.0^2 + .7^2); effects of opportunities are told in it.
SD_OF_LEVEL = 1.22
SHOWN_FROM = 0.8
NOT_YET_UP_TO = 0.2
# The outermost steps of the shipped calibration, in logits.
OUTERMOST_STEP = 2.0
# Shares of one rating's information; all evidence on a competency together weighs at most one.
EVIDENCE_WEIGHT: dict[Support, float] = {"claimed": 0.3, "corroborated": 0.6, "verified": 0.8}
Z_OF_MIDDLE_80 = 1.2815515655446004
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the facts say of one competency.

    `mean` and `sd` are in logits. `median_position`, `low_position`, `high_position` (the middle
    80 %) and `bar_position` are on the scale that charts draw: 0 is where nobody is placed lower, a
    level L begins at L and ends at L + 1. `level_chances[L]` is the chance that the level is L.
    `bar_level` is the level the compared role asks for (None: it asks for none), `bar` where that level
    begins in logits, `meets_chance` the chance of being at it or above.
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
class _Views:
    """The forms that count, as the model takes them, and how many speak of each competency."""

    forms: tuple[rating_model.Form, ...]
    view_counts: Counter[str]
    evidence_counts: Counter[str]


def estimate_levels(
    dossier: Dossier, ladder: Ladder, *, as_of: date, compared_role: Role | None = None
) -> Standing:
    """A level for every competency of `ladder`, from what was known by the end of `as_of`.

    Pools all forms by the hierarchical model of `algorithms.rating_model` with the shipped
    calibration. A self-rating and evidence that nobody else confirmed count only until somebody else
    has rated. Without any rating or evidence on a competency its state is "too little to tell": a
    title alone shows nothing and denies nothing.
    """
    known = dossier.known_by(as_of)
    calibration = default_calibration(ladder)
    held = find_held_role(known, ladder, as_of)
    forms = [(fact, form) for fact, form in known.each(RatingForm) if form.marks]
    others_have_rated = any(form.source != "self" for _, form in forms)
    views = _gather(known, forms, ladder, calibration, as_of, with_own=not others_have_rated)
    posterior = rating_model.score(
        views.forms, _prior_means(known, ladder, held, calibration), calibration
    )
    return Standing(
        as_of=as_of,
        ladder=ladder.slug,
        ladder_version=ladder.version,
        held_role=held.slug if held else "",
        compared_role=compared_role.slug if compared_role else "",
        estimates=tuple(
            _estimate(
                competency,
                mean=float(posterior.mean[index]),
                sd=float(posterior.sd[index]),
                bars=_bars(calibration),
                views=views,
                bar_level=compared_role.expected.get(competency.slug) if compared_role else None,
            )
            for index, competency in enumerate(ladder.competencies)
        ),
        others_have_rated=others_have_rated,
    )


def default_calibration(ladder: Ladder) -> rating_model.Calibration:
    """The shipped calibration, its steps spread evenly over as many levels as `ladder` has."""
    if ladder.top_level == 1:
        return rating_model.Calibration(steps=(0.0,))
    gap = 2 * OUTERMOST_STEP / (ladder.top_level - 1)
    steps = tuple(-OUTERMOST_STEP + gap * k for k in range(ladder.top_level))
    return rating_model.Calibration(steps=steps)


def _bars(calibration: rating_model.Calibration) -> tuple[float, ...]:
    """Where each level from 1 on begins, in logits."""
    levels = range(1, len(calibration.steps) + 1)
    return tuple(rating_model.bar(calibration.steps, level) for level in levels)


def _prior_means(
    known: Dossier, ladder: Ladder, held: Role | None, calibration: rating_model.Calibration
) -> NDArray[np.float64]:
    """Half a chance to meet each expectation of the role one holds; 0 where nothing is known."""
    bars = _bars(calibration)
    aim = known.latest(Aim)
    if held is None and known.latest(Position) is None and not (aim and aim.current_role):
        return np.zeros(len(ladder.competencies))
    expected = held.expected if held else {}
    return np.array([bars[max(1, expected.get(c.slug, 1)) - 1] for c in ladder.competencies])


def _gather(
    known: Dossier,
    forms: list[tuple[Fact, RatingForm]],
    ladder: Ladder,
    calibration: rating_model.Calibration,
    as_of: date,
    *,
    with_own: bool,
) -> _Views:
    places = {c.slug: index for index, c in enumerate(ladder.competencies)}
    counted = [(f, form) for f, form in forms if with_own or form.source != "self"]
    items = [(f, item) for f, item in _counting_evidence(known, with_claimed=with_own)]
    weights = _evidence_weights([item for _, item in items])
    rated = [_rating_form(f, form, places, calibration, as_of) for f, form in counted]
    shown = [_evidence_form(f, item, places, weights, calibration, as_of) for f, item in items]
    return _Views(
        forms=tuple(form for form in _merge(rated + shown) if form.observations),
        view_counts=Counter(c for _, form in counted for c in form.marks if c in places),
        evidence_counts=Counter(t.competency for _, item in items for t in _levelled(item)),
    )


def _counting_evidence(
    known: Dossier, *, with_claimed: bool
) -> Iterator[tuple[Fact, EvidenceItem]]:
    for fact, item in known.each(EvidenceItem):
        if not item.is_draft and (with_claimed or item.support != "claimed"):
            yield fact, item


def _levelled(item: EvidenceItem) -> list[CompetencyTag]:
    """The tags that claim a level of 1 or more; a candidate alone says nothing of a level."""
    return [tag for tag in item.tags if tag.level]


def _evidence_weights(items: list[EvidenceItem]) -> dict[str, float]:
    """By competency, the factor that keeps all its evidence together at the weight of one rating."""
    totals: Counter[str] = Counter()
    for item in items:
        for tag in _levelled(item):
            totals[tag.competency] += EVIDENCE_WEIGHT[item.support]
    return {slug: min(1.0, 1.0 / total) for slug, total in totals.items()}


def _rating_form(
    fact: Fact,
    form: RatingForm,
    places: Mapping[str, int],
    calibration: rating_model.Calibration,
    as_of: date,
) -> rating_model.Form:
    return rating_model.Form(
        rater="self" if form.source == "self" else form.rater.casefold(),
        source=form.source,
        age_years=_years(fact.happened_on, as_of),
        observations=tuple(
            rating_model.Observation(
                competency=places[slug],
                category=min(level, len(calibration.steps)),
                steps=calibration.steps,
            )
            for slug, level in form.marks.items()
            if slug in places
        ),
    )


def _evidence_form(
    fact: Fact,
    item: EvidenceItem,
    places: Mapping[str, int],
    weights: Mapping[str, float],
    calibration: rating_model.Calibration,
    as_of: date,
) -> rating_model.Form:
    """An act that was seen is a yes to one question, placed where its level begins.

    It says "at least": evidence of a Working act never pulls an Expert down. What nobody else
    confirmed is the person's own view and shares the self-rating's impression.
    """
    own = item.support == "claimed"
    return rating_model.Form(
        rater="self" if own else "evidence",
        source="self" if own else "evidence",
        age_years=_years(fact.happened_on, as_of),
        observations=tuple(
            rating_model.Observation(
                competency=places[tag.competency],
                category=1,
                steps=(_bars(calibration)[min(tag.level or 1, len(calibration.steps)) - 1],),
                weight=EVIDENCE_WEIGHT[item.support] * weights[tag.competency],
            )
            for tag in _levelled(item)
            if tag.competency in places
        ),
    )


def _merge(forms: list[rating_model.Form]) -> list[rating_model.Form]:
    """One form for all of a person's own view, one for all confirmed evidence, others as they are.

    Their impression is one however many pieces there are; the merged form's age is the mean of its
    parts' ages.
    """
    merged = [form for form in forms if form.rater not in ("self", "evidence")]
    for rater in ("self", "evidence"):
        parts = [form for form in forms if form.rater == rater and form.observations]
        if parts:
            answers = tuple(o for form in parts for o in form.observations)
            age = sum(form.age_years for form in parts) / len(parts)
            source = parts[0].source
            merged.append(
                rating_model.Form(rater=rater, source=source, age_years=age, observations=answers)
            )
    return merged


def _years(day: date, as_of: date) -> float:
    return max(0, (as_of - day).days) / DAYS_PER_YEAR


def _estimate(
    competency: Competency,
    *,
    mean: float,
    sd: float,
    bars: tuple[float, ...],
    views: _Views,
    bar_level: int | None,
) -> Estimate:
    above = [1.0, *(rating_model.chance_above(mean, sd, bar) for bar in bars), 0.0]
    chances = tuple(a - b for a, b in pairwise(above))
    view_count = views.view_counts[competency.slug]
    evidence_count = views.evidence_counts[competency.slug]
    meets = above[bar_level] if bar_level is not None else None
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
        state=_state(meets, is_based=bool(view_count or evidence_count)),
    )


def _state(meets: float | None, *, is_based: bool) -> State | None:
    if meets is None:
        return None
    if is_based and meets >= SHOWN_FROM:
        return "shown"
    return "not yet" if is_based and meets <= NOT_YET_UP_TO else "too little to tell"


def _position(logit: float, bars: tuple[float, ...]) -> float:
    """A logit on the scale of the drawings: level L begins at L; the outer bands have mean width."""
    band = (bars[-1] - bars[0]) / (len(bars) - 1) if len(bars) > 1 else OUTERMOST_STEP
    edges = (bars[0] - band, *bars, bars[-1] + band)
    return float(np.interp(logit, edges, range(len(edges))))
