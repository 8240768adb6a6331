"""The one place where the core's kinds and values become English sentences."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from headway.core.money import format_minor

if TYPE_CHECKING:
    # Only to name them: who words one result need not load the engines of all.
    from headway.core.gap import ExpectationGap
    from headway.core.ladder import Ladder, Role
    from headway.core.packet import PacketLine
    from headway.core.plan import (
        Change,
        Note,
        Obstacle,
        Outlook,
        Plan,
        PlannedGain,
        PlannedItem,
    )
    from headway.core.progress import Movement, StepProgress, StepState
    from headway.core.standing import Estimate

DECIDES_NOTHING = "People decide about roles; this packet decides nothing."
NO_PROMISE = (
    "This is no promise: effects differ between people, and other people decide about roles."
)
# A gain below it would be told as 0 % of a level.
SMALLEST_GAIN_SD = 0.005
SAMPLE = "Sample person, fictional"
STEP_STATES: dict[StepState, str] = {
    "done": "done",
    "begun": "going on",
    "late": "late",
    "cancelled": "cancelled",
    "overdue": "due, and nothing told",
    "under way": "planned for now",
    "ahead": "to come",
}


def say_date(day: date) -> str:
    """A day as people write it: 3 March 2027."""
    return f"{day.day} {day:%B %Y}"


def count_of(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 view", "2 views", "no views"."""
    noun = singular if number == 1 else (plural or singular + "s")
    return f"{number or 'no'} {noun}"


def say_hours(hours: float) -> str:
    """As people say it: 1 hour, 2.5 hours."""
    return "1 hour" if hours == 1 else f"{hours:,.1f} hours".replace(".0 hours", " hours")


def say_size(byte_count: int) -> str:
    """How large a file is: "under 1 kB", "120 kB", "3.4 MB"."""
    if byte_count < 1000:
        return "under 1 kB"
    if byte_count < 999_500:
        return f"{byte_count / 1000:.0f} kB"
    return f"{byte_count / 1_000_000:.1f} MB"


def say_chance(chance: float) -> str:
    """A chance in words that claim no more than it knows: "about 60 in 100", "under 1 in 100"."""
    if chance < 0.01:
        return "under 1 in 100"
    if chance > 0.99:
        return "over 99 in 100"
    return f"about {round(100 * chance)} in 100"


def describe_basis(view_count: int, evidence_count: int) -> str:
    """What an estimate rests on: "2 views and 3 pieces of evidence"; a single view says so."""
    if not view_count and not evidence_count:
        return "no views or evidence yet"
    if view_count + evidence_count == 1:
        return "a single view" if view_count else "a single piece of evidence"
    if not evidence_count:
        return f"{view_count} views, no evidence"
    pieces = count_of(evidence_count, "piece of evidence", "pieces of evidence")
    return f"{count_of(view_count, 'view')} and {pieces}"


def describe_estimate(estimate: Estimate, ladder: Ladder, role: Role | None) -> str:
    """One competency's estimate, with its range, what it rests on, and how it meets `role`."""
    basis = describe_basis(estimate.view_count, estimate.evidence_count)
    within = describe_range(estimate, ladder)
    if estimate.view_count or estimate.evidence_count:
        within = f"most likely {ladder.level(estimate.most_likely_level).name}, {within}"
    said = f"{within[0].upper()}{within[1:]} ({basis})"
    if estimate.bar_level is None or role is None:
        return f"{said}."
    return (
        f"{said}; {role.title} asks for {ladder.level(estimate.bar_level).name}: {estimate.state}."
    )


def describe_range(estimate: Estimate, ladder: Ladder) -> str:
    """The levels between which the middle 80 % of an estimate lies."""
    low = ladder.level(min(int(estimate.low_position), ladder.top_level)).name
    high = ladder.level(min(int(estimate.high_position), ladder.top_level)).name
    return f"within {low}" if low == high else f"from {low} to {high}"


def describe_gap(gap: ExpectationGap) -> str:
    """One expectation of a role: what it asks, what is known, and the state."""
    if gap.kind != "level":
        return _describe_support(gap)
    basis = describe_basis(gap.view_count, gap.evidence_count)
    asked = f"{gap.expected_level_name} is asked for"
    if not gap.view_count and not gap.evidence_count:
        return f"{asked}; {basis}, so it is too little to tell.{_uncounted(gap)}"
    chance = say_chance(gap.meets_chance or 0.0)
    return (
        f"{asked}; most likely {gap.most_likely_level_name} ({basis}): {gap.state}. "
        f"The chance of being there is {chance}.{_uncounted(gap)}"
    )


