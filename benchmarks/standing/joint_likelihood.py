"""The plain many-facet Rasch model by joint maximum likelihood: for checking only, never for people.

With few raters a person it ranks people worse than a plain mean does, and its intervals are far too
short; what people see comes from the hierarchical model. This one is here because other programs
publish results of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.standing.joint_design import (
    Data,
    DisconnectedDesignError,
    Elements,
    Estimable,
    Facet,
    collect,
    find_subsets,
    named,
    place_of,
    put_extremes_aside,
)
from benchmarks.standing.joint_newton import (
    FARTHEST,
    centre,
    first_measures,
    lay_out,
    log_likelihood,
    maximise,
    sum_steps,
)
from numpy.typing import NDArray

from headway.algorithms.rating_model.fit import (
    FitStatistics,
    Moments,
    category_moments,
    measure_fit,
    total_by,
)

__all__ = [
    "DisconnectedDesignError",
    "Facet",
    "FacetMeasures",
    "Interaction",
    "JointFit",
    "find_interactions",
    "find_subsets",
    "fit_jointly",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# An extreme sum of marks is moved inwards by it, as Facets does by default.
EXTREME_ADJUSTMENT = 0.3
_BISECTIONS = 60


@dataclass(frozen=True, kw_only=True, eq=False)
class FacetMeasures:
    """A facet's elements: each array of shape (elements,), in logits where not told otherwise.

    `observed` and `expected` are sums of categories from 0. An element that `is_extreme` has lowest or
    highest marks only: it is measured by a sum moved inwards by .3, as in Facets, and has no fit.
    Its measure is NaN if all who could place it are extreme too, or the steps of its own scale unknown.
    """

    name: str
    elements: tuple[str, ...]
    measure: Floats
    standard_error: Floats
    count: Integers
    observed: Floats
    expected: Floats
    is_extreme: NDArray[np.bool_]
    fit: FitStatistics

    def of(self, element: str) -> float:
        """One element's measure in logits; raises ValueError for a name the facet lacks."""
        return float(self.measure[self.elements.index(element)])


@dataclass(frozen=True, kw_only=True, eq=False)
class Ratings:
    """What was fitted, a rating in each place: `logit` before steps, `category` from 0, `group` of steps.

    `estimable` says which ratings belong to no extreme element, `elements` by facet whose they are.
    """

    logit: Floats
    category: Integers
    group: Integers
    weight: Floats
    heights: Floats
    elements: tuple[Integers, ...]
    estimable: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class JointFit:
    """Estimates by joint maximum likelihood; `steps[g]` are those of group g, summing to 0.

    `values[g]` are the marks that the categories of group g stand for; a step leads from one to the next.
    `is_converged` is False if measures run off to infinity or the rounds ran out.
    """

    facets: tuple[FacetMeasures, ...]
    steps: tuple[tuple[float, ...], ...]
    step_groups: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    log_likelihood: float
    rounds: int
    is_converged: bool
    ratings: Ratings

    def facet(self, name: str) -> FacetMeasures:
        """The facet of that name; raises ValueError if there is none."""
        return self.facets[place_of(name, [facet.name for facet in self.facets])]


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """How far one pair of elements departs from what both lead to expect; in logits, up is more marks.

    `observed` and `expected` are sums of categories from 0; `t` is `bias` in standard errors.
    """

    first: str
    second: str
    count: int
    observed: float
    expected: float
    bias: float
    standard_error: float
    t: float


