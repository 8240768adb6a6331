"""Opportunities to develop: what they build, what they take, and how surely they work."""

import math
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from headway.core.errors import UnknownNameError
from headway.core.ladder import Stage
from headway.core.money import convert

CostBasis = Literal["typical", "offer", "unknown"]
# No slug of the built-in catalogue begins so: an entry that ships later never takes an own one's place.
OWN = "my-"
LONGEST_SLUG = 60


@dataclass(frozen=True, kw_only=True)
class OpportunityKind:
    """A kind of opportunity with its default effect.

    `effect_sd` is the stated gain of one item in SDs of level; `completion_chance` and `transfer`
    (the share that reaches the job) are fractions. Each comes with a plausible range and a source.
    `practice` marks real work, whose gains may pass the level that teaching can reach.
    """

    slug: str
    name: str
    effect_sd: float
    effect_sd_range: tuple[float, float]
    completion_chance: float
    completion_range: tuple[float, float]
    transfer: float
    transfer_range: tuple[float, float]
    source: str
    practice: bool = False


@dataclass(frozen=True, kw_only=True)
class Builds:
    """What an opportunity builds: up to which level, with which share of its kind's effect."""

    competency: str
    ceiling: int
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class CostRange:
    """What one pays, in minor units of `currency`, as judged or offered on `dated_on`.

    Where the basis is "unknown" both ends are 0 and say nothing: it is never taken for free.
    """

    currency: str
    low_minor: int
    high_minor: int
    basis: CostBasis
    dated_on: date


@dataclass(frozen=True, kw_only=True)
class Session:
    """Fixed dates on which an opportunity takes place, first and last day."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """One thing a person can do to develop."""

    slug: str
    title: str
    kind: str
    summary: str
    stages: tuple[Stage, ...]
    builds: tuple[Builds, ...]
    effort_hours: tuple[float, float]
    cost: CostRange
    duration_days: tuple[int, int]
    worked_if: str
    prerequisites: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    entry_levels: dict[str, int] = field(default_factory=dict)
    gives_experiences: tuple[str, ...] = ()
    alternative_to: str = ""
    apply_with: str = ""
    provider: str = ""
    address: str = ""
    seen_on: date | None = None
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OwnOpportunity:
    """An opportunity that the person added, and where it came from ("form", or the name of a file)."""

    opportunity: Opportunity
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """A versioned list of opportunities and the kinds they are of."""

    format: str
    slug: str
    version: str
    title: str
    language: str
    licence: str
    kinds: tuple[OpportunityKind, ...]
    opportunities: tuple[Opportunity, ...]
    note: str = ""

    def kind(self, slug: str) -> OpportunityKind:
        """The kind with that slug; raises UnknownNameError."""
        found = next((k for k in self.kinds if k.slug == slug), None)
        if found is None:
            raise UnknownNameError(f"The catalogue has no kind '{slug}'.")
        return found

    def opportunity(self, slug: str) -> Opportunity:
        """The opportunity with that slug; raises UnknownNameError."""
        found = next((o for o in self.opportunities if o.slug == slug), None)
        if found is None:
            raise UnknownNameError(
                f"The catalogue has no opportunity '{slug}'; `headway learn list` shows all."
            )
        return found


def with_own(catalogue: Catalogue, own: Iterable[OwnOpportunity]) -> Catalogue:
    """`catalogue` with a person's own entries after its own; of two of one slug the later counts.

    What is of a kind that this catalogue does not know (it came from a later version) is left out.
    """
    kinds = {kind.slug for kind in catalogue.kinds}
    taken = {item.slug for item in catalogue.opportunities}
    added = {
        body.opportunity.slug: body.opportunity
        for body in own
        if body.opportunity.kind in kinds and body.opportunity.slug not in taken
    }
    if not added:
        return catalogue
    return replace(
        catalogue,
        opportunities=(*catalogue.opportunities, *added.values()),
        version=f"{catalogue.version}+own",
    )


def own_slug(title: str, taken: Collection[str] = ()) -> str:
    """The slug of an own entry of that title; with a number behind it where it is taken already."""
    words = re.findall(r"[a-z0-9]+", title.casefold())
    stem = (OWN + ("-".join(words) or "entry"))[:LONGEST_SLUG].rstrip("-")
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbers) if slug not in taken)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What opportunities are asked for; what is left at its default is not asked.

    `cost_at_most_minor` is in minor units of `currency`: what costs another currency, or nobody knows
    how much, is not known to cost less. `on_from` and `on_to` ask for a date that begins between them.
    """

    competency: str = ""
    kind: str = ""
    stages: frozenset[Stage] = frozenset()
    text: str = ""
    cost_at_most_minor: int | None = None
    currency: str = "GBP"
    on_from: date | None = None
    on_to: date | None = None


