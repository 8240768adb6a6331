"""The commands about opportunities: learn list, show."""

from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from headway.cli.ladder import built_in_ladder
from headway.cli.session import AsJson, AsOf, Session, begin_session
from headway.cli.terminal import heading, print_json, say, say_all
from headway.core.errors import InvalidInputError
from headway.core.ladder import Stage
from headway.core.learn import Opportunity, find_opportunities
from headway.core.money import format_minor, to_minor
from headway.core.wording import count_of

if TYPE_CHECKING:
    from headway.core.plan.effects import KindEffect


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
    app.add_typer(learn, name="learn")


def list_opportunities(
    competency: Annotated[str | None, typer.Option(help="Only what builds it.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    stage: Annotated[str | None, typer.Option(help="entry, mid or senior.")] = None,
    cost_at_most: Annotated[str | None, typer.Option(help="In GBP.")] = None,
    json: AsJson = False,
) -> None:
    """The opportunities, filtered by competency, kind, stage and cost."""
    from headway.formats import built_in

    catalogue = built_in.catalogue()
    if competency:
        built_in_ladder().competency(competency)
    if kind:
        catalogue.kind(kind)
    if stage and stage not in get_args(Stage):
        raise InvalidInputError(f"'{stage}' is no stage; say {', '.join(get_args(Stage))}.")
    found = find_opportunities(
        catalogue,
        competency=competency,
        kind=kind,
        stage=cast("Stage | None", stage),
        cost_at_most_minor=to_minor(cost_at_most, "GBP") if cost_at_most else None,
    )
    if json:
        return print_json(found)
    for item in found:
        say(f"{item.slug}: {item.title} ({item.kind}, {_hours(item)}, {_cost(item)})")
    return say(f"{len(found)} of {len(catalogue.opportunities)} opportunities.")


def _hours(item: Opportunity) -> str:
    low, high = item.effort_hours
    return f"{low:g} hours" if low == high else f"{low:g} to {high:g} hours"


def _days(item: Opportunity) -> str:
    first, last = item.duration_days
    return count_of(last, "day") if first == last else f"{first} to {last} days"


def _cost(item: Opportunity) -> str:
    if not item.cost.high_minor:
        return "free"
    low, high = (
        format_minor(amount, item.cost.currency)
        for amount in (item.cost.low_minor, item.cost.high_minor)
    )
    return f"{low} to {high.removeprefix(item.cost.currency + ' ')}, {item.cost.basis}"


def show_effects(as_of: AsOf = None, json: AsJson = False) -> None:
    """What each kind of opportunity brought, by views before and after it."""
    from headway.core.wording_living import describe_effect

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
        [session.dossier], session.ladder, session.catalogue, as_of=session.as_of
    )


def show_opportunity(
    name: Annotated[str, typer.Argument(help="Its name, as `headway learn list` shows.")],
    json: AsJson = False,
) -> None:
    """One opportunity: what it builds, takes and asks for, and how well its effect is known."""
    from headway.formats import built_in

    catalogue, ladder = built_in.catalogue(), built_in_ladder()
    item = catalogue.opportunity(name)
    kind = catalogue.kind(item.kind)
    if json:
        return print_json({"opportunity": item, "kind": kind})
    heading(item.title)
    say(item.summary)
    for builds in item.builds:
        level = ladder.level(builds.ceiling).name
        say(f"Builds {ladder.competency(builds.competency).name}, up to {level}.")
    say(f"Takes {_hours(item)} over {_days(item)}; {_cost(item)}.")
    if item.prerequisites:
        say(f"Asks for: {'; '.join(item.prerequisites)}.")
    say(f"It worked if: {item.worked_if}")
    low, high = kind.effect_sd_range
    say(
        f"Effect of a {kind.name.lower()}: {kind.effect_sd:g} SD of level, plausibly {low:g} to {high:g}."
    )
    return say(f"Source: {kind.source}")
