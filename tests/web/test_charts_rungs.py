"""The drawn ladder: every role on its rung, none over another, all within the drawing."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.ladder import find_rungs
from headway.formats import built_in
from headway.web.charts.rungs import MOST_CHARACTERS, Rung, break_lines, draw_rungs

LADDER = built_in.ladder()
DRAWING = draw_rungs(LADDER, {"product-manager": "You are here"}, held="product-manager", wanted="")


def covers(one: Rung, other: Rung) -> bool:
    is_beside = one.start + one.width <= other.start or other.start + other.width <= one.start
    is_over = one.top + one.height <= other.top or other.top + other.height <= one.top
    return not (is_beside or is_over)


def test_every_role_has_one_rung_and_no_two_cover_each_other() -> None:
    assert {rung.role.slug for rung in DRAWING.rungs} == {role.slug for role in LADDER.roles}
    assert not any(covers(*pair) for pair in combinations(DRAWING.rungs, 2))


def test_a_higher_rung_stands_higher() -> None:
    numbers = find_rungs(LADDER)
    tops = {rung.role.slug: rung.top for rung in DRAWING.rungs}
    for one, other in combinations(numbers, 2):
        assert (numbers[one] > numbers[other]) == (tops[one] < tops[other])


def test_all_lies_within_the_drawing() -> None:
    for rung in DRAWING.rungs:
        assert rung.start >= 0
        assert rung.start + rung.width <= 100
        assert rung.top + rung.height <= DRAWING.height
        assert all(rung.top < line.y < rung.top + rung.height for line in rung.lines)


def test_only_the_role_that_is_held_is_marked_so() -> None:
    [held] = [rung for rung in DRAWING.rungs if rung.is_held]
    assert held.role.slug == "product-manager"
    assert held.lines[-1].text == "You are here"
    assert not any(rung.is_wanted for rung in DRAWING.rungs)


def test_two_roles_that_lead_to_each_other_share_a_line() -> None:
    pairs = {frozenset((r.slug, after)) for r in LADDER.roles for after in r.next_roles}
    assert len(DRAWING.ways) == len(pairs)


@given(st.lists(st.text("abc", min_size=1, max_size=12)))
def test_breaking_lines_keeps_every_word_and_the_width(words: list[str]) -> None:
    lines = break_lines(" ".join(words), MOST_CHARACTERS)
    assert " ".join(lines).split() == words
    assert all(len(line) <= MOST_CHARACTERS for line in lines)


@pytest.mark.parametrize("role", LADDER.roles, ids=lambda role: role.slug)
def test_every_title_leaves_room_for_a_mark(role: object) -> None:
    [rung] = [rung for rung in DRAWING.rungs if rung.role == role]
    assert sum(not line.is_mark for line in rung.lines) <= 2
