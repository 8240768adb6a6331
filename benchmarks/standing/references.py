"""The checks beside the model: other programs' results, random raters, textbook models in the same run."""

import csv
import importlib.util
import json
import os
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.standing.joint_likelihood import (
    Facet,
    JointFit,
    find_interactions,
    fit_jointly,
)
from benchmarks.standing.rows import Row
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

from headway.algorithms.rating_model import Calibration, Ratings, calibrate
from headway.algorithms.rating_model.fit import is_inconsistent
from headway.algorithms.rating_model.network import find_components, link
from headway.algorithms.rating_model.rater_fit import RaterFit, measure_raters

PEOPLE = 350
REGIMES = {"typical": TYPICAL, "other": OTHER, "ragged": RAGGED}
SHARE_SPOILT = 0.05
SEVERE_FROM = 1.2
FORMS_TO_TELL = 2
Z_OF_MIDDLE_90 = 1.6448536269514722
RASCHPY_SEEDS = 3


def measure(*, quick: bool) -> list[Row]:
    """All rows; `quick` leaves out seeds and the slow alternative."""
    return [*_reference_rows(), *_detection_rows(quick=quick), *_textbook_rows(quick=quick)]


def _data_folder() -> Path:
    """The outside files, where tests look for them too."""
    named = os.environ.get("HEADWAY_TEST_DATA")
    return Path(named) if named else Path(__file__).parents[3] / "shared" / "data"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _reference_rows() -> Iterator[Row]:
    folder = _data_folder() / "measurement"
    if not folder.is_dir():
        yield Row(
            name="Reference results",
            figure="not run",
            note="no outside files; set HEADWAY_TEST_DATA",
        )
        return
    printed = json.loads((folder / "expected_results.json").read_text())
    yield from _guilford_rows(folder, printed["guilford"])
    yield _knox_row(folder, printed["knox_cube"]["jml"])
    yield _georgia_row(folder)


def _guilford_rows(folder: Path, printed: Any) -> Iterator[Row]:
    fit = _fit_guilford(folder)
    converged, published = printed["converged_jml"], printed["published_facets"]
    off = max(
        abs(fit.facet(facet).of(name) - row["measure"])
        for facet in ("examinee", "judge", "trait")
        for name, row in converged[facet].items()
    )
    yield _within("Guilford, measures beside converged programs", off, 0.002, digits=4)
    off = abs(fit.log_likelihood - converged["loglik"])
    yield _within("Guilford, log-likelihood beside -165.685", off, 0.001, digits=5)
    off = max(
        abs(fit.facet("judge" if name == "Brahe" else "examinee").of(name) - value)
        for name, value in published["measures"].items()
    )
    yield _within("Guilford, measures beside published Facets", off, 0.03)
    found = {f"{p.first}:{p.second}": p.bias for p in find_interactions(fit, "judge", "examinee")}
    off = max(abs(found[name] - row["bias"]) for name, row in published["bias"].items())
    yield _within("Guilford, bias beside published Facets", off, 0.05)


def _within(name: str, off: float, limit: float, digits: int = 3) -> Row:
    target = f"at most {limit:g} logit off"
    return Row(name=name, figure=f"{off:.{digits}f}", target=target, holds=off <= limit)


def _fit_guilford(folder: Path) -> JointFit:
    rows = _rows(folder / "guilford.csv")
    return fit_jointly(
        [int(row["score"]) for row in rows],
        [
            Facet(name="examinee", labels=[row["examinee"] for row in rows], raises_marks=True),
            Facet(name="judge", labels=[row["judge"] for row in rows], floats=True),
            Facet(name="trait", labels=[row["trait"] for row in rows]),
        ],
    )


def _knox_row(folder: Path, printed: Any) -> Row:
    rows = _rows(folder / "knox_cube.csv")
    taps = [(row["name"], f"i{n}", int(row[f"i{n}"])) for row in rows for n in range(1, 19)]
    fit = fit_jointly(
        [mark for _, _, mark in taps],
        [
            Facet(name="child", labels=[tap[0] for tap in taps], raises_marks=True, floats=True),
            Facet(name="item", labels=[tap[1] for tap in taps]),
        ],
    )
    off = max(abs(fit.facet("item").of(item) - value) for item, value in printed["item"].items())
    return _within("Knox cube, difficulties beside joint likelihood", off, 0.002, digits=5)


