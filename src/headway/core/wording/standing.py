"""The sentences about one estimate: what pulls it, what is left out, how it moved, what would sharpen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.core.wording import count_of, describe_basis, describe_range, say_date

if TYPE_CHECKING:
    from headway.core.ladder import Ladder
    from headway.core.standing import Estimate
    from headway.core.standing.pulls import AgeEffect, EvidencePull, Pull
    from headway.core.standing.sharpen import Sharpener
    from headway.core.standing.trace import HistoryPoint
    from headway.core.standing.why import LeftOut, Why

# In levels of mean width, upwards: below the first nothing is told, then ever stronger words.
MOVES = ((0.03, ""), (0.12, "a little"), (0.35, "clearly"), (float("inf"), "strongly"))
# In logits: how much wider a range must be without a source, or fresh, to be told.
TOLD_WIDTH = 0.02
# The share of doubt that a further view must be expected to take for it to be worth telling.
TOLD_FALL = 0.02

WHOSE = {
    "self": "Your own view",
    "manager": "Your manager",
    "peer": "Peers",
    "report": "People who report to you",
    "stakeholder": "Stakeholders",
    "others": "Everybody else who rated you, taken together",
    "claimed": "Evidence that nobody else confirmed",
    "corroborated": "Evidence that somebody confirmed",
    "verified": "Evidence that was checked",
    "role": "The role you hold, as the starting point",
}
KIN = {
    "manager": "your manager",
    "peer": "a peer",
    "report": "a report of yours",
    "stakeholder": "a stakeholder",
}
FURTHER = {
    "self": "Answering more about yourself",
    "manager": "A view by your manager",
    "peer": "A view by a further peer",
    "report": "A view by somebody who reports to you",
    "stakeholder": "A view by a stakeholder",
    "corroborated": "A piece of evidence at {level} that somebody confirms",
    "verified": "A piece of evidence at {level} that somebody checks",
}


ROUNDS = (
    "What was given to a round counts once it is closed (headway ratings --close ROUND); what peers, "
    "reports and stakeholders say of a competency counts once three of them have said it, and "
    "what is added to it waits until five such forms have come together."
)
NOTHING_PULLS = "Nothing is known of it yet."
HOW_PULLS_ARE_FOUND = (
    "Each source is left out in turn and the rest estimated anew; the pulls need not add up."
)


def tell_beside(why: Why, ladder: Ladder) -> list[str]:
    """What stands beside an estimate: the person's own mark, and what time does to the range."""
    own = describe_own_beside(why.estimate, ladder, others_have_rated=why.others_have_rated)
    return [line for line in (own, describe_age(why.age, why.estimate)) if line]


def describe_pull(pull: Pull, why: Why, ladder: Ladder) -> str:
    """One source: what it says, and what it does to the estimate, as seen by leaving it out."""
    return f"{_whose(pull)}{_marked(pull, ladder)}: {_effect(pull, why.estimate)}."


def tell_untold(why: Why) -> str:
    """How many more views there are than the account tells one by one; empty for none."""
    if not why.untold_views:
        return ""
    are = "moves" if why.untold_views == 1 else "move"
    return f"{count_of(why.untold_views, 'further view')} {are} it less than these."


def _whose(pull: Pull) -> str:
    if pull.name:
        return f"{pull.name} ({KIN[pull.source]})"
    if pull.source in KIN and pull.count == 1:
        kin = KIN[pull.source]
        return f"{kin[0].upper()}{kin[1:]}"
    whose = WHOSE[pull.source]
    return f"{whose} ({pull.count} people)" if pull.source in (*KIN, "others") else whose


def _marked(pull: Pull, ladder: Ladder) -> str:
    names = list(dict.fromkeys(ladder.level(level).name for level in pull.levels))
    answered = f"answered about {count_of(pull.answer_count, 'act')}" if pull.answer_count else ""
    marked = f"marked {', then '.join(names)}" if names else ""
    if marked or answered:
        return f" {' and '.join(filter(None, (marked, answered)))}"
    if pull.source in ("claimed", "corroborated", "verified"):
        here = count_of(pull.count, "piece of evidence", "pieces of evidence")
        return f" ({here} on this)" if pull.count else " (on other competencies)"
    is_told = pull.name or (pull.source == "manager" and pull.count == 1)
    return " said nothing of this one" if is_told else ""


def _effect(pull: Pull, estimate: Estimate) -> str:
    moves = say_move(pull.moves_levels) or "hardly moves it"
    narrows = pull.source != "role" and pull.sd_without - estimate.sd > TOLD_WIDTH
    return f"{moves} and makes the range narrower" if narrows else moves


