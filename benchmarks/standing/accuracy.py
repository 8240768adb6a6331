"""How near the estimates come to a truth that is known, beside the plain mean of the same marks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from benchmarks.standing.rows import Row, at_most, within
from benchmarks.standing.simulate import (
    OTHER,
    RAGGED,
    SELF,
    TYPICAL,
    Floats,
    Regime,
    Truth,
    simulate,
)
from numpy.typing import NDArray

from headway.algorithms.rating_model import (
    Calibration,
    Fitted,
    Observation,
    Posterior,
    Ratings,
    SourceEffect,
    calibrate,
    chance_at_least,
    score,
)

PEOPLE = 350
SMALL = 20
ALL_LEVELS, MIDDLE_LEVELS = (1, 2, 3, 4), (2, 3)
SHOWN, NOT_YET = 0.8, 0.2
Z_OF_MIDDLE_90, Z_OF_MIDDLE_50 = 1.6448536269514722, 0.6744897501960817
# With no impressions in the model, whatever raters' marks have in common is taken for proficiency.
NO_HALO = replace(Calibration(), sd_halo=1e-3, sd_self_halo=1e-3)


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One simulated organisation and what was made of it; `rated` says who has any mark that counts."""

    ratings: Ratings
    truth: Truth
    fitted: Fitted
    self_beside_others: bool

    @property
    def plain(self) -> Floats:
        """The plain mean of the marks that the model used, shape (people, competencies); NaN if none."""
        ratings = self.ratings
        counts = np.ones(len(ratings.mark), dtype=np.bool_)
        if self.self_beside_others:
            counts = np.asarray(ratings.source != SELF)
        return mean_marks(ratings, counts)


def mean_marks(ratings: Ratings, counts: NDArray[np.bool_]) -> Floats:
    """The mean of the marks that count for each person and competency; NaN where there is none."""
    shape = ratings.prior_mean.shape
    place = (ratings.person * shape[1] + ratings.competency)[counts]
    size = shape[0] * shape[1]
    number = np.bincount(place, minlength=size)
    total = np.bincount(place, ratings.mark[counts], minlength=size)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan).reshape(shape)


@cache
def fit(
    people: int,
    regime: Regime,
    seed: int,
    *,
    self_beside_others: bool = True,
    has_halo: bool = True,
) -> Case:
    """A calibrated organisation; without halo nothing is learnt, else the model would find it again."""
    ratings, truth = simulate(people, regime, seed=seed)
    fitted = calibrate(
        ratings,
        Calibration() if has_halo else NO_HALO,
        self_beside_others=self_beside_others,
        is_learning=has_halo,
    )
    return Case(ratings=ratings, truth=truth, fitted=fitted, self_beside_others=self_beside_others)


@cache
def fit_told(seed: int) -> Case:
    """The typical organisation, true steps, SDs and sources told: only people and raters are found."""
    ratings, truth = simulate(PEOPLE, TYPICAL, seed=seed)
    told = replace(
        Calibration(),
        steps=tuple(tuple(row) for row in truth.steps.tolist()),
        sources={**Calibration().sources, "peer": SourceEffect()},
    )
    fitted = calibrate(ratings, told, is_learning=False)
    return Case(ratings=ratings, truth=truth, fitted=fitted, self_beside_others=True)


def rmse_ratio(case: Case, *, in_hindsight: bool = False) -> float:
    """The model's error over that of the plain mean, put on the scale of the truth.

    The mean is given the truth's mean and spread, as the model gives each estimate its units; in
    hindsight even the shrinkage that makes its error least, which nobody could know.
    """
    plain, truth = case.plain, case.truth.level
    seen = np.isfinite(plain)
    plain, truth = plain[seen], truth[seen]
    share = np.corrcoef(plain, truth)[0, 1] if in_hindsight else 1.0
    scaled = truth.mean() + share * truth.std() * (plain - plain.mean()) / plain.std()
    of_model = np.sqrt(np.mean((case.fitted.mean[seen] - truth) ** 2))
    return float(of_model / np.sqrt(np.mean((scaled - truth) ** 2)))


def coverage(case: Case, z: float) -> float:
    """The share of truths within z SDs of the estimate."""
    inside = np.abs(case.fitted.mean - case.truth.level) < z * case.fitted.sd
    return float(inside.mean())


@dataclass(frozen=True, kw_only=True)
class Calls:
    """`called` share of cells, `wrong` share of those, `plain_wrong` of as many by the plain mean."""

    called: float
    wrong: float
    plain_wrong: float


