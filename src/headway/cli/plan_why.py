"""`headway plan --why NAME`: why something is in the plan, or why not, and what else was close."""

from typing import TYPE_CHECKING

from headway.cli.session import Session
from headway.cli.terminal import heading, print_json, say, say_all, working
from headway.core import wording
from headway.core.errors import InvalidInputError
from headway.core.wording import plan_why as plan_why_words

if TYPE_CHECKING:
    from headway.core.plan import Plan
    from headway.core.plan.reasons import ItemReason


def check(names: list[str] | None, *, others: bool) -> None:
    """Raises InvalidInputError where a reason and another kind of answer are asked for at once."""
    if names and others:
        raise InvalidInputError("--why explains a plan by a date; leave out --ready and --curve.")


def show_why(session: Session, plan: "Plan", names: list[str], *, json: bool) -> None:
    """One answer for each name; raises UnknownNameError for a name that the catalogue lacks."""
    from headway.cli.results import tell_calibration

    reasons = _find_reasons(session, plan, names)
    if json:
        return print_json(reasons)
    for reason in reasons:
        _show_reason(session, plan, reason)
    if reasons and reasons[0].close:
        heading("What else was close")
        for close in reasons[0].close:
            say(f"  - {plan_why_words.describe_close(close)}: --why {close.opportunity}")
    tell_calibration(session.in_use)
    say(wording.NO_PROMISE)
    return None


def _find_reasons(session: Session, plan: "Plan", names: list[str]) -> "list[ItemReason]":
    from headway.cli.standing import find_standing
    from headway.core.plan.explain import explain_item

    role = session.ladder.role(plan.wish.target_role)
    standing = find_standing(session, role)
    rest = (session.dossier, standing, session.ladder, session.catalogue)
    with working("Trying what would be otherwise ..."):
        return [explain_item(plan, *rest, name) for name in names]


def _show_reason(session: Session, plan: "Plan", reason: "ItemReason") -> None:
    heading(reason.title)
    say(plan_why_words.describe_takes(reason.takes))
    if reason.presence:
        say("Why it is in your plan:")
        say_all(plan_why_words.describe_why_in(reason, session.ladder))
        say(f"Why from {wording.say_date(reason.presence.moment.starts_on)}:")
        say_all(plan_why_words.describe_moment(reason.presence.moment, plan.wish))
    else:
        say("Why it is not in your plan:")
        say_all(plan_why_words.describe_why_not(reason, session.ladder, plan.wish))
    if reason.adds:
        say("What it adds:" if reason.presence else "What it would add:")
        say_all(plan_why_words.describe_additions(reason))
        say_all(plan_why_words.describe_making(reason), prefix="")
