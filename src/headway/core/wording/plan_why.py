"""The words of why: what an item adds to a plan, why it stands there, and why another is not in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from headway.core.money import format_minor
from headway.core.wording import count_of, describe_obstacle, say_chance, say_change, say_date

if TYPE_CHECKING:
    from headway.core.ladder import Ladder
    from headway.core.plan.obstacles import Change
    from headway.core.plan.reasons import (
        Absence,
        Addition,
        Close,
        Exchange,
        Hold,
        HoldKind,
        ItemReason,
        Moment,
        Named,
        Presence,
        Takes,
    )
    from headway.core.plan.values import PlanWish

# Upper ends of what is told as each share of a level.
SHARES = (
    (0.02, "next to nothing"),
    (0.075, "a twentieth of a level"),
    (0.15, "a tenth of a level"),
    (0.225, "a fifth of a level"),
    (0.29, "a quarter of a level"),
    (0.42, "a third of a level"),
    (0.58, "half a level"),
    (0.71, "two thirds of a level"),
    (0.875, "three quarters of a level"),
    (1.25, "a whole level"),
)
OF_A_LEVEL = " of a level"
SMALLEST_SD = SHARES[0][0]
# Shares of a plan's worth below this are told as next to nothing.
SMALLEST_SHARE = 0.005
LACKING: dict[HoldKind, str] = {
    "hours": "your hours",
    "money": "your money",
    "at once": "how many things go on at once",
    "focus": "how many competencies you work on at once",
    "requires": "what it requires",
    "taught first": "what teaches it",
    "entry level": "the level it asks for at its start",
}
HELD_BACK = {
    "not asked for": "the role asks for no level in it.",
    "shown already": "you have shown it.",
    "ceiling": "it leads no further than that.",
    "other items": "the rest of the plan brings most of it already.",
}


def say_share_of_level(sd: float) -> str:
    """A gain as people say it: "a third of a level"."""
    return next((words for end, words in SHARES if sd < end), "more than a level")


def describe_why_in(reason: ItemReason, ladder: Ladder) -> tuple[str, ...]:
    """Why an item is in the plan, a sentence each; nothing for one that is not."""
    if reason.presence is None:
        return ()
    presence = reason.presence
    return (
        *(("You pinned it.",) if presence.is_pinned else ()),
        *(("You have begun it.",) if presence.is_begun else ()),
        *_say_experiences(reason, ladder),
        *(f"It goes together with '{pair.title}'." for pair in reason.pairs_with),
        *_say_loss_kept(presence),
        *_say_without(presence, reason.opportunity),
    )


def _say_experiences(reason: ItemReason, ladder: Ladder) -> Iterable[str]:
    gives = "Only it gives" if reason.presence else "It would give"
    for slug in reason.experiences:
        text = ladder.experience(slug).text.rstrip(".")
        yield f"{gives} an experience that the role asks for: {text}."


def _say_loss_kept(presence: Presence) -> Iterable[str]:
    lost = say_share_of_level(max(0.0, presence.loss_kept_sd))
    if presence.loss_kept_sd >= SMALLEST_SD:
        yield (
            "Without it, and with the rest as it is, the plan would lose as much as "
            f"{lost} in one competency counts."
        )
    else:
        yield "With the rest as it is, it would hardly be missed."
    if presence.goes_with:
        verb = "rests" if len(presence.goes_with) == 1 else "rest"
        yield f"{_list(presence.goes_with)} {verb} on it and would go with it."


def _say_without(presence: Presence, slug: str) -> Iterable[str]:
    without = presence.without
    if without.loss_share < -SMALLEST_SHARE:
        yield f"The best plan found without it brings {_percent(-without.loss_share)} more."
    elif without.loss_share < SMALLEST_SHARE:
        yield "With the rest chosen anew, a plan without it was found that is worth about as much."
    else:
        yield (
            f"With the rest chosen anew, the best plan found without it brings "
            f"{_percent(without.loss_share)} less{_say_certain(without)}."
        )
    if without.must_have_loss_sd >= SMALLEST_SD:
        yield "What you must have would gain less by it."
    if without.comes_in:
        others = [one for one in without.goes_out if one.opportunity != slug]
        also = f", and {_list(others)} would go too" if others else ""
        yield f"In that plan {_list(without.comes_in)} would come in{also}."
    if presence.substitute:
        yield f"The closest substitute is '{presence.substitute.title}'."


def _say_certain(exchange: Exchange) -> str:
    """What of a loss is proven."""
    if exchange.loss_sd <= 0:
        return ""
    share = exchange.loss_share * exchange.least_loss_sd / exchange.loss_sd
    return f"; at least {int(100 * share)} % less is certain" if share >= 0.01 else ""


def _percent(share: float) -> str:
    return f"about {max(1, round(100 * share))} %"


def _list(names: Sequence[Named]) -> str:
    return _join([f"'{name.title}'" for name in names])


def _join(parts: Sequence[str], word: str = "and") -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


# What it adds -----------------------------------------------------------------------------------


def describe_additions(reason: ItemReason) -> tuple[str, ...]:
    """What an item adds to each competency on top of the rest of the plan, a sentence each."""
    return tuple(_describe_addition(addition) for addition in reason.adds)


def _describe_addition(addition: Addition) -> str:
    held_back = HELD_BACK.get(addition.held_back_by, "")
    if addition.held_back_by in ("not asked for", "shown already"):
        return f"{addition.name}: {held_back}"
    if addition.adds_sd < SMALLEST_SD:
        is_there = addition.held_back_by == "ceiling"
        why = "it leads no further than where you stand." if is_there else held_back
        return f"{addition.name}: next to nothing{'; ' if why else ''}{why or '.'}"
    low, high = (say_share_of_level(each) for each in addition.adds_sd_range)
    within = f", plausibly {low.removesuffix(OF_A_LEVEL)} to {high}" if low != high else ""
    cut = f" That is less than is stated: {held_back}" if held_back else ""
    about = say_share_of_level(addition.adds_sd)
    return f"{addition.name}: about {about}{within}.{cut}{_say_chances(addition)}"


def _say_chances(addition: Addition) -> str:
    if addition.chance_with is None or addition.chance_without is None:
        return ""
    before, after = say_chance(addition.chance_without), say_chance(addition.chance_with)
    if before == after:
        return ""
    return (
        " Beside the rest of the plan it takes the chance of being where the role asks from "
        f"{before} to {after}."
    )


def describe_making(reason: ItemReason) -> tuple[str, ...]:
    """What the gains are made of, and where the numbers come from."""
    if not reason.adds:
        return ()
    one = reason.adds[0]
    parts = [f"{each.name} {_whole(each.weight)} %" for each in reason.adds if each.weight != 1]
    shares = f" (here: {', '.join(parts)}; else all of it)" if parts else ""
    return (
        (
            f"A gain is the stated effect, {_whole(one.effect_sd)} % of a level "
            f"({_range(one.effect_sd_range)}), times the part of it that is about the competency{shares}, "
            f"times the chance of completing it, {_whole(one.completion_chance)} in 100 "
            f"({_range(one.completion_range)}), times what reaches the job, {_whole(one.transfer)} % "
            f"({_range(one.transfer_range)})."
        ),
        f"Where these numbers come from: {one.source}",
    )


def _whole(share: float) -> int:
    return round(100 * share)


def _range(ends: tuple[float, float]) -> str:
    return f"plausibly {_whole(ends[0])} to {_whole(ends[1])}"


def describe_takes(takes: Takes) -> str:
    """Hours, money and days."""
    money = f"at most {format_minor(takes.cost_minor, takes.currency)}" if takes.cost_minor else ""
    if not takes.is_cost_known:
        money = "money that nobody has said yet"
    return (
        f"About {count_of(round(takes.effort_hours), 'hour')}, {money or 'no money'}, "
        f"{count_of(takes.shortest_days, 'day')} at the least."
    )


# Why then ---------------------------------------------------------------------------------------


def describe_moment(moment: Moment, wish: PlanWish) -> tuple[str, ...]:
    """Why an item begins when it does, a sentence each."""
    if moment.state == "begun":
        return (f"It has begun; what is left of it takes until {say_date(moment.ends_on)}.",)
    if moment.state == "first day":
        return ("It begins as soon as the plan does.",)
    if moment.state == "held":
        return tuple(_say_hold(hold, wish) for hold in moment.holds)
    return (_say_no_single_hold(moment),)


def _say_no_single_hold(moment: Moment) -> str:
    if moment.state == "free" and moment.could_start_on:
        day = say_date(moment.could_start_on)
        return f"Nothing holds it: from {day} on the plan would be worth the same."
    if moment.state == "held by several":
        kinds = _join([LACKING[hold.kind] for hold in moment.holds])
        day = say_date(moment.holds[0].starts_on)
        return (
            f"Only together do these hold it back: {kinds}. Without them it could begin on {day}."
        )
    if moment.is_dated:
        return "Its dates are fixed, and none of them is sooner."
    return "It can't begin sooner in the time it takes."


def _say_hold(hold: Hold, wish: PlanWish) -> str:
    among = f", '{hold.because_title}' among them" if hold.because else ""
    by = f" by '{hold.because_title}'" if hold.because else ""
    reason = {
        "requires": f"It waits for '{hold.because_title}', which it requires.",
        "taught first": f"It waits for '{hold.because_title}', which teaches what it applies.",
        "entry level": (
            f"It asks for a level in {hold.because_title} that earlier steps have to bring first."
        ),
        "hours": f"Your hours are taken until then{by}.",
        "money": f"Your money is spent until then{by}.",
        "at once": f"{count_of(wish.things_at_once or 0, 'thing')} go on until then{among}.",
        "focus": (
            f"You work on {count_of(wish.focus_areas or 0, 'other competency', 'other competencies')} "
            f"until then{by}."
        ),
    }[hold.kind]
    given = {"hours": "With more hours", "money": "With more money"}.get(hold.kind, "Without that")
    return f"{reason} {given} it could begin on {say_date(hold.starts_on)}."


# Why not ----------------------------------------------------------------------------------------


ABSENT = {
    "done": "You have done it.",
    "dropped": "You dropped it; plan without dropping it to have it considered.",
    "nothing missing": (
        "Nothing that is missing can be had from it: it leads no further than where you stand, or to "
        "what the role does not ask for."
    ),
    "covered": "What it builds, the rest of the plan brings already.",
    "too little": (
        "There is room for it, but it brings too little for the hours and the money it takes."
    ),
    "beside locked": "It does not fit beside what you have pinned or begun.",
    "as good": (
        "A plan with it was found that is worth no less. It is a matter of taste: pin it to have it."
    ),
}


def describe_why_not(reason: ItemReason, ladder: Ladder, wish: PlanWish) -> tuple[str, ...]:
    """Why an item is not in the plan, a sentence each; nothing for one that is."""
    absence = reason.absence
    if absence is None:
        return ()
    return (
        _say_absence(absence),
        *_say_forced(absence, reason.opportunity),
        *((f"'{absence.alike.title}' in the plan is much the same.",) if absence.alike else ()),
        *_say_lacking(absence, wish),
        *_say_experiences(reason, ladder),
    )


def _say_absence(absence: Absence) -> str:
    if absence.obstacle is not None:
        return describe_obstacle(absence.obstacle)
    if absence.kind == "stage":
        return f"It is offered for other stages than yours: {', '.join(absence.stages)}."
    if absence.kind != "outbid" or absence.forced is None:
        return ABSENT[absence.kind]
    forced = absence.forced
    brings = "next to nothing"
    if forced.loss_share >= SMALLEST_SHARE:
        brings = f"{_percent(forced.loss_share)}"
    pushed = f" and push out {_list(forced.goes_out)}" if forced.goes_out else ""
    return f"Pinning it would bring {brings} less overall{_say_certain(forced)}{pushed}."


def _say_forced(absence: Absence, slug: str) -> Iterable[str]:
    forced = absence.forced
    if forced is None:
        return
    if absence.kind == "as good" and forced.goes_out:
        yield f"It would push out {_list(forced.goes_out)}."
    if forced.must_have_loss_sd >= SMALLEST_SD:
        yield "What you must have would gain less by it."
    others = [one for one in forced.comes_in if one.opportunity != slug]
    if others:
        yield f"{_list(others)} would come in beside it."


def _say_lacking(absence: Absence, wish: PlanWish) -> Iterable[str]:
    if absence.lacking:
        lacking = _join([LACKING[kind] for kind in absence.lacking], "or")
        yield f"Beside the plan as it is there is no room for it: what is short is {lacking}."
    if absence.changes:
        yield _say_changes(absence.changes, wish)


def _say_changes(changes: Sequence[Change], wish: PlanWish) -> str:
    needs = _join([f"with {say_change(change, wish.currency)}" for change in changes], "or")
    give = [f"{wish.hours_per_week:g} hours a week"] * any(c.hours_per_week for c in changes)
    budget = f"{format_minor(wish.budget_per_year_minor, wish.currency)} a year"
    give += [budget] * any(c.budget_per_year_minor for c in changes)
    you = f"; you give {_join(give)}" if give else ""
    return f"It would fit {needs}{you}."


def describe_close(close: Close) -> str:
    """One of the items that came closest."""
    builds = f"builds {close.builds}" if close.builds else "gives an experience the role asks for"
    return f"{close.title}, which {builds}"
