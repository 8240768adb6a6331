"""The commands about who sees which level: rate, ratings, assess."""

import sys
from dataclasses import replace
from datetime import date
from typing import Annotated, cast, get_args

import typer

from headway.cli import results
from headway.cli.marks import read_marks
from headway.cli.session import (
    AsJson,
    AsOf,
    Session,
    Target,
    begin_session,
    ensure_owner,
    now,
    read_day,
    today,
)
from headway.cli.terminal import note, print_json, say
from headway.core.dossier import Dossier, Fact
from headway.core.errors import InvalidInputError
from headway.core.ladder import Competency, Ladder, Role
from headway.core.ratings import RatingForm, RatingSource
from headway.core.standing import Standing, estimate_levels, next_question

CANT_SAY = -1
KEYS = "one key: a level's number, ? can't say, q stop"


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    app.command("rate", epilog="Example: headway rate communication=3 --source manager --by Ana")(
        rate
    )
    app.command("ratings", epilog="Example: headway ratings")(list_ratings)
    app.command("assess", epilog="Example: headway assess --target senior-product-manager")(assess)


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
    if source not in get_args(RatingSource):
        raise InvalidInputError(
            f"'{source}' is no source; say {', '.join(get_args(RatingSource))}."
        )
    if source != "self" and not by:
        raise InvalidInputError("Say who rates: --by NAME. In a personal record forms carry names.")
    owner = ensure_owner()
    form = RatingForm(
        rater=by or owner.name or "self",
        source=cast("RatingSource", source),
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


def assess(target: Target = None, json: AsJson = False) -> None:
    """Rates yourself in minutes: asks what tells most next; stop at any time with q."""
    session = begin_session()
    role = session.target_or_none(target)
    form = RatingForm(rater=ensure_owner().name or "self", source="self")
    asked: set[str] = set()
    while question := next_question(_standing(session, form, role), skip=asked):
        asked.add(question)
        answer = _ask(session.ladder.competency(question), session.ladder, len(asked))
        if answer is None:
            break
        form = _with_answer(form, question, answer)
    return _finish(session, form, role, json=json)


def _with_answer(form: RatingForm, competency: str, answer: int) -> RatingForm:
    """`form` with a level, or with no chance to see where the answer is CANT_SAY."""
    if answer == CANT_SAY:
        return replace(form, no_chance_to_see=(*form.no_chance_to_see, competency))
    return replace(form, marks={**form.marks, competency: answer})


def _standing(session: Session, form: RatingForm, role: Role | None) -> Standing:
    """The standing if the answers so far were kept today, seen as the person's own view alone."""
    facts = tuple(f for f in session.dossier.facts if not isinstance(f.body, RatingForm))
    if form.marks:
        facts = (*facts, _provisional(session, form))
    dossier = Dossier(owner=session.dossier.owner, time_zone=session.dossier.time_zone, facts=facts)
    return estimate_levels(dossier, session.ladder, as_of=session.as_of, compared_role=role)


def _provisional(session: Session, form: RatingForm) -> Fact:
    from uuid import UUID

    from headway.cli.session import now

    return Fact(id=UUID(int=1), body=form, happened_on=session.as_of, recorded_at=now())


def _ask(competency: Competency, ladder: Ladder, number: int) -> int | None:
    """The level answered, CANT_SAY, or None to stop."""
    note(f"\n{number}. {competency.name}: {competency.definition} ({KEYS})")
    for level in ladder.levels:
        acts = "; ".join(b.act.rstrip(".") for b in competency.behaviours_at(level.number)[:2])
        note(f"  {level.number} {level.name}: {acts or level.meaning}")
    while True:
        key = _read_key()
        if key in ("q", "", "\x1b"):
            return None
        if key == "?":
            return CANT_SAY
        if key.isdigit() and int(key) <= ladder.top_level:
            return int(key)
        note(f"'{key}' is no answer; {KEYS}.")


def _read_key() -> str:
    """One key in a terminal; the next line of what is piped in; empty at the end."""
    if sys.stdin.isatty():
        return typer.getchar().strip().casefold()
    return sys.stdin.readline().strip().casefold()[:1]


def _finish(session: Session, form: RatingForm, role: Role | None, *, json: bool) -> None:
    if not form.marks:
        raise typer.Exit(1) if json else _nothing_answered()
    keep_form(form, session.as_of)
    after = begin_session(session.as_of.isoformat())
    standing = estimate_levels(after.dossier, after.ladder, as_of=after.as_of, compared_role=role)
    if json:
        return print_json(standing)
    say(f"Kept your own view of {len(form.marks)} competencies.")
    results.show_standing(standing, after.ladder, role)
    if sharper := next_question(standing, skip=set()):
        name = after.ladder.competency(sharper).name
        say(f"What would sharpen this most: another person's view of {name} (headway rate).")
    return None


def _nothing_answered() -> typer.Exit:
    note("Nothing was answered, so nothing was kept.")
    return typer.Exit(0)
