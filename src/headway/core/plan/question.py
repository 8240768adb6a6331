"""A person's wish as a scheduling problem in plain numbers, and the choices that turn one into the other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from statistics import NormalDist
from typing import Literal

from headway.algorithms.schedule.problem import (
    Credit,
    Gain,
    Item,
    Problem,
    Resource,
    Sequence,
    Session,
    Skill,
)
from headway.algorithms.schedule.value import most_worth
from headway.core.errors import UnknownNameError
from headway.core.ladder import Ladder, Role
from headway.core.learn import Builds, OpportunityKind
from headway.core.learn import Session as Dates
from headway.core.plan.hours import find_hours, place_event
from headway.core.plan.offers import Offer, Offers
from headway.core.plan.values import PlanWish
from headway.core.plan.window import Window
from headway.core.standing import Estimate, Standing

# The prior SD of a level in logits: the unit in which studies state what a course or a mentor adds.
LOGITS_PER_SD = 1.22
# A level counts as shown from this chance on; a plan is credited up to there and no further.
SHOWN_CHANCE = 0.8
SHOWN_SDS = NormalDist().inv_cdf(SHOWN_CHANCE)
# A first experience of its kind counts as much as this many SDs of level in one competency.
EXPERIENCE_WORTH_SD = 0.2
# Applying at work what was taught counts this share of the taught gain on top.
APPLICATION_SHARE = 0.2
# All the hours, or all the money, must bring this share of what is missing before they pay: nobody gives
# a year's budget for a trace. Our judgement.
THRIFT = 0.05
# Larger shares than this count as this: where limits are tight, one thing may take them all.
MOST_CHARGED = 0.25
# Nothing is dragged out over more than its usual time, or this many times what the hours ask for.
LONGEST_STRETCH = 2.0
QUARTER_WEEKS, MOST_BLOCKS = 13, 12
HOURS: Literal["hours"] = "hours"
MONEY: Literal["money"] = "money"


@dataclass(frozen=True, kw_only=True)
class Question:
    """All that a plan depends on.

    `target` asks for nothing of what the person set aside, which `set_aside` names. `spent_minor` is
    what is gone of each plan year's budget, `spent_hours` of the first week's hours.
    """

    standing: Standing
    ladder: Ladder
    target: Role
    wish: PlanWish
    window: Window
    offers: Offers
    missing_experiences: tuple[str, ...]
    locked: tuple[str, ...]
    set_aside: tuple[str, ...] = ()
    spent_minor: tuple[int, ...] = ()
    spent_hours: float = 0.0

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """The estimates by competency."""
        return {estimate.competency: estimate for estimate in self.standing.estimates}

    @cached_property
    def hour_limits(self) -> tuple[float, ...]:
        """The hours that are left in each week."""
        first, *others = find_hours(self.wish, self.window)
        return (max(0.0, first - self.spent_hours), *others)

    @property
    def money_limits(self) -> tuple[float, ...]:
        """What is left of the budget in each plan year, in minor units."""
        years = len(self.window.years)
        spent = (*self.spent_minor, *[0] * years)[:years]
        return tuple(float(max(0, self.wish.budget_per_year_minor - gone)) for gone in spent)

    def bars(self, competency: str) -> tuple[float, ...]:
        """Where each level of a competency begins in logits; level 0 begins nowhere (minus infinity).

        They are those by which the standing reads marks; raises UnknownNameError.
        """
        return (float("-inf"), *self.estimate(competency).bars)

    def estimate(self, competency: str) -> Estimate:
        """The estimate of one competency; raises UnknownNameError."""
        if competency not in self.estimates:
            raise UnknownNameError(
                f"There is no estimate of '{competency}'; estimate the standing on the ladder of the plan."
            )
        return self.estimates[competency]


def build_problem(question: Question) -> Problem:
    """The scheduling problem of a question, in logits, weeks, hours and minor units.

    Its objective is in SDs of level: the mean over the competencies that the target role expects, with
    credits for missing experiences and for applying what was taught.
    """
    window, wish = question.window, question.wish
    steps = window.steps
    for competency in question.target.expected:
        question.estimate(competency)
    problem = Problem(
        steps=steps,
        skills=tuple(_skill(question, e.competency) for e in question.standing.estimates),
        items=tuple(_item(question, offer) for offer in question.offers.by_slug.values()),
        resources=(
            Resource(name=HOURS, limits=question.hour_limits),
            Resource(name=MONEY, limits=question.money_limits, taken="when begun"),
        ),
        block_size=_block_weeks(len(steps)),
        at_once=_things_at_once(question),
        focuses_at_once=_focus_areas(question),
        first=wish.must_have,
        locked=question.locked,
        credits=_credits(question),
        sequences=_sequences(question),
    )
    most = most_worth(problem)
    return replace(
        problem, items=tuple(_with_charge(problem, item, most) for item in problem.items)
    )


def _with_charge(problem: Problem, item: Item, most: float) -> Item:
    """`item` with what it must bring, of the `most` there is, for its shares of all hours and money.

    What serves a must-have is not asked whether it pays.
    """
    serves_first = any(gain.skill in problem.first for gain in item.gains)
    if item.name in problem.locked or serves_first:
        return item
    totals = {resource.name: sum(resource.limits) for resource in problem.resources}
    used = ((amount, totals[name]) for name, amount in item.uses if totals[name] > 0)
    shares = sum(min(MOST_CHARGED, amount / total) for amount, total in used)
    return replace(item, charge=THRIFT * most * shares)


def _things_at_once(question: Question) -> int | None:
    """Whoever has begun more things than they want at once has that many going on."""
    begun = sum(offer.is_begun for offer in question.offers.by_slug.values())
    most = question.wish.things_at_once
    return None if most is None else max(most, begun)


def _focus_areas(question: Question) -> int | None:
    begun = [offer for offer in question.offers.by_slug.values() if offer.is_begun]
    focuses = {find_focus(question, offer) for offer in begun} - {""}
    most = question.wish.focus_areas
    return None if most is None else max(most, len(focuses))


def _block_weeks(weeks: int) -> int:
    """Quarters; of more than twelve quarters, half-years: what is far away needs no finer choice."""
    return QUARTER_WEEKS * max(1, -(-weeks // (MOST_BLOCKS * QUARTER_WEEKS)))


def weight_sd(question: Question) -> float:
    """What one SD of level in one expected competency counts."""
    expected = [level for level in question.target.expected.values() if level > 0]
    return 1 / len(expected) if expected else 1.0


def gain_sd(kind: OpportunityKind, builds: Builds, *, effect_sd: float) -> float:
    """What an opportunity is expected to add, in SDs of level."""
    return effect_sd * builds.weight * kind.completion_chance * kind.transfer


def ceiling_logits(bars: tuple[float, ...], level: int) -> float:
    """Where a level is centred: halfway between its bar and the next one's.

    An item "up to level 2" makes somebody a typical level 2, not one who only just reached it. The
    top level and level 0 are taken to be as wide as their neighbour.
    """
    top = len(bars) - 1
    width = bars[2] - bars[1] if top > 1 else 1.0
    if level < 1:
        return bars[1] - width / 2
    if level < top:
        return (bars[level] + bars[level + 1]) / 2
    return bars[top] + (bars[top] - bars[top - 1] if top > 1 else width) / 2


def _skill(question: Question, competency: str) -> Skill:
    estimate = question.estimate(competency)
    level = question.target.expected.get(competency, 0)
    if level < 1:
        return Skill(
            name=competency,
            level=estimate.mean,
            sd=estimate.sd,
            target=estimate.mean,
            useful_gain=0.0,
            weight=0.0,
        )
    target = question.bars(competency)[level]
    return Skill(
        name=competency,
        level=estimate.mean,
        sd=estimate.sd,
        target=target,
        useful_gain=max(0.0, target + SHOWN_SDS * estimate.sd - estimate.mean),
        weight=weight_sd(question) / LOGITS_PER_SD,
    )


def _item(question: Question, offer: Offer) -> Item:
    item = offer.opportunity
    return Item(
        name=item.slug,
        gains=tuple(_gain(question, offer, builds) for builds in _known_builds(question, offer)),
        uses=((HOURS, offer.hours), (MONEY, float(offer.cost_minor))),
        min_length=offer.shortest_days / 7,
        max_length=_longest_weeks(question, offer),
        sessions=tuple(
            session_at(question, offer, dates) for dates in sessions_of(question, offer)
        ),
        requires=offer.requires,
        entry=() if offer.is_begun else _entry(question, item.entry_levels),
        group=item.alternative_to,
        focus=find_focus(question, offer),
    )


def find_focus(question: Question, offer: Offer) -> str:
    """The competency that an offer builds most for this person; "" if it builds nothing they lack.

    Of several it builds alike the one that comes first in the alphabet.
    """
    useful = {
        builds.competency: _useful_worth(question, offer, builds)
        for builds in _known_builds(question, offer)
    }
    best = min(useful, key=lambda slug: (-useful[slug], slug), default="")
    return best if best and useful[best] > 0 else ""


def _useful_worth(question: Question, offer: Offer, builds: Builds) -> float:
    """One gain where it is missing, in weighted SDs of level."""
    gain, skill = _gain(question, offer, builds), _skill(question, builds.competency)
    return skill.weight * min(gain.amount, skill.useful_gain, max(0.0, gain.ceiling - skill.level))


def _known_builds(question: Question, offer: Offer) -> list[Builds]:
    return [b for b in offer.opportunity.builds if b.competency in question.estimates]


def _gain(question: Question, offer: Offer, builds: Builds) -> Gain:
    stated = gain_sd(offer.kind, builds, effect_sd=offer.kind.effect_sd)
    return Gain(
        skill=builds.competency,
        amount=stated * LOGITS_PER_SD,
        ceiling=ceiling_logits(question.bars(builds.competency), builds.ceiling),
    )


def _entry(question: Question, levels: Mapping[str, int]) -> tuple[tuple[str, float], ...]:
    """A vague estimate bars nobody: an entry level is reached unless it is "not yet" (chance below .2)."""
    return tuple(
        (slug, question.bars(slug)[level] - SHOWN_SDS * question.estimate(slug).sd)
        for slug, level in sorted(levels.items())
        # What asks for more than the ladder has was left out before.
        if slug in question.estimates and 0 < level < len(question.bars(slug))
    )


def sessions_of(question: Question, offer: Offer) -> list[Dates]:
    """The dates of an offer in the order in which the problem numbers its sessions."""

    def order(dates: Dates) -> tuple[int, int, date]:
        session = session_at(question, offer, dates)
        return session.first_step, len(session.shares), dates.starts_on

    return sorted(offer.sessions, key=order)


def session_at(question: Question, offer: Offer, dates: Dates) -> Session:
    """Fixed dates of an offer as weeks; see `place_event`."""
    return place_event(question.window, dates, offer.hours, question.hour_limits)


def _credits(question: Question) -> tuple[Credit, ...]:
    worth = EXPERIENCE_WORTH_SD * weight_sd(question)
    offers = question.offers.by_slug.items()
    return tuple(
        Credit(
            name=slug,
            worth=worth,
            items=tuple(n for n, o in offers if slug in o.opportunity.gives_experiences),
        )
        for slug in question.missing_experiences
    )


def _sequences(question: Question) -> tuple[Sequence, ...]:
    """What is taught comes before its application at work; doing both is worth a little more."""
    offers = question.offers.by_slug
    return tuple(
        Sequence(
            first=slug,
            then=offer.opportunity.apply_with,
            worth=APPLICATION_SHARE * _stated_worth(question, offer),
        )
        for slug, offer in offers.items()
        if offer.opportunity.apply_with in offers
        and offer.opportunity.apply_with != slug
        # An application that has begun cannot wait any more.
        and not offers[offer.opportunity.apply_with].is_begun
    )


def _stated_worth(question: Question, offer: Offer) -> float:
    """The item's gains where they are missing, in weighted SDs of level."""
    return sum(_useful_worth(question, offer, b) for b in _known_builds(question, offer))


def _longest_weeks(question: Question, offer: Offer) -> float:
    usual = max(offer.opportunity.duration_days[1], offer.shortest_days) / 7
    return max(usual, LONGEST_STRETCH * offer.hours / question.wish.hours_per_week)
