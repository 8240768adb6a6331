"""The scheduler against trying everything, where everything can be tried."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.schedule.solve import Effort, solve
from headway.algorithms.schedule.value import reached, worth
from schedule_problems import item, problem, problems, session

EXACT = Effort(relative_gap=0.0, core_size=100)


def best_by_trying(asked):
    """The best worth over all choices of items and dates."""
    items = [i for i in asked.items if i.name not in asked.banned]
    options = [[None, *i.sessions] for i in items]
    best = 0.0
    for dates in product(*options):
        taken = {i.name: s for i, s in zip(items, dates, strict=True) if s is not None}
        if is_possible(asked, taken):
            best = max(best, worth(asked, taken))
    return best


def is_possible(asked, taken):
    by_name = {i.name: i for i in asked.items}
    groups = [by_name[n].group for n in taken if by_name[n].group]
    if len(groups) != len(set(groups)):
        return False
    if sum(by_name[n].amount("money") for n in taken) > asked.resources[1].limits[0] + 1e-9:
        return False
    return all(fits_in(asked, taken, step) for step in range(len(asked.steps))) and all(
        is_ready(asked, taken, name) for name in taken
    )


def fits_in(asked, taken, step):
    going = {n: s for n, s in taken.items() if s.first_step <= step <= s.last_step}
    by_name = {i.name: i for i in asked.items}
    hours = sum(
        by_name[n].amount("hours") * s.shares[step - s.first_step] for n, s in going.items()
    )
    few_enough = asked.at_once is None or len(going) <= asked.at_once
    return few_enough and hours <= asked.resources[0].limits[step] + 1e-9


def is_ready(asked, taken, name):
    by_name = {i.name: i for i in asked.items}
    over = [n for n, s in taken.items() if s.last_step < taken[name].first_step]
    skills = {s.name: s for s in asked.skills}
    done = [by_name[n] for n in over]
    in_turn = all(
        pair.first in over for pair in asked.sequences if pair.then == name and pair.first in taken
    )
    return (
        in_turn
        and set(by_name[name].requires) <= set(over)
        and all(reached(skills[s], done) >= level - 1e-9 for s, level in by_name[name].entry)
    )


@settings(deadline=None, max_examples=60)
@given(problems(most_items=5, with_sessions=True))
def test_no_choice_of_dated_items_is_better_than_the_bound(asked):
    assert solve(asked, EXACT).bound >= best_by_trying(asked) - 1e-6


@settings(deadline=None, max_examples=60)
@given(problems(most_items=5, with_sessions=True))
def test_dated_items_without_entry_levels_are_chosen_as_well_as_by_trying_all(asked):
    from dataclasses import replace

    plain = replace(asked, items=tuple(replace(i, entry=()) for i in asked.items))
    assert solve(plain, EXACT).objective == pytest.approx(best_by_trying(plain), abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(1, 9)), max_size=7),
    st.integers(1, 25),
    st.integers(0, 25),
)
def test_in_one_step_it_is_the_best_of_all_subsets(sizes, hours, money):
    items = [
        item(f"item-{n}", hours=float(h), money=float(m), amount=g / 20)
        for n, (h, m, g) in enumerate(sizes)
    ]
    asked = problem(*items, hours=float(hours), money=float(money), weeks=1, at_once=None)
    best = 0.0
    for size in range(len(items) + 1):
        for chosen in combinations(range(len(items)), size):
            fits = sum(sizes[n][0] for n in chosen) <= hours
            if fits and sum(sizes[n][1] for n in chosen) <= money:
                best = max(best, worth(asked, [f"item-{n}" for n in chosen]))
    assert solve(asked, EXACT).objective == pytest.approx(best, abs=1e-6)


def test_the_later_of_two_dates_is_taken_when_the_first_comes_too_early():
    first = item("first", sessions=(session(2),), hours=1.0)
    then = item("then", sessions=(session(1), session(5)), hours=1.0, requires=("first",))
    result = solve(problem(first, then), EXACT)
    assert {p.item: p.first_step for p in result.placements} == {"first": 2, "then": 5}
