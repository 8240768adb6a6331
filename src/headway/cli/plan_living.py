"""What of `headway plan` and `headway done` concerns a plan that was adopted: going on, keeping, calendar."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from headway.cli.session import Session, ensure_owner, now
from headway.cli.terminal import note, say, say_all, working
from headway.core.errors import InvalidInputError
from headway.core.evidence import Completion, evidence_of_completion

if TYPE_CHECKING:
    from headway.core.dossier import Dossier
    from headway.core.plan import Plan, PlanWish


def find_in_force(session: Session) -> "PlanWish | None":
    """The wish of the plan that the person adopted, if it is still in force."""
    from headway.core.plan.living import find_wish_in_force

    return find_wish_in_force(session.dossier.known_by(session.as_of), session.as_of)


def find_target(session: Session, asked: str | None, in_force: "PlanWish | None") -> str:
    """The role asked for, else that of the plan in force, else the one aimed at."""
    if asked is None and in_force is not None:
        return in_force.target_role
    return session.target_role(asked).slug


def with_own_effects(session: Session) -> Session:
    """The session with effects found in the person's own record, where there are enough; says which."""
    from headway.cli.learn import find_effects
    from headway.core.plan import effects

    found = [effect for effect in find_effects(session) if effect.found_sd is not None]
    names = ", ".join(effect.name for effect in found)
    note(f"Effects found in your own record are used for: {names or 'nothing yet'}.")
    return replace(session, catalogue_told=effects.with_own_effects(session.catalogue, found))


def plan_for(
    session: Session, wish: "PlanWish", *, fresh: bool, is_only_explained: bool = False
) -> "Plan":
    """The plan in force carried on with its changes told, or a fresh one.

    One that is only to be explained, and stands as it was adopted, is not improved: that takes longest.
    """
    from headway.cli.standing import find_standing
    from headway.core.plan import make_plan
    from headway.core.plan.living import follow_plan

    role = session.ladder.role(wish.target_role)
    standing = find_standing(session, role)
    rest = (session.dossier, standing, session.ladder, session.catalogue, wish)
    with working("Looking for the best plan ..."):
        if fresh:
            return make_plan(*rest, as_of=session.as_of)
        go_on = partial(follow_plan, *rest, as_of=session.as_of, calibration=session.calibration)
        mended = go_on(at_once=True) if is_only_explained else None
        return mended if mended and not mended.changes else go_on()


def show_changes(plan: "Plan", *, is_adopted: bool = False) -> None:
    """What is other than in the adopted plan, and what is only presumed."""
    from headway.core.wording import living as living_words

    lines = living_words.describe_living(plan)
    if not lines:
        return
    say()
    say(lines[0])
    say_all(lines[1:])
    say_all(living_words.describe_presumed(plan), prefix="")
    if plan.presumed:
        say("`headway progress --look` asks about each step that is due.")
    if plan.changes and not is_adopted:
        say("`headway plan --adopt` makes this your plan.")


def adopt(plan: "Plan", session: Session) -> None:
    """Keeps the whole plan as a dated fact."""
    from headway.core.fact_kinds import AdoptedPlan
    from headway.records import bridge

    owner = ensure_owner()
    kept = bridge.keep_ladder(session.ladder, recorded_at=now())
    body = AdoptedPlan(document=bridge.document_of(plan))
    bridge.record_fact(owner, body, happened_on=session.as_of, recorded_at=now(), ladder=kept)


def write_calendar(plan: "Plan", path: Path, dossier: "Dossier") -> None:
    """The plan as an iCalendar file."""
    from headway.core.plan import find_gone
    from headway.formats import ical

    gone = find_gone(dossier, plan)
    try:
        path.write_bytes(ical.write(plan, written_at=now(), owner=dossier.owner, gone=gone))
    except OSError as error:
        raise InvalidInputError(f"{path} can't be written: {error.strerror}.") from error
    note(f"{path}: import it into your calendar; importing it again later updates what is there.")


def keep_outcome(body: Completion, session: Session, day: date) -> str:
    """Keeps what became of a step, and the evidence that a finished one leaves, both or none.

    Returns how the id of the last fact kept begins.
    """
    from headway.records import bridge

    item = session.catalogue.opportunity(body.opportunity)
    evidence = evidence_of_completion(body, item.title, item.gives_experiences)
    bodies = (body, evidence) if body.outcome == "done" else (body,)
    ids = bridge.record_all(ensure_owner(), bodies, happened_on=day, recorded_at=now())
    return str(ids[-1])[:8]