def fit_jointly(
    marks: Sequence[int] | Integers,
    facets: Sequence[Facet],
    *,
    steps_by: str = "",
    keeps_unused: bool = False,
    weights: Sequence[float] | Floats | None = None,
    tolerance: float = 1e-9,
    most_rounds: int = 100,
) -> JointFit:
    """Measures of all elements from `marks` (ratings,), with one label of each facet a rating.

    log P(y=k)/P(y=k-1) = sum of the facets' measures by their signs - step[k] (Linacre 1989): with two
    marks a dichotomous model, else one rating scale for all (Andrich 1978), or one for each element
    of the facet `steps_by` (partial credit, Masters 1982). A missing rating is one that is not there.
    A mark between others that nobody gave is no category, as in Facets by default, or `keeps_unused`
    keeps its place with a chance of 0. Newton steps on the whole concave likelihood until none is
    longer than `tolerance` logits.

    Raises ValueError for facets that don't fit together or nothing to estimate, and its subclass
    DisconnectedDesignError where parts of the design can't be compared.
    """
    data = collect(marks, facets, steps_by, weights)
    estimable = put_extremes_aside(
        data.marks, data.groups, data.weights, data.elements, keeps_unused=keeps_unused
    )
    if not estimable.ratings.any():
        raise ValueError("There is nothing to estimate: all marks are at one end of their scales.")
    design = lay_out(data, estimable)
    parameters, rounds, is_converged = maximise(design, tolerance, most_rounds)
    heights = sum_steps(design, estimable, parameters)
    inner = centre(first_measures(design, data.elements, parameters, estimable), data.elements)
    measures = _place_extremes(inner, heights, data, estimable)
    logit = _sum_measures(measures, data.elements)
    expected = category_moments(_log_weights(logit, heights[data.groups]))
    back = np.argsort(data.order)
    return JointFit(
        facets=tuple(
            _summarise(facet, values, expected, data, estimable, removed)
            for facet, values, removed in zip(
                data.elements, measures, estimable.removed_in, strict=True
            )
        ),
        steps=tuple(
            tuple(np.diff(row[exists]).tolist())
            for row, exists in zip(heights, estimable.categories.exists, strict=True)
        ),
        step_groups=named(data.elements, steps_by).names if steps_by else ("",),
        values=estimable.categories.values,
        log_likelihood=log_likelihood(design, parameters),
        rounds=rounds,
        is_converged=is_converged,
        ratings=Ratings(
            logit=logit[back],
            category=estimable.categories.of[back],
            group=data.groups[back],
            weight=data.weights[back],
            heights=heights,
            elements=tuple(facet.of[back] for facet in data.elements),
            estimable=estimable.ratings[back],
        ),
    )


