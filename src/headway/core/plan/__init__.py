"""What to do, when: the best dated plan within a person's hours, money and dates.

`values` holds the wish and the plan, `make` the way from one to the other.
"""

from headway.core.plan.make import check_wish, make_plan
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
    "OtherHours",
    "Outlook",
    "PeriodUse",
    "Plan",
    "PlanWish",
    "PlannedGain",
    "PlannedItem",
    "check_wish",
    "make_plan",
]
