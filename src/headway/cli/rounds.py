"""Forms of ratings at the command line: kept, listed, and the rounds in which they wait."""

from datetime import date
from uuid import UUID

from headway.cli.session import (
    Session,
    begin_session,
    ensure_owner,
    find_ladder_in_use,
    now,
    today,
)
from headway.cli.terminal import note
from headway.core import wording
from headway.core.dossier import Fact
from headway.core.errors import InvalidInputError
from headway.core.ratings import CycleClosing, RatingForm
from headway.core.wording import standing as standing_words


def keep_form(form: RatingForm, day: date) -> UUID:
    """Keeps a form with the ladder version it was made under, as the fact whose identity it returns."""
    from headway.records import bridge

    ladder = bridge.keep_ladder(find_ladder_in_use(), recorded_at=now())
    return bridge.record_fact(
        ensure_owner(), form, happened_on=day, recorded_at=now(), ladder=ladder
    )


def close_round(cycle: str) -> None:
    """Keeps that a round is over; raises InvalidInputError for one to which nothing was given."""
    session = begin_session()
    from headway.records import access, bridge

    rounds = {form.cycle for _, form in session.dossier.given_to_rounds_by(session.as_of)}
    if access.reveals_raters() and cycle not in rounds:
        named = f"There are: {', '.join(sorted(rounds))}." if rounds else "There is none."
        raise InvalidInputError(f"No form was given to a round '{cycle}'. {named}")
    owner, moment = ensure_owner(), now()
    closing = CycleClosing(cycle=cycle)
    bridge.record_fact(owner, closing, happened_on=today(owner.time_zone), recorded_at=moment)
    note(f"Closed the round {cycle}.")


def list_forms(session: Session) -> list[tuple[Fact, RatingForm]]:
    """The forms that count; on a team's server those of peers, reports and stakeholders stay apart."""
    from headway.records import access

    return access.rating_forms(session.dossier.known_by(session.as_of))


def say_waiting(session: Session) -> None:
    """Names the forms of which nothing counts yet, in a personal file only."""
    from headway.records import access

    waiting = [form for _, form in access.waiting_forms(session.dossier, as_of=session.as_of)]
    if waiting:
        names = ", ".join(f"{form.rater} (round {form.cycle})" for form in waiting)
        note(f"{wording.count_of(len(waiting), 'form')} waiting: {names}.")
        note(standing_words.ROUNDS)
