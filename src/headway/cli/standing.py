"""The command about where one stands: standing."""

import typer

from headway.cli.session import (
    AsJson,
    AsOf,
    Target,
    begin_session,
)
from headway.cli.terminal import print_json


def register(app: typer.Typer) -> None:
    """Puts the command under its name."""
    app.command("standing", epilog="Example: headway standing --target senior-product-manager")(
        show_standing
    )


def show_standing(target: Target = None, as_of: AsOf = None, json: AsJson = False) -> None:
    """Where you stand: a level per competency with its range, and how it meets the role you want."""
    from headway.cli import results
    from headway.core.standing import estimate_levels

    session = begin_session(as_of)
    role = session.target_or_none(target)
    standing = estimate_levels(
        session.dossier, session.ladder, as_of=session.as_of, compared_role=role
    )
    if json:
        return print_json(standing)
    return results.show_standing(standing, session.ladder, role)
