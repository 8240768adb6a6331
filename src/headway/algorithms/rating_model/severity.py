"""How severely raters mark: all severities of an organisation at once, people eliminated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, diags_array, eye_array

from headway.algorithms.rating_model.model import Floats
from headway.algorithms.rating_model.ratings import Block, Booleans, Integers, Layout

_CLOSE_ENOUGH = 1e-8
_MOST_STEPS = 1000
_LEAST_VARIANCE = 1e-9
# Nearly two levels. What a rater's forms show beyond is left to impressions, which fade with each person.
FARTHEST_SEVERITY = 2.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Meetings:
    """The pattern of a sparse matrix of all pairs of raters who share a person, themselves included.

    `starts` and `columns` are as in compressed rows; `place` says where each pair of each form of each
    block adds up, after one entry for each rater itself.
    """

    raters: int
    starts: Integers
    columns: Integers
    place: Integers


@dataclass(frozen=True, kw_only=True, eq=False)
class SeverityPrior:
    """What is known of raters before their marks: `mean` and `precision` (raters,).

    `component` (raters,) is that of the network, `people` (components,) how many real people each
    has, `ground_variance` (components,) how far they may all be from other components' people.
    """

    mean: Floats
    precision: Floats
    component: Integers
    people: Integers
    ground_variance: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Severities:
    """The raters' `mean` (raters,), and the `ground` (components,) that each component's people share.

    `matrix` holds the precisions of severities given the ground, `following` (raters,) how far each moves
    with the ground, `total` (raters,) sums each one's covariances with all, `with_mean` (raters,) is that
    with the mean they are counted from. `ground_variance` (components,) is what ratings leave of the
    ground, `ground_freedom` (the same) the share of that which their common origin does not take.
    """

    mean: Floats
    ground: Floats
    matrix: "csr_array[np.float64]"
    following: Floats
    total: Floats
    with_mean: Floats
    ground_variance: Floats
    ground_freedom: Floats


def find_meetings(layout: Layout) -> Meetings:
    """The pattern of all pairs of raters who share a person."""
    raters = len(layout.rater_order)
    keys = [np.arange(raters) * (raters + 1)]
    for block in layout.blocks:
        pairs = block.rater[:, :, None] * raters + block.rater[:, None, :]
        keys.append(pairs[_is_pair(block)])
    found, place = np.unique(np.concatenate(keys), return_inverse=True)
    return Meetings(
        raters=raters,
        starts=np.searchsorted(found, np.arange(raters + 1) * raters),
        columns=found % max(raters, 1),
        place=place,
    )


def _is_pair(block: Block) -> Booleans:
    others = block.rater >= 0
    return np.asarray(others[:, :, None] & others[:, None, :])


def solve_severities(
    layout: Layout,
    meetings: Meetings,
    prior: SeverityPrior,
    terms: Sequence[tuple[Floats, Floats]],
    start: Severities | None,
) -> Severities:
    """The severities and grounds that fit all blocks' `terms` (see `elimination.severity_terms`) best.

    Conjugate gradients from where they stood. A ground is to all forms of real people in its component
    what an equal and opposite severity would be, which gives all its terms. They are counted from where
    the steps are: their sum is held at 0, each weighed by its people squared, so that a small part
    apart moves nobody in a large one. Severities are counted from there too: their mean, weighed alike, is
    what written cases and known severities tell of it and nothing else, as marks of real people can't.
    """
    matrix, linear, pull = _normal_equations(layout, meetings, prior, terms)
    before = np.zeros(len(prior.people)) if start is None else start.ground
    given = linear + pull.across * before[prior.component]
    mean = _solve(matrix, given, None if start is None else start.mean)
    following = _solve(matrix, pull.across, None if start is None else start.following)
    total = _solve(matrix, np.ones_like(linear), None if start is None else start.total)
    size = len(prior.people)
    taken = np.bincount(prior.component, pull.across * following, minlength=size)
    left = np.maximum(pull.within - taken, 0.0)
    variance = prior.ground_variance / (1.0 + prior.ground_variance * left)
    pulled = pull.linear + np.bincount(prior.component, pull.across * mean, minlength=size)
    ground = variance * (pulled - taken * before)
    weight = (prior.people / max(1, prior.people.max(initial=1))) ** 2
    taken_up = variance * weight / max(float((weight**2 * variance).sum()), _LEAST_VARIANCE)
    ground = ground - taken_up * (weight * ground).sum()
    mean = mean + following * (ground - before)[prior.component]
    of_raters = _weigh_raters(layout, prior, weight)
    with_mean = _solve(matrix, of_raters, None if start is None else start.with_mean)
    told = _tell_mean(layout, meetings, prior, terms, of_raters)
    return Severities(
        mean=_held(mean, with_mean, of_raters, told, prior),
        with_mean=with_mean,
        ground=ground,
        matrix=matrix,
        following=following,
        total=total,
        ground_variance=variance,
        ground_freedom=1.0 - taken_up * weight,
    )


def _weigh_raters(layout: Layout, prior: SeverityPrior, of_components: Floats) -> Floats:
    """What each rater weighs in the mean from which severities are counted, shape (raters,), sum 1 or 0.

    With one person in all they weigh nothing: in that person's forms severity and impression are one.
    """
    rated = layout.has_rated & (prior.people.sum() > 1)
    count = np.bincount(prior.component[rated], minlength=len(prior.people))
    weight = np.where(rated, (of_components / np.maximum(count, 1))[prior.component], 0.0)
    return np.asarray(weight / max(float(weight.sum()), _LEAST_VARIANCE))


def _tell_mean(
    layout: Layout,
    meetings: Meetings,
    prior: SeverityPrior,
    terms: Sequence[tuple[Floats, Floats]],
    weight: Floats,
) -> float:
    """The weighed mean of severities by what is known of raters, and the written cases they marked."""
    written = [block.known_sd is not None for block in layout.blocks]
    if not any(written):
        return float((weight * prior.mean).sum())
    shown = [
        (precision * is_written, linear * is_written)
        for (precision, linear), is_written in zip(terms, written, strict=True)
    ]
    matrix, linear, _ = _normal_equations(layout, meetings, prior, shown)
    return float((weight * _solve(matrix, linear, None)).sum())


def _held(
    mean: Floats, with_mean: Floats, weight: Floats, told: float, prior: SeverityPrior
) -> Floats:
    """Severities given that their weighed mean is `told`, none beyond FARTHEST_SEVERITY."""
    spread = max(float((weight * with_mean).sum()), _LEAST_VARIANCE)
    held = mean + with_mean * (told - float((weight * mean).sum())) / spread
    limit = np.maximum(FARTHEST_SEVERITY, np.abs(prior.mean))
    return np.clip(held, -limit, limit)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pull:
    """What marks say of grounds: precision `within`, `linear` term (components,) and `across` (raters,).

    The last is minus the precision that a rater's severity and the ground have together.
    """

    within: Floats
    linear: Floats
    across: Floats


def _normal_equations(
    layout: Layout,
    meetings: Meetings,
    prior: SeverityPrior,
    terms: Sequence[tuple[Floats, Floats]],
) -> tuple["csr_array[np.float64]", Floats, _Pull]:
    """Matrix and right side of all severities, and the terms of grounds, the latter's prior left out."""
    raters, size = meetings.raters, len(prior.people)
    linear = prior.precision * prior.mean
    entries = [prior.precision]
    across, within, pulled = np.zeros(raters), np.zeros(size), np.zeros(size)
    for block, (precision, term) in zip(layout.blocks, terms, strict=True):
        others = block.rater >= 0
        linear = linear + np.bincount(block.rater[others], term[others], minlength=raters)
        entries.append(precision[_is_pair(block)])
        if block.known_sd is None:
            of_form = precision.sum(axis=2)
            across += np.bincount(block.rater[others], of_form[others], minlength=raters)
            component = layout.component_of_person[block.people]
            within += np.bincount(component, of_form.sum(axis=1), minlength=size)
            pulled -= np.bincount(component, term.sum(axis=1), minlength=size)
    data = np.bincount(meetings.place, np.concatenate(entries), minlength=len(meetings.columns))
    parts = (data.astype(np.float64), meetings.columns, meetings.starts)
    matrix: csr_array[np.float64, tuple[int, int]] = csr_array(parts, shape=(raters, raters))
    return matrix, linear, _Pull(within=within, linear=pulled, across=across)