def _uncounted(gap: ExpectationGap) -> str:
    """What is named and does not count: no level said, or one's own word once others have rated."""
    number = len(gap.evidence) - gap.evidence_count
    if number <= 0:
        return ""
    pieces = count_of(number, "piece of evidence does", "pieces of evidence do")
    return f" {pieces[0].upper()}{pieces[1:]} not count: no level said, or only your own word."


def _describe_support(gap: ExpectationGap) -> str:
    if gap.state == "not yet":
        return "Nothing yet shows it."
    pieces = count_of(gap.evidence_count, "piece of evidence", "pieces of evidence")
    if gap.state == "shown":
        return f"Shown by {pieces}, at least one confirmed by somebody else."
    return f"Too little to tell: {pieces}, confirmed by nobody else yet."


def describe_gain(gain: PlannedGain) -> str:
    """What an item adds to one competency, in steps of the scale, with its plausible range."""
    about, low, high = (round(100 * sd) for sd in (gain.gain_sd, *gain.gain_sd_range))
    if low == high:
        return f"{gain.name}: about {about} % of a level, the most it can lift you"
    return f"{gain.name}: about {about} % of a level, plausibly {low} to {high} %"


def gains_worth_telling(item: PlannedItem) -> tuple[PlannedGain, ...]:
    """The gains that do not round to nothing."""
    return tuple(gain for gain in item.gains if gain.gain_sd >= SMALLEST_GAIN_SD)


def describe_planned_item(item: PlannedItem) -> str:
    """What an item takes: dates, hours and money."""
    money = f"at most {format_minor(item.cost_minor, item.currency)}" if item.cost_minor else "free"
    dates = f"{say_date(item.starts_on)} to {say_date(item.ends_on)}"
    # Of what is begun an odd number is left; nobody knows it to the minute.
    halves = max(1, round(2 * item.effort_hours))
    return f"{dates}, about {say_hours(halves / 2)}, {money}"


def describe_outlook(outlook: Outlook, ladder: Ladder) -> str:
    """The chance of meeting a bar now and after the plan, with the range of effects."""
    low, high = (round(100 * chance) for chance in outlook.chance_after_range)
    return (
        f"{ladder.level(outlook.bar_level).name} asked for: {say_chance(outlook.chance_now)} today, "
        f"{say_chance(outlook.chance_after)} after the plan (between {low} and {high})"
    )


def describe_plan(plan: Plan) -> str:
    """What a plan takes of what there is, and how good it is proven to be."""
    if not plan.items:
        return describe_emptiness(plan)
    hours = sum(item.effort_hours for item in plan.items)
    spent = sum(item.cost_minor for item in plan.items)
    there = sum(period.limit for period in plan.hours)
    until = plan.planned_until or plan.wish.by
    money = f"at most {format_minor(spent, plan.wish.currency)}" if spent else "no money"
    things = count_of(len(plan.items), "thing")
    return (
        f"{things} to do by {say_date(until)}, with about {hours:.0f} of your {there:.0f} hours "
        f"and {money}. {describe_proof(plan)}"
    )


NOTHING_FITS = {
    "nothing missing": (
        "Nothing is missing: every level is shown, every experience has its evidence."
    ),
    "catalogue": "The catalogue has nothing that adds to what is missing and could begin now.",
    "no single change": (
        "Nothing fits, and no single change of hours, money or date lets something in."
    ),
}


def describe_emptiness(plan: Plan) -> str:
    """Why a plan is empty, and what would let something in."""
    empty = plan.nothing_fits_because
    if empty is None:
        return "Nothing is missing that an opportunity could add."
    if empty.kind != "changes":
        return NOTHING_FITS[empty.kind]
    changes = [
        f"{say_change(change, plan.wish.currency)} ('{change.opportunity}')"
        for change in empty.changes
    ]
    return f"Nothing fits. Something would with {', or with '.join(changes)}."


def say_change(change: Change, currency: str) -> str:
    """A limit at another value: "4.5 hours a week", "GBP 900 a year", "time until 3 March 2027"."""
    if change.hours_per_week is not None:
        return f"{change.hours_per_week:g} hours a week"
    if change.budget_per_year_minor is not None:
        return f"{format_minor(change.budget_per_year_minor, currency)} a year"
    return f"time until {say_date(change.by)}" if change.by else ""


