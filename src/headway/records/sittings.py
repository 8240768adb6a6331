"""A sitting at the assessment: a day's form of one's own answers, kept anew with each of them."""

from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.db import transaction

from headway.core import dossier as core
from headway.core.assessment import with_answer, without_last_answer
from headway.core.ladder import Ladder
from headway.core.ladder_moves import LadderReading
from headway.core.ratings import BehaviourAnswer, RatingForm, check_form
from headway.records import bridge, entries
from headway.records.failures import told_plainly
from headway.records.models import Person


def find_sitting(
    person: Person, day: date, reading: LadderReading | None = None
) -> tuple[core.Fact, RatingForm] | None:
    """The latest form of one's own answers of that day, in the names that `reading` reads it in."""
    rows = entries.current_facts(person, RatingForm, as_of=day)
    for told in entries.read_rows(rows.filter(happened_on=day, body__source="self")):
        fact = core.read_fact(told, reading)
        form = cast("RatingForm", fact.body)
        if form.answers and not form.marks:
            return fact, form
    return None


def keep_answer(
    person: Person,
    key: str,
    answer: str,
    *,
    ladder: Ladder,
    day: date,
    recorded_at: datetime,
    reading: LadderReading | None = None,
) -> None:
    """Keeps the answer about the act under `key`; given again it replaces what was said before.

    Raises a HeadwayError for an act that the ladder lacks, or what is no answer.
    """
    given = cast("BehaviourAnswer", answer)
    check_form(RatingForm(rater="", source="self", answers={key: given}), ladder)
    # Found and kept in one transaction: of two tabs, the second adds to the form of the first.
    with told_plainly(), transaction.atomic():
        sitting = find_sitting(person, day, reading)
        if sitting is None:
            empty = RatingForm(rater=person.name or "self", source="self")
            version = bridge.keep_ladder(ladder, recorded_at=recorded_at)
            form = with_answer(empty, key, given)
            bridge.record_fact(
                person, form, happened_on=day, recorded_at=recorded_at, ladder=version
            )
        elif sitting[1].answers.get(key) != answer:
            fact, form = sitting
            told = replace(with_answer(form, key, given), rater=person.name or "self")
            bridge.correct_fact(person, fact.id, told, recorded_at=recorded_at)


def take_back_answer(
    person: Person,
    key: str,
    *,
    day: date,
    recorded_at: datetime,
    reading: LadderReading | None = None,
) -> None:
    """Takes back the day's last answer if it is the one about `key`; nothing if that was done before."""
    with told_plainly(), transaction.atomic():
        sitting = find_sitting(person, day, reading)
        if sitting is None or list(sitting[1].answers)[-1] != key:
            return
        form = without_last_answer(sitting[1])
        if form.answers:
            bridge.correct_fact(person, sitting[0].id, form, recorded_at=recorded_at)
        else:
            bridge.retract_fact(person, sitting[0].id, recorded_at=recorded_at, reason="undone")