def say_move(levels: float) -> str:
    """A move in words: "raises it a little", "lowers it strongly"; empty where there is next to none."""
    strength = next(word for limit, word in MOVES if abs(levels) < limit)
    if not strength:
        return ""
    return f"{'raises' if levels > 0 else 'lowers'} it {strength}"


def describe_evidence_pull(pull: EvidencePull, ladder: Ladder) -> str:
    """One piece of evidence, its level, how it is supported, and what it moves by itself."""
    told = (
        f"“{pull.text}” ({ladder.level(pull.level).name}, {pull.support}, {say_date(pull.seen_on)})"
    )
    return f"{told}: {say_move(pull.moves_levels) or 'by itself it hardly moves it'}."


def describe_age(age: AgeEffect | None, estimate: Estimate) -> str:
    """What time does to the range; empty where it does next to nothing."""
    if age is None:
        return ""
    wider = estimate.sd - age.sd_if_fresh
    oldest = f"The oldest of it dates from {say_date(age.oldest_on)}"
    if wider < TOLD_WIDTH:
        return ""
    much = "a little " if wider < 5 * TOLD_WIDTH else "much "
    return f"{oldest}; with time the range has grown {much}wider."


def describe_left_out(left_out: LeftOut) -> str:
    """Something known that does not count, and why."""
    number = left_out.count
    pieces = count_of(number, "piece of evidence", "pieces of evidence")
    return {
        "own view": "Your own rating stands beside, because somebody else has rated you.",
        "own word": f"{pieces}: your own word stands beside, because somebody else has rated you.",
        "drafts": f"{pieces} in draft: confirm it and say a level, and it counts.",
        "no level said": f"{pieces} without a level: say which level it shows, and it counts.",
        "no room": f"{pieces} beyond what evidence together may weigh: one rating's worth.",
        "round not closed": f"{', '.join(left_out.names)}: the round is not closed, or it waits "
        "until three speak of this competency (five where others count already).",
        "fewer than three": "Fewer than three people besides your manager have rated you; to keep "
        "what each of them said to themselves it counts once there are three.",
    }[left_out.kind]


def describe_own_beside(estimate: Estimate, ladder: Ladder, *, others_have_rated: bool) -> str:
    """The person's own mark beside the estimate; empty where they have not marked it."""
    if estimate.own_level is None:
        return ""
    own = f"You see {ladder.level(estimate.own_level).name}"
    if not others_have_rated:
        return f"{own}; nobody else has rated you yet, so this counts."
    if not estimate.view_count:
        return f"{own}; of those who rated you nobody spoke of this competency."
    level = ladder.level(estimate.most_likely_level).name
    if estimate.own_level == estimate.most_likely_level:
        return f"{own}, and so do the others, most likely."
    return f"{own}; from what others say it is most likely {level}."


def describe_sharpeners(why: Why, ladder: Ladder) -> str:
    """What single further view would sharpen the estimate most, and how much to hope for."""
    useful = [s for s in why.sharpeners if _fall(s) >= TOLD_FALL]
    if not useful:
        return "No single further view would sharpen it much."
    best = useful[0]
    level = ladder.level(best.level).name if best.level is not None else ""
    said = f"{FURTHER[best.view].format(level=level)} would sharpen it most{_hope(best, why)}."
    if not why.reveals_raters and best.view in ("peer", "report", "stakeholder"):
        said += " It counts once three have given theirs in a round, or five where others count already."
    return said


def _fall(sharpener: Sharpener) -> float:
    return 1 - sharpener.doubt_after / sharpener.doubt_now if sharpener.doubt_now > 0 else 0.0


def _hope(best: Sharpener, why: Why) -> str:
    if why.estimate.state != "too little to tell":
        return ""
    tenths = round(10 * best.chance_of_a_call)
    if tenths < 1:
        return ", though it would hardly be enough by itself for “shown” or “not yet”"
    return f"; the chance that it is then shown or not yet is about {tenths} in 10"


def describe_point(point: HistoryPoint, ladder: Ladder) -> str:
    """The estimate as of one day."""
    estimate = point.estimate
    if not estimate.view_count and not estimate.evidence_count:
        return f"{say_date(point.on)}: nothing known of it yet"
    basis = describe_basis(estimate.view_count, estimate.evidence_count)
    return f"{say_date(point.on)}: {describe_range(estimate, ladder)} ({basis})"
