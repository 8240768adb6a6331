"""The commands that keep what the person tells: import, profile, log, evidence, rate, assess."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

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
from headway.cli.terminal import note, print_json, say, say_all
from headway.core.dossier import Fact, ImportedHistory
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.ladder import Ladder
from headway.core.money import check_currency, to_minor
from headway.core.profile import About, Aim, Position, match_title
from headway.core.ratings import RatingForm, check_form

SOURCES = ("self", "manager", "peer", "report", "stakeholder")


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
    app.command(
        "log", epilog='Example: headway log "Cut the release in two" --shows delivery-management=2'
    )(log)
    evidence = typer.Typer(help="The evidence kept so far, and drafts that wait for your word.")
    evidence.command("list", epilog="Example: headway evidence list --drafts")(list_evidence)
    evidence.command(
        "confirm", epilog="Example: headway evidence confirm 3f2a --shows communication=2"
    )(confirm_evidence)
    evidence.command("remove", epilog="Example: headway evidence remove 3f2a")(remove_evidence)
    app.add_typer(evidence, name="evidence")
    app.command("rate", epilog="Example: headway rate communication=3 --source manager --by Ana")(
        rate
    )
    app.command("ratings", epilog="Example: headway ratings")(list_ratings)


def import_file(
    file: Annotated[Path, typer.Argument(help="JSON Resume, LinkedIn export or Headway archive.")],
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it and keep nothing.")] = False,
    json: AsJson = False,
) -> None:
    """Brings in your history, or everything from an archive of Headway into an empty workspace."""
    from headway.cli.history import questions_about, read_history
    from headway.cli.session import local_time_zone

    if _is_archive(file):
        return _import_archive(file, json=json)
    history = read_history(file, today(local_time_zone()))
    if not json:
        _show_history(history)
    if not dry_run and not yes and _asks(json=json):
        history = _answer_questions(history)
        dry_run = not typer.confirm("Keep this?", default=True)
    added, known = (0, 0) if dry_run else _keep_history(history)
    report = ImportReport(
        source=history.source,
        is_kept=not dry_run,
        added_count=added,
        already_known_count=known,
        history=history,
        questions=tuple(questions_about(history)),
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
        dates = f"{body.started_on or 'unknown'} to {body.ended_on or ('now' if body.is_current else 'unknown')}"
        meaning = {"proposed": body.role, "confirmed": body.role, "ask": "please say which role"}
        say(
            f"- {body.title}, {body.organisation} ({dates}): {meaning.get(body.role_certainty, 'no role of this ladder')}"
        )
    drafts = [d.body for d in history.facts if isinstance(d.body, EvidenceItem)]
    tagged = sum(bool(item.tags) for item in drafts)
    say(f"- {len(drafts)} drafts of evidence, {tagged} with candidate competencies")
    say_all(history.notes)


def _answer_questions(history: ImportedHistory) -> ImportedHistory:
    from headway.formats import built_in

    facts = []
    for draft in history.facts:
        body = draft.body
        if isinstance(body, Position) and body.role_certainty == "ask":
            body = _ask_role(body, built_in.ladder())
        facts.append(replace(draft, body=body))
    return replace(history, facts=tuple(facts))


def _ask_role(position: Position, ladder: Ladder) -> Position:
    match = match_title(position.title, ladder)
    say(f"'{position.title}' at {position.organisation or 'an unnamed place'}: {match.question}")
    for number, slug in enumerate(match.roles, 1):
        say(f"  {number} {ladder.role(slug).title}")
    say("  0 none of these")
    answer = typer.prompt("Number", type=int, default=0)
    if 1 <= answer <= len(match.roles):
        return replace(position, role=match.roles[answer - 1], role_certainty="confirmed")
    return replace(position, role="", role_certainty="none")


def _keep_history(history: ImportedHistory) -> tuple[int, int]:
    name = next((d.body.name for d in history.facts if isinstance(d.body, About)), "")
    owner = ensure_owner(name)
    from headway.formats import built_in
    from headway.records import bridge

    ladder = bridge.keep_ladder(built_in.ladder(), recorded_at=now())
    recorded = bridge.record_facts(owner, history.facts, recorded_at=now(), ladder=ladder)
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
    if name is not None or time_zone is not None:
        _change_person(name, time_zone)
    told = (target, by, hours_per_week, budget_per_year, currency, current_role)
    if any(value is not None for value in told):
        _keep_aim(session, *told)
    if name is not None or any(value is not None for value in told):
        session = begin_session(as_of)
    known = session.dossier.known_by(session.as_of)
    if json:
        return print_json(
            {
                "about": known.latest(About),
                "aim": session.aim,
                "facts": [body for _, body in known.each(Position)],
            }
        )
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
    if hours_per_week is not None and not 0 <= hours_per_week <= 168:
        raise InvalidInputError("A week has 168 hours; say how many of them you can give.")
    if code != aim.currency and budget_per_year is None and aim.budget_per_year_minor:
        raise InvalidInputError(f"Say the budget in {code} too: --budget-per-year AMOUNT.")
    held = aim.current_role if current_role is None else current_role
    new = Aim(
        target_role=session.ladder.role(target).slug if target else aim.target_role,
        by=read_day(by) if by else aim.by,
        hours_per_week=aim.hours_per_week if hours_per_week is None else hours_per_week,
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
        say(
            f"{aim.hours_per_week:g} hours a week, {aim.budget_per_year_minor / 100:g} {aim.currency} a year"
        )
    else:
        say("No aim yet: headway profile --target ROLE")
    for fact, body in known.each(Position):
        say(
            f"- {fact.happened_on}: {body.title}, {body.organisation} [{body.role or body.role_certainty}]"
        )


def log(
    text: Annotated[str, typer.Argument(help="What you did, in a sentence.")],
    shows: Annotated[
        list[str] | None,
        typer.Option(help="A competency and the level it shows, as communication=2."),
    ] = None,
    supports: Annotated[
        list[str] | None, typer.Option(help="An experience or responsibility that it supports.")
    ] = None,
    seen_by: Annotated[list[str] | None, typer.Option(help="Who saw it.")] = None,
    link: Annotated[str, typer.Option(help="Where it can be looked at.")] = "",
    on: Annotated[str | None, typer.Option(help="The day, YYYY-MM-DD; else today.")] = None,
    json: AsJson = False,
) -> None:
    """Keeps what you did as evidence, and says which competencies it may show."""
    cleaned = " ".join(text.split())
    if not cleaned:
        raise InvalidInputError("Say what you did, in a sentence.")
    owner = ensure_owner()
    from headway.records import bridge

    day = read_day(on) if on else today(owner.time_zone)
    if day > today(owner.time_zone):
        raise InvalidInputError(f"{day} is still to come; log it when it has happened.")
    item = EvidenceItem(
        text=cleaned,
        tags=_read_tags(shows) if shows else _candidates(cleaned),
        expectations=_read_expectations(supports or []),
        support="corroborated" if seen_by else "claimed",
        corroborated_by=tuple(seen_by or ()),
        source="log",
        link=link,
    )
    fact_id = bridge.record_fact(owner, item, happened_on=day, recorded_at=now())
    if json:
        return print_json({"id": fact_id, "happened_on": day, "evidence": item})
    say(f"Kept as {str(fact_id)[:8]}.")
    if item.tags and not shows:
        say("It may show " + ", ".join(tag.competency for tag in item.tags) + ".")
        say(
            f"Say the level: headway evidence confirm {str(fact_id)[:8]} --shows {item.tags[0].competency}=2"
        )
    return None


def _candidates(text: str) -> tuple[CompetencyTag, ...]:
    from headway.core.evidence import compile_phrases, suggest_competencies
    from headway.formats import built_in

    found = suggest_competencies(text, compile_phrases(built_in.phrases()))
    return tuple(CompetencyTag(competency=slug) for slug in found)


def _read_tags(texts: list[str]) -> tuple[CompetencyTag, ...]:
    return tuple(
        CompetencyTag(competency=slug, level=level) for slug, level in read_marks(texts).items()
    )


def read_marks(texts: list[str]) -> dict[str, int]:
    """Competencies with levels, from texts such as communication=3; a level may be its name."""
    from headway.formats import built_in

    ladder = built_in.ladder()
    names = {level.name.casefold(): level.number for level in ladder.levels}
    marks = {}
    for text in texts:
        slug, _, level = text.partition("=")
        number = names.get(level.strip().casefold())
        if number is None and not level.strip().isdigit():
            raise InvalidInputError(
                f"'{text}': write a competency and a level, as communication=3."
            )
        marks[slug.strip()] = int(level) if number is None else number
    check_form(RatingForm(rater="", source="self", marks=marks), ladder)
    return marks


def _read_expectations(slugs: list[str]) -> tuple[str, ...]:
    from headway.formats import built_in

    ladder = built_in.ladder()
    known = {e.slug for e in ladder.experiences}
    known |= {r.slug for role in ladder.roles for r in role.responsibilities}
    for slug in slugs:
        if slug not in known:
            raise UnknownNameError(
                f"This ladder has no experience or responsibility '{slug}'; "
                "`headway ladder show ROLE` names them."
            )
    return tuple(slugs)


def list_evidence(
    drafts: Annotated[bool, typer.Option("--drafts", help="Only drafts.")] = False,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """The evidence, newest first, each with the competencies it supports and who saw it."""
    session = begin_session(as_of)
    known = session.dossier.known_by(session.as_of)
    rows = [(f, item) for f, item in known.each(EvidenceItem) if item.is_draft or not drafts]
    rows.reverse()
    if json:
        return print_json([f for f, _ in rows])
    for fact, item in rows:
        _say_evidence(fact, item)
    if not rows:
        say('Nothing here yet: headway log "what I did".')
    return None


def _say_evidence(fact: Fact, item: EvidenceItem) -> None:
    tags = ", ".join(
        tag.competency + (f"={tag.level}" if tag.level is not None else "?") for tag in item.tags
    )
    state = "draft" if item.is_draft else item.support
    say(f"{str(fact.id)[:8]} {fact.happened_on} [{state}] {item.text} ({tags or 'no competency'})")


def confirm_evidence(
    fact: Annotated[str, typer.Argument(help="The first characters of its id.")],
    shows: Annotated[list[str] | None, typer.Option(help="As communication=2.")] = None,
    supports: Annotated[list[str] | None, typer.Option(help="An experience it supports.")] = None,
    seen_by: Annotated[list[str] | None, typer.Option(help="Who saw it.")] = None,
    json: AsJson = False,
) -> None:
    """Says that a draft is true, and what it shows; also corrects evidence kept before."""
    session = begin_session()
    found, item = _find_evidence(session, fact)
    new = replace(
        item,
        is_draft=False,
        tags=_read_tags(shows) if shows else item.tags,
        expectations=_read_expectations(supports) if supports else item.expectations,
        support="corroborated" if seen_by else item.support,
        corroborated_by=tuple(seen_by) if seen_by else item.corroborated_by,
    )
    from headway.records import bridge

    fact_id = bridge.correct_fact(ensure_owner(), found.id, new, recorded_at=now())
    if json:
        return print_json({"id": fact_id, "evidence": new})
    return say(f"Confirmed; it is {str(fact_id)[:8]} now.")


def remove_evidence(
    fact: Annotated[str, typer.Argument(help="The first characters of its id.")],
) -> None:
    """Takes evidence back; what was known before stays known for earlier days."""
    session = begin_session()
    found, item = _find_evidence(session, fact)
    from headway.records import bridge

    bridge.retract_fact(ensure_owner(), found.id, recorded_at=now())
    say(f"Taken back: {item.text}")


def _find_evidence(session: Session, start: str) -> tuple[Fact, EvidenceItem]:
    known = session.dossier.known_by(session.as_of)
    found = [(f, i) for f, i in known.each(EvidenceItem) if str(f.id).startswith(start.casefold())]
    if len(found) != 1 or len(start) < 4:
        raise UnknownNameError(
            f"{len(found)} pieces of evidence have an id that begins with '{start}'; "
            "give at least 4 characters as `headway evidence list` shows them."
        )
    return found[0]


def rate(
    marks: Annotated[
        list[str], typer.Argument(help="Competencies with levels, as communication=3.")
    ],
    source: Annotated[
        str, typer.Option(help="self, manager, peer, report or stakeholder.")
    ] = "self",
    by: Annotated[str, typer.Option(help="Who rates; kept under this name.")] = "",
    on: Annotated[str | None, typer.Option(help="The day, YYYY-MM-DD; else today.")] = None,
    json: AsJson = False,
) -> None:
    """Keeps one rater's view: your own, or somebody else's under their name."""
    if source not in SOURCES:
        raise InvalidInputError(f"'{source}' is no source; say {', '.join(SOURCES)}.")
    if source != "self" and not by:
        raise InvalidInputError("Say who rates: --by NAME. In a personal record forms carry names.")
    owner = ensure_owner()
    form = RatingForm(
        rater=by or owner.name or "self",
        source=next(s for s in SOURCES if s == source),  # type: ignore[arg-type]
        marks=read_marks(marks),
    )
    day = read_day(on) if on else today(owner.time_zone)
    if day > today(owner.time_zone):
        raise InvalidInputError(f"{day} is still to come; rate what was seen by then.")
    keep_form(form, day)
    if json:
        return print_json(form)
    return say(
        f"Kept {len(form.marks)} marks by {form.rater}. headway standing shows what follows."
    )


def keep_form(form: RatingForm, day: date) -> None:
    """Keeps a form with the ladder version it was made under."""
    from headway.formats import built_in
    from headway.records import bridge

    ladder = bridge.keep_ladder(built_in.ladder(), recorded_at=now())
    bridge.record_fact(ensure_owner(), form, happened_on=day, recorded_at=now(), ladder=ladder)


def list_ratings(as_of: AsOf = None, json: AsJson = False) -> None:
    """The forms kept so far, yours and others'; yours count only until somebody else has rated."""
    session = begin_session(as_of)
    known = session.dossier.known_by(session.as_of)
    rows = list(known.each(RatingForm))
    if json:
        return print_json([fact for fact, _ in rows])
    for fact, form in rows:
        marks = ", ".join(f"{slug}={level}" for slug, level in form.marks.items())
        say(f"{fact.happened_on} {form.rater} ({form.source}): {marks}")
    if not rows:
        note("Nobody has rated yet: headway assess, or headway rate.")
    return None
