"""Only what had happened and was recorded by a day is known on it, and corrections replace."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, LADDER, dossier, fact, law, rated, seen
from headway.core.dossier import (
    MOST_DAYS_KEPT,
    Dossier,
    DraftFact,
    ImportedHistory,
    find_currency,
    find_held_role,
    provisional_dossier,
    with_held_role,
)
from headway.core.errors import UnknownNameError
from headway.core.evidence import CompetencyTag, EvidenceItem, Phrases, compile_phrases
from headway.core.fact_kinds import Retraction
from headway.core.interpretation import interpret_history
from headway.core.profile import About, Aim, Position
from headway.core.ratings import RatingForm

offsets = st.integers(min_value=-3, max_value=6)


@st.composite
def dossiers(draw) -> Dossier:
    """A few facts told early and late, some of which replace another."""
    facts = []
    for number in range(draw(st.integers(min_value=0, max_value=6))):
        told_on = DAY + timedelta(days=draw(offsets))
        body = Retraction() if draw(st.booleans()) else seen(f"item {number}")
        former = st.sampled_from([f.id for f in facts]) if facts else st.none()
        facts.append(
            fact(
                body,
                draw(offsets),
                recorded_at=datetime.combine(told_on, time(9), UTC),
                supersedes=draw(st.none() | former),
            )
        )
    return dossier(*facts)


days = offsets.map(lambda number: DAY + timedelta(days=number))


@law
@given(dossiers(), days)
def test_nothing_recorded_or_happened_later_is_known(told, day):
    known = told.known_by(day)
    assert all(f.recorded_at.date() <= day and f.happened_on <= day for f in known.facts)


@law
@given(dossiers(), days)
def test_nothing_superseded_by_then_is_known(told, day):
    replaced = {f.supersedes for f in told.facts if f.recorded_at.date() <= day}
    assert replaced.isdisjoint(f.id for f in told.known_by(day).facts)


@law
@given(dossiers(), days)
def test_what_is_told_later_never_changes_what_was_known(told, day):
    by_then = tuple(f for f in told.facts if f.recorded_at.date() <= day)
    assert told.known_by(day) == replace(told, facts=by_then).known_by(day)


@law
@given(dossiers(), days, days)
def test_a_fact_once_known_stays_known_until_a_recorded_fact_supersedes_it(told, day, other):
    earlier, later = sorted((day, other))
    replaced = {f.supersedes for f in told.facts if f.recorded_at.date() <= later}
    kept = {f.id for f in told.known_by(earlier).facts} - replaced
    assert kept <= {f.id for f in told.known_by(later).facts}


@law
@given(dossiers(), days)
def test_to_ask_twice_for_the_same_day_changes_nothing(told, day):
    known = told.known_by(day)
    assert known.known_by(day) == known


@law
@given(dossiers(), days)
def test_a_retraction_is_never_among_what_is_known(told, day):
    assert not any(isinstance(f.body, Retraction) for f in told.known_by(day).facts)


def test_a_day_asked_for_again_is_the_same_dossier_and_many_days_are_not_kept():
    told = dossier(fact(About(name="Ada")))
    days = [DAY + timedelta(days=n) for n in range(MOST_DAYS_KEPT + 2)]
    first = told.known_by(days[0])
    assert told.known_by(days[0]) is first
    assert [told.known_by(day) for day in days] == [replace(told).known_by(day) for day in days]
    assert told.known_by(days[0]) is not first


def test_a_correction_counts_from_the_day_it_was_recorded():
    first = fact(seen("as told"))
    second = fact(seen("as corrected"), 5, happened_on=DAY, supersedes=first.id)
    told = dossier(first, second)
    assert told.known_by(DAY + timedelta(days=4)).latest(EvidenceItem) == first.body
    assert told.known_by(DAY + timedelta(days=5)).latest(EvidenceItem) == second.body


def test_what_was_retracted_is_gone_and_what_it_corrected_stays_replaced():
    first = fact(seen("as told"))
    second = fact(seen("as corrected"), 1, supersedes=first.id)
    third = fact(Retraction(reason="not mine"), 2, supersedes=second.id)
    assert dossier(first, second, third).known_by(DAY + timedelta(days=2)).facts == ()


def test_the_end_of_a_day_is_that_of_the_person():
    late = fact(seen(), recorded_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert dossier(late, time_zone="America/Lima").known_by(DAY).facts == (late,)
    assert dossier(late, time_zone="Asia/Tokyo").known_by(DAY).facts == ()


def test_facts_of_a_kind_come_in_the_order_in_which_they_happened():
    late, early, form = fact(seen("late"), 2), fact(seen("early")), fact(rated(asking=1))
    told = dossier(late, form, early)
    assert [item.text for _, item in told.each(EvidenceItem)] == ["early", "late"]
    assert list(told.each(RatingForm)) == [(form, form.body)]


def test_of_two_on_one_day_the_one_recorded_later_is_the_latest():
    first = fact(About(name="Ada"))
    second = fact(About(name="Ada B."), recorded_at=first.recorded_at + timedelta(hours=1))
    assert dossier(second, first).latest(About) == second.body


def test_of_what_was_never_told_there_is_no_latest():
    assert dossier().latest(About) is None


# Which role a person holds ----------------------------------------------------------------------


def position(role, certainty="confirmed", days=0, **fields):
    title = f"{role} of something"
    body = Position(title=title, role=role, role_certainty=certainty, **fields)
    return fact(body, days)


def held_slug(*facts, as_of=DAY):
    role = find_held_role(dossier(*facts), LADDER, as_of)
    return role.slug if role else None


def test_without_a_position_no_role_is_held():
    assert held_slug() is None


def test_a_current_position_is_held():
    assert held_slug(position("junior", is_current=True)) == "junior"


def test_a_proposed_role_is_held_until_somebody_says_otherwise():
    assert held_slug(position("senior", "proposed", is_current=True)) == "senior"


@pytest.mark.parametrize("certainty", ["ask", "none"])
def test_a_title_that_is_asked_about_or_is_none_holds_no_role(certainty):
    assert held_slug(position("senior", certainty, is_current=True)) is None


def test_a_position_under_another_ladder_holds_no_role():
    assert held_slug(position("king", is_current=True)) is None


def test_of_two_current_positions_the_higher_rung_is_held():
    both = position("senior", is_current=True), position("junior", is_current=True)
    assert held_slug(*both) == held_slug(*both[::-1]) == "senior"


def test_a_current_position_comes_before_a_higher_one_that_ended():
    ended = position("senior", ended_on=DAY - timedelta(days=1))
    assert held_slug(ended, position("junior", is_current=True)) == "junior"


def test_between_positions_the_one_that_ended_last_is_held():
    long_ago = position("senior", ended_on=date(2020, 1, 1))
    assert held_slug(long_ago, position("junior", ended_on=date(2024, 1, 1))) == "junior"


def test_a_position_that_will_end_is_still_held():
    ends_later = position("senior", ended_on=DAY + timedelta(days=90))
    assert held_slug(ends_later, position("junior", ended_on=DAY)) == "senior"


def test_an_end_that_lies_ahead_counts_no_more_than_none():
    ends_later = position("junior", ended_on=DAY + timedelta(days=90))
    assert held_slug(ends_later, position("senior", is_current=True)) == "senior"


def test_a_position_without_an_end_that_is_not_current_counts_on_the_day_it_began():
    unclear = position("senior", days=-400)
    assert held_slug(unclear, position("junior", ended_on=DAY - timedelta(days=30))) == "junior"


def test_what_a_person_says_of_themselves_comes_first():
    aim = fact(Aim(target_role="senior", current_role="Beginner"))
    assert held_slug(position("senior", is_current=True), aim) == "junior"


def test_a_person_can_say_that_they_hold_no_role():
    aim = fact(Aim(target_role="senior", current_role="none"))
    assert held_slug(position("senior", is_current=True), aim) is None


def test_an_aim_that_says_nothing_of_today_leaves_it_to_the_positions():
    aim = fact(Aim(target_role="senior"))
    assert held_slug(position("junior", is_current=True), aim) == "junior"


def test_a_role_that_the_ladder_lacks_is_refused_with_those_it_has():
    with pytest.raises(UnknownNameError, match="'king'; it has Junior, Senior"):
        held_slug(fact(Aim(target_role="senior", current_role="king")))


# What a file proposes ---------------------------------------------------------------------------


def interpreted(body):
    phrases = compile_phrases({"asking": Phrases(phrases=("interviewed customers",))})
    draft = DraftFact(body=body, happened_on=DAY)
    history = ImportedHistory(source="resume.json", facts=(draft,), notes=("one note",))
    understood = interpret_history(history, LADDER, phrases)
    assert replace(understood, facts=history.facts) == history
    assert understood.facts[0].happened_on == DAY
    return understood.facts[0].body


def test_a_title_of_the_ladder_proposes_its_role():
    told = interpreted(Position(title="Beginner"))
    assert (told.role, told.role_certainty) == ("junior", "proposed")


@pytest.mark.parametrize(
    ("title", "certainty"), [("Owner", "ask"), ("Seller", "none"), ("Cook", "none")]
)
def test_an_unclear_or_other_title_proposes_no_role(title, certainty):
    told = interpreted(Position(title=title))
    assert (told.role, told.role_certainty) == ("", certainty)


def test_a_draft_gets_candidates_without_a_level():
    told = interpreted(seen("Interviewed customers in two towns", is_draft=True))
    assert told.tags == (CompetencyTag(competency="asking"),)


@pytest.mark.parametrize("body", [seen("Interviewed customers", asking=1), About(name="Ada")])
def test_what_needs_no_interpretation_stays_as_it_is(body):
    assert interpreted(body) == body


def test_a_history_makes_a_dossier_that_is_known_from_its_day_on():
    told = DraftFact(body=About(name="Ada"), happened_on=DAY)
    made = provisional_dossier(ImportedHistory(source="x", facts=(told,)), as_of=DAY)
    assert made == provisional_dossier(ImportedHistory(source="x", facts=(told,)), as_of=DAY)
    assert made.known_by(DAY).latest(About) == About(name="Ada")
    assert made.known_by(DAY - timedelta(days=1)).facts == ()


def test_who_says_which_role_they_hold_keeps_what_they_aim_at():
    aimed = dossier(fact(Aim(target_role="senior", hours_per_week=7.0)))
    said = with_held_role(aimed, "none", as_of=DAY).known_by(DAY).latest(Aim)
    assert said == Aim(target_role="senior", hours_per_week=7.0, current_role="none")


def test_money_is_counted_in_pounds_until_a_currency_is_said():
    assert find_currency(dossier()) == "GBP"
    assert find_currency(dossier(fact(Aim(target_role="senior", currency="EUR")))) == "EUR"


def test_whatever_a_fact_was_corrected_into_goes_back_to_the_first() -> None:
    first = fact(About(name="Ana"))
    then = fact(About(name="Anna"), 1, supersedes=first.id)
    gone = fact(Retraction(), 2, supersedes=then.id)
    other = fact(About(name="Ben"), 3)
    told = dossier(gone, first, other, then)
    assert {told.first_of(each.id) for each in (first, then, gone)} == {first.id}
    assert told.first_of(other.id) == other.id
