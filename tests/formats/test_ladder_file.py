"""A ladder file is read whole, or refused with every fault by its place."""

from contextlib import suppress
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import LADDER, LADDER_TOML, law, odd_lines
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.core.ladder import Role
from headway.core.ladder_quality import check_quality
from headway.formats import built_in, ladder_file

ROLE_FIELDS = sorted(field.name for field in fields(Role))


def faults(text):
    with pytest.raises(UnreadableFileError) as caught:
        ladder_file.read(text.encode(), "ours.toml")
    heading, *said = str(caught.value).splitlines()
    assert heading == "ours.toml is not a ladder yet:"
    return said


def changed(*pairs):
    text = LADDER_TOML
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_ladder_is_read_with_all_its_parts():
    assert [c.slug for c in LADDER.competencies] == ["asking", "telling"]
    assert [r.slug for r in LADDER.roles] == ["junior", "senior"]
    assert LADDER.roles[1].expected == {"asking": 1, "telling": 1}
    assert LADDER.other_titles.titles == ("Seller",)


def test_faults_of_every_part_are_named_together():
    text = changed(
        ('format = "headway-ladder/1"', 'format = "other/1"'),
        ("number = 1", 'number = "one"'),
        ('kind = "technical"', 'kind = "hard"'),
        ('evidence = "minutes"\n', ""),
        ("scope = ", "scpoe = "),
        ('question = "', 'questoin = "'),
    )
    assert faults(text) == [
        'format: write format = "headway-ladder/1" at the top',
        "level one, number: Expected `int`, got `str`",
        "competency asking, kind: Invalid enum value 'hard'; choose from technical, soft",
        "competency asking, level 1, behaviour 3, evidence: is missing",
        f"role junior: there is no field 'scpoe'; there are {', '.join(ROLE_FIELDS)}",
        "role junior, scope: is missing",
        "ambiguous title 1: there is no field 'questoin'; there are candidates, question, title",
        "ambiguous title 1, question: is missing",
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('slug = "small"', 'slug = "small"\ncolour = "red"', "at the top"),
        ('meaning = "Nob', 'colour = "red"\nmeaning = "Nob', "level 0"),
        ('name = "Insight"', 'name = "Insight"\ncolour = "red"', "area insight"),
        ('text = "Has', 'colour = "red"\ntext = "Has', "experience launched"),
        ('definition = "F', 'colour = "red"\ndefinition = "F', "competency asking"),
        (
            'audience = "c',
            'colour = "red"\naudience = "c',
            "competency asking, level 1, behaviour 1",
        ),
        ('text = "Listen', 'colour = "red"\ntext = "Listen', "role junior, responsibility listen"),
        (
            'scope = "A part."',
            'scope = "A part."\ndevelopment = [{ kind = "reading", text = "x", colour = "red" }]',
            "role junior, development 1",
        ),
        ('titles = ["Seller"]', 'titles = []\ncolour = "red"', "other_titles"),
    ],
)
def test_an_unknown_field_is_named_wherever_it_stands(old, new, place):
    (said,) = faults(changed((old, new)))
    assert said.startswith(f"{place}: there is no field 'colour'; there are ")


def test_a_part_with_no_name_is_named_by_its_number():
    assert faults(changed(('slug = "telling"\n', ""))) == ["competency number 2, slug: is missing"]


def problems_of(text):
    problems = ladder_file.find_problems(text.encode())
    return [f"{problem.place}: {problem.text}" for problem in problems]


def test_a_broken_form_does_not_hide_broken_references():
    text = changed(
        ('stage = "entry"', 'stage = "late"'),
        ('kind = "technical"', 'kind = "hard"'),
        ('next_roles = ["senior"]', 'next_roles = ["king"]'),
        ("telling = 1", "telling = 9"),
    )
    assert problems_of(text) == faults(text)
    assert problems_of(text) == [
        "competency asking, kind: Invalid enum value 'hard'; choose from technical, soft",
        "role junior, stage: Invalid enum value 'late'; choose from entry, mid, senior",
        "role junior: there is no role 'king' to go to next",
        "role senior: telling: there is no level 9",
    ]


