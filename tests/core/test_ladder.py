"""A ladder finds what it has by name, and names what it has where it finds nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import JUNIOR, LADDER, law
from headway.core.errors import UnknownNameError
from headway.core.ladder import compare_roles, find_rungs, slugify
from headway.formats import built_in


@pytest.mark.parametrize("name", ["junior", "Junior", "JUNIOR ", "beginner", "Beginner"])
def test_a_role_is_found_by_slug_title_and_alias_however_it_is_written(name):
    assert LADDER.role(name) == JUNIOR


def test_a_role_is_found_by_a_slug_with_capitals():
    ladder = replace(LADDER, roles=(replace(JUNIOR, slug="Pm_1"),))
    assert ladder.role("Pm_1").title == "Junior"


@pytest.mark.parametrize(
    ("find", "name", "kinds"),
    [
        (LADDER.role, "guru", "Junior, Senior"),
        (LADDER.competency, "guessing", "asking, telling"),
        (LADDER.experience, "retired", "launched"),
        (LADDER.level, 7, "None yet, Awareness"),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(find, name, kinds):
    with pytest.raises(UnknownNameError, match=f"'{name}'; it has {kinds}"):
        find(name)


def test_levels_competencies_and_experiences_are_found_by_their_own_names():
    assert LADDER.level(1).name == "Awareness"
    assert LADDER.competency("telling").name == "Telling"
    assert LADDER.experience("launched").text == "Has taken a product to launch"


def test_the_top_level_is_the_highest_number():
    assert LADDER.top_level == 1


def test_behaviours_are_those_of_the_level():
    asking = LADDER.competency("asking")
    assert asking.behaviours_at(1) == asking.behaviours
    assert asking.behaviours_at(2) == ()


def test_a_behaviour_is_found_under_its_key():
    act = LADDER.behaviour("asking/1/2")
    assert act.behaviour == LADDER.competency("asking").behaviours[1]
    assert (act.key, act.competency) == ("asking/1/2", "asking")


def test_every_behaviour_has_a_key_of_its_own_in_the_ladders_order():
    keyed = tuple(LADDER.keyed_behaviours())
    assert [act.behaviour for act in keyed] == [
        behaviour for competency in LADDER.competencies for behaviour in competency.behaviours
    ]
    assert len({act.key for act in keyed}) == len(keyed)


def test_an_unknown_key_is_answered_with_those_of_its_competency():
    with pytest.raises(UnknownNameError, match="no behaviour 'asking/1/9'; it has asking/1/1, "):
        LADDER.behaviour("asking/1/9")


@law
@given(st.text())
def test_a_slug_of_a_slug_is_the_same_slug(name):
    assert slugify(slugify(name)) == slugify(name)


@law
@given(st.text())
def test_a_slug_holds_only_letters_digits_and_single_hyphens_between(name):
    parts = slugify(name).split("-")
    assert parts == [""] or all(part.isalnum() for part in parts)


# Two roles, and the rungs --------------------------------------------------------------------------


def test_two_roles_are_compared_in_their_order() -> None:
    junior, senior = LADDER.roles[0], LADDER.roles[-1]
    found, back = compare_roles(LADDER, junior, senior), compare_roles(LADDER, senior, junior)
    assert (found.first, found.second) == (junior.slug, senior.slug)
    assert list(found.expected) == [c.slug for c in LADDER.competencies]
    assert {slug: pair[::-1] for slug, pair in found.expected.items()} == back.expected
    assert {slug: pair[::-1] for slug, pair in found.experiences.items()} == back.experiences


def test_only_experiences_that_either_role_asks_for_are_compared() -> None:
    found = compare_roles(LADDER, LADDER.roles[0], LADDER.roles[-1])
    assert all(any(asking) for asking in found.experiences.values())
    alone = compare_roles(LADDER, JUNIOR, JUNIOR)
    assert set(alone.experiences) == set(JUNIOR.experiences)


def test_rungs_rise_along_each_track() -> None:
    ladder = built_in.ladder()
    rungs = find_rungs(ladder)
    for track in ("individual", "management"):
        numbers = [rungs[role.slug] for role in ladder.roles if track in role.tracks]
        assert numbers == sorted(set(numbers))
    assert (rungs["associate-product-manager"], rungs["chief-product-officer"]) == (0, 6)
