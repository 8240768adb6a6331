"""Why an item is in a plan, why it stands where it stands, and why another is not in it, as values."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from headway.core.ladder import Stage
from headway.core.plan.obstacles import Change, Obstacle

HeldBackBy = Literal["", "not asked for", "shown already", "ceiling", "other items"]
HoldKind = Literal["requires", "taught first", "entry level", "hours", "money", "at once", "focus"]
MomentState = Literal["begun", "first day", "held", "held by several", "no sooner", "free"]
AbsenceKind = Literal[
    "done",
    "dropped",
    "stage",
    "obstacle",
    "nothing missing",
    "covered",
    "too little",
    "beside locked",
    "as good",
    "outbid",
]


@dataclass(frozen=True, kw_only=True)
class Named:
    """An opportunity by its slug and its title."""

    opportunity: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Addition:
    """What an item adds to one competency, and the numbers that this is made of.

    The stated gain is `effect_sd` x `weight` x `completion_chance` x `transfer`, each as the kind's
    `source` states it, with its plausible range; effects and gains are in SDs of level. `adds_sd` is what
    comes on top of the rest of the plan, from low to high effects; where that is less than the stated
    gain, `held_back_by` says what leaves no room for it. The chances are those of meeting the role's bar
    at `bar_level` after the plan without and with the item (None: the role asks for no level).
    """

    competency: str
    name: str
    source: str
    weight: float
    effect_sd: float
    effect_sd_range: tuple[float, float]
    completion_chance: float
    completion_range: tuple[float, float]
    transfer: float
    transfer_range: tuple[float, float]
    stated_sd: float
    stated_sd_range: tuple[float, float]
    adds_sd: float
    adds_sd_range: tuple[float, float]
    held_back_by: HeldBackBy = ""
    bar_level: int | None = None
    chance_without: float | None = None
    chance_with: float | None = None


@dataclass(frozen=True, kw_only=True)
class Takes:
    """What an item takes: hours at the middle of their range, money at the top, days at the least.

    Where nobody knows the cost, `is_cost_known` is False and `cost_minor` says nothing.
    """

    effort_hours: float
    cost_minor: int
    currency: str
    shortest_days: int
    is_cost_known: bool = True


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """The best plan found without an item that is in a plan, or with one that is not, against that plan.

    `loss_sd` is what it is worth less, in SDs of level in one competency, and `loss_share` that as a share
    of the plan's worth; `least_loss_sd` is proven: no other such plan loses less. `must_have_loss_sd` is
    what the must-haves gain less. Only where the item is pinned or begun can a loss be negative.
    """

    loss_sd: float
    least_loss_sd: float
    loss_share: float
    must_have_loss_sd: float = 0.0
    comes_in: tuple[Named, ...] = ()
    goes_out: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Something without which the item would begin sooner, on `starts_on`, all others where they stand.

    `because` is the item that is required, or one that takes the hours, the money or the place; for
    an entry level it is the competency.
    """

    kind: HoldKind
    starts_on: date
    because: str = ""
    because_title: str = ""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Why an item begins when it does, found by trying to place it sooner.

    "held": each of `holds` alone keeps it from beginning sooner; "held by several": only all of them
    together do, and none can be spared. "free": it could begin on `could_start_on` as well, and nothing
    would be lost or won. "no sooner": no date before this one is offered.
    """

    state: MomentState
    starts_on: date
    ends_on: date
    is_dated: bool = False
    holds: tuple[Hold, ...] = ()
    could_start_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Why an item is in the plan.

    `loss_kept_sd` is what the plan loses without it and without `goes_with`, which rest on it, all others
    kept, in SDs of level in one competency; `without` is the best plan found when it is ruled out, and
    `substitute` what in that plan builds most of the same.
    """

    is_pinned: bool
    is_begun: bool
    loss_kept_sd: float
    without: Exchange
    moment: Moment
    goes_with: tuple[Named, ...] = ()
    substitute: Named | None = None


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Why an item is not in the plan.

    "covered": what it builds the rest brings already; "too little": it fits, but brings too little for
    its hours and money; "outbid": the plan with it forced in is worth less; "as good": that is worth no less.
    `changes` are the least changes, each alone, with which it would fit: by itself where an obstacle is in
    the way, else beside all that is planned. `lacking` are the limits that leave no room for it beside the
    plan; without any one of them it would fit. `alike` is a planned item that is much the same.
    """

    kind: AbsenceKind
    obstacle: Obstacle | None = None
    stages: tuple[Stage, ...] = ()
    changes: tuple[Change, ...] = ()
    forced: Exchange | None = None
    lacking: tuple[HoldKind, ...] = ()
    alike: Named | None = None


@dataclass(frozen=True, kw_only=True)
class Close:
    """An item that is not in the plan and came close, with the name of the competency it builds most."""

    opportunity: str
    title: str
    builds: str


@dataclass(frozen=True, kw_only=True)
class ItemReason:
    """One item of the catalogue against one plan: why it is in it (`presence`), or why not (`absence`).

    `experiences` are those asked for that only this item would give, `pairs_with` planned items that
    teach what it applies, or apply what it teaches. `close` are the items that came closest.
    """

    opportunity: str
    title: str
    takes: Takes
    adds: tuple[Addition, ...] = ()
    experiences: tuple[str, ...] = ()
    pairs_with: tuple[Named, ...] = ()
    presence: Presence | None = None
    absence: Absence | None = None
    close: tuple[Close, ...] = ()