def test_a_broken_reference_does_not_hide_poor_behaviours():
    text = changed(("Records what", "Understands what"), ("telling = 1", "telling = 9"))
    assert problems_of(text) == [
        "role senior: telling: there is no level 9",
        "competency asking, level 1, behaviour 1: 'understands' can't be seen: start with an act",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('area = "insight"\n', ""),
        ('title = "Senior"\n', ""),
        ("number = 1\n", ""),
        ("number = 1", "number = true"),
        ("level = 1\n", ""),
        ("usual_years = [0, 2]", "usual_years = 2"),
        ('slug = "senior"\n', ""),
        ("[[experiences]]", "[[experience]]"),
        ("[roles.expected]", "[roles.expects]"),
    ],
)
def test_a_gap_in_the_form_makes_no_reference_look_broken(old, new):
    assert not [
        said
        for said in problems_of(changed((old, new)))
        if ("there is no " in said and "there is no field" not in said) or "number them" in said
    ]


def test_a_behaviour_has_one_form_of_place_whatever_its_problem():
    place = "competency asking, level 3, behaviour 1"
    (said, *_) = problems_of(changed(("level = 1", "level = 3")))
    assert said == f"{place}: there is no level 3"
    text = changed(("level = 1", "level = 3"), ('evidence = "notes"\n', ""))
    assert f"{place}, evidence: is missing" in problems_of(text)


def test_a_sound_ladder_has_no_problem():
    assert ladder_file.find_problems(LADDER_TOML.encode()) == ()


def test_what_is_no_toml_is_a_sentence_and_no_list_of_problems():
    with pytest.raises(UnreadableFileError, match=r"^ours.toml is not a TOML file"):
        ladder_file.find_problems(b"{}", "ours.toml")


@law
@given(odd_lines(LADDER_TOML))
def test_a_ladder_without_a_problem_can_be_read(text):
    with suppress(HeadwayError):
        problems = ladder_file.find_problems(text.encode())
        if not problems:
            assert ladder_file.read(text.encode()).format == ladder_file.FORMAT


def test_names_that_lead_nowhere_are_named_together():
    text = changed(
        ('area = "insight"', 'area = "craft"'), ('next_roles = ["senior"]', 'next_roles = ["king"]')
    )
    assert faults(text) == [
        "competency asking: there is no area 'craft'",
        "role junior: there is no role 'king' to go to next",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04\x80", "is not UTF-8 text; save it as UTF-8."),
        (b"{}", "is not a TOML file"),
        (b" " * 10_000_001, "is larger than 10 MB."),
        (LADDER_TOML.encode("utf-16"), "is not UTF-8 text; save it as UTF-8."),
    ],
)
def test_what_is_no_ladder_file_gets_one_clear_sentence(content, sentence):
    with pytest.raises(UnreadableFileError, match=f"ours.toml {sentence}") as caught:
        ladder_file.read(content, "ours.toml")
    assert "\n" not in str(caught.value)


def test_an_empty_file_names_all_that_is_missing():
    said = faults("")
    assert said[0] == 'format: write format = "headway-ladder/1" at the top'
    assert "levels: is missing" in said
    assert "roles: is missing" in said


def test_another_file_of_headway_is_no_ladder():
    with pytest.raises(UnreadableFileError, match="there is no field 'kinds'"):
        ladder_file.read(built_in.content_of("catalogue.toml"))


def test_without_a_name_the_file_is_called_what_it_is():
    with pytest.raises(UnreadableFileError, match=r"^The ladder file is not a ladder yet:"):
        ladder_file.read(b"")


@law
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_sentence(content):
    with pytest.raises(HeadwayError):
        ladder_file.read(content)


@law
@given(st.integers(0, len(LADDER_TOML)), st.binary(max_size=5), st.integers(0, 60))
def test_a_damaged_ladder_is_read_or_refused_with_a_sentence(place, inserted, lost):
    content = LADDER_TOML.encode()
    damaged = content[:place] + inserted + content[place + lost :]
    with suppress(HeadwayError):
        assert ladder_file.read(damaged).format == ladder_file.FORMAT


@law
@given(odd_lines(LADDER_TOML))
def test_a_ladder_with_an_odd_value_is_refused_or_can_be_checked(text):
    with suppress(HeadwayError):
        ladder = ladder_file.read(text.encode())
        assert all(problem.text for problem in check_quality(ladder))


def test_the_same_ladder_is_read_however_its_file_is_written():
    commented = "# ours\n" + LADDER_TOML.replace("\n[[", "\n\n[[")
    assert ladder_file.read(commented.encode()) == LADDER
    turned = changed(("asking = 1\ntelling = 1", "telling = 1\nasking = 1"))
    assert ladder_file.read(turned.encode()) == LADDER
