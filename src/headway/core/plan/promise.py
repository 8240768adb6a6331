"""What a plan promises: chances, and a gain with its range, over drop-out and the spread of effects."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from headway.algorithms.outcome import Outcome as Foreseen
from headway.algorithms.outcome import Step, find_chance_met, find_sum_range, foresee
from headway.core.learn import Builds, OpportunityKind
from headway.core.plan.offers import Offer
from headway.core.plan.question import (
    LOGITS_PER_SD,
    Question,
    ceiling_logits,
    weight_sd,
)
from headway.core.plan.values import Outlook, Promise

# A plausible range is read as the middle 90 % of what may be.
RANGE_SHARE = 0.9
SDS_IN_RANGE = 2 * 1.6448536269514722
# A plan and when each of its items ends: levels rise in that order.
Ends = Sequence[tuple[str, date]]


def find_outlook(question: Question, ends: Ends) -> tuple[Outlook, ...]:
    """The chance of meeting each bar of the role now and after the items of `ends` (names, last days).

    The range spans the low to the high effects of all items alike.
    """
    return tuple(
        _outlook(question, slug, ends)
        for slug, level in question.target.expected.items()
        if level >= 1
    )


def find_chance(question: Question, competency: str, ends: Ends) -> float:
    """The chance of meeting the role's bar in one competency after the items of `ends`, as in the outlook."""
    return _chance(question, competency, _steps(question, competency, _in_order(ends)))


def find_promise(question: Question, ends: Ends) -> Promise:
    """The gain towards the bars that the items promise together, with the middle 90 % of it.

    In weighted SDs of level like the objective, but without experiences, thrift and any margin. One item
    may lift several competencies, so that these share its luck: its completion and its effect.
    """
    order = _in_order(ends)
    weight = weight_sd(question) / LOGITS_PER_SD
    found = {
        slug: _foresee(question, slug, _steps(question, slug, order))
        for slug, level in question.target.expected.items()
        if level >= 1
    }
    luck = {slug: _luck(question.offers.by_slug[slug].kind) for slug in order}
    low, high = find_sum_range(
        [weight * outcome.rise for outcome in found.values()],
        [weight**2 * outcome.rise_variance for outcome in found.values()],
        weight**2 * _shared_luck(list(found.values()), luck),
        _none_at_all(question, found.values(), order),
        RANGE_SHARE,
    )
    gain = weight * sum(outcome.rise for outcome in found.values())
    return Promise(gain_sd=gain, gain_sd_range=(low, high))


def _none_at_all(question: Question, outcomes: Iterable[Foreseen], order: Iterable[str]) -> float:
    """The chance that nothing rises: as if competencies were independent, but for what is finished."""
    unfinished = (1 - question.offers.by_slug[name].kind.completion_chance for name in order)
    apart = math.prod(outcome.chance_of_none for outcome in outcomes)
    return max(apart, math.prod(unfinished))


def _shared_luck(outcomes: Sequence[Foreseen], luck: dict[str, float]) -> float:
    """The covariance of all pairs of competencies through the items that they share."""
    total = 0.0
    for name, variance in luck.items():
        lifts = [outcome.lifts.get(name, 0.0) for outcome in outcomes]
        total += variance * (sum(lifts) ** 2 - sum(lift**2 for lift in lifts))
    return total


def _luck(kind: OpportunityKind) -> float:
    """The variance of "done or not, times effect over mean effect"."""
    chance = kind.completion_chance
    return chance * (1 - chance) + chance * _relative_spread(kind) ** 2


def _in_order(ends: Ends) -> tuple[str, ...]:
    return tuple(slug for slug, _ in sorted(ends, key=lambda pair: (pair[1], pair[0])))


def _outlook(question: Question, slug: str, ends: Ends) -> Outlook:
    steps = _steps(question, slug, _in_order(ends))
    low, high = (_chance(question, slug, part) for part in _extremes(question, steps))
    after = _chance(question, slug, steps)
    return Outlook(
        competency=slug,
        name=question.estimate(slug).name,
        bar_level=question.target.expected[slug],
        chance_now=_chance(question, slug, []),
        chance_after=after,
        chance_after_range=(min(low, after), max(high, after)),
    )


def _chance(question: Question, slug: str, steps: Sequence[Step]) -> float:
    estimate, level = question.estimate(slug), question.target.expected[slug]
    return find_chance_met(estimate.mean, estimate.sd, question.bars(slug)[level], steps)


def _foresee(question: Question, slug: str, steps: Sequence[Step]) -> Foreseen:
    estimate, level = question.estimate(slug), question.target.expected[slug]
    return foresee(estimate.mean, estimate.sd, question.bars(slug)[level], steps)


def _steps(question: Question, slug: str, order: Iterable[str]) -> list[Step]:
    """The items that build a competency, in the order in which they end."""
    return [
        _step(question, question.offers.by_slug[name], builds)
        for name in order
        for builds in question.offers.by_slug[name].opportunity.builds
        if builds.competency == slug
    ]


def _step(question: Question, offer: Offer, builds: Builds) -> Step:
    kind = offer.kind
    gain = kind.effect_sd * kind.transfer * builds.weight * LOGITS_PER_SD
    return Step(
        name=offer.opportunity.slug,
        chance=kind.completion_chance,
        gain=gain,
        gain_sd=gain * _relative_spread(kind),
        ceiling=ceiling_logits(question.bars(builds.competency), builds.ceiling),
    )


def _extremes(question: Question, steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The steps with all effects at the low, and all at the high end of their range."""
    ends: tuple[list[Step], list[Step]] = [], []
    for step in steps:
        kind = question.offers.by_slug[step.name].kind
        for which, part in enumerate(ends):
            share = kind.effect_sd_range[which] / kind.effect_sd if kind.effect_sd > 0 else 0.0
            part.append(replace(step, gain=step.gain * share, gain_sd=0.0))
    return ends


def _relative_spread(kind: OpportunityKind) -> float:
    """The SD of effect times transfer, as a share of its mean: of two independent factors."""
    effect = _spread_of(kind.effect_sd, kind.effect_sd_range)
    transfer = _spread_of(kind.transfer, kind.transfer_range)
    return math.sqrt((1 + effect**2) * (1 + transfer**2) - 1)


def _spread_of(value: float, ends: tuple[float, float]) -> float:
    return (ends[1] - ends[0]) / SDS_IN_RANGE / value if value > 0 else 0.0
