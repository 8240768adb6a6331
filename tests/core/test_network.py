"""Whom to be in touch with this week and why, whom the target lacks, and what came of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, LADDER, dossier, fact
from headway.core.network import (
    MOST_THIS_WEEK,
    find_reach_outs,
    find_ties,
    list_people,
    review_network,
)
from headway.core.people import Event
from headway.core.profile import Aim, Position
from people_cases import asked, circle, gap, key, knows, missing, touched


def after(days):
    return DAY + timedelta(days=days)


def why(*facts, days=0, report=None):
    found = find_reach_outs(circle(*facts, days=days), report, as_of=after(days))
    return [(each.name, tuple(r.kind for r in each.reasons)) for each in found]


def test_somebody_is_due_in_the_week_before_their_day():
    known = knows("Ana", next_on=after(20))
    assert why(known, days=13) == []
    assert why(known, days=14) == [("Ana", ("said",))]


def test_a_rhythm_is_told_as_a_rhythm():
    (reach,) = find_reach_outs(circle(knows("Ana", every_days=30)), None, as_of=after(30))
    assert [(w.kind, w.on, w.every_days) for w in reach.reasons] == [("rhythm", after(30), 30)]


def test_somebody_met_at_an_event_and_not_heard_of_since_is_told_of_for_four_weeks():
    event = fact(Event(key=key("fair"), title="Fair", starts_on=DAY))
    facts = (event, knows("Ana"), touched("Ana", 0, how="event", event=key("fair")))
    assert why(*facts, days=0) == []
    assert why(*facts, days=28) == [("Ana", ("met",))]
    assert why(*facts, days=29) == []
    assert why(*facts, touched("Ana", 2), days=28) == []
    assert why(facts[1], facts[2], days=28) == []


@pytest.mark.parametrize(
    ("outcome", "days", "told"),
    [
        ("introduction", 13, ()),
        ("introduction", 14, ("tell back",)),
        ("opportunity", 90, ("tell back",)),
        ("introduction", 91, ()),
        ("knowledge", 30, ()),
    ],
)
def test_whoever_brought_something_hears_what_came_of_it(outcome, days, told):
    found = why(knows("Ana"), touched("Ana", 0, outcome=outcome), days=days)
    assert found == ([("Ana", told)] if told else [])


def test_whoever_is_strong_in_a_gap_that_matters_most_is_called_to_mind():
    known = knows("Ana", strengths=("asking",))
    assert why(known, days=90, report=gap()) == []
    assert why(known, days=91, report=gap()) == [("Ana", ("gap",))]
    assert why(known, touched("Ana", 5), days=91, report=gap()) == []
    assert why(known, asked("Ana", 60), days=91, report=gap()) == []
    assert why(known, asked("Ana", 0), days=91, report=gap()) == [("Ana", ("gap",))]
    assert why(known, days=91, report=gap(missing("telling"))) == []
    assert why(known, days=91, report=gap(top=())) == []


def test_what_is_longest_past_comes_first_and_named_days_before_other_reasons():
    facts = (
        knows("Met", strengths=("asking",)),
        touched("Met", 0, outcome="introduction"),
        knows("Later", next_on=after(19)),
        knows("Rhythm", every_days=10),
        knows("Sooner", next_on=after(12)),
    )
    assert [name for name, _ in why(*facts, days=20)] == ["Rhythm", "Sooner", "Later", "Met"]


@given(st.integers(0, 40))
def test_a_week_has_a_few_people_at_most_and_the_others_are_counted(number):
    facts = [knows(f"Person {n}", next_on=DAY) for n in range(number)]
    found = review_network(dossier(*facts), LADDER, None, as_of=DAY)
    assert len(found.this_week) == min(number, MOST_THIS_WEEK)
    assert (found.due_count, found.people_count) == (number, number)


# Whom the target lacks -----------------------------------------------------------------------------


def ties(*facts, report=None, days=0):
    known = dossier(*facts).known_by(after(days))
    found = find_ties(known, circle(*facts, days=days), LADDER, report or gap(), as_of=after(days))
    return {each.kind: each for each in found}


def test_an_empty_network_lacks_every_kind():
    found = ties()
    assert list(found) == ["sponsor", "holds the role", "peer elsewhere", "expert"]
    assert all(tie.is_lacking and not tie.people for tie in found.values())


def test_a_sponsor_is_somebody_told_to_be_one():
    found = ties(knows("Ana", ties=("sponsor",)), knows("Ben", ties=("peer",)))
    assert [p.name for p in found["sponsor"].people] == ["Ana"]
    assert not found["sponsor"].is_lacking


def test_who_holds_the_role_or_one_above_it_counts():
    facts = (knows("Ana", role="senior"), knows("Ben", role="junior"), knows("Cy"))
    assert [p.name for p in ties(*facts)["holds the role"].people] == ["Ana"]
    both = ties(*facts, report=gap(role="junior"))["holds the role"].people
    assert [p.name for p in both] == ["Ana", "Ben"]


def test_a_peer_elsewhere_is_near_in_role_and_in_another_organisation():
    own = fact(Position(title="Junior", organisation="Here", is_current=True), -9)
    held = fact(Aim(target_role="senior", current_role="junior"))
    facts = (
        knows("Colleague", role="junior", organisation="here"),
        knows("Peer", role="senior", organisation="There"),
        knows("Told", ties=("peer",), organisation="There"),
        knows("Unknown place", ties=("peer",)),
        knows("Other", organisation="There"),
    )
    assert [p.name for p in ties(own, held, *facts)["peer elsewhere"].people] == ["Peer", "Told"]
    assert [p.name for p in ties(own, *facts)["peer elsewhere"].people] == ["Told"]


def test_an_expert_by_role_alone_is_a_guess_and_leaves_the_place_open():
    guess = ties(knows("Ana", role="senior"))["expert"]
    assert [(p.name, p.how_sure) for p in guess.people] == [("Ana", "role")]
    assert guess.is_lacking
    boss = knows("Mona", role="senior", ties=("manager",))
    said = ties(knows("Ana", role="senior"), boss, knows("Ben", strengths=("asking",)))["expert"]
    assert [p.name for p in said.people] == ["Ben", "Ana"]
    assert not said.is_lacking
    assert (said.competency, said.competency_name) == ("asking", "Asking")


def test_whoever_was_not_heard_of_for_half_a_year_is_cold_and_comes_last():
    facts = (knows("Ana", ties=("sponsor",)), knows("Zoe", ties=("sponsor",)), touched("Zoe", 10))
    told = ties(*facts, days=181)["sponsor"].people
    assert [(p.name, p.is_cold) for p in told] == [("Zoe", False), ("Ana", True)]


# The whole, and lists ------------------------------------------------------------------------------


def test_what_came_of_it_is_counted_for_a_year_and_for_ever():
    facts = (
        knows("Ana"),
        touched("Ana", 1, outcome="introduction"),
        touched("Ana", 300, outcome="introduction"),
        touched("Ana", 301, outcome="knowledge"),
    )
    found = review_network(dossier(*facts), LADDER, gap(), as_of=after(366))
    counted = [(one.outcome, one.last_year, one.ever) for one in found.came_of]
    assert counted == [
        ("introduction", 1, 2),
        ("opportunity", 0, 0),
        ("collaboration", 0, 0),
        ("knowledge", 1, 1),
    ]


def test_without_a_role_no_place_is_lacking():
    assert review_network(dossier(), LADDER, None, as_of=DAY).ties == ()


def test_a_list_tells_what_was_exchanged():
    touches = [
        touched("Ana", 1, gave="A template", received="Advice", outcome="knowledge"),
        touched("Ana", 2, gave="A review", next_on=after(50)),
    ]
    (row,) = list_people(circle(knows("Ana", title="Head of"), *touches, days=9))
    assert (row.gave_count, row.received_count, row.outcomes) == (2, 1, ("knowledge",))
    assert (row.last_on, row.next_on, row.title) == (after(2), after(50), "Head of")


def test_people_are_found_by_words_tie_and_strength():
    found = circle(
        knows("Ana", organisation="Imagined Shops", ties=("peer",)),
        knows("Ben", strengths=("asking",)),
        knows("cy", known_from="Imagined fair"),
    )
    assert [r.name for r in list_people(found)] == ["Ana", "Ben", "cy"]
    assert [r.name for r in list_people(found, words="IMAGINED")] == ["Ana", "cy"]
    assert [r.name for r in list_people(found, words="shops ana")] == ["Ana"]
    assert [r.name for r in list_people(found, tie="peer")] == ["Ana"]
    assert [r.name for r in list_people(found, competency="asking")] == ["Ben"]
