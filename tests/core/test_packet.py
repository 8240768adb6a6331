"""A packet cites for each expectation what proves it, newest first, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, LADDER, SENIOR, dossier, estimate, fact, law, seen, standing
from headway.core.evidence import AttachedFile, CompetencyTag
from headway.core.gap import find_gaps
from headway.core.packet import CitedFile, build_packet, find_near
from headway.core.packet_draft import PacketDraft
from headway.core.profile import About
from headway.core.redaction import Redaction

FILE = AttachedFile(
    sha256="0" * 64, name="Acme_roadmap.pdf", media_type="application/pdf", byte_count=9
)


def built(*facts):
    told = dossier(*facts)
    estimates = standing(estimate("asking"), estimate("telling"))
    return build_packet(told, find_gaps(told, estimates, LADDER, SENIOR, as_of=DAY))


def texts(packet, slug):
    (line,) = (line for line in packet.lines if line.expectation.slug == slug)
    return [item.text for item in line.evidence]


def test_every_expectation_has_its_line_even_without_evidence():
    packet = built()
    assert [line.expectation.slug for line in packet.lines] == [
        "asking",
        "telling",
        "launched",
        "explain",
    ]
    assert packet.proven_count == 0


def test_a_level_is_proven_by_what_is_tagged_with_its_competency():
    packet = built(fact(seen("Asked nine people", asking=1)))
    assert texts(packet, "asking") == ["Asked nine people"]
    assert texts(packet, "telling") == []


def test_an_experience_and_a_responsibility_are_proven_by_what_names_them():
    packet = built(fact(seen("Launched it", expectations=("launched", "explain"))))
    assert texts(packet, "launched") == texts(packet, "explain") == ["Launched it"]
    assert packet.proven_count == 2


def test_the_newest_evidence_comes_first():
    old, new = fact(seen("old", asking=1), -9), fact(seen("new", asking=1), -1)
    assert texts(built(new, old), "asking") == ["new", "old"]


def test_a_draft_is_not_cited():
    assert built(fact(seen(asking=1, is_draft=True))).proven_count == 0


def test_what_was_told_later_is_not_cited():
    assert built(fact(seen(asking=1), 1)).proven_count == 0


def test_a_citation_carries_who_confirmed_it_and_where_it_is():
    told = fact(seen(asking=1, corroborated_by=("M.",), link="https://example.org/notes"))
    cited = built(told).lines[0].evidence[0]
    assert (cited.fact, cited.happened_on, cited.support) == (told.id, DAY, "corroborated")
    assert (cited.corroborated_by, cited.link) == (("M.",), "https://example.org/notes")


def test_a_citation_names_the_files_that_are_kept_with_it_and_holds_none():
    told = fact(seen(asking=1, files=(FILE,)))
    cited = built(told).lines[0].evidence[0]
    assert cited.files == (CitedFile(name="Acme_roadmap.pdf", byte_count=9),)


@pytest.mark.parametrize("name", ["Acme", "roadmap"])
def test_a_file_whose_name_tells_what_was_taken_out_is_left_out(name):
    told = fact(seen(asking=1, files=(FILE,)))
    draft = fact(PacketDraft(role="senior", redactions=(Redaction(name=name),)))
    assert built(told, draft).lines[0].evidence[0].files == ()


def test_what_is_no_address_of_the_web_is_no_link():
    told = fact(seen(asking=1, link="javascript:alert(1)"))
    assert built(told).lines[0].evidence[0].link == ""


def test_a_packet_bears_the_name_known_by_its_day():
    later = fact(About(name="Ada B."), 1)
    assert built(fact(About(name="Ada")), later).name == "Ada"
    assert built(later).name == ""


@law
@given(st.lists(st.integers(min_value=-9, max_value=9), max_size=6))
def test_the_gap_and_the_packet_count_the_same_evidence(days):
    facts = [fact(seen(f"item {n}", expectations=("explain",)), day) for n, day in enumerate(days)]
    line = built(*facts).lines[-1]
    assert line.expectation.evidence_count == len(line.evidence)
    assert all(item.happened_on <= DAY for item in line.evidence)


def test_without_names_to_take_out_no_word_is_near_one():
    assert find_near(built(), ()) == ()


def test_a_piece_that_shows_something_else_is_not_cited():
    other = CompetencyTag(competency="writing", level=1)
    item = seen("Wrote it down", asking=1)
    packet = built(fact(replace(item, tags=(*item.tags, other))))
    assert texts(packet, "asking") == ["Wrote it down"]
    assert texts(packet, "telling") == []