def _georgia_row(folder: Path) -> Row:
    rows, domains = _rows(folder / "georgia_writing.csv"), ("style", "org", "conv", "sent_form")
    labels = [(row["student"], row["rater"], domain) for row in rows for domain in domains]
    begun = time.process_time()
    fit = fit_jointly(
        [int(row[domain]) for row in rows for domain in domains],
        [
            Facet(name="student", labels=[x[0] for x in labels], raises_marks=True, floats=True),
            Facet(name="rater", labels=[x[1] for x in labels]),
            Facet(name="domain", labels=[x[2] for x in labels]),
        ],
    )
    return Row(
        name=f"Georgia writing, {len(labels):,} ratings by joint likelihood",
        figure=f"{time.process_time() - begun:.1f} CPU s",
        target="converges",
        holds=fit.is_converged,
        note=f"{fit.rounds} Newton steps",
    )


@dataclass(frozen=True, kw_only=True)
class _Counts:
    """Flags among raters: found of those who are so, false of those who aren't, severe ones apart.

    Those who gave two forms are counted by themselves: thirty marks can't tell much.
    """

    found: int = 0
    spoilt: int = 0
    found_by_two: int = 0
    spoilt_by_two: int = 0
    false: int = 0
    honest: int = 0
    false_severe: int = 0
    severe: int = 0

    def __add__(self, other: "_Counts") -> "_Counts":
        return _Counts(**{name: value + getattr(other, name) for name, value in vars(self).items()})


def _detection_rows(*, quick: bool) -> Iterator[Row]:
    for name, regime in list(REGIMES.items())[: 1 if quick else 3]:
        # Few raters have three forms or more: with fewer seeds one miss would decide.
        seeds = range(8)
        random = sum((_detect(regime, seed, _at_random, _is_odd) for seed in seeds), _Counts())
        yield from _say_detection("Random raters", name, random, len(seeds), 0.95, 0.015)
        straight = sum((_detect(regime, seed, _in_a_line, _is_line) for seed in seeds), _Counts())
        yield from _say_detection("Straight-liners", name, straight, len(seeds), 0.95, 0.01)


def _say_detection(
    who: str, regime: str, counts: _Counts, seeds: int, least: float, most: float
) -> Iterator[Row]:
    note = f"{regime} raters, {PEOPLE} people, {seeds} seeds, 1 rater in 20 spoilt"
    found, false = counts.found / counts.spoilt, counts.false / counts.honest
    yield Row(
        name=f"{who} found, of {counts.spoilt} with three forms or more",
        figure=f"{found:.2f}",
        target=f"at least {least:g}",
        holds=found >= least,
        note=note,
    )
    yield Row(
        name=f"{who} found, of {counts.spoilt_by_two} with two forms",
        figure=f"{counts.found_by_two / counts.spoilt_by_two:.2f}",
        note=note,
    )
    yield Row(
        name=f"Others flagged, of {counts.honest}",
        figure=f"{false:.4f}",
        target=f"at most {most:g}",
        holds=false <= most,
        note=f"{counts.false_severe} of them among {counts.severe} strict or lenient ones; {note}",
    )


_Spoil = Callable[[NDArray[np.int64], np.random.Generator], NDArray[np.int64]]


