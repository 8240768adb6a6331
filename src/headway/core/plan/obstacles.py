"""Why something can't be planned, why nothing can, and what else a person is told of a plan, as values."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from headway.core.money import format_minor

ObstacleKind = Literal[
    "cancelled",
    "done alike",
    "no rate",
    "no price",
    "no date",
    "requires",
    "hours",
    "money",
    "time",
    "at once",
    "several limits",
    "entry level",
    "no such level",
    "something required",
    "beside others",
]
EmptinessKind = Literal["nothing missing", "catalogue", "no single change", "changes"]
NoteKind = Literal[
    "five years at most", "stopped early", "event hours", "earliest date", "set aside"
]
LimitName = Literal["hours", "money", "date"]


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why an opportunity can't be in a plan, with the figures that its sentence needs.

    `other` is the opportunity that is done alike or required; of a level that no ladder has (`level`) it is
    the competency, and `top_level` the highest there is. `hours`, `days` and `cost_minor` are
    what the opportunity takes; the limits are those of the wish from `starts_on` to `ends_on`.
    """

    kind: ObstacleKind
    is_begun: bool = False
    other: str = ""
    has_dates: bool = False
    level: int = 0
    top_level: int = 0
    hours: float = 0.0
    days: int = 0
    cost_minor: int = 0
    currency: str = ""
    wish_currency: str = ""
    hours_per_week: float = 0.0
    budget_per_year_minor: int = 0
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """One limit at another value: hours a week, minor units a year, or a last day.

    `opportunity` is what it lets in, "" where it is about the plan as a whole. `is_proven` says that the
    linear bound rules out the next smaller step; otherwise the planner tried it and found nothing.
    """

    limit: LimitName
    hours_per_week: float | None = None
    budget_per_year_minor: int | None = None
    by: date | None = None
    opportunity: str = ""
    is_proven: bool = False


@dataclass(frozen=True, kw_only=True)
class Emptiness:
    """Why a plan is empty, and the least change of each limit that would let something in."""

    kind: EmptinessKind
    changes: tuple[Change, ...] = ()

    @property
    def limits(self) -> tuple[str, ...]:
        """The names of the limits that hold the plan back."""
        if self.kind == "catalogue":
            return ("catalogue",)
        return tuple(change.limit for change in self.changes)


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something a person should know of how a plan was made.

    "five years at most": the plan ends on `ends_on`, not on `starts_on`. "event hours": the `hours` of the
    event `opportunity` are counted from `starts_on` to `ends_on`. "earliest date": the plan was made to be
    ready early, not to reach furthest by its last day. "set aside": nothing was planned towards `title`,
    which the person says does not apply to them.
    """

    kind: NoteKind
    starts_on: date | None = None
    ends_on: date | None = None
    opportunity: str = ""
    title: str = ""
    hours: float = 0.0


def say_obstacle(obstacle: Obstacle) -> str:
    """The sentence of an obstacle.

    It stands here and not in `wording` because the errors about pinned items end in it, and an error of
    the core carries its sentence.
    """
    if obstacle.kind == "beside others":
        return "It has begun, but does not fit beside what else has begun or is pinned."
    said = _say_own_reason(obstacle) or _say_limit(obstacle)
    return f"It has begun, but: {said}" if obstacle.is_begun else said


def _say_own_reason(obstacle: Obstacle) -> str:
    rate = f"and no rate to {obstacle.wish_currency} is given"
    return {
        "cancelled": "It was cancelled.",
        "done alike": f"It is much the same as '{obstacle.other}', which is done.",
        "no rate": f"It is priced in {obstacle.currency}, {rate}.",
        "no price": "Nobody has said what it costs; say so on its page, 0 if it is free.",
        "no date": f"None of its dates lies between {obstacle.starts_on} and {obstacle.ends_on}.",
        "requires": f"It requires '{obstacle.other}', which can't be planned.",
        "at once": "Too many other things are going on already.",
        "something required": "It requires something that does not fit itself.",
        "no such level": f"It asks for level {obstacle.level} in {obstacle.other} before it begins, but "
        f"the ladder ends at level {obstacle.top_level}; correct the catalogue.",
        "entry level": "Its entry level is not within reach of this plan.",
    }.get(obstacle.kind, "")


def _say_limit(obstacle: Obstacle) -> str:
    cost = format_minor(obstacle.cost_minor, obstacle.wish_currency or "GBP")
    budget = format_minor(obstacle.budget_per_year_minor, obstacle.wish_currency or "GBP")
    hours, until = f"{round(obstacle.hours, 1):g} hours", f"until {obstacle.ends_on}"
    days = f"{obstacle.days} days"
    into = "a week around its dates" if obstacle.has_dates else f"a week {until}"
    return {
        "hours": f"Its {hours} do not fit into {obstacle.hours_per_week:g} hours {into}.",
        "money": f"It costs up to {cost}, more than the budget of {budget} a year leaves.",
        "time": f"It takes at least {days}, and there is time only {until}.",
    }.get(
        obstacle.kind,
        f"Its {hours}, its {days}, its cost of {cost} and the rest do not fit together.",
    )
