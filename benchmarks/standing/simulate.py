"""Organisations whose truth is known: teams, managers, peers, selves, drawn with a fixed seed."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from headway.algorithms.rating_model import Ratings, bar

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SOURCES = ("self", "manager", "peer")
SELF, MANAGER, PEER = range(3)


@dataclass(frozen=True, kw_only=True)
class Regime:
    """How the world is; all in logits. The first is the one that the shipped defaults describe."""

    sd_general: float = 1.0
    sd_specific: float = 0.7
    sd_severity: float = 0.9
    sd_halo: float = 0.9
    sd_self_halo: float = 1.8
    self_severity: float = -0.5
    step_spread: float = 1.6
    sd_location: float = 0.3
    sd_step: float = 0.15
    peers: tuple[int, ...] = (2,)
    share_left_out: float = 0.0
    share_without_self: float = 0.0
    share_across_teams: float = 0.25


TYPICAL = Regime()
OTHER = Regime(
    sd_general=0.6, sd_specific=1.0, sd_severity=0.5, sd_halo=1.3, sd_self_halo=1.2, step_spread=2.2
)
RAGGED = Regime(peers=(0, 0, 1, 1, 2, 3, 5, 8, 12, 30), share_left_out=0.3, share_without_self=0.4)


@dataclass(frozen=True, kw_only=True, eq=False)
class Truth:
    """What nobody sees: `level` (people, competencies), `severity` (raters,), `team` (people,).

    `steps` (competencies, steps) are those of the average manager.
    """

    level: Floats
    severity: Floats
    steps: Floats
    team: Integers

    def bars(self, level: int) -> Floats:
        """Where `level` begins for the average manager, shape (competencies,)."""
        return np.array([bar(tuple(row), level) for row in self.steps.tolist()])


@dataclass(frozen=True, kw_only=True, eq=False)
class Design:
    """Who rates whom, one entry a form."""

    person: Integers
    rater: Integers
    source: Integers


def simulate(
    people: int,
    regime: Regime = TYPICAL,
    *,
    seed: int,
    competencies: int = 15,
    team_size: int = 7,
    top_level: int = 4,
    teams_apart: int = 0,
    strength_apart: float = 0.0,
    severity_apart: float = 0.0,
) -> tuple[Ratings, Truth]:
    """An organisation of teams; people are also raters, and each team has a manager who rates all.

    The last `teams_apart` teams are rated by nobody outside and rate nobody outside; the levels in
    them are `strength_apart` higher, their raters `severity_apart` more severe.
    """
    random = np.random.default_rng(seed)
    team = np.arange(people) // team_size
    apart = team > team.max() - teams_apart
    design = _design(team, apart, regime, random)
    level = random.normal(0, regime.sd_general, (people, 1))
    level = level + random.normal(0, regime.sd_specific, (people, competencies))
    level = level + strength_apart * apart[:, None]
    raters = people + int(team.max()) + 1
    severity = random.normal(0, regime.sd_severity, raters)
    severity = severity + severity_apart * np.concatenate(
        [apart, apart[np.unique(team, return_index=True)[1]]]
    )
    steps = np.linspace(-regime.step_spread, regime.step_spread, top_level)
    steps = steps + random.normal(0, regime.sd_location, (competencies, 1))
    steps = steps + random.normal(0, regime.sd_step, (competencies, top_level))
    truth = Truth(level=level, severity=severity, steps=steps, team=team)
    return _ratings(design, truth, regime, random), truth


def _design(
    team: Integers, apart: NDArray[np.bool_], regime: Regime, random: np.random.Generator
) -> Design:
    """A manager for each, self-ratings, and peers: mostly team-mates, some from anywhere."""
    people = len(team)
    me = np.arange(people)
    size = np.bincount(team)[team]
    start = np.searchsorted(team, team)
    wanted = random.choice(np.array(regime.peers), people)
    forms = [(me, people + team, np.full(people, MANAGER))]
    rates_self = random.random(people) >= regime.share_without_self
    forms.append((me[rates_self], me[rates_self], np.full(int(rates_self.sum()), SELF)))
    for turn in range(1, max(regime.peers) + 1):
        mate = start + (me - start + turn) % size
        is_far = (random.random(people) < regime.share_across_teams) | (turn >= size)
        far = random.integers(0, max(1, int((~apart).sum())), people)
        peer = np.where(is_far & ~apart, far, mate)
        asked = (wanted >= turn) & (peer != me) & ~(apart & (turn >= size))
        forms.append((me[asked], peer[asked], np.full(int(asked.sum()), PEER)))
    person, rater, source = (np.concatenate(column) for column in zip(*forms, strict=True))
    key = (person * (2 * people + 1) + rater) * 2 + (source == SELF)
    _, first = np.unique(key, return_index=True)
    return Design(person=person[first], rater=rater[first], source=source[first])


def _ratings(design: Design, truth: Truth, regime: Regime, random: np.random.Generator) -> Ratings:
    people, competencies = truth.level.shape
    forms, is_self = len(design.person), design.source == SELF
    lean = random.normal(0, np.where(is_self, regime.sd_self_halo, regime.sd_halo))
    lean = lean + np.where(is_self, regime.self_severity, truth.severity[design.rater])
    eta = truth.level[design.person] - lean[:, None]
    marks = draw_marks(eta, truth.steps, random)
    seen = random.random((forms, competencies)) >= regime.share_left_out
    form, competency = np.nonzero(seen)
    return Ratings(
        person=design.person[form].astype(np.int32),
        rater=design.rater[form].astype(np.int32),
        source=design.source[form].astype(np.int8),
        competency=competency.astype(np.int16),
        mark=marks[form, competency].astype(np.int8),
        age_years=np.zeros(len(form), dtype=np.float32),
        prior_mean=np.zeros((people, competencies)),
        raters=tuple(f"rater {number:06}" for number in range(len(truth.severity))),
        sources=SOURCES,
    )


def draw_marks(eta: Floats, steps: Floats, random: np.random.Generator) -> Integers:
    """Marks by the partial credit model for logits (forms, competencies): the largest of Gumbel draws."""
    marks = np.zeros(eta.shape, dtype=np.int64)
    best = random.gumbel(size=eta.shape)
    logit = np.zeros(eta.shape)
    for level in range(1, steps.shape[1] + 1):
        logit = logit + eta - steps[:, level - 1]
        drawn = logit + random.gumbel(size=eta.shape)
        marks = np.where(drawn > best, level, marks)
        best = np.maximum(best, drawn)
    return marks


def with_vignettes(
    ratings: Ratings,
    truth: Truth,
    raters: Integers,
    *,
    count: int,
    known_sd: float,
    reading_sd: float,
    seed: int,
) -> Ratings:
    """The same with `count` written cases about one competency each, marked by `raters` (places).

    What a case shows lies `known_sd` off what was meant; each rater reads it with an SD of `reading_sd`.
    """
    random = np.random.default_rng(seed)
    people, competencies = ratings.prior_mean.shape
    case = np.tile(np.arange(count), len(raters))
    rater = np.repeat(raters, count)
    competency = (case * 4) % competencies
    meant = np.linspace(-1.5, 1.5, count) if count > 1 else np.zeros(1)
    shown = random.normal(meant, known_sd)
    eta = shown[case] - truth.severity[rater] - random.normal(0, reading_sd, len(case))
    marks = draw_marks(np.repeat(eta[:, None], competencies, axis=1), truth.steps, random)
    known = np.full((people + count, competencies), np.nan)
    prior = np.concatenate([ratings.prior_mean, np.zeros((count, competencies))])
    known[people + np.arange(count), (np.arange(count) * 4) % competencies] = known_sd
    prior[people + np.arange(count), (np.arange(count) * 4) % competencies] = meant
    return replace(
        ratings,
        person=np.concatenate([ratings.person, people + case]),
        rater=np.concatenate([ratings.rater, rater]),
        source=np.concatenate([ratings.source, np.full(len(case), PEER)]),
        competency=np.concatenate([ratings.competency, competency]),
        mark=np.concatenate([ratings.mark, marks[np.arange(len(case)), competency]]),
        age_years=np.concatenate([ratings.age_years, np.zeros(len(case))]),
        prior_mean=prior,
        known_sd=known,
    )
