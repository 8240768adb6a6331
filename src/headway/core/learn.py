"""Opportunities to develop: what they build, what they take, and how surely they work."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from headway.core.errors import UnknownNameError
from headway.core.ladder import Stage

CostBasis = Literal["typical", "offer"]


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
    """What one pays, in minor units of `currency`, as judged or offered on `dated_on`."""

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


def find_opportunities(
    catalogue: Catalogue,
    *,
    competency: str | None = None,
    kind: str | None = None,
    stage: Stage | None = None,
    cost_at_most_minor: int | None = None,
) -> tuple[Opportunity, ...]:
    """The opportunities that satisfy every condition given, in the catalogue's order."""
    return tuple(
        item
        for item in catalogue.opportunities
        if (competency is None or any(b.competency == competency for b in item.builds))
        and (kind is None or item.kind == kind)
        and (stage is None or stage in item.stages)
        and (cost_at_most_minor is None or item.cost.high_minor <= cost_at_most_minor)
    )


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
    return problems


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
