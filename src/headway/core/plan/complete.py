"""Completes what is asked for now by what the person said they want and can give."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from headway.core.errors import InvalidInputError
from headway.core.money import check_currency
from headway.core.plan.values import OtherHours, PlanWish
from headway.core.profile import Aim

# Where the person has named no day.
USUAL_HORIZON = timedelta(days=365)
USUAL_THINGS_AT_ONCE = 3
USUAL_FOCUS_AREAS = 3
ANY_NUMBER = 0


@dataclass(frozen=True, kw_only=True)
class AskedNow:
    """What is asked for at one door at one time; None is "as I said before, or as usual".

    Money is in minor units of `currency`. `things_at_once` and `focus_areas` of 0 are any number.
    """

    target_role: str | None = None
    by: date | None = None
    hours_per_week: float | None = None
    budget_per_year_minor: int | None = None
    currency: str | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    pinned: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    other_hours: tuple[OtherHours, ...] = ()
    things_at_once: int | None = None
    focus_areas: int | None = None
    must_have: tuple[str, ...] = ()


def complete_wish(
    aim: Aim | None, asked: AskedNow, *, as_of: date, in_force: PlanWish | None = None
) -> PlanWish:
    """The whole wish: what is asked now, else that of the plan `in_force`, else the aim, else what is usual.

    Its role is "" where none is named. Raises InvalidInputError where the budget said before is in another
    currency than the one asked for.
    """
    said = aim or Aim(target_role="")
    if in_force and in_force.target_role == (asked.target_role or in_force.target_role):
        return _complete_by(in_force, asked)
    currency = check_currency(asked.currency or said.currency)
    return PlanWish(
        target_role=asked.target_role or said.target_role,
        by=asked.by or said.by or as_of + USUAL_HORIZON,
        hours_per_week=_first(asked.hours_per_week, said.hours_per_week),
        budget_per_year_minor=_budget(said, asked, currency),
        currency=currency,
        rates=asked.rates,
        pinned=asked.pinned,
        dropped=asked.dropped,
        other_hours=asked.other_hours,
        things_at_once=_most(asked.things_at_once, USUAL_THINGS_AT_ONCE),
        focus_areas=_most(asked.focus_areas, USUAL_FOCUS_AREAS),
        must_have=asked.must_have,
    )


def _complete_by(in_force: PlanWish, asked: AskedNow) -> PlanWish:
    """The wish of the plan in force with what is asked now; what was dropped then can be pinned now."""
    said = Aim(
        target_role=in_force.target_role,
        budget_per_year_minor=in_force.budget_per_year_minor,
        currency=in_force.currency,
    )
    currency = check_currency(asked.currency or in_force.currency)
    pinned = {*asked.pinned, *(set(in_force.pinned) - set(asked.dropped))}
    dropped = {*asked.dropped, *(set(in_force.dropped) - set(asked.pinned))}
    return replace(
        in_force,
        by=asked.by or in_force.by,
        hours_per_week=_first(asked.hours_per_week, in_force.hours_per_week),
        budget_per_year_minor=_budget(said, asked, currency),
        currency=currency,
        rates={**in_force.rates, **asked.rates},
        pinned=tuple(sorted(pinned)),
        dropped=tuple(sorted(dropped)),
        other_hours=asked.other_hours or in_force.other_hours,
        things_at_once=_most(asked.things_at_once, in_force.things_at_once),
        focus_areas=_most(asked.focus_areas, in_force.focus_areas),
        must_have=asked.must_have or in_force.must_have,
    )


def _first(asked: float | None, said: float) -> float:
    return said if asked is None else asked


def _budget(said: Aim, asked: AskedNow, currency: str) -> int:
    if asked.budget_per_year_minor is not None:
        return asked.budget_per_year_minor
    if currency != said.currency:
        raise InvalidInputError(f"Say the budget in {currency} too.")
    return said.budget_per_year_minor


def _most(asked: int | None, usual: int | None) -> int | None:
    if asked == ANY_NUMBER:
        return None
    return usual if asked is None else asked
