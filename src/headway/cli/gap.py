"""The command about what is missing: gap."""

from typing import TYPE_CHECKING

import typer

from headway.cli.session import (
    AsJson,
    AsOf,
    Session,
    Target,
    begin_session,
)
from headway.cli.terminal import print_json

if TYPE_CHECKING:
    from headway.core.gap import GapReport
    from headway.core.ladder import Role


def register(app: typer.Typer) -> None:
    """Puts the command under its name."""
    app.command("gap", epilog="Example: headway gap --target group-product-manager")(show_gap)


def show_gap(target: Target = None, as_of: AsOf = None, json: AsJson = False) -> None:
    """What is missing for a role: the three gaps that matter most, then every expectation."""
    from headway.cli import reading_feeds, results
    from headway.core.reading_list import with_related

    session = begin_session(as_of)
    gap = find_gap(session, session.target_role(target))
    related = reading_feeds.find_related_reading(session, gap.top)
    if json:
        return print_json(with_related(gap, related))
    results.show_gap(gap)
    reading_feeds.say_related(session, related)
    return results.tell_calibration(session.in_use)


def find_gap(session: Session, role: "Role") -> "GapReport":
    """What is missing for `role` on the session's day."""
    from headway.core.gap import find_gaps
    from headway.core.standing import estimate_levels

    standing = estimate_levels(
        session.dossier,
        session.ladder,
        as_of=session.as_of,
        compared_role=role,
        calibration=session.calibration,
    )
    return find_gaps(session.dossier, standing, session.ladder, role, as_of=session.as_of)
