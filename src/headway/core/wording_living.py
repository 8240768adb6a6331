"""The words for a plan that lives: what changed in it and why, and what a week's look asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.core.wording import count_of, describe_obstacle, say_date

if TYPE_CHECKING:
    from datetime import date

    from headway.core.evidence import Completion
    from headway.core.plan.effects import KindEffect
    from headway.core.plan.values import Plan, PlanChange, Promise
    from headway.core.progress import LevelProgress, QuarterProgress

OUT = {
    "done": "it is done",
    "cancelled": "it was cancelled",
    "dropped": "you dropped it",
    "not offered": "the catalogue no longer offers it for your way",
    "shown": "you have shown what it builds",
    "little": "beside the rest it adds too little now",
    "hours": "your hours no longer suffice for it",
    "money": "your money no longer suffices for it",
    "at once": "too much else goes on at the same time",
    "time": "it no longer fits before the last day",
}
MOVED = {
    "not begun": "its time came without a word that you had begun",
    "hours": "your hours no longer suffice where it stood",
    "money": "your money no longer suffices where it stood",
    "at once": "too much else goes on where it stood",
    "time": "its dates are no longer offered",
    "order": "the rest fits better so",
}
NEW = {"asked": "you pinned it", "begun": "you have begun it", "room": "there is room for it"}


def describe_change(change: PlanChange) -> str:
    """One change of a plan with its reason, as a sentence."""
    title = change.title.rstrip(".")
    if change.kind == "out":
        return f"{title} is out: {_why_out(change)}."
    if change.kind == "in":
        return f"{title} is new, from {_starts(change)}: {_why_new(change)}."
    if change.cause in ("late", "begun", "less to do") and not change.because:
        return f"{title} {_how_it_ends(change)}."
    return f"{title} {_how_it_moves(change)} because {_why_moved(change)}."


def _how_it_moves(change: PlanChange) -> str:
    """To another day, or, where it begins as it did, to another end."""
    if change.kind in ("longer", "shorter"):
        ends = say_date(change.after[1]) if change.after else ""
        return f"ends {'later' if change.kind == 'longer' else 'sooner'}, on {ends},"
    return f"{'moves to' if change.kind == 'later' else 'moves up to'} {_starts(change)}"


def _starts(change: PlanChange) -> str:
    return say_date(change.after[0]) if change.after else ""


def _why_out(change: PlanChange) -> str:
    if change.cause == "replaced":
        return f"'{change.because_title}' brings more in its time"
    if change.obstacle is not None:
        sentence = describe_obstacle(change.obstacle).rstrip(".")
        return sentence[0].lower() + sentence[1:]
    return OUT[change.cause]


def _how_it_ends(change: PlanChange) -> str:
    ends = say_date(change.after[1]) if change.after else ""
    if change.cause == "late":
        return f"goes on until {ends}: you said it is late"
    if change.cause == "less to do":
        return f"ends sooner, on {ends}: less of it is left"
    return f"ends on {ends}: what is left of it takes until then"


def _why_moved(change: PlanChange) -> str:
    other = change.because_title
    if change.cause == "late":
        return f"'{other}' is late"
    if change.cause == "after":
        return f"'{other}', which comes before it, ends later"
    if change.cause == "beside":
        return f"'{other}' takes its place"
    if change.cause == "room":
        return f"there is room since '{other}' is out"
    return MOVED[change.cause]


def _why_new(change: PlanChange) -> str:
    if change.cause == "needed":
        return f"{change.because_title} needs more now"
    if change.cause == "room" and change.because:
        return f"there is room for it since '{change.because_title}' is out"
    return NEW[change.cause]


def describe_living(plan: Plan) -> tuple[str, ...]:
    """What a plan in force says of itself before its items; nothing for a fresh one."""
    if plan.adopted_on is None:
        return ()
    since = f"This goes on with the plan you adopted on {say_date(plan.adopted_on)}"
    if not plan.changes:
        return (f"{since}; nothing in it has changed.",)
    return (f"{since}. What changed:", *map(describe_change, plan.changes))


def describe_presumed(plan: Plan) -> tuple[str, ...]:
    """The steps of which nothing was told, a sentence each."""
    titles = {item.opportunity: item.title for item in plan.items}
    return tuple(
        f"'{titles.get(slug, slug)}' is taken to go on as planned, since you said nothing else."
        for slug in plan.presumed
    )


def describe_told(told: Completion, on: date) -> str:
    """What was told of a step, after its name."""
    until = f" until {say_date(told.late_until)}" if told.late_until else ""
    hours = f", {told.hours:g} h" if told.hours is not None else ""
    return f"{told.outcome}{until}, told for {say_date(on)}{hours}"


def describe_promise(promise: Promise) -> str:
    """What a plan may bring towards the levels asked for, with its range."""
    about, low, high = (round(100 * sd) for sd in (promise.gain_sd, *promise.gain_sd_range))
    if about < 1:
        return "It brings next to nothing towards the levels asked for."
    return (
        f"Over all levels asked for it may bring you about {about} % of a level nearer on average; in "
        f"90 of 100 cases between {low} and {high} %."
    )


def describe_effect(effect: KindEffect) -> str:
    """What is stated of a kind of opportunity and what was found here."""
    low, high = effect.stated_range
    stated = f"{effect.name}: stated {effect.stated_sd:.2g} of a level ({low:g} to {high:g})"
    seen = count_of(effect.completion_count, "completion")
    if effect.found_sd is None or effect.found_range is None:
        return f"{stated}; {seen} with views before and after, too few to tell."
    low, high = effect.found_range
    return (
        f"{stated}; found here {effect.found_sd:.2g} ({low:.2g} to {high:.2g}) from {seen}. Whatever else "
        "happened in between is in it."
    )


def describe_quarter(quarter: QuarterProgress) -> str:
    """Plan and facts of one quarter in a sentence."""
    hours = f"{quarter.hours_told:g} hours told of {quarter.hours_planned:.0f} planned"
    steps = f"{count_of(quarter.steps_due, 'step')} due, {quarter.steps_done or 'none'} done"
    return f"{say_date(quarter.starts_on)} to {say_date(quarter.ends_on)}: {hours}, {steps}"


def describe_level(level: LevelProgress) -> str:
    """What the plan expected of a level by then, and what was found."""
    expected, found = (round(100 * c) for c in (level.chance_expected, level.chance_found))
    return (
        f"{level.name}: the plan expected {expected} in 100 by then, the views so far say {found}"
    )
