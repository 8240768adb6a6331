"""All commands under their names; modules with heavy imports are read only when a command runs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from headway import __version__
from headway.cli import (
    asking,
    calendar_file,
    care,
    evidence,
    gap,
    ladder,
    learn,
    mentors,
    network,
    packet,
    plan,
    profile,
    progress,
    ratings,
    reading,
    standing,
)
from headway.cli.session import choose_workspace
from headway.core.errors import InvalidInputError

app = typer.Typer(
    help=(
        "Where you stand as a product manager, what is missing for the role you want, and a dated "
        "plan to get there. Everything stays on this machine.\n\n"
        "Alone it opens the pages in your browser. Start there, or with: headway demo, then headway import "
        "YOUR-FILE, then headway standing."
    ),
    epilog="Example: headway plan --resume resume.json --target director-of-product-management",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"headway {__version__}")
        raise typer.Exit


@app.callback()
def begin(
    context: typer.Context,
    workspace: Annotated[
        str | None,
        typer.Option(
            help="The folder that keeps your record.", envvar="HEADWAY_WORKSPACE", metavar="PATH"
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """What comes before any command."""
    del version  # its callback has answered
    choose_workspace(_read_folder(workspace))
    if context.invoked_subcommand is None:
        _open_pages(context)


def _open_pages(context: typer.Context) -> None:
    """In front of a person `headway` alone opens the pages; in a script it says what there is."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        care.open_pages()
    else:
        typer.echo(context.get_help())


def _read_folder(name: str | None) -> Path | None:
    # As a path, no name at all would mean the current folder.
    if name is not None and not name.strip():
        raise InvalidInputError("--workspace names no folder; write one, or leave the option out.")
    return Path(name) if name is not None else None


WORDS = (
    profile,
    evidence,
    ratings,
    asking,
    standing,
    gap,
    plan,
    progress,
    packet,
    ladder,
    learn,
    reading,
    mentors,
    network,
    calendar_file,
    care,
)
for part in WORDS:
    part.register(app)
