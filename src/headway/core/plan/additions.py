"""What an item adds to each competency on top of a plan, and what leaves no room for more."""

from collections.abc import Iterable
from dataclasses import replace

from headway.algorithms.schedule.problem import Gain, Skill
from headway.algorithms.schedule.value import gained
from headway.core.learn import Builds
from headway.core.plan.answer import find_gain_range
from headway.core.plan.offers import Offer
from headway.core.plan.placed import PlacedPlan
from headway.core.plan.promise import find_outlook
from headway.core.plan.question import LOGITS_PER_SD, Question, ceiling_logits
from headway.core.plan.reasons import Addition, HeldBackBy, Named

NOTHING = 1e-9
LOW, MIDDLE, HIGH = range(3)


def find_additions(at: PlacedPlan, slug: str) -> tuple[Addition, ...]:
    """What `slug` adds to the rest of the plan, most first, be it in the plan or not."""
    offer = at.question.offers.by_slug[slug]
    builds = [b for b in offer.opportunity.builds if b.competency in at.question.estimates]
    without, within = _chances(at, at.names - {slug}), _chances(at, at.names | {slug})
    found = [
        replace(
            _addition(at, slug, offer, each),
            chance_without=without.get(each.competency),
            chance_with=within.get(each.competency),
        )
        for each in builds
    ]
    return tuple(sorted(found, key=lambda a: (-a.adds_sd, -a.stated_sd, a.competency)))


def _chances(at: PlacedPlan, names: Iterable[str]) -> dict[str, float]:
    """The chance of meeting each bar after these items; what is not planned ends with the plan."""
    planned = {item.opportunity: item.ends_on for item in at.plan.items}
    last = at.question.window.ends_on
    ends = [(name, planned.get(name, last)) for name in sorted(names)]
    return {o.competency: o.chance_after for o in find_outlook(at.question, ends)}


def _addition(at: PlacedPlan, slug: str, offer: Offer, builds: Builds) -> Addition:
    question, kind = at.question, offer.kind
    skill = at.problem.skill_by_name[builds.competency]
    rest, whole = sorted(at.names - {slug}), sorted(at.names | {slug})
    adds = [
        (_lift(question, skill, whole, which) - _lift(question, skill, rest, which)) / LOGITS_PER_SD
        for which in (LOW, MIDDLE, HIGH)
    ]
    low, stated, high = find_gain_range(offer, builds)
    level = question.target.expected.get(builds.competency, 0)
    return Addition(
        competency=builds.competency,
        name=question.estimate(builds.competency).name,
        source=kind.source,
        weight=builds.weight,
        effect_sd=kind.effect_sd,
        effect_sd_range=kind.effect_sd_range,
        completion_chance=kind.completion_chance,
        completion_range=kind.completion_range,
        transfer=kind.transfer,
        transfer_range=kind.transfer_range,
        stated_sd=stated,
        stated_sd_range=(low, high),
        adds_sd=adds[MIDDLE],
        # Where a ceiling is near, higher effects of the others leave less for this one.
        adds_sd_range=(min(adds), max(adds)),
        held_back_by=_held_back(at, rest, builds, adds[MIDDLE], stated),
        bar_level=level if level > 0 else None,
    )


def _held_back(
    at: PlacedPlan, rest: list[str], builds: Builds, adds_sd: float, stated_sd: float
) -> HeldBackBy:
    skill = at.problem.skill_by_name[builds.competency]
    if at.question.target.expected.get(builds.competency, 0) < 1:
        return "not asked for"
    if skill.useful_gain <= NOTHING:
        return "shown already"
    ceiling = ceiling_logits(at.question.bars(builds.competency), builds.ceiling)
    room_sd = max(0.0, ceiling - skill.level) / LOGITS_PER_SD
    if room_sd <= NOTHING:
        return "ceiling"
    is_reached = _lift(at.question, skill, rest, MIDDLE) >= skill.useful_gain - NOTHING
    if is_reached or adds_sd < min(stated_sd, room_sd) - NOTHING:
        return "other items"
    return "ceiling" if room_sd < stated_sd - NOTHING else ""


def _lift(question: Question, skill: Skill, names: Iterable[str], which: int) -> float:
    """What items add to a skill in logits, with low, middle or high effects (0, 1, 2)."""
    gains = [
        Gain(
            skill=skill.name,
            amount=find_gain_range(offer, builds)[which] * LOGITS_PER_SD,
            ceiling=ceiling_logits(question.bars(builds.competency), builds.ceiling),
        )
        for offer in (question.offers.by_slug[name] for name in names)
        for builds in offer.opportunity.builds
        if builds.competency == skill.name
    ]
    return gained(gains, skill)


def find_own_experiences(at: PlacedPlan, slug: str) -> tuple[str, ...]:
    """The missing experiences that `slug` gives and nothing else in the plan does."""
    others = at.names - {slug}
    return tuple(
        credit.name
        for credit in at.problem.credits
        if slug in credit.items and others.isdisjoint(credit.items)
    )


def find_pairs(at: PlacedPlan, slug: str) -> tuple[Named, ...]:
    """The planned items that teach what `slug` applies, or apply what it teaches."""
    pairs = [{pair.first, pair.then} for pair in at.problem.sequences]
    partners = {name for pair in pairs if slug in pair for name in pair - {slug}}
    return at.named(partners & at.names)
