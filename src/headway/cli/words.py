"""The commands that answer: profile, standing, gap, plan, progress, packet."""

from pathlib import Path
from typing import Annotated

import typer

from headway.cli import results
from headway.cli.session import AsJson, AsOf, Target, begin_session, read_day
from headway.cli.terminal import print_json, say


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    app.command("standing", epilog="Example: headway standing --target senior-product-manager")(
        show_standing
    )
    app.command("gap", epilog="Example: headway gap --target group-product-manager")(show_gap)
    app.command("progress", epilog="Example: headway progress --since 2026-09-01")(show_progress)
    app.command("packet", epilog="Example: headway packet --output packet.md")(show_packet)


def show_standing(target: Target = None, as_of: AsOf = None, json: AsJson = False) -> None:
    """Where you stand: a level per competency with its range, and how it meets the role you want."""
    from headway.core.standing import estimate_levels

    session = begin_session(as_of)
    role = session.target_or_none(target)
    standing = estimate_levels(
        session.dossier, session.ladder, as_of=session.as_of, compared_role=role
    )
    if json:
        return print_json(standing)
    return results.show_standing(standing, session.ladder, role)


def show_gap(target: Target = None, as_of: AsOf = None, json: AsJson = False) -> None:
    """What is missing for a role: the three gaps that matter most, then every expectation."""
    from headway.core.gap import find_gaps
    from headway.core.standing import estimate_levels

    session = begin_session(as_of)
    role = session.target_role(target)
    standing = estimate_levels(
        session.dossier, session.ladder, as_of=session.as_of, compared_role=role
    )
    gap = find_gaps(session.dossier, standing, session.ladder, role, as_of=session.as_of)
    return print_json(gap) if json else results.show_gap(gap)


def show_progress(
    since: Annotated[
        str | None, typer.Option(help="The day to start from; else 90 days before.")
    ] = None,
    target: Target = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """What moved: the adopted plan's steps against what you told, and estimates then and now."""
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
    )
    return print_json(progress) if json else results.show_progress(progress, session.ladder)


def show_packet(
    output: Annotated[
        Path | None, typer.Option(help="Write it there instead of showing it.")
    ] = None,
    target: Target = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """The proof: every expectation of the role with its evidence, or "nothing yet", as Markdown."""
    from headway.core.gap import find_gaps
    from headway.core.packet import build_packet
    from headway.core.standing import estimate_levels
    from headway.formats import packet_markdown

    session = begin_session(as_of)
    role = session.target_role(target)
    standing = estimate_levels(
        session.dossier, session.ladder, as_of=session.as_of, compared_role=role
    )
    gap = find_gaps(session.dossier, standing, session.ladder, role, as_of=session.as_of)
    packet = build_packet(session.dossier, gap)
    if json:
        return print_json(packet)
    if output is None:
        return say_markdown(packet_markdown.write(packet))
    from headway.cli.files import write_new

    write_new(output, packet_markdown.write(packet))
    return say(f"The packet for {role.title} is in {output}.")


def say_markdown(text: str) -> None:
    """Markdown as it is: wrapping would change what it means."""
    typer.echo(text, nl=False)
