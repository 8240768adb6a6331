"""The command about where one stands: standing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli.session import AsJson, AsOf, Session, Target, begin_session
from headway.cli.terminal import heading, print_json, say, say_all

if TYPE_CHECKING:
    from headway.core.ladder import Ladder, Role
    from headway.core.standing import Standing
    from headway.core.standing.why import Why


def register(app: typer.Typer) -> None:
    """Puts the command under its name."""
    app.command("standing", epilog="Example: headway standing --target senior-product-manager")(
        show_standing
    )


def find_standing(session: Session, role: Role | None) -> Standing:
    """The person's standing on the session's day, against `role` where there is one."""
    from headway.core.standing import estimate_levels

    return estimate_levels(
        session.dossier,
        session.ladder,
        as_of=session.as_of,
        compared_role=role,
        calibration=session.calibration,
    )


def show_standing(
    target: Target = None,
    why: Annotated[
        str | None,
        typer.Option(help="One competency: what pulls its estimate, and what would sharpen it."),
    ] = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Where you stand: a level per competency with its range, and how it meets the role you want."""
    from headway.cli import results

    session = begin_session(as_of)
    role = session.target_or_none(target)
    if why is not None:
        from headway.core.standing.why import explain_estimate
        from headway.records import access

        explained = explain_estimate(
            session.dossier,
            session.ladder,
            why,
            as_of=session.as_of,
            compared_role=role,
            reveals_raters=access.reveals_raters(),
            calibration=session.calibration,
        )
        if json:
            return print_json(explained)
        show_why(explained, session.ladder, role)
        return results.tell_calibration(session.in_use)

    standing = find_standing(session, role)
    if json:
        return print_json(standing)
    results.show_standing(standing, session.ladder, role)
    return results.tell_calibration(session.in_use)


def show_why(why: Why, ladder: Ladder, role: Role | None) -> None:
    """One estimate: what it is, what pulls it, what is left out, how it moved, what would help."""
    from headway.core import wording
    from headway.core.wording import standing as standing_words

    heading(f"{why.estimate.name}, as known on {wording.say_date(why.as_of)}")
    say(wording.describe_estimate(why.estimate, ladder, role))
    for line in standing_words.tell_beside(why, ladder):
        say(line)
    heading("What pulls it")
    say(standing_words.HOW_PULLS_ARE_FOUND if why.pulls else standing_words.NOTHING_PULLS)
    say_all(standing_words.describe_pull(pull, why, ladder) for pull in why.pulls)
    if why.untold_views:
        say(standing_words.tell_untold(why))
    if why.evidence:
        heading("Evidence")
        say_all(standing_words.describe_evidence_pull(e, ladder) for e in why.evidence)
    if why.left_out:
        heading("What does not count")
        say_all(map(standing_words.describe_left_out, why.left_out))
    heading("How it came about")
    say_all(standing_words.describe_point(point, ladder) for point in why.history)
    heading("What would sharpen it")
    say(standing_words.describe_sharpeners(why, ladder))