def describe_obstacle(obstacle: Obstacle) -> str:
    """Why an opportunity can't be planned."""
    from headway.core.plan.obstacles import say_obstacle

    return say_obstacle(obstacle)


def describe_note(note: Note) -> str:
    """What a person should know of how a plan was made."""
    if note.kind == "stopped early":
        return "The search stopped at its limit; the distance to the bound says what is open."
    if note.kind == "earliest date":
        return (
            "This plan is made to be there early. One made for as much as possible by the same day "
            "may add more elsewhere; that is the difference told above."
        )
    if note.kind == "set aside":
        return f"Nothing is planned towards what you said does not apply to you: {note.title}."
    starts, ends = (say_date(day) for day in (note.starts_on, note.ends_on) if day)
    if note.kind == "five years at most":
        return f"Headway plans 5 years ahead at most: this plan ends on {ends}, not on {starts}."
    return (
        f"{note.title} takes more hours at once than your week has: its {say_hours(note.hours)} are "
        f"counted from {starts} to {ends}, so that you do less around it."
    )


def describe_proof(plan: Plan) -> str:
    """How far any other plan within the same limits could at most be ahead."""
    # The gap is a share of the bound; what another plan could have more is a share of this one.
    ahead = plan.bound / plan.objective - 1 if plan.objective > 0 else 0.0
    percent = math.ceil(100 * ahead - 0.05)
    if percent < 1:
        return "No other plan within these limits is better by as much as 1 %."
    return f"No other plan within these limits is more than {percent} % better."


BINDING = {
    "hours": "Hours bind: with more hours a week the plan could reach further.",
    "money": "Money binds: with more money a year the plan could reach further.",
    "date": "The date binds: with more time the plan could reach further.",
    "catalogue": "The catalogue binds: nothing in it lifts the rest further, whatever the limits.",
}


DEARER = "Money: something dearer than your budget of a year would add to the plan."
NOTHING_BINDS = "No limit binds: more hours or money would change little."
# Shares: of the money below which it is not what runs out, of the plan above which a loss is told.
UNSPENT, NOTICEABLE_LOSS = 0.5, 0.01


def describe_limits(plan: Plan) -> tuple[str, ...]:
    """What keeps a plan from reaching further, a sentence each."""
    budget = sum(year.limit for year in plan.money)
    unspent = budget > 0 and sum(year.used for year in plan.money) <= UNSPENT * budget
    words = {**BINDING, "money": DEARER} if unspent else BINDING
    sentences = tuple(words[limit] for limit in plan.binding)
    return (sentences or (NOTHING_BINDS,)) + _cost_of_few_at_once(plan)


def _cost_of_few_at_once(plan: Plan) -> tuple[str, ...]:
    lost, wish = plan.lost_to_few_at_once, plan.wish
    if plan.objective <= 0 or lost < NOTICEABLE_LOSS * plan.objective:
        return ()
    kept = " and ".join(
        count_of(most, noun)
        for most, noun in ((wish.things_at_once, "thing"), (wish.focus_areas, "focus area"))
        if most is not None
    )
    percent = math.ceil(100 * lost / plan.objective)
    return (f"Keeping to {kept} at once costs the plan about {percent} %.",)


def describe_step(step: StepProgress) -> str:
    """One step of the adopted plan: what was planned and what became of it."""
    planned = f"planned {say_date(step.planned_start)} to {say_date(step.planned_end)}"
    told = f", told on {say_date(step.told_on)}" if step.told_on else ""
    late_until = step.late_until if step.state == "late" else None
    until = f" until {say_date(late_until)}" if late_until else ""
    return f"{step.title}: {STEP_STATES[step.state]}{until} ({planned}{told})"


def describe_movement(movement: Movement, ladder: Ladder) -> str:
    """How an estimate's range moved."""
    then, now = (describe_range(e, ladder) for e in (movement.then, movement.now))
    basis = describe_basis(movement.now.view_count, movement.now.evidence_count)
    return f"{movement.name}: {then} before, {now} now ({basis})"


def describe_line(line: PacketLine) -> str:
    """An expectation as a packet heads it."""
    gap = line.expectation
    return f"{gap.text}: {gap.expected_level_name}" if gap.kind == "level" else gap.text