def _at_random(marks: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    return random.integers(0, 5, len(marks))


def _in_a_line(marks: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    del random
    return np.full(len(marks), round(float(marks.mean())))


def _is_odd(fit: RaterFit) -> NDArray[np.bool_]:
    return is_inconsistent(fit.statistics)


def _is_line(fit: RaterFit) -> NDArray[np.bool_]:
    return np.asarray((fit.straight_count >= 2) & (2 * fit.straight_count > fit.long_form_count))


def _detect(
    regime: Regime, seed: int, spoil: _Spoil, is_flagged: Callable[[RaterFit], NDArray[np.bool_]]
) -> _Counts:
    """Flags when one rater in twenty of those with two forms or more is spoilt."""
    ratings, truth = simulate(PEOPLE, regime, seed=seed)
    random = np.random.default_rng(1000 + seed)
    forms = np.unique(
        np.stack([ratings.rater, ratings.person], axis=1)[ratings.source != SELF], axis=0
    )
    given = np.bincount(forms[:, 0], minlength=len(ratings.raters))
    telling = np.flatnonzero(given >= FORMS_TO_TELL)
    spoilt = random.choice(telling, int(SHARE_SPOILT * len(telling)), replace=False)
    marks = ratings.mark.copy()
    for rater, person in forms[np.isin(forms[:, 0], spoilt)].tolist():
        own = (ratings.rater == rater) & (ratings.person == person) & (ratings.source != SELF)
        marks[own] = spoil(marks[own], random)
    changed = replace(ratings, mark=marks)
    flagged = is_flagged(measure_raters(changed, calibrate(changed, Calibration())))
    is_spoilt = np.isin(np.arange(len(given)), spoilt)
    honest = (given > 0) & ~is_spoilt
    severe = honest & (np.abs(truth.severity) > SEVERE_FROM)
    return _Counts(
        found=int(flagged[is_spoilt & (given > FORMS_TO_TELL)].sum()),
        spoilt=int((is_spoilt & (given > FORMS_TO_TELL)).sum()),
        found_by_two=int(flagged[is_spoilt & (given == FORMS_TO_TELL)].sum()),
        spoilt_by_two=int((is_spoilt & (given == FORMS_TO_TELL)).sum()),
        false=int(flagged[honest].sum()),
        honest=int(honest.sum()),
        false_severe=int(flagged[severe].sum()),
        severe=int(severe.sum()),
    )


def _textbook_rows(*, quick: bool) -> Iterator[Row]:
    """How well persons as a whole are ranked, by correlation with the truth, self-ratings left out."""
    seeds = range(2 if quick else 8)
    cases = [_Ranking.of(PEOPLE, seed) for seed in seeds]
    note = f"{PEOPLE} people, manager and two peers, {len(seeds)} seeds"
    ours, plain = (np.array([getattr(c, name) for c in cases]) for name in ("ours", "plain"))
    joint = np.array([case.joint for case in cases])
    covered = float(np.mean([case.joint_covered for case in cases]))
    yield Row(
        name="Persons ranked, correlation with truth: this model",
        figure=_spread(ours),
        target="above the plain mean and joint likelihood in each seed",
        holds=bool((ours > np.maximum(plain, joint)).all()),
        note=note,
    )
    yield Row(name="The same: plain mean", figure=_spread(plain), note=note)
    yield Row(
        name="The same: textbook joint likelihood",
        figure=_spread(joint),
        note=f"its 90 % intervals cover {covered:.2f}; {note}",
    )
    yield _raschpy_row(quick=quick)


def _spread(values: Floats) -> str:
    return f"{values.mean():.3f} ({values.min():.3f} to {values.max():.3f})"


@dataclass(frozen=True, kw_only=True)
class _Ranking:
    """Correlations with persons' true mean levels, and how often a textbook interval holds the truth."""

    ours: float
    plain: float
    joint: float
    joint_covered: float

    @staticmethod
    def of(people: int, seed: int) -> "_Ranking":
        ratings, truth = simulate(people, seed=seed)
        fitted = calibrate(ratings, Calibration())
        joint, error = _joint_persons(ratings)
        whole = truth.level.mean(axis=1)
        return _Ranking(
            ours=_correlate(fitted.mean.mean(axis=1), whole),
            plain=_correlate(_plain_persons(ratings), whole),
            joint=_correlate(joint, whole),
            joint_covered=_covered(joint, error, truth),
        )


def _covered(measure: Floats, error: Floats, truth: Truth) -> float:
    """Both centred: where a textbook scale begins is a matter of choice."""
    whole = truth.level.mean(axis=1)
    known = np.isfinite(measure) & np.isfinite(error)
    off = (measure - whole)[known]
    return float((np.abs(off - np.median(off)) < Z_OF_MIDDLE_90 * error[known]).mean())


def _correlate(found: Floats, truth: Floats) -> float:
    known = np.isfinite(found)
    return float(np.corrcoef(found[known], truth[known])[0, 1])


def _plain_persons(ratings: Ratings) -> Floats:
    others = ratings.source != SELF
    people = len(ratings.prior_mean)
    total = np.bincount(ratings.person[others], ratings.mark[others], minlength=people)
    return np.asarray(total / np.bincount(ratings.person[others], minlength=people))


def _joint_persons(ratings: Ratings) -> tuple[Floats, Floats]:
    """Measures and standard errors of persons by the textbook model: persons, raters, competencies."""
    kept = _largest_part(ratings)
    fit = fit_jointly(
        ratings.mark[kept].astype(np.int64),
        [
            Facet(
                name="person", labels=_labels(ratings.person[kept]), raises_marks=True, floats=True
            ),
            Facet(name="rater", labels=_labels(ratings.rater[kept])),
            Facet(name="competency", labels=_labels(ratings.competency[kept])),
        ],
        steps_by="competency",
    )
    found = fit.facet("person")
    places = np.array([int(name) for name in found.elements])
    measure, error = np.full((2, len(ratings.prior_mean)), np.nan)
    measure[places], error[places] = found.measure, found.standard_error
    return measure, error


def _largest_part(ratings: Ratings) -> NDArray[np.int64]:
    """The marks by others in the largest linked part: the textbook model compares nobody else."""
    others = np.flatnonzero(ratings.source != SELF)
    forms = np.stack([ratings.rater[others], ratings.person[others]], axis=1).astype(np.int64)
    network = link(forms, rater_count=len(ratings.raters), person_count=len(ratings.prior_mean))
    return others[np.isin(forms[:, 0], find_components(network)[0].raters)]


def _labels(numbers: NDArray[Any]) -> list[str]:
    return [f"{number:06}" for number in numbers.tolist()]


def _raschpy_row(*, quick: bool) -> Row:
    """RaschPy (Elliott, Apache-2.0): conditional pairwise estimates of its global many-facet model."""
    name = "The same: RaschPy's many-facet model"
    if quick:
        return Row(name=name, figure="not run", note="left out of the quick run")
    if importlib.util.find_spec("raschpy") is None:
        return Row(
            name=name, figure="not run", note="not installed: pip install 'headway-pm[bench]'"
        )
    begun = time.process_time()
    theirs, plain = [], []
    for seed in range(RASCHPY_SEEDS):
        ratings, truth = simulate(PEOPLE, seed=seed)
        whole = truth.level.mean(axis=1)
        theirs.append(_correlate(_raschpy_persons(ratings), whole))
        plain.append(_correlate(_plain_persons(ratings), whole))
    seconds = time.process_time() - begun
    return Row(
        name=name,
        figure=_spread(np.array(theirs)),
        note=f"plain mean there {_spread(np.array(plain))}; {PEOPLE} people, {RASCHPY_SEEDS} seeds, "
        f"{seconds:.0f} CPU s",
    )


def _raschpy_persons(ratings: Ratings) -> Floats:
    import pandas
    from raschpy import MFRM

    others = ratings.source != SELF
    long = pandas.DataFrame(
        {
            "Rater": _labels(ratings.rater[others]),
            "Person": _labels(ratings.person[others]),
            "item": _labels(ratings.competency[others]),
            "mark": ratings.mark[others].astype(float),
        }
    )
    table = long.pivot_table(index=["Rater", "Person"], columns="item", values="mark")
    with warnings.catch_warnings():
        # It warns that raters with few forms are poorly determined: that is the case being compared.
        warnings.simplefilter("ignore")
        model = MFRM(table, max_score=4)
        model.calibrate(model="global")
        model.person_estimates(model="global")
    found = np.full(len(ratings.prior_mean), np.nan)
    for person, value in model.persons_global.items():
        found[int(person)] = value
    return found
