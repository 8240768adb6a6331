"""The answer to a scheduling problem, with the proof of how good it is."""

from dataclasses import dataclass

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.proof import Proof


@dataclass(frozen=True, kw_only=True)
class First:
    """What the skills that come first gain in a plan, and what they could gain in any.

    `held` is the least that they gain in every plan with which the result's bound compares.
    """

    objective: float
    bound: float
    relative_gap: float
    proof: Proof
    held: float


@dataclass(frozen=True, kw_only=True)
class Result:
    """Placements by name of item, their worth, and what no plan can exceed.

    `proof` proves the bound. `chosen_worth` is the worth of `without_few`, a plan that keeps every limit but
    those on things and focuses at once (empty: this plan itself); what these cost is the difference to
    `objective`. `left_out` are items that cannot be done at all, each with the limit in the way.
    `stopped_early` says that the solver hit its node or time limit. `claimed_bound` is what the solver
    says no plan exceeds, if it was given the whole problem: its word, which nothing here checks. `first`
    stands where some skills come first.
    """

    placements: tuple[Placement, ...]
    objective: float
    bound: float
    relative_gap: float
    proof: Proof
    chosen_worth: float = 0.0
    without_few: tuple[Placement, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    stopped_early: bool = False
    claimed_bound: float | None = None
    first: First | None = None

    @property
    def lost_to_few_at_once(self) -> float:
        """What a plan gives up, at least, for doing few things at once."""
        return max(0.0, self.chosen_worth - self.objective)
