"""An item that may be done once: what it gains, what it takes, and when it can take place."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What an item adds to a skill; together, items up to a ceiling lift no higher than that ceiling."""

    skill: str
    amount: float
    ceiling: float


@dataclass(frozen=True, kw_only=True)
class Session:
    """A fixed time: work starts in `first_step` and takes `shares` (sum 1) of consecutive steps.

    `year` is the year in which it is paid for.
    """

    first_step: int
    shares: tuple[float, ...]
    year: int

    @property
    def last_step(self) -> int:
        """The last step in which it takes place."""
        return self.first_step + len(self.shares) - 1


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something that may be done once.

    `uses` are total amounts per resource. Without sessions the work is spread freely over at least
    `min_length` and at most `max_length` (in lengths of steps) from `first_step` on; with sessions
    it takes place in exactly one of them. `requires` must have been finished before it
    begins, and the levels of `entry` been reached. At most one item of a `group` is done. `charge` is
    what doing it must bring before it pays, taken off the objective (below zero: a bonus for keeping
    it). `focus` names what it works on, `preferred_step` where an earlier plan had it begin.
    """

    name: str
    gains: tuple[Gain, ...] = ()
    uses: tuple[tuple[str, float], ...] = ()
    min_length: float = 0.0
    max_length: float | None = None
    sessions: tuple[Session, ...] = ()
    requires: tuple[str, ...] = ()
    entry: tuple[tuple[str, float], ...] = ()
    group: str = ""
    first_step: int = 0
    charge: float = 0.0
    focus: str = ""
    preferred_step: int | None = None

    def amount(self, resource: str) -> float:
        """How much of `resource` it takes in all."""
        return self._amounts.get(resource, 0.0)

    @cached_property
    def _amounts(self) -> dict[str, float]:
        amounts: dict[str, float] = {}
        for name, amount in self.uses:
            amounts[name] = amounts.get(name, 0.0) + amount
        return amounts
