"""The command vignettes: a few scenes about invented people, from which strictness can be told."""

import shutil
import sys
import textwrap
from typing import Annotated, Any, cast, get_args

import typer

from headway.cli.keys import read_key
from headway.cli.session import AsJson, Session, begin_built_in_session, ensure_owner, now, today
from headway.cli.terminal import note, print_json, say
from headway.core.errors import InvalidInputError
from headway.core.ladder import Competency, Ladder
from headway.core.ratings import RatingSource, VignetteForm, named_rater
from headway.core.ratings.vignettes import Vignette, answer_vignettes

KEYS = "one key: a level's number, ? can't say, u back, q stop"
RULE = (
    "Mark invented people as you would mark a colleague: the highest level whose acts the scene "
    "shows on two occasions. What it does not show is ?, can't say."
)
Answers = dict[str, int | None]


def vignettes(
    by: Annotated[str, typer.Option(help="Who marks, if it is not you; kept by this name.")] = "",
    source: Annotated[
        str, typer.Option(help="self, manager, peer, report or stakeholder.")
    ] = "self",
    count: Annotated[int, typer.Option(help="How many scenes, 2 to 4.")] = 3,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show what the scenes already marked were meant to show."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Asks how you, or somebody who rates you, would mark invented people; tells how strictly."""
    if source not in get_args(RatingSource):
        raise InvalidInputError(
            f"'{source}' is no source; say {', '.join(get_args(RatingSource))}."
        )
    if (source == "self") != (not by):
        raise InvalidInputError(
            "For somebody else say who and what to you: --by NAME --source peer."
        )
    session = begin_built_in_session()
    rater = by or ensure_owner().name or "self"
    earlier = _earlier(session, rater)
    if explain:
        return _explain(session.ladder, earlier)
    form = _hold(session.ladder, earlier, rater, cast("RatingSource", source), count)
    if form is None:
        raise typer.Exit(0)
    _keep(form)
    return _tell(session, [*earlier, form], by, json=json)


def _show(text: str) -> None:
    """A paragraph beside the result, wrapped where it meets a terminal."""
    width = min(shutil.get_terminal_size().columns, 96)
    note(textwrap.fill(text, width) if sys.stderr.isatty() else text)


def _earlier(session: Session, rater: str) -> list[VignetteForm]:
    """The forms that this rater filled in before, oldest first."""
    known = session.dossier.known_by(session.as_of)
    forms = (form for _, form in known.each(VignetteForm))
    return [form for form in forms if named_rater(form.rater) == named_rater(rater)]


def _hold(
    ladder: Ladder, earlier: list[VignetteForm], rater: str, source: RatingSource, count: int
) -> VignetteForm | None:
    """The form that the rater filled in; None if nothing was answered."""
    from headway.core.standing.severity import choose_vignettes
    from headway.formats import built_in

    shipped = built_in.vignettes()
    chosen = choose_vignettes(shipped, earlier, ladder, wanted=count)
    if not chosen:
        note("Every scene has been marked; there are no others yet.")
        return None
    _show(shipped.status)
    _show(RULE)
    answers = _ask_all(chosen, ladder)
    if not answers:
        note("Nothing was answered, so nothing was kept.")
        return None
    return answer_vignettes(shipped, answers, rater=rater, source=source)


def _ask_all(chosen: tuple[Vignette, ...], ladder: Ladder) -> Answers:
    """Every answer given, by "vignette/competency", until the last question or a stop."""
    questions = [(vignette, slug) for vignette in chosen for slug in vignette.asked]
    answers: Answers = {}
    shown = None
    while len(answers) < len(questions):
        vignette, slug = questions[len(answers)]
        if vignette != shown:
            note(f"\nScene {chosen.index(vignette) + 1} of {len(chosen)}")
            _show(vignette.scene)
            shown = vignette
        key = _ask(ladder.competency(slug), ladder)
        if key == "q":
            break
        if key != "u":
            answers[f"{vignette.slug}/{slug}"] = int(key) if key.isdecimal() else None
        elif answers:
            answers.popitem()
    return answers


def _ask(competency: Competency, ladder: Ladder) -> str:
    """A level's number, "?", "u" or "q"."""
    note("")
    _show(f"{competency.name}: {competency.definition} ({KEYS})")
    for level in ladder.levels:
        path = competency.path[level.number - 1] if 0 < level.number <= len(competency.path) else ""
        note(f"  {level.number} {level.name}: {path or level.meaning}")
    while True:
        try:
            key = read_key()
        except KeyboardInterrupt:
            return "q"
        if key in ("q", "", "\x1b"):
            return "q"
        if key in ("?", "u") or (key.isdecimal() and int(key) <= ladder.top_level):
            return key
        note(f"{repr(key) if key.strip() else 'That'} is no answer; {KEYS}.")


def _keep(form: VignetteForm) -> None:
    from headway.formats import built_in
    from headway.records import bridge

    owner = ensure_owner()
    ladder = bridge.keep_ladder(built_in.ladder(), recorded_at=now())
    day = today(owner.time_zone)
    bridge.record_fact(owner, form, happened_on=day, recorded_at=now(), ladder=ladder)


def _tell(session: Session, forms: list[VignetteForm], by: str, *, json: bool) -> None:
    """How strictly the rater marks, what that changes, and what else would tell."""
    from headway.core.standing import severity
    from headway.core.wording.severity import describe_severity

    ladder = session.ladder
    found = severity.find_severity(forms, ladder, severity.default_calibration(ladder))
    if json:
        return print_json({"form": forms[-1], "severity": found})
    say(describe_severity(by or "You", found.mean, found.sd))
    if by and _rates_in_rounds(session, by):
        say(f"{by} rates you in a round, so it counts in a calibration only, with everybody's.")
    elif by:
        say(f"{by}'s marks of you are read in that light from now on: headway standing.")
    else:
        say(
            "It changes nothing in your own standing: how one marks others is not how one sees oneself."
        )
    for line in _overseen(forms, ladder):
        say(line)
    return say("The levels meant are not validated yet, so this is a hint and no verdict.")


def _rates_in_rounds(session: Session, by: str) -> bool:
    given = session.dossier.given_to_rounds_by(session.as_of)
    return any(named_rater(form.rater) == named_rater(by) for _, form in given)


def _overseen(forms: list[VignetteForm], ladder: Ladder) -> list[str]:
    """What was marked although its scene does not show it."""
    keys = {key for form in forms for key in form.marks if key not in form.intended}
    if not keys:
        return []
    told = (key.partition("/")[::2] for key in sorted(keys))
    named = [f"{ladder.competency(slug).name} (in {scene})" for scene, slug in told]
    said = "Marked although the scene does not show it (can't say was the answer)"
    return [f"{said}: {', '.join(named)}."]


def _explain(ladder: Ladder, forms: list[VignetteForm]) -> None:
    from headway.formats import built_in

    marks: dict[str, Any] = {key: level for form in forms for key, level in form.marks.items()}
    done = {key.partition("/")[0] for form in forms for key in form.intended}
    if not done:
        note("No scene has been marked yet: headway vignettes.")
    for vignette in built_in.vignettes().vignettes:
        if vignette.slug in done:
            _explain_one(vignette, ladder, marks)


def _explain_one(vignette: Vignette, ladder: Ladder, marks: dict[str, Any]) -> None:
    say(f"\n{vignette.scene}")
    for shown in vignette.shows:
        given = marks.get(f"{vignette.slug}/{shown.competency}")
        said = "nothing" if given is None else ladder.level(given).name
        meant = ladder.level(shown.level).name
        say(f"  {ladder.competency(shown.competency).name}: meant {meant}, marked {said}.")
        say(f"    {shown.because} {shown.not_lower} {shown.not_higher}")
    names = ", ".join(ladder.competency(slug).name for slug in vignette.not_shown)
    say(f"  Not shown: {names}. {vignette.trap}")
