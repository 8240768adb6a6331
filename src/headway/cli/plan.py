"""The commands about what to do: plan, done."""

from dataclasses import replace
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
    read_day,
    session_for,
    today,
)
from headway.cli.terminal import note, print_json, say
from headway.core.dossier import with_held_role
from headway.core.errors import InvalidInputError
from headway.core.evidence import Completion, Outcome, check_day, check_hours_taken
from headway.core.money import check_currency, to_minor
from headway.core.profile import Aim

if TYPE_CHECKING:
    from headway.core.plan import Plan, PlanWish

OUTCOMES = get_args(Outcome)


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    app.command(
        "plan",
        epilog=(
            "Examples: headway plan --hours-per-week 4 --budget-per-year 1500; "
            "headway plan --ready --away 2027-08-02..2027-08-15; "
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
    ready: Annotated[
        bool, typer.Option("--ready", help="The earliest date by which it could be there.")
    ] = False,
    away: Annotated[
        list[str] | None,
        typer.Option(help="Days with no hours, or others: FROM..TO or FROM..TO=HOURS."),
    ] = None,
    at_once: Annotated[
        int | None, typer.Option(help="Things going on at once; 0 for any number, else 3.")
    ] = None,
    focus: Annotated[
        int | None, typer.Option(help="Competencies worked on at once; 0 for any, else 3.")
    ] = None,
    must: Annotated[
        list[str] | None, typer.Option(help="A competency that comes before the rest.")
    ] = None,
    curve: Annotated[
        str | None, typer.Option(help="What other hours, money or date would bring.")
    ] = None,
    why: Annotated[
        list[str] | None, typer.Option(help="Why this is in the plan, or why it is not.")
    ] = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Keep this plan as yours.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Plan anew, whatever plan you adopted.")
    ] = False,
    calendar: Annotated[
        Path | None, typer.Option(help="Write it as a calendar file (.ics) too.")
    ] = None,
    own_effects: Annotated[
        bool, typer.Option("--own-effects", help="Use effects found in your own record.")
    ] = False,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """What to do and when: the best dated plan within your hours and money, and what binds."""
    from headway.cli import plan_living, plan_why, plan_wishes
    from headway.core.plan import AskedNow, complete_wish

    if adopt and resume:
        raise InvalidInputError("A plan from --resume keeps nothing, so it can't be adopted.")
    plan_why.check(why, others=ready or curve is not None)
    session = _with_held_role(
        _resume_session(resume, as_of) if resume else begin_session(as_of), held_role
    )
    fresh = fresh or ready or resume is not None or held_role is not None
    in_force = None if fresh else plan_living.find_in_force(session)
    if own_effects:
        session = plan_living.with_own_effects(session)
    if not (session.aim or in_force) and None in (hours_per_week, budget_per_year):
        usual = Aim(target_role="")
        note(
            f"Where you named no limit, {usual.hours_per_week:g} hours a week and no money are "
            "assumed: --hours-per-week, --budget-per-year."
        )
    asked = AskedNow(
        target_role=plan_living.find_target(session, target, in_force),
        by=read_day(by) if by else None,
        hours_per_week=hours_per_week,
        budget_per_year_minor=_read_budget(session, budget_per_year, currency),
        currency=currency,
        rates=_read_rates(rate or []),
        pinned=tuple(pin or ()),
        dropped=tuple(drop or ()),
        other_hours=plan_wishes.read_away(away or []),
        things_at_once=at_once,
        focus_areas=focus,
        must_have=tuple(must or ()),
    )
    wish = complete_wish(session.aim, asked, as_of=session.as_of, in_force=in_force)
    if limit := plan_wishes.check_curve(curve):
        return plan_wishes.show_curve(session, wish, limit, json=json)
    if ready:
        return _show_ready(session, wish, by_was_asked=by is not None, adopt=adopt, json=json)
    is_only_explained = bool(why) and not (adopt or calendar)
    plan = plan_living.plan_for(session, wish, fresh=fresh, is_only_explained=is_only_explained)
    if resume and not json:
        _show_way_to_plan(session, plan)
    if adopt:
        plan_living.adopt(plan, session)
    if calendar:
        plan_living.write_calendar(plan, calendar, session.dossier)
    if why:
        return plan_why.show_why(session, plan, why, json=json)
    return _show_made(session, plan, is_adopted=adopt, is_kept=resume is None, json=json)


def _show_made(
    session: Session, plan: "Plan", *, is_adopted: bool, is_kept: bool, json: bool
) -> None:
    from headway.cli import plan_living, plan_wishes, reading_feeds, results
    from headway.core.reading_list import with_related

    related = reading_feeds.find_related_reading(session, plan.builds) if is_kept else ()
    if json:
        return print_json(with_related(plan, related))
    plan_living.show_changes(plan, is_adopted=is_adopted)
    results.show_plan(plan, session.ladder)
    results.tell_calibration(session.in_use)
    plan_wishes.show_missed_must_haves(session, plan)
    reading_feeds.say_related(session, related)
    if is_adopted:
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


def _read_budget(session: Session, budget: str | None, currency: str | None) -> int | None:
    if budget is None:
        return None
    said = session.aim or Aim(target_role="")
    return to_minor(budget, check_currency(currency or said.currency))


def _show_ready(
    session: Session, wish: "PlanWish", *, by_was_asked: bool, adopt: bool, json: bool
) -> None:
    """The earliest date, the plan that leads there, and what would be needed where it is too late."""
    from headway.cli import plan_living, plan_wishes, results
    from headway.core.plan.readiness import find_missed

    readiness = plan_wishes.find_readiness(session, wish)
    needed = None
    if missed := find_missed(readiness, wish.by if by_was_asked else None):
        needed = plan_wishes.find_what_is_needed(session, missed, readiness)
    if adopt and readiness.plan:
        plan_living.adopt(readiness.plan, session)
    if json:
        return print_json({"readiness": readiness, "needed": needed})
    plan_wishes.show_readiness(readiness, needed)
    if readiness.plan:
        results.show_plan(readiness.plan, session.ladder)
    elif needed:
        say("`headway plan` shows how far your limits bring you by a day.")
    results.tell_calibration(session.in_use)
    return None


def _read_rates(texts: list[str]) -> dict[str, Decimal]:
    rates = {}
    for text in texts:
        code, _, factor = text.partition("=")
        try:
            rates[check_currency(code)] = Decimal(factor)
        except InvalidOperation:
            raise InvalidInputError(f"'{text}' is no rate; write it as USD=0.79.") from None
    return rates


def _show_way_to_plan(session: Session, plan: "Plan") -> None:
    """Where one stands and what is missing, of somebody of whom nothing is kept."""
    from headway.cli import results
    from headway.cli.standing import find_standing
    from headway.core.gap import find_gaps

    role = session.ladder.role(plan.wish.target_role)
    standing = find_standing(session, role)
    gap = find_gaps(session.dossier, standing, session.ladder, role, as_of=session.as_of)
    held = session.ladder.role(standing.held_role).title if standing.held_role else "no role yet"
    say(f"Role held now or last: {held}. Wanted: {role.title}.")
    results.show_standing(standing, session.ladder, role, is_kept=False)
    results.show_gap(gap, is_whole=False, is_kept=False)


def tell_outcome(
    opportunity: Annotated[str, typer.Argument(help="Its name, as `headway learn list` shows.")],
    outcome: Annotated[str, typer.Option(help="begun, done, late or cancelled.")] = "done",
    on: On = None,
    hours: Annotated[float | None, typer.Option(help="Hours it took.")] = None,
    cost: Annotated[str | None, typer.Option(help="What you paid.")] = None,
    currency: Annotated[str, typer.Option(help="In which currency.")] = "GBP",
    reflection: Annotated[str, typer.Option(help="What changed at work.")] = "",
    late_until: Annotated[
        str | None, typer.Option(help="It is late; the day until when, YYYY-MM-DD.")
    ] = None,
    cancelled: Annotated[bool, typer.Option("--cancelled", help="It was cancelled.")] = False,
    json: AsJson = False,
) -> None:
    """What became of a step: done, begun, late or cancelled. A finished one becomes evidence."""
    from headway.cli import plan_living

    outcome = "cancelled" if cancelled else "late" if late_until else outcome
    if outcome not in OUTCOMES:
        raise InvalidInputError(f"'{outcome}' is no outcome; say {', '.join(OUTCOMES)}.")
    check_hours_taken(hours)
    session = begin_session()
    item = session.catalogue.opportunity(opportunity)
    day = check_day(read_day(on), today=session.as_of) if on else session.as_of
    until = read_day(late_until) if late_until else None
    if until and until <= day:
        raise InvalidInputError(f"{until} is not after {day}; say until when it is late.")
    code = check_currency(currency)
    body = Completion(
        opportunity=item.slug,
        outcome=cast("Outcome", outcome),
        hours=hours,
        cost_minor=to_minor(cost, code) if cost is not None else None,
        currency=code if cost is not None else "",
        reflection=reflection,
        late_until=until,
    )
    kept = plan_living.keep_outcome(body, session, day)
    if json:
        return print_json(body)
    say(f"{item.title}: {outcome} on {day}.")
    if outcome == "done":
        say(f"Did it work? {item.worked_if}")
        say(f"It is evidence now, in your own words: {kept}. Somebody saw it?")
        say(f"  headway evidence confirm {kept} --seen-by NAME")
    return None
