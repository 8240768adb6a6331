"""How two plans differ at a glance: what is new, gone or at other dates, what it takes; not why."""

from dataclasses import dataclass

from headway.core.plan.causes import SAME, kind_of_move
from headway.core.plan.values import MoveKind, Plan, PlannedItem


@dataclass(frozen=True, kw_only=True)
class Moves:
    """What a plan has that another had not, and the other way round.

    `new` and `gone` are titles. `later` counts the steps that begin or only end later, `earlier` the
    other way. `hours` and `cost_minor` (minor units of the currency of the wish; None if that is another
    currency than before) are what the plan takes more, below 0 less.
    """

    step_count: int
    new: tuple[str, ...]
    gone: tuple[str, ...]
    later: int
    earlier: int
    hours: float
    cost_minor: int | None


def find_moves(before: Plan, after: Plan) -> Moves:
    """How `after` differs from `before`."""
    was = {item.opportunity: item for item in before.items}
    now = {item.opportunity: item for item in after.items}
    kinds = [_kind(was[slug], item) for slug, item in now.items() if slug in was]
    is_comparable = before.wish.currency == after.wish.currency
    return Moves(
        step_count=len(now),
        new=tuple(item.title for slug, item in now.items() if slug not in was),
        gone=tuple(item.title for slug, item in was.items() if slug not in now),
        later=sum(kind in ("later", "longer") for kind in kinds),
        earlier=sum(kind in ("earlier", "shorter") for kind in kinds),
        hours=_hours(after) - _hours(before),
        cost_minor=_cost_minor(after) - _cost_minor(before) if is_comparable else None,
    )


def _kind(was: PlannedItem, now: PlannedItem) -> MoveKind | None:
    starts, ends = now.starts_on - was.starts_on, now.ends_on - was.ends_on
    is_there_still = abs(starts) < SAME and abs(ends) < SAME
    return None if is_there_still else kind_of_move(starts, ends)


def _hours(plan: Plan) -> float:
    return sum(item.effort_hours for item in plan.items)


def _cost_minor(plan: Plan) -> int:
    return sum(item.cost_minor for item in plan.items)
