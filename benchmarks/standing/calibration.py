"""What a kept calibration is worth to one person: error and ranges with it and with the shipped one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import cast
from uuid import UUID

import numpy as np
from benchmarks.standing.rows import Row, within
from benchmarks.standing.simulate import TYPICAL, draw_marks, simulate
from numpy.typing import NDArray

from headway.algorithms.rating_model import Ratings
from headway.core.dossier import Dossier, Fact
from headway.core.ladder import Ladder
from headway.core.organisation.calibration import OrganisationCalibration, calibrate_organisation
from headway.core.organisation.scoring import scoring_calibration
from headway.core.ratings import RatingForm, RatingSource
from headway.core.standing import Standing, estimate_levels
from headway.formats import built_in

Floats = NDArray[np.float64]

PEOPLE, FORMS, COMPETENCIES = 80, 3, 8
APART = 147
AS_OF = date(2026, 11, 1)
MOMENT = datetime.combine(AS_OF, time(9), UTC)
Z_OF_MIDDLE_90 = 1.645


@dataclass(frozen=True, kw_only=True)
class Told:
    """Error (root mean square, logits) and share inside 90 % ranges: shipped, then calibrated."""

    errors: tuple[float, float]
    covered: tuple[float, float]


@cache
def _ladder() -> Ladder:
    whole = built_in.ladder()
    return replace(whole, competencies=whole.competencies[:COMPETENCIES])


def organisation(raters: int, seed: int) -> tuple[tuple[Dossier, ...], Floats]:
    """People each marked by three of so many named peers, and their true levels (people, competencies)."""
    random, regime, ladder = np.random.default_rng(seed), TYPICAL, _ladder()
    level = random.normal(0, regime.sd_general, (PEOPLE, 1))
    level = level + random.normal(0, regime.sd_specific, (PEOPLE, COMPETENCIES))
    severity = random.normal(0, regime.sd_severity, raters)
    steps = np.tile(np.linspace(-2, 2, ladder.top_level), (COMPETENCIES, 1))
    steps = steps + random.normal(0, regime.sd_location, (COMPETENCIES, 1))
    slugs = [competency.slug for competency in ladder.competencies]
    people = []
    for person in range(PEOPLE):
        chosen = random.choice(raters, FORMS, replace=False)
        lean = severity[chosen] + random.normal(0, regime.sd_halo, FORMS)
        marks = draw_marks(level[person] - lean[:, None], steps, random).tolist()
        facts = tuple(
            Fact(
                id=UUID(int=1 + FORMS * person + turn),
                body=RatingForm(
                    rater=f"Rater {rater}",
                    source="manager",
                    marks=dict(zip(slugs, row, strict=True)),
                ),
                happened_on=AS_OF,
                recorded_at=MOMENT,
            )
            for turn, (rater, row) in enumerate(zip(chosen.tolist(), marks, strict=True))
        )
        people.append(Dossier(owner=UUID(int=10_000 + person), facts=facts))
    return tuple(people), level


@cache
def compare(raters: int, seed: int) -> Told:
    """Everybody estimated with the shipped calibration, and with the one learnt from all of them."""
    people, level = organisation(raters, seed)
    ladder = _ladder()
    kept = calibrate_organisation(people, ladder, as_of=AS_OF)
    shipped = [estimate_levels(person, ladder, as_of=AS_OF) for person in people]
    calibrated = [_score(person, kept) for person in people]
    (error, inside), (less, held) = (_measure(found, level) for found in (shipped, calibrated))
    return Told(errors=(error, less), covered=(inside, held))


def _score(person: Dossier, kept: OrganisationCalibration) -> Standing:
    scoring = scoring_calibration(kept, person, _ladder(), as_of=AS_OF)
    return estimate_levels(person, _ladder(), as_of=AS_OF, calibration=scoring)


def _read(found: Sequence[Standing]) -> tuple[Floats, Floats]:
    """Means and SDs, each of shape (people, competencies)."""
    mean = np.array([[e.mean for e in standing.estimates] for standing in found])
    return mean, np.array([[e.sd for e in standing.estimates] for standing in found])


def _measure(found: Sequence[Standing], level: Floats) -> tuple[float, float]:
    mean, sd = _read(found)
    error = mean - level
    inside = np.abs(error) < Z_OF_MIDDLE_90 * sd
    return float(np.sqrt(np.mean(error**2))), float(np.mean(inside))


def as_dossiers(ratings: Ratings) -> tuple[Dossier, ...]:
    """The same marks as forms, as they stand in people's records."""
    slugs = [competency.slug for competency in _ladder().competencies]
    forms: dict[tuple[int, int, str], dict[str, int]] = {}
    columns = (ratings.person, ratings.rater, ratings.source, ratings.competency, ratings.mark)
    for person, rater, source, place, mark in zip(*(c.tolist() for c in columns), strict=True):
        key = person, rater, ratings.sources[source]
        forms.setdefault(key, {})[slugs[place]] = mark
    facts: dict[int, list[Fact]] = {person: [] for person in range(len(ratings.prior_mean))}
    for number, ((person, rater, source), marks) in enumerate(sorted(forms.items()), 1):
        body = RatingForm(
            rater=ratings.raters[rater], source=cast("RatingSource", source), marks=marks
        )
        facts[person].append(
            Fact(id=UUID(int=number), body=body, happened_on=AS_OF, recorded_at=MOMENT)
        )
    return tuple(
        Dossier(owner=UUID(int=100_000 + person), facts=tuple(own)) for person, own in facts.items()
    )