def calls(case: Case, levels: Sequence[int] = MIDDLE_LEVELS) -> Calls:
    """All calls against the bars of `levels`; the plain mean calls where it is farthest from them."""
    called, wrong, safety, plain_wrong = [], [], [], []
    for level in levels:
        meets = case.truth.level >= case.truth.bars(level)
        chance = chances(case.fitted, level)
        called.append((chance >= SHOWN) | (chance <= NOT_YET))
        wrong.append((chance >= 0.5) != meets)
        distance = np.nan_to_num(case.plain - (level - 0.5))
        safety.append(np.abs(distance))
        plain_wrong.append((distance >= 0) != meets)
    number = int(np.sum(called))
    safest = np.argsort(-np.ravel(safety), kind="stable")[:number]
    return Calls(
        called=float(np.mean(called)),
        wrong=float(np.ravel(wrong)[np.ravel(called)].mean()),
        plain_wrong=float(np.ravel(plain_wrong)[safest].mean()),
    )


def chances(fitted: Fitted, level: int) -> Floats:
    """The chance of each person and competency to be at `level` or above."""
    return np.array(
        [
            chance_at_least(
                Posterior(mean=mean, covariance=np.diag(sd**2)), level, fitted.calibration.steps
            )
            for mean, sd in zip(fitted.mean, fitted.sd, strict=True)
        ]
    )


def luck_ratio(case: Case) -> float:
    """How much of the raters' severity comes through in the estimates, over the plain mean's share.

    The coefficient of the mean severity of a person's raters beside the true level in a regression,
    over that of the level, both of persons' means.
    """
    ratings = case.ratings
    others = ratings.source != SELF
    people = len(ratings.prior_mean)
    number = np.bincount(ratings.person[others], minlength=people)
    severity = case.truth.severity[ratings.rater[others]]
    luck = np.bincount(ratings.person[others], severity, minlength=people) / np.maximum(number, 1)
    design = np.column_stack([np.ones(people), case.truth.level.mean(axis=1), luck])[number > 0]

    def passed_on(estimate: Floats) -> float:
        found = np.linalg.lstsq(design, np.nanmean(estimate, axis=1)[number > 0])[0]
        return float(-found[2] / found[1])

    return passed_on(case.fitted.mean) / passed_on(case.plain)


@dataclass(frozen=True, kw_only=True)
class Alone:
    """People of whom nothing is known but their own ratings: `covered` by 90 % ranges, `called`."""

    covered: float
    called: float


@cache
def score_alone(seed: int) -> Alone:
    """Each of 350 people scored from the self-rating only, with the shipped calibration."""
    ratings, truth = simulate(PEOPLE, TYPICAL, seed=seed)
    own = ratings.source == SELF
    marks: list[list[Observation]] = [[] for _ in range(PEOPLE)]
    for person, competency, mark in zip(
        ratings.person[own].tolist(),
        ratings.competency[own].tolist(),
        ratings.mark[own].tolist(),
        strict=True,
    ):
        marks[person].append(
            Observation(competency=competency, mark=mark, rater="self", source="self")
        )
    shipped = Calibration()
    posteriors = [score(found, ratings.prior_mean[0], shipped) for found in marks]
    found = [
        chance_at_least(posterior, level, shipped.steps)
        for posterior in posteriors
        for level in MIDDLE_LEVELS
    ]
    inside = [
        np.abs(posterior.mean - level) < Z_OF_MIDDLE_90 * posterior.sd
        for posterior, level in zip(posteriors, truth.level, strict=True)
    ]
    called = (np.array(found) >= SHOWN) | (np.array(found) <= NOT_YET)
    return Alone(covered=float(np.mean(inside)), called=float(np.mean(called)))


def measure(*, quick: bool) -> list[Row]:
    """The rows about accuracy, each a mean over seeds."""
    seeds = range(3) if quick else range(8)
    return [
        *_error_rows(seeds),
        *_call_rows(seeds),
        *_coverage_rows(seeds),
        *_small_rows(seeds),
    ]


def _mean(measured: Callable[[int], float], seeds: Sequence[int]) -> float:
    return float(np.mean([measured(seed) for seed in seeds]))


def _typical(seed: int, *, self_in: bool = False) -> Case:
    return fit(PEOPLE, TYPICAL, seed, self_beside_others=not self_in)


