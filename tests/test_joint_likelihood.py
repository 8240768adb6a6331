"""The plain joint-likelihood helper against what other programs print, and against its own laws."""

import csv
import json
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.standing.joint_likelihood import (
    DisconnectedDesignError,
    Facet,
    JointFit,
    find_interactions,
    find_subsets,
    fit_jointly,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize


@pytest.fixture(scope="module")
def measurement(outside_data: Path) -> Path:
    return outside_data / "measurement"


@pytest.fixture(scope="module")
def printed(measurement: Path) -> Any:
    return json.loads((measurement / "expected_results.json").read_text())


@pytest.fixture(scope="module")
def guilford(measurement: Path) -> JointFit:
    rows = _rows(measurement / "guilford.csv")
    return fit_jointly(
        [int(row["score"]) for row in rows],
        [
            Facet(name="examinee", labels=[row["examinee"] for row in rows], raises_marks=True),
            Facet(name="judge", labels=[row["judge"] for row in rows], floats=True),
            Facet(name="trait", labels=[row["trait"] for row in rows]),
        ],
    )


@pytest.fixture(scope="module")
def knox(measurement: Path) -> JointFit:
    rows = _rows(measurement / "knox_cube.csv")
    taps = [
        (row["name"], f"i{number}", row[f"i{number}"]) for row in rows for number in range(1, 19)
    ]
    return fit_jointly(
        [int(mark) for _, _, mark in taps],
        [
            Facet(
                name="child", labels=[child for child, _, _ in taps], raises_marks=True, floats=True
            ),
            Facet(name="item", labels=[item for _, item, _ in taps]),
        ],
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _pair(
    marks: Sequence[int], persons: Sequence[str], items: Sequence[str], **more: Any
) -> JointFit:
    facets = [
        Facet(name="person", labels=persons, raises_marks=True, floats=True),
        Facet(name="item", labels=items, anchors=more.pop("anchors", {})),
    ]
    return fit_jointly(marks, facets, **more)


def _crossed(marks: np.ndarray) -> tuple[list[int], list[str], list[str]]:
    persons, items = marks.shape
    return (
        marks.ravel().tolist(),
        [f"p{p:02}" for p in range(persons) for _ in range(items)],
        [f"i{i}" for _ in range(persons) for i in range(items)],
    )


GRADED = np.random.default_rng(1).integers(0, 4, (14, 5))


@pytest.mark.parametrize("facet", ["examinee", "judge", "trait"])
def test_guilford_measures_are_those_of_converged_programs(
    guilford: JointFit, printed: Any, facet: str
) -> None:
    found = guilford.facet(facet)
    expected = printed["guilford"]["converged_jml"]
    for place, name in enumerate(found.elements):
        row, off = expected[facet][name], expected["tolerance"]
        assert found.measure[place] == pytest.approx(row["measure"], abs=off["measure"])
        assert found.standard_error[place] == pytest.approx(row["se"], abs=off["se"])
        assert found.fit.infit[place] == pytest.approx(row["infit"], abs=off["infit"])
        assert found.fit.outfit[place] == pytest.approx(row["outfit"], abs=off["outfit"])


def test_guilford_likelihood_and_steps_are_those_of_converged_programs(
    guilford: JointFit, printed: Any
) -> None:
    expected = printed["guilford"]["converged_jml"]
    assert guilford.is_converged
    assert guilford.log_likelihood == pytest.approx(expected["loglik"], abs=0.001)
    assert guilford.steps[0] == pytest.approx(expected["tau"], abs=0.003)


def test_guilford_interactions_are_those_of_converged_programs(
    guilford: JointFit, printed: Any
) -> None:
    expected = printed["guilford"]["converged_jml"]
    found = find_interactions(guilford, "judge", "examinee")
    assert len(found) == 21
    for pair in found:
        row = expected["bias"][f"{pair.first}:{pair.second}"]
        # Sums here start at category 0, printed ones at mark 1, five marks a pair.
        assert pair.observed + 5 == row["obs"]
        assert pair.expected + 5 == pytest.approx(row["exp"], abs=0.002)
        assert pair.bias == pytest.approx(row["bias"], abs=0.002)
        assert pair.standard_error == pytest.approx(row["se"], abs=0.002)
    assert sum(pair.t**2 for pair in found) == pytest.approx(expected["bias_chi2"], abs=0.05)


def test_guilford_lies_within_rounding_and_loose_convergence_of_published_facets(
    guilford: JointFit, printed: Any
) -> None:
    published = printed["guilford"]["published_facets"]
    off = published["tolerance"]
    pairs = {f"{p.first}:{p.second}": p for p in find_interactions(guilford, "judge", "examinee")}
    for name, measure in published["measures"].items():
        facet = "judge" if name == "Brahe" else "examinee"
        assert guilford.facet(facet).of(name) == pytest.approx(measure, abs=off["measures"])
    for name, row in published["bias"].items():
        assert pairs[name].bias == pytest.approx(row["bias"], abs=off["bias"])
        assert pairs[name].standard_error == pytest.approx(row["se"], abs=off["se"])
    chi_square = sum(pair.t**2 for pair in pairs.values())
    assert chi_square == pytest.approx(published["bias_chi2"]["chi2"], abs=off["chi2"])


def test_knox_cube_difficulties_are_those_of_joint_likelihood(knox: JointFit, printed: Any) -> None:
    expected = printed["knox_cube"]["jml"]
    assert knox.log_likelihood == pytest.approx(expected["loglik"], abs=0.002)
    for item, difficulty in expected["item"].items():
        assert knox.facet("item").of(item) == pytest.approx(difficulty, abs=expected["tolerance"])


def test_knox_cube_extremes_are_told_and_placed_beyond_all_others(knox: JointFit) -> None:
    items, children = knox.facet("item"), knox.facet("child")
    extreme = {n for n, is_so in zip(items.elements, items.is_extreme, strict=True) if is_so}
    assert extreme == {"i1", "i2", "i3", "i18"}
    assert [n for n, e in zip(children.elements, children.is_extreme, strict=True) if e] == [
        "Helen"
    ]
    inner = items.measure[~items.is_extreme]
    assert items.of("i1") < inner.min() < inner.max() < items.of("i18")
    assert np.isnan(items.fit.infit[items.is_extreme]).all()


@pytest.mark.parametrize("steps_by", ["", "domain", "rater"])
def test_thirty_thousand_essay_marks_meet_their_sufficient_statistics(
    measurement: Path, steps_by: str
) -> None:
    rows = _rows(measurement / "georgia_writing.csv")
    domains = ("style", "org", "conv", "sent_form")
    fit = fit_jointly(
        [int(row[domain]) for row in rows for domain in domains],
        [
            Facet(
                name="student",
                labels=[row["student"] for row in rows for _ in domains],
                raises_marks=True,
                floats=True,
            ),
            Facet(name="rater", labels=[row["rater"] for row in rows for _ in domains]),
            Facet(name="domain", labels=[domain for _ in rows for domain in domains]),
        ],
        steps_by=steps_by,
    )
    assert fit.is_converged
    assert len(fit.ratings.logit) == 31_248
    for facet in fit.facets:
        assert facet.observed == pytest.approx(
            facet.expected, abs=1e-6 if not facet.is_extreme.any() else 0.31
        )


@pytest.mark.parametrize("steps_by", ["", "item"])
def test_no_general_optimiser_finds_a_higher_likelihood(steps_by: str) -> None:
    marks, persons, items = _crossed(GRADED)
    fit = _pair(marks, persons, items, steps_by=steps_by)
    groups = len(fit.steps)

    def loss(x: np.ndarray) -> float:
        ability, difficulty, steps = x[:14], x[14:19], x[19:].reshape(groups, 3)
        height = np.concatenate([np.zeros((groups, 1)), np.cumsum(steps, axis=1)], axis=1)
        logit = ability[:, None, None] - difficulty[None, :, None]
        weight = logit * np.arange(4) - height[np.arange(5) % groups][None]
        own = np.take_along_axis(weight, GRADED[:, :, None], axis=2)[:, :, 0]
        return -float((own - np.log(np.exp(weight).sum(axis=2))).sum())

    best = minimize(loss, np.zeros(19 + 3 * groups), method="BFGS", options={"gtol": 1e-5})
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-6)


def test_the_order_of_ratings_changes_no_digit() -> None:
    marks, persons, items = _crossed(GRADED)
    order = np.random.default_rng(3).permutation(len(marks)).tolist()
    shuffled = ([values[place] for place in order] for values in (marks, persons, items))
    one, other = _pair(marks, persons, items), _pair(*shuffled)
    assert one.log_likelihood == other.log_likelihood
    assert one.facet("person").measure.tolist() == other.facet("person").measure.tolist()
    assert one.ratings.logit[order].tolist() == other.ratings.logit.tolist()


def test_a_rating_of_weight_two_counts_as_two_ratings() -> None:
    marks, persons, items = _crossed(GRADED)
    doubled = _pair(marks + marks[:9], persons + persons[:9], items + items[:9])
    weighted = _pair(marks, persons, items, weights=[2.0] * 9 + [1.0] * (len(marks) - 9))
    assert weighted.facet("item").measure == pytest.approx(doubled.facet("item").measure, abs=1e-8)


def test_two_observed_outcomes_of_one_child_and_an_anchor_have_the_textbook_measure() -> None:
    # Two items of known difficulty 0, one done: ability 0; three of four done: log 3.
    fit = _pair([1, 0], ["a", "a"], ["i", "j"], anchors={"i": 0.0, "j": 0.0})
    assert fit.facet("person").of("a") == pytest.approx(0.0, abs=1e-8)
    fit = _pair([1, 1, 1, 0], ["a"] * 4, list("ijkl"), anchors=dict.fromkeys("ijkl", 0.0))
    assert fit.facet("person").of("a") == pytest.approx(np.log(3), abs=1e-8)
    assert fit.facet("person").standard_error[0] == pytest.approx((4 * 3 / 16) ** -0.5, abs=1e-8)


def test_anchors_hold_and_shift_what_is_not_anchored() -> None:
    marks, persons, items = _crossed(GRADED)
    free = _pair(marks, persons, items).facet("item")
    held = {"i0": free.of("i0") + 1, "i1": free.of("i1") + 1}
    anchored = _pair(marks, persons, items, anchors=held).facet("item")
    assert anchored.measure == pytest.approx(free.measure + 1, abs=1e-7)


def test_parts_that_nothing_links_are_refused_and_named() -> None:
    persons, raters = list("aabbccdd"), list("rsrstutu")
    with pytest.raises(DisconnectedDesignError, match="2 parts"):
        _pair([0, 1, 1, 0, 0, 1, 1, 0], persons, raters)
    parts = find_subsets([Facet(name="person", labels=persons), Facet(name="rater", labels=raters)])
    assert parts == {"person": (("a", "b"), ("c", "d")), "rater": (("r", "s"), ("t", "u"))}


def test_anchors_in_each_part_link_it() -> None:
    anchors = {"r": -0.5, "t": 0.5}
    fit = _pair([0, 1, 1, 0, 0, 1, 1, 0], list("aabbccdd"), list("rsrstutu"), anchors=anchors)
    assert fit.is_converged


def test_three_facets_can_be_linked_where_no_two_are() -> None:
    # Each rater sees their own persons, but all use the same two tasks in different shares: the tasks
    # alone don't place the raters, and that is found.
    persons, raters, tasks = list("aabb"), list("rrss"), list("xyxy")
    facets = [
        Facet(name=n, labels=labels)
        for n, labels in zip("prt", (persons, raters, tasks), strict=True)
    ]
    found = find_subsets(facets)
    assert found["t"] == (("x", "y"),)
    assert found["r"] == (("r",), ("s",))


@pytest.mark.parametrize(
    ("marks", "says"),
    [([], "no ratings"), ([2, 2, 2, 2], "one end")],
)
def test_nothing_to_estimate_is_said(marks: list[int], says: str) -> None:
    labels = list("aabb")[: len(marks)], list("ijij")[: len(marks)]
    with pytest.raises(ValueError, match=says):
        _pair(marks, *labels)


def test_weights_are_one_for_each_rating_and_none_below_nothing() -> None:
    facets = [
        Facet(name="person", labels=["a", "b"], floats=True),
        Facet(name="item", labels=["i", "j"]),
    ]
    for weights in ([1.0], [1.0, -1.0], [1.0, float("inf")]):
        with pytest.raises(ValueError, match="one weight of 0 or more"):
            fit_jointly([0, 1], facets, weights=weights)


def test_a_facet_that_there_is_not_is_named(guilford: JointFit) -> None:
    with pytest.raises(ValueError, match="no facet 'jury'; there are"):
        find_interactions(guilford, "jury", "examinee")


def test_a_facet_that_floats_is_not_anchored_too() -> None:
    person = Facet(name="person", labels=["a", "b"], floats=True, anchors={"a": 0.0})
    with pytest.raises(ValueError, match="can't be anchored"):
        fit_jointly([0, 1], [person, Facet(name="item", labels=["i", "j"])])


def test_facets_that_do_not_fit_together_are_refused() -> None:
    person = Facet(name="person", labels=["a", "b"], floats=True)
    for other, says in [
        (Facet(name="item", labels=["i"]), "one label"),
        (Facet(name="item", labels=["i", "j"], floats=True), "Exactly one"),
        (Facet(name="item", labels=["i", "j"], anchors={"k": 0.0}), "no 'k'"),
    ]:
        with pytest.raises(ValueError, match=says):
            fit_jointly([0, 1], [person, other])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=24, max_size=24), st.sets(st.integers(0, 23), max_size=6)
)
def test_whatever_the_marks_each_inner_element_meets_its_sum(
    marks: list[int], gone: set[int]
) -> None:
    kept = [place for place in range(24) if place not in gone]
    try:
        fit = _pair(
            [marks[p] for p in kept], [f"p{p // 4}" for p in kept], [f"i{p % 4}" for p in kept]
        )
    except ValueError:
        return
    if fit.is_converged:
        for facet in fit.facets:
            inner = ~facet.is_extreme
            assert facet.observed[inner] == pytest.approx(facet.expected[inner], abs=1e-5)
    assert all(np.isfinite(facet.measure[~facet.is_extreme]).all() for facet in fit.facets)


