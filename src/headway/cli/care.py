"""The commands around the record: demo, export, backup, restore, doctor, serve."""

from pathlib import Path
from typing import Annotated

import typer

from headway.cli.session import (
    AsJson,
    AsOf,
    choose_workspace,
    find_workspace,
    open_workspace,
    read_day,
    session_for,
    today,
)
from headway.cli.terminal import print_json, say, working
from headway.core.errors import InvalidInputError

NEXT_STEPS = """
This was a sample: nothing was kept. With your own history:
  headway import resume.json       a JSON Resume file or a LinkedIn export (.zip)
  headway profile --target senior-product-manager --hours-per-week 4 --budget-per-year 1500
  headway assess                   your own view, in minutes
  headway gap                      what is missing
  headway plan                     what to do, when
  headway serve                    the same in your browser"""

# The same each time: a browser keeps what was typed by address and port.
USUAL_PORT = 8765


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    app.command("demo", epilog="Example: headway demo")(demo)
    app.command("export", epilog="Example: headway export everything.zip")(export)
    app.command("backup", epilog="Example: headway backup headway-backup.sqlite3")(back_up)
    app.command("restore", epilog="Example: headway restore headway-backup.sqlite3")(restore)
    app.command("doctor", epilog="Example: headway doctor")(examine)
    app.command("serve", epilog="Example: headway serve --sample")(serve)


def demo(as_of: AsOf = None, json: AsJson = False) -> None:
    """The whole way for a fictional person: standing, gap, plan, packet. Keeps nothing."""
    from headway.cli import results
    from headway.cli.plan_living import show_changes
    from headway.core.journey import travel
    from headway.core.plan import PlanWish
    from headway.core.profile import Aim
    from headway.formats import built_in

    day = read_day(as_of) if as_of else today("Europe/London")
    session = session_for(built_in.sample_dossier(day), day.isoformat())
    aim = session.aim or Aim(target_role="senior-product-manager")
    wish = PlanWish(
        target_role=aim.target_role,
        by=aim.by or day,
        hours_per_week=aim.hours_per_week,
        budget_per_year_minor=aim.budget_per_year_minor,
        currency=aim.currency,
    )
    with working("Looking for the best plan ..."):
        journey = travel(
            session.dossier, session.ladder, session.catalogue, wish, as_of=session.as_of
        )
    if json:
        return print_json(journey)
    role = session.ladder.role(wish.target_role)
    say("Robin Sample is fictional; the ladder, the catalogue and the methods are real.")
    results.show_standing(journey.standing, session.ladder, role)
    results.show_gap(journey.gap, is_whole=False)
    results.show_plan(journey.plan, session.ladder)
    show_changes(journey.plan)
    results.show_packet_summary(journey.packet)
    typer.echo(NEXT_STEPS)
    return None


def export(
    file: Annotated[Path, typer.Argument(help="The new zip file.")], json: AsJson = False
) -> None:
    """Everything about you in one archive of open files, for any other Headway or none."""
    open_workspace()
    from headway.records import access, archive

    owner = access.workspace_owner()
    if owner is None:
        raise InvalidInputError("There is nothing to export yet.")
    written = archive.export_archive(owner, file)
    return print_json({"file": str(written)}) if json else say(f"Everything is in {written}.")


def back_up(
    file: Annotated[Path, typer.Argument(help="The new file.")], json: AsJson = False
) -> None:
    """A checked copy of the whole database."""
    workspace = open_workspace()
    from headway.records import backup

    written = backup.back_up(workspace, file)
    return print_json({"file": str(written)}) if json else say(f"The copy is {written}.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `headway backup` wrote.")],
    json: AsJson = False,
) -> None:
    """Puts a backup in place of the database; the former one is kept aside."""
    workspace = find_workspace()
    from headway.records import backup

    aside = backup.restore(workspace, file)
    if json:
        return print_json({"kept_aside": str(aside) if aside else None})
    kept = f" What was here before is {aside}." if aside else ""
    return say(f"Restored from {file}.{kept}")


def examine(json: AsJson = False) -> None:
    """Looks at this installation and says what is well and what is not; exit code 1 if not."""
    workspace = find_workspace()
    from headway.records.doctor import examine as look

    findings = look(workspace)
    if json:
        print_json(findings)
    else:
        for finding in findings:
            say(f"{'ok' if finding.ok else '!!'}  {finding.text}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def serve(
    port: Annotated[int, typer.Option(help="The port; 0 takes any that is free.")] = USUAL_PORT,
    sample: Annotated[
        bool, typer.Option("--sample", help="Show the fictional person instead of you.")
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    for_others: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Let others reach the private links of your requests, and nothing else, at this address: "
            "http://ada-laptop:8766, or https://… of a proxy of yours.",
        ),
    ] = None,
    others_port: Annotated[
        int | None,
        typer.Option(help="Where this machine listens for them; else the address's port, or 8766."),
    ] = None,
) -> None:
    """The pages in your browser, for this machine only, until Ctrl-C."""
    from headway.web.others import read_others

    if others_port is not None and for_others is None:
        raise InvalidInputError("--others-port goes with --for-others ADDRESS.")
    others = read_others(for_others, others_port) if for_others is not None else None
    workspace = open_workspace()
    choose_workspace(workspace.folder)
    from headway.web import serving

    serving.serve(workspace.folder, port, sample=sample, open_browser=browser, others=others)


def open_pages() -> None:
    """As `serve`, but where the usual port is taken, by another Headway say, at any that is free."""
    from headway.web import listening

    try:
        port = listening.find_port(USUAL_PORT)
    except InvalidInputError:
        port = 0
    serve(port)
