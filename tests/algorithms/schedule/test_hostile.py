"""Odd catalogues, and solvers that are stopped: always a checked plan or a reason."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.schedule.problem import CycleError, Sequence, Step
from headway.algorithms.schedule.prove import Prover
from headway.algorithms.schedule.solve import THOROUGH, Effort, solve, solve_plainly
from headway.algorithms.schedule.verify import verify
from schedule_problems import general_problems, item, problem, problems, session

few = settings(deadline=None, max_examples=30)
STOPPED = Effort(seconds=0.0, node_limit=0, cut_rounds=0, case_limit=0, improving_rounds=0)


@few
@given(general_problems())
def test_stopped_at_once_there_is_a_checked_plan_with_its_gap(asked):
    result = solve(asked, STOPPED)
    verify(asked, result)
    assert result.objective <= result.bound + 1e-6
    assert result.relative_gap >= 0


@few
@given(general_problems())
def test_a_plain_plan_is_checked_and_says_that_it_stopped_early(asked):
    result = solve_plainly(asked)
    verify(asked, result)
    assert result.stopped_early
    assert result.objective <= solve(asked).bound + 1e-6


def test_a_bound_that_its_prices_do_not_prove_gives_way_to_a_plain_plan(monkeypatch):
    def claims_otherwise(prover, goal, *, most_cases):
        prover._root.bound = 2 * goal

    monkeypatch.setattr(Prover, "tighten", claims_otherwise)
    asked = problem(*[item(f"i-{n}") for n in range(6)], hours=1.0)
    result = solve(asked)
    assert result == solve_plainly(asked)
    assert result.placements


@few
@given(problems())
def test_more_effort_never_ends_with_a_looser_bound_for_a_worse_plan(asked):
    prompt, thorough = solve(asked), solve(asked, THOROUGH)
    assert thorough.objective <= prompt.bound + 1e-6
    assert prompt.objective <= thorough.bound + 1e-6


@few
@given(problems(), st.sampled_from([0.25, 60.0]), st.sampled_from([0.01, 100.0]))
def test_units_change_nothing(asked, hour_unit, money_unit):
    units = {"hours": hour_unit, "money": money_unit}
    changed = replace(
        asked,
        items=tuple(
            replace(i, uses=tuple((name, amount * units[name]) for name, amount in i.uses))
            for i in asked.items
        ),
        resources=tuple(
            replace(r, limits=tuple(limit * units[r.name] for limit in r.limits))
            for r in asked.resources
        ),
    )
    exact = Effort(relative_gap=0.0)
    one, other = solve(asked, exact), solve(changed, exact)
    assert other.bound >= one.objective - 1e-5
    assert one.bound >= other.objective - 1e-5


@few
@given(problems(with_sessions=True), st.sampled_from([0, 1]))
def test_more_hours_or_money_never_make_a_proven_plan_worse(asked, which):
    exact = Effort(relative_gap=0.0, core_size=100)
    richer = list(asked.resources)
    more = tuple(1.5 * limit + 0.5 for limit in richer[which].limits)
    richer[which] = replace(richer[which], limits=more)
    one, other = solve(asked, exact), solve(replace(asked, resources=tuple(richer)), exact)
    assert other.bound >= one.objective - 1e-6
    if one.relative_gap < 1e-9 and other.relative_gap < 1e-9:
        assert other.objective >= one.objective - 1e-6


def test_everything_too_long_is_an_empty_plan_with_reasons():
    asked = problem(*[item(f"long-{n}", min_length=99.0) for n in range(30)])
    result = solve(asked)
    assert result.placements == ()
    assert set(dict(result.left_out).values()) == {"time"}


def test_everything_free_is_all_done_that_still_counts():
    asked = problem(*[item(f"free-{n}", hours=0.0, amount=0.5) for n in range(40)], at_once=None)
    result = solve(asked)
    assert result.relative_gap == pytest.approx(0.0, abs=1e-9)
    assert len(result.placements) == 3


def test_a_window_of_one_week_holds_what_fits_in_it():
    asked = problem(item("one", hours=1.0), item("two", hours=1.5), weeks=1)
    assert len(solve(asked).placements) == 1


def test_a_long_circle_is_named():
    ring = [item(f"ring-{n:02}", requires=(f"ring-{(n + 1) % 50:02}",)) for n in range(50)]
    with pytest.raises(CycleError) as caught:
        solve(problem(*ring))
    assert len(caught.value.names) == 51


def test_a_long_chain_is_done_in_its_order():
    chain = [
        item(f"c{n}", hours=1.0, amount=0.1, requires=(f"c{n - 1}",) if n else ()) for n in range(6)
    ]
    found = {p.item: p.first_step for p in solve(problem(*chain)).placements}
    assert found == {f"c{n}": n for n in range(6)}


def test_sequences_in_a_circle_do_not_stop_the_plan():
    pairs = (Sequence(first="a", then="b", worth=0.1), Sequence(first="b", then="a", worth=0.1))
    result = solve(problem(item("a"), item("b"), sequences=pairs))
    assert len(result.placements) == 1


def test_sessions_all_on_one_day_give_one_of_them_at_a_time():
    dated = [item(f"s{n}", hours=1.0, sessions=(session(3),)) for n in range(9)]
    assert len(solve(problem(*dated, at_once=1)).placements) == 1


def test_a_large_catalogue_over_five_years_gives_a_checked_plan():
    steps = tuple(Step(length=1.0, year=t // 52) for t in range(260))
    items = [
        item(
            f"item-{n:04}",
            hours=3.0 + n % 17,
            money=float(n % 9) * 40,
            amount=0.02 + (n * 7 % 31) / 100,
            min_length=float(n % 5),
        )
        for n in range(400)
    ]
    asked = problem(*items, weeks=260)
    money = replace(asked.resources[1], limits=(300.0,) * 5)
    asked = replace(
        asked, steps=steps, resources=(asked.resources[0], money), block_size=26, at_once=3
    )
    result = solve(asked, Effort(improving_rounds=5, case_limit=1))
    verify(asked, result)
    assert result.relative_gap < 0.05
