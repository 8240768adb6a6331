"""Why an item is in a plan and why another is not: every cause is found by planning, or placing, without it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.limits import USELESS, LockedDoesNotFitError, offered
from headway.algorithms.schedule.problem import Item, Problem, in_order
from headway.algorithms.schedule.repair import fits
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.solve import solve
from headway.algorithms.schedule.value import (
    dependents,
    gains_by_skill,
    worth,
    worth_first,
    worth_of_adding,
)
from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError
from headway.core.evidence import Completion
from headway.core.ladder import Ladder
from headway.core.learn import Builds, Catalogue, Opportunity
from headway.core.plan.adopted import find_adopted
from headway.core.plan.advice import find_changes, find_obstacle
from headway.core.plan.answer import find_chance, find_gain_range, find_lift
from headway.core.plan.close import find_close_ones
from headway.core.plan.make import ask
from headway.core.plan.moment import explain_moment
from headway.core.plan.offers import Offer, leave_out
from headway.core.plan.question import LOGITS_PER_SD, Question, build_problem, weight_sd
from headway.core.plan.reasons import (
    Absence,
    Addition,
    Close,
    Exchange,
    HeldBackBy,
    ItemReason,
    Named,
    Presence,
    Takes,
)
from headway.core.plan.replan import ask_again, find_placements
from headway.core.plan.room import find_room
from headway.core.plan.values import Plan
from headway.core.standing import Standing

# Differences below it are roundings.
NOTHING = 1e-9
