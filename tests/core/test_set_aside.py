"""What a person says does not apply to them is neither shown nor missing, and always told as their word."""

from dataclasses import replace
from uuid import UUID

import pytest

from examples import DAY, LADDER, SENIOR, dossier, estimate, fact, seen, standing
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.fact_kinds import Retraction
from headway.core.gap import find_gaps, find_set_aside
from headway.core.packet import build_packet, find_near, find_open
from headway.core.packet_draft import PacketDraft
from headway.core.redaction import Redaction
from headway.core.set_aside import LONGEST_REASON, SetAside, check_set_aside, without
from headway.core.wording.packet import describe_packet, say_set_aside

ASIDE = SetAside(role="senior", expectations=("asking",), reason="Acme has a team that asks")


def report(*facts):
    told = dossier(*facts)
    both = standing(estimate("asking"), estimate("telling"))
    return told, find_gaps(told, both, LADDER, SENIOR, as_of=DAY)


def slugs(expectations):
    return [each.slug for each in expectations]


def test_what_is_set_aside_is_no_expectation_and_stands_apart_with_its_reason():
    _told, gap = report(fact(ASIDE))
    assert "asking" not in slugs(gap.expectations)
    assert "asking" not in gap.top
    [aside] = gap.set_aside
    assert (aside.kind, aside.reason, aside.said_on) == ("level", ASIDE.reason, DAY)


def test_it_changes_nothing_of_the_others():
    others = [e for e in report()[1].expectations if e.slug != "asking"]
    assert list(report(fact(ASIDE))[1].expectations) == others


def test_it_holds_for_one_role_alone():
    _told, gap = report(fact(replace(ASIDE, role="junior")))
    assert "asking" in slugs(gap.expectations)
    assert not gap.set_aside


def test_taken_back_it_is_an_expectation_again():
    said = fact(ASIDE, -1)
    _told, gap = report(said, fact(Retraction(), supersedes=said.id))
    assert "asking" in slugs(gap.expectations)


def test_the_last_word_on_an_expectation_counts():
    again = fact(replace(ASIDE, reason="Somebody else does"))
    told = dossier(fact(ASIDE, -1), again)
    assert find_set_aside(told.known_by(DAY), "senior") == {"asking": again}


def test_nobody_sets_aside_what_a_role_does_not_ask_for():
    with pytest.raises(UnknownNameError, match="no expectation 'flying'"):
        check_set_aside(SENIOR, "flying", "I walk")


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", "Say why"), ("a" * (LONGEST_REASON + 1), "are the most")]
)
def test_a_reason_is_a_sentence_or_two(reason, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        check_set_aside(SENIOR, "asking", reason)


def test_every_kind_of_expectation_can_be_set_aside():
    every = ("asking", "launched", "explain")
    told = [check_set_aside(SENIOR, slug, "Not here") for slug in every]
    left = without(SENIOR, [slug for body in told for slug in body.expectations])
    assert (list(left.expected), left.experiences, left.responsibilities) == (["telling"], (), ())


# In the packet ------------------------------------------------------------------------------------


def test_a_packet_never_counts_it_as_proven_and_tells_its_reader():
    packet = build_packet(*report(fact(seen(asking=1)), fact(ASIDE)))
    assert "asking" not in slugs(line.expectation for line in packet.lines)
    assert packet.proven_count == 0
    assert describe_packet(packet).endswith(
        "have evidence. 1 more is set aside, in their own word, with the reason at the end."
    )
    assert [say_set_aside(each) for each in packet.set_aside] == ["Asking: Awareness"]


def test_names_taken_out_are_taken_out_of_the_reason_too():
    draft = PacketDraft(role="senior", redactions=(Redaction(name="Acme", instead="a bank"),))
    packet = build_packet(*report(fact(ASIDE), fact(draft)))
    assert packet.set_aside[0].reason == "[a bank] has a team that asks"


def test_a_word_that_holds_such_a_name_is_pointed_at():
    names = (Redaction(name="Acm"),)
    told, gap = report(fact(ASIDE))
    assert find_near(build_packet(told, gap), names) == ("acme",)


def test_it_is_not_open_either():
    assert "asking" not in slugs(line.expectation for line in find_open(*report(fact(ASIDE))))


def test_a_fact_that_takes_it_back_is_named():
    assert isinstance(report(fact(ASIDE))[1].set_aside[0].fact, UUID)
