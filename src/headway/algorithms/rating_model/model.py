"""What the rating model knows and says: calibration, observations, posteriors, and where levels begin."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SELF = "self"
STEP_SPREAD = 2.0
_FARTHEST_BAR = 40.0
_HALVINGS = 80

Steps = tuple[float, ...]
# The steps of one scale for all competencies, or of one scale for each.
Scales = Steps | tuple[Steps, ...]


@dataclass(frozen=True, kw_only=True)
class SourceEffect:
    """How severely a source, or one rater, marks, in logits: N(mean, sd^2); 0 is the usual manager."""

    mean: float = 0.0
    sd: float = 0.0


# The manager is the reference. Self-ratings are lenient (Heidemeier and Moser 2009). How far the
# others may lie off is our judgement, and so is the place of evidence between self and manager.
SHIPPED_SOURCES: Mapping[str, SourceEffect] = MappingProxyType(
    {
        SELF: SourceEffect(mean=-0.5, sd=0.5),
        "manager": SourceEffect(),
        "peer": SourceEffect(sd=0.3),
        "report": SourceEffect(sd=0.3),
        "stakeholder": SourceEffect(sd=0.3),
        "corroborated": SourceEffect(mean=-0.25, sd=0.5),
        "verified": SourceEffect(sd=0.3),
    }
)


def default_steps(top_level: int) -> Steps:
    """Steps in logits for the levels 0 to `top_level` (at least 1): evenly spread from -2 to 2.

    A single step is in their middle: at one end nearly everybody would be on one side of it unseen.
    """
    if top_level < 1:
        raise ValueError("A scale needs at least the levels 0 and 1.")
    if top_level == 1:
        return (0.0,)
    return tuple(np.linspace(-STEP_SPREAD, STEP_SPREAD, top_level).tolist())


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What the people of one linked part of an organisation have in common: N(mean, sd^2), in logits.

    `following` says by rater how far a severity moves with it, 0 to 1: what the part's marks show is the
    two less one another, so that a stronger part has severer raters. The severities known of those
    raters are then given that the ground is at its mean.
    """

    mean: float = 0.0
    sd: float = 0.0
    following: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What is taken as known when one person is scored; all in logits, SDs as such.

    `sd_general` is the spread of people as a whole, `sd_specific` of one competency around the whole;
    `sd_severity` of raters, `sd_halo` of the impression that a rater has of one person as a whole,
    `sd_self_halo` of the impression people have of themselves, `sd_vignette` of what a rater reads
    into one written case, `sd_apart` of the means of parts of an organisation that nobody links.
    `steps[k]` is where marks k and k + 1 are equally likely from a rater of
    severity 0: one scale for all, or one for each competency. `raters` holds the severity of raters
    about whom something is known; all others are N(0, sd_severity^2). `ground` is that of the part of an
    organisation to which the one person scored belongs. What is known of a level fades
    by a variance of `age_sd_per_year` squared for each year. All are plain values, so that a
    calibration can be kept as JSON; `version` says under which name it is kept (empty: the shipped one)
    and moves no figure.

    The defaults reproduce how strongly managers and peers (.35) and people and their managers (.28)
    agree in meta-analyses (Conway and Huffcutt 1997; Heidemeier and Moser 2009), with shares of rater
    variance as in Hoyt and Kerns 1999 and Scullen, Mount and Goff 2000.
    """

    sd_general: float = 1.0
    sd_specific: float = 0.7
    sd_severity: float = 0.9
    sd_halo: float = 0.9
    sd_self_halo: float = 1.8
    sd_vignette: float = 0.5
    sd_apart: float = 1.0
    age_sd_per_year: float = 0.35
    steps: Scales = field(default_factory=lambda: default_steps(4))
    sources: Mapping[str, SourceEffect] = field(default_factory=lambda: SHIPPED_SOURCES)
    raters: Mapping[str, SourceEffect] = field(default_factory=lambda: MappingProxyType({}))
    ground: Ground = field(default_factory=Ground)
    version: str = ""

    def steps_of(self, competency: int) -> Steps:
        """The steps of one competency, given by its place; raises ValueError if there is none."""
        return steps_of(self.steps, competency)

    def rater_sd(self, source: str, rater: str) -> float:
        """The SD of all that is not known of a rater's form: severity and impression together."""
        if source == SELF:
            return self.sd_self_halo
        known = self.raters.get(rater)
        return math.hypot(known.sd if known else self.sd_severity, self.sd_halo)


