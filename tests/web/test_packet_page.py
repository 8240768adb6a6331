"""Packet: each expectation with its proof or "nothing yet", the same as a file, and what is open."""

from datetime import date

import pytest
from django.test import Client

from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.gap import find_gaps
from headway.core.packet import Packet, build_packet
from headway.core.profile import About, Aim
from headway.core.standing import estimate_levels
from headway.formats import built_in, json_form, packet_markdown
from web_client import TODAY, Keep, read

LADDER = built_in.ladder()
ROLE = LADDER.role("senior-product-manager")


def packet_of_the_sample(day: date = TODAY) -> Packet:
    dossier = built_in.sample_dossier(TODAY)
    standing = estimate_levels(dossier, LADDER, as_of=day, compared_role=ROLE)
    return build_packet(dossier, find_gaps(dossier, standing, LADDER, ROLE, as_of=day))


def line_of(text: str, slug: str) -> str:
    return text.split(f'<li id="{slug}">')[1].split('<li id="')[0]


def test_every_expectation_has_its_line(sample: Client) -> None:
    text = read(sample, "/packet/")
    packet = packet_of_the_sample()
    for line in packet.lines:
        told = line_of(text, line.expectation.slug)
        assert all(item.text in told for item in (*line.evidence, *line.below))
        assert ('class="nothing-yet"' in told) == (not line.evidence)
    assert f"{packet.proven_count} of {len(packet.lines)} expectations have evidence" in text


def test_a_line_says_who_saw_it_when_and_at_which_level(own: Client, keep: Keep) -> None:
    keep(Aim(target_role=ROLE.slug))
    keep(
        EvidenceItem(
            text="Cut the release in two",
            tags=(CompetencyTag(competency="delivery-management", level=3),),
            support="corroborated",
            corroborated_by=("Ana", "Bo"),
            link="https://example.org/release",
        )
    )
    told = line_of(read(own, "/packet/"), "delivery-management")
    assert "3 February 2026 · Practitioner · Seen by Ana, Bo" in told
    assert 'href="https://example.org/release"' in told


def test_what_was_typed_is_text(own: Client, keep: Keep) -> None:
    keep(Aim(target_role=ROLE.slug))
    keep(EvidenceItem(text="<script>alert(1)</script>", expectations=("launched-a-product",)))
    page = own.get("/packet/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_what_is_open_leaves_out_what_is_shown_with_evidence(sample: Client) -> None:
    text = read(sample, "/packet/open/")
    for line in packet_of_the_sample().lines:
        is_proven = line.expectation.state == "shown" and bool(line.evidence)
        assert (f'<li id="{line.expectation.slug}">' in text) == (not is_proven)


def test_the_file_is_the_one_of_the_command(sample: Client) -> None:
    answer = sample.get(f"/packet/packet.md?target={ROLE.slug}&as_of={TODAY}")
    assert answer.content.decode() == packet_markdown.write(packet_of_the_sample())
    assert answer["Content-Disposition"] == f'attachment; filename="packet-{ROLE.slug}.md"'


def test_the_api_tells_the_packet_as_the_core_does(sample: Client) -> None:
    assert sample.get("/api/packet").content.decode() == json_form.write(packet_of_the_sample())


@pytest.mark.parametrize("address", ["/packet/", "/packet/open/"])
def test_without_a_target_it_asks_for_a_role(own: Client, keep: Keep, address: str) -> None:
    keep(About(name="Ada"))
    assert "Choose a role" in read(own, address)
    assert "Say first which role" in read(own, "/packet/packet.md", 400)


@pytest.mark.parametrize("address", ["/packet/", "/packet/open/"])
def test_a_role_that_is_none_gets_the_ones_there_are(sample: Client, address: str) -> None:
    assert "This ladder has no role 'guru'; it has" in read(sample, f"{address}?target=guru")


@pytest.mark.parametrize("address", ["/packet/", "/packet/open/"])
def test_an_empty_workspace_gets_the_first_steps(own: Client, address: str) -> None:
    assert "Three ways to begin" in read(own, address)


def test_without_a_name_the_page_says_where_to_tell_it(own: Client, keep: Keep) -> None:
    keep(Aim(target_role=ROLE.slug))
    assert "does not know your name yet" in read(own, "/packet/")