def find_opportunities(catalogue: Catalogue, sought: Sought) -> tuple[Opportunity, ...]:
    """The opportunities that satisfy every condition, in the catalogue's order."""
    return tuple(item for item in catalogue.opportunities if _satisfies(item, sought))


def _satisfies(item: Opportunity, sought: Sought) -> bool:
    is_dated = sought.on_from is not None or sought.on_to is not None
    return (
        (not sought.competency or any(b.competency == sought.competency for b in item.builds))
        and (not sought.kind or item.kind == sought.kind)
        and (not sought.stages or not sought.stages.isdisjoint(item.stages))
        and _holds(item, sought.text)
        and _costs_at_most(item.cost, sought)
        and (not is_dated or next_session(item, sought.on_from, sought.on_to) is not None)
    )


def _holds(item: Opportunity, text: str) -> bool:
    """Whether each of the words stands in what the entry says of itself."""
    told = " ".join((item.title, item.summary, item.provider, item.worked_if)).casefold()
    return all(word in told for word in text.casefold().split())


def _costs_at_most(cost: CostRange, sought: Sought) -> bool:
    if sought.cost_at_most_minor is None:
        return True
    most = convert(cost.high_minor, cost.currency, sought.currency, {})
    return cost.basis != "unknown" and most is not None and most <= sought.cost_at_most_minor


def next_session(
    item: Opportunity, on_from: date | None, on_to: date | None = None
) -> Session | None:
    """The earliest of its dates that begins between the two days, both included; None for no date."""
    first, last = on_from or date.min, on_to or date.max
    dates = (session for session in item.sessions if first <= session.starts_on <= last)
    return min(dates, key=lambda session: (session.starts_on, session.ends_on), default=None)


def find_catalogue_problems(catalogue: Catalogue) -> tuple[str, ...]:
    """What in a catalogue contradicts itself, each named by its place."""
    kinds = {kind.slug for kind in catalogue.kinds}
    slugs = [item.slug for item in catalogue.opportunities]
    problems = [
        f"kind {slug}: stands twice" for slug in _repeated([k.slug for k in catalogue.kinds])
    ]
    problems += [f"opportunity {slug}: stands twice" for slug in _repeated(slugs)]
    for kind in catalogue.kinds:
        problems += [f"kind {kind.slug}: {text}" for text in _kind_problems(kind)]
    for item in catalogue.opportunities:
        problems += [
            f"opportunity {item.slug}: {text}" for text in _item_problems(item, kinds, slugs)
        ]
    return tuple(problems)


def _kind_problems(kind: OpportunityKind) -> Iterator[str]:
    """NaN is on neither side of anything, so that it fails here too."""
    stated = (
        ("effect_sd", kind.effect_sd, kind.effect_sd_range, math.inf),
        ("completion_chance", kind.completion_chance, kind.completion_range, 1.0),
        ("transfer", kind.transfer, kind.transfer_range, 1.0),
    )
    for name, value, (low, high), most in stated:
        if not (0 <= low <= value <= high <= most and high < math.inf):
            yield f"{name} is not within its range, or the range makes no sense"


def _item_problems(item: Opportunity, kinds: set[str], slugs: list[str]) -> list[str]:
    problems = []
    if item.kind not in kinds:
        problems.append(f"there is no kind '{item.kind}'")
    named = (*item.requires, *filter(None, [item.apply_with]))
    problems += [f"there is no opportunity '{name}'" for name in named if name not in slugs]
    if not item.builds:
        problems.append("it builds nothing")
    ranges = (item.effort_hours, item.duration_days, (item.cost.low_minor, item.cost.high_minor))
    if not all(0 <= low <= high < math.inf for low, high in ranges):
        problems.append("a range runs backwards, below zero or without end")
    if not all(0 <= builds.weight < math.inf for builds in item.builds):
        problems.append("a weight is below zero or without end")
    problems += [
        f"it builds {slug} twice" for slug in _repeated([b.competency for b in item.builds])
    ]
    if any(session.ends_on < session.starts_on for session in item.sessions):
        problems.append("a session ends before it starts")
    if item.cost.basis == "unknown" and item.cost.high_minor:
        problems.append("its cost is said to be unknown, and yet has a figure")
    return problems


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
