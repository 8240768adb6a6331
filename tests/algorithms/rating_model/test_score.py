"""The rating model: laws, a check against brute force, and a small simulation."""

from dataclasses import replace
from importlib import import_module
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.rating_model import (
    SHIPPED_SOURCES,
    Calibration,
    Observation,
    SourceEffect,
    bar,
    chance_at_least,
    default_steps,
    score,
    settle,
)

SHIPPED = Calibration()
SOURCES = sorted(SHIPPED_SOURCES)
COMPETENCIES = 4
PRIOR = np.array([-0.7, 0.0, 0.0, 0.7])
LAW = settings(deadline=None, max_examples=60)
Z_OF_MIDDLE_90 = 1.6448536269514722


def form(marks, rater="manager", source="manager", **extra):
    return [
        Observation(competency=c, mark=m, rater=rater, source=source, **extra)
        for c, m in enumerate(marks)
        if m is not None
    ]


marks = st.lists(
    st.one_of(st.none(), st.integers(0, 4)), min_size=COMPETENCIES, max_size=COMPETENCIES
)


@st.composite
def forms(draw, at_least=0):
    """Up to five forms by different raters, as one list of observations."""
    found = []
    for rater in range(draw(st.integers(at_least, 5))):
        extra = {
            "weight": draw(st.sampled_from((0.3, 1.0))),
            "age_years": draw(st.sampled_from((0.0, 0.5, 4.0))),
            "is_at_least": draw(st.booleans()),
        }
        source = draw(st.sampled_from(SOURCES))
        found += form(draw(marks), rater=f"rater {rater}", source=source, **extra)
    return found


# Laws ----------------------------------------------------------------------------------------------


@LAW
@given(forms(), st.randoms(use_true_random=False))
def test_the_order_of_observations_changes_nothing_but_rounding(observations, random):
    shuffled = random.sample(observations, len(observations))
    one, other = score(observations, PRIOR, SHIPPED), score(shuffled, PRIOR, SHIPPED)
    np.testing.assert_allclose(one.mean, other.mean, atol=1e-7)
    np.testing.assert_allclose(one.covariance, other.covariance, atol=1e-7)


@LAW
@given(forms(), st.permutations(range(COMPETENCIES)))
def test_the_order_of_competencies_changes_nothing_but_rounding(observations, order):
    place = {old: new for new, old in enumerate(order)}
    moved = [o._replace(competency=place[o.competency]) for o in observations]
    there = score(moved, PRIOR[list(order)], SHIPPED)
    here = score(observations, PRIOR, SHIPPED)
    np.testing.assert_allclose(there.mean, here.mean[list(order)], atol=1e-7)
    np.testing.assert_allclose(there.sd, here.sd[list(order)], atol=1e-7)


@LAW
@given(forms(at_least=1), st.data())
def test_raising_one_mark_never_lowers_its_competency(observations, data):
    below_top = [i for i, o in enumerate(observations) if o.mark < 4]
    if not below_top:
        return
    i = data.draw(st.sampled_from(below_top))
    raised = list(observations)
    raised[i] = raised[i]._replace(mark=raised[i].mark + 1)
    place = raised[i].competency
    before, after = (score(o, PRIOR, SHIPPED).mean[place] for o in (observations, raised))
    assert after >= before - 1e-7


@LAW
@given(st.integers(0, 4), st.integers(0, 6), st.sampled_from(("manager", "peer", "self")))
def test_one_more_form_of_the_same_marks_never_widens_a_range(level, count, source):
    many = [o for r in range(count + 1) for o in form([level] * 4, rater=f"r{r}", source=source)]
    fewer = [o for o in many if o.rater != f"r{count}"]
    assert (score(many, PRIOR, SHIPPED).sd <= score(fewer, PRIOR, SHIPPED).sd + 1e-9).all()


@LAW
@given(marks, st.floats(0, 20), st.floats(0, 20))
def test_a_range_is_the_wider_the_older_its_form(levels, one_age, other_age):
    younger, older = (
        score(form(levels, age_years=age), np.zeros(4), SHIPPED).sd
        for age in sorted((one_age, other_age))
    )
    assert (older >= younger - 1e-7).all()


@LAW
@given(forms(), st.integers(1, 7), st.floats(-20, 20))
def test_everything_is_finite_and_no_range_is_empty(observations, top_level, prior):
    calibration = Calibration(steps=default_steps(top_level))
    observations = [o._replace(mark=min(o.mark, top_level)) for o in observations]
    posterior = score(observations, np.full(COMPETENCIES, prior), calibration)
    assert np.isfinite(posterior.mean).all()
    assert np.isfinite(posterior.covariance).all()
    assert (posterior.sd > 0).all()


