"""Talks and publications: steps counted back from the day, moved with it, evidence afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, dossier, fact
from headway.core.due import find_dates
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import CompetencyTag
from headway.core.talk_list import find_talk, list_talks
from headway.core.talks import (
    Talk,
    check_kind,
    evidence_of_talk,
    finish_step,
    hold_talk,
    move_talk,
    open_steps,
    plan_talk,
)
from headway.core.wording.people import describe_due
from headway.core.wording.talks import describe_step, describe_talk
from people_cases import NOBODY_KEY, key


def after(days):
    return DAY + timedelta(days=days)


def talk(days=200, name="What we stopped", **fields):
    return Talk(key=key(name), title=name, on=after(days), **fields)


PLANNED = plan_talk(talk(where="A fair", competencies=("asking",)), today=DAY)


@given(
    st.integers(0, 3660), st.integers(0, 3660), st.sampled_from(["conference-talk", "publishing"])
)
def test_every_step_lies_between_today_and_the_day_however_it_is_moved(first, then, kind):
    planned = plan_talk(talk(first, kind=kind), today=DAY)
    for each in (planned, move_talk(planned, after(then), today=DAY)):
        assert all(DAY <= step.due_on <= max(each.on, DAY) for step in each.steps)
        assert [s.due_on for s in each.steps] == sorted(s.due_on for s in each.steps)


def test_steps_count_back_from_the_day_and_come_closer_where_it_is_near():
    def days_before(told):
        return [(told.on - step.due_on).days for step in plan_talk(told, today=DAY).steps]

    assert days_before(talk(200)) == [120, 42, 14]
    assert days_before(talk(60)) == [60, 21, 7]
    assert days_before(talk(0)) == [0, 0, 0]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [(talk(-1), "is past"), (talk(4000), "ten years"), (talk(name=""), "Say what it is called")],
)
def test_what_cannot_be_planned_is_refused(told, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        plan_talk(told, today=DAY)


def test_only_talks_and_publications_are_kinds():
    assert check_kind("publishing") == "publishing"
    with pytest.raises(InvalidInputError, match="'dance' is neither"):
        check_kind("dance")


def test_what_is_done_stays_where_it_was_when_a_talk_moves():
    done = finish_step(PLANNED, 1, day=after(3))
    moved = move_talk(done, after(210), today=after(4))
    assert moved.steps[0] == done.steps[0]
    assert moved.steps[1].due_on - done.steps[1].due_on == timedelta(days=10)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_step_that_there_is_not_is_refused(number):
    with pytest.raises(InvalidInputError, match="steps 1 to 3"):
        finish_step(PLANNED, number, day=DAY)


def test_what_was_held_is_over():
    held = hold_talk(PLANNED, day=after(5))
    assert not list(open_steps(held))
    assert held.steps == PLANNED.steps
    for again in (
        lambda: hold_talk(held, day=DAY),
        lambda: finish_step(held, 1, day=DAY),
        lambda: move_talk(held, after(9), today=DAY),
    ):
        with pytest.raises(InvalidInputError, match="took place on"):
            again()


def test_a_talk_that_was_held_claims_its_competencies_and_no_level():
    held = hold_talk(PLANNED, day=after(5), came="Two invitations", link="https://example.org")
    item = evidence_of_talk(held)
    assert item.text == "Spoke at A fair “What we stopped”: Two invitations"
    assert (item.tags, item.support) == ((CompetencyTag(competency="asking"),), "claimed")
    assert item.link == "https://example.org"
    article = replace(talk(kind="publishing"), where="A paper")
    assert evidence_of_talk(article).text == "Published in A paper “What we stopped”"
    assert evidence_of_talk(talk()).text == "Spoke “What we stopped”"


def test_those_planned_come_first_the_next_of_them_ahead():
    held = [hold_talk(talk(9, name), day=after(n)) for n, name in enumerate("AB")]
    facts = [fact(each) for each in (*held, talk(50, "Later"), talk(40, "Soon"))]
    known = dossier(*facts).known_by(after(9))
    assert [k.talk.title for k in list_talks(known)] == ["Soon", "Later", "B", "A"]
    assert find_talk(known, key("Soon")).talk.title == "Soon"
    with pytest.raises(UnknownNameError):
        find_talk(known, NOBODY_KEY)


def test_open_steps_and_the_day_are_due_until_it_was_held_or_is_long_past():
    def due(told, days):
        return [describe_due(d) for d in find_dates(dossier(fact(told)), as_of=after(days))]

    begun = finish_step(PLANNED, 1, day=DAY)
    ahead = [
        "Write the draft: What we stopped",
        "Rehearse before somebody who will be frank: What we stopped",
        "What we stopped, A fair",
    ]
    assert due(begun, 0) == due(begun, 213) == ahead
    assert due(begun, 214) == due(hold_talk(begun, day=DAY), 0) == []
    assert due(talk(), 0) == ["What we stopped"]


def test_a_talk_and_its_steps_are_told_with_their_days():
    assert describe_talk(PLANNED).startswith("Talk at A fair, planned for ")
    held = hold_talk(talk(kind="publishing"), day=DAY)
    assert describe_talk(held).startswith("Publication, on ")
    assert describe_step(PLANNED.steps[0]).startswith("Send the proposal, by ")
    done = finish_step(PLANNED, 1, day=DAY).steps[0]
    assert describe_step(done).startswith("Send the proposal: done on ")
