"""Problems that make no sense are refused with their names."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.algorithms.schedule.problem import (
    CycleError,
    Gain,
    ScheduleError,
    Step,
    find_cycle,
    in_order,
)
from schedule_problems import item, problem, session, skill


def test_a_circle_of_requirements_is_named_in_order():
    items = [item("a", requires=("c",)), item("b", requires=("a",)), item("c", requires=("b",))]
    with pytest.raises(CycleError) as caught:
        in_order(problem(*items))
    assert caught.value.names == ("a", "c", "b", "a")


def test_an_item_that_requires_itself_is_a_circle():
    assert find_cycle({"a": ["a"]}) == ("a", "a")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_requirements_that_only_point_down_have_no_circle(pairs):
    requires = {str(n): [] for n in range(10)}
    for one, other in pairs:
        if one != other:
            requires[str(max(one, other))].append(str(min(one, other)))
    assert find_cycle(requires) == ()


@given(st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=3)))
def test_a_circle_that_is_found_is_one(graph):
    requires = {str(n): [str(m) for m in others] for n, others in graph.items()}
    circle = find_cycle(requires)
    assert all(b in requires[a] for a, b in pairwise(circle))
    assert not circle or circle[0] == circle[-1]


@pytest.mark.parametrize(
    "wrong",
    [
        problem(item("a", hours=-1.0)),
        problem(item("a", amount=float("nan"))),
        problem(item("a", ceiling=float("inf"))),
        problem(item("a", min_length=2.0, max_length=1.0)),
        problem(item("a"), item("a")),
        problem(item("a", requires=("b",))),
        problem(item("a", gains=(Gain(skill="x", amount=1.0, ceiling=1.0),))),
        problem(item("a", uses=(("x", 1.0),))),
        problem(item("a", sessions=(session(8),))),
        problem(item("a", sessions=(session(0, year=3),))),
        problem(item("a", sessions=(replace(session(0), shares=(0.5,)),))),
        problem(hours=-1.0),
        problem(hours=float("inf")),
        problem(locked=("x",)),
        problem(at_once=-1),
        problem(block_size=0),
        problem(skills=(skill(sd=-1.0),)),
        problem(skills=(skill(), skill())),
        replace(problem(), steps=(Step(length=0.0, year=0),)),
        replace(problem(weeks=9), steps=tuple(Step(length=1.0, year=1 - t) for t in range(2))),
        replace(problem(weeks=2), steps=problem(weeks=3).steps),
    ],
)
def test_odd_numbers_and_names_are_refused(wrong):
    with pytest.raises(ScheduleError):
        in_order(wrong)
