"""The command calendar: everything that has a day, as a list or as a file for any calendar."""

from pathlib import Path
from typing import Annotated

import typer

from headway.cli.files import write_new
from headway.cli.session import AsJson, AsOf, begin_session
from headway.cli.terminal import note, print_json, say
from headway.core.errors import InvalidInputError


def register(app: typer.Typer) -> None:
    """Puts the command under its name."""
    app.command("calendar", epilog="Example: headway calendar headway.ics")(write_calendar)


def write_calendar(
    file: Annotated[
        Path | None, typer.Argument(help="The new file (.ics); without one they are listed.")
    ] = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Every date ahead: plan, sessions, actions, events, renewals, requests, certificates."""
    from headway.core.agenda import find_agenda
    from headway.core.wording.people import describe_agenda_entry

    session = begin_session(as_of)
    known = session.dossier.known_by(session.as_of)
    agenda = find_agenda(session.dossier, as_of=session.as_of)
    if not agenda:
        raise InvalidInputError("Nothing has a date yet: adopt a plan, or note an event.")
    if file:
        from headway.formats import ical

        last = max(fact.recorded_at for fact in known.facts)
        content = ical.write_agenda(agenda, written_at=last, owner=session.dossier.owner)
        write_new(file, content)
        note(f"{file}: import it into your calendar; importing a later one updates what is there.")
    if json:
        return print_json(agenda)
    for entry in () if file else agenda:
        until = f" to {entry.ends_on}" if entry.ends_on != entry.starts_on else ""
        say(f"{entry.starts_on}{until}  {describe_agenda_entry(entry)}")
    return None