@LAW
@given(st.lists(st.floats(-3, 3), min_size=1, max_size=7).map(sorted))
def test_bars_ascend_and_are_where_half_the_marks_reach_the_level(steps):
    bars = [bar(steps, level) for level in range(1, len(steps) + 1)]
    assert all(lower < upper for lower, upper in pairwise(bars))
    for level, theta in enumerate(bars, start=1):
        weights = np.exp(np.arange(len(steps) + 1) * theta - np.cumsum([0.0, *steps]))
        assert weights[level:].sum() / weights.sum() == pytest.approx(0.5)


# Facts ---------------------------------------------------------------------------------------------


def test_nobody_s_view_leaves_the_prior_as_it_is():
    posterior = score([], PRIOR, SHIPPED)
    assert posterior.mean.tolist() == PRIOR.tolist()
    np.testing.assert_allclose(posterior.sd, np.sqrt(1.0**2 + 0.7**2))


def test_the_same_observations_give_the_same_digits():
    observations = form([1, 2, 3, 4]) + form([0, 2, None, 3], rater="p", source="peer")
    one, other = score(observations, PRIOR, SHIPPED), score(observations, PRIOR, SHIPPED)
    assert one.mean.tobytes() == other.mean.tobytes()
    assert one.covariance.tobytes() == other.covariance.tobytes()


@pytest.mark.parametrize("level", [0, 4])
@pytest.mark.parametrize("count", [1, 44])
def test_forms_with_one_level_only_converge(level, count, monkeypatch):
    observations = [o for r in range(count) for o in form([level] * 16, rater=f"r{r}")]
    settled = score(observations, np.zeros(16), SHIPPED)
    module = import_module("headway.algorithms.rating_model.score")
    monkeypatch.setattr(module, "_TOLERANCE", 1e-12)
    monkeypatch.setattr(settle, "_MOST_ROUNDS", 1000)
    np.testing.assert_allclose(
        settled.mean, score(observations, np.zeros(16), SHIPPED).mean, atol=1e-7
    )


def test_a_mark_on_one_competency_moves_the_others_less():
    posterior = score([*form([4, None, None, None])], np.zeros(4), SHIPPED)
    assert posterior.mean[0] > posterior.mean[1] > 0
    assert posterior.sd[0] < posterior.sd[1]


def test_a_rater_who_repeats_a_mark_tells_less_than_a_second_one():
    once = form([3, 3, 3, 3])
    repeated = score(once + once, np.zeros(4), SHIPPED).sd
    seconded = score(once + form([3, 3, 3, 3], rater="other"), np.zeros(4), SHIPPED).sd
    assert (seconded < repeated - 0.05).all()


def test_a_self_rating_tells_less_than_a_manager_s():
    own = score(form([3, 3, 3, 3], rater="self", source="self"), np.zeros(4), SHIPPED)
    manager = score(form([3, 3, 3, 3]), np.zeros(4), SHIPPED)
    assert (own.sd > manager.sd).all()
    assert (own.mean < manager.mean).all()


def test_half_a_weight_moves_the_mean_less():
    full, half = (
        score(form([4, 4, 4, 4], weight=weight), np.zeros(4), SHIPPED).mean for weight in (1, 0.5)
    )
    assert (full > half).all()
    assert (half > 0).all()


def test_an_act_of_a_low_level_never_pulls_down():
    high = np.full(4, 3.0)
    act = score(form([1, 1, 1, 1], is_at_least=True), high, SHIPPED)
    assert (act.mean >= high).all()
    assert (score(form([1, 1, 1, 1]), high, SHIPPED).mean < high).all()


def test_many_old_marks_do_not_average_out_what_happened_since():
    old = [
        o for r in range(40) for o in form([2, 2, 2, 2], rater=f"r{r}", source="peer", age_years=9)
    ]
    assert (score(old, np.zeros(4), SHIPPED).sd > 0.5).all()


