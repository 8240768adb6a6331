"""What the person says of their packet: their words, what is left out, which names nobody reads."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from examples import DAY, LADDER, SENIOR, dossier, estimate, fact, seen, standing
from headway.core.errors import InvalidInputError
from headway.core.fact_kinds import Retraction
from headway.core.gap import find_gaps
from headway.core.packet import (
    Closing,
    build_packet,
    find_draft,
    find_draft_fact,
    find_left_out,
    find_near,
    find_open,
    find_redactions,
    list_closed,
    list_proof,
)
from headway.core.packet_draft import (
    ClosedPacket,
    LineDraft,
    PacketDraft,
    leave_out,
    with_decision,
    with_line,
)
from headway.core.profile import About
from headway.core.redaction import Redaction

LAUNCH = seen("Launched it", expectations=("launched",))
ACME = (Redaction(name="Acme"),)
CLOSED = ClosedPacket(document={}, role="senior", role_title="Senior")


def gap_of(told, as_of=DAY):
    estimates = standing(estimate("asking"), estimate("telling"))
    return find_gaps(told, replace(estimates, as_of=as_of), LADDER, SENIOR, as_of=as_of)


def built(*facts, as_of=DAY):
    told = dossier(*facts)
    return build_packet(told, gap_of(told, as_of))


def draft(days=0, **told):
    return fact(PacketDraft(role="senior", **told), days)


def leaving(*facts, slug="launched", days=0):
    out = LineDraft(expectation=slug, left_out=tuple(one.id for one in facts))
    return draft(days, lines=(out,))


def line_of(packet, slug="launched"):
    (line,) = (line for line in packet.lines if line.expectation.slug == slug)
    return line


def test_the_words_of_the_person_stand_first_and_on_their_line():
    own = LineDraft(expectation="launched", sentence="It was mine.")
    packet = built(draft(opening="I ask for it.", lines=(own,)))
    assert packet.opening == "I ask for it."
    assert line_of(packet).sentence == "It was mine."


def test_words_of_another_role_or_of_a_later_day_are_not_said():
    other = fact(PacketDraft(role="junior", opening="For another"))
    assert built(other, draft(1, opening="Later")).opening == ""


def test_what_is_left_out_of_a_line_is_not_cited_there_and_changes_its_state():
    told = fact(LAUNCH)
    line = line_of(built(told, leaving(told)))
    assert (line.evidence, line.expectation.state) == ((), "not yet")
    assert line.expectation.evidence_count == 0


def test_the_state_of_what_is_left_is_that_of_its_own_support():
    claimed = fact(replace(LAUNCH, text="Alone", support="claimed"))
    vouched = fact(replace(LAUNCH, support="corroborated", corroborated_by=("M.",)))
    assert line_of(built(claimed, vouched, leaving(vouched))).expectation.state == (
        "too little to tell"
    )
    assert line_of(built(claimed, vouched, leaving(claimed))).expectation.state == "shown"


def test_a_level_keeps_its_estimate_when_evidence_is_left_out():
    told = fact(seen("Asked", asking=1))
    before, after = built(told), built(told, leaving(told, slug="asking"))
    assert line_of(after, "asking").evidence == ()
    assert line_of(after, "asking").expectation == line_of(before, "asking").expectation


def test_what_is_left_out_stays_out_when_it_is_corrected():
    told = fact(LAUNCH)
    corrected = replace(fact(replace(LAUNCH, text="Launched it, truly")), supersedes=told.id)
    assert line_of(built(told, leaving(told), corrected)).evidence == ()


def test_what_is_left_out_stays_out_when_it_is_taken_back_and_put_back():
    told = fact(LAUNCH)
    taken = replace(fact(Retraction()), supersedes=told.id)
    again = replace(fact(LAUNCH), id=UUID(int=7))
    assert line_of(built(told, leaving(told), taken, again)).evidence == ()


def test_what_was_left_out_later_is_left_out_of_an_earlier_day_too():
    told = fact(LAUNCH, -5)
    assert line_of(built(told, leaving(told), as_of=DAY - timedelta(days=2))).evidence == ()


def test_an_identity_that_nobody_knows_leaves_nothing_out():
    lost = LineDraft(expectation="launched", left_out=(UUID(int=9),))
    assert len(line_of(built(fact(LAUNCH), draft(lines=(lost,)))).evidence) == 1


def test_names_are_taken_out_of_every_text():
    item = seen(
        "Acme's launch",
        asking=0,
        expectations=("launched",),
        corroborated_by=("Ana of ACME", "acme"),
        link="https://acme.example/launch",
    )
    own = LineDraft(expectation="launched", sentence="Acme was mine.")
    words = draft(opening="For Acme.", lines=(own,), redactions=ACME)
    packet = built(fact(item), words, fact(About(name="Ada Acme")))
    assert "acme" not in repr(packet).casefold()
    cited = line_of(packet).evidence[0]
    assert cited.corroborated_by == ("Ana of [redacted]", "[redacted]")
    assert (cited.link, packet.name, packet.is_redacted) == ("", "Ada [redacted]", True)


def test_names_are_taken_out_of_every_role_and_of_earlier_days():
    other = fact(PacketDraft(role="junior", redactions=ACME))
    told = fact(replace(LAUNCH, text="Acme"), -5)
    packet = built(told, other, as_of=DAY - timedelta(days=2))
    assert line_of(packet).evidence[0].text == "[redacted]"


def test_the_names_said_last_count():
    told = dossier(draft(-1, redactions=ACME), draft(redactions=()))
    assert find_redactions(told) == ()
    assert not build_packet(told, gap_of(told)).is_redacted


def test_the_private_page_of_gaps_keeps_names_and_what_is_left_out():
    claimed = fact(replace(LAUNCH, text="Acme", support="claimed"))
    told = dossier(claimed, leaving(claimed), draft(redactions=ACME))
    gap = gap_of(told)
    (line,) = (x for x in find_open(told, gap) if x.expectation.slug == "launched")
    assert [item.text for item in line.evidence] == ["Acme"]
    assert len(list_proof(told, gap)) == len(gap.expectations)


def test_what_is_shown_with_evidence_is_not_open():
    told = dossier(fact(replace(LAUNCH, support="verified")))
    assert "launched" not in {x.expectation.slug for x in find_open(told, gap_of(told))}


def test_words_of_which_a_name_is_a_part_are_told():
    packet = built(fact(replace(LAUNCH, text="Acmes", corroborated_by=("Bo",))))
    assert find_near(packet, ACME) == ("acmes",)


def test_the_draft_of_a_role_is_the_one_said_last():
    old, new = draft(-1, opening="old"), draft(opening="new")
    assert find_draft(dossier(old, new), "senior").opening == "new"
    assert find_draft_fact(dossier(old, new), "senior") == new
    assert find_draft(dossier(), "senior") == PacketDraft(role="senior")


def test_which_evidence_of_a_line_is_left_out_is_told_by_its_identity_now():
    told = fact(LAUNCH)
    corrected = replace(fact(replace(LAUNCH, text="truly")), supersedes=told.id)
    known = dossier(told, corrected)
    (line,) = (x for x in list_proof(known, gap_of(known)) if x.expectation.slug == "launched")
    draft_of_line = LineDraft(expectation="launched", left_out=(told.id,))
    assert find_left_out(known, line, draft_of_line) == {corrected.id}


def test_a_line_without_words_and_choice_is_no_part_of_a_draft():
    line = LineDraft(expectation="launched", sentence="Mine.")
    kept = with_line(PacketDraft(role="senior"), line)
    assert kept.line("launched") == line
    assert with_line(kept, replace(line, sentence="")) == PacketDraft(role="senior")
    assert leave_out(line, [UUID(int=2), UUID(int=1)]).left_out == (UUID(int=1), UUID(int=2))


def test_a_decision_has_reasons_and_a_day_and_no_name_that_was_taken_out():
    said = {"decided_by": "Acme", "reasons": "Acme grew.", "decided_on": DAY, "today": DAY}
    decided = with_decision(CLOSED, "promoted", redactions=ACME, **said)
    assert (decided.decided_by, decided.reasons) == ("[redacted]", "[redacted] grew.")
    assert with_decision(decided, "waiting", **said) == CLOSED


def test_a_decision_without_reasons_or_from_a_day_to_come_is_refused():
    with pytest.raises(InvalidInputError, match="Say why"):
        with_decision(CLOSED, "withdrawn", decided_on=DAY, today=DAY)
    later = DAY + timedelta(days=1)
    with pytest.raises(InvalidInputError, match="still to come"):
        with_decision(CLOSED, "not yet", reasons="x", decided_on=later, today=DAY)


def test_closed_packets_are_listed_the_latest_first():
    first, last = fact(CLOSED, -1), fact(replace(CLOSED, role_title="Later"))
    listed = list_closed(dossier(last, first))
    assert [one.fact for one in listed] == [last.id, first.id]
    assert listed[0] == Closing(
        fact=last.id, closed_on=DAY, role="senior", role_title="Later", decision="waiting"
    )
