"""The assessment: one act at a time, the most telling next, one key an answer, each kept at once."""

import shutil
import sys
import textwrap
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import typer

from headway.cli.results import tell_calibration
from headway.cli.rounds import keep_form
from headway.cli.session import Session, ensure_owner, now
from headway.cli.terminal import draw_standing, heading, note, print_json, say
from headway.core import wording
from headway.core.assessment import (
    Assessment,
    asked_before,
    assess,
    with_answer,
    without_last_answer,
)
from headway.core.dossier import Dossier, Fact
from headway.core.ladder import Ladder, Role
from headway.core.ratings import BehaviourAnswer, RatingForm
from headway.core.wording import assessment as assessment_words

ANSWERS: dict[str, BehaviourAnswer] = {
    "y": "seen",
    "p": "partly",
    "n": "not seen",
    "?": "can't say",
    "x": "does not apply",
}
UNDO, STOP = "u", "q"
RULE = "Have you done this? Count what somebody else could have seen, on separate occasions."
KEYS = "y yes  p partly or once  n no  ? can't say  x does not apply  u undo  q stop"
INDENT = "    "
WIDEST = 96


@dataclass(frozen=True, kw_only=True)
class _Sitting:
    """One sitting at the assessment: what it started from, and the answers given in it so far.

    `kept_as` is the fact that holds these answers now. `asked_earlier` are the acts of earlier
    sittings that are not asked about again.
    """

    session: Session
    role: Role | None
    day: date
    asked_earlier: tuple[str, ...]
    form: RatingForm
    kept_as: UUID | None = None

    @property
    def dossier(self) -> Dossier:
        """All that is known with the answers given so far."""
        known = self.session.dossier
        if not self.form.answers:
            return known
        end_of_day = datetime.combine(self.session.as_of, time.max, ZoneInfo(known.time_zone))
        told = Fact(id=UUID(int=1), body=self.form, happened_on=self.day, recorded_at=end_of_day)
        return replace(known, facts=(*known.facts, told))

    def assess(self) -> Assessment:
        """What the answers say, and what to ask next."""
        return assess(
            self.dossier,
            self.session.ladder,
            self.role,
            as_of=self.session.as_of,
            asked=(*self.asked_earlier, *self.form.answers),
            calibration=self.session.calibration,
        )


def hold_assessment(
    session: Session, role: Role | None, day: date, *, again: bool, json: bool
) -> None:
    """Asks until nothing is worth asking or the person stops, then shows what follows.

    Each answer is kept before the next question: whatever ends the program, none is lost.
    """
    earlier = () if again else asked_before(session.dossier, as_of=session.as_of)
    form = RatingForm(rater="self", source="self")
    sitting = _Sitting(session=session, role=role, day=day, asked_earlier=earlier, form=form)
    _begin(sitting)
    _finish(_ask_on(sitting), json=json)


def _begin(sitting: _Sitting) -> None:
    _tell(RULE, "")
    _tell(KEYS, "")
    if sitting.asked_earlier:
        known = wording.count_of(len(sitting.asked_earlier), "act was", "acts were")
        _tell(f"{known} asked about before and will not be again; --again asks anew.", "")


def _ask_on(sitting: _Sitting) -> _Sitting:
    """The sitting after all its answers."""
    while (found := sitting.assess()).next_behaviour:
        key = _ask(found, found.next_behaviour, sitting.session.ladder, sitting.form)
        if key == STOP:
            return sitting
        if key == UNDO:
            form = without_last_answer(sitting.form)
        else:
            form = with_answer(sitting.form, found.next_behaviour, ANSWERS[key])
        sitting = _keep(replace(sitting, form=form))
    _tell("Nothing that is left to ask would tell much.", "")
    return sitting


