"""What `headway plan` reads of richer wishes, and what it shows of dates, curves and what would be needed."""

from typing import TYPE_CHECKING, cast

from headway.cli.session import Session, read_day
from headway.cli.terminal import heading, print_json, say, say_all, working
from headway.core import wording
from headway.core.errors import InvalidInputError
from headway.core.wording import wishes as wishes_words

if TYPE_CHECKING:
    from headway.core.dossier import Dossier
    from headway.core.ladder import Ladder
    from headway.core.learn import Catalogue
    from headway.core.plan import OtherHours, Plan, PlanWish, Readiness, Relaxations
    from headway.core.plan.obstacles import LimitName
    from headway.core.standing import Standing

CURVES = ("hours", "money", "date")
AWAY = "2027-08-02..2027-08-15"


def read_away(texts: list[str]) -> "tuple[OtherHours, ...]":
    """FROM..TO, or FROM..TO=HOURS for other hours a week than none; raises InvalidInputError."""
    return tuple(map(_read_stretch, texts))


def _read_stretch(text: str) -> "OtherHours":
    from headway.core.plan import OtherHours

    days, _, hours = text.partition("=")
    first, dots, last = days.partition("..")
    try:
        hours_per_week = float(hours or 0)
    except ValueError:
        hours_per_week = -1.0
    if not dots or not 0 <= hours_per_week <= 168:
        raise InvalidInputError(
            f"'{text}' is no time away; write it as {AWAY}, or {AWAY}=1.5 for "
            "that many hours a week."
        )
    return OtherHours(
        starts_on=read_day(first), ends_on=read_day(last), hours_per_week=hours_per_week
    )


def check_curve(of: str | None) -> "LimitName | None":
    """The limit that a curve is asked of; raises InvalidInputError for any other word."""
    if of is not None and of not in CURVES:
        raise InvalidInputError(f"'{of}' has no curve; say {', '.join(CURVES)}.")
    return cast("LimitName | None", of)


def show_curve(session: Session, wish: "PlanWish", of: "LimitName", *, json: bool) -> None:
    """What more or less of one limit brings, ten points."""
    from headway.core.plan import trade_off

    with working("Planning ten times ..."):
        curve = trade_off(*_known(session, wish), as_of=session.as_of, of=of, with_plans=True)
    if json:
        return print_json(curve)
    heading(f"What other {'dates' if of == 'date' else of} would bring")
    say_all(wishes_words.describe_trade_off(curve))
    say(wording.NO_PROMISE)
    return None


def find_readiness(session: Session, wish: "PlanWish") -> "Readiness":
    """The earliest date by which the evidence could be there."""
    from headway.core.plan import find_earliest_plan

    with working("Looking for the earliest date ..."):
        return find_earliest_plan(*_known(session, wish), as_of=session.as_of, with_levers=True)


def find_what_is_needed(
    session: Session, wish: "PlanWish", found: "Readiness | None" = None
) -> "Relaxations":
    """What would make the wish possible by its date, given what was `found` of the earliest one."""
    from headway.core.plan import find_relaxations

    with working("Looking for what would make it possible ..."):
        return find_relaxations(*_known(session, wish), as_of=session.as_of, found=found)


def show_readiness(readiness: "Readiness", needed: "Relaxations | None") -> None:
    """The date, what would bring it forward, what stands in the way."""
    heading(f"When you could be ready for {readiness.target_title}")
    say_all(wishes_words.describe_readiness(readiness), prefix="")
    if needed is not None:
        say_all(wishes_words.describe_relaxations(needed), prefix="")


def show_missed_must_haves(session: Session, plan: "Plan") -> None:
    """Which must-haves the plan leaves short of "shown", and what would bring them there."""
    missed = wishes_words.describe_missed_must_haves(plan)
    if missed:
        say_all(missed, prefix="")
        needed = find_what_is_needed(session, plan.wish)
        say_all(wishes_words.describe_relaxations(needed), prefix="")
        say_all(wishes_words.describe_catalogue_gaps(needed.gaps), prefix="")


def _known(
    session: Session, wish: "PlanWish"
) -> "tuple[Dossier, Standing, Ladder, Catalogue, PlanWish]":
    from headway.cli.standing import find_standing

    role = session.ladder.role(wish.target_role)
    standing = find_standing(session, role)
    return session.dossier, standing, session.ladder, session.catalogue, wish
