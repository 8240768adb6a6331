"""What there is to learn, in words: what it takes, what it builds, what it could lift, how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.core.money import format_minor
from headway.core.wording import count_of, say_chance, say_date

if TYPE_CHECKING:
    from headway.core.evidence import Outcome
    from headway.core.ladder import Ladder
    from headway.core.learn import CostRange, Opportunity, OpportunityKind, Session
    from headway.core.learn_fit import Fit, Lift

# A difference of chances below it reads as none.
SMALLEST_MOVE = 0.005
COST_UNKNOWN = "cost not known"
TOLD: dict[Outcome, str] = {
    "begun": "Begun",
    "done": "Done",
    "late": "Begun, running late",
    "cancelled": "Cancelled",
}


def describe_hours(item: Opportunity) -> str:
    """The hours: "8 to 16 hours"."""
    low, high = item.effort_hours
    return (
        f"{low:g} {'hour' if low == 1 else 'hours'}"
        if low == high
        else f"{low:g} to {high:g} hours"
    )


def describe_days(item: Opportunity) -> str:
    """How long it takes: "2 days", "6 to 10 weeks"."""
    first, last = item.duration_days
    if first >= 21:
        weeks = (round(first / 7), round(last / 7))
        return _span(*weeks, "week")
    return _span(first, last, "day")


def _span(low: int, high: int, noun: str) -> str:
    return count_of(low, noun) if low == high else f"{low} to {count_of(high, noun)}"


def describe_cost(cost: CostRange) -> str:
    """The cost: "free", "GBP 200 to 900", or that nobody knows it."""
    if cost.basis == "unknown":
        return COST_UNKNOWN
    if not cost.high_minor:
        return "free"
    low, high = (format_minor(a, cost.currency) for a in (cost.low_minor, cost.high_minor))
    return high if low == high else f"{low} to {high.removeprefix(cost.currency + ' ')}"


def describe_takes(item: Opportunity) -> str:
    """Hours, time and cost of an entry in one line."""
    return f"{describe_hours(item)} over {describe_days(item)}, {describe_cost(item.cost)}"


def describe_cost_basis(cost: CostRange) -> str:
    """Whose figures cost and hours are, of what sort, and of when."""
    day = say_date(cost.dated_on)
    if cost.basis == "typical" and not cost.high_minor:
        return f"The hours are our judgement of {day}."
    return {
        "typical": f"Hours and cost are typical ranges in our judgement of {day}, no offer.",
        "offer": f"As offered on {day}.",
        "unknown": "Nobody has said what it costs, and it is not taken for free: a plan leaves it out.",
    }[cost.basis]


def describe_builds(item: Opportunity, ladder: Ladder) -> tuple[str, ...]:
    """Each competency that an entry builds, and up to which level."""
    names = {competency.slug: competency.name for competency in ladder.competencies}
    return tuple(
        f"{names.get(each.competency, each.competency)}, up to {_level(ladder, each.ceiling)}"
        for each in item.builds
    )


def _level(ladder: Ladder, number: int) -> str:
    return next(
        (level.name for level in ladder.levels if level.number == number), f"level {number}"
    )


def describe_fit(fit: Fit, ladder: Ladder, role_title: str) -> tuple[str, ...]:
    """What an opportunity could do for the role in view, a sentence for each competency and experience."""
    lifts = [describe_lift(lift, ladder) for lift in fit.lifts]
    gives = [
        f"It gives an experience that is missing: {_experience(ladder, s)}" for s in fit.experiences
    ]
    early = [
        f"It asks for {_level(ladder, fit.opportunity.entry_levels[slug])} in {_name(ladder, slug)} at its "
        "start, which is not yet there."
        for slug in fit.too_early
    ]
    return (*lifts, *gives, *early) or (f"It builds nothing that {role_title} asks for.",)


def describe_lift(lift: Lift, ladder: Ladder) -> str:
    """One competency: the chance of being at the bar now and after, with its range, or why it stays."""
    now, after = say_chance(lift.chance_now), say_chance(lift.chance_after)
    bar = _level(ladder, lift.bar_level)
    if lift.lift_sd < SMALLEST_MOVE:
        return f"{lift.name}: it adds next to nothing to where you are ({bar} is asked for)."
    if lift.ceiling < lift.bar_level:
        return (
            f"{lift.name}: it leads towards {bar}, which is asked for, and no further than "
            f"{_level(ladder, lift.ceiling)}; something else has to follow."
        )
    low, high = (_number(chance) for chance in lift.chance_after_range)
    return (
        f"{lift.name}: the chance of being at {bar} goes from {now} to {after} "
        f"(between {low} and {high}, by how well it works)."
    )


def say_lift_briefly(fit: Fit) -> str:
    """The names of what an entry lifts, most first: "Communication 58 to 66 in 100"."""
    parts = [
        f"{lift.name} {_number(lift.chance_now)} to {_number(lift.chance_after)} in 100"
        if lift.ceiling >= lift.bar_level
        else f"towards {lift.name}"
        for lift in fit.lifts
        if lift.lift_sd >= SMALLEST_MOVE
    ]
    return ", ".join(parts)


def _number(chance: float) -> int:
    return round(100 * chance)


def _name(ladder: Ladder, slug: str) -> str:
    return next((c.name for c in ladder.competencies if c.slug == slug), slug)


def _experience(ladder: Ladder, slug: str) -> str:
    text = ladder.experience(slug).text
    return f"{text[0].lower()}{text[1:]}."


def describe_effect(kind: OpportunityKind) -> str:
    """How well the effect of a kind is known: its size and range, the chance of finishing, what transfers."""
    low, high = kind.effect_sd_range
    return (
        f"{kind.name}: {kind.effect_sd:g} of the usual spread between people if finished and used, plausibly "
        f"{low:g} to {high:g}; {_number(kind.completion_chance)} in 100 finish it, "
        f"and {_number(kind.transfer)} % of it reaches the job."
    )


def describe_session(session: Session) -> str:
    """When it takes place: "3 to 5 March 2027"."""
    first, last = session.starts_on, session.ends_on
    if first == last:
        return say_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {say_date(last)}"
    return f"{say_date(first)} to {say_date(last)}"
