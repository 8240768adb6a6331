"""What no rating can tell: a team that is linked to nobody, stronger or with raters more lenient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from benchmarks.standing.rows import Row, within
from benchmarks.standing.simulate import simulate, with_vignettes

from headway.algorithms.rating_model import Calibration, calibrate

PEOPLE = 147
# What nobody has checked yet: how far a written case lies from what was meant, in logits.
SD_OF_INTENDED = 0.6
Z_OF_MIDDLE_90 = 1.6448536269514722


@cache
def bias_of_team_apart(
    seed: int, *, strength: float = 0.0, severity: float = 0.0, vignettes: int = 0
) -> tuple[float, float]:
    """Mean error, and coverage of 90 % ranges, in the one team that is linked to nobody else.

    With `vignettes` each rater of the team marks as many.
    """
    ratings, truth = simulate(
        PEOPLE, seed=seed, teams_apart=1, strength_apart=strength, severity_apart=severity
    )
    members = np.flatnonzero(truth.team == truth.team.max())
    if vignettes:
        raters = np.append(members, PEOPLE + truth.team.max())
        ratings = with_vignettes(
            ratings,
            truth,
            raters,
            count=vignettes,
            known_sd=SD_OF_INTENDED,
            reading_sd=Calibration().sd_vignette,
            seed=seed,
        )
    fitted = calibrate(ratings, Calibration())
    error = fitted.mean[members] - truth.level[members]
    inside = np.abs(error) < Z_OF_MIDDLE_90 * fitted.sd[members]
    return float(error.mean()), float(inside.mean())


def measure(*, quick: bool) -> list[Row]:
    """The rows about teams apart, each a mean over seeds."""
    return list(_rows(range(6 if quick else 24)))


def _rows(seeds: Sequence[int]) -> Iterator[Row]:
    """What no rating can tell apart: how much of it errors take up, and that vignettes help."""
    note = f"7 people among {PEOPLE}, {len(seeds)} seeds; beside the same team with nothing special"
    for title, strength, severity, limit in (
        ("A team 1 logit stronger", 1.0, 0.0, 0.20),
        ("A team with raters .5 logit too lenient", 0.0, -0.5, None),
    ):
        found = [_apart(seeds, strength, severity, count) for count in (0, 2, 4)]
        biases = [abs(each.shift) for each in found]
        falls = biases[0] > biases[1] > biases[2]
        yield Row(
            name=f"{title}, linked to nobody; with 2, 4 vignettes each: mean error in logits",
            figure=", ".join(f"{each.shift:+.2f}" for each in found),
            target="falls" if limit is None else f"≤ {limit:.2f}, falls",
            holds=falls and (limit is None or biases[0] <= limit),
            note=f"{note}; what a vignette shows is known with an SD of {SD_OF_INTENDED}",
        )
        for count, each in zip((0, 2, 4), found, strict=True):
            name = f"{title}: 90 % ranges hold the truth, {count} vignettes each"
            if limit is None:
                # Of all that may be, one surprise alone: ranges can't hold nine in ten of just that.
                yield Row(name=name, figure=f"{each.covered:.3f}")
            else:
                yield within(name, each.covered, 0.88, 0.92)


@dataclass(frozen=True, kw_only=True)
class Apart:
    """How far the mean error of a team apart lies from that of one with nothing special; `covered`."""

    shift: float
    covered: float


def _apart(seeds: Sequence[int], strength: float, severity: float, vignettes: int) -> Apart:
    """Means over seeds; a team's own luck is much larger than what is asked, and falls out."""
    found = [
        bias_of_team_apart(seed, strength=strength, severity=severity, vignettes=vignettes)
        for seed in seeds
    ]
    plain = np.mean([bias_of_team_apart(seed, vignettes=vignettes)[0] for seed in seeds])
    bias, covered = np.mean(found, axis=0).tolist()
    return Apart(shift=float(bias - plain), covered=covered)
