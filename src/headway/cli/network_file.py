"""Files of people one knows, and deleting somebody: network import, export, delete."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli import people
from headway.cli.files import read_whole, write_new
from headway.cli.session import AsJson, begin_session, ensure_owner, now
from headway.cli.terminal import note, print_json, say
from headway.core.errors import InvalidInputError
from headway.core.people import Contact
from headway.core.wording import count_of, say_date

if TYPE_CHECKING:
    from headway.core.dossier import DraftFact
    from headway.records.contacts import Traces

MOST_SHOWN = 40


def register(network: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    network.command("import", epilog="Example: headway network import export.zip --rows 3,7-9")(
        import_connections
    )
    network.command("export", epilog="Example: headway network export people.csv")(export_people)
    network.command("delete", epilog='Example: headway network delete "Lena Made-up" --yes')(
        delete_person
    )


def import_connections(
    file: Annotated[Path, typer.Argument(help="LinkedIn's zip, or its Connections.csv.")],
    words: Annotated[str, typer.Argument(help="Show only rows with these words.")] = "",
    rows: Annotated[str, typer.Option(help="The numbers of the rows to keep, as 3,7-9.")] = "",
    json: AsJson = False,
) -> None:
    """Shows the connections in the file; keeps those whose rows you choose, and nobody else."""
    session = begin_session()
    from headway.formats import linkedin_connections

    found = linkedin_connections.read(read_whole(file), as_of=session.as_of)
    if not rows:
        return _show(found, words, json=json)
    chosen = [found[number - 1] for number in _read_rows(rows, len(found))]
    from headway.records import people_import

    kept = people_import.keep_people(ensure_owner(), chosen, session.ladder, recorded_at=now())
    if json:
        return print_json({"kept": kept, "chosen": len(chosen)})
    before = len(chosen) - len(kept)
    known = f" {before} were here before." if before else ""
    return say(f"{count_of(len(kept), 'person', 'people')} kept.{known}")


def _show(found: tuple["DraftFact", ...], words: str, *, json: bool) -> None:
    wanted = words.casefold().split()
    listed = [(n, d) for n, d in enumerate(found, 1) if all(w in _searched(d) for w in wanted)]
    if json:
        return print_json([{"row": number, "person": draft} for number, draft in listed])
    for number, draft in listed[:MOST_SHOWN]:
        say(f"{number}. {_name(draft)}")
    left = len(listed) - MOST_SHOWN
    if left > 0:
        say(f"{left} more; add words to look for after the file's name.")
    return note("Nothing is kept yet: choose with --rows, as --rows 3,7-9.")


def _name(draft: "DraftFact") -> str:
    body = draft.body
    if not isinstance(body, Contact):
        raise TypeError("Only people are proposed here.")
    what = ", ".join(filter(None, (body.title, body.organisation)))
    return f"{body.name} ({what})" if what else body.name


def _searched(draft: "DraftFact") -> str:
    return _name(draft).casefold()


def _read_rows(text: str, most: int) -> list[int]:
    """The numbers that "3,7-9" names, each once; raises InvalidInputError."""
    numbers: dict[int, None] = {}
    for part in text.split(","):
        first, _, last = part.partition("-")
        try:
            start, end = int(first), int(last or first)
        except ValueError:
            raise InvalidInputError(f"'{part}' is no row; write --rows 3,7-9.") from None
        if not 1 <= start <= end <= most:
            raise InvalidInputError(f"'{part}': the file has rows 1 to {most}.")
        numbers |= dict.fromkeys(range(start, end + 1))
    return list(numbers)


def export_people(
    file: Annotated[Path, typer.Argument(help="The new file, .csv or .vcf.")],
    json: AsJson = False,
) -> None:
    """Everybody as a table for spreadsheets, or as cards for an address book."""
    circle = people.find_circle(begin_session())
    ending = file.suffix.casefold()
    if ending not in (".csv", ".vcf"):
        raise InvalidInputError("Name a file that ends in .csv (a table) or .vcf (cards).")
    everybody = sorted(circle.people.values(), key=lambda p: p.contact.name.casefold())
    if ending == ".vcf":
        from headway.formats import vcard

        write_new(file, vcard.write(p.contact for p in everybody))
    else:
        from headway.records.people_table import write_people

        write_new(file, write_people(everybody).decode())
    if json:
        return print_json({"file": str(file), "people": len(everybody)})
    return say(f"{count_of(len(everybody), 'person', 'people')} in {file}.")


def delete_person(
    name: Annotated[str, typer.Argument(help="Their name.")],
    yes: Annotated[bool, typer.Option("--yes", help="Delete; this can't be undone.")] = False,
    mentions: Annotated[
        bool | None,
        typer.Option(
            "--mentions/--no-mentions",
            help="Also take the name out of entries about other things; "
            "else only where it has two words or more.",
        ),
    ] = None,
    blacken: Annotated[
        list[str] | None,
        typer.Option(
            help="A line in which they may be meant, by its id as shown, or all; the name goes there."
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Deletes somebody wholly: every version of every entry about them. Without --yes shows what goes."""
    session = begin_session()
    person = people.find_person(session, name)
    from headway.records import contacts

    owner = ensure_owner()
    if not yes:
        traces = contacts.find_traces(owner, person)
        return print_json(traces) if json else _say_traces(traces, mentions)
    found = contacts.find_traces(owner, person)
    chosen = contacts.choose_hints(found, blacken or ())
    takes_out = found.is_name_telling if mentions is None else mentions
    contacts.erase_contact(owner, person, with_mentions=takes_out, blacken=chosen)
    if json:
        return print_json({"erased": found, "with_mentions": takes_out, "blackened": chosen})
    named = "; the name is taken out of" if takes_out else "; the name stays in"
    other = count_of(len(found.mentions), "other entry", "other entries")
    say(f"Deleted: {count_of(len(found.facts), 'entry', 'entries')} about them{named} {other}.")
    left = len(found.hints) - len(chosen)
    if found.hints:
        say(
            f"Blackened in {count_of(len(chosen), 'place', 'places')}; left as you wrote it in {left}."
        )
    return _say_copies(found)


def _say_traces(traces: "Traces", mentions: bool | None) -> None:
    from headway.core.wording.people import name_entries

    takes_out = traces.is_name_telling if mentions is None else mentions
    say(
        f"About {traces.name}: {count_of(len(traces.facts), 'entry', 'entries')}, past versions too."
    )
    if traces.mentions:
        what = "the name would be taken out" if takes_out else "they would stay; see --mentions"
        say(f"Named in {count_of(len(traces.mentions), 'other entry', 'other entries')}: {what}.")
    if traces.calibrations and takes_out:
        say("Calibrations of ratings that name them would go, to be made anew.")
    if traces.hints:
        say("Here they may be meant; each stays as it is unless you say --blacken with its id:")
    for hint in traces.hints:
        told = f"{hint.how}; {name_entries(hint.kinds)}, {say_date(hint.on)}"
        say(f"{hint.id} {hint.before}>{hint.word}<{hint.after} ({told})")
    _say_copies(traces)
    note("Nothing is deleted yet: add --yes. It can't be undone.")


def _say_copies(traces: "Traces") -> None:
    for path in traces.copies:
        say(f"A copy made before still holds what it held: {path}")
    say("Archives and backups that you took out yourself stay as they are; delete those too.")
