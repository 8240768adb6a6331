"""An organisation's calibration: how its people, raters and scale vary, learnt from all its ratings."""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headway.algorithms.rating_model.elimination import (
    Parameters,
)
from headway.algorithms.rating_model.learn import (
    LEARNT,
    LEAST_SD,
    Case,
    Point,
    Uncertainty,
    begin_at_defaults,
    find_uncertainty,
    learn,
    settle,
)
from headway.algorithms.rating_model.model import Calibration, Floats, SourceEffect
from headway.algorithms.rating_model.ratings import (
    NOBODY,
    Integers,
    Layout,
    Ratings,
    check,
    lay_out,
)
from headway.algorithms.rating_model.scale import (
    ScalePrior,
)
from headway.algorithms.rating_model.severity import (
    find_meetings,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Grounds:
    """What the people of each part of the network have in common, in logits: `mean` and `sd` (parts,).

    `people` (parts,) counts them, `shared_sd` (parts,) is what severities of one have in common beyond
    what follows it, `following` (raters of the ratings,) how far each severity moves with it.
    """

    mean: Floats
    sd: Floats
    people: Integers
    shared_sd: Floats
    following: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitted:
    """What calibration found.

    `calibration` is what scoring needs. `mean` and `sd` (people, competencies; logits) are everybody's
    proficiency as of the day ages were counted to. `component` (people,) numbers the parts of the rating
    network from 0, -1 for who was rated by nobody else; levels are comparable only within one.
    `shared_sd` (components,; logits) is what is unsure about all severities of one alike, `grounds` what
    the people of each have in common.
    `form_person`, `form_rater` (forms,; the rater -1 for oneself) and `form_lean` hold severity and
    impression in each form that counted. `rounds` is how many rounds it took, `has_converged` whether
    they were enough.
    """

    calibration: Calibration
    mean: Floats
    sd: Floats
    component: Integers
    shared_sd: Floats
    grounds: Grounds
    form_person: Integers
    form_rater: Integers
    form_lean: Floats
    rounds: int
    has_converged: bool


def calibrate(
    ratings: Ratings,
    defaults: Calibration,
    *,
    self_beside_others: bool = True,
    is_learning: bool = True,
) -> Fitted:
    """Calibrates an organisation, pulled towards `defaults` as far as data are few.

    The model is that of `score`, with severities apart from impressions: each rater's severity is one
    effect in all that the rater's forms hold. Newton steps on all effects, where the mean and variance
    of a mark are averaged over its current Gaussian (variational Gaussian approximation: Opper and
    Archambeau 2009); people are eliminated in closed form, raters solved by conjugate gradients.
    Variances are learnt by expectation-maximisation (Dempster, Laird and Rubin 1977) with an
    inverse-gamma pull of 8 degrees of freedom, on an expanded scale (Liu, Rubin and Wu 1998) and
    extrapolated (Varadhan and Roland 2008). With `is_learning` False only people and raters are
    estimated, all else is as in `defaults`; severities known there (`raters`) are their priors.

    **When severity speaks.** Two forms are linked when they share a person or a rater. How severe all
    raters of a linked component are in the mean, and how strong all its people, nothing in it can tell
    apart, and people taken for independent would make a strong team's raters lenient. All people of a
    component therefore share a mean of their own, N(0, sd_apart^2), counted from the mean of all: it
    may move farther than a mean of several severities, and takes what written cases or known severities
    leave. In the whole, or in the one component there is, the mean of severities is what written cases
    and known severities tell, 0 without any: a team of top marks is a strong team. What can't be told
    is kept in everybody's range.

    **However odd the marks.** No SD is learnt beyond twice or below half its default, no source's effect
    beyond two of its prior SDs, no severity beyond 2.5 logits.

    The result is the same to the last digit whatever the order of marks. Raises ValueError for
    arrays that do not fit.
    """
    top_level = len(defaults.steps_of(0))
    check(ratings, top_level, defaults)
    case = _prepare(ratings, defaults, self_beside_others=self_beside_others)
    point = begin_at_defaults(case)
    if is_learning and case.layout.blocks:
        point = learn(case, point)
    return _result(case, ratings, settle(case, point))


def _prepare(ratings: Ratings, defaults: Calibration, *, self_beside_others: bool) -> Case:
    layout = lay_out(ratings, defaults, self_beside_others=self_beside_others)
    names = [ratings.raters[place] for place in layout.rater_order.tolist()]
    known = [defaults.raters.get(name) for name in names]
    precision = np.array([1.0 / max(k.sd, LEAST_SD) ** 2 if k else 0.0 for k in known])
    competencies = ratings.prior_mean.shape[1]
    sources = [defaults.sources[name] for name in layout.sources]
    return Case(
        layout=layout,
        meetings=find_meetings(layout),
        defaults=defaults,
        scale_prior=ScalePrior(
            steps=np.array([defaults.steps_of(c) for c in range(competencies)]),
            sources=np.array([source.mean for source in sources]),
            source_precision=np.array([1.0 / s.sd**2 if s.sd > 0 else np.inf for s in sources]),
        ),
        known_severity=np.array([k.mean if k else 0.0 for k in known]),
        known_precision=precision,
        people=_count_people(layout),
    )


def _count_people(layout: Layout) -> Integers:
    """How many real people each component has whom somebody else rated."""
    size = layout.component_count
    rated = np.zeros(size, dtype=np.int64)
    for block in layout.blocks:
        if block.known_sd is None:
            rated += np.bincount(layout.component_of_person[block.people], minlength=size)
    has_rater = np.bincount(layout.component_of_rater[layout.has_rated], minlength=size) > 0
    return np.where(has_rater, rated, 0)


def _result(case: Case, ratings: Ratings, point: Point) -> Fitted:
    _, sums = find_uncertainty(case, point, exactly=True)
    layout, parameters = case.layout, point.parameters
    mean = ratings.prior_mean.astype(np.float64)
    variance = np.full(mean.shape, parameters.sd_general**2 + parameters.sd_specific**2)
    if ratings.known_sd is not None:
        variance = np.where(np.isfinite(ratings.known_sd), ratings.known_sd**2, variance)
    for block, state, found in zip(layout.blocks, point.states, sums.covariances, strict=True):
        mean[block.people] += state.ground + state.level
        variance[block.people] = found.level
    fading = case.defaults.age_sd_per_year**2 * layout.youngest_age[:, None]
    component, used = _number_components(case)
    return Fitted(
        calibration=_calibration(case, ratings, point, sums),
        mean=mean,
        sd=np.sqrt(variance + fading),
        component=component,
        shared_sd=np.sqrt(sums.shared_variance[used]),
        grounds=_grounds(case, point, sums, used),
        rounds=point.rounds,
        has_converged=point.has_converged,
        **_forms(case, point),
    )


def _grounds(case: Case, point: Point, sums: Uncertainty, used: Integers) -> Grounds:
    """The grounds of the components that the layout knows as `used`, raters in the ratings' order."""
    found, order = point.severities, case.layout.rater_order
    following = np.zeros(len(order))
    if found is None:
        raise AssertionError("Severities are solved before anything is told of grounds.")
    following[order] = found.following
    return Grounds(
        mean=found.ground[used],
        sd=np.sqrt(found.ground_variance[used]),
        people=case.people[used],
        shared_sd=np.sqrt(sums.shared_given_ground[used]),
        following=following,
    )


def _forms(case: Case, point: Point) -> dict[str, NDArray[Any]]:
    """Person, rater and lean of all forms, in the order of people."""
    blocks = case.layout.blocks
    nothing = np.zeros(0, dtype=np.int64)
    person = [np.repeat(block.people, block.rater.shape[1]) for block in blocks]
    persons = np.concatenate([nothing, *person])
    rank = np.concatenate([nothing, *(block.rater.ravel() for block in blocks)])
    lean = np.concatenate([np.zeros(0), *(state.lean.ravel() for state in point.states)])
    order = np.argsort(persons, kind="stable")
    names = case.layout.rater_order
    rater = np.where(rank < 0, NOBODY, names[rank] if len(names) else NOBODY)
    return {"form_person": persons[order], "form_rater": rater[order], "form_lean": lean[order]}


def _number_components(case: Case) -> tuple[Integers, Integers]:
    """Components that hold a rater, numbered from 0 in the order of people; -1 for everybody else.

    Then the number by which the layout knows each.
    """
    layout = case.layout
    labels = np.unique(layout.component_of_rater[layout.has_rated])
    number = np.full(layout.component_count, NOBODY, dtype=np.int64)
    used, at = np.unique(layout.component_of_person, return_index=True)
    used = used[np.argsort(at)]
    used = used[np.isin(used, labels)]
    number[used] = np.arange(len(used))
    return number[layout.component_of_person], used


def _calibration(case: Case, ratings: Ratings, point: Point, sums: Uncertainty) -> Calibration:
    layout, parameters = case.layout, point.parameters
    mean = np.zeros(0) if point.severities is None else point.severities.mean
    sd = np.sqrt(sums.severity_variance)
    raters = {
        ratings.raters[layout.rater_order[rank]]: SourceEffect(
            mean=float(mean[rank]), sd=float(sd[rank])
        )
        for rank in np.flatnonzero(layout.has_rated).tolist()
    }
    learnt = {
        name: SourceEffect(mean=mean, sd=sd)
        for name, mean, sd in zip(
            layout.sources,
            parameters.sources.tolist(),
            _source_sds(case, parameters).tolist(),
            strict=True,
        )
    }
    return replace(
        case.defaults,
        steps=tuple(tuple(row) for row in parameters.steps.tolist()),
        sources=MappingProxyType({**case.defaults.sources, **learnt}),
        raters=MappingProxyType({**case.defaults.raters, **raters}),
        **{name: getattr(parameters, name) for name in LEARNT},
    )


def _source_sds(case: Case, parameters: Parameters) -> Floats:
    """How surely each source's effect is known: each of its raters tells of it once, however often."""
    precision = case.scale_prior.source_precision.copy()
    sources = len(precision)
    seen = [np.zeros(0, dtype=np.int64)]
    for block in case.layout.blocks:
        own = block.rater < 0
        count = np.bincount(block.source[own], minlength=sources)
        precision += count / parameters.sd_self_halo**2
        seen.append((block.rater * sources + block.source)[~own])
    pairs, forms = np.unique(np.concatenate(seen), return_counts=True)
    told = 1.0 / (parameters.sd_severity**2 + parameters.sd_halo**2 / forms)
    precision += np.bincount(pairs % max(sources, 1), told, minlength=sources)
    return np.asarray(1.0 / np.sqrt(precision))
