"""Steps of earlier adopted plans that a plan holds no more, so that a calendar can take them out."""

from headway.core.dossier import Dossier
from headway.core.evidence import Completion
from headway.core.plan.adopted import list_adopted
from headway.core.plan.values import Plan, PlannedItem


def find_gone(dossier: Dossier, plan: Plan) -> tuple[PlannedItem, ...]:
    """The steps of all plans adopted by the day of `plan` that are neither in it nor done.

    Each as the last of those plans had it, in the order of the alphabet. Raises InvalidInputError if the
    last adopted plan can't be read.
    """
    known = dossier.known_by(plan.as_of)
    outcomes = {body.opportunity: body.outcome for _, body in known.each(Completion)}
    kept = {item.opportunity for item in plan.items}
    last = {item.opportunity: item for _, one in list_adopted(known) for item in one.items}
    return tuple(
        item
        for slug, item in sorted(last.items())
        if slug not in kept and outcomes.get(slug) != "done"
    )
