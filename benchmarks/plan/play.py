"""Plays a plan many times by lot: a check of its promise that shares nothing with it but the inputs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headway.core.ladder import Role
from headway.core.learn import Catalogue, OpportunityKind
from headway.core.plan.values import Plan
from headway.core.standing import Standing

Array = NDArray[np.float64]
# One SD of level in logits, as in the catalogue's statements of effects.
LOGITS = 1.22
NINETY = 3.2897072539029444


@dataclass(frozen=True, kw_only=True)
class Played:
    """What came of all the times a plan was played.

    `gains` are those towards the bars in weighted SDs of level, one a time; `chances` the share of times in
    which each bar was met at the end.
    """

    gains: tuple[float, ...]
    chances: Mapping[str, float]


def play(
    plan: Plan,
    standing: Standing,
    role: Role,
    catalogue: Catalogue,
    bars: tuple[float, ...],
    *,
    times: int = 4000,
    seed: int = 1,
) -> Played:
    """Draws true levels, who finishes what, effects and transfer, and lets the levels rise step by step.

    `bars` are the logits at which each level from 1 on begins. Effects are drawn from gamma
    distributions, transfer from beta ones, both with their range as the middle 90 %.
    """
    lots = np.random.default_rng(seed)
    expected = {slug: level for slug, level in role.expected.items() if level > 0}
    estimates = {e.competency: e for e in standing.estimates if e.competency in expected}
    before = {slug: lots.normal(e.mean, e.sd, times) for slug, e in sorted(estimates.items())}
    now = dict(before)
    for item in sorted(plan.items, key=lambda i: (i.ends_on, i.opportunity)):
        kind = catalogue.kind(item.kind)
        works = _draw(kind, lots, times)
        for builds in catalogue.opportunity(item.opportunity).builds:
            if builds.competency in now and builds.ceiling > 0:
                level = now[builds.competency]
                highest = _typical(bars, builds.ceiling)
                raised = np.minimum(level + works * builds.weight * LOGITS, highest)
                now[builds.competency] = np.maximum(level, raised)
    goals = {slug: bars[level - 1] for slug, level in expected.items()}
    gains = sum(
        (
            np.minimum(now[slug], goal) - np.minimum(before[slug], goal)
            for slug, goal in goals.items()
        ),
        np.zeros(times),
    )
    return Played(
        gains=tuple((gains / LOGITS / max(1, len(goals))).tolist()),
        chances={slug: float((now[slug] >= goal).mean()) for slug, goal in goals.items()},
    )


def _draw(kind: OpportunityKind, lots: np.random.Generator, times: int) -> Array:
    """The SDs of level that one item brings: nothing where it is not finished."""
    done = lots.random(times) < kind.completion_chance
    return done * _gamma(lots, kind, times) * _beta(lots, kind, times)


def _gamma(lots: np.random.Generator, kind: OpportunityKind, times: int) -> Array:
    mean, spread = kind.effect_sd, (kind.effect_sd_range[1] - kind.effect_sd_range[0]) / NINETY
    if mean <= 0 or spread <= 0:
        return np.full(times, mean)
    return lots.gamma((mean / spread) ** 2, spread**2 / mean, times)


def _beta(lots: np.random.Generator, kind: OpportunityKind, times: int) -> Array:
    mean, spread = kind.transfer, (kind.transfer_range[1] - kind.transfer_range[0]) / NINETY
    if not 0 < mean < 1 or spread <= 0:
        return np.full(times, mean)
    # A range wider than any beta distribution of this mean is taken as the widest smooth one.
    size = max(0.5, mean * (1 - mean) / spread**2 - 1)
    return lots.beta(mean * size, (1 - mean) * size, times)


def _typical(bars: tuple[float, ...], level: int) -> float:
    """The middle between where a level and the next begin; the top level is as wide as the one below."""
    if level < len(bars):
        return (bars[level - 1] + bars[level]) / 2
    half = (bars[-1] - bars[-2]) / 2 if len(bars) > 1 else 0.5
    return bars[-1] + half
