"""How strictly a rater marks, as told by vignettes: invented people whose levels are known."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder
from headway.core.ratings import VignetteForm, named_rater
from headway.core.ratings.vignettes import Vignette, VignetteSet

# How far, in logits, the level that a scene shows may lie from the intended one. A level is 1.33
# wide on a scale of four, so that about one reader in four may see a neighbour: our judgement, to be
# replaced by what blind raters say.
SD_OF_INTENDED = 0.6
# How far a rater's severity may move in a year, in logits; as much as a level may: our judgement.
SD_OF_DRIFT_A_YEAR = 0.35
DAYS_PER_YEAR = 365.25
FEWEST, MOST = 2, 4
WIDTH_OF_A_SINGLE_LEVEL = 1.22


def default_calibration(ladder: Ladder) -> rating_model.Calibration:
    """The shipped calibration, its steps spread over as many levels as `ladder` has."""
    return rating_model.Calibration(steps=rating_model.default_steps(ladder.top_level))


def choose_vignettes(
    shipped: VignetteSet, earlier: Iterable[VignetteForm], ladder: Ladder, *, wanted: int = 3
) -> tuple[Vignette, ...]:
    """The `wanted` (2 to 4) vignettes that tell most about how strictly a rater marks.

    Those in `earlier`, the rater's own forms, are left out: who knows a scene remembers the answer.
    Each next one is that whose answers, if they were as intended, would leave the severity least
    uncertain; of equals the one whose main level was asked about least, then the first. Raises
    InvalidInputError for another number.
    """
    if not FEWEST <= wanted <= MOST:
        raise InvalidInputError(f"Two to four vignettes at a time, not {wanted}.")
    done = {key.partition("/")[0] for form in earlier for key in (*form.marks, *form.intended)}
    left = [vignette for vignette in shipped.vignettes if vignette.slug not in done]
    chosen: list[Vignette] = []
    while left and len(chosen) < wanted:
        best = min(left, key=lambda vignette: _vagueness(vignette, chosen, ladder))
        chosen.append(best)
        left.remove(best)
    return tuple(chosen)


def find_severity(
    forms: Iterable[VignetteForm], ladder: Ladder, calibration: rating_model.Calibration
) -> rating_model.SourceEffect:
    """How strictly the rater of `forms` marks; what nobody can tell is N(0, sd_severity^2).

    Of several answers to one question the last counts. What a vignette was not meant to show, and
    levels and competencies that `ladder` lacks, are left out.
    """
    places = {competency.slug: place for place, competency in enumerate(ladder.competencies)}
    answers: dict[str, tuple[int, int]] = {}
    for form in forms:
        told = ((key, mark, form.intended.get(key)) for key, mark in form.marks.items())
        answers |= {key: (mark, intended) for key, mark, intended in told if intended is not None}
    known = [
        (key, places[key.partition("/")[2]], mark, intended)
        for key, (mark, intended) in sorted(answers.items())
        if key.partition("/")[2] in places and max(mark, intended) <= ladder.top_level
    ]
    return _severity(known, calibration)


def _severity(
    known: Sequence[tuple[str, int, int, int]], calibration: rating_model.Calibration
) -> rating_model.SourceEffect:
    # Turned about: what is sought is leniency, and each scene's level only moves the steps.
    observations = [
        rating_model.Observation(
            competency=0,
            mark=mark,
            rater=key.partition("/")[0],
            source=key,
            steps=tuple(step - middle_of(intended, steps) for step in steps),
        )
        for key, place, mark, intended in known
        for steps in [calibration.steps_of(place)]
    ]
    turned = rating_model.Calibration(
        sd_general=0.0,
        sd_specific=calibration.sd_severity,
        sd_severity=0.0,
        sd_halo=calibration.sd_vignette,
        sources={key: rating_model.SourceEffect(sd=SD_OF_INTENDED) for key, *_ in known},
    )
    posterior = rating_model.score(observations, [0.0], turned)
    return rating_model.SourceEffect(mean=-float(posterior.mean[0]), sd=float(posterior.sd[0]))


@cache
def middle_of(level: int, steps: tuple[float, ...]) -> float:
    """The middle of a level on a scale of these steps, in logits; outer levels have mean width."""
    bars = [rating_model.bar(steps, number) for number in range(1, len(steps) + 1)]
    band = (bars[-1] - bars[0]) / (len(bars) - 1) if len(bars) > 1 else WIDTH_OF_A_SINGLE_LEVEL
    edges = (bars[0] - band, *bars, bars[-1] + band)
    return (edges[level] + edges[level + 1]) / 2


def find_severities(
    known: Dossier, ladder: Ladder, calibration: rating_model.Calibration, *, as_of: date
) -> dict[str, rating_model.SourceEffect]:
    """The severity of every named rater in `known` who has marked vignettes, by `named_rater`.

    Of several answers to one question the last counts. What is told fades from the day of the last
    form on.
    """
    forms: dict[str, list[VignetteForm]] = {}
    last: dict[str, date] = {}
    for fact, form in known.each(VignetteForm):
        if rater := named_rater(form.rater):
            forms.setdefault(rater, []).append(form)
            last[rater] = fact.happened_on
    return {
        rater: fade(
            find_severity(given, ladder, calibration), calibration, (as_of - last[rater]).days
        )
        for rater, given in sorted(forms.items())
    }


def fade(
    severity: rating_model.SourceEffect, calibration: rating_model.Calibration, days: int
) -> rating_model.SourceEffect:
    """What is still known of a severity that many days later: pulled to the middle and widened."""
    drift = SD_OF_DRIFT_A_YEAR * math.sqrt(max(0, days) / DAYS_PER_YEAR)
    sd = calibration.sd_severity
    faded = rating_model.carry_over({"": severity}, sd_drift=min(sd, drift), sd_severity=sd)
    return faded[""]


def with_known_raters(
    calibration: rating_model.Calibration, known: Dossier, ladder: Ladder, *, as_of: date
) -> rating_model.Calibration:
    """`calibration` with the severity of those raters in `known` whom vignettes tell of.

    What it says of a rater itself goes before: an organisation's calibration has the vignettes in it.
    """
    told = find_severities(known, ladder, calibration, as_of=as_of)
    return replace(calibration, raters={**told, **calibration.raters}) if told else calibration


def _vagueness(vignette: Vignette, chosen: Sequence[Vignette], ladder: Ladder) -> tuple[float, int]:
    """The SD of severity if `chosen` and `vignette` were marked as intended, and how worn a level is."""
    calibration = default_calibration(ladder)
    intended = {
        f"{v.slug}/{shown.competency}": shown.level
        for v in (*chosen, vignette)
        for shown in v.shows
    }
    form = VignetteForm(rater="", source="self", marks=intended, intended=intended)
    worn = sum(v.shows[0].level == vignette.shows[0].level for v in chosen)
    return round(find_severity([form], ladder, calibration).sd, 3), worn
