"""Mending a plan: whatever changes, the result keeps the limits, and what can stay stays."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.problem import Step, in_order
from headway.algorithms.schedule.repair import (
    MOST_LOST,
    disturbance,
    fits,
    improve,
    repair,
)
from headway.algorithms.schedule.solve import solve
from headway.algorithms.schedule.verify import verify
from schedule_problems import WEEKS, item, problem, problems, session, skill

few = settings(deadline=None, max_examples=25)
fewer = settings(deadline=None, max_examples=12)


def placed(result):
    return {placement.item: placement for placement in result.placements}


def loosened(some):
    """Without what must be done, so that any limit may be cut."""
    return replace(some, locked=())


@st.composite
def changed(draw):
    """A problem and the same after a change: items gone, fewer hours from a step on, less money."""
    before = in_order(loosened(draw(problems())))
    names = [i.name for i in before.items]
    banned = draw(st.lists(st.sampled_from(names), unique=True, max_size=2)) if names else []
    share, since = draw(st.sampled_from([0.0, 0.5, 1.0])), draw(st.integers(0, 5))
    resources = tuple(
        replace(
            r,
            limits=tuple(x * share if step >= since else x for step, x in enumerate(r.limits)),
        )
        for r in before.resources
    )
    return before, replace(before, banned=tuple(banned), resources=resources)


@few
@given(problems())
def test_where_nothing_changed_a_repair_changes_nothing(some):
    some = loosened(some)
    result = solve(some)
    assert placed(repair(some, placed(result))) == placed(result)


@few
@given(changed())
def test_a_repair_keeps_the_limits_and_brings_nothing_new(pair):
    before, after = pair
    former = placed(solve(before))
    mended = repair(after, former)
    verify(after, mended)
    assert placed(mended).keys() <= former.keys()


@fewer
@given(changed())
def test_an_improved_plan_is_about_as_good_as_a_fresh_one_and_no_further_away(pair):
    before, after = pair
    former = placed(solve(before))
    fresh, better = solve(after), improve(after, former)
    verify(after, better)
    least = fresh.objective - MOST_LOST * abs(fresh.objective)
    assert better.objective >= least - 1e-9
    assert disturbance(former, better.placements) <= disturbance(former, fresh.placements) + 1e-9


@fewer
@given(problems())
def test_where_nothing_changed_an_improvement_changes_nothing(some):
    some = loosened(some)
    former = placed(solve(some))
    assert placed(improve(some, former)) == former


def two_steps(**changes):
    """Two hours a week: each item fills the weeks in which it stands."""
    return problem(
        item("one", amount=0.6), item("two", amount=0.5), hours=2.0, weeks=8, at_once=1, **changes
    )


def test_what_is_locked_and_takes_longer_pushes_the_next_one_back():
    former = placed(solve(two_steps()))
    first, second = sorted(former, key=lambda name: former[name].first_step)
    slower = replace(
        two_steps(locked=(first,)),
        items=tuple(
            replace(i, min_length=5.0) if i.name == first else i for i in two_steps().items
        ),
    )
    now = placed(repair(slower, former))
    assert now[second].first_step > former[second].first_step
    assert now[first].last_step < now[second].first_step


def test_what_fits_is_told_with_and_without_a_place():
    case = in_order(two_steps())
    former = placed(solve(case))
    first, second = sorted(former, key=lambda name: former[name].first_step)
    assert fits(case, [former[first]], second)
    assert fits(case, [former[first]], second, former[second])
    assert not fits(case, [former[first]], second, replace(former[first], item=second))


def test_a_change_is_an_item_in_one_plan_only_or_at_another_time():
    former = placed(solve(two_steps()))
    first, second = sorted(former, key=lambda name: former[name].first_step)
    later = replace(former[second], first_step=former[second].first_step + 1)
    assert disturbance(former, former.values()) == 0
    assert disturbance(former, [former[first]]) == 1
    assert 0 < disturbance(former, [former[first], later]) < disturbance(former, [former[first]])


def test_what_comes_first_is_not_given_up_to_keep_a_plan():
    skills = (skill("talking"), skill("asking"))
    case = problem(item("talk", amount=0.9), hours=2.0, weeks=2, at_once=1, skills=skills)
    former = placed(solve(case))
    gain = replace(case.items[0].gains[0], skill="asking")
    asked = replace(case, items=(*case.items, replace(case.items[0], name="ask", gains=(gain,))))
    must = replace(asked, first=("asking",))
    assert placed(improve(asked, former)).keys() == {"talk"}
    assert placed(improve(must, former)).keys() == {"ask"}


def work(name, first_step):
    return Placement(item=name, first_step=first_step, shares=(1.0,), year=0, session=None)


def test_what_stood_after_the_last_step_stands_there_no_more():
    case = in_order(problem(item("course", hours=1.0)))
    assert fits(case, [], "course", work("course", 3))
    assert not fits(case, [], "course", work("course", WEEKS))


def test_what_costs_stands_in_no_step_between_two_years():
    case = problem(item("course", hours=1.0, money=60.0), weeks=3)
    steps = tuple(Step(length=1.0, year=year) for year in (0, None, 1))
    money = replace(case.resources[1], limits=(100.0, 100.0))
    case = in_order(replace(case, steps=steps, resources=(case.resources[0], money)))
    assert fits(case, [], "course", work("course", 0))
    assert not fits(case, [], "course", work("course", 1))


def test_a_date_that_is_offered_no_more_gives_way_to_another():
    former = placed(solve(problem(item("talk", sessions=(session(1, 2), session(4, 2))))))
    assert former["talk"].first_step == 1
    moved = problem(item("talk", sessions=(session(3, 2),)))
    assert placed(repair(moved, former))["talk"].first_step == 3


def test_what_must_be_done_is_done_though_what_was_planned_stood_in_its_way():
    locked = problem(
        item("own", hours=2.0, min_length=1.0, max_length=1.0),
        item("dated", hours=2.0, sessions=(session(0),)),
        weeks=2,
        locked=("dated", "own"),
    )
    for mend in (repair, improve):
        now = placed(mend(locked, {"own": work("own", 0)}))
        assert {name: p.first_step for name, p in now.items()} == {"dated": 0, "own": 1}
