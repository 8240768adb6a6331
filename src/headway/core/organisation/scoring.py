"""A kept calibration as one person is scored with it: what others' marks tell of raters and part."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.ladder import Ladder
from headway.core.organisation.calibration import (
    SPREADS,
    OrganisationCalibration,
    PartMean,
    RaterSeverity,
)
from headway.core.ratings import RatingForm, named_rater
from headway.core.standing.severity import default_calibration, fade, find_severities

Effect = rating_model.SourceEffect
NO_PART = PartMean(mean=0.0, sd=0.0, people_count=0)
_LEAST_SD = 1e-3


def scoring_calibration(
    calibration: OrganisationCalibration,
    dossier: Dossier,
    ladder: Ladder,
    *,
    as_of: date,
    pseudonym: Callable[[str], str] = str,
) -> rating_model.Calibration:
    """`calibration` as `estimate_levels` takes it for one person, with what it knows of their raters.

    What a rater wrote about this very person is taken out of their severity again, by its share of
    all their cases, and the person out of the mean of their part: else it would count twice. The part
    is that of most of their raters; without a rater in any, they start from where the steps are. What
    is known fades with the time since `calibration.as_of`. What their raters' severities have in
    common beyond that does not average out among them: each is that much wider, so that their mean is
    as unsure as it is.
    """
    scoring = _scale(calibration, ladder)
    known = dossier.known_by(as_of)
    forms = (form for _, form in known.each(RatingForm))
    names = sorted({named_rater(form.rater) for form in forms if form.source != "self"} - {""})
    kept = {name: calibration.raters.get(pseudonym(name)) for name in names}
    found = {name: told for name, told in kept.items() if told}
    days = (as_of - calibration.as_of).days
    if calibration.is_shipped:
        # Learnt from vignettes alone: those in the record itself are the same, or newer.
        own = find_severities(known, ladder, scoring, as_of=as_of)
        raters = {
            name: fade(Effect(mean=told.mean, sd=told.sd), scoring, days)
            for name, told in found.items()
            if name not in own
        }
        return replace(scoring, raters=raters)
    return _with_part(scoring, calibration.parts, found, days)


def _scale(calibration: OrganisationCalibration, ladder: Ladder) -> rating_model.Calibration:
    """Spreads, steps and sources of `calibration`, shipped ones where it has none."""
    default = default_calibration(ladder)
    steps = [calibration.steps.get(c.slug) for c in ladder.competencies]
    spreads: dict[str, Any] = {n: v for n, v in calibration.spreads.items() if n in SPREADS}
    return replace(
        default,
        **spreads,
        steps=tuple(
            own if own and len(own) == ladder.top_level else default.steps_of(place)
            for place, own in enumerate(steps)
        ),
        sources={**default.sources, **calibration.sources},
    )


def _with_part(
    scoring: rating_model.Calibration,
    parts: Sequence[PartMean],
    found: Mapping[str, RaterSeverity],
    days: int,
) -> rating_model.Calibration:
    """`scoring` with the severities of those `found`, and the mean of the part that most of them are in."""
    number = _choose_part(parts, found)
    part = NO_PART if number is None else parts[number]
    ground = _ground(part, scoring, days)
    raters, following = {}, {}
    for name, told in found.items():
        is_here = number is not None and told.part == number
        one = told if is_here else replace(told, following=0.0)
        severity, follows = _severity(one, part, scoring, days)
        wide = _widened(severity, part.shared_sd if is_here else told.shared_sd, len(found))
        raters[name] = replace(wide, mean=severity.mean + follows * ground.mean)
        following[name] = follows
    return replace(
        scoring,
        raters=raters,
        ground=rating_model.Ground(mean=ground.mean, sd=ground.sd, following=following),
    )


def _choose_part(parts: Sequence[PartMean], found: Mapping[str, RaterSeverity]) -> int | None:
    """The place of the part that most raters are in, of equals the largest, then the first."""
    count = Counter(told.part for told in found.values() if told.part is not None)
    return max(
        count, key=lambda place: (count[place], parts[place].people_count, -place), default=None
    )


def _ground(part: PartMean, scoring: rating_model.Calibration, days: int) -> Effect:
    """A part's mean without one of its people, as much later; it fades as a severity does."""
    if part.people_count < 2:
        return Effect()
    share = 1.0 - 1.0 / part.people_count
    prior_sd = scoring.sd_apart * math.sqrt(share)
    left = _without_share(Effect(mean=part.mean, sd=part.sd), prior_sd, share)
    return fade(left, replace(scoring, sd_severity=prior_sd), days)


def _severity(
    told: RaterSeverity, part: PartMean, scoring: rating_model.Calibration, days: int
) -> tuple[Effect, float]:
    """A severity without one of its cases, as much later, were the part's mean 0; and how it follows that.

    What all cases taught, as precision beyond the prior, is shared out evenly; of a single case
    nothing is left. Each form's own share would be exact, and would have to be kept.
    """
    variance = told.sd**2 - (told.following * part.sd) ** 2
    sd = math.sqrt(max(variance, _LEAST_SD**2))
    share = max(0, told.case_count - 1) / max(1, told.case_count)

    def left_of(mean: float) -> Effect:
        left = _without_share(Effect(mean=mean, sd=sd), scoring.sd_severity, share)
        return fade(left, scoring, days)

    return left_of(told.mean - told.following * part.mean), left_of(told.following).mean


def _without_share(told: Effect, prior_sd: float, left: float) -> Effect:
    """`told` with only the share `left` of what it says beyond N(0, prior_sd^2)."""
    prior = 1 / prior_sd**2
    taught = max(1 / told.sd**2 - prior, 0.0)
    precision = prior + left * taught
    return Effect(mean=left * told.mean * (prior + taught) / precision, sd=1 / math.sqrt(precision))


def _widened(told: Effect, shared_sd: float, count: int) -> Effect:
    """A severity, one of `count`, so wide that the mean of all keeps the variance that all share.

    `score` takes severities as independent, and their mean would have that variance over `count`.
    """
    return replace(told, sd=math.sqrt(told.sd**2 + (count - 1) * shared_sd**2))