def test_a_mark_that_nobody_gave_is_no_category() -> None:
    marks, persons, items = _crossed(GRADED)
    wide = _pair([5 * mark for mark in marks], persons, items)
    assert wide.values == ((0, 5, 10, 15),)
    assert wide.log_likelihood == _pair(marks, persons, items).log_likelihood


def test_a_mark_that_nobody_gave_can_keep_its_place() -> None:
    marks, persons, items = _crossed(GRADED)
    gapped = [mark if mark < 2 else mark + 1 for mark in marks]
    kept = _pair(gapped, persons, items, keeps_unused=True)
    assert kept.values == ((0, 1, 3, 4),)
    assert kept.log_likelihood != pytest.approx(_pair(gapped, persons, items).log_likelihood)
    assert kept.facet("item").observed == pytest.approx(kept.facet("item").expected, abs=1e-6)


def test_swapping_what_is_high_turns_every_sign() -> None:
    marks, persons, items = _crossed(GRADED)
    turned = _pair([3 - mark for mark in marks], persons, items)
    for name in ("person", "item"):
        ahead, back = _pair(marks, persons, items).facet(name), turned.facet(name)
        assert back.measure == pytest.approx(-ahead.measure, abs=1e-6)


def test_interactions_of_a_table_with_two_facets_sum_to_no_bias_by_element() -> None:
    marks, persons, items = _crossed(GRADED)
    fit = _pair(marks + marks[::-1], persons + persons[::-1], items + items[::-1])
    found = find_interactions(fit, "item", "person")
    for item in fit.facet("item").elements:
        own = [pair for pair in found if pair.first == item]
        assert sum(p.observed - p.expected for p in own) == pytest.approx(0.0, abs=1e-6)
    assert all(p.first <= q.first for p, q in combinations(found, 2))
