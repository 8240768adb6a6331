"""The command that reads another house's ladder: ladder import."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli.session import AsJson
from headway.cli.terminal import heading, note, print_json, say, say_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.formats.ladders.contents import NamedFile
    from headway.formats.ladders.report import ImportReport, LadderImport, Remark

# A person answers for a few families; for more a side file is the lesser work.
MOST_FAMILIES_ASKED = 5


def import_ladder(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="A table (CSV, XLSX, Markdown), YAML or JSON; several that belong together, or a zip."
        ),
    ],
    levels: Annotated[
        Path | None, typer.Option(help="A side file that orders levels and roles.")
    ] = None,
    only: Annotated[str, typer.Option(help="One role family, set or occupation out of many.")] = "",
    out: Annotated[Path | None, typer.Option(help="The new file for the ladder (TOML).")] = None,
    json: AsJson = False,
) -> None:
    """Makes a ladder file of another house's ladder, and says what was read, guessed and left out."""
    from headway.cli.files import read_whole, write_new
    from headway.formats import ladder_file
    from headway.formats.ladders.bundle import open_archives
    from headway.formats.ladders.contents import NamedFile
    from headway.formats.ladders.importer import read_ladder

    brought = [NamedFile(name=str(path), content=read_whole(path)) for path in files]
    read, left = open_archives(brought)
    order = NamedFile(name=str(levels), content=read_whole(levels)) if levels else None
    found = read_ladder(read, order=order, only=only)
    if order is None and not json and _is_asked():
        found = _ask_order(found, read, only)
    if out:
        write_new(out, ladder_file.write(found.ladder))
    if json:
        return print_json(found)
    _say_report(found.report)
    if left:
        say(f"Not read, as their endings are no ladder's: {', '.join(left)}")
    say()
    if out is None:
        say("A part of it: --only NAME. Another order of levels or roles: --levels FILE.")
        return say("Nothing is kept yet. To have it as a file: add --out our-ladder.toml")
    say(f"Written: {out}")
    return say(f"Next: headway ladder check {out}, then headway ladder publish {out}")


def _is_asked() -> bool:
    return sys.stdin.isatty()


def _ask_order(found: "LadderImport", files: "Sequence[NamedFile]", only: str) -> "LadderImport":
    """The ladder anew with the person's order, where the file gave none and they change the guess."""
    from headway.formats.ladders.contents import NamedFile
    from headway.formats.ladders.importer import read_ladder
    from headway.formats.ladders.long_table import ORDER_GUESSED

    guessed = [remark for remark in found.report.guessed if remark.text == ORDER_GUESSED]
    lines = list(guessed[0].places) if guessed else []
    if not lines:
        return found
    if len(lines) > MOST_FAMILIES_ASKED:
        note(f"{ORDER_GUESSED} Give a side file with --levels, or pick one family with --only.")
        return found
    note(ORDER_GUESSED)
    said = [typer.prompt("Lowest first; Enter if this is right", default=line) for line in lines]
    if said == lines:
        return found
    order = NamedFile(name="Your order", content="\n".join(said).encode())
    return read_ladder(files, order=order, only=only)


def _say_report(report: "ImportReport") -> None:
    say(f"Recognised: {report.form}")
    told = ", ".join(f"{number:,} {what}" for what, number in report.read.items() if number)
    say(f"Read: {told}.")
    for title, remarks in (
        ("Guessed, since the file does not say", report.guessed),
        ("Odd, kept as it stands", report.noticed),
        ("Left out", report.dropped),
    ):
        if remarks:
            heading(title)
            say_all(map(_say_remark, remarks))


def _say_remark(remark: "Remark") -> str:
    from headway.core.wording.ladder import describe_remark

    return describe_remark(remark.text, remark.places)
