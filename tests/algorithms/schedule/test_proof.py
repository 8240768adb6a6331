"""Cuts are true, cases leave nothing out, and more cases never prove less."""

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.schedule import prove
from headway.algorithms.schedule.cuts import Cut, cut_row, falloffs
from headway.algorithms.schedule.limits import offered
from headway.algorithms.schedule.model import build
from headway.algorithms.schedule.problem import Gain, in_order
from headway.algorithms.schedule.proof import (
    Case,
    Division,
    Proof,
    add_cuts,
    proven_bound,
)
from headway.algorithms.schedule.prove import STARTING_ITEMS, Prover
from headway.algorithms.schedule.solve import Effort, solve
from schedule_problems import item, problem, problems, skill

few = settings(deadline=None, max_examples=40)


def subsets(names):
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


@few
@given(problems(), st.data())
def test_no_set_of_items_breaks_a_cut(asked, data):
    rest, _ = offered(in_order(asked))
    model = build(rest)
    for name, falloff in falloffs(rest, model).items():
        inside = tuple(data.draw(st.lists(st.sampled_from(sorted(falloff.gains)), unique=True)))
        kind = data.draw(st.sampled_from(["beside", "alone"]))
        row = cut_row(model, falloff, Cut(skill=name, items=inside, kind=kind))
        factors = dict(row.terms)
        for done in subsets(sorted(falloff.gains)):
            used = sum(factors.get(model.done[n], 0.0) for n in done)
            assert falloff.worth(done) + used <= row.limit + 1e-9


@few
@given(problems())
def test_dividing_into_cases_never_loosens_the_bound(asked):
    rest, _ = offered(in_order(asked))
    prover = Prover(rest, cut_rounds=2, seconds=20.0)
    before = prover.bound
    prover.tighten(0.0, most_cases=16)
    assert prover.bound <= before + 1e-9


@few
@given(problems())
def test_divided_to_the_end_the_bound_is_still_no_less_than_any_plan(asked):
    rest, _ = offered(in_order(asked))
    prover = Prover(rest, cut_rounds=2, seconds=20.0)
    prover.tighten(0.0, most_cases=64)
    assert prover.bound >= solve(asked, Effort(relative_gap=0.0)).objective - 1e-6


@few
@given(problems())
def test_the_proof_adds_up_to_the_bound_in_plain_python(asked):
    rest, _ = offered(in_order(asked))
    prover = Prover(rest, cut_rounds=3, seconds=20.0)
    prover.tighten(0.0, most_cases=8)
    proof, model = prover.proof(), build(rest)
    add_cuts(rest, model, proof.cuts)
    assert proven_bound(model, proof) == pytest.approx(prover.bound, abs=1e-9)


@few
@given(problems(), st.lists(st.sampled_from(["item-0", "item-1", "item-2"]), max_size=3))
def test_any_division_with_any_prices_proves_a_true_bound(asked, names):
    rest, _ = offered(in_order(asked))
    cases = Case(prices=0)
    for name in names:
        if name in rest.by_name:
            cases = Division(item=name, without=cases, within=cases)
    proof = Proof(block_size=rest.block_size, prices=(((0, 0.3),),), cases=cases)
    model = build(rest)
    if model.rows:
        assert proven_bound(model, proof) >= solve(asked).objective - 1e-6


def test_cases_prove_what_the_linear_relaxation_cannot():
    """Three items of which only one fits: half a further one is worth something, but none can be had."""
    asked = in_order(problem(*[item(f"i{n}", hours=9.0) for n in range(3)], at_once=None))
    prover = Prover(asked, cut_rounds=0, seconds=20.0)
    relaxed = prover.bound
    prover.tighten(0.0, most_cases=20)
    best = solve(asked).objective
    assert relaxed > 1.3 * best
    assert prover.bound == pytest.approx(best, abs=1e-6)


def crowded():
    """Far more that raises one skill than can be of use, and little for another, which pays less."""
    big = [item(f"big-{n}", hours=1.0, amount=0.9) for n in range(STARTING_ITEMS + 10)]
    asking = (Gain(skill="asking", amount=0.2, ceiling=2.0),)
    small = [replace(item(f"small-{n}", hours=1.0), gains=asking) for n in range(10)]
    asked = problem(*big, *small, hours=2.0)
    return replace(asked, skills=(skill(), skill("asking", weight=0.2)))


def test_items_that_seemed_to_pay_little_are_let_into_the_bound_once_they_do():
    asked = crowded()
    rest, _ = offered(in_order(asked))
    found = solve(asked)
    assert Prover(rest, cut_rounds=2, seconds=20.0).bound >= found.objective - 1e-9
    assert any(p.item.startswith("small") for p in found.placements)


def test_a_bound_that_ends_early_is_a_bound(monkeypatch):
    rest, _ = offered(in_order(crowded()))
    whole = Prover(rest, cut_rounds=2, seconds=20.0).bound
    monkeypatch.setattr(prove, "MOST_ROUNDS", 1)
    assert Prover(rest, cut_rounds=0, seconds=20.0).bound >= whole - 1e-9
