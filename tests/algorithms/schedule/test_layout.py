"""How work is spread over steps."""

from dataclasses import replace

import pytest

from headway.algorithms.schedule.layout import empty_diary, place
from headway.algorithms.schedule.limits import AT_ONCE, LockedDoesNotFitError, limit_in_the_way
from headway.algorithms.schedule.problem import Resource, Sequence, Step
from headway.algorithms.schedule.solve import Effort, solve
from schedule_problems import item, problem, session

EXACT = Effort(relative_gap=0.0)


def placed(asked):
    return {p.item: p for p in solve(asked, EXACT).placements}


def test_work_takes_at_least_its_shortest_length():
    assert len(placed(problem(item("slow", hours=1.0, min_length=5.0)))["slow"].shares) == 5


def test_a_short_last_step_counts_only_as_long_as_it_is():
    steps = (Step(length=1.0, year=0), Step(length=0.4, year=0))
    asked = problem(item("two", hours=0.0, min_length=1.5), weeks=2)
    assert place(empty_diary(replace(asked, steps=steps)), asked.items[0]) is None


def test_work_is_not_dragged_out_over_more_than_its_longest_length():
    crowded = problem(
        item("talk", hours=9.6, amount=0.9, sessions=(session(0, 6),)),
        item("course", hours=4.0, max_length=2.0),
    )
    assert placed(crowded)["course"].first_step == 6


def test_work_ends_as_early_and_starts_as_late_as_it_can():
    crowded = problem(
        item("talk", hours=3.8, amount=0.9, sessions=(session(1, 2),)), item("course", hours=4.0)
    )
    course = placed(crowded)["course"]
    assert (course.first_step, course.last_step) == (0, 3)
    assert course.shares == pytest.approx((0.475, 0.0125, 0.0125, 0.5), abs=0.03)


def test_what_costs_begins_in_no_step_between_two_years():
    steps = tuple(Step(length=1.0, year=y) for y in (0, None, 1, 1))
    asked = problem(item("course", hours=1.0, money=60.0, first_step=1), weeks=4)
    money = replace(asked.resources[1], limits=(100.0, 100.0))
    asked = replace(asked, steps=steps, resources=(asked.resources[0], money))
    assert placed(asked)["course"].first_step == 2


def test_each_year_pays_for_what_begins_in_it():
    steps = tuple(Step(length=1.0, year=t // 4) for t in range(8))
    dear = [item(f"dear-{n}", hours=1.0, money=80.0) for n in range(3)]
    asked = problem(*dear)
    money = replace(asked.resources[1], limits=(100.0, 100.0))
    asked = replace(asked, steps=steps, resources=(asked.resources[0], money))
    assert sorted(p.year for p in placed(asked).values()) == [0, 1]


def test_two_long_things_wait_when_one_at_a_time_is_allowed():
    long = [item(f"long-{n}", hours=1.0, min_length=4.0) for n in range(3)]
    found = placed(problem(*long, at_once=1))
    assert sorted(p.first_step for p in found.values()) == [0, 4]


def test_an_application_comes_after_what_was_taught():
    taught, applied = item("taught", hours=4.0), item("applied", hours=4.0)
    asked = problem(
        taught, applied, sequences=(Sequence(first="taught", then="applied", worth=0.1),)
    )
    found = placed(asked)
    assert found["taught"].last_step < found["applied"].first_step


def test_an_application_may_be_done_alone():
    asked = problem(
        item("taught", money=900.0),
        item("applied"),
        sequences=(Sequence(first="taught", then="applied", worth=0.1),),
    )
    assert set(placed(asked)) == {"applied"}


def test_an_item_waits_for_its_entry_level():
    asked = problem(item("base", amount=0.4), item("high", amount=0.4, entry=(("talking", 0.3),)))
    found = placed(asked)
    assert found["base"].last_step < found["high"].first_step


def test_a_locked_item_is_done_though_it_pays_less():
    asked = problem(item("poor", hours=12.0, amount=0.1), item("rich", hours=12.0, amount=0.9))
    assert set(placed(replace(asked, locked=("poor",)))) == {"poor"}


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"hours": 17.0}, "hours"),
        ({"money": 101.0}, "money"),
        ({"min_length": 9.0}, "time"),
        ({"hours": 17.0, "money": 101.0}, "several limits"),
    ],
)
def test_the_limit_in_the_way_of_a_locked_item_is_named(changes, limit):
    asked = problem(item("big", **changes), locked=("big",))
    assert limit_in_the_way(asked, asked.items[0]) == limit
    with pytest.raises(LockedDoesNotFitError) as caught:
        solve(asked)
    assert (caught.value.name, caught.value.limit) == ("big", limit)


def test_locked_items_that_fit_only_one_by_one_name_the_limit_they_share():
    asked = problem(item("one", hours=9.0), item("two", hours=9.0), locked=("one", "two"))
    with pytest.raises(LockedDoesNotFitError) as caught:
        solve(asked)
    assert caught.value.limit == "hours"


def test_an_item_that_requires_what_cannot_be_done_is_left_out():
    asked = problem(item("big", hours=17.0), item("next", requires=("big",)))
    assert dict(solve(asked).left_out) == {"big": "hours", "next": "something required"}


def test_all_alike_items_give_the_same_plan_every_time():
    asked = problem(*[item(f"same-{n}", hours=4.0) for n in range(9)])
    assert solve(asked) == solve(replace(asked, items=asked.items[::-1]))
    assert len(solve(asked).placements) == 4


def test_nothing_to_choose_from_is_an_empty_plan():
    result = solve(problem())
    assert (result.placements, result.objective, result.bound) == ((), 0.0, 0.0)


def test_what_may_begin_later_only_is_chosen_and_placed_then():
    late = [item(f"late-{n}", hours=6.0, amount=0.3 + n / 10, first_step=5) for n in range(3)]
    asked = problem(late[0], replace(late[1], requires=("late-0",)), late[2])
    assert {name: p.first_step for name, p in placed(asked).items()} == {"late-2": 5}


def test_what_is_paid_for_twice_when_begun_keeps_both_limits_in_each_year():
    steps = tuple(Step(length=1.0, year=t // 4) for t in range(8))
    asked = problem(*(item(f"dear-{n}", hours=1.0, money=10.0) for n in range(3)))
    asked = replace(
        asked,
        items=tuple(replace(i, uses=(*i.uses, ("places", 1.0))) for i in asked.items),
        resources=(
            asked.resources[0],
            replace(asked.resources[1], limits=(100.0, 100.0)),
            Resource(name="places", limits=(1.0, 1.0), taken="when begun"),
        ),
        steps=steps,
    )
    assert sorted(p.year for p in placed(asked).values()) == [0, 1]


def test_where_nothing_may_be_done_at_a_time_that_is_the_limit():
    asked = problem(item("talk", hours=1.0), at_once=0)
    assert limit_in_the_way(asked, asked.items[0]) == AT_ONCE
