"""The wish and the plan as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from headway.core.plan.obstacles import Change, Emptiness, Note, Obstacle


@dataclass(frozen=True, kw_only=True)
class OtherHours:
    """Days, both ends included, on which other hours a week can be given than usual (0: none)."""

    starts_on: date
    ends_on: date
    hours_per_week: float


@dataclass(frozen=True, kw_only=True)
class PlanWish:
    """What a person wants and can give.

    `by` is the last day. `hours_per_week` and `budget_per_year_minor` (minor units of `currency`, per
    twelve months from the start) are limits that a plan never passes. `rates` maps other currencies to
    units of `currency`; an item priced in a currency without a rate is left out and named.
    `pinned` items must be in the plan, `dropped` ones must not. `other_hours` are holidays and busy
    times. At most `things_at_once` items go on at any time, about at most `focus_areas` competencies
    (None: any number). What the competencies in `must_have` lack comes before everything else.
    """

    target_role: str
    by: date
    hours_per_week: float
    budget_per_year_minor: int
    currency: str = "GBP"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    pinned: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    other_hours: tuple[OtherHours, ...] = ()
    things_at_once: int | None = 3
    focus_areas: int | None = 3
    must_have: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlannedGain:
    """What an item is expected to add to one competency, in SDs of level, with a plausible range."""

    competency: str
    name: str
    gain_sd: float
    gain_sd_range: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class PlannedItem:
    """One opportunity with its dates and what it takes.

    `effort_hours` is the middle of its range and `cost_minor` the top; of an item already begun they
    are what is left to do, and 0. `hours_by_week` gives the first day of each week with its hours.
    """

    opportunity: str
    title: str
    kind: str
    starts_on: date
    ends_on: date
    effort_hours: float
    cost_minor: int
    currency: str
    gains: tuple[PlannedGain, ...]
    gives_experiences: tuple[str, ...] = ()
    worked_if: str = ""
    is_pinned: bool = False
    is_begun: bool = False
    is_dated: bool = False
    hours_by_week: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PeriodUse:
    """Hours (or money, minor units) used of the limit between two days."""

    starts_on: date
    ends_on: date
    used: float
    limit: float


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """The chance of meeting a role's bar in one competency now and after the plan, with its range.

    The range spans the items' low to high effects; it is no promise.
    """

    competency: str
    name: str
    bar_level: int
    chance_now: float
    chance_after: float
    chance_after_range: tuple[float, float]


MoveKind = Literal["out", "in", "later", "earlier", "longer", "shorter"]
Cause = Literal[
    "done",
    "cancelled",
    "dropped",
    "not offered",
    "obstacle",
    "shown",
    "little",
    "set aside",
    "replaced",
    "hours",
    "money",
    "at once",
    "time",
    "asked",
    "begun",
    "late",
    "not begun",
    "not done",
    "less to do",
    "after",
    "beside",
    "needed",
    "room",
    "limit",
    "entry",
    "together",
    "order",
]


ShiftCause = Literal["told", "role", "calibration", "age"]
ToldKind = Literal["view", "own view", "round", "evidence"]
Became = Literal["", "done", "cancelled", "dropped", "out", "late", "longer", "new", "moved"]
LimitKind = Literal["hours", "money", "date", "other hours", "at once", "focus", "must-have"]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was told of a level on a day: a view by somebody, a round of ratings, a piece of evidence.

    `by` is the rater, the name of the round, or the text of the evidence.
    """

    kind: ToldKind
    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Shift:
    """How the chance of meeting the bar of one competency moved since a plan was adopted, and by what.

    Without each of `told` alone, or else without all that was told, the chance would be another. Else it
    moved by itself: another role is held, marks are read by another calibration, or what is known has
    grown older.
    """

    competency: str
    name: str
    chance_before: float
    chance_now: float
    cause: ShiftCause
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanChange:
    """One item that differs between two plans, with the cause that was found.

    `because` is the slug of the other item that a cause speaks of, `because_title` its title, `and_titles`
    those of more that only together are the cause, and `because_is` what became of it itself; for "needed",
    "entry" and "set aside" it is the competency, or the experience that was set aside. `obstacle` says why
    the item can't be planned any more, `limit` which limit of the wish is another, `limits` the former and
    the new one where they are figures. `shift` is the estimate that moved and without which the change
    would not pay.
    """

    kind: MoveKind
    cause: Cause
    opportunity: str
    title: str
    before: tuple[date, date] | None = None
    after: tuple[date, date] | None = None
    because: str = ""
    because_title: str = ""
    because_is: Became = ""
    and_titles: tuple[str, ...] = ()
    obstacle: Obstacle | None = None
    limit: LimitKind | None = None
    limits: tuple[Change, Change] | None = None
    shift: Shift | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The gain towards the bars that a plan may bring, in weighted SDs of level: its mean and middle 90 %.

    Over what levels truly are, what is finished, and how well each thing works; checked by simulation.
    """

    gain_sd: float
    gain_sd_range: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A checked plan with the proof of how good it is.

    `objective` is the expected gain towards the bars (weighted SDs of level) with the credit for missing
    experiences (`experience_credit` of it), `bound` what no plan can exceed, `relative_gap` their distance.
    `hours` are weeks, `money` plan years, up to `planned_until`. `missing_experiences` are those
    that neither evidence nor a planned item gives. `binding` names the limits ("hours", "money", "date",
    "catalogue") that hold the plan back, the hardest first. `lost_to_few_at_once` is what a plan with any
    number of things and of focus areas at once was found to be worth more. `left_out` maps
    opportunities that could not be considered to the reason. `nothing_fits_because` says why an
    empty plan is empty, and is None for any other. `counted_from` is the day from which its
    weeks and years of budget are counted: of a plan made anew that of the first one. Of a plan that goes on
    with the one adopted on `adopted_on`, `changes` say what is other than in that one, and `presumed`
    names the steps under way of which nothing was told.
    """

    as_of: date
    wish: PlanWish
    held_role: str
    target_title: str
    items: tuple[PlannedItem, ...]
    outlook: tuple[Outlook, ...]
    hours: tuple[PeriodUse, ...]
    money: tuple[PeriodUse, ...]
    objective: float
    bound: float
    relative_gap: float
    missing_experiences: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()
    left_out: Mapping[str, Obstacle] = field(default_factory=dict)
    input_hash: str = ""
    planned_until: date | None = None
    experience_credit: float = 0.0
    lost_to_few_at_once: float = 0.0
    nothing_fits_because: Emptiness | None = None
    notes: tuple[Note, ...] = ()
    ladder_version: str = ""
    catalogue_version: str = ""
    calibration_version: str = ""
    counted_from: date | None = None
    adopted_on: date | None = None
    changes: tuple[PlanChange, ...] = ()
    presumed: tuple[str, ...] = ()
    promise: Promise | None = None

    @property
    def builds(self) -> tuple[str, ...]:
        """The competencies it builds, in the order of its steps."""
        return tuple(dict.fromkeys(gain.competency for item in self.items for gain in item.gains))
