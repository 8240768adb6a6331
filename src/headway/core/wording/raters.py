"""The sentences about raters and how they can be compared, for whoever organises ratings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from headway.core.wording import count_of, say_date
from headway.core.wording.severity import describe_severity

if TYPE_CHECKING:
    # Only to name them: who words one result need not load the engines of all.
    from headway.core.organisation.raters import (
        RaterBridge,
        RaterGroup,
        RaterReview,
        RaterView,
        SuggestedForm,
    )

NO_NAMES: Mapping[str, str] = MappingProxyType({})
NOTHING_IS_CORRECTED = (
    "These are questions to ask, not findings: no mark is changed or left out because of them."
)
HELP_TO_COMPARE = (
    "What helps most: a few forms across, as below, or two to four vignettes marked by each rater."
)


def describe_review(review: RaterReview) -> str:
    """What a review rests on, and whether single raters are spoken of."""
    people = count_of(review.people_count, "person", "people")
    basis = f"As known on {say_date(review.as_of)}: {count_of(review.form_count, 'form')} about {people}."
    if not review.is_withheld:
        return basis
    return (
        f"{basis} Nothing is said of single raters until five people are rated: it would give away what "
        "they wrote."
    )


def describe_rater(view: RaterView, name: str) -> tuple[str, ...]:
    """A rater's strictness with its range, what it rests on, and each flag with its reason."""
    basis = f"From {count_of(view.mark_count, 'mark')} on {count_of(view.form_count, 'form')}."
    than = "most in their group" if view.is_within_group else "most"
    severity = describe_severity(name, view.severity_mean, view.severity_sd, than=than)
    if not view.flags:
        return (f"{severity} {basis} {_describe_fit(view)}",)
    return (f"{severity} {basis}", *(_describe_flag(flag, view) for flag in view.flags))


def _describe_flag(flag: str, view: RaterView) -> str:
    if flag == "straight line":
        forms = f"{view.straight_form_count} of {count_of(view.long_form_count, 'long form')}"
        return f"One and the same mark for everything on {forms}. Ask what it stands for."
    low, high = view.infit_range or (0.0, 0.0)
    return (
        f"Their marks vary {view.infit or 0.0:.1f} times as much as those of consistent raters "
        f"(between {low:.1f} and {high:.1f} times), whoever is marked. Ask how they came about."
    )


def _describe_fit(view: RaterView) -> str:
    """Of a rater without a flag: that nothing stands out, or that there are too few marks to tell."""
    if view.infit is None:
        return "Too few marks to tell whether they hang together."
    return "Nothing in these marks stands out."


def describe_group(group: RaterGroup, group_count: int) -> str:
    """Who can be compared with whom, and from where strictness is counted."""
    raters = count_of(len(group.raters) + group.nameless_count, "rater")
    people = count_of(len(group.people), "person", "people")
    within = ", comparable only within this group" if group_count > 1 else ""
    said = f"Group {group.number}: {raters} and {people}{within}."
    if group.has_vignettes:
        return f"{said} Vignettes tell how strict they are as a whole."
    return (
        f"{said} How strict all of them are together can't be told without vignettes: the people are taken, "
        "for the most part, for as strong as they were marked, and of the raters' strictness only "
        "differences between them count."
    )


def describe_bridge(bridge: RaterBridge, names: Mapping[str, str] = NO_NAMES) -> str:
    """What alone links some raters with the rest; `names` says how raters are called, if known."""
    held = count_of(len(bridge.raters), "named rater")
    called = sorted(names.get(rater, rater) for rater in bridge.raters)
    who = f" ({', '.join(called)})" if called else ""
    if bridge.forms:
        by = "one form" if len(bridge.forms) == 1 else "two forms"
    else:
        by = names.get(bridge.rater, bridge.rater) or "one rater without a name"
    return (
        f"{held[0].upper()}{held[1:]}{who} can be compared with the rest of group {bridge.group} only "
        f"through {by}: one odd form would move them all."
    )


def describe_suggestion(suggestion: SuggestedForm, rater: str, person: str) -> str:
    """A further form to ask for, and what for."""
    why = "joins two groups" if suggestion.joins else "makes a weak link stronger"
    return f"Ask {rater} for a form on {person}: it {why}."
