"""Items that lift to the level at which others begin, and what happens when one of the first goes."""

from dataclasses import replace

import pytest

from headway.algorithms.schedule.arrange import best_of
from headway.algorithms.schedule.fill import diary_of
from headway.algorithms.schedule.improve import improve
from headway.algorithms.schedule.layout import empty_diary
from headway.algorithms.schedule.problem import Gain, in_order
from headway.algorithms.schedule.repair import improve as replan
from headway.algorithms.schedule.solve import solve
from headway.algorithms.schedule.value import carrying, resting_on
from headway.algorithms.schedule.verify import keeps_limits
from schedule_problems import item, problem, skill

SKILLS = (skill("talking"), skill("asking"), skill("telling"))


def lifting(name, what, **changes):
    return item(name, gains=(Gain(skill=what, amount=0.8, ceiling=2.0),), **changes)


def chain(**changes):
    """First lifts talking, with which second begins; that lifts asking, with which third begins."""
    return in_order(
        problem(
            lifting("first", "talking"),
            lifting("second", "asking", entry=(("talking", 0.5),)),
            lifting("third", "telling", entry=(("asking", 0.5),)),
            lifting("other", "telling"),
            hours=4.0,
            skills=SKILLS,
            **changes,
        )
    )


def test_all_that_rests_on_an_item_goes_with_it_through_others():
    assert resting_on(chain(), ["first"]) == {"first", "second", "third"}
    assert resting_on(chain(), ["second"]) == {"second", "third"}
    assert resting_on(chain(), ["other"]) == {"other"}


def test_all_that_carries_an_item_is_found_through_others():
    assert carrying(chain(), ["third"]) == {"first", "second", "third"}
    assert carrying(chain(), ["other"]) == {"other"}


def test_a_level_that_is_there_already_rests_on_nothing():
    there = replace(chain(), skills=tuple(replace(s, level=0.6, target=2.0) for s in SKILLS))
    assert resting_on(there, ["first"]) == {"first"}


@pytest.mark.parametrize("locked", [(), ("third",)])
def test_improving_never_leaves_an_item_below_the_level_it_begins_at(locked):
    # With the money of the first two a dear item would bring more, if only the third could stay.
    chained = chain(locked=locked)
    dear = item("dear", gains=(Gain(skill="singing", amount=0.8, ceiling=2.0),), money=100.0)
    paid = tuple(
        replace(i, uses=(("hours", 1.0), ("money", 50.0))) if i.name in ("first", "second") else i
        for i in chained.items
    )
    skills = (*SKILLS, skill("singing", weight=2.5))
    asked = in_order(replace(chained, items=(*paid, dear), skills=skills))
    start = diary_of(empty_diary(asked), _first_second_third(asked))
    better = improve(start, dict.fromkeys(asked.by_name, 1.0), rounds=100)
    assert keeps_limits(asked, tuple(better.placed.values()))


def _first_second_third(asked):
    alone = replace(asked, locked=("first", "second", "third"))
    return solve(alone).placements


def test_a_plan_made_anew_keeps_the_levels_its_items_begin_at():
    asked = chain(at_once=1)
    former = {p.item: p for p in solve(asked).placements}
    fewer = replace(asked, steps=asked.steps[:4], resources=())
    fewer = replace(fewer, items=tuple(replace(i, uses=(), min_length=1.0) for i in fewer.items))
    assert keeps_limits(fewer, replan(fewer, former).placements)


def test_a_broken_layout_never_takes_the_place_of_a_sound_one():
    asked = chain()
    sound = solve(asked).placements
    whole = diary_of(empty_diary(asked), sound)
    broken = diary_of(empty_diary(asked), [replace(p, first_step=0) for p in sound])
    assert not keeps_limits(asked, tuple(broken.placed.values()))
    assert best_of(asked, [broken, whole]).placed == whole.placed
