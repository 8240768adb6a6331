"""Start here: the whole way from what is known of a person to a packet."""

from dataclasses import dataclass
from datetime import date, timedelta

from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.gap import GapReport, find_gaps
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.packet import Packet, build_packet
from headway.core.plan import Plan, PlanWish
from headway.core.plan.living import follow_plan
from headway.core.progress import Progress, measure_progress
from headway.core.standing import Standing, estimate_levels

LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Where a person stands, what is missing, what to do when, what moved, and the proof."""

    standing: Standing
    gap: GapReport
    plan: Plan
    progress: Progress
    packet: Packet


def travel(
    dossier: Dossier,
    ladder: Ladder,
    catalogue: Catalogue,
    wish: PlanWish,
    *,
    as_of: date,
    calibration: rating_model.Calibration | None = None,
) -> Journey:
    """Every word of Headway in its order, for one person, one wish and one day.

    Each step takes what the former found; `as_of` decides which facts are known, `calibration` (None:
    the shipped one) how marks are read. Raises a HeadwayError that says what to change when the wish
    makes no sense.
    """
    role = ladder.role(wish.target_role)
    standing = estimate_levels(
        dossier, ladder, as_of=as_of, compared_role=role, calibration=calibration
    )
    gap = find_gaps(dossier, standing, ladder, role, as_of=as_of)
    plan = follow_plan(
        *(dossier, standing, ladder, catalogue, wish), as_of=as_of, calibration=calibration
    )
    progress = measure_progress(
        dossier, ladder, role, since=as_of - LOOK_BACK, as_of=as_of, calibration=calibration
    )
    packet = build_packet(dossier, gap)
    return Journey(standing=standing, gap=gap, plan=plan, progress=progress, packet=packet)
