"""A catalogue file is read whole, or refused with every fault by its place."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import CATALOGUE, CATALOGUE_TOML, law, odd_lines
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.core.learn import Sought, find_opportunities
from headway.formats import catalogue_file


def faults(text):
    with pytest.raises(UnreadableFileError) as caught:
        catalogue_file.read(text.encode(), "ours.toml")
    heading, *said = str(caught.value).splitlines()
    assert heading == "ours.toml is not a catalogue yet:"
    return said


def changed(*pairs):
    text = CATALOGUE_TOML
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_catalogue_is_read_with_all_its_parts():
    room = CATALOGUE.opportunity("tell-a-room")
    assert (room.cost.low_minor, room.cost.dated_on) == (5000, date(2026, 1, 31))
    assert (room.builds[0].weight, room.requires) == (0.5, ("ask-in-pairs",))
    assert room.sessions[0].ends_on == date(2026, 6, 7)


def test_faults_of_every_part_are_named_together():
    text = changed(
        ('format = "headway-catalogue/1"\n', ""),
        ("effect_sd = 0.5", 'effect_sd = "half"'),
        ('stages = ["entry"]', 'stages = ["young"]'),
        ("effort_hours = [4, 8]", "effort_hours = [4]"),
        ('worked_if = "The', 'workd_if = "The'),
    )
    said = faults(text)
    assert [fault.split(":")[0] for fault in said] == [
        "format",
        "kind workshop, effect_sd",
        "opportunity ask-in-pairs",
        "opportunity ask-in-pairs, worked_if",
        "opportunity ask-in-pairs, stages",
        "opportunity ask-in-pairs, effort_hours",
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("weight = 0.5", "wieght = 0.5", "opportunity tell-a-room, build 1"),
        ("starts_on = 2026-06-01", "starts_on = 2026-06-01, at = 9", "opportunity tell-a-room, session 1"),
        ('basis = "offer"', 'basis = "offer", vat = 20', "opportunity tell-a-room, cost"),
        ('source = "A test."', 'source = "A test."\nyear = 2003', "kind workshop"),
    ],
)  # fmt: skip
def test_an_unknown_field_is_named_wherever_it_stands(old, new, place):
    (said,) = faults(changed((old, new)))
    assert said.startswith(f"{place}: there is no field '")


def test_what_contradicts_itself_is_named():
    text = changed(('requires = ["ask', 'requires = ["task'), ("[4, 8]", "[8, 4]"))
    assert faults(text) == [
        "opportunity ask-in-pairs: a range runs backwards, below zero or without end",
        "opportunity tell-a-room: there is no opportunity 'task-in-pairs'",
    ]


def test_without_a_name_the_file_is_called_what_it_is():
    with pytest.raises(UnreadableFileError, match=r"^The catalogue file is not a catalogue yet:"):
        catalogue_file.read(b"")


@law
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_sentence(content):
    with pytest.raises(HeadwayError):
        catalogue_file.read(content)


@law
@given(st.integers(0, len(CATALOGUE_TOML)), st.binary(max_size=5), st.integers(0, 60))
def test_a_damaged_catalogue_is_read_or_refused_with_a_sentence(place, inserted, lost):
    content = CATALOGUE_TOML.encode()
    damaged = content[:place] + inserted + content[place + lost :]
    with suppress(HeadwayError):
        assert catalogue_file.read(damaged).format == catalogue_file.FORMAT


@law
@given(odd_lines(CATALOGUE_TOML))
def test_a_catalogue_with_an_odd_value_is_refused_or_can_be_searched(text):
    with suppress(HeadwayError):
        catalogue = catalogue_file.read(text.encode())
        assert len(find_opportunities(catalogue, Sought(cost_at_most_minor=0))) <= 2
