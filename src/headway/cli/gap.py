"""The command about what is missing: gap."""

from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli.session import (
    AsJson,
    AsOf,
    Session,
    Target,
    begin_session,
    ensure_owner,
    now,
    today,
)
from headway.cli.terminal import print_json
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.formats.free_text import tidy

if TYPE_CHECKING:
    from headway.core.gap import GapReport
    from headway.core.ladder import Role


def register(app: typer.Typer) -> None:
    """Puts the command under its name."""
    app.command("gap", epilog="Example: headway gap --target group-product-manager")(show_gap)


def show_gap(
    target: Target = None,
    aside: Annotated[
        str | None,
        typer.Option(
            "--not-applicable",
            help="An expectation that does not apply to you, by its name in --json.",
        ),
    ] = None,
    because: Annotated[
        str, typer.Option(help="Why it does not; whoever reads your packet is told.")
    ] = "",
    applicable: Annotated[
        str | None, typer.Option(help="An expectation that applies to you after all.")
    ] = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """What is missing for a role: the three gaps that matter most, then every expectation."""
    from headway.cli import reading_feeds, results
    from headway.core.reading_list import with_related

    session = begin_session(as_of)
    if aside and applicable:
        raise InvalidInputError("Say one at a time: --not-applicable or --applicable.")
    if aside or applicable:
        _tell(session, session.target_role(target), aside, because, applicable)
        session = begin_session(as_of)
    gap = find_gap(session, session.target_role(target))
    related = reading_feeds.find_related_reading(session, gap.top)
    if json:
        return print_json(with_related(gap, related))
    results.show_gap(gap)
    reading_feeds.say_related(session, related)
    return results.tell_calibration(session.in_use)


def _tell(
    session: Session, role: "Role", aside: str | None, because: str, applicable: str | None
) -> None:
    """Keeps what does not apply, and takes back what does after all; of today only."""
    from headway.core.gap import find_set_aside
    from headway.core.set_aside import check_set_aside
    from headway.records import bridge, entries

    owner, moment = ensure_owner(), now()
    if session.as_of != today(owner.time_zone):
        raise InvalidInputError("A past day takes nothing: say it without --as-of.")
    told = find_set_aside(session.dossier.known_by(session.as_of), role.slug)
    if applicable:
        if applicable not in told:
            raise UnknownNameError(
                f"You did not set '{applicable}' aside for {role.title}; `headway gap` lists what you did."
            )
        entries.take_back(owner, told[applicable].id, recorded_at=moment)
    if aside:
        body = check_set_aside(role, aside, tidy(because))
        if aside in told:
            bridge.correct_fact(
                owner, told[aside].id, body, recorded_at=moment, happened_on=session.as_of
            )
        else:
            bridge.record_fact(owner, body, happened_on=session.as_of, recorded_at=moment)


def find_gap(session: Session, role: "Role") -> "GapReport":
    """What is missing for `role` on the session's day."""
    from headway.cli.standing import find_standing
    from headway.core.gap import find_gaps

    standing = find_standing(session, role)
    return find_gaps(session.dossier, standing, session.ladder, role, as_of=session.as_of)
