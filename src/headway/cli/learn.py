"""The commands about opportunities: learn list, show, effects; one's own are in learn_own."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from headway.cli import learn_own, learn_taken, talks
from headway.cli.session import AsJson, AsOf, Session, Target, begin_session
from headway.cli.terminal import heading, print_json, say, say_all
from headway.core.errors import InvalidInputError
from headway.core.ladder import Stage
from headway.core.learn import Sought
from headway.core.money import check_currency, to_minor

if TYPE_CHECKING:
    from headway.core.learn_fit import Fit, InView, Learning
    from headway.core.plan.effects import KindEffect

SOON = timedelta(days=90)
SHOWN = 20


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    learn = typer.Typer(help="Opportunities to develop.", no_args_is_help=True)
    learn.command("list", epilog="Example: headway learn list --competency communication")(
        list_opportunities
    )
    learn.command("show", epilog="Example: headway learn show rehearse-interview-guides")(
        show_opportunity
    )
    learn.command("effects", epilog="Example: headway learn effects")(show_effects)
    learn_own.register(learn)
    learn_taken.register(learn)
    talks.register(learn)
    app.add_typer(learn, name="learn")


def list_opportunities(
    text: Annotated[str, typer.Argument(help="Words that stand in it.")] = "",
    competency: Annotated[str | None, typer.Option(help="Only what builds it.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    stage: Annotated[
        str | None, typer.Option(help="entry, mid, senior or all; else those on your way.")
    ] = None,
    cost_at_most: Annotated[str | None, typer.Option(help="The most it may cost.")] = None,
    currency: Annotated[str, typer.Option(help="Of that cost.")] = "GBP",
    soon: Annotated[bool, typer.Option("--soon", help="Only what is on within 90 days.")] = False,
    every: Annotated[bool, typer.Option("--all", help="All of them, not the first 20.")] = False,
    target: Target = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """The opportunities that fit what is missing for your role, those that lift most first."""
    session = begin_session(as_of)
    if competency:
        session.ladder.competency(competency)
    if kind:
        session.catalogue.kind(kind)
    code = check_currency(currency)
    view = view_of(session, target)
    found = find_learning(
        view,
        Sought(
            text=text,
            competency=competency or "",
            kind=kind or "",
            stages=_read_stages(stage, view),
            cost_at_most_minor=to_minor(cost_at_most, code) if cost_at_most else None,
            currency=code,
            on_from=session.as_of if soon else None,
            on_to=session.as_of + SOON if soon else None,
        ),
    )
    if json:
        return print_json(found)
    _say_list(found, None if every else SHOWN)
    return _say_uncovered(session)


def _say_uncovered(session: Session) -> None:
    """The competencies of a ladder that was taken up which nothing builds, and what helps."""
    from headway.core.ladder_moves import find_without_opportunities
    from headway.core.wording.ladder import describe_uncovered

    if session.reading is None:
        return
    ladder = session.ladder
    if without := find_without_opportunities(session.catalogue, ladder):
        say(describe_uncovered(without, ladder))
        say(
            "Say what they were called before: headway ladder map "
            f"{ladder.slug} {ladder.version} --out mapping.toml; or add your own: headway learn add."
        )


def view_of(session: Session, target: str | None) -> "InView":
    """The person on the session's day, with the gap to the role asked for or aimed at."""
    from headway.cli.standing import find_standing
    from headway.core.gap import find_gaps
    from headway.core.learn_fit import InView

    role = session.target_or_none(target)
    standing = find_standing(session, role)
    day, ladder = session.as_of, session.ladder
    return InView(
        known=session.dossier.known_by(day),
        gap=find_gaps(session.dossier, standing, ladder, role, as_of=day) if role else None,
        standing=standing,
        ladder=ladder,
        catalogue=session.catalogue,
        as_of=day,
    )


def find_learning(view: "InView", sought: Sought) -> "Learning":
    """What is sought against the gap in view."""
    from headway.core.learn_fit import find_fits

    return find_fits(view, sought)