def _error_rows(seeds: Sequence[int]) -> Iterator[Row]:
    note = f"{PEOPLE} people, manager, 2 peers, self; {len(seeds)} seeds"
    for title, self_in, limit in (("with self", True, 0.88), ("as shipped", False, 0.84)):
        cases = [_typical(seed, self_in=self_in) for seed in seeds]
        ratio = float(np.mean([rmse_ratio(case) for case in cases]))
        yield at_most(f"Error over the plain mean's, {title}", ratio, limit, note)
        hindsight = float(np.mean([rmse_ratio(case, in_hindsight=True) for case in cases]))
        yield Row(
            name=f"The same, the mean shrunk in hindsight, {title}", figure=f"{hindsight:.3f}"
        )
    told = [fit_told(seed) for seed in seeds]
    least = float(np.mean([rmse_ratio(case) for case in told]))
    yield Row(
        name="The same, as shipped, were all SDs, steps and sources known",
        figure=f"{least:.3f}",
        note="as near as learning them better could come",
    )
    luck = _mean(lambda seed: luck_ratio(_typical(seed)), seeds)
    yield at_most("Luck of lenient or severe raters, over the plain mean's", luck, 0.55, note)


def _call_rows(seeds: Sequence[int]) -> Iterator[Row]:
    """Against every level's bar, then against the middle two alone, where calls are hardest."""
    for title, self_in in (("with self", True), ("as shipped", False)):
        for bars, levels in (("", ALL_LEVELS), (", middle bars only", MIDDLE_LEVELS)):
            found = [calls(_typical(seed, self_in=self_in), levels) for seed in seeds]
            wrong = float(np.mean([each.wrong for each in found]))
            plain = float(np.mean([each.plain_wrong for each in found]))
            called = float(np.mean([each.called for each in found]))
            yield at_most(f"Wrong calls among the called, {title}{bars}", wrong, 0.08)
            yield at_most(
                f"Wrong calls over the plain mean's on its safest cells, {title}{bars}",
                wrong / plain,
                0.75,
                f"the plain mean has {plain:.3f} wrong",
            )
            if not self_in and levels == MIDDLE_LEVELS:
                known = [calls(fit_told(seed), levels) for seed in seeds]
                ratio = float(np.mean([each.wrong for each in known]))
                ratio /= float(np.mean([each.plain_wrong for each in known]))
                yield Row(
                    name=f"The same, {title}{bars}, were all SDs, steps and sources known",
                    figure=f"{ratio:.3f}",
                )
            yield Row(
                name=f"Share called, {title}{bars}",
                figure=f"{called:.3f}",
                target="≥ 0.55",
                holds=called >= 0.55,
            )


def _coverage_rows(seeds: Sequence[int]) -> Iterator[Row]:
    for title, regime in (("typical", TYPICAL), ("other variances", OTHER), ("ragged", RAGGED)):
        cases = [fit(PEOPLE, regime, seed) for seed in seeds]
        for share, z, half_width in (
            (90, Z_OF_MIDDLE_90, 0.02),
            (50, Z_OF_MIDDLE_50, 0.03),
        ):
            covered = float(np.mean([coverage(case, z) for case in cases]))
            name = f"{share} % ranges hold the truth, {title}"
            yield within(name, covered, share / 100 - half_width, share / 100 + half_width)
    blind = _mean(
        lambda seed: coverage(fit(PEOPLE, TYPICAL, seed, has_halo=False), Z_OF_MIDDLE_90), seeds
    )
    yield Row(
        name="90 % ranges hold the truth with impressions left out of the model",
        figure=f"{blind:.3f}",
        target="< 0.75",
        holds=blind < 0.75,
        note="a check of the check: such a model must fail",
    )


def _small_rows(seeds: Sequence[int]) -> Iterator[Row]:
    many = range(10 * len(seeds))
    small = _mean(lambda seed: coverage(fit(SMALL, TYPICAL, seed), Z_OF_MIDDLE_90), many)
    name = f"90 % ranges hold the truth, {SMALL} people"
    yield within(name, small, 0.87, 0.95, f"{len(many)} seeds")
    few = seeds[:3]
    covered = _mean(lambda seed: score_alone(seed).covered, few)
    yield within("90 % ranges hold the truth, a single self-rating", covered, 0.87, 0.94)
    called = _mean(lambda seed: score_alone(seed).called, few)
    yield at_most("Share called from a single self-rating", called, 0.40)