def find_interactions(fit: JointFit, first: str, second: str) -> tuple[Interaction, ...]:
    """How each pair of elements of two facets departs from the main effects, which stay as they are.

    The bias of a pair is the shift of its ratings' logits at which their expected sum is the observed
    one (Facets, tables 13 and 14); a sum at one end is moved inwards by .3. The squares of all `t`
    sum to the chi-square of the test that there is no interaction. Pairs are in the order of names.
    """
    names = [facet.name for facet in fit.facets]
    one, other = (place_of(name, names) for name in (first, second))
    ratings, width = fit.ratings, len(fit.facets[other].elements)
    used = ratings.estimable & (ratings.weight > 0)
    pair = ratings.elements[one][used] * width + ratings.elements[other][used]
    numbers, own = np.unique(pair, return_inverse=True)
    heights, weight = ratings.heights[ratings.group[used]], ratings.weight[used]
    category = ratings.category[used].astype(np.float64)
    shifts = _solve_shifts(ratings.logit[used], 1.0, heights, category, weight, own, len(numbers))
    before = category_moments(_log_weights(ratings.logit[used], heights))
    after = category_moments(_log_weights(ratings.logit[used] + shifts[own], heights))
    count = np.bincount(own)
    observed, expected = (
        total_by(own, weight * category, len(numbers)),
        total_by(own, weight * before.mean, len(numbers)),
    )
    error = total_by(own, weight * after.variance, len(numbers)) ** -0.5
    return tuple(
        Interaction(
            first=fit.facets[one].elements[number // width],
            second=fit.facets[other].elements[number % width],
            count=int(count[place]),
            observed=float(observed[place]),
            expected=float(expected[place]),
            bias=float(shifts[place]),
            standard_error=float(error[place]),
            t=float(shifts[place] / error[place]),
        )
        for place, number in enumerate(numbers.tolist())
    )


def _place_extremes(
    measures: tuple[Floats, ...], heights: Floats, data: Data, estimable: Estimable
) -> tuple[Floats, ...]:
    """Measures of extreme elements given all others: who was put aside last is placed first."""
    placed = [values.copy() for values in measures]
    rounds = np.unique(np.concatenate(estimable.removed_in))
    for round_ in rounds[rounds >= 0][::-1].tolist():
        known = [values.copy() for values in placed]
        for number, removed in enumerate(estimable.removed_in):
            found = _place_facet(number, known, heights, data, estimable)
            placed[number] = np.where(removed == round_, found, placed[number])
    return tuple(placed)


def _place_facet(
    number: int, known: list[Floats], heights: Floats, data: Data, estimable: Estimable
) -> Floats:
    """Each element of a facet where its ratings by known others put it; NaN without such ratings.

    A scale of which only one mark is known tells nothing of anybody's place.
    """
    facet = data.elements[number]
    without = [np.zeros_like(v) if place == number else v for place, v in enumerate(known)]
    logit = _sum_measures(without, data.elements)
    used = np.isfinite(logit) & (data.weights > 0) & (estimable.categories.top[data.groups] > 0)
    names = len(facet.names)
    found = _solve_shifts(
        logit[used],
        facet.sign,
        heights[data.groups[used]],
        estimable.categories.of[used].astype(np.float64),
        data.weights[used],
        facet.of[used],
        names,
    )
    return np.where(np.bincount(facet.of[used], minlength=names) > 0, found, np.nan)


def _solve_shifts(
    logit: Floats,
    sign: float,
    heights: Floats,
    category: Floats,
    weight: Floats,
    own: Integers,
    count: int,
) -> Floats:
    """What to add to the logits of each group's ratings so that sums are as observed, by bisection."""
    top = np.where(np.isfinite(heights), np.arange(heights.shape[1]), 0).max(axis=1)
    highest = total_by(own, weight * top, count)
    margin = np.minimum(EXTREME_ADJUSTMENT, highest / 2)
    observed = total_by(own, weight * category, count)
    # Only sums at an end are moved; one that is merely close to it has a measure of its own.
    aim = np.where(observed <= 0, margin, np.where(observed >= highest, highest - margin, observed))
    low, high = np.full(count, -FARTHEST), np.full(count, FARTHEST)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        mean = category_moments(_log_weights(logit + middle[own], heights)).mean
        is_short = total_by(own, weight * mean, count) < aim
        low, high = np.where(is_short, middle, low), np.where(is_short, high, middle)
    return np.asarray(sign * (low + high) / 2, dtype=np.float64)


def _sum_measures(measures: Sequence[Floats], elements: Sequence[Elements]) -> Floats:
    total = np.zeros(len(elements[0].of))
    for values, facet in zip(measures, elements, strict=True):
        total += facet.sign * values[facet.of]
    return total


def _log_weights(logit: Floats, heights: Floats) -> Floats:
    weights: Floats = logit[:, None] * np.arange(heights.shape[1]) - heights
    return weights


def _summarise(
    facet: Elements,
    measure: Floats,
    expected: Moments,
    data: Data,
    estimable: Estimable,
    removed: Integers,
) -> FacetMeasures:
    """Sums over ratings by elements that are not extreme; for an extreme element over all it has."""
    is_extreme = removed >= 0
    used = (estimable.ratings | is_extreme[facet.of]) & np.isfinite(expected.mean)
    used &= data.weights > 0
    of, weight, names = facet.of[used], data.weights[used], len(facet.names)
    category = estimable.categories.of[used].astype(np.float64)
    seen = Moments(
        mean=expected.mean[used], variance=expected.variance[used], fourth=expected.fourth[used]
    )
    inner = np.where(is_extreme[of], 0.0, weight)
    with np.errstate(divide="ignore"):
        error: Floats = total_by(of, weight * seen.variance, names) ** -0.5
    return FacetMeasures(
        name=facet.facet.name,
        elements=facet.names,
        measure=measure,
        standard_error=error,
        count=np.bincount(of, minlength=names),
        observed=total_by(of, weight * category, names),
        expected=total_by(of, weight * seen.mean, names),
        is_extreme=is_extreme,
        fit=measure_fit(category, seen, of, names, inner),
    )