def _solve(matrix: "csr_array[np.float64]", right: Floats, start: Floats | None) -> Floats:
    """The solution by conjugate gradients, preconditioned by the diagonal (Hestenes and Stiefel 1952).

    Written out because the library's takes its sums over threads, whose number then changes digits.
    """
    solution = np.zeros_like(right) if start is None else start
    inverse = 1.0 / matrix.diagonal()
    left = right - matrix @ solution
    direction = inverse * left
    size = float((left * direction).sum())
    enough = _CLOSE_ENOUGH**2 * float((inverse * right**2).sum())
    for _ in range(_MOST_STEPS):
        if size <= enough:
            break
        image = matrix @ direction
        length = size / float((direction * image).sum())
        solution = solution + length * direction
        left = left - length * image
        before, size = size, float((left * inverse * left).sum())
        direction = inverse * left + (size / before) * direction
    return solution


def severity_variances(severities: Severities, *, exactly: bool = False) -> Floats:
    """The variance of each rater's severity given the ground, shape (raters,).

    The diagonal of the inverse by its Neumann series on the scaled matrix, to second order, or to fourth
    if `exactly`. As every rater shares few people with each other one, the latter was at most 1 %
    short of the inverse in simulated organisations, the former 4 %.
    """
    found = _neumann(severities.matrix, is_long=exactly)
    return np.asarray(np.maximum(found, _LEAST_VARIANCE), dtype=np.float64)


def _neumann(matrix: "csr_array[np.float64]", *, is_long: bool) -> Floats:
    diagonal = matrix.diagonal()
    root = diags_array(1.0 / np.sqrt(diagonal))
    rest = csr_array(eye_array(matrix.shape[0]) - root @ matrix @ root)
    series = 1.0 + rest.multiply(rest).sum(axis=1)
    if is_long:
        twice = csr_array(rest @ rest)
        series = series + twice.multiply(rest).sum(axis=1) + twice.multiply(twice).sum(axis=1)
    return np.array(series / diagonal, dtype=np.float64).ravel()


def shared_variances(
    severities: Severities, prior: SeverityPrior, variance: Floats, has_rated: Booleans
) -> Floats:
    """What any two raters of a component have in common given the ground, shape (components,).

    The mean covariance of two of them (`variance` is that of each), less one person's share: what the
    raters of a single person have in common, that very person's marks have told.
    """
    size = len(prior.people)
    component = prior.component[has_rated]
    raters = np.bincount(component, minlength=size)
    excess = np.bincount(component, (severities.total - variance)[has_rated], minlength=size)
    mean = np.maximum(excess, 0.0) / np.maximum(raters * (raters - 1), 1)
    return np.asarray(mean * (1.0 - 1.0 / np.maximum(prior.people, 1)))
