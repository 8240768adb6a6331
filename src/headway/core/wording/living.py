"""The words for a plan that lives: what changed in it and why, and what a week's look asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.core.wording import (
    count_of,
    describe_obstacle,
    say_chance,
    say_change,
    say_date,
    say_hours,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from headway.core.evidence import Completion
    from headway.core.plan.effects import KindEffect
    from headway.core.plan.values import Outlook, Plan, PlanChange, Promise, Shift, Told
    from headway.core.progress import LevelProgress, QuarterProgress

# From this chance on a level counts as shown, as people read it: in whole hundredths.
SHOWN = 0.795
# Of a piece of evidence so much is told as tells it from others.
MOST_LETTERS = 60
OUT = {
    "done": "it is done",
    "cancelled": "it was cancelled",
    "dropped": "you dropped it",
    "not offered": "the catalogue no longer offers it for your way",
    "shown": "you have shown what it builds",
    "little": "beside the rest it adds too little now",
    "hours": "the hours are taken by the other steps",
    "money": "the money is taken by the other steps",
    "at once": "too much else goes on at the same time",
    "time": "it no longer fits before the last day",
}
ENDED = ("done", "cancelled", "dropped")
HOW_IT_ENDS = ("late", "begun", "not done", "less to do")
MOVED = {
    "not begun": "its time came without a word that you had begun",
    "hours": "other steps take the hours where it stood",
    "money": "other steps take the money where it stood",
    "at once": "too much else goes on where it stood",
    "time": "its dates are no longer offered",
    "together": "beside the rest of the changed plan it has no room where it stood",
    "order": "nothing else stands there; where it stood it would have fitted as well",
}
NEW = {"asked": "you pinned it", "begun": "you have begun it", "room": "there is room for it"}
BECAME = {
    "": "leaves room",
    "done": "is done",
    "cancelled": "was cancelled",
    "dropped": "was dropped",
    "out": "is out",
    "late": "is late",
    "longer": "goes on longer",
    "new": "is new",
    "moved": "stands elsewhere",
}
LIMIT = {
    "hours": "you give {1} now, not {0}",
    "money": "you give {1} now, not {0}",
    "date": "you plan until {1} now, not until {0}",
    "other hours": "you said other hours for some days",
    "at once": "you said how many things may go on at once",
    "focus": "you said how many focus areas there may be at once",
    "must-have": "you said what comes first",
}
SHIFTED = {
    "role": "because another role is held now",
    "calibration": "because marks are read by another calibration",
    "age": "by itself, because what is known of it has grown older",
}


def describe_change(change: PlanChange, currency: str = "GBP") -> str:
    """One change of a plan with its reason, and what moved the estimate that it rests on.

    Money is told in `currency`, that of the wish.
    """
    shift = f" {describe_shift(change.shift)}" if change.shift else ""
    return f"{_say_change(change, currency)}{shift}"


def _say_change(change: PlanChange, currency: str) -> str:
    title = change.title.rstrip(".")
    if change.kind == "out":
        return f"{title} is out{_was(change)}: {_why_out(change, currency)}."
    if change.kind == "in":
        return f"{title} is new, from {_until(change.after)}: {_why_new(change, currency)}."
    if change.cause in HOW_IT_ENDS and not change.because:
        return f"{title} {_how_it_ends(change)}."
    return f"{title} {_how_it_moves(change)}: {_why_moved(change, currency)}."


def _how_it_moves(change: PlanChange) -> str:
    """To other days, or, where it begins as it did, to another end."""
    if change.kind in ("longer", "shorter"):
        return f"ends {'later' if change.kind == 'longer' else 'sooner'}, {_ends(change)}"
    way = "moves to" if change.kind == "later" else "moves up to"
    return f"{way} {_until(change.after)}{_was(change)}"


def _until(days: tuple[date, date] | None) -> str:
    return f"{say_date(days[0])}, until {say_date(days[1])}" if days else ""


def _was(change: PlanChange) -> str:
    """Where it stood, unless it is over and everybody knows."""
    if change.before is None or change.cause in ENDED:
        return ""
    return f" (before: {say_date(change.before[0])} to {say_date(change.before[1])})"


def _ends(change: PlanChange) -> str:
    """Its last day, and the one it had before."""
    ends = f"on {say_date(change.after[1])}" if change.after else ""
    return f"{ends} (before: {say_date(change.before[1])})" if change.before else ends


def _why_out(change: PlanChange, currency: str) -> str:
    if change.cause == "replaced":
        verb = "bring" if change.and_titles else "brings"
        return f"{_others(change)} {verb} more in its time"
    if change.cause == "beside":
        return f"{_others(change)} {'take' if change.and_titles else 'takes'} its time"
    if change.cause == "limit":
        return _say_limit(change, currency)
    if change.cause == "entry":
        return f"it asks for a level in {change.because_title} that is not there yet"
    if change.cause == "set aside":
        return f"you said that '{change.because_title}' does not apply to you"
    if change.obstacle is not None:
        sentence = describe_obstacle(change.obstacle).rstrip(".")
        return sentence[0].lower() + sentence[1:]
    return OUT[change.cause]


def _how_it_ends(change: PlanChange) -> str:
    if change.cause == "late":
        return f"goes on until {_ends(change).removeprefix('on ')}: you said it is late"
    if change.cause == "less to do":
        return f"ends sooner, {_ends(change)}: less of it is left"
    if change.cause == "not done":
        return (
            f"goes on until {_ends(change).removeprefix('on ')}: you have not said that it is done"
        )
    return f"ends {_ends(change)}: what is left of it takes until then"


def _why_moved(change: PlanChange, currency: str) -> str:
    several = bool(change.and_titles)
    if change.cause == "late":
        together = " and, with it, other steps take its place" if several else ""
        return f"'{change.because_title}' is late{together}"
    if change.cause == "after":
        return f"'{change.because_title}', which comes before it, ends later"
    if change.cause == "beside" and change.because_is == "longer":
        return f"{_others(change)} {'go' if several else 'goes'} on longer"
    if change.cause == "beside":
        return f"{_others(change)} {'take' if several else 'takes'} its place"
    if change.cause == "room":
        return f"there is room since {_what_became(change)}"
    if change.cause == "limit":
        return _say_limit(change, currency)
    if change.cause == "entry":
        return f"it asks for a level in {change.because_title} that other steps have to bring first"
    return MOVED[change.cause]


def _why_new(change: PlanChange, currency: str) -> str:
    if change.cause == "needed":
        return f"{change.because_title} needs more now"
    if change.cause == "limit":
        return _say_limit(change, currency)
    if change.cause == "room" and change.because:
        return f"there is room for it since {_what_became(change)}"
    return NEW[change.cause]


def _what_became(change: PlanChange) -> str:
    if change.and_titles:
        return f"{_others(change)} stand there no more"
    return f"{_others(change)} {BECAME[change.because_is]}"


def _others(change: PlanChange) -> str:
    """The titles of what a cause speaks of: "'A'", "'A' and 'B'", "'A', 'B' and 'C'"."""
    titles = [f"'{title}'" for title in (change.because_title, *change.and_titles)]
    return " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))


def _say_limit(change: PlanChange, currency: str) -> str:
    figures = [
        say_date(limit.by) if limit.by else say_change(limit, currency)
        for limit in change.limits or ()
    ]
    return LIMIT[change.limit or "other hours"].format(*figures)


def describe_shift(shift: Shift) -> str:
    """How an estimate moved since the plan was adopted, and by what."""
    then, now = say_chance(shift.chance_before), say_chance(shift.chance_now)
    way = "rose" if shift.chance_now > shift.chance_before else "fell"
    moved = f"{shift.name}: the chance of being there {way} from {then} to {now}"
    if shift.cause != "told":
        return f"{moved} {SHIFTED[shift.cause]}."
    return f"{moved} with {' and '.join(map(_say_told, shift.told))}."


def _say_told(told: Told) -> str:
    """What was told, named so that people find it again."""
    on = say_date(told.on)
    if told.kind == "own view":
        return f"your own view of {on}"
    if told.kind == "round":
        return f"the round of ratings '{told.by}', which counts from {on}"
    if told.kind == "view":
        return f"the view by {told.by} of {on}"
    return f"your evidence of {on}, '{_short(told.by)}'"


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 4].rstrip()} ..."


def describe_living(plan: Plan) -> tuple[str, ...]:
    """What a plan in force says of itself before its items; nothing for a fresh one."""
    if plan.adopted_on is None:
        return ()
    since = f"This goes on with the plan you adopted on {say_date(plan.adopted_on)}"
    if not plan.changes:
        return (f"{since}; nothing in it has changed.",)
    currency = plan.wish.currency
    changes = (describe_change(change, currency) for change in plan.changes)
    return (f"{since}. What changed:", *changes)


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
    hours = f", {say_hours(told.hours)}" if told.hours is not None else ""
    return f"{told.outcome}{until}, told for {say_date(on)}{hours}"


def is_told_to_move(outlook: Outlook) -> bool:
    """Whether a plan moves a chance by as much as can be read: one in a hundred."""
    return round(100 * outlook.chance_after) > round(100 * outlook.chance_now)


def describe_bars(plan: Plan) -> str:
    """How many levels have the chance that shown asks for, now and after; which is nearest, if no more do."""
    now = sum(outlook.chance_now >= SHOWN for outlook in plan.outlook)
    after = sum(outlook.chance_after >= SHOWN for outlook in plan.outlook)
    number = count_of(len(plan.outlook), "level")
    have = f"{now or 'none'} of {number} {'have' if now > 1 else 'has'} it today"
    said = f"Shown asks for a chance of 80 in 100: {have}"
    if after > now:
        return f"{said}, {after} after the plan."
    rising = [o for o in plan.outlook if is_told_to_move(o) and o.chance_after < SHOWN]
    if not rising:
        return f"{said}, and no more after the plan."
    nearest = max(rising, key=lambda o: (o.chance_after, o.competency))
    return (
        f"{said}, and no more after the plan: the nearest that it moves is {nearest.name}, with "
        f"{say_chance(nearest.chance_after)}."
    )


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
    hours = f"{say_hours(quarter.hours_told)} told of {quarter.hours_planned:.0f} planned"
    steps = f"{count_of(quarter.steps_due, 'step')} due, {quarter.steps_done or 'none'} done"
    return f"{say_date(quarter.starts_on)} to {say_date(quarter.ends_on)}: {hours}, {steps}"


def describe_quarters(
    quarters: Iterable[QuarterProgress],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each quarter with those of its levels of which something else is told than in the quarter before.

    In the first one with those where what the plan expected and what was found differ.
    """
    told: dict[str, tuple[int, int]] = {}
    described = []
    for quarter in quarters:
        new = [level for level in quarter.levels if _is_news(level, told)]
        told |= {level.competency: _in_hundred(level) for level in quarter.levels}
        described.append((describe_quarter(quarter), tuple(map(describe_level, new))))
    return tuple(described)


def _is_news(level: LevelProgress, told: Mapping[str, tuple[int, int]]) -> bool:
    expected, found = _in_hundred(level)
    before = told.get(level.competency)
    return expected != found if before is None else (expected, found) != before


def _in_hundred(level: LevelProgress) -> tuple[int, int]:
    return round(100 * level.chance_expected), round(100 * level.chance_found)


def describe_level(level: LevelProgress) -> str:
    """What the plan expected of a level by then, and what was found."""
    expected, found = _in_hundred(level)
    return (
        f"{level.name}: the plan expected {expected} in 100 by then, the views so far say {found}"
    )
