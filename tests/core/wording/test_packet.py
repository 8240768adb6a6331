"""What a packet says of itself."""

from dataclasses import replace
from datetime import date
from typing import get_args
from uuid import UUID

import pytest

from examples import DAY, packet
from headway.core.evidence import Support
from headway.core.packet import CitedFile, Closing
from headway.core.packet_draft import Decision
from headway.core.wording.packet import (
    DECISIONS,
    describe_closing,
    describe_decision,
    describe_files,
    describe_near,
    describe_support,
    say_title,
)

WAITING = Closing(
    fact=UUID(int=1), closed_on=DAY, role="s", role_title="Senior", decision="waiting"
)
DECIDED = replace(WAITING, decision="promoted", decided_on=date(2026, 4, 3))


@pytest.mark.parametrize(
    ("closing", "said"),
    [
        (WAITING, "Not decided yet."),
        (DECIDED, "Promoted (3 April 2026)."),
        (replace(DECIDED, decided_by="the panel"), "Promoted (3 April 2026, the panel)."),
    ],
)
def test_a_decision_is_told_with_its_day_and_who_took_it(closing: Closing, said: str) -> None:
    assert describe_decision(closing) == said
    assert describe_closing(closing) == f"Senior, as known on 2 March 2026: {said}"


def test_there_are_words_for_every_decision_and_every_kind_of_support() -> None:
    assert set(DECISIONS) == set(get_args(Decision))
    assert len({describe_support(each, ()) for each in get_args(Support)}) == 3


def test_a_title_names_the_person_and_the_role() -> None:
    assert say_title(packet()) == "Ada: Senior"
    assert say_title(packet(name=" ")) == "Somebody without a name yet: Senior"


def test_words_of_which_a_name_is_a_part_are_named() -> None:
    assert describe_near(("bergs", "icebergs")).endswith("these words: bergs, icebergs.")
    assert describe_near(()) == ""


def test_whose_word_it_is_comes_before_their_names() -> None:
    assert describe_support("corroborated", ("Ana", "Bo")) == "seen by Ana, Bo"
    assert describe_support("claimed", ()) == "own account"


def test_files_are_named_with_their_size_and_where_they_are() -> None:
    plan, notes = (
        CitedFile(name="plan.pdf", byte_count=120_400),
        CitedFile(name="n.png", byte_count=9),
    )
    assert describe_files(()) == ""
    assert describe_files((plan,)) == "file: plan.pdf (120 kB, kept with you)"
    assert describe_files((plan, notes)).startswith(
        "files: plan.pdf (120 kB, kept with you); n.png"
    )
