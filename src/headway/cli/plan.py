"""The commands about what to do: plan, done."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from headway.cli.session import (
    AsJson,
    AsOf,
    On,
    Session,
    begin_session,
    ensure_owner,
    now,
    read_day,
    session_for,
    today,
)
from headway.cli.terminal import note, print_json, say, working
from headway.core.dossier import with_held_role
from headway.core.errors import InvalidInputError
from headway.core.evidence import Completion, EvidenceItem, Outcome, evidence_of_completion
from headway.core.money import check_currency, to_minor
from headway.core.profile import Aim

if TYPE_CHECKING:
    from headway.core.plan import Plan, PlanWish

# Where the person has named no day.
USUAL_HORIZON = timedelta(days=365)
OUTCOMES = get_args(Outcome)


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    app.command(
        "plan",
        epilog=(
            "Examples: headway plan --hours-per-week 4 --budget-per-year 1500; "
            "headway plan --resume resume.json --target director-of-product-management"
        ),
    )(show_plan)
    app.command("done", epilog="Example: headway done rehearse-interview-guides --hours 12")(
        tell_outcome
    )


def show_plan(
    target: Annotated[str | None, typer.Option(help="The role you want.")] = None,
    by: Annotated[
        str | None, typer.Option(help="The last day, YYYY-MM-DD; else in a year.")
    ] = None,
    hours_per_week: Annotated[float | None, typer.Option(help="Hours you can give.")] = None,
    budget_per_year: Annotated[str | None, typer.Option(help="Money you can give.")] = None,
    currency: Annotated[str | None, typer.Option(help="The currency of the budget.")] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option(help="What one unit of another currency costs, as USD=0.79."),
    ] = None,
    pin: Annotated[list[str] | None, typer.Option(help="An opportunity it must hold.")] = None,
    drop: Annotated[list[str] | None, typer.Option(help="An opportunity to leave out.")] = None,
    resume: Annotated[
        Path | None,
        typer.Option(help="Plan from this JSON Resume or LinkedIn zip alone; nothing is kept."),
    ] = None,
    held_role: Annotated[
        str | None, typer.Option(help="The role you hold, or none; else as your titles say.")
    ] = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Keep this plan as yours.")] = False,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """What to do and when: the best dated plan within your hours and money, and what binds."""
    from headway.cli import results

    if adopt and resume:
        raise InvalidInputError("A plan from --resume keeps nothing, so it can't be adopted.")
    session = _with_held_role(
        _resume_session(resume, as_of) if resume else begin_session(as_of), held_role
    )
    if session.aim is None and None in (hours_per_week, budget_per_year):
        usual = Aim(target_role="")
        note(
            f"Where you named no limit, {usual.hours_per_week:g} hours a week and no money are "
            "assumed: --hours-per-week, --budget-per-year."
        )
    wish = _wish(session, target, by, hours_per_week, budget_per_year, currency, rate, pin, drop)
    plan = _review(session, wish, whole=resume is not None and not json)
    if adopt:
        _adopt(plan, session)
    if json:
        return print_json(plan)
    results.show_plan(plan, session.ladder)
    if adopt:
        say("Adopted. `headway done NAME` ticks a step; `headway progress` compares.")
    return None


def _resume_session(path: Path, as_of: str | None) -> Session:
    """A session about the person in a file, whom nothing else is known of and nothing is kept of."""
    from headway.cli.history import dossier_from_file
    from headway.cli.session import local_time_zone

    zone = local_time_zone()
    day = read_day(as_of) if as_of else today(zone)
    dossier, notes = dossier_from_file(path, day)
    for text in notes:
        note(text)
    # The same day throughout: where this machine stands it may be another than in UTC.
    return session_for(dossier, day.isoformat())


def _with_held_role(session: Session, held_role: str | None) -> Session:
    """The session of somebody who says which role they hold, whatever their titles say."""
    if held_role is None:
        return session
    slug = "none" if held_role == "none" else session.ladder.role(held_role).slug
    dossier = with_held_role(session.dossier, slug, as_of=session.as_of)
    return replace(session, dossier=dossier)


def _wish(
    session: Session,
    target: str | None,
    by: str | None,
    hours_per_week: float | None,
    budget_per_year: str | None,
    currency: str | None,
    rate: list[str] | None,
    pin: list[str] | None,
    drop: list[str] | None,
) -> "PlanWish":
    """What is asked for, completed by what the person said before."""
    from headway.core.plan import PlanWish

    role = session.target_role(target)
    aim = session.aim or Aim(target_role=role.slug)
    code = check_currency(currency or aim.currency)
    if budget_per_year is not None:
        budget = to_minor(budget_per_year, code)
    elif code == aim.currency:
        budget = aim.budget_per_year_minor
    else:
        raise InvalidInputError(f"Say the budget in {code} too: --budget-per-year AMOUNT.")
    return PlanWish(
        target_role=role.slug,
        by=read_day(by) if by else (aim.by or session.as_of + USUAL_HORIZON),
        hours_per_week=aim.hours_per_week if hours_per_week is None else hours_per_week,
        budget_per_year_minor=budget,
        currency=code,
        rates=_read_rates(rate or []),
        pinned=tuple(pin or ()),
        dropped=tuple(drop or ()),
    )


def _read_rates(texts: list[str]) -> dict[str, Decimal]:
    rates = {}
    for text in texts:
        code, _, factor = text.partition("=")
        try:
            rates[check_currency(code)] = Decimal(factor)
        except InvalidOperation:
            raise InvalidInputError(f"'{text}' is no rate; write it as USD=0.79.") from None
    return rates


def _review(session: Session, wish: "PlanWish", *, whole: bool) -> "Plan":
    """The plan; with `whole` where one stands and what is missing are shown before it."""
    from headway.cli import results
    from headway.core.gap import find_gaps
    from headway.core.plan import make_plan
    from headway.core.standing import estimate_levels

    role = session.ladder.role(wish.target_role)
    standing = estimate_levels(
        session.dossier, session.ladder, as_of=session.as_of, compared_role=role
    )
    with working("Looking for the best plan ..."):
        plan = make_plan(
            session.dossier, standing, session.ladder, session.catalogue, wish, as_of=session.as_of
        )
    if whole:
        gap = find_gaps(session.dossier, standing, session.ladder, role, as_of=session.as_of)
        held = (
            session.ladder.role(standing.held_role).title if standing.held_role else "no role yet"
        )
        say(f"Role held now or last: {held}. Wanted: {role.title}.")
        results.show_standing(standing, session.ladder, role, is_kept=False)
        results.show_gap(gap, is_whole=False, is_kept=False)
    return plan


def _adopt(plan: "Plan", session: Session) -> None:
    from headway.core.dossier import AdoptedPlan
    from headway.records import bridge

    owner = ensure_owner()
    kept = bridge.keep_ladder(session.ladder, recorded_at=now())
    body = AdoptedPlan(document=bridge.document_of(plan))
    bridge.record_fact(owner, body, happened_on=session.as_of, recorded_at=now(), ladder=kept)


def tell_outcome(
    opportunity: Annotated[str, typer.Argument(help="Its name, as `headway learn list` shows.")],
    outcome: Annotated[str, typer.Option(help="begun, done, late or cancelled.")] = "done",
    on: On = None,
    hours: Annotated[float | None, typer.Option(help="Hours it took.")] = None,
    cost: Annotated[str | None, typer.Option(help="What you paid.")] = None,
    currency: Annotated[str, typer.Option(help="In which currency.")] = "GBP",
    reflection: Annotated[str, typer.Option(help="What changed at work.")] = "",
    json: AsJson = False,
) -> None:
    """What became of a step: done, begun, late or cancelled. A finished one becomes evidence."""
    if outcome not in OUTCOMES:
        raise InvalidInputError(f"'{outcome}' is no outcome; say {', '.join(OUTCOMES)}.")
    if hours is not None and not 0 <= hours <= 10_000:
        raise InvalidInputError(f"{hours:g} hours can't be; say how many hours it took.")
    session = begin_session()
    item = session.catalogue.opportunity(opportunity)
    day = read_day(on) if on else session.as_of
    if day > session.as_of:
        raise InvalidInputError(f"{day} is still to come; tell it when it has happened.")
    code = check_currency(currency)
    body = Completion(
        opportunity=item.slug,
        outcome=cast("Outcome", outcome),
        hours=hours,
        cost_minor=to_minor(cost, code) if cost is not None else None,
        currency=code if cost is not None else "",
        reflection=reflection,
    )
    evidence = evidence_of_completion(body, item.title, item.gives_experiences)
    kept = _keep_outcome(body, evidence if outcome == "done" else None, day)
    if json:
        return print_json(body)
    say(f"{item.title}: {outcome} on {day}.")
    if outcome == "done":
        say(f"Did it work? {item.worked_if}")
        say(f"It is evidence now, in your own words: {kept}. Somebody saw it?")
        say(f"  headway evidence confirm {kept} --seen-by NAME")
    return None


def _keep_outcome(body: Completion, evidence: EvidenceItem | None, day: date) -> str:
    """Keeps both or none; returns how the last one's id begins."""
    from headway.records import bridge

    bodies = (body,) if evidence is None else (body, evidence)
    ids = bridge.record_all(ensure_owner(), bodies, happened_on=day, recorded_at=now())
    return str(ids[-1])[:8]
