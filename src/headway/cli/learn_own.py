"""The commands about one's own opportunities: learn add, import, remove, own, template."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli.files import read_whole, write_new
from headway.cli.session import (
    AsJson,
    AsOf,
    On,
    Session,
    begin_session,
    ensure_owner,
    now,
    read_day,
)
from headway.cli.terminal import print_json, say, say_all
from headway.core.errors import InvalidInputError
from headway.core.evidence import check_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.core.learn import Builds, Opportunity
    from headway.formats.opportunity_cells import Reader, ReadTable
    from headway.records.opportunities import KeptEntries


def register(learn: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    learn.command(
        "add",
        epilog='Example: headway learn add "Pricing evening" --kind course --builds business-acumen=2 '
        "--hours 8 --cost 0",
    )(add_opportunity)
    learn.command("import", epilog="Example: headway learn import courses.xlsx")(import_entries)
    learn.command("own", epilog="Example: headway learn own --csv mine.csv")(list_own)
    learn.command("remove", epilog="Example: headway learn remove my-pricing-evening")(remove_entry)
    learn.command("template", epilog="Example: headway learn template courses.xlsx")(write_template)


def add_opportunity(
    title: Annotated[str, typer.Argument(help="What it is called.")],
    kind: Annotated[str, typer.Option(help="course, workshop, stretch, ...")],
    hours: Annotated[str, typer.Option(help='All the hours it takes: 10, or "8 to 16".')],
    builds: Annotated[
        list[str] | None,
        typer.Option(help="A competency and the level it leads to: communication=2."),
    ] = None,
    cost: Annotated[str, typer.Option(help="What one pays; left out: not known.")] = "",
    currency: Annotated[str, typer.Option(help="Three letters.")] = "GBP",
    days: Annotated[str, typer.Option(help='Over how many days: 2, or "14 to 30".')] = "",
    dates: Annotated[
        list[str] | None, typer.Option(help='When it is on: "2027-03-01 to 2027-03-03".')
    ] = None,
    stage: Annotated[list[str] | None, typer.Option(help="entry, mid or senior.")] = None,
    summary: Annotated[str, typer.Option(help="What one does there.")] = "",
    worked_if: Annotated[str, typer.Option(help="What somebody else would see.")] = "",
    asks_for: Annotated[list[str] | None, typer.Option(help="What it asks for.")] = None,
    provider: Annotated[str, typer.Option(help="Who offers it.")] = "",
    address: Annotated[str, typer.Option(help="Where it can be looked at.")] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Adds an opportunity of your own; the plan, the gap and the lists use it from then on."""
    session = begin_session()
    cells = {
        "title": title,
        "kind": kind,
        "hours": hours,
        "builds": "; ".join(builds or ()),
        "cost": cost,
        "currency": currency,
        "days": days,
        "dates": "; ".join(dates or ()),
        "stages": ", ".join(stage or ()),
        "summary": summary,
        "worked_if": worked_if,
        "prerequisites": "; ".join(asks_for or ()),
        "provider": provider,
        "address": address,
    }
    reader = reader_of(session)
    item = reader.read(cells)
    if item is None:
        raise InvalidInputError(" ".join(f"{one.column}: {one.text}." for one in reader.problems))
    kept = _keep(session, (item,), "command", on)
    name = (*kept.added, *kept.changed, *kept.same)[0]
    if json:
        return print_json({"kept": kept, "name": name})
    how = "Kept" if kept.added else "Changed" if kept.changed else "Stood so already"
    return say(f"{how}: {name}. `headway learn show {name}` shows what it could lift.")


def reader_of(session: Session) -> "Reader":
    """What reads entries on the session's day, against its catalogue and ladder."""
    from headway.formats.opportunity_cells import Reader

    return Reader(catalogue=session.catalogue, ladder=session.ladder, today=session.as_of)


