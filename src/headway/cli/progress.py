"""The command about what moved: progress."""

from typing import Annotated

import typer

from headway.cli.session import (
    AsJson,
    AsOf,
    Target,
    begin_session,
    read_day,
)
from headway.cli.terminal import print_json
from headway.core.errors import InvalidInputError


def register(app: typer.Typer) -> None:
    """Puts the command under its name."""
    app.command(
        "progress", epilog="Examples: headway progress --since 2026-09-01; headway progress --look"
    )(show_progress)


def show_progress(
    since: Annotated[
        str | None, typer.Option(help="The day to start from; else 90 days before.")
    ] = None,
    target: Target = None,
    look: Annotated[
        bool, typer.Option("--look", help="Two minutes: one key for each step that is due.")
    ] = False,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """What moved: the adopted plan's steps against what you told, and estimates then and now."""
    if look:
        return _look(since, as_of, json=json)
    from headway.cli import results
    from headway.core.journey import LOOK_BACK
    from headway.core.progress import measure_progress

    session = begin_session(as_of)
    start = read_day(since) if since else session.as_of - LOOK_BACK
    progress = measure_progress(
        session.dossier,
        session.ladder,
        session.target_or_none(target),
        since=start,
        as_of=session.as_of,
        calibration=session.calibration,
    )
    if json:
        return print_json(progress)
    results.show_progress(progress, session.ladder)
    return results.tell_calibration(session.in_use)


def _look(since: str | None, as_of: str | None, *, json: bool) -> None:
    from headway.cli.look import hold_look

    if since or as_of:
        raise InvalidInputError("A look is about today; leave --since and --as-of out.")
    hold_look(json=json)
