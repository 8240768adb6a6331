"""The plan in force: the adopted one carried on to a day with what changed, or a fresh one where none is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from headway.algorithms.rating_model import Calibration
from headway.core.dossier import Dossier, Fact
from headway.core.fact_kinds import AdoptedPlan
from headway.core.former_names import is_former
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan.adopted import find_adopted
from headway.core.plan.changes import compare_plans
from headway.core.plan.make import make_plan
from headway.core.plan.replan import repair_plan, replan
from headway.core.plan.under_way import find_presumed
from headway.core.plan.values import Plan, PlanWish
from headway.core.profile import Aim
from headway.core.standing import Standing


def find_wish_in_force(known: Dossier, as_of: date) -> PlanWish | None:
    """The wish of the adopted plan, with what was said of hours, money and date since; None without one.

    `known` holds only what is known by `as_of`. A plan whose last day is over, or towards another role
    than the one aimed at since or one that only a former ladder has, is in force no more.
    """
    found = find_adopted(known)
    if found is None or is_former(found[1].wish.target_role):
        return None
    wish = found[1].wish
    aim = _said_since(known)
    if aim is not None:
        wish = replace(
            wish,
            target_role=aim.target_role or wish.target_role,
            by=aim.by or wish.by,
            hours_per_week=aim.hours_per_week,
            budget_per_year_minor=aim.budget_per_year_minor,
            currency=aim.currency,
        )
    is_same_way = wish.target_role == found[1].wish.target_role
    return wish if is_same_way and wish.by >= as_of else None


def _said_since(known: Dossier) -> Aim | None:
    """What was last said of aims, if that was after the plan was adopted."""
    adopted, aims = list(known.each(AdoptedPlan)), list(known.each(Aim))
    if adopted and aims and _when(aims[-1][0]) > _when(adopted[-1][0]):
        return aims[-1][1]
    return None


def _when(fact: Fact) -> tuple[date, datetime]:
    return fact.happened_on, fact.recorded_at


def follow_plan(
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    wish: PlanWish,
    *,
    as_of: date,
    at_once: bool = False,
    calibration: Calibration | None = None,
) -> Plan:
    """The adopted plan carried on for `wish` with every change told, or a fresh plan where none is in force.

    With `at_once` it is only mended, in a fraction of a second: nothing better is looked for. `calibration`
    is that by which `standing` reads marks (None: the shipped one). Raises as `make_plan` does.
    """
    known = dossier.known_by(as_of)
    found = find_adopted(known)
    in_force = find_wish_in_force(known, as_of)
    if found is None or in_force is None or in_force.target_role != wish.target_role:
        return make_plan(dossier, standing, ladder, catalogue, wish, as_of=as_of)
    adopted_on, adopted = found
    go_on: Callable[..., Plan] = repair_plan if at_once else replan
    plan = go_on(adopted, dossier, standing, ladder, catalogue, as_of=as_of, wish=wish)
    changes = compare_plans(
        adopted,
        plan,
        *(dossier, standing, ladder, catalogue),
        adopted_at=list(known.each(AdoptedPlan))[-1][0].recorded_at,
        calibration=calibration,
    )
    presumed = (item.opportunity for item in find_presumed(adopted, known, as_of))
    planned = {item.opportunity for item in plan.items}
    return replace(
        plan,
        adopted_on=adopted_on,
        changes=changes,
        # What was left out, or gave way, doesn't go on: the changes say so.
        presumed=tuple(slug for slug in presumed if slug in planned),
    )
