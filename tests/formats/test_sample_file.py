"""The sample person looks the same on every day, counted from that day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, OWNER, law
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.core.fact_kinds import AdoptedPlan
from headway.core.people import Membership
from headway.core.profile import About, Aim, Position
from headway.core.talks import TalkStep
from headway.formats import sample_file

HEAD = f'format = "headway-sample/1"\nowner = "{OWNER}"\ntime_zone = "Europe/London"\n'
FACTS = """
[[facts]]
kind = "about"
days_before = 10
body = { name = "Nobody (fictional)" }

[[facts]]
kind = "position"
days_before = 900
ended_days_before = 30
body = { title = "Junior" }

[[facts]]
kind = "aim"
days_before = 5
by_days_after = 365
body = { target_role = "senior" }
"""


def read(facts=FACTS, today=DAY):
    return sample_file.read((HEAD + facts).encode(), today=today)


def test_facts_are_dated_back_from_the_day():
    days = [(DAY - fact.happened_on).days for fact in read().facts]
    assert days == [10, 900, 5]
    assert read().facts[0].recorded_at == datetime(2026, 2, 20, 9, tzinfo=UTC)


def test_a_position_runs_from_its_day_to_its_end():
    position = read().latest(Position)
    assert position.started_on == DAY - timedelta(days=900)
    assert position.ended_on == DAY - timedelta(days=30)


def test_an_aim_lies_ahead():
    assert read().latest(Aim).by == DAY + timedelta(days=365)


def test_any_day_of_a_body_can_be_counted_from_the_day():
    days = "days_after = { renews_on = 25, ended_on = -3 }"
    body = f'body = {{ key = "{OWNER}", association = "A guild" }}'
    told = read(f'[[facts]]\nkind = "membership"\ndays_before = 9\n{days}\n{body}\n')
    membership = told.latest(Membership)
    assert membership.renews_on == DAY + timedelta(days=25)
    assert membership.ended_on == DAY - timedelta(days=3)


def test_a_day_deep_in_a_body_can_be_counted_from_the_day_too():
    text = """
[[facts]]
kind = "talk"
days_before = 9
days_after = { on = 30 }
[facts.body]
key = "6d0b1f3c-2f57-4c55-9f0c-0f6f0a7a9c11"
title = "T"
steps = [{ text = "Draft", due_on_in_days = 2 }]
"""
    [fact] = sample_file.read((HEAD + text).encode(), today=DAY).facts
    assert fact.body.steps == (TalkStep(text="Draft", due_on=DAY + timedelta(days=2)),)


def test_the_person_and_the_time_zone_are_those_of_the_file():
    assert (read().owner, read().time_zone) == (OWNER, "Europe/London")
    assert read().latest(About).name == "Nobody (fictional)"


@law
@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.dates(date(1900, 1, 1), date(2900, 1, 1)))
def test_another_day_moves_every_day_and_changes_no_identity(one, other):
    before, after = read(today=one), read(today=other)
    assert [f.id for f in before.facts] == [f.id for f in after.facts]
    shifts = {b.happened_on - a.happened_on for a, b in zip(before.facts, after.facts, strict=True)}
    assert shifts == {other - one}


def test_every_fact_has_its_own_identity():
    assert len({fact.id for fact in read().facts}) == 3


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ("facts = 3", "Expected `array`, got `int`"),
        (FACTS.replace("about", "rumour"), "a fact of no kind: 'rumour'"),
        (FACTS.replace('name = "N', 'nam = "N'), "missing required field `name`"),
        (FACTS.replace("= 10", "= 999999999999"), "The sample person can't be read: "),
        ("[[facts", "The sample person is not a TOML file: "),
    ],
)
def test_a_broken_sample_is_refused_with_a_sentence(facts, sentence):
    with pytest.raises(UnreadableFileError, match=sentence):
        read(facts)


@law
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(content):
    with pytest.raises(HeadwayError):
        sample_file.read(content, today=DAY)


def test_a_plan_taken_on_was_made_on_its_day_and_keeps_its_distances():
    plan = (
        b'{"as_of": "2020-01-06", "items": [{"starts_on": "2020-01-13", "title": "2020-01-13 on"}]}'
    )
    fact = '[[facts]]\nkind = "adopted-plan"\ndays_before = 40\nbody = {}\n'
    told = sample_file.read((HEAD + fact).encode(), today=DAY, plan=plan).latest(AdoptedPlan)
    made_on = DAY - timedelta(days=40)
    week_later = (made_on + timedelta(days=7)).isoformat()
    assert told.document == {
        "as_of": made_on.isoformat(),
        "items": [{"starts_on": week_later, "title": "2020-01-13 on"}],
    }


def test_a_plan_that_is_not_there_is_named():
    fact = '[[facts]]\nkind = "adopted-plan"\ndays_before = 40\nbody = {}\n'
    with pytest.raises(UnreadableFileError, match="The sample person can't be read"):
        read(fact)
