"""The commands about who one is and where one wants to go: import, profile."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from headway.cli.history import questions_about, read_history
from headway.cli.session import (
    AsJson,
    AsOf,
    Session,
    begin_session,
    ensure_owner,
    now,
    read_day,
    today,
)
from headway.cli.terminal import print_json, say, say_all
from headway.core.development import LearningEntry
from headway.core.dossier import ImportedHistory, tell_profile
from headway.core.errors import InvalidInputError
from headway.core.evidence import EvidenceItem
from headway.core.ladder import Ladder
from headway.core.money import check_currency, format_minor, to_minor
from headway.core.profile import About, Aim, Position, check_by, check_hours, match_title
from headway.core.wording import count_of


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import found and what it changed."""

    source: str
    is_kept: bool
    added_count: int
    already_known_count: int
    history: ImportedHistory
    questions: tuple[str, ...]


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    app.command("import", epilog="Example: headway import linkedin-export.zip")(import_file)
    app.command("profile", epilog="Example: headway profile --target senior-product-manager")(
        show_profile
    )


def import_file(
    file: Annotated[Path, typer.Argument(help="JSON Resume, LinkedIn export or Headway archive.")],
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it and keep nothing.")] = False,
    as_of: Annotated[
        str | None, typer.Option(help="Believe no date after that day; else after today.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Brings in your history, or everything from an archive of Headway into an empty workspace."""
    if _is_archive(file):
        return _import_archive(file, json=json)
    session = begin_session()
    history = read_history(file, read_day(as_of) if as_of else session.as_of, session)
    if not json:
        _show_history(history)
    if not dry_run and not yes:
        if not _asks(json=json):
            raise InvalidInputError("Nothing was kept: add --yes to keep it without being asked.")
        history = _answer_questions(history, session.ladder)
        dry_run = not typer.confirm("Keep this?", default=True)
    added, known = (0, 0) if dry_run else _keep_history(history, session.ladder)
    report = ImportReport(
        source=history.source,
        is_kept=not dry_run,
        added_count=added,
        already_known_count=known,
        history=history,
        questions=tuple(questions_about(history, session.ladder)),
    )
    return print_json(report) if json else _say_report(report)


def _asks(*, json: bool) -> bool:
    """Whether somebody is there to answer."""
    import sys

    return sys.stdin.isatty() and not json


def _is_archive(file: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(file) as archive:
            return "manifest.json" in archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def _import_archive(file: Path, *, json: bool) -> None:
    from headway.cli.session import open_workspace

    open_workspace()
    from headway.records import archive

    imported = archive.import_archive(file)
    if json:
        return print_json({"facts": imported.fact_count, "ladders": imported.ladder_count})
    return say(f"{imported.fact_count} facts are here now, with their ids and dates.")


def _show_history(history: ImportedHistory) -> None:
    positions = [(d, d.body) for d in history.facts if isinstance(d.body, Position)]
    say(f"From {history.source}:")
    for _, body in positions:
        last = body.ended_on or ("now" if body.is_current else "unknown")
        meaning = body.role or ("role unclear" if body.role_certainty == "ask" else "no role here")
        dates = f"{body.started_on or 'unknown'} to {last}"
        place = f", {body.organisation}" if body.organisation else ""
        say(f"- {body.title}{place} ({dates}): {meaning}")
    drafts = [d.body for d in history.facts if isinstance(d.body, EvidenceItem)]
    tagged = sum(bool(item.tags) for item in drafts)
    number = count_of(len(drafts), "draft of evidence", "drafts of evidence")
    say(f"- {number}, {tagged} with candidate competencies")
    if learnt := sum(isinstance(d.body, LearningEntry) for d in history.facts):
        say(f"- {count_of(learnt, 'course or certificate', 'courses and certificates')} taken")
    say_all(history.notes)


def _answer_questions(history: ImportedHistory, ladder: Ladder) -> ImportedHistory:
    facts = []
    for draft in history.facts:
        body = draft.body
        if isinstance(body, Position) and body.role_certainty == "ask":
            body = _ask_role(body, ladder)
        facts.append(replace(draft, body=body))
    return replace(history, facts=tuple(facts))


def _ask_role(position: Position, ladder: Ladder) -> Position:
    match = match_title(position.title, ladder)
    say(f"'{position.title}' at {position.organisation or 'an unnamed place'}: {match.question}")
    for number, slug in enumerate(match.roles, 1):
        say(f"  {number} {ladder.role(slug).title}")
    say("  0 none of these; Enter leaves it open")
    while True:
        answer = typer.prompt("Number", default="", show_default=False).strip()
        if not answer:
            return position
        if answer == "0":
            return replace(position, role="", role_certainty="none")
        if answer.isdigit() and int(answer) <= len(match.roles):
            role = match.roles[int(answer) - 1]
            return replace(position, role=role, role_certainty="confirmed")
        say(f"'{answer}' is none of these numbers.")


def _keep_history(history: ImportedHistory, ladder: Ladder) -> tuple[int, int]:
    name = next((d.body.name for d in history.facts if isinstance(d.body, About)), "")
    owner = ensure_owner(name)
    from headway.records import bridge

    version = bridge.keep_ladder(ladder, recorded_at=now())
    recorded = bridge.record_facts(owner, history.facts, recorded_at=now(), ladder=version)
    return len(recorded.added), len(recorded.already_known)


def _say_report(report: ImportReport) -> None:
    if not report.is_kept:
        return say("Nothing was kept.")
    say(f"Kept {report.added_count} facts; {report.already_known_count} were known before.")
    say_all(report.questions)
    return say("Next: headway profile --target ROLE, then headway assess and headway gap.")


def show_profile(
    name: Annotated[str | None, typer.Option(help="Your name.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="As Europe/Berlin.")] = None,
    target: Annotated[str | None, typer.Option(help="The role you want.")] = None,
    by: Annotated[str | None, typer.Option(help="By when, YYYY-MM-DD.")] = None,
    hours_per_week: Annotated[float | None, typer.Option(help="Hours you can give.")] = None,
    budget_per_year: Annotated[str | None, typer.Option(help="Money you can give.")] = None,
    currency: Annotated[str | None, typer.Option(help="In which currency.")] = None,
    current_role: Annotated[
        str | None, typer.Option(help="The role you hold, or none; overrides your titles.")
    ] = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Who you are, which roles you held and where you want to go; options change it."""
    session = begin_session(as_of)
    if name is not None and not name.strip():
        raise InvalidInputError("A name needs at least one letter.")
    if name is not None or time_zone is not None:
        _change_person(name, time_zone)
    told = (target, by, hours_per_week, budget_per_year, currency, current_role)
    if any(value is not None for value in told):
        if as_of:
            raise InvalidInputError("What you say of yourself holds from today; leave out --as-of.")
        _keep_aim(session, *told)
    if name is not None or any(value is not None for value in told):
        session = begin_session(as_of)
    known = session.dossier.known_by(session.as_of)
    if json:
        return print_json(tell_profile(known))
    return _say_profile(session)


def _change_person(name: str | None, time_zone: str | None) -> None:
    from headway.records import bridge

    owner = ensure_owner(name or "")
    bridge.change_person(
        owner, name=owner.name if name is None else name, time_zone=time_zone or owner.time_zone
    )
    if name is not None:
        bridge.record_fact(
            owner, About(name=name), happened_on=today(owner.time_zone), recorded_at=now()
        )


def _keep_aim(
    session: Session,
    target: str | None,
    by: str | None,
    hours_per_week: float | None,
    budget_per_year: str | None,
    currency: str | None,
    current_role: str | None,
) -> None:
    from headway.records import bridge

    aim = session.aim or Aim(target_role="")
    code = check_currency(currency) if currency else aim.currency
    if code != aim.currency and budget_per_year is None and aim.budget_per_year_minor:
        raise InvalidInputError(f"Say the budget in {code} too: --budget-per-year AMOUNT.")
    held = aim.current_role if current_role is None else current_role
    new = Aim(
        target_role=session.ladder.role(target).slug if target else aim.target_role,
        by=check_by(read_day(by), as_of=session.as_of) if by else aim.by,
        hours_per_week=(
            aim.hours_per_week if hours_per_week is None else check_hours(hours_per_week)
        ),
        budget_per_year_minor=(
            aim.budget_per_year_minor
            if budget_per_year is None
            else to_minor(budget_per_year, code)
        ),
        currency=code,
        current_role=held if held in ("", "none") else session.ladder.role(held).slug,
    )
    bridge.record_fact(ensure_owner(), new, happened_on=session.as_of, recorded_at=now())


def _say_profile(session: Session) -> None:
    from headway.core.dossier import find_held_role

    known = session.dossier.known_by(session.as_of)
    about, aim = known.latest(About), session.aim
    say(about.name if about else "No name kept yet.")
    held = find_held_role(known, session.ladder, session.as_of)
    say(f"Role held: {held.title if held else 'none known'}")
    if aim and aim.target_role:
        by = f" by {aim.by}" if aim.by else ""
        say(f"Aim: {session.ladder.role(aim.target_role).title}{by}")
        budget = format_minor(aim.budget_per_year_minor, aim.currency)
        say(f"{aim.hours_per_week:g} hours a week, {budget} a year")
    else:
        say("No aim yet: headway profile --target ROLE")
    for fact, body in known.each(Position):
        say(
            f"- {fact.happened_on}: {body.title}, {body.organisation} [{body.role or body.role_certainty}]"
        )
