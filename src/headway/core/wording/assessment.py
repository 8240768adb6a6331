"""The sentences about a self-assessment: how far the answers reach, and whose view they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.core.wording import count_of

if TYPE_CHECKING:
    from headway.core.assessment import Assessment

OWN_VIEW = "Your own view; others may see it differently."
BESIDE = "Others have rated you, so it stands beside the estimate and does not count in it."
COUNTED = "`headway standing` counts it too, with wider ranges: self-ratings vary a great deal."
SHARPER_BY_OTHERS = (
    "Somebody else's view tells what no number of your own answers can: `headway rate` keeps it."
)


def describe_reach(assessment: Assessment) -> str:
    """How many answers there are, what can be told from them, and what a few more would add."""
    answered = f"{assessment.answered_count or 'none'} answered"
    number = count_of(len(assessment.asked_for), "competency", "competencies")
    if not assessment.own_view.compared_role:
        spoken_of = sum(estimate.view_count > 0 for estimate in assessment.own_view.estimates)
        return f"{answered}, about {spoken_of or 'none'} of {number}."
    if assessment.more_calls and not assessment.answered_count:
        answers = f"about {assessment.more_answers} answers would tell {assessment.more_calls}"
        return f"none answered yet; {answers} of {number}."
    sentences = (_describe_calls(assessment), _describe_more(assessment))
    return "; ".join((answered, *filter(None, sentences))) + "."


def _describe_calls(assessment: Assessment) -> str:
    called, all_of_them = len(assessment.called), len(assessment.asked_for)
    return f"{called} of {count_of(all_of_them, 'competency', 'competencies')} can be told"


def _describe_more(assessment: Assessment) -> str:
    if assessment.more_calls:
        return (
            f"about {assessment.more_answers} more answers would tell {assessment.more_calls} more"
        )
    if len(assessment.called) == len(assessment.asked_for):
        return ""
    return (
        "a few more answers would tell no other"
        if assessment.next_behaviour
        else "more would tell little"
    )
