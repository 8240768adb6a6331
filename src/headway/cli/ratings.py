"""The commands about who sees which level: rate, ratings, assess."""

from typing import Annotated, cast, get_args

import typer

from headway.cli.marks import read_answers
from headway.cli.session import (
    AsJson,
    AsOf,
    On,
    Target,
    begin_session,
    ensure_owner,
    read_day,
    today,
)
from headway.cli.terminal import note, print_json, say
from headway.cli.vignettes import vignettes
from headway.core.errors import InvalidInputError
from headway.core.evidence import check_day
from headway.core.ratings import RatingForm, RatingSource, check_others_name, named_rater
from headway.core.wording import count_of


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    app.command("rate", epilog="Example: headway rate communication=3 --source manager --by Ana")(
        rate
    )
    app.command("ratings", epilog="Example: headway ratings")(list_ratings)
    app.command("vignettes", epilog="Example: headway vignettes --by Ana --source manager")(
        vignettes
    )
    app.command("assess", epilog="Example: headway assess --target senior-product-manager")(assess)


def rate(
    marks: Annotated[
        list[str], typer.Argument(help="Competencies with levels, as communication=3.")
    ],
    source: Annotated[
        str, typer.Option(help="self, manager, peer, report or stakeholder.")
    ] = "self",
    by: Annotated[str, typer.Option(help="Who rates; kept under this name.")] = "",
    cycle: Annotated[
        str, typer.Option(help="The round of ratings it belongs to; it counts once that is closed.")
    ] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps one rater's view: your own, or somebody else's under their name."""
    if source not in get_args(RatingSource):
        raise InvalidInputError(
            f"'{source}' is no source; say {', '.join(get_args(RatingSource))}."
        )
    by, rater = by.strip(), named_rater(by)
    if source != "self" and not rater:
        raise InvalidInputError("Say who rates: --by NAME. In a personal record forms carry names.")
    owner = ensure_owner()
    if source == "self" and rater not in ("", named_rater(owner.name)):
        raise InvalidInputError(f"A self-rating is your own; {by}'s view needs another --source.")
    if source != "self":
        check_others_name(by, own_name=owner.name)
    seen, unseen = read_answers(marks)
    form = RatingForm(
        rater=by or owner.name or "self",
        source=cast("RatingSource", source),
        marks=seen,
        no_chance_to_see=unseen,
        cycle=cycle.strip(),
    )
    this_day = today(owner.time_zone)
    day = check_day(read_day(on), today=this_day) if on else this_day
    from headway.cli.rounds import keep_form

    keep_form(form, day)
    if json:
        return print_json(form)
    kept = count_of(len(form.marks), "mark")
    return say(f"Kept {kept} by {form.rater}. headway standing shows what follows.")


def list_ratings(
    close: Annotated[
        str, typer.Option(help="Close this round of ratings: what was given to it counts from now.")
    ] = "",
    calibrate: Annotated[
        bool,
        typer.Option("--calibrate", help="Learn from all ratings how strictly each rater marks."),
    ] = False,
    review: Annotated[
        bool, typer.Option("--review", help="The organiser's page: raters, links, what to ask for.")
    ] = False,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """The forms kept so far, yours and others'; yours count only until somebody else has rated."""
    from headway.cli.rounds import close_round, list_forms, say_waiting

    if close.strip():
        close_round(close.strip())
    if calibrate or review:
        from headway.cli import calibration

        show = calibration.show_calibration if calibrate else calibration.show_review
        return show(begin_session(as_of), json=json)
    session = begin_session(as_of)
    rows = list_forms(session)
    if json:
        return print_json([fact for fact, _ in rows])
    for fact, form in rows:
        say(f"{fact.happened_on} {form.rater} ({form.source}): {_describe_form(form)}")
    say_waiting(session)
    if not rows:
        note("Nobody has rated yet: headway assess, or headway rate.")
    return None


def _describe_form(form: RatingForm) -> str:
    from headway.core.former_names import is_former

    told = [f"{slug}={level}" for slug, level in form.marks.items() if not is_former(slug)]
    if form.answers:
        answers = count_of(len(form.answers), "answer", "answers")
        told.append(f"{answers} about single acts")
    told += [f"{slug}=?" for slug in form.no_chance_to_see if not is_former(slug)]
    if kept := sum(map(is_former, form.marks)):
        told.append(f"{count_of(kept, 'mark', 'marks')} on a former ladder")
    return ", ".join(told)


def assess(
    target: Target = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask also about what you answered before.")
    ] = False,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Rates yourself in minutes: asks about the act that tells most next; stop at any time with q."""
    session = begin_session()
    day = check_day(read_day(on), today=session.as_of) if on else session.as_of
    role = session.target_or_none(target)
    from headway.cli.assessment import hold_assessment

    hold_assessment(session, role, day, again=again, json=json)
