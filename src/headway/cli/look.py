"""The weekly look: one key for each step that is due or under way, then what that changes in the plan."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from headway.cli import plan_living
from headway.cli.keys import read_key
from headway.cli.session import Session, begin_session
from headway.cli.terminal import note, print_json, say
from headway.core.errors import InvalidInputError
from headway.core.evidence import Completion, Outcome

if TYPE_CHECKING:
    from headway.core.progress import StepProgress

OUTCOMES: dict[str, Outcome] = {"d": "done", "g": "begun", "l": "late", "c": "cancelled"}
KEYS = "d done, g going on, l late, c cancelled, s skip, q stop"
WEEKS = "123456789"


def hold_look(*, json: bool) -> None:
    """Asks, keeps each answer as it is given, so that nothing is lost, and tells what the plan is now."""
    from headway.core.progress import find_due, find_steps

    session = begin_session()
    if plan_living.find_in_force(session) is None:
        raise InvalidInputError(
            "There is no plan to look at: `headway plan --adopt` keeps one as yours."
        )
    known = session.dossier.known_by(session.as_of)
    steps = find_due(find_steps(known, as_of=session.as_of))
    if not steps:
        note("Nothing is due or under way.")
    for number, step in enumerate(steps, 1):
        note(f"\n{number} of {len(steps)}. {_describe(step)}")
        if not _ask(session, step):
            break
    _finish(json=json)


def _describe(step: "StepProgress") -> str:
    from headway.core.wording import describe_step

    return describe_step(step)


def _ask(session: Session, step: "StepProgress") -> bool:
    """Keeps what is answered about one step; False to stop."""
    while True:
        note(KEYS)
        key = read_key()
        if key in ("q", "", "\x1b", "\x03"):
            return False
        if key == "s":
            return True
        if key in OUTCOMES:
            return _keep(session, step, OUTCOMES[key])
        note(f"'{key}' is no answer.")


def _keep(session: Session, step: "StepProgress", outcome: Outcome) -> bool:
    if outcome == "begun" and step.state == "begun":
        return True
    late_until = None
    if outcome == "late":
        late_until = _ask_weeks(session.as_of)
        if late_until is None:
            return False
    body = Completion(opportunity=step.opportunity, outcome=outcome, late_until=late_until)
    plan_living.keep_outcome(body, session, session.as_of)
    return True


def _ask_weeks(today: date) -> date | None:
    """The day until which it is late; None to stop."""
    while True:
        note("How many weeks more? 1 to 9")
        key = read_key()
        if key in ("q", "", "\x1b", "\x03"):
            return None
        if key in WEEKS:
            return today + timedelta(weeks=int(key))
        note(f"'{key}' is no number of weeks from 1 to 9.")


def _finish(*, json: bool) -> None:
    """What the plan is with all that was kept, and what changed in it."""
    session = begin_session()
    wish = plan_living.find_in_force(session)
    if wish is None:
        return None
    plan = plan_living.plan_for(session, wish, fresh=False)
    if json:
        return print_json(plan)
    if not plan.changes:
        return say("Your plan stays as it is.")
    return plan_living.show_changes(plan)