def test_chances_fall_with_the_level_and_begin_at_one():
    posterior = score(form([2, 3, 1, 4]), np.zeros(4), SHIPPED)
    chances = [chance_at_least(posterior, level, SHIPPED.steps) for level in range(5)]
    assert chances[0].tolist() == [1.0] * 4
    assert all((upper < lower).all() for lower, upper in pairwise(chances))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mark": 5}, "the levels are 0 to 4"),
        ({"competency": 4}, "no competency number 4"),
        ({"source": "oracle"}, "no source 'oracle'"),
        ({"weight": 1.5}, "from 0 to 1"),
        ({"age_years": -1.0}, "0 years or more"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(wrong, sentence):
    observation = Observation(competency=0, mark=2, rater="m", source="manager")
    with pytest.raises(ValueError, match=sentence):
        score([observation._replace(**wrong)], PRIOR, SHIPPED)


def test_a_level_without_a_bar_is_refused():
    with pytest.raises(ValueError, match="1 to 4"):
        bar(SHIPPED.steps, 5)


# Brute force ---------------------------------------------------------------------------------------


def integrate(levels):
    """Means and SDs of two competencies that two managers marked, by quadrature over all effects."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(16)
    general, first, second, one, other = np.meshgrid(*[nodes] * 5, indexing="ij")
    rater_sd = np.hypot(SHIPPED.sd_severity, SHIPPED.sd_halo)
    theta = [general + SHIPPED.sd_specific * u for u in (first, second)]
    density = np.einsum("a,b,c,d,e->abcde", *[weights] * 5)
    for effect, row in zip((one, other), levels, strict=True):
        for proficiency, level in zip(theta, row, strict=True):
            density = density * chance_of(level, proficiency - rater_sd * effect)
    density /= density.sum()
    means = [(density * t).sum() for t in theta]
    return means, [
        np.sqrt((density * t**2).sum() - m**2) for t, m in zip(theta, means, strict=True)
    ]


def chance_of(level, eta):
    heights = np.cumsum([0.0, *SHIPPED.steps])
    weights = np.exp(eta[..., None] * np.arange(5) - heights)
    return weights[..., level] / weights.sum(-1)


@pytest.mark.parametrize(
    "levels", [((4, 4), (4, 4)), ((0, 4), (4, 0)), ((0, 0), (4, 4)), ((2, 3), (1, 1))]
)
def test_the_posterior_agrees_with_brute_force_to_a_hundredth(levels):
    posterior = score(form(levels[0]) + form(levels[1], rater="other"), np.zeros(2), SHIPPED)
    means, sds = integrate(levels)
    np.testing.assert_allclose(posterior.mean, means, atol=0.005)
    np.testing.assert_allclose(posterior.sd, sds, atol=0.01)


# Simulation ----------------------------------------------------------------------------------------


def simulate(people, sources, seed):
    """Levels and marks of people drawn from the model itself; 15 competencies, default scale."""
    random = np.random.default_rng(seed)
    theta = random.normal(0, 1, (people, 1)) + random.normal(0, 0.7, (people, 15))
    heights = np.cumsum([0.0, *SHIPPED.steps])
    observed = []
    for person in theta:
        found = []
        for rater, source in enumerate(sources):
            sd = 1.8 if source == "self" else np.hypot(0.9, 0.9)
            effect = SHIPPED_SOURCES[source]
            lean = random.normal(0, sd) + random.normal(effect.mean, effect.sd)
            logits = (person - lean)[:, None] * np.arange(5) - heights
            drawn = (logits + random.gumbel(size=logits.shape)).argmax(axis=1)
            found += form(drawn.tolist(), rater=f"rater {rater}", source=source)
        observed.append(found)
    return theta, observed


def coverage(theta, observed, calibration):
    posteriors = [score(found, np.zeros(15), calibration) for found in observed]
    inside = [
        np.abs(posterior.mean - person) < Z_OF_MIDDLE_90 * posterior.sd
        for person, posterior in zip(theta, posteriors, strict=True)
    ]
    return np.mean(inside)


@pytest.mark.parametrize("sources", [("manager", "stakeholder", "report"), ("manager",)])
def test_ninety_percent_ranges_hold_the_truth_ninety_percent_of_the_time(sources):
    assert 0.86 < coverage(*simulate(250, sources, seed=1), SHIPPED) < 0.94


def test_without_the_raters_impressions_ranges_hold_the_truth_far_too_seldom():
    theta, observed = simulate(150, ("manager", "report", "self"), seed=2)
    blind = replace(SHIPPED, sd_halo=1e-6, sd_self_halo=1e-6)
    assert coverage(theta, observed, SHIPPED) > 0.86
    assert coverage(theta, observed, blind) < 0.78


def test_a_single_self_rating_calls_at_most_two_in_five():
    _, observed = simulate(250, ("self",), seed=3)
    for level in (2, 3):
        chances = np.array(
            [
                chance_at_least(score(o, np.zeros(15), SHIPPED), level, SHIPPED.steps)
                for o in observed
            ]
        )
        assert np.mean((chances >= 0.8) | (chances <= 0.2)) <= 0.40


def test_a_source_known_to_be_lenient_counts_for_less():
    lenient = replace(SHIPPED, sources={"manager": SourceEffect(mean=-1.0)})
    marked = form([3, 3, 3, 3])
    assert (
        score(marked, np.zeros(4), lenient).mean < score(marked, np.zeros(4), SHIPPED).mean
    ).all()
