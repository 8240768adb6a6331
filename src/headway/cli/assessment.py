"""The assessment: one competency at a time, the most telling next, one key an answer."""

import sys
from dataclasses import replace
from datetime import date

import typer

from headway.cli import results
from headway.cli.ratings import keep_form
from headway.cli.session import Session, begin_session, ensure_owner
from headway.cli.terminal import note, print_json, say
from headway.core.dossier import Dossier, Fact
from headway.core.ladder import Competency, Ladder, Role
from headway.core.ratings import RatingForm
from headway.core.standing import Standing, estimate_levels, next_question

CANT_SAY = -1
RULE = "Take the highest level at which you did two of the three on separate occasions."
KEYS = "one key: a level's number, ? can't say, q stop"


def hold_assessment(session: Session, role: Role | None, day: date, *, json: bool) -> None:
    """Asks until everything is answered or the person stops, keeps the form, shows what follows."""
    note(RULE)
    form = RatingForm(rater=ensure_owner().name or "self", source="self")
    asked: set[str] = set()
    while question := next_question(_standing(session, form, role), skip=asked):
        asked.add(question)
        answer = _ask(session.ladder.competency(question), session.ladder, len(asked))
        if answer is None:
            break
        form = _with_answer(form, question, answer)
    _finish(form, role, day, json=json)


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
        acts = "; ".join(b.act.rstrip(".") for b in competency.behaviours_at(level.number))
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


def _finish(form: RatingForm, role: Role | None, day: date, *, json: bool) -> None:

    if not form.marks:
        raise typer.Exit(1) if json else _nothing_answered()
    keep_form(form, day)
    after = begin_session()
    standing = estimate_levels(after.dossier, after.ladder, as_of=after.as_of, compared_role=role)
    if json:
        return print_json(standing)
    say(f"Kept your own view of {len(form.marks)} competencies.")
    if standing.others_have_rated:
        say("Others have rated you, so it stands beside the estimate and does not count in it.")
    results.show_standing(standing, after.ladder, role)
    if sharper := next_question(standing, skip=set()):
        name = after.ladder.competency(sharper).name
        say(f"What would sharpen this most: another person's view of {name} (headway rate).")
    return None


def _nothing_answered() -> typer.Exit:
    note("Nothing was answered, so nothing was kept.")
    return typer.Exit(0)
