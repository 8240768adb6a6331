"""What earlier adopted plans held and the present one does not, for a calendar to take out."""

import msgspec

from headway.core.evidence import Completion
from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan import find_gone
from plan_cases import dossier, opportunity, plan

ASK, COUNT = opportunity("ask"), opportunity("count", builds="counting")
BOTH, ONE = plan(ASK, COUNT), plan(ASK)


def gone(made, *facts):
    return [item.opportunity for item in find_gone(dossier(*facts), made)]


def adopted(made):
    return AdoptedPlan(document=msgspec.to_builtins(made))


def test_a_step_of_an_adopted_plan_that_is_in_no_later_one_is_gone():
    assert gone(ONE, adopted(BOTH)) == ["count"]
    assert gone(ONE, adopted(BOTH), adopted(ONE)) == ["count"]


def test_a_step_that_is_done_or_planned_again_is_not_gone():
    assert gone(ONE, adopted(BOTH), Completion(opportunity="count", outcome="done")) == []
    assert gone(BOTH, adopted(BOTH), adopted(ONE)) == []


def test_without_an_adopted_plan_nothing_is_gone():
    assert gone(ONE) == []
