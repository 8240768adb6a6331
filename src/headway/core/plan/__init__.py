"""What to do, when: the best dated plan within a person's hours, money and dates.

`values` holds the wish and the plan, `make` the way from one to the other.
"""

from headway.core.plan.complete import AskedNow, complete_wish
from headway.core.plan.goal import CatalogueGap
from headway.core.plan.gone import find_gone
from headway.core.plan.make import check_wish, make_plan
from headway.core.plan.obstacles import Change, Emptiness, Note, Obstacle
from headway.core.plan.readiness import Lever, Readiness, find_earliest_plan
from headway.core.plan.relax import Relaxations, find_relaxations
from headway.core.plan.tradeoff import TradeOff, TradeOffPoint, trade_off
from headway.core.plan.values import (
    OtherHours,
    Outlook,
    PeriodUse,
    Plan,
    PlannedGain,
    PlannedItem,
    PlanWish,
)

__all__ = [
    "AskedNow",
    "CatalogueGap",
    "Change",
    "Emptiness",
    "Lever",
    "Note",
    "Obstacle",
    "OtherHours",
    "Outlook",
    "PeriodUse",
    "Plan",
    "PlanWish",
    "PlannedGain",
    "PlannedItem",
    "Readiness",
    "Relaxations",
    "TradeOff",
    "TradeOffPoint",
    "check_wish",
    "complete_wish",
    "find_earliest_plan",
    "find_gone",
    "find_relaxations",
    "make_plan",
    "trade_off",
]
