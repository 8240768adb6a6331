"""The words for a plan that lives: what changed in it and why, and what a week's look asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.core.wording import describe_obstacle, say_date

if TYPE_CHECKING:
    from headway.core.plan.values import Plan, PlanChange

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
    moves = "moves to" if change.kind == "later" else "moves up to"
    return f"{title} {moves} {_starts(change)} because {_why_moved(change)}."


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