def _ask(found: Assessment, behaviour: str, ladder: Ladder, form: RatingForm) -> str:
    """The key pressed: one of the answers, UNDO or STOP."""
    act = ladder.behaviour(behaviour)
    name = ladder.competency(act.competency).name
    note("")
    if found.answered_count:
        _tell(assessment_words.describe_reach(found), "")
    _tell(name, "")
    _tell(act.behaviour.act, INDENT)
    while True:
        key = _read_key()
        if key == UNDO and not form.answers:
            _tell("There is no answer to undo.", INDENT)
        elif key in (*ANSWERS, UNDO, STOP):
            _echo(key)
            return key
        else:
            named = f"'{key}'" if len(key) == 1 and key.isprintable() else "That key"
            _tell(f"{named} is no answer; {KEYS}.", INDENT)


def _read_key() -> str:
    """One key in a terminal; the next line of what is piped in; STOP at its end and for Ctrl-C."""
    try:
        if sys.stdin.isatty():
            return typer.getchar().strip(" ").casefold()
        line = sys.stdin.readline()
    except (KeyboardInterrupt, EOFError):
        return STOP
    return line.strip().casefold()[:1] if line else STOP


def _echo(key: str) -> None:
    """What was pressed, in words: a terminal shows no key by itself."""
    if sys.stdin.isatty():
        _tell({UNDO: "undone", STOP: "stopped"}.get(key) or ANSWERS[key], f"{INDENT}> ")


def _tell(text: str, indent: str) -> None:
    """A paragraph beside the result, wrapped."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    hanging = " " * len(indent)
    note(textwrap.fill(text, width, initial_indent=indent, subsequent_indent=hanging))


def _keep(sitting: _Sitting) -> _Sitting:
    """The sitting with its answers kept, in place of those that were kept before."""
    from headway.records import bridge

    person = ensure_owner()
    form = replace(sitting.form, rater=person.name or "self")
    if not form.answers and sitting.kept_as:
        bridge.retract_fact(person, sitting.kept_as, recorded_at=now(), reason="undone")
        return replace(sitting, form=form, kept_as=None)
    if sitting.kept_as:
        kept = bridge.correct_fact(person, sitting.kept_as, form, recorded_at=now())
    else:
        kept = keep_form(form, sitting.day)
    return replace(sitting, form=form, kept_as=kept)


def _finish(sitting: _Sitting, *, json: bool) -> None:
    found = sitting.assess()
    if json:
        return print_json(found)
    if not sitting.form.answers:
        note("Nothing was answered, so nothing was kept.")
        if not found.answered_count:
            return None
    else:
        kept = wording.count_of(len(sitting.form.answers), "answer")
        say(f"Kept {kept}. {assessment_words.describe_reach(found)}")
    _show_own_view(found, sitting.session.ladder, sitting.role)
    tell_calibration(sitting.session.in_use)
    _show_what_follows(found, sitting)
    return None


def _show_own_view(found: Assessment, ladder: Ladder, role: Role | None) -> None:
    against = f" against {role.title}" if role else ""
    heading(f"How you see yourself{against}")
    say(assessment_words.OWN_VIEW)
    if sys.stdout.isatty():
        return draw_standing(found.own_view, ladder)
    for estimate in found.own_view.estimates:
        say(f"{estimate.name}: {wording.describe_estimate(estimate, ladder, role)}")
    return None


def _show_what_follows(found: Assessment, sitting: _Sitting) -> None:
    if found.top:
        heading("What matters most, as you see it")
    for number, gap in enumerate(found.top, 1):
        say(f"{number}. {gap.text}: {wording.describe_gap(gap)}")
    say()
    beside = found.others_have_rated
    say(assessment_words.BESIDE if beside else assessment_words.COUNTED)
    if found.next_behaviour:
        act = sitting.session.ladder.behaviour(found.next_behaviour)
        name = sitting.session.ladder.competency(act.competency).name
        say(f"To sharpen your own view: `headway assess` goes on with {name}.")
    if not beside:
        say(assessment_words.SHARPER_BY_OTHERS)
    if sitting.role:
        say("Next: `headway gap` for all that is missing, `headway plan` for what to do about it.")
