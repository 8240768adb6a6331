"""What differs between two plans, and why, in the order in which people read it."""

from datetime import date, datetime

from headway.algorithms.rating_model import Calibration
from headway.core.dossier import Dossier
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan.causes import Causes
from headway.core.plan.compared import put_side_by_side
from headway.core.plan.shifts import Shifts
from headway.core.plan.values import Plan, PlanChange
from headway.core.standing import Standing


def compare_plans(
    before: Plan,
    after: Plan,
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    *,
    adopted_at: datetime | None = None,
    calibration: Calibration | None = None,
) -> tuple[PlanChange, ...]:
    """How `after`, made on its day from what was known then, differs from `before`, and why.

    What was recorded after `adopted_at` may have moved an estimate (None: nothing may); `calibration` is
    that of `standing`. What went out comes first, then what the person said is late, what else moved, and
    what is new; each by its date.
    Raises as `make_plan` does.
    """
    rest = (dossier, standing, ladder, catalogue)
    two = put_side_by_side(before, after, *rest, adopted_at=adopted_at, calibration=calibration)
    causes = Causes(two=two, shifts=Shifts(two=two))
    was = {item.opportunity: item for item in before.items}
    now = {item.opportunity: item for item in after.items}
    changes = [causes.gone(item) for slug, item in was.items() if slug not in now]
    moved = (causes.moved(was[slug], item) for slug, item in now.items() if slug in was)
    changes += [change for change in moved if change]
    changes += [causes.come(item) for slug, item in now.items() if slug not in was]
    return tuple(sorted(changes, key=_order))


def _order(change: PlanChange) -> tuple[int, date, str]:
    is_told = change.cause == "late" and not change.because
    place = {"out": 0, "in": 3}.get(change.kind, 1 if is_told else 2)
    starts_on, _ = change.after or change.before or (date.min, date.min)
    return place, starts_on, change.opportunity
