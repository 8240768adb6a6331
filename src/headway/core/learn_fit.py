"""Which opportunities fit the gap in view, and how much each could lift of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import NormalDist

from headway.core.dossier import Dossier
from headway.core.evidence import Completion, Outcome
from headway.core.gap import GapReport
from headway.core.ladder import Ladder, Stage
from headway.core.learn import (
    OWN,
    Builds,
    Catalogue,
    Opportunity,
    OpportunityKind,
    Session,
    Sought,
    find_opportunities,
    next_session,
)
from headway.core.plan.offers import find_stages
from headway.core.plan.question import (
    EXPERIENCE_WORTH_SD,
    LOGITS_PER_SD,
    SHOWN_SDS,
    ceiling_logits,
)
from headway.core.standing import Estimate, Standing

# A lift below it is a rounding, and orders nothing.
DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class Lift:
    """What one opportunity could do to one competency that the role asks for.

    `lift_sd` is by how much it is expected to shorten the distance to the bar, in SDs of level.
    `chance_after` is the chance of being at the bar after it, its range from the low to the high end of
    the kind's effect; where it leads no further than below the bar, the chance stays as it is.
    """

    competency: str
    name: str
    ceiling: int
    bar_level: int
    lift_sd: float
    chance_now: float
    chance_after: float
    chance_after_range: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """One opportunity against the gap in view.

    `lifts` come most first, `experiences` are those that it gives and nothing shows yet, `too_early` are
    the competencies in which the level it asks for at its start is "not yet" there. `next_session` is
    its next date on or after the day, `outcome` what the person told last of it.
    """

    opportunity: Opportunity
    lifts: tuple[Lift, ...] = ()
    experiences: tuple[str, ...] = ()
    too_early: tuple[str, ...] = ()
    outcome: Outcome | None = None
    is_own: bool = False
    next_session: Session | None = None

    @property
    def worth_sd(self) -> float:
        """What orders the opportunities: all its lifts, and a plan's credit for each experience."""
        lifts = sum(lift.lift_sd for lift in self.lifts)
        return lifts + EXPERIENCE_WORTH_SD * len(self.experiences)


@dataclass(frozen=True, kw_only=True)
class KnownFit:
    """One opportunity against the gap, with how well the effect of its kind is known."""

    fit: Fit
    kind: OpportunityKind


@dataclass(frozen=True, kw_only=True)
class Learning:
    """The opportunities that were asked for, those that fit the gap best first.

    `role` is the one whose gap is in view ("" for none), `top` its gaps that matter most.
    `count_of_all` is how many the catalogue holds.
    """

    as_of: date
    role: str
    role_title: str
    top: tuple[str, ...]
    count_of_all: int
    fits: tuple[Fit, ...]


@dataclass(frozen=True, kw_only=True)
class InView:
    """A person on a day, and the gap in view (None: no role is asked about).

    `known` is what is known by `as_of`; `standing` must have been compared with the role of the gap.
    """

    known: Dossier
    gap: GapReport | None
    standing: Standing
    ladder: Ladder
    catalogue: Catalogue
    as_of: date

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """What was told last of each opportunity."""
        return {body.opportunity: body.outcome for _, body in self.known.each(Completion)}

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """The estimates by competency."""
        return {e.competency: e for e in self.standing.estimates}

    @cached_property
    def missing(self) -> frozenset[str]:
        """The experiences that the role asks for and nothing shows yet."""
        expectations = self.gap.expectations if self.gap else ()
        return frozenset(
            e.slug for e in expectations if e.kind == "experience" and e.state == "not yet"
        )


def find_way(view: InView) -> frozenset[Stage]:
    """The stages on the way from the role held to the one in view; all (none said) without one."""
    if view.gap is None:
        return frozenset()
    return find_stages(view.ladder, view.standing.held_role, view.ladder.role(view.gap.role))


def find_fits(view: InView, sought: Sought) -> Learning:
    """What is `sought`, ordered by how much of the gap it could lift; without a gap by hours.

    Who provides an entry, and where it stands in the catalogue, changes nothing: of two that lift the
    same the shorter comes first, then the one whose name comes first. What asks for more than is there
    yet comes after the rest, what is done comes last.
    """
    gap = view.gap
    found = find_opportunities(view.catalogue, sought)
    return Learning(
        as_of=view.as_of,
        role=gap.role if gap else "",
        role_title=gap.role_title if gap else "",
        top=gap.top if gap else (),
        count_of_all=len(view.catalogue.opportunities),
        fits=tuple(sorted((find_fit(view, item) for item in found), key=_order)),
    )