def import_entries(
    file: Annotated[
        Path, typer.Argument(help="A CSV or XLSX table, or a conference list of confs.tech.")
    ],
    builds: Annotated[
        list[str] | None,
        typer.Option(help="What conferences of a list build: product-strategy=1."),
    ] = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Adds all entries of a file, or none if one makes no sense; read twice, it changes nothing."""
    session = begin_session()
    found = _read_file(read_whole(file), session, builds or (), file.name)
    kept = _keep(session, found.opportunities, file.name, on)
    if json:
        return print_json({"kept": kept, "notes": found.notes})
    say(f"{len(kept.added)} added, {len(kept.changed)} changed, {len(kept.same)} stood so already.")
    say_all(found.notes)
    return say("`headway learn own` lists them.")


def _read_file(content: bytes, session: Session, builds: "Sequence[str]", name: str) -> "ReadTable":
    from headway.formats import catalogue_table, confs_tech

    if confs_tech.is_conferences(content):
        return confs_tech.read(
            content, today=session.as_of, builds=_read_builds(builds, session), name=name
        )
    if builds:
        raise InvalidInputError("--builds is for conference lists; a table has a column for it.")
    return catalogue_table.read(
        content, session.catalogue, session.ladder, today=session.as_of, name=name
    )


def _read_builds(texts: "Sequence[str]", session: Session) -> tuple["Builds", ...]:
    from headway.formats.opportunity_cells import read_builds

    return read_builds("; ".join(texts), session.ladder)


def _keep(
    session: Session, items: "Sequence[Opportunity]", source: str, on: str | None
) -> "KeptEntries":
    day = check_day(read_day(on) if on else session.as_of, today=session.as_of)
    owner = ensure_owner()
    from headway.records.opportunities import keep_own

    return keep_own(
        owner,
        session.dossier.known_by(session.as_of),
        items,
        source=source,
        happened_on=day,
        recorded_at=now(),
    )


def list_own(
    csv: Annotated[Path | None, typer.Option(help="Writes them as a CSV table.")] = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Your own opportunities; with --csv as a table that `headway learn import` reads."""
    from headway.core.learn import OwnOpportunity
    from headway.core.wording.learn import describe_takes

    session = begin_session(as_of)
    known = session.dossier.known_by(session.as_of)
    found = [body for _, body in known.each(OwnOpportunity)]
    if csv:
        write_new(csv, _own_table([body.opportunity for body in found]))
    if json:
        return print_json(found)
    for body in found:
        item = body.opportunity
        say(f"{item.slug}: {item.title} ({item.kind}, {describe_takes(item)}; from {body.source})")
    if not found:
        say(
            "None yet: `headway learn add`, or `headway learn template` and `headway learn import`."
        )
    return None


def _own_table(items: "Sequence[Opportunity]") -> bytes:
    from headway.formats import catalogue_table

    return catalogue_table.write(items)


def remove_entry(
    name: Annotated[str, typer.Argument(help="Its name, as `headway learn own` shows.")] = "",
    source: Annotated[
        str, typer.Option("--from", help="All that came from this file, in place of a name.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Takes back an entry of your own; what was known before stays known for earlier days."""
    session = begin_session()
    from headway.records import bridge
    from headway.records.opportunities import find_own

    if bool(name) == bool(source):
        raise InvalidInputError("Name one entry, or a file with --from.")
    if source:
        return _remove_all_from(source, session, json=json)

    fact, body = find_own(session.dossier.known_by(session.as_of), name)
    bridge.retract_fact(ensure_owner(), fact.id, recorded_at=now())
    if json:
        return print_json(body)
    return say(f"Taken back: {body.opportunity.title}")


def _remove_all_from(source: str, session: Session, *, json: bool) -> None:
    from headway.records.opportunities import take_back_from

    known = session.dossier.known_by(session.as_of)
    count = take_back_from(ensure_owner(), known, source, recorded_at=now())
    if json:
        return print_json({"source": source, "taken_back": count})
    return say(f"Taken back: {count} of {source}. Import the file again to have them back.")


def write_template(
    file: Annotated[Path, typer.Argument(help="Where to write it; .xlsx or .csv.")],
) -> None:
    """Writes an empty table with its headings and one example, to fill in and import."""
    from headway.formats import catalogue_table

    session = begin_session()
    if file.suffix.casefold() == ".xlsx":
        content = catalogue_table.write_xlsx_template(session.catalogue, session.ladder)
    else:
        content = catalogue_table.write_template()
    write_new(file, content)
    say(f"Written: {file}. Fill it in, then `headway learn import {file}`.")
