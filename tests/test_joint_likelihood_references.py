"""The plain joint-likelihood helper against results that other programs printed, entered as facts."""

import numpy as np
import pytest
from benchmarks.standing.joint_likelihood import Facet, JointFit, fit_jointly

# data.read of the R package sirt 4.3 (328 readers, 12 items): right answers by item, and how many
# readers had 0, 1, ... 12 right. Of complete dichotomous data the estimates rest on no more.
RIGHT_BY_ITEM = (279, 242, 186, 151, 234, 166, 298, 224, 306, 234, 286, 241)
READERS_BY_SUM = (1, 0, 4, 3, 9, 13, 32, 44, 32, 47, 58, 50, 35)
# As the manual of sirt prints it for its first five items (rasch.jml.biascorr, example 1, b.JML).
SIRT_DIFFICULTIES = (-2.0086, -1.1121, -0.0718, 0.5457, -0.9504)

# Applicants to Berkeley 1973 (Bickel, Hammel and O'Connell, Science 187, 1975; UCBAdmissions in R): men
# admitted, men rejected, women admitted, women rejected.
BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}
# R, glm(Admit ~ Gender + Dept, family = binomial), as printed in the documentation of GLM.jl.
BERKELEY_DEPARTMENTS = (0.0, -0.04340, -1.26260, -1.29461, -1.73931, -3.30648)
BERKELEY_WOMEN, BERKELEY_INTERCEPT, BERKELEY_DEVIANCE = 0.09987, 0.58205, 5187.5


def _table_with(row_sums: list[int], column_sums: list[int]) -> np.ndarray:
    """Zeros and ones with these margins (Gale 1957, Ryser 1957): each row fills what needs most."""
    left = np.array(column_sums)
    table = np.zeros((len(row_sums), len(left)), dtype=np.int64)
    for row in np.argsort(row_sums, kind="stable")[::-1]:
        most = np.argsort(-left, kind="stable")[: row_sums[row]]
        table[row, most] = 1
        left[most] -= 1
    assert not left.any()
    return table


@pytest.fixture(scope="module")
def readers() -> JointFit:
    sums = [total for total, count in enumerate(READERS_BY_SUM) for _ in range(count)]
    table = _table_with(sums, list(RIGHT_BY_ITEM))
    persons, items = table.shape
    return fit_jointly(
        table.ravel(),
        [
            Facet(
                name="reader",
                labels=[str(p) for p in range(persons) for _ in range(items)],
                raises_marks=True,
                floats=True,
            ),
            Facet(name="item", labels=[f"{i:02}" for _ in range(persons) for i in range(items)]),
        ],
    )


def test_reading_items_are_as_difficult_as_sirt_prints(readers: JointFit) -> None:
    # sirt puts the mean of the readers that are not extreme at 0, not that of the items.
    people = readers.facet("reader")
    middle = people.measure[~people.is_extreme].mean()
    found = readers.facet("item").measure[:5] - middle
    assert found == pytest.approx(SIRT_DIFFICULTIES, abs=0.00006)


def test_readers_with_none_or_all_right_are_told_as_extreme(readers: JointFit) -> None:
    people = readers.facet("reader")
    assert people.is_extreme.sum() == READERS_BY_SUM[0] + READERS_BY_SUM[-1]
    assert np.isfinite(people.measure).all()


def test_berkeley_departments_are_those_of_a_logistic_regression_in_r() -> None:
    rows = [
        (mark, department, gender, count)
        for department, (men_in, men_out, women_in, women_out) in BERKELEY.items()
        for mark, gender, count in (
            (1, "man", men_in),
            (0, "man", men_out),
            (1, "woman", women_in),
            (0, "woman", women_out),
        )
    ]
    fit = fit_jointly(
        [mark for mark, *_ in rows],
        [
            Facet(name="department", labels=[r[1] for r in rows], raises_marks=True, floats=True),
            Facet(name="gender", labels=[r[2] for r in rows], raises_marks=True),
        ],
        weights=[count for *_, count in rows],
    )
    departments, gender = fit.facet("department").measure, fit.facet("gender")
    assert departments - departments[0] == pytest.approx(BERKELEY_DEPARTMENTS, abs=0.000006)
    assert gender.of("woman") - gender.of("man") == pytest.approx(BERKELEY_WOMEN, abs=0.000006)
    assert departments[0] + gender.of("man") == pytest.approx(BERKELEY_INTERCEPT, abs=0.000006)
    assert -2 * fit.log_likelihood == pytest.approx(BERKELEY_DEVIANCE, abs=0.06)


def test_an_item_of_one_mark_with_steps_of_its_own_has_no_place_and_disturbs_nobody() -> None:
    marks = np.random.default_rng(4).integers(0, 3, (30, 4))
    marks[:, 0] = 1
    persons = [f"{p:02}" for p in range(30) for _ in range(4)]
    items = [str(i) for _ in range(30) for i in range(4)]
    whole = _graded(marks.ravel().tolist(), persons, items)
    kept = [place for place, item in enumerate(items) if item != "0"]
    without = _graded(
        marks.ravel()[kept].tolist(), [persons[p] for p in kept], [items[p] for p in kept]
    )
    assert np.isnan(whole.facet("item").of("0"))
    assert whole.facet("person").measure == pytest.approx(without.facet("person").measure)
    assert whole.log_likelihood == pytest.approx(without.log_likelihood)


def _graded(marks: list[int], persons: list[str], items: list[str]) -> JointFit:
    facets = [
        Facet(name="person", labels=persons, raises_marks=True, floats=True),
        Facet(name="item", labels=items),
    ]
    return fit_jointly(marks, facets, steps_by="item")


def test_half_marks_strange_anchors_and_two_facets_of_one_name_are_refused() -> None:
    person = Facet(name="person", labels=["a", "b"], raises_marks=True, floats=True)
    item = Facet(name="item", labels=["i", "j"])
    endless = Facet(name="item", labels=["i", "j"], anchors={"i": float("inf")})
    for marks, facets, says in [
        ([0.5, 1], [person, item], "whole"),
        ([float("nan"), 1], [person, item], "whole"),
        ([0, 1], [person, endless], "finite"),
        ([0, 1], [person, Facet(name="person", labels=["i", "j"])], "same name"),
    ]:
        with pytest.raises(ValueError, match=says):
            fit_jointly(np.array(marks), facets)