def find_known_fit(view: InView, slug: str) -> KnownFit:
    """One opportunity by its slug; raises UnknownNameError for one that the catalogue lacks."""
    item = view.catalogue.opportunity(slug)
    return KnownFit(fit=find_fit(view, item), kind=view.catalogue.kind(item.kind))


def find_fit(view: InView, item: Opportunity) -> Fit:
    """One opportunity against the gap."""
    lifts = _lifts(view, item)
    return Fit(
        opportunity=item,
        lifts=tuple(sorted(lifts, key=lambda lift: (-lift.lift_sd, lift.competency))),
        experiences=tuple(slug for slug in item.gives_experiences if slug in view.missing),
        too_early=tuple(_too_early(view, item)),
        outcome=view.outcomes.get(item.slug),
        is_own=item.slug.startswith(OWN),
        next_session=next_session(item, view.as_of),
    )


def _order(fit: Fit) -> tuple[bool, bool, float, float, str]:
    hours, lifts = sum(fit.opportunity.effort_hours), round(fit.worth_sd, DIGITS)
    return fit.outcome == "done", bool(fit.too_early), -lifts, hours, fit.opportunity.slug


def _too_early(view: InView, item: Opportunity) -> Iterator[str]:
    """As in a plan: a vague estimate bars nobody, only one that says "not yet" does."""
    for slug, level in sorted(item.entry_levels.items()):
        estimate = view.estimates.get(slug)
        if estimate is None or not 0 < level <= len(estimate.bars):
            continue
        if estimate.mean + SHOWN_SDS * estimate.sd < estimate.bars[level - 1]:
            yield slug


def _lifts(view: InView, item: Opportunity) -> Iterator[Lift]:
    kind = view.catalogue.kind(item.kind)
    for builds in item.builds:
        estimate = view.estimates.get(builds.competency)
        if view.gap is not None and estimate is not None and estimate.bar is not None:
            yield _lift(view, kind, builds)


def _lift(view: InView, kind: OpportunityKind, builds: Builds) -> Lift:
    estimate = view.estimates[builds.competency]
    bars = (float("-inf"), *estimate.bars)
    bar, ceiling = estimate.bar or 0.0, ceiling_logits(bars, builds.ceiling)
    low, middle, high = (_gain(kind, builds, effect) for effect in _effects(kind))
    now = NormalDist(estimate.mean, estimate.sd)
    stays = 1 - now.cdf(bar)

    def chance(gain: float) -> float:
        """Below the bar nothing passes it; else all do who are no further from it than the gain."""
        if ceiling < bar:
            return stays
        return stays + kind.completion_chance * (1 - now.cdf(bar - gain) - stays)

    return Lift(
        competency=builds.competency,
        name=estimate.name,
        ceiling=builds.ceiling,
        bar_level=estimate.bar_level or 0,
        lift_sd=kind.completion_chance * _rise(now, middle, min(bar, ceiling)) / LOGITS_PER_SD,
        chance_now=stays,
        chance_after=chance(middle),
        chance_after_range=(chance(low), chance(high)),
    )


def _effects(kind: OpportunityKind) -> tuple[float, float, float]:
    low, high = kind.effect_sd_range
    return low, kind.effect_sd, high


def _gain(kind: OpportunityKind, builds: Builds, effect_sd: float) -> float:
    """What it adds if it is finished, in logits."""
    return effect_sd * kind.transfer * builds.weight * LOGITS_PER_SD


def _rise(now: NormalDist, gain: float, target: float) -> float:
    """E[min(target, level + gain)] - E[min(target, level)], both in logits.

    A ceiling below the bar takes the bar's place: above it nothing is added, below it no more than up to it.
    """
    return _shortfall(now, target) - _shortfall(now, target - gain)


def _shortfall(now: NormalDist, target: float) -> float:
    """E[max(0, target - level)]: the normal loss function."""
    below = now.cdf(target)
    return (target - now.mean) * below + now.variance * now.pdf(target)
