"""The command about the proof: packet."""

from pathlib import Path
from typing import Annotated

import typer

from headway.cli.session import (
    AsJson,
    AsOf,
    Target,
    begin_session,
)
from headway.cli.terminal import print_json, say


def register(app: typer.Typer) -> None:
    """Puts the command under its name."""
    app.command("packet", epilog="Example: headway packet --output packet.md")(show_packet)


def show_packet(
    output: Annotated[
        Path | None, typer.Option(help="Write it there instead of showing it.")
    ] = None,
    target: Target = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """The proof: every expectation of the role with its evidence, or "nothing yet", as Markdown."""
    from headway.cli import results
    from headway.core.gap import find_gaps
    from headway.core.packet import build_packet
    from headway.core.standing import estimate_levels
    from headway.formats import packet_markdown

    session = begin_session(as_of)
    role = session.target_role(target)
    standing = estimate_levels(
        session.dossier,
        session.ladder,
        as_of=session.as_of,
        compared_role=role,
        calibration=session.calibration,
    )
    gap = find_gaps(session.dossier, standing, session.ladder, role, as_of=session.as_of)
    packet = build_packet(session.dossier, gap)
    if json:
        return print_json(packet)
    results.tell_calibration(session.in_use, beside=True)
    if output is None:
        return say_markdown(packet_markdown.write(packet))
    from headway.cli.files import write_new

    write_new(output, packet_markdown.write(packet))
    return say(f"The packet for {role.title} is in {output}.")


def say_markdown(text: str) -> None:
    """Markdown as it is: wrapping would change what it means."""
    typer.echo(text, nl=False)