@cache
def score_apart(seed: int, strength: float) -> tuple[float, float, float]:
    """The team that is linked to nobody, each scored alone: mean error, and coverage of 90 % ranges.

    Then the mean error were the means of parts not kept.
    """
    ratings, truth = simulate(
        APART, seed=seed, competencies=COMPETENCIES, teams_apart=1, strength_apart=strength
    )
    people = as_dossiers(ratings)
    kept = calibrate_organisation(people, _ladder(), as_of=AS_OF)
    raters = {n: replace(told, part=None, following=0.0) for n, told in kept.raters.items()}
    bare = replace(kept, parts=(), raters=raters)
    members = np.flatnonzero(truth.team == truth.team.max()).tolist()
    mean, sd = _read([_score(people[person], kept) for person in members])
    without, _ = _read([_score(people[person], bare) for person in members])
    error = mean - truth.level[members]
    inside = np.abs(error) < Z_OF_MIDDLE_90 * sd
    bias_without = (without - truth.level[members]).mean()
    return float(error.mean()), float(inside.mean()), float(bias_without)


def measure(*, quick: bool) -> list[Row]:
    """Rows for many raters and for few, then of a team apart, each a mean over seeds."""
    rows = [row for raters in (60, 20) for row in _rows(raters, range(4 if quick else 40))]
    return [*rows, *_apart_rows(range(4 if quick else 24))]


def _rows(raters: int, seeds: Sequence[int]) -> Iterator[Row]:
    told = [compare(raters, seed) for seed in seeds]
    before, after = np.mean([each.errors for each in told], axis=0).tolist()
    shipped, covered = np.mean([each.covered for each in told], axis=0).tolist()
    yield Row(
        name=f"Error with a kept calibration over the shipped one's, {raters} raters",
        figure=f"{after / before:.3f}",
        target="< 1",
        holds=after < before,
        note=f"{before:.3f} and {after:.3f} logits; {PEOPLE} people, {FORMS} raters each, "
        f"{COMPETENCIES} competencies; {len(seeds)} seeds",
    )
    yield Row(
        name=f"90 % ranges hold the truth with a kept calibration, {raters} raters",
        figure=f"{covered:.3f}",
        target="0.88 to 0.92",
        holds=0.88 <= covered <= 0.92,
        note=f"with the shipped one {shipped:.3f}",
    )


def _apart_rows(seeds: Sequence[int]) -> Iterator[Row]:
    strong, plain = (
        np.mean([score_apart(seed, strength) for seed in seeds], axis=0).tolist()
        for strength in (1.0, 0.0)
    )
    shift, without = strong[0] - plain[0], strong[2] - plain[2]
    yield Row(
        name="A team 1 logit stronger, linked to nobody, scored one by one: mean error in logits",
        figure=f"{shift:+.2f}",
        target="≤ 0.20",
        holds=abs(shift) <= 0.20,
        note=f"{without:+.2f} were the means of parts not kept; 7 people among {APART}, "
        f"{len(seeds)} seeds; beside the same team with nothing special",
    )
    name = "A team 1 logit stronger, scored one by one: 90 % ranges hold the truth"
    yield within(name, strong[1], 0.88, 0.92, f"with nothing special {plain[1]:.3f}")