def carry_over(
    raters: Mapping[str, SourceEffect], *, sd_drift: float, sd_severity: float
) -> dict[str, SourceEffect]:
    """Severities as they may be a cycle later: pulled to 0 and widened, never wider than at first.

    A first-order autoregression that leaves N(0, sd_severity^2) as it is: after a step with
    innovation SD `sd_drift` (at most `sd_severity`) the share sqrt(1 - (drift / severity)^2) is left.
    """
    kept = math.sqrt(max(0.0, 1.0 - (sd_drift / sd_severity) ** 2)) if sd_severity > 0 else 0.0
    return {
        name: replace(effect, mean=kept * effect.mean, sd=math.hypot(kept * effect.sd, sd_drift))
        for name, effect in sorted(raters.items())
    }


class Observation(NamedTuple):
    """One mark: `competency` is its place in the prior mean, `mark` a level from 0 to the top.

    Observations with the same `rater` share that rater's severity and impression. `weight`
    (0 to 1) is the share of a whole rating that it counts for, `age_years` how long ago it was made.
    With `is_at_least` it says that the level is the mark or higher, and nothing about how much higher.
    `steps` are those of an item with a scale of its own (None: the competency's). With `has_halo`
    False the mark is taken as free of the rater's severity and impression: how people see themselves
    is then what is asked, not how they are. A tuple, for a dataclass takes four times as long to make.
    """

    competency: int
    mark: int
    rater: str
    source: str
    weight: float = 1.0
    age_years: float = 0.0
    is_at_least: bool = False
    steps: Steps | None = None
    has_halo: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Posterior:
    """Proficiency as a Gaussian in logits: `mean` (competencies,), `covariance` (the same squared).

    `seen_mean` and `seen_sd` (observations,) are of where each observation finds the person: the
    proficiency of its day less the effects of its rater and source.
    """

    mean: Floats
    covariance: Floats
    seen_mean: Floats = field(default_factory=lambda: np.empty(0))
    seen_sd: Floats = field(default_factory=lambda: np.empty(0))

    @property
    def sd(self) -> Floats:
        """The standard deviation of each competency, shape (competencies,)."""
        return np.sqrt(np.diagonal(self.covariance))


@lru_cache(maxsize=1024)
def steps_of(steps: Scales, competency: int) -> Steps:
    """The steps of one competency: the common ones, or its own if each has some.

    Raises ValueError for a competency that has none.
    """
    own = tuple(row for row in steps if isinstance(row, tuple))
    if not own:
        return tuple(step for step in steps if not isinstance(step, tuple))
    if not 0 <= competency < len(own):
        raise ValueError(f"The calibration has no steps for competency number {competency}.")
    return own[competency]


def bar(steps: Sequence[float], level: int) -> float:
    """The proficiency in logits at which a rater of severity 0 marks `level` or higher half the time.

    `steps` are the steps of a scale from 0 to len(steps); `level` is from 1 to len(steps) (these are
    Thurstone thresholds: Linacre 1998). Raises ValueError for another level.
    """
    if not 1 <= level <= len(steps):
        raise ValueError(f"Level {level} has no bar; the levels with one are 1 to {len(steps)}.")
    return _find_bar(tuple(steps), level)


@lru_cache(maxsize=1024)
def _find_bar(steps: Steps, level: int) -> float:
    low, high = -_FARTHEST_BAR, _FARTHEST_BAR
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _upper_share(steps, level, middle) < 0.5 else (low, middle)
    return (low + high) / 2


def bars(steps: Scales, level: int, competencies: int) -> Floats:
    """The bar of `level` for each competency, shape (competencies,); see `bar`."""
    found: dict[Steps, float] = {}
    own = [steps_of(steps, competency) for competency in range(competencies)]
    for scale in own:
        if scale not in found:
            found[scale] = bar(scale, level)
    return np.array([found[scale] for scale in own], dtype=np.float64)


def chance_at_least(posterior: Posterior, level: int, steps: Scales) -> Floats:
    """The chance that each proficiency is at the bar of `level` or above, shape (competencies,).

    `steps` are common to all competencies or one tuple for each. Level 0 has no bar: its chance is 1.
    Raises ValueError for a level that the steps don't have.
    """
    if level == 0:
        return np.ones_like(posterior.mean)
    z = (posterior.mean - bars(steps, level, len(posterior.mean))) / posterior.sd
    return np.array([math.erfc(-value / math.sqrt(2.0)) / 2.0 for value in z.tolist()])


def _upper_share(steps: Sequence[float], level: int, proficiency: float) -> float:
    logits = [0.0]
    for step in steps:
        logits.append(logits[-1] + proficiency - step)
    highest = max(logits)
    weights = [math.exp(value - highest) for value in logits]
    return sum(weights[level:]) / sum(weights)
