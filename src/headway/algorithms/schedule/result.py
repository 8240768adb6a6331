"""The answer to a scheduling problem, with the proof of how good it is."""

from dataclasses import dataclass

from headway.algorithms.schedule.layout import Placement


@dataclass(frozen=True, kw_only=True)
class Result:
    """Placements by name of item, their worth, and what no plan can exceed.

    `prices` prove the bound (one per row of the linear model). `chosen_worth` is the worth of the items
    chosen by blocks; what the layout by steps could not keep of it is the difference to `objective`.
    `left_out` are items that cannot be done at all, each with the limit in the way. `stopped_early`
    says that the solver hit its node or time limit.
    """

    placements: tuple[Placement, ...]
    objective: float
    bound: float
    relative_gap: float
    prices: tuple[float, ...]
    chosen_worth: float = 0.0
    left_out: tuple[tuple[str, str], ...] = ()
    stopped_early: bool = False
