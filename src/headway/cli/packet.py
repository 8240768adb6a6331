"""The command about the proof: packet, how it is to be, and how it closes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli import packet_closing, packet_edit
from headway.cli.packet_closing import find_closed, find_packet, tell_near
from headway.cli.session import AsJson, AsOf, Target, begin_session
from headway.cli.terminal import print_json, say
from headway.core.errors import InvalidInputError

if TYPE_CHECKING:
    from headway.core.packet import Closing, Packet

Markdown = Annotated[
    Path | None, typer.Option("--markdown", "--output", help="Write it there as Markdown.")
]
Pdf = Annotated[Path | None, typer.Option(help="Write it there as a tagged PDF.")]


def register(app: typer.Typer) -> None:
    """Puts the commands under their names."""
    packet = typer.Typer(help="The proof for a role: show it, edit it, close it.")
    packet.callback(
        invoke_without_command=True,
        epilog="Example: headway packet --pdf packet.pdf --markdown packet.md",
    )(show_packet)
    packet.command(
        "edit", epilog='Example: headway packet edit --redact "Acme Ltd=a large customer"'
    )(packet_edit.edit_packet)
    packet.command("citable", epilog="Example: headway packet citable communication")(
        packet_edit.list_citable
    )
    packet.command(
        "close",
        epilog='Example: headway packet close --decision promoted --by "the panel" --reason "..."',
    )(packet_closing.close_packet)
    packet.command("list", epilog="Example: headway packet list --json")(
        packet_closing.list_packets
    )
    packet.command("show", epilog="Example: headway packet show 3f2a --pdf packet.pdf")(show_closed)
    packet.command(
        "decide", epilog='Example: headway packet decide 3f2a --decision "not yet" --reason "..."'
    )(packet_closing.decide_packet)
    packet.command("remove", epilog="Example: headway packet remove 3f2a")(
        packet_closing.remove_packet
    )
    app.add_typer(packet, name="packet")


def show_packet(
    context: typer.Context,
    markdown: Markdown = None,
    pdf: Pdf = None,
    target: Target = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """The proof: every expectation of the role with its evidence, or "nothing yet", as Markdown."""
    if context.invoked_subcommand:
        return _refuse_options(context)
    session = begin_session(as_of)
    packet = find_packet(session, target)
    if json:
        return print_json(packet)
    from headway.cli import results

    results.tell_calibration(session.in_use, beside=True)
    tell_near(session, packet)
    return hand_over(packet, None, markdown, pdf)


def _refuse_options(context: typer.Context) -> None:
    """Said before the second word they would count for nothing, unnoticed."""
    if any(context.params.values()):
        word = context.invoked_subcommand
        raise InvalidInputError(f"Write the options after the word: headway packet {word} ...")


def show_closed(
    packet: Annotated[str, typer.Argument(help="The first characters of its id.")],
    markdown: Markdown = None,
    pdf: Pdf = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """A closed packet as it was handed on, with what people decided."""
    closed = find_closed(begin_session(as_of), packet)
    if json:
        return print_json(closed)
    return hand_over(closed.packet, closed.closing, markdown, pdf)


def hand_over(
    packet: "Packet", closing: "Closing | None", markdown: Path | None, pdf: Path | None
) -> None:
    """Writes the files asked for; shows the packet as Markdown if there are none."""
    from headway.cli.files import write_new
    from headway.formats import packet_markdown, packet_pdf

    if markdown is None and pdf is None:
        # As it is: wrapping would change what it means.
        return typer.echo(packet_markdown.write(packet, closing), nl=False)
    if markdown:
        write_new(markdown, packet_markdown.write(packet, closing))
        say(f"The packet for {packet.role_title} is in {markdown}.")
    if pdf:
        write_new(pdf, packet_pdf.write(packet, closing))
        say(f"The packet for {packet.role_title} is in {pdf}.")
    return None
