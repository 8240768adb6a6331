"""A packet cites beside evidence what the person chose, names nobody, and changes no state by it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from examples import DAY, LADDER, SENIOR, dossier, estimate, fact, seen, standing
from headway.core.development import Certificate, LearningEntry
from headway.core.fact_kinds import Retraction
from headway.core.gap import find_gaps
from headway.core.packet import build_packet, find_near
from headway.core.packet_citing import SOMEBODY, find_chosen, list_citable, offer_for
from headway.core.packet_draft import LineDraft, PacketDraft, cite_also
from headway.core.people import AgreedItem, Contact, Membership, Mentoring, Touch
from headway.core.profile import Position
from headway.core.redaction import Redaction
from headway.core.talks import Talk

KEY, TALKS, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
LENA = fact(Contact(key=KEY, name="Lena Made-up"), -99)
BEN = fact(Contact(key=OTHER, name="Ben Invented"), -99)
ASKED = Mentoring(key=TALKS, contact=KEY, ask="Talk", answer_by=DAY, competency="asking")
COURSE = LearningEntry(
    title="Statistics",
    provider="A college",
    competencies=("asking",),
    reflection="My own thought",
    changed="Tests say a size",
    certificate=Certificate(title="Passed", link="https://college.example/7"),
)


def citable(*facts):
    return [each.citation for each in list_citable(dossier(*facts))]


def texts(*facts):
    return [item.text for item in citable(*facts)]


def built(*facts, as_of=DAY):
    told = dossier(*facts)
    estimates = replace(standing(estimate("asking"), estimate("telling")), as_of=as_of)
    return build_packet(told, find_gaps(told, estimates, LADDER, SENIOR, as_of=as_of))


def choosing(*facts, days=0, slug="launched", **changes):
    line = cite_also(LineDraft(expectation=slug), (one.id for one in facts))
    return fact(PacketDraft(role="senior", lines=(line,), **changes), days)


def also(packet, slug="launched"):
    (line,) = (line for line in packet.lines if line.expectation.slug == slug)
    return [item.text for item in line.also]


def goal(whose="me", **changes):
    reached = AgreedItem(
        key=UUID(int=9),
        mentoring=TALKS,
        text="One page",
        kind="goal",
        whose=whose,
        done_on=DAY,
        result="Lena used it",
    )
    return replace(reached, **changes)


def test_learning_is_cited_with_what_it_changed_and_without_what_was_thought():
    [item] = citable(fact(COURSE, -3))
    assert item.text == "Statistics, A college (Passed). It changed: Tests say a size"
    assert (item.kind, item.link) == ("learning", "https://college.example/7")
    assert item.happened_on == DAY - timedelta(days=3)


def test_a_talk_is_cited_once_it_was_held():
    talk = Talk(key=KEY, title="On asking", on=DAY, where="An evening")
    assert texts(fact(talk)) == []
    [item] = citable(fact(replace(talk, held_on=DAY), -9))
    assert (item.text, item.happened_on) == ("Spoke at An evening “On asking”", DAY)


@pytest.mark.parametrize(
    ("side", "whose", "kind"), [("mentee", "me", "goal"), ("mentor", "them", "mentee's goal")]
)
def test_a_goal_reached_names_nobody(side, whose, kind):
    [item] = citable(LENA, fact(replace(ASKED, side=side)), fact(goal(whose)))
    assert (item.kind, item.text) == (kind, f"One page: {SOMEBODY} used it")


@pytest.mark.parametrize(
    "item", [goal("them"), goal(done_on=None), goal(kind="action"), goal(mentoring=OTHER)]
)
def test_what_is_no_goal_of_one_s_own_that_was_reached_is_not_offered(item):
    assert texts(LENA, fact(ASKED), fact(item)) == []


def test_what_one_gave_and_did_with_others_is_offered_and_names_nobody():
    gave = Touch(contact=KEY, gave="Led Lena to ben invented")
    together = Touch(contact=KEY, outcome="collaboration", outcome_text="One roadmap with Made-up")
    received = Touch(contact=KEY, received="A template", outcome="knowledge", text="Lunch")
    told = texts(LENA, BEN, fact(gave, -1), fact(together, -2), fact(received))
    assert told == [f"Led {SOMEBODY} to {SOMEBODY}", f"One roadmap with {SOMEBODY}"]


def test_what_passed_with_somebody_taken_back_is_not_offered():
    gave = fact(Touch(contact=KEY, gave="A list for Lena"))
    assert texts(gave, fact(ASKED), fact(goal())) == []


def test_roles_and_memberships_are_offered_with_their_end():
    role = Position(
        title="Analyst", organisation="Nowhere", started_on=date(2020, 1, 2), ended_on=DAY
    )
    guild = Membership(key=KEY, association="A guild", link="javascript:alert(1)")
    first, second = citable(fact(guild, -5), fact(role))
    assert (first.kind, first.until, first.link) == ("membership", None, "")
    assert (second.text, second.happened_on, second.until) == (
        "Analyst, Nowhere",
        date(2020, 1, 2),
        DAY,
    )


def test_what_is_about_the_competency_is_offered_first():
    near, far = fact(COURSE, -9), fact(LearningEntry(title="Another"))
    told = list_citable(dossier(near, far))
    assert [e.citation.fact for e in told] == [far.id, near.id]
    assert [e.citation.fact for e in offer_for("asking", told)] == [near.id, far.id]


def test_nothing_is_cited_unasked_and_what_was_chosen_stands_on_its_line_alone():
    course = fact(COURSE, -3)
    assert also(built(course)) == []
    packet = built(course, choosing(course))
    assert [len(line.also) for line in packet.lines] == [0, 0, 1, 0]
    assert packet.proven_count == 0
    assert packet.lines[2].expectation.state == "not yet"


def test_a_citation_follows_what_it_is_corrected_into_and_goes_with_it():
    old = fact(COURSE, -3)
    new = fact(replace(COURSE, title="Better"), -2, supersedes=old.id)
    assert also(built(old, new, choosing(old))) == also(built(old, new, choosing(new)))
    gone = fact(Retraction(), -1, supersedes=new.id)
    assert also(built(old, new, gone, choosing(old))) == []
    assert find_chosen(dossier(old, new), [old.id]) == {old.id, new.id}


def test_nothing_chosen_leads_to_nothing():
    assert find_chosen(dossier(fact(COURSE)), []) == frozenset()


def test_what_is_cited_no_more_leaves_the_packets_of_earlier_days_and_comes_into_none():
    course = fact(COURSE, -9)
    first = choosing(course, days=-5)
    none = fact(PacketDraft(role="senior"), 0, supersedes=first.id)
    yesterday = DAY - timedelta(days=1)
    assert len(also(built(course, first, as_of=yesterday))) == 1
    assert also(built(course, first, none, as_of=yesterday)) == []
    assert also(built(course, choosing(course), as_of=yesterday)) == []


def test_names_taken_out_are_taken_out_of_citations_and_their_links():
    names = (Redaction(name="college"), Redaction(name="Test"))
    course = fact(COURSE, -3)
    packet = built(course, choosing(course, redactions=names))
    [item] = packet.lines[2].also
    assert "A [redacted] (Passed)" in item.text
    assert item.link == ""
    assert find_near(packet, names) == ("tests",)


def test_evidence_stands_beside_what_is_cited():
    course = fact(COURSE, -3)
    launch = fact(seen("Launched it", expectations=("launched",)), -2)
    line = built(course, launch, choosing(course)).lines[2]
    assert (len(line.evidence), len(line.also)) == (1, 1)
