"""The command that writes a ladder for other systems and other houses: ladder export."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli.ladder_versions import Version, find_kept
from headway.cli.session import find_ladder_in_use, now
from headway.cli.terminal import heading, say, say_all
from headway.core.errors import InvalidInputError

if TYPE_CHECKING:
    from headway.formats.ladders.writers.forms import WrittenLadder


def export(
    slug: Annotated[str, typer.Argument(help="A ladder kept here; else the one in use.")] = "",
    version: Version = "",
    form: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="FORM",
            help="toml, case, xlsx, csv, uk-csv, monzo-yaml, ft-yaml, direct-json or esco-csv.",
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="The new file; for a form of several files a new folder, or NAME.zip."),
    ] = None,
    case: Annotated[Path | None, typer.Option(help="The same as --as case --out FILE.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="The same as --as xlsx --out FILE.")] = None,
    csv: Annotated[Path | None, typer.Option(help="The same as --as csv --out FOLDER.")] = None,
    toml: Annotated[Path | None, typer.Option(help="The same as --as toml --out FILE.")] = None,
) -> None:
    """Writes a ladder in its own form or another house's, and says what the form can't hold."""
    flags = {"case": case, "xlsx": xlsx, "csv": csv, "toml": toml}
    asked: list[tuple[str, Path | None]] = [(name, path) for name, path in flags.items() if path]
    if form:
        asked.append((form, out))
    elif out or not asked:
        raise InvalidInputError(
            "Say in which form: --as toml, case, xlsx, csv, uk-csv, monzo-yaml, ft-yaml, direct-json or "
            "esco-csv, and with --out where to."
        )
    from headway.cli.files import check_new
    from headway.formats.ladders.writers.forms import find_form, name_file, write_as

    forms = [(find_form(name), path) for name, path in asked]
    ladder = find_kept(slug, version) if slug else find_ladder_in_use()
    told = [
        (
            write_as(ladder, each, changed_at=now()),
            path or Path(name_file(ladder, each).removesuffix(".zip")),
        )
        for each, path in forms
    ]
    for _, path in told:
        check_new(path)
    for written, path in told:
        _write(written, path)


def _write(written: "WrittenLadder", path: Path) -> None:
    from headway.cli.files import write_new
    from headway.core.wording.ladder import describe_remark

    contents = dict(_place(written, path))
    if path not in contents:
        path.mkdir()
    for place, content in contents.items():
        write_new(place, content)
        say(f"Written: {place}")
    if written.lost:
        heading(f"Not in this form ({written.form.title})")
        say_all(describe_remark(remark.text, remark.places) for remark in written.lost)
        say("A ladder file (--as toml) and a CASE package (--as case) hold everything.")


def _place(written: "WrittenLadder", path: Path) -> "Iterator[tuple[Path, bytes]]":
    """Each content with where it goes: the one file itself, an archive, or files in a new folder."""
    from headway.formats.ladders.writers.forms import pack

    if written.form.ending:
        yield from ((path, content) for content in written.files.values())
    elif path.suffix.casefold() == ".zip":
        yield path, pack(written.files)
    else:
        yield from ((path / name, content) for name, content in written.files.items())