def _read_stages(stage: str | None, view: "InView") -> frozenset[Stage]:
    from headway.core.learn_fit import find_way

    if stage is None:
        return find_way(view)
    if stage == "all":
        return frozenset()
    if stage not in get_args(Stage):
        raise InvalidInputError(f"'{stage}' is no stage; say {', '.join(get_args(Stage))} or all.")
    return frozenset((cast("Stage", stage),))


def _say_list(found: "Learning", most: int | None) -> None:
    from headway.core.wording import count_of

    if found.role:
        heading(f"What fits the gap to {found.role_title}, what could lift most first")
    for fit in found.fits[:most]:
        _say_line(fit)
    left = len(found.fits) - len(found.fits[:most])
    if left:
        say(f"... and {left} more: --all, or narrow it down with --competency, --kind or --stage.")
    shown = count_of(len(found.fits), "opportunity", "opportunities")
    say(f"{shown[:1].upper()}{shown[1:]} of {found.count_of_all}.")
    if not found.role:
        say(
            "Say which role you want, and they are ordered by what is missing for it: --target ROLE."
        )


def _say_line(fit: "Fit") -> None:
    from headway.core.wording import learn as learn_words

    item = fit.opportunity
    marks = [item.kind, learn_words.describe_takes(item)]
    marks += ["your own"] if fit.is_own else []
    marks += [learn_words.TOLD[fit.outcome].lower()] if fit.outcome else []
    say(f"{item.slug}: {item.title} ({', '.join(marks)})")
    if fit.next_session:
        say(f"    On {learn_words.describe_session(fit.next_session)}.")
    if lifts := learn_words.say_lift_briefly(fit):
        say(f"    {lifts}")


def show_opportunity(
    name: Annotated[str, typer.Argument(help="Its name, as `headway learn list` shows.")],
    target: Target = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """One opportunity: what it builds, takes and asks for, and how well its effect is known."""
    from headway.cli import reading_feeds
    from headway.core.learn_fit import find_known_fit
    from headway.core.reading_list import with_related
    from headway.core.wording import learn as learn_words

    session = begin_session(as_of)
    view = view_of(session, target)
    found = find_known_fit(view, name)
    built = [each.competency for each in found.fit.opportunity.builds]
    related = reading_feeds.find_related_reading(session, built)
    if json:
        return print_json(with_related(found, related))
    item, kind = found.fit.opportunity, found.kind
    heading(item.title)
    if item.summary:
        say(item.summary)
    for line in learn_words.describe_builds(item, session.ladder):
        say(f"Builds {line}.")
    cost_basis = learn_words.describe_cost_basis(item.cost)
    say(f"Takes {learn_words.describe_takes(item)}. {cost_basis}".rstrip())
    for dates in item.sessions:
        say(f"On {learn_words.describe_session(dates)}.")
    if item.provider or item.address:
        say(" ".join(filter(None, (item.provider, item.address))))
    if item.prerequisites:
        say(f"Asks for: {'; '.join(item.prerequisites)}.")
    if item.worked_if:
        say(f"It worked if: {item.worked_if}")
    if view.gap:
        say_all(learn_words.describe_fit(found.fit, session.ladder, view.gap.role_title))
    say(learn_words.describe_effect(kind))
    say(f"Source: {kind.source}")
    return reading_feeds.say_related(session, related)


def show_effects(as_of: AsOf = None, json: AsJson = False) -> None:
    """What each kind of opportunity brought, by views before and after it."""
    from headway.core.wording.living import describe_effect

    effects = find_effects(begin_session(as_of))
    if json:
        return print_json(effects)
    if not effects:
        return say(
            "Nothing to tell yet: it takes a finished opportunity with views of the same sort of people "
            "before and after it (`headway rate`)."
        )
    say_all(map(describe_effect, effects), prefix="")
    return say("`headway plan --own-effects` plans with what was found here.")


def find_effects(session: Session) -> tuple["KindEffect", ...]:
    """The effects found in the person's own record."""
    from headway.core.plan.effects import estimate_effects

    return estimate_effects(
        [session.dossier],
        session.ladder,
        session.catalogue,
        as_of=session.as_of,
        calibration=session.calibration,
    )
